"""Change over time: a point for each dated value, joined per series, from two points up."""

from __future__ import annotations

from typing import Any, cast

import altair as alt
import pandas as pd

from config.palette import Palette
from pages.components.charts.spec import Form, Spec, cells, taken
from pages.components.charts.style import (
    NARROW,
    NO_DATA,
    apart,
    axis_format,
    dressed,
    expr,
    legible,
    line_height,
    only,
    ranked,
    room,
    series_colours,
    series_shapes,
)

COLUMNS = ("series", "date", "period", "value", "shown", "label")
HEIGHT = 280
# Up to here a lone series has every value written at its point.
ALL_WRITTEN = 8
_ENCODED = (
    "series", "order", "date", "period", "value", "shown", "beside", "start", "start_at", "end",
    "end_at", "tick", "missing", "approximate",
)  # fmt: skip


def over_time(rows: pd.DataFrame, *, unit: str, palette: Palette) -> Spec | None:
    """Draw the points of each series joined by a line, named at its end.

    ``rows`` has series, date (the middle of the period), period (in words), value (in
    ``unit``), shown and label (what stands at the end of the line); approximate (hollow
    points) may be there. The first four series have colours, more are grey. A period without
    value breaks the line and says "no data". The value axis starts at zero. None when no
    series has two values: one value is no change.
    """
    data = taken(rows, "over_time", COLUMNS, {"approximate": False})
    data["value"] = data["value"].astype(float)
    valued = data.dropna(subset=["date", "value"])
    if not (valued.groupby("series").size() > 1).any():
        return None
    data = data.dropna(subset=["date"]).reset_index(drop=True)
    data["approximate"] = data["approximate"].fillna(value=False).astype(bool)
    data["order"] = ranked(data["series"])
    data["date"] = milliseconds(data["date"])
    place = {name: at for at, name in enumerate(dict.fromkeys(data["series"]))}
    data = data.assign(place=data["series"].map(place))
    data = data.sort_values(["place", "date"], kind="stable").reset_index(drop=True)
    several = data["series"].nunique() > 1
    data["missing"] = [
        (f"{name}: {NO_DATA}" if several else NO_DATA) if gap else None
        for name, gap in zip(data["series"], data["value"].isna(), strict=True)
    ]
    data = _written(data)
    data["tick"] = _ticks(data)
    return FORM.spec(
        data,
        unit=unit,
        palette=palette,
        before=room(data["start"].dropna(), least=40, most=120),
        names=room(data["end"].dropna(), most=300),
        numbers=axis_format(data["value"].dropna()),
    )


def milliseconds(dates: pd.Series) -> pd.Series:
    """Return dates as milliseconds since 1970, UTC: no browser's time zone moves them."""
    return pd.to_datetime(dates).map(lambda date: int(date.timestamp() * 1000))


def _written(data: pd.DataFrame) -> pd.DataFrame:
    """Add what is written: values at first points and between, names at the ends, moved apart."""
    valued = data.dropna(subset=["value"])
    dates = valued.groupby("series", sort=False)["date"]
    last, first = cast("list[int]", list(dates.idxmax())), cast("list[int]", list(dates.idxmin()))
    values = dict(zip(cast("list[int]", list(data.index)), data["value"].tolist(), strict=True))
    between: set[int] = set()
    if len(last) == 1:
        all_of_it = len(valued) <= ALL_WRITTEN
        peaks = [valued["value"].idxmax(), valued["value"].idxmin()]
        between = set(cast("list[int]", list(valued.index) if all_of_it else peaks))
    between -= {*first, *last}
    # A series of one point is named at its end and has no start.
    first = [at for at in first if at not in set(last)]
    least = line_height(valued["value"], HEIGHT)
    starts, ends = (
        dict(zip(where, apart([values[at] for at in where], least), strict=True))
        for where in (first, last)
    )
    shown, names = data["shown"], data["label"]
    return data.assign(
        beside=cells((words if at in between else None for at, words in shown.items()), data),
        start=cells((words if at in starts else None for at, words in shown.items()), data),
        start_at=cells((starts.get(at) for at in values), data),
        end=cells((words if at in ends else None for at, words in names.items()), data),
        end_at=cells((ends.get(at) for at in values), data),
    )


