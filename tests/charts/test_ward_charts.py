"""What the charts of wards say: where a ward stands, how steep a gradient is."""

from __future__ import annotations

import re
from typing import Any

import pytest
import vl_convert

from config.palette import DARK, LIGHT
from pages.components.charts.gradient import gradient
from pages.components.charts.spec import Spec
from pages.components.charts.standings import standings
from tests.charts.cases import GRADIENT, LINE, STANDINGS
from tests.charts.images import at_width
from tests.charts.test_forms import texts


def parts(spec: Spec | None, part: str) -> list[dict[str, Any]]:
    assert spec is not None
    return [row for row in spec["data"]["values"] if row["part"] == part]


def svg(spec: Spec | None) -> str:
    assert spec is not None
    return str(vl_convert.vegalite_to_svg(at_width(spec, 900)))


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
