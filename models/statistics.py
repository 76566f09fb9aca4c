"""Confidence intervals, by the methods that OHID uses for its indicators.

Proportions: Wilson's score. Counts and rates: Byar's approximation from a count of 10, the
exact Poisson interval below. (Public health technical guidance, Proportions and Rates,
fingertips.phe.org.uk/static-reports/public-health-technical-guidance/; R package
PHEindicatormethods, phe_proportion and phe_rate.) Differences of proportions: Newcombe's
hybrid of two Wilson intervals. Sums of independent estimates: each one's distance to its limits,
squared and added. What a trial of known size would find: the beta-binomial.

SciPy takes most of a second to import, so functions import it when they need it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Method = Literal[
    "Wilson",
    "Byar",
    "exact Poisson",
    "Newcombe",
    "square and add",
    "beta-binomial",
    "robust regression",
]
Floats = NDArray[np.float64]
CONFIDENCE = 0.95
# The prior of a proportion about which nothing is known (Jeffreys).
PRIOR = 0.5
# A predicted count is read off a list of all that could be found.
MOST_TRIALS = 1_000_000
# From this count on Byar's approximation is within 0.2% of the exact interval.
LEAST_FOR_BYAR = 10


@dataclass(frozen=True)
class Estimate:
    """A value with its confidence interval; ``lower`` and ``upper`` are in the value's unit."""

    value: float
    lower: float
    upper: float
    method: Method


def proportion(
    count: int, denominator: int, *, multiplier: float = 1, confidence: float = CONFIDENCE
) -> Estimate:
    """Return count / denominator times multiplier (100 for percent), with Wilson's interval.

    Raises ValueError unless 0 <= count <= denominator, denominator > 0, multiplier > 0 and
    0 < confidence < 1, with whole counts.
    """
    from scipy.stats import binomtest

    _check(count, denominator, multiplier, confidence)
    if denominator != int(denominator) or count > denominator:
        raise ValueError(f"{count} of {denominator} is no proportion of whole counts")
    found = binomtest(int(count), int(denominator)).proportion_ci(confidence, method="wilson")
    return Estimate(
        multiplier * (count / denominator),
        multiplier * float(found.low),
        multiplier * float(found.high),
        "Wilson",
    )


def count_interval(count: int, *, confidence: float = CONFIDENCE) -> Estimate:
    """Return a count of events with its interval, exact below 10 and by Byar from 10.

    Raises ValueError for a count that is negative or not whole, or a confidence outside 0 to 1.
    """
    _check(count, 1, 1, confidence)
    outside = (1 - confidence) / 2
    if count >= LEAST_FOR_BYAR:
        z = NormalDist().inv_cdf(1 - outside)
        return Estimate(float(count), _byar(count, -z), _byar(count + 1, z), "Byar")
    from scipy.stats import chi2

    # No event: the lower end is 0, where chi-squared has no degrees of freedom.
    lower = float(chi2.ppf(outside, 2 * count)) / 2 if count else 0.0
    upper = float(chi2.ppf(1 - outside, 2 * count + 2)) / 2
    return Estimate(float(count), lower, upper, "exact Poisson")


def rate(
    count: int, denominator: float, *, multiplier: float = 100_000, confidence: float = CONFIDENCE
) -> Estimate:
    """Return events per multiplier of a denominator (people, person-years), with its interval.

    Crude rates only; a directly standardised rate needs its age bands. Raises ValueError for a
    count that is negative or not whole, a denominator or multiplier that is not positive, or a
    confidence outside 0 to 1.
    """
    _check(count, denominator, multiplier, confidence)
    events = count_interval(count, confidence=confidence)
    each = multiplier / denominator
    return Estimate(each * count, each * events.lower, each * events.upper, events.method)


