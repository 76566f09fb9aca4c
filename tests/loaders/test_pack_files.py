"""A meeting pack as a file: it comes back, and what is wrong is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.pack_files import from_yaml, to_yaml
from loaders.problems import DataError
from models.base import Wrong
from models.pack import Item, Pack

WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f\xa0\xad")
).filter(lambda text: not any(0x7F <= ord(letter) <= 0xA0 for letter in text))
KEYS = st.text("abcdefghij_", min_size=1, max_size=8)
ITEMS = st.builds(
    Item,
    st.sampled_from(["", "places", "wards"]),
    st.lists(st.tuples(KEYS, WORDS), max_size=3).map(tuple),
    KEYS,
    WORDS,
    WORDS,
    WORDS,
)


@given(st.builds(Pack, st.lists(ITEMS, max_size=4).map(tuple), WORDS))
def test_a_pack_comes_back_from_its_file(pack: Pack) -> None:
    assert from_yaml(to_yaml(pack), "pack.yaml") == pack


def test_a_file_is_legible() -> None:
    pack = Pack((Item("places", (("area", "Blackpool"),), heading="Where we are"),), "November")
    assert to_yaml(pack).decode() == (
        '"pack": "November"\n"views":\n- "page": "places"\n  "asked":\n  - "area=Blackpool"\n'
        '  "heading": "Where we are"\n'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pack: x", "is no pack"),
        ("views: places", "is no pack"),
        ("views:\n  - area: x", "has no page"),
        ("views:\n  - page: places\n    colour: red", "'colour' is not known"),
        ("views:\n  - page: places\n    asked: x", "is no list"),
        ("views:\n  - page: places\n    asked:\n      - x", "has no ="),
        ("x" * 200_000, "bytes"),
    ],
)
def test_what_is_no_pack_is_told(text: str, words: str) -> None:
    with pytest.raises(Wrong) as found:
        from_yaml(text.encode(), "pack.yaml")
    assert words in found.value.wrong


@pytest.mark.parametrize("text", ["\tviews:", "views: [", "a: 1\na: 2", "views: &x [*x]"])
def test_what_is_no_yaml_is_told_with_its_line(text: str) -> None:
    with pytest.raises(DataError) as found:
        from_yaml(text.encode(), "pack.yaml")
    assert "pack.yaml:" in str(found.value)
