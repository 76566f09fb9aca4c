"""Better, similar or worse: an area against a benchmark, and where it lies on a spine chart.

The rule is the one of English public health profiles (Fingertips): the area's 95% interval
against the benchmark's value, taken as certain. Inside the interval, ends included, is similar;
outside, the indicator's polarity says better or worse, and without polarity it is only higher or
lower. As in Fingertips' own code (dhsc-govuk/FingertipsNext, BenchmarkComparisonEngine.cs), both
values must be of the same period. What cannot be tested is not compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, cast, get_args

import pandas as pd

from models.base import Wrong
from models.period import Period
from models.reconcile import show
from models.vocabulary import Polarity, Unit

Outcome = Literal["better", "similar", "worse", "higher", "lower", "not_compared"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

# The three that say how an outcome looks without colour; colours are in config.
WORDS: dict[Outcome, str] = {
    "better": "better",
    "similar": "similar",
    "worse": "worse",
    "higher": "higher",
    "lower": "lower",
    "not_compared": "not compared",
}
SHAPES: dict[Outcome, str] = {
    "better": "▲",
    "similar": "●",
    "worse": "▼",
    "higher": "►",
    "lower": "◄",
    "not_compared": "◇",
}
# The same shapes by the names that Vega gives them.
MARKS: dict[Outcome, str] = {
    "better": "triangle-up",
    "similar": "circle",
    "worse": "triangle-down",
    "higher": "triangle-right",
    "lower": "triangle-left",
    "not_compared": "diamond",
}

_POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
_GOOD: dict[Polarity, str] = {
    "high_is_good": "higher is better",
    "low_is_good": "lower is better",
    "no_judgement": "neither higher nor lower is better",
}
_ABOVE: dict[Polarity, Outcome] = {
    "high_is_good": "better",
    "low_is_good": "worse",
    "no_judgement": "higher",
}
_BELOW: dict[Polarity, Outcome] = {
    "high_is_good": "worse",
    "low_is_good": "better",
    "no_judgement": "lower",
}


@dataclass(frozen=True)
class Comparison:
    """How an area compares with a benchmark, and why, in one plain sentence."""

    outcome: Outcome
    reason: str

    @property
    def word(self) -> str:
        """Return the outcome in words."""
        return WORDS[self.outcome]

    @property
    def shape(self) -> str:
        """Return the outcome as a sign that needs no colour."""
        return SHAPES[self.outcome]


def compare(
    value: float | None,
    lower_ci: float | None,
    upper_ci: float | None,
    benchmark: float | None,
    polarity: Polarity,
    *,
    period: str | Period | None,
    benchmark_period: str | Period | None,
    benchmark_name: str = "England",
) -> Comparison:
    """Compare an area's value with a benchmark's by the area's 95% interval.

    Numbers are in the indicator's unit; None and NaN both mean missing. The benchmark's name
    reads inside a sentence ("England", "the North West"). Raises ValueError for an unknown
    polarity.
    """
    if polarity not in _POLARITIES:
        raise ValueError(f"polarity '{polarity}' is not one of {', '.join(_POLARITIES)}")
    value, lower, upper = _known(value), _known(lower_ci), _known(upper_ci)
    benchmark, name = _known(benchmark), benchmark_name
    if value is None:
        return Comparison("not_compared", "There is no value for the area.")
    if benchmark is None:
        return Comparison("not_compared", f"There is no value for {name}.")
    if lower is None or upper is None:
        return Comparison("not_compared", "The source gives no interval for the area.")
    apart = _periods_apart(_text(period), _text(benchmark_period), name)
    if apart:
        return Comparison("not_compared", apart)
    said, low, high, middle = _alike(benchmark, lower, upper, value)
    if not lower <= value <= upper:
        reason = f"The interval {low} to {high} does not hold the area's own value {middle}."
        return Comparison("not_compared", reason)
    whose = f"{_capital(name)}'s {said}"
    if benchmark in (lower, upper):
        reason = f"{whose} is an end of the interval {low} to {high}, which counts as inside."
        return Comparison("similar", reason)
    if lower < benchmark < upper:
        return Comparison("similar", f"{whose} lies inside the interval {low} to {high}.")
    side, outcomes = ("below", _ABOVE) if benchmark < lower else ("above", _BELOW)
    reason = f"{whose} lies {side} the interval {low} to {high}; {_GOOD[polarity]}."
    return Comparison(outcomes[polarity], reason)


def difference_in_words(
    value: float, benchmark: float, unit: Unit, *, benchmark_name: str = "England"
) -> str:
    """Say how two bare figures differ, without a judgement: there is no interval to test by.

    Both figures must be of the same measure and period; that is for the caller to know.
    Raises ValueError when one is missing.
    """
    ours, theirs = _known(value), _known(benchmark)
    if ours is None or theirs is None:
        raise ValueError("a difference needs two figures; one is missing")
    by = ours - theirs
    both = f"{show(ours, unit)} against {show(theirs, unit)} in {benchmark_name}"
    if by == 0:
        return f"{both}: the same; not tested."
    size = show(abs(by), "percentage_points" if unit == "percent" else unit)
    return f"{both}: {size} {'higher' if by > 0 else 'lower'}; not tested."


COMPARED_COLUMNS = (
    "value",
    "lower_ci",
    "upper_ci",
    "period",
    "benchmark",
    "benchmark_period",
    "polarity",
)


def compare_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with comparison, word, shape and reason, each by ``compare``.

    Columns needed: COMPARED_COLUMNS; ``benchmark_name`` is used where it is given. Leave the
    benchmark's own rows out: an area is not compared with itself. Raises ValueError for a
    missing column or an unknown polarity.
    """
    _need(rows, COMPARED_COLUMNS)
    names: Iterable[object] = (
        rows["benchmark_name"] if "benchmark_name" in rows else ["England"] * len(rows)
    )
    found = [
        compare(
            cast("float | None", value),
            cast("float | None", lower),
            cast("float | None", upper),
            cast("float | None", benchmark),
            cast("Polarity", polarity),
            period=_text(period),
            benchmark_period=_text(benchmark_period),
            benchmark_name=_text(name) or "the benchmark",
        )
        for value, lower, upper, period, benchmark, benchmark_period, polarity, name in zip(
            *(rows[column] for column in COMPARED_COLUMNS), names, strict=True
        )
    ]
    told = {
        "comparison": [one.outcome for one in found],
        "word": [one.word for one in found],
        "shape": [one.shape for one in found],
        "reason": [one.reason for one in found],
    }
    return rows.assign(
        **{name: pd.Series(cells, index=rows.index, dtype="str") for name, cells in told.items()}
    )


