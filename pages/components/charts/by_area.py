"""Values side by side: a bar from zero for each, a span for each range, the number beside it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.style import ROW_HEIGHT, colours, dressed

COLUMNS = ("label", "start", "end", "shown", "role")


def by_area(rows: pd.DataFrame, *, unit: str, palette: Palette) -> Any:
    """Draw one bar per row.

    ``rows`` has label (distinct), start and end (0 and the value, or the ends of a range),
    shown (the value as people read it) and role (reported, comparator, target, projection).
    ``unit`` titles the axis. No rows give an empty chart.
    """
    data = rows.loc[:, list(COLUMNS)]
    order = list(data["label"])
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    bars = base.mark_bar(height=18).encode(
        x=alt.X(
            "start:Q",
            title=unit,
            scale=alt.Scale(zero=True, nice=True),
            axis=alt.Axis(tickCount=5, format="~s" if _wide(data) else ",~f"),
        ),
        x2="end:Q",
        color=alt.Color("role:N", scale=colours(palette), legend=None),
        tooltip=[alt.Tooltip("label:N", title="Whom"), alt.Tooltip("shown:N", title="Value")],
    )
    labels = base.mark_text(align="left", dx=6, baseline="middle", color=palette.text).encode(
        x="end:Q", text="shown:N"
    )
    return dressed((bars + labels).properties(height=alt.Step(ROW_HEIGHT)), palette)


def _wide(data: pd.DataFrame) -> bool:
    return bool((data["end"].abs() >= 10_000).any())
