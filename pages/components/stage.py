"""A view on its own, for the back of a room: large type, large chart, the fewest controls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from config.navigation import PAGES
from config.palette import DARK, LIGHT
from loaders.store import Store
from models.pack import Pack
from pages.components import filters, frozen, ledger, packs, tables
from pages.components.blocks import block
from pages.components.charts.spec import split
from pages.components.packs import NAMES, Shown
from pages.components.snapshots import day_words, today
from pages.components.words import plain

SLIDE = "slide"
MOST_SLIDES = 200
MOST_ROWS = 8
# What a chart of rows may take of the height of a screen, in the units of the page.
ROOM, LEAST_STEP = 360, 26
AS_MADE = "As in the pack"

# The page is enlarged as a whole, so that its parts keep their proportions: at 1920 pixels text is
# 28 pixels high and the labels of charts 24.5. A chart takes its width from what it measures, and
# it measures enlarged pixels, hence its own width. The dark variant is for dim rooms.
STYLE = """<style>
[data-testid="stHeader"], [data-testid="stToolbar"] { display: none; }
:root { --large: 1.15; }
@media (min-width: 1340px) { :root { --large: 1.25; } }
@media (min-width: 1580px) { :root { --large: 1.45; } }
@media (min-width: 1880px) { :root { --large: 1.75; } }
@media (min-width: 2500px) { :root { --large: 2.3; } }
@media (min-width: 3700px) { :root { --large: 3.4; } }
[data-testid="stMainBlockContainer"] { max-width: none; padding: 0.75rem 1.5rem 0 !important;
  zoom: var(--large); }
[data-testid="stMainBlockContainer"] h1 { font-size: 1.8rem; line-height: 1.2;
  padding: 0 0 0.6rem; }
[data-testid="stVegaLiteChart"] { width: calc(100% / var(--large)) !important;
  overflow: visible !important; }
[data-testid="stVerticalBlock"] { gap: 0.3rem; }
.figures table { font-size: 1rem; }
.figures :is(th, td) { padding: 0.2rem 0.5rem; }
</style>"""
DIM = """<style>
.stApp, [data-testid="stMain"] { background: #0E1117 !important; color: #FFFFFF !important; }
.stApp :is(p, h1, h2, h3, label, th, td, li) { color: #FFFFFF !important; }
.stApp :is(button, [data-baseweb="select"] > div) { background: #1D232D !important;
  color: #FFFFFF !important; border-color: #7A828A !important; }
.stApp [data-baseweb="select"] * { color: #FFFFFF !important; }
</style>"""


def asked() -> int | None:
    """Ask for the slide that is shown, 0 for the contents; None while nothing is presented."""
    return filters.number("Slide", key=SLIDE, most=MOST_SLIDES)


def show(build: Store, pack: Pack, slide: int, *, dim: bool) -> None:
    """Show one slide: the contents (0) or a view (from 1); arrows turn, Escape leaves."""
    st.html(STYLE + (DIM if dim else ""))
    above = st.container()
    bar = st.columns([1, 1, 1, 2, 1], vertical_alignment="bottom")
    with bar[3]:
        names = {one: one for one in ledger.PLACES}
        place = filters.pick("Place", names, key="place", everything=AS_MADE)
    shown = packs.expanded(build, pack)
    if place:
        shown = packs.at_place(build, shown, place)
    slide = min(slide, len(shown))
    with above, block("This slide", rest="The other slides stand."):
        if slide == 0:
            _contents(pack, shown)
        else:
            _view(build, shown[slide - 1], dim=dim)
    _bar(bar, shown, slide)


def _contents(pack: Pack, shown: Sequence[Shown]) -> None:
    frozen.on_slide(())
    st.title(plain(pack.title or "What we will look at"), anchor=False)
    lines, heading = [], ""
    for number, one in enumerate(shown, start=1):
        if one.item.heading and one.item.heading != heading:
            heading = one.item.heading
            lines.append(f"\n**{plain(heading)}**\n")
        lines.append(f"{number}. {plain(one.title)}")
    st.markdown("\n".join(lines))


def _view(build: Store, one: Shown, *, dim: bool) -> None:
    view = one.view
    st.title(plain(one.title), anchor=False)
    st.text(view.subtitle if one.title == view.headline else f"{view.headline}. {view.subtitle}")
    dark = dim or st.context.theme.type == "dark"
    spec = view.draw(DARK if dark else LIGHT)
    if spec is None:
        tables.show(view.table.head(MOST_ROWS), view.headline)
        left = len(view.table) - MOST_ROWS
        if left > 0:
            st.text(f"and {left} more rows on the page {NAMES[one.item.page]}")
    elif "datasets" in spec:
        st.vega_lite_chart(spec=spec, key="stage", alt=view.alt, width="stretch", theme=None)
    else:
        values, rest = split(_fitting(spec))
        st.vega_lite_chart(values, rest, key="stage", alt=view.alt, width="stretch", theme=None)
    sources = "; ".join(view.sources)
    source = f"Source: {sources}. " if sources else ""
    revised = frozen.on_slide(tables.figures(view.table))
    st.text(f"{source}{day_words(today())}, data build {build.fingerprint}. {revised}".rstrip())


def _fitting(spec: dict[str, Any]) -> dict[str, Any]:
    """Let many rows stand closer, so that the chart fits the screen."""
    height = spec.get("height")
    rows = len(spec["data"]["values"])
    if isinstance(height, dict) and rows:
        step = min(float(height["step"]), max(LEAST_STEP, ROOM / rows))
        return {**spec, "height": {"step": step}}
    return spec


def _bar(columns: Sequence[Any], shown: Sequence[Shown], slide: int) -> None:
    """Show what a meeting needs beside the place: back, on, leave."""
    with columns[0]:
        st.button(
            "Previous",
            shortcut="Left",
            disabled=slide <= 0,
            on_click=partial(_turn_by, -1, len(shown)),
            width="stretch",
        )
    with columns[1]:
        st.button(
            "Next",
            shortcut="Right",
            disabled=slide >= len(shown),
            on_click=partial(_turn_by, 1, len(shown)),
            width="stretch",
        )
    with columns[2]:
        st.text(f"{slide} of {len(shown)}")
    with columns[4]:
        left = st.button("Leave", shortcut="Esc", on_click=partial(_turn, None), width="stretch")
    if left and len(shown) == 1:
        item = shown[0].item
        entry = next(entry for entry in PAGES if entry.address == item.page)
        st.switch_page(
            entry.script, query_params={key: list(item.all_of(key)) for key, _ in item.asked}
        )


def start() -> None:
    """Present from the contents on."""
    _turn(0)


def _turn_by(step: int, last: int) -> None:
    # From where the session is, not from where the button was drawn: keys may come quicker.
    _turn(min(max((st.session_state.get(SLIDE) or 0) + step, 0), last))


def _turn(to: int | None) -> None:
    st.session_state[SLIDE] = to
