"""From a share to people to bed days, by hand."""

import pytest


def test_as_stated(points):
    found = points("criteria_to_reside")
    assert found["patients"] == pytest.approx(601.04, abs=5e-3)  # 116 / 19.3%
    assert found["people"] == pytest.approx(116)
    assert found["bed_days"] == pytest.approx(42_340)  # 116 x 365
    assert found["saved"] == pytest.approx(11_680)  # (148 - 116) x 365
    assert found["people_at_target"] == pytest.approx(30.05, abs=5e-3)  # 601.04 x 5%
    assert found["to_target"] == pytest.approx(31_371.1, abs=0.05)  # 85.95 x 365
    assert found["council"] == pytest.approx(2_372.5)  # (27 - 20.5) x 365


def test_a_tenth_of_all(points):
    found = points("criteria_to_reside", share=10)
    assert found["people"] == pytest.approx(60.104, abs=5e-4)  # 601.04 x 10%
    assert found["bed_days"] == pytest.approx(21_937.8, abs=0.05)  # 60.104 x 365
    assert found["saved"] == pytest.approx(32_082.2, abs=0.05)  # (148 - 60.104) x 365


def test_at_the_target_nothing_is_left_to_free(points):
    assert points("criteria_to_reside", share=5)["to_target"] == pytest.approx(0)


def test_interval(ask):
    """116 a day, an average, is 115.5 to 116.5: middle 95% 115.525 to 116.475, x 365."""
    found = ask("criteria_to_reside").baseline.headline
    assert (found.low, found.high) == pytest.approx((42_166.6, 42_513.4), abs=0.5)


def test_what_the_numbers_say_of_each_other(ask):
    people, improvement, points_, council, patients = ask("criteria_to_reside").findings
    assert people.verdict == "agrees"  # 31 to 33 from rounded averages hold 31.5
    assert improvement.verdict == "differs"
    assert "21.5%" in improvement.words  # 5.3 / 24.6
    assert "21.6%" in improvement.words  # 32 / 148
    assert points_.verdict == "differs"  # 5.3% and 4.7%
    assert council.verdict == "differs"
    assert "would be 40 people" in council.words  # 27% x 148
    assert patients.verdict == "agrees"
    # 147.5 / 24.65% to 148.5 / 24.55%, and 115.5 / 19.35% to 116.5 / 19.25%
    assert "598 to 605 patients" in patients.words
    assert "597 to 605" in patients.words
