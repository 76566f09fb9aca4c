"""The slope index of inequality: worked by hand, by numpy's own fit, and by its definition."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from models.inequality import Gradient, gradient, ridits, weighted_line
from models.shares import Refused
from tests.models.ward_frames import FACTS, frame, wards

# Five groups whose ridits can be worked in the head: shares 0.1, 0.2, 0.4, 0.2 and 0.1 of 10,000
# residents have their middles at 0.05, 0.2, 0.5, 0.8 and 0.95.
PEOPLE = (1000.0, 2000.0, 4000.0, 2000.0, 1000.0)
MIDDLES = (0.05, 0.2, 0.5, 0.8, 0.95)


def five(values: tuple[float, ...]) -> pd.DataFrame:
    return frame(
        [
            {"imd2025_score": float(place), "population": people, "ill": value}
            for place, (people, value) in enumerate(zip(PEOPLE, values, strict=True))
        ]
    )


def found(*args, **more) -> Gradient:
    result = gradient(*args, **more)
    assert isinstance(result, Gradient)
    return result


def test_ridits_by_hand() -> None:
    assert ridits(np.arange(5.0), np.array(PEOPLE)) == pytest.approx(MIDDLES)
    # Two that are equally deprived share the middle of what is theirs together.
    level = ridits(np.array([0.0, 1.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0, 1.0]))
    assert level == pytest.approx([0.125, 0.5, 0.5, 0.875])


def test_a_straight_line_is_found_exactly() -> None:
    """10% at the least deprived end and 30% at the most: slope 20, ratio 3, no doubt at all."""
    result = found(five(tuple(10 + 20 * x for x in MIDDLES)), "ill", FACTS)
    assert result.slope.value == pytest.approx(20)
    assert (result.slope.lower, result.slope.upper) == pytest.approx((20, 20))
    assert (result.least_deprived, result.most_deprived) == pytest.approx((10, 30))
    assert result.ratio is not None
    assert result.ratio.value == pytest.approx(3)
    assert (result.wards, result.missing, result.notes) == (5, 0, ())
    assert result.points["ridit"].tolist() == pytest.approx(MIDDLES)
    assert result.points["fitted"].tolist() == pytest.approx(result.points["value"].tolist())


def test_worked_by_hand() -> None:
    """Values 10, 20, 10, 20, 30.

    Weights w are 0.1, 0.2, 0.4, 0.2, 0.1. Mean of x 0.5, of y 16. Sum of w (x - 0.5)^2 is
    2 * 0.1 * 0.2025 + 2 * 0.2 * 0.09 = 0.0765; of w (x - 0.5)(y - 16) it is 0.1 * -0.45 * -6 +
    0.2 * -0.3 * 4 + 0 + 0.2 * 0.3 * 4 + 0.1 * 0.45 * 14 = 0.9. So slope 0.9 / 0.0765.
    """
    result = found(five((10, 20, 10, 20, 30)), "ill", FACTS)
    slope = 0.9 / 0.0765
    assert result.slope.value == pytest.approx(slope)
    assert result.least_deprived == pytest.approx(16 - slope / 2)
    assert result.most_deprived == pytest.approx(16 + slope / 2)
    assert result.ratio is not None
    assert result.ratio.value == pytest.approx((16 + slope / 2) / (16 - slope / 2))


def test_the_interval_by_its_definition() -> None:
    """HC3, ward by ward with plain sums: no matrix of the code under test."""
    y = np.array([10.0, 20.0, 10.0, 20.0, 30.0])
    x, w = np.array(MIDDLES), np.array(PEOPLE) / 10_000
    sxx = (w * (x - 0.5) ** 2).sum()
    slope = (w * (x - 0.5) * (y - (w * y).sum())).sum() / sxx
    off = y - (w * y).sum() - slope * (x - 0.5)
    leverage = w * (1 + (x - 0.5) ** 2 / sxx)
    variance = ((w * (x - 0.5) * off / (1 - leverage)) ** 2).sum() / sxx**2
    half = student.ppf(0.975, 3) * math.sqrt(variance)
    result = found(five(tuple(y)), "ill", FACTS)
    assert result.slope.lower == pytest.approx(slope - half)
    assert result.slope.upper == pytest.approx(slope + half)


# The first of the two areas in the example of phe_sii's own documentation: life expectancy by
# deprivation decile, from the most deprived (PHEindicatormethods, R/SII_function.R).
LIFE = (75.9, 78.3, 83.8, 83.6, 80.5, 81.1, 81.7, 84.2, 80.6, 86.3)
LIFE_PEOPLE = (7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534)


def test_phe_siis_regression_on_its_own_example() -> None:
    """Y√a on √a and b√a without a constant: solved here as printed, by least squares."""
    share = np.array(LIFE_PEOPLE) / sum(LIFE_PEOPLE)
    middle = np.cumsum(share) - share / 2
    root = np.sqrt(share)
    design = np.column_stack([root, middle * root])
    (start, slope), *_ = np.linalg.lstsq(design, np.array(LIFE) * root, rcond=None)
    held = frame(
        [
            {"imd2025_score": 10.0 - decile, "population": float(people), "ill": life}
            for decile, (life, people) in enumerate(zip(LIFE, LIFE_PEOPLE, strict=True))
        ]
    )
    result = found(held, "ill", FACTS)
    # phe_sii goes from the most to the least deprived, so its slope has the other sign.
    assert result.slope.value == pytest.approx(-slope)
    assert result.most_deprived == pytest.approx(start)
    assert result.least_deprived == pytest.approx(start + slope)


def test_the_ratios_interval_multiplies() -> None:
    result = found(five((10, 20, 10, 20, 30)), "ill", FACTS)
    assert result.ratio is not None
    ratio = result.ratio
    assert ratio.value / ratio.lower == pytest.approx(ratio.upper / ratio.value)


def test_no_ratio_where_it_has_no_meaning() -> None:
    steep = found(five((0, 0, 0, 10, 60)), "ill", FACTS)
    assert steep.ratio is None
    assert steep.no_ratio is not None
    assert "falls to zero" in steep.no_ratio
    assert "does not fit well" in steep.notes[-1]
    below = found(five((-1, 0, 1, 2, 3)), "ill", FACTS)
    assert below.ratio is None
    assert "below zero" in str(below.no_ratio)


def test_a_gradient_that_is_built_in_is_said() -> None:
    held = five((10, 20, 10, 20, 30))
    assert "built in" in found(held, "imd2025_score", FACTS).notes[0]
    assert found(held, "ill", FACTS).notes == ()


def test_too_little_for_a_line() -> None:
    held = five((10, 20, 10, 20, 30))
    few = gradient(held[:4], "ill", FACTS)
    assert isinstance(few, Refused)
    assert "at least 5" in few.reason
    blank = gradient(held.assign(ill=[1, 2, 3, 4, math.nan]), "ill", FACTS)
    assert isinstance(blank, Refused)
    level = gradient(held.assign(imd2025_score=3.0), "ill", FACTS)
    assert isinstance(level, Refused)
    assert "equally deprived" in level.reason
    alone = gradient(held.assign(imd2025_score=[0.0, 0.0, 0.0, 0.0, 9.0]), "ill", FACTS)
    assert isinstance(alone, Refused)
    assert "one ward alone" in alone.reason
    with pytest.raises(ValueError, match="confidence 95"):
        gradient(held, "ill", FACTS, confidence=95)


@given(wards(least=6, most=25))
def test_numpys_own_weighted_fit_agrees(held: pd.DataFrame) -> None:
    result = gradient(held, "ill", FACTS)
    if isinstance(result, Refused):
        return
    points = result.points.merge(held[["ward_code", "population"]], on="ward_code")
    slope, start = np.polyfit(
        points["ridit"], points["value"], 1, w=np.sqrt(points["population"])
    )  # fmt: skip
    assert result.slope.value == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert result.least_deprived == pytest.approx(start, rel=1e-6, abs=1e-6)
    assert result.slope.lower <= result.slope.value <= result.slope.upper
    if result.ratio is not None:
        assert result.ratio.lower <= result.ratio.value <= result.ratio.upper
    assert result.wards + result.missing == len(held)
    assert points["ridit"].between(0, 1, inclusive="neither").all()


@given(wards(least=6, most=25), st.floats(0.1, 10), st.floats(-5, 5))
def test_another_unit_changes_only_the_unit(
    held: pd.DataFrame, times: float, plus: float
) -> None:  # fmt: skip
    result = gradient(held, "ill", FACTS)
    moved = gradient(held.assign(ill=times * held["ill"] + plus), "ill", FACTS)
    if isinstance(result, Refused) or isinstance(moved, Refused):
        assert isinstance(result, Refused) is isinstance(moved, Refused)
        return
    for end in ("value", "lower", "upper"):
        assert getattr(moved.slope, end) == pytest.approx(
            times * getattr(result.slope, end), rel=1e-6, abs=1e-6
        )


@given(wards(least=6, most=25))
def test_people_count_and_not_wards(held: pd.DataFrame) -> None:
    """A ward cut in two alike halves leaves the line where it is."""
    result = gradient(held, "ill", FACTS)
    if isinstance(result, Refused):
        return
    half = held.assign(population=held["population"] / 2)
    doubled = pd.concat([half, half.assign(ward_code=half["ward_code"] + "x")], ignore_index=True)
    again = gradient(doubled, "ill", FACTS)
    assert isinstance(again, Gradient)
    assert again.slope.value == pytest.approx(result.slope.value, rel=1e-6, abs=1e-6)


def test_the_interval_covers_as_often_as_it_says() -> None:
    """300 draws of 100 wards about a known line, larger wards nearer to it: 95% in the long run."""
    draws = np.random.default_rng(20250101)
    covered = 0
    for _ in range(300):
        people = draws.uniform(1000, 10_000, 100)
        x = ridits(draws.uniform(0, 1, 100), people)
        y = 10 + 20 * x + draws.normal(0, 1, 100) * 300 / np.sqrt(people)
        fitted = weighted_line(x, y, people)
        assert not isinstance(fitted, Refused)
        line, covariance = fitted
        half = student.ppf(0.975, 98) * math.sqrt(covariance[1, 1])
        covered += abs(line[1] - 20) <= half
    assert 275 <= covered <= 298
