"""Wards, and what the documents say of them by name."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models.area import AreaCode, WardCode
from models.base import (
    AreaRef,
    Id,
    Model,
    Number,
    ProseText,
    SourceRef,
    Text,
    WardFactRef,
    Whole,
    Wrong,
)
from models.vocabulary import Basis, Designation, Fitted, Polarity, Unit, one_of


class WardFact(Model):
    """A fact held for every ward: the column of the ward table that carries it.

    A share says of whom it is one (``share_of``, in words) and how they were counted
    (``basis``). ``denominator`` and ``numerator`` are the facts that hold how many there are
    and how many of them it is about. ``fitted`` is where it was built from small areas;
    None: nowhere.
    """

    id: Id
    name: ProseText
    unit: Annotated[Unit, one_of(Unit)]
    polarity: Annotated[Polarity, one_of(Polarity)]
    share_of: ProseText | None = None
    denominator: WardFactRef | None = None
    numerator: WardFactRef | None = None
    basis: Annotated[Basis, one_of(Basis)] | None = None
    fitted: Annotated[Fitted, one_of(Fitted)] | None = None
    source: SourceRef
    vintage: ProseText
    caveat: ProseText | None = None

    @model_validator(mode="after")
    def _whole_share(self) -> WardFact:
        parts = {key: getattr(self, key) for key in ("basis", "denominator", "numerator")}
        if self.share_of is None:
            for key, given in parts.items():
                if given is not None:
                    raise Wrong("this belongs to a share", "share_of: of whom it is one", key=key)
        elif self.unit != "percent":
            raise Wrong("a share is a percentage", "unit: percent, or no share_of", key="share_of")
        elif self.basis is None:
            expected = "basis: counted, recorded, modelled or by_area"
            raise Wrong("the share does not say how they were counted", expected, key="share_of")
        return self


class Ward(Model):
    """A ward of the footprint; ``facts`` maps a ward fact's id to its value, blank is absent."""

    ward_code: WardCode
    ward_name: Text
    district_code: AreaCode
    district: Text
    place: AreaRef
    boundary_vintage: Text
    facts: dict[str, Number] = Field(default_factory=dict)


class WardNeighbours(Model):
    """Two wards that share a boundary; the lower code first, so that a pair stands once."""

    ward_code: WardCode
    neighbour_code: WardCode

    @model_validator(mode="after")
    def _in_order(self) -> WardNeighbours:
        if self.ward_code >= self.neighbour_code:
            raise Wrong(
                f"{self.neighbour_code} does not come after {self.ward_code}",
                "two wards, the lower code first",
                key="neighbour_code",
            )
        return self


class WardHexagon(Model):
    """The hexagon of a ward on the equal-area map; see ``models.hexagons.Cell``."""

    ward_code: WardCode
    column: Whole
    row: Whole

    @model_validator(mode="after")
    def _on_the_map(self) -> WardHexagon:
        for key in ("column", "row"):
            if getattr(self, key) < 0:
                raise Wrong(f"{getattr(self, key)} is below 0", "0 or more", key=key)
        return self


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
