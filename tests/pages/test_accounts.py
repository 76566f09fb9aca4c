"""Accounts are off; when they are on nobody sees a figure without a login."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT, settings


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFECOURSE_ACCOUNTS_REQUIRED", "true")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_without_login_there_is_a_way_to_log_in_and_nothing_else(required: None) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert [one.label for one in app.button] == ["Log in"]
    assert not app.selectbox
    assert not app.exception
    assert not any("figures" in one.value for one in app.markdown)
    assert not any(">figures" in one.proto.body for one in app.get("html"))


def test_a_login_that_is_not_configured_is_told(required: None) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.button[0].click().run()
    assert not app.exception
    assert [one.value for one in app.error] == [
        "The login is not configured. Whoever runs the dashboard finds the reason in the log."
    ]
