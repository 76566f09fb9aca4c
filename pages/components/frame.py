"""The frame of every page: title, headings, document cards, the line that cites."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from loaders.store import Store
from pages.components import accounts, frozen, packing, tables
from pages.components.words import (
    AREA_TYPES,
    MARKS,
    POLARITIES,
    STATUSES,
    UNITS,
    Row,
    counted,
    explained,
    given,
    number,
    plain,
    records,
)

MOST_ROWS = 12

# The only style of the project; everything else is the theme in .streamlit/config.toml.
# - Less empty space above the title.
# - A focus ring of two colours, seen on every ground: around the switch of a toggle and the frame
#   of a field instead of their hidden or clipped input, and inside a box that scrolls.
# - The chart toolbar is shown, and over its chart, when the keyboard reaches it.
# - Tables (tables.py) scroll sideways in their own box, in the colours of the theme.
# - The histogram under a slider is as wide as its track: the button beside it is left out.
# - Tiles stand in a row as long as there is room.
# - The menu that is folded away on a narrow screen is no stop of the keyboard.
# - Nothing moves for those who asked for less motion.
# - On paper the page is what it says: without what is clicked, in light colours, as small as print
#   is read; a chart, a row of a table and a heading with what follows it stay on one page.
STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.5rem; padding-bottom: 3rem; }
:focus-visible,
label:has(input:focus-visible) > span + div,
:is([role="group"], [data-testid$="RootElement"], [data-testid="stNumberInputContainer"]):has(
  input:focus-visible, textarea:focus-visible) {
  outline: 3px solid #F46A25 !important; outline-offset: 2px !important;
  box-shadow: 0 0 0 2px #0B0C0C !important;
}
:is([role="group"], [data-testid$="RootElement"], [data-testid="stNumberInputContainer"])
  :is(input, textarea):focus-visible {
  outline: none !important; box-shadow: none !important;
}
[data-testid="stTextAreaRootElement"]:has(textarea:focus-visible),
:is([role="region"], [role="dialog"], main):focus-visible {
  outline-offset: -3px !important; box-shadow: inset 0 0 0 5px #0B0C0C !important;
}
[data-testid="stElementToolbar"]:focus-within { opacity: 1 !important; z-index: 10 !important; }
.figures { overflow-x: auto; border-radius: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.figures table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.4; }
.figures :is(th, td) { padding: 0.4rem 0.6rem; text-align: left; vertical-align: top;
  border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.figures th { font-weight: 600; vertical-align: bottom;
  background: color-mix(in srgb, currentColor 5%, transparent); }
.figures tbody tr:last-child td { border-bottom: 0; }
.figures a { color: inherit; scroll-margin: 6rem 2rem; }
.figures .number { text-align: right; font-variant-numeric: tabular-nums; }
h3.answer { font-size: 1.75rem; font-weight: 600; line-height: 1.2; margin: 0;
  padding: 0.25rem 0 0.75rem; }
.tiles { display: grid; gap: 0.5rem; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); }
.tiles > div { padding: 0.5rem 0.75rem; border-radius: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.tiles strong { display: block; font-size: 1.75rem; line-height: 1.2; }
:is(.tiles, .figures) ~ p { margin: 0.5rem 0 0; }
.tiles small { display: block; font-size: 0.875rem; }
.source { margin: 1rem 0 0; padding-top: 1.5rem; font-size: 0.875rem;
  border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.map-legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0; }
.map-legend i { display: inline-block; width: 1.5rem; height: 1rem; vertical-align: middle;
  border: 2px solid; forced-color-adjust: none; }
.cut { position: relative; top: -0.75rem; padding: 0 3.6rem 0 0.4rem; }
.cut > * { position: relative; margin: 0; }
.cut p { height: 1.25rem; font-size: 0.875rem; }
.cut div { height: 3rem; border-bottom: 1px solid currentColor; }
.cut :is(span, i, b) { position: absolute; }
.cut span { white-space: nowrap; padding: 0 0.3rem; }
.cut i { bottom: 0; border: 1px solid var(--bar); border-bottom-width: 0; }
/* Over the bars of the next element: Streamlit's 1rem between, the words' 1.25rem, less 0.75rem. */
.cut.over { top: 0; height: 0; }
.cut.over div { top: 1.5rem; border-color: transparent; z-index: 1; pointer-events: none; }
.cut.over i { left: -6%; width: 112%; height: 100%; border: 0; background: var(--bar); }
@media (forced-colors: active) {
  .cut.over i { forced-color-adjust: none; background: Highlight; }
}
.cut b { bottom: 0; z-index: 2; height: 4rem; border-left: 2px dashed currentColor; }
[data-testid="stSidebar"][data-collapsed="true"] { visibility: hidden; }
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after {
    animation-duration: 1ms !important; animation-iteration-count: 1 !important;
    transition-duration: 0s !important;
  }
}
@page { size: A4; margin: 14mm 12mm; }
@media print {
  html { font-size: 12px !important; print-color-adjust: exact; color-scheme: light; }
  :is(html, body, [data-testid="stApp"], [data-testid="stMain"]) { background: #FFFFFF !important; }
  [data-testid="stMain"] :is(*, ::before):not(svg *, mark, canvas, .cut i) {
    color: #0B0C0C !important; background: transparent !important; box-shadow: none !important;
  }
  [data-testid="stMainBlockContainer"] { padding: 0 1px !important; max-width: none !important; }
  :is([data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"],
    [data-testid="stMainBlockContainer"]) { min-height: 0 !important; height: auto !important; }
  :is([data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stToolbar"],
    [data-testid="stElementToolbar"], [data-testid="stSkipToContent"], .st-key-pass_on,
    [data-testid="stPopover"], [data-testid="stPageLink"], [data-testid="stButton"],
    [data-testid="stDownloadButton"], [data-testid="stFileUploader"], [data-testid="stCheckbox"],
    [data-testid="stElementContainer"]:has(> :is([data-testid="stPageLink"],
      [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stCheckbox"])),
    [role="radio"][aria-checked="false"], [data-testid="stSelectbox"] svg,
    [data-testid="stMultiSelect"] button,
    [data-testid="stTextInput"]:has(:placeholder-shown),
    [data-testid="stMultiSelect"]:not(:has([data-tag]))) { display: none !important; }
  [data-testid="stElementContainer"]:has(> :is(h1, h2, h3), > [data-testid="stHeading"]),
  [data-testid="stLayoutWrapper"]:has([data-testid="stHeading"]):not(
    :has(.figures, [data-testid="stVegaLiteChart"])) { break-after: avoid; }
  :is([data-testid="stVegaLiteChart"], [data-testid="stHeading"], .tiles > div, .figures tr,
    [data-testid="stHorizontalBlock"]) { break-inside: avoid; }
  [data-testid="stVegaLiteChart"], [data-testid="stVegaLiteChart"] > * {
    height: auto !important; min-height: 0 !important; width: 100% !important;
  }
  [data-testid="stVegaLiteChart"] :is(svg, canvas) {
    width: auto !important; max-width: 100% !important; height: auto !important;
  }
  .figures { overflow: visible; border: 0; }
  .figures table { font-size: 11px; }
  .figures :is(th, td) { padding: 2px 5px; overflow-wrap: break-word; }
  [data-testid="stMain"] :is(p, li, small) { line-height: 1.3; }
  .figures thead { display: table-header-group; }
}
</style>"""
# Charts are drawn in the reader's colours: on paper those of the dark theme are turned round, which
# leaves every hue.
DARK_STYLE = """<style>
@media print {
  [data-testid="stVegaLiteChart"] { filter: invert(1) hue-rotate(180deg); }
}
</style>"""


