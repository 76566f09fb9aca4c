"""Presenting: every page's views, packs in the address, slides that turn, ready-made packs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config import settings
from config.navigation import PAGES
from config.palette import DARK, LIGHT
from loaders import build
from loaders.store import Store
from models.pack import Item, Pack, parse
from pages.components import makers, packs
from tests.pages.test_every_page import shown

PAGE = "pages/room/present.py"
ADDRESSES = tuple(entry.address for entry in PAGES)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = Store(build.build(settings().data, settings().build))
    yield opened
    opened.close()


def test_pages_that_say_they_have_views_are_those_that_are_made() -> None:
    assert set(makers.MAKERS) == {entry.address for entry in PAGES if entry.views}


@pytest.mark.parametrize("address", list(makers.MAKERS))
def test_every_page_has_a_view_that_can_be_drawn(store: Store, address: str) -> None:
    found = makers.views_of(store, Item(address))
    assert found
    for view in found.values():
        assert view.headline
        assert view.draw(LIGHT) is not None or len(view.table)
        assert (view.draw(DARK) is None) == (view.draw(LIGHT) is None)


def test_what_the_address_asks_for_is_what_is_made(store: Store) -> None:
    (spine, *_) = makers.views_of(store, Item("places", (("area", "Burnley"),))).values()
    assert spine.headline.startswith("Burnley against England")
    trend = makers.views_of(
        store, Item("indicators", (("indicator", "smoking_at_time_of_delivery"),))
    )["trend"]
    assert "13.9%" in trend.headline
    assert "7.59%" in trend.headline
    wards = makers.views_of(store, Item("wards", (("where", "place:blackpool"),)))["map"]
    assert wards.headline.startswith("21 wards")


def test_a_view_that_is_gone_gives_those_of_its_page(store: Store) -> None:
    every = makers.views_of(store, Item("strategy"))
    assert makers.one_of(store, Item("strategy", view="known")).keys() == {"known"}
    assert makers.one_of(store, Item("strategy", view="gone")).keys() == every.keys()


def test_ready_made_packs_are_of_every_place_and_stage(store: Store) -> None:
    ready = packs.ready(store)
    assert len(ready) == 9
    for name, pack in ready.items():
        found = packs.expanded(store, pack)
        assert len(found) >= 3, name
        assert parse(pack.text(), ADDRESSES) == (pack, ())


def test_another_place_is_asked_of_every_view_that_can_be(store: Store) -> None:
    made = packs.expanded(store, packs.ready(store)["The Blackpool pack"])
    moved = packs.at_place(store, made, "Lancashire")
    assert len(moved) == len(made)
    wards = [one for one in moved if one.item.page == "wards"]
    assert all(one.view.headline.startswith("233 wards") for one in wards)
    assert any("Blackpool" in one.view.headline for one in made)
    # Lancashire has no official values of its own: that view stays as it was made.
    stays = [one for one, before in zip(moved, made, strict=True) if one == before]
    assert [one.item.view.partition("_")[0] for one in stays] == ["spine"]


FIVE = Pack(
    (
        Item("indicators", (("indicator", "Smoking at time of delivery"),)),
        Item("wards", (("where", "imd2025_score:40.."),), title="The most deprived wards"),
        Item("strategy", view="known", heading="What we do not know"),
    ),
    "A meeting",
)


@pytest.mark.parametrize(
    ("slide", "title"),
    [
        ("0", "A meeting"),
        ("1", "Lancashire and South Cumbria: 13.9% in March 2022, 7.59% in March 2025"),
        ("2", "The most deprived wards"),
        ("3", "Outcomes are unknown"),
        ("99", "Outcomes are unknown"),
    ],
)
def test_every_slide(slide: str, title: str) -> None:
    app = shown(PAGE, pack=FIVE.text(), slide=slide)
    assert next(one.value for one in app.title).startswith(title)


def test_slides_turn_and_leaving_gives_the_pack_back() -> None:
    app = shown(PAGE, pack=FIVE.text(), slide="0")
    for expected in ("1 of 3", "2 of 3"):
        next(one for one in app.button if one.label == "Next").click().run()
        assert expected in [one.value for one in app.text]
    next(one for one in app.button if one.label == "Leave").click().run()
    assert [one.value for one in app.title] == ["Present"]
    assert not app.exception


def test_a_pack_is_put_together_by_buttons() -> None:
    app = shown(PAGE, pack=FIVE.text())
    written = lambda: next(  # noqa: E731
        one.value for one in app.text_input if one.label == "The pack as text"
    )
    next(one for one in app.button if one.label == "↓ Down").click().run()
    assert [item.page for item in parse(written(), ADDRESSES)[0].items] == [
        "wards",
        "indicators",
        "strategy",
    ]
    next(one for one in app.button if one.label == "✕ Take away").click().run()
    assert [item.page for item in parse(written(), ADDRESSES)[0].items] == [
        "indicators",
        "strategy",
    ]
    heading = next(one for one in app.text_input if one.label == "Agenda heading")
    heading.set_value("First of all").run()
    assert parse(written(), ADDRESSES)[0].items[0].heading == "First of all"
    assert not app.exception


def test_nonsense_is_told_and_the_rest_is_kept() -> None:
    app = shown(PAGE, pack=f"nowhere?x=1|{FIVE.text()}")
    assert any("is no page" in one.value for one in app.warning)
    assert len([one for one in app.button if one.label == "✕ Take away"]) == 3


def test_a_page_asked_to_be_presented_is() -> None:
    app = shown("pages/explore/places.py", area="Blackpool", present="1")
    assert next(one.value for one in app.title).startswith("Blackpool against England")
