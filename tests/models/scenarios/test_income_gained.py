"""Income gained through checks and advice, by hand."""

import pytest


def test_as_stated(points):
    found = points("income_gained")
    assert found["gained"] == pytest.approx(181_000)
    assert found["each"] == pytest.approx(1_071.01, abs=5e-3)  # 181,000 / 169
    assert found["awards"] == pytest.approx(44.625, abs=5e-4)  # 181,000 / 4,056
    assert found["awards_share"] == pytest.approx(26.41, abs=5e-3)  # 44.625 / 169
    assert found["there"] == pytest.approx(1_281_994.08, abs=5e-3)  # 1,197 x 1,071.006
    assert found["repair_each"] == pytest.approx(400_000)  # 400 x 1,000
    assert found["repair_all"] == pytest.approx(2.5)  # 1,000 / 400


def test_five_hundred_checks(points):
    assert points("income_gained", checks=500)["gained"] == pytest.approx(535_502.96, abs=5e-3)


def test_interval(ask):
    """All or nothing: 44.6 of 169 gain £4,056. Wilson for 44.6 of 169 is 20.3% to 33.5%.

    Of 169 x £4,056 = £685,464 that is £139,450 to £229,690.
    """
    found = ask("income_gained", award=4_057).scenario.headline
    assert (found.low, found.high) == pytest.approx((139_450, 229_690), rel=2e-3)
    assert ask("income_gained", checks=338).scenario.headline.high == pytest.approx(
        2 * ask("income_gained").baseline.headline.high
    )


def test_larger_single_gains_are_less_sure(ask):
    widths = []
    for award in (2_000, 4_000, 8_000):
        found = ask("income_gained", award=award).scenario.headline
        widths.append(found.high - found.low)
    assert widths == sorted(widths)


def test_what_the_numbers_say_of_each_other(ask):
    weeks, repair = ask("income_gained").findings
    assert weeks.verdict == "agrees"
    assert "52 weeks of £78" in weeks.words  # 4,056 / 78
    assert "£4,067" in weeks.words  # 78 x 52.142857
    assert "£400,000 if it is for each, and £2.50 a person" in repair.words
