"""Conditions on wards: what matches, what cannot be judged, and the text in the address."""

import math
import string
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Wrong
from models.conditions import (
    KEYWORDS,
    Condition,
    Conditions,
    Known,
    in_words,
    matches,
    parse,
    read,
    unknown,
)
from tests.models.ward_frames import FACTS, KINDS, PLACES, frame, wards

FEW = frame(
    [
        {"imd2025_score": 50.0, "ill": 9.0, "designations": ["priority_ward", "other"]},
        {"imd2025_score": 30.0, "ill": math.nan, "place_id": "blackpool", "district": "Blackpool"},
        {"imd2025_score": 10.0, "ill": 3.0, "district": "Preston"},
        {"imd2025_score": math.nan, "ill": 9.0, "designations": ["respiratory_focus"]},
    ]
)
KNOWN = Known.of(FEW, FACTS)


def which(text: str) -> list[int]:
    """The numbers of the wards that match."""
    found = matches(FEW, parse(text, KNOWN))
    return [number for number, inside in enumerate(found, start=1) if inside]


def unsure(text: str) -> list[int]:
    found = unknown(FEW, parse(text, KNOWN))
    return [number for number, one in enumerate(found, start=1) if one]


@pytest.mark.parametrize(
    ("text", "numbers", "not_judged"),
    [
        ("", [1, 2, 3, 4], []),
        ("imd2025_score:30..", [1, 2], [4]),
        ("imd2025_score:..30", [2, 3], [4]),
        ("imd2025_score:30..30", [2], [4]),
        ("imd2025_score:..", [1, 2, 3, 4], []),
        ("imd2025_score:30..;ill:9..", [1], [2, 4]),
        ("imd2025_score:30..;ill:9..;match:any", [1, 2, 4], []),
        ("imd2025_score:40..;ill:9..;match:any", [1, 4], [2]),
        ("place:blackpool", [2], []),
        ("district:Preston,Blackpool", [2, 3], []),
        ("designation:other", [1], []),
        ("designation:other,respiratory_focus", [1, 4], []),
        ("named:yes", [1, 4], []),
        ("named:no", [2, 3], []),
        ("imd2025_score:30..;named:yes", [1], [4]),
        # A filter narrows even where any condition will do.
        ("imd2025_score:30..;ill:9..;match:any;named:no", [2], []),
        ("imd2025_score:40..;also:E05000003", [1, 3], [4]),
        ("imd2025_score:30..;not:E05000001", [2], [4]),
        ("imd2025_score:30..;not:E05000004", [1, 2], []),
        ("imd2025_score:40..;also:E05000004", [1, 4], []),
        ("not:E05000001", [2, 3, 4], []),
        # What is taken out stays out.
        ("also:E05000001;not:E05000001", [2, 3, 4], []),
        ("match:hand", [], []),
        ("match:hand;also:E05000003,E05000001", [1, 3], []),
        ("match:hand;imd2025_score:50..;also:E05000003", [3], []),
    ],
)
def test_matches(text: str, numbers: list[int], not_judged: list[int]) -> None:
    assert which(text) == numbers
    assert unsure(text) == not_judged


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="no column 'at_work'"):
        matches(FEW, parse("at_work:1.."))


# The text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong", "mend"),
    [
        ("imd2025_scor:30..", "fact 'imd2025_scor' is not known here", "imd2025_score"),
        ("imd2025_score:30..20", "imd2025_score: 30 is above 20", "imd2025_score:20..30"),
        ("imd2025_score:30", "imd2025_score: '30' is no range", "imd2025_score:30.."),
        ("imd2025_score:a..b", "imd2025_score: 'a..b' is no range", None),
        ("imd2025_score:1e3..", "imd2025_score: '1e3..' is no range", None),
        ("imd2025_score:nan..", "imd2025_score: 'nan..' is no range", None),
        ("imd2025_score:1,5..", "imd2025_score: '1,5..' is no range", None),
        ("imd2025_score:9999999999999..", "'9999999999999.0' is no number", None),
        ("imd2025_score:1..;imd2025_score:2..", "imd2025_score stands twice", None),
        ("imd2025_score", "'imd2025_score' is no condition", None),
        ("match:most", "match 'most' is not known", None),
        ("named:maybe", "named 'maybe' is not known", None),
        ("place:blackpol", "place 'blackpol' is not known here", "blackpool"),
        ("district:", "district '' is not known here", None),
        ("district:Burnley,Leeds", "district 'Leeds' is not known here", None),
        ("designation:priority", "designation 'priority' is not known here", "priority_ward"),
        ("also:E05999999", "ward 'E05999999' is not known here", None),
        ("not:x", "ward 'x' is not known here", None),
        ("--:1..", "fact '--' is not known here", None),
        ("x" * 20_000, "the address has 20,000 characters", None),
    ],
)
def test_what_is_wrong_is_named(text: str, wrong: str, mend: str | None) -> None:
    with pytest.raises(Wrong) as raised:
        parse(text, KNOWN)
    assert wrong in raised.value.wrong
    if mend is not None:
        assert raised.value.mend is not None
        assert mend in raised.value.mend


