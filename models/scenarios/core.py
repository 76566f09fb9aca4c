"""What a scenario is made of: inputs from figures, formulas, and what the documents leave open.

A scenario is a ``Card``, declared in a file of its own. Its inputs are *stated* (a figure, by
its id), *read* from figures (the months between two dates), or *assumed*, with the reason.
Nothing that a document states is written down here: values come from the catalogue. Formulas
are arithmetic (``models.formula``), so the working that a reader sees is what was computed;
percentages are fractions in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter
from typing import Literal

import numpy as np
import numpy.typing as npt

from models.base import Wrong
from models.catalogue import Catalogue
from models.figure import Figure
from models.formula import Formula

# What a printed number may stand for is decided there, and only there.
from models.reconcile import DISCRETE, read_number, show, show_figure

Array = npt.NDArray[np.float64]
Interval = tuple[float, float]

DAYS_A_YEAR = 365.0
DAYS_A_WEEK = 7.0
MONTHS_A_YEAR = 12.0
WEEKS_A_YEAR = DAYS_A_YEAR / DAYS_A_WEEK  # 52.14
# Every formula may use these by name.
CONSTANTS = {
    "days_a_year": DAYS_A_YEAR,
    "weeks_a_year": WEEKS_A_YEAR,
    "months_a_year": MONTHS_A_YEAR,
}
FRACTIONS = ("percent", "percentage_points")
_SIGNED = ("gbp", "percent", "degrees")

Kind = Literal["exact", "rounded", "bound", "range", "chance", "assumed", "set"]


def scale(unit: str) -> float:
    """Return what a number of a unit is divided by for formulas: 100 for percentages."""
    return 100.0 if unit in FRACTIONS else 1.0


def said(value: float, unit: str) -> str:
    """Write a value as a headline: whole people and pounds, one decimal of a percentage.

    Small ones keep more: £2.50, 4.3 people.
    """
    return show(_rounded(value, unit), unit)


def said_interval(low: float, high: float, unit: str) -> str:
    """Write an interval: 19.5% to 27.7%; one value where both ends are written alike."""
    first, last = said(low, unit), said(high, unit)
    if first == last:
        return first
    return f"{term(_rounded(low, unit), unit)} to {last}"


def said_ends(low: float, high: float, unit: str) -> str:
    """Write the ends of an input; with more decimals where rounding would hide its width."""
    lost = max(abs(end - _rounded(end, unit)) for end in (low, high))
    if lost <= (high - low) / 10:
        return said_interval(low, high, unit)
    if unit == "gbp":
        return f"{show(low, unit)} to {show(high, unit)}"
    first, last = (f"{end:,.3f}".rstrip("0").rstrip(".") for end in (low, high))
    mark = "%" if unit == "percent" else ""
    return f"{first}{mark} to {last}{show(0, unit).removeprefix('0')}"


def _rounded(value: float, unit: str) -> float:
    size = abs(value)
    if unit in ("people", "count"):
        places = 0 if size >= 10 else 1 if size >= 1 else 2
    elif unit == "gbp":
        places = 0 if size >= 100 else 2
    elif unit in FRACTIONS:
        places = 1 if size >= 1 else 2
    else:
        places = 1 if size >= 10 else 2
    return round(value, places) + 0.0  # never -0


def term(value: float, unit: str) -> str:
    """Write a value as it stands in a sum: £ and % stay, the words of other units go."""
    return show(value, unit if unit in _SIGNED else "count")


class Facts:
    """The figures a scenario rests on, by id; with what each printed number may stand for."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Read from a catalogue, which need hold no more than these figures."""
        self._catalogue = catalogue

    def figure(self, figure_id: str) -> Figure:
        """Return a figure. Raises KeyError."""
        return self._catalogue.figure(figure_id)

    def unit(self, figure_id: str) -> str:
        """Return the unit of a figure's indicator. Raises KeyError."""
        return self._catalogue.indicator_of(self.figure(figure_id)).unit

    def value(self, figure_id: str) -> float:
        """Return the value as printed; of a range the middle. Raises KeyError."""
        values = self.figure(figure_id).values
        return sum(values) / len(values)

    def printed(self, figure_id: str, *, average: bool = False) -> Interval:
        """Return what the printed number may stand for, by the rules of ``models.reconcile``.

        A stated range is taken as it is stated. An ``average`` in whole numbers was rounded:
        148 people a day may be 147.5 to 148.5. Raises KeyError.
        """
        figure = self.figure(figure_id)
        if figure.value is None:
            low, high = figure.values
            return low, high
        return read_number(self._catalogue, figure_id, rounded=average).interval

    def shown(self, figure_id: str) -> str:
        """Return the value with qualifier and unit, as ``almost 400``. Raises KeyError."""
        figure = self.figure(figure_id)
        return show_figure(figure, self._catalogue.indicator_of(figure))

    def years_between(self, first: str, last: str) -> float:
        """Return the years from the start of one figure's period to that of another."""
        one, other = self.figure(first).period, self.figure(last).period
        if one is None or other is None:
            raise Wrong(f"'{first}' or '{last}' has no period", "dated figures")
        months = 12 * (other.start.year - one.start.year) + other.start.month - one.start.month
        return months / MONTHS_A_YEAR

    def months_of(self, figure_id: str) -> float:
        """Return how many months a figure's period lasts."""
        period = self.figure(figure_id).period
        if period is None or period.end is None:
            raise Wrong(f"'{figure_id}' has no period that ends", "a period such as 2024-11..")
        first, last = period.start, period.end
        return 12.0 * (last.year - first.year) + last.month - first.month + 1


