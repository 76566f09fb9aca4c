"""Every scenario's card: its page runs, inputs change it, links restore it, nonsense is told."""

from __future__ import annotations

import pytest

from models.scenarios import CARDS
from models.scenarios.core import Card
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


def test_moving_an_input_writes_the_text_and_back_to_stated_clears_it() -> None:
    app = shown(PAGE, scenario="Shorter stays at Dolphinlee")
    stay = next(one for one in app.number_input if one.label.startswith("Average stay ("))
    stay.set_value(4.0).run()
    written = next(one for one in app.text_input if one.label == "Changed inputs as text")
    assert written.value == "stay:4"
    next(one for one in app.button if one.label == "All inputs as stated").click().run()
    written = next(one for one in app.text_input if one.label == "Changed inputs as text")
    assert written.value == ""
    assert not app.exception


@pytest.mark.parametrize("text", ["stay:-3", "stay:banana", "nothing:1", "stay:4,stay:5", "," * 50])
def test_what_cannot_be_is_told_and_the_rest_stands(text: str) -> None:
    app = shown(PAGE, scenario="Shorter stays at Dolphinlee", inputs=text)
    assert bool(app.warning) == (text.strip(",") != "")
    assert any("People served" in heading.value for heading in app.subheader)