def _ticks(data: pd.DataFrame) -> list[str | None]:
    """Name the periods below the first and last date, and those between that have room."""
    dates = sorted(set(data["date"]))
    span = (dates[-1] - dates[0]) or 1
    kept = [dates[0], dates[-1]]
    for date in dates[1:-1]:
        if all(abs(date - other) / span >= 0.17 for other in kept):
            kept.append(date)
    ticks: list[str | None] = []
    for date, period in zip(data["date"], data["period"], strict=True):
        ticks.append(str(period) if date in kept else None)
        if date in kept:
            kept.remove(date)
    return ticks


def _build(*, unit: str, palette: Palette, before: int, names: int, numbers: str) -> Any:
    edge = f"width - min({names}, width * 0.45)"
    at_start = f"scale('x', datum.date) <= {before + 1}"
    x = alt.X(
        "date:T",
        axis=None,
        # Room on the left for the first values, on the right for the names of the series.
        scale=alt.Scale(type="utc", nice=False, range=[before, expr(edge)]),
    )
    y = alt.Y(
        "value:Q",
        title=unit,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(
            tickCount=4,
            format=numbers,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
            titleX=-30,
            titleY=-14,
        ),
    )
    colour = alt.Color("order:N", scale=series_colours(palette), legend=None)
    base = alt.Chart().encode(x=x, y=y)
    base_line = (
        alt.Chart()
        .mark_rule(color=palette.rule, aria=False)
        .encode(y=alt.YDatum(0), x=alt.value(0), x2=alt.value(expr("width")))
    )
    lines = base.mark_line(strokeWidth=3, aria=False).encode(color=colour, detail="series:N")
    points = base.transform_filter("isValid(datum.value)").mark_point(
        size=110, opacity=1, strokeWidth=2.5
    )
    points = points.encode(
        stroke=alt.Stroke("order:N", scale=series_colours(palette), legend=None),
        fill=alt.condition(
            "datum.approximate",
            alt.value(palette.page),
            alt.Fill("order:N", scale=series_colours(palette), legend=None),
        ),
        shape=alt.Shape("order:N", scale=series_shapes(), legend=None),
        tooltip=[
            alt.Tooltip("series:N", title="Area and group"),
            alt.Tooltip("period:N", title="When"),
            alt.Tooltip("shown:N", title="Value"),
        ],
    )
    beside = (
        alt.Chart()
        .transform_filter("isValid(datum.beside)")
        .mark_text(dy=-16)
        .encode(x=x, y=y, text="beside:N")
    )
    starts = (
        alt.Chart()
        .transform_filter("isValid(datum.start)")
        .mark_text(align="right", baseline="middle", dx=-12)
        .encode(x=x, y="start_at:Q", text="start:N")
    )
    ends = (
        alt.Chart()
        .transform_filter("isValid(datum.end)")
        .mark_text(align="left", baseline="middle", dx=12, limit=expr(f"width - ({edge}) - 12"))
        .encode(x=x, y="end_at:Q", text="end:N")
    )
    ticks = (
        alt.Chart()
        .transform_filter("isValid(datum.tick)")
        .mark_text(
            baseline="top",
            align=expr(f"{at_start} ? 'left' : 'center'"),
            dx=expr(f"{at_start} ? {-before} : 0"),
        )
        .encode(
            x=x,
            y=alt.value(expr("height + 10")),
            # On a telephone only the first and the last fit.
            text=only(
                f"!({NARROW}) || {at_start} || scale('x', datum.date) >= ({edge}) - 1", "tick"
            ),
        )
    )
    missing = (
        alt.Chart()
        .transform_filter("isValid(datum.missing)")
        .mark_text(baseline="bottom", dy=-4)
        .encode(x=x, y=alt.value(expr("height")), text="missing:N")
    )
    texts = [layer for text in (beside, starts, ends) for layer in legible(text, palette)]
    layers = [base_line, lines, *texts, points, ticks, missing]
    return dressed(layers, palette, height=HEIGHT)


FORM = Form("over_time", _ENCODED, _build)
