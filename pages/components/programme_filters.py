"""Which programmes are asked for: by words, place, domain, status, theme, partner, period, ward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from config.glossary import abbreviations
from loaders import plan_queries
from loaders.search import search
from loaders.store import Store
from models.period import Period
from models.portfolio import partners, year_words, years
from pages.components import filters
from pages.components.strategy import WHOLE
from pages.components.words import records

PROGRESS = {
    "active": "under way",
    "starting": "starting",
    "pilot": "being piloted",
    "planned": "planned",
    "delivered": "delivered",
    "review": "under review",
    "unknown": "not clear from the documents",
}
UNDATED = "no period stated"
WORDS, ONE = "words", "programme"
EVERYTHING = "All of them"
# In the first row of the page, and behind a button.
SEEN = {"place": "Place", "domain": "Domain", "status": "Status"}
FOLDED = {"theme": "Theme", "partner": "Partner", "period": "Period", "for_ward": "Ward"}
# Below this a programme has only a part of the words asked for.
LEAST_SCORE = 10.0
MOST_FOUND = 5_000


@dataclass(frozen=True)
class Asked:
    """Which programmes are asked for: their rows, what was asked in words, the place (its id).

    ``one`` is the id of the one programme to be shown, None for all of the rows.
    """

    rows: pd.DataFrame
    about: str
    place: str | None
    one: str | None


def ask(build: Store, rows: pd.DataFrame) -> Asked:
    """Ask which programmes; return them in the order they came, or best first for words."""
    offered = choices(build, rows)
    columns = st.columns([3, 2, 2, 2, 2, 3], vertical_alignment="bottom")
    with columns[0]:
        words = filters.search("Words", key=WORDS, placeholder="falls, carers, housing…")
    picked: dict[str, str | None] = {WORDS: words}
    for column, (key, label) in zip(columns[1:], SEEN.items(), strict=False):
        with column:
            picked[key] = filters.pick(label, offered[key], key=key, everything=filters.ALL)
    with columns[4], st.popover("More filters", width="stretch"):
        if picked["domain"] is not None:
            mine = rows[rows["domain_id"] == picked["domain"]]
            offered["theme"] = _named(mine, "theme_id", "theme")
        for key, label in FOLDED.items():
            picked[key] = filters.pick(label, offered[key], key=key, everything=filters.ALL)
        st.text("An open period counts in every year from its start.")
    folded = _said(offered, {key: picked[key] for key in FOLDED})
    if folded:
        st.text(f"More filters: {folded}")
    rows = narrowed(build, rows, picked)
    with columns[5]:
        names = _named(rows, "programme_id", "name")
        one = filters.pick("One programme", names, key=ONE, everything=EVERYTHING)
    return Asked(rows, _said(offered, picked), picked["place"], one)


def back() -> None:
    """Offer the way back from one programme to all."""

    def leave() -> None:
        st.session_state[ONE] = EVERYTHING

    st.button("← All programmes", on_click=leave)


def choices(build: Store, rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return what can be asked for, by key of the control: ids and names."""
    areas = plan_queries.programme_areas(store=build)
    wards = plan_queries.programme_wards(store=build)
    running = _running(rows)
    return {
        "place": _places(areas, rows),
        "domain": _named(rows.sort_values("domain_position"), "domain_id", "domain"),
        "status": PROGRESS,
        "theme": _named(rows, "theme_id", "theme"),
        "partner": _partners(rows),
        "period": {str(one): year_words(one) for one in sorted(running, reverse=True)}
        | {UNDATED: UNDATED},
        "for_ward": {
            row["ward_code"]: f"{row['ward_name']} ({row['district']})" for row in records(wards)
        },
    }


