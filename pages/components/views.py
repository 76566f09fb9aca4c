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
from pages.components.charts.by_area import by_area
from pages.components.charts.over_time import over_time
from pages.components.charts.spec import split
from pages.components.downloads import download_row
from pages.components.exports import Snapshot
from pages.components.provenance import document_line
from pages.components.words import UNITS, claim, given, period_words, when, who

MOST_BARS = 40
LONGEST_ALT = 150
# The series that a chart over time can tell apart by direct labels.
MOST_SERIES = 4

Draw = Callable[[Palette], dict[str, Any] | None]


@dataclass(frozen=True)
class View:
    """A view: how it is drawn for a theme, headline, subtitle, description, table, rows.

    ``rows`` are the query's rows, one for each row of the table, or None where a table row
    stands for several; ``sources`` the titles of the documents they are from.
    """

    draw: Draw
    headline: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    rows: pd.DataFrame | None
    sources: tuple[str, ...]


def palette() -> Palette:
    """Return the colours for the theme the reader has."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show(view: View, *, key: str, store: Store, filters: str = "") -> None:
    """Show a view: headline, subtitle, chart, and its files."""
    heading, files = st.columns([6, 1], vertical_alignment="bottom")
    with heading:
        st.subheader(view.headline, anchor=False)
    spec = view.draw(palette())
    if spec is not None:
        st.text(view.subtitle)
        values, spec = split(spec)
        st.vega_lite_chart(values, spec, key=key, alt=view.alt, width="stretch", theme=None)
    with files:
        files_of = snapshot(view, store=store, filters=filters, drawn=spec is not None)
        download_row(files_of, key=f"{key}_files")


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
    )


def _labels(rows: pd.DataFrame) -> list[str]:
    """Name every bar; what two names share is told apart by a number."""
    labels = []
    for _, row in rows.iterrows():
        parts = [who(row)]
        if given(row["period"]):
            parts.append(period_words(str(row["period"])))
        if claim(row):
            parts.append(claim(row))
        labels.append(", ".join(parts) + (" ⚠" if row["in_question"] else ""))
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        told.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return told


def _headline(rows: pd.DataFrame) -> str:
    reported = rows[[role(str(kind)) == "reported" for kind in rows["kind"]]]
    rows = reported if len(reported) else rows
    if len(rows) == 1:
        row = rows.iloc[0]
        return f"{who(row)}: {row['shown']}"
    size = rows["value"].fillna(rows["value_high"])
    order = size.argsort()
    low, high = rows.iloc[int(order.iloc[0])], rows.iloc[int(order.iloc[-1])]
    if size.min() == size.max():
        return f"{len(rows)} statements of {high['shown']}"
    if who(low) == who(high):
        return f"{who(high)}: between {low['shown']} and {high['shown']}"
    return f"From {low['shown']} ({who(low)}) to {high['shown']} ({who(high)})"


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
    )


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    rows = distinct(rows)
    dated = rows[
        rows["period_start"].notna()
        & rows["period_end"].notna()
        & rows["value"].notna()
        & ~rows["kind"].isin(["target", "projection"])
    ]
    keys = ["area", "sex", "age", "population_group", "programme_id", "period_type"]
    groups = dated.groupby(keys, dropna=False)
    dated = dated[groups["period"].transform("nunique") > 1]
    series = pd.Series([who(row) for _, row in dated.iterrows()], index=dated.index, dtype=object)
    return dated[series.isin(list(dict.fromkeys(series))[:MOST_SERIES])]


def _points(dated: pd.DataFrame) -> pd.DataFrame:
    start, end = pd.to_datetime(dated["period_start"]), pd.to_datetime(dated["period_end"])
    points = pd.DataFrame(
        {
            "series": [who(row) for _, row in dated.iterrows()],
            "date": (start + (end - start) / 2).to_numpy(),
            "period": [period_words(str(p)) for p in dated["period"]],
            "value": dated["value"].to_numpy(),
            "shown": dated["shown"].to_numpy(),
        }
    ).sort_values(["series", "date"])
    return points.assign(label=points["shown"])


def covered(rows: pd.DataFrame, trend: View | None) -> bool:
    """Say whether a chart over time already shows every distinct figure."""
    return trend is not None and len(trend.table) == len(distinct(rows))


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures as a table that people read: the twin of every chart, with the words."""
    whole = pd.DataFrame(
        {
            "Value": [marked(row) for _, row in rows.iterrows()],
            "Whom": [who(row) for _, row in rows.iterrows()],
            "When": [when(row) for _, row in rows.iterrows()],
            "Claim": rows["kind"].to_numpy(),
            "As stated": [f"“{words}”" for words in rows["as_stated"]],
            "Document and place": [document_line(row) for _, row in rows.iterrows()],
            "Programme": rows["programme"].fillna("").to_numpy(),
            "Note": rows["note"].fillna("").to_numpy(),
        }
    )
    empty = [name for name in ("Programme", "Note") if not (whole[name] != "").any()]
    return whole.drop(columns=empty)


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures of several indicators as a table, each with its indicator."""
    told = table(rows)
    told.insert(1, "Indicator", rows["indicator"].to_numpy())
    return told


def marked(row: pd.Series) -> str:
    """Write a value with the mark of one that a check puts in question."""
    return f"{row['shown']} ⚠" if row["in_question"] else str(row["shown"])


def reading_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a document's figures as a table in the order of its text."""
    return pd.DataFrame(
        {
            "Where": rows["locator"].to_numpy(),
            "As stated": [f"“{words}”" for words in rows["as_stated"]],
            "Indicator": rows["indicator"].to_numpy(),
            "Whom": [who(row) for _, row in rows.iterrows()],
            "When": [when(row) for _, row in rows.iterrows()],
            "Value": [marked(row) for _, row in rows.iterrows()],
            "Claim": rows["kind"].to_numpy(),
        }
    )
