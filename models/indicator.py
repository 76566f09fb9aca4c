"""What is measured."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from models.base import Flag, Id, Items, Model, ProseText, Wrong
from models.vocabulary import DomainField, Each, Money, Polarity, Unit, one_of

MOST_PERCENT = 100.0


class Indicator(Model):
    """A measure: its unit, whether high or low is good, and what exactly it counts.

    ``comparable`` is false where statements of it measure different things (the length of
    any plan, money for anything), so that their values must not be set side by side.

    Of amounts of money, ``money`` says what they are, and ``each`` what one is for when it is
    not all there is. ``one`` is what one of the things that it counts is called.
    """

    id: Id
    name: ProseText
    unit: Annotated[Unit, one_of(Unit)]
    polarity: Annotated[Polarity, one_of(Polarity)]
    domain: DomainField
    definition: ProseText
    synonyms: Annotated[tuple[ProseText, ...], Items] = ()
    may_exceed_100: Flag = False
    comparable: Flag = True
    money: Annotated[Money, one_of(Money)] | None = None
    each: Annotated[Each, one_of(Each)] | None = None
    one: ProseText | None = None

    @model_validator(mode="after")
    def _amounts(self) -> Indicator:
        if self.money is not None and self.unit not in ("gbp", "percent"):
            raise Wrong(f"'{self.unit}' is no unit of money", "gbp or percent", key="money")
        if self.each is not None and self.money is None:
            raise Wrong("only an amount of money is for each year or person", "money", key="each")
        return self

    def refuses(self, value: float) -> str | None:
        """Say why a value is impossible (no share above 100%, no -3 people), or None."""
        if self.unit == "percent" and not self.may_exceed_100 and abs(value) > MOST_PERCENT:
            return f"{value:g} is more than 100 percent"
        if self.unit in ("count", "people", "rank") and value < 0:
            return f"{value:g} is below 0"
        return None
