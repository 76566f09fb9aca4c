"""A view on its own, for the back of a room: large type, large chart, the fewest controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from config.navigation import PAGES
from config.palette import DARK, LIGHT, Palette
from loaders.store import Store
from models.pack import Pack
from pages.components import filters, frame, frozen, ledger, packs, pictures, tables
from pages.components.blocks import block
from pages.components.charts.spec import split
from pages.components.packs import NAMES, Shown
from pages.components.slides import column_widths, texts_of
from pages.components.snapshots import day_words, today
from pages.components.views import View
from pages.components.words import plain

SLIDE = "slide"
MOST_SLIDES = 200
# A screen as the page has it once it is enlarged (1920 by 1080, 1366 by 768 and 1280 by 720 differ
# little): its width, and its height without the bar below. In these units type is 16 high.
WIDE, HIGH, TYPE = 1040, 555, 16
TITLE_LINE, LINE, GAPS = 36, 26, 40
CELL_LINE, CELL_PAD = 23, 8
MOST_COLUMNS, LONGEST_CELL = 6, 150
NARROWER = 0.95  # than Arial, by which text is measured, is the page's type
LARGER = (1.5, 1.25)  # times as large is the type of a table that leaves room for it
LONGEST_SOURCES = 210
# How close rows of a chart may be, and how many times as far apart as usual; what axes take.
LEAST_STEP, MOST_APART, AXES = 26, 2.2, 60
# Lines of the contents: of one column, and of two.
ONE_COLUMN, TWO_COLUMNS = 14, 34
GROUND = {False: "#FFFFFF", True: "#0E1117"}  # behind all, dark or not
AS_MADE, AS_IT_WAS = "As in the pack", "as in the pack"

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
[data-testid="stMainBlockContainer"] { max-width: none; padding: 0.75rem 1.5rem 4.5rem !important;
  zoom: var(--large); }
.st-key-stage_bar { position: fixed; left: 0; right: 0; bottom: 0; z-index: 20; width: auto;
  padding: 0.5rem 1.5rem; background: GROUND; border-top: 1px solid #8A8F92; }
.st-key-stage_bar [data-testid="stSelectbox"] { display: flex; align-items: center; gap: 0.5rem; }
.st-key-stage_bar [data-testid="stSelectbox"] > :last-child { flex: 1; }
.st-key-stage_bar p, .st-key-stage_bar [data-testid="stText"] { white-space: nowrap; }
.st-key-stage_keys { position: absolute; }
.st-key-two_columns [data-testid="stMarkdownContainer"] { columns: 2; column-gap: 2.5rem; }
.st-key-two_columns p { break-after: avoid; margin: 0.4rem 0 0; }
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
.stApp :is(p, h1, h2, h3, label, th, td, li, input, [data-testid="stText"] span) {
  color: #FFFFFF !important; }
.stApp :is(button, [role="group"]) { background: #1D232D !important; color: #FFFFFF !important;
  border-color: #7A828A !important; }
.stApp [role="group"] :is(input, button) { background: transparent !important; }
.stApp .figures a { color: #FFFFFF !important; }
[role="listbox"], [role="listbox"] * { background: #1D232D !important; color: #FFFFFF !important; }
[role="option"]:is([data-focused], [data-hovered]) * { background: #3A4656 !important; }
</style>"""

