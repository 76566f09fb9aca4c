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

    def refuses(self, value: float) -> str | None:
        """Say why a value is impossible (no share above 100%, no -3 people), or None."""
        if self.unit == "percent" and not self.may_exceed_100 and abs(value) > MOST_PERCENT:
            return f"{value:g} is more than 100 percent"
        if self.unit in ("count", "people", "rank") and value < 0:
            return f"{value:g} is below 0"
        return None
