"""Indicators: find one, see what every document says of it, and in which words."""

from __future__ import annotations

import streamlit as st

from loaders import queries
from pages.components import (
    bare,
    facets,
    frame,
    glossary,
    official,
    once,
    provenance,
    tables,
    views,
)
from pages.components.blocks import block
from pages.components.store import official as official_values
from pages.components.store import store
from pages.components.words import plain

frame.title("Indicators", "Find a measure, see every statement of it and the words it came from.")
build = store()
chosen, matches, filters = facets.find(
    queries.indicators(store=build), queries.sources(store=build), build
)

if chosen is None:
    st.info(f"No indicator matches ({plain(filters)}). Take a filter away, or use fewer words.")
    st.stop()
if filters:
    st.text(f"Shown: {filters}")

indicator = str(chosen["indicator_id"])
rows = queries.figures(store=build, indicator_id=indicator)
frame.indicator_heading(chosen)

# What a part that fails leaves behind for those after it.
trend, dots = None, []

with block("The change over time"):
    trend = once.view(build, ("trend", indicator), lambda: views.trend_view(rows))
    if trend is not None:
        views.show(trend, key="trend", store=build, filters=filters)

with block("The chart"):
    view = once.view(build, ("by area", indicator), lambda: views.area_view(rows))
    if view is not None and not views.covered(rows, trend):
        views.show(view, key="by_area", store=build, filters=filters)
        frame.legend(rows)
    frame.sentences(once.made(build, ("bare", indicator), lambda: bare.differences(rows)))

with block("The table"):
    if not rows.empty:
        st.subheader("In the documents' own words", anchor=False)
        words = once.made(build, ("table", indicator), lambda: views.table(rows))
        tables.show(words, f"Figures of {chosen['name']}")

with block("The checks"):
    if not rows.empty:
        st.subheader("Does it add up?", anchor=False)
        provenance.checks(store=build, rows=rows)

with block("The official values"):
    dots = official.by_area(official_values(build), indicator)
    for one in dots:
        views.show(one, key=f"official_{one.headline}", store=build)
        frame.shortened(one.table, "authorities", one.headline)
    if dots:
        official.legend()

with block("The abbreviations"):
    glossary.note([chosen["name"], chosen["definition"], *rows["as_stated"], *rows["note"]])


@st.fragment
def every_match() -> None:
    """List the indicators that match, once it is opened: the list is longer than the page."""
    label = f"All {len(matches)} indicators that match"
    unfolded = st.expander(label, key="every_match", on_change="rerun")
    if unfolded.open:
        with unfolded:
            tables.show(facets.listing(matches), "The indicators that match the filters")


with block("The list of indicators"):
    every_match()

frame.cite([*rows["source"].unique(), *(s for one in dots for s in one.sources)], build)
