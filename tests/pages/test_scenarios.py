"""Every scenario's card: its page runs, inputs change it, links restore it, nonsense is told."""

from __future__ import annotations

import json
import re

import pytest

from config import settings
from config.palette import LIGHT
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
    assert "People discussed (100 people)" in resting
    assert "due to the team (100%)" in resting
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


@pytest.mark.parametrize("one", CARDS, ids=lambda one: one.id)
def test_the_tornado_reads_as_a_sentence_from_low_to_high_in_units_people_know(one: Card) -> None:
    found = answer(one, curated.load(settings().data))
    view = scenario_card.what_matters(found)
    assert view is not None
    head = found.scenario.headline
    for bar, told in zip(found.scenario.tornado, view.table[head.label], strict=True):
        ends = [float(end) for end in re.findall(r"\d+(?:\.\d+)?", told.replace(",", ""))]
        assert len(ends) == 2
        assert ends == sorted(ends)
        assert ends == pytest.approx(sorted((bar.at_low, bar.at_high)), rel=0.01, abs=0.06)
    assert "a&e" not in view.headline
    if not found.scenario.tornado[1:]:
        assert head.label.lower() not in view.headline.partition(":")[0].lower()
    drawn = view.draw(LIGHT)
    assert drawn is not None
    assert "gbp" not in json.dumps(drawn, default=str)


def test_pounds_that_lie_close_are_told_apart_on_the_axis() -> None:
    """£59,252.50 to £59,253.50: "59.2526k" on a tick is no amount that anybody reads."""
    view = scenario_card.what_matters(
        answer(card("falls_prevention"), curated.load(settings().data))
    )
    assert view is not None
    assert list(view.table["Savings from avoided admissions"]) == ["£59,252.50 to £59,253.50"]
    assert (
        view.headline == "Only one input's range moves the result: savings from avoided admissions"
    )
    drawn = view.draw(LIGHT)
    assert drawn is not None
    told = json.dumps(drawn, default=str)
    assert '"format": ",~f"' in told
    assert "Savings from avoided admissions, \\u00a3" in told
