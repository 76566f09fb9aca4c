"""Amounts of money on their footings, worked out by hand."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.amounts import (
    MONEY_WORDS,
    NOT_ADDED,
    Amount,
    Count,
    Footing,
    footings,
    shared,
)
from models.vocabulary import Each, Money


@pytest.mark.parametrize(
    ("each", "basis"),
    [
        (None, "in all"),
        ("year", "a year"),
        ("week", "a week"),
        ("person", "for each person"),
        ("not_stated", "not said for whom"),
    ],
)
def test_what_is_stated_comes_first_and_as_it_is(each: Each | None, basis: str) -> None:
    first = footings(Amount("about £1,000", 1000.0, each, exact=False))[0]
    assert first == Footing(basis, "about £1,000", "as stated")


def test_savings_for_each_admission() -> None:
    """59,253 / 81 = 731.5185."""
    found = footings(Amount("£59,253", 59253, per=Count(81, "admission avoided")))
    assert found[1:] == (Footing("for each admission avoided", "£732", "£59,253 ÷ 81 ≈ £732"),)


def test_a_quotient_that_comes_out_is_equal() -> None:
    """12,960 / 81 = 160, exactly."""
    found = footings(Amount("£12,960", 12960, per=Count(81, "admission avoided")))
    assert found[1].working == "£12,960 ÷ 81 = £160"


def test_an_amount_for_each_person_by_a_count_for_each_person() -> None:
    """2,537 / 3.9 = 650.51."""
    found = footings(Amount("£2,537", 2537, "person", per=Count(3.9, "attendance avoided")))
    assert found[1] == Footing("for each attendance avoided", "£651", "£2,537 ÷ 3.9 ≈ £651")


def test_a_year_gives_a_month_and_a_share_of_it_stays_a_year_s() -> None:
    """181,000 / 169 = 1,071.006 a year; 181,000 / 12 = 15,083.33."""
    found = footings(Amount("£181,000", 181000, "year", per=Count(169, "health check")))
    assert [(one.basis, one.shown) for one in found] == [
        ("a year", "£181,000"),
        ("for each health check, a year", "£1,071"),
        ("a month", "£15,083"),
    ]


def test_a_contract_of_years_gives_a_year_and_a_month() -> None:
    """102,000,000 / 2 = 51,000,000; / 12 = 4,250,000."""
    found = footings(Amount("£102,000,000", 102e6, per=Count(2, "year")))
    assert [(one.basis, one.working) for one in found[1:]] == [
        ("a year", "£102,000,000 ÷ 2 = £51,000,000"),
        ("a month", "£51,000,000 ÷ 12 = £4,250,000"),
    ]


def test_what_is_about_stays_about() -> None:
    for amount in (
        Amount("about £800", 800, exact=False, per=Count(400, "person")),
        Amount("£800", 800, per=Count(400, "person", exact=False)),
    ):
        assert footings(amount)[1].shown == "about £2"


def test_a_range_is_divided_by_nothing() -> None:
    assert len(footings(Amount("£1 to £2", None, "year", per=Count(2, "year")))) == 1


def test_pence_are_kept_where_they_matter() -> None:
    assert footings(Amount("£10", 10, per=Count(4, "person")))[1].shown == "£2.50"


@given(
    st.floats(1, 1e9),
    st.sampled_from([None, *get_args(Each)]),
    st.none() | st.builds(Count, st.floats(0.1, 1e6), st.sampled_from(["person", "year"])),
)
def test_every_footing_has_its_own_basis(
    value: float, each: Each | None, per: Count | None
) -> None:
    if each == "person" and per is not None and per.one == "person":
        return  # an amount for each person is not divided by persons
    found = footings(Amount("x", value, each, per=per))
    assert len({one.basis for one in found}) == len(found)
    assert [one.working for one in found].count("as stated") == 1


def test_what_two_programmes_state_for_the_same_thing_is_shared() -> None:
    told: list[tuple[str, Money, str]] = [
        ("falls", "saving", "for each admission avoided"),
        ("wards", "saving", "for each admission avoided"),
        ("falls", "saving", "in all"),
        ("wards", "saving", "in all"),
        ("checks", "income", "for each admission avoided"),
    ]
    assert shared(told) == {("saving", "for each admission avoided"): ("falls", "wards")}
    assert shared([*told[:1], *told[:1], *told[2:]]) == {}


def test_every_sort_of_money_has_words_and_says_why_it_is_not_added() -> None:
    assert set(MONEY_WORDS) == set(NOT_ADDED) == set(get_args(Money))
    assert all("not added" in why or "no saving" in why for why in NOT_ADDED.values())
