"""Before and after: what stands beside the points is all there, however long."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest
import vl_convert

from config.palette import LIGHT
from pages.components.charts.slope import LETTERS, slope
from tests.charts.images import at_width

NAME = "Discharge delays attributable to the county council, people a day"
LONG = pd.DataFrame(
    {
        "series": [NAME, "Not meeting criteria to reside, people a day"],
        "before": [27.0, 148.0],
        "after": [20.5, 116.0],
        "before_label": ["before, no date", "January 2024 to July 2024, year inferred, baseline"],
        "after_label": ["after, no date", "after, no date"],
        "shown_before": ["27 people", "148 people"],
        "shown_after": ["20.5 people", "116 people"],
    }
)


def lines(rows: pd.DataFrame, width: int) -> list[tuple[float, float, str]]:
    """Return the lines of the drawn texts: across, down, words."""
    spec = slope(rows, palette=LIGHT)
    assert spec is not None
    svg = vl_convert.vegalite_to_svg(at_width(spec, width))
    found = []
    for x, y, inner in re.findall(
        r"<text[^>]*translate\(([-\d.]+),\s*([-\d.]+)\)[^>]*>(.*?)</text>", svg
    ):
        parts = re.findall(r"<tspan([^>]*)>(.*?)</tspan>", inner)
        down = float(y)
        for how, words in parts or [("", inner)]:
            step = re.search(r'dy="([\d.]+)"', how)
            down += float(step[1]) if step else 0.0
            found.append((float(x), down, words))
    return found


@pytest.mark.parametrize("width", [700, 900, 1200])
def test_long_names_are_wrapped_and_not_cut(width: int) -> None:
    said = [words for _, _, words in lines(LONG, width)]
    assert not any("…" in words for words in said)
    assert NAME in " ".join(said)
    assert LONG.loc[1, "before_label"] in " ".join(said)


def test_lines_of_many_series_do_not_lie_on_each_other() -> None:
    rows = pd.concat([LONG.head(1)] * 6).assign(series=[f"{NAME} {at}" for at in range(6)])
    across: dict[float, set[float]] = {}
    for x, y, _ in lines(rows, 900):
        across.setdefault(round(x), set()).add(round(y, 1))
    for downs in across.values():
        order = sorted(downs)
        assert all(below - above >= 13 for above, below in pairwise(order))
    assert max(len(downs) for downs in across.values()) >= 12


def test_short_texts_stay_in_one_line() -> None:
    spec = slope(LONG.assign(series=["A", "B"], before_label="2022"), palette=LIGHT)
    assert spec is not None
    texts = [row["text"] for row in spec["data"]["values"]]
    assert all("\n" not in text and len(text) <= min(LETTERS.values()) for text in texts)
