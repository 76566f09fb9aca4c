"""What the ward page stands on: the wards, their facts, and words for ids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from models.conditions import Conditions, Known, matches, unknown
from models.distribution import Distribution, Histogram, distribution, histogram
from models.reconcile import NOT_AVAILABLE, show
from models.shares import Facts
from models.tally import Summary, Tally, summarise, tally


@dataclass(frozen=True, eq=False)
class Answer:
    """What is asked and what it comes to.

    ``inside`` says of each ward whether it matches, ``unknown`` whether it cannot be judged for
    want of a value; ``summary`` counts those inside beside all.
    """

    now: Conditions
    inside: pd.Series
    unknown: pd.Series
    summary: Summary


# Told apart by identity: what is worked out of one is kept for it.
@dataclass(frozen=True, eq=False)
class Ground:
    """What the page stands on: wards, their facts, words for ids. Shared, so never changed."""

    wards: pd.DataFrame
    facts: Facts
    known: Known
    places: dict[str, str]
    designations: dict[str, str]
    titles: tuple[str, ...] = ()

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the wards' names with their district, which makes them distinct, by code."""
        rows = self.wards
        told = rows["ward_name"] + " (" + rows["district"] + ")"
        return dict(zip(rows["ward_code"], told, strict=True))

    @cached_property
    def whole(self) -> Tally:
        """Return what all wards come to."""
        return tally(self.wards)

    def spread(self, fact_id: str) -> Distribution:
        """Return how a fact is spread over all wards."""
        return _spread(self, fact_id)

    def histogram(self, fact_id: str) -> Histogram:
        """Return the bins of a fact, with the bin of each ward."""
        return _histogram(self, fact_id)

    def answer(self, now: Conditions) -> Answer:
        """Return what the wards say to what is asked of them."""
        inside = matches(self.wards, now)
        summary = summarise(self.wards, inside, self.whole)
        return Answer(now, inside, unknown(self.wards, now, inside), summary)

    def shown(self, fact_id: str, value: object, *, decimals: int | None = None) -> str:
        """Write a value of a fact as people read it; a blank is "not available"."""
        if value is None or pd.isna(value):  # type: ignore[call-overload]
            return NOT_AVAILABLE
        number = float(value)  # type: ignore[arg-type]
        unit = self.facts[fact_id].unit
        # The name of a fact says that it is a rank; "2 (rank)" would not read.
        return show(
            number if decimals is None else round(number, decimals),
            "count" if unit == "rank" else unit,
        )


@lru_cache(maxsize=64)
def _spread(ground: Ground, fact_id: str) -> Distribution:
    return distribution(ground.wards, fact_id, ground.facts)


@lru_cache(maxsize=64)
def _histogram(ground: Ground, fact_id: str) -> Histogram:
    return histogram(ground.wards, fact_id, ground.facts)