def proportion_difference(
    count: int,
    denominator: int,
    other_count: int,
    other_denominator: int,
    *,
    multiplier: float = 1,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """Return the first proportion less the other, of independent groups, with its interval.

    Newcombe's method 10 (Statistics in Medicine 1998; 17: 873-890), without continuity
    correction; between -multiplier and multiplier. Raises ValueError as ``proportion`` does.
    """
    one = proportion(count, denominator, confidence=confidence)
    other = proportion(other_count, other_denominator, confidence=confidence)
    by = one.value - other.value
    down = math.hypot(one.value - one.lower, other.upper - other.value)
    up = math.hypot(one.upper - one.value, other.value - other.lower)
    return Estimate(multiplier * by, multiplier * (by - down), multiplier * (by + up), "Newcombe")


def wilson_limits(
    share: ArrayLike, denominator: ArrayLike, *, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Return the lower and upper limits of many proportions at once, by Wilson's score.

    ``share`` lies between 0 and 1 and need not be a whole count over its denominator: a printed
    share is rounded. Where either is NaN so are the limits. Raises ValueError for what cannot be.
    """
    p, n = np.asarray(share, dtype=float), np.asarray(denominator, dtype=float)
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1, such as 0.95")
    if np.any((p < 0) | (p > 1)):
        raise ValueError("a share is not between 0 and 1")
    if np.any(n <= 0):
        raise ValueError("a denominator is not above 0")
    square = NormalDist().inv_cdf(1 - (1 - confidence) / 2) ** 2
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = np.sqrt(square * (p * (1 - p) / n + square / (4 * n**2))) / (1 + square / n)
    # Rounding must not put a share outside its own interval.
    return np.minimum(p, np.maximum(middle - half, 0)), np.maximum(p, np.minimum(middle + half, 1))


def sum_interval(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Estimate:
    """Return the sum of independent estimates with its interval; nothing to add gives 0, 0, 0.

    The distances of each to its own limits are squared and added, below and above apart
    (Zou and Donner, Statistics in Medicine 2008; 27: 1693-1702; Newcombe's method for two).
    Raises ValueError when a limit lies on the wrong side of its value.
    """
    value, low, high = (np.asarray(part, dtype=float) for part in (values, lower, upper))
    if not (np.all(low <= value) and np.all(value <= high)):
        raise ValueError("a value lies outside its own limits")
    total = float(value.sum())
    down = math.sqrt(float(((value - low) ** 2).sum()))
    up = math.sqrt(float(((high - value) ** 2).sum()))
    return Estimate(total, total - down, total + up, "square and add")


def predicted_count(
    found: float, tested: int, trials: int, *, confidence: float = CONFIDENCE
) -> Estimate:
    """Return how many of ``trials`` would be found where ``found`` of ``tested`` were.

    The value is trials times found / tested. The interval is the equal-tailed one of the
    beta-binomial, in whole findings: the proportion's own uncertainty, from Jeffreys' prior
    (Brown, Cai and DasGupta, Statistical Science 2001; 16: 101-133), and the luck of the draw.
    It always holds the value: none found leaves the lower end at 0, all found the upper at
    ``trials``. ``found`` need not be whole: a printed share is rounded. Raises ValueError unless
    0 <= found <= tested, tested > 0 and 0 <= trials <= MOST_TRIALS.
    """
    from scipy.special import betaln, gammaln

    _check(trials, tested, 1, confidence)
    if not 0 <= found <= tested:
        raise ValueError(f"{found:g} of {tested:g} is no proportion")
    if trials > MOST_TRIALS:
        raise ValueError(f"{trials:,} trials are more than {MOST_TRIALS:,}")
    value = trials * (found / tested)
    a, b = found + PRIOR, tested - found + PRIOR
    every = np.arange(trials + 1.0)
    chosen = gammaln(trials + 1) - gammaln(every + 1) - gammaln(trials - every + 1)
    log = chosen + betaln(every + a, trials - every + b) - betaln(a, b)
    up_to = np.cumsum(np.exp(log))
    outside = (1 - confidence) / 2
    lower, upper = np.searchsorted(up_to, [outside, 1 - outside])
    # The value lies between whole findings; the interval holds those on either side of it.
    low, high = min(int(lower), math.floor(value)), max(int(upper), math.ceil(value))
    return Estimate(value, float(low), float(min(high, trials)), "beta-binomial")


def _byar(count: float, z: float) -> float:
    return float(count * (1 - 1 / (9 * count) + z / (3 * math.sqrt(count))) ** 3)


def _check(count: float, denominator: float, multiplier: float, confidence: float) -> None:
    """Raise ValueError, naming what is wrong and what was given."""
    if not (math.isfinite(count) and count >= 0 and count == int(count)):
        raise ValueError(f"count {count} is not a whole number from 0")
    for name, number in (("denominator", denominator), ("multiplier", multiplier)):
        if not (math.isfinite(number) and number > 0):
            raise ValueError(f"{name} {number} is not above 0")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1, such as 0.95")
