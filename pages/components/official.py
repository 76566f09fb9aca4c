"""Official indicators with intervals: spine charts, the rug of authorities, wards."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from models.reconcile import number_in_words, show
from models.vocabulary import DESIGNATION_WORDS
from pages.components import frame, natives, views
from pages.components.charts.dot_interval import dot_interval
from pages.components.charts.spine import spine
from pages.components.charts.tartan import tartan
from pages.components.words import UNITS, Row, given, period_words, plain, records

NOTE = (
    "Compared by the area's 95% interval against England's value of the same period: "
    "▲ better, ● similar, ▼ worse, ► higher, ◄ lower, ◇ not compared."
)
# Places come first in the picker, since most people ask for one of them.
FIRST = (
    "blackburn_with_darwen",
    "blackpool",
    "lancashire",
    "south_cumbria",
    "lancashire_and_south_cumbria",
)


def in_order(names: dict[str, str]) -> dict[str, str]:
    """Return areas with the four places and the system first, the others by name."""
    first = {one: names[one] for one in FIRST if one in names}
    rest = sorted((name, one) for one, name in names.items() if one not in first)
    return first | {one: name for name, one in rest}


def decimals(values: pd.DataFrame) -> dict[str, int]:
    """Return with how many decimals each indicator is written: those of its most exact value.

    ``values`` as of ``queries.official``: all areas, so that an indicator is alike everywhere.
    """
    written = values[["value", "benchmark"]].map(
        lambda one: len(f"{one:g}".partition(".")[2]) if given(one) else 0
    )
    most = written.max(axis=1).groupby(values["indicator"]).max()
    return {str(name): int(digits) for name, digits in most.items()}


def table(rows: pd.DataFrame, digits: Mapping[str, int]) -> pd.DataFrame:
    """Return official values as a table that people read; ``digits`` as of ``decimals``."""
    told = records(rows)
    return pd.DataFrame(
        {
            "Indicator": rows["indicator"].to_numpy(),
            "Period": [period_words(str(period)) for period in rows["period"]],
            "Value": [_shown(row, "value", digits) for row in told],
            "95% interval": [_interval(row, digits) for row in told],
            "England": [_shown(row, "benchmark", digits) for row in told],
            "North West": [_shown(row, "north_west", digits) for row in told],
            "Against England": [f"{row['shape']} {row['word']}" for row in told],
            "Why": rows["reason"].to_numpy(),
        }
    )


def _shown(row: Row, column: str, digits: Mapping[str, int]) -> str:
    if not given(row[column]):
        return "not published"
    return show(float(row[column]), str(row["unit"]), digits[str(row["indicator"])])


def _interval(row: Row, digits: Mapping[str, int]) -> str:
    if not given(row["lower_ci"]):
        return "none"
    return f"{_bare(row, 'lower_ci', digits)} to {_bare(row, 'upper_ci', digits)}"


def _bare(row: Row, column: str, digits: Mapping[str, int]) -> str:
    return number_in_words(float(row[column]), digits[str(row["indicator"])])


def spines(values: pd.DataFrame, names: list[str]) -> list[views.View]:
    """Return a spine chart for each area that has official values, in the order given."""
    digits = decimals(values)
    return [
        _spine(values[values["area"] == name], name, digits)
        for name in names
        if (values["area"] == name).any()
    ]


def _spine(rows: pd.DataFrame, name: str, digits: Mapping[str, int]) -> views.View:
    counted = rows["word"].value_counts()
    said = ", ".join(
        f"{counted[word]} {word}"
        for word in ("better", "similar", "worse", "higher", "lower", "not compared")
        if word in counted
    )
    headline = f"{name} against England: {said}"
    bars = pd.DataFrame(
        {
            "label": rows["indicator"].to_numpy(),
            "shown": [_shown(row, "value", digits) for row in records(rows)],
            "england": [_shown(row, "benchmark", digits) for row in records(rows)],
            "worst": rows["left"].to_numpy(),
            "best": rows["right"].to_numpy(),
            "q25": rows["band_left"].to_numpy(),
            "q75": rows["band_right"].to_numpy(),
            "position": rows["position"].to_numpy(),
            "comparison": rows["comparison"].to_numpy(),
            "period": [period_words(str(period)) for period in rows["period"]],
        }
    )
    return views.View(
        lambda colours: spine(bars, palette=colours, area=name),
        headline,
        "Official indicators, the 14 Lancashire authorities: worst left, best right, England in "
        "the centre, the middle half banded",
        views.short(f"Spine chart. {headline}"),
        table(rows, digits),
        rows,
        tuple(rows["source"].unique()),
    )


def by_area(values: pd.DataFrame, indicator_id: str) -> list[views.View]:
    """Return, for each sex an indicator is published for, its areas with their intervals."""
    mine = values[values["indicator_id"] == indicator_id]
    return [_dots(rows) for _, rows in mine.groupby("indicator", sort=True)]


def _dots(rows: pd.DataFrame) -> views.View:
    rows = rows.sort_values("value", ascending=False, kind="stable")
    first, digits = rows.iloc[0], decimals(rows)
    dots = pd.DataFrame(
        {
            "label": [_dated(row, str(first["benchmark_period"])) for row in records(rows)],
            "value": rows["value"].to_numpy(),
            "low": rows["lower_ci"].to_numpy(),
            "high": rows["upper_ci"].to_numpy(),
            "shown": [
                _bare(row, "value", digits) if given(row["value"]) else None
                for row in records(rows)
            ],
            "comparison": rows["comparison"].to_numpy(),
        }
    )
    worse, tested = (rows["word"] == "worse").sum(), (rows["word"] != "not compared").sum()
    headline = f"{first['indicator']}: {worse} of {tested} authorities worse than England"
    unit = UNITS.get(str(first["unit"]), str(first["unit"]))
    england = (float(first["benchmark"]), f"England {_shown(first, 'benchmark', digits)}")
    return views.View(
        lambda colours: dot_interval(dots, unit=unit, palette=colours, comparator=england),
        headline,
        f"{unit}, {period_words(str(first['benchmark_period']))}, with 95% intervals",
        views.short(f"Dots with intervals. {headline}"),
        table(rows, digits).drop(columns="Indicator").pipe(_with_area, rows),
        rows,
        tuple(rows["source"].unique()),
        natives.dots(dots, unit=unit, comparator=england),
    )


def _dated(row: Row, period: str) -> str:
    """Name an area, with its period where that is another than the benchmark's."""
    own = str(row["period"])
    return str(row["area"]) if own == period else f"{row['area']} ({period_words(own)})"


