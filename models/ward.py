"""Wards, and what the documents say of them by name."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models.area import AreaCode, WardCode
from models.base import AreaRef, Id, Model, Number, ProseText, SourceRef, Text, Wrong
from models.vocabulary import Designation, Polarity, Unit, one_of


class WardFact(Model):
    """A fact held for every ward: the column of the ward table that carries it."""

    id: Id
    name: ProseText
    unit: Annotated[Unit, one_of(Unit)]
    polarity: Annotated[Polarity, one_of(Polarity)]
    source: SourceRef
    vintage: ProseText
    caveat: ProseText | None = None


class Ward(Model):
    """A ward of the footprint; ``facts`` maps a ward fact's id to its value, blank is absent."""

    ward_code: WardCode
    ward_name: Text
    district_code: AreaCode
    district: Text
    place: AreaRef
    boundary_vintage: Text
    facts: dict[str, Number] = Field(default_factory=dict)


class WardDesignation(Model):
    """A ward named in a document, with why; or a name that is no ward, with the reason."""

    id: Id
    ward_code: WardCode | None = None
    name_as_written: ProseText
    area: AreaRef
    designation: Annotated[Designation, one_of(Designation)]
    theme: ProseText | None = None
    cohort: ProseText | None = None
    as_stated: ProseText
    where: ProseText
    source: SourceRef
    unmatched_reason: ProseText | None = None
    note: ProseText | None = None

    @model_validator(mode="after")
    def _matched_or_reasoned(self) -> WardDesignation:
        if (self.ward_code is None) == (self.unmatched_reason is None):
            raise Wrong(
                "a ward code and a reason for having none exclude each other",
                "ward_code, or unmatched_reason",
                key="ward_code" if self.ward_code else "unmatched_reason",
            )
        return self
