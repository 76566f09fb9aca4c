"""The map to zoom into: every ward, only what is shown, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from config import ROOT
from config.palette import DARK, LIGHT
from pages.components.maps.deck import TOLD, deck, legend
from pages.components.maps.geometry import Geometry, geometry
from pages.components.maps.shades import sequence, shades
from tests.maps.shapes import CODES, ROWS, held

SCALE = shades(ROWS["value"], title="Poverty (%)", written=lambda value: f"{value:g}%")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Geometry:
    return held(tmp_path_factory.mktemp("shapes"))


def made(shapes: Geometry, rows: pd.DataFrame = ROWS, **more: Any) -> dict[str, Any]:
    found = deck(rows, shades=SCALE, geometry=shapes, **{"palette": LIGHT, **more})
    assert found is not None
    held_json: dict[str, Any] = json.loads(found.to_json())
    return held_json


def layer(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in found["layers"] if one["id"] == name)


def test_every_ward_is_there_once_in_its_colour(shapes: Geometry) -> None:
    wards = layer(made(shapes), "wards")["data"]
    assert [ward["ward"] for ward in wards] == list(ROWS["ward_name"])
    colours = [
        LIGHT.page if at is None else sequence(LIGHT)[at - 1] for at in SCALE.of(ROWS["value"])
    ]
    told = ["#" + "".join(f"{part:02X}" for part in ward["fill"][:3]) for ward in wards]
    assert told == colours
    assert [ward["fill"][3] == 255 for ward in wards] == [True, False, False, True, False, True]


def test_only_what_is_shown_reaches_the_browser(shapes: Geometry) -> None:
    found = made(shapes, ROWS.assign(secret="withheld-4711"))
    assert "withheld-4711" not in json.dumps(found)
    assert set(layer(found, "wards")["data"][0]) == {
        "polygon", "fill", "line", "edge", "ward", "district", "value", "answer", "documents",
    }  # fmt: skip
    assert not [code for code in CODES if code in json.dumps(found)]


def test_nothing_comes_from_elsewhere(shapes: Geometry) -> None:
    text = json.dumps(made(shapes))
    assert "http" not in text
    found = made(shapes)
    assert found.get("mapProvider") is None
    assert found.get("mapStyle") is None
    assert [view["@@type"] for view in found["views"]] == ["OrthographicView"]


def test_tooltips_are_text_and_their_fields_are_there(shapes: Geometry) -> None:
    found = deck(ROWS, shades=SCALE, geometry=shapes, palette=LIGHT)
    assert found is not None
    assert found._tooltip == {"text": TOLD}
    ward = layer(json.loads(found.to_json()), "wards")["data"][0]
    assert TOLD.format(**ward) == ("Ash & Elm, District 1\n10%\nMatches\nNamed: priority ward")


def test_missing_named_and_picked_have_signs_and_districts_names(shapes: Geometry) -> None:
    found = made(shapes)
    assert sorted(one["text"] for one in layer(found, "marks")["data"]) == sorted("××●●○"[1:])
    assert [one["text"] for one in layer(found, "names")["data"]] == ["District 1", "District 2"]
    assert len(layer(found, "districts")["data"]) == 2
    assert [one["id"] for one in found["layers"]] == ["wards", "districts", "marks", "names"]


def test_the_legend_says_what_colours_and_signs_mean() -> None:
    def said(rows: pd.DataFrame) -> list[str]:
        items = re.findall("<span>(.*?)</span>", legend(rows, shades=SCALE, palette=LIGHT))
        return [re.sub("<.*?>", "", item).strip() for item in items]

    ranges = [f"{low} to {high}" for low, high in pairwise(SCALE.words)]
    states = ["matches", "does not match"]
    signs = ["● named in a document", "○ picked by hand", "× no data"]
    assert len(ranges) == SCALE.bins
    assert said(ROWS) == [*ranges, *states, *signs]
    assert said(ROWS.assign(state=None)) == [*ranges, *signs]
    clear = ROWS.assign(picked=False, named=None).dropna(subset="value")
    assert said(clear) == ranges + states
    # What a condition asks for may be missing too.
    assert said(clear.assign(state="unknown")) == [*ranges, *states, signs[-1]]
    scale = re.findall(
        r"background:rgb\(([\d ]+) / 100%\)", legend(ROWS, shades=SCALE, palette=LIGHT)
    )
    held = [" ".join(str(int(one[at : at + 2], 16)) for at in (1, 3, 5)) for one in sequence(LIGHT)]
    assert scale[: SCALE.bins] == held[: SCALE.bins]


def test_the_whole_map_is_in_the_middle_at_first(shapes: Geometry, tmp_path: Path) -> None:
    for one in (shapes, held(tmp_path, scale=10_000)):
        view = made(one)["initialViewState"]
        unit = 2 ** view["zoom"]
        assert view["target"][:2] == pytest.approx([one.width / 2, one.height / 2], rel=0.01)
        assert unit * one.width <= 700
        assert unit * one.height <= 620
        assert max(unit * one.width / 700, unit * one.height / 620) == pytest.approx(0.9)


def test_all_wards_of_the_project_take_little_room() -> None:
    shapes = geometry(ROOT / "static" / "hexagons.topojson")
    rows = pd.DataFrame(
        {"ward_code": list(shapes.wards), "ward_name": "W", "district": "D", "value": 1.0,
         "shown": "1", "state": None, "named": None, "picked": False}
    )  # fmt: skip
    found = deck(rows, shades=SCALE, geometry=shapes, palette=DARK)
    assert found is not None
    assert len(found.to_json()) < 120_000


def test_no_rows_are_no_deck_and_a_missing_column_is_named(shapes: Geometry) -> None:
    assert deck(ROWS.head(0), shades=SCALE, geometry=shapes, palette=LIGHT) is None
    with pytest.raises(KeyError, match="deck: the rows have no column 'shown'"):
        made(shapes, ROWS.drop(columns="shown"))
    assert len(layer(made(shapes, ROWS.head(1)), "wards")["data"]) == 1
