"""Names of districts on a map: where the geometry puts them, else within or beside the district.

A geometry that says on which side of its point a name stands has found a place for it. Where it
does not, long names are broken into two lines, names that are wider than their district move
into free space beside it, and the rest is moved up or down until none lies on another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from pages.components.maps.geometry import Align, Geometry, Label

# What a letter and a line take, in sizes of the type.
LETTER: Final = 0.56
LINE: Final = 1.15
_LONGEST_LINE: Final = 12
_ROUNDS: Final = 60
# So much wider than its district a name may be and still stand in it.
_WIDER: Final = 1.15


@dataclass
class _Box:
    """A label by its middle, in units of the plane; its place may change."""

    label: Label
    x: float
    y: float
    width: float
    height: float

    @property
    def free(self) -> bool:
        """Whether its place is ours to choose."""
        return self.label.align is None

    def placed(self) -> Label:
        """Return the label where it has come to stand."""
        side = {"left": -0.5, "right": 0.5}.get(self.label.align or "", 0.0)
        return replace(
            self.label, x=self.x + side * self.width, y=self.y, align=self.label.align or "center"
        )


def placed(geometry: Geometry, *, pixels: float, size: float) -> list[Label]:
    """Return the labels of a geometry, each where it can be read.

    ``pixels`` are those of one unit of the plane, ``size`` those of the type.
    """
    boxes = [_box(label, size / pixels) for label in geometry.labels]
    beside = [_beside(box, geometry, size / pixels / 3) if box.free else box for box in boxes]
    for _ in range(_ROUNDS):
        # Not any(): every pair that overlaps is pushed in every round.
        if not sum(_pushed(one, other) for one, other in combinations(beside, 2)):
            break
    return [box.placed() for box in beside]


def extent(geometry: Geometry, *, pixels: float, size: float) -> tuple[float, float]:
    """Return how far west and east the map reaches with its labels, in units of the plane."""
    ends = [(geometry.bounds[0], geometry.bounds[2])]
    for label in placed(geometry, pixels=pixels, size=size):
        box = _box(label, size / pixels)
        ends.append((box.x - box.width / 2, box.x + box.width / 2))
    return min(west for west, _ in ends), max(east for _, east in ends)


def _box(label: Label, size: float) -> _Box:
    lines = label.name.split("\n") if label.align else broken(label.name)
    width = max(map(len, lines)) * LETTER * size
    side = {"left": 0.5, "right": -0.5}.get(label.align or "", 0.0)
    named = replace(label, name="\n".join(lines))
    return _Box(named, label.x + side * width, label.y, width, len(lines) * LINE * size)


def broken(name: str) -> list[str]:
    """Return a name in one line, or in two that are as alike as can be."""
    words = name.split(" ")
    if len(name) <= _LONGEST_LINE or len(words) == 1:
        return [name]
    cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return list(min(cuts, key=lambda lines: max(map(len, lines))))


def _beside(box: _Box, geometry: Geometry, gap: float) -> _Box:
    """Return a box in free space beside its district, if it is too wide to stand in it."""
    corners = [
        corner
        for rings in geometry.districts.get(box.label.id, ())
        for ring in rings[:1]
        for corner in ring
    ]
    if not corners:
        return box
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    if box.width <= (east - west) * _WIDER:
        return box
    sides: tuple[tuple[Align, float], ...] = (
        ("right", west - gap - box.width / 2),
        ("left", east + gap + box.width / 2),
    )
    for align, x in sides:
        moved = replace(box, label=replace(box.label, align=align), x=x)
        if not any(_inside(moved, geometry)):
            return moved
    return box


def _inside(box: _Box, geometry: Geometry) -> Iterator[Any]:
    """Yield the wards that a box lies on."""
    import shapely

    reach = box.width / 2, box.height / 2
    frame = shapely.box(box.x - reach[0], box.y - reach[1], box.x + reach[0], box.y + reach[1])
    yield from (shape for shape in geometry.shapes.values() if shape.intersects(frame))


def _pushed(one: _Box, other: _Box) -> bool:
    """Push two boxes apart, up and down, if they overlap and may be moved; say whether."""
    across = (one.width + other.width) / 2 - abs(one.x - other.x)
    down = (one.height + other.height) / 2 - abs(one.y - other.y)
    if across <= 0 or down <= (one.height + other.height) * 1e-6 or not (one.free or other.free):
        return False
    upper, lower = (one, other) if one.y >= other.y else (other, one)
    share = down / 2 if upper.free and lower.free else down
    upper.y += share * upper.free
    lower.y -= share * lower.free
    return True
