"""The map of hexagons that the project ships: measured, computed anew, and made for browsers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import ROOT
from config.hexagons import water
from loaders import topojson
from loaders.tables import HEXAGON_COLUMNS
from models import hexagons, map_labels
from models.catalogue import Catalogue
from models.hexagons import Cell, Place, Quality

KEPT = "ward_hexagons.csv"
SERVED = ROOT / "static" / "hexagons.topojson"
# Every corner and every centre of a hexagon stands on this grid.
_GRID = topojson.Grid((hexagons.RADIUS / 2, 0.5))


class HexagonError(Exception):
    """The data does not say enough for a map of hexagons; the message says what is missing."""


@dataclass(frozen=True)
class _Wards:
    """What is known of wards, by code: centre (latitude, longitude), district, and pairs."""

    centroids: dict[str, Place]
    districts: dict[str, str]
    neighbours: list[tuple[str, str]]


def _wards(catalogue: Catalogue) -> _Wards:
    lost = [ward for ward in catalogue.wards if {"centroid_lat", "centroid_lon"} - set(ward.facts)]
    if lost or not catalogue.wards:
        named = f"{lost[0].ward_code} has" if lost else "there are no wards, so there is"
        raise HexagonError(f"wards.csv: {named} no centre; expected centroid_lat and centroid_lon")
    if not catalogue.ward_neighbours:
        raise HexagonError("ward_neighbours.csv: no ward has a neighbour; expected the pairs")
    return _Wards(
        {w.ward_code: (w.facts["centroid_lat"], w.facts["centroid_lon"]) for w in catalogue.wards},
        {ward.ward_code: ward.district_code for ward in catalogue.wards},
        [(pair.ward_code, pair.neighbour_code) for pair in catalogue.ward_neighbours],
    )


def kept(catalogue: Catalogue) -> dict[str, Cell]:
    """Return the layout that the data holds. Raises HexagonError when it holds none."""
    if not catalogue.ward_hexagons:
        raise HexagonError(f"{KEPT}: there is no layout; make one with --seed 1 --write")
    return {one.ward_code: Cell(one.column, one.row) for one in catalogue.ward_hexagons}


def compute(
    catalogue: Catalogue, *, seed: int, steps: int, told: Callable[[float], None] | None = None
) -> dict[str, Cell]:
    """Return a new layout; see ``models.hexagons.lay_out``. Raises HexagonError."""
    wards = _wards(catalogue)
    return hexagons.lay_out(
        wards.centroids,
        wards.districts,
        wards.neighbours,
        water=water(),
        seed=seed,
        steps=steps,
        told=told,
    )


def measure(catalogue: Catalogue, layout: Mapping[str, Cell]) -> Quality:
    """Return how good a layout of the wards is. Raises HexagonError."""
    wards = _wards(catalogue)
    return hexagons.quality(layout, wards.neighbours, wards.centroids, wards.districts)


def keep(layout: Mapping[str, Cell], folder: Path) -> Path:
    """Write a layout into a data folder; return its file."""
    file = folder / KEPT
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEXAGON_COLUMNS)
        writer.writerows((code, *cell) for code, cell in layout.items())
    return file


def topology(catalogue: Catalogue, layout: Mapping[str, Cell]) -> dict[str, Any]:
    """Return a layout as TopoJSON, in hexagon widths with x to the east and y to the north.

    Objects: ``wards`` (ward_code), ``districts`` (district_code, name), ``places`` (place, name)
    and ``labels``, the districts' names as points (name, align: see
    ``models.map_labels.Label``). Ids are ward code, district code, place id, district code.
    """
    held = {ward.ward_code: ward for ward in catalogue.wards}
    wards = topojson.snap(
        [
            topojson.Area(code, {"ward_code": code}, ((hexagons.corners(layout[code]),),))
            for code in held
        ],
        _GRID,
    )
    names = {ward.district_code: ward.district for ward in catalogue.wards}
    places = {area.id: area.name for area in catalogue.areas}
    districts = topojson.dissolve(wards, {code: ward.district_code for code, ward in held.items()})
    wholes = topojson.dissolve(wards, {code: ward.place for code, ward in held.items()})
    cells = {
        district: [layout[code] for code, ward in held.items() if ward.district_code == district]
        for district in names
    }
    return topojson.encode(
        {
            "wards": wards,
            "districts": [
                topojson.Area(code, {"district_code": code, "name": names[code]}, polygons)
                for code, polygons in districts.items()
            ],
            "places": [
                topojson.Area(place, {"place": place, "name": places[place]}, polygons)
                for place, polygons in wholes.items()
            ],
            "labels": [
                topojson.Point(
                    code,
                    {"name": label.text, "align": label.align},
                    label.position,
                )
                for code, label in map_labels.place(names, cells).items()
            ],
        },
        _GRID,
    )
