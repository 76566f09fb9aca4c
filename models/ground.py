"""What the ward page stands on: the wards, their facts, and words for ids."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from models.conditions import Known
from models.distribution import Distribution, distribution
from models.reconcile import show
from models.shares import Facts


@dataclass(frozen=True)
class Ground:
    """What the page stands on: wards, their facts, words for ids. Shared, so never changed."""

    wards: pd.DataFrame
    facts: Facts
    known: Known
    places: dict[str, str]
    designations: dict[str, str]
    titles: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Return the wards' names with their district, which makes them distinct, by code."""
        rows = self.wards
        told = rows["ward_name"] + " (" + rows["district"] + ")"
        return dict(zip(rows["ward_code"], told, strict=True))

    def spread(self, fact_id: str) -> Distribution:
        """Return how a fact is spread over all wards."""
        return distribution(self.wards, fact_id, self.facts)

    def shown(self, fact_id: str, value: object, *, decimals: int | None = None) -> str:
        """Write a value of a fact as people read it; a blank is "not available"."""
        if value is None or pd.isna(value):  # type: ignore[call-overload]
            return "not available"
        number = float(value)  # type: ignore[arg-type]
        unit = self.facts[fact_id].unit
        # The name of a fact says that it is a rank; "2 (rank)" would not read.
        return show(
            number if decimals is None else round(number, decimals),
            "count" if unit == "rank" else unit,
        )
