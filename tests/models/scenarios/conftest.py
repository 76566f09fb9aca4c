"""What tests of scenarios share: the curated figures, and an answer by the id of a card."""

from __future__ import annotations

import pytest

from config import settings
from loaders import catalogue as curated
from models.scenarios import card
from models.scenarios.answer import answer


@pytest.fixture(scope="session")
def held():
    return curated.load(settings().data)


@pytest.fixture(scope="session")
def ask(held):
    """Answer a scenario by its id, with changes by the ids of inputs."""

    def asked(card_id, **changes):
        return answer(card(card_id), held, changes)

    return asked


@pytest.fixture(scope="session")
def points(ask):
    """The points of every output of a scenario, by their ids."""

    def found(card_id, **changes):
        result = ask(card_id, **changes).scenario
        return {one.id: one.point for one in (result.headline, *result.others)}

    return found
