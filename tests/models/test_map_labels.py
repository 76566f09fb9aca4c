"""Names on the map: near their district, out of each other's way."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.hexagons import Cell, beside, centre
from models.map_labels import CHARACTER_WIDTH, LINE_HEIGHT, Label, overlap, place


def test_the_box_of_a_name_by_hand() -> None:
    width, half = 4 * CHARACTER_WIDTH, LINE_HEIGHT / 2
    assert Label("Wyre", (1, 2), "left").box == pytest.approx((1, 2 - half, 1 + width, 2 + half))
    assert Label("Wyre", (1, 2), "right").box == pytest.approx((1 - width, 2 - half, 1, 2 + half))
    middle = Label("Fylde", (0, 0), "center")
    assert middle.box == pytest.approx((-width * 5 / 8, -half, width * 5 / 8, half))


def test_overlap() -> None:
    one = Label("Wyre", (0, 0), "left")
    assert overlap(one, one)
    assert overlap(one, Label("Wyre", (0, LINE_HEIGHT), "left"))  # touching is too near
    assert not overlap(one, Label("Wyre", (0, 2 * LINE_HEIGHT), "left"))
    assert not overlap(one, Label("Wyre", (-1, 0), "right"))


blob = st.sets(st.integers(0, 35), min_size=1, max_size=20)


@given(st.lists(blob, min_size=1, max_size=6), st.data())
def test_names_never_overlap_and_stay_near(blobs: list[set[int]], data: st.DataObject) -> None:
    taken: set[int] = set()
    cells: dict[str, list[Cell]] = {}
    for at, held in enumerate(blobs):
        if held - taken:
            cells[str(at)] = [Cell(*divmod(one, 6)) for one in sorted(held - taken)]
            taken |= held
    words = st.sampled_from(["Wyre", "Fylde", "Ribble Valley", "Blackburn with Darwen"])
    names = {code: data.draw(words) for code in cells}
    placed = place(names, cells)
    assert list(placed) == list(names)
    assert not any(overlap(*two) for two in combinations(placed.values(), 2))
    for code, label in placed.items():
        assert label.text == names[code]
        assert min(math.dist(label.position, centre(cell)) for cell in cells[code]) < 12


def test_a_name_stands_beside_its_district_and_covers_nothing() -> None:
    west, east = [Cell(0, row) for row in range(4)], [Cell(1, row) for row in range(4)]
    placed = place({"w": "West", "e": "East"}, {"w": west, "e": east})
    for label in placed.values():
        left, south, right, north = label.box
        for x, y in map(centre, west + east):
            assert not (left < x < right and south < y < north)
    assert placed["w"].box[2] < 0  # on the side of its own
    assert placed["e"].box[0] > centre(east[0])[0]


def test_a_district_shut_in_by_others_has_its_name_within() -> None:
    inner = [Cell(8, 8), *beside(Cell(8, 8))]
    ring = {one for cell in inner for one in beside(cell)} - set(inner)
    outer = {one for cell in ring for one in beside(cell)} - ring - set(inner)
    far = {one for cell in outer for one in beside(cell)} - outer - ring
    placed = place({"i": "Inner", "o": "Outer"}, {"i": inner, "o": sorted(ring | outer | far)})
    left, south, right, north = placed["i"].box
    assert left < centre(Cell(8, 8))[0] < right
    assert abs((south + north) / 2 - centre(Cell(8, 8))[1]) <= 1
