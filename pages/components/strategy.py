"""The ledger of the strategy: measures with their status, milestones, next steps, risks, boards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from loaders import plan_queries, queries
from loaders.store import Store
from models.measure_status import SIGNS, STATUSES, WORDS, Link, status
from pages.components import filters, frame, tables, views
from pages.components.charts.status_matrix import GRADED, status_matrix
from pages.components.ledger import HORIZONS, PLACES
from pages.components.words import given, plain, records

WHOLE = "The system as a whole"
STRENGTHS = {"direct": "directly", "proxy": "as a stand-in", "related": "only relates to it"}
PROGRESS = {"completed": "✓ completed", "in_progress": "… in progress", "planned": "○ planned"}
# How much is known, from most to least.
GRADES = ("two dates or more", "one date", "activity only", "nothing")


def with_status(measures: pd.DataFrame, figures: pd.DataFrame, doing: pd.DataFrame) -> pd.DataFrame:
    """Return measures with status (an id of models.measure_status) and reason."""
    links: dict[str, list[Link]] = {}
    for row in records(figures):
        links.setdefault(row["measure_id"], []).append(_link(row))
    for row in records(doing):
        links.setdefault(row["measure_id"], []).append(Link(row["strength"], None))
    found = [
        status(
            to_be_confirmed=row["horizon"] == "to_be_confirmed",
            links=links.get(row["measure_id"], []),
        )
        for row in records(measures)
    ]
    return measures.assign(status=[one for one, _ in found], reason=[reason for _, reason in found])


def of_domain(build: Store, domain_id: str) -> pd.DataFrame:
    """Return the success measures of a domain (``queries.measures``) with status and reason."""
    return with_status(
        queries.measures(store=build, domain_id=domain_id),
        plan_queries.measure_figures(store=build),
        plan_queries.measure_programmes(store=build),
    )


def _link(row: Mapping[str, Any]) -> Link:
    group = ("indicator_id", "area_id", "sex", "age", "population_group", "programme_id")
    return Link(
        row["strength"],
        row["kind"],
        tuple(str(row[key]) if given(row[key]) else None for key in group),
        row["period"] if given(row["period"]) else None,
    )


def summary(measures: pd.DataFrame) -> views.View:
    """Return all measures as a view: how many have which status, and a table to take away."""
    counted = measures["status"].value_counts()
    followed, none = counted.get("evidenced", 0), counted.get("no_figure", 0)
    table = pd.DataFrame(
        {
            "Success measure": measures["text"].to_numpy(),
            "Domain": measures["domain"].to_numpy(),
            "Theme": measures["theme"].fillna("the whole domain").to_numpy(),
            "Horizon": [HORIZONS[str(one)] for one in measures["horizon"]],
            "Status": [f"{SIGNS[one]} {WORDS[one]}" for one in measures["status"]],
            "Why": measures["reason"].to_numpy(),
            "Document": measures["source"].to_numpy(),
        }
    )
    return views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        f"{followed} of {len(measures)} success measures can be followed over time, "
        f"{none} have no figure",
        "Success measures of the Integrated Care Strategy",
        "",
        table,
        None,
        tuple(measures["source"].unique()),
    )


def by_domain(measures: pd.DataFrame) -> pd.DataFrame:
    """Return how many measures of each domain have which status."""
    table: dict[str, list[Any]] = {"Domain": list(dict.fromkeys(measures["domain"]))}
    for one in STATUSES:
        of_it = measures[measures["status"] == one]["domain"].value_counts()
        table[f"{SIGNS[one]} {WORDS[one].capitalize()}"] = [
            int(of_it.get(domain, 0)) for domain in table["Domain"]
        ]
    return pd.DataFrame(table)


def measure(row: Mapping[str, Any], figures: pd.DataFrame, doing: pd.DataFrame) -> None:
    """Show one measure behind its status: why, its figures, its programmes."""
    state = row["status"]
    with st.expander(f"{SIGNS[state]} **{WORDS[state].capitalize()}:** {plain(row['text'])}"):
        st.text(
            f"{row['reason'].capitalize()}. Theme: {row['theme'] or 'the whole domain'}. "
            f"Horizon: {HORIZONS[row['horizon']]}. Document: {row['source']}, {row['locator']}."
        )
        if given(row["note"]):
            st.text(f"Note: {row['note']}")
        mine = figures[figures["measure_id"] == row["measure_id"]]
        if not mine.empty:
            told = views.named(mine)
            told.insert(2, "How it speaks to the measure", _how(mine))
            tables.show(told, f"Figures that speak to: {row['text']}")
        theirs = doing[doing["measure_id"] == row["measure_id"]]
        if not theirs.empty:
            told = pd.DataFrame(
                {
                    "Programme": theirs["name"].to_numpy(),
                    "Where": theirs["area"].to_numpy(),
                    "How it speaks to the measure": _how(theirs),
                    "What it does": theirs["summary"].fillna("").to_numpy(),
                    "Document": theirs["source"].to_numpy(),
                }
            )
            tables.show(told, f"Programmes that speak to: {row['text']}")


def _how(links: pd.DataFrame) -> list[str]:
    return [
        f"{STRENGTHS[strength]}: {why}"
        for strength, why in zip(links["strength"], links["why"], strict=True)
    ]


def known(rows: pd.DataFrame) -> views.View:
    """Return domains by places as a matrix of how much is known."""
    grades = [_grade(row) for row in records(rows)]
    cells = pd.DataFrame(
        {
            "row": rows["domain"].to_numpy(),
            "column": rows["area"].to_numpy(),
            "status": grades,
            "shown": None,
        }
    )
    empty = sum(grade in ("activity only", "nothing") for grade in grades)
    headline = f"Outcomes are unknown in {empty} of {len(rows)} pairs of domain and area"
    table = pd.DataFrame(
        {
            "Domain": rows["domain"].to_numpy(),
            "Area": rows["area"].to_numpy(),
            "What is known": grades,
            "Figures": rows["figures"].to_numpy(),
            "Of outcomes and populations": rows["of_people"].to_numpy(),
            "With two dates or more": rows["series"].to_numpy(),
            "Programmes": rows["programmes"].to_numpy(),
        }
    )
    return views.View(
        lambda colours: status_matrix(
            cells, palette=colours, titles=("Domain", "Area"), statuses=GRADES, signs=GRADED
        ),
        headline,
        "Figures of outcomes and populations in the documents, by domain and place; the system "
        "column holds what is said of the system as a whole",
        views.short(f"Status matrix. {headline}"),
        table,
        None,
        (),
    )


def _grade(row: Mapping[str, Any]) -> str:
    if row["series"]:
        return GRADES[0]
    if row["of_people"]:
        return GRADES[1]
    return GRADES[2] if row["figures"] or row["programmes"] else GRADES[3]


def place(key: str = "place") -> str | None:
    """Ask for a place; return its name, WHOLE, or None for all."""
    names = {one: one for one in (WHOLE, *PLACES)}
    return filters.pick("Place", names, key=key, everything=filters.ALL)


def of_place(rows: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """Return the rows of a place, of the system as a whole, or all."""
    if chosen is None:
        return rows
    return rows[rows["place"].isna()] if chosen == WHOLE else rows[rows["place"] == chosen]


def milestones(rows: pd.DataFrame) -> None:
    """Show how far delegation and delivery have come: counts by place, then each milestone."""
    counted = (
        rows.assign(place=rows["place"].fillna(WHOLE))
        .pivot_table(index="place", columns="status", values="milestone_id", aggfunc="count")
        .reindex(columns=[one for one in PROGRESS if (rows["status"] == one).any()])
        .fillna(0)
        .astype(int)
        .rename(columns=PROGRESS)
        .rename_axis("Place")
        .reset_index()
    )
    done = int((rows["status"] == "completed").sum())
    going = int((rows["status"] == "in_progress").sum())
    st.subheader(f"{done} of {len(rows)} milestones completed, {going} in progress", anchor=False)
    tables.show(counted, "Milestones by place and progress")
    told = _worded(rows, "Milestone")
    told.insert(0, "Progress", [PROGRESS[str(one)] for one in rows["status"]])
    frame.shortened(told, "milestones", "Milestones")


def next_steps(rows: pd.DataFrame) -> None:
    """Show what is to be done next, dated steps first."""
    dated = int(rows["due"].notna().sum())
    st.subheader(f"{len(rows)} next steps, {dated} of them with a date", anchor=False)
    rows = rows.sort_values("due", key=lambda due: due.isna(), kind="stable")
    frame.shortened(_worded(rows, "Next step"), "next steps", "Next steps")


def risks(rows: pd.DataFrame) -> None:
    """Show the risks that the documents name, with what could follow."""
    st.subheader(f"{len(rows)} {'risk' if len(rows) == 1 else 'risks'} named", anchor=False)
    told = _worded(rows, "Risk")
    told.insert(1, "What could follow", rows["consequence"].fillna("not stated").to_numpy())
    frame.shortened(told, "risks", "Risks")


def priorities(rows: pd.DataFrame) -> None:
    """Show the common priorities, in each document's order."""
    st.subheader(f"{len(rows)} priorities", anchor=False)
    frame.shortened(_worded(rows, "Priority"), "priorities", "Priorities")


