"""Falls prevention in Darwen, by hand."""

import pytest


def test_as_stated(points):
    found = points("falls_prevention")
    assert found["savings"] == pytest.approx(59_253)
    assert found["each"] == pytest.approx(731.52, abs=5e-3)  # 59,253 / 81
    assert found["demand_each"] == pytest.approx(160)  # 12,960 / 81
    assert found["demand_savings"] == pytest.approx(12_960)
    assert found["as_added"] == pytest.approx(72_213)


def test_more_admissions_of_which_some_would_not_have_been(points):
    found = points("falls_prevention", admissions=162, due=75)
    assert found["savings"] == pytest.approx(88_879.5)  # 2 x 59,253 x 75%
    assert found["demand_savings"] == pytest.approx(19_440)  # 2 x 12,960 x 75%
    assert found["as_added"] == pytest.approx(108_319.5)  # 2 x 72,213 x 75%


def test_interval_is_rounded_pounds_only(ask):
    """£59,253 is £59,252.50 to £59,253.50; 81 was counted and has no interval."""
    found = ask("falls_prevention").baseline
    assert (found.headline.low, found.headline.high) == pytest.approx((59_252.525, 59_253.475))
    assert [bar.input_ids for bar in found.tornado] == [("saved",)]


def test_what_the_numbers_say_of_each_other(ask):
    added, each = ask("falls_prevention").findings
    assert (added.verdict, each.verdict) == ("agrees", "note")
    assert "£72,213; £72,213" in added.words  # 59,253 + 12,960
    assert "exactly £160 for each of the 81" in each.words
