"""Urgent referrals, by hand."""

import pytest


def test_as_stated(points):
    found = points("urgent_response")
    assert found["answered"] == pytest.approx(2_538)  # 2,700 x 94%
    assert found["late"] == pytest.approx(162)  # 2,700 - 2,538
    assert found["beyond"] == pytest.approx(648)  # 2,700 x (94% - 70%)
    assert found["up"] == pytest.approx(1_971)  # 2,700 x 73%
    assert found["down"] == pytest.approx(729)  # 2,700 x 27%
    assert found["avoided"] == pytest.approx(23_652)  # 1,971 x 12
    assert found["ward_up"] == pytest.approx(1_034.17, abs=5e-3)  # 17,000 x 73% / 12


def test_more_referrals_answered_less_often(points):
    found = points("urgent_response", referrals=3_000, within=65, otherwise=20)
    assert found["answered"] == pytest.approx(1_950)  # 3,000 x 65%
    assert found["beyond"] == pytest.approx(-150)  # 3,000 x (65% - 70%)
    assert found["avoided"] == pytest.approx(5_256)  # 3,000 x 73% x 20% x 12


def test_interval(ask):
    """94% of 2,700: Wilson 93.0% to 94.8%, and half a percent of rounding to either side."""
    found = ask("urgent_response", referrals=1_000).scenario.headline
    assert found.point == pytest.approx(940)
    assert (found.low, found.high) == pytest.approx((929, 950), abs=1.5)


def test_what_the_numbers_say_of_each_other(ask):
    shares, within, rise = ask("urgent_response").findings
    assert (shares.verdict, within.verdict, rise.verdict) == ("agrees", "differs", "note")
    assert "1,034 step-up admissions a month" in shares.words
    assert "94%" in within.words and "95%" in within.words
    # 2,650 / 2,310 and 2,750 / 2,100: over 2,100 reaches up by a tenth
    assert "14.7% to 31%" in rise.words
