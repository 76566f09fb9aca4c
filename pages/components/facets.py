"""Finding an indicator: words and facets, all kept in the address."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from loaders.search import search
from loaders.store import Store
from pages.components import filters
from pages.components.words import AREA_TYPES, KINDS, UNITS

MOST_FOUND = 5000
# A switch: what it says, its name in the address, the column of the catalogue it asks for.
SWITCHES = (
    ("Has two dates or more", "trend", "has_trend"),
    ("Has a comparator", "comparator", "has_comparator"),
    ("In question", "in_question", "in_question"),
    ("Official, with intervals", "official", "observations"),
)


def narrow(
    catalogue: pd.DataFrame, sources: pd.DataFrame, build: Store
) -> tuple[pd.DataFrame, str]:
    """Ask for words and facets; return the indicators that match them all, and what was asked."""
    words = filters.search(
        "Search", key="q", placeholder="smoking in pregnancy, SATOD, falls, NMC2R…"
    )
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    domains = dict(zip(catalogue["domain_id"], catalogue["domain"], strict=True))
    columns = st.columns(4)
    with columns[0]:
        domain = filters.pick("Domain", domains, key="domain", everything=filters.ALL)
    with columns[1]:
        kind = filters.pick("Kind of claim", KINDS, key="kind", everything=filters.ALL)
    with columns[2]:
        area = filters.pick("Kind of area", AREA_TYPES, key="area_type", everything=filters.ALL)
    with columns[3]:
        source = filters.pick("Document", titles, key="document", everything=filters.ALL)
    with st.container(horizontal=True):
        asked = [one for one in SWITCHES if filters.switch(one[0], key=one[1])]
    keep = pd.Series(data=True, index=catalogue.index)
    if domain is not None:
        keep &= catalogue["domain_id"] == domain
    for column, wanted in (("kinds", kind), ("area_types", area), ("source_ids", source)):
        if wanted is not None:
            keep &= catalogue[column].map(lambda held, wanted=wanted: wanted in held)
    for _, _, column in asked:
        keep &= catalogue[column].astype(bool)
    found = catalogue[keep]
    told = [f"words: {words}"] if words else []
    for name, names, chosen in (
        ("domain", domains, domain),
        ("kind of claim", KINDS, kind),
        ("kind of area", AREA_TYPES, area),
        ("document", titles, source),
    ):
        if chosen is not None:
            told.append(f"{name}: {names[chosen]}")
    told += [label.lower() for label, _, _ in asked]
    return (ranked(found, words, build) if words else found), "; ".join(told)


def ranked(catalogue: pd.DataFrame, words: str, build: Store) -> pd.DataFrame:
    """Return the indicators that the search finds for the words, best first."""
    found = search(store=build, words=words, limit=MOST_FOUND)
    wanted = found[found["kind"] == "indicator"]["thing_id"]
    order = {thing: place for place, thing in enumerate(wanted)}
    mine = catalogue[catalogue["indicator_id"].isin(order)]
    return mine.assign(place=mine["indicator_id"].map(order)).sort_values("place")


def choose(matches: pd.DataFrame) -> pd.Series:
    """Ask which of the matching indicators to show; return its row."""
    names = dict(zip(matches["indicator_id"], matches["name"], strict=True))
    chosen = filters.pick(f"Indicator ({len(matches)} match)", names, key="indicator")
    return matches[matches["indicator_id"] == chosen].iloc[0]


def listing(matches: pd.DataFrame) -> pd.DataFrame:
    """Return the matching indicators as a table that people read."""
    return pd.DataFrame(
        {
            "Indicator": matches["name"].to_numpy(),
            "Domain": matches["domain"].to_numpy(),
            "Unit": [UNITS.get(str(unit), str(unit)) for unit in matches["unit"]],
            "Figures": matches["figures"].to_numpy(),
            "Areas": matches["areas"].to_numpy(),
            "Official values": matches["observations"].to_numpy(),
            "In question": ["⚠ yes" if q else "" for q in matches["in_question"]],
        }
    )
