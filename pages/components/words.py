"""Words that pages put round figures: plain text, qualifiers, kinds, periods."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from models.period import Period

KINDS = {
    "outcome": "outcome",
    "activity": "activity",
    "capacity": "capacity",
    "finance": "money",
    "population": "population",
    "target": "target",
    "projection": "projection",
    "comparator": "comparator",
    "other": "other",
}
UNITS = {
    "percent": "%",
    "percentage_points": "percentage points",
    "count": "number",
    "people": "people",
    "gbp": "£",
    "years": "years",
    "months": "months",
    "weeks": "weeks",
    "days": "days",
    "hours": "hours",
    "per_100k": "per 100,000 people",
    "per_1000": "per 1,000",
    "ratio": "ratio",
    "rank": "rank",
}
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

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@])")


def plain(text: object) -> str:
    """Return text that Markdown shows literally: nothing in the data is formatting."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def given(value: Any) -> bool:
    """Say whether a cell holds something."""
    return value is not None and not (pd.api.types.is_scalar(value) and pd.isna(value))


def who(row: pd.Series, *, area: bool = True) -> str:
    """Say whom a figure is about: area, sex, age, group."""
    parts = [str(row["area"])] if area else []
    if given(row["sex"]):
        parts.append({"male": "men", "female": "women"}[row["sex"]])
    if given(row["age"]):
        parts.append(f"aged {row['age']}")
    if given(row["population_group"]):
        parts.append(row["population_group"])
    return ", ".join(parts)


def when(row: pd.Series) -> str:
    """Say when: the period in words, or that none is given."""
    if not given(row["period"]):
        return "no date given"
    text = period_words(str(row["period"]))
    return f"{text} (year inferred)" if row["period_inferred"] else text


def period_words(period: str) -> str:
    """Write a period for readers: March 2025, 2018 to 2020, since December 2024."""
    return Period.parse(period).in_words()


def claim(row: pd.Series) -> str:
    """Name the kind of claim when it is more than a plain report, else an empty text."""
    kind = str(row["kind"])
    return kind if kind in ("target", "projection", "comparator") else ""


def number(value: float) -> str:
    """Write a whole count with thousands separated."""
    return f"{int(value):,}"


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dictionaries: for many cells much quicker than rows of a frame."""
    return [{str(name): cell for name, cell in row.items()} for row in rows.to_dict("records")]