def test_what_can_be_read_is_kept() -> None:
    """A page falls back to the good parts and says what it left out."""
    found, wrong = read("imd2025_score:30..;nothing:1..;named:no;place:x;;ill:5..4", KNOWN)
    assert found == Conditions((Condition("imd2025_score", 30),), named=False)
    assert [one.wrong.partition(":")[0] for one in wrong] == [
        "fact 'nothing' is not known here",
        "place 'x' is not known here",
        "ill",
    ]


def test_the_text_is_readable() -> None:
    whole = Conditions(
        (Condition("imd2025_score", 30), Condition("ill", None, 2.50)),
        mode="any",
        places=("blackpool",),
        districts=("Burnley", "Preston"),
        named=False,
        picked=("E05000001",),
        excluded=("E05000002",),
    )
    assert whole.text() == (
        "imd2025_score:30..;ill:..2.5;match:any;named:no;place:blackpool;"
        "district:Burnley,Preston;also:E05000001;not:E05000002"
    )
    assert parse(whole.text(), KNOWN) == whole
    assert Conditions().text() == ""
    assert Conditions().empty
    assert parse("ill:..").empty
    assert not parse("not:E05000001").empty


def test_no_fact_is_a_keyword() -> None:
    for word in KEYWORDS:
        with pytest.raises(Wrong, match=f"'{word}' is no fact"):
            Condition(word, 1)


@pytest.mark.parametrize("name", ["a;b", "a:b", "a,b", "a\nb", " a", "", "a..b"])
def test_names_that_the_text_cannot_carry_are_refused(name: str) -> None:
    with pytest.raises(Wrong, match="is no name"):
        Conditions(districts=(name,))


def test_slider_noise_is_rounded_away() -> None:
    assert Condition("ill", 0.1 + 0.2).text() == "ill:0.3.."
    assert Condition("ill", -0.0).text() == "ill:0.."
    assert Condition("ill", 1e-6).text() == "ill:0.000001.."


ENDS = st.one_of(
    st.none(), st.floats(-1e9, 1e9).map(lambda n: round(n, 6)), st.integers(-100, 100).map(float)
)
WORDS = st.text(string.ascii_letters + " -'&", min_size=1, max_size=12).filter(
    lambda word: word == word.strip()
)
CODES = st.integers(0, 30).map(lambda number: f"E05{number:06d}")


@st.composite
def one_condition(draw: st.DrawFn, fact_ids: st.SearchStrategy[str], ends=ENDS) -> Condition:
    low, high = draw(ends), draw(ends)
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Condition(draw(fact_ids), low, high)


ANY_FACT = st.sampled_from(sorted(FACTS))


def conditions(fact_ids=ANY_FACT, ends=ENDS, names=None):
    def some(words, most=3):
        return st.lists(words, max_size=most).map(tuple)

    places, districts, kinds = names or (WORDS, WORDS, WORDS)
    return st.builds(
        Conditions,
        st.lists(one_condition(fact_ids, ends), max_size=4, unique_by=lambda c: c.fact_id).map(
            tuple
        ),
        mode=st.sampled_from(["all", "any", "hand"]),
        places=some(places),
        districts=some(districts),
        designations=some(kinds),
        named=st.sampled_from([None, None, True, False]),
        picked=some(CODES),
        excluded=some(CODES),
    )


@given(conditions())
def test_round_trip(asked: Conditions) -> None:
    assert parse(asked.text()) == asked
    assert parse(parse(asked.text()).text()).text() == asked.text()


@given(st.text(max_size=60))
def test_any_text_is_read_or_named(text: str) -> None:
    found, wrong = read(text, KNOWN)
    assert parse(found.text(), KNOWN) == found
    for fault in wrong:
        assert fault.wrong
        assert fault.expected


