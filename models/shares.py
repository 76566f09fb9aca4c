"""Ward facts as numbers of people: which is a share of whom, and what it comes to over wards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.ward import WardFact

Facts = Mapping[str, WardFact]
Floats = NDArray[np.float64]

# What a fact that is no share is, in words, by its unit.
_NO_SHARE = {
    "score": "a score is no share of anybody",
    "rank": "a rank is no share of anybody",
    "years": "an age is no share of anybody",
    "km2": "an area is no share of anybody",
    "per_km2": "a density is no share of anybody",
    "degrees": "a position is no share of anybody",
    "count": "a number alone is larger in a larger ward, and of how many it is one is not held",
    "people": "a number alone is larger in a larger ward, and of how many it is one is not held",
}


@dataclass(frozen=True)
class Refused:
    """A question that the data cannot answer; ``reason`` is a plain sentence without a stop."""

    reason: str


@dataclass(frozen=True)
class Share:
    """A share with its numbers, one per ward and NaN where not known.

    ``percent`` as printed (0 to 100); ``counts`` how many people or households it is about;
    ``denominators`` of how many.
    """

    fact: WardFact
    percent: pd.Series
    counts: pd.Series
    denominators: pd.Series


@dataclass(frozen=True)
class Overall:
    """One value for several wards.

    ``how`` is share (all whom it counts over all whom it is of) or median (of the wards).
    ``value`` is None when no ward has one. ``wards`` are those that went in, ``missing`` the
    others.
    """

    value: float | None
    how: Literal["share", "median"]
    words: str
    wards: int
    missing: int


def facts_of(rows: pd.DataFrame) -> dict[str, WardFact]:
    """Return the ward facts by id, in order, from the rows of the view ``ward_facts``."""
    names = {
        "id": "fact_id",
        "source": "source_id",
        "denominator": "denominator_id",
        "numerator": "numerator_id",
    }
    found = {}
    for row in rows.to_dict("records"):
        given = {key: row.get(names.get(key, key)) for key in WardFact.model_fields}
        fact = WardFact(**{key: cell for key, cell in given.items() if isinstance(cell, str)})
        found[fact.id] = fact
    return found


def fact_named(fact_id: str, facts: Facts) -> WardFact:
    """Return a fact. Raises ValueError, naming it, when there is none of that id."""
    if fact_id not in facts:
        raise ValueError(f"'{fact_id}' is no ward fact")
    return facts[fact_id]


def values(wards: pd.DataFrame, fact_id: str) -> pd.Series:
    """Return a fact's values, NaN where blank. Raises ValueError when there is no such column."""
    if fact_id not in wards:
        raise ValueError(f"the wards have no column '{fact_id}'")
    held = wards[fact_id]
    return held if held.dtype == np.float64 else held.astype("float64")


def share(wards: pd.DataFrame, fact_id: str, facts: Facts) -> Share | Refused:
    """Return the share that a fact is, or is the numerator of, with its numbers.

    Where a column holds of how many it is, that is taken; else it follows from how many they
    are and what share that is. Refused when the fact is no share, or of nobody whose number is
    held. Raises ValueError for an unknown fact or a missing column.
    """
    fact = fact_named(fact_id, facts)
    if fact.share_of is None:
        for other in facts.values():
            if other.numerator == fact.id:
                return share(wards, other.id, facts)
        return Refused(_NO_SHARE.get(fact.unit, "it is no share of anybody"))
    percent = values(wards, fact.id)
    if fact.denominator is not None:
        denominators = values(wards, fact.denominator)
        counts = percent / 100 * denominators
        if fact.numerator is not None:
            counts = values(wards, fact.numerator)
    elif fact.numerator is not None:
        counts = values(wards, fact.numerator)
        denominators = counts / (percent / 100).where(percent > 0)
    else:
        return Refused(f"it is a share of {fact.share_of}, and how many they are is not held")
    known = percent.notna() & counts.notna() & (denominators > 0)
    return Share(fact, percent.where(known), counts.where(known), denominators.where(known))


@dataclass(frozen=True)
class Numbers:
    """A fact's numbers ward by ward, ready to be added up; see ``numbers``."""

    fact: WardFact
    held: Floats
    counts: Floats | None
    denominators: Floats | None

    def overall(self, chosen: NDArray[np.bool_] | None = None) -> Overall:
        """Return what the fact comes to over the chosen wards (all for None)."""
        every = chosen if chosen is not None else np.ones(len(self.held), dtype=bool)
        if self.counts is not None and self.denominators is not None:
            known = every & ~np.isnan(self.denominators)
            people = float(self.denominators[known].sum())
            value = 100 * float(self.counts[known].sum()) / people if people > 0 else None
            words = f"of all {self.fact.share_of}"
            number = int(known.sum())
            return Overall(value, "share", words, number, int(every.sum()) - number)
        held = self.held[every & ~np.isnan(self.held)]
        value = float(np.median(held)) if held.size else None
        return Overall(value, "median", "median of wards", held.size, int(every.sum()) - held.size)


def numbers(wards: pd.DataFrame, fact_id: str, facts: Facts) -> Numbers:
    """Return a fact's numbers ward by ward, in the order of the wards.

    Raises ValueError for an unknown fact or a missing column.
    """
    fact = fact_named(fact_id, facts)
    held = values(wards, fact_id).to_numpy()
    found = share(wards, fact_id, facts) if fact.share_of is not None else None
    if not isinstance(found, Share):
        return Numbers(fact, held, None, None)
    return Numbers(fact, held, found.counts.to_numpy(), found.denominators.to_numpy())


def overall(wards: pd.DataFrame, fact_id: str, facts: Facts) -> Overall:
    """Return what a fact comes to over these wards.

    A share of known people is computed from them; of anything else there is only the median of
    the wards. Raises ValueError for an unknown fact or a missing column.
    """
    return numbers(wards, fact_id, facts).overall()