def _worded(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return rows with a text as a table: text, area, due, words, document."""
    told = pd.DataFrame(
        {
            name: rows["text"].to_numpy(),
            "Where": rows["area"].to_numpy(),
        }
    )
    if "due" in rows and rows["due"].notna().any():
        told["Due"] = rows["due"].fillna("no date given").to_numpy()
    if "as_stated" in rows and rows["as_stated"].notna().any():
        told["As stated"] = [f"“{one}”" if given(one) else "" for one in rows["as_stated"]]
    told["Document and place"] = (rows["source"] + ": " + rows["locator"]).to_numpy()
    if rows["note"].notna().any():
        told["Note"] = rows["note"].fillna("").to_numpy()
    return told


def boards(rows: pd.DataFrame) -> None:
    """Show the boards: where, established, chair, how often, to whom."""
    chaired, dated = int(rows["chair"].notna().sum()), int(rows["established"].notna().sum())
    st.subheader(
        f"{len(rows)} boards and partnerships: {chaired} with a chair named, {dated} with a start",
        anchor=False,
    )
    shown = (
        ("Board", "name"),
        ("Where", "area"),
        ("Status", "status"),
        ("Established", "established"),
        ("Chair", "chair"),
        ("Meets", "frequency"),
        ("What it does and reports", "reporting"),
    )
    told = pd.DataFrame(
        {title: rows[column].fillna("not stated").to_numpy() for title, column in shown}
    )
    told["Document and place"] = (rows["source"] + ": " + rows["locator"]).to_numpy()
    frame.shortened(told, "boards", "Boards and partnerships")


def wordings(rows: pd.DataFrame) -> None:
    """Show published and draft wording side by side, and which of them there is."""
    both = rows["published"].notna() & rows["draft"].notna()
    differ = int((both & ~rows["same"]).sum())
    st.subheader(f"{differ} wordings differ between draft and publication", anchor=False)
    st.text(
        f"{int((both & rows['same']).sum())} are the same in both, "
        f"{int((rows['published'].isna()).sum())} stand only in the draft and "
        f"{int((rows['draft'].isna()).sum())} only in the published text."
    )
    told = pd.DataFrame(
        {
            "Domain": rows["domain"].to_numpy(),
            "What": rows["kind"].str.capitalize().to_numpy(),
            "Theme": rows["theme"].fillna("").to_numpy(),
            "Published": rows["published"].fillna("not in it").to_numpy(),
            "Draft": rows["draft"].fillna("not in it").to_numpy(),
        }
    )
    frame.shortened(told, "wordings", "Published and draft wording")
