"""The histogram under a slider: as many bars as bins, as high as their wards, cut at the ends."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from config.palette import DARK, LIGHT
from pages.components.cut_strip import strip

BINS = pd.DataFrame(
    {"low": [0, 10, 20], "high": [10, 20, 30], "inside": [0, 5, 10], "outside": [5, 5, 0]}
)
BAR = re.compile(
    r'<i(?P<inside> class="in")? style="left:(?P<left>[-\d.]+)%;width:(?P<width>[\d.]+)%;'
    r'bottom:(?P<foot>[\d.]+)%;height:(?P<tall>[\d.]+)%">'
)


def bars(bins: pd.DataFrame, ends: tuple[float, float]) -> list[tuple[Any, ...]]:
    found = BAR.finditer(strip(bins, ends, name="Fuel poverty", palette=LIGHT))
    return [
        (bool(one["inside"]), *(float(one[k]) for k in ("left", "width", "foot", "tall")))
        for one in found
    ]


def test_bars_are_as_high_as_their_wards_and_what_is_outside_stands_on_top() -> None:
    assert bars(BINS, (0, 30)) == [
        (False, 0, pytest.approx(33.33), 0, 50),
        (True, pytest.approx(33.33), pytest.approx(33.34), 0, 50),
        (False, pytest.approx(33.33), pytest.approx(33.34), 50, 50),
        (True, pytest.approx(66.67), pytest.approx(33.33), 0, 100),
    ]


def test_bars_stand_where_the_thumbs_of_the_slider_are() -> None:
    found = bars(BINS, (5, 25))
    assert found[0][1:3] == (0, 25)
    assert found[-1][1:3] == (75, 25)


def test_whole_numbers_stand_in_the_middle_of_their_bar_also_at_the_ends() -> None:
    deciles = pd.DataFrame(
        {"low": range(1, 11), "high": range(2, 12), "inside": 1, "outside": 0}, dtype=float
    )
    found = BAR.finditer(strip(deciles, (1, 10), name="Decile", palette=LIGHT, whole=True))
    places = [(float(one["left"]), float(one["width"])) for one in found]
    assert len(places) == 10
    for decile, (left, width) in enumerate(places):
        assert left + width / 2 == pytest.approx(100 * decile / 9, abs=0.02)
        assert width == pytest.approx(100 / 9, abs=0.02)


def test_it_says_in_words_what_it_shows() -> None:
    said = strip(BINS, (0, 30), name="<b>Fuel</b>", palette=DARK, mark=(12, "system 12%"))
    assert "&lt;b&gt;Fuel&lt;/b&gt;: 15 wards within the cut, 10 outside" in said
    assert '<span style="left:40%">system 12%</span>' in said
    assert DARK.reported in said


def test_words_of_a_mark_stay_within_and_one_beyond_the_ends_is_left_out() -> None:
    assert 'style="right:10%">' in strip(BINS, (0, 30), name="a", palette=LIGHT, mark=(27, "x"))
    assert "<span" not in strip(BINS, (0, 30), name="a", palette=LIGHT, mark=(31, "x"))


def test_no_ward_and_one_value_are_drawn_without_a_bar_too_many() -> None:
    none = BINS.assign(inside=0, outside=0)
    assert bars(none, (0, 30)) == []
    assert bars(BINS.head(0), (0, 1)) == []
    assert len(bars(BINS.head(1), (4, 4))) == 1
