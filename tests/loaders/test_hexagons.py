"""The map of hexagons that is shipped: recognisable, whole, and what the data gives."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely

from config import ROOT, settings
from config.hexagons import water
from loaders import catalogue, hexagons, topojson
from loaders.__main__ import main
from loaders.topojson import Area, Point
from models.catalogue import Catalogue
from models.hexagons import Cell, beside, centre, pieces

MOST_BYTES = 60_000
# What the kept layout reaches; another one must be at least as good.
KEPT, DISPLACEMENT = 612, 1.78


@pytest.fixture(scope="module")
def held() -> Catalogue:
    return catalogue.load(settings().data)


@pytest.fixture(scope="module")
def served() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(hexagons.SERVED.read_text(encoding="utf-8"))
    return found


# The layout ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def layout(held: Catalogue) -> dict[str, Cell]:
    return hexagons.kept(held)


@pytest.fixture(scope="module")
def wards_of(held: Catalogue, layout: dict[str, Cell]) -> Callable[..., set[Cell]]:
    """The hexagons of districts, by name; of some of their wards only, if these are named."""

    def found(*districts: str, wards: Iterable[str] = ()) -> set[Cell]:
        named = [ward for ward in held.wards if ward.district in districts]
        chosen = {layout[w.ward_code] for w in named if not wards or w.ward_name in wards}
        assert len(chosen) >= max(len(list(wards)), 1)
        return chosen

    return found


def middle(cells: set[Cell]) -> tuple[float, float]:
    xs, ys = zip(*map(centre, cells), strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def test_the_layout_is_as_good_as_it_was(held: Catalogue, layout: dict[str, Cell]) -> None:
    found = hexagons.measure(held, layout)
    assert found.whole == found.districts == 18
    assert found.holes == 0
    assert found.neighbours == len(held.ward_neighbours)
    assert found.kept >= KEPT
    assert found.displacement <= DISPLACEMENT


def test_every_ward_has_a_hexagon_of_its_own(held: Catalogue, layout: dict[str, Cell]) -> None:
    assert set(layout) == {ward.ward_code for ward in held.wards}
    assert len(set(layout.values())) == len(layout) == 306


def test_districts_and_the_whole_are_in_one_piece(
    held: Catalogue, layout: dict[str, Cell], wards_of: Callable[..., set[Cell]]
) -> None:
    for district in {ward.district for ward in held.wards}:
        assert len(pieces(wards_of(district))) == 1, district
    assert len(pieces(layout.values())) == 1


# Who is (west, south, east, north) of whom; true of the middles of the districts.
NORTH_TO_SOUTH = [
    ("South Lakeland", "Barrow-in-Furness"),
    ("South Lakeland", "Lancaster"),
    ("Barrow-in-Furness", "Wyre"),
    ("Lancaster", "Wyre"),
    ("Lancaster", "Preston"),
    ("Wyre", "Fylde"),
    ("Preston", "South Ribble"),
    ("South Ribble", "Chorley"),
    ("Fylde", "West Lancashire"),
    ("Ribble Valley", "Blackburn with Darwen"),
    ("Ribble Valley", "Hyndburn"),
    ("Pendle", "Burnley"),
    ("Burnley", "Rossendale"),
    ("Craven", "Ribble Valley"),
]
WEST_TO_EAST = [
    ("Copeland", "South Lakeland"),
    ("Barrow-in-Furness", "South Lakeland"),
    ("Barrow-in-Furness", "Lancaster"),
    ("Lancaster", "Craven"),
    ("Blackpool", "Fylde"),
    ("Blackpool", "Wyre"),
    ("Fylde", "Preston"),
    ("Preston", "Ribble Valley"),
    ("Ribble Valley", "Pendle"),
    ("West Lancashire", "Chorley"),
    ("Chorley", "Blackburn with Darwen"),
    ("Blackburn with Darwen", "Hyndburn"),
    ("Hyndburn", "Burnley"),
    ("Hyndburn", "Rossendale"),
]


@pytest.mark.parametrize(("upper", "lower"), NORTH_TO_SOUTH)
def test_north_is_up(wards_of: Callable[..., set[Cell]], upper: str, lower: str) -> None:
    assert middle(wards_of(upper))[1] > middle(wards_of(lower))[1]


@pytest.mark.parametrize(("left", "right"), WEST_TO_EAST)
def test_west_is_left(wards_of: Callable[..., set[Cell]], left: str, right: str) -> None:
    assert middle(wards_of(left))[0] < middle(wards_of(right))[0]


def _open_sea(layout: dict[str, Cell]) -> set[Cell]:
    """The empty hexagons around the map that hang together."""
    columns = [cell.column for cell in layout.values()]
    rows = [cell.row for cell in layout.values()]
    field = {
        Cell(column, row)
        for column in range(min(columns) - 2, max(columns) + 3)
        for row in range(min(rows) - 2, max(rows) + 3)
    }
    (sea,) = pieces(field - set(layout.values()))
    return sea


def test_morecambe_bay_is_open(layout: dict[str, Cell], wards_of: Callable[..., set[Cell]]) -> None:
    barrow, lancaster = wards_of("Barrow-in-Furness"), wards_of("Lancaster")
    morecambe = wards_of(
        "Lancaster", wards={"Poulton", "Harbour", "Heysham North", "Heysham South", "Bare"}
    )
    sea = _open_sea(layout)
    # The sea reaches the bay's northern shore, and Morecambe from the west.
    shore = wards_of("South Lakeland", wards={"Grange", "Ulverston East", "Furness Peninsula"})
    assert all(sea & {one for cell in held for one in beside(cell)} for held in (shore, morecambe))
    # South of that shore there is water only between Barrow and Lancaster, and enough of it.
    north = min(cell.row for cell in wards_of("South Lakeland"))
    rows = {cell.row for cell in barrow} & {cell.row for cell in lancaster} & {*range(north)}
    assert len(rows) >= 3
    for row in rows:
        east_of_barrow = max(cell.column for cell in barrow if cell.row == row)
        west_of_lancaster = min(cell.column for cell in lancaster if cell.row == row)
        between = {Cell(column, row) for column in range(east_of_barrow + 1, west_of_lancaster)}
        assert between <= sea
        assert len(between) >= 2
    # Barrow hangs on the mainland by its north only, and does not touch Fleetwood.
    across = {one for cell in barrow for one in beside(cell)}
    assert not across & (lancaster | wards_of("Wyre") | wards_of("Blackpool"))
    assert across & wards_of("South Lakeland")


def test_the_ribble_parts_fylde_from_west_lancashire(
    layout: dict[str, Cell], wards_of: Callable[..., set[Cell]]
) -> None:
    fylde, south = wards_of("Fylde"), wards_of("West Lancashire")
    mouth = _open_sea(layout) & {one for cell in fylde for one in beside(cell)}
    assert mouth & {one for cell in south for one in beside(cell)}
    assert not south & {one for cell in fylde for one in beside(cell)}


def test_blackpool_is_on_the_coast(
    layout: dict[str, Cell], wards_of: Callable[..., set[Cell]]
) -> None:
    blackpool = wards_of("Blackpool")
    for row in {cell.row for cell in blackpool}:
        west = min(cell.column for cell in blackpool if cell.row == row)
        assert not [cell for cell in layout.values() if cell.row == row and cell.column < west]


def test_water_is_where_no_ward_is(held: Catalogue) -> None:
    for latitude, longitude in (point for points in water().values() for point in points):
        assert 53.6 < latitude < 54.3
        assert -3.5 < longitude < -2.7
    assert sum(map(len, water().values())) >= 10


# What browsers get --------------------------------------------------------------------------


def test_what_is_served_is_what_the_data_gives(
    held: Catalogue, layout: dict[str, Cell], tmp_path: Path
) -> None:
    topojson.write(hexagons.topology(held, layout), tmp_path / "made")
    assert hexagons.SERVED.read_text("utf-8") == (tmp_path / "made").read_text("utf-8"), (
        "run python -m loaders hexagons --write"
    )
    assert hexagons.SERVED.stat().st_size <= MOST_BYTES


def _shape(area: Area | Point) -> shapely.MultiPolygon:
    assert isinstance(area, Area)
    return shapely.MultiPolygon([(outside, holes) for outside, *holes in area.polygons])


def test_the_objects_of_the_map(held: Catalogue, served: dict[str, Any]) -> None:
    assert list(served["objects"]) == ["wards", "districts", "places", "labels"]
    wards = topojson.decode(served, "wards")
    assert [(one.id, one.properties) for one in wards] == [
        (ward.ward_code, {"ward_code": ward.ward_code}) for ward in held.wards
    ]
    for name, key, count in (("districts", "district_code", 18), ("places", "place", 4)):
        areas = topojson.decode(served, name)
        assert {one.id for one in areas} == {getattr(ward, key) for ward in held.wards}
        assert len(areas) == count
        assert all(one.properties.keys() == {key, "name"} for one in areas)
        assert all(one.properties[key] == one.id for one in areas)
    of = {ward.ward_code: ward for ward in held.wards}
    for name, key in (("districts", "district_code"), ("places", "place")):
        for area in topojson.decode(served, name):
            own = [_shape(one) for one in wards if getattr(of[one.id], key) == area.id]
            # Corners that ought to be one may differ in the last digit: a millionth is enough.
            union = shapely.union_all(own, grid_size=1e-6)
            assert _shape(area).symmetric_difference(union).area == pytest.approx(0, abs=1e-4)


def test_hexagons_are_regular_and_where_the_layout_says(
    served: dict[str, Any], layout: dict[str, Cell]
) -> None:
    for ward in topojson.decode(served, "wards"):
        shape = _shape(ward)
        assert shape.area == pytest.approx(3**0.5 / 2)
        assert (shape.centroid.x, shape.centroid.y) == pytest.approx(centre(layout[ward.id]))


def test_edges_are_held_once_and_in_whole_numbers(served: dict[str, Any]) -> None:
    edges = []
    for arc in served["arcs"]:
        x = y = 0
        path = []
        for right, up in arc:
            assert isinstance(right, int)
            assert isinstance(up, int)
            x, y = x + right, y + up
            path.append((x, y))
        edges += [frozenset(edge) for edge in pairwise(path)]
    assert len(edges) == len(set(edges))


def test_names_stand_at_their_district_and_apart(held: Catalogue, served: dict[str, Any]) -> None:
    from models.map_labels import Label, overlap

    districts = {one.id: _shape(one) for one in topojson.decode(served, "districts")}
    labels = {}
    for point in topojson.decode(served, "labels"):
        assert isinstance(point, Point)
        text, align = str(point.properties["name"]), str(point.properties["align"])
        labels[point.id] = Label(text, point.position, align)  # type: ignore[arg-type]
    assert labels.keys() == districts.keys()
    assert not [two for two in combinations(labels.values(), 2) if overlap(*two)]
    for code, label in labels.items():
        assert shapely.box(*label.box).distance(districts[code]) < 1.2, label.text
    names = {ward.district_code: ward.district for ward in held.wards}
    assert {p.id: p.properties["name"] for p in topojson.decode(served, "labels")} == names


def test_static_holds_geometry_only_and_is_served() -> None:
    found = [file for file in hexagons.SERVED.parent.rglob("*") if file.is_file()]
    assert hexagons.SERVED in found
    for file in found:
        assert file.suffix == ".topojson"
        topology = json.loads(file.read_text(encoding="utf-8"))
        assert topology["type"] == "Topology"
        for collection in topology["objects"].values():
            for one in collection["geometries"]:
                assert one["properties"].keys() <= {
                    *("ward_code", "district_code", "place", "name", "align")
                }
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert server["enableStaticServing"] is True


# The command --------------------------------------------------------------------------------


@pytest.fixture
def place(small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small data with twelve wards in two districts, their centres and their neighbours."""
    facts = (
        "- {id: %s, name: a, unit: degrees, polarity: no_judgement, source: census, vintage: b}\n"
    )
    (small_data / "ward_facts.yaml").write_text(
        "".join(facts % name for name in ("centroid_lat", "centroid_lon"))
    )
    wards, pairs = [], []
    for at in range(12):
        x, y = divmod(at, 4)
        code, district = (
            f"E05{at + 1:06}",
            ("E07000117", "West") if x < 2 else ("E07000118", "East"),
        )
        wards.append((code, f"W{at}", *district, "county", "2021", 54 + y / 100, -3 + x / 60))
        pairs += [(code, f"E05{at + 2:06}")] if y < 3 else []
        pairs += [(code, f"E05{at + 5:06}")] if x < 2 else []
    header = "ward_code ward_name district_code district place boundary_vintage"
    for name, columns, rows in (
        ("wards", f"{header} centroid_lat centroid_lon".split(), wards),
        ("ward_neighbours", ["ward_code", "neighbour_code"], pairs),
    ):
        with (small_data / f"{name}.csv").open("w", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
    monkeypatch.setattr(hexagons, "SERVED", tmp_path / "static" / "hexagons.topojson")
    monkeypatch.setattr(hexagons, "water", dict)
    return small_data


def test_a_layout_is_computed_kept_measured_and_served(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["hexagons", "--data", str(place)]
    assert main(call) == 1
    assert "ward_hexagons.csv: there is no layout" in capsys.readouterr().err

    assert main([*call, "--seed", "1", "--steps", "1500"]) == 0
    assert not (place / "ward_hexagons.csv").exists()
    assert not hexagons.SERVED.exists()
    first = capsys.readouterr()
    assert "2 of 2 districts in one piece" in first.out
    assert "of 17 neighbours side by side" in first.out
    assert "... 50%" in first.err

    assert main([*call, "--seed", "1", "--steps", "1500", "--write"]) == 0
    written = capsys.readouterr().out
    assert written.startswith(first.out)
    assert (place / "ward_hexagons.csv").read_text().startswith("ward_code,column,row\nE05000001,")
    made = hexagons.SERVED.read_bytes()
    assert len(topojson.decode(json.loads(made), "wards")) == 12

    hexagons.SERVED.unlink()
    assert main([*call, "--write"]) == 0
    assert capsys.readouterr().out == first.out + f"{hexagons.SERVED}\n"
    assert hexagons.SERVED.read_bytes() == made


def test_a_layout_that_tears_a_district_is_not_written(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"E05{at + 1:06},{2 * at},0" for at in range(12)]
    (place / "ward_hexagons.csv").write_text("\n".join(["ward_code,column,row", *rows, ""]))
    assert main(["hexagons", "--data", str(place), "--write"]) == 1
    said = capsys.readouterr()
    assert "0 of 2 districts in one piece" in said.out
    assert "a layout torn or with holes is not written" in said.err
    assert not hexagons.SERVED.exists()


def test_what_is_missing_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["hexagons", "--data", str(place), "--seed", "1", "--steps", "1"]
    wards = place / "wards.csv"
    wards.write_text(wards.read_text().replace(",54.0,-3.0\n", ",,-3.0\n", 1))
    assert main(call) == 1
    assert "wards.csv: E05000001 has no centre" in capsys.readouterr().err
    (place / "ward_neighbours.csv").unlink()
    wards.write_text(wards.read_text().replace(",,-3.0\n", ",54.0,-3.0\n", 1))
    assert main(call) == 1
    assert "ward_neighbours.csv: no ward has a neighbour" in capsys.readouterr().err
    wards.write_text(wards.read_text().replace("2021", ""))
    assert main(call) == 1
    assert "boundary_vintage" in capsys.readouterr().err


def test_the_commands_start_without_what_only_a_layout_needs() -> None:
    code = (
        "import sys, loaders.__main__, loaders.hexagons; "
        "print([m for m in ('numpy', 'scipy', 'shapely') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "[]\n", done.stderr
