"""Before and after: two values per series and the line between them."""

from __future__ import annotations

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
    least = line_height(pd.concat([data["before"], data["after"]]), HEIGHT)
    both = pd.concat([_side(data, "before", "after", least), _side(data, "after", "before", least)])
    return FORM.spec(
        both,
        palette=palette,
        before=room([*both.loc[both["side"] == "before", "text"], data["before_label"].iloc[0]]),
        after=room([*both.loc[both["side"] == "after", "text"], data["after_label"].iloc[0]]),
    )


def _side(data: pd.DataFrame, side: str, other: str, least: float) -> pd.DataFrame:
    """Return the points of one side with their text, moved apart."""
    when = data[f"{side}_label"]
    shared = when.nunique(dropna=False) == 1
    known = data[side].notna()
    shown = data[f"shown_{side}"].astype(object).where(known, NO_DATA)
    text = shown.astype(str)
    if not shared:
        text = text + when.map(lambda words: f", {words}" if pd.notna(words) else "")
    if side == "after":
        # The value first: where room is short the name is cut, never the value.
        text = text + ", " + data["series"].astype(str)
    return pd.DataFrame(
        {
            "series": data["series"],
            "order": data["order"],
            "side": side,
            "value": data[side],
            "shown": shown,
            "when": when,
            "text": text,
            "text_at": apart(list(data[side].fillna(data[other])), least),
            "head": [when.iloc[0] if shared and at == 0 else None for at in range(len(data))],
        }
    )


def _build(*, palette: Palette, before: int, after: int) -> Any:
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
        .encode(x=x, y=alt.value(0), y2=alt.value(HEIGHT))
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
            baseline="middle",
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
    return dressed(layers, palette, height=HEIGHT)


FORM = Form("slope", _ENCODED, _build)
