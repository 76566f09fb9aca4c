"""Where wards are drawn: a TopoJSON file that the browser fetches, and what the server knows of it.

Hexagons and official boundaries are files of one form (objects wards, districts, labels; a plane
with y upwards) and are drawn by the same code. The shapes never travel with the values: the
browser fetches the file once, and values find their shape by ward code. The server reads the
file as well, for what a browser cannot do in time: centres, hatching, what lies in a box.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from loaders import topojson

Align = Literal["left", "center", "right"]
Point = tuple[float, float]
Segment = tuple[float, float, float, float]

# Diagonal lines across a map that is as high as they are many.
_HATCHES: Final = 84
_ALIGNS: Final[dict[str, Align]] = {"left": "left", "center": "center", "right": "right"}


@dataclass(frozen=True)
class Label:
    """The name of a district on the map.

    ``align`` says where in the name its point is: at its left end, centre or right end. None: the
    point is within the district, and the name may stand elsewhere.
    """

    id: str
    name: str
    x: float
    y: float
    align: Align | None = None


@dataclass(frozen=True, eq=False)
class Geometry:
    """The shapes of wards in a plane, y upwards, and where the browser gets them.

    ``url`` is relative to the page, so that it holds under any base path. ``bounds`` are west,
    south, east and north of all wards. ``credit`` is to be read beside the map, as whoever made
    the shapes asks. Shared, so never changed, and equal only to itself.
    """

    url: str
    path: Path
    bounds: tuple[float, float, float, float]
    labels: tuple[Label, ...]
    wards: Mapping[str, tuple[topojson.Polygon, ...]] = field(repr=False)
    districts: Mapping[str, tuple[topojson.Polygon, ...]] = field(repr=False)
    credit: str = ""

    @property
    def width(self) -> float:
        """From west to east."""
        return self.bounds[2] - self.bounds[0]

    @property
    def height(self) -> float:
        """From south to north."""
        return self.bounds[3] - self.bounds[1]

    @cached_property
    def discs(self) -> dict[str, tuple[float, float, float]]:
        """Centre and radius of about the largest circle in each ward: signs go there."""
        import shapely

        shapes = self.shapes
        circles = shapely.maximum_inscribed_circle(
            list(shapes.values()), tolerance=self.height / 4000
        )
        return {
            code: (float(circle.coords[0][0]), float(circle.coords[0][1]), float(circle.length))
            for code, circle in zip(shapes, circles, strict=True)
        }

    @cached_property
    def hatching(self) -> dict[str, tuple[Segment, ...]]:
        """Diagonal lines across each ward, in step with those of its neighbours; one at least."""
        import shapely

        west, south, east, north = self.bounds
        step = self.height / _HATCHES * math.sqrt(2)
        first, last = math.floor((south - east) / step), math.ceil((north - west) / step)
        lines = shapely.multilinestrings(
            [[(west, west + at * step), (east, east + at * step)] for at in range(first, last + 1)]
        )
        shapes = self.shapes
        cut = shapely.intersection(list(shapes.values()), lines)
        return {
            code: tuple(
                (*part.coords[0], *part.coords[-1])
                for part in getattr(found, "geoms", (found,))
                if part.geom_type == "LineString" and not part.is_empty
            )
            or (self._across(code),)
            for code, found in zip(shapes, cut, strict=True)
        }

    def _across(self, code: str) -> Segment:
        """Return a line through the middle of a ward that is narrower than the lines are apart."""
        x, y, radius = self.discs[code]
        reach = radius * math.sqrt(0.5)
        return (x - reach, y - reach, x + reach, y + reach)

    @cached_property
    def shapes(self) -> dict[str, Any]:
        """The wards as shapely's shapes."""
        import shapely

        return {
            code: shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
            for code, polygons in self.wards.items()
        }

    def within(self, x: Iterable[float], y: Iterable[float]) -> tuple[str, ...]:
        """Return the codes of the wards whose centre lies in a box, given by its two sides.

        ``x`` and ``y`` are two places each, in the plane's own units and in any order.
        """
        (west, east), (south, north) = sorted(x), sorted(y)
        return tuple(
            code
            for code, (right, up, _) in self.discs.items()
            if west <= right <= east and south <= up <= north
        )

    def topology(self) -> dict[str, Any]:
        """Return what the file holds, to be put into an image. Raises OSError if it is gone."""
        found: dict[str, Any] = json.loads(self.path.read_bytes())
        return found


def geometry(path: Path, credit: str = "") -> Geometry:
    """Return the geometry of a TopoJSON file; read anew only when the file has changed.

    ``credit``: the words that whoever made the shapes asks for.

    Raises OSError when it cannot be read, and ValueError when it is not what is expected.
    """
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size, credit)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int, credit: str) -> Geometry:
    content = path.read_bytes()
    try:
        topology = json.loads(content)
        wards = _areas(topology, "wards")
        districts = _areas(topology, "districts")
        labels = tuple(map(_label, topojson.decode(topology, "labels")))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ValueError(
            f"{path.name} is no TopoJSON with wards, districts and labels: {error!r}"
        ) from error
    corners = [corner for polygons in wards.values() for rings in polygons for corner in rings[0]]
    if not corners:
        raise ValueError(f"{path.name} has no wards")
    across, up = zip(*corners, strict=True)
    version = hashlib.sha256(content).hexdigest()[:12]
    return Geometry(
        url=f"app/static/{path.name}?v={version}",
        path=path,
        bounds=(min(across), min(up), max(across), max(up)),
        labels=labels,
        wards=wards,
        districts=districts,
        credit=credit,
    )


def _areas(topology: Mapping[str, Any], name: str) -> dict[str, tuple[topojson.Polygon, ...]]:
    return {
        area.id: area.polygons
        for area in topojson.decode(topology, name)
        if isinstance(area, topojson.Area)
    }


def _label(found: topojson.Area | topojson.Point) -> Label:
    if not isinstance(found, topojson.Point):
        raise TypeError(f"label {found.id} is no point")
    align = _ALIGNS.get(str(found.properties.get("align")))
    return Label(found.id, str(found.properties["name"]), *found.position, align)