def title(name: str, purpose: str) -> None:
    """Show a page's title and what it is for."""
    st.html(STYLE + DARK_STYLE * (st.context.theme.type == "dark"))
    st.title(name, anchor=False)
    st.text(purpose)


def indicator_heading(row: Row) -> None:
    """Show what an indicator is: definition, unit, polarity, domain, other names."""
    st.header(plain(row["name"]), anchor=False)
    st.markdown(plain(row["definition"]))
    parts = [
        f"Unit: {UNITS.get(str(row['unit']), str(row['unit']))}",
        POLARITIES[str(row["polarity"])],
        str(row["domain"]),
    ]
    if len(row["synonyms"]):
        parts.append("Also: " + ", ".join(row["synonyms"]))
    st.text(" · ".join(parts))


def legend(rows: pd.DataFrame) -> None:
    """Say in words what the chart's forms mean, only those that occur."""
    said = explained(rows)
    charted = rows["comparable"].all()
    if charted and rows["value"].isna().any():
        said.append("a bar that does not start at zero is a range")
    if charted and rows["kind"].isin(["target", "projection", "comparator"]).any():
        said.append("targets, projections and comparators are named beside the bar")
    said.append("no interval is published with these figures, so differences are not tested")
    st.text(("; ".join(said) + ".").capitalize())


