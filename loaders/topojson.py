"""TopoJSON: areas whose shared edges are held once, in whole numbers.

The format is https://github.com/topojson/topojson-specification; arcs are cut where M. Bostock's
topojson-server cuts them. The way of some areas: ``from_shapely`` or rings of your own, ``snap``
to a grid, ``dissolve`` into outlines, ``encode``, ``write``. ``decode`` leads back.

Edges are shared where areas have the very same corners along them, so areas that are to be
simplified must be simplified together (``shapely.coverage_simplify``), before they are snapped.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

Position = tuple[float, float]
# The corners of a ring in order; the first is not given again at the end.
Ring = tuple[Position, ...]
# The outside, then the holes.
Polygon = tuple[Ring, ...]
_LEAST_CORNERS = 3


@dataclass(frozen=True)
class Area:
    """An area: its id, what is said of it, and its polygons."""

    id: str
    properties: Mapping[str, str | float]
    polygons: tuple[Polygon, ...]


@dataclass(frozen=True)
class Point:
    """A point: its id, what is said of it, and where it is."""

    id: str
    properties: Mapping[str, str | float]
    position: Position


@dataclass(frozen=True)
class Grid:
    """Where whole numbers stand: position = origin + step * number, for x and for y."""

    step: Position
    origin: Position = (0.0, 0.0)

    def number(self, position: Position) -> tuple[int, int]:
        """Return the numbers of the place of the grid that is nearest to a position."""
        x, y = (
            round((value - start) / step)
            for value, start, step in zip(position, self.origin, self.step, strict=True)
        )
        return x, y

    def position(self, number: Position) -> Position:
        """Return the position of a place of the grid."""
        x, y = (
            start + value * step
            for value, start, step in zip(number, self.origin, self.step, strict=True)
        )
        return x, y


def from_shapely(geometry: Any) -> tuple[Polygon, ...]:
    """Return the polygons of a shapely Polygon or MultiPolygon. Raises ValueError for others."""
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a {geometry.geom_type} is no area; expected a Polygon or MultiPolygon")
    return tuple(
        tuple(
            tuple((x, y) for x, y, *_ in ring.coords[:-1])
            for ring in (part.exterior, *part.interiors)
        )
        for part in getattr(geometry, "geoms", (geometry,))
    )


def snap(areas: Iterable[Area], grid: Grid) -> list[Area]:
    """Return areas with their corners moved to the grid, in its whole numbers.

    Outsides then run clockwise and holes the other way (seen with y upwards), as D3 wants it.
    Parts and holes that come to nothing are left out. Raises ValueError for an area of which
    nothing is left: the grid is too coarse for it.
    """
    snapped = []
    for area in areas:
        polygons = tuple(filter(None, (_snapped(polygon, grid) for polygon in area.polygons)))
        if not polygons:
            raise ValueError(f"{area.id}: nothing is left of it on a grid of {grid.step}")
        snapped.append(replace(area, polygons=polygons))
    return snapped


def _snapped(polygon: Polygon, grid: Grid) -> Polygon:
    rings: list[Ring] = []
    for index, ring in enumerate(polygon):
        numbers = [grid.number(corner) for corner in ring]
        corners = tuple(corner for at, corner in enumerate(numbers) if corner != numbers[at - 1])
        twice_area = _twice_area(corners)
        if len(corners) < _LEAST_CORNERS or not twice_area:
            if index == 0:
                return ()
            continue
        clockwise = twice_area < 0
        rings.append(corners if clockwise == (index == 0) else corners[::-1])
    return tuple(rings)


def _twice_area(ring: Ring) -> float:
    """Return twice the area of a ring, negative when it runs clockwise (y upwards)."""
    return sum(
        before[0] * corner[1] - corner[0] * before[1]
        for before, corner in zip((ring[-1:] + ring), ring, strict=False)
    )


def dissolve(areas: Iterable[Area], groups: Mapping[str, str]) -> dict[str, tuple[Polygon, ...]]:
    """Return the outlines of groups of snapped areas, by group, in the order they are met.

    ``groups`` maps the id of an area to its group; areas without one are left out. An outline is
    made of the edges that only one area of its group has, so it shares them with that area.
    """
    edges: dict[str, Counter[tuple[Position, Position]]] = {}
    for area in areas:
        if area.id in groups:
            held = edges.setdefault(groups[area.id], Counter())
            for ring in (ring for polygon in area.polygons for ring in polygon):
                for start, end in pairwise((*ring, ring[0])):
                    if held[end, start]:  # the neighbour runs along it the other way
                        held[end, start] -= 1
                    else:
                        held[start, end] += 1
    return {group: _nested(_rings(held.elements())) for group, held in edges.items()}


def _rings(edges: Iterable[tuple[Position, Position]]) -> Iterator[Ring]:
    """Join edges, of which as many begin as end at each corner, into rings.

    Where several meet, the way leads sharply right: areas lie to the right of their edges, and
    two that only touch stay two.
    """
    ways: dict[Position, list[Position]] = {}
    for start, end in edges:
        ways.setdefault(start, []).append(end)
    for start in ways:
        path = [start]
        while ways[path[-1]]:
            ahead = ways[path[-1]]
            before = path[-2] if len(path) > 1 else None
            corner = min(ahead, key=partial(_turn, before, path[-1]))
            ahead.remove(corner)
            if corner in path:
                yield tuple(path[path.index(corner) :])
                del path[path.index(corner) + 1 :]
            else:
                path.append(corner)


def _turn(before: Position | None, at: Position, ahead: Position) -> float:
    """Return the angle to the right of the way back, from 0 to a full turn."""
    if before is None:
        return 0.0
    back = math.atan2(before[1] - at[1], before[0] - at[0])
    return (math.atan2(ahead[1] - at[1], ahead[0] - at[0]) - back) % math.tau


def _nested(rings: Iterable[Ring]) -> tuple[Polygon, ...]:
    """Return polygons: the rings that run clockwise, each with the holes that lie in it."""
    outsides: list[Ring] = []
    holes: list[Ring] = []
    for ring in rings:
        (outsides if _twice_area(ring) < 0 else holes).append(ring)
    outsides.sort(key=_twice_area, reverse=True)  # the smallest first
    polygons: dict[Ring, list[Ring]] = {outside: [outside] for outside in outsides}
    if holes:
        import shapely

        areas = {outside: shapely.Polygon(outside) for outside in outsides}
        for hole in holes:
            point = shapely.Polygon(hole).representative_point()
            around = [outside for outside in outsides if areas[outside].contains(point)]
            if around:
                polygons[around[0]].append(hole)
    return tuple(map(tuple, polygons.values()))


def encode(objects: Mapping[str, Sequence[Area | Point]], grid: Grid) -> dict[str, Any]:
    """Return the topology of snapped areas, and of points as they are, by name of the object."""
    rings = [
        ring
        for things in objects.values()
        for thing in things
        if isinstance(thing, Area)
        for polygon in thing.polygons
        for ring in polygon
    ]
    arcs = _Arcs(_junctions(rings))
    collections = {
        name: {
            "type": "GeometryCollection",
            "geometries": [_geometry(thing, arcs, grid) for thing in things],
        }
        for name, things in objects.items()
    }
    return {
        "type": "Topology",
        "transform": {"scale": list(grid.step), "translate": list(grid.origin)},
        "objects": collections,
        "arcs": [_differences(arc) for arc in arcs.held],
    }


def _junctions(rings: Iterable[Ring]) -> set[Position]:
    """Return the corners at which one ring leaves another."""
    beside: dict[Position, frozenset[Position]] = {}
    found: set[Position] = set()
    for ring in rings:
        for at, corner in enumerate(ring):
            neighbours = frozenset((ring[at - 1], ring[(at + 1) % len(ring)]))
            if beside.setdefault(corner, neighbours) != neighbours:
                found.add(corner)
    return found


class _Arcs:
    """Arcs, each held once; a ring is cut into them at the junctions."""

    def __init__(self, junctions: set[Position]) -> None:
        self.held: list[Ring] = []
        self._junctions = junctions
        self._index: dict[Ring, int] = {}

    def of(self, ring: Ring) -> list[int]:
        """Return the numbers of the arcs of a ring; ~n is arc n backwards."""
        cuts = [at for at, corner in enumerate(ring) if corner in self._junctions]
        if not cuts:  # it is shared as a whole or not at all; it begins anywhere
            cuts = [ring.index(min(ring))]
        turned = ring[cuts[0] :] + ring[: cuts[0]] + ring[cuts[0] : cuts[0] + 1]
        ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
        return [self._number(turned[start : end + 1]) for start, end in pairwise(ends)]

    def _number(self, arc: Ring) -> int:
        if arc in self._index:
            return self._index[arc]
        if arc[::-1] in self._index:
            return ~self._index[arc[::-1]]
        self._index[arc] = len(self.held)
        self.held.append(arc)
        return self._index[arc]


def _differences(arc: Ring) -> list[list[float]]:
    """Return the first corner of an arc, then the way from each corner to the next."""
    (x, y), *_ = arc
    steps = pairwise(arc)
    return [[x, y], *([right - left, up - down] for (left, down), (right, up) in steps)]


def _geometry(thing: Area | Point, arcs: _Arcs, grid: Grid) -> dict[str, Any]:
    about = {"id": thing.id, "properties": dict(thing.properties)}
    if isinstance(thing, Point):
        return {"type": "Point", "coordinates": list(grid.number(thing.position)), **about}
    polygons = [[arcs.of(ring) for ring in polygon] for polygon in thing.polygons]
    if len(polygons) == 1:
        return {"type": "Polygon", "arcs": polygons[0], **about}
    return {"type": "MultiPolygon", "arcs": polygons, **about}


def write(topology: Mapping[str, Any], file: Path) -> None:
    """Write a topology as compact JSON with one line at the end."""
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text + "\n", encoding="utf-8", newline="\n")


def decode(topology: Mapping[str, Any], name: str) -> list[Area | Point]:
    """Return the things of an object of a topology, where they really are. Raises KeyError."""
    transform = topology["transform"]
    grid = Grid(tuple(transform["scale"]), tuple(transform["translate"]))
    arcs = [list(_positions(arc, grid)) for arc in topology["arcs"]]
    return [_thing(one, arcs, grid) for one in topology["objects"][name]["geometries"]]


def _positions(arc: Iterable[Position], grid: Grid) -> Iterator[Position]:
    x = y = 0.0
    for right, up in arc:
        x, y = x + right, y + up
        yield grid.position((x, y))


def _thing(one: Mapping[str, Any], arcs: list[list[Position]], grid: Grid) -> Area | Point:
    if one["type"] == "Point":
        return Point(one["id"], one["properties"], grid.position(one["coordinates"]))
    polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
    return Area(
        one["id"],
        one["properties"],
        tuple(tuple(_joined(ring, arcs) for ring in polygon) for polygon in polygons),
    )


def _joined(ring: Iterable[int], arcs: list[list[Position]]) -> Ring:
    """Return the corners of a ring; each arc ends where the next one begins."""
    return tuple(
        corner
        for number in ring
        for corner in (arcs[number] if number >= 0 else arcs[~number][::-1])[:-1]
    )
