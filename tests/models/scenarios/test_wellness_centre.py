"""Fewer re-admissions and shorter stays in Barrow, by hand."""

import pytest


def test_as_stated(points):
    found = points("wellness_centre")
    assert found["avoided"] == pytest.approx(90)  # 100 x 90%
    assert found["days_before"] == pytest.approx(1_000)  # 100 x 10 days
    assert found["days_left"] == pytest.approx(15)  # 1,000 x 10% x 15%
    assert found["days_saved"] == pytest.approx(900)  # 100 x 90% x 10 days


def test_another_baseline(points):
    found = points("wellness_centre", readmissions=40, stay=7, fall=50)
    assert found["avoided"] == pytest.approx(20)
    assert found["days_left"] == pytest.approx(21)  # 40 x 7 x 50% x 15%
    assert found["days_saved"] == pytest.approx(140)  # 40 x 50% x 7


def test_ten_readmissions_say_little(ask):
    """10 before and 1 after: 1 of 11 is 9.1%, Wilson 1.6% to 37.7%; ratios 0.017 to 0.606."""
    found = ask("wellness_centre", seen=10).scenario.headline
    assert (found.low, found.high) == pytest.approx((39.4, 98.3), abs=1)


def test_what_the_numbers_say_of_each_other(ask):
    (finding,) = ask("wellness_centre").findings
    assert "leave 1.5% of the bed days" in finding.words  # 10% x 15%
    assert "2 months" in finding.words