def document(row: Row) -> None:
    """Show what a document is: title, status, publisher, date, coverage, what it gave."""
    st.header(plain(row["title"]), anchor=False)
    dated = row["published_note"] if given(row["published_note"]) else ""
    if given(row["published"]):
        day = pd.Timestamp(row["published"])
        dated = f"Published {day.day} {day.strftime('%B %Y')}."
    st.markdown(f"**{STATUSES[str(row['status'])]}** · {plain(row['publisher'])} · {plain(dated)}")
    if given(row["covers"]):
        st.markdown(plain(row["covers"]))
    st.text(
        f"{counted(row['figures'], 'figure')}, {number(row['in_question'])} of them in question, "
        f"and {counted(row['programmes'], 'programme')}."
    )


def coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """Return domains by places with the number of figures, as a table that people read."""
    names = rows.assign(place=rows["place"].fillna("The system, or beyond it"))
    table = names.pivot_table(
        index="domain", columns="place", values="figures", aggfunc="sum", fill_value=0, sort=False
    )
    return table.astype(int).rename_axis("Domain").rename_axis(None, axis=1).reset_index()


def official(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sources of official statistics as a table that people read."""
    return pd.DataFrame(
        {
            "Source": rows["title"].to_numpy(),
            "Publisher": rows["publisher"].to_numpy(),
            "Licence": rows["licence"].fillna("").to_numpy(),
        }
    )


def worded(name: str, wordings: pd.DataFrame) -> None:
    """Show a thing's name and how each document words it, the published wording first."""
    st.header(plain(name), anchor=False)
    for row in records(wordings):
        status = STATUSES[str(row["source_status"])]
        st.markdown(
            f"{plain(row['text'])}  \n:small[{plain(status)}: {plain(row['source'])}, "
            f"{plain(row['locator'])}]"
        )


def delivery(themes: pd.DataFrame) -> None:
    """Say who is to deliver a theme, where the documents say so."""
    for plan in themes["delivery_plan"].dropna():
        st.markdown(f"**Who delivers it:** {plain(plan)}")


def shortened(table: pd.DataFrame, things: str, alt: str) -> None:
    """Show a table; of a long one the first rows, and all of it on demand."""
    if table.empty:
        st.text(f"No {things}.")
        return
    tables.show(table.head(MOST_ROWS), alt)
    if len(table) > MOST_ROWS:
        with st.expander(f"The other {len(table) - MOST_ROWS} {things}"):
            tables.show(table.iloc[MOST_ROWS:], f"{alt}, continued")


def area_heading(row: Row) -> None:
    """Show what an area is: its type, what it lies in, its code, its other names."""
    st.header(plain(row["name"]), anchor=False)
    parts = [AREA_TYPES[str(row["area_type"])].capitalize()]
    parts.append(str(row["path"]))
    if given(row["area_code"]):
        parts.append(f"code {row['area_code']}")
    if len(row["synonyms"]):
        parts.append("also: " + ", ".join(row["synonyms"]))
    st.text(" · ".join(parts))


def boards(rows: pd.DataFrame) -> None:
    """Show the boards of an area, if the documents name any."""
    if rows.empty:
        return
    st.header("Boards and partnerships", anchor=False)
    shown = (
        ("Board", "name"),
        ("Established", "established"),
        ("Chair", "chair"),
        ("Meets", "frequency"),
        ("Reports to", "reporting"),
        ("Document", "source"),
    )
    told = pd.DataFrame(
        {title: rows[column].fillna("not stated").to_numpy() for title, column in shown}
    )
    shortened(told, "boards", "Boards and partnerships")


def worded_briefly(wordings: pd.DataFrame) -> None:
    """Show how each document words a theme."""
    for row in records(wordings):
        status = STATUSES[str(row["source_status"])]
        st.markdown(f"{plain(row['text'])}  \n:small[{plain(status)}: {plain(row['source'])}]")


def folded(table: pd.DataFrame, title: str) -> None:
    """Show a table behind a title that opens it."""
    if not table.empty:
        with st.expander(plain(title)):
            tables.show(table, title)


def sentences(told: list[str]) -> None:
    """Show sentences, one a line, as they are."""
    for sentence in told:
        st.text(sentence)


def untested() -> None:
    """Say that figures of the documents are stated and never tested against each other."""
    marks = "; ".join(f"{sign} {said}" for sign, said in MARKS.items())
    st.text(
        f"{marks}. No interval is published with these figures: differences are not tested. "
        "Measures whose statements are of different things, such as the length of any plan, are "
        "not set side by side."
    )


def cite(sources: list[str], store: Store) -> None:
    """Close a page: where its figures are from, of which build, and ways to pass it on."""
    named = escape("; ".join(dict.fromkeys(sources)))
    st.html(f'<p class="source">Source: {named}. Data build {store.fingerprint}.</p>')
    with st.container(horizontal=True, vertical_alignment="center", key="pass_on"):
        packing.page_link()
        frozen.link(store)
        accounts.leave()