SPINE_COLUMNS = ("area_code", "value", "period", "benchmark", "benchmark_period", "polarity")
_SPINE_NUMBERS = (
    "position",
    "left",
    "band_left",
    "band_right",
    "right",
    "left_value",
    "band_left_value",
    "band_right_value",
    "right_value",
)


def spine_positions(
    rows: pd.DataFrame, *, by: Sequence[str] = ("indicator_id", "sex", "age")
) -> pd.DataFrame:
    """Return the rows with their place on a spine chart, one spine for each indicator.

    The columns ``by`` together name an indicator; the others needed are SPINE_COLUMNS.
    Added, on a scale from -1 (left) through 0 (the benchmark) to 1 (right): ``position`` of
    the area; ``left`` and ``right``, where the furthest areas stand; ``band_left`` and
    ``band_right``, the 25th and 75th percentile; the four again in the indicator's unit
    (``left_value`` ...); ``left_word`` and ``right_word`` (worst and best, or lowest and
    highest without polarity); ``spine_areas``, how many areas the spine is drawn from.

    The method is that of OHID's area profiles (ukhsa-collaboration/fingertipscharts,
    spine_rescaler in R/spine_chart_utils.R; the same in dhsc-govuk/FingertipsNext,
    generateSeriesData.ts): the worst area left and the best right, the benchmark in the
    middle, distances divided by the larger of the two from the benchmark to the worst and to
    the best, percentiles by linear interpolation (R's type 7). Distances here keep their
    sign, so that when all areas are worse than the benchmark even the best stands left of it.

    A row without a value, or of another period than the benchmark's, has no position and is
    no part of the spine. One area alone stands at an end (or at 0 if it equals the
    benchmark); areas that all equal the benchmark stand at 0; without a benchmark nothing
    has a position. Raises ValueError for a missing column, an area that is in one spine
    twice, and a spine with several benchmarks or polarities.
    """
    _need(rows, (*by, *SPINE_COLUMNS))
    if rows.duplicated([*by, "area_code"]).any():
        raise ValueError(f"an area has several rows with the same {', '.join(by)}")
    # Counted afresh, so that rows come back in their order whatever their index.
    out = rows.reset_index(drop=True)
    out = out.assign(
        **{name: pd.Series(math.nan, index=out.index, dtype="float64") for name in _SPINE_NUMBERS},
        left_word=pd.Series("", index=out.index, dtype="str"),
        right_word=pd.Series("", index=out.index, dtype="str"),
        spine_areas=pd.Series(0, index=out.index, dtype="int64"),
    )
    spine_of_row = out.groupby([*by], dropna=False, sort=False).ngroup()
    parts = [_spine(part.copy()) for _, part in out.groupby(spine_of_row)]
    return (pd.concat(parts).sort_index() if parts else out).set_axis(rows.index)


