"""A figure: one value with the statement it was read from."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from models.area import WardCode
from models.base import (
    AreaRef,
    FigureRef,
    Flag,
    Id,
    IndicatorRef,
    Model,
    Number,
    ProgrammeRef,
    ProseText,
    SourceRef,
    Text,
    Whole,
    Wrong,
)
from models.interval import refuse_impossible
from models.period import PeriodField
from models.vocabulary import (
    Evidence,
    Kind,
    NotFigureReason,
    Qualifier,
    RangeAcross,
    Sex,
    one_of,
)

MOST_WORDS = 12
# The claims that can be evidence of what came of something.
EVIDENT: tuple[Kind, ...] = ("outcome", "finance", "other")


class Figure(Model):
    """One curated value, held as published, with the shortest fragment that carries it.

    Either ``value``, or ``low`` and ``high`` of a range; the unit is the indicator's.
    ``across`` says that the ends of a range are the lowest and the highest of an area or a
    period, and not two guesses at one value. ``baseline`` marks a value before a
    change, which does not contradict the one after it.
    ``occurrence`` says which time the fragment stands in the text (1 is the first).
    ``same_as`` names the figure that states the same fact first. ``before`` names the figure
    that states what the value was before, ``per`` the one that an amount of money may be divided
    by; ``evidence`` says what sort of evidence it is, where claim and dates alone do not.
    """

    id: Id
    indicator: IndicatorRef
    area: AreaRef
    period: PeriodField | None = None
    period_inferred: Flag = False
    baseline: Flag = False
    sex: Annotated[Sex, one_of(Sex)] | None = None
    age: Text | None = None
    group: ProseText | None = None
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    across: Annotated[RangeAcross, one_of(RangeAcross)] | None = None
    qualifier: Annotated[Qualifier, one_of(Qualifier)]
    kind: Annotated[Kind, one_of(Kind)]
    count: Number | None = None
    denominator: Number | None = None
    lower_ci: Number | None = None
    upper_ci: Number | None = None
    as_stated: ProseText
    occurrence: Whole = 1
    where: ProseText
    source: SourceRef
    ward: WardCode | None = None
    programme: ProgrammeRef | None = None
    same_as: FigureRef | None = None
    evidence: Annotated[Evidence, one_of(Evidence)] | None = None
    before: FigureRef | None = None
    per: FigureRef | None = None
    note: ProseText | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Figure:
        self._value_or_range()
        refuse_impossible(
            self.value,
            lower_ci=self.lower_ci,
            upper_ci=self.upper_ci,
            count=self.count,
            denominator=self.denominator,
        )
        words = len(self.as_stated.split())
        if words > MOST_WORDS:
            raise Wrong(
                f"the fragment has {words} words",
                f"at most {MOST_WORDS} words that carry the number",
                key="as_stated",
            )
        if self.occurrence < 1:
            raise Wrong(f"{self.occurrence} is no occurrence", "1 or more", key="occurrence")
        if self.period_inferred and self.period is None:
            raise Wrong(
                "a period is said to be inferred but none is given",
                "a period",
                key="period_inferred",
            )
        if self.same_as == self.id:
            raise Wrong("the figure names itself", "the id of the earlier figure", key="same_as")
        for key in ("before", "per"):
            if getattr(self, key) == self.id:
                raise Wrong("the figure names itself", "the id of another figure", key=key)
        if self.evidence is not None and self.kind not in EVIDENT:
            raise Wrong(
                f"a figure of the kind '{self.kind}' is no evidence of what came of something",
                f"the kind {' or '.join(EVIDENT)}, or no evidence",
                key="evidence",
            )
        return self

    def _value_or_range(self) -> None:
        ends = (self.low is not None) + (self.high is not None)
        if self.value is not None and ends:
            raise Wrong("a value and a range are both given", "value, or low and high", key="value")
        if self.value is None and ends == 0:
            raise Wrong("there is no value", "value, or low and high", key="value")
        if ends == 1:
            key = "low" if self.low is not None else "high"
            raise Wrong(f"a range has only its {key} end", "both low and high", key=key)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Wrong(
                f"low {self.low:g} is above high {self.high:g}", "low at most high", key="low"
            )
        if ends == 0 and (self.qualifier == "range" or self.across is not None):
            key = "qualifier" if self.qualifier == "range" else "across"
            raise Wrong("a range is said but one value is given", "low and high", key=key)

    @property
    def values(self) -> tuple[float, ...]:
        """The value, or the two ends of the range."""
        if self.value is not None:
            return (self.value,)
        assert self.low is not None and self.high is not None  # noqa: S101  (checked above)
        return (self.low, self.high)


class NotFigure(Model):
    """A number in a text that is no figure, and why: a page number, a year, a name."""

    source: SourceRef
    text: Text
    reason: Annotated[NotFigureReason, one_of(NotFigureReason)]
    occurrence: Whole = 1
    every: Flag = False
    note: ProseText | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> NotFigure:
        if self.occurrence < 1:
            raise Wrong(f"{self.occurrence} is no occurrence", "1 or more", key="occurrence")
        if self.reason == "other" and self.note is None:
            raise Wrong("the reason is 'other' and nothing explains it", "a note", key="note")
        return self
