"""Gradient: a fact of every ward against deprivation, with the line that is fitted to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import axis_format, dressed, expr, legible

COLUMNS = ("ward", "district", "x", "value", "shown", "residents", "inside", "label")
HEIGHT: Final = 400
# Beyond this share of the width: names there stand to the left of their dot.
_RIGHT: Final = 0.7
_ENCODED = (
    "part", "ward", "district", "x", "value", "shown", "residents", "people", "inside", "label",
)  # fmt: skip


@dataclass(frozen=True)
class End:
    """An end of the fitted line: where it is, its value, and its words."""

    x: float
    value: float
    words: str


def gradient(
    rows: pd.DataFrame,
    *,
    unit: str,
    palette: Palette,
    x_title: str,
    line: tuple[End, End] | None = None,
) -> Spec | None:
    """Draw one dot for each ward, its area by residents, and the fitted line with its two ends.

    ``rows`` has ward, district, x (deprivation, higher is more: a rank, a share or a score),
    value (in ``unit``), shown (as people read it), residents, inside (whether the ward meets
    the conditions: filled; others are open) and label (words beside the dot, null for none).
    Rows without x, value or residents are left out. ``x_title`` says what lies to the right.
    None when no row is left.
    """
    data = taken(rows, "gradient", COLUMNS)
    numbers = ["x", "value", "residents"]
    data[numbers] = data[numbers].astype(float)
    data = data.dropna(subset=numbers)
    if data.empty:
        return None
    data["inside"] = data["inside"].astype(object).where(data["inside"].notna(), False).astype(bool)
    # Large wards first, so that small ones lie on top and can be reached.
    data = data.sort_values("residents", ascending=False, kind="stable").assign(part="ward")
    data["people"] = [f"{residents:,.0f}" for residents in data["residents"]]
    data["label"] = data["label"].astype(object).where(data["label"].notna(), None)
    ends = [
        {"part": "line", "x": end.x, "value": end.value, "label": end.words} for end in line or ()
    ]
    table = pd.concat([data, pd.DataFrame(ends, columns=list(_ENCODED))]) if ends else data
    return FORM.spec(
        table.reindex(columns=list(_ENCODED)),
        unit=unit,
        palette=palette,
        x_title=x_title,
        across=axis_format(data["x"]),
        numbers=axis_format(data["value"]),
    )


def _build(*, unit: str, palette: Palette, x_title: str, across: str, numbers: str) -> Any:
    quiet: dict[str, Any] = {"labelOverlap": True, "titleAnchor": "start"}
    x = alt.X(
        "x:Q",
        title=x_title,
        scale=alt.Scale(zero=False, nice=False, padding=16),
        axis=alt.Axis(format=across, tickCount=expr("width < 560 ? 3 : 6"), grid=False, **quiet),
    )
    y = alt.Y(
        "value:Q",
        title=unit,
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(format=numbers, tickCount=5, titleAnchor="end"),
    )
    wards = alt.Chart().transform_filter("datum.part === 'ward'")
    dots = wards.mark_point(
        stroke=palette.reported, strokeWidth=1.5, filled=True, opacity=0.85
    ).encode(
        x=x,
        y=y,
        size=alt.Size("residents:Q", scale=alt.Scale(zero=True, range=[0, 320]), legend=None),
        fill=alt.condition(
            "datum.inside", alt.value(palette.reported), alt.value(palette.page)
        ),
        tooltip=[
            alt.Tooltip("ward:N", title="Ward"),
            alt.Tooltip("district:N", title="District"),
            alt.Tooltip("shown:N", title="Value"),
            alt.Tooltip("people:N", title="Residents"),
        ],
    )  # fmt: skip
    ends = alt.Chart().transform_filter("datum.part === 'line'").encode(x=x, y=y)
    fitted = ends.mark_line(color=palette.target, strokeWidth=4, aria=False)
    right = f"scale('x', datum.x) > width * {_RIGHT}"
    words: dict[str, Any] = {"baseline": "middle", "limit": expr("width * 0.4")}
    named = (
        wards.transform_filter("isValid(datum.label)")
        .mark_text(
            align=expr(f"{right} ? 'right' : 'left'"), dx=expr(f"{right} ? -12 : 12"), **words
        )
        .encode(x=x, y=y, text="label:N")
    )
    told = ends.mark_text(
        align=expr(f"{right} ? 'right' : 'left'"), dy=-16, fontWeight="bold", **words
    ).encode(text="label:N")
    layers = [dots, fitted, *legible(named, palette), *legible(told, palette)]
    return dressed(layers, palette, height=HEIGHT)


FORM = Form("gradient", _ENCODED, _build)
