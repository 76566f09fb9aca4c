"""What the charts of wards say: where a cut falls, where a ward stands, how steep a gradient is."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from config.palette import DARK, LIGHT
from pages.components.charts.distribution import standings, standings_alt, strips, strips_alt
from pages.components.charts.gradient import gradient, gradient_alt
from pages.components.charts.histogram import histogram, histogram_alt
from pages.components.charts.spec import Spec, at_width
from tests.charts.cases import BINS, GRADIENT, LINE, MARKS, STANDINGS, STRIPS
from tests.charts.test_forms import texts


def parts(spec: Spec | None, part: str) -> list[dict[str, Any]]:
    assert spec is not None
    return [row for row in spec["data"]["values"] if row["part"] == part]


def svg(spec: Spec | None) -> str:
    assert spec is not None
    return str(vl_convert.vegalite_to_svg(at_width(spec, 900)))


def test_a_bin_is_as_high_as_its_wards_whatever_the_cut() -> None:
    bars = parts(histogram(BINS, unit="%", palette=LIGHT), "bar")
    heights: dict[float, float] = {}
    for bar in bars:
        heights[bar["low"]] = heights.get(bar["low"], 0) + bar["end"] - bar["start"]
    assert heights == {5: 12, 10: 44, 15: 20}
    assert [bar["words"] for bar in bars if bar["low"] == 10] == [
        "3 wards, within the cut",
        "41 wards, outside",
    ]


def test_what_is_outside_the_cut_is_an_outline() -> None:
    drawn = svg(histogram(BINS, unit="%", palette=LIGHT))
    bars = re.findall(r'aria-roledescription="bar"[^>]*fill="(#\w+)" stroke="(#\w+)"', drawn)
    assert sorted(bars) == sorted(
        [(LIGHT.reported, LIGHT.reported)] * 2 + [(LIGHT.page, LIGHT.reported)] * 2
    )


def test_marks_stand_in_the_order_of_their_values_each_in_a_line_of_its_own() -> None:
    spec = histogram(BINS, unit="%", palette=LIGHT, marks=MARKS)
    marks = parts(spec, "mark")
    assert [mark["at"] for mark in marks] == [12.5, 14.1, 15.0]
    assert [mark["line"] for mark in marks] == [0, 1, 2]
    assert spec is not None
    assert {"median 12.5%", "system 14.1%", "from 15: 23 of 76 wards"} <= set(texts(spec))


def test_a_mark_beyond_the_bins_is_still_in_the_picture() -> None:
    beyond = MARKS[1].__class__(60.0, "England 60%", "comparator")
    spec = histogram(BINS, unit="%", palette=LIGHT, marks=[beyond])
    assert spec is not None
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [5.0, 60.0]


def test_bins_without_wards_are_no_histogram() -> None:
    assert histogram(BINS.assign(inside=0, outside=0), unit="%", palette=LIGHT) is None
    assert histogram(BINS.tail(1), unit="%", palette=LIGHT) is None


def test_a_ward_has_its_value_and_rank_in_every_strip() -> None:
    spec = strips(STRIPS, unit="%", palette=LIGHT)
    assert spec is not None
    said = texts(spec)
    assert "9.8%, 3 of 3" in said
    assert "9.8%, 2 of 2" in said
    assert "no data" in said
    assert "Fylde, 4 wards" in said


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.data())
@settings(deadline=None, max_examples=40)
def test_ranks_and_quarters_are_those_of_the_values(values: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values) - 1))
    rows = pd.DataFrame(
        {
            "strip": "All",
            "ward": [f"Ward {n}" for n in range(len(values))],
            "value": [float(value) for value in values],
            "shown": [str(value) for value in values],
            "here": [n == at for n in range(len(values))],
        }
    )
    spec = strips(rows, unit="", palette=LIGHT)
    rank = sum(value > values[at] for value in values) + 1
    assert parts(spec, "row")[0]["words"] == f"{values[at]}, {rank} of {len(values)}"
    assert len(parts(spec, "ward")) == len(values) - 1
    (half,) = parts(spec, "half")
    series = pd.Series(values)
    assert half["low"] == pytest.approx(series.quantile(0.25))
    assert half["value"] == pytest.approx(series.median())
    assert half["high"] == pytest.approx(series.quantile(0.75))


def test_standings_are_between_the_lowest_and_the_highest_ward() -> None:
    spec = standings(STANDINGS, palette=LIGHT, ward="Ansdell")
    signs = parts(spec, "sign")
    assert all(0 <= sign["at"] <= 1 for sign in signs)
    mine = [sign for sign in signs if sign["whom"] == "Ansdell"]
    assert [(sign["row"], round(sign["at"], 3)) for sign in mine] == [(0, 0.732)]
    # The second fact has no value of the ward and none of its place; the others no spread.
    assert [sign["whom"] for sign in signs if sign["row"] == 1] == ["whole system", "its district"]
    assert {sign["row"] for sign in signs} == {0, 1}
    assert [row["words"] for row in parts(spec, "row")] == ["33.0%", "no data", "7%", "no data"]


def test_whom_a_sign_stands_for_is_told_by_shape() -> None:
    spec = standings(STANDINGS, palette=DARK, ward="O'Neill's ward")
    assert spec is not None
    assert {"whole system", "its place", "its district", "O'Neill's ward"} <= set(texts(spec))
    shape = next(layer for layer in spec["layer"] if "shape" in layer["encoding"])
    assert len(set(shape["encoding"]["shape"]["scale"]["range"])) == 4


def test_a_gradient_has_a_dot_for_each_ward_and_a_line_with_its_ends() -> None:
    spec = gradient(GRADIENT, unit="%", palette=LIGHT, x_title="More deprived", line=LINE)
    assert spec is not None
    assert [row["ward"] for row in parts(spec, "ward")] == ["Bare", "Bloomfield", "Ansdell"]
    assert [(row["x"], row["value"]) for row in parts(spec, "line")] == [(0, 8.6), (1, 19.7)]
    said = texts(spec)
    assert {"8.6%", "19.7%", "Bloomfield"} <= set(said)
    assert "Ansdell" not in said


def test_dots_have_areas_by_residents_and_are_filled_inside_only() -> None:
    drawn = svg(gradient(GRADIENT, unit="%", palette=LIGHT, x_title="More deprived"))
    dots = re.findall(r'"point" transform="[^"]*" d="M([\d.]+),0[^>]*fill="(#\w+)"', drawn)
    assert [fill for _, fill in dots] == [LIGHT.page, LIGHT.reported, LIGHT.page]
    radii = [float(radius) for radius, _ in dots]
    assert (radii[2] / radii[0]) ** 2 == pytest.approx(4000 / 6900, rel=0.01)


def test_without_a_line_there_are_only_wards() -> None:
    spec = gradient(GRADIENT, unit="%", palette=LIGHT, x_title="More deprived")
    assert parts(spec, "line") == []
    assert gradient(GRADIENT.tail(1), unit="%", palette=LIGHT, x_title="x") is None


@pytest.mark.parametrize(
    "told",
    [
        histogram_alt(BINS, name="Share of households that are fuel poor 2020 " * 9),
        strips_alt(STRIPS, name="Fuel poverty " * 20, ward="Ansdell"),
        standings_alt(STANDINGS, ward="Ansdell " * 30),
        gradient_alt(GRADIENT, name="Fuel poverty " * 20, slope="11.1 points higher"),
    ],
)
def test_descriptions_are_short_and_cut_between_words(told: str) -> None:
    assert 40 < len(told) <= 150
    assert told.endswith("…")


def test_descriptions_say_what_is_drawn() -> None:
    assert histogram_alt(BINS, name="Fuel poverty") == (
        "Histogram of 76 wards. 23 are within the cut. Fuel poverty."
    )
    assert strips_alt(STRIPS, name="Fuel poverty", ward="Ansdell").startswith("Ansdell among wards")
    assert "4 wards by deprivation" in gradient_alt(GRADIENT, name="Fuel poverty", slope="steep")
