"""Wards, and what the documents say of them by name."""

from __future__ import annotations

from pydantic import model_validator

from models.area import AreaCode, WardCode
from models.base import Id, Model, Number, ProseText, Text, Wrong, reference
from models.vocabulary import Designation, Polarity, Unit, one_of


class WardFact(Model):
    """A fact held for every ward: the column of the ward table that carries it."""

    id: Id
    name: ProseText
    unit: one_of(Unit)
    polarity: one_of(Polarity)
    source: reference("source")
    vintage: ProseText
    caveat: ProseText | None = None


class Ward(Model):
    """A ward of the footprint; ``facts`` maps a ward fact's id to its value, blank is absent."""

    ward_code: WardCode
    ward_name: Text
    district_code: AreaCode
    district: Text
    place: reference("area")
    boundary_vintage: Text
    facts: dict[str, Number] = {}


class WardDesignation(Model):
    """A ward named in a document, with why; or a name that is no ward, with the reason."""

    id: Id
    ward_code: WardCode | None = None
    name_as_written: ProseText
    area: reference("area")
    designation: one_of(Designation)
    theme: ProseText | None = None
    cohort: ProseText | None = None
    as_stated: ProseText
    where: ProseText
    source: reference("source")
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
