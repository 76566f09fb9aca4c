"""Where two points lead, by hand."""

import pytest


def test_as_stated(points):
    found = points("smoking_at_delivery")
    # Three years as long as the three before: 7.59 x 7.59 / 13.9 = 4.1445
    assert found["steady"] == found["share"] == pytest.approx(4.1445, abs=5e-5)
    assert found["straight"] == pytest.approx(1.28)  # 7.59 - (13.9 - 7.59)
    assert found["women"] == pytest.approx(41.445, abs=5e-4)  # 1,000 x 4.1445%
    assert found["fewer"] == pytest.approx(34.455, abs=5e-4)  # 75.9 - 41.445
    assert found["needed"] == pytest.approx(15.9)  # 1,000 x (7.59% - 6%)
    # The third root of 7.59 / 13.9 = 0.546043 is 0.817352
    assert found["fall_so_far"] == pytest.approx(18.265, abs=5e-4)
    # The third root of 6 / 7.59 = 0.790514 is 0.924634
    assert found["fall_needed"] == pytest.approx(7.537, abs=5e-4)


def test_one_year_on_at_half_the_pace_for_many_births(points):
    found = points("smoking_at_delivery", ahead=1, births=15_000, pace=50, line=100)
    assert found["straight"] == pytest.approx(6.53833, abs=5e-6)  # 7.59 - 6.31 / 3 x 50%
    assert found["share"] == pytest.approx(6.53833, abs=5e-6)
    assert found["women"] == pytest.approx(980.75, abs=5e-3)  # 15,000 x 6.53833%


def test_a_straight_line_ends_at_nought(points):
    assert points("smoking_at_delivery", ahead=5)["straight"] == 0  # 7.59 - 5 x 2.10 < 0


def test_no_share_is_above_all(points):
    found = points("smoking_at_delivery", first=1, last=50, ahead=10)
    assert found["steady"] == found["straight"] == found["share"] == 100


def test_a_target_that_is_reached_needs_nothing(points):
    assert points("smoking_at_delivery", target=10)["fall_needed"] == 0


def test_the_interval_holds_both_forms_and_no_further_fall(ask):
    found = ask("smoking_at_delivery").baseline
    assert found.headline.low < 1.28 < found.headline.high
    assert 7 < found.headline.high < 7.6
    assert [bar.input_ids[0] for bar in found.tornado][:2] == ["pace", "line"]


def test_the_interval_widens_the_further_one_looks(ask):
    """In points until it reaches nought, and ever more against its point."""
    ends = [ask("smoking_at_delivery", ahead=years).scenario.headline for years in (1, 2, 4, 8)]
    widths = [one.high - one.low for one in ends]
    assert 1 < widths[0] < widths[1] < widths[2]
    relative = [width / one.point for width, one in zip(widths, ends, strict=True)]
    assert relative == sorted(relative)


def test_rounding_alone_would_be_far_too_sure(ask):
    certain = ask("smoking_at_delivery", pace=99, line=1).scenario.headline
    assert certain.high - certain.low < 0.1


def test_labels_name_the_dates_of_the_figures(ask, held):
    for one in ask("smoking_at_delivery").inputs[:2]:
        assert held.figure(one.figure_ids[0]).period.in_words() in one.label


def test_what_the_numbers_say_of_each_other(ask):
    (finding,) = ask("smoking_at_delivery").findings
    assert "2.1 percentage points a year" in finding.words  # 6.31 / 3
    assert "18.3%" in finding.words
    assert "3.6 more years" in finding.words  # 7.59 / 2.1033
