"""Does what the documents say add up, and do they agree? Computed, with the working in words.

A declared check compares what a formula gives with what is printed. It *holds* when the
result would have been printed so; it is *within rounding* when it would for some values
that would have been printed as the inputs were; else it *differs*. Conflicts are found,
not declared: the same indicator, area, period and group with different values, *within
rounding* when one true value could have been printed in each of the ways. A conflict that
declared restatements already tell of is not told again: its figures go to those checks.

What a printed number may stand for is an interval:

- ``31%``, ``9.5 weeks``, ``£102m``: half of the last printed digit to either side; three
  zeros at the end were rounded (``186,000``: half a thousand).
- ``148 people``: whole things were counted, so 148 and nothing else; a computed share of
  people is rounded to whole ones before it is compared.
- ``about``, and the ends of a range: half of the last digit that is no trailing zero, to
  two digits at the coarsest (``about 1,700``: 1,650 to 1,750). What ends in a zero after
  ``about`` is good to one part in forty at best (``about 40%``: 39 to 41).
- ``over``, ``at least``: from the number up, ``under``, ``up to``: from the number down,
  however far: 83 is "over 70", and 65 is not. As a part of a sum it stands for no more than
  a tenth beyond (or its rounding or one whole thing, if that is more), or any sum would do.
- ``almost``: down by a tenth, and by no more than half of its last digit that is no trailing
  zero (or one whole thing): 390 is "almost 400", and 1.76 million is "almost 1.8 million",
  but 1.74 million is not, since that is 1.7 million.
- ``a third``: one part in fifty to either side.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from models.base import shorten
from models.catalogue import Catalogue, Fault
from models.check import Check
from models.figure import Figure
from models.indicator import Indicator
from models.numbers import gives, half_step
from models.vocabulary import QUALIFIER_WORDS, UNITS

# What is written where there is no value.
NOT_AVAILABLE = "not available"

DISCRETE = ("count", "people", "rank")
ROUGH = ("approx", "almost", "at_least", "more_than", "less_than", "up_to", "range")
# Relations of so few numbers that a difference puts each of them in question.
ALL_IN_DOUBT = ("restatement", "difference", "percentage_change")
UPWARD = ("at_least", "more_than")
DOWNWARD = ("less_than", "up_to")
# How far "about 40%" reaches to either side, as a share of the number.
ABOUT = 1 / 40
# How far "over 500" reaches up and "almost 400" reaches down, as a share of the number.
REACH = 0.1

Interval = tuple[float, float]


@dataclass(frozen=True)
class Verdict:
    """What came of a check.

    ``stated`` and ``computed`` are in the unit of the stated figure, ``difference`` is
    computed less stated; ``working`` is one sentence; ``figure_ids`` are all it rests on and
    ``doubted_ids`` those of them that a difference puts in question.
    """

    check_id: str
    kind: str
    statement: str
    stated: float
    computed: float
    difference: float
    verdict: str
    working: str
    figure_ids: tuple[str, ...]
    doubted_ids: tuple[str, ...]
    declared: bool
    possible_explanation: str | None
    note: str | None


@dataclass(frozen=True)
class Reading:
    """One number of a figure with the interval that it may stand for, and its decimals."""

    figure: Figure
    value: float
    interval: Interval
    unit: str
    decimals: int | None

    @property
    def open(self) -> Interval:
        """The interval without an end where the words before the number give none."""
        low, high = self.interval
        if self.figure.qualifier in UPWARD:
            return low, math.inf
        return (-math.inf, high) if self.figure.qualifier in DOWNWARD else self.interval


def number_in_words(value: float, decimals: int | None = None) -> str:
    """Write a number with thousands marked and so many decimals.

    Without ``decimals``: at most two, more if it is tiny, and no trailing zeros.
    """
    size = abs(value)
    if decimals is not None:
        text = f"{size:,.{decimals}f}"
    elif 0 < size < 0.01:
        text = f"{size:.2g}"
    else:
        text = f"{size:,.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 else text


def show(value: float, unit: str, decimals: int | None = None) -> str:
    """Write a number with its unit: 1 year, 2 years, 82.0 years, £12.50, −3%, 30th, 2040."""
    if unit == "gbp":
        pence = 2 if 0.01 <= abs(value) != int(abs(value)) else None
        text = number_in_words(abs(value), pence)
        return f"−£{text}" if value < 0 else f"£{text}"
    if unit == "rank" and value == int(value) and value > 0:
        return _ordinal(int(value))
    if unit == "calendar_year":
        return f"{value:.0f}"
    text = number_in_words(value, decimals)
    words = UNITS[unit].after
    if text == "1":
        words = " person" if unit == "people" else words.removesuffix("s")
    return f"{text}{words}"


def _ordinal(number: int) -> str:
    teens = 11 <= number % 100 <= 13
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def show_figure(figure: Figure, indicator: Indicator) -> str:
    """Write a figure's value or range with its qualifier and unit, as finely as it is printed.

    A share or a multiple that is printed in words keeps them: almost a third (33.3%).
    """
    unit = indicator.unit
    if figure.value is not None:
        return _qualified(figure, figure.value, unit)
    low, high = figure.values
    whole = unit in ("gbp", "rank", "calendar_year")
    first = show(low, unit) if whole else number_in_words(low, _decimals(figure, low))
    return f"{first} to {show(high, unit, _decimals(figure, high))}"


def _qualified(figure: Figure, value: float, unit: str) -> str:
    if unit == "rank" and figure.qualifier == "up_to":
        return f"among the first {number_in_words(value)}"
    number = gives(figure.as_stated, value)
    words = number.in_words if number is not None else None
    if words is not None and unit not in ("percent", "ratio"):
        words = None  # "a double room" is one room
    text = show(value, unit, _decimals(figure, value))
    return QUALIFIER_WORDS[figure.qualifier] + (f"{words} ({text})" if words else text)


def _decimals(figure: Figure, value: float) -> int | None:
    """Return how many decimals a value is printed with; None when it is printed in words."""
    number = gives(figure.as_stated, value)
    return number.decimals if number is not None and number.means(value) else None


def _term(value: float, unit: str, decimals: int | None = None) -> str:
    """Write a number as it stands in a sum: £ and % stay, the words of other units go."""
    text = show(value, unit if unit in ("gbp", "percent", "degrees") else "count", decimals)
    return f"({text})" if value < 0 else text


def read_number(catalogue: Catalogue, end: str, *, rounded: bool = False) -> Reading:
    """Return a number of a figure with the interval that it may stand for.

    ``end`` is the id of a figure with one value, or of a range with ``.low`` or ``.high`` after
    it; ``rounded`` when even whole things may have been rounded, such as an average. The interval
    is in the unit of the figure's indicator, by the rules on top of this file. Raises KeyError for
    a figure that is not there; it must have that end (``Catalogue.faults`` refuses others).
    """
    figure_id, _, which = end.partition(".")
    figure = catalogue.figure(figure_id)
    unit = catalogue.indicator_of(figure).unit
    value = {"": figure.value, "low": figure.low, "high": figure.high}[which]
    assert value is not None  # noqa: S101  (Catalogue.faults has seen to it)
    discrete = unit in DISCRETE
    half = half_step(
        figure.as_stated,
        value,
        discrete=discrete and not rounded,
        rounded=figure.qualifier in ROUGH,
    )
    number = gives(figure.as_stated, value)
    exact = number is not None and number.means(value)
    zeros = number.zeros_step if number is not None and exact else math.inf
    if figure.qualifier == "approx" and exact:
        half = max(half, min(ABOUT * abs(value), zeros / 2))
    reach = max(REACH * abs(value), half, discrete)
    interval = (value - half, value + half)
    if figure.qualifier in UPWARD:
        interval = (value, value + reach)
    elif figure.qualifier == "almost":
        interval = (value - min(reach, max(zeros / 2, discrete)), value)
    elif figure.qualifier in DOWNWARD:
        interval = (value - reach, value)
    return Reading(figure, value, interval, unit, _decimals(figure, value))


def _meet(one: Interval, other: Interval) -> bool:
    """Say whether intervals overlap; two that only touch (1.2 and 1.3 million) do not."""
    slack = 1e-9 * max(1.0, *(abs(end) for end in (*one, *other) if math.isfinite(end)))
    if one[0] == one[1] or other[0] == other[1]:
        slack = -slack
    return one[0] < other[1] - slack and other[0] < one[1] - slack


def undefined(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield the declared checks that have no result: they divide by zero, or grow too large."""
    for check in catalogue.checks:
        try:
            evaluate(catalogue, check)
        except ArithmeticError as error:
            does = "divides by zero" if isinstance(error, ZeroDivisionError) else "is too large"
            yield Fault(
                check,
                ("formula",),
                f"'{shorten(check.formula.text)}' {does} with these inputs",
                "a formula with a result",
            )


