"""An observation: one value imported from an official data file."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from models.area import AreaCode
from models.base import IndicatorRef, Model, Number, SourceRef, Text, Wrong
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
    def _interval(self) -> Observation:
        lower, upper, value = self.lower_ci, self.upper_ci, self.value
        if lower is not None and upper is not None and lower > upper:
            raise Wrong(
                f"lower_ci {lower:g} is above upper_ci {upper:g}",
                "the lower end first",
                key="lower_ci",
            )
        if (
            value is not None
            and lower is not None
            and upper is not None
            and not lower <= value <= upper
        ):
            raise Wrong(
                f"value {value:g} is outside its interval {lower:g} to {upper:g}",
                "a value between lower_ci and upper_ci",
                key="value",
            )
        return self
