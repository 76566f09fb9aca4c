"""Copying: the picture is that of the download, made when asked; the words stand on their own."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.components import copying, drawing, pictures, snapshots
from pages.components.snapshots import Snapshot
from tests.pages import real_views


def test_the_picture_is_that_of_the_download() -> None:
    taken = real_views.slide("lines").snapshot
    assert b64decode(copying.drawn(taken)["picture"]) == pictures.to_png(taken)


def test_a_drawing_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> bytes:
        raise drawing.DrawingError("the drawing broke off")

    monkeypatch.setattr(drawing, "svg", broken)
    taken = real_views.slide("lines").snapshot
    assert copying.drawn(taken) == {"problem": "the drawing broke off"}


def test_nothing_is_drawn_before_somebody_clicks() -> None:
    def page() -> None:
        import pandas as pd

        from pages.components.copying import offer
        from pages.components.snapshots import Snapshot

        def refuse() -> dict[str, object]:
            raise AssertionError("drawn before anybody asked")

        made = Snapshot(
            "Fewer smoke", "", "", "The plan", "0123", pd.DataFrame({"A": [1]}), chart=refuse
        )
        offer(made, key="one")
        offer(made, key="two")

    app = AppTest.from_function(page).run()
    assert not app.exception
    held = [json.loads(one.proto.json) for one in app.get("bidi_component")]
    assert [one["key"] for one in held] == ["one", "two"]
    assert all(one["chart"] and "picture" not in one and one["made"] == 0 for one in held)


FRAME = pd.DataFrame(
    {"Value": ["1%", "2%"], "Area": ["A", "B"], "When": ["", "2024"], "More": ["x", "y"]}
)
PLAIN = Snapshot(
    "Fewer\nsmoke", "Smoking (%)", "", "The plan", "0123", FRAME, FRAME, taken=date(2025, 11, 14)
)


def test_words_for_minutes_are_headline_figures_source_date_and_link() -> None:
    assert snapshots.minuted(PLAIN, "https://x.org/a").splitlines() == [
        "Fewer smoke",
        "Smoking (%)",
        "- 1%, A",
        "- 2%, B, 2024",
        "Source: The plan",
        "Lifecourse, data build 0123, 14 November 2025",
        "https://x.org/a",
    ]


def test_words_for_minutes_name_the_first_figures_and_count_the_rest() -> None:
    many = pd.DataFrame({"Value": [f"{at}%" for at in range(7)]})
    lines = snapshots.minuted(replace(PLAIN, table=many, rows=many)).splitlines()
    assert lines[2:8] == ["- 0%", "- 1%", "- 2%", "- 3%", "- 4%", "- and 2 more"]


def test_tables_whose_rows_are_no_figures_are_left_to_the_headline() -> None:
    lines = snapshots.minuted(replace(PLAIN, rows=None, filters="Place: A")).splitlines()
    assert lines[1:4] == ["Smoking (%)", "Filters: Place: A", "Source: The plan"]
