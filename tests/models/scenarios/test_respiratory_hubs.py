"""Appointments that would have been A&E attendances, by hand."""

import pytest


def test_as_stated(points):
    found = points("respiratory_hubs")
    assert found["avoided"] == pytest.approx(4_340)  # (14,000 + 17,000) / 2 x 28%
    assert found["a_day"] == pytest.approx(142.68, abs=5e-3)  # 4,340 x 12 / 365
    assert found["season"] == pytest.approx(13_020)  # November to January: 3 x 4,340
    assert found["others"] == pytest.approx(11_160)  # 15,500 x 72%


def test_fewer_who_really_would_have_gone(points):
    found = points("respiratory_hubs", appointments=20_000, share=25, really=60, months=6)
    assert found["avoided"] == pytest.approx(3_000)  # 20,000 x 25% x 60%
    assert found["season"] == pytest.approx(18_000)  # 6 x 3,000
    assert found["others"] == pytest.approx(15_000)  # 20,000 x 75%


def test_interval(ask):
    """From 14,000 x 27.5% = 3,850 to 17,000 x 28.5% = 4,845 at the very ends."""
    found = ask("respiratory_hubs").baseline.headline
    assert 3_850 < found.low < 3_950
    assert 4_740 < found.high < 4_845


def test_interval_with_chance(ask):
    """28% of 250 answers is 70 people: Wilson 22.8% to 33.9%, of 10,000 appointments."""
    found = ask("respiratory_hubs", appointments=10_000, answers=250, share=28.0).scenario
    assert (found.headline.low, found.headline.high) == pytest.approx((2_280, 3_390), abs=15)


def test_what_the_numbers_say_of_each_other(ask):
    (finding,) = ask("respiratory_hubs").findings
    # 14,000 / 1.3 million and 17,000 / 1.2 million, of 1,000
    assert "10.8 to 14.2 for every 1,000" in finding.words
