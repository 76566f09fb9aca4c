"""Shorter stays in 13 beds, by hand: 365 / 7 = 52.142857 weeks a year."""

import pytest


def test_as_stated(points):
    found = points("dolphinlee")
    assert found["people"] == pytest.approx(135.571, abs=5e-4)  # 13 x 52.142857 / 5
    assert found["people_before"] == pytest.approx(71.353, abs=5e-4)  # 13 x 52.142857 / 9.5
    assert found["more"] == pytest.approx(64.218, abs=5e-4)
    assert found["times"] == pytest.approx(1.9)  # 9.5 / 5
    assert found["people_optimal"] == pytest.approx(169.464, abs=5e-4)  # 13 x 52.142857 / 4
    assert found["beds_needed"] == pytest.approx(6.842, abs=5e-4)  # 13 x 5 / 9.5


def test_the_optimal_stay_in_beds_that_are_mostly_full(points):
    found = points("dolphinlee", stay=4, occupancy=85)
    assert found["people"] == pytest.approx(144.045, abs=5e-4)  # 13 x 0.85 x 52.142857 / 4
    assert found["people"] == pytest.approx(found["people_optimal"])
    assert found["times"] == pytest.approx(2.375)  # 9.5 / 4, however full


def test_no_shorter_than_before_is_no_gain(points):
    assert points("dolphinlee", stay=9.5)["more"] == pytest.approx(0)


def test_interval(ask):
    """5.0 weeks is 4.95 to 5.05: middle 95% 4.9525 to 5.0475, 677.857 weeks / each."""
    found = ask("dolphinlee", before=9).scenario
    assert found.method == "closed form"
    assert found.headline.low == pytest.approx(134.296, abs=5e-4)
    assert found.headline.high == pytest.approx(136.872, abs=5e-4)


def test_what_the_numbers_say_of_each_other(ask):
    """4.5 / 9.5 = 47.4%; with 9.55 to 4.95 weeks 48.2%, so that 48% is within rounding."""
    (finding,) = ask("dolphinlee").findings
    assert finding.verdict == "agrees"
    assert "47.4%; 48% is stated, and 45%" in finding.words
