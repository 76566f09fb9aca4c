"""How a fact is spread: quartiles, friendly edges, every ward in one bin."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.distribution import distribution, histogram, scale, standing
from tests.models.ward_frames import FACTS, frame, wards

FIVE = frame(
    [{"imd2025_score": score, "ill": score} for score in (1.0, 2.0, 3.0, 4.0)]
    + [{"imd2025_score": 10.0, "ill": 10.0, "place_id": "blackpool", "district": "Blackpool",
        "population": 6000.0}]
)  # fmt: skip


def test_quartiles_by_linear_interpolation() -> None:
    found = distribution(FIVE, "imd2025_score", FACTS)
    assert (found.minimum, found.lower_quartile, found.median) == (1, 2, 3)
    assert (found.upper_quartile, found.maximum) == (4, 10)
    assert (found.wards, found.missing) == (5, 0)
    assert found.system.value == 3
    assert [(one.place_id, one.overall.value) for one in found.places] == [
        ("blackpool", 10.0),
        ("lancashire", 2.5),
    ]


def test_shares_are_weighted_by_their_people() -> None:
    found = distribution(FIVE, "ill", FACTS)
    assert found.median == 3
    assert found.system.value == pytest.approx((10 + 20 + 30 + 40 + 600) / 10_000 * 100)


def test_nothing_known() -> None:
    found = distribution(FIVE.assign(ill=math.nan), "ill", FACTS)
    assert found.minimum is found.median is found.maximum is found.system.value is None
    assert (found.wards, found.missing) == (0, 5)
    assert sum(histogram(FIVE.assign(ill=math.nan), "ill", FACTS).counts()) == 0


@pytest.mark.parametrize(
    ("values", "whole", "low", "high", "width"),
    [
        ([3.3, 86.2], False, 0, 90, 5),
        ([0.0, 100.0], False, 0, 100, 5),
        ([1319.0, 11938.0], True, 1000, 12000, 500),
        ([1.0, 10.0], True, 1, 11, 1),
        ([-1.691, 2.61], False, -1.8, 2.8, 0.2),
        ([5.0, 5.0], False, 5, 6, 1),
    ],
)
def test_friendly_edges(
    values: list[float], whole: bool, low: float, high: float, width: float
) -> None:
    edges = scale(np.array(values), whole=whole).edges
    assert (edges[0], edges[-1]) == (low, high)
    assert np.allclose(np.diff(edges), width)


def test_whole_numbers_have_bins_of_their_own() -> None:
    """Ten is not counted with nine."""
    held = frame([{"rank": float(rank)} for rank in range(1, 11)])
    bins = histogram(held, "rank", FACTS)
    assert bins.edges == tuple(range(1, 12))
    assert bins.counts() == [1] * 10


def test_a_cut_splits_its_bins() -> None:
    held = FIVE["imd2025_score"]
    bins = histogram(FIVE, "imd2025_score", FACTS)
    inside, outside = (bins.counts(one) for one in (held >= 3, held < 3))
    assert sum(inside) == 3
    assert sum(outside) == 2
    assert all(high <= 3 for high, count in zip(bins.edges[1:], outside, strict=True) if count)


NUMBERS = st.lists(
    st.floats(-1e6, 1e6).map(lambda n: round(n, 4)), min_size=1, max_size=40
)  # fmt: skip


@given(NUMBERS, st.booleans())
def test_edges_enclose_and_are_few(held: list[float], whole: bool) -> None:
    numbers = [float(round(one)) for one in held] if whole else held
    found = scale(np.array(numbers), whole=whole)
    assert found.edges[0] <= min(numbers) + 1e-6
    assert found.edges[-1] >= max(numbers) - 1e-6
    assert 2 <= len(found.edges) <= 26
    assert list(found.edges) == sorted(set(found.edges))
    assert found.low <= min(numbers) + 1e-6
    assert found.high >= max(numbers) - 1e-6
    assert found.step > 0


@given(NUMBERS, st.data())
def test_every_value_is_in_one_bin_that_holds_it(held: list[float], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.booleans(), min_size=len(held), max_size=len(held)))
    made = frame([{"imd2025_score": one} for one in held])
    bins = histogram(made, "imd2025_score", FACTS)
    assert sum(bins.counts(chosen)) == sum(chosen)
    assert sum(bins.counts()) == len(held)
    for value in held:
        (at,) = np.flatnonzero(bins.counts(made["imd2025_score"] == value))
        assert bins.edges[at] - 1e-6 <= value <= bins.edges[at + 1] + 1e-6


def test_where_a_ward_stands() -> None:
    found = standing(FIVE, "imd2025_score", FACTS, "E05000003")
    assert (found.value, found.rank, found.of) == (3, 3, 5)
    assert found.district.value == found.place.value == 2.5
    assert found.system.value == 3
    assert standing(FIVE, "imd2025_score", FACTS, "E05000005").rank == 1
    with pytest.raises(ValueError, match="'E05999999' is no ward"):
        standing(FIVE, "imd2025_score", FACTS, "E05999999")


def test_a_blank_ward_stands_nowhere() -> None:
    held = FIVE.assign(ill=[math.nan, 2, 2, 4, 5])
    assert standing(held, "ill", FACTS, "E05000001").rank is None
    assert standing(held, "ill", FACTS, "E05000002").rank == 3
    assert standing(held, "ill", FACTS, "E05000003").rank == 3  # level with it


@given(wards(least=1))
def test_quartiles_are_in_order(held: pd.DataFrame) -> None:
    found = distribution(held, "ill", FACTS)
    five = [
        found.minimum, found.lower_quartile, found.median, found.upper_quartile, found.maximum
    ]  # fmt: skip
    if found.wards:
        assert five == sorted(five)  # type: ignore[type-var]
    assert found.wards + found.missing == len(held)
    assert sum(one.overall.wards for one in found.places) == found.system.wards
