"""Tiles of the Overview: large values that are no headings, and whom they are about."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pytest

from config import settings
from config.overview import headlines
from loaders import build, queries
from loaders.store import Store
from pages.components.words import marked, records
from tests.pages.test_addresses import opened


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened_store = Store(build.build(settings().data, settings().build))
    yield opened_store
    opened_store.close()


def test_values_of_the_overview_are_no_headings_and_say_whose_they_are(store: Store) -> None:
    app = opened("pages/explore/overview.py")
    bodies = [one.proto.body for one in app.get("html")]
    ids = tuple(one for ids in headlines().values() for one in ids)
    figures = queries.figures(store=store, figure_ids=ids)
    for row in records(figures):
        assert any(f">{escape(marked(row))}</strong>" in body for body in bodies), row["figure_id"]
    held = queries.counts(store=store).iloc[0]
    assert any(f">{held['figures']}</strong>figures" in body for body in bodies)
    assert not [one.value for one in app.markdown if one.value.lstrip().startswith("#")]
    assert not any("<h" in body for body in bodies)
    of_some = figures[figures["indicator"].str.contains("a programme")]
    assert len(of_some)
    for row in records(of_some):
        named = f">{escape(row['programme'])}, {row['area']}"
        assert any(row["indicator"] in body and named in body for body in bodies)
