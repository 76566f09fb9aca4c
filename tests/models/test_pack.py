"""A meeting pack as text: it comes back as it went, and nonsense is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Wrong
from models.pack import LONGEST_WORDS, MOST_ITEMS, Item, Pack, parse

PAGES = ("", "places", "wards", "indicators")
WORDS = st.text(min_size=0, max_size=60).map(lambda text: text.encode("utf-8", "ignore").decode())
KEYS = st.text("abcdefghij_", min_size=1, max_size=10)
ITEMS = st.builds(
    Item,
    st.sampled_from(PAGES),
    st.lists(st.tuples(KEYS, WORDS.filter(bool)), max_size=4).map(tuple),
    st.text("abcdef_", max_size=8),
    WORDS,
    WORDS,
    WORDS,
)
PACKS = st.builds(Pack, st.lists(ITEMS, max_size=6).map(tuple), WORDS)


@given(PACKS)
def test_a_pack_comes_back_from_its_text(pack: Pack) -> None:
    found, faults = parse(pack.text(), PAGES)
    assert not faults
    assert found == pack


@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text: str) -> None:
    found, faults = parse(text, PAGES)
    assert len(found.items) <= MOST_ITEMS
    assert all(fault.wrong and fault.expected for fault in faults)


@given(PACKS, st.integers(0, 6), st.sampled_from([-1, 1]))
def test_moving_keeps_every_view(pack: Pack, at: int, by: int) -> None:
    if at >= len(pack.items):
        return
    moved = pack.moved(at, by)
    assert sorted(map(repr, moved.items)) == sorted(map(repr, pack.items))
    if 0 <= at + by < len(pack.items):
        assert moved.items[at + by] == pack.items[at]
        assert moved.moved(at + by, -by) == pack


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nowhere?area=x", "is no page"),
        ("places!colour=red", "is no title"),
        ("x" * 13_000, "characters"),
        (f"places!title={'x' * 400}", "characters"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stands(text: str, words: str) -> None:
    found, (fault,) = parse(f"{text}|places?area=Blackpool", PAGES)
    assert words in fault.wrong
    assert [item.get("area") for item in found.items] == (
        ["Blackpool"] if len(text) < 10_000 else []
    )


def test_an_item_is_asked_anew_and_knows_its_link() -> None:
    item = Item("places", (("area", "Blackpool"), ("beside", "Lancashire"), ("beside", "Wyre")))
    other = item.asking("area", "Burnley & Pendle")
    assert other.get("area") == "Burnley & Pendle"
    assert other.all_of("beside") == ("Lancashire", "Wyre")
    assert "area=Burnley+%26+Pendle" in other.link


def test_a_full_pack_and_long_words_are_refused() -> None:
    full = Pack((Item("places"),) * MOST_ITEMS)
    with pytest.raises(Wrong, match="the pack has"):
        full.with_item(Item("wards"))
    with pytest.raises(Wrong, match="title"):
        Item("places", title="x" * (LONGEST_WORDS + 1))
    assert len(full.without(3).items) == MOST_ITEMS - 1
