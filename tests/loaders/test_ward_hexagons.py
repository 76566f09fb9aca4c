"""Neighbours and hexagons of wards: read strictly, whole, and in the database."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from config import settings
from loaders import build, catalogue

NEIGHBOURS = "ward_neighbours.csv"
HEXAGONS = "ward_hexagons.csv"
FILES = {
    NEIGHBOURS: "ward_code,neighbour_code\nE05000001,E05000002\n",
    HEXAGONS: "ward_code,column,row\nE05000001,0,3\nE05000002,1,2\n",
}


@pytest.fixture
def data(small_data: Path) -> Path:
    for name, text in FILES.items():
        (small_data / name).write_text(text, encoding="utf-8", newline="")
    return small_data


def test_both_are_in_the_database(data: Path, tmp_path: Path) -> None:
    path = build.build(data, tmp_path / "build")
    with duckdb.connect(str(path), read_only=True) as connection:
        beside = connection.execute("FROM ward_neighbours").fetchall()
        hexagons = connection.execute(
            "SELECT ward_code, hexagon_column, hexagon_row FROM ward_hexagons"
        ).fetchall()
    assert beside == [("E05000001", "E05000002"), ("E05000002", "E05000001")]
    assert hexagons == [("E05000001", 0, 3), ("E05000002", 1, 2)]


@pytest.mark.parametrize("name", FILES)
def test_neither_must_be_there(data: Path, name: str) -> None:
    (data / name).unlink()
    assert catalogue.inspect(data).problems == []


WRONG = [
    (HEXAGONS, "0,3", "1,2", "hexagons.csv:3:11: column: the same hexagon stands twice (first"),
    (HEXAGONS, "E05000002", "E05000001", "hexagons.csv:3:1: ward_code: E05000001 stands twice"),
    (HEXAGONS, "E05000002", "E05000003", "hexagons.csv:3:1: ward_code: ward 'E05000003' is not"),
    (HEXAGONS, "E05000002", "E07000002", "hexagons.csv:3:1: ward_code: 'E07000002' is no ward"),
    (HEXAGONS, "0,3", "0,-3", "hexagons.csv:2:13: row: -3 is below 0; expected 0 or more"),
    (HEXAGONS, "0,3", "0.5,3", "hexagons.csv:2:11: column: '0.5' is not a whole number"),
    (HEXAGONS, "0,3", ",3", "hexagons.csv:2:11: column: '' is not a number"),
    (HEXAGONS, "0,3", "0", "hexagons.csv:2:1: row: the row has 2 cells; expected 3 cells"),
    (HEXAGONS, "column", "q", "hexagons.csv:1:1: column: column 'column' is missing"),
    (HEXAGONS, "E05000002,1,2\n", "", "wards.csv:3:1: ward_code: E05000002 (Bank, Hall) has no"),
    (NEIGHBOURS, "02\n", "03\n", "neighbours.csv:2:1: neighbour_code: ward 'E05000003' is not"),
    (NEIGHBOURS, "02\n", "01\n", "neighbour_code: E05000001 does not come after E05000001"),
    (NEIGHBOURS, "01,E05000002", "02,E05000001", "neighbour_code: E05000001 does not come after"),
    (NEIGHBOURS, "02\n", "02\nE05000001,E05000002\n", "3:1: row: the same pair of wards stands"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "words"), WRONG)
def test_what_is_wrong_is_named(data: Path, name: str, right: str, wrong: str, words: str) -> None:
    assert right in FILES[name]
    (data / name).write_text(FILES[name].replace(right, wrong, 1), encoding="utf-8")
    told = [str(problem) for problem in catalogue.inspect(data).problems]
    assert words in told[0]
    # What else is told is that the ward whose row was spoilt has no hexagon.
    assert all("E0500000" in one and "has no hexagon" in one for one in told[1:])


def test_a_row_that_cannot_be_read_is_told_once(data: Path) -> None:
    (data / HEXAGONS).write_text(FILES[HEXAGONS].replace("1,2", "x,2"), encoding="utf-8")
    assert len(catalogue.inspect(data).problems) == 1


def test_the_wards_held_have_neighbours() -> None:
    held = catalogue.load(settings().data)
    codes = {ward.ward_code for ward in held.wards}
    assert {
        code for pair in held.ward_neighbours for code in (pair.ward_code, pair.neighbour_code)
    } == codes
    assert len(held.ward_neighbours) == 784
