"""Does what the documents say add up, and do they agree? Computed, with the working in words.

A declared check compares what a formula gives with what is printed. It *holds* when the
result, rounded as the printed number is, is the printed number; it is *within rounding*
when some values that would have been printed as the inputs were give it; else it *differs*.
Conflicts are found, not declared: the same indicator, area, period and group with
different values.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.catalogue import Catalogue
from models.check import Check
from models.figure import Figure
from models.indicator import Indicator
from models.numbers import half_step
from models.vocabulary import QUALIFIER_WORDS, UNIT_WORDS

DISCRETE = ("count", "people", "rank")
ROUGH = ("approx", "almost", "at_least", "more_than", "less_than", "up_to", "range")


@dataclass(frozen=True)
class Verdict:
    """What came of a check.

    ``stated`` and ``computed`` are in the unit of the stated figure, ``difference`` is
    computed less stated; ``working`` is one sentence; ``figure_ids`` are all it rests on.
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
    declared: bool
    possible_explanation: str | None
    note: str | None


@dataclass(frozen=True)
class _Reading:
    """One number of a figure with the interval in which it would have been printed so."""

    figure: Figure
    value: float
    half: float
    unit: str

    @property
    def interval(self) -> tuple[float, float]:
        return self.value - self.half, self.value + self.half


def show(value: float, unit: str) -> str:
    """Write a number with its unit, as many decimals as it needs and at most two."""
    text = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    sign = "−" if value < 0 and text != "0" else ""
    if unit == "gbp":
        return f"{sign}£{text}"
    return f"{sign}{text}{UNIT_WORDS[unit]}"


def show_figure(figure: Figure, indicator: Indicator) -> str:
    """Write a figure's value or range with its qualifier and unit."""
    if figure.value is not None:
        return QUALIFIER_WORDS[figure.qualifier] + show(figure.value, indicator.unit)
    low, high = figure.values
    unit = "" if indicator.unit == "gbp" else UNIT_WORDS[indicator.unit]
    sign = "£" if indicator.unit == "gbp" else ""
    return f"{sign}{_plain(low)} to {sign}{_plain(high)}{unit}"


def _plain(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _reading(catalogue: Catalogue, end: str) -> _Reading:
    figure_id, _, which = end.partition(".")
    figure = catalogue.figure(figure_id)
    indicator = catalogue.indicator_of(figure)
    value = {"": figure.value, "low": figure.low, "high": figure.high}[which]
    assert value is not None  # noqa: S101  (Catalogue.faults has seen to it)
    half = half_step(
        figure.as_stated,
        value,
        discrete=indicator.unit in DISCRETE,
        rounded=figure.qualifier in ROUGH,
    )
    return _Reading(figure, value, half, indicator.unit)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    slack = 1e-9 * max(1.0, *(abs(end) for end in (*one, *other)))
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack


def evaluate(catalogue: Catalogue, check: Check) -> Verdict:
    """Compute one declared check. Raises ZeroDivisionError when an input divides by zero."""
    inputs = {name: _reading(catalogue, end) for name, end in check.inputs.items()}
    stated = _reading(catalogue, check.stated)
    values = {name: reading.value for name, reading in inputs.items()} | check.constants
    spans = {name: reading.interval for name, reading in inputs.items()}
    spans |= {name: (number, number) for name, number in check.constants.items()}
    computed = check.formula.at(values)
    if _printed_alike(computed, stated):
        verdict = "holds"
    elif _meet(check.formula.between(spans), stated.interval):
        verdict = "within_rounding"
    else:
        verdict = "differs"
    shown = {name: show(reading.value, reading.unit) for name, reading in inputs.items()}
    shown |= {name: f"{number:,g}" for name, number in check.constants.items()}
    if check.kind == "restatement" and check.formula.text in inputs:
        said = shown[check.formula.text]
        again = show(stated.value, stated.unit)
        working = f"{said} in one statement, {again} in the other."
    else:
        result, printed = show(computed, stated.unit), show(stated.value, stated.unit)
        words = check.formula.in_words(shown)
        working = f"{words} = {result}; printed as {printed}."
    return Verdict(
        check.id,
        check.kind,
        check.statement,
        stated.value,
        computed,
        computed - stated.value,
        verdict,
        working,
        tuple(dict.fromkeys([*(r.figure.id for r in inputs.values()), stated.figure.id])),
        True,
        check.possible_explanation,
        check.note,
    )


def _printed_alike(computed: float, stated: _Reading) -> bool:
    return math.isclose(computed, stated.value, rel_tol=1e-9) or (
        stated.half > 0 and abs(computed - stated.value) <= stated.half * (1 + 1e-9)
    )


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
    parts = [str(part) for part in key if part is not None and part != "stated"]
    return Verdict(
        "conflict-"
        + "-".join(part.replace("_", "-").replace("/", "-").replace(" ", "-") for part in parts),
        "conflict",
        f"{indicator.name}, {getattr(area, 'name')}: {len(distinct)} different values",
        first.values[0],
        other.values[0],
        other.values[0] - first.values[0],
        "within_rounding" if alike else "differs",
        f"{said}.",
        tuple(figure.id for figure in figures),
        False,
        _undated(figures),
        None,
    )


def _undated(figures: list[Figure]) -> str | None:
    if figures[0].period is None and len({figure.source for figure in figures}) > 1:
        return "No statement gives a date; the documents may speak of different times."
    return None


def _span(catalogue: Catalogue, figure: Figure) -> tuple[float, float]:
    if figure.value is not None:
        return _reading(catalogue, figure.id).interval
    low, high = (_reading(catalogue, f"{figure.id}.{end}") for end in ("low", "high"))
    return low.interval[0], high.interval[1]


def _source(catalogue: Catalogue, figure: Figure) -> str:
    return str(getattr(catalogue.by_kind["source"][figure.source], "title"))


def reconcile(catalogue: Catalogue) -> list[Verdict]:
    """Return the verdict of every declared check, then every conflict found."""
    declared: Iterable[Verdict] = (evaluate(catalogue, check) for check in catalogue.checks)
    return [*declared, *conflicts(catalogue)]
