"""Values side by side: a bar from zero for each, a span for each range, the number beside it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.rows import (
    ROW_HEIGHT,
    Layout,
    layout,
    names,
    row_axis,
    rule,
    value_axis,
    with_rule,
)
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import axis_format, dressed, expr, legible, roles, said

COLUMNS = ("label", "start", "end", "shown", "role")
_ENCODED = ("row", "label", "start", "end", "tip", "shown", "role", "approximate")
_RULE = ("rule", "rule_label")


def by_area(
    rows: pd.DataFrame,
    *,
    unit: str,
    palette: Palette,
    comparator: tuple[float, str] | None = None,
) -> Spec | None:
    """Draw one bar per row, in the order of the rows.

    ``rows`` has label, start and end (0 and the value, or the ends of a range, in ``unit``),
    shown (the value as people read it) and role (reported, comparator, target, projection);
    approximate (whether the value is) may be there. Without an end a row says "no data".
    ``comparator`` is a value and its label, drawn as a vertical rule. ``unit`` titles the
    axis. No rows give None.
    """
    data = taken(rows, "by_area", COLUMNS, {"approximate": False})
    if data.empty:
        return None
    data["row"] = range(len(data))
    missing = data["end"].isna()
    data["start"] = data["start"].astype(float).fillna(0.0).mask(missing)
    data["tip"] = data[["start", "end"]].max(axis=1).fillna(0.0)
    data["shown"] = said(data["shown"])
    data["approximate"] = data["approximate"].fillna(value=False).astype(bool)
    numbers = axis_format([*data["end"].dropna(), *([comparator[0]] if comparator else [])])
    data = with_rule(data, comparator)
    form = RULED if comparator else PLAIN
    return form.spec(
        data, unit=unit, palette=palette, where=layout(data, data["shown"]), numbers=numbers
    )


def _bars(*, unit: str, palette: Palette, where: Layout, numbers: str) -> list[Any]:
    base = alt.Chart().encode(y=row_axis())
    solid = "datum.role === 'target' || datum.role === 'projection' ? 0.2 : 1"
    bars = base.mark_bar(
        height=expr(f"({where.above}) ? 14 : 24"), yOffset=expr(where.shift), strokeWidth=2
    ).encode(
        x=value_axis("start", where, unit, numbers),
        x2="end:Q",
        color=alt.Color("role:N", scale=roles(palette), legend=None),
        stroke=alt.Stroke("role:N", scale=roles(palette), legend=None),
        # What is aimed at or expected is an outline: it never looks like a result.
        fillOpacity=alt.value(expr(f"datum.approximate ? 0.35 : {solid}")),
        strokeDash=alt.condition("datum.approximate", alt.value([4, 3]), alt.value([1, 0])),
        tooltip=[
            alt.Tooltip("label:N", title="Area and group"),
            alt.Tooltip("shown:N", title="Value"),
        ],
    )
    values = base.mark_text(
        align="left",
        baseline="middle",
        dx=6,
        dy=expr(where.shift),
        limit=expr("width - scale('x', datum.tip) - 6"),
    ).encode(x="tip:Q", text="shown:N")
    return [bars, *names(base, where, palette), *legible(values, palette)]


def _plain(*, unit: str, palette: Palette, where: Layout, numbers: str) -> Any:
    layers = _bars(unit=unit, palette=palette, where=where, numbers=numbers)
    return dressed(layers, palette, height=alt.Step(ROW_HEIGHT))


def _ruled(*, unit: str, palette: Palette, where: Layout, numbers: str) -> Any:
    layers = _bars(unit=unit, palette=palette, where=where, numbers=numbers)
    # Above the bars, below every text.
    layers[1:1] = rule(alt.Chart(), palette)
    return dressed(layers, palette, height=alt.Step(ROW_HEIGHT))


PLAIN = Form("by_area", _ENCODED, _plain)
RULED = Form("by_area with comparator", _ENCODED + _RULE, _ruled)
