"""Confidence intervals against published worked values, and what must hold of any of them."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, chi2

from models.statistics import (
    count_interval,
    predicted_count,
    proportion,
    proportion_difference,
    rate,
    sum_interval,
    wilson_limits,
)

# Newcombe RG. Two-sided confidence intervals for the single proportion. Statistics in Medicine
# 1998; 17: 857-872, table I, method 3 (score method without continuity correction).
NEWCOMBE_SINGLE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Newcombe RG. Interval estimation for the difference between independent proportions.
# Statistics in Medicine 1998; 17: 873-890, table II, method 10.
NEWCOMBE_DIFFERENCE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
]
# github.com/florish/byar, test/test_byar.rb, with the z of 1.96 and 3 that it uses.
BYAR = [
    (100, math.erf(1.96 / math.sqrt(2)), 81.3617916060, 121.6283472718),
    (23, math.erf(1.96 / math.sqrt(2)), 0.4858414415 * 30, 1.1504345024 * 30),
]


@pytest.mark.parametrize(("count", "of", "lower", "upper"), NEWCOMBE_SINGLE)
def test_wilson_gives_newcombes_table(count: int, of: int, lower: float, upper: float) -> None:
    found = proportion(count, of)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)
    assert found.method == "Wilson"


@pytest.mark.parametrize(("a", "m", "b", "n", "lower", "upper"), NEWCOMBE_DIFFERENCE)
def test_difference_gives_newcombes_table(
    a: int, m: int, b: int, n: int, lower: float, upper: float
) -> None:
    found = proportion_difference(a, m, b, n)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)
    assert found.value == pytest.approx(a / m - b / n)


@pytest.mark.parametrize(("count", "confidence", "lower", "upper"), BYAR)
def test_byar_gives_published_values(
    count: int, confidence: float, lower: float, upper: float
) -> None:
    found = count_interval(count, confidence=confidence)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), rel=1e-9)
    assert found.method == "Byar"


def test_byar_at_three_standard_errors() -> None:
    """The same tests' lower end for 100 events and z = 3."""
    found = count_interval(100, confidence=math.erf(3 / math.sqrt(2)))
    assert found.lower == pytest.approx(72.6303331962, rel=1e-9)


def test_byar_is_near_the_tabled_exact_limits_of_30_events() -> None:
    """Beaumont and Breslow's table: 20.24 to 42.83."""
    found = count_interval(30)
    assert (found.lower, found.upper) == pytest.approx((20.24, 42.83), rel=0.002)


@pytest.mark.parametrize("count", [10, 11, 15, 20, 50, 100, 1000, 50_000])
def test_byar_is_within_a_fifth_of_a_percent_of_the_exact_limits(count: int) -> None:
    """As Public Health Data Science's technical guide on confidence intervals (2018) says."""
    found = count_interval(count)
    exact = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert (found.lower, found.upper) == pytest.approx(exact, rel=0.002)


def test_no_event_is_known_to_be_at_most_3_689() -> None:
    """The upper limit that R's epitools documents for pois.exact(0)."""
    found = count_interval(0)
    assert (found.lower, found.method) == (0.0, "exact Poisson")
    assert found.upper == pytest.approx(3.689, abs=5e-4)


@given(st.integers(1, 9), st.sampled_from([0.9, 0.95, 0.998]))
def test_exact_limits_cut_off_equal_poisson_tails(count: int, confidence: float) -> None:
    """By the definition: summed Poisson probabilities, no chi-squared."""
    found = count_interval(count, confidence=confidence)
    tail = (1 - confidence) / 2

    def up_to(last: int, mean: float) -> float:
        return sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(last + 1))

    assert 1 - up_to(count - 1, found.lower) == pytest.approx(tail, rel=1e-6)
    assert up_to(count, found.upper) == pytest.approx(tail, rel=1e-6)


def test_the_method_changes_at_ten() -> None:
    assert [count_interval(n).method for n in (9, 10)] == ["exact Poisson", "Byar"]


def test_a_rate_is_its_count_scaled() -> None:
    found, events = rate(33, 4231, multiplier=1000), count_interval(33)
    assert found.value == pytest.approx(7.7996, abs=5e-5)
    assert found.lower == pytest.approx(events.lower * 1000 / 4231)
    assert found.upper == pytest.approx(events.upper * 1000 / 4231)


def test_percent_is_a_multiplier() -> None:
    share, percent = proportion(81, 263), proportion(81, 263, multiplier=100)
    assert percent.lower == pytest.approx(100 * share.lower)
    points = proportion_difference(56, 70, 48, 80, multiplier=100)
    assert (points.value, points.lower) == pytest.approx((20.0, 5.24), abs=0.005)


COUNTS = st.integers(0, 100_000)
CONFIDENCES = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])


@given(COUNTS, COUNTS, CONFIDENCES)
def test_a_proportions_interval_holds_it_within_0_and_1(a: int, b: int, confidence: float) -> None:
    count, denominator = min(a, b), max(a, b) + 1
    found = proportion(count, denominator, confidence=confidence)
    assert 0 <= found.lower <= found.value <= found.upper <= 1


@given(COUNTS, st.floats(0.001, 1e8), CONFIDENCES)
def test_a_rates_interval_holds_it(count: int, denominator: float, confidence: float) -> None:
    found = rate(count, denominator, confidence=confidence)
    assert 0 <= found.lower <= found.value <= found.upper


