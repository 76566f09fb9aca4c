"""Every scenario's card: its page runs, inputs change it, links restore it, nonsense is told."""

from __future__ import annotations

import pytest

from config import settings
from loaders import catalogue as curated
from models.scenarios import CARDS, card
from models.scenarios.answer import answer
from models.scenarios.core import Card
from pages.components import scenario_card
from tests.pages.test_every_page import shown

PAGE = "pages/plan/scenarios.py"


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_card_shows_question_inputs_result_and_what_it_does_not_say(card: Card) -> None:
    app = shown(PAGE, scenario=card.title)
    assert not app.warning
    assert card.question in [heading.value for heading in app.header]
    assert len(app.number_input) == len(card.inputs)
    texts = " ".join(text.value for text in app.text)
    assert card.formula in texts
    assert "Working:" in texts
    assert any("does not say" in heading.value for heading in app.subheader)


def test_an_input_in_the_address_is_set_and_its_change_is_told() -> None:
    app = shown(PAGE, scenario="Shorter stays at Dolphinlee", inputs="stay:4")
    stay = next(one for one in app.number_input if one.label.startswith("Average stay ("))
    assert stay.value == 4
    # 13 beds, 365 / 7 weeks, stays of 4 weeks
    assert any("169" in heading.value for heading in app.subheader)
    assert any("the change is" in text.value for text in app.text)


def test_what_is_computed_with_assumptions_is_not_called_stated() -> None:
    app = shown(PAGE, scenario="Familiar Faces: people who often attend A&E", inputs="fewer:4")
    texts = [text.value for text in app.text]
    (resting,) = [text for text in texts if text.startswith("No document states")]
    assert "People discussed: 100 people" in resting
    assert "due to the team: 100%" in resting
    assert "Fewer attendances" not in resting  # stated, and set here
    assert "cost" not in resting  # is in the net savings, not in the attendances
    assert any(text.startswith("Before any change it is 390") for text in texts)


@pytest.mark.parametrize("changes", [{}, {"people": 40.0}], ids=["as it is", "changed"])
def test_no_column_of_results_says_stated(changes: dict[str, float]) -> None:
    found = answer(card("familiar_faces"), curated.load(settings().data), changes)
    columns = list(scenario_card.beside(found, found.baseline).columns)
    assert columns[:2] == ["Result", "Before any change"]
    assert not [name for name in columns if "stated" in name.lower()]


def test_an_assumption_that_is_changed_is_no_longer_told_as_one() -> None:
    app = shown(
        PAGE,
        scenario="Familiar Faces: people who often attend A&E",
        inputs="people:40,due:50",
    )
    assert not [text for text in app.text if text.value.startswith("No document states")]


def test_moving_an_input_writes_the_text_and_back_to_stated_clears_it() -> None:
    app = shown(PAGE, scenario="Shorter stays at Dolphinlee")
    stay = next(one for one in app.number_input if one.label.startswith("Average stay ("))
    stay.set_value(4.0).run()
    written = next(one for one in app.text_input if one.label == "Changed inputs as text")
    assert written.value == "stay:4"
    next(one for one in app.button if one.label == "Undo all changes").click().run()
    written = next(one for one in app.text_input if one.label == "Changed inputs as text")
    assert written.value == ""
    assert not app.exception


@pytest.mark.parametrize("text", ["stay:-3", "stay:banana", "nothing:1", "stay:4,stay:5", "," * 50])
def test_what_cannot_be_is_told_and_the_rest_stands(text: str) -> None:
    app = shown(PAGE, scenario="Shorter stays at Dolphinlee", inputs=text)
    assert bool(app.warning) == (text.strip(",") != "")
    assert any("People served" in heading.value for heading in app.subheader)
