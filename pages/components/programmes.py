"""Programmes: the list of them, and one programme with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from loaders import plan_queries
from loaders.store import Store
from models.conditions import Conditions
from models.evidence_kind import WORDS, EvidenceKind, best
from models.scenarios import CARDS
from pages.components import frame, outcomes, provenance, tables, views
from pages.components.ledger import HORIZONS
from pages.components.ledger import WHOLE as SYSTEM
from pages.components.programme_filters import PROGRESS
from pages.components.strategy import STRENGTHS
from pages.components.words import STATUSES, explained, given, period_words, plain, records


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
    st.header(plain(row["name"]), anchor=False)
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


def figures_of(mine: pd.DataFrame, name: str) -> views.View:
    """Return all figures of one programme, its name given, as a view without a chart."""
    found = outcomes.kinds(mine)
    table = views.named(mine).drop(columns="Programme", errors="ignore")
    evidence = [WORDS[found[one]] if one in found else "" for one in mine["figure_id"]]
    if any(evidence):
        table.insert(5, "Evidence", evidence)
    return views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        f"{_count(len(mine), 'figure', 'figures')}, {len(found) or 'none'} of what came of it",
        f"What the documents state of {name}",
        "",
        table,
        mine,
        tuple(mine["source"].unique()),
    )


def _figures(build: Store, mine: pd.DataFrame, name: str) -> None:
    if mine.empty:
        st.subheader("No figure is stated of it", anchor=False)
        return
    for unit, view in outcomes.before_after(mine).items():
        views.show(view, key=f"one_{unit}", store=build)
    view = figures_of(mine, name)
    views.show(view, key="one_figures", store=build, filters=f"Programme: {name}")
    frame.shortened(view.table, "figures", f"Figures of {name}")
    frame.sentences(explained(mine))
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
            name = f"{row['ward_name']} ({row['district']})"
            st.page_link(
                "pages/wards/ward_map.py",
                label=plain(name),
                query_params={"where": together, "answer": "One ward", "ward": name},
            )


def _count(number: int, one: str, more: str) -> str:
    return f"{number or 'No'} {one if number == 1 else more}"
