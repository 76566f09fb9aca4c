"""What 3.9 attendances and £2,537 a person mean, by hand."""

import pytest


def test_as_stated(points):
    found = points("familiar_faces")
    assert found["avoided"] == pytest.approx(390)  # 100 x 3.9
    assert found["gross"] == found["net"] == pytest.approx(253_700)  # 100 x 2,537
    assert found["each"] == pytest.approx(650.51, abs=5e-3)  # 2,537 / 3.9
    assert found["attended"] == pytest.approx(4.382, abs=5e-4)  # 3.9 / 0.89
    assert found["cost_before"] == pytest.approx(2_588.78, abs=5e-3)  # 2,537 / 0.98


def test_half_due_to_a_team_that_costs_something(points):
    found = points("familiar_faces", people=60, due=50, cost=400)
    assert found["avoided"] == pytest.approx(117)  # 60 x 3.9 x 50%
    assert found["gross"] == pytest.approx(76_110)  # 60 x 2,537 x 50%
    assert found["net"] == pytest.approx(52_110)  # 76,110 - 60 x 400


def test_a_team_can_cost_more_than_it_saves(ask):
    found = ask("familiar_faces", cost=3_000).scenario.output("net")
    assert found.point == pytest.approx(-46_300)  # 253,700 - 300,000
    assert found.shown == "−£46,300"


def test_interval_is_rounding_only(ask):
    """3.85 to 3.95 attendances, 100 people: middle 95% of 385 to 395."""
    found = ask("familiar_faces").baseline
    assert (found.headline.low, found.headline.high) == pytest.approx((385.25, 394.75), abs=0.01)
    assert found.covers == (
        "The interval allows for the rounding of printed numbers, and for nothing else."
    )


def test_what_the_numbers_say_of_each_other(ask):
    price, month = ask("familiar_faces").findings
    assert {price.verdict, month.verdict} == {"note"}
    assert "£651 for each attendance" in price.words
    assert "£732 for each admission" in price.words  # 59,253 / 81
    assert "4.4 attendances a person before and 0.5 after" in month.words  # 4.38 - 3.9
    assert "£2,589 a person before" in month.words
