"""Spine: where an area stands on each indicator, England in the centre, better to the right."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from models.comparison import WORDS
from pages.components.charts.rows import row_axis
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import (
    compared,
    dressed,
    expr,
    fills,
    only,
    room,
    said,
    shapes,
)

COLUMNS = (
    "label", "shown", "england", "worst", "best", "q25", "q75", "position", "comparison", "period",
)  # fmt: skip
ROW_HEIGHT = 36
STACKED_HEIGHT = 74
LEAST_SPINE = 160
# From here up a stacked row also holds the period, and the value of the centre.
ROOMY = "width >= 460"
_ENCODED = (
    "row", "name", "label", "period", "shown", "england", "both", "there", "word", "comparison",
    "worst", "best", "q25", "q75", "position",
)  # fmt: skip


def spine(
    rows: pd.DataFrame,
    *,
    palette: Palette,
    area: str = "Here",
    centre: str = "England",
    ends: tuple[str, str] = ("Worse", "Better"),
) -> Spec | None:
    """Draw one spine per indicator.

    ``rows`` has label, period, shown and england (both values as people read them),
    comparison, and as places from -1 (left) through 0 (the centre) to 1 (right): position of
    the area, worst and best of all areas, q25 and q75 (the ends of the middle half), as
    ``models.comparison.spine_positions`` gives them. Without a value a row says "no data",
    without a position it has no dot, without ends no band. ``area`` and ``centre`` head the
    two columns of values, ``ends`` the two sides. No rows give None.
    """
    data = taken(rows, "spine", COLUMNS)
    if data.empty:
        return None
    data["row"] = range(len(data))
    data["comparison"] = compared(data, "spine")
    places = ["worst", "best", "q25", "q75", "position"]
    data[places] = data[places].astype(float)
    data["word"] = data["comparison"].map(WORDS).mask(data["shown"].isna(), "")
    data["shown"], data["england"] = said(data["shown"]), said(data["england"])
    data["there"] = [f"{centre} {value}" for value in data["england"]]
    data["both"] = [
        f"{shown}, {word}" if word else shown
        for shown, word in zip(data["shown"], data["word"], strict=True)
    ]
    period = data["period"].map(lambda words: f" · {words}" if pd.notna(words) else "")
    data["name"] = data["label"].astype(str) + period
    return FORM.spec(
        data,
        palette=palette,
        area=area,
        centre=centre,
        ends=ends,
        names=room(data["name"], most=420) * 8 // 10,
        here=room([*data["shown"], area], most=200) * 9 // 10,
        there=room([*data["england"], centre], most=180) * 9 // 10,
        words=room(data["word"]) * 9 // 10,
    )


def _build(
    *,
    palette: Palette,
    area: str,
    centre: str,
    ends: tuple[str, str],
    names: int,
    here: int,
    there: int,
    words: int,
) -> Any:
    # Where there is no room for columns and a spine beside them, each row is stacked: the name,
    # below it value and word, below them the spine. Rows then stand further apart.
    columns = names + here + there + words
    stacked = f"width < {columns + LEAST_SPINE}"
    further = f"({stacked}) ? {STACKED_HEIGHT - ROW_HEIGHT} * datum.row + "
    start = f"({stacked}) ? 10 : {columns}"
    low = expr(f"{further}33 : 0")
    scale = alt.Scale(domain=[-1, 1], nice=False, range=[expr(start), expr("width - 10")])
    rows = alt.Chart().encode(y=row_axis())
    ranged = rows.transform_filter("isValid(datum.worst) && isValid(datum.best)")
    band: dict[str, Any] = {"height": 18, "yOffset": low, "strokeWidth": 1, "aria": False}
    span = ranged.mark_bar(fill=palette.span.fill, stroke=palette.span.edge, **band).encode(
        x=alt.X("worst:Q", axis=None, scale=scale), x2="best:Q"
    )
    half = (
        rows.transform_filter("isValid(datum.q25) && isValid(datum.q75)")
        .mark_bar(fill=palette.half.fill, **{**band, "height": 17})
        .encode(x=alt.X("q25:Q", axis=None, scale=scale), x2="q75:Q")
    )
    line = rows.mark_tick(
        orient="vertical", thickness=2.5, size=26, yOffset=low, color=palette.text, aria=False
    ).encode(x=alt.XDatum(0, axis=None, scale=scale))
    dots = (
        rows.transform_filter("isValid(datum.position)")
        .mark_point(
            filled=True, size=170, opacity=1, stroke=palette.text, strokeWidth=1.5, yOffset=low
        )
        .encode(
            x=alt.X("position:Q", axis=None, scale=scale),
            fill=alt.Fill("comparison:N", scale=fills(palette), legend=None),
            shape=alt.Shape("comparison:N", scale=shapes(), legend=None),
            tooltip=[
                alt.Tooltip("label:N", title="Indicator"),
                alt.Tooltip("period:N", title="When"),
                alt.Tooltip("shown:N", title=area),
                alt.Tooltip("england:N", title=centre),
                alt.Tooltip("word:N", title="Comparison"),
            ],
        )
    )
    wide = f"!({stacked})"
    middle: dict[str, Any] = {"align": "left", "baseline": "middle"}
    # An empty text outside the picture would still make the picture wider.
    at = {
        "here": alt.value(expr(f"({stacked}) ? 0 : {names + here - 12}")),
        "there": alt.value(expr(f"({stacked}) ? 0 : {names + here + there - 12}")),
        "word": alt.value(expr(f"({stacked}) ? 0 : {names + here + there}")),
        "right": alt.value(expr("width")),
    }
    right: dict[str, Any] = {**middle, "align": "right"}
    above = rows.mark_text(**middle, dy=expr(f"{further}-9 : 0"), limit=expr("width"))
    below = expr(f"{further}11 : 0")
    texts = [
        rows.mark_text(**middle, limit=names - 8).encode(x=alt.value(0), text=only(wide, "name")),
        rows.mark_text(fontWeight="bold", **right).encode(x=at["here"], text=only(wide, "shown")),
        rows.mark_text(**right).encode(x=at["there"], text=only(wide, "england")),
        rows.mark_text(**middle).encode(x=at["word"], text=only(wide, "word")),
        above.encode(x=alt.value(0), text=only(f"{stacked} && {ROOMY}", "name")),
        above.encode(x=alt.value(0), text=only(f"!({ROOMY})", "label")),
        rows.mark_text(**middle, dy=below, fontWeight="bold", limit=expr("width")).encode(
            x=alt.value(0), text=only(stacked, "both")
        ),
        rows.mark_text(**right, dy=below).encode(
            x=at["right"], text=only(f"{stacked} && {ROOMY}", "there")
        ),
    ]
    layers = [span, half, line, dots, *texts, *_heads(at, start, stacked, area, centre, ends)]
    return dressed(layers, palette, height=alt.Step(ROW_HEIGHT), top=4, right=0, left=0)


def _heads(
    at: dict[str, Any], start: str, stacked: str, area: str, centre: str, ends: tuple[str, str]
) -> list[Any]:
    """Return the headings; they have one row of their own, so they stand once."""
    once = alt.Chart(alt.SequenceGenerator(alt.SequenceParams(start=0, stop=1)))

    def head(place: Any, words: str, condition: str, **mark: Any) -> Any:
        text = alt.value(expr(f"({condition}) ? {json.dumps(words)} : ''"))
        return once.mark_text(baseline="bottom", y=-6, **mark).encode(x=place, text=text)

    wide = f"!({stacked})"
    return [
        head(at["here"], area, wide, align="right", fontWeight="bold"),
        head(at["there"], centre, wide, align="right"),
        head(alt.value(expr(start)), f"← {ends[0]}", wide, align="left"),
        head(at["right"], f"{ends[1]} →", wide, align="right"),
        head(alt.value(0), f"← {ends[0]}", stacked, align="left"),
        head(alt.value(expr("width / 2")), centre, stacked, align="center"),
        head(at["right"], f"{ends[1]} →", stacked, align="right"),
    ]


FORM = Form("spine", _ENCODED, _build)
