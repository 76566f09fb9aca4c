"""The Data page: queries run within their limits, examples work, the dictionary is whole."""

from __future__ import annotations

import pytest

from config.sql_examples import EXAMPLES
from loaders import dictionary
from tests.pages.test_every_page import shown

PAGE = "pages/trust/data.py"


@pytest.mark.parametrize("sql", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_has_rows(sql: str) -> None:
    app = shown(PAGE, sql=sql)
    (told,) = [one.value for one in app.subheader]
    assert " in " in told
    assert not told.startswith("0 ")


def test_an_example_is_a_click_away() -> None:
    app = shown(PAGE)
    name = next(iter(EXAMPLES))
    next(one for one in app.button if one.label == name).click().run()
    assert app.text_area[0].value == EXAMPLES[name]
    assert not app.error


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT nothing FROM figures", "line 1"),
        ("DROP TABLE figures", "only"),
        ("SELECT * FROM read_text('/etc/passwd')", "cannot be used"),
        ("SELEC 1", "line 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_no_paths(sql: str, words: str) -> None:
    from streamlit.testing.v1 import AppTest

    from config import ROOT

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(PAGE)
    app.query_params["sql"] = sql
    app.run()
    assert not app.exception
    (told,) = [one.value for one in app.error]
    assert words in told.lower()
    assert str(ROOT) not in told


@pytest.mark.parametrize("view", [view.name for view in dictionary.views()])
def test_every_view_has_its_dictionary_and_first_rows(view: str) -> None:
    app = shown(PAGE, part="Dictionary", table=view)
    assert any("first rows" in one.value for one in app.subheader)