@given(st.tuples(COUNTS, COUNTS), st.tuples(COUNTS, COUNTS))
def test_a_differences_interval_holds_it_and_turns_round(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    a, m, b, n = min(one), max(one) + 1, min(other), max(other) + 1
    found, turned = proportion_difference(a, m, b, n), proportion_difference(b, n, a, m)
    assert found.lower <= found.value <= found.upper
    assert (turned.lower, turned.upper) == pytest.approx((-found.upper, -found.lower), abs=1e-12)


@given(st.integers(1, 50), st.integers(0, 50), st.integers(2, 20))
def test_intervals_widen_as_counts_shrink(count: int, others: int, times: int) -> None:
    """The same proportion and the same rate, from more people, are known better."""
    few = proportion(count, count + others)
    many = proportion(count * times, (count + others) * times)
    assert many.upper - many.lower < few.upper - few.lower
    rare = rate(count, 10_000)
    frequent = rate(count * times, 10_000 * times)
    assert frequent.upper - frequent.lower < rare.upper - rare.lower


@given(COUNTS)
def test_more_confidence_is_a_wider_interval(count: int) -> None:
    less, more = count_interval(count), count_interval(count, confidence=0.998)
    assert more.lower <= less.lower
    assert less.upper < more.upper


@pytest.mark.parametrize(
    ("give", "names"),
    [
        (lambda: proportion(-1, 10), "count -1"),
        (lambda: proportion(11, 10), "11 of 10"),
        (lambda: proportion(1, 0), "denominator 0"),
        (lambda: proportion(1, 2.5), "1 of 2.5"),
        (lambda: proportion(1, 2, confidence=95), "confidence 95"),
        (lambda: count_interval(2.5), "count 2.5"),
        (lambda: count_interval(math.nan), "count nan"),
        (lambda: rate(1, -5), "denominator -5"),
        (lambda: rate(1, math.inf), "denominator inf"),
        (lambda: rate(1, 5, multiplier=0), "multiplier 0"),
        (lambda: proportion_difference(1, 2, 3, 2), "3 of 2"),
    ],
)
def test_what_cannot_be_is_named(give: object, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        give()  # type: ignore[operator]


def test_importing_does_not_import_scipy() -> None:
    code = "import sys, models.statistics, models.comparison; print('scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


# Many at once, sums, and what would be found -------------------------------------------------


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8), CONFIDENCES)
def test_many_wilson_intervals_are_the_single_ones(
    pairs: list[tuple[int, int]], confidence: float
) -> None:
    counts = [min(pair) for pair in pairs]
    of = [max(pair) + 1 for pair in pairs]
    lower, upper = wilson_limits(np.divide(counts, of), of, confidence=confidence)
    for number, (count, denominator) in enumerate(zip(counts, of, strict=True)):
        single = proportion(count, denominator, confidence=confidence)
        assert (lower[number], upper[number]) == pytest.approx(
            (single.lower, single.upper), abs=1e-9
        )
        assert lower[number] <= count / denominator <= upper[number]


def test_what_is_not_known_has_no_limits() -> None:
    lower, upper = wilson_limits([0.5, math.nan, 0.5], [10, 10, math.nan])
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [False, True, True]


def test_a_sum_of_two_is_newcombes() -> None:
    """One proportion less another is a sum with the other turned round."""
    a, b = proportion(56, 70), proportion(48, 80)
    found = sum_interval([a.value, -b.value], [a.lower, -b.upper], [a.upper, -b.lower])
    newcombe = proportion_difference(56, 70, 48, 80)
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (newcombe.value, newcombe.lower, newcombe.upper)
    )


def test_nothing_adds_up_to_nothing() -> None:
    found = sum_interval([], [], [])
    assert (found.value, found.lower, found.upper) == (0, 0, 0)


@pytest.mark.parametrize(
    ("found", "tested", "trials"),
    [(30, 400, 500), (94, 400, 25), (0, 10, 40), (3, 7, 0), (1, 2, 1)],
)
def test_predicted_counts_are_those_of_the_beta_binomial(
    found: int, tested: int, trials: int
) -> None:
    """By SciPy's own distribution, which sums; ours lists every count."""
    told = predicted_count(found, tested, trials)
    exact = betabinom(trials, found + 0.5, tested - found + 0.5)
    low, high = exact.ppf(0.025), exact.ppf(0.975)
    assert told.value == pytest.approx(trials * found / tested)
    assert told.lower == (0 if found == 0 else min(low, math.floor(told.value)))
    assert told.upper == max(high, math.ceil(told.value))


def test_predicted_counts_by_simulation() -> None:
    """Draw the share from what is known of it, then the findings: one in forty on either side."""
    draws = np.random.default_rng(20250101)
    shares = draws.beta(30.5, 370.5, 200_000)
    drawn = draws.binomial(500, shares)
    told = predicted_count(30, 400, 500)
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([told.lower, told.upper], abs=1.01)


def test_none_and_all_found_leave_their_end_open() -> None:
    assert predicted_count(0, 1, 100_000).lower == 0
    assert predicted_count(1, 1, 100_000).upper == 100_000


@pytest.mark.parametrize(
    ("give", "names"),
    [
        (lambda: wilson_limits([1.1], [10]), "not between 0 and 1"),
        (lambda: wilson_limits([0.5], [0]), "not above 0"),
        (lambda: wilson_limits([0.5], [10], confidence=95), "confidence 95"),
        (lambda: sum_interval([1], [2], [3]), "outside its own limits"),
        (lambda: predicted_count(3, 2, 10), "3 of 2"),
        (lambda: predicted_count(1, 2, -1), "count -1"),
        (lambda: predicted_count(1, 2, 10_000_000), "10,000,000 trials"),
    ],
)
def test_what_cannot_be_is_named_here_too(give: object, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        give()  # type: ignore[operator]
