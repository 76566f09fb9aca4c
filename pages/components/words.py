"""Words that pages put round figures: plain text, qualifiers, kinds, periods."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping
from typing import Any

import pandas as pd

from models import vocabulary
from models.period import Period
from models.vocabulary import ACROSS_WORDS, KIND_WORDS, PROGRAMME_STATUS_WORDS
from pages.components import revisions

KINDS = KIND_WORDS
UNITS = {unit: words.name for unit, words in vocabulary.UNITS.items()}
PROGRAMME_STATUSES = PROGRAMME_STATUS_WORDS
POLARITIES = {
    "high_is_good": "Higher is better",
    "low_is_good": "Lower is better",
    "no_judgement": "Neither high nor low is better",
}
AREA_TYPES = {
    "nation": "nation",
    "region": "region",
    "system": "the whole system",
    "place": "place",
    "county": "county",
    "locality": "locality",
    "district": "district",
    "partnership": "partnership",
    "neighbourhood": "neighbourhood",
    "ward": "ward",
    "facility": "facility or trust",
}
STATUSES = {"draft": "Draft", "published": "Published"}
# A check that differs puts some of its figures in question; others only go into it.
IN_QUESTION, IN_PART = "⚠", "≠"
MARKS = {
    IN_QUESTION: "a check puts the figure in question",
    IN_PART: "the figure is part of a check that does not agree",
}
# Claims that are no plain report of what is; they are named wherever the figure is shown.
_NAMED = ("target", "projection", "comparator")
ONE_CASE = "one case"

# What Markdown and Streamlit's additions to it take for markup: anywhere, and first in a line.
_MARKUP = re.compile(
    r"[\\`*_\[\]<|~$]|:(?=[\w+:-])|&(?=#?\w+;)|^(?:[#>+=-]|[0-9]+(?=[.)](?:\s|$)))"
)
# What it looks for when the markup has been read: addresses, pictures by their name, arrows. A
# word joiner keeps their letters apart: nobody sees it, and the data cannot have one.
_FOUND = re.compile(
    r":(?=material|streamlit)|https?(?=:)|www(?=\.)|[\w.+-](?=@)|(?<!\S)[<>~-](?=[>=-]{1,2}(?!\S))",
    re.IGNORECASE,
)
_JOINER = "\u2060"


Row = pd.Series | Mapping[str, Any]
"""A row of a query, as a frame gives it or as ``records`` does."""


def plain(text: object) -> str:
    """Return text that Markdown shows literally, in one line: nothing in the data is formatting."""
    joined = _FOUND.sub(rf"\g<0>{_JOINER}", " ".join(str(text).split()))
    return _MARKUP.sub(_escaped, joined)


def _escaped(found: re.Match[str]) -> str:
    """Put a backslash before a sign, and after the number of what would be a list."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def given(value: Any) -> bool:
    """Say whether a cell holds something."""
    return value is not None and not (pd.api.types.is_scalar(value) and pd.isna(value))


def who(row: Row, *, area: bool = True) -> str:
    """Say whom a figure is about: area, sex, age, group, and what a range ranges across."""
    parts = [str(row["area"])] if area else []
    if given(row["sex"]):
        parts.append({"male": "men", "female": "women"}[row["sex"]])
    if given(row["age"]):
        parts.append(f"aged {row['age']}")
    if given(row["population_group"]):
        parts.append(row["population_group"])
    if area and across(row):
        parts.append(across(row))
    return ", ".join(parts)


def across(row: Row) -> str:
    """Say what the ends of a range are, when they are lowest and highest; else an empty text."""
    return ACROSS_WORDS[row["range_across"]] if given(row["range_across"]) else ""


def when(row: Row) -> str:
    """Say when: the period in words, or that none is given."""
    said = dated(row)
    if given(row["period"]):
        return said
    return f"{said}, no date given" if said else "no date given"


def dated(row: Row) -> str:
    """Say the period, if it is inferred, and if it is before a change; empty without any."""
    parts = [period_words(str(row["period"]))] if given(row["period"]) else []
    if row["period_inferred"]:
        parts.append("year inferred")
    if row["baseline"]:
        parts.append("baseline")
    return ", ".join(parts)


def period_words(period: str) -> str:
    """Write a period for readers: March 2025, 2018 to 2020, since December 2024, a quarter."""
    read = Period.parse(period)
    if read.end is None or not re.fullmatch(r"\d{4}/\d{2}-Q\d", period):
        return read.in_words()
    return f"{month_name[read.start.month]} to {month_name[read.end.month]} {read.end.year}"


def claim(row: Row) -> str:
    """Name the kind of claim when it is more than a plain report, else an empty text."""
    return told_as(row) if row["evidence"] == "one_case" or row["kind"] in _NAMED else ""


def told_as(row: Row) -> str:
    """Name what sort of claim a figure is; what came of one person's case is always named so."""
    return ONE_CASE if row["evidence"] == "one_case" else KINDS[str(row["kind"])]


def mark(row: Row) -> str:
    """Return the sign of a figure that a check does not agree with; empty for the others."""
    if row["in_question"]:
        return IN_QUESTION
    return IN_PART if row["in_differing_check"] else ""


def signs(row: Row) -> str:
    """Return all signs of a figure: that it has been revised since the link, and its mark."""
    return f"{revisions.sign(row.get('figure_id'))} {mark(row)}".strip()


def marked(row: Row) -> str:
    """Write a value with its signs; one in question as printed, if it is printed by itself.

    What a check puts in question may be a misprint: then the words say it better than our
    reading of them (c598, as printed).
    """
    shown = str(row["shown"])
    if row["in_question"] and " " not in str(row["as_stated"]):
        shown = f"{row['as_stated']}, as printed"
    return f"{shown} {signs(row)}".rstrip()


def explained(rows: pd.DataFrame) -> list[str]:
    """Say what each sign means that any of these figures carries."""
    carried = {mark(row) for row in records(rows)}
    told = [f"{sign} {words}" for sign, words in MARKS.items() if sign in carried]
    again = any(revisions.sign(row.get("figure_id")) for row in records(rows))
    return [f"{revisions.SIGN} {revisions.SAID}", *told] if again else told


def number(value: float) -> str:
    """Write a whole count with thousands separated."""
    return f"{int(value):,}"


def counted(value: float, thing: str, things: str | None = None) -> str:
    """Write how many there are of something: 1 figure, 12 figures."""
    return f"{number(value)} {thing if value == 1 else things or thing + 's'}"


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dictionaries: for many cells much quicker than rows of a frame."""
    names = [str(name) for name in rows.columns]
    cells = (column.tolist() for _, column in rows.items())
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]
