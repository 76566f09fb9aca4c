"""What fails says so with a reference, in our own words; what only stops or starts anew passes."""

from __future__ import annotations

import logging
import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from config import ROOT
from pages.components import blocks


def opened(script: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(script)
    return app.run()


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("a secret of the inside")


def test_a_page_that_fails_outside_its_parts_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pages.components.frame.area_heading", broken)
    with caplog.at_level(logging.ERROR, logger="lifecourse"):
        app = opened("pages/explore/places.py")
    assert not app.exception
    (error,) = app.error
    assert error.value.startswith("This page could not be shown. The other pages stand.")
    assert "secret" not in error.value
    reference = re.search(r"Reference: (\w{8})", error.value)
    assert reference is not None
    (logged,) = [record for record in caplog.records if record.name == "lifecourse"]
    assert reference[1] in logged.getMessage()
    assert logged.exc_info is not None
    assert "a secret of the inside" in str(logged.exc_info[1])


def test_stop_and_rerun_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopping(*_: object) -> None:
        st.stop()

    def starting_anew(*_: object) -> None:
        if "once" not in st.session_state:
            st.session_state["once"] = True
            st.rerun()

    for passing in (stopping, starting_anew):
        monkeypatch.setattr("pages.components.frame.area_heading", passing)
        app = opened("pages/explore/places.py")
        assert not app.exception
        assert not app.error


def test_a_database_that_was_mended_starts_the_page_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def mended() -> bool:
        asked.append(True)
        monkeypatch.undo()
        return True

    monkeypatch.setattr("pages.components.frame.area_heading", broken)
    monkeypatch.setattr(blocks, "mended", mended)
    app = opened("pages/explore/places.py")
    assert asked == [True]
    assert not app.error
    assert any(heading.value == "Blackburn with Darwen" for heading in app.header)


def test_what_fails_outside_a_page_is_told_by_the_server_in_the_same_words() -> None:
    def script() -> None:
        import streamlit as st

        from pages.components.blocks import tell

        st.title("Any")
        assert tell(ValueError("inside"))  # so Streamlit shows nothing of its own

    app = AppTest.from_function(script).run()
    assert [error.value.split(" Ref")[0] for error in app.error] == [
        "This page could not be shown. The others stand."
    ]
