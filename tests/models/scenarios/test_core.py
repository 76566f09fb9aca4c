"""Numbers in words, what figures give, and what a card refuses."""

from dataclasses import replace

import pytest

from models.base import Wrong
from models.scenarios import card
from models.scenarios.answer import answer
from models.scenarios.core import (
    CONSTANTS,
    Card,
    Facts,
    Output,
    Stated,
    differing,
    meet,
    said,
    said_ends,
    said_interval,
)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (93.6, "people", "94 people"),
        (4.27, "people", "4.3 people"),
        (0.123, "count", "0.12"),
        (22690.83, "count", "22,691"),
        (650.51, "gbp", "£651"),
        (2.5, "gbp", "£2.50"),
        (-1234.4, "gbp", "−£1,234"),
        (23.44, "percent", "23.4%"),
        (0.178, "percent", "0.18%"),
        (4.5, "days", "4.5 days"),
        (-0.0001, "count", "0"),
    ],
)
def test_a_headline_is_rounded_as_people_say_it(value, unit, words):
    assert said(value, unit) == words


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (19.42, 27.72, "percent", "19.4% to 27.7%"),
        (13_900, 17_100, "people", "13,900 to 17,100 people"),
        (60.1, 60.4, "count", "60"),
        (2.354, 2.651, "gbp", "£2.35 to £2.65"),
    ],
)
def test_an_interval_names_its_unit_once(low, high, unit, words):
    assert said_interval(low, high, unit) == words


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (23.35, 23.45, "percent", "23.35% to 23.45%"),
        (7.585, 7.595, "percent", "7.585% to 7.595%"),
        (115.5, 116.5, "people", "115.5 to 116.5 people"),
        (59_252.5, 59_253.5, "gbp", "£59,252.50 to £59,253.50"),
        (360, 400, "count", "360 to 400"),
        (19.416, 27.923, "percent", "19.4% to 27.9%"),
    ],
)
def test_ends_that_rounding_would_hide_are_written_out(low, high, unit, words):
    assert said_ends(low, high, unit) == words


@pytest.mark.parametrize(
    ("figure_id", "average", "printed"),
    [
        ("heartbeat-bp-tests", False, (360, 400)),  # almost 400: down by a tenth
        ("heartbeat-possible-atrial-fibrillation", False, (27, 30)),
        ("virtual-ward-beds-lsc-review", False, (373, 373)),  # counted
        ("virtual-ward-occupancy-lsc-review", False, (70, 80)),  # a range as it is stated
        ("virtual-ward-length-of-stay-review", False, (4.45, 4.55)),
        ("ucr-referrals-per-month-review", False, (2_650, 2_750)),  # circa
        ("bcf-ucr-referrals-per-month", False, (2_100, 2_310)),  # over: up by a tenth
        ("uhmbt-nmc2r-people-current", False, (116, 116)),
        ("uhmbt-nmc2r-people-current", True, (115.5, 116.5)),  # an average a day
    ],
)
def test_printed_numbers_stand_for_what_the_checks_take_them_for(held, figure_id, average, printed):
    found = Facts(held).printed(figure_id, average=average)
    assert found == pytest.approx(printed)


def test_times_are_read_from_periods(held):
    facts = Facts(held)
    assert facts.years_between("smoking-at-delivery-2022-03", "smoking-at-delivery-2025-03") == 3
    assert facts.months_of("ari-hub-appointments-a-month") == 3  # November to January
    with pytest.raises(Wrong, match="no period"):
        facts.years_between("smoking-at-delivery-2022-03", "virtual-ward-beds-lsc-review")
    with pytest.raises(Wrong, match="no period that ends"):
        facts.months_of("virtual-ward-beds-lsc-review")


def test_conversions_are_those_of_a_year_of_365_days():
    assert CONSTANTS["days_a_year"] == 365
    assert CONSTANTS["weeks_a_year"] == pytest.approx(52.142857)
    assert CONSTANTS["months_a_year"] == 12
    assert len(CONSTANTS) == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"wards": 3}, "'wards' is no input of this scenario"),
        ({"tests": 0}, "out of bounds; expected 1 to 100,000"),
        ({"tests": 100_001}, "out of bounds"),
        ({"tests": 12.5}, "no whole number"),
        ({"share": 100.1}, "out of bounds; expected 0.1% to 100%"),
        ({"share": float("nan")}, "out of bounds"),
        ({"tests": float("inf")}, "out of bounds"),
        ({"tested": 20}, "30 people is more than 20 people, all there can be"),
        ({"irregular": 500}, "500 people is more than 400 people"),
    ],
)
def test_impossible_inputs_are_refused_in_words(held, changes, message):
    with pytest.raises(Wrong, match=message):
        answer(card("heartbeat"), held, changes)


def test_only_what_differs_is_a_change(held):
    heartbeat = card("heartbeat")
    given = {"share": 20, "tests": 400}
    assert differing(heartbeat, Facts(held), given) == {"share": 20}
    assert differing(heartbeat, Facts(held), None) == {}


def test_a_result_that_is_no_number_is_refused(held):
    one = Stated("beds", "Beds", "virtual-ward-beds-lsc-review", 0, 1_000)
    empty = Card(
        "empty",
        "Nothing",
        "?",
        "",
        (one,),
        (Output("each", "For each", "count", "{each}", "1 / beds"),),
        "each",
        (),
        (),
    )
    assert answer(empty, held).baseline.headline.point == pytest.approx(1 / 373)
    with pytest.raises(Wrong, match="For each has no result"):
        answer(empty, held, {"beds": 0})


def test_an_unknown_card_is_told():
    with pytest.raises(Wrong, match="'moon' is no scenario; expected one of heartbeat"):
        card("moon")


def test_a_figure_that_is_missing_is_an_error_not_a_guess(held):
    without = replace(held, figures=tuple(f for f in held.figures if "heartbeat" not in f.id))
    with pytest.raises(KeyError, match="heartbeat"):
        answer(card("heartbeat"), without)


def test_intervals_that_share_a_number_meet():
    assert meet((1, 2), (2, 3))
    assert not meet((1, 2), (2.1, 3))