# What must hold of any wards -------------------------------------------------------------------

HERE = conditions(
    st.sampled_from(["imd2025_score", "ill", "at_work", "rank", "pct_65_plus"]),
    st.one_of(st.none(), st.integers(0, 100).map(float), st.integers(0, 10).map(float)),
    (
        st.sampled_from(sorted(PLACES)),
        st.sampled_from(sorted({one for held in PLACES.values() for one in held})),
        st.sampled_from(KINDS),
    ),
)


@given(wards(), HERE, st.data())
def test_loosening_a_condition_never_loses_a_ward(
    held: pd.DataFrame, asked: Conditions, data: st.DataObject
) -> None:
    if not asked.conditions:
        return
    at = data.draw(st.integers(0, len(asked.conditions) - 1))
    one = asked.conditions[at]
    by = data.draw(st.tuples(st.floats(0, 100), st.floats(0, 100), st.booleans(), st.booleans()))
    low = None if one.low is None or by[2] else one.low - by[0]
    high = None if one.high is None or by[3] else one.high + by[1]
    looser = replace(
        asked,
        conditions=(
            *asked.conditions[:at],
            Condition(one.fact_id, low, high),
            *asked.conditions[at + 1 :],
        ),
    )
    before, after = matches(held, asked), matches(held, looser)
    assert not (before & ~after).any()


@given(wards(), HERE)
def test_dropping_a_filter_never_loses_a_ward(held: pd.DataFrame, asked: Conditions) -> None:
    before = matches(held, asked)
    for looser in (
        replace(asked, places=()),
        replace(asked, districts=()),
        replace(asked, designations=()),
        replace(asked, named=None),
        replace(asked, excluded=()),
        replace(asked, picked=(*asked.picked, "E05000005")),
    ):
        assert not (before & ~matches(held, looser)).any()


@given(wards(), HERE)
def test_any_of_contains_all_of(held: pd.DataFrame, asked: Conditions) -> None:
    every = matches(held, replace(asked, mode="all"))
    some = matches(held, replace(asked, mode="any"))
    hand = matches(held, replace(asked, mode="hand"))
    assert not (every & ~some).any()
    assert not (hand & ~every).any()


@given(wards(), HERE)
def test_what_cannot_be_judged_might_match_and_does_not(
    held: pd.DataFrame, asked: Conditions
) -> None:
    """Only filling in a blank can make such a ward match, and no other ward."""
    inside, unsure = matches(held, asked), unknown(held, asked)
    assert not (inside & unsure).any()
    facts = [one.fact_id for one in asked.conditions if one.bounded]
    blank = held[facts].isna().any(axis=1) if facts else pd.Series(False, index=held.index)
    assert not (unsure & ~blank).any()
    filled = held.copy()
    for one in asked.conditions:
        met = one.low if one.low is not None else one.high
        if met is not None:
            filled[one.fact_id] = filled[one.fact_id].fillna(met)
    assert (matches(filled, asked) & ~inside).equals(unsure)


@given(wards(), HERE)
def test_a_row_is_judged_alone(held: pd.DataFrame, asked: Conditions) -> None:
    turned = held.iloc[::-1]
    assert matches(turned, asked).iloc[::-1].equals(matches(held, asked))


# In words --------------------------------------------------------------------------------------


def test_in_words() -> None:
    asked = parse(
        "imd2025_score:30..;ill:2.5..4;rank:..2;place:blackpool;district:Burnley,Preston;"
        "designation:priority_ward;named:no;also:E05000001;not:E05000002"
    )
    assert in_words(
        asked,
        FACTS,
        places={"blackpool": "Blackpool"},
        designations={"priority_ward": "priority ward"},
        wards={"E05000001": "Abbey"},
    ) == (
        "Imd2025 score: 30 or more",
        "Ill: 2.5% to 4%",
        "Rank: 2 or less",
        "not named in a document",
        "Blackpool",
        "Burnley or Preston",
        "priority ward",
        "also, by hand: Abbey",
        "taken out by hand: E05000002",
    )
    either = in_words(parse("ill:2..;rank:1..1;match:any"), FACTS)
    assert either == ("any of: Ill: 2% or more; Rank: 1",)
    assert in_words(parse("match:hand;also:E05000001"), FACTS) == ("picked by hand: E05000001",)
    assert in_words(Conditions(), FACTS) == ()
