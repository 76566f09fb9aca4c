"""Tartan rug: areas by indicators, every cell with its value, its comparison by colour and sign."""

from __future__ import annotations

import pandas as pd

from config.palette import COMPARISONS, Palette
from models.comparison import SHAPES, WORDS
from pages.components.charts.matrix import ENCODED, build, matrix
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import compared

COLUMNS = ("area", "indicator", "shown", "comparison", "sign")


def tartan(rows: pd.DataFrame, *, palette: Palette) -> Spec | None:
    """Draw a rug of areas (down) by indicators (across), in their order of appearance.

    ``rows`` has area, indicator, shown (the value as people read it, or null), comparison and
    sign (null: the kit's own); one row per cell. Colour and sign say the comparison, and the
    word where there is room. A pair
    without row or without value is a dashed cell that says "no data". No rows give None.
    """
    data = taken(rows, "tartan", COLUMNS)
    if data.empty:
        return None
    data["tone"] = compared(data, "tartan")
    own = data["tone"].map(SHAPES)
    data["sign"] = data["sign"].where(data["sign"].notna(), own)
    data["word"] = data["tone"].map(WORDS)
    data["short"] = data["shown"]
    data = data.rename(columns={"area": "row_name", "indicator": "column_name"})
    tones = tuple(zip(COMPARISONS, palette.comparisons, strict=True))
    return matrix(data, FORM, palette, tones, titles=("Area", "Indicator"), worded=True)


FORM = Form("tartan", ENCODED, build)
