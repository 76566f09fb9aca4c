"""A pack taken away: as PowerPoint, PDF or as a file to keep; made when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from config.palette import LIGHT
from loaders import pack_files
from loaders.store import Store
from models.pack import Pack
from pages.components import frozen, packing, packs, slides, tables, turns, views
from pages.components.packs import Shown
from pages.components.slides import Slide
from pages.components.snapshots import Snapshot

# Of what an address asks for, that which narrows a view, as the control of the page is called.
FILTERS = {
    "area": "Area",
    "beside": "Beside",
    "domain": "Domain",
    "place": "Place",
    "document": "Document",
    "status": "Status",
    "theme": "Theme",
    "partner": "Partner",
    "period": "Period",
    "for_ward": "Ward",
    "words": "Words",
    "q": "Words",
}
KINDS = {"PowerPoint": "pptx", "PDF": "pdf"}


def on_paper(build: Store, shown: Sequence[Shown]) -> list[Slide]:
    """Return the views of a pack as slides, each with its link."""
    root = packing.root()
    return [
        Slide(
            _snapshot(build, one),
            title=one.item.title,
            heading=one.item.heading,
            note=" ".join(part for part in (one.item.note, _revised(one)) if part),
            link=frozen.lasting(f"{root}/{one.item.link}" if root else "", build.fingerprint),
        )
        for one in shown
    ]


def _revised(one: Shown) -> str:
    return frozen.noted(tables.figures(one.view.table))


def _snapshot(build: Store, one: Shown) -> Snapshot:
    drawn = one.view.draw(LIGHT) is not None
    return views.snapshot(one.view, store=build, filters=_filters(one), drawn=drawn)


def _filters(one: Shown) -> str:
    """Say what is asked for in words; what only picks a part of a page is in the title."""
    return "; ".join(
        f"{FILTERS[key]}: {value}" for key, value in one.item.asked if key in FILTERS and value
    )


def show(build: Store, pack: Pack) -> None:
    """Offer the pack as files; a large one shows how far it has come."""
    with st.container(horizontal=True):
        for name, ending in KINDS.items():
            if st.button(f"Make the {name}", key=f"make_{ending}"):
                made = _made(build, pack, ending)
                st.session_state["made"] = (name, ending, made, pack.text())
        st.download_button(
            "Save the pack as a file",
            data=lambda: pack_files.to_yaml(pack),
            file_name="lifecourse-pack.yaml",
            key="pack_yaml",
            on_click="ignore",
        )
    name, ending, made, text = st.session_state.get("made", ("", "", b"", None))
    if made and text == pack.text():
        st.download_button(
            f"Download the {name}",
            data=made,
            file_name=f"lifecourse-pack.{ending}",
            key="pack_made",
            on_click="ignore",
        )


def _made(build: Store, pack: Pack, ending: str) -> bytes:
    """Make a file, showing how far it has come."""
    shown = packs.expanded(build, pack)
    turns.give_back()
    bar = st.progress(0.0, "Making the slides…")

    def done(number: int) -> None:
        bar.progress(number / len(shown), f"{number} of {len(shown)} views")

    from pages.components import paper

    make = slides.to_pptx if ending == "pptx" else paper.to_pdf
    title = pack.title if len(shown) > 1 else ""
    made = make(on_paper(build, shown), title=title, done=done)
    bar.empty()
    return made
