"""Every form with rows as people meet them, and what of these rows may be null."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config.palette import LIGHT
from pages.components.charts import (
    by_area,
    dot_interval,
    gradient,
    over_time,
    slope,
    spec,
    spine,
    standings,
    status_matrix,
    tartan,
    tornado,
)


@dataclass(frozen=True)
class Case:
    draw: Callable[[pd.DataFrame], spec.Spec | None]
    form: spec.Form
    rows: pd.DataFrame
    nullable: tuple[str, ...]
    # A lone value is no change over time.
    least: int = 1


def frame(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


BARS = frame(
    "label start end shown role approximate",
    ("Blackpool", 0.0, 25.1, "25.1%", "reported", False),
    ("Burnley", 0.0, 23.6, "almost 24%", "reported", True),
    ("Rossendale", 12.0, 38.0, "12-38%", "reported", False),
    ("England", 0.0, 17.2, "17.2%", "comparator", False),
    ("Blackpool, target", 0.0, 5.0, "5%", "target", False),
    ("Fylde", None, None, None, "reported", None),
)
DOTS = frame(
    "label value low high shown comparison",
    ("Blackpool", 20.8, 17.0, 24.6, "20.8%", "worse"),
    ("Pendle", 20.1, 10.3, 29.8, "20.1%", "similar"),
    ("Ribble Valley", 3.5, 0.0, 7.9, "3.5%", "better"),
    ("Bare figure", 18.5, None, None, "18.5%", "not_compared"),
    ("Nothing known", None, None, None, None, None),
)
OVER_TIME = frame(
    "series date period value shown label",
    ("Blackpool", "2022-03-15", "March 2022", 13.9, "13.9%", "13.9%, Blackpool"),
    ("Blackpool", "2023-03-15", "March 2023", None, None, None),
    ("Blackpool", "2025-03-15", "March 2025", 7.59, "7.59%", "7.59%, Blackpool"),
    ("England", "2022-03-15", "March 2022", 9.1, "9.1%", "9.1%, England"),
    ("England", "2025-03-15", "March 2025", 5.9, "5.9%", "5.9%, England"),
)
SPINE = frame(
    "label shown england worst best q25 q75 position comparison period",
    ("Life expectancy (male)", "73.9", "79.8", -1.0, 0.3, -0.4, 0.1, -1.0, "worse", "2024"),
    ("Smoking", "20.8%", "10.4%", -1.0, 0.7, -0.2, 0.2, 0.4, "similar", "2024"),
    ("Self-harm", "193", "117", -1.0, 0.8, -0.2, 0.2, 0.8, "better", "2023/24"),
    ("Not published", None, "5", None, None, None, None, None, None, None),
)
TARTAN = frame(
    "area indicator shown comparison sign",
    ("Blackpool", "Smoking", "20.8", "worse", "▼"),
    ("Blackpool", "Life expectancy", "73.9", "not_compared", None),
    ("Fylde", "Smoking", "8.2", "similar", None),
    ("Fylde", "Suicide", None, None, None),
)
STATUS = frame(
    "row column status shown",
    ("Communities", "Blackpool", "evidenced", "4 figures"),
    ("Communities", "Lancashire", "no figure", None),
    ("Workplaces", "Blackpool", "to be confirmed", None),
)
SLOPE = frame(
    "series before after before_label after_label shown_before shown_after",
    ("Attendances", 120.0, 84.0, "2022/23", "2023/24", "120", "84"),
    ("Admissions", 60.0, 52.0, "2022/23", "2023/24", "60", "52"),
    ("Calls", None, 20.0, "2022/23", "2023/24", None, "c. 20"),
)
TORNADO = frame(
    "label at_low at_high shown",
    ("Share of the beds filled", 21178.0, 24204.0, "21,178 to 24,204"),
    ("Average stay", 22946.0, 22441.0, "22,946 to 22,441"),
)

STANDINGS = frame(
    "label shown value low q25 q75 high district place system",
    ("Residents 65 and over", "33.0%", 33.0, 3.0, 17.0, 27.0, 44.0, 20.4, 21.0, 20.9),
    ("Households without a car", None, None, 2.1, 10.0, 28.0, 56.9, 22.0, None, 21.5),
    ("The same everywhere", "7%", 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0),
    ("Not known of any ward", None, None, None, None, None, None, None, None, None),
)
GRADIENT = frame(
    "ward district x value shown residents inside label",
    ("Ansdell", "Fylde", 0.1, 9.8, "9.8%", 4000, False, None),
    ("Bloomfield", "Blackpool", 0.98, 28.5, "28.5%", 6500, True, "Bloomfield"),
    ("Bare", "Lancaster", 0.4, 12.5, "12.5%", 6900, None, None),
    ("Nothing known", "Lancaster", 0.5, None, None, 6900, False, None),
)
LINE = (gradient.End(0.0, 8.6, "8.6%"), gradient.End(1.0, 19.7, "19.7%"))

ENGLAND = (10.4, "England 10.4%")
CASES = {
    "by_area": Case(
        lambda rows: by_area.by_area(rows, unit="%", palette=LIGHT),
        by_area.PLAIN, BARS, ("start", "end", "shown", "approximate"),
    ),
    "by_area_with_comparator": Case(
        lambda rows: by_area.by_area(rows, unit="%", palette=LIGHT, comparator=ENGLAND),
        by_area.RULED, BARS, ("start", "end", "shown", "approximate"),
    ),
    "dot_interval": Case(
        lambda rows: dot_interval.dot_interval(rows, unit="%", palette=LIGHT),
        dot_interval.PLAIN, DOTS, ("value", "low", "high", "shown", "comparison"),
    ),
    "dot_interval_with_comparator": Case(
        lambda rows: dot_interval.dot_interval(
            rows, unit="%", palette=LIGHT, comparator=ENGLAND
        ),
        dot_interval.RULED, DOTS, ("value", "low", "high", "shown", "comparison"),
    ),
    "over_time": Case(
        lambda rows: over_time.over_time(rows, unit="%", palette=LIGHT),
        over_time.FORM, OVER_TIME, ("shown", "label", "period"), least=3,
    ),
    "spine": Case(
        lambda rows: spine.spine(rows, palette=LIGHT, area="Blackpool"),
        spine.FORM, SPINE,
        ("shown", "england", "worst", "best", "q25", "q75", "position", "comparison", "period"),
    ),
    "tartan": Case(
        lambda rows: tartan.tartan(rows, palette=LIGHT),
        tartan.FORM, TARTAN, ("shown", "comparison", "sign"),
    ),
    "status_matrix": Case(
        lambda rows: status_matrix.status_matrix(rows, palette=LIGHT, titles=("Domain", "Area")),
        status_matrix.FORM, STATUS, ("status", "shown"),
    ),
    "slope": Case(
        lambda rows: slope.slope(rows, palette=LIGHT),
        slope.FORM, SLOPE, ("shown_before", "shown_after"),
    ),
    "tornado": Case(
        lambda rows: tornado.tornado(
            rows, unit="admissions a year", palette=LIGHT, result=(22691.0, "22,691")
        ),
        tornado.FORM, TORNADO, ("shown",),
    ),
    "standings": Case(
        lambda rows: standings.standings(rows, palette=LIGHT, ward="Ansdell"),
        standings.FORM, STANDINGS,
        ("shown", "value", "low", "q25", "q75", "high", "district", "place", "system"),
    ),
    "gradient": Case(
        lambda rows: gradient.gradient(
            rows, unit="%", palette=LIGHT, x_title="More deprived", line=LINE
        ),
        gradient.FORM, GRADIENT, ("value", "residents", "inside", "label", "shown"),
    ),
}  # fmt: skip
