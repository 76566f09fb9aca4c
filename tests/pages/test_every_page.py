"""Every page, area, indicator, document and domain, run without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from config import ROOT, settings
from config.navigation import PAGES, Entry
from loaders import build, queries
from loaders.store import Store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = Store(build.build(settings().data, settings().build))
    yield opened
    opened.close()


def shown(script: str, **asked: str) -> AppTest:
    """Run one page with what the address asks for; fail on any error that people would see."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(script)
    # AppTest takes the file's name for the address, and a page may have another.
    (address,) = (entry.address for entry in PAGES if entry.script == script)
    app._page_hash = calc_hash(address)
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    assert not app.error, [error.value for error in app.error]
    return app


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.title)
def test_a_page_runs_and_says_what_it_is(entry: Entry) -> None:
    app = shown(entry.script)
    assert len(app.title) == 1
    assert any("Data build" in part.proto.body for part in app.get("html"))


def _each(script: str, key: str, names: pd.Series) -> None:
    assert len(names) > 0
    for name in names:
        app = shown(script, **{key: name})
        assert not app.info, (name, [info.value for info in app.info])
        assert name in [heading.value for heading in app.header], name


def test_every_indicator(store: Store) -> None:
    names = queries.indicators(store=store)["name"]
    assert names.is_unique
    _each("pages/explore/indicators.py", "indicator", names)


def test_every_area(store: Store) -> None:
    names = queries.areas(store=store)["name"]
    assert names.is_unique
    _each("pages/explore/places.py", "area", names)


def test_every_document(store: Store) -> None:
    _each(
        "pages/trust/sources.py",
        "document",
        queries.sources(store=store).query("figures > 0")["title"],
    )


def test_every_theme_of_every_domain(store: Store) -> None:
    count = 0
    for _, domain in queries.domains(store=store).iterrows():
        for theme in queries.themes(store=store, domain_id=domain["domain_id"])["name"]:
            app = shown("pages/explore/domains.py", domain=domain["name"], theme=theme)
            assert domain["name"] in [heading.value for heading in app.header]
            count += 1
    assert count >= 16


def test_two_places_beside_a_third() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/explore/places.py")
    app.query_params["area"] = "Burnley"
    app.query_params["beside"] = ["Blackpool", "Preston"]
    app.run()
    assert not app.exception
    assert not app.error
    assert app.multiselect(key="beside").value == ["Blackpool", "Preston"]


def test_an_unknown_name_in_the_address_is_told() -> None:
    app = shown("pages/explore/places.py", area="Atlantis")
    assert any("Atlantis" in info.value for info in app.info)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("pages.components.views.trend_view", "The change over time"),
        ("pages.components.official.by_area", "The official values"),
        ("pages.components.tables.show", "The table"),
    ],
)
def test_a_part_that_fails_leaves_the_rest(
    part: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(part)

    monkeypatch.setattr(part, broken)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/explore/indicators.py")
    app.run()
    assert not app.exception
    assert any(error.value.startswith(f"{told} could not be shown") for error in app.error)
    assert part not in "".join(error.value for error in app.error)
    assert any("Data build" in part.proto.body for part in app.get("html"))


def test_what_was_asked_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(
        "pages.components.views.show", lambda view, *, filters="", **_: told.append(filters)
    )
    shown("pages/explore/indicators.py", domain="Starting Well", kind="outcome", trend="true")
    assert told[0] == "domain: Starting Well; kind of claim: outcome; has two dates or more"


def test_a_source_without_figures_is_found_and_leads_to_the_sources() -> None:
    app = shown("pages/explore/overview.py", find="Census 2021")
    links = [link.proto for link in app.get("page_link")]
    assert any(link.label.startswith("Document: Census 2021") for link in links)
    assert all("document=" not in link.query_string for link in links)


@pytest.mark.parametrize(
    ("script", "first", "second"),
    [
        ("pages/explore/domains.py", "domain", "theme"),
        ("pages/trust/sources.py", "document", "section"),
    ],
)
def test_what_another_picker_puts_out_of_reach_was_not_asked_for(
    script: str, first: str, second: str
) -> None:
    app = shown(script, **{second: "nowhere"})
    assert len(app.info) == 1
    chosen = app.selectbox(key=first)
    chosen.select(chosen.options[1]).run()
    assert not app.info
