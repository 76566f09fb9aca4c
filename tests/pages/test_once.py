"""What is worked out once for each build, and when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.palette import DARK, LIGHT
from loaders import build, queries
from loaders.diff import Revision
from loaders.store import Store
from pages.components import once, revisions, views
from tests.loaders import small
from tests.pages.real_views import store as real


@pytest.fixture
def stores(tmp_path: Path) -> list[Store]:
    data = small.write(tmp_path / "data")
    first = Store(build.build(data, tmp_path / "out"))
    small.change(data, "figures/report.yaml", "7.59\n", "7.6\n")
    return [first, Store(build.build(data, tmp_path / "out"))]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    once._made.clear()


def test_it_is_made_once_for_each_build_and_key(stores: list[Store]) -> None:
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return f"the {len(made)}."

    first, second = stores
    assert [once.made(first, "one", make) for _ in range(3)] == ["the 1."] * 3
    assert once.made(first, "two", make) == "the 2."
    assert once.made(second, "one", make) == "the 3."
    assert once.made(first, "one", make) == "the 1."


def test_what_failed_is_tried_again(stores: list[Store]) -> None:
    def fails() -> int:
        return 1 // 0

    with pytest.raises(ZeroDivisionError):
        once.made(stores[0], "it", fails)
    assert once.made(stores[0], "it", lambda: 2) == 2


def test_marks_of_a_link_are_nobody_elses(stores: list[Store]) -> None:
    revised = {"one": Revision("one", "A figure", (("value", "7.59", "7.6"),))}
    assert once.made(stores[0], "told", lambda: "plain") == "plain"
    revisions.begin(revised)
    try:
        assert once.made(stores[0], "told", lambda: "marked") == "marked"
    finally:
        revisions.begin({})
    assert once.made(stores[0], "told", lambda: "marked") == "plain"


def test_a_view_is_drawn_once_for_each_palette_and_belongs_to_the_caller() -> None:
    build_ = real()
    rows = queries.figures(store=build_, indicator_id="life_expectancy_at_birth")
    plain = views.area_view(rows)
    kept = once.view(build_, "life expectancy", lambda: views.area_view(rows))
    assert plain is not None
    assert kept is not None
    for palette in (LIGHT, DARK):
        drawn = kept.draw(palette)
        assert drawn == plain.draw(palette)
        assert drawn is not None
        drawn.clear()
        assert kept.draw(palette) == plain.draw(palette)
    assert once.view(build_, "nothing", lambda: None) is None
