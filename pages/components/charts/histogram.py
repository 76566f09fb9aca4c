"""Histogram: how many wards have which value, and where a cut falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Final, Literal

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import axis_format, dressed, expr, legible

COLUMNS = ("low", "high", "inside", "outside")
HEIGHT: Final = 190
LOW: Final = 96
LONGEST_ALT: Final = 150
_LINE: Final = 19
_ENCODED = ("part", "low", "high", "start", "end", "side", "range", "at", "line", "words", "kind")
_SIDES: Final = {"inside": "within the cut", "outside": "outside"}

Kind = Literal["cut", "quarter", "comparator"]


@dataclass(frozen=True)
class Mark:
    """A value that the histogram shows: where a cut falls, a quarter, a comparator; its words."""

    value: float
    words: str
    kind: Kind


def histogram(
    rows: pd.DataFrame,
    *,
    unit: str,
    palette: Palette,
    marks: Sequence[Mark] = (),
    things: str = "wards",
    low: bool = False,
) -> Spec | None:
    """Draw a bar for each bin; what is within the cut is filled, the rest is an outline above it.

    ``rows`` are bins: low and high (ends, in ``unit``), inside and outside (how many of
    ``things`` are within the cut and not; null is none). ``marks`` are drawn as rules with their
    words above, a line of text for each, in the order of their values. ``low`` is for a place
    where it is redrawn while a hand moves: half as high, on a canvas. No rows, or no things in
    any bin, give None.
    """
    data = taken(rows, "histogram", COLUMNS)
    data[list(COLUMNS)] = data[list(COLUMNS)].astype(float)
    data = data.dropna(subset=["low", "high"]).fillna(0.0)
    bars = _bars(data, things)
    if bars.empty:
        return None
    ordered = sorted(marks, key=lambda mark: mark.value)
    drawn = [
        {"part": "mark", "at": mark.value, "line": line, "words": mark.words, "kind": mark.kind}
        for line, mark in enumerate(ordered)
    ]
    ends = (*data["low"], *data["high"], *(mark.value for mark in ordered))
    return FORM.spec(
        pd.concat([bars, pd.DataFrame(drawn, columns=list(_ENCODED))], ignore_index=True)
        if drawn
        else bars,
        unit=unit,
        palette=palette,
        lines=len(drawn),
        things=things,
        numbers=axis_format(ends),
        domain=(min(ends), max(ends)),
        height=LOW if low else HEIGHT,
    )


def histogram_alt(rows: pd.DataFrame, *, name: str, things: str = "wards") -> str:
    """Describe a histogram in at most 150 characters: what, how many, how many within the cut."""
    inside, outside = (int(rows[column].fillna(0).sum()) for column in ("inside", "outside"))
    told = f"Histogram of {inside + outside} {things}. {inside} are within the cut. {name}."
    return shorten(told, LONGEST_ALT, placeholder="…")


def _bars(data: pd.DataFrame, things: str) -> pd.DataFrame:
    found = []
    for low, high, inside, outside in data.itertuples(index=False):
        for side, start, count in (("inside", 0.0, inside), ("outside", inside, outside)):
            if count:
                words = f"{count:,.0f} {things}, {_SIDES[side]}"
                found.append(("bar", low, high, start, start + count, side, words))
    bars = pd.DataFrame(found, columns=[*_ENCODED[:6], "words"])
    ranges = [f"{low:,g} to {high:,g}" for low, high in zip(bars["low"], bars["high"], strict=True)]
    return bars.assign(range=ranges, at=None, line=None, kind=None)[list(_ENCODED)]


def _build(
    *,
    unit: str,
    palette: Palette,
    lines: int,
    things: str,
    numbers: str,
    domain: tuple[float, float],
    height: int,
) -> Any:
    x = alt.X(
        "low:Q",
        title=unit,
        scale=alt.Scale(domain=list(domain), nice=False, zero=False, padding=6),
        axis=alt.Axis(format=numbers, tickCount=expr("width < 560 ? 4 : 8"), grid=False,
                      titleAnchor="start", labelOverlap=True, labelBound=True),
    )  # fmt: skip
    y = alt.Y(
        "start:Q",
        title=things,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(tickCount=3, tickMinStep=1, titleAnchor="end"),
    )
    bars = (
        alt.Chart()
        .transform_filter("datum.part === 'bar'")
        .mark_bar(stroke=palette.reported, strokeWidth=1, opacity=1, binSpacing=0)
        .encode(
            x=x,
            x2="high:Q",
            y=y,
            y2="end:Q",
            # What is outside is an outline: told from the rest without its colour as well.
            fill=alt.condition(
                "datum.side === 'inside'", alt.value(palette.reported), alt.value(palette.page)
            ),
            tooltip=[
                alt.Tooltip("range:N", title=unit),
                alt.Tooltip("words:N", title="How many"),
            ],
        )
    )
    marks = alt.Chart().transform_filter("datum.part === 'mark'")
    place = alt.X("at:Q", title=unit)
    cut, comparator = "datum.kind === 'cut'", "datum.kind === 'comparator'"
    rules = marks.mark_rule(
        color=palette.text,
        strokeWidth=expr(f"{cut} ? 3 : 1.5"),
        strokeDash=expr(f"{cut} ? [1, 0] : {comparator} ? [6, 3] : [2, 3]"),
        aria=False,
    ).encode(x=place, y=alt.value(expr(_height_of("datum.line", lines))), y2=alt.value(height))
    right = "scale('x', datum.at) > width / 2"
    words = marks.mark_text(
        align=expr(f"{right} ? 'right' : 'left'"),
        dx=expr(f"{right} ? -6 : 6"),
        baseline="middle",
        fontWeight=expr(f"{cut} ? 'bold' : 'normal'"),
        limit=expr("width * 0.6"),
    ).encode(x=place, y=alt.value(expr(_height_of("datum.line", lines))), text="words:N")
    layers = [bars, rules, *legible(words, palette)]
    drawn = dressed(layers, palette, height=height)
    if height == LOW:
        drawn.usermeta = {"embedOptions": {"renderer": "canvas"}}
    return drawn


def _height_of(line: str, lines: int) -> str:
    """Return where a line of words stands: above the bars, the first one on top."""
    return f"({line} - {lines}) * {_LINE} + {_LINE // 2}"


FORM = Form("histogram", _ENCODED, _build)
