"""One line per row: how bars, dots and spines share a page's width with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.spec import cells
from pages.components.charts.style import NARROW, expr, legible, room

ROW_HEIGHT = 42
# A longer name than this stands above its bar at any width.
LONGEST_BESIDE = 36


@dataclass(frozen=True)
class Layout:
    """Where names, marks and values stand; pixels in steps, so that shapes are few."""

    beside: bool
    names: int
    values: int

    @property
    def start(self) -> str:
        """Where marks begin."""
        return f"{NARROW} ? 0 : {self.names}" if self.beside else "0"

    @property
    def end(self) -> str:
        """Where marks end at the latest; what follows is for the values."""
        return f"width - min({self.values}, width * 0.55)"

    @property
    def above(self) -> str:
        """Say whether names stand above."""
        return NARROW if self.beside else "true"

    @property
    def shift(self) -> str:
        """How far marks stand below the middle of their row."""
        return f"({self.above}) ? 9 : 0"


def layout(data: pd.DataFrame, values: pd.Series) -> Layout:
    """Return the layout for these names (``label``) and values."""
    longest = max((len(str(label)) for label in data["label"]), default=0)
    beside = longest <= LONGEST_BESIDE
    return Layout(beside, room(data["label"]) if beside else 0, room(values, most=260))


def row_axis() -> alt.Y:
    """Return the vertical place: one row below the other, in the order of the data."""
    return alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def value_axis(field: str, where: Layout, unit: str, numbers: str, *, zero: bool = True) -> alt.X:
    """Return the horizontal place with a quiet axis: bars stand on zero, dots need not."""
    return alt.X(
        f"{field}:Q",
        title=unit,
        scale=alt.Scale(zero=zero, nice=True, range=[expr(where.start), expr(where.end)]),
        axis=alt.Axis(
            # Fewer ticks on a telephone; the values stand beside the bars anyway.
            tickCount=expr(f"{NARROW} ? 3 : 5"),
            format=numbers,
            labelOverlap=True,
            titleAnchor="start",
            # Numbers at both ends stay inside the picture.
            labelBound=True,
        ),
    )


def names(base: Any, where: Layout, palette: Palette) -> list[Any]:
    """Return the names: above their marks where it is narrow, else beside them."""
    text = base.mark_text(
        align="left",
        baseline="middle",
        dy=expr(f"({where.above}) ? -11 : 0"),
        limit=expr(f"({where.above}) ? width : {max(where.names - 10, 0)}"),
    ).encode(x=alt.value(0), text="label:N")
    return legible(text, palette)


def rule(base: Any, palette: Palette) -> list[Any]:
    """Return a vertical rule at ``rule`` with its ``rule_label`` above the first row."""
    there = base.transform_filter("isValid(datum.rule)")
    return [
        there.mark_rule(
            color=palette.comparator, strokeWidth=2, strokeDash=[6, 3], aria=False
        ).encode(x="rule:Q", y=alt.value(0), y2=alt.value(expr("height"))),
        there.mark_text(
            align=expr("scale('x', datum.rule) > width / 2 ? 'right' : 'left'"),
            dx=expr("scale('x', datum.rule) > width / 2 ? 6 : -6"),
            baseline="bottom",
            color=palette.text,
            limit=expr("width * 0.9"),
        ).encode(x="rule:Q", y=alt.value(-4), text="rule_label:N"),
    ]


def with_rule(data: pd.DataFrame, comparator: tuple[float, str] | None) -> pd.DataFrame:
    """Add the comparator's value and label, in the first row only: it is drawn once."""
    first = data.index == data.index.min()
    value, label = comparator or (None, None)
    return data.assign(
        rule=cells((value if here else None for here in first), data),
        rule_label=cells((label if here else None for here in first), data),
    )
