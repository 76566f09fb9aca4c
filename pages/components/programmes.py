"""Programmes: what is asked of them, the list, and one programme with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from config.glossary import abbreviations
from loaders import plan_queries
from loaders.search import search
from loaders.store import Store
from models.conditions import Conditions
from models.evidence_kind import WORDS, EvidenceKind, best
from models.period import Period
from models.portfolio import partners, year_words, years
from models.scenarios import CARDS
from pages.components import filters, frame, outcomes, provenance, tables, views
from pages.components.ledger import HORIZONS
from pages.components.ledger import WHOLE as SYSTEM
from pages.components.strategy import STRENGTHS, WHOLE
from pages.components.words import STATUSES, given, period_words, records

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
EVERYTHING = "All of them"
# Below this a programme has only a part of the words asked for.
LEAST_SCORE = 10.0
MOST_FOUND = 5_000


@dataclass(frozen=True)
class Asked:
    """Which programmes are asked for: their rows, what was asked in words, the place (its id)."""

    rows: pd.DataFrame
    about: str
    place: str | None


def asked(build: Store, rows: pd.DataFrame) -> Asked:
    """Ask which programmes; return them in the order they came, or best first for words."""
    columns = st.columns([3, 2, 2, 2, 2], vertical_alignment="bottom")
    with columns[0]:
        words = filters.search("Words", key="find", placeholder="falls, carers, housing…")
    areas = plan_queries.programme_areas(store=build)
    with columns[1]:
        place = filters.pick("Place", _places(areas, rows), key="place", everything=filters.ALL)
    with columns[2]:
        names = dict(zip(rows["domain_id"], rows["domain"], strict=True))
        domain = filters.pick("Domain", names, key="domain", everything=filters.ALL)
    with columns[3]:
        status = filters.pick("Status", PROGRESS, key="status", everything=filters.ALL)
    with columns[4], st.popover("More filters", width="stretch"):
        more = _more(build, rows, domain)
    kept = rows
    if words:
        found = search(store=build, words=words, limit=MOST_FOUND)
        found = found[(found["kind"] == "programme") & (found["score"] >= LEAST_SCORE)]
        order = {one: at for at, one in enumerate(found["thing_id"])}
        kept = kept[kept["programme_id"].isin(order)]
        kept = kept.sort_values("programme_id", key=lambda ids: ids.map(order))
    if place == WHOLE:
        kept = kept[kept["place"].isna()]
    elif place is not None:
        kept = kept[[place in inside for inside in kept["inside"]]]
    for column, value in (("domain_id", domain), ("status", status), ("theme_id", more["theme"])):
        if value is not None:
            kept = kept[kept[column] == value]
    for column, allowed in (
        ("partners", more["partner"]),
        ("ward_codes", more["ward"]),
        ("programme_id", more["period"]),
    ):
        if allowed is not None:
            kept = kept[[not allowed.isdisjoint(_listed(cell)) for cell in kept[column]]]
    called = dict(zip(areas["area_id"], areas["name"], strict=True)) | {WHOLE: WHOLE}
    told = {
        "Words": words,
        "Place": called.get(str(place), ""),
        "Domain": names.get(str(domain), ""),
        "Status": PROGRESS.get(str(status), ""),
        "Theme": more["theme_name"],
        "Partner": more["partner_name"],
        "Period": more["period_name"],
        "Ward": more["ward_name"],
    }
    about = "; ".join(f"{name}: {value}" for name, value in told.items() if value)
    if about:
        st.text(f"Only these: {about}")
    return Asked(kept, about, place)


def _listed(cell: Any) -> list[str]:
    return [cell] if isinstance(cell, str) else list(cell)


def _places(areas: pd.DataFrame, rows: pd.DataFrame) -> dict[str, str]:
    """Return the system as a whole, the places, and the areas in them that have programmes."""
    reached = {one for inside in rows["inside"] for one in inside}
    parts = areas[(areas["area_type"] != "system") & areas["area_id"].isin(reached)]
    first = parts.sort_values("area_type", key=lambda kind: kind != "place", kind="stable")
    return {WHOLE: WHOLE, **dict(zip(first["area_id"], first["name"], strict=True))}


def _more(build: Store, rows: pd.DataFrame, domain: str | None) -> dict[str, Any]:
    """Ask for theme, partner, period and ward; return what each allows, and its name."""
    themed = rows[rows["theme_id"].notna() & ((rows["domain_id"] == domain) | (domain is None))]
    themes = dict(zip(themed["theme_id"], themed["theme"], strict=True))
    theme = filters.pick("Theme", themes, key="theme", everything=filters.ALL)

    alike = spellings(rows)
    named = [one for listed in rows["partners"] for one in listed]
    count = pd.Series([alike[one] for one in named]).value_counts()
    order = {name: name for name in sorted(count.index, key=lambda one: (-count[one], one))}
    partner = filters.pick("Partner", order, key="partner", everything=filters.ALL)

    dated = _running(rows)
    spans = {str(year): year_words(year) for year in sorted(dated, reverse=True)}
    period = filters.pick(
        "Period", {**spans, UNDATED: UNDATED}, key="period", everything=filters.ALL
    )
    undated = set(rows[rows["period"].isna()]["programme_id"])

    wards = plan_queries.programme_wards(store=build)
    labels = wards["ward_name"] + ", " + wards["district"]
    called = dict(zip(wards["ward_code"], labels, strict=True))
    ward = filters.pick("Ward", called, key="ward", everything=filters.ALL)
    st.text("An open period counts in every year from its start.")
    return {
        "theme": theme,
        "theme_name": themes.get(str(theme), ""),
        "partner": None if partner is None else {one for one in alike if alike[one] == partner},
        "partner_name": partner or "",
        "period": None if period is None else undated if period == UNDATED else dated[int(period)],
        "period_name": {**spans, UNDATED: UNDATED}.get(str(period), ""),
        "ward": None if ward is None else {ward},
        "ward_name": called.get(str(ward), ""),
    }


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


def one_of(rows: pd.DataFrame) -> str | None:
    """Ask for one of these programmes; return its id, or None for all."""
    names = dict(zip(rows["programme_id"], rows["name"], strict=True))
    return filters.pick("One programme", names, key="programme", everything=EVERYTHING)


def back() -> str | None:
    """Offer the way back from one programme to all; no view of all is shown meanwhile."""

    def leave() -> None:
        st.session_state["programme"] = EVERYTHING

    st.button("← All programmes", on_click=leave)
    return None


def listed(
    rows: pd.DataFrame, kinds: Mapping[str, list[EvidenceKind]], *, of: int, about: str
) -> views.View:
    """Return programmes as a view without a chart: how far they are, and a table of them.

    ``kinds`` are those of each programme's evidence, by its id; ``of`` how many there are in all,
    ``about`` what was asked.
    """
    count = rows["status"].value_counts()
    said = [f"{count[one]} {PROGRESS[one]}" for one in count.index[:3]]
    rest = len(rows) - int(count.iloc[:3].sum())
    said += [f"{rest} other"] if rest else []
    number = f"{len(rows)} of {of}" if about else f"{of}"
    table = pd.DataFrame(
        {
            "Programme": rows["name"].to_numpy(),
            "Where": rows["area"].to_numpy(),
            "Domain": rows["domain"].to_numpy(),
            "Status": [PROGRESS[one] for one in rows["status"]],
            "Period": [_period(one) for one in rows["period"]],
            "What it does": rows["summary"].to_numpy(),
            "Figures": [str(one) if one else "none" for one in rows["figures"]],
            "What came of it": [outcome(kinds.get(one, [])) for one in rows["programme_id"]],
            "Document": rows["source"].to_numpy(),
        }
    )
    return views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        f"{number} programmes: {', '.join(said)}" if len(rows) else "No programme is like this",
        "Programmes, services, initiatives and strategies that the documents name",
        "",
        table.drop(columns="Period") if (rows["period"].isna()).all() else table,
        None,
        tuple(rows["source"].unique()),
    )


def outcome(kinds: list[EvidenceKind]) -> str:
    """Say what kind of evidence there is of what came of a programme."""
    found = best(kinds)
    return WORDS[found] if found else "not stated"


def _period(period: Any) -> str:
    return period_words(str(period)) if given(period) else "not stated"


def one(build: Store, rows: pd.DataFrame, told: pd.DataFrame) -> None:
    """Show one programme: what it is, its figures, measures, scenarios, wards and mentions.

    ``rows`` has its row, ``told`` the figures of all programmes.
    """
    (row,) = records(rows)
    programme_id = str(row["programme_id"])
    st.header(row["name"], anchor=False)
    st.text(row["summary"])
    facts = {
        "Status": PROGRESS[row["status"]],
        "Where": row["path"].partition(f"{SYSTEM} > ")[2] or row["area"],
        "Domain": row["domain"] + (f", {row['theme']}" if given(row["theme"]) else ""),
        "Period": _period(row["period"]),
        "Partners": ", ".join(row["partners"]) or "none named",
        "Note": row["note"] if given(row["note"]) else "",
    }
    tables.show(
        pd.DataFrame(
            [{"About it": name, "As the documents have it": v} for name, v in facts.items() if v]
        ),
        f"What {row['name']} is",
    )
    mine = told[told["programme_id"] == programme_id]
    _figures(build, mine, str(row["name"]))
    _measures(build, programme_id)
    scenarios({programme_id}, set(mine["figure_id"]))
    _wards(build, list(row["ward_codes"]))
    mentions = plan_queries.programme_mentions(store=build, programme_id=programme_id)
    places = _count(len(mentions), "place", "places")
    st.subheader(f"{places} where it is named", anchor=False)
    shown = pd.DataFrame(
        {
            "Document": mentions["source"].to_numpy(),
            "Status": [STATUSES[str(one)].lower() for one in mentions["source_status"]],
            "Where in it": mentions["locator"].to_numpy(),
        }
    )
    frame.shortened(shown, "mentions", f"Where {row['name']} is named")


def _figures(build: Store, mine: pd.DataFrame, name: str) -> None:
    if mine.empty:
        st.subheader("No figure is stated of it", anchor=False)
        return
    for view in outcomes.before_after(mine):
        views.show(view, key=f"one_{view.subtitle}", store=build)
    found = outcomes.kinds(mine)
    table = views.named(mine).drop(columns="Programme", errors="ignore")
    evidence = [WORDS[found[one]] if one in found else "" for one in mine["figure_id"]]
    if any(evidence):
        table.insert(5, "Evidence", evidence)
    view = views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        f"{_count(len(mine), 'figure', 'figures')}, {len(found) or 'none'} of what came of it",
        f"What the documents state of {name}",
        "",
        table,
        mine,
        tuple(mine["source"].unique()),
    )
    views.show(view, key="one_figures", store=build, filters=f"Programme: {name}")
    frame.shortened(table, "figures", f"Figures of {name}")
    provenance.differing(store=build, rows=mine)


def _measures(build: Store, programme_id: str) -> None:
    found = plan_queries.programme_measures(store=build, programme_id=programme_id)
    st.subheader(
        _count(found["measure_id"].nunique(), "success measure", "success measures")
        + " it speaks to",
        anchor=False,
    )
    if found.empty:
        return
    told = pd.DataFrame(
        {
            "Success measure": found["text"].to_numpy(),
            "Domain": found["domain"].to_numpy(),
            "Horizon": [HORIZONS[str(one)] for one in found["horizon"]],
            "Through": [f"the figure {one}" if given(one) else "itself" for one in found["shown"]],
            "How it speaks to the measure": [
                f"{STRENGTHS[strength]}: {why}"
                for strength, why in zip(found["strength"], found["why"], strict=True)
            ],
            "Document": found["source"].to_numpy(),
        }
    )
    frame.shortened(told, "links", "Success measures it speaks to")


def scenarios(programme_ids: set[str], figure_ids: set[str]) -> None:
    """Link to the scenarios that are about these programmes or rest on these figures."""
    using = [
        card
        for card in CARDS
        if programme_ids.intersection(card.programmes) or figure_ids.intersection(card.figure_ids)
    ]
    if using:
        st.subheader("What if: scenarios that use these figures", anchor=False)
    for card in using:
        st.page_link(
            "pages/plan/scenarios.py", label=card.title, query_params={"scenario": card.title}
        )


def _wards(build: Store, codes: list[str]) -> None:
    if not codes:
        return
    wards = plan_queries.programme_wards(store=build)
    wards = wards[wards["ward_code"].isin(codes)]
    together = Conditions(mode="hand", picked=tuple(wards["ward_code"])).text()
    st.subheader(_count(len(wards), "ward", "wards") + " it is for", anchor=False)
    with st.container(horizontal=True):
        for row in records(wards):
            st.page_link(
                "pages/wards/ward_map.py",
                label=f"{row['ward_name']}, {row['district']}",
                query_params={"where": together, "answer": "One ward", "ward": row["ward_code"]},
            )


def _count(number: int, one: str, more: str) -> str:
    return f"{number or 'No'} {one if number == 1 else more}"
