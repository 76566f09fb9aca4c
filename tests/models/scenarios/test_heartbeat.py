"""Tests on the doorstep, by hand."""

import pytest


def test_as_stated(points):
    found = points("heartbeat")
    assert found["pressure"] == pytest.approx(93.6)  # 400 x 23.4%
    assert found["fibrillation"] == pytest.approx(30)  # 400 x 30 / 400
    assert found["irregular_share"] == pytest.approx(7.5)  # 30 / 400
    assert found["tests_for_pressure"] == pytest.approx(4.2735, abs=5e-5)  # 1 / 23.4%
    assert found["tests_for_fibrillation"] == pytest.approx(13.3333, abs=5e-5)  # 400 / 30


def test_five_times_as_many_tests(points):
    found = points("heartbeat", tests=2_000)
    assert found["pressure"] == pytest.approx(468)  # 2,000 x 23.4%
    assert found["fibrillation"] == pytest.approx(150)  # 2,000 x 30 / 400
    assert found["irregular_share"] == pytest.approx(7.5)  # as seen before


def test_intervals(ask):
    """Wilson for 23.4% of 400 is 19.5% to 27.8%; with 360 to 400 tested a little wider."""
    result = ask("heartbeat", tests=1_000).scenario
    assert result.headline.low == pytest.approx(194, abs=1)
    assert result.headline.high == pytest.approx(279, abs=1)
    # 27 to 30 of 360 to 400: Wilson for 30 of 400 is 5.3% to 10.5%.
    share = result.output("irregular_share")
    assert (share.low, share.high) == pytest.approx((5.2, 10.7), abs=0.1)


def test_what_the_numbers_say_of_each_other(ask):
    """93 / 400 = 23.25% and 94 / 400 = 23.50%: neither is printed as 23.4%.

    93 / 398 = 23.37% is; 93 / 399 = 23.31% and 94 / 399 = 23.56% are not.
    """
    granularity, range_ = ask("heartbeat").findings
    assert granularity.verdict == "differs"
    assert "93 are 23.25% and 94 are 23.50%" in granularity.words
    assert "the largest 398" in granularity.words
    assert "6.8% and 8.3%" in range_.words  # 27 / 400 = 6.75%, 30 / 360 = 8.33%


def test_the_numbers_of_tests_that_can_be(ask):
    """Counted by rounding: 15 numbers from 360 to 400 have a whole share printed as 23.4%."""
    possible = [n for n in range(360, 401) if any(f"{100 * x / n:.1f}" == "23.4" for x in range(n))]
    assert f"one of {len(possible)}" in ask("heartbeat").findings[0].words
    assert max(possible) == 398
