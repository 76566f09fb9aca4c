"""Names on a map: broken into short lines and moved apart, so that none lies on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from pages.components.maps.geometry import Label

# What a letter and a line take, in sizes of the type.
_LETTER: Final = 0.54
_LINE: Final = 1.15
_LONGEST_LINE: Final = 12
_ROUNDS: Final = 60


@dataclass
class _Box:
    """A label in pixels, y downwards, by its middle."""

    label: Label
    x: float
    y: float
    width: float
    height: float


def placed(labels: Sequence[Label], *, pixels: float, size: float) -> list[Label]:
    """Return labels with long names in two lines, moved up or down as little as needed.

    ``pixels`` are those of one unit of the plane, ``size`` the pixels of the type.
    """
    boxes = [_box(label, pixels, size) for label in labels]
    for _ in range(_ROUNDS):
        moved = False
        for one, other in combinations(boxes, 2):
            moved |= _pushed(one, other)
        if not moved:
            break
    return [replace(box.label, y=-box.y / pixels) for box in boxes]


def _box(label: Label, pixels: float, size: float) -> _Box:
    lines = broken(label.name)
    width = max(map(len, lines)) * _LETTER * size
    side = {"left": 0.5, "right": -0.5}.get(label.align, 0.0)
    return _Box(
        replace(label, name="\n".join(lines)),
        label.x * pixels + side * width,
        -label.y * pixels,
        width,
        len(lines) * _LINE * size,
    )


def broken(name: str) -> list[str]:
    """Return a name in one line, or in two that are as alike as can be."""
    words = name.split(" ")
    if len(name) <= _LONGEST_LINE or len(words) == 1:
        return [name]
    cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return list(min(cuts, key=lambda lines: max(map(len, lines))))


def _pushed(one: _Box, other: _Box) -> bool:
    """Push two boxes apart, up and down, if they overlap; say whether they did."""
    across = (one.width + other.width) / 2 - abs(one.x - other.x)
    down = (one.height + other.height) / 2 - abs(one.y - other.y)
    if across <= 0 or down <= 1e-6:
        return False
    upper, lower = (one, other) if one.y <= other.y else (other, one)
    upper.y -= down / 2
    lower.y += down / 2
    return True
