"""The ward map: what stands still, what changes, what is drawn, said and never sent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from streamlit.elements import vega_charts

from config import ROOT
from config.palette import DARK, LIGHT, Palette
from pages.components.maps.drawing import BORDER, BOX, COLUMNS, FADE, NUMBERS, PICK, STATES
from pages.components.maps.geometry import Geometry, geometry
from pages.components.maps.shades import Shades, sequence, shades
from pages.components.maps.ward_map import (
    CHANGES,
    Drawn,
    Wards,
    change_colours,
    change_map,
    inlined,
    shade_map,
)
from tests.charts.images import at_width
from tests.charts.test_palette import contrast
from tests.maps.shapes import CODES, ROWS, held

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
SCALE = shades(ROWS["value"], title="Poverty (%)", written=lambda value: f"{value:g}%")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Geometry:
    return held(tmp_path_factory.mktemp("shapes"))


def words(rows: pd.DataFrame, column: str) -> list[Any]:
    return [None if pd.isna(one) else one for one in rows[column]]


def drawn(
    shapes: Geometry, rows: pd.DataFrame = ROWS, palette: Palette = LIGHT, scale: Shades = SCALE
) -> Drawn:
    found = shade_map(
        Wards.of(rows), words(rows, "state"), shades=scale, geometry=shapes, palette=palette
    )
    assert found is not None
    return found


def changed(shapes: Geometry, rows: pd.DataFrame = ROWS) -> Drawn:
    found = change_map(Wards.of(rows), words(rows, "change"), geometry=shapes, palette=LIGHT)
    assert found is not None
    return found


def svg(found: Drawn, width: int = 900) -> str:
    return str(vl_convert.vegalite_to_svg(at_width(inlined(found), width), allowed_base_urls=[]))


def wards(picture: str) -> list[dict[str, str]]:
    """Return how each ward is drawn: the attributes of its path."""
    group = re.search(r'<g class="mark-shape role-mark shapes_marks".*?</g>', picture, re.DOTALL)
    assert group is not None
    paths = re.findall(r"<path ([^>]*)/?>", group[0])
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', path)) for path in paths]


def said(picture: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<text[^>]*>(.*?)</text>", picture)]


def column(found: Drawn, table: str, name: str) -> list[Any]:
    return list(found.tables[table].column(name).to_pylist())


# What stands still


def test_an_answer_changes_the_tables_and_never_the_specification(shapes: Geometry) -> None:
    texts = set()
    others = (
        ROWS,
        ROWS.assign(state="in"),
        ROWS.assign(state=None),
        ROWS.assign(value=None, shown=None),
        ROWS.assign(named=None, picked=True),
        ROWS.head(1),
    )
    for rows in others:
        texts.add(json.dumps(drawn(shapes, rows).spec))
    other = shades(ROWS["value"] * 1000, title="Other", written=repr, how="round")
    texts.add(json.dumps(drawn(shapes, scale=other).spec))
    texts.add(json.dumps(changed(shapes).spec))
    assert len(texts) == 1


def test_colours_height_and_geometry_do_change_it(shapes: Geometry, tmp_path: Path) -> None:
    taller = shade_map(
        Wards.of(ROWS), [None] * 6, shades=SCALE, geometry=shapes, palette=LIGHT, height=820
    )
    assert taller is not None
    specs = [drawn(shapes).spec, drawn(shapes, palette=DARK).spec, taller.spec]
    specs.append(drawn(held(tmp_path, scale=5)).spec)
    assert len({json.dumps(spec) for spec in specs}) == 4


def test_whose_the_shapes_are_is_read_on_the_map(shapes: Geometry) -> None:
    credit = "Source: an office that has a long name, and rights in what it draws of the country."
    theirs = geometry(shapes.path, credit)
    (found,) = set(said(svg(drawn(theirs)))) - set(said(svg(drawn(shapes))))
    assert found.replace(" ", "") == credit.replace(" ", "")  # lines run into one another


def test_what_did_not_change_is_the_same_bytes(shapes: Geometry) -> None:
    one = drawn(shapes).tables
    two = drawn(shapes, ROWS.assign(state=ROWS["state"].replace("in", "out"))).tables
    assert {name for name in one if not one[name].equals(two[name])} == {"states"}


def test_changing_what_one_got_changes_nobody_elses(shapes: Geometry) -> None:
    before = drawn(shapes)
    text = json.dumps(before.spec)
    before.spec["layer"].clear()
    assert json.dumps(drawn(shapes).spec) == text


def test_altair_builds_nothing_the_second_time(
    shapes: Geometry, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drawn(shapes)

    def refuse(*_: object, **__: object) -> Any:
        raise AssertionError("built again")

    monkeypatch.setattr(alt.LayerChart, "to_dict", refuse)
    assert drawn(shapes).spec == first.spec


def test_the_specification_is_valid_and_small(shapes: Geometry) -> None:
    spec = drawn(shapes).spec
    alt.LayerChart.from_dict(spec)
    assert spec["width"] == "container"
    assert len(json.dumps(spec)) < 14_000
    assert "view_" not in json.dumps(spec)


# What travels


def test_no_shape_and_nothing_that_is_not_drawn_reaches_the_browser(shapes: Geometry) -> None:
    rows = ROWS.assign(secret="withheld-4711")
    for found in (drawn(shapes, rows), changed(shapes, rows)):
        text = json.dumps(found.spec) + json.dumps([t.to_pylist() for t in found.tables.values()])
        assert "withheld-4711" not in text
        assert "arcs" not in text
        assert {name: tuple(table.column_names) for name, table in found.tables.items()} == COLUMNS


def test_every_column_is_drawn_and_every_drawn_field_is_a_column(shapes: Geometry) -> None:
    text = json.dumps(drawn(shapes).spec)
    used = set(re.findall(r"datum\.(\w+)", text)) | set(re.findall(r'"field": "(\w+)"', text))
    keys = set(re.findall(r'"key": "(\w+)"', text))
    assert keys == {"ward_code", "every"}
    of_tables = {name for columns in COLUMNS.values() for name in columns}
    # Besides: the names of districts are in the specification, a ward's state is worked out there.
    assert used | keys == {*of_tables, "name", "state"}


def test_every_state_is_one_digit() -> None:
    assert set(NUMBERS.values()) <= set(range(10))


def test_a_map_of_the_whole_footprint_travels_in_forty_kilobytes() -> None:
    shapes = geometry(ROOT / "static" / "hexagons.topojson")
    rows = pd.DataFrame(
        {
            "ward_code": list(shapes.wards),
            "ward_name": "A name of usual length",
            "district": "Blackburn with Darwen",
            "value": range(len(shapes.wards)),
            "shown": "12.5%",
            "state": "in",
            "named": None,
            "picked": False,
        }
    )
    found = drawn(shapes, rows)
    size = sum(table.nbytes for table in found.tables.values()) + len(json.dumps(found.spec))
    assert size < 45_000


def test_streamlit_finds_the_selections_and_takes_the_tables(shapes: Geometry) -> None:
    spec = drawn(shapes).with_tables
    modes = vega_charts._parse_selection_mode(spec, [PICK, BOX])
    assert sorted(modes) == sorted([PICK, BOX])
    proto = vega_charts.VegaLiteChartProto()
    vega_charts._marshall_chart_data(proto, spec)
    assert {one.name for one in proto.datasets} == set(COLUMNS)
    assert "datasets" not in spec
    assert json.loads(vega_charts._stabilize_vega_json_spec(json.dumps(spec))) == spec


# What is drawn


def test_every_ward_is_drawn_in_the_colour_of_its_bin(shapes: Geometry) -> None:
    found = wards(svg(drawn(shapes)))
    colours = sequence(LIGHT)
    bins = SCALE.of(ROWS["value"])
    assert [ward["fill"] for ward in found] == [
        LIGHT.page if at is None else colours[at - 1] for at in bins
    ]


def test_matches_stand_out_and_the_rest_is_faded(shapes: Geometry) -> None:
    found = wards(svg(drawn(shapes)))
    assert [float(ward.get("fill-opacity", 1)) for ward in found] == [1, FADE, FADE, 1, FADE, 1]
    none = "none"
    assert [ward.get("stroke", none) for ward in found] == [
        LIGHT.text, none, none, LIGHT.text, none, LIGHT.text,
    ]  # fmt: skip
    widths = [float(ward["stroke-width"]) for ward in found if "stroke" in ward]
    assert min(widths) > BORDER


def test_borders_between_wards_that_do_not_match_are_one_line(shapes: Geometry) -> None:
    nobody = svg(drawn(shapes, ROWS.assign(state="out")))
    assert {ward.get("stroke", "none") for ward in wards(nobody)} == {"none"}
    (borders,) = (
        one
        for one in re.findall(r"<path [^>]*>", nobody)
        if f'stroke="{LIGHT.rule}"' in one and f'stroke-width="{BORDER}"' in one
    )
    # More than an outline around all six: that would be drawn in one go.
    assert borders.count("M") > 1


def test_while_nothing_is_asked_no_ward_is_faded_or_outlined(shapes: Geometry) -> None:
    picture = svg(drawn(shapes, ROWS.assign(state=None)))
    assert {float(ward.get("fill-opacity", 1)) for ward in wards(picture)} == {1}
    assert {ward["stroke"] for ward in wards(picture)} == {LIGHT.rule}
    assert "matches" not in said(picture)


def test_missing_and_unknown_are_hatched_and_only_these(shapes: Geometry) -> None:
    def lines(rows: pd.DataFrame) -> int:
        return drawn(shapes, rows).tables["hatch"].num_rows

    none = ROWS.assign(value=1.0, state="in")
    each = [len(shapes.hatching[code]) for code in CODES]
    assert lines(none) == 0
    assert lines(ROWS) == each[2]
    assert lines(none.assign(value=[None, 1, 1, 1, 1, 1])) == each[0]
    assert lines(none.assign(state=["in", "unknown", "out", "in", "in", "in"])) == each[1]
    assert lines(none.assign(value=None)) == sum(each)


def test_the_legend_says_bins_unit_and_what_is_missing(shapes: Geometry) -> None:
    words = said(svg(drawn(shapes)))
    for expected in ("Poverty (%)", *SCALE.words, "no data", "matches", "does not match",
                     "named in a document", "picked by hand", "District 1"):  # fmt: skip
        assert expected in words
    known = ROWS.assign(value=5.0, named=None, picked=False)
    # What is hatched for want of a value that a condition asks for is told, too.
    assert "no data" in said(svg(drawn(shapes, known)))
    whole = said(svg(drawn(shapes, known.assign(state="in"))))
    assert not {"no data", "named in a document", "picked by hand"} & set(whole)


def test_signs_lie_on_their_wards_the_named_on_top(shapes: Geometry) -> None:
    found = drawn(shapes)
    places = list(zip(column(found, "signs", "x"), column(found, "signs", "y"), strict=True))
    centres = [shapes.discs[code][:2] for code in (CODES[1], CODES[0], CODES[3])]
    assert places == [pytest.approx(centre, abs=1e-3) for centre in centres]
    assert column(found, "signs", "fill") == [None, LIGHT.page, LIGHT.page]
    assert column(found, "signs", "line")[0] == LIGHT.projection


def test_a_change_is_colour_sign_and_word(shapes: Geometry) -> None:
    found = changed(shapes)
    picture = svg(found)
    colours = change_colours(LIGHT)
    assert [ward["fill"] for ward in wards(picture)] == [colours[one] for one in ROWS["change"]]
    assert set(column(found, "signs", "sign")) == {
        "triangle-up", "triangle-down", "square", "circle",
    }  # fmt: skip
    assert {"gained, 2", "lost, 1", "kept, 2", "in neither, 1"} <= set(said(picture))
    assert column(found, "states", "states") == ["".join(str(NUMBERS[o]) for o in ROWS["change"])]
    assert found.tables["hatch"].num_rows == 0


def test_the_signs_of_a_ward_that_changed_and_is_named_part(shapes: Geometry) -> None:
    found = changed(shapes, ROWS.head(1))
    low, high = sorted(column(found, "signs", "shift"))
    assert low < 0 < high


def test_the_tooltip_has_words_for_every_state(shapes: Geometry) -> None:
    spec = drawn(shapes).spec
    words = next(param["value"] for param in spec["params"] if param["name"] == "words")
    assert words == list(STATES.values())
    assert set(CHANGES) < set(STATES)
    shapes_layer = next(one for one in spec["layer"] if one.get("name") == "shapes")
    tooltip = shapes_layer["encoding"]["tooltip"]["value"]["expr"]
    assert re.findall(r"'(\w+)':", tooltip) == [
        "Ward", "District", "Value", "Conditions", "Documents",
    ]  # fmt: skip
    assert column(drawn(shapes), "wards", "documents")[:2] == ["named: priority ward", "not named"]
    assert column(drawn(shapes), "wards", "value")[2] == "no data"


@BOTH
def test_outlines_and_signs_stand_out_from_every_shade(palette: Palette) -> None:
    # A sign has both a fill and a line, so one of them does wherever it lies.
    for colour in (*sequence(palette), *change_colours(palette).values()):
        assert max(contrast(colour, palette.text), contrast(colour, palette.page)) >= 3
    assert contrast(palette.text, palette.page) >= 7


@pytest.mark.parametrize("width", [320, 700, 1100, 1800])
@BOTH
def test_it_draws_at_every_width(shapes: Geometry, palette: Palette, width: int) -> None:
    picture = svg(drawn(shapes, palette=palette), width)
    size = re.search(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"', picture)
    assert size is not None
    assert (float(size[1]), float(size[2])) == (width, 620)
    numbers = [
        tuple(map(float, pair))
        for ward in wards(picture)
        for pair in re.findall(r"([\d.-]+),([\d.-]+)", ward["d"])
    ]
    assert len(wards(picture)) == 6
    assert all(0 <= x <= width and 60 <= y <= 620 for x, y in numbers)


def test_both_geometries_are_drawn_by_the_same_code(tmp_path: Path) -> None:
    pictures = [wards(svg(drawn(held(tmp_path, scale=scale)))) for scale in (1.0, 10_000.0)]
    for one, other in zip(*pictures, strict=True):
        numbers = [
            [float(number) for number in re.findall(r"[\d.]+", ward["d"])] for ward in (one, other)
        ]
        assert numbers[0] == pytest.approx(numbers[1], abs=0.5)


def test_north_is_up(shapes: Geometry) -> None:
    found = wards(svg(drawn(shapes)))
    heights = [min(map(float, re.findall(r",([\d.]+)", ward["d"]))) for ward in found]
    assert min(heights[:3]) > max(heights[3:])


def test_an_image_has_its_shapes_inside_and_no_address(shapes: Geometry) -> None:
    spec = inlined(drawn(shapes))
    assert "url" not in json.dumps({**spec, "datasets": None})
    json.dumps(spec, allow_nan=False)
    png = vl_convert.vegalite_to_png(at_width(spec, 900, "#FFFFFF"), allowed_base_urls=[])
    assert png.startswith(b"\x89PNG")
    assert "url" in json.dumps(drawn(shapes).spec)


# What is odd


def test_no_rows_are_no_map_and_one_row_is_one(shapes: Geometry) -> None:
    none = Wards.of(ROWS.head(0))
    assert shade_map(none, [], shades=SCALE, geometry=shapes, palette=LIGHT) is None
    assert change_map(none, [], geometry=shapes, palette=LIGHT) is None
    one = svg(drawn(shapes, ROWS.head(1)))
    # Wards of the geometry that no row speaks of are outlines.
    assert [ward.get("fill", "none") for ward in wards(one)].count("none") == 5


@pytest.mark.parametrize("name", ["value", "shown", "state", "named", "picked"])
def test_nulls_are_drawn_or_said_and_never_break_the_map(shapes: Geometry, name: str) -> None:
    assert len(wards(svg(drawn(shapes, ROWS.assign(**{name: None}))))) == 6


def test_a_ward_that_has_no_shape_is_left_out(shapes: Geometry) -> None:
    rows = pd.concat([ROWS, ROWS.head(1).assign(ward_code="E05999999", value=None)])
    found = drawn(shapes, rows)
    assert len(wards(svg(found))) == 6
    assert found.tables["signs"].num_rows == 3


def test_without_any_value_all_is_hatched_and_the_title_stays(shapes: Geometry) -> None:
    empty = shades(pd.Series([], dtype=float), title="Poverty (%)", written=repr)
    picture = svg(drawn(shapes, ROWS.assign(value=None, shown=None), scale=empty))
    assert {"Poverty (%)", "no data"} <= set(said(picture))


@pytest.mark.parametrize("name", ["ward_code", "value", "named", "picked", "shown"])
def test_a_missing_column_is_named(name: str) -> None:
    with pytest.raises(KeyError, match=f"the ward map: the rows have no column '{name}'"):
        Wards.of(ROWS.drop(columns=name))


def test_words_that_are_not_known_are_refused(shapes: Geometry) -> None:
    with pytest.raises(ValueError, match="state 'inn' is not one of in, out, unknown"):
        drawn(shapes, ROWS.assign(state="inn"))
    with pytest.raises(ValueError, match="change 'won' is not one of gained, lost"):
        changed(shapes, ROWS.assign(change="won"))
    with pytest.raises(ValueError, match="a ward has none; expected one of gained"):
        changed(shapes, ROWS.assign(change=None))


def test_nothing_that_the_page_holds_is_changed(shapes: Geometry) -> None:
    before = ROWS.copy(deep=True)
    drawn(shapes)
    changed(shapes)
    pd.testing.assert_frame_equal(before, ROWS)


def test_maps_load_without_streamlit_geopandas_and_pydeck() -> None:
    code = (
        "import sys, pages.components.maps.ward_map, pages.components.maps.deck; "
        "sys.exit(' '.join({'streamlit', 'geopandas', 'pydeck'} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
