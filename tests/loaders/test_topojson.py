"""Areas go into a topology and come back; an edge that areas share is held once."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from loaders.topojson import (
    Area,
    Grid,
    Point,
    Polygon,
    decode,
    dissolve,
    encode,
    from_shapely,
    snap,
    write,
)

UNIT = Grid((1, 1))
SIDE = 6


def square(column: int, row: int) -> Polygon:
    """A unit square; its corners run clockwise."""
    return (((column, row), (column, row + 1), (column + 1, row + 1), (column + 1, row)),)


def shapes(polygons: tuple[Polygon, ...]) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([(outside, holes) for outside, *holes in polygons])


def corners(polygons: tuple[Polygon, ...]) -> list[list[object]]:
    """Polygons so that it does not matter where a ring begins and in which order they stand."""
    return sorted(
        [sorted(zip(ring, ring[1:] + ring[:1], strict=True)) for ring in polygon]
        for polygon in polygons
    )


# Who owns which square of a board: pieces with holes, in parts, touching at corners.
boards = st.lists(st.integers(0, 4), min_size=SIDE * SIDE, max_size=SIDE * SIDE)


def pieces(board: list[int]) -> tuple[list[Area], list[Area]]:
    """The squares of a board, and the owners' pieces."""
    squares = [Area(f"s{at}", {}, (square(*divmod(at, SIDE)),)) for at in range(len(board))]
    owners = {f"s{at}": f"o{owner}" for at, owner in enumerate(board)}
    outlines = dissolve(squares, owners)
    return squares, [Area(owner, {"owner": owner}, held) for owner, held in outlines.items()]


@given(boards)
def test_pieces_are_the_union_of_their_squares(board: list[int]) -> None:
    squares, owned = pieces(board)
    for area in owned:
        held = [one for one, owner in zip(squares, board, strict=True) if f"o{owner}" == area.id]
        union = shapely.union_all([shapes(one.polygons) for one in held])
        found = shapes(area.polygons)
        assert found.is_valid
        assert found.equals(union)
        for outside, *holes in area.polygons:
            assert not shapely.LinearRing(outside).is_ccw
            assert all(shapely.LinearRing(hole).is_ccw for hole in holes)


@given(boards)
def test_what_is_encoded_comes_back(board: list[int]) -> None:
    grid = Grid((0.25, 0.5), (-3.0, 54.0))
    squares, owned = pieces(board)
    topology = json.loads(json.dumps(encode({"squares": squares, "owners": owned}, grid)))
    for name, areas in (("squares", squares), ("owners", owned)):
        back = decode(topology, name)
        assert [one.id for one in back] == [one.id for one in areas]
        assert [one.properties for one in back] == [one.properties for one in areas]
        assert [corners(one.polygons) for one in snap(back, grid)] == [
            corners(one.polygons) for one in areas
        ]


@given(boards)
def test_an_edge_is_held_once(board: list[int]) -> None:
    _, owned = pieces(board)
    held: list[frozenset[object]] = []
    for differences in encode({"owners": owned}, UNIT)["arcs"]:
        x = y = 0
        path = []
        for right, up in differences:
            x, y = x + right, y + up
            path.append((x, y))
        held += [frozenset(edge) for edge in pairwise(path)]
    needed = {
        frozenset((start, end))
        for area in owned
        for polygon in area.polygons
        for ring in polygon
        for start, end in pairwise((*ring, ring[0]))
    }
    assert len(held) == len(set(held))
    assert set(held) == needed


def test_the_format_is_that_of_the_specification() -> None:
    areas = [Area("a", {"name": "A"}, (square(0, 0),)), Area("b", {}, (square(1, 0),))]
    found = encode({"areas": areas, "places": [Point("p", {}, (0.6, 2.2))]}, UNIT)
    assert found == {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0.0, 0.0]},
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "id": "a", "properties": {"name": "A"}},
                    {"type": "Polygon", "arcs": [[~0, 2]], "id": "b", "properties": {}},
                ],
            },
            "places": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Point", "coordinates": [1, 2], "id": "p", "properties": {}}
                ],
            },
        },
        "arcs": [
            [[1, 1], [0, -1]],
            [[1, 0], [-1, 0], [0, 1], [1, 0]],
            [[1, 1], [1, 0], [0, -1], [-1, 0]],
        ],
    }


def test_a_ring_that_is_shared_as_a_whole_is_held_once() -> None:
    island = square(2, 2)
    around = (((0, 0), (0, 5), (5, 5), (5, 0)), island[0][::-1])
    again = (island[0][2:] + island[0][:2],)
    areas = [Area("sea", {}, (around,)), Area("isle", {}, (island,)), Area("one", {}, (again,))]
    found = encode({"areas": areas}, UNIT)
    assert len(found["arcs"]) == 2
    outlines = dissolve(areas[:2], {"sea": "all", "isle": "all"})
    assert outlines == {"all": ((((0, 0), (0, 5), (5, 5), (5, 0)),),)}


def test_areas_are_snapped_clockwise_and_crumbs_fall_away() -> None:
    crumb = (((9.0, 9.0), (9.1, 9.0), (9.0, 9.1)),)
    hole = ((0.9, 1.1), (1.1, 1.9), (2.0, 2.0))
    speck = ((3.0, 3.0), (3.1, 3.0), (3.0, 3.1))
    area = Area("a", {}, ((((0, 0), (4, 0), (4.2, 0.1), (4, 4), (0, 4)), hole, speck), crumb))
    (found,) = snap([area], UNIT)
    assert found.polygons == ((((0, 4), (4, 4), (4, 0), (0, 0)), ((2, 2), (1, 2), (1, 1))),)
    with pytest.raises(ValueError, match="b: nothing is left"):
        snap([Area("b", {}, (crumb,))], UNIT)


def test_shapely_polygons_are_taken_and_nothing_else() -> None:
    both = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    assert shapes(from_shapely(both)).equals(both)
    holed = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior, [shapely.box(1, 1, 2, 2).exterior])
    assert shapes(from_shapely(holed)).equals(holed)
    with pytest.raises(ValueError, match="a LineString is no area"):
        from_shapely(shapely.LineString([(0, 0), (1, 1)]))


def test_a_file_is_compact_and_readable_back(tmp_path: Path) -> None:
    topology = encode({"areas": [Area("é", {}, (square(0, 0),))]}, UNIT)
    write(topology, tmp_path / "a.topojson")
    data = (tmp_path / "a.topojson").read_bytes()
    assert json.loads(data) == topology
    assert b"\xc3\xa9" in data
    assert b" " not in data
    assert data.endswith(b"}\n")
