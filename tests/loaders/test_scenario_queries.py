"""Figures of scenarios out of a build are those that were curated."""

import pytest

from config import settings
from loaders import build, scenario_queries
from loaders import catalogue as curated
from loaders.store import Store
from models.scenarios import CARDS
from models.scenarios.answer import answer


@pytest.fixture(scope="module")
def held():
    return curated.load(settings().data)


@pytest.fixture(scope="module")
def frame(tmp_path_factory):
    store = Store(build.build(settings().data, tmp_path_factory.mktemp("build")))
    yield scenario_queries.figures(store=store, cards=CARDS)
    store.close()


def test_every_figure_of_every_card_is_there_once_with_its_provenance(frame):
    wanted = {figure_id for card in CARDS for figure_id in card.figure_ids}
    assert sorted(frame["figure_id"]) == sorted(wanted)
    for column in ("as_stated", "source", "locator", "shown", "in_question"):
        assert frame[column].notna().all()


def test_figures_come_back_as_they_were_curated(frame, held):
    found = scenario_queries.catalogue(frame)
    assert len(found.figures) == len(frame)
    for figure in found.figures:
        assert figure == held.figure(figure.id)
        assert found.indicator_of(figure).unit == held.indicator_of(figure).unit


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_build_answers_as_the_data_does(frame, held, card):
    assert answer(card, scenario_queries.catalogue(frame)) == answer(card, held)


def test_no_rows_are_an_empty_catalogue(frame):
    assert scenario_queries.catalogue(frame.head(0)).figures == ()
