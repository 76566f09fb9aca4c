"""What is measured."""

from __future__ import annotations

from typing import Annotated

from models.base import Flag, Id, Items, Model, ProseText
from models.vocabulary import DomainId, Polarity, Unit, one_of

MOST_PERCENT = 100.0


class Indicator(Model):
    """A measure: its unit, whether high or low is good, and what exactly it counts."""

    id: Id
    name: ProseText
    unit: Annotated[Unit, one_of(Unit)]
    polarity: Annotated[Polarity, one_of(Polarity)]
    domain: Annotated[DomainId, one_of(DomainId)]
    definition: ProseText
    synonyms: Annotated[tuple[ProseText, ...], Items] = ()
    may_exceed_100: Flag = False

    def allows(self, value: float) -> bool:
        """Say whether a value is possible in this unit (a share is at most 100%)."""
        return self.unit != "percent" or self.may_exceed_100 or abs(value) <= MOST_PERCENT
