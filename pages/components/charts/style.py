"""What every chart shares: type sizes, quiet axes, room for labels, words and signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from config.palette import COMPARISONS, Palette
from models.comparison import MARKS, OUTCOMES

LABEL_SIZE = 14
# Below this width names stand above their bars instead of beside them.
NARROW = "width < 560"
NO_DATA = "no data"
SERIES = ("first", "second", "third", "fourth", "rest")


def dressed(
    layers: list[Any],
    palette: Palette,
    *,
    height: Any,
    top: int = 8,
    right: int = 8,
    bottom: int = 8,
    left: int = 2,
) -> Any:
    """Return layers as one chart with the project's type and axes, as wide as its container."""
    return (
        alt.layer(*layers, data={"values": []})
        .properties(
            width="container",
            height=height,
            padding={"top": top, "right": right, "bottom": bottom, "left": left},
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        # Streamlit's own font, so that marks and page agree; an image falls back.
        .configure(font="Source Sans, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=LABEL_SIZE,
            titleFontSize=LABEL_SIZE,
            labelColor=palette.text,
            titleColor=palette.text,
            titleFontWeight="normal",
            grid=True,
            gridColor=palette.rule,
            gridOpacity=0.25,
            domain=False,
            ticks=False,
            labelPadding=6,
        )
        .configure_text(fontSize=LABEL_SIZE, color=palette.text)
    )


def expr(text: str) -> alt.ExprRef:
    """Return an expression that the browser works out, at every width anew."""
    return alt.ExprRef(text)


def legible(text: Any, palette: Palette) -> list[Any]:
    """Return a text layer with a halo of the page's colour below it: rules may cross it."""
    halo = text.copy()
    halo.mark.stroke, halo.mark.strokeWidth, halo.mark.aria = palette.page, 5, False
    halo.mark.strokeJoin = "round"
    return [halo, text]


def only(condition: str, field: str) -> Any:
    """Return the text of a field where a condition holds, else none.

    Not hidden by opacity: what cannot be seen must take no room and not be read out.
    """
    return alt.value(expr(f"({condition}) && isValid(datum.{field}) ? datum.{field} : ''"))


def room(texts: Iterable[object], *, least: int = 40, most: int = 320) -> int:
    """Return the pixels that the longest of these texts takes, in steps of 20.

    In steps, so that other data of like size have the same shape.
    """
    longest = max((len(line) for text in texts for line in str(text).split("\n")), default=0)
    return min(most, max(least, -(-(longest * 8 + 12) // 20) * 20))


def said(shown: pd.Series) -> pd.Series:
    """Return values as people read them, and say so where there is none."""
    return shown.astype(object).where(shown.notna(), NO_DATA).astype(str)


def compared(data: pd.DataFrame, name: str) -> pd.Series:
    """Return the comparisons, not_compared where there is none; others are refused."""
    found = data["comparison"].astype(object).where(data["comparison"].notna(), "not_compared")
    for comparison in found:
        if comparison not in COMPARISONS:
            raise ValueError(
                f"{name}: comparison {comparison!r} is not one of {', '.join(COMPARISONS)}"
            )
    return found


def fills(palette: Palette) -> alt.Scale:
    """Return the scale from comparison to fill."""
    return alt.Scale(domain=list(COMPARISONS), range=[t.fill for t in palette.comparisons])


def shapes() -> alt.Scale:
    """Return the scale from comparison to shape."""
    return alt.Scale(domain=list(OUTCOMES), range=[MARKS[name] for name in OUTCOMES])


def roles(palette: Palette) -> alt.Scale:
    """Return the scale of roles: what is reported, compared with, aimed at, projected."""
    return alt.Scale(
        domain=["reported", "comparator", "target", "projection"],
        range=[palette.reported, palette.comparator, palette.target, palette.projection],
    )


def series_colours(palette: Palette) -> alt.Scale:
    """Return the scale of the series: four colours in order, and one for the rest."""
    return alt.Scale(domain=list(SERIES), range=[*palette.categorical, palette.rest])


def series_shapes() -> alt.Scale:
    """Return the scale of shapes of the series."""
    return alt.Scale(
        domain=list(SERIES), range=["circle", "square", "triangle-up", "diamond", "circle"]
    )


def ranked(series: pd.Series) -> pd.Series:
    """Name the series by their order of appearance: first to fourth, then the rest."""
    order = {name: at for at, name in enumerate(dict.fromkeys(series))}
    return series.map(lambda name: SERIES[min(order[name], 4)]).astype(object)


def apart(places: list[float], least: float) -> list[float]:
    """Move places as little as needed for labels not to overlap: at least ``least`` apart."""
    # Groups of neighbours that touch, each round the mean of where its members want to be.
    groups: list[tuple[list[int], float]] = []
    for at in sorted(range(len(places)), key=places.__getitem__):
        members, middle = [at], places[at]
        while groups:
            others, other = groups[-1]
            if middle - other >= least * (len(members) + len(others)) / 2:
                break
            groups.pop()
            size = len(members) + len(others)
            middle = (middle * len(members) + other * len(others)) / size
            members = others + members
        groups.append((members, middle))
    moved = list(places)
    for members, middle in groups:
        for step, at in enumerate(members):
            moved[at] = middle + least * (step - (len(members) - 1) / 2)
    return moved


def line_height(values: pd.Series, pixels: int) -> float:
    """Return a line of text in units of an axis that holds zero and these values."""
    span = max(float(values.max()), 0.0) - min(float(values.min()), 0.0)
    return (span or 1.0) * 1.15 * 20 / pixels


def axis_format(values: Iterable[float | None]) -> str:
    """Return how an axis writes numbers: thousands separated, or short from 10,000 up."""
    big = any(value is not None and abs(value) >= 10_000 for value in values)
    return "~s" if big else ",~f"
