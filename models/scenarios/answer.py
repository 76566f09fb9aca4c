"""What a scenario answers: a point, a 95% interval, the working, and what matters most.

How an interval comes about. Each uncertain input is drawn anew, the formulas are computed on
every draw, and the interval is the middle 95% of the results:

- a number that was rounded or is stated as a bound (``almost 400``) lies anywhere in what it
  may stand for, a stated range anywhere in the range;
- a share, or a number seen among others, has the confidence distribution of Wilson's score,
  whose middle 95% is Wilson's interval, as in ``models.statistics``; the fall of a count has
  that of the ratio of two Poisson counts given their sum (Przyborowski and Wilenski 1940);
- what was counted, what is to be decided, and what the user sets, is taken as it is.

Inputs of the same figure move together. With one uncertain quantity the ends are computed in
closed form; with more, from ``DRAWS`` stratified draws (Latin hypercube; McKay, Beckman and
Conover 1979) that are always the same. ``almost 400`` is taken as 400, the end of what it may
be: an interval is widened, where needed, to hold its point.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist
from typing import Literal, cast

import numpy as np

from models.base import Wrong
from models.catalogue import Catalogue
from models.reconcile import show
from models.scenarios.core import (
    CONSTANTS,
    FRACTIONS,
    Array,
    Assumed,
    Card,
    Facts,
    Finding,
    Input,
    Interval,
    Kind,
    Output,
    Spec,
    Stated,
    differing,
    figures_of,
    is_whole,
    said,
    said_ends,
    said_interval,
    scale,
    term,
    unit_of,
    value_of,
)

DRAWS = 20_000
SEED = 2025
CONFIDENCE = 0.95
_TAILS = (0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2)

Method = Literal["exact", "closed form", "draws"]
# For each uncertain quantity: where in its range every draw lies, and the same as normal scores.
Scores = Callable[[str], tuple[Array, Array]]

_COVERS: dict[Kind, str] = {
    "rounded": "the rounding of printed numbers",
    "bound": "numbers stated as about, almost, over or up to",
    "range": "ranges as they are stated",
    "chance": "chance in the numbers seen",
    "assumed": "the width of assumptions",
}


@dataclass(frozen=True)
class Estimate:
    """One output: ``point`` with ``low`` and ``high`` (95%), in ``unit``.

    ``shown`` and ``shown_interval`` are for people, ``words`` says what it means, ``working``
    is the formula with its numbers filled in.
    """

    id: str
    label: str
    unit: str
    suffix: str
    point: float
    low: float
    high: float
    shown: str
    shown_interval: str
    words: str
    working: str


@dataclass(frozen=True)
class Bar:
    """One bar of the tornado: the headline with one input at its low and at its high end.

    Several ``input_ids`` where inputs are of one figure and move together. ``input_low`` and
    ``input_high`` are in the input's unit, ``shown`` says them, ``at_low`` and ``at_high`` are
    the headline then, in its unit.
    """

    input_ids: tuple[str, ...]
    label: str
    input_low: float
    input_high: float
    shown: str
    at_low: float
    at_high: float

    @property
    def effect(self) -> float:
        """How far apart the two results are."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Result:
    """What a scenario gives for one set of inputs.

    ``tornado`` is sorted, largest effect first, without inputs that have none. ``covers``
    says what the headline's interval allows for.
    """

    headline: Estimate
    others: tuple[Estimate, ...]
    tornado: tuple[Bar, ...]
    method: Method
    covers: str

    def output(self, output_id: str) -> Estimate:
        """Return an output by its id. Raises KeyError."""
        for one in (self.headline, *self.others):
            if one.id == output_id:
                return one
        raise KeyError(output_id)


@dataclass(frozen=True)
class Answer:
    """A scenario beside its baseline, which is the same model with no input changed.

    ``inputs`` hold the values as set. ``change`` is the headline of the scenario less that of
    the baseline, each draw against the same draw; None when nothing was changed.
    """

    card: Card
    inputs: tuple[Input, ...]
    baseline: Result
    scenario: Result
    change: Estimate | None
    findings: tuple[Finding, ...]
    does_not_say: tuple[str, ...]


