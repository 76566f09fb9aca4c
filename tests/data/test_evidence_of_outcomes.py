"""What is curated of outcomes agrees with the words it was curated from."""

from __future__ import annotations

import re

import pytest

from config import settings
from loaders import catalogue
from models.catalogue import Catalogue

CHANGED = re.compile(r", (relative )?(reduction|increase)\b")


@pytest.fixture(scope="module")
def held() -> Catalogue:
    return catalogue.load(settings().data)


def test_outcomes_that_are_a_change_are_called_so(held: Catalogue) -> None:
    """An indicator called "..., reduction" has no value before and after."""
    changes = [
        figure
        for figure in held.figures
        if figure.kind == "outcome" and CHANGED.search(held.indicator_of(figure).name)
    ]
    assert len(changes) > 15
    assert [one.id for one in changes if one.evidence != "change"] == []


def test_one_person_s_case_is_called_so_and_nothing_else_is(held: Catalogue) -> None:
    told = {
        figure.id
        for figure in held.figures
        if "one person's case" in f"{figure.note} {held.indicator_of(figure).name}".lower()
    }
    assert len(told) > 10
    assert told == {one.id for one in held.figures if one.evidence == "one_case"}


def test_an_estimate_is_called_so_by_its_words_or_rests_on_one(held: Catalogue) -> None:
    estimates = [one for one in held.figures if one.evidence == "estimated"]
    assert estimates
    for figure in estimates:
        rests_on = held.figure(figure.per).as_stated if figure.per else ""
        assert "estimated" in figure.as_stated + rests_on, figure.id


def test_what_people_say_of_themselves_is_worded_so(held: Catalogue) -> None:
    """Only what the document itself puts down to answers, feedback or feelings."""
    words = re.compile(r"report|felt|feel|feedback|survey|indicat|responding|would", re.IGNORECASE)
    told = [one for one in held.figures if one.evidence == "self_reported"]
    assert len(told) >= 8
    for figure in told:
        said = f"{figure.as_stated} {figure.note} {held.indicator_of(figure).name}"
        assert words.search(said), figure.id


def test_every_amount_that_is_saved_gained_or_given_says_which(held: Catalogue) -> None:
    plain = {one.id for one in held.indicators if one.unit == "gbp" and one.money is None}
    assert plain == {"disabled_facilities_grant_maximum", "individual_savings_held"}
