"""Hours of unpaid care, by hand."""

import pytest


def test_as_stated(points):
    found = points("care_hours")
    assert found["most"] == pytest.approx(32_393.4)  # 49,836 x 65%
    assert found["others"] == pytest.approx(17_442.6)
    assert found["hours"] == pytest.approx(1_968_522)  # 32,393.4 x 50 + 17,442.6 x 20
    assert found["a_year"] == pytest.approx(102_644_361, abs=1)  # x 52.142857
    assert found["posts"] == pytest.approx(52_493.92)  # / 37.5


def test_more_hours_than_the_band_starts_with(points):
    found = points("care_hours", more_hours=60, fewer_hours=30)
    assert found["hours"] == pytest.approx(2_466_882)  # 32,393.4 x 60 + 17,442.6 x 30


def test_interval(ask):
    """65% is 64.5% to 65.5% of 49,836, 30 hours more each: 14,951 hours from end to end."""
    found = ask("care_hours").baseline.headline
    assert found.high - found.low == pytest.approx(0.95 * 14_951, rel=0.01)
