"""A view exactly as it is shown, in words and figures: what every file of it is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd

Spec = Mapping[str, Any]
MOST_MINUTED = 5  # figures of a view that stand in minutes


def today() -> date:
    """Return the day where the server is."""
    return datetime.now().astimezone().date()


@dataclass(frozen=True)
class Native:
    """A chart as a slide can have it of its own: bars, lines, slopes, or dots with their interval.

    ``series`` are names with a value (or None) for each of ``categories``, in ``unit``; of dots
    the first is the value, the second and third are the lower and upper end of its interval;
    slopes have two categories, before and after. ``shown`` is how people read the values of each
    series, in its order. An empty category is a place on the way between two others. ``looks``
    says of each category what a bar is (reported, comparator, target, projection) or how a dot
    compares (better, similar, worse...), ``approximate`` whether its value is. ``comparator`` is
    a name and a value to compare with.
    """

    kind: Literal["bars", "lines", "dots", "slopes"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str
    shown: tuple[tuple[str | None, ...], ...] = ()
    looks: tuple[str, ...] = ()
    approximate: tuple[bool, ...] = ()
    comparator: tuple[str, float] | None = None

    def __post_init__(self) -> None:
        for name, length in (
            *((f"series {name!r}", len(values)) for name, values in self.series),
            *(("shown", len(texts)) for texts in self.shown),
            *((name, len(getattr(self, name))) for name in ("looks", "approximate")),
        ):
            if length != len(self.categories) and (length or name.startswith("series")):
                raise ValueError(f"{name} has {length} for {len(self.categories)} categories")


@dataclass(frozen=True)
class Snapshot:
    """A view exactly as it is shown.

    ``table`` is what people read. ``rows`` are the query's rows behind it, one for each of the
    table's and in its order; of their columns those of MACHINE are taken. ``filters`` are in
    words, empty for none. ``source`` names the documents, without the word "Source". ``chart``
    is a Vega-Lite specification in the light palette with its data inside, or a function that
    returns one, so that it is drawn only when somebody asks; ``native`` is the same for a slide.
    """

    title: str
    subtitle: str
    filters: str
    source: str
    build: str
    table: pd.DataFrame
    rows: pd.DataFrame | None = None
    chart: Spec | Callable[[], Spec | None] | None = None
    native: Native | None = None
    taken: date = field(default_factory=today)

    def __post_init__(self) -> None:
        if self.rows is not None and len(self.rows) != len(self.table):
            raise ValueError(
                f"{len(self.table)} rows are shown and {len(self.rows)} stand behind them"
            )

    def drawing(self) -> Spec | None:
        """Return the chart's specification, made now if it was not; None without a chart."""
        return self.chart() if callable(self.chart) else self.chart


def cite(snapshot: Snapshot) -> str:
    """Return how to cite the view."""
    parts = [
        f"Lifecourse: “{snapshot.title}”",
        snapshot.subtitle,
        f"Filters: {snapshot.filters}" if snapshot.filters else "",
        f"Source: {snapshot.source}" if snapshot.source else "",
        f"Data build {snapshot.build}, {day_words(snapshot.taken)}",
    ]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def minuted(snapshot: Snapshot, link: str = "") -> str:
    """Return the view as lines for minutes or a message: headline, figures, source, date, link.

    Figures are told where every row is one: the first few, each with its area and period.
    """
    told: list[str] = []
    if snapshot.rows is not None:
        first = snapshot.table.iloc[:MOST_MINUTED, :3]
        told = [", ".join(str(cell) for cell in row if cell) for row in first.to_numpy()]
        if len(snapshot.table) > MOST_MINUTED:
            told.append(f"and {len(snapshot.table) - MOST_MINUTED} more")
    lines = [
        snapshot.title,
        snapshot.subtitle,
        f"Filters: {snapshot.filters}" if snapshot.filters else "",
        *(f"- {one}" for one in told),
        f"Source: {snapshot.source}" if snapshot.source else "",
        f"Lifecourse, data build {snapshot.build}, {day_words(snapshot.taken)}",
        link,
    ]
    return "\n".join(" ".join(line.split()) for line in lines if line)


def day_words(day: date) -> str:
    """Return a day as people write it: 14 November 2025."""
    return f"{day.day} {day.strftime('%B %Y')}"
