"""What a programme would find elsewhere: known cases, and what must hold of any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.programme_yield import apply_yield, found_of
from models.statistics import proportion


def test_the_programme_itself() -> None:
    """In as many wards with as many tests, what it found is what to expect."""
    found = apply_yield(wards=16, tests_per_ward=25, found=found_of(23.4, 400), tested=400)
    assert found.tests == 400
    assert found.expected.value == pytest.approx(93.6)
    assert found.share.value == pytest.approx(23.4)


def test_the_number_to_expect_has_the_shares_interval() -> None:
    found = apply_yield(wards=10, tests_per_ward=50, found=30, tested=400)
    share = proportion(30, 400, multiplier=500)
    assert found.expected.lower == pytest.approx(share.lower)
    assert found.expected.upper == pytest.approx(share.upper)
    assert found.expected.value == found.found.value == pytest.approx(37.5)


def test_a_single_round_is_less_sure() -> None:
    found = apply_yield(wards=1, tests_per_ward=25, found=94, tested=400)
    expected, once = found.expected, found.found
    assert once.lower < expected.lower
    assert once.upper > expected.upper
    assert once.lower == int(once.lower)
    assert once.upper == int(once.upper)


@pytest.mark.parametrize(("wards", "tests"), [(0, 50), (5, 0)])
def test_no_test_finds_nothing(wards: int, tests: int) -> None:
    found = apply_yield(wards=wards, tests_per_ward=tests, found=30, tested=400)
    assert (found.expected.value, found.expected.upper) == (0, 0)
    assert (found.found.lower, found.found.upper) == (0, 0)


@pytest.mark.parametrize(
    ("give", "names"),
    [
        ({"wards": -1}, "wards -1"),
        ({"tests_per_ward": 2.5}, "tests per ward 2.5"),
        ({"found": 401}, "401 of 400"),
        ({"found": -1}, "-1 of 400"),
        ({"tested": 0, "found": 0}, "denominator 0"),
        ({"wards": 2000, "tests_per_ward": 1000}, "2,000,000 tests"),
    ],
)
def test_what_cannot_be_is_named(give: dict, names: str) -> None:
    usual = {"wards": 2, "tests_per_ward": 10, "found": 30, "tested": 400}
    with pytest.raises(ValueError, match=names):
        apply_yield(**{**usual, **give})


@pytest.mark.parametrize("percent", [-0.1, 100.1, float("nan")])
def test_a_share_is_a_share(percent: float) -> None:
    with pytest.raises(ValueError, match="is not between 0 and 100"):
        found_of(percent, 400)
    with pytest.raises(ValueError, match="tested 0"):
        found_of(23.4, 0)


TESTED = st.integers(1, 2000)


@given(st.integers(0, 50), st.integers(0, 100), TESTED, st.floats(0, 1))
def test_intervals_hold_the_point(wards: int, tests: int, tested: int, share: float) -> None:
    found = apply_yield(wards=wards, tests_per_ward=tests, found=share * tested, tested=tested)
    assert found.share.lower <= found.share.value <= found.share.upper
    assert found.expected.lower <= found.expected.value + 1e-9
    assert found.expected.value <= found.expected.upper + 1e-9
    assert 0 <= found.found.lower <= found.found.value + 1e-9
    assert found.found.value <= found.found.upper + 1e-9 <= found.tests + 2e-9


@given(st.integers(1, 20), st.integers(5, 60), st.integers(1, 40), st.integers(1, 40))
def test_fewer_tested_is_a_wider_interval(wards: int, tests: int, found: int, others: int) -> None:
    """The same share, from a tenth of the people, is known less well."""
    few = apply_yield(wards=wards, tests_per_ward=tests, found=found, tested=found + others)
    many = apply_yield(
        wards=wards, tests_per_ward=tests, found=10 * found, tested=10 * (found + others)
    )
    assert few.expected.value == pytest.approx(many.expected.value)
    assert few.expected.upper - few.expected.lower > many.expected.upper - many.expected.lower
    assert few.found.upper - few.found.lower >= many.found.upper - many.found.lower


@given(st.integers(0, 30), st.integers(0, 60), st.integers(0, 200), TESTED)
def test_more_tests_find_no_less(wards: int, tests: int, found: int, tested: int) -> None:
    one = apply_yield(wards=wards, tests_per_ward=tests, found=min(found, tested), tested=tested)
    more = apply_yield(
        wards=wards, tests_per_ward=tests + 1, found=min(found, tested), tested=tested
    )
    assert one.expected.value <= more.expected.value
    assert one.found.lower <= more.found.lower
    assert one.found.upper <= more.found.upper
