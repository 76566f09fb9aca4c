"""Signs on the ward map: named in a document, picked by hand, gained, lost, kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from config.palette import Palette
from pages.components.maps.drawing import COLUMNS, table
from pages.components.maps.geometry import Geometry

SHAPES: Final = {"gained": "triangle-up", "lost": "triangle-down", "kept": "square"}
# What lies below comes first.
_ORDER: Final = ("picked", *SHAPES, "named")
# From the middle of a sign to its side, in pixels.
_LEAST, _MOST = 4.5, 11.0


def look(kind: str, palette: Palette) -> dict[str, Any]:
    """Return how a sign looks: shape, fill (None: open) and line."""
    if kind == "picked":
        return {"sign": "circle", "fill": None, "line": palette.projection}
    return {"sign": SHAPES.get(kind, "circle"), "fill": palette.page, "line": palette.text}


def signs(
    codes: Sequence[str],
    *,
    named: Sequence[bool],
    picked: Sequence[bool],
    changes: Sequence[str | None],
    geometry: Geometry,
    palette: Palette,
    pixels: float,
) -> tuple[pa.Table, frozenset[str]]:
    """Return the signs of wards as a table, and which kinds there are.

    Of each ward: whether it is named, whether it is picked, and how it changed (None, or a word
    that is no change, has no sign). ``pixels`` are those of one unit of the plane.
    """
    found = [
        (_ORDER.index(kind), kind, {"x": x, "y": y, "size": size, "shift": shift})
        for code, by_name, by_hand, change in zip(codes, named, picked, changes, strict=True)
        if code in geometry.discs
        for x, y, radius in [geometry.discs[code]]
        for kind, size, shift in _of_ward(
            named=by_name,
            picked=by_hand,
            change=change if change in SHAPES else None,
            reach=min(_MOST, max(_LEAST, radius * pixels * 0.8)),
        )
    ]
    found.sort(key=lambda one: one[0])
    made = [place | look(kind, palette) for _, kind, place in found]
    columns = {name: [one[name] for one in made] for name in COLUMNS["signs"]}
    return table("signs", **columns), frozenset(kind for _, kind, _ in found)


def _of_ward(
    *, named: bool, picked: bool, change: str | None, reach: float
) -> list[tuple[str, float, float]]:
    """Return kind, size and shift of a ward's signs; two that would lie on one another part."""
    both = named and change is not None
    found = []
    if picked:
        found.append(("picked", _size(reach), 0.0))
    if change:
        found.append((change, _size(reach * 0.8), -reach * 0.45 if both else 0.0))
    if named:
        found.append(("named", _size(reach * 0.5), reach * 0.55 if both else 0.0))
    return found


def _size(reach: float) -> float:
    """Return the area of a sign, as Vega-Lite counts it."""
    return round((2 * reach) ** 2 * 0.8, 1)