def _spine(part: pd.DataFrame) -> pd.DataFrame:
    """Place one indicator's rows on its spine."""
    polarity = _only(part["polarity"], "polarity")
    if polarity not in _POLARITIES:
        raise ValueError(f"polarity '{polarity}' is not one of {', '.join(_POLARITIES)}")
    benchmark = _known(_only(part["benchmark"], "benchmark"))
    judged = polarity != "no_judgement"
    part["left_word"], part["right_word"] = ("worst", "best") if judged else ("lowest", "highest")
    values = part["value"].map(_known).astype("float64")
    same = [
        not _periods_apart(_text(ours), _text(theirs), "")
        for ours, theirs in zip(part["period"], part["benchmark_period"], strict=True)
    ]
    values = values.where(pd.Series(same, index=part.index))
    part["spine_areas"] = int(values.notna().sum())
    if benchmark is None or values.isna().all():
        return part
    sign = -1.0 if polarity == "low_is_good" else 1.0
    ends = values.quantile([0.0, 0.25, 0.75, 1.0]).tolist()
    ends = ends[::-1] if sign < 0 else ends
    scale = max(abs(ends[0] - benchmark), abs(ends[3] - benchmark))
    for name, end in zip(("left", "band_left", "band_right", "right"), ends, strict=True):
        part[f"{name}_value"] = end
        part[name] = _place(end, benchmark, sign * scale)
    part["position"] = values.map(lambda value: _place(value, benchmark, sign * scale))
    return part


def _place(value: float, benchmark: float, scale: float) -> float:
    """Return where a value stands, -1 to 1; NaN stays NaN. No spread puts all at 0."""
    return (value - benchmark) / (scale or 1.0) + 0.0  # -0 is 0


def _only(cells: pd.Series, what: str) -> object:
    """Return the one thing a column holds. Raises ValueError when it holds several."""
    different = cells.drop_duplicates()
    if len(different) > 1:
        raise ValueError(f"one spine has several values of {what}")
    return cast("object", different.iloc[0])


def _need(rows: pd.DataFrame, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in rows]
    if missing:
        raise ValueError(f"rows lack the columns {', '.join(missing)}")


def _known(cell: object) -> float | None:
    """Return a finite number, or None for anything that stands for a missing one."""
    if cell is None or cell is pd.NA:
        return None
    number = float(cast("float", cell))
    return number if math.isfinite(number) else None


def _text(cell: object) -> str | None:
    """Return a text, or None for anything that stands for a missing one."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return None
    return str(cell)


@lru_cache(maxsize=4096)
def _periods_apart(period: str | None, benchmark_period: str | None, name: str) -> str | None:
    """Say why two periods cannot be compared; None when they are the same."""
    if period is None:
        return "There is no period for the area."
    if benchmark_period is None:
        return f"There is no period for {name}."
    if _days(period) == _days(benchmark_period):
        return None
    return f"The area's value is of {_when(period)}, {name}'s of {_when(benchmark_period)}."


def _days(period: str) -> object:
    """Return the first and last day; a text that is no period equals only itself."""
    try:
        read = Period.parse(period)
    except Wrong:
        return period
    return read.start, read.end


def _when(period: str) -> str:
    first, dots, last = period.partition("..")
    if not dots:
        return period
    return f"{first} to {last}" if last else f"{first} onwards"


def _alike(*numbers: float) -> list[str]:
    """Write numbers with as many decimals as the one that has most (at most six)."""
    places = max(_places(number) for number in numbers)
    return [f"{number:,.{places}f}".replace("-", "−") for number in numbers]


def _places(number: float) -> int:
    exponent = Decimal(repr(round(number, 6))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
