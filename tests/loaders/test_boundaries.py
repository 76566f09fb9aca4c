"""Boundary files of every kind give the same wards; what cannot be right is refused in words.

The shapes are an invented grid of squares, the codes are real. A portal is a small server of the
test; nothing outside is asked.
"""

from __future__ import annotations

import dataclasses
import http.server
import io
import json
import os
import struct
import threading
import urllib.parse
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from config import settings
from loaders import __main__ as commands
from loaders import boundaries, boundary_files, catalogue, topojson
from loaders.boundaries import Held
from loaders.boundary_files import BoundaryError, CallError

ACROSS, DOWN, SIDE = 5, 4, 1500
WEST, SOUTH = 331_000, 431_000
FIRST = 5001643
# Later the sixth and seventh ward were merged into one, most of whose residents come from the
# sixth; the eighth got a new code; the ninth was split.
MERGED, RENEWED, LEFT, RIGHT = (f"E0501518{number}" for number in range(6, 10))


def code(number: int) -> str:
    return f"E0{FIRST + number}"


WARDS = [code(number) for number in range(ACROSS * DOWN)]


def squares() -> gpd.GeoDataFrame:
    """The wards as squares side by side, in metres of the British National Grid."""
    shapes = [
        shapely.box(x, y, x + SIDE, y + SIDE)
        for y in range(SOUTH, SOUTH + DOWN * SIDE, SIDE)
        for x in range(WEST, WEST + ACROSS * SIDE, SIDE)
    ]
    # Corners along the sides, so that there is something to simplify.
    shapes = list(shapely.segmentize(shapes, 100))
    names = [f"Ward {number}, Nant-y-Tŷ" for number in range(len(shapes))]
    return gpd.GeoDataFrame({"WD21CD": WARDS, "WD21NM": names}, geometry=shapes, crs=27700)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the wards of the grid, their centres, and a crosswalk."""
    folder = tmp_path_factory.mktemp("with wards") / "data"
    folder.mkdir()
    texts = {
        "sources.yaml": "- {id: office, title: The office, publisher: It, status: published}\n",
        "areas.yaml": "- {id: east, name: The East, area_type: place}\n"
        "- {id: west, name: The West, area_type: place}\n",
        "ward_facts.yaml": "".join(
            f"- {{id: {fact}, name: Centre, unit: degrees, polarity: no_judgement, "
            'source: office, vintage: "2021"}\n'
            for fact in ("centroid_lat", "centroid_lon")
        ),
    }
    header = "ward_code,ward_name,district_code,district,place,boundary_vintage,"
    rows = [header + "centroid_lat,centroid_lon"]
    centres = squares().geometry.centroid.to_crs(4326)
    for number, (ward, centre) in enumerate(zip(WARDS, centres, strict=True)):
        district = (
            "E06000008,Blackburn,east"
            if number % ACROSS > 2
            else ("E06000009,Blackpool,west" if number < 10 else "E07000119,Fylde,west")
        )
        rows.append(f"{ward},Ward {number},{district},December 2021,{centre.y:.4f},{centre.x:.4f}")
    texts["wards.csv"] = "\n".join(rows) + "\n"
    header = "ward_code,other_code,other_name,other_district_code,other_district,other_vintage,"
    rows = [header + "small_areas,residents,share_percent,source"]
    later = {
        5: [(MERGED, 4000, 100)],
        6: [(MERGED, 3000, 100)],
        7: [(RENEWED, 5000, 100)],
        8: [(LEFT, 1000, 20), (RIGHT, 4000, 80)],
    }
    where = "E06000009,Blackpool,December 2025"
    for number, ward in enumerate(WARDS):
        for other, residents, share in later.get(number, [(ward, 5000, 100)]):
            rows.append(f"{ward},{other},New {number},{where},3,{residents},{share},office")
    texts["ward_crosswalk.csv"] = "\n".join(rows) + "\n"
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert catalogue.inspect(folder).problems == []
    return folder


@dataclasses.dataclass
class Place:
    """Where the tests of one function keep what they take."""

    data: Path
    build: Path
    static: Path

    def take(self, given: Path | str, **more: Any) -> Held:
        return boundaries.take(str(given), **dataclasses.asdict(self), **more)

    def held(self) -> Held | None:
        return boundaries.held(build=self.build, static=self.static)


@pytest.fixture
def place(data: Path, tmp_path: Path) -> Place:
    return Place(data, tmp_path / "build", tmp_path / "static")


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of the boundaries for one test."""

    def to(**values: Any) -> None:
        changed = dataclasses.replace(settings(), **values)
        monkeypatch.setattr(boundaries, "settings", lambda: changed)

    return to


def decoded(held: Held, name: str) -> dict[str, Any]:
    """The shapes of an object of the topology, by id."""
    topology = json.loads(held.topojson.read_bytes())
    return {
        thing.id: shapely.Point(thing.position)
        if isinstance(thing, topojson.Point)
        else shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in thing.polygons])
        for thing in topojson.decode(topology, name)
    }


def assert_is_the_grid(held: Held, numbers: range = range(20)) -> None:
    """The wards held are the squares, but for what a change of projection does."""
    shapes = decoded(held, "wards")
    whole = squares().set_index("WD21CD").geometry
    assert list(shapes) == [code(number) for number in numbers]
    for ward, shape in shapes.items():
        off = shape.symmetric_difference(whole[ward]).area / whole[ward].area
        assert off < 0.02, (ward, off)
    assert shapely.coverage_is_valid(list(shapes.values()))


# Every kind of file, every way of writing coordinates ------------------------------------------


def as_json(frame: gpd.GeoDataFrame, *, crs: bool = True) -> bytes:
    content = json.loads(frame.to_json(drop_id=True))
    if not crs:
        del content["crs"]
    return json.dumps(content, ensure_ascii=False).encode()


