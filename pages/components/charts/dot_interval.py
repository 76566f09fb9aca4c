"""Values with how sure they are: a dot and its interval, its comparison by shape and word."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from models.comparison import WORDS
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
from pages.components.charts.style import (
    axis_format,
    compared,
    dressed,
    expr,
    fills,
    legible,
    said,
    shapes,
)

COLUMNS = ("label", "value", "low", "high", "shown", "comparison")
_ENCODED = ("row", "label", "value", "low", "high", "shown", "comparison", "words")
_RULE = ("rule", "rule_label")


def dot_interval(
    rows: pd.DataFrame,
    *,
    unit: str,
    palette: Palette,
    comparator: tuple[float, str] | None = None,
) -> Spec | None:
    """Draw one dot per row with its interval, in the order of the rows.

    ``rows`` has label, value, low and high (in ``unit``; a 95% interval or a range; each may
    be null), shown (the value as people read it) and comparison (better, similar, worse,
    higher, lower, not_compared or null). Beside each dot stand the value and the comparison
    in words. A row without value shows its interval alone, one without both "no data".
    ``comparator`` is a value and its label, drawn as a vertical rule. No rows give None.
    """
    data = taken(rows, "dot_interval", COLUMNS)
    if data.empty:
        return None
    data["row"] = range(len(data))
    data["comparison"] = compared(data, "dot_interval")
    ends = data[["value", "low", "high"]].astype(float)
    data["shown"] = said(data["shown"])
    # Without a comparator nothing was compared, and saying so on every row is noise.
    silent = (data["comparison"] == "not_compared") & (ends["value"].isna() | (comparator is None))
    words = data["shown"] + ", " + data["comparison"].map(WORDS)
    data["words"] = words.mask(silent, data["shown"])
    numbers = axis_format([*ends.stack(), *([comparator[0]] if comparator else [])])
    data = with_rule(data, comparator)
    form = RULED if comparator else PLAIN
    return form.spec(
        data, unit=unit, palette=palette, where=layout(data, data["words"]), numbers=numbers
    )


def _dots(*, unit: str, palette: Palette, where: Layout, numbers: str) -> list[Any]:
    base = alt.Chart().encode(y=row_axis())
    spans = (
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(color=palette.rule, strokeWidth=4, yOffset=expr(where.shift), aria=False)
        .encode(x=value_axis("low", where, unit, numbers, zero=False), x2="high:Q")
    )
    dots = (
        base.transform_filter("isValid(datum.value)")
        .mark_point(
            size=150,
            filled=True,
            opacity=1,
            stroke=palette.text,
            strokeWidth=1.5,
            yOffset=expr(where.shift),
        )
        .encode(
            x="value:Q",
            fill=alt.Fill("comparison:N", scale=fills(palette), legend=None),
            shape=alt.Shape("comparison:N", scale=shapes(), legend=None),
            tooltip=[
                alt.Tooltip("label:N", title="Area and group"),
                alt.Tooltip("shown:N", title="Value"),
            ],
        )
    )
    # In a column of their own: beside the dots they would lie on the comparator's rule.
    values = base.mark_text(align="left", baseline="middle", dx=14, dy=expr(where.shift)).encode(
        x=alt.value(expr(where.end)), text="words:N"
    )
    return [spans, *names(base, where, palette), dots, *legible(values, palette)]


def _plain(*, unit: str, palette: Palette, where: Layout, numbers: str) -> Any:
    layers = _dots(unit=unit, palette=palette, where=where, numbers=numbers)
    return dressed(layers, palette, height=alt.Step(ROW_HEIGHT))


def _ruled(*, unit: str, palette: Palette, where: Layout, numbers: str) -> Any:
    layers = _dots(unit=unit, palette=palette, where=where, numbers=numbers)
    layers[:0] = rule(alt.Chart(), palette)
    return dressed(layers, palette, height=alt.Step(ROW_HEIGHT))


PLAIN = Form("dot_interval", _ENCODED, _plain)
RULED = Form("dot_interval with comparator", _ENCODED + _RULE, _ruled)
