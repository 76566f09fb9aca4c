"""Presenting: every page's views, packs in the address, slides that turn, ready-made packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from config import settings
from config.navigation import PAGES
from config.palette import DARK, LIGHT
from loaders import build
from loaders.store import Store
from models.pack import Item, Pack, parse
from pages.components import makers, pack_downloads, packs, stage
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
    # Lancashire has no official values of its own: that view stays as it was made, and says so.
    stays = [(one, before) for one, before in zip(moved, made, strict=True) if one.note]
    assert [one.item.view.partition("_")[0] for one, _ in stays] == ["spine"]
    for one, before in stays:
        assert one == replace(before, note=one.note)
        assert one.note == (
            "Lancashire has no values for this view. It stays of Blackpool, as in the pack."
        )


def test_a_pack_at_its_own_place_has_nothing_to_say(store: Store) -> None:
    made = packs.expanded(store, packs.ready(store)["The Blackpool pack"])
    assert not any(one.note for one in packs.at_place(store, made, "Blackpool"))


@pytest.mark.parametrize("place", ["South Cumbria", "Lancashire"])
def test_a_slide_that_is_not_of_the_chosen_place_says_so(store: Store, place: str) -> None:
    pack = packs.ready(store)["The Blackpool pack"].text()
    said = f"{place} has no values for this view. It stays of Blackpool, as in the pack."
    told = lambda slide: [  # noqa: E731
        one.value.strip("*") for one in shown(PAGE, pack=pack, slide=slide, place=place).markdown
    ]
    assert said in told("1")
    assert said not in told("2")
    (contents,) = [one for one in told("0") if "1. Blackpool against England" in one]
    marked = [line for line in contents.splitlines() if line.endswith("(as in the pack)")]
    assert [line[:2] for line in marked] == ["1."]


def test_a_view_that_is_not_by_place_says_so_when_one_is_chosen(store: Store) -> None:
    made = packs.expanded(store, FIVE)
    notes = [one.note for one in packs.at_place(store, made, "South Cumbria")]
    assert notes[0] == notes[-1] == "This view is not by place: it stays as in the pack."
    assert not any(one.note for one in made)


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
    assert "Contents" in [one.value for one in app.text]
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


def test_a_ready_made_pack_closes_what_offered_it() -> None:
    app = shown(PAGE)

    def offers() -> set[str]:
        found = {one.proto.id for one in app.get("popover") if "_pack" in one.proto.id}
        assert len(found) == 2
        return found

    before = offers()
    app.run()
    assert offers() == before  # one that is open stays so
    next(one for one in app.button if one.label == "The Blackpool pack").click().run()
    assert not offers() & before  # others, and a new one is closed
    assert any(one.label == "Present from the start" for one in app.button)
    assert not app.exception


def test_nonsense_is_told_and_the_rest_is_kept() -> None:
    app = shown(PAGE, pack=f"nowhere?x=1|{FIVE.text()}")
    assert any("is no page" in one.value for one in app.warning)
    assert len([one for one in app.button if one.label == "✕ Take away"]) == 3


def test_a_page_asked_to_be_presented_is() -> None:
    app = shown("pages/explore/places.py", area="Blackpool", present="1")
    assert next(one.value for one in app.title).startswith("Blackpool against England")


# What fits on a slide that is shown


def test_a_table_has_as_many_rows_as_fit() -> None:
    short = pd.DataFrame({"What": ["a"] * 30, "Value": ["1%"] * 30})
    few, more = (stage.fitting_rows(short, room) for room in (150, 300))
    assert 1 <= few < more < 30
    long = pd.DataFrame({"What": ["many words " * 13] * 30, "Value": ["1%"] * 30})
    assert stage.fitting_rows(long, 300) < more
    assert stage.fitting_rows(long, 1) == 1
    assert stage.fitting_rows(short.head(2), 500) == 2


def test_type_is_larger_where_a_table_leaves_room_and_no_word_is_cut() -> None:
    small = pd.DataFrame({"What": ["a b"], "Value": ["1%"]})
    assert stage.fitting_rows(small, 400, 1.5) == 1
    wide = pd.DataFrame({f"C{at}": ["x" * 16] for at in range(6)})
    assert stage.fitting_rows(wide, 400, 1.5) == 0
    assert stage.fitting_rows(wide, 400) == 1


def test_rows_of_a_chart_are_counted_not_its_marks(store: Store) -> None:
    matrix = makers.views_of(store, Item("strategy"))["known"]
    spec = matrix.draw(LIGHT)
    assert spec is not None
    assert len(spec["data"]["values"]) > stage._rows_of(spec) == matrix.table["Domain"].nunique()


def test_rows_stand_apart_as_far_as_the_room_allows(store: Store) -> None:
    spec = makers.views_of(store, Item("strategy"))["known"].draw(LIGHT)
    assert spec is not None
    steps = [stage._fitting(spec, room)["height"]["step"] for room in (100, 300, 400, 2000)]
    assert steps == sorted(steps)
    assert steps[0] == stage.LEAST_STEP
    assert steps[-1] == spec["height"]["step"] * stage.MOST_APART
    assert stage._rows_of(spec) * steps[2] <= 400


def test_contents_of_many_views_name_their_parts() -> None:
    parts = {"First": ["1. A", "2. B"], "Second": ["3. C"]}
    assert stage._all_of(parts).splitlines() == [
        "", "**First**", "", "1. A", "2. B", "", "**Second**", "", "3. C",
    ]  # fmt: skip
    assert stage._in_short(parts) == "- First: 1 to 2\n- Second: 3"
    alone = stage._in_short({"": [f"{at}. A" for at in range(1, 41)]})
    assert alone.startswith("1. A")
    assert alone.endswith(f"and {40 - stage.TWO_COLUMNS + 2} more")


def test_sources_are_named_as_far_as_two_lines_hold() -> None:
    assert stage._sources(()) == ""
    assert stage._sources(("A", "B")) == "Source: A; B. "
    said = stage._sources([f"{'Document ' * 9}{at}" for at in range(5)])
    assert said.endswith(" and 3 more. ")


def test_a_view_of_a_tab_is_the_one_that_was_added(store: Store) -> None:
    outcomes = (("view", "Outcomes"), ("evidence", "before and after"))
    for asked, keys in (
        (outcomes, {"outcomes", "slope_percent", "of_kind"}),
        ((("view", "Savings and costs"),), {"saving", "funding"}),
        ((("view", "Who does what"),), {"matrix", "partners"}),
        ((("programme", "Virtual wards"),), {"one_figures"}),
    ):
        item = Item("programmes", asked)
        assert keys <= set(makers.views_of(store, item)), asked
        for key in keys:
            assert set(makers.one_of(store, replace(item, view=key))) == {key}


@pytest.mark.parametrize("ending", ["pptx", "pdf"])
def test_progress_is_told_view_by_view(
    store: Store, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[float, str]] = []

    class Bar:
        def progress(self, share: float, words: str) -> None:
            told.append((share, words))

        def empty(self) -> None:
            told.append((1.0, "gone"))

    def bar(share: float, words: str) -> Bar:
        told.append((share, words))
        return Bar()

    monkeypatch.setattr(pack_downloads.st, "progress", bar)
    assert pack_downloads._made(store, FIVE, ending)
    views = len(packs.expanded(store, FIVE))
    assert [words for _, words in told] == [
        "Making the slides…",
        *(f"{at} of {views} views" for at in range(1, views + 1)),
        "gone",
    ]
    assert [share for share, _ in told] == sorted(share for share, _ in told)
