"""Wards of one date and wards of another: what a boundary file is of, and what goes with what."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, model_validator

from models.area import AreaCode, WardCode
from models.base import Model, Number, SourceRef, Text, Whole, Wrong, read_number


def _read_share(value: object) -> float:
    share = read_number(value)
    if not 0 < share <= 100:
        raise Wrong(f"{share:g} is no share", "a percentage above 0 and at most 100")
    return share


class WardCrosswalk(Model):
    """The part of a ward's residents that lives in a ward of another date.

    It is a best fit: small areas are given whole to one ward, so shares are approximate.
    ``small_areas`` counts them, ``residents`` are theirs, ``share_percent`` is of the residents
    of all small areas of ``ward_code``.
    """

    ward_code: WardCode
    other_code: WardCode
    other_name: Text
    other_district_code: AreaCode
    other_district: Text
    other_vintage: Text
    small_areas: Whole
    residents: Number
    share_percent: Annotated[float, BeforeValidator(_read_share)]
    source: SourceRef

    @model_validator(mode="after")
    def _counts(self) -> WardCrosswalk:
        for key, least in (("small_areas", 1), ("residents", 0)):
            if getattr(self, key) < least:
                raise Wrong(f"{getattr(self, key):g} is too few", f"{least} or more", key=key)
        return self
