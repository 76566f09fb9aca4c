"""Shapes as the server knows them: places, centres, hatching, what lies in a box."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shapely
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from config import ROOT
from config.palette import LIGHT
from pages.components.maps.drawing import specification
from pages.components.maps.geometry import Geometry, geometry
from pages.components.maps.labels import LINE, broken, extent, placed
from tests.maps.shapes import CODES, PLACES, held, write

SCALES = pytest.mark.parametrize("scale", [0.01, 1.0, 10_000.0], ids=["small", "usual", "metres"])


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Geometry:
    return held(tmp_path_factory.mktemp("shapes"))


@SCALES
def test_bounds_centres_and_radii_are_those_of_the_squares(tmp_path: Path, scale: float) -> None:
    found = held(tmp_path, scale=scale)
    assert found.bounds == pytest.approx((5 * scale, 7 * scale, 8 * scale, 9 * scale))
    assert (found.width, found.height) == pytest.approx((3 * scale, 2 * scale))
    for code, (x, y) in PLACES.items():
        right, up, radius = found.discs[code]
        assert (right / scale, up / scale) == pytest.approx((5.5 + x, 7.5 + y), abs=0.02)
        assert radius / scale == pytest.approx(0.5, abs=0.02)


@SCALES
def test_every_ward_is_hatched_within_itself_from_edge_to_edge(
    tmp_path: Path, scale: float
) -> None:
    found = held(tmp_path, scale=scale)
    assert set(found.hatching) == set(CODES)
    for code, lines in found.hatching.items():
        assert len(lines) > 20
        shape = found.shapes[code]
        for x, y, x2, y2 in lines:
            assert x2 - x == pytest.approx(y2 - y, rel=1e-6, abs=scale * 1e-6)
            middle = shapely.Point((x + x2) / 2, (y + y2) / 2)
            assert shape.buffer(scale * 1e-6).contains(middle)
            for end in ((x, y), (x2, y2)):
                assert shape.boundary.distance(shapely.Point(end)) < scale * 1e-6


def test_lines_of_neighbours_are_in_step(shapes: Geometry) -> None:
    offsets = [y - x for lines in shapes.hatching.values() for x, y, *_ in lines]
    step = min(
        b - a for a, b in zip(sorted(offsets), sorted(offsets)[1:], strict=False) if b - a > 1e-6
    )
    assert all(
        abs((one - offsets[0]) / step - round((one - offsets[0]) / step)) < 1e-6 for one in offsets
    )


def test_a_ward_narrower_than_the_lines_are_apart_has_one_all_the_same(tmp_path: Path) -> None:
    file = write(tmp_path)
    topology = json.loads(file.read_bytes())
    # Far to the north: what was the whole map is now a few steps of the hatching.
    topology["arcs"].append([[0, 90_000], [0, 2], [2, 0], [0, -2], [-2, 0]])
    at = len(topology["arcs"]) - 1
    topology["objects"]["wards"]["geometries"].append(
        {"type": "Polygon", "arcs": [[at]], "id": "tiny", "properties": {"ward_code": "tiny"}}
    )
    file.write_text(json.dumps(topology), encoding="utf-8")
    found = geometry(file)
    assert all(len(lines) >= 1 for lines in found.hatching.values())


@given(st.tuples(st.floats(4, 9), st.floats(4, 9)), st.tuples(st.floats(6, 10), st.floats(6, 10)))
@settings(deadline=None, max_examples=60)
def test_a_box_holds_the_wards_whose_centre_is_in_it(
    shapes: Geometry, x: tuple[float, float], y: tuple[float, float]
) -> None:
    box = shapely.box(min(x), min(y), max(x), max(y))
    inside = {
        code
        for code, (right, up, _) in shapes.discs.items()
        if box.covers(shapely.Point(right, up))
    }
    assert set(shapes.within(x, y)) == inside
    assert shapes.within(x[::-1], y[::-1]) == shapes.within(x, y)


def test_the_address_is_relative_and_changes_with_the_file(tmp_path: Path) -> None:
    file = write(tmp_path)
    first = geometry(file)
    assert geometry(file) is first
    assert first.url.startswith("app/static/shapes-1.topojson?v=")
    file.write_text(file.read_text("utf-8") + "\n", encoding="utf-8")
    second = geometry(file)
    assert second is not first
    assert second.url != first.url
    assert second.url.partition("?")[0] == first.url.partition("?")[0]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"objects": {}}', '{"type": "Topology", "arcs": [], "objects": {}}'],
)
def test_what_is_no_geometry_is_told_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.topojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.topojson is no TopoJSON with wards"):
        geometry(file)
    with pytest.raises(FileNotFoundError):
        geometry(tmp_path / "gone.topojson")


def test_a_geometry_without_wards_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path)
    topology = json.loads(file.read_bytes())
    topology["objects"]["wards"]["geometries"] = []
    file.write_text(json.dumps(topology), encoding="utf-8")
    with pytest.raises(ValueError, match="has no wards"):
        geometry(file)


def test_names_that_have_a_place_keep_it(tmp_path: Path) -> None:
    found = held(tmp_path, align="right")
    labels = placed(found, pixels=10, size=14)
    assert [(one.name, one.x, one.y, one.align) for one in labels] == [
        ("District 1", 6.5, 7.5, "right"),
        ("District 2", 6.5, 8.5, "right"),
    ]
    assert extent(found, pixels=10, size=14)[0] < 6.5 - 7
    assert extent(found, pixels=10_000, size=14) == (5, 8)


def test_names_too_wide_for_their_district_stand_beside_it(tmp_path: Path) -> None:
    found = held(tmp_path, align=None)
    for label in placed(found, pixels=10, size=14):
        assert label.align == "right"
        assert label.x < 5


def test_names_with_room_stand_within(tmp_path: Path) -> None:
    found = held(tmp_path, align=None)
    for label in placed(found, pixels=200, size=14):
        assert label.align == "center"
        assert 5 < label.x < 8


def test_free_names_are_moved_apart(tmp_path: Path) -> None:
    file = write(tmp_path, align=None)
    topology = json.loads(file.read_bytes())
    for one in topology["objects"]["labels"]["geometries"]:
        one["coordinates"] = [150, 100]
    file.write_text(json.dumps(topology), encoding="utf-8")
    one, other = placed(geometry(file), pixels=200, size=14)
    assert abs(one.y - other.y) * 200 >= 14
    assert one.x == other.x


def test_two_lines_stand_in_the_middle_of_their_place(tmp_path: Path) -> None:
    """A browser sets the first of two lines where the middle of both belongs."""
    drawn = specification(held(tmp_path, align=None), LIGHT, 620)
    names = [one for one in drawn["layer"] if one["mark"].get("lineBreak")]
    assert len(names) == 2  # the halo, then the name
    place = {"x": 6, "y": 8, "side": "left"}
    for one in names:
        one["data"] = {"values": [{"name": name, **place} for name in ("Two\nlines", "One")]}
    picture = vl_convert.vegalite_to_svg({**drawn, "layer": names, "width": 900})
    two, single = map(float, re.findall(r"translate\([-0-9.]+,([-0-9.]+)\)", picture)[-2:])
    (line,) = {float(one) for one in re.findall(r'dy="([0-9.]+)"', picture)}
    assert line == pytest.approx(14 * LINE)
    assert two == pytest.approx(single - line / 2)


def test_long_names_are_broken_once_and_evenly() -> None:
    assert broken("Wyre") == ["Wyre"]
    assert broken("Barrow-in-Furness") == ["Barrow-in-Furness"]
    assert broken("Blackburn with Darwen") == ["Blackburn", "with Darwen"]
    assert broken("West Lancashire") == ["West", "Lancashire"]


def test_the_hexagons_of_the_project_are_a_geometry_of_all_its_wards() -> None:
    found = geometry(ROOT / "static" / "hexagons.topojson")
    wards = (ROOT / "data" / "wards.csv").read_text("utf-8").splitlines()[1:]
    assert set(found.wards) == {line.split(",")[0] for line in wards}
    assert len(found.districts) == len(found.labels) == 18
    labels = placed(found, pixels=22, size=14)
    for one, given_place in zip(labels, found.labels, strict=True):
        assert (one.x, one.y) == pytest.approx((given_place.x, given_place.y))
