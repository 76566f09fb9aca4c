"""The mechanism: built once per shape, nothing shared, nothing that no mark shows."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from datetime import date
from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.palette import LIGHT
from pages.components.charts.by_area import by_area
from pages.components.charts.spec import Form, forget, plain, records, taken
from pages.components.charts.style import apart, room
from tests.charts.cases import BARS, CASES


def counted() -> tuple[Form, list[dict[str, Any]]]:
    built: list[dict[str, Any]] = []

    def build(**shape: Any) -> Any:
        built.append(shape)
        return (
            alt.Chart({"values": []}).mark_point().encode(x=alt.X("value:Q", title=shape["unit"]))
        )

    return Form("points", ("value",), build), built


def test_a_shape_is_built_once_and_its_data_swapped() -> None:
    form, built = counted()
    one = form.spec(pd.DataFrame({"value": [1.0]}), unit="%")
    two = form.spec(pd.DataFrame({"value": [2.0, 3.0]}), unit="%")
    assert len(built) == 1
    assert one["data"] == {"values": [{"value": 1.0}]}
    assert two["data"] == {"values": [{"value": 2.0}, {"value": 3.0}]}
    assert {**one, "data": None} == {**two, "data": None}
    form.spec(pd.DataFrame({"value": [1.0]}), unit="years")
    assert [shape["unit"] for shape in built] == ["%", "years"]


def test_altair_builds_nothing_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    first = {name: case.draw(case.rows) for name, case in CASES.items()}

    def refuse(*_: object, **__: object) -> Any:
        raise AssertionError("built again")

    monkeypatch.setattr(alt, "Chart", refuse)
    monkeypatch.setattr(alt.LayerChart, "to_dict", refuse)
    assert {name: case.draw(case.rows) for name, case in CASES.items()} == first


def test_a_shape_built_again_is_the_same_text() -> None:
    texts = []
    for _ in range(2):
        forget()
        texts.append(json.dumps([case.draw(case.rows) for case in CASES.values()]))
    assert texts[0] == texts[1]


def test_changing_what_one_got_changes_nobody_elses() -> None:
    one = by_area(BARS, unit="%", palette=LIGHT)
    assert one is not None
    before = json.dumps(one)
    one["config"]["view"]["stroke"] = "red"
    one["layer"].clear()
    assert json.dumps(by_area(BARS, unit="%", palette=LIGHT)) == before


def test_a_column_that_no_mark_shows_never_reaches_the_browser() -> None:
    for name, case in CASES.items():
        spec = case.draw(case.rows.assign(secret="withheld-4711"))
        assert "withheld-4711" not in json.dumps(spec), name


def test_a_missing_column_is_named_with_those_there() -> None:
    form, _ = counted()
    with pytest.raises(KeyError, match=r"points: the rows have no column 'value' \(they have a, b"):
        form.spec(pd.DataFrame({"a": [1], "b": [2]}), unit="%")
    with pytest.raises(KeyError, match="they have none"):
        taken(pd.DataFrame(), "points", ("value",))


def test_optional_columns_have_defaults() -> None:
    rows = pd.DataFrame({"a": [1, 2]}, index=[7, 9])
    assert list(taken(rows, "x", ("a",), {"b": False})["b"]) == [False, False]
    assert list(taken(rows.assign(b=True), "x", ("a",), {"b": False})["b"]) == [True, True]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None), (float("nan"), None), (math.inf, None), (pd.NA, None), (pd.NaT, None),
        (np.float64(1.5), 1.5), (np.int64(3), 3), (np.bool_(True), True), ("text", "text"),
        (pd.Timestamp("2024-03-01"), "2024-03-01T00:00:00"),
    ],
)  # fmt: skip
def test_cells_are_what_json_can_hold(value: Any, expected: Any) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


def test_other_things_are_refused_by_name() -> None:
    with pytest.raises(TypeError, match="cannot hold a date"):
        plain(date(2024, 3, 1))


def test_nullable_types_become_none() -> None:
    rows = pd.DataFrame(
        {"n": pd.array([1, None], dtype="Int64"), "t": pd.array(["a", None], dtype="string")}
    )
    assert records(rows, ("n", "t")) == [{"n": 1, "t": "a"}, {"n": None, "t": None}]


@given(st.lists(st.floats(-1e6, 1e6), max_size=12), st.floats(0.1, 100))
@settings(deadline=None)
def test_labels_moved_apart_keep_order_and_distance(places: list[float], least: float) -> None:
    moved = apart(places, least)
    order = sorted(range(len(places)), key=lambda at: (places[at], at))
    for low, high in pairwise(order):
        assert moved[high] - moved[low] >= least * (1 - 1e-6) - 1e-6


def test_labels_with_room_stay_where_they_are() -> None:
    assert apart([1.0, 9.0, 5.0], 2.0) == [1.0, 9.0, 5.0]
    assert apart([5.0, 5.0], 2.0) == [4.0, 6.0]


def test_room_is_in_steps() -> None:
    assert room(["a"]) == 40
    assert room(["a" * 9]) == room(["a" * 8]) + 20 or room(["a" * 9]) == room(["a" * 8])
    assert room(["a" * 500]) == 320
    assert {room(["a" * n]) % 20 for n in range(40)} == {0}


def test_charts_load_without_streamlit() -> None:
    code = (
        "import sys, tests.charts.cases; "
        "sys.exit('streamlit' in sys.modules and 'charts load streamlit')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
