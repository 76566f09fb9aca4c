"""What addresses ask for: understood, corrected, told; what one control does to another."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT
from pages.components import filters

PLACES = "pages/explore/places.py"
INDICATORS = "pages/explore/indicators.py"
SOURCES = "pages/trust/sources.py"
DOMAINS = "pages/explore/domains.py"


def opened(script: str, **asked: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(script)
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    assert not app.error, [error.value for error in app.error]
    return app


def address(app: AppTest, key: str) -> list[str]:
    """Return what the address holds for a control."""
    held = app.query_params.get(key, [])
    return [held] if isinstance(held, str) else list(held)


def told(app: AppTest) -> str:
    return "\n".join(info.value for info in app.info)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("blackpool", "Blackpool"),
        ("BLACKPOOL", "Blackpool"),
        ("central_lancashire", "Central Lancashire"),
        ("blackburn-with-darwen", "Blackburn with Darwen"),
        (" barrow in furness ", "Barrow-in-Furness"),
    ],
)
def test_a_name_or_an_id_in_any_case_is_understood(asked: str, name: str) -> None:
    app = opened(PLACES, area=asked)
    assert app.selectbox(key="area").value == name
    # What is the first choice anyway does not stand in the address.
    assert (address(app, "area") or ["Blackburn with Darwen"]) == [name]
    assert not app.info


def test_several_names_are_understood() -> None:
    app = opened(PLACES, area="preston", beside=["BLACKPOOL", "south_ribble"])
    assert app.multiselect(key="beside").value == ["Blackpool", "South Ribble"]
    assert address(app, "beside") == ["Blackpool", "South Ribble"]
    assert not app.info


def test_yes_and_no_in_other_words_are_understood() -> None:
    app = opened(INDICATORS, trend="Yes", official="0")
    assert (app.toggle(key="trend").value, app.toggle(key="official").value) == (True, False)
    assert address(app, "trend") == ["true"]
    assert not app.info


def test_nonsense_for_yes_or_no_is_told() -> None:
    app = opened(INDICATORS, trend="banana")
    assert app.toggle(key="trend").value is False
    assert "“banana”" in told(app)


def test_all_is_understood_as_no_choice() -> None:
    app = opened(INDICATORS, domain="all", kind="OUTCOME")
    assert (app.selectbox(key="domain").value, app.selectbox(key="kind").value) == (
        "All",
        "outcome",
    )
    assert not app.info


def test_what_is_not_here_is_told_until_something_is_chosen() -> None:
    app = opened(PLACES, area="Atlantis", beside=["blackpool", "*Lyonesse*"])
    assert app.selectbox(key="area").value == "Blackburn with Darwen"
    assert app.multiselect(key="beside").value == ["Blackpool"]
    assert "“Atlantis”" in told(app)
    assert r"“\*Lyonesse\*”" in told(app)
    app.selectbox(key="area").select("Preston").run()
    assert not app.info


def test_an_unknown_indicator_is_told_without_how_many_match() -> None:
    app = opened(INDICATORS, indicator="Atlantis")
    assert "asks for indicator “Atlantis”, which is not here" in told(app)


def test_what_is_told_of_one_page_is_not_told_on_another() -> None:
    app = opened(PLACES, area="Atlantis")
    app.query_params.clear()
    app.switch_page(SOURCES)
    app.run()
    assert not app.info
    app.switch_page(PLACES)
    app.run()
    assert not app.info


def test_what_cannot_stand_beside_is_told() -> None:
    app = opened(PLACES, area="Preston", beside=["Wyre", "preston", "Fylde", "Burnley"])
    assert app.multiselect(key="beside").value == ["Wyre", "Fylde"]
    assert "“Preston” cannot stand beside itself" in told(app)
    assert "“Burnley” is left out: at most 2" in told(app)


def test_only_the_first_of_many_unknown_names_are_told() -> None:
    app = opened(PLACES, beside=[f"nowhere {number}" for number in range(500)])
    assert told(app).count("which is not here") == filters.MOST_TOLD


def test_a_long_value_is_cut_where_it_is_told() -> None:
    app = opened(PLACES, area="x" * 5000)
    assert len(told(app)) < 200
    assert "x…”" in told(app)


def test_too_many_letters_are_cut_where_they_are_looked_for() -> None:
    app = opened(INDICATORS, q="falls " + "y" * 5000)
    assert len(app.text_input(key="q").value or "") == filters.LONGEST_WORDS
    assert "5,006 letters" in told(app)


def test_another_document_has_no_section_chosen() -> None:
    section = opened(SOURCES).selectbox(key="section").options[2]
    app = opened(SOURCES, section=section)
    assert app.selectbox(key="section").value == section
    chosen = app.selectbox(key="document")
    chosen.select(chosen.options[1]).run()
    assert app.selectbox(key="section").value == "All sections"
    assert address(app, "section") == []
    assert not app.info


@pytest.mark.parametrize(
    ("script", "key"),
    [
        (DOMAINS, "theme"),
        ("pages/plan/strategy.py", "view"),
        ("pages/plan/strategy.py", "domain"),
        ("pages/plan/programmes.py", "view"),
        ("pages/trust/checks.py", "verdict"),
        ("pages/trust/data.py", "part"),
    ],
)
def test_a_tab_without_a_name_is_the_first(script: str, key: str) -> None:
    app = opened(script, **{key: ""})
    tabs = app.segmented_control(key=key)
    assert tabs.value == tabs.options[0]
    assert address(app, key) == []
    assert "address" not in told(app)


def test_another_domain_has_its_first_theme() -> None:
    themes = opened(DOMAINS).segmented_control(key="theme").options
    app = opened(DOMAINS, theme=themes[1])
    assert app.segmented_control(key="theme").value == themes[1]
    domain = app.selectbox(key="domain")
    domain.select(domain.options[1]).run()
    now = app.segmented_control(key="theme")
    assert now.value == now.options[0] != themes[1]
    assert address(app, "theme") == []
    assert not app.info


def test_other_words_let_go_of_an_indicator_that_they_do_not_find() -> None:
    indicator = opened(INDICATORS, q="smoking").selectbox(key="indicator").options[2]
    app = opened(INDICATORS, q="smoking", indicator=indicator)
    assert app.selectbox(key="indicator").value == indicator
    app.text_input(key="q").input("falls").run()
    assert app.selectbox(key="indicator").value == app.selectbox(key="indicator").options[0]
    assert address(app, "indicator") == []
    assert not app.info


def test_an_area_that_is_chosen_does_not_stand_beside_itself() -> None:
    app = opened(PLACES, area="Preston", beside=["Wyre", "Fylde"])
    app.selectbox(key="area").select("Wyre").run()
    assert app.multiselect(key="beside").value == ["Fylde"]
    assert address(app, "beside") == ["Fylde"]
    assert not app.exception
