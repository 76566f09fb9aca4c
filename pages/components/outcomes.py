"""What came of programmes: kinds of evidence, before and after, amounts of money on a footing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from loaders.store import Store
from models.amounts import MONEY_WORDS, NOT_ADDED, Amount, Count, footings, shared
from models.evidence_kind import (
    EVIDENCE_KINDS,
    MEANINGS,
    WORDS,
    EvidenceKind,
    Told,
    pairs,
)
from models.evidence_kind import kinds as kinds_of
from models.period import Period
from pages.components import frame, natives, tables, views
from pages.components.charts.slope import slope
from pages.components.words import MARKS, UNITS, Row, explained, given, marked, records, signs, when

# What a figure about money is, beside what it is called; the rest is neither saved nor spent.
OTHER = "Other amounts"
TITLES = {"percent": "Shares", "people": "Numbers of people", "count": "Numbers"}


def _told(row: Mapping[str, Any]) -> Told:
    keys = ("indicator_id", "area_id", "sex", "age", "population_group", "programme_id")
    series = tuple(str(row[key]) if given(row[key]) else None for key in keys)
    return Told(
        row["figure_id"],
        row["kind"],
        row["evidence"] if given(row["evidence"]) else None,
        row["before_id"] if given(row["before_id"]) else None,
        series if given(row["value"]) else None,
        Period.parse(row["period"]) if given(row["period"]) else None,
    )


def kinds(rows: pd.DataFrame) -> dict[str, EvidenceKind]:
    """Return what kind of evidence each figure is that is any, by its id."""
    return kinds_of([_told(row) for row in records(rows)])


def by_programme(rows: pd.DataFrame) -> dict[str, list[EvidenceKind]]:
    """Return the kinds of evidence that there are of each programme, by its id."""
    found = kinds(rows)
    held: dict[str, list[EvidenceKind]] = {}
    for figure, programme in zip(rows["figure_id"], rows["programme_id"], strict=True):
        if figure in found:
            held.setdefault(programme, []).append(found[figure])
    return held


def evidence(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are evidence of what came of something, with evidence_kind.

    Restatements are left out; those that say most come first.
    """
    if rows.empty:
        return rows.assign(evidence_kind=pd.Series(dtype=object))
    rows = views.distinct(rows)
    found = kinds(rows)
    rows = rows[rows["figure_id"].isin(found)]
    rows = rows.assign(evidence_kind=[found[one] for one in rows["figure_id"]])
    return rows.sort_values(
        "evidence_kind", key=lambda told: told.map(EVIDENCE_KINDS.index), kind="stable"
    )


def present(rows: pd.DataFrame) -> dict[str, str]:
    """Return the kinds of evidence that there are, with their words; rows as ``evidence``'s."""
    return {one: WORDS[one] for one in EVIDENCE_KINDS if (rows["evidence_kind"] == one).any()}


def summary(rows: pd.DataFrame, *, programmes: int) -> views.View:
    """Return how many outcomes are of which kind of evidence; ``rows`` as ``evidence`` returns."""
    count = rows["evidence_kind"].value_counts()
    reporting = rows.groupby("evidence_kind")["programme_id"].nunique()
    held = [one for one in EVIDENCE_KINDS if one in count.index]
    table = pd.DataFrame(
        {
            "Kind of evidence": [WORDS[one] for one in held],
            "Figures": [int(count[one]) for one in held],
            "Programmes": [int(reporting[one]) for one in held],
            "What it tells, and what not": [MEANINGS[one] for one in held],
        }
    )
    both = int(reporting.get("before_after", 0))
    seen = rows[rows["evidence_kind"] != "expected"]["programme_id"].nunique()
    state, them = ("states", "it") if seen < 2 else ("state", "them")
    also = f", {both or 'none'} before and after" if seen else ""
    return views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        f"{seen or 'None'} of {programmes} programmes {state} what came of {them}{also}",
        "Outcomes of programmes by kind of evidence",
        "",
        table,
        None,
        tuple(rows["source"].unique()),
    )


def of_kind(rows: pd.DataFrame, kind: EvidenceKind) -> views.View:
    """Return the outcomes of one kind of evidence as a view without a chart."""
    mine = rows[rows["evidence_kind"] == kind]
    table = views.named(mine)
    table.insert(0, "Of the programme", mine["programme"].to_numpy())
    figures = "figure" if len(mine) == 1 else "figures"
    return views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        f"{WORDS[kind].capitalize()}: {len(mine)} {figures}",
        "Outcomes of programmes",
        "",
        table.drop(columns="Programme", errors="ignore"),
        mine,
        tuple(mine["source"].unique()),
    )


