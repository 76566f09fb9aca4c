"""Carers over 65 to 2035, by hand."""

import pytest


def test_as_stated(points):
    found = points("carers_over_65")
    assert found["carers"] == pytest.approx(49_219)
    assert found["end_by_rise"] == pytest.approx(50_298.76)  # 38,396 x 1.31
    assert found["rise_by_end"] == pytest.approx(28.188, abs=5e-4)  # 49,219 / 38,396 - 1
    assert found["gap"] == pytest.approx(1_079.76)  # 50,298.76 - 49,219
    # 1.281879 to the power of 1 / 14 is 1.017896
    assert found["yearly"] == pytest.approx(1.7896, abs=5e-5)
    assert found["more"] == pytest.approx(10_823)


def test_half_way_by_the_stated_rise(points):
    found = points("carers_over_65", by_rise=100, after=7)
    assert found["final"] == pytest.approx(50_298.76)
    # Half the years: 38,396 x the square root of 1.31, 1.144552
    assert found["carers"] == pytest.approx(43_946.2, abs=0.05)


def test_at_the_start_there_are_those_of_the_start(points):
    assert points("carers_over_65", after=0)["carers"] == pytest.approx(38_396)


def test_the_interval_holds_both_statements(ask):
    found = ask("carers_over_65").baseline.headline
    assert found.low == found.point == pytest.approx(49_219)
    assert 50_200 < found.high < 50_491  # 38,396 x 1.315 at the most
    midway = ask("carers_over_65", after=7).scenario.headline
    assert midway.high - midway.low < found.high - found.low


def test_labels_name_the_dates_of_the_figures(ask, held):
    for one in ask("carers_over_65").inputs[:2]:
        assert held.figure(one.figure_ids[0]).period.text in one.label


def test_what_the_numbers_say_of_each_other(ask):
    (finding,) = ask("carers_over_65").findings
    assert finding.verdict == "differs"
    for words in ("28.2%; 31%", "50,299", "37,572"):  # 49,219 / 1.31 = 37,571.8
        assert words in finding.words
