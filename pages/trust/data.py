"""Data: the views with their dictionary, queries on them, and everything to take away."""

from __future__ import annotations

import streamlit as st

from pages.components import explorer, filters, frame
from pages.components.blocks import block
from pages.components.store import store

PARTS = {"query": "Query", "views": "Dictionary", "changed": "What changed", "all": "Take it away"}

frame.title("Data", "The views behind every page: query them, read what they mean, take them.")
build = store()
part = filters.tabs("Part", PARTS, key="part")

if part == "query":
    with block("The query"):
        sql = explorer.asked()
        if sql:
            explorer.answered(build, sql)
        else:
            st.info("Write a query, or start from an example. The dictionary names the columns.")
if part == "views":
    with block("The dictionary"):
        explorer.views(build)
if part == "changed":
    with block("What changed"):
        explorer.changed(build)
if part == "all":
    with block("The files"):
        explorer.everything(build)

frame.cite(["the documents and statistics listed on the page Sources"], build)