def before_after(rows: pd.DataFrame) -> dict[str, views.View]:
    """Return what is stated before and after: a view for each unit, the most pairs first."""
    if rows.empty:
        return {}
    rows = views.distinct(rows)
    both = pairs([_told(row) for row in records(rows)])
    by_id = rows.set_index("figure_id", drop=False)
    by_unit: dict[str, dict[str, str]] = {}
    for after, before in both.items():
        by_unit.setdefault(str(by_id.at[after, "unit"]), {})[after] = before
    most_first = sorted(by_unit.items(), key=lambda one: -len(one[1]))
    return {unit: _slope(by_id, mine) for unit, mine in most_first}


def _slope(by_id: pd.DataFrame, both: Mapping[str, str]) -> views.View:
    afters, befores = by_id.loc[list(both)], by_id.loc[list(both.values())]
    unit = str(afters["unit"].iloc[0])
    twice = afters["indicator"].duplicated(keep=False)
    series = [
        f"{name} ({programme})" if more else name
        for name, programme, more in zip(
            afters["indicator"], afters["programme"], twice, strict=True
        )
    ]
    drawn = pd.DataFrame(
        {
            "series": series,
            "before": befores["value"].to_numpy(),
            "after": afters["value"].to_numpy(),
            "before_label": [_moment(row, "before") for row in records(befores)],
            "after_label": [_moment(row, "after") for row in records(afters)],
            "shown_before": [marked(row) for row in records(befores)],
            "shown_after": [marked(row) for row in records(afters)],
        }
    )
    table = pd.DataFrame(
        {
            "What": series,
            "First": drawn["before_label"],
            "Value": drawn["shown_before"],
            "Then": drawn["after_label"],
            "Value then": drawn["shown_after"],
            "Of the programme": afters["programme"].to_numpy(),
            "As stated": [
                f"“{after}”" if after == before else f"“{before}”; “{after}”"
                for before, after in zip(befores["as_stated"], afters["as_stated"], strict=True)
            ],
            "Document and place": (afters["source"] + ": " + afters["locator"]).to_numpy(),
        }
    )
    table = tables.of(table, list(both.items()))
    if len(drawn) == 1:
        first = drawn.iloc[0]
        headline = f"{series[0]}: from {first['shown_before']} to {first['shown_after']}"
    else:
        fell = int((drawn["after"] < drawn["before"]).sum())
        rose = int((drawn["after"] > drawn["before"]).sum())
        said = [f"{n} {word}" for n, word in ((fell, "lower"), (rose, "higher")) if n]
        headline = f"{TITLES.get(unit, 'Values')} before and after: {', '.join(said)}"
    sources = tuple(dict.fromkeys([*befores["source"], *afters["source"]]))
    return views.View(
        lambda colours: slope(drawn, palette=colours),
        headline,
        f"Before and after ({UNITS.get(unit, unit)}), as the documents state both values",
        views.short(f"Slope chart. {headline}"),
        table,
        None,
        sources,
        natives.slopes(drawn, unit=UNITS.get(unit, unit)),
    )


def _moment(row: Row, side: str) -> str:
    return when(row) if given(row["period"]) else f"{side}, no date"


