"""Change over time: a point for each dated value, joined per series, from two points up."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.style import dressed

COLUMNS = ("series", "date", "period", "value", "shown", "label")


def over_time(rows: pd.DataFrame, *, unit: str, palette: Palette) -> Any:
    """Draw the points of each series joined by a line, each with its value beside it.

    ``rows`` has series, date (the middle of the period), period (in words), value, shown and
    label (what stands beside the point). The value axis starts at zero. No rows give an
    empty chart.
    """
    data = rows.loc[:, list(COLUMNS)].assign(date=pd.to_datetime(rows["date"]))
    base = alt.Chart(data).encode(
        x=alt.X(
            "date:T",
            title=None,
            axis=alt.Axis(format="%b %Y", tickCount=6, labelOverlap=True),
            scale=alt.Scale(padding=60),
        ),
        y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True, nice=True)),
        detail="series:N",
        tooltip=[
            alt.Tooltip("series:N", title="Whom"),
            alt.Tooltip("period:N", title="When"),
            alt.Tooltip("shown:N", title="Value"),
        ],
    )
    lines = base.mark_line(color=palette.reported, strokeWidth=3)
    points = base.mark_point(color=palette.reported, filled=True, size=110)
    labels = base.mark_text(dy=-16, color=palette.text).encode(text="label:N")
    return dressed((lines + points + labels).properties(height=300), palette)