@dataclass(frozen=True)
class Stated:
    """An input that a figure states. The user may set it from ``lowest`` to ``highest``.

    ``among`` names the input that counts whom a share or a number was observed in: then
    chance is in it. ``each`` is for a sum of money over them: the input with the most that
    one of them gets. ``fall`` says that it is the fall of a count from ``among``. ``average``
    says that whole numbers were rounded, ``exact`` that a target or limit is just that number.
    ``plan`` says that it is decided, not estimated: it starts at the figure's number, and what
    is not known of the figure is no doubt about the plan.
    """

    id: str
    label: str
    figure: str
    lowest: float
    highest: float
    step: float = 1.0
    suffix: str = ""
    among: str | None = None
    each: str | None = None
    fall: bool = False
    average: bool = False
    exact: bool = False
    plan: bool = False


@dataclass(frozen=True)
class Read:
    """An input that is not a figure's value but read from its period; known exactly."""

    id: str
    label: str
    unit: str
    figures: tuple[str, ...]
    take: Callable[[Facts], float]
    lowest: float
    highest: float
    step: float = 1.0
    suffix: str = ""


@dataclass(frozen=True)
class Assumed:
    """An input that no document gives, and ``why`` it is what it is.

    ``value`` None means that it is not known; only ``among`` may name such an input, and
    then chance is left out. ``low`` and ``high`` are how far it may lie where that is part
    of the assumption.
    """

    id: str
    label: str
    unit: str
    value: float | None
    why: str
    lowest: float
    highest: float
    step: float = 1.0
    suffix: str = ""
    low: float | None = None
    high: float | None = None


Spec = Stated | Read | Assumed


@dataclass(frozen=True)
class Input:
    """An input with its value, what is known of it, and within what it may be set.

    ``stated`` is the value before any change, ``shown`` the value as people read it, with
    its qualifier; values are in ``unit`` (percentages as 23.4). ``low`` and ``high`` are how
    far the true one may lie: the bounds of a printed number, or 95% where chance is in it.
    ``count`` and ``denominator`` are those behind a share. ``sure`` says in words how sure
    it is, ``why`` the reason of an assumption.
    """

    id: str
    label: str
    unit: str
    suffix: str
    value: float | None
    stated: float | None
    shown: str
    lowest: float
    highest: float
    step: float
    whole: bool
    figure_ids: tuple[str, ...]
    why: str | None
    kind: Kind
    low: float | None
    high: float | None
    count: float | None
    denominator: float | None
    sure: str
    # What follows is for drawing values, not for showing.
    base: Interval | None = field(default=None, repr=False)
    stream: str = field(default="", repr=False)
    among: str | None = field(default=None, repr=False)
    each: str | None = field(default=None, repr=False)
    fall: bool = field(default=False, repr=False)

    @property
    def changed(self) -> bool:
        """Whether the value is not the stated one."""
        return self.value != self.stated


@dataclass(frozen=True)
class Output:
    """Something computed from inputs and earlier outputs, by their ids.

    Either ``formula`` is arithmetic, or ``function`` computes and ``working`` writes it down
    with ``{id}`` for numbers. ``words`` says what the result means, with ``{id}`` for numbers.
    """

    id: str
    label: str
    unit: str
    words: str
    formula: str = ""
    suffix: str = ""
    function: Callable[[Mapping[str, Array]], Array] | None = None
    working: str = ""

    @cached_property
    def arithmetic(self) -> Formula:
        """The formula, read. Raises Wrong."""
        return Formula.parse(self.formula)

    @property
    def names(self) -> frozenset[str]:
        """What the formula or the working names: inputs, earlier outputs, constants."""
        if self.function is None:
            return frozenset(self.arithmetic.names)
        named = {name for _, name, _, _ in Formatter().parse(self.working) if name}
        return frozenset(named - {self.id})


