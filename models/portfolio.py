"""Programmes taken together: partners under their several spellings, the years they run in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from models.period import Period

_BRACKETS = re.compile(r"\s*\([^)]*\)")
_FINANCIAL_YEAR_STARTS = 4


def partners(named: Iterable[str], expansions: Mapping[str, str]) -> dict[str, str]:
    """Return each way in which a partner is named, with the one name that stands for all.

    Names are alike but for capitals, "&" for "and", a bracket, and abbreviations (``expansions``:
    abbreviation to its words). Of several spellings the one without bracket and sign stands for
    all, then the one with most words, the most frequent, the first by alphabet. Nothing else is
    taken for the same: a trust and "acute trusts" stay two.
    """
    count = Counter(named)
    alike: dict[str, list[str]] = {}
    for name in count:
        alike.setdefault(_key(name, expansions), []).append(name)
    chosen = {
        key: min(
            names, key=lambda one: ("(" in one, "&" in one, -len(one.split()), -count[one], one)
        )
        for key, names in alike.items()
    }
    return {name: chosen[key] for key, names in alike.items() for name in names}


def _key(name: str, expansions: Mapping[str, str]) -> str:
    bare = _BRACKETS.sub("", name).replace("&", " and ")
    # Capitals count: "can" is no community action network.
    words = " ".join(expansions.get(word, word) for word in re.findall(r"[\w'’.-]+", bare))
    return words.casefold()


def years(period: Period, latest: int) -> range:
    """Return the financial years that a period touches, each as the year it starts in.

    An open period runs on to ``latest``.
    """
    first = _year(period.start)
    last = max(first, latest) if period.end is None else _year(period.end)
    return range(first, last + 1)


def year_words(year: int) -> str:
    """Write a financial year by the year it starts in: 2024/25."""
    return f"{year}/{(year + 1) % 100:02d}"


def _year(day: date) -> int:
    return day.year if day.month >= _FINANCIAL_YEAR_STARTS else day.year - 1