def evaluate(catalogue: Catalogue, check: Check) -> Verdict:
    """Compute one declared check.

    Raises ZeroDivisionError when an input divides by zero, OverflowError when no number can
    hold the result.
    """
    stated = read_number(catalogue, check.stated, rounded=True)
    # 31.5 people are an average, and then so are the 148 and the 116 they come from.
    averages = stated.unit in DISCRETE and stated.value != int(stated.value)
    inputs = {
        name: read_number(catalogue, end, rounded=averages) for name, end in check.inputs.items()
    }
    values = {name: reading.value for name, reading in inputs.items()} | check.constants
    alone = check.formula.text in inputs
    spans = {name: reading.open if alone else reading.interval for name, reading in inputs.items()}
    spans |= {name: (number, number) for name, number in check.constants.items()}
    computed = check.formula.at(values)
    if not math.isfinite(computed):
        raise OverflowError(f"{check.id} has no finite result")
    figure_ids = tuple(dict.fromkeys([*(r.figure.id for r in inputs.values()), stated.figure.id]))
    if _periods_differ(check, inputs, stated) or _units_differ(check, inputs, stated):
        verdict = "differs"
    elif _meet((computed, computed), stated.open):
        verdict = "holds"
    elif _meet(check.formula.between(spans), stated.open):
        verdict = "within_rounding"
    else:
        verdict = "differs"
    return Verdict(
        check.id,
        check.kind,
        check.statement,
        stated.value,
        computed,
        computed - stated.value,
        verdict,
        _working(check, inputs, stated, computed),
        figure_ids,
        check.doubts or (figure_ids if check.kind in ALL_IN_DOUBT else (stated.figure.id,)),
        True,
        check.possible_explanation,
        check.note,
    )