def turned(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The shapes with north first."""
    shapes = shapely.transform(frame.geometry.to_numpy(), lambda corners: corners[:, ::-1])
    return frame.set_geometry(shapes, crs=frame.crs)


def shapefile(frame: gpd.GeoDataFrame, folder: Path, *, prj: bool = True) -> dict[str, bytes]:
    """The parts of a shapefile, by their endings."""
    frame.to_file(folder / "parts.shp", encoding="utf-8")
    parts = {file.suffix: file.read_bytes() for file in folder.glob("parts.*")}
    if not prj:
        del parts[".prj"]
    return parts


def zipped(files: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return memory.getvalue()


def geopackage(frame: gpd.GeoDataFrame, folder: Path, layer: str = "wards") -> bytes:
    frame.to_file(folder / "made.gpkg", layer=layer)
    return (folder / "made.gpkg").read_bytes()


def topology(frame: gpd.GeoDataFrame, step: float) -> bytes:
    grid = topojson.Grid((step, step), tuple(frame.total_bounds[:2]))
    areas = [
        topojson.Area(str(row.WD21CD), {"WD21CD": row.WD21CD}, topojson.from_shapely(row.geometry))
        for row in frame.itertuples()
    ]
    points = [topojson.Point("x", {"town": "X"}, tuple(frame.total_bounds[:2]))]
    objects: dict[str, Any] = {"towns": points, "wards": topojson.snap(areas, grid)}
    return json.dumps(topojson.encode(objects, grid)).encode()


def with_prefix(parts: dict[str, bytes], prefix: str) -> dict[str, bytes]:
    return {f"{prefix}{suffix}": content for suffix, content in parts.items()}


Maker = Callable[[gpd.GeoDataFrame, Path], bytes]
KINDS: dict[str, tuple[str, Maker]] = {
    "GeoJSON": ("w.geojson", lambda g, _: as_json(g.to_crs(4326))),
    "GeoJSON with a mark": ("w.json", lambda g, _: b"\xef\xbb\xbf\n" + as_json(g.to_crs(4326))),
    "GeoJSON in metres": ("w.geojson", lambda g, _: as_json(g)),
    "GeoJSON in metres, not stated": ("w.geojson", lambda g, _: as_json(g, crs=False)),
    "GeoJSON, north first": ("w.geojson", lambda g, _: as_json(turned(g.to_crs(4326)))),
    "GeoJSON in metres, north first": ("w.geojson", lambda g, _: as_json(turned(g))),
    "GeoJSON of web maps": ("w.geojson", lambda g, _: as_json(g.to_crs(3857))),
    "GeoJSON, degrees called metres": (
        "w.geojson",
        lambda g, _: as_json(g.to_crs(4326).set_crs(27700, allow_override=True)),
    ),
    "GeoPackage": ("w.gpkg", lambda g, f: geopackage(g, f)),
    "GeoPackage in degrees": ("w.gpkg", lambda g, f: geopackage(g.to_crs(4326), f)),
    "GeoPackage, metres called degrees": (
        "w.gpkg",
        lambda g, f: geopackage(g.set_crs(4326, allow_override=True), f),
    ),
    "GeoPackage in 3D": (
        "w.gpkg",
        lambda g, f: geopackage(g.set_geometry(shapely.force_3d(g.geometry, 7.0), crs=27700), f),
    ),
    "shapefile": ("w.zip", lambda g, f: zipped(with_prefix(shapefile(g, f), "WD"))),
    "shapefile in degrees": (
        "w.zip",
        lambda g, f: zipped(with_prefix(shapefile(g.to_crs(4326), f), "WD")),
    ),
    "shapefile without system": (
        "w.zip",
        lambda g, f: zipped(with_prefix(shapefile(g, f, prj=False), "WD")),
    ),
    "shapefile in a folder, in capitals": (
        "w.zip",
        lambda g, f: zipped(
            {
                "Read me.txt": b"?",
                "__MACOSX/._WD.shp": b"?",
                **{
                    f"Границы 2021/WD{suffix.upper()}": content
                    for suffix, content in shapefile(g, f).items()
                },
            }
        ),
    ),
    "zipped GeoJSON": ("w.zip", lambda g, _: zipped({"a/w.json": as_json(g), "b.json": b"{}"})),
    "zipped GeoPackage": ("w.zip", lambda g, f: zipped({"w.gpkg": geopackage(g, f)})),
    "TopoJSON": ("w.json", lambda g, _: topology(g.to_crs(4326), 1e-5)),
    "TopoJSON in metres": ("w.topojson", lambda g, _: topology(g, 1)),
    "name that lies": ("w.zip", lambda g, _: as_json(g)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_same_wards(kind: str, place: Place, tmp_path: Path) -> None:
    name, make = KINDS[kind]
    file = tmp_path / name
    file.write_bytes(make(squares(), tmp_path))
    held = place.take(file)
    assert_is_the_grid(held)
    assert (held.wards, held.of, held.missing, held.moved) == (20, 20, (), {})
    assert (held.file, held.vintage) == (name, "2021")
    assert held == place.held()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("GeoJSON", []),
        ("GeoJSON in metres", []),
        ("GeoJSON of web maps", []),
        ("TopoJSON", []),
        ("GeoJSON in metres, not stated", ["are metres of the British National Grid, not WGS 84"]),
        ("GeoJSON, north first", ["stand with north first"]),
        ("GeoJSON, degrees called metres", ["are degrees, not OSGB36 / British National Grid"]),
        ("shapefile without system", ["It states no reference system"]),
    ],
)
def test_a_reading_against_the_file_is_told(
    kind: str, words: list[str], place: Place, tmp_path: Path
) -> None:
    name, make = KINDS[kind]
    (tmp_path / name).write_bytes(make(squares(), tmp_path))
    notes = place.take(tmp_path / name).notes
    assert len(notes) == len(words), notes
    assert all(word in note for word, note in zip(words, notes, strict=True))


@pytest.mark.parametrize(
    ("named", "vintage"),
    [
        (("WD21CD", "WD21NM"), "2021"),
        (("wd21cd", "wd21nm"), "2021"),
        (("ward_code", "ward_name"), None),
        (("AreaCode", "AreaName"), None),
        (("Area Code", "Name"), None),
        (("ref", "label"), None),
    ],
)
def test_columns_are_found(
    named: tuple[str, str], vintage: str | None, place: Place, tmp_path: Path
) -> None:
    frame = squares().rename(columns=dict(zip(("WD21CD", "WD21NM"), named, strict=True)))
    frame.insert(0, "LAD21CD", "E06000009")
    frame.insert(0, "FID", range(len(frame)))
    (tmp_path / "w.geojson").write_bytes(as_json(frame))
    held = place.take(tmp_path / "w.geojson")
    assert_is_the_grid(held)
    assert held.vintage == vintage


def test_the_layer_with_the_wards_is_found(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "both.gpkg"
    other = squares().assign(WD21CD=[f"E0509{number:04}" for number in range(20)])
    other.to_file(file, layer="elsewhere")
    squares().to_file(file, layer="Wards_December_2021_GB_BGC")
    squares().drop(columns="WD21CD").to_file(file, layer="names")
    held = place.take(file)
    assert_is_the_grid(held)
    assert held.vintage == "December 2021"


@pytest.mark.parametrize("name", ["Границы районов 2021.geojson", "a b\u00a0c.geojson", "w'\";.x"])
def test_names_of_files_may_be_anything(name: str, place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "папка с пробелами"
    folder.mkdir()
    (folder / name).write_bytes(as_json(squares()))
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    held = place.take(folder / name)
    assert held.file == name
    assert place.held() == held
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == before


# What is kept ----------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A boundary file with nothing wrong."""
    path = tmp_path / "good.geojson"
    path.write_bytes(as_json(squares()))
    return path


def test_what_is_kept(place: Place, file: Path) -> None:
    held = place.take(file)
    objects = json.loads(held.topojson.read_bytes())["objects"]
    assert list(objects) == ["wards", "districts", "places", "labels"]
    about = {
        name: {one["id"]: one["properties"] for one in collection["geometries"]}
        for name, collection in objects.items()
    }
    assert about["wards"] == {ward: {"ward_code": ward} for ward in WARDS}
    names = {"E06000009": "Blackpool", "E06000008": "Blackburn", "E07000119": "Fylde"}
    assert about["districts"] == {
        code: {"district_code": code, "name": name} for code, name in names.items()
    }
    assert about["places"] == {
        "west": {"place": "west", "name": "The West"},
        "east": {"place": "east", "name": "The East"},
    }
    # Without a side: the map itself moves names apart, at the size that they are drawn.
    assert about["labels"] == {code: {"name": name} for code, name in names.items()}

    districts, wards = decoded(held, "districts"), decoded(held, "wards")
    assert all(districts[one].contains(point) for one, point in decoded(held, "labels").items())
    assert sum(shape.area for shape in districts.values()) == sum(s.area for s in wards.values())
    assert shapely.coverage_is_valid(list(districts.values()))
    assert shapely.coverage_is_valid(list(decoded(held, "places").values()))
    assert all(len(shape.geoms) == 1 for shape in districts.values())


def test_squares_are_simplified_to_squares(place: Place, file: Path) -> None:
    topology = json.loads(place.take(file).topojson.read_bytes())
    assert sum(len(arc) for arc in topology["arcs"]) < 150  # there were 60 corners to a ward
    assert all(isinstance(n, int) for arc in topology["arcs"] for corner in arc for n in corner)


def test_the_same_file_gives_the_same_name(place: Place, file: Path) -> None:
    first, second = place.take(file), place.take(file)
    assert first.topojson == second.topojson
    assert first.topojson.name == f"boundaries-{first.fingerprint[:16]}.topojson"
    assert list(place.static.iterdir()) == [first.topojson]
    assert [one.name for one in place.build.iterdir()] == ["boundaries.json"]


def test_another_file_replaces_it_and_old_ones_go_in_time(place: Place, tmp_path: Path) -> None:
    made = []
    for index, count in enumerate((20, 19, 18)):
        path = tmp_path / f"{count}.geojson"
        path.write_bytes(as_json(squares()[:count]))
        made.append(place.take(path).topojson)
        if index == 0:
            os.utime(made[0], (1, 1))  # long ago
    assert [one.exists() for one in made] == [False, True, True]  # a browser may be fetching it
    held = place.held()
    assert held is not None
    assert held.topojson == made[2]


def test_the_attribution_is_complete(place: Place, file: Path) -> None:
    assert place.take(file).attribution == (
        "Ward boundaries, 2021, simplified. Source: Office for National Statistics licensed under "
        "the Open Government Licence v3.0; Contains OS data © Crown copyright and database right."
    )


def test_nothing_is_held_before(place: Place) -> None:
    assert place.held() is None


@pytest.mark.parametrize(
    "harm",
    [
        lambda held, record: held.topojson.unlink(),
        lambda held, record: held.topojson.write_bytes(held.topojson.read_bytes()[:-10]),
        lambda held, record: held.topojson.write_bytes(held.topojson.read_bytes() + b" "),
        lambda held, record: record.unlink(),
        lambda held, record: record.write_bytes(record.read_bytes()[:50]),
        lambda held, record: record.write_text("[]"),
        lambda held, record: record.write_text("null"),
        lambda held, record: record.write_text("{}"),
        lambda held, record: record.write_bytes(b"\xff\xfe"),
        lambda held, record: record.write_text(
            record.read_text().replace('"boundaries-', '"../static/boundaries-')
        ),
        lambda held, record: record.write_text(
            record.read_text().replace('"wards": 20', '"wards": null')
        ),
    ],
)
def test_nothing_is_held_when_it_is_damaged(
    harm: Callable[[Held, Path], Any], place: Place, file: Path
) -> None:
    held = place.take(file)
    assert place.held() == held
    harm(held, place.build / boundaries.RECORD)
    assert place.held() is None
    assert place.take(file).fingerprint == held.fingerprint  # and it can be mended
    assert place.held() is not None


def test_a_link_in_the_record_cannot_lead_out(place: Place, file: Path) -> None:
    held = place.take(file)
    record = place.build / boundaries.RECORD
    outside = place.static.parent / "boundaries-0123456789abcdef.topojson"
    outside.write_bytes(held.topojson.read_bytes())
    record.write_text(record.read_text().replace(held.topojson.name, f"../{outside.name}"))
    assert place.held() is None


# More, fewer, other wards ----------------------------------------------------------------------


def test_a_file_that_covers_more_is_cut(place: Place, tmp_path: Path) -> None:
    around = squares().assign(WD21CD=[f"E0509{number:04}" for number in range(20)])
    around["geometry"] = around.geometry.translate(ACROSS * SIDE, 0)
    far = gpd.GeoDataFrame(
        {"WD21CD": ["S13002516", "W05000001"], "WD21NM": ["Far", "Off"]},
        geometry=[shapely.box(1000, 1_200_000, 9000, 1_210_000), shapely.box(0, 0, 1, 1)],
        crs=27700,
    )
    file = tmp_path / "w.gpkg"
    gpd.pd.concat([far, around, squares()]).to_file(file)
    held = place.take(file)
    assert_is_the_grid(held)
    assert held.notes == ("Left out: areas that are none of the wards held, 22.",)


def test_a_file_with_most_wards_is_taken_and_says_which_it_lacks(
    place: Place, tmp_path: Path
) -> None:
    (tmp_path / "w.geojson").write_bytes(as_json(squares()[:18]))
    held = place.take(tmp_path / "w.geojson")
    assert_is_the_grid(held, range(18))
    assert held.missing == (code(18), code(19))
    assert held.notes == (
        (
            f"Wards without a shape, 2 of 20: Ward 18 (Blackburn, {code(18)}), "
            f"Ward 19 (Blackburn, {code(19)})."
        ),
    )


def refused(place: Place, given: Path | str, **more: Any) -> str:
    """Take a file that is refused; return the reason. What was held before is held after."""
    before = place.held(), sorted(place.static.glob("*")), sorted(place.build.glob("*"))
    with pytest.raises(BoundaryError) as caught:
        place.take(given, **more)
    assert (place.held(), sorted(place.static.glob("*")), sorted(place.build.glob("*"))) == before
    words = str(caught.value)
    assert "\n" not in words
    return words


def test_a_file_with_too_few_wards_is_refused(place: Place, tmp_path: Path) -> None:
    (tmp_path / "w.geojson").write_bytes(as_json(squares()[:17]))
    words = refused(place, tmp_path / "w.geojson")
    assert words.startswith(
        f"{tmp_path / 'w.geojson'}: 17 of the 20 wards of December 2021 are in it; expected at "
        f"least 90% of 20; not in it: Ward 17 (Fylde, {code(17)}), Ward 18 (Blackburn, {code(18)})"
    )
    assert "--crosswalk" not in words


def renewed() -> gpd.GeoDataFrame:
    """The wards of the grid as they are later."""
    frame = squares()
    x, y, right, top = square(8).bounds
    frame.loc[[5, 6], "WD21CD"] = MERGED
    frame.loc[7, "WD21CD"] = RENEWED
    frame.loc[8, "WD21CD"] = LEFT
    frame = put(frame, 8, shapely.box(x, y, x + 300, top))
    rest = put(frame, 8, shapely.box(x + 300, y, right, top))[8:9].assign(WD21CD=RIGHT)
    frame = gpd.pd.concat([frame, rest]).dissolve("WD21CD", as_index=False)
    return frame.rename(columns={"WD21CD": "WD25CD", "WD21NM": "WD25NM"})


def test_wards_of_another_date_are_told_and_the_crosswalk_offered(
    place: Place, tmp_path: Path
) -> None:
    renewed().to_file(tmp_path / "w.gpkg", layer="Wards_December_2025")
    words = refused(place, tmp_path / "w.gpkg")
    assert "16 of the 20 wards of December 2021 are in it" in words
    assert "its wards are of December 2025 (column WD25CD)" in words
    assert f"not in it: Ward 5 (Blackpool, {code(5)}), Ward 6" in words
    assert f"in it, but not in the data: Ward 5, Nant-y-Tŷ ({MERGED}), " in words
    assert "or give --crosswalk: 4 wards of another date are then shown" in words


def test_with_the_crosswalk_wards_of_another_date_are_shown(place: Place, tmp_path: Path) -> None:
    renewed().to_file(tmp_path / "w.gpkg", layer="Wards_December_2025")
    held = place.take(tmp_path / "w.gpkg", crosswalk=True)
    assert held.moved == {MERGED: code(5), RENEWED: code(7), LEFT: code(8), RIGHT: code(8)}
    assert (held.wards, held.missing, held.vintage) == (19, (code(6),), "December 2025")
    assert (
        "4 of its wards are of another date and shown as the ward of December 2021" in held.notes[1]
    )
    assert f"Wards without a shape, 1 of 20: Ward 6 (Blackpool, {code(6)})." in held.notes[2]
    shapes = decoded(held, "wards")
    assert shapes[code(5)].area == pytest.approx(2 * SIDE**2, rel=0.01)
    assert shapes[code(7)].area == pytest.approx(SIDE**2, rel=0.01)
    assert shapes[code(8)].area == pytest.approx(SIDE**2, rel=0.01)
    assert len(shapes[code(8)].geoms) == 1  # the two parts were joined
    assert place.held() == held


def test_the_crosswalk_changes_nothing_for_the_right_date(
    place: Place, file: Path, tmp_path: Path
) -> None:
    plain = place.take(file)
    assert place.take(file, crosswalk=True).fingerprint == plain.fingerprint


# What is wrong with shapes ---------------------------------------------------------------------


def put(frame: gpd.GeoDataFrame, number: int, shape: Any) -> gpd.GeoDataFrame:
    shapes = list(frame.geometry)
    shapes[number] = shape
    return frame.set_geometry(shapes, crs=frame.crs)


def square(number: int) -> Any:
    return squares().geometry.iloc[number]


def test_a_shape_that_crosses_itself_is_mended(place: Place, tmp_path: Path) -> None:
    x, y, right, top = square(7).bounds
    bow = shapely.Polygon([(x, y), (right, top), (right, y), (x, top)])
    assert not bow.is_valid
    put(squares(), 7, bow).to_file(tmp_path / "w.gpkg")
    held = place.take(tmp_path / "w.gpkg")
    assert held.wards == 20
    assert held.notes == ("Mended: shapes that crossed themselves, 1.",)
    assert decoded(held, "wards")[code(7)].area == pytest.approx(SIDE**2 / 2, rel=0.01)


def test_a_spike_leaves_an_area(place: Place, tmp_path: Path) -> None:
    corners = list(square(3).exterior.coords)
    spike = shapely.Polygon([*corners[:5], (corners[4][0] - 300, corners[4][1] + 5), *corners[4:]])
    put(squares(), 3, spike).to_file(tmp_path / "w.gpkg")
    held = place.take(tmp_path / "w.gpkg")
    assert decoded(held, "wards")[code(3)].area == pytest.approx(SIDE**2, rel=0.02)


@pytest.mark.parametrize(
    "nothing",
    [
        None,
        shapely.Polygon(),
        shapely.Point(331_000, 431_000),
        shapely.LineString([(331_000, 431_000), (332_000, 432_000)]),
        shapely.Polygon([(337_100, 431_100), (338_000, 432_000), (337_100, 431_100)]),
    ],
    ids=["null", "empty", "point", "line", "flat"],
)
def test_a_few_wards_without_a_shape_are_told(nothing: Any, place: Place, tmp_path: Path) -> None:
    frame = put(squares(), 4, nothing)
    (tmp_path / "w.geojson").write_bytes(as_json(frame))
    held = place.take(tmp_path / "w.geojson")
    assert held.missing == (code(4),)
    assert held.notes[0] == f"Wards without a shape, 1 of 20: Ward 4 (Blackburn, {code(4)})."
    assert "Left out: wards without a usable shape in the file, 1: Ward 4" in held.notes[1]


def test_many_wards_without_a_shape_are_refused(place: Place, tmp_path: Path) -> None:
    frame = squares()
    for number in range(3):
        frame = put(frame, number, None)
    (tmp_path / "w.geojson").write_bytes(as_json(frame))
    words = refused(place, tmp_path / "w.geojson")
    assert "17 of the 20 wards" in words
    assert f"wards without a usable shape in the file, 3: Ward 0 (Blackpool, {code(0)}), " in words


def test_numbers_that_are_none_are_no_shape(place: Place, tmp_path: Path) -> None:
    text = as_json(squares()).decode()
    corner = json.dumps(list(square(2).exterior.coords[1]))
    assert text.count(corner) >= 1
    (tmp_path / "w.geojson").write_text(text.replace(corner, "[NaN, 431000.0]"))
    held = place.take(tmp_path / "w.geojson")
    assert code(2) in held.missing
    assert len(held.missing) <= 2  # the neighbour has that corner too


def test_a_ward_that_lies_elsewhere_is_left_out(place: Place, tmp_path: Path) -> None:
    frame = put(squares(), 9, shapely.box(531_000, 181_000, 532_000, 182_000))
    frame.to_file(tmp_path / "w.gpkg")
    held = place.take(tmp_path / "w.gpkg")
    assert held.missing == (code(9),)
    assert "wards that lie elsewhere in the file than they should, 1: Ward 9" in held.notes[1]


def test_codes_that_stand_at_other_shapes_are_refused(place: Place, tmp_path: Path) -> None:
    frame = squares()
    frame["WD21CD"] = list(frame["WD21CD"])[::-1]
    frame.to_file(tmp_path / "w.gpkg")
    words = refused(place, tmp_path / "w.gpkg")
    assert "its shapes are not where the wards are" in words
    assert "every code with its own shape" in words


def test_another_part_of_the_world_is_refused(place: Place, tmp_path: Path) -> None:
    frame = squares().to_crs(4326)
    frame["geometry"] = frame.geometry.translate(150, -80)
    (tmp_path / "w.geojson").write_bytes(as_json(frame))
    assert "not where the wards are" in refused(place, tmp_path / "w.geojson")


def test_a_ward_in_several_rows_is_joined(place: Place, tmp_path: Path) -> None:
    frame = squares()
    x, y, right, top = square(8).bounds
    left, rest = shapely.box(x, y, x + 400, top), shapely.box(x + 400, y, right, top)
    parts = gpd.pd.concat([put(frame, 8, left), put(frame, 8, rest)[8:9], frame[11:12]])
    parts.to_file(tmp_path / "w.gpkg")
    held = place.take(tmp_path / "w.gpkg")
    assert_is_the_grid(held)
    assert held.notes == ("Joined: wards that stand in several rows, 2.",)


def test_a_ward_with_two_shapes_is_refused(place: Place, tmp_path: Path) -> None:
    second = put(squares(), 8, square(8).buffer(300, cap_style="square"))[8:9]
    second["geometry"] = second.geometry.translate(200, 0)
    gpd.pd.concat([squares(), second]).to_file(tmp_path / "w.gpkg")
    words = refused(place, tmp_path / "w.gpkg")
    assert f"{code(8)} stands 2 times with different shapes" in words


@pytest.mark.parametrize(
    "shape",
    [square(12), square(12).buffer(-200), square(13).union(square(12).buffer(-50))],
    ids=["the same", "inside", "across"],
)
def test_wards_that_cover_each_other_are_refused(shape: Any, place: Place, tmp_path: Path) -> None:
    put(squares(), 13, shape).to_file(tmp_path / "w.gpkg")
    assert "overlap; expected wards side by side" in refused(place, tmp_path / "w.gpkg")


def test_small_overlaps_and_gaps_are_closed(place: Place, tmp_path: Path) -> None:
    shapes = squares().geometry.to_numpy()
    random = np.random.default_rng(7)
    corners = [np.array(shape.exterior.coords)[:-1] for shape in shapes]
    ragged = [shapely.Polygon(ring + random.normal(0, 3, ring.shape)) for ring in corners]
    assert not shapely.coverage_is_valid(ragged)
    squares().set_geometry(ragged, crs=27700).to_file(tmp_path / "w.gpkg")
    held = place.take(tmp_path / "w.gpkg")
    assert_is_the_grid(held)
    whole = shapely.union_all(list(decoded(held, "wards").values()))
    assert len(whole.interiors) == 0
    assert sum(s.area for s in decoded(held, "wards").values()) == pytest.approx(whole.area)


def test_islands_and_holes_are_kept(place: Place, tmp_path: Path) -> None:
    island = shapely.box(WEST - 900, SOUTH + 100, WEST - 700, SOUTH + 300)
    frame = put(squares(), 0, square(0).union(island))
    lake = shapely.box(*(square(6).buffer(-500).bounds))
    put(frame, 6, square(6).difference(lake)).to_file(tmp_path / "w.gpkg")
    held = place.take(tmp_path / "w.gpkg")
    shapes = decoded(held, "wards")
    assert len(shapes[code(0)].geoms) == 2
    assert shapes[code(6)].area == pytest.approx(SIDE**2 - 500**2, rel=0.02)
    assert len(decoded(held, "districts")["E06000009"].geoms) == 2


def wavy() -> gpd.GeoDataFrame:
    """The grid with edges that wave, the same for both neighbours."""
    frame = squares()

    def wave(corners: Any) -> Any:
        return corners + 60 * np.sin(corners[:, ::-1] / 37)

    fine = shapely.segmentize(frame.geometry.to_numpy(), 10)
    return frame.set_geometry(shapely.transform(fine, wave), crs=27700)


def test_it_is_made_as_coarse_as_it_must_be(
    place: Place, tmp_path: Path, change: Callable[..., None]
) -> None:
    wavy().to_file(tmp_path / "w.gpkg")
    sizes = []
    for limit in (250, 9, 6.5):
        change(boundary_most_kilobytes=limit)
        held = place.take(tmp_path / "w.gpkg")
        sizes.append(held.topojson.stat().st_size)
        assert sizes[-1] <= limit * 1000
        assert held.wards == 20
        shapes = list(decoded(held, "wards").values())
        assert shapely.coverage_is_valid(shapes)
        assert shapely.is_valid(shapes).all()
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    change(boundary_most_kilobytes=1)
    assert "KB; expected at most 1 KB" in refused(place, tmp_path / "w.gpkg")


# What is no boundary file ----------------------------------------------------------------------


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def without(parts: dict[str, bytes], suffix: str) -> dict[str, bytes]:
    return {name: content for name, content in parts.items() if name != suffix}


def encrypted() -> bytes:
    content = bytearray(zipped({"w.geojson": as_json(squares())}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


def flawed(content: bytes) -> bytes:
    return content[:90] + bytes(byte ^ 255 for byte in content[90:110]) + content[110:]


def points(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.centroid, crs=27700)


def cut_short(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, ".shp": cut(parts[".shp"], 0.7)}


DAMAGED = "it is damaged, cut short or no boundary file"
HOSTILE: dict[str, tuple[str, Callable[[Path], bytes], str]] = {
    "empty": ("w.geojson", lambda _: b"", "the file is empty"),
    "no areas": ("w.geojson", lambda _: b'{"type":"FeatureCollection","features":[]}', "no areas"),
    "noise": ("w.gpkg", lambda _: bytes(range(256)) * 9, "no boundary file that can be read"),
    "text": ("w.csv", lambda _: b"WD21CD,WD21NM\nE05001643,A\n", "no boundary file that can"),
    "web page": ("w.json", lambda _: b"<!DOCTYPE html><html><p>Sign in", "this is a web page"),
    "KML": (
        "w.kml",
        lambda _: b'<?xml version="1.0"?><kml></kml>',
        "this is XML; expected GeoJSON",
    ),
    "XML that leads on": (
        "w.geojson",
        lambda f: f"<OGRVRTDataSource><SrcDataSource>{f}/good.geojson</OGRVRTDataSource>".encode(),
        "this is XML",
    ),
    "other JSON": ("w.json", lambda _: b'{"name": "wards"}', DAMAGED),
    "JSON without end": ("w.json", lambda _: b'{"type":' + b"[" * 100_000, DAMAGED),
    "GeoJSON cut short": ("w.geojson", lambda _: cut(as_json(squares()), 0.8), DAMAGED),
    "GeoJSON nearly whole": ("w.geojson", lambda _: as_json(squares())[:-1], DAMAGED),
    "GeoJSON and more": ("w.geojson", lambda _: as_json(squares()) + b"{}", DAMAGED),
    "GeoPackage cut short": ("w.gpkg", lambda f: cut(geopackage(squares(), f), 0.5), DAMAGED),
    "GeoPackage of nothing": ("w.gpkg", lambda _: b"SQLite format 3\0" + b"\0" * 999, DAMAGED),
    "zip cut short": (
        "w.zip",
        lambda f: cut(zipped(with_prefix(shapefile(squares(), f), "w")), 0.9),
        "the zip is damaged or cut short",
    ),
    "zip with a flaw": (
        "w.zip",
        lambda _: flawed(zipped({"w.geojson": as_json(squares())})),
        "the zip is damaged",
    ),
    "empty zip": ("w.zip", lambda _: zipped({}), ""),
    "zip of other things": (
        "w.zip",
        lambda _: zipped({"a.txt": b"a", "b/c.pdf": b"%PDF"}),
        "there is no boundary file in the zip",
    ),
    "shapefile alone": ("w.shp", lambda f: shapefile(squares(), f)[".shp"], "zip the .shp with"),
    "shapefile without codes": (
        "w.zip",
        lambda f: zipped(with_prefix(without(shapefile(squares(), f), ".dbf"), "w")),
        "has w.shp but not w.dbf",
    ),
    "shapefile without index": (
        "w.zip",
        lambda f: zipped(with_prefix(without(shapefile(squares(), f), ".shx"), "w")),
        "has w.shp but not w.shx",
    ),
    "shapefile cut short": (
        "w.zip",
        lambda f: zipped(with_prefix(cut_short(shapefile(squares(), f)), "w")),
        "w.shp: the file is cut short",
    ),
    "shapefile in name": (
        "w.zip",
        lambda _: zipped({"w.shp": b"?", "w.dbf": b"?", "w.shx": b"?"}),
        "this is no shapefile",
    ),
    "zip that leads up": (
        "w.zip",
        lambda _: zipped({"../../evil.geojson": as_json(squares())}),
        "leads out of it",
    ),
    "zip that leads up, Windows": (
        "w.zip",
        lambda _: zipped({"..\\..\\evil.geojson": as_json(squares())}),
        "leads out of it",
    ),
    "zip that leads to the root": (
        "w.zip",
        lambda _: zipped({"/evil.geojson": as_json(squares())}),
        "leads out of it",
    ),
    "zip that leads to a drive": (
        "w.zip",
        lambda _: zipped({"C:/evil.geojson": as_json(squares())}),
        "leads out of it",
    ),
    "zip with a password": ("w.zip", lambda _: encrypted(), "the zip has a password"),
    "zip of very many": (
        "w.zip",
        lambda _: zipped({f"{number}.geojson": b"{}" for number in range(1001)}),
        "the zip holds 1,001 files",
    ),
    "points": ("w.gpkg", lambda f: geopackage(points(squares()), f), "it holds points, not areas"),
    "lines": (
        "w.gpkg",
        lambda f: geopackage(squares().set_geometry(squares().boundary, crs=27700), f),
        "it holds lines, not areas",
    ),
    "a table": (
        "w.json",
        lambda _: as_json(squares().set_geometry([None] * 20, crs=27700)),
        "wards without a usable shape in the file, 20",
    ),
    "districts": (
        "w.geojson",
        lambda _: as_json(
            squares()
            .assign(WD21CD=[f"E0700{n:04}" for n in range(20)])
            .rename(columns={"WD21CD": "LAD24CD"})
        ),
        "it holds districts (column LAD24CD, such as E07000000), not wards",
    ),
    "names alone": (
        "w.geojson",
        lambda _: as_json(squares().drop(columns="WD21CD")),
        "no column holds ward codes",
    ),
    "wards of another place": (
        "w.geojson",
        lambda _: as_json(squares().assign(WD21CD=[f"E0509{n:04}" for n in range(20)])),
        "at least 90% of 20; in it, but not in the data: Ward 0, Nant-y-Tŷ (E05090000)",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_boundary_file_is_refused_and_changes_nothing(
    case: str, place: Place, file: Path, tmp_path: Path
) -> None:
    place.take(file)
    name, make, words = HOSTILE[case]
    folder = tmp_path / "given"
    folder.mkdir()
    content = make(tmp_path)
    (folder / name).write_bytes(content)
    before = {one for one in tmp_path.parent.rglob("*") if one.is_file()}
    told = refused(place, folder / name)
    assert told.startswith(f"{folder / name}")
    assert words in told
    assert {one for one in tmp_path.parent.rglob("*") if one.is_file()} == before
    assert (folder / name).read_bytes() == content


def test_a_file_that_unpacks_to_too_much_is_refused(
    place: Place, tmp_path: Path, change: Callable[..., None]
) -> None:
    change(boundary_most_megabytes=1)
    bomb = tmp_path / "w.zip"
    bomb.write_bytes(zipped({"w.geojson": b" " * 30_000_000}))
    assert bomb.stat().st_size < 100_000
    assert "larger than 1 MB" in refused(place, bomb)


def test_a_zip_that_lies_about_its_size_is_refused(
    place: Place, tmp_path: Path, change: Callable[..., None]
) -> None:
    change(boundary_most_megabytes=1)
    content = bytearray(zipped({"w.geojson": b" " * 30_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(mark) + at
        content[start : start + 4] = struct.pack("<I", 1000)
    (tmp_path / "w.zip").write_bytes(content)
    assert "damaged" in refused(place, tmp_path / "w.zip")


def test_a_file_that_is_too_large_is_refused(
    place: Place, file: Path, change: Callable[..., None]
) -> None:
    change(boundary_most_megabytes=0.01)
    words = refused(place, file)
    assert "it is larger than 0.01 MB (boundaries.most_megabytes in the settings)" in words


@pytest.mark.parametrize("given", ["nowhere.geojson", "a\0b", "x" * 5000, "", "."])
def test_a_file_that_is_not_there(given: str, place: Place, tmp_path: Path) -> None:
    with pytest.raises(CallError):
        place.take(tmp_path / given if given == "nowhere.geojson" else given)


def test_a_pipe_is_not_waited_for(place: Place, tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CallError, match="this is no file"):
        place.take(tmp_path / "pipe")


def test_a_place_that_cannot_be_written(place: Place, file: Path) -> None:
    place.static.write_text("in the way")
    with pytest.raises(CallError, match="cannot be written"):
        place.take(file)
    assert place.held() is None


def test_data_without_centres_trusts_what_a_file_says(
    data: Path, tmp_path: Path, file: Path
) -> None:
    bare = tmp_path / "data"
    bare.mkdir()
    for name in ("sources.yaml", "areas.yaml", "ward_crosswalk.csv"):
        (bare / name).write_bytes((data / name).read_bytes())
    rows = (data / "wards.csv").read_text().splitlines()
    (bare / "wards.csv").write_text("".join(f"{row.rsplit(',', 2)[0]}\n" for row in rows))
    place = Place(bare, tmp_path / "build", tmp_path / "static")
    assert_is_the_grid(place.take(file))
    with pytest.raises(CallError, match="expected the columns centroid_lat and centroid_lon"):
        place.take("http://localhost:1/x/FeatureServer/0")


# Addresses -------------------------------------------------------------------------------------


class Portal:
    """A server of the test: a feature service, files, and every way to answer badly."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self.features = json.loads(frame.to_crs(4326).to_json(drop_id=True))["features"]
        self.asked: list[dict[str, str]] = []
        self.page = 7
        self.files: dict[str, Callable[[http.server.BaseHTTPRequestHandler], None]] = {}
        self.layer: dict[str, Any] = {
            "copyrightText": "Contains OS data © Crown copyright and database right 2022"
        }
        self.stop = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.service = f"{self.address}/rest/services/Wards_December_2021/FeatureServer/0"

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        parts = urllib.parse.urlsplit(handler.path)
        asked = dict(urllib.parse.parse_qsl(parts.query))
        if parts.path in self.files:
            self.files[parts.path](handler)
        elif parts.path.endswith("/FeatureServer/0/query"):
            self.asked.append(asked)
            start = int(asked["resultOffset"])
            count = min(self.page, int(asked["resultRecordCount"]))
            found = self.features[start : start + count]
            body: dict[str, Any] = {"type": "FeatureCollection", "features": found}
            if start + count < len(self.features):
                body["properties"] = {"exceededTransferLimit": True}
            send(handler, json.dumps(body).encode())
        elif parts.path.endswith("/FeatureServer/0"):
            send(handler, json.dumps(self.layer).encode())
        else:
            handler.send_error(404)


def send(handler: http.server.BaseHTTPRequestHandler, body: bytes, length: int = 0) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(length or len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")
    made = Portal(squares())
    yield made
    made.stop.set()
    made.server.shutdown()
    made.server.server_close()


def test_a_button_fetches_from_the_portal(
    portal: Portal, place: Place, change: Callable[..., None]
) -> None:
    change(boundary_service=portal.service)
    said: list[str] = []
    held = boundaries.fetch(**dataclasses.asdict(place), progress=said.append)
    assert_is_the_grid(held)
    assert held.vintage == "December 2021"
    assert held.file == portal.service
    assert held.licence.endswith("Crown copyright and database right 2022")
    assert said == [
        "asking the portal",
        "7 areas so far",
        "14 areas so far",
        "20 areas so far",
        "checking the shapes",
        "making them small",
    ]
    assert [asked["resultOffset"] for asked in portal.asked] == ["0", "7", "14"]
    first = portal.asked[0]
    assert (first["f"], first["inSR"], first["outSR"]) == ("geojson", "4326", "4326")
    box = shapely.box(*map(float, first["geometry"].split(",")))
    assert box.contains(squares().to_crs(4326).union_all())


def test_a_portal_that_does_not_flag_pages_is_read_to_the_end(
    portal: Portal, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary_files, "_PAGE", 5)

    def unflagged(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(handler.path).query))
        start = int(asked["resultOffset"])
        found = {"type": "FeatureCollection", "features": portal.features[start : start + 5]}
        send(handler, json.dumps(found).encode())

    portal.files["/unflagged/FeatureServer/0/query"] = unflagged
    portal.files["/unflagged/FeatureServer/0"] = lambda handler: handler.send_error(500)
    held = place.take(f"{portal.address}/unflagged/FeatureServer")  # its first layer
    assert_is_the_grid(held)
    assert held.licence.endswith("database right")


def test_a_file_at_an_address_is_taken(portal: Portal, place: Place, tmp_path: Path) -> None:
    content = zipped(with_prefix(shapefile(squares(), tmp_path), "w"))
    portal.files["/Границы 1.zip".encode().decode("latin-1")] = lambda h: send(h, content)
    portal.files[urllib.parse.quote("/Границы 1.zip")] = lambda h: send(h, content)
    held = place.take(f"{portal.address}{urllib.parse.quote('/Границы 1.zip')}?token=secret")
    assert_is_the_grid(held)
    assert held.file == f"{portal.address}/Границы 1.zip"
    assert "secret" not in (place.build / boundaries.RECORD).read_text(encoding="utf-8")


def hang(portal: Portal) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def wait(handler: http.server.BaseHTTPRequestHandler) -> None:
        portal.stop.wait(20)

    return wait


def drip(portal: Portal) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def slowly(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not portal.stop.wait(0.02):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    return slowly


def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        pass


def redirect(to: str) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def elsewhere(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.end_headers()

    return elsewhere


def says(body: bytes, length: int = 0) -> Callable[..., None]:
    return lambda handler: send(handler, body, length)


def raw(body: bytes) -> Callable[..., None]:
    def send_as_it_is(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(body)

    return send_as_it_is


REFUSAL = b'{"error": {"code": 400, "message": "Invalid URL", "details": []}}'
BAD: dict[str, tuple[Callable[[Portal], Callable[..., Any]], str, str]] = {
    "error in the answer": (lambda p: says(REFUSAL), "the service refuses: Invalid URL", "data"),
    "error in numbers": (lambda p: says(b'{"error": {"code": 499}}'), "refuses: 499", "data"),
    "sign-in page": (lambda p: says(b"<html>Sign in"), "the answer is no GeoJSON", "data"),
    "other JSON": (lambda p: says(b"[]"), "the answer holds no features", "data"),
    "deep JSON": (lambda p: says(b"[" * 500_000), "the answer is no GeoJSON", "data"),
    "nothing there": (
        lambda p: says(b'{"type": "FeatureCollection", "features": []}'),
        "holds nothing in this part of the country",
        "data",
    ),
    "the same page for ever": (
        lambda p: says(
            json.dumps({"features": p.features[:3], "exceededTransferLimit": True}).encode()
        ),
        "gives the same page again",
        "data",
    ),
    "server error": (lambda p: lambda h: h.send_error(503), "the server answers 503", "call"),
    "no answer": (hang, "no whole answer within the time", "call"),
    "an answer by drops": (drip, "no whole answer within the time", "call"),
    "an answer without end": (lambda p: endless, "it is larger than 1 MB", "data"),
    "an answer that breaks off": (lambda p: says(b"{", 999), "the answer broke off", "call"),
    "no HTTP": (lambda p: raw(b"220 mail.example.org ESMTP\r\n\r\n"), "cannot be read", "call"),
    "a way to a file": (lambda p: redirect("file:///etc/hostname"), "the server answers", "call"),
    "a way to ftp": (lambda p: redirect("ftp://127.0.0.1/x"), "cannot be reached", "call"),
    "a way round in a circle": (
        lambda p: redirect("/bad/FeatureServer/0/query"),
        "the server answers",
        "call",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_portal_that_answers_badly(
    case: str, portal: Portal, place: Place, file: Path, change: Callable[..., None]
) -> None:
    place.take(file)
    make, words, whose = BAD[case]
    change(boundary_timeout_seconds=0.3, boundary_most_megabytes=1)
    portal.files["/bad/FeatureServer/0/query"] = make(portal)
    with pytest.raises(BoundaryError) as caught:
        place.take(f"{portal.address}/bad/FeatureServer/0")
    assert words in str(caught.value)
    assert isinstance(caught.value, CallError) is (whose == "call")
    held = place.held()
    assert held is not None
    assert held.file == file.name


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/FeatureServer/0",
        "http://127.0.0.1:1/w.zip",
        "http://nowhere.invalid/w.zip",
        "file:///etc/passwd",
        "ftp://127.0.0.1/w.zip",
        "data://,x",
        "https://",
        "http:///x",
        "http://[x/FeatureServer/0",
        "http://127.0.0.1:99999/w.zip",
        "http://127.0.0.1:1/a b\u00e9.zip",
    ],
)
def test_an_address_that_cannot_be_reached(
    address: str, place: Place, portal: Portal, change: Callable[..., None]
) -> None:
    change(boundary_timeout_seconds=0.3)
    with pytest.raises(CallError):
        place.take(address)


def test_no_passwords_in_messages() -> None:
    shown = boundary_files.shown
    assert shown("https://me:secret@a.b:8443/x/y%20z.zip?token=t#f") == "https://a.b:8443/x/y z.zip"
    assert shown("https://me:8080@a.b/x") == "https://a.b/x"
    assert shown("a/b.geojson") == "a/b.geojson"


# The command -----------------------------------------------------------------------------------


@pytest.fixture
def command(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, list[str], list[str]]]:
    monkeypatch.setattr(boundaries, "STATIC", place.static)

    def run(*arguments: object) -> tuple[int, list[str], list[str]]:
        call = ["boundaries", *map(str, arguments), "--data", str(place.data)]
        result = commands.main([*call, "--out", str(place.build)])
        out, err = capsys.readouterr()
        return result, out.splitlines(), err.splitlines()

    return run


def test_the_command_takes_a_file(
    command: Callable[..., tuple[int, list[str], list[str]]], place: Place, file: Path
) -> None:
    result, out, err = command(file)
    held = place.held()
    assert held is not None
    assert result == 0
    size = held.topojson.stat().st_size / 1000
    assert out == [f"20 of 20 wards have their boundaries ({size:.0f} KB)", str(held.topojson)]
    assert err == ["... checking the shapes", "... making them small"]


def test_the_command_with_the_crosswalk(
    command: Callable[..., tuple[int, list[str], list[str]]], place: Place, tmp_path: Path
) -> None:
    renewed().to_file(tmp_path / "w.gpkg")
    result, out, err = command(tmp_path / "w.gpkg")
    assert (result, out) == (1, [])
    assert err[-1].startswith(f"{tmp_path / 'w.gpkg'}: 16 of the 20 wards")
    result, out, _ = command(tmp_path / "w.gpkg", "--crosswalk")
    assert result == 0
    assert out[0].startswith("The file's wards are of 2025 (column WD25CD), those of the data of")
    assert out[-2].startswith("19 of 20 wards have their boundaries")


def test_the_command_and_what_is_not_there(
    command: Callable[..., tuple[int, list[str], list[str]]], place: Place, tmp_path: Path
) -> None:
    assert command(tmp_path / "x") == (2, [], [f"{tmp_path / 'x'}: there is no such file"])
    assert command("file:///x")[0] == 2


def test_the_command_and_wrong_data(
    place: Place, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "data"
    wrong.mkdir()
    (wrong / "wards.csv").write_text("ward_code\n")
    assert commands.main(["boundaries", str(file), "--data", str(wrong)]) == 1
    assert "data/wards.csv:1:1: ward_name" in capsys.readouterr().err
    (wrong / "wards.csv").unlink()
    (wrong / "sources.yaml").write_bytes((place.data / "sources.yaml").read_bytes())
    assert commands.main(["boundaries", str(file), "--data", str(wrong)]) == 2
    assert "there are no wards to find boundaries for" in capsys.readouterr().err


# The real thing, where it is at hand -----------------------------------------------------------


@pytest.fixture(scope="module")
def samples() -> Path:
    folder = settings().boundary_samples
    if folder is None or not (folder / "wards.geojson").is_file():
        pytest.skip("no folder of boundary files is at hand (boundaries.samples)")
    return folder


@pytest.fixture(scope="module")
def real(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Held, gpd.GeoDataFrame]:
    """The whole file taken, and what stands in it."""
    folder = tmp_path_factory.mktemp("real")
    held = boundaries.take(
        str(samples / "wards.geojson"), build=folder / "build", static=folder / "static"
    )
    frame = gpd.read_file(samples / "wards.geojson").to_crs(27700).set_index("ward_code")
    return held, frame


def test_all_real_wards_are_held(real: tuple[Held, gpd.GeoDataFrame]) -> None:
    held, _ = real
    assert (held.wards, held.of, held.missing, held.notes) == (306, 306, (), ())
    assert held.topojson.stat().st_size <= 250_000
    assert len(decoded(held, "wards")) == 306
    assert len(decoded(held, "districts")) == 18
    assert set(decoded(held, "places")) == {
        *("lancashire", "blackpool", "blackburn_with_darwen", "south_cumbria")
    }


def test_real_wards_share_their_edges_and_nothing_else(
    real: tuple[Held, gpd.GeoDataFrame],
) -> None:
    shapes = np.array(list(decoded(real[0], "wards").values()))
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(shapely.union_all(shapes).area, rel=1e-12)
    topology = json.loads(real[0].topojson.read_bytes())
    used = [
        number if number >= 0 else ~number
        for one in topology["objects"]["wards"]["geometries"]
        for polygon in (one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]])
        for ring in polygon
        for number in ring
    ]
    assert max(used.count(number) for number in set(used)) == 2
    assert sum(used.count(number) == 2 for number in set(used)) > 500


def test_real_wards_stay_what_they_are(real: tuple[Held, gpd.GeoDataFrame]) -> None:
    held, frame = real
    shapes = decoded(held, "wards")
    for ward, shape in shapes.items():
        whole = frame.geometry[ward]
        assert shape.symmetric_difference(whole).area < 0.06 * whole.area, ward
        for part in getattr(whole, "geoms", (whole,)):
            if part.area > 20_000:  # two hectares; islands such as Walney are kept
                assert shape.intersects(part.representative_point().buffer(60)), ward
    districts = decoded(held, "districts")
    assert sum(d.area for d in districts.values()) == pytest.approx(
        sum(s.area for s in shapes.values())
    )
    for name, point in decoded(held, "labels").items():
        assert districts[name].contains(point)


def test_the_real_file_as_others_have_it(
    real: tuple[Held, gpd.GeoDataFrame], tmp_path: Path
) -> None:
    held, frame = real
    grid = frame.reset_index().rename(columns={"ward_code": "WD21CD", "ward_name": "WD21NM"})
    file = tmp_path / "Wards (December 2021).zip"
    file.write_bytes(zipped(with_prefix(shapefile(grid, tmp_path), "WD_DEC_2021_GB_BGC")))
    other = boundaries.take(str(file), build=tmp_path / "build", static=tmp_path / "static")
    assert (other.wards, other.vintage) == (306, "December 2021")
    mine, theirs = decoded(held, "wards"), decoded(other, "wards")
    assert all(mine[w].symmetric_difference(theirs[w]).area < 1e-3 * mine[w].area for w in mine)


def test_real_districts_are_refused(samples: Path, tmp_path: Path) -> None:
    place = Place(settings().data, tmp_path / "build", tmp_path / "static")
    words = refused(place, samples / "samples" / "boundaries_LAD24CD_uk_bsc.geojson")
    assert "it holds districts (column LAD24CD, such as E06000001), not wards" in words
    assert "it holds integrated care boards" in refused(place, samples / "icb.geojson")


def test_the_real_crosswalk(samples: Path, tmp_path: Path) -> None:
    """Wards of December 2025, as far as whole wards of 2021 make them up."""
    rows = catalogue.load(settings().data).ward_crosswalk
    most: dict[str, tuple[float, str]] = {}
    for row in rows:
        # A code that is still there is the same ward.
        weight = float("inf") if row.other_code == row.ward_code else row.residents
        most[row.ward_code] = max(most.get(row.ward_code, (0, "")), (weight, row.other_code))
    frame = gpd.read_file(samples / "wards.geojson")
    frame["WD25CD"] = [most[ward][1] for ward in frame["ward_code"]]
    later = frame[["WD25CD", "geometry"]].dissolve("WD25CD", as_index=False)
    later.to_file(tmp_path / "Wards_December_2025.gpkg")
    place = Place(settings().data, tmp_path / "build", tmp_path / "static")
    words = refused(place, tmp_path / "Wards_December_2025.gpkg")
    assert "or give --crosswalk" in words
    held = place.take(tmp_path / "Wards_December_2025.gpkg", crosswalk=True)
    assert held.vintage == "December 2025"
    assert held.wards == 306 - len(held.missing)
    assert held.wards > 250
    assert len(held.moved) > 100
    assert shapely.coverage_is_valid(list(decoded(held, "wards").values()))
    assert len(decoded(held, "districts")) == 18
