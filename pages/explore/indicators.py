"""Indicators: find one, see what every document says of it, and in which words."""

from __future__ import annotations

import streamlit as st

from loaders import queries
from pages.components import facets, frame, glossary, official, once, provenance, tables, views
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
    trend = once.trend(build, indicator, rows)
    if trend is not None:
        views.show(trend, key="trend", store=build, filters=filters)

with block("The chart"):
    view = once.by_area(build, indicator, rows)
    if view is not None and not views.covered(rows, trend):
        views.show(view, key="by_area", store=build, filters=filters)
        frame.legend(rows)
    frame.sentences(once.differences(build, indicator, rows))

with block("The table"):
    if not rows.empty:
        st.subheader("In the documents' own words", anchor=False)
        tables.show(once.table(build, indicator, rows), f"Figures of {chosen['name']}")

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
with block("The list of indicators"):
    facets.every_match(matches)

frame.cite([*rows["source"].unique(), *(s for one in dots for s in one.sources)], build)
