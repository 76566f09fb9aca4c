"""The download of a view: one button, behind it a file of every kind that the view can be."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.components import exports, packing, snapshots
from pages.components.exports import Snapshot


def download_row(snapshot: Snapshot, *, key: str, label: str = "Download", view: str = "") -> None:
    """Offer exactly this view as files, as text, and for the meeting pack.

    ``label`` tells two of them on one page apart; ``view`` is the key of a view that can be
    presented, empty for none.

    A file is made when its button is clicked, from the snapshot, and the page does not run
    again: what is taken away is what is shown.
    """
    with st.popover(label, width="stretch"):
        for kind in exports.formats(snapshot):
            st.download_button(
                kind.label,
                data=partial(kind.make, snapshot),
                file_name=exports.file_name(snapshot, kind.ending),
                mime=kind.mime,
                key=f"{key}_{kind.name}",
                on_click="ignore",
                width="stretch",
            )
        if view:
            packing.offer(view)
        st.text("As text, for minutes or a message:")
        st.code(snapshots.cite(snapshot), language=None, wrap_lines=True)
