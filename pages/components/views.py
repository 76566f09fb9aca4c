"""From figure rows to what is drawn: chart rows, headline, description, table twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from config.palette import DARK, LIGHT, Palette
from pages.components.charts.by_area import by_area
from pages.components.charts.over_time import over_time
from pages.components.provenance import IN_QUESTION, document_line
from pages.components.words import UNITS, claim, given, period_words, when, who

MOST_BARS = 40
LONGEST_ALT = 150


@dataclass(frozen=True)
class View:
    """A drawn view: chart, headline, subtitle and description for those who do not see it."""

    chart: Any
    headline: str
    subtitle: str
    alt: str
    drawn: int


def palette() -> Palette:
    """Return the colours for the theme the reader has."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def _role(kind: str) -> str:
    return kind if kind in ("comparator", "target", "projection") else "reported"


def _distinct(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out restatements that say the same again."""
    first = rows[rows["same_as"].isna() | ~rows["same_as"].isin(rows["figure_id"])]
    return first if len(first) else rows


def area_view(rows: pd.DataFrame, colours: Palette) -> View | None:
    """Draw the figures of one indicator side by side; None when there is nothing to draw."""
    rows = _distinct(rows).head(MOST_BARS)
    if rows.empty:
        return None
    bars = pd.DataFrame(
        {
            "label": _labels(rows),
            "start": rows["value_low"].fillna(0.0).to_numpy(),
            "end": rows["value"].fillna(rows["value_high"]).to_numpy(),
            "shown": rows["shown"].to_numpy(),
            "role": [_role(kind) for kind in rows["kind"]],
        }
    ).sort_values("end", ascending=False, kind="stable")
    first = rows.iloc[0]
    unit = UNITS[str(first["unit"])]
    headline = _headline(rows)
    return View(
        by_area(bars, unit=unit, palette=colours),
        headline,
        f"{first['indicator']} ({unit})",
        _alt(f"Bar chart. {headline}"),
        len(bars),
    )


def _labels(rows: pd.DataFrame) -> list[str]:
    """Name every bar; what two names share is told apart by document or statement."""
    labels = []
    for _, row in rows.iterrows():
        parts = [who(row)]
        if given(row["period"]):
            parts.append(period_words(str(row["period"])))
        if claim(row):
            parts.append(claim(row))
        if row["in_question"]:
            parts.append("⚠")
        labels.append(" · ".join(parts))
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        told.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return told


def _headline(rows: pd.DataFrame) -> str:
    reported = rows[[_role(kind) == "reported" for kind in rows["kind"]]]
    rows = reported if len(reported) else rows
    if len(rows) == 1:
        row = rows.iloc[0]
        return f"{who(row)}: {row['shown']}"
    size = rows["value"].fillna(rows["value_high"])
    low, high = rows.loc[size.idxmin()], rows.loc[size.idxmax()]
    if size.min() == size.max():
        return f"{len(rows)} statements of {high['shown']}"
    if who(low) == who(high):
        return f"{who(high)}: between {low['shown']} and {high['shown']}"
    return f"From {low['shown']} ({who(low)}) to {high['shown']} ({who(high)})"


def trend_view(rows: pd.DataFrame, colours: Palette) -> View | None:
    """Draw what changes over time, from two dated values of one series up; else None."""
    dated = _distinct(rows)
    dated = dated[
        dated["period_start"].notna()
        & dated["period_end"].notna()
        & dated["value"].notna()
        & ~dated["kind"].isin(["target", "projection"])
    ]
    keys = ["area", "sex", "age", "population_group", "programme_id"]
    many = dated.groupby(keys, dropna=False)["period"].transform("nunique") > 1
    dated = dated[many]
    if dated.empty:
        return None
    start, end = pd.to_datetime(dated["period_start"]), pd.to_datetime(dated["period_end"])
    series = [who(row) for _, row in dated.iterrows()]
    points = pd.DataFrame(
        {
            "series": series,
            "date": (start + (end - start) / 2).to_numpy(),
            "period": [period_words(str(p)) for p in dated["period"]],
            "value": dated["value"].to_numpy(),
            "shown": dated["shown"].to_numpy(),
        }
    ).sort_values(["series", "date"])
    several = len(set(series)) > 1
    points["label"] = points["shown"] + (", " + points["series"] if several else "")
    unit = UNITS[str(dated.iloc[0]["unit"])]
    first, last = points.iloc[0], points[points["series"] == points.iloc[0]["series"]].iloc[-1]
    headline = (
        f"{first['series']}: {first['shown']} in {first['period']}, "
        f"{last['shown']} in {last['period']}"
    )
    return View(
        over_time(points, unit=unit, palette=colours),
        headline,
        f"{dated.iloc[0]['indicator']} ({unit})",
        _alt(f"Line chart. {headline}"),
        len(points),
    )


def covered(rows: pd.DataFrame, trend: View | None) -> bool:
    """Say whether a chart over time already shows every distinct figure."""
    return trend is not None and trend.drawn == len(_distinct(rows))


def _alt(text: str) -> str:
    return text if len(text) <= LONGEST_ALT else text[: LONGEST_ALT - 1] + "…"


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return figures as a table that people read: the twin of every chart, with the words."""
    return pd.DataFrame(
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
    ).loc[:, lambda table: [name for name in table.columns if (table[name] != "").any()]]


def marked(row: pd.Series) -> str:
    """Write a value with the mark of one that a check puts in question."""
    return f"{row['shown']} ⚠" if row["in_question"] else str(row["shown"])


def draw(view: View, *, key: str) -> None:
    """Show a view: headline, subtitle, chart."""
    st.subheader(view.headline, anchor=False)
    st.text(view.subtitle)
    st.altair_chart(view.chart, key=key, alt=view.alt, width="stretch")


def reading_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a document's figures as a table in the order of its text."""
    return pd.DataFrame(
        {
            "Where": rows["locator"].to_numpy(),
            "As stated": rows["as_stated"].to_numpy(),
            "Indicator": rows["indicator"].to_numpy(),
            "Whom": [who(row) for _, row in rows.iterrows()],
            "When": [when(row) for _, row in rows.iterrows()],
            "Value": [marked(row) for _, row in rows.iterrows()],
            "Claim": rows["kind"].to_numpy(),
        }
    )