def _with_area(told: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    told.insert(0, "Area", rows["area"].to_numpy())
    return told


def within(values: pd.DataFrame, areas: pd.DataFrame, area_id: str) -> list[str]:
    """Return the authorities with official values that lie in an area, or are it, by name."""
    path = str(areas.set_index("area_id").loc[area_id, "path"])
    inside = areas[(areas["path"] == path) | areas["path"].str.startswith(f"{path} > ")]
    return sorted(set(values["area"]) & set(inside["name"]))


def missing(values: pd.DataFrame, areas: pd.DataFrame, area_ids: tuple[str, ...]) -> list[str]:
    """Say of each area without official values of its own where there are some."""
    held, names = values["area"].nunique(), areas.set_index("area_id")["name"]
    told = []
    for area_id in area_ids:
        name, inside = str(names[area_id]), within(values, areas, area_id)
        if name in inside:
            continue
        if name in ("England", "North West"):
            told.append(f"{name}'s values stand beside those of the authorities, in their tables.")
        elif inside:
            told.append(
                f"{name} has no official values of its own here; {len(inside)} authorities in it "
                "have, side by side below."
            )
        else:
            told.append(
                f"No official values are held for {name}: they are for {held} authorities, "
                "Blackburn with Darwen, Blackpool and the districts of Lancashire."
            )
    return told


def rug(values: pd.DataFrame, name: str, first: list[str], *, everywhere: bool) -> views.View:
    """Return the tartan rug: the authorities ``first``, and if asked all others below them.

    ``name`` is the area that the first ones lie in; the headline speaks of what is shown.
    """
    total, digits = values["area"].nunique(), decimals(values)
    shown = values if everywhere else values[values["area"].isin(first)]
    order = list(dict.fromkeys([*first, *sorted(values["area"].unique())]))
    rows = shown.assign(place=shown["area"].map(order.index)).sort_values(
        ["place", "indicator"], kind="stable"
    )
    cells = pd.DataFrame(
        {
            "area": rows["area"].to_numpy(),
            "indicator": [
                f"{row['indicator']}, {UNITS.get(str(row['unit']), str(row['unit']))}"
                for row in records(rows)
            ],
            "shown": [
                _bare(row, "value", digits) if given(row["value"]) else None
                for row in records(rows)
            ],
            "comparison": rows["comparison"].to_numpy(),
            "sign": rows["shape"].to_numpy(),
        }
    )
    worse = int((rows["word"] == "worse").sum())
    tested = int((rows["word"] != "not compared").sum())
    whom = f"All {total} authorities" if everywhere else name
    headline = f"{whom}: {worse} of {tested} comparisons are worse than England"
    wide = rows.assign(
        cell=[
            f"{_shown(row, 'value', digits)} {row['shape']} {row['word']}" for row in records(rows)
        ]
    ).pivot_table(index="area", columns="indicator", values="cell", aggfunc="first")
    wide = wide.reindex(list(dict.fromkeys(rows["area"])))
    return views.View(
        lambda colours: tartan(cells, palette=colours),
        headline,
        f"Official indicators against England, {len(wide)} of the {total} Lancashire authorities"
        if len(wide) < total
        else f"Official indicators against England, all {total} Lancashire authorities",
        views.short(f"Tartan rug. {headline}"),
        wide.fillna("not published").rename_axis("Authority").reset_index(),
        None,
        tuple(rows["source"].unique()),
    )


def wards(rows: pd.DataFrame, name: str) -> None:
    """List the wards of an area, those that the documents name first, then the most deprived."""
    if rows.empty:
        return
    st.header(f"The {len(rows)} wards of {plain(name)}", anchor=False)
    rows = rows.assign(unnamed=rows["named"].isna()).sort_values(
        ["unnamed", "imd2025_ward_decile_england", "ward_name"], kind="stable"
    )
    named = int(rows["named"].notna().sum())
    st.text(
        f"{named} named in the documents first, then the most deprived."
        if named
        else "None is named in the documents; the most deprived first."
    )
    told = pd.DataFrame(
        {
            "Ward": rows["ward_name"].to_numpy(),
            "District": rows["district"].to_numpy(),
            "Residents": [f"{n:,.0f}" if given(n) else "" for n in rows["population"]],
            "Deprivation 2025 (1 = most deprived tenth of England's wards)": [
                f"{n:.0f}" if given(n) else "" for n in rows["imd2025_ward_decile_england"]
            ],
            "Fit (residents of the small areas behind the deprivation, against the ward's own)": [
                _off(n) for n in rows["lsoa21_bestfit_pop_error_pct"]
            ],
            "Named in the documents": [_why(named) for named in rows["named"]],
        }
    )
    frame.shortened(told, "wards", f"Wards of {name}")


def _off(percent: float) -> str:
    """Write by how many percent something misses; what is not given stays empty."""
    if not given(percent):
        return ""
    told = f"{percent:+.1f}%"
    return "0%" if told in ("+0.0%", "-0.0%") else told.replace("-", "−")


def _why(named: object) -> str:
    """Say why the documents name a ward."""
    if not given(named):
        return ""
    reasons = str(named).split(", ")
    return ", ".join(DESIGNATION_WORDS.get(one.replace(" ", "_"), one) for one in reasons)


def legend() -> None:
    """Say what the signs mean."""
    st.text(NOTE)