def answer(card: Card, catalogue: Catalogue, changes: Mapping[str, float] | None = None) -> Answer:
    """Answer a scenario with some inputs changed; ``changes`` are in the inputs' units.

    ``catalogue`` holds at least the figures of the card (``card.figure_ids``) and their
    indicators. Raises Wrong for inputs that the card does not have or that cannot be, and
    KeyError for a figure that is not there.
    """
    facts = Facts(catalogue)
    kept = differing(card, facts, changes)
    stated = inputs_of(card, facts, {})
    baseline = _result(card, stated)
    inputs, scenario, change = stated, baseline, None
    if kept:
        inputs = inputs_of(card, facts, kept)
        scenario = _result(card, inputs)
        change = _change(card, stated, inputs, baseline, scenario)
    return Answer(
        card, inputs, baseline, scenario, change, tuple(card.findings(facts)), card.does_not_say
    )


def inputs_of(card: Card, facts: Facts, changes: Mapping[str, float]) -> tuple[Input, ...]:
    """Return the inputs of a card with some values changed, in their units.

    Raises Wrong where a count is more than those it was seen among, KeyError for a figure.
    """
    values = {spec.id: changes.get(spec.id, value_of(spec, facts)) for spec in card.inputs}
    inputs = tuple(_input(card, spec, facts, values) for spec in card.inputs)
    return tuple(_with_chance(one, inputs) for one in inputs)


def _input(card: Card, spec: Spec, facts: Facts, values: Mapping[str, float | None]) -> Input:
    unit, stated, value = unit_of(spec, facts), value_of(spec, facts), values[spec.id]
    base, kind = _base(spec, facts, changed=value != stated)
    shown = "not known" if value is None else show(value, unit)
    if isinstance(spec, Stated) and value == stated:
        shown = facts.shown(spec.figure)
    low, high = base or (value, value)
    between = "" if base is None else said_ends(*base, unit)
    sure = {
        "exact": f"To be decided; starts at exactly {show(facts.value(spec.figure), unit)}."
        if isinstance(spec, Stated) and spec.plan
        else "Known exactly.",
        "rounded": f"Printed as {shown}, so it may be {between}.",
        "bound": f"Stated as “{shown}”, taken as {between}.",
        "range": "Stated as a range; the point is its middle.",
        "assumed": f"An assumption, {between}." if base else "An assumption.",
        "set": "Set here; taken as it is.",
        "chance": "",
    }[kind]
    return Input(
        id=spec.id,
        label=spec.label,
        unit=unit,
        suffix=spec.suffix,
        value=value,
        stated=stated,
        shown=shown,
        lowest=spec.lowest,
        highest=spec.highest,
        step=spec.step,
        whole=is_whole(spec, unit),
        figure_ids=figures_of(spec),
        why=spec.why if isinstance(spec, Assumed) else None,
        kind=kind,
        low=low,
        high=high,
        count=None,
        denominator=None,
        sure=sure,
        base=base,
        stream=spec.figure if isinstance(spec, Stated) else f"{card.id}.{spec.id}",
        among=spec.among if isinstance(spec, Stated) else None,
        each=spec.each if isinstance(spec, Stated) else None,
        fall=spec.fall if isinstance(spec, Stated) else False,
    )


def _base(spec: Spec, facts: Facts, *, changed: bool) -> tuple[Interval | None, Kind]:
    """Return where an input may lie before chance, and why so."""
    if changed:
        return None, "set"
    if isinstance(spec, Assumed):
        known = spec.low is not None and spec.high is not None
        return ((cast(float, spec.low), cast(float, spec.high)) if known else None), "assumed"
    if not isinstance(spec, Stated) or spec.exact or spec.plan:
        return None, "exact"
    low, high = facts.printed(spec.figure, average=spec.average)
    if low == high:
        return None, "exact"
    qualifier = facts.figure(spec.figure).qualifier
    if qualifier == "range":
        return (low, high), "range"
    return (low, high), "rounded" if qualifier == "exact" else "bound"


