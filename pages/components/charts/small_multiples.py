"""Small multiples: one small panel for each place, all on the same scales."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.over_time import milliseconds
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import NO_DATA, dressed, expr, legible

COLUMNS = ("panel", "period", "date", "value", "shown")
PANEL_HEIGHT = 172
# Within a panel, from its top: its title, the highest value, the baseline.
_TITLE, _TOP, _BASE = 12, 52, 126
# Within a panel of width 1, the first and the last date.
_LEFT, _RIGHT = 0.03, 0.88
_ENCODED = (
    "panel", "period", "shown", "x", "y", "value", "title", "from", "to", "title_y", "base_y",
    "text", "tick", "edge",
)  # fmt: skip


def small_multiples(
    rows: pd.DataFrame, *, palette: Palette, across: int = 2, zero: float = 0.0
) -> Spec | None:
    """Draw one panel per place, in order of appearance, ``across`` beside each other.

    ``rows`` has panel (its title), period (in words), date (its middle), value and shown.
    All panels share both scales, and the baseline of each is ``zero``; the first and the last
    value are written. A panel without values says "no data". No rows give None.
    """
    # Panels are places in one plane: a page's width reaches a single view, never a facet.
    data = taken(rows, "small_multiples", COLUMNS)
    data = data.dropna(subset=["panel"]).reset_index(drop=True)
    if data.empty:
        return None
    data["value"] = data["value"].astype(float)
    data = data[data["date"].notna() | data["value"].isna()].reset_index(drop=True)
    data = _placed(data, across, zero)
    count = data["panel"].nunique()
    across = min(across, count)
    return FORM.spec(data, palette=palette, across=across, down=math.ceil(count / across))


def _placed(data: pd.DataFrame, across: int, zero: float) -> pd.DataFrame:
    order = {name: at for at, name in enumerate(dict.fromkeys(data["panel"]))}
    across = min(across, len(order))
    data["at"] = data["panel"].map(order)
    dated = data["date"].notna()
    data["ms"] = None
    data.loc[dated, "ms"] = milliseconds(data.loc[dated, "date"])
    data["ms"] = data["ms"].astype(float)
    data = data.sort_values(["at", "ms"], kind="stable").reset_index(drop=True)
    first_ms, last_ms = data["ms"].min(), data["ms"].max()
    known = [zero, *data["value"].dropna()]
    low, high = min(known), max(known)
    share = (data["ms"] - first_ms) / ((last_ms - first_ms) or 1)
    column, row = data["at"] % across, data["at"] // across
    top = row * PANEL_HEIGHT

    def height(value: Any) -> Any:
        return top + _BASE - (value - low) / ((high - low) or 1) * (_BASE - _TOP)

    data["x"] = column + _LEFT + share * (_RIGHT - _LEFT)
    data["y"] = height(data["value"])
    head = ~data["panel"].duplicated()
    data["title"] = data["panel"].where(head)
    data["from"], data["to"] = (column + 0.0).where(head), (column + 0.91).where(head)
    data["title_y"] = (top + _TITLE).where(head)
    data["base_y"] = height(pd.Series(zero, index=data.index)).where(head)
    return _written(data)


def _written(data: pd.DataFrame) -> pd.DataFrame:
    """Add the first and last value of each panel with its period, and what is missing."""
    text: list[Any] = [None] * len(data)
    tick: list[Any] = [None] * len(data)
    edge: list[Any] = [None] * len(data)
    for _, panel in data.groupby("panel", sort=False):
        valued = panel.dropna(subset=["value"])
        if valued.empty:
            at = panel.index[0]
            text[at], edge[at] = NO_DATA, "first"
            data.loc[at, "x"] = panel["from"].iloc[0] + _LEFT
            data.loc[at, "y"] = panel["base_y"].iloc[0]
            continue
        for at, side in ((valued.index[-1], "last"), (valued.index[0], "first")):
            text[at], edge[at] = data.at[at, "shown"], side
            tick[at] = "\n".join(str(data.at[at, "period"]).rsplit(" ", 1))
    return data.assign(text=text, tick=tick, edge=edge)


def _build(*, palette: Palette, across: int, down: int) -> Any:
    height = down * PANEL_HEIGHT
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, across], nice=False, zero=False))
    upside_down = alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True)
    y = alt.Y("y:Q", axis=None, scale=upside_down)
    panels = alt.Chart().transform_filter("isValid(datum.title)")
    base = panels.mark_rule(color=palette.rule, aria=False)
    base = base.encode(
        x=alt.X("from:Q", axis=None), x2="to:Q", y=alt.Y("base_y:Q", axis=None, scale=upside_down)
    )
    titles = panels.mark_text(
        align="left", baseline="middle", fontWeight="bold", limit=expr(f"width / {across} * 0.95")
    ).encode(
        x=alt.X("from:Q", axis=None),
        y=alt.Y("title_y:Q", axis=None, scale=upside_down),
        text="title:N",
    )
    valued = alt.Chart().transform_filter("isValid(datum.value)")
    lines = (
        alt.Chart()
        .mark_line(color=palette.reported, strokeWidth=3, aria=False)
        .encode(
            x=x,
            # A period without value breaks the line.
            y=alt.Y("y:Q", axis=None, scale=upside_down),
            detail="panel:N",
        )
    )
    points = valued.mark_point(filled=True, size=80, opacity=1, color=palette.reported).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("panel:N", title="Where"),
            alt.Tooltip("period:N", title="When"),
            alt.Tooltip("shown:N", title="Value"),
        ],
    )
    side = expr("datum.edge === 'first' ? 'left' : 'right'")
    outward = expr("datum.edge === 'first' ? -6 : 6")
    values = (
        alt.Chart()
        .transform_filter("isValid(datum.text)")
        .mark_text(align=side, dx=outward, dy=-16)
        .encode(x=x, y=y, text="text:N")
    )
    ticks = (
        alt.Chart()
        .transform_filter("isValid(datum.tick)")
        .mark_text(align=side, dx=outward, baseline="top", lineBreak="\n", lineHeight=16)
        .encode(
            x=x,
            y=alt.Y("tick_y:Q", axis=None, scale=upside_down),
            text="tick:N",
        )
        .transform_calculate(
            tick_y=f"floor(datum.y / {PANEL_HEIGHT}) * {PANEL_HEIGHT} + {_BASE + 6}"
        )
    )
    layers = [base, titles, lines, *legible(values, palette), points, ticks]
    return dressed(layers, palette, height=height)


FORM = Form("small_multiples", _ENCODED, _build)
