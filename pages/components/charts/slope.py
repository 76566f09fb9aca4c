"""Before and after: two values per series and the line between them."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import (
    NO_DATA,
    apart,
    dressed,
    expr,
    legible,
    line_height,
    ranked,
    room,
    series_colours,
    series_shapes,
)

COLUMNS = (
    "series", "before", "after", "before_label", "after_label", "shown_before", "shown_after",
)  # fmt: skip
HEIGHT = 260
# A line of text in pixels; the letters that one holds on either side, beyond which text is wrapped.
LINE, LETTERS = 16, {"before": 28, "after": 38}
_ENCODED = ("series", "order", "side", "value", "shown", "when", "text", "text_at", "head")


def slope(rows: pd.DataFrame, *, palette: Palette) -> Spec | None:
    """Draw a line from before to after for each series, in one unit, zero-based.

    ``rows`` has series, before and after, before_label and after_label (when these were),
    shown_before and shown_after (as people read them). The first four series have colours,
    more are grey. Where one value is null the other is a point alone, and "no data" stands
    for the missing one. Rows without both values are left out; None when none is left.
    """
    data = taken(rows, "slope", COLUMNS)
    data[["before", "after"]] = data[["before", "after"]].astype(float)
    data = data.dropna(subset=["before", "after"], how="all").reset_index(drop=True)
    if data.empty:
        return None
    data["order"] = ranked(data["series"])
    texts = {side: _texts(data, side) for side in LETTERS}
    lines = max(text.count("\n") for side in texts.values() for text in side) + 1
    values = pd.concat([data["before"], data["after"]])
    least = line_height(values, HEIGHT) * (lines * LINE + 4) / 20
    both = pd.concat(
        [
            _side(data, "before", "after", texts["before"], least),
            _side(data, "after", "before", texts["after"], least),
        ]
    )
    # Texts that had to move beyond the values make the axis longer: so much higher is the chart.
    longer = _span(pd.concat([values, both["text_at"]])) / (_span(values) or 1.0)
    height = HEIGHT * longer if longer > 1 else HEIGHT
    return FORM.spec(
        both,
        palette=palette,
        height=math.ceil(height / 20) * 20,
        before=room([*both.loc[both["side"] == "before", "text"], data["before_label"].iloc[0]]),
        after=room([*both.loc[both["side"] == "after", "text"], data["after_label"].iloc[0]]),
    )


def _span(values: pd.Series) -> float:
    return max(float(values.max()), 0.0) - min(float(values.min()), 0.0)


def _texts(data: pd.DataFrame, side: str) -> list[str]:
    """Return what stands beside the points of one side, in lines that are short enough."""
    when = data[f"{side}_label"]
    text = _shown(data, side).astype(str)
    if when.nunique(dropna=False) > 1:
        text = text + when.map(lambda words: f", {words}" if pd.notna(words) else "")
    if side == "after":
        # The value first: where room is short the name is cut, never the value.
        text = text + ", " + data["series"].astype(str)
    known = text.where(text.notna(), "")
    return ["\n".join(textwrap.wrap(words, LETTERS[side])) for words in known]


def _shown(data: pd.DataFrame, side: str) -> pd.Series:
    return data[f"shown_{side}"].astype(object).where(data[side].notna(), NO_DATA)


def _side(
    data: pd.DataFrame, side: str, other: str, texts: list[str], least: float
) -> pd.DataFrame:
    """Return the points of one side with their texts, moved apart."""
    when = data[f"{side}_label"]
    shared = when.nunique(dropna=False) == 1
    return pd.DataFrame(
        {
            "series": data["series"],
            "order": data["order"],
            "side": side,
            "value": data[side],
            "shown": _shown(data, side),
            "when": when,
            "text": texts,
            "text_at": apart(list(data[side].fillna(data[other])), least),
            "head": [when.iloc[0] if shared and at == 0 else None for at in range(len(data))],
        }
    )


def _build(*, palette: Palette, height: int, before: int, after: int) -> Any:
    x = alt.X(
        "side:N",
        axis=None,
        scale=alt.Scale(
            type="point",
            domain=["before", "after"],
            padding=0,
            range=[
                expr(f"min({before}, width * 0.3)"),
                # Two points a page apart say nothing more than two that are near.
                expr(f"min(width - min({after}, width * 0.5), {before} + 480)"),
            ],
        ),
    )
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(zero=True, nice=True))
    colours, forms = series_colours(palette), series_shapes()
    base = alt.Chart().encode(x=x, y=y)
    posts = (
        alt.Chart()
        .mark_rule(color=palette.rule, aria=False)
        .encode(x=x, y=alt.value(0), y2=alt.value(height))
    )
    lines = base.mark_line(strokeWidth=3, aria=False).encode(
        color=alt.Color("order:N", scale=colours, legend=None), detail="series:N"
    )
    points = (
        base.transform_filter("isValid(datum.value)")
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            fill=alt.Fill("order:N", scale=colours, legend=None),
            shape=alt.Shape("order:N", scale=forms, legend=None),
            tooltip=[
                alt.Tooltip("series:N", title="What"),
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("shown:N", title="Value"),
            ],
        )
    )
    beside = "datum.side === 'before'"
    texts = (
        alt.Chart()
        .mark_text(
            align=expr(f"{beside} ? 'right' : 'left'"),
            dx=expr(f"{beside} ? -12 : 12"),
            dy=expr(f"-{LINE / 2} * (length(split(datum.text, '\\n')) - 1)"),
            baseline="middle",
            lineBreak="\n",
            lineHeight=LINE,
            limit=expr(f"{beside} ? width * 0.3 - 12 : width - scale('x', 'after') - 12"),
        )
        .encode(x=x, y="text_at:Q", text="text:N")
    )
    heads = (
        alt.Chart()
        .transform_filter("isValid(datum.head)")
        .mark_text(
            align=expr(f"{beside} ? 'right' : 'left'"),
            dx=expr(f"{beside} ? 4 : -4"),
            y=-10,
            baseline="bottom",
            fontWeight="bold",
            limit=expr("width * 0.5"),
        )
        .encode(x=x, text="head:N")
    )
    layers = [posts, lines, points, *legible(texts, palette), heads]
    return dressed(layers, palette, height=height)


FORM = Form("slope", _ENCODED, _build)