def money(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts of money of programmes, and shares of costs; restatements left out."""
    if rows.empty:
        return rows
    rows = views.distinct(rows)
    return rows[(rows["unit"] == "gbp") | rows["money"].notna()]


def amounts(rows: pd.DataFrame) -> Iterator[tuple[str, views.View]]:
    """Yield the amounts of each sort of money, each on every footing that it allows.

    Each sort comes with its view.

    ``rows`` as ``money`` returns them.
    """
    for sort, title in (*MONEY_WORDS.items(), (None, OTHER)):
        mine = rows[rows["money"].isna() if sort is None else rows["money"] == sort]
        if mine.empty:
            continue
        programmes = mine["programme_id"].nunique()
        amounts_of = "amount" if len(mine) == 1 else "amounts"
        whose = "1 programme" if programmes == 1 else f"{programmes} programmes"
        view = views.View(
            lambda colours: None,  # noqa: ARG005  (no two amounts are for the same thing)
            f"{title}. {len(mine)} {amounts_of} of {whose}",
            NOT_ADDED[sort]
            if sort is not None
            else "Neither saved nor given: what they are is in their names.",
            "",
            _on_footings(mine),
            None,
            tuple(mine["source"].unique()),
        )
        yield sort or "other", view


def _on_footings(rows: pd.DataFrame) -> pd.DataFrame:
    told: list[dict[str, str]] = []
    for row in records(rows):
        first, *others = footings(_amount(row))
        basis = f" {first.basis}" if row["unit"] == "gbp" and given(row["money"]) else ""
        told.append(
            {
                "Programme": row["programme"],
                "Amount": f"{row['indicator']}, {row['area']}",
                "Value": f"{first.shown}{basis} {signs(row)}".rstrip(),
                "On another footing, with its working": "; ".join(
                    f"{one.shown} {one.basis}: {one.working}" for one in others
                ),
                "As stated": f"“{row['as_stated']}”",
                "What to know": _caveats(row),
                "Document and place": f"{row['source']}: {row['locator'].rpartition(' > ')[2]}",
            }
        )
    table = tables.of(pd.DataFrame(told), rows["figure_id"])
    other = "On another footing, with its working"
    return table if (table[other] != "").any() else table.drop(columns=other)


def _amount(row: Mapping[str, Any]) -> Amount:
    divided = given(row["per_value"]) and given(row["per_one"])
    return Amount(
        row["shown"],
        float(row["value"]) if given(row["value"]) and row["unit"] == "gbp" else None,
        row["each"] if given(row["each"]) else None,
        row["qualifier"] == "exact",
        Count(float(row["per_value"]), row["per_one"], row["per_qualifier"] == "exact")
        if divided
        else None,
    )


def _caveats(row: Mapping[str, Any]) -> str:
    """Say what a reader must know of an amount: estimates, one person's case, no period, notes."""
    said = []
    if given(row["per_evidence"]) and row["per_evidence"] == "estimated":
        counted = f"{row['per_shown']} ({row['per_indicator'].lower()})"
        how = "It rests on" if row["evidence"] == "estimated" else "It is divided by"
        said.append(f"{how} {counted}, which the document calls estimated.")
    elif row["evidence"] == "estimated":
        said.append("The document calls it an estimate.")
    if row["evidence"] == "one_case":
        said.append("One person's case, never a rate.")
    if not given(row["period"]) and row["evidence"] != "one_case":
        said.append("No period is stated.")
    elif given(row["period"]):
        said.append(f"Period: {when(pd.Series(row))}.")
    if given(row["note"]) and not str(row["note"]).startswith("One person's case."):
        said.append(str(row["note"]))
    return " ".join(said)


def footing_shared(rows: pd.DataFrame) -> str:
    """Say whether any amounts of money stand on the same footing, so that they can be compared."""
    told = [
        (row["programme"], row["money"], footing.basis)
        for row in records(rows[rows["money"].notna() & (rows["unit"] == "gbp")])
        for footing in footings(_amount(row))
        if row["evidence"] != "one_case"
    ]
    found = shared(told)
    if rows.empty:
        return "No amount of money is stated of these programmes."
    if not found:
        return (
            "No two programmes state the same sort of money for each of the same thing. So "
            "nothing is ranked, added or drawn here."
        )
    same = [f"{money} {basis}: {', '.join(names)}" for (money, basis), names in found.items()]
    return "On the same footing, and so to be compared with care: " + "; ".join(same) + "."


def show_kind(rows: pd.DataFrame, chosen: str, build: Store, *, filters: str) -> None:
    """Show the outcomes of one kind of evidence: what it means, charts, the figures."""
    kind = next(one for one in EVIDENCE_KINDS if one == chosen)
    st.text(MEANINGS[kind])
    mine = rows[rows["evidence_kind"] == kind]
    told = explained(mine)
    if kind == "before_after":
        for unit, view in before_after(mine).items():
            views.show(view, key=f"slope_{unit}", store=build, filters=filters)
            tables.show(view.table, view.headline)
        frame.untested()
        told = [one for one in told if one.partition(" ")[0] not in MARKS]  # which it says
    frame.sentences(told)
    view = of_kind(rows, kind)
    views.show(view, key="of_kind", store=build, filters=filters)
    if kind == "before_after":
        frame.folded(view.table, "The same as a table, figure by figure")
    else:
        frame.shortened(view.table, "figures", view.headline)
