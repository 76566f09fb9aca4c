"""Shares as numbers of people: the right denominator, or the reason why there is none."""

import math

import pandas as pd
import pytest
from hypothesis import given

from models.shares import Refused, Share, facts_of, numbers, overall, share
from tests.models.ward_frames import FACTS, frame, wards

TWO = frame(
    [
        {"ill": 10.0, "fuel": 20.0, "fuel_poor": 100.0, "carers": 9.0, "imd2025_score": 30.0,
         "pct_65_plus": 20.0},
        {"ill": 30.0, "fuel": 10.0, "fuel_poor": 100.0, "carers": 11.0, "imd2025_score": 10.0,
         "population": 3000.0, "pop_65_plus": 1501.0, "pct_65_plus": 50.0},
    ]
)  # fmt: skip


def test_a_share_of_a_column() -> None:
    found = share(TWO, "ill", FACTS)
    assert isinstance(found, Share)
    assert found.counts.tolist() == [100, 900]
    assert found.denominators.tolist() == [1000, 3000]
    whole = overall(TWO, "ill", FACTS)
    assert (whole.value, whole.how, whole.words) == (25.0, "share", "of all residents")


def test_the_number_itself_where_it_is_held() -> None:
    """Not what a rounded share gives: 1,501 of 3,000 are printed as 50.0%."""
    found = share(TWO, "pct_65_plus", FACTS)
    assert isinstance(found, Share)
    assert found.counts.tolist() == [200, 1501]
    assert overall(TWO, "pct_65_plus", FACTS).value == pytest.approx(100 * 1701 / 4000)


def test_a_denominator_follows_from_share_and_number() -> None:
    found = share(TWO, "fuel", FACTS)
    assert isinstance(found, Share)
    assert found.denominators.tolist() == [500, 1000]
    assert overall(TWO, "fuel", FACTS).value == pytest.approx(100 * 200 / 1500)


def test_a_number_is_taken_as_the_share_it_belongs_to() -> None:
    found = share(TWO, "fuel_poor", FACTS)
    assert isinstance(found, Share)
    assert found.fact.id == "fuel"
    # On its own a number has no share over wards; its median does.
    assert overall(TWO, "fuel_poor", FACTS).how == "median"


@pytest.mark.parametrize(
    ("fact_id", "reason"),
    [
        ("imd2025_score", "a score is no share of anybody"),
        ("rank", "a rank is no share of anybody"),
        ("population", "of how many it is one is not held"),
        ("carers", "residents aged 5 and over, and how many they are is not held"),
        ("lsoa21_bestfit_pop_error_pct", "it is no share of anybody"),
    ],
)
def test_what_is_no_share_says_why(fact_id: str, reason: str) -> None:
    found = share(TWO.assign(rank=1.0), fact_id, FACTS)
    assert isinstance(found, Refused)
    assert reason in found.reason


def test_scores_have_the_median_of_wards() -> None:
    found = overall(TWO, "imd2025_score", FACTS)
    assert (found.value, found.how, found.words) == (20.0, "median", "median of wards")
    assert overall(TWO, "carers", FACTS).how == "median"


def test_blank_is_left_out_and_counted() -> None:
    held = frame([{"ill": 10.0}, {"ill": math.nan, "population": 9000.0}])
    whole = overall(held, "ill", FACTS)
    assert (whole.value, whole.wards, whole.missing) == (10.0, 1, 1)
    nothing = overall(held[1:], "ill", FACTS)
    assert (nothing.value, nothing.wards, nothing.missing) == (None, 0, 1)


def test_no_share_at_all_hides_its_denominator() -> None:
    """0% of households leaves nothing to divide by, so the ward is not known."""
    held = frame([{"fuel": 0.0, "fuel_poor": 0.0}, {"fuel": 10.0, "fuel_poor": 50.0}])
    whole = overall(held, "fuel", FACTS)
    assert (whole.value, whole.wards, whole.missing) == (10.0, 1, 1)


@given(wards(least=1))
def test_a_share_of_all_lies_between_those_of_the_wards(held: pd.DataFrame) -> None:
    whole = overall(held, "ill", FACTS)
    known = held["ill"].dropna()
    assert whole.wards == len(known)
    if len(known):
        assert whole.value is not None
        assert known.min() - 1e-9 <= whole.value <= known.max() + 1e-9
    else:
        assert whole.value is None


@given(wards(least=1))
def test_parts_make_the_whole(held: pd.DataFrame) -> None:
    found = numbers(held, "ill", FACTS)
    left = (held["place_id"] == "blackpool").to_numpy()
    one, other, both = found.overall(left), found.overall(~left), found.overall()
    assert one.wards + other.wards == both.wards
    assert one.missing + other.missing == both.missing


def test_unknown_facts_and_columns_are_named() -> None:
    with pytest.raises(ValueError, match="'nothing' is no ward fact"):
        overall(TWO, "nothing", FACTS)
    with pytest.raises(ValueError, match="no column 'ill'"):
        overall(TWO.drop(columns="ill"), "ill", FACTS)


def test_facts_are_read_from_rows_of_the_view() -> None:
    rows = pd.DataFrame(
        [
            {
                "fact_id": one.id,
                **{
                    key: getattr(one, key)
                    for key in ("name", "unit", "polarity", "share_of", "basis", "fitted")
                },
                "denominator_id": one.denominator,
                "numerator_id": one.numerator,
                "source_id": one.source,
                "vintage": one.vintage,
                "caveat": math.nan,
                "position": number,
                "publisher": "more than a fact has",
            }
            for number, one in enumerate(FACTS.values(), start=1)
        ]
    )
    assert facts_of(rows) == FACTS
    assert list(facts_of(rows)) == list(FACTS)
