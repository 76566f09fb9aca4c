"""An observation: one value imported from an official data file."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from models.area import AreaCode
from models.base import IndicatorRef, Model, Number, SourceRef, Text
from models.interval import refuse_impossible
from models.period import PeriodField
from models.vocabulary import AreaType, Sex, one_of


class Observation(Model):
    """One official value of an indicator for an area and period; blanks stay blank."""

    indicator: IndicatorRef
    area_code: AreaCode
    area_name: Text
    area_type: Annotated[AreaType, one_of(AreaType)]
    period: PeriodField
    sex: Annotated[Sex, one_of(Sex)] | None = None
    age: Text | None = None
    category_type: Text | None = None
    category: Text | None = None
    value: Number | None = None
    count: Number | None = None
    denominator: Number | None = None
    lower_ci: Number | None = None
    upper_ci: Number | None = None
    source: SourceRef

    @model_validator(mode="after")
    def _possible(self) -> Observation:
        refuse_impossible(
            self.value,
            lower_ci=self.lower_ci,
            upper_ci=self.upper_ci,
            count=self.count,
            denominator=self.denominator,
        )
        return self
