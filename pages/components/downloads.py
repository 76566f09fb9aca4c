"""A view to take away: one button, behind it every kind of file, and copies for the clipboard."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.components import copying, exports, frozen, packing
from pages.components.exports import Snapshot


def download_row(
    snapshot: Snapshot, *, key: str, label: str = "Download or copy", view: str = ""
) -> None:
    """Offer exactly this view as files, as text, and for the meeting pack.

    ``label`` tells two of them on one page apart; ``view`` is the key of a view that can be
    presented, empty for none.

    A file or picture is made when its button is clicked, from the snapshot, and the page does not
    run again: what is taken away is what is shown.
    """
    with st.popover(label, width="stretch", wrap=True):
        copying.offer(
            snapshot, key=f"{key}_copy", link=frozen.lasting(packing.address(), snapshot.build)
        )
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
