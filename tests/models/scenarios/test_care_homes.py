"""Falls of 60% and 40% in attendances and admissions from care homes, by hand."""

import pytest


def test_as_stated(points):
    found = points("care_homes")
    assert found["avoided"] == pytest.approx(60)  # 100 x 60%
    assert found["admissions_avoided"] == pytest.approx(40)  # 100 x 40%
    assert found["left"] == pytest.approx(40)
    assert found["heavier"] == pytest.approx(1.5)  # 60% left / 40% left


def test_a_baseline_that_the_user_gives(points):
    found = points("care_homes", attendances=850, admissions=420)
    assert found["avoided"] == pytest.approx(510)  # 850 x 60%
    assert found["admissions_avoided"] == pytest.approx(168)  # 420 x 40%
    assert found["left"] == pytest.approx(340)


def test_interval_with_the_numbers_behind_it(ask):
    """100 attendances before and 40 after: a fall of 60%, by chance 42.4% to 72.2%."""
    found = ask("care_homes", seen=100, attendances=1_000).scenario.headline
    assert (found.low, found.high) == pytest.approx((424, 722), abs=2)


def test_few_attendances_leave_open_whether_there_was_a_fall_at_all(ask):
    assert ask("care_homes", seen=5).scenario.headline.low < 0


def test_what_the_numbers_say_of_each_other(ask):
    (finding,) = ask("care_homes").findings
    assert "1.5 times as often" in finding.words
    assert "no more than 66.7%" in finding.words  # 40% / 60%
