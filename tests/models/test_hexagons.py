"""The grid of hexagons, the search for a layout, and how one is measured."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import hexagons
from models.hexagons import (
    Cell,
    Quality,
    beside,
    centre,
    corners,
    enclosed,
    lay_out,
    pieces,
    quality,
)

cells = st.builds(Cell, st.integers(-40, 40), st.integers(-40, 40))


# The grid -----------------------------------------------------------------------------------


def test_odd_columns_stand_half_a_hexagon_higher() -> None:
    assert centre(Cell(0, 0)) == (0, 0)
    assert centre(Cell(0, 2)) == (0, 2)
    assert centre(Cell(1, 0)) == pytest.approx((math.sqrt(3) / 2, 0.5))
    assert centre(Cell(2, 1)) == pytest.approx((math.sqrt(3), 1))


@given(cells)
def test_six_hexagons_are_beside_one_and_one_width_away(cell: Cell) -> None:
    around = beside(cell)
    assert len(set(around)) == 6
    for one in around:
        assert math.dist(centre(cell), centre(one)) == pytest.approx(1)
        assert cell in beside(one)


@given(cells, cells)
def test_no_others_are_one_width_away(one: Cell, other: Cell) -> None:
    distance = math.dist(centre(one), centre(other))
    assert (other in beside(one)) == math.isclose(distance, 1)
    assert distance == 0 if one == other else distance > 0.99


@given(cells)
def test_hexagons_share_two_corners_with_each_beside_them(cell: Cell) -> None:
    own = _rounded(cell)
    assert len(own) == 6
    shared = [own & _rounded(one) for one in beside(cell)]
    assert [len(both) for both in shared] == [2] * 6
    assert set.union(*shared) == own


@given(cells)
def test_corners_are_regular_and_run_clockwise(cell: Cell) -> None:
    around = corners(cell)
    pairs = list(zip(around, around[1:] + around[:1], strict=True))
    for corner, following in pairs:
        assert math.dist(corner, centre(cell)) == pytest.approx(hexagons.RADIUS)
        assert math.dist(corner, following) == pytest.approx(hexagons.RADIUS)
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)
    assert twice_area == pytest.approx(-math.sqrt(3))


def _rounded(cell: Cell) -> set[tuple[int, int]]:
    return {(round(x / hexagons.RADIUS * 2), round(y * 2)) for x, y in corners(cell)}


def test_pieces_are_what_hangs_together() -> None:
    ring = set(beside(Cell(4, 4)))
    assert pieces(ring) == [ring]
    assert sorted(map(len, pieces({Cell(0, 0), Cell(0, 1), Cell(0, 3), Cell(5, 5)}))) == [1, 1, 2]
    assert pieces(set()) == []


def test_a_ring_encloses_its_middle_and_a_gap_opens_it() -> None:
    ring = beside(Cell(5, 5))
    assert enclosed(ring) == {Cell(5, 5)}
    assert enclosed(ring[1:]) == set()
    assert enclosed([*ring, Cell(5, 5)]) == set()


# How a layout is measured -------------------------------------------------------------------

LINE = {"a": Cell(0, 0), "b": Cell(0, 1), "c": Cell(0, 2), "d": Cell(0, 4)}
# One width is a hundredth of a degree of latitude, all on one meridian.
TRUE = {"a": (54.00, -3.0), "b": (54.01, -3.0), "c": (54.02, -3.0), "d": (54.04, -3.0)}


def test_quality_by_hand() -> None:
    found = quality(
        LINE,
        [("a", "b"), ("b", "c"), ("c", "d"), ("a", "c")],
        TRUE,
        {"a": "west", "b": "west", "c": "east", "d": "east"},
    )
    assert found.share == 0.5  # a-b and b-c
    # East is in two pieces.
    assert found == Quality(2, 1, 4, 2, pytest.approx(0, abs=1e-9), holes=0)


def test_displacement_by_hand() -> None:
    # b and c have changed places. The best scale is sum(true * found) / sum(true ** 2) with
    # true -7/4, -3/4, 1/4, 9/4 and found -7/4, 1/4, -3/4, 9/4: 31/35; the offsets are
    # 7/35, 32/35, 34/35 and 9/35 of a width, and their median is 20.5/35.
    swapped = {**LINE, "b": LINE["c"], "c": LINE["b"]}
    found = quality(swapped, [], TRUE, dict.fromkeys(LINE, "one"))
    assert found.displacement == pytest.approx(20.5 / 35)
    assert found.share == 1.0


@given(st.floats(-3.1, 3.1), st.floats(0.1, 10), st.permutations([0, 1, 2, 3, 4]))
def test_turning_scaling_and_shifting_are_no_displacement(
    angle: float, scale: float, order: list[int]
) -> None:
    layout = {str(at): Cell(at, (at * at) % 3) for at in order}
    turn = scale * complex(math.cos(angle), math.sin(angle))
    # At the equator a degree is as long east as it is north.
    true = {code: turn * complex(*centre(cell)) / 1000 for code, cell in layout.items()}
    middle = sum(one.imag for one in true.values()) / 5
    places = {code: (one.imag - middle, one.real + 7) for code, one in true.items()}
    found = quality(layout, [], places, dict.fromkeys(layout, "one"))
    assert found.displacement == pytest.approx(0, abs=1e-6)


def test_two_wards_on_one_hexagon_are_no_layout() -> None:
    with pytest.raises(ValueError, match="two wards stand on one hexagon"):
        quality({"a": Cell(0, 0), "b": Cell(0, 0)}, [], TRUE, dict.fromkeys("ab", "one"))


# The search ---------------------------------------------------------------------------------


INSIDE = [9 * column + row for column in range(1, 8) for row in range(1, 8)]


def board(random: Random, pieces_held: int) -> hexagons._Board:
    """A board of 9 by 9 with pieces of three groups on chance cells, and chance ties."""
    field = [Cell(column, row) for column in range(9) for row in range(9)]
    start = random.sample(INSIDE, pieces_held)
    ties = [
        (one, other, tuple(random.random() for _ in range(6)))
        for one in range(pieces_held)
        for other in range(one)
        if random.random() < 0.3
    ]
    pull = [[random.random() for _ in field] for _ in range(pieces_held)]
    groups = [piece % 3 for piece in range(pieces_held)]
    return hexagons._Board(field, start, groups, ties, pull)


def whole_cost(held: hexagons._Board) -> float:
    """What a board costs, summed anew: pulls, ties that are not kept, hollows."""
    cost = sum(pull[cell] for pull, cell in zip(held.pull, held.cell_of, strict=True))
    for one, worth in enumerate(held.worth):
        around = held.around[held.cell_of[one]]
        for other, value in worth.items():
            if held.cell_of[other] in around:
                cost -= value[around.index(held.cell_of[other])] / 2  # met from both ends
    for cell, around in enumerate(held.around):
        if held.on[cell] < 0:
            cost += hexagons._HOLLOW[sum(held.on[one] >= 0 for one in around)]
    return cost


@given(st.integers(0, 10**6), st.integers(2, 45), st.lists(st.tuples(st.integers(0, 10**6))))
def test_a_change_costs_what_the_whole_board_then_costs_more(
    seed: int, pieces_held: int, changes: list[tuple[int]]
) -> None:
    random = Random(seed)
    held = board(random, pieces_held)
    before = whole_cost(held)
    for _ in (*changes, None):
        piece = random.randrange(pieces_held)
        there = random.choice(INSIDE)
        other = held.on[there]
        if other == piece:
            continue
        cost = held.cost_of_swap(piece, other) if other >= 0 else held.cost_of_move(piece, there)
        held.change(piece, there)
        after = whole_cost(held)
        assert after - before == pytest.approx(cost)
        assert sorted(held.cell_of) == sorted(cell for cell in range(81) if held.on[cell] >= 0)
        assert held.crowd == [sum(held.on[one] >= 0 for one in cells) for cells in held.around]
        before = after


def country(
    side: int,
) -> tuple[dict[str, tuple[float, float]], dict[str, str], list[tuple[str, str]]]:
    """A square country: wards on a square grid, four districts, neighbours by their edges."""
    at = {f"w{x}{y}": (x, y) for x in range(side) for y in range(side)}
    places = {code: (54 + y / 100, -3 + x / 60) for code, (x, y) in at.items()}
    districts = {code: f"d{2 * (x >= side / 2) + (y >= side / 2)}" for code, (x, y) in at.items()}
    pairs = [
        (one, two)
        for one, (x, y) in at.items()
        for two, (u, v) in at.items()
        if one < two and abs(x - u) + abs(y - v) == 1
    ]
    return places, districts, pairs


def test_a_small_country_keeps_its_neighbours_its_districts_and_its_shape() -> None:
    places, districts, pairs = country(5)
    displacements = []
    for seed in range(5):
        layout = lay_out(places, districts, pairs, seed=seed, steps=1500)
        found = quality(layout, pairs, places, districts)
        displacements.append(found.displacement)
        assert list(layout) == list(places)
        assert found.whole == found.districts == 4
        assert found.share >= 0.8
        assert not enclosed(layout.values())
        assert min(cell.column for cell in layout.values()) == 0
        assert min(cell.row for cell in layout.values()) == 0
    # A country this small may come out mirrored: little holds it.
    assert median(displacements) < 1


def test_the_same_seed_gives_the_same_layout_and_progress_is_told() -> None:
    places, districts, pairs = country(4)
    heard: list[float] = []
    one = lay_out(places, districts, pairs, seed=3, steps=200, told=heard.append)
    assert one == lay_out(places, districts, pairs, seed=3, steps=200)
    assert one != lay_out(places, districts, pairs, seed=4, steps=200)
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert 0.5 < heard[-1] < 1


def test_water_stays_open() -> None:
    # A bay from the west parts the north of the country from its south.
    places, districts, pairs = country(6)
    sea = {code for code in places if code[1] in "0123" and code[2] in "23"}
    north = {code for code in places if code[1] in "012" and code[2] in "45"}
    south = {code for code in places if code[1] in "012" and code[2] in "01"}
    land = {code: place for code, place in places.items() if code not in sea}
    held = [pair for pair in pairs if not sea & set(pair)]

    def touching(water: dict[str, list[tuple[float, float]]], seed: int) -> int:
        layout = lay_out(land, districts, held, water=water, seed=seed, steps=2000)
        assert list(layout) == list(land)
        assert len(set(layout.values())) == len(layout)
        around = {cell for code in north for cell in beside(layout[code])}
        return sum(layout[code] in around for code in south)

    bay = {"the bay": [places[code] for code in sorted(sea)]}
    assert [touching(bay, seed) for seed in range(3)] == [0, 0, 0]
    assert max(touching({}, seed) for seed in range(3)) > 0


def test_it_grows_colder_until_it_is_cold() -> None:
    found = [hexagons._temperature(done / 1000) for done in range(1001)]
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-1]) == pytest.approx((hexagons._HOT, hexagons._COLD))
    assert max(a - b for a, b in pairwise(found)) < 0.01  # without a step


def test_what_water_parts_is_joined_by_the_nearest() -> None:
    # Two districts; the first in two pieces, and no neighbours at all between the districts.
    places = [(54.0, -3.0), (54.1, -3.0), (54.2, -3.0), (55.0, -3.0), (55.1, -3.0)]
    found = hexagons._bridges([(0, 1), (3, 4)], [0, 0, 0, 1, 1], places)
    assert found == [(1, 2), (2, 3)]


@pytest.mark.parametrize("wards", [1, 2, 3])
@pytest.mark.parametrize("apart", [0.0, 0.01])
@pytest.mark.parametrize("water", [{}, {"a lake": [(54.02, -3.0)]}])
def test_few_wards_on_one_line_or_one_spot(
    wards: int, apart: float, water: dict[str, list[tuple[float, float]]]
) -> None:
    places = {f"w{at}": (54 + at * apart, -3.0) for at in range(wards)}
    pairs = [(f"w{at}", f"w{at + 1}") for at in range(wards - 1)]
    layout = lay_out(places, dict.fromkeys(places, "one"), pairs, water=water, seed=1, steps=300)
    assert len(set(layout.values())) == wards
    assert len(pieces(layout.values())) == 1


def test_nobody_has_no_map() -> None:
    with pytest.raises(ValueError, match="no wards"):
        lay_out({}, {}, [])


@given(st.lists(cells, min_size=1, max_size=8, unique=True))
def test_a_layout_at_the_origin_has_the_same_shape(held: list[Cell]) -> None:
    layout = {str(at): cell for at, cell in enumerate(held)}
    moved = hexagons._at_origin(layout)
    x, y = (a - b for a, b in zip(centre(moved["0"]), centre(layout["0"]), strict=True))
    for code, cell in layout.items():
        assert centre(moved[code]) == pytest.approx((centre(cell)[0] + x, centre(cell)[1] + y))
    assert min(cell.column for cell in moved.values()) == 0
    assert min(cell.row for cell in moved.values()) == 0
