"""Wards brought to a comparator: the working by hand, and what must hold of any wards."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.gap import AIMS, Comparator, Gap, comparator, gap
from models.shares import Refused
from models.statistics import proportion
from tests.models.ward_frames import FACTS, frame, wards

FOUR = frame(
    [
        {"ill": 20.0, "population": 1000.0, "at_work": 50.0},
        {"ill": 12.0, "population": 2000.0, "at_work": 60.0},
        {"ill": 10.0, "population": 3000.0, "at_work": 70.0},
        {"ill": 4.0, "population": 4000.0, "at_work": 80.0},
    ]
)
TEN = Comparator(10.0, "ten")


def found(*args, **more) -> Gap:
    result = gap(*args, **more)
    assert isinstance(result, Gap)
    return result


def test_by_hand() -> None:
    """100 fewer of 1,000 and 40 fewer of 2,000; at ten and below it nothing."""
    result = found(FOUR, "ill", FACTS, TEN)
    assert result.change.value == pytest.approx(140)
    assert (result.wards, result.at_or_beyond, result.missing) == (2, 2, 0)
    assert (result.now, result.people) == (200 + 240 + 300 + 160, 10_000)
    assert (result.then, result.percent_now, result.percent_then) == pytest.approx((760, 9, 7.6))
    assert result.by_ward["change"].tolist() == pytest.approx([100, 40])


def test_the_interval_is_two_wilson_intervals_squared_and_added() -> None:
    result = found(FOUR, "ill", FACTS, TEN)
    one, two = proportion(200, 1000, multiplier=1000), proportion(240, 2000, multiplier=2000)
    down = math.hypot(one.value - one.lower, two.value - two.lower)
    up = math.hypot(one.upper - one.value, two.upper - two.value)
    assert result.change.lower == pytest.approx(140 - down)
    assert result.change.upper == pytest.approx(140 + up)
    assert result.change.method == "square and add"


def test_where_high_is_good_more_are_wanted() -> None:
    result = found(FOUR, "at_work", FACTS, Comparator(65.0, "65"))
    assert result.direction == "more"
    assert result.change.value == pytest.approx(150 + 100)
    assert result.then == pytest.approx(result.now + 250)
    assert result.change.lower < 250 < result.change.upper
    turned = found(FOUR, "at_work", FACTS, Comparator(65.0, "65"), direction="fewer")
    assert turned.change.value == pytest.approx(3000 * 0.05 + 4000 * 0.15)


def test_nothing_to_do_is_nothing() -> None:
    result = found(FOUR, "ill", FACTS, Comparator(20.0, "twenty"))
    assert (result.change.value, result.change.lower, result.change.upper) == (0, 0, 0)
    assert (result.wards, result.at_or_beyond) == (0, 4)
    assert result.percent_then == result.percent_now
    assert found(FOUR[:0], "ill", FACTS, TEN).percent_now is None


def test_it_does_not_go_below_nothing() -> None:
    """A ward just above the comparator may be below it for all that can be known."""
    result = found(FOUR, "ill", FACTS, Comparator(19.9, "just below"))
    assert result.by_ward["lower"].iloc[0] < 0
    assert result.change.lower == 0
    assert result.change.value == pytest.approx(1)


def test_blank_wards_are_counted() -> None:
    held = FOUR.assign(ill=[20.0, math.nan, 10.0, 4.0])
    result = found(held, "ill", FACTS, TEN)
    assert (result.wards, result.at_or_beyond, result.missing) == (1, 2, 1)
    assert result.people == 8000


def test_a_number_is_brought_to_its_share() -> None:
    held = frame([{"fuel": 20.0, "fuel_poor": 100.0}, {"fuel": 10.0, "fuel_poor": 100.0}])
    result = found(held, "fuel_poor", FACTS, Comparator(15.0, "15"))
    assert result.fact.id == "fuel"
    assert result.change.value == pytest.approx(25)
    assert "too narrow" in result.means
    assert result.poor_fit is None
    assert "not held" in result.does_not_say[-1]


@pytest.mark.parametrize(
    ("fact_id", "reason"),
    [
        ("imd2025_score", "a score is no share of anybody"),
        ("carers", "how many they are is not held"),
        ("in_tenth", "such an area changes as a whole"),
        ("population", "of how many it is one is not held"),
        ("pct_65_plus", "say whether fewer or more"),
    ],
)
def test_the_reason_why_not(fact_id: str, reason: str) -> None:
    held = FOUR.assign(imd2025_score=1.0, carers=2.0, in_tenth=3.0, pct_65_plus=20.0)
    result = gap(held, fact_id, FACTS, TEN)
    assert isinstance(result, Refused)
    assert reason in result.reason


def test_poor_fit_is_counted_among_those_that_count() -> None:
    facts = {**FACTS, "ill": FACTS["ill"].model_copy(update={"fitted": "everywhere"})}
    held = FOUR.assign(lsoa21_bestfit_pop_error_pct=[-30.0, 5.0, 0.0, 78.0])
    result = found(held, "ill", facts, TEN)
    assert result.poor_fit == 1
    assert "in 1 ward whose" in result.does_not_say[-1]
    south = {**FACTS, "ill": FACTS["ill"].model_copy(update={"fitted": "south_cumbria"})}
    assert found(held, "ill", south, TEN).poor_fit == 0
    moved = held.assign(place_id="south_cumbria")
    assert found(moved, "ill", south, TEN).poor_fit == 1


# What wards are brought to ---------------------------------------------------------------------


def test_comparators() -> None:
    def percent(fact_id: str, aim: str, **more: float) -> float:
        result = comparator(FOUR, fact_id, FACTS, aim, **more)  # type: ignore[arg-type]
        assert isinstance(result, Comparator)
        return result.percent

    assert percent("ill", "median") == 11
    assert percent("ill", "best_quarter") == pytest.approx(8.5)
    assert percent("at_work", "best_quarter") == pytest.approx(72.5)
    assert percent("ill", "system") == pytest.approx(9)
    assert percent("ill", "value", percent=7.5) == 7.5


def test_comparators_that_have_no_meaning() -> None:
    held = FOUR.assign(pct_65_plus=20.0, imd2025_score=1.0)
    nothing = comparator(held, "pct_65_plus", FACTS, "best_quarter")
    assert isinstance(nothing, Refused)
    assert "no best quarter" in nothing.reason
    assert isinstance(comparator(held, "imd2025_score", FACTS, "median"), Refused)
    blank = comparator(held.assign(ill=math.nan), "ill", FACTS, "median")
    assert isinstance(blank, Refused)
    with pytest.raises(ValueError, match="aim 'best' is not one of"):
        comparator(held, "ill", FACTS, "best")  # type: ignore[arg-type]
    for wrong in (None, -1.0, 101.0, math.nan):
        with pytest.raises(ValueError, match="is not between 0 and 100"):
            comparator(held, "ill", FACTS, "value", percent=wrong)
    with pytest.raises(ValueError, match="is not fewer or more"):
        gap(held, "ill", FACTS, TEN, direction="less")  # type: ignore[arg-type]


# What must hold of any wards -------------------------------------------------------------------

FACT = st.sampled_from(["ill", "at_work"])
PERCENT = st.integers(0, 1000).map(lambda tenths: Comparator(tenths / 10, "any"))


@given(wards(), FACT, PERCENT)
def test_the_interval_holds_the_point(held: pd.DataFrame, fact_id: str, to: Comparator) -> None:
    result = found(held, fact_id, FACTS, to)
    assert 0 <= result.change.lower <= result.change.value <= result.change.upper
    assert result.wards + result.at_or_beyond + result.missing == len(held)
    assert -1e-6 <= result.then <= result.people + 1e-6


@given(wards(least=1), FACT, PERCENT, st.integers(2, 50))
def test_the_interval_widens_as_counts_shrink(
    held: pd.DataFrame, fact_id: str, to: Comparator, times: int
) -> None:
    """The same shares of fewer people are known less well."""
    few = found(held.assign(population=held["population"] / times), fact_id, FACTS, to)
    many = found(held, fact_id, FACTS, to)
    assert few.change.value == pytest.approx(many.change.value / times)
    if many.change.value > 1e-6:
        above = [(r.change.upper - r.change.value) / r.change.value for r in (few, many)]
        below = [(r.change.value - r.change.lower) / r.change.value for r in (few, many)]
        assert above[0] >= above[1] - 1e-9
        assert below[0] >= below[1] - 1e-9


@given(wards(least=1), FACT)
def test_no_change_gives_the_baseline(held: pd.DataFrame, fact_id: str) -> None:
    """Brought to the worst of them, or each to itself, nothing changes."""
    known = held[fact_id].dropna()
    if known.empty:
        return
    worst = known.max() if fact_id == "ill" else known.min()
    result = found(held, fact_id, FACTS, Comparator(worst, "the worst"))
    assert result.change.value == 0
    assert result.then == result.now
    alone = held[held[fact_id].notna()][:1]
    itself = Comparator(float(alone[fact_id].iloc[0]), "itself")
    assert found(alone, fact_id, FACTS, itself).change.value == 0


@given(wards(), FACT, PERCENT, PERCENT)
def test_a_stricter_comparator_changes_no_less(
    held: pd.DataFrame, fact_id: str, one: Comparator, other: Comparator
) -> None:
    mild, strict = sorted((one, other), key=lambda to: to.percent, reverse=fact_id == "ill")
    less, more = (found(held, fact_id, FACTS, to) for to in (mild, strict))
    assert less.change.value <= more.change.value + 1e-9
    assert less.wards <= more.wards


@given(wards(least=2), FACT, PERCENT)
def test_wards_add_up(held: pd.DataFrame, fact_id: str, to: Comparator) -> None:
    whole = found(held, fact_id, FACTS, to)
    parts = [found(part, fact_id, FACTS, to) for part in (held[:1], held[1:])]
    assert whole.change.value == pytest.approx(sum(part.change.value for part in parts))
    assert whole.change.value == pytest.approx(whole.by_ward["change"].sum())


def test_aims_are_those_of_the_page() -> None:
    assert AIMS == ("median", "best_quarter", "system", "value")
