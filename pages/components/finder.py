"""The search box of the Overview: everything that has a name, each with a way to it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from loaders import queries
from loaders.search import search
from loaders.store import Store
from pages.components import filters
from pages.components.words import Row, plain, records

MOST = 8
KINDS = {
    "indicator": "Indicator",
    "area": "Area",
    "programme": "Programme",
    "ward": "Ward",
    "document": "Document",
}


def finder(build: Store, areas: pd.DataFrame) -> None:
    """Ask for words; list what they mean most likely, each with a link to its view."""
    words = filters.search(
        "Search indicators, places, programmes and wards",
        key="find",
        placeholder="smoking in pregnancy, SATOD, Burnley, falls, NMC2R…",
    )
    if not words:
        return
    found = search(store=build, words=words, limit=MOST)
    if found.empty:
        st.text("Nothing is called that. Try fewer or other words.")
    # What has a view of its own: statistics are sources too, but have no figures to read.
    known = {*areas["name"], *queries.sources(store=build).query("figures > 0")["title"]}
    for row in records(found):
        page, asked = _way(row, known)
        label = f"{KINDS[str(row['kind'])]}: {plain(row['name'])}"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(page, label=label, query_params=asked)
            st.markdown(f":small[{plain(row['detail'])}]", width="content")


def _way(row: Row, known: set[str]) -> tuple[str, dict[str, str]]:
    """Return the page and what it is asked for, for one thing found."""
    kind, name = str(row["kind"]), str(row["name"])
    if kind == "indicator":
        return "pages/explore/indicators.py", {"indicator": name}
    if kind == "document":
        return "pages/trust/sources.py", {"document": name} if name in known else {}
    if kind == "programme":
        return "pages/plan/programmes.py", {"programme": name}
    if kind == "ward":
        ward, _, district = name.rpartition(", ")
        asked = {"answer": "One ward", "ward": f"{ward} ({district})"}
        return "pages/wards/ward_map.py", asked
    return "pages/explore/places.py", {"area": name} if name in known else {}
