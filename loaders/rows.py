"""Catalogue -> rows of the tables of schema.sql, in the order of the curated files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from config import settings
from models.base import Model, plan
from models.catalogue import Catalogue
from models.domain import Wording
from models.period import Period
from models.reconcile import Verdict, reconcile, show_figure

Row = dict[str, Any]

# Keys whose column has another name, the same in every table. A key that refers to another
# thing becomes <key>_id, except same_as.
_RENAMED = {
    "domain": "domain_id",
    "ward": "ward_code",
    "group": "population_group",
    "low": "value_low",
    "high": "value_high",
    "across": "range_across",
    "where": "locator",
    "wards": "ward_codes",
    "same_as": "same_as",
    "column": "hexagon_column",
    "row": "hexagon_row",
}


def _flat(item: Model, own_id: str | None = None, *, without: tuple[str, ...] = ()) -> Row:
    """Return an item's keys as columns; nested models are left to tables of their own."""
    row: Row = {}
    links = {part.name: f"{part.name}_id" for part in plan(type(item)) if part.ref}
    for name in type(item).model_fields:
        if name in without:
            continue
        value = getattr(item, name)
        if name == "id":
            row[own_id or "id"] = value
        elif isinstance(value, Period):
            row |= _period(value)
        else:
            row[_RENAMED.get(name) or links.get(name, name)] = (
                list(value) if isinstance(value, tuple) else value
            )
    return row


def _period(period: Period) -> Row:
    return {
        "period": period.text,
        "period_type": period.period_type,
        "period_start": period.start,
        "period_end": period.end,
    }


def _simple(kind: str, own_id: str | None = None) -> Callable[[Catalogue], list[Row]]:
    def rows(catalogue: Catalogue) -> list[Row]:
        return [_flat(item, own_id) for item in getattr(catalogue, kind)]

    return rows


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [{**row, "position": position} for position, row in enumerate(rows, start=1)]


def _figures(catalogue: Catalogue) -> list[Row]:
    """Figures, numbered within their source in the order they were curated (reading order)."""
    count: dict[str, int] = {}
    rows = []
    for figure in catalogue.figures:
        count[figure.source] = count.get(figure.source, 0) + 1
        shown = show_figure(figure, catalogue.indicator_of(figure))
        rows.append(
            {**_flat(figure, "figure_id"), "position": count[figure.source], "shown": shown}
        )
    return rows


def _framework(catalogue: Catalogue, kind: str, own_id: str, without: tuple[str, ...]) -> list[Row]:
    return [
        {**_flat(item, own_id, without=without), "domain_id": domain.id}
        for domain in catalogue.domains
        for item in getattr(domain, kind)
    ]


def _themes(catalogue: Catalogue) -> list[Row]:
    return [
        {
            "theme_id": theme.id,
            "domain_id": domain.id,
            "name": theme.name,
            "position": theme.position,
            "delivery_plan": theme.delivery_plan.text if theme.delivery_plan else None,
        }
        for domain in catalogue.domains
        for theme in domain.themes
    ]


def _wordings(catalogue: Catalogue) -> list[Row]:
    def of(thing_id: str, wordings: tuple[Wording, ...]) -> Iterator[Row]:
        for position, wording in enumerate(wordings, start=1):
            yield {"thing_id": thing_id, **_flat(wording), "position": position}

    rows: list[Row] = []
    for domain in catalogue.domains:
        rows += of(domain.id, domain.vision)
        for theme in domain.themes:
            rows += of(theme.id, theme.wordings)
        for action in domain.actions:
            rows += of(action.id, action.wordings)
    return rows


def _mentions(catalogue: Catalogue) -> list[Row]:
    return [
        {"programme_id": programme.id, **_flat(mention)}
        for programme in catalogue.programmes
        for mention in programme.also_in
    ]


def severity(verdict: Verdict) -> str:
    """Say how much a verdict matters: none, small or large (see config/settings.toml)."""
    if verdict.verdict != "differs":
        return "none"
    share = abs(verdict.difference) * 100
    limit = settings().large_difference_percent * abs(verdict.stated)
    return "large" if share > limit else "small"


def _checks(verdicts: list[Verdict]) -> list[Row]:
    return [
        {
            "check_id": v.check_id,
            "kind": v.kind,
            "statement": v.statement,
            "stated": v.stated,
            "computed": v.computed,
            "difference": v.difference,
            "verdict": v.verdict,
            "severity": severity(v),
            "working": v.working,
            "declared": v.declared,
            "possible_explanation": v.possible_explanation,
            "note": v.note,
        }
        for v in verdicts
    ]


_TABLES: dict[str, Callable[[Catalogue], list[Row]]] = {
    "sources": lambda c: _numbered(_simple("sources", "source_id")(c)),
    "areas": _simple("areas", "area_id"),
    "domains": lambda c: [
        _flat(d, "domain_id", without=("vision", "themes", "actions", "success_measures"))
        for d in c.domains
    ],
    "themes": _themes,
    "actions": lambda c: _framework(c, "actions", "action_id", ("wordings",)),
    "success_measures": lambda c: _framework(c, "success_measures", "measure_id", ()),
    "wordings": _wordings,
    "indicators": lambda c: [
        _flat(i, "indicator_id", without=("may_exceed_100",)) for i in c.indicators
    ],
    "figures": _figures,
    "observations": _simple("observations"),
    "ward_facts": lambda c: _numbered(_simple("ward_facts", "fact_id")(c)),
    "wards": lambda c: [{**_flat(w, without=("facts",)), **w.facts} for w in c.wards],
    "ward_crosswalk": _simple("ward_crosswalk"),
    "ward_neighbours": _simple("ward_neighbours"),
    "ward_hexagons": _simple("ward_hexagons"),
    "ward_designations": _simple("ward_designations", "designation_id"),
    "programmes": lambda c: [
        {
            **_flat(p, "programme_id", without=("also_in", "period")),
            "period": p.period.text if p.period else None,
        }
        for p in c.programmes
    ],
    "programme_mentions": _mentions,
    "measure_evidence": _simple("measure_evidence"),
    "boards": _simple("boards", "board_id"),
    "milestones": _simple("milestones", "milestone_id"),
    "next_steps": _simple("next_steps", "next_step_id"),
    "risks": _simple("risks", "risk_id"),
    "priorities": _simple("priorities", "priority_id"),
}


def tables(catalogue: Catalogue) -> Iterator[tuple[str, list[Row]]]:
    """Yield (table of the schema ``curated``, its rows) for all that is curated and computed."""
    for name, rows in _TABLES.items():
        yield name, rows(catalogue)
    verdicts = reconcile(catalogue)
    yield "checks", _checks(verdicts)
    yield (
        "check_figures",
        [
            {"check_id": v.check_id, "figure_id": f, "in_doubt": f in v.doubted_ids}
            for v in verdicts
            for f in v.figure_ids
        ],
    )
