"""Promised, done, known: actions, measures, programmes and figures as tables people read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from models.measure_status import SIGNS, WORDS
from pages.components import tables
from pages.components.words import (
    IN_QUESTION,
    PROGRAMME_STATUSES,
    Row,
    across,
    claim,
    counted,
    dated,
    given,
    marked,
    records,
    who,
)

HORIZONS = {
    "short_term": "short term",
    "medium_term": "medium term",
    "to_be_confirmed": "to be confirmed",
    "not_stated": "no horizon stated",
}
PLACES = ("Blackburn with Darwen", "Blackpool", "Lancashire", "South Cumbria")
WHOLE = "Lancashire and South Cumbria"
BESIDE = ("North West", "England")


def actions(rows: pd.DataFrame) -> pd.DataFrame:
    """Return key actions with the published wording beside the draft's where they differ."""
    return pd.DataFrame(
        {
            "Key action": [_first(row["published"], row["draft"]) for row in records(rows)],
            "Wording of the draft": [
                _draft(row["published"], row["draft"]) for row in records(rows)
            ],
        }
    )


def _first(published: object, draft: object) -> str:
    return str(published) if given(published) else f"{draft} (draft only)"


def _draft(published: object, draft: object) -> str:
    if not given(draft):
        return "not in the draft"
    if not given(published) or str(draft) == str(published):
        return "the same" if given(published) else ""
    return str(draft)


def measures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return success measures with their horizon, status and what speaks to them.

    ``rows`` has status and reason of ``strategy.with_status``, and programmes, their number.
    """
    return pd.DataFrame(
        {
            "Success measure": rows["text"].to_numpy(),
            "Horizon": [HORIZONS[str(h)] for h in rows["horizon"]],
            "What is known": [_known(row) for row in records(rows)],
        }
    )


def _known(row: Row) -> str:
    state = row["status"]
    told = f"{SIGNS[state]} {WORDS[state].capitalize()}: {row['reason']}"
    # Where there is no figure, the reason counts the programmes.
    if state in ("no_figure", "to_be_confirmed") or not row["programmes"]:
        return told
    return f"{told}; {counted(row['programmes'], 'programme')}"


def programmes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return programmes: name, where, status, what they do, how many figures they report."""
    return pd.DataFrame(
        {
            "Programme": rows["name"].to_numpy(),
            "Where": rows["area"].to_numpy(),
            "Status": [PROGRAMME_STATUSES[str(status)] for status in rows["status"]],
            "What it does": rows["summary"].to_numpy(),
            "Figures": [str(n) if n else "none" for n in rows["figures"]],
            "Document": rows["source"].to_numpy(),
        }
    )


def of_theme(rows: pd.DataFrame, theme: str | None) -> pd.DataFrame:
    """Return what belongs to a theme, and what spans the domain."""
    return rows[(rows["theme_id"] == theme) | rows["theme_id"].isna()]


def columns(names: list[str]) -> tuple[str, ...]:
    """Return the areas asked for, then the system and the comparators."""
    return tuple(dict.fromkeys((*names, WHOLE, *BESIDE)))


def side_by_side(
    rows: pd.DataFrame, names: tuple[str, ...], *, first: list[str] | None = None
) -> pd.DataFrame:
    """Return one row per indicator and group, one column per area, every statement in its cell.

    Indicators whose statements measure different things are left out, and targets. Rows that
    none of the areas ``first`` has are left out; those most areas have come first.
    """
    rows = rows[rows["area"].isin(names) & (rows["kind"] != "target")]
    rows = rows[rows["comparable"].astype(bool)]
    columns = [name for name in names if (rows["area"] == name).any()]
    if rows.empty:
        return pd.DataFrame()
    cells: dict[str, dict[str, str]] = {}
    ids: dict[str, list[str]] = {}
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in records(rows):
        groups.setdefault((_about(row), str(row["area"])), []).append(row)
    for (what, area), mine in groups.items():
        cells.setdefault(what, {})[area] = _told(mine)
        ids.setdefault(what, []).extend(row["figure_id"] for row in mine)
    table = pd.DataFrame.from_dict(cells, orient="index").reindex(columns=columns)
    if first is not None:
        table = table[table.reindex(columns=first).notna().any(axis=1)]
    order = table.notna().sum(axis=1).sort_values(ascending=False, kind="stable").index
    table = table.loc[order].fillna("not stated").rename_axis("Indicator").reset_index()
    return tables.of(table, [ids[name] for name in table["Indicator"]])


def _about(row: Row) -> str:
    rest = who(row, area=False)
    return f"{row['indicator']}, {rest}" if rest else str(row["indicator"])


def together(rows: pd.DataFrame) -> str:
    """Write what the statements of one thing say: "13.9% (March 2022); 7.59% (March 2025)".

    In the order of their dates, those without one last. What says the same again is left
    out. "or" stands only where statements of one date contradict each other (1.2 ⚠ or 1.3 ⚠).
    """
    return _told(records(rows))


def _told(rows: Sequence[Row]) -> str:
    """Write statements as ``together`` does: a page has many groups, too small for frames."""
    ids = {row["figure_id"] for row in rows}
    # What says the same again goes, unless there is nothing else.
    rows = [row for row in rows if row["same_as"] not in ids] or rows
    rows = sorted(rows, key=_dates)
    several = len({row["shown"] for row in rows}) > 1 and len({_programme(row) for row in rows}) > 1
    told: dict[str, dict[str, str]] = {}
    for row in rows:
        values = told.setdefault(_rest(row, programme=several), {})
        if row["in_question"] or row["shown"] not in values:
            values[row["shown"]] = marked(row)
    bare = told.pop("", {})
    said = [value for values in told.values() for value in values.values()]
    echoes = [shown for shown, value in bare.items() if value in said]
    undated = {shown: value for shown, value in bare.items() if shown not in echoes}
    if undated:
        told["no date given" if any(given(row["period"]) for row in rows) else ""] = undated
    return "; ".join(_joined(values, rest) for rest, values in told.items())


def _dates(row: Row) -> tuple[tuple[bool, object], ...]:
    """Return what statements are put in order by; without a date they come last."""
    ends = (row["period_start"], row["period_end"])
    return tuple((not given(end), end if given(end) else None) for end in ends)


def _programme(row: Row) -> object:
    return row["programme"] if given(row["programme"]) else None


def _joined(values: dict[str, str], rest: str) -> str:
    contradict = all(value.endswith(IN_QUESTION) for value in values.values())
    text = (" or " if contradict else "; ").join(values.values())
    if not rest:
        return text
    return f"{text.removesuffix(')')}; {rest})" if text.endswith(")") else f"{text} ({rest})"


def _rest(row: Row, *, programme: bool) -> str:
    """Return what stands in parentheses after a value: when, of what, in which programme."""
    kind = "" if row["kind"] == "comparator" else claim(row)
    parts = [dated(row), across(row), kind]
    if programme and given(row["programme"]):
        parts.append(str(row["programme"]))
    return "; ".join(part for part in parts if part)
