"""Charts as slides can have them of their own, from the rows that the drawn charts are made of.

None where the form would say less, or something else, than the picture does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from models.comparison import SHAPES, WORDS
from pages.components.snapshots import Native

# Of a line over time: places between the first and last date.
MOST_STEPS = 12
# How far from its date a point may stand, as a part of the whole time.
LOOSE = 0.04


def bars(rows: pd.DataFrame, *, name: str, unit: str) -> Native | None:
    """Return bars from the rows of ``charts.by_area``; None with a range or without a value.

    ``name`` is what the bars measure.
    """
    values = _numbers(rows["end"])
    if not values or None in values or (rows["start"] != 0).any():
        return None
    return Native(
        "bars",
        tuple(map(str, rows["label"])),
        ((name, values),),
        unit,
        shown=(_texts(rows["shown"]),),
        looks=tuple(map(str, rows["role"])),
        approximate=tuple(map(bool, rows["approximate"])),
    )


def lines(rows: pd.DataFrame, *, unit: str) -> Native | None:
    """Return lines from the rows of ``charts.over_time``, true to time.

    A chart of categories has them at equal distances, so dates far apart have empty places
    between them. None where that takes too many, or a series says two things of one period.
    """
    known = rows.dropna(subset=["date", "value"])
    periods = known.groupby("date", sort=True)["period"]
    if known.duplicated(["series", "date"]).any() or (periods.nunique() > 1).any():
        return None
    if len(periods) < 2:
        return None
    names = dict(zip(periods.groups, periods.first(), strict=True))
    places = _places(pd.DatetimeIndex(list(names)))
    if places is None:
        return None
    categories = [""] * (places[-1] + 1)
    for place, name in zip(places, names.values(), strict=True):
        categories[place] = str(name)
    at = dict(zip(names, places, strict=True))
    series, shown = [], []
    for name, own in known.groupby("series", sort=False):
        values: list[float | None] = [None] * len(categories)
        texts: list[str | None] = [None] * len(categories)
        for date, value, text in zip(own["date"], own["value"], own["shown"], strict=True):
            values[at[date]], texts[at[date]] = float(value), str(text)
        series.append((str(name), tuple(values)))
        shown.append(tuple(texts))
    return Native("lines", tuple(categories), tuple(series), unit, shown=tuple(shown))


def _places(dates: pd.DatetimeIndex) -> list[int] | None:
    """Return whole numbers as far from each other as the dates; None if they would be large."""
    days = [(date - dates[0]).days for date in dates]
    for steps in range(len(dates) - 1, MOST_STEPS + 1):
        step = days[-1] / steps
        places = [round(day / step) for day in days]
        off = max(abs(day - place * step) for day, place in zip(days, places, strict=True))
        if off <= LOOSE * days[-1] and len(set(places)) == len(places):
            return places
    return None


def slopes(rows: pd.DataFrame, *, unit: str) -> Native | None:
    """Return values before and after from the rows of ``charts.slope``; None without a value.

    Where dates differ from series to series each value has its own; else they are the categories.
    """
    sides = ("before", "after")
    known = rows.dropna(subset=list(sides), how="all")
    if known.empty:
        return None
    shared = {side: known[f"{side}_label"].nunique(dropna=False) == 1 for side in sides}
    columns = [
        [
            text
            if text is None or shared[side] or pd.isna(when)
            else f"{text}, {str(when).removeprefix(f'{side}, ')}"
            for text, when in zip(
                _texts(known[f"shown_{side}"]), known[f"{side}_label"], strict=True
            )
        ]
        for side in sides
    ]
    values = [_numbers(known[side]) for side in sides]
    return Native(
        "slopes",
        tuple(
            _started(str(known[f"{side}_label"].iloc[0]) if shared[side] else side)
            for side in sides
        ),
        tuple(zip(map(str, known["series"]), zip(*values, strict=True), strict=True)),
        unit,
        shown=tuple(zip(*columns, strict=True)),
    )


def _started(words: str) -> str:
    return words[:1].upper() + words[1:]


def dots(rows: pd.DataFrame, *, unit: str, comparator: tuple[float, str] | None) -> Native | None:
    """Return dots from the rows of ``charts.dot_interval``; a name says how its dot compares."""
    values = _numbers(rows["value"])
    if all(value is None for value in values):
        return None
    looks = [str(one) if one in WORDS else "not_compared" for one in rows["comparison"]]
    names = [
        f"{label}\n{SHAPES[look]} {WORDS[look]}" if comparator else str(label)  # type: ignore[index]
        for label, look in zip(rows["label"], looks, strict=True)
    ]
    return Native(
        "dots",
        tuple(names),
        (
            ("Value", values),
            ("Lower end of the 95% interval", _numbers(rows["low"])),
            ("Upper end of the 95% interval", _numbers(rows["high"])),
        ),
        unit,
        shown=(_texts(rows["shown"]),),
        looks=tuple(looks),
        comparator=(comparator[1], comparator[0]) if comparator else None,
    )


def _numbers(values: Iterable[Any]) -> tuple[float | None, ...]:
    """Return numbers, and None for what is none: a chart's data holds no NaN."""
    found = (None if pd.isna(value) else float(value) for value in values)
    return tuple(one if one is not None and math.isfinite(one) else None for one in found)


def _texts(values: Iterable[Any]) -> tuple[str | None, ...]:
    return tuple(None if pd.isna(value) else str(value) for value in values)
