"""What the map of hexagons is told beside the wards."""

from __future__ import annotations

import tomllib
from functools import cache

from config import ROOT


@cache
def water() -> dict[str, tuple[tuple[float, float], ...]]:
    """Return the waters to keep open: points (latitude, longitude) by name."""
    table = tomllib.loads((ROOT / "config" / "hexagons.toml").read_text(encoding="utf-8"))
    return {
        name: tuple((latitude, longitude) for latitude, longitude in points)
        for name, points in table["water"].items()
    }
