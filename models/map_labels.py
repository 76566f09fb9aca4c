"""Where the names of districts stand on the map of hexagons: beside them, or within, never across.

Positions that a text may take around its area, and a search for the set of them that costs least:
after J. Christensen, J. Marks and S. Shieber, An Empirical Study of Algorithms for Point-Feature
Label Placement, ACM Transactions on Graphics 14, 1995. Lengths are in hexagon widths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from models.hexagons import RADIUS, Cell, centre

Align = Literal["left", "center", "right"]
ALIGNS: tuple[Align, ...] = ("left", "center", "right")

# The room that text takes: its line, and a character of a usual sans serif type at that size.
LINE_HEIGHT = 0.72
CHARACTER_WIDTH = 0.34
# The places tried lie this far apart, and so far around the map.
_STEP = (RADIUS / 2, 0.5)
_FAR = 3.0
# Costs: a hexagon of its own that a text covers, and of another district; that it lies half on the
# map and half beside it; a width away from its district, from the middle of it; that it is as near
# to another district as to its own.
_COVERS, _COVERS_OTHERS, _HALF_OFF = 0.35, 1.5, 3.0
_AWAY, _OFF, _AMBIGUOUS = 1.5, 0.2, 3.0
_KEPT = 2000  # how many of the best places of a name are weighed against those of the others
_ROUNDS = 20
_CLEAR = 0.15  # free space around a text


@dataclass(frozen=True)
class Label:
    """A name on the map.

    ``position`` is the middle of its height, and of its width, its left or its right end as
    ``align`` says.
    """

    text: str
    position: tuple[float, float]
    align: Align

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the room that it takes."""
        width = CHARACTER_WIDTH * len(self.text)
        x, y = self.position
        west = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]
        return west, y - LINE_HEIGHT / 2, west + width, y + LINE_HEIGHT / 2


def overlap(one: Label, other: Label) -> bool:
    """Say whether two names are in each other's way."""
    west, south, east, north = one.box
    left, below, right, above = other.box
    return (
        west < right + _CLEAR
        and left < east + _CLEAR
        and south < above + _CLEAR
        and below < north + _CLEAR
    )


def place(names: Mapping[str, str], cells: Mapping[str, Sequence[Cell]]) -> dict[str, Label]:
    """Return a label for each district: ``names`` and ``cells`` are by its code.

    Labels do not overlap each other. Raises ValueError when there is no such set.
    """
    weighed = {code: _best(code, names[code], cells) for code in names}
    chosen: dict[str, Label] = {}
    for code in sorted(names, key=lambda code: weighed[code][0][0], reverse=True):
        chosen[code] = _free(weighed[code], [*chosen.values()])
    for _ in range(_ROUNDS):
        before = dict(chosen)
        for code in names:
            others = [label for other, label in chosen.items() if other != code]
            chosen[code] = _free(weighed[code], others)
        if chosen == before:
            break
    return {code: chosen[code] for code in names}


def _free(weighed: Sequence[tuple[float, Label]], others: Sequence[Label]) -> Label:
    for _, label in weighed:
        if not any(overlap(label, other) for other in others):
            return label
    raise ValueError(f"there is no room for the name '{weighed[0][1].text}'")


def _best(code: str, name: str, cells: Mapping[str, Sequence[Cell]]) -> list[tuple[float, Label]]:
    """Return the places that cost least, the best first."""
    own = [centre(cell) for cell in cells[code]]
    others = [centre(cell) for other, held in cells.items() if other != code for cell in held]
    labels = _candidates(name, own)
    costs = _costs(labels, own, others)
    order = sorted(range(len(labels)), key=costs.__getitem__)[:_KEPT]
    return [(costs[at], labels[at]) for at in order]


def _candidates(name: str, own: Sequence[tuple[float, float]]) -> list[Label]:
    columns = _steps([x for x, _ in own], _STEP[0])
    rows = _steps([y for _, y in own], _STEP[1])
    return [
        Label(name, (column * _STEP[0], row * _STEP[1]), align)
        for align, column, row in product(ALIGNS, columns, rows)
    ]


def _steps(values: Sequence[float], step: float) -> range:
    return range(
        math.floor((min(values) - _FAR) / step), math.ceil((max(values) + _FAR) / step) + 1
    )


def _costs(
    labels: Sequence[Label],
    own: Sequence[tuple[float, float]],
    others: Sequence[tuple[float, float]],
) -> list[float]:
    """Return what each place of a name costs, given the middles of hexagons."""
    import numpy as np

    west, south, east, north = np.array([label.box for label in labels]).T[..., None]
    x, y = np.array([*own, *others]).T
    # How far the middle of a hexagon is from the text; 0 within.
    away = np.hypot(
        np.maximum(np.maximum(west - x, x - east), 0),
        np.maximum(np.maximum(south - y, y - north), 0),
    )
    covered = away < 0.5 + _CLEAR / 2
    near = away[:, : len(own)].min(axis=1)
    elsewhere = away[:, len(own) :].min(axis=1, initial=_FAR)
    middle = np.mean(own, axis=0)
    off = np.hypot((west + east)[:, 0] / 2 - middle[0], (south + north)[:, 0] / 2 - middle[1])
    # Ends and middle of a text are on the map, or beside it, or some are.
    ends = np.stack([west, (west + east) / 2, east])
    height = (south + north) / 2
    on = (np.hypot(ends - x, height - y) < RADIUS).any(axis=2)
    costs: list[float] = (
        _COVERS * covered[:, : len(own)].sum(axis=1)
        + _COVERS_OTHERS * covered[:, len(own) :].sum(axis=1)
        + _HALF_OFF * (covered.any(axis=1) & ~on.all(axis=0))
        + _AWAY * near
        + _OFF * off
        + _AMBIGUOUS * np.maximum(0, 1 + near - elsewhere) * ~covered.any(axis=1)
    ).tolist()
    return costs
