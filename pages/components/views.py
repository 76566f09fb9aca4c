"""From figure rows to what is drawn: chart rows, headline, description, table, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from config.palette import DARK, LIGHT, Palette
from loaders.store import Store
from pages.components import natives, revisions, tables, words
from pages.components.charts.by_area import by_area
from pages.components.charts.over_time import over_time
from pages.components.charts.spec import split
from pages.components.downloads import download_row
from pages.components.exports import Snapshot
from pages.components.provenance import document_line
from pages.components.snapshots import Native
from pages.components.words import (
    UNITS,
    Row,
    claim,
    dated,
    mark,
    period_words,
    records,
    told_as,
    when,
    who,
)

# Components that show figures ask for it here.
marked = words.marked

MOST_BARS = 40
LONGEST_ALT = 150
# The series that a chart over time can tell apart by direct labels.
MOST_SERIES = 4

Draw = Callable[[Palette], dict[str, Any] | None]


@dataclass(frozen=True)
class View:
    """A view: how it is drawn for a theme, headline, subtitle, description, table, rows.

    ``rows`` are the query's rows, one for each row of the table, or None where a table row
    stands for several; ``sources`` the titles of the documents they are from; ``native`` the
    chart as a slide can have it of its own.
    """

    draw: Draw
    headline: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    rows: pd.DataFrame | None
    sources: tuple[str, ...]
    native: Native | None = None


def palette() -> Palette:
    """Return the colours for the theme the reader has."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show(view: View, *, key: str, store: Store, filters: str = "") -> None:
    """Show a view: headline, subtitle, chart, and its files."""
    revisions.show(tables.figures(view.table))
    heading, files = st.columns([5, 1], vertical_alignment="bottom")
    with heading:
        st.subheader(words.plain(view.headline), anchor=False)
    spec = view.draw(palette())
    if spec is not None:
        st.text(view.subtitle)
        values, spec = split(spec)
        st.vega_lite_chart(values, spec, key=key, alt=view.alt, width="stretch", theme=None)
    with files:
        files_of = snapshot(view, store=store, filters=filters, drawn=spec is not None)
        download_row(files_of, key=f"{key}_files", view=key)


def snapshot(view: View, *, store: Store, filters: str = "", drawn: bool = True) -> Snapshot:
    """Return a view as it can be taken away: always in the light palette."""
    return Snapshot(
        title=view.headline,
        subtitle=view.subtitle,
        filters=filters,
        source="; ".join(view.sources),
        build=store.fingerprint,
        table=view.table,
        rows=view.rows,
        chart=partial(view.draw, LIGHT) if drawn else None,
        native=view.native if drawn else None,
    )


def short(text: str) -> str:
    """Cut a description to what screen readers are given of a chart."""
    return text if len(text) <= LONGEST_ALT else text[: LONGEST_ALT - 1] + "…"


def role(kind: str) -> str:
    """Say what part a claim plays in a chart."""
    return kind if kind in ("comparator", "target", "projection") else "reported"


