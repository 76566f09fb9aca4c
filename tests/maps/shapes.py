"""A geometry of six square wards in two districts, and rows as people meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from loaders import topojson
from pages.components.maps.geometry import Geometry, geometry

CODES = [f"E0500000{number}" for number in range(1, 7)]
# Three wards of each district in a row; the second district lies north of the first.
PLACES = {code: (at % 3, at // 3) for at, code in enumerate(CODES)}


def square(x: float, y: float, side: float = 1.0) -> topojson.Polygon:
    return (((x, y), (x, y + side), (x + side, y + side), (x + side, y)),)


def write(folder: Path, *, scale: float = 1.0, align: str | None = "left") -> Path:
    """Write the wards as TopoJSON in a plane of this scale; return the file."""
    grid = topojson.Grid((scale / 100, scale / 100), (5 * scale, 7 * scale))

    def areas(polygons: dict[str, topojson.Polygon], name: str) -> list[topojson.Area]:
        return topojson.snap(
            [topojson.Area(one, {name: one}, (polygon,)) for one, polygon in polygons.items()],
            grid,
        )

    wards = areas(
        {code: square((5 + x) * scale, (7 + y) * scale, scale) for code, (x, y) in PLACES.items()},
        "ward_code",
    )
    groups = {code: f"E0700000{1 + y}" for code, (_, y) in PLACES.items()}
    districts = [
        topojson.Area(code, {"district_code": code, "name": f"District {code[-1]}"}, polygons)
        for code, polygons in topojson.dissolve(wards, groups).items()
    ]
    about = {"align": align} if align else {}
    labels = [
        topojson.Point(
            area.id,
            {"name": f"District {area.id[-1]}", **about},
            (6.5 * scale, (7.5 + at) * scale),
        )
        for at, area in enumerate(districts)
    ]
    file = folder / f"shapes-{scale:g}.topojson"
    objects = {"wards": wards, "districts": districts, "labels": labels}
    topojson.write(topojson.encode(objects, grid), file)
    assert json.loads(file.read_bytes())["objects"].keys() == objects.keys()
    return file


def held(folder: Path, *, scale: float = 1.0, align: str | None = "left") -> Geometry:
    return geometry(write(folder, scale=scale, align=align))


ROWS = pd.DataFrame(
    {
        "ward_code": CODES,
        "ward_name": ["Ash & Elm", "Bare", "<b>Central</b>", "Docks", "East", "Fell's End"],
        "district": ["District 1"] * 3 + ["District 2"] * 3,
        "value": [10.0, 20.0, None, 40.0, 50.0, 60.0],
        "shown": ["10%", "20%", None, "40%", "50%", "60%"],
        "state": ["in", "out", "unknown", "in", "out", "in"],
        "named": ["priority ward", None, None, "Start Well cohort", None, None],
        "picked": [False, True, False, None, False, False],
        "change": ["gained", "lost", "kept", "neither", "kept", "gained"],
    }
)