def narrowed(build: Store, rows: pd.DataFrame, asked_for: Mapping[str, str | None]) -> pd.DataFrame:
    """Return the programmes that are asked for: ids of ``choices`` by key, and words by WORDS."""
    words = asked_for.get(WORDS)
    if words:
        found = search(store=build, words=words, limit=MOST_FOUND)
        found = found[(found["kind"] == "programme") & (found["score"] >= LEAST_SCORE)]
        order = {one: at for at, one in enumerate(found["thing_id"])}
        rows = rows[rows["programme_id"].isin(order)]
        rows = rows.sort_values("programme_id", key=lambda ids: ids.map(order))
    for key, one in asked_for.items():
        if one is not None and key != WORDS:
            rows = rows[_meets(rows, key, one)]
    return rows


def _meets(rows: pd.DataFrame, key: str, one: str) -> Any:
    """Say of each programme whether it is what one control asks for."""
    if key == "place":
        return rows["place"].isna() if one == WHOLE else _holds(rows["inside"], {one})
    if key == "partner":
        return _holds(rows["partners"], set(_spellings_of(one, rows)))
    if key == "for_ward":
        return _holds(rows["ward_codes"], {one})
    if key == "period":
        if one == UNDATED:
            return rows["period"].isna()
        return rows["programme_id"].isin(_running(rows).get(int(one), set()))
    return rows[{"domain": "domain_id", "theme": "theme_id", "status": "status"}[key]] == one


def _holds(lists: pd.Series, wanted: set[str]) -> list[bool]:
    return [not wanted.isdisjoint(held) for held in lists]


def _said(offered: Mapping[str, Mapping[str, str]], picked: Mapping[str, str | None]) -> str:
    labels = {WORDS: "Words", **SEEN, **FOLDED}
    told = [
        f"{labels[key]}: {one if key == WORDS else offered[key][one]}"
        for key, one in picked.items()
        if one
    ]
    return "; ".join(told)


def _named(rows: pd.DataFrame, thing: str, name: str) -> dict[str, str]:
    rows = rows[rows[thing].notna()]
    return dict(zip(rows[thing], rows[name], strict=True))


def _places(areas: pd.DataFrame, rows: pd.DataFrame) -> dict[str, str]:
    """Return the system as a whole, the places, and the areas in them that have programmes."""
    reached = {one for inside in rows["inside"] for one in inside}
    parts = areas[(areas["area_type"] != "system") & areas["area_id"].isin(reached)]
    first = parts.sort_values("area_type", key=lambda kind: kind != "place", kind="stable")
    return {WHOLE: WHOLE, **dict(zip(first["area_id"], first["name"], strict=True))}


def _partners(rows: pd.DataFrame) -> dict[str, str]:
    """Return partners, the most frequent first; the id is the shortest spelling, such as NWAS."""
    alike = spellings(rows)
    count = Counter(alike[one] for listed in rows["partners"] for one in listed)
    shortest: dict[str, str] = {}
    for spelling, name in alike.items():
        shortest[name] = min(
            shortest.get(name, spelling), spelling, key=lambda one: (len(one), one)
        )
    order = sorted(count, key=lambda one: (-count[one], one))
    return {shortest[name]: name for name in order}


def _spellings_of(one: str, rows: pd.DataFrame) -> list[str]:
    alike = spellings(rows)
    return [spelling for spelling, name in alike.items() if name == alike.get(one)]


def spellings(rows: pd.DataFrame) -> dict[str, str]:
    """Return each way in which a partner is named, with the one name that stands for all."""
    longhand = {
        spelling: term.expansion
        for term in abbreviations()
        for spelling in term.spellings
        if term.expansion
    }
    return partners((one for listed in rows["partners"] for one in listed), longhand)


def _running(rows: pd.DataFrame) -> dict[int, set[str]]:
    """Return the programmes whose stated period touches each financial year."""
    dated = rows[rows["period"].notna()]
    periods = [Period.parse(str(one)) for one in dated["period"]]
    latest = max((years(one, 0)[-1] for one in periods), default=0)
    found: dict[int, set[str]] = {}
    for programme, period in zip(dated["programme_id"], periods, strict=True):
        for year in years(period, latest):
            found.setdefault(year, set()).add(programme)
    return found
