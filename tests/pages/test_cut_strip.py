"""The histogram under a slider: as many bars as bins, as high as their wards, filled in the cut."""

from __future__ import annotations

import re

import numpy as np
import pytest

from config.palette import DARK, LIGHT
from models.distribution import Histogram
from pages.components.cut_strip import Strip

# Five, ten and ten wards.
FOUND = Histogram((0, 10, 20, 30), np.repeat([0, 1, 2], [5, 10, 10]))
BAR = re.compile(
    r'<i style="left:(?P<left>[-\d.]+)%;width:(?P<width>[\d.]+)%;height:(?P<tall>[\d.]+)%">'
)


def bars(strip: Strip) -> list[tuple[float, ...]]:
    return [tuple(map(float, one.groups())) for one in BAR.finditer(strip.outline(LIGHT))]


def corners(strip: Strip, inside: list[int]) -> list[tuple[float, float]]:
    """Return the corners of what is filled, in percent of the slider's width and the height."""
    shape = re.search(r"polygon\(([^)]*)\)", strip.filled(inside, name="Fuel", palette=LIGHT))
    if shape is None:
        return []
    places = (one.replace("%", "").split() for one in shape[1].split(","))
    return [(float(x) * 1.12 - 6, 100 - float(y)) for x, y in places]


def test_bars_are_as_high_as_their_wards() -> None:
    assert bars(Strip.of(FOUND, (0, 30))) == [
        (0, pytest.approx(33.33), 50),
        (pytest.approx(33.33), pytest.approx(33.34), 100),
        (pytest.approx(66.67), pytest.approx(33.33), 100),
    ]


def test_what_is_within_the_cut_fills_its_bars_from_below() -> None:
    found = corners(Strip.of(FOUND, (0, 30)), [0, 5, 10])
    expected = [
        *((33.33, 0), (33.33, 50), (66.67, 50), (66.67, 0)),
        *((66.67, 0), (66.67, 100), (100, 100), (100, 0)),
    ]
    assert found == [pytest.approx(one, abs=0.02) for one in expected]


def test_bars_stand_where_the_thumbs_of_the_slider_are() -> None:
    strip = Strip.of(FOUND, (5, 25))
    assert bars(strip)[0][:2] == (0, 25)
    assert bars(strip)[-1][:2] == (75, 25)
    assert corners(strip, [5, 0, 0])[2] == pytest.approx((25, 50), abs=0.02)


def test_whole_numbers_stand_in_the_middle_of_their_bar_also_at_the_ends() -> None:
    deciles = Histogram(tuple(range(1, 12)), np.arange(10))
    strip = Strip.of(deciles, (1, 10), whole=True)
    assert len(bars(strip)) == 10
    for decile, (left, width, _) in enumerate(bars(strip)):
        assert left + width / 2 == pytest.approx(100 * decile / 9, abs=0.02)
        assert width == pytest.approx(100 / 9, abs=0.02)
    # What stands out beyond the ends is filled, too.
    ends = [x for x, _ in corners(strip, [1] * 10)]
    assert (min(ends), max(ends)) == pytest.approx((-5.56, 105.56), abs=0.02)


def test_it_says_in_words_what_it_shows() -> None:
    strip = Strip.of(FOUND, (0, 30))
    said = strip.filled([0, 5, 10], name="<b>Fuel</b>", palette=DARK)
    assert "&lt;b&gt;Fuel&lt;/b&gt;: 15 wards within the cut, 10 outside" in said
    drawn = strip.outline(DARK, (12, "system <12%"))
    assert '<span style="left:40%">system &lt;12%</span>' in drawn
    assert DARK.reported in said
    assert DARK.reported in drawn


def test_words_of_a_mark_stay_within_and_one_beyond_the_ends_is_left_out() -> None:
    strip = Strip.of(FOUND, (0, 30))
    assert 'style="right:10%">' in strip.outline(LIGHT, (27, "x"))
    assert "<span" not in strip.outline(LIGHT, (31, "x"))
    assert "<span" not in strip.outline(LIGHT)


def test_no_ward_and_one_value_are_drawn_without_a_bar_too_many() -> None:
    none = Histogram((0, 10), np.array([-1, -1]))
    assert bars(Strip.of(none, (0, 10))) == []
    assert corners(Strip.of(none, (0, 10)), [0]) == []
    assert len(bars(Strip.of(Histogram((4, 5), np.array([0])), (4, 4)))) == 1
