"""Wards in order, and how far down the order a budget reaches."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.budget import BY_RANK, FOR_ITS_PLACE, rank, spend
from tests.models.ward_frames import FACTS, PLACES, frame, wards

SIX = frame(
    [
        {"ward_name": "Park", "imd2025_score": 20.0, "at_work": 60.0},
        {"ward_name": "Abbey", "imd2025_score": 50.0, "at_work": 40.0, "population": 4000.0},
        {"ward_name": "Central", "imd2025_score": 20.0, "at_work": 50.0, "population": 3000.0},
        {"ward_name": "Bank Hall", "imd2025_score": math.nan, "at_work": 45.0},
        {"ward_name": "Clifton", "imd2025_score": 5.0, "at_work": 70.0, "place_id": "blackpool",
         "district": "Blackpool"},
        {"ward_name": "Layton", "imd2025_score": 4.0, "at_work": 80.0, "place_id": "blackpool",
         "district": "Blackpool"},
    ]
)  # fmt: skip


def names(found: pd.DataFrame) -> list[str]:
    return found["ward_name"].tolist()


def test_worst_first_by_polarity() -> None:
    by_score = rank(SIX, "imd2025_score", FACTS)
    assert names(by_score) == ["Abbey", "Central", "Park", "Clifton", "Layton", "Bank Hall"]
    assert by_score["rank"].tolist()[:5] == [1, 2, 3, 4, 5]
    assert by_score["rank"].isna().tolist() == [False] * 5 + [True]
    assert names(rank(SIX, "at_work", FACTS))[:2] == ["Abbey", "Bank Hall"]
    assert names(rank(SIX, "at_work", FACTS, highest_first=True))[0] == "Layton"
    # Without a judgement the highest come first.
    assert names(rank(SIX, "population", FACTS))[0] == "Abbey"


def test_the_top_n() -> None:
    found = spend(SIX, "imd2025_score", FACTS, top=2)
    assert names(found.taken) == ["Abbey", "Central"]
    assert (found.wards, found.residents) == (2, 7000)
    assert (found.last_ward, found.next_ward) == ("E05000003", "E05000001")
    assert found.stopped == (
        "2 wards with 7,000 residents: 2 were asked for. Next would be Park (Burnley) at 20, with "
        "1,000 residents; it is level with Central, which stands first only by its name."
    )
    assert (found.over, found.short_without_last, found.impossible) == (None, None, ())
    assert found.ranked["running_residents"].tolist()[:2] == [4000, 7000]
    assert found.ranked["running_residents"].isna().sum() == 4


def test_until_residents_are_reached() -> None:
    found = spend(SIX, "imd2025_score", FACTS, residents=5000)
    assert names(found.taken) == ["Abbey", "Central"]
    assert (found.over, found.short_without_last) == (2000, 1000)
    assert "5,000 are reached, with 2,000 more" in found.stopped
    exact = spend(SIX, "imd2025_score", FACTS, residents=7000)
    assert (exact.wards, exact.over, exact.short_without_last) == (2, 0, 3000)
    assert "are reached. Next" in exact.stopped
    assert spend(SIX, "imd2025_score", FACTS, residents=0).wards == 0


def test_at_least_some_from_every_place() -> None:
    found = spend(SIX, "imd2025_score", FACTS, each_place=1)
    assert names(found.taken) == ["Abbey", "Clifton"]
    both = spend(SIX, "imd2025_score", FACTS, each_place=1, residents=6000)
    assert names(both.taken) == ["Abbey", "Central", "Clifton"]
    assert both.taken["why"].tolist() == [FOR_ITS_PLACE, BY_RANK, FOR_ITS_PLACE]
    assert (both.residents, both.last_ward) == (8000, "E05000003")
    # For its place a ward is taken even when the residents are reached without it.
    early = spend(SIX, "imd2025_score", FACTS, each_place=1, residents=100)
    assert names(early.taken) == ["Abbey", "Clifton"]
    assert early.over == 4900


def test_the_smaller_of_two_budgets_ends_it() -> None:
    assert spend(SIX, "imd2025_score", FACTS, top=1, residents=5000).wards == 1
    short = spend(SIX, "imd2025_score", FACTS, top=1, residents=5000)
    assert "1,000 residents are lacking" in short.stopped
    assert short.over is None
    assert spend(SIX, "imd2025_score", FACTS, top=4, residents=5000).wards == 2


def test_nothing_asked_takes_all_that_have_a_value() -> None:
    found = spend(SIX, "imd2025_score", FACTS)
    assert found.wards == 5
    assert found.next_ward is None
    assert found.stopped == "5 wards with 10,000 residents: all that can be taken."


def test_what_cannot_be_had_is_said() -> None:
    assert spend(SIX, "imd2025_score", FACTS, top=6).impossible == (
        "6 wards were asked for, and 5 can be taken (1 more have no value).",
    )
    found = spend(SIX, "imd2025_score", FACTS, residents=20_000)
    assert found.impossible == (
        (
            "20,000 residents were asked for, and the 5 wards that can be taken have 10,000 "
            "(1 more have no value)."
        ),
    )
    assert found.wards == 5
    assert found.over is None
    assert "10,000 residents are lacking" in found.stopped
    three = spend(SIX, "imd2025_score", FACTS, each_place=3, places=[*PLACES, "south_cumbria"])
    assert three.impossible == (
        "3 were asked for from blackpool, where 2 can be taken.",
        "3 were asked for from south_cumbria, where none can be taken.",
    )
    # With too few for all, the places take turns.
    turns = spend(SIX, "imd2025_score", FACTS, each_place=2, top=2)
    assert names(turns.taken) == ["Abbey", "Clifton"]
    tight = spend(SIX, "imd2025_score", FACTS, each_place=2, top=3)
    assert tight.wards == 3
    assert set(tight.taken["place_id"]) == {"blackpool", "lancashire"}
    assert tight.impossible == (
        (
            "2 from each place are 4 wards, and 3 were asked for in all: not every place has "
            "its share."
        ),
    )


def test_no_ward() -> None:
    found = spend(SIX[:0], "imd2025_score", FACTS, top=3)
    assert (found.wards, found.residents, found.last_ward, found.next_ward) == (0, 0, None, None)
    assert found.impossible == ("3 wards were asked for, and 0 can be taken.",)


@pytest.mark.parametrize("asked", [{"top": -1}, {"residents": -5}, {"each_place": 1.5}])
def test_numbers_that_are_none(asked: dict) -> None:
    with pytest.raises(ValueError, match="is not a whole number from 0"):
        spend(SIX, "imd2025_score", FACTS, **asked)


FACT = st.sampled_from(["imd2025_score", "ill", "at_work", "population"])
TOP = st.one_of(st.none(), st.integers(0, 30))
RESIDENTS = st.one_of(st.none(), st.integers(0, 200_000))
EACH = st.one_of(st.none(), st.integers(0, 4))


@given(wards(), FACT, st.sampled_from([None, True, False]))
def test_ranking_is_a_permutation(held: pd.DataFrame, fact_id: str, down: bool | None) -> None:
    found = rank(held, fact_id, FACTS, highest_first=down)
    assert sorted(found["ward_code"]) == sorted(held["ward_code"])
    known = found["value"].dropna().tolist()
    worst_high = FACTS[fact_id].polarity != "high_is_good" if down is None else down
    assert known == sorted(known, reverse=worst_high)
    assert found["value"].isna().tolist() == sorted(found["value"].isna())
    assert found["rank"].dropna().tolist() == list(range(1, len(known) + 1))
    # The order they came in changes nothing, unless two are the same in everything.
    turned = rank(held.iloc[::-1], fact_id, FACTS, highest_first=down)
    assert turned["ward_code"].tolist() == found["ward_code"].tolist()


@given(wards(), FACT, TOP, RESIDENTS, EACH, st.integers(0, 10), st.integers(0, 50_000))
def test_a_larger_budget_never_loses_a_ward(
    held: pd.DataFrame, fact_id: str, top: int | None, residents: int | None, each: int | None,
    more: int, people: int,
) -> None:  # fmt: skip
    def taken(top: int | None, residents: int | None) -> set[str]:
        found = spend(held, fact_id, FACTS, top=top, residents=residents, each_place=each)
        return set(found.taken["ward_code"])

    before = taken(top, residents)
    if top is not None:
        assert before <= taken(top + more, residents)
    if residents is not None:
        assert before <= taken(top, residents + people)


@given(wards(), FACT, TOP, RESIDENTS, EACH)
def test_what_is_told_is_so(
    held: pd.DataFrame, fact_id: str, top: int | None, residents: int | None, each: int | None
) -> None:
    found = spend(held, fact_id, FACTS, top=top, residents=residents, each_place=each)
    taken = found.taken
    assert found.wards == len(taken)
    assert found.residents == taken["residents"].sum()
    assert taken["value"].notna().all()
    assert taken["running_residents"].tolist() == taken["residents"].cumsum().tolist()
    assert (found.ranked["why"] != "").equals(found.ranked["taken"])
    if top is not None:
        assert found.wards <= top
    if each and top is None:
        there = held[held[fact_id].notna()].groupby("place_id").size()
        had = taken.groupby("place_id").size()
        for place, number in there.items():
            assert had.get(place, 0) >= min(each, number)
    if residents is not None and top is None and not found.impossible:
        assert found.residents >= residents
        assert found.over == found.residents - residents
    if found.next_ward is not None:
        left = found.ranked[~found.ranked["taken"] & found.ranked["value"].notna()]
        assert found.next_ward == left["ward_code"].iloc[0]
    if not each and found.wards:
        # Without places it is a plain cut through the order.
        assert found.ranked["taken"].tolist() == [True] * found.wards + [False] * (
            len(held) - found.wards
        )
