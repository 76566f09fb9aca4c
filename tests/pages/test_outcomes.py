"""The outcomes of programmes on the page: every sign is explained once."""

from __future__ import annotations

from pages.components.words import MARKS
from tests.pages.test_every_page import shown

PAGE = "pages/plan/programmes.py"


def test_a_sign_is_explained_once_beside_charts() -> None:
    app = shown(PAGE, view="Outcomes", evidence="before and after")
    said = "\n".join(one.value for one in app.text)
    for sign, words in MARKS.items():
        assert said.count(f"{sign} {words}") == 1
    assert not app.exception


def test_a_sign_is_explained_where_there_are_no_charts() -> None:
    app = shown(PAGE, view="Outcomes", evidence="a change, as stated")
    carried = [sign for sign in MARKS if any(sign in one.value for one in app.text)]
    said = [one.value for one in app.text]
    assert [f"{sign} {MARKS[sign]}" in said for sign in carried] == [True] * len(carried)
    assert carried
