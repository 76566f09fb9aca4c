"""Finding an indicator: words and facets, all kept in the address."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from loaders.search import search
from loaders.store import Store
from pages.components import filters, tables
from pages.components.words import AREA_TYPES, KINDS, UNITS

MOST_FOUND = 5000
# Where a session keeps how many filters are set, when the button has yet to say so.
_SET = "filters_set"
# A switch: what it says, its name in the address, the column of the catalogue it asks for.
SWITCHES = (
    ("Has two dates or more", "trend", "has_trend"),
    ("Has a comparator", "comparator", "has_comparator"),
    ("In question", "in_question", "in_question"),
    ("Official, with intervals", "official", "observations"),
)


def find(
    catalogue: pd.DataFrame, sources: pd.DataFrame, build: Store
) -> tuple[pd.Series | None, pd.DataFrame, str]:
    """Ask for words, facets and one indicator, in one row.

    Returns the row of the indicator chosen (None when none matches), the indicators that match
    all that was asked, and what was asked, in words.
    """
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    domains = dict(zip(catalogue["domain_id"], catalogue["domain"], strict=True))
    facets = (
        ("Domain", "domain", domains, catalogue["domain_id"].map(lambda one: [one])),
        ("Kind of claim", "kind", KINDS, catalogue["kinds"]),
        ("Kind of area", "area_type", AREA_TYPES, catalogue["area_types"]),
        ("Document", "document", titles, catalogue["source_ids"]),
    )
    left, middle, right = st.columns([4, 6, 2], vertical_alignment="bottom")
    keep = pd.Series(data=True, index=catalogue.index)
    told = []
    with left:
        words = filters.search(
            "Search", key="q", placeholder="smoking in pregnancy, SATOD, falls, NMC2R…"
        )
    if words:
        told.append(f"words: {words}")
    set_before = sum(_asked(key, names.values()) for _, key, names, _ in facets)
    set_before += sum(_asked(key, ("true",)) for _, key, _ in SWITCHES)
    set_before = st.session_state.pop(_SET, set_before)
    set_now = 0
    # By its key the box stays open when its label changes.
    with (
        right,
        st.popover(
            f"Filters ({set_before} set)" if set_before else "Filters",
            key="filters",
            width="stretch",
        ),
    ):
        for label, key, names, held in facets:
            chosen = filters.pick(label, names, key=key, everything=filters.ALL)
            if chosen is not None:
                keep &= held.map(lambda held, chosen=chosen: chosen in held)
                told.append(f"{label.lower()}: {names[chosen]}")
                set_now += 1
        for label, key, column in SWITCHES:
            if filters.switch(label, key=key):
                keep &= catalogue[column].astype(bool)
                told.append(label.lower())
                set_now += 1
    if set_now != set_before:  # the address did not say it: it is what this session had before
        st.session_state[_SET] = set_now
        st.rerun()
    found = catalogue[keep]
    matches = ranked(found, words, build) if words else found
    if matches.empty:
        return None, matches, "; ".join(told)
    with middle:
        named = dict(zip(matches["indicator_id"], matches["name"], strict=True))
        one = filters.pick(f"Indicator ({len(matches)} match)", named, key="indicator")
    return matches[matches["indicator_id"] == one].iloc[0], matches, "; ".join(told)


def _asked(key: str, options: Iterable[str]) -> bool:
    """Say whether the address asks for one of the options of a filter that is yet to be shown."""
    return st.query_params.get(key, "") in options


def ranked(catalogue: pd.DataFrame, words: str, build: Store) -> pd.DataFrame:
    """Return the indicators that the search finds for the words, best first."""
    found = search(store=build, words=words, limit=MOST_FOUND)
    wanted = found[found["kind"] == "indicator"]["thing_id"]
    order = {thing: place for place, thing in enumerate(wanted)}
    mine = catalogue[catalogue["indicator_id"].isin(order)]
    return mine.assign(place=mine["indicator_id"].map(order)).sort_values("place")


@st.fragment
def every_match(matches: pd.DataFrame) -> None:
    """List the indicators that match, once it is opened: the list is longer than the page."""
    label = f"All {len(matches)} indicators that match"
    unfolded = st.expander(label, key="every_match", on_change="rerun")
    if unfolded.open:
        with unfolded:
            tables.show(listing(matches), "The indicators that match the filters")


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
