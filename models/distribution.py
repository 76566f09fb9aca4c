"""How a ward fact is spread: quartiles, the values of system and places, a histogram, a ward."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from models.shares import Facts, Floats, Overall, fact_named, numbers, values

# Units in which nothing lies between two whole numbers.
WHOLE = ("count", "people", "rank")
_BINS = 24
_SLIDER_STEPS = 200


@dataclass(frozen=True)
class Scale:
    """Friendly ends that enclose every value, the step of a slider, and the edges of bins."""

    low: float
    high: float
    step: float
    edges: tuple[float, ...]


@dataclass(frozen=True)
class PlaceValue:
    """A fact in one place."""

    place_id: str
    overall: Overall


@dataclass(frozen=True)
class Distribution:
    """A fact over wards; None where no ward has a value. Quartiles by linear interpolation."""

    fact_id: str
    wards: int
    missing: int
    minimum: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    maximum: float | None
    system: Overall
    places: tuple[PlaceValue, ...]
    scale: Scale


@dataclass(frozen=True)
class Standing:
    """Where one ward stands in a fact: its value, the values around it, its place in the order.

    ``rank`` counts from the highest value (1), ties sharing the better rank; None when the ward
    has no value. ``of`` is how many wards have one.
    """

    value: float | None
    rank: int | None
    of: int
    district: Overall
    place: Overall
    system: Overall


def distribution(wards: pd.DataFrame, fact_id: str, facts: Facts) -> Distribution:
    """Return how a fact is spread over wards; places in the order of their ids.

    Columns needed: the fact's, those that its share names, place_id. Raises ValueError for an
    unknown fact or a missing column.
    """
    found = numbers(wards, fact_id, facts)
    held, place_ids = found.held[~np.isnan(found.held)], wards["place_id"].to_numpy()
    five: list[float] | list[None] = (
        np.quantile(held, [0, 0.25, 0.5, 0.75, 1]).tolist() if len(held) else [None] * 5
    )
    minimum, lower, median, upper, maximum = five
    return Distribution(
        fact_id=fact_id,
        wards=len(held),
        missing=len(wards) - len(held),
        minimum=minimum,
        lower_quartile=lower,
        median=median,
        upper_quartile=upper,
        maximum=maximum,
        system=found.overall(),
        places=tuple(
            PlaceValue(str(place), found.overall(place_ids == place))
            for place in sorted(set(place_ids))
        ),
        scale=scale(held, whole=found.fact.unit in WHOLE),
    )


def standing(wards: pd.DataFrame, fact_id: str, facts: Facts, ward_code: str) -> Standing:
    """Return where a ward stands among its district, its place and the system.

    ``wards`` are all of the system. Raises ValueError for an unknown fact, column or ward.
    """
    codes = wards["ward_code"].to_numpy()
    if ward_code not in codes:
        raise ValueError(f"'{ward_code}' is no ward here")
    found, at = numbers(wards, fact_id, facts), int(np.flatnonzero(codes == ward_code)[0])
    districts, places = wards["district_code"].to_numpy(), wards["place_id"].to_numpy()
    value = float(found.held[at])
    known = not math.isnan(value)
    return Standing(
        value if known else None,
        int((found.held > value).sum()) + 1 if known else None,
        int((~np.isnan(found.held)).sum()),
        found.overall(districts == districts[at]),
        found.overall(places == places[at]),
        found.overall(),
    )


def scale(held: Floats, *, whole: bool = False) -> Scale:
    """Return friendly ends, step and edges for values; NaN is no value.

    Edges are multiples of 1, 2, 2.5 or 5 times a power of ten, at most 24 bins; ``whole`` for
    values between which nothing lies. No value at all gives 0 to 1.
    """
    known = held[np.isfinite(held)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    width = _friendly((high - low) / (_BINS - 1) or 1.0, whole=whole)
    first, last = math.floor(low / width + 1e-9), math.ceil(high / width - 1e-9)
    # Of whole numbers each bin holds its lower edge and not its upper: 10 is not in 9 to 10.
    last = math.floor(high / width) + 1 if whole else max(last, first + 1)
    step = max(10.0 ** math.floor(math.log10((high - low) / _SLIDER_STEPS or 1.0)), 1e-6)
    step = max(step, 1.0) if whole else min(step, width)
    edges = tuple(_clean(index * width) for index in range(first, last + 1))
    return Scale(_down(low, step), _up(high, step), _clean(step), edges)


@dataclass(frozen=True, eq=False)
class Histogram:
    """A fact in bins: their edges, one more than bins, and the bin of each ward.

    A value on an edge is in the bin above it; the highest bin holds its upper edge too. A ward
    without a value is in no bin (-1).
    """

    edges: tuple[float, ...]
    bins: NDArray[np.intp]

    def counts(self, inside: ArrayLike | None = None) -> list[int]:
        """Return how many wards each bin has: of those ``inside`` (of each ward), or of all."""
        held = self.bins if inside is None else self.bins[np.asarray(inside, dtype=bool)]
        # One further on, so that wards in no bin are counted apart, and left out.
        counted: list[int] = np.bincount(held + 1, minlength=len(self.edges)).tolist()
        return counted[1:]


def histogram(wards: pd.DataFrame, fact_id: str, facts: Facts) -> Histogram:
    """Return a fact's bins. Raises ValueError for an unknown fact or a missing column."""
    fact = fact_named(fact_id, facts)
    held = values(wards, fact_id).to_numpy()
    edges = scale(held, whole=fact.unit in WHOLE).edges
    # A value such as 0.3 must not fall below the edge that is written 0.3.
    bins = np.searchsorted(np.array(edges) - 1e-9, held, side="right") - 1
    return Histogram(edges, np.where(np.isnan(held), -1, bins.clip(0, len(edges) - 2)))


def _friendly(width: float, *, whole: bool) -> float:
    """Return the least friendly width that is not below one."""
    power = 10.0 ** math.floor(math.log10(width))
    for factor in (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10):
        if factor * power >= width * (1 - 1e-9):
            return max(factor * power, 1.0) if whole else factor * power
    raise AssertionError(f"no friendly width for {width}")


def _down(value: float, step: float) -> float:
    return _clean(math.floor(value / step + 1e-9) * step)


def _up(value: float, step: float) -> float:
    return _clean(math.ceil(value / step - 1e-9) * step)


def _clean(number: float) -> float:
    """Return a multiple of a decimal step as it is written: 0.3, not 0.30000000000000004."""
    return round(number, 9) + 0.0