_KEYS = st.components.v2.component(
    "lifecourse_stage",
    js=Path(__file__).with_name("stage.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def asked() -> int | None:
    """Ask for the slide that is shown, 0 for the contents; None while nothing is presented."""
    return filters.number("Slide", key=SLIDE, most=MOST_SLIDES)


def show(build: Store, pack: Pack, slide: int, *, dim: bool) -> None:
    """Show one slide: the contents (0) or a view (from 1); arrows turn, Escape leaves."""
    dark = dim or st.context.theme.type == "dark"
    st.html(frame.STYLE + STYLE.replace("GROUND", GROUND[dark]) + (DIM if dim else ""))
    above = st.container()
    with st.container(key="stage_bar"):
        bar = st.columns([2, 2, 1, 4, 2], vertical_alignment="center")
    with bar[3]:
        names = {one: one for one in ledger.PLACES}
        place = filters.pick("Place", names, key="place", everything=AS_MADE)
    shown = packs.expanded(build, pack)
    if place:
        shown = packs.at_place(build, shown, place)
    slide = min(slide, len(shown))
    with above, block("This slide", rest="The other slides stand."):
        if slide == 0:
            _contents(pack, shown, place)
        else:
            _view(build, shown[slide - 1], DARK if dark else LIGHT)
    _bar(bar, shown, slide)
    _KEYS(key="stage_keys", data={"key": "stage_keys", "place": place or ""}, height="content")


def _contents(pack: Pack, shown: Sequence[Shown], place: str | None) -> None:
    frozen.on_slide(())
    st.title(plain(pack.title or "What we will look at"), anchor=False)
    if place:
        kept = any(one.note for one in shown)
        st.text(f"Shown for {place}." + f" What is not of it is marked “{AS_IT_WAS}”." * kept)
    parts: dict[str, list[str]] = {}
    for number, one in enumerate(shown, start=1):
        heading = one.item.heading or next(reversed(parts), "")
        marked = f" ({AS_IT_WAS})" if one.note else ""
        parts.setdefault(heading, []).append(f"{number}. {plain(one.title)}{marked}")
    # In two columns a title has half of the width.
    lines = sum(bool(heading) for heading in parts) + sum(
        _lines(title, 2.2 * TYPE) for titles in parts.values() for title in titles
    )
    with st.container(key="two_columns" if lines > ONE_COLUMN else "one_column"):
        st.markdown(_all_of(parts) if lines <= TWO_COLUMNS else _in_short(parts))


def _all_of(parts: Mapping[str, Sequence[str]]) -> str:
    """Return the contents as Markdown: headings, and below each its views by their numbers."""
    told = []
    for heading, titles in parts.items():
        told += [f"\n**{plain(heading)}**\n"] if heading else []
        told += titles
    return "\n".join(told)


def _in_short(parts: Mapping[str, Sequence[str]]) -> str:
    """Return only the headings, or the first views: no more can be read from afar."""
    if len(parts) > 1:
        said, first = [], 1
        for heading, titles in parts.items():
            last = first + len(titles) - 1
            of = f"{first} to {last}" if last > first else str(first)
            said.append(f"- {plain(heading or 'First')}: {of}")
            first = last + 1
        return "\n".join(said[:TWO_COLUMNS])
    titles = next(iter(parts.values()))
    left = len(titles) - TWO_COLUMNS + 2
    return "\n".join(titles[: TWO_COLUMNS - 2]) + f"\n\nand {left} more"


def _view(build: Store, one: Shown, colours: Palette) -> None:
    view = one.view
    under = view.subtitle if one.title == view.headline else f"{view.headline}. {view.subtitle}"
    revised = frozen.on_slide(tables.figures(view.table))
    foot = f"{_sources(view.sources)}{day_words(today())}, data build {build.fingerprint}. "
    foot = f"{foot}{revised}".rstrip()
    room = HIGH - GAPS - LINE * (_lines(under) + _lines(foot))
    room -= TITLE_LINE * _lines(one.title, 1.8 * TYPE, bold=True)
    room -= LINE * _lines(one.note, bold=True) if one.note else 0
    st.title(plain(one.title), anchor=False)
    if one.note:
        st.markdown(f"**{plain(one.note)}**")
    st.text(under)
    spec = view.draw(colours)
    if spec is not None:  # else the reader's theme decides, which a dim room may not be
        spec = {**spec, "background": GROUND[colours == DARK]}
    if spec is None:
        _table(view, room, NAMES[one.item.page])
    elif "datasets" in spec:
        st.vega_lite_chart(spec=spec, key="stage", alt=view.alt, width="stretch", theme=None)
    else:
        values, rest = split(_fitting(spec, room))
        st.vega_lite_chart(values, rest, key="stage", alt=view.alt, width="stretch", theme=None)
    st.text(foot)


def _lines(text: str, size: float = TYPE, *, bold: bool = False) -> int:
    """Return how many lines a text takes at most; the page's type is narrower than Arial."""
    return len(pictures.wrapped(text, room=WIDE / size, most=99, bold=bold))


def _sources(titles: Sequence[str]) -> str:
    """Name the documents, as many as two lines hold."""
    named: list[str] = []
    for title in titles:
        if named and len("; ".join([*named, title])) > LONGEST_SOURCES:
            break
        named.append(title)
    left = len(titles) - len(named)
    more = f" and {left} more" if left else ""
    return f"Source: {'; '.join(named)}{more}. " if named else ""


def _table(view: View, room: float, page: str) -> None:
    """Show the first rows of a table, as many as fit, and say what is left out."""
    if view.table.empty:
        st.text("There are no figures for this choice.")
        return
    first = view.table.iloc[:, :MOST_COLUMNS]
    large = next((one for one in LARGER if fitting_rows(first, room, one) == len(first)), 1.0)
    rows = fitting_rows(first, room - LINE, large)
    cells = texts_of(first.head(rows).map(_cut))
    shares = column_widths(cells, 100.0, WIDE / TYPE / large)
    columns = " ".join(
        f".figures th:nth-child({at}) {{ width: {share:.1f}%; }}"
        for at, share in enumerate(shares, start=1)
    )
    st.html(
        "<style>.figures table { table-layout: fixed; overflow-wrap: anywhere; "
        f"font-size: {large}rem; }} {columns}</style>"
    )
    tables.show(first.head(rows).map(_cut), view.headline)
    rows_left, columns_left = len(first) - rows, view.table.shape[1] - first.shape[1]
    left = [
        f"{count} more {thing if count == 1 else f'{thing}s'}"
        for count, thing in ((rows_left, "row"), (columns_left, "column"))
        if count > 0
    ]
    if left:
        st.text(f"{' and '.join(left)} on the page {page}")


def _cut(value: Any) -> Any:
    """Cut a long text: who wants all of it opens the page."""
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        return f"{value[: LONGEST_CELL - 1].rstrip()}…"
    return value


def fitting_rows(table: pd.DataFrame, room: float, large: float = 1.0) -> int:
    """Return how many rows of a table fit into a height, in type so many times as large.

    None of them when a word would have to be cut, unless the type is of the usual size.
    """
    cells = texts_of(table.head(TWO_COLUMNS).map(_cut))
    widths = [
        (width / TYPE / large - 1) / NARROWER
        for width in column_widths(cells, WIDE, WIDE / TYPE / large)
    ]
    for at, row in enumerate(cells):
        told = list(zip(row, widths, strict=True))
        if large > 1 and any(
            pictures.extent(word) > width for text, width in told for word in text.split()
        ):
            return 0
        lines = max(len(pictures.wrapped(text, room=wide, most=99)) for text, wide in told)
        room -= max(lines, 1) * CELL_LINE * large + CELL_PAD
        if room < 0:
            return max(at - 1, 1)
    return max(len(cells) - 1, 1)


def _fitting(spec: dict[str, Any], room: float) -> dict[str, Any]:
    """Let rows stand closer or further apart, so that the chart fills the screen and no more."""
    height = spec.get("height")
    rows = _rows_of(spec)
    if not isinstance(height, dict) or not rows:
        return spec
    usual = float(height["step"])
    step = min(max((room - AXES) / rows, LEAST_STEP), usual * MOST_APART)
    return {**spec, "height": {"step": step}}


def _rows_of(spec: dict[str, Any]) -> int:
    """Return how many rows a chart has: the different values of what stands on its left."""
    values = spec["data"]["values"]
    fields = {
        field
        for layer in (spec, *spec.get("layer", ()))
        if (field := layer.get("encoding", {}).get("y", {}).get("field"))
        and layer["encoding"]["y"].get("type") in ("nominal", "ordinal")
    }
    return max((len({str(row.get(field)) for row in values}) for field in fields), default=0)


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
        st.text(f"{slide} of {len(shown)}" if slide else "Contents")
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