def _working(check: Check, inputs: dict[str, Reading], stated: Reading, computed: float) -> str:
    printed = _said(stated)
    if check.formula.text in inputs:
        first = inputs[check.formula.text]
        if _periods_differ(check, inputs, stated):
            one, other = first.figure.period, stated.figure.period
            return (
                f"{_said(first)}, {one.in_words() if one else ''}, in one statement; "
                f"{printed}, {other.in_words() if other else ''}, in the other."
            )
        return f"{_said(first)} in one statement, {printed} in the other."
    shown = {name: _term(r.value, r.unit, r.decimals) for name, r in inputs.items()}
    years = stated.unit == "years"
    shown |= {name: _constant(number, years=years) for name, number in check.constants.items()}
    if check.formula.text in check.constants:
        return f"{shown[check.formula.text]} counted; printed as {printed}."
    result = _term(computed, stated.unit).strip("()")
    return f"{check.formula.in_words(shown)} = {result}; printed as {printed}."


def _periods_differ(check: Check, inputs: dict[str, Reading], stated: Reading) -> bool:
    """Say whether two statements of the same thing date it differently."""
    if check.kind != "restatement" or check.formula.text not in inputs:
        return False
    one, other = inputs[check.formula.text].figure, stated.figure
    if one.period is None or other.period is None or one.period_inferred or other.period_inferred:
        return False
    return (one.period.start, one.period.end) != (other.period.start, other.period.end)


def _units_differ(check: Check, inputs: dict[str, Reading], stated: Reading) -> bool:
    """Say whether two statements of the same thing count it in different units."""
    if check.kind != "restatement" or check.formula.text not in inputs:
        return False
    one, other = inputs[check.formula.text].unit, stated.unit
    return one != other and not (one in DISCRETE and other in DISCRETE)


def _constant(value: float, *, years: bool) -> str:
    """Write a constant; between dates a year is 2025 and not 2,025."""
    if years and 1900 <= value <= 2100 and value == int(value):
        return str(int(value))
    return _term(value, "count")


def _said(reading: Reading) -> str:
    return _qualified(reading.figure, reading.value, reading.unit)


def _statement_kind(figure: Figure) -> str:
    return figure.kind if figure.kind in ("target", "projection") else "stated"


def conflicts(catalogue: Catalogue) -> Iterator[Verdict]:
    """Find figures that say different things of the same indicator, area, period and group."""
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in catalogue.figures:
        period = figure.period.text if figure.period else None
        key: tuple[object, ...] = (
            figure.indicator,
            figure.area,
            period,
            "baseline" if figure.baseline else None,
            figure.sex,
            figure.age,
            figure.group,
            figure.ward,
            figure.programme,
            _statement_kind(figure),
        )
        groups[key].append(figure)
    for key, figures in groups.items():
        distinct: dict[tuple[float, ...], Figure] = {}
        for figure in figures:
            distinct.setdefault(figure.values, figure)
        if len(distinct) > 1:
            yield _conflict(catalogue, key, figures, list(distinct.values()))


