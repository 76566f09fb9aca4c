"""Tornado: how far a result moves when each input goes from its low to its high end."""

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
from pages.components.charts.style import axis_format, dressed, expr, legible

COLUMNS = ("label", "at_low", "at_high", "shown")
_ENCODED = ("row", "label", "at_low", "at_high", "tip", "shown", "rule", "rule_label")


def tornado(
    rows: pd.DataFrame, *, unit: str, palette: Palette, result: tuple[float, str]
) -> Spec | None:
    """Draw one bar per input, in the order of the rows, the widest first as a rule.

    ``rows`` has label (the input and its ends), at_low and at_high (the result with the input
    at either end, in ``unit``) and shown (these two as people read them). ``result`` is the
    result with all inputs as they are and its label, drawn as a rule. Rows without both ends
    are left out. No rows give None.
    """
    data = taken(rows, "tornado", COLUMNS)
    data[["at_low", "at_high"]] = data[["at_low", "at_high"]].astype(float)
    data = data.dropna(subset=["at_low", "at_high"]).reset_index(drop=True)
    if data.empty:
        return None
    data["row"] = range(len(data))
    data["tip"] = data[["at_low", "at_high"]].max(axis=1)
    ends = [*data["at_low"], *data["at_high"], result[0]]
    # Ends that lie close are told apart by digits that "59k" has not.
    near = max(ends) - min(ends) < max(map(abs, ends)) / 1_000
    numbers = ",~f" if near else axis_format(ends)
    data = with_rule(data, result)
    return FORM.spec(
        data, unit=unit, palette=palette, where=layout(data, data["shown"]), numbers=numbers
    )


def _build(*, unit: str, palette: Palette, where: Layout, numbers: str) -> Any:
    base = alt.Chart().encode(y=row_axis())
    bars = base.mark_bar(
        height=expr(f"({where.above}) ? 14 : 24"),
        yOffset=expr(where.shift),
        color=palette.reported,
    ).encode(
        x=value_axis("at_low", where, unit, numbers, zero=False),
        x2="at_high:Q",
        tooltip=[alt.Tooltip("label:N", title="Input"), alt.Tooltip("shown:N", title="Result")],
    )
    values = base.mark_text(
        align="left",
        baseline="middle",
        dx=6,
        dy=expr(where.shift),
        limit=expr("width - scale('x', datum.tip) - 6"),
    ).encode(x="tip:Q", text="shown:N")
    layers = [bars, *rule(alt.Chart(), palette), *names(base, where, palette)]
    return dressed([*layers, *legible(values, palette)], palette, height=alt.Step(ROW_HEIGHT))


FORM = Form("tornado", _ENCODED, _build)
