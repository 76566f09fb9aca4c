"""Bins: at most five, none empty, their edges written as they are used."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.palette import DARK, LIGHT
from pages.components.maps.shades import BINS, SEQUENCE, How, Shades, sequence, shades

# Facts have a few decimals.
NUMBERS = st.one_of(
    st.lists(st.floats(-1e6, 1e6).map(lambda one: round(one, 4)), min_size=1, max_size=60),
    st.lists(st.integers(0, 9).map(float), min_size=1, max_size=60),
    st.lists(st.sampled_from([0.0, 0.0, 0.0, 12.5, 100.0]), min_size=1, max_size=60),
    st.lists(st.floats(53.0, 53.001).map(lambda one: round(one, 6)), min_size=1, max_size=60),
)
HOWS = pytest.mark.parametrize("how", ["quantile", "round"])


def made(values: list[float] | pd.Series, how: How = "quantile") -> Shades:
    return shades(pd.Series(values, dtype=float), title="t", written=repr, how=how)


@HOWS
@given(values=NUMBERS)
@settings(deadline=None)
def test_every_value_has_a_bin_that_its_edges_enclose(how: How, values: list[float]) -> None:
    found = made(values, how)
    assert 1 <= found.bins <= BINS
    for value, at in zip(values, found.of(pd.Series(values)), strict=True):
        assert at is not None
        low, high = found.edges[at - 1], found.edges[at]
        assert low <= value <= high
        assert value < high or at == found.bins


@HOWS
@given(values=NUMBERS)
@settings(deadline=None)
def test_edges_ascend_and_are_what_the_legend_says(how: How, values: list[float]) -> None:
    found = made(values, how)
    assert [float(words) for words in found.words] == list(found.edges)
    if min(values) < max(values):
        assert all(low < high for low, high in pairwise(found.edges))


@given(values=NUMBERS)
@settings(deadline=None)
def test_by_quantiles_no_bin_is_empty(values: list[float]) -> None:
    found = made(values)
    assert set(found.of(pd.Series(values))) == set(range(1, found.bins + 1))


@given(values=st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40))
@settings(deadline=None)
def test_a_higher_value_never_has_a_lower_bin(values: list[float]) -> None:
    bins = made(values).of(pd.Series(sorted(values)))
    assert bins == sorted(at for at in bins if at is not None)


def test_quantiles_share_wards_out_evenly() -> None:
    values = pd.Series(np.linspace(3.3, 86.3, 300))
    counts = pd.Series(made(values).of(values)).value_counts()
    assert counts.min() >= 57
    assert counts.max() <= 63


def test_where_most_share_a_value_the_others_are_still_told_apart() -> None:
    values = pd.Series([0.0] * 200 + list(np.linspace(1, 100, 50)))
    found = made(values)
    assert found.bins == BINS
    assert found.of(values)[0] == 1


def test_whole_numbers_have_whole_edges() -> None:
    assert made([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).edges == (1, 3, 5, 6, 8, 10)


def test_round_edges_are_friendly_and_equally_wide() -> None:
    assert made([3.3, 40.0, 86.3], "round").edges == (0, 20, 40, 60, 80, 100)
    assert made([5.9, 28.5], "round").edges == (5, 10, 15, 20, 25, 30)
    assert made([7.0, 7.0], "round").edges == (7, 8)


def test_missing_values_have_no_bin_and_do_not_move_the_edges() -> None:
    values = pd.Series([1.0, None, 2.0, float("nan"), 3.0])
    assert made(values).edges == made([1.0, 2.0, 3.0]).edges
    assert [at is None for at in made(values).of(values)] == [False, True, False, True, False]


def test_without_values_there_are_no_bins() -> None:
    found = made([])
    assert (found.bins, found.edges, found.words) == (0, (), ())
    assert found.of(pd.Series([None, None], dtype=float)) == [None, None]


def test_the_further_from_the_page_the_more() -> None:
    assert sequence(LIGHT) == SEQUENCE == ("#EAECB1", "#A9D891", "#00A7BA", "#004EA6", "#000D54")
    assert sequence(DARK) == SEQUENCE[::-1]
    assert sequence(LIGHT, 2) == (SEQUENCE[0], SEQUENCE[-1])
    assert all(len(set(sequence(LIGHT, bins))) == bins for bins in range(1, BINS + 1))
