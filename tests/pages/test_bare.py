"""Bare figures beside a comparator: stated, and never judged."""

from __future__ import annotations

import pytest

from config import settings
from loaders import build, queries
from loaders.store import Store
from pages.components.bare import differences


@pytest.fixture(scope="module")
def store():
    opened = Store(build.build(settings().data, settings().build))
    yield opened
    opened.close()


def test_smoking_is_set_beside_england_and_called_untested(store):
    rows = queries.figures(store=store, indicator_id="adult_smoking_prevalence")
    (told,) = differences(rows)
    assert told.startswith("Lancashire and South Cumbria: 18.5% against 17.2% in England: ")
    assert told.endswith("1.3 percentage points higher; not tested.")


def test_other_documents_and_groups_are_not_set_beside_each_other(store):
    told = differences(
        queries.figures(store=store, indicator_id="households_in_fuel_poverty_share")
    )
    assert len(told) == 2
    assert any("13%" in line and "10.6%" in line for line in told)
    assert any("13.7%" in line and "13.4%" in line for line in told)


def test_no_sentence_judges(store):
    told = []
    for one in queries.indicators(store=store)["indicator_id"]:
        told += differences(queries.figures(store=store, indicator_id=one))
    assert len(told) >= 6
    assert all(line.endswith("not tested.") for line in told)
    assert not any(word in line for line in told for word in ("worse", "better", "significant"))