@dataclass(frozen=True)
class Finding:
    """Something the documents' own numbers say of each other, computed and in words.

    ``verdict`` is ``agrees``, ``differs`` or ``note`` (worth knowing, neither of the two).
    """

    verdict: Literal["agrees", "differs", "note"]
    words: str
    figure_ids: tuple[str, ...]


def _no_findings(_: Facts) -> Iterator[Finding]:
    return iter(())


@dataclass(frozen=True)
class Card:
    """A scenario: a question, its inputs, what is computed, and what that does not say.

    ``headline`` is the id of the output that answers the question. ``also`` are figures that
    only the findings use.
    """

    id: str
    title: str
    question: str
    formula: str
    inputs: tuple[Spec, ...]
    outputs: tuple[Output, ...]
    headline: str
    does_not_say: tuple[str, ...]
    programmes: tuple[str, ...]
    findings: Callable[[Facts], Iterator[Finding]] = _no_findings
    also: tuple[str, ...] = ()

    @property
    def figure_ids(self) -> tuple[str, ...]:
        """Every figure that the scenario rests on."""
        named = [figure_id for spec in self.inputs for figure_id in figures_of(spec)]
        return tuple(dict.fromkeys([*named, *self.also]))

    def spec(self, input_id: str) -> Spec | None:
        """Return the declaration of an input, or None."""
        return next((spec for spec in self.inputs if spec.id == input_id), None)

    def behind(self, output_id: str) -> tuple[str, ...]:
        """Return the ids of the inputs that an output is computed from, in the card's order.

        Those of the outputs it uses are among them. Raises StopIteration for no such output.
        """
        output = next(one for one in self.outputs if one.id == output_id)
        earlier = {one.id for one in self.outputs} - {output_id}
        names = set(output.names)
        for name in output.names & earlier:
            names.update(self.behind(name))
        return tuple(spec.id for spec in self.inputs if spec.id in names)


def figures_of(spec: Spec) -> tuple[str, ...]:
    """Return the ids of the figures an input comes from."""
    if isinstance(spec, Stated):
        return (spec.figure,)
    return spec.figures if isinstance(spec, Read) else ()


def unit_of(spec: Spec, facts: Facts) -> str:
    """Return the unit of an input. Raises KeyError."""
    return facts.unit(spec.figure) if isinstance(spec, Stated) else spec.unit


def value_of(spec: Spec, facts: Facts) -> float | None:
    """Return the value of an input before any change. Raises KeyError."""
    if isinstance(spec, Stated):
        return facts.value(spec.figure)
    return spec.take(facts) if isinstance(spec, Read) else spec.value


def is_whole(spec: Spec, unit: str) -> bool:
    """Say whether an input counts whole things."""
    averaged = isinstance(spec, Stated) and spec.average
    return unit in DISCRETE and not averaged and spec.step == int(spec.step)


def refuse(spec: Spec, value: float, facts: Facts) -> None:
    """Raise Wrong if a value cannot be set: outside the bounds, or a part of a person."""
    unit = unit_of(spec, facts)
    if not (np.isfinite(value) and spec.lowest <= value <= spec.highest):
        least, most = show(spec.lowest, unit), show(spec.highest, unit)
        raise Wrong(f"{spec.label}: {value:,.15g} is out of bounds", f"{least} to {most}")
    if is_whole(spec, unit) and value != int(value):
        raise Wrong(f"{spec.label}: {value:,.15g} is no whole number", f"such as {int(value):,}")


def differing(card: Card, facts: Facts, changes: Mapping[str, float] | None) -> dict[str, float]:
    """Return the changes that differ from what is stated, in the order of the card.

    Raises Wrong for an input that the card does not have, or a value that cannot be set.
    """
    given = dict(changes or {})
    known = [spec.id for spec in card.inputs]
    for name in given:
        if name not in known:
            raise Wrong(f"'{name}' is no input of this scenario", f"one of {', '.join(known)}")
    kept = {}
    for spec in card.inputs:
        if spec.id in given:
            refuse(spec, given[spec.id], facts)
            if given[spec.id] != value_of(spec, facts):
                kept[spec.id] = float(given[spec.id])
    return kept


def meet(one: Interval, other: Interval) -> bool:
    """Say whether two intervals have a number in common."""
    return one[0] <= other[1] and other[0] <= one[1]