def _conflict(
    catalogue: Catalogue, key: tuple[object, ...], figures: list[Figure], distinct: list[Figure]
) -> Verdict:
    indicator = catalogue.indicator_of(figures[0])
    area = catalogue.by_kind["area"][figures[0].area]
    widest = max(distinct, key=lambda f: abs(f.values[0] - distinct[0].values[0]))
    first, other = distinct[0], widest if widest is not distinct[0] else distinct[1]
    alike = all(
        _meet(_span(catalogue, one), _span(catalogue, two))
        for index, one in enumerate(distinct)
        for two in distinct[index + 1 :]
    )
    said = "; ".join(
        f"{show_figure(figure, indicator)} ({_source(catalogue, figure)})" for figure in distinct
    )
    parts = [str(part).lower() for part in key if part is not None and part != "stated"]
    return Verdict(
        "-".join(["conflict", *(re.sub(r"[^a-z0-9]+", "-", part).strip("-") for part in parts)]),
        "conflict",
        f"{indicator.name}, {getattr(area, 'name')}: {len(distinct)} different values",
        first.values[0],
        other.values[0],
        other.values[0] - first.values[0],
        "within_rounding" if alike else "differs",
        f"{said}.",
        tuple(figure.id for figure in figures),
        tuple(figure.id for figure in figures),
        False,
        _undated(figures),
        None,
    )


def _undated(figures: list[Figure]) -> str | None:
    if figures[0].period is None and len({figure.source for figure in figures}) > 1:
        return "No statement gives a date; the documents may speak of different times."
    return None


def _span(catalogue: Catalogue, figure: Figure) -> Interval:
    if figure.value is not None:
        return read_number(catalogue, figure.id).open
    low, high = (read_number(catalogue, f"{figure.id}.{end}") for end in ("low", "high"))
    return low.interval[0], high.interval[1]


def _source(catalogue: Catalogue, figure: Figure) -> str:
    return str(getattr(catalogue.by_kind["source"][figure.source], "title"))


def reconcile(catalogue: Catalogue) -> list[Verdict]:
    """Return the verdict of every declared check, then every conflict found, ids all distinct."""
    verdicts = [_restated(catalogue, evaluate(catalogue, check)) for check in catalogue.checks]
    declared = len(verdicts)
    for conflict in conflicts(catalogue):
        telling = _telling(catalogue, conflict, verdicts[:declared])
        for index in telling:
            verdicts[index] = _joined(catalogue, verdicts[index], conflict)
        if not telling:
            verdicts.append(conflict)
    taken: set[str] = set()
    distinct = []
    for verdict in verdicts:
        own, again = verdict.check_id, 1
        while own in taken:  # ages "65" and "65+" make the same id
            again += 1
            own = f"{verdict.check_id}-{again}"
        taken.add(own)
        distinct.append(replace(verdict, check_id=own))
    return distinct


def _restated(catalogue: Catalogue, verdict: Verdict) -> Verdict:
    """Return a restatement that differs with all who say the same as its figures in question."""
    if verdict.kind != "restatement" or verdict.verdict != "differs":
        return verdict
    firsts = {catalogue.figure(one).same_as or one for one in verdict.doubted_ids}
    more = [f.id for f in catalogue.figures if (f.same_as or f.id) in firsts]
    return _resting_on(verdict, more)


def _resting_on(verdict: Verdict, more: list[str]) -> Verdict:
    """Return a verdict that rests on more figures and puts them in question."""
    return replace(
        verdict,
        figure_ids=tuple(dict.fromkeys((*verdict.figure_ids, *more))),
        doubted_ids=tuple(dict.fromkeys((*verdict.doubted_ids, *more))),
    )


def _values(catalogue: Catalogue, figure_ids: tuple[str, ...]) -> frozenset[tuple[float, ...]]:
    return frozenset(catalogue.figure(figure_id).values for figure_id in figure_ids)


def _telling(catalogue: Catalogue, conflict: Verdict, declared: list[Verdict]) -> list[int]:
    """Return which declared restatements set every two values of a conflict side by side.

    None of them, when they leave out two of the values or see no difference where it does.
    """
    pairs = {
        index: _values(catalogue, verdict.figure_ids)
        for index, verdict in enumerate(declared)
        if verdict.kind == "restatement" and {*verdict.figure_ids} <= {*conflict.figure_ids}
    }
    pairs = {index: values for index, values in pairs.items() if len(values) > 1}
    every = combinations(_values(catalogue, conflict.figure_ids), 2)
    told = {frozenset(pair) for pair in every} <= {*pairs.values()}
    as_strict = conflict.verdict in ("within_rounding", *(declared[i].verdict for i in pairs))
    return [*pairs] if told and as_strict else []


def _joined(catalogue: Catalogue, verdict: Verdict, conflict: Verdict) -> Verdict:
    """Return a declared verdict that also rests on the conflict's other figures of its values."""
    values = _values(catalogue, verdict.figure_ids)
    more = [one for one in conflict.figure_ids if catalogue.figure(one).values in values]
    return _resting_on(verdict, more)
