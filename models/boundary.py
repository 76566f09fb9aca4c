"""Wards of one date and wards of another: what a boundary file is of, and what goes with what."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from models.area import AreaCode, WardCode
from models.base import Model, Number, SourceRef, Text, Whole, Wrong, read_number

# Wards of England, Wales, Scotland and Northern Ireland.
_WARD = re.compile(r"(?:E05|W05|S13|N08)\d{6}", re.ASCII)
_ANY_CODE = re.compile(r"[A-Z]\d{8}", re.ASCII)
# What the first three characters of an official code say that it is of.
_KINDS = {
    "E00": "output areas",
    "E01": "lower layer super output areas",
    "E02": "middle layer super output areas",
    "E04": "parishes",
    **dict.fromkeys(("E06", "E07", "E08", "E09", "W06", "S12", "N09"), "districts"),
    "E10": "counties",
    "E12": "regions",
    "E14": "constituencies",
    "E54": "integrated care boards",
    **dict.fromkeys(("E92", "W92", "S92", "N92", "K02", "K03"), "countries"),
}
# Names of columns, letters and digits only: WD21CD, ward_code, Area Code, geography code.
_CODE_NAME = re.compile(r"(?:wd|ward)(?:20)?(?P<year>\d\d)?(?:cd|code)")
_CODE_NAME_AT_LARGE = re.compile(r"(?:area|geo|geography|gss|ons)?(?:cd|code)")
_NAME_NAME = re.compile(r"(?:(?:wd|ward)(?:20)?(?:\d\d)?|area|geo|geography)?(?:nm|name)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_MONTH_AND_YEAR = re.compile(
    rf"(?<![a-z])({'|'.join(f'{m[:3]}(?:{m[3:]})?' for m in _MONTHS)})[ _-]*(20\d\d)(?!\d)",
    re.IGNORECASE,
)
_OF_VINTAGE = re.compile(r"(20\d\d)$")


def clean_code(value: object) -> str:
    """Return a cell as a code: without spaces around it, in capitals."""
    return str(value).strip().upper()


def code_column(columns: Mapping[str, Iterable[object]], wards: Collection[str]) -> str | None:
    """Return the column that holds ward codes, or None.

    ``columns`` maps names to cells, ``wards`` are the codes that are looked for. The values
    decide; among columns that hold as many of them, the name does.
    """

    def rank(name: str) -> tuple[int, bool, bool, int]:
        codes = {clean_code(cell) for cell in columns[name]}
        likely = sum(bool(_WARD.fullmatch(code)) for code in codes)
        return (
            sum(code in codes for code in wards) if likely else 0,
            bool(_CODE_NAME.fullmatch(_bare(name))) and likely > 0,
            bool(_CODE_NAME_AT_LARGE.fullmatch(_bare(name))) and likely > 0,
            likely,
        )

    ranks = {name: rank(name) for name in columns}
    best = max(ranks, key=ranks.__getitem__, default=None)
    return best if best is not None and ranks[best][-1] else None


def name_column(columns: Iterable[str], code: str) -> str | None:
    """Return the column with the names of the wards whose codes stand in ``code``, or None."""
    named = [name for name in columns if _NAME_NAME.fullmatch(_bare(name))]
    year = _CODE_NAME.fullmatch(_bare(code))
    digits = (year["year"] if year else None) or ""
    of_the_year = [name for name in named if digits and digits in name]
    return next(iter([*of_the_year, *named]), None)


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def kind_of(columns: Mapping[str, Iterable[object]]) -> tuple[str, str, str] | None:
    """Return what a file without ward codes is of: (kind, column, first code), or None."""
    found: list[tuple[int, str, str, str]] = []
    for name, cells in columns.items():
        codes = [code for code in map(clean_code, cells) if _ANY_CODE.fullmatch(code)]
        if codes and codes[0][:3] in _KINDS:
            found.append((len(codes), _KINDS[codes[0][:3]], name, codes[0]))
    return max(found, key=lambda one: one[0])[1:] if found else None


def vintage_of(column: str, *names: str) -> str | None:
    """Return the date of a file's wards: "December 2021", "2021" or None when nothing says it.

    ``column`` is the name of the column of codes, ``names`` are those of the file and its layers;
    only a name that says month and year counts, and it must not contradict the column.
    """
    match = _CODE_NAME.fullmatch(_bare(column))
    year = f"20{match['year']}" if match and match["year"] else None
    for name in names:
        dated = _MONTH_AND_YEAR.search(name)
        if dated and year in (None, dated[2]):
            month = next(m for m in _MONTHS if m[:3] == dated[1][:3].capitalize())
            return f"{month} {dated[2]}"
    return year


def differs(vintage: str | None, other: str) -> bool:
    """Say whether two vintages are surely of different years or months."""
    if vintage is None:
        return False
    if " " in vintage and " " in other:
        return vintage != other
    years = [_OF_VINTAGE.search(one) for one in (vintage, other)]
    return all(years) and years[0][1] != years[1][1]  # type: ignore[index]


@dataclass(frozen=True)
class Matching:
    """Which ward each code of a file goes to.

    ``placed`` maps codes of the file to wards; ``moved`` are those of them that only the
    crosswalk places; ``strangers`` are the other codes; ``missing`` are the wards that got none;
    ``possible`` is how many wards a whole file of its kind would reach.
    """

    placed: dict[str, str]
    moved: tuple[str, ...]
    strangers: tuple[str, ...]
    missing: tuple[str, ...]
    possible: int

    @property
    def reached(self) -> int:
        """How many wards have a code of the file."""
        return len(set(self.placed.values()))

    def enough(self, least_percent: float) -> bool:
        """Say whether the file reaches this share of the wards it could reach."""
        return self.reached > 0 and 100 * self.reached >= least_percent * self.possible


def match(
    codes: Iterable[str], wards: Sequence[str], crosswalk: Iterable[WardCrosswalk] = ()
) -> Matching:
    """Match the codes of a file with the wards of the data.

    A code that is a ward's goes to it: officials give a new code when a boundary changes. With a
    crosswalk, another code goes to the ward that gives it most of its residents (the first code
    where two give as many).
    """
    known, crosswalk = set(wards), tuple(crosswalk)
    most: dict[str, WardCrosswalk] = {}
    for row in sorted(crosswalk, key=lambda row: (-row.residents, row.ward_code)):
        if row.ward_code in known and row.other_code not in known:
            most.setdefault(row.other_code, row)
    placed: dict[str, str] = {}
    strangers: list[str] = []
    for code in dict.fromkeys(codes):
        if code in known:
            placed[code] = code
        elif code in most:
            placed[code] = most[code].ward_code
        else:
            strangers.append(code)
    moved = tuple(code for code in placed if code not in known)
    reached = set(placed.values())
    possible = len(known)
    if moved:  # some wards were merged: no file of the other date has a shape for each
        kept = {row.other_code for row in crosswalk if row.other_code in known}
        possible = len(kept | {row.ward_code for row in most.values()})
    return Matching(
        placed,
        moved,
        tuple(strangers),
        tuple(code for code in wards if code not in reached),
        possible,
    )


def envelope(
    centres: Iterable[tuple[float, float]], margin: float
) -> tuple[float, float, float, float]:
    """Return (west, south, east, north) of points (longitude, latitude), with a margin around.

    Raises ValueError when there is none.
    """
    longitudes, latitudes = zip(*centres, strict=True)
    return (
        round(min(longitudes) - margin, 4),
        round(min(latitudes) - margin, 4),
        round(max(longitudes) + margin, 4),
        round(max(latitudes) + margin, 4),
    )


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