def _with_chance(one: Input, inputs: tuple[Input, ...]) -> Input:
    """Add to an input that was seen among others what chance makes of it."""
    by_id = {other.id: other for other in inputs}
    if one.among is None or one.value is None:
        return one
    people = by_id[one.among].value
    if people is None:
        return one
    each = by_id[one.each].value if one.each is not None else None
    of = 1.0 if one.unit == "percent" else people * (each or 1.0)
    share = one.value / scale(one.unit) / of
    if share > 1:
        whole = show(of, one.unit) if one.unit != "percent" else "100%"
        raise Wrong(
            f"{one.label}: {show(one.value, one.unit)} is more than {whole}, all there can be",
            f"at most {whole}",
        )
    drawn = _drawn(inputs, _ends)[one.id] * scale(one.unit)
    if len(_streams(inputs, one.id)) > 1:
        drawn = np.quantile(_drawn(inputs, _scores)[one.id], _TAILS) * scale(one.unit)
    low, high = min(float(drawn[0]), one.value), max(float(drawn[-1]), one.value)
    named = by_id[one.among]
    between = said_interval(low, high, one.unit)
    return replace(
        one,
        kind="chance",
        low=low,
        high=high,
        count=people * (1 - share if one.fall else share),
        denominator=people,
        sure=f"{'Set here, as if seen' if one.changed else 'Seen'} among {named.shown} "
        f"({named.label.lower()}): with chance, {between}.",
    )


def _streams(inputs: tuple[Input, ...], only: str | None = None) -> set[str]:
    """Return the uncertain quantities of all inputs, or of one and those it was seen among."""
    by_id = {one.id: one for one in inputs}
    wanted = inputs
    if only is not None:
        named = (only, by_id[only].among, by_id[only].each)
        wanted = tuple(by_id[name] for name in named if name is not None)
    streams = {one.stream for one in wanted if one.base is not None}
    for one in wanted:
        if _has_chance(one, by_id):
            streams.add(f"chance of {one.id}")
    return streams


def _has_chance(one: Input, by_id: Mapping[str, Input]) -> bool:
    return one.among is not None and by_id[one.among].value is not None


@cache
def _grid() -> tuple[Array, Array]:
    """Return the middles of equal parts of 0 to 1, and the normal scores of each."""
    places = (np.arange(DRAWS) + 0.5) / DRAWS
    normal = NormalDist()
    return places, np.array([normal.inv_cdf(place) for place in places])


@cache
def _scores(stream: str) -> tuple[Array, Array]:
    """Return the draws of a quantity: the same for the same name, whatever else there is."""
    order = np.random.default_rng([SEED, zlib.crc32(stream.encode())]).permutation(DRAWS)
    places, scores = _grid()
    return places[order], scores[order]


def _ends(_: str) -> tuple[Array, Array]:
    normal = NormalDist()
    return np.array(_TAILS), np.array([normal.inv_cdf(tail) for tail in _TAILS])


def _drawn(inputs: tuple[Input, ...], scores: Scores | None) -> dict[str, Array]:
    """Return draws of every input that has a value, percentages as fractions.

    Without scores, the values themselves.
    """
    by_id = {one.id: one for one in inputs}
    bases: dict[str, Array] = {}
    for one in inputs:
        if one.value is None:
            continue
        values = np.array([one.value])
        if scores is not None and one.base is not None:
            low, high = one.base
            values = low + (high - low) * scores(one.stream)[0]
        bases[one.id] = values / scale(one.unit)
    drawn = dict(bases)
    for one in inputs:
        if scores is None or one.id not in bases or not _has_chance(one, by_id):
            continue
        people = bases[cast(str, one.among)]
        normal = scores(f"chance of {one.id}")[1]
        if one.fall:
            drawn[one.id] = fall_at(bases[one.id], people, normal)
            continue
        of = people * bases[one.each] if one.each is not None else people
        of = np.ones(1) if one.unit == "percent" else of
        drawn[one.id] = of * share_at(np.minimum(bases[one.id] / of, 1.0), people, normal)
    return drawn