def distinct(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out restatements that say the same again."""
    first = rows[rows["same_as"].isna() | ~rows["same_as"].isin(rows["figure_id"])]
    return first if len(first) else rows


def area_view(rows: pd.DataFrame) -> View | None:
    """Return the figures of one indicator side by side; None when there are none."""
    drawn = distinct(rows).head(MOST_BARS)
    if drawn.empty:
        return None
    if len(drawn) > 1 and not drawn["comparable"].all():
        return listed(rows)
    bars = pd.DataFrame(
        {
            "label": _labels(drawn),
            "start": drawn["value_low"].fillna(0.0).to_numpy(),
            "end": drawn["value"].fillna(drawn["value_high"]).to_numpy(),
            "shown": drawn["shown"].to_numpy(),
            "role": [role(str(kind)) for kind in drawn["kind"]],
            "approximate": (~drawn["qualifier"].isin(["exact", "range"])).to_numpy(),
        }
    ).sort_values("end", ascending=False, kind="stable")
    first = drawn.iloc[0]
    unit = UNITS.get(str(first["unit"]), str(first["unit"]))
    headline = _headline(drawn)
    return View(
        lambda colours: by_area(bars, unit=unit, palette=colours),
        headline,
        f"{first['indicator']} ({unit})",
        short(f"Bar chart. {headline}"),
        table(rows),
        rows,
        tuple(rows["source"].unique()),
        natives.bars(bars, name=str(first["indicator"]), unit=unit),
    )


def listed(rows: pd.DataFrame) -> View:
    """Return figures that measure different things as a view without a chart."""
    return View(
        lambda _: None,
        "These statements measure different things, so they are listed, not charted",
        str(rows.iloc[0]["indicator"]),
        "",
        table(rows),
        rows,
        tuple(rows["source"].unique()),
    )


def _labels(rows: pd.DataFrame) -> list[str]:
    """Name every bar; what two names share is told apart by a number."""
    labels = []
    for row in records(rows):
        label = ", ".join(part for part in (who(row), dated(row), claim(row)) if part)
        labels.append(f"{label} {mark(row)}".rstrip())
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        told.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return told


def _headline(rows: pd.DataFrame) -> str:
    reported = rows[[role(str(kind)) == "reported" for kind in rows["kind"]]]
    rows = reported if len(reported) else rows
    sure = rows[~rows["in_question"].astype(bool)]
    left_out = "; figures in question left out" if 0 < len(sure) < len(rows) else ""
    return _range_of(sure if len(sure) else rows) + left_out


def _range_of(rows: pd.DataFrame) -> str:
    if len(rows) == 1:
        row = rows.iloc[0]
        return f"{_whose(row)}: {marked(row)}"
    size = rows["value"].fillna(rows["value_high"])
    order = size.argsort()
    low, high = rows.iloc[int(order.iloc[0])], rows.iloc[int(order.iloc[-1])]
    if size.min() == size.max():
        return f"{len(rows)} statements of {marked(high)}"
    if _whose(low) == _whose(high):
        return f"{_whose(high)}: {_both(low, high)}"
    return f"From {marked(low)} ({_whose(low)}) to {marked(high)} ({_whose(high)})"


def _both(low: pd.Series, high: pd.Series) -> str:
    """Say two values of the same area and group: by their dates, or as the ends of a range."""
    if dated(low) == dated(high):
        return f"between {marked(low)} and {marked(high)}"
    order = sorted((low, high), key=lambda row: (not row["baseline"], str(row["period_start"])))
    said = [f"{marked(row)} ({dated(row) or 'no date given'})" for row in order]
    return ", ".join(said)


def _whose(row: Row) -> str:
    return ", ".join(part for part in (who(row), claim(row)) if part)


def trend_view(rows: pd.DataFrame) -> View | None:
    """Return what changes over time, from two dated values of one series up; else None."""
    dated = _dated(rows)
    if dated.empty:
        return None
    points = _points(dated)
    unit = UNITS.get(str(dated.iloc[0]["unit"]), str(dated.iloc[0]["unit"]))
    name = points.iloc[0]["series"]
    first, last = points.iloc[0], points[points["series"] == name].iloc[-1]
    headline = f"{name}: {first['shown']} in {first['period']}, {last['shown']} in {last['period']}"
    return View(
        lambda colours: over_time(points, unit=unit, palette=colours),
        headline,
        f"{dated.iloc[0]['indicator']} ({unit})",
        short(f"Line chart. {headline}"),
        table(dated),
        dated,
        tuple(dated["source"].unique()),
        natives.lines(points, unit=unit),
    )


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    rows = distinct(rows)
    kept = rows[
        rows["period_start"].notna()
        & rows["period_end"].notna()
        & rows["value"].notna()
        & rows["comparable"].astype(bool)
        & ~rows["kind"].isin(["target", "projection"])
    ]
    keys = ["area", "sex", "age", "population_group", "programme_id", "period_type"]
    groups = kept.groupby(keys, dropna=False)
    kept = kept[groups["period"].transform("nunique") > 1]
    series = pd.Series([who(row) for row in records(kept)], index=kept.index, dtype=object)
    return kept[series.isin(list(dict.fromkeys(series))[:MOST_SERIES])]


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    start, end = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    points = pd.DataFrame(
        {
            "series": [who(row) for row in records(rows)],
            "date": (start + (end - start) / 2).to_numpy(),
            "period": [period_words(str(p)) for p in rows["period"]],
            "value": rows["value"].to_numpy(),
            "shown": [marked(row) for row in records(rows)],
        }
    ).sort_values(["series", "date"])
    return points.assign(label=points["shown"])


def covered(rows: pd.DataFrame, trend: View | None) -> bool:
    """Say whether a chart over time already shows every distinct figure."""
    return trend is not None and len(trend.table) == len(distinct(rows))


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures as a table that people read: the twin of every chart, with the words."""
    every = records(rows)
    whole = pd.DataFrame(
        {
            "Value": [marked(row) for row in every],
            "Area and group": [who(row) for row in every],
            "When": [when(row) for row in every],
            "Claim": [told_as(row) for row in every],
            "As stated": [f"“{words}”" for words in rows["as_stated"]],
            "Document and place": [document_line(row) for row in every],
            "Programme": rows["programme"].fillna("").to_numpy(),
            "Note": rows["note"].fillna("").to_numpy(),
        }
    )
    empty = [name for name in ("Programme", "Note") if not (whole[name] != "").any()]
    return tables.of(whole.drop(columns=empty), rows["figure_id"])


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures of several indicators as a table, each with its indicator."""
    told = table(rows)
    told.insert(1, "Indicator", rows["indicator"].to_numpy())
    return told


def reading_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a document's figures as a table in the order of its text."""
    told = pd.DataFrame(
        {
            "Where": rows["locator"].to_numpy(),
            "As stated": [f"“{words}”" for words in rows["as_stated"]],
            "Indicator": rows["indicator"].to_numpy(),
            "Area and group": [who(row) for row in records(rows)],
            "When": [when(row) for row in records(rows)],
            "Value": [marked(row) for row in records(rows)],
            "Claim": [told_as(row) for row in records(rows)],
        }
    )
    return tables.of(told, rows["figure_id"])