def share_at(share: Array, among: Array, score: Array) -> Array:
    """Return Wilson's score limit of a share seen among so many, at a normal score.

    At -1.96 and 1.96 these are the ends of Wilson's 95% interval, at 0 the share.
    """
    square = score**2 / among
    middle = share + square / 2
    spread = score * np.sqrt(share * (1 - share) / among + square / among / 4)
    return (middle + spread) / (1 + square)


def fall_at(fall: Array, before: Array, score: Array) -> Array:
    """Return the limit of the fall of a count from ``before``, both Poisson, at a normal score.

    Given their sum, the later count is binomial; its Wilson limit makes one of the ratio.
    """
    ratio = 1 - fall
    later = share_at(ratio / (1 + ratio), before * (1 + ratio), -score)
    return 1 - later / (1 - later)


def _computed(card: Card, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Return every output on draws of the inputs; percentages as fractions."""
    known: dict[str, Array] = {name: np.array([number]) for name, number in CONSTANTS.items()}
    known |= inputs
    found = {}
    with np.errstate(all="ignore"):
        for output in card.outputs:
            values = (
                output.function(known)
                if output.function is not None
                # The four operations do on arrays what they do on numbers.
                else cast(Array, output.arithmetic.at(cast(Mapping[str, float], known)))
            )
            found[output.id] = known[output.id] = values
    return found


def _result(card: Card, inputs: tuple[Input, ...]) -> Result:
    values = _drawn(inputs, None)
    points = {name: float(found[0]) for name, found in _computed(card, values).items()}
    for output in card.outputs:
        if not np.isfinite(points[output.id]):
            raise Wrong(f"{output.label} has no result with these inputs", "other inputs")
    streams = _streams(inputs)
    method: Method = "exact" if not streams else "closed form" if len(streams) == 1 else "draws"
    ends = {name: (point, point) for name, point in points.items()}
    if method == "closed form":
        drawn = _computed(card, _drawn(inputs, _ends))
        ends = {name: (float(np.min(all_)), float(np.max(all_))) for name, all_ in drawn.items()}
    elif method == "draws":
        drawn = _computed(card, _drawn(inputs, _scores))
        ends = {name: _middle(all_) for name, all_ in drawn.items()}
    texts = _texts(card, inputs, points)
    estimates = {
        output.id: _estimate(output, points[output.id], ends[output.id], *texts)
        for output in card.outputs
    }
    bars = _tornado(card, inputs)
    return Result(
        headline=estimates[card.headline],
        others=tuple(one for name, one in estimates.items() if name != card.headline),
        tornado=bars,
        method=method,
        covers=_covers(inputs, bars),
    )


def _middle(draws: Array) -> Interval:
    low, high = np.quantile(draws, _TAILS)
    return float(low), float(high)


def _texts(
    card: Card, inputs: tuple[Input, ...], points: Mapping[str, float]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return every number by its id, as it stands in a sum and as it is said."""
    sums = {name: term(number, "count") for name, number in CONSTANTS.items()}
    words: dict[str, str] = {}
    numbers = [(one.id, one.value, one.unit) for one in inputs]
    numbers += [(one.id, points[one.id] * scale(one.unit), one.unit) for one in card.outputs]
    for name, value, unit in numbers:
        if value is None:
            continue
        text = term(value, unit)
        sums[name] = f"({text})" if value < 0 else text
        words[name] = said(value, unit)
    return sums, words


def _estimate(
    output: Output, point: float, ends: Interval, sums: Mapping[str, str], words: Mapping[str, str]
) -> Estimate:
    by = scale(output.unit)
    low, high = by * min(ends[0], point), by * max(ends[1], point)
    working = (
        output.working.format_map(sums)
        if output.function is not None
        else f"{output.arithmetic.in_words(sums)} = {sums[output.id].strip('()')} {output.suffix}"
    )
    return Estimate(
        id=output.id,
        label=output.label,
        unit=output.unit,
        suffix=output.suffix,
        point=by * point,
        low=low,
        high=high,
        shown=f"{said(by * point, output.unit)} {output.suffix}".strip(),
        shown_interval=f"{said_interval(low, high, output.unit)} {output.suffix}".strip(),
        words=output.words.format_map(words),
        working=working.strip(),
    )


def _tornado(card: Card, inputs: tuple[Input, ...]) -> tuple[Bar, ...]:
    values = _drawn(inputs, None)
    moving: dict[str, list[Input]] = {}
    for one in inputs:
        if one.kind == "chance":
            moving[f"chance of {one.id}"] = [one]
        elif one.base is not None:
            moving.setdefault(one.stream, []).append(one)
    by = scale(next(output.unit for output in card.outputs if output.id == card.headline))
    bars = []
    for group in moving.values():
        first = group[0]
        low, high = cast(float, first.low), cast(float, first.high)
        moved = {one.id: np.array([low, high]) / scale(one.unit) for one in group}
        found = by * np.broadcast_to(_computed(card, values | moved)[card.headline], (2,))
        bar = Bar(
            tuple(one.id for one in group),
            first.label,
            low,
            high,
            said_ends(low, high, first.unit),
            float(found[0]),
            float(found[1]),
        )
        if bar.effect > 1e-9 * max(1.0, float(np.max(np.abs(found)))):
            bars.append(bar)
    return tuple(sorted(bars, key=lambda bar: -bar.effect))


def _covers(inputs: tuple[Input, ...], bars: tuple[Bar, ...]) -> str:
    """Say what the interval allows for, and that it allows for nothing else."""
    kinds = {one.id: one.kind for one in inputs}
    found = dict.fromkeys(kinds[name] for bar in bars for name in bar.input_ids)
    if not found:
        return "No interval: every number that matters here was counted, assumed or set."
    reasons = [_COVERS[kind] for kind in found]
    listed = " and ".join([", ".join(reasons[:-1]), reasons[-1]] if reasons[1:] else reasons)
    return f"The interval allows for {listed}, and for nothing else."


def _change(
    card: Card,
    stated: tuple[Input, ...],
    inputs: tuple[Input, ...],
    baseline: Result,
    scenario: Result,
) -> Estimate:
    """Return the difference of the headlines; where inputs are the same, so are their draws."""
    before = _computed(card, _drawn(stated, _scores))[card.headline]
    after = _computed(card, _drawn(inputs, _scores))[card.headline]
    one, other = baseline.headline, scenario.headline
    unit = "percentage_points" if one.unit in FRACTIONS else one.unit
    point = other.point - one.point
    low, high = (scale(one.unit) * end for end in _middle(np.atleast_1d(after - before)))
    low, high = min(low, point), max(high, point)
    moved = "the same" if point == 0 else f"{said(abs(point), unit)} {one.suffix}".strip()
    return Estimate(
        id=f"change of {one.id}",
        label=f"Change: {one.label.lower()}",
        unit=unit,
        suffix=one.suffix,
        point=point,
        low=low,
        high=high,
        shown=f"{said(point, unit)} {one.suffix}".strip(),
        shown_interval=f"{said_interval(low, high, unit)} {one.suffix}".strip(),
        words=f"{moved} {'more' if point > 0 else 'less'} than before any change."
        if point
        else "The same as before any change.",
        working=f"{term(other.point, one.unit)} − {term(one.point, one.unit)} = "
        f"{term(point, unit)}",
    )
