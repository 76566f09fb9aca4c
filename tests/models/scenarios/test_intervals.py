"""Intervals against published ones, closed forms and plain simulation."""

import numpy as np
import pytest

from models.scenarios import CARDS, card
from models.scenarios import answer as module
from models.scenarios.answer import DRAWS, answer, fall_at, share_at
from models.scenarios.core import Stated
from models.statistics import proportion

ENDS = np.array([-1.959963984540054, 0.0, 1.959963984540054])
# Newcombe RG. Statistics in Medicine 1998; 17: 857-872, table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("count", "among", "low", "high"), NEWCOMBE)
def test_the_ends_of_a_share_are_wilsons(count, among, low, high):
    found = share_at(np.array([count / among]), np.array([among]), ENDS)
    assert (found[0], found[2]) == pytest.approx((low, high), abs=5e-5)
    assert found[1] == pytest.approx(count / among)


@pytest.mark.parametrize(("before", "after"), [(100, 40), (12, 5), (1_000, 600), (50, 50)])
def test_the_ends_of_a_fall_are_those_of_the_share_of_both_counts(before, after):
    """Given before + after, after is binomial; a share q of the sum is a ratio of q / (1 - q)."""
    whole = proportion(after, before + after)
    found = fall_at(np.array([1 - after / before]), np.array([before]), ENDS)
    expected = [1 - q / (1 - q) for q in (whole.upper, whole.value, whole.lower)]
    assert list(found) == pytest.approx(expected, abs=1e-9)


def test_a_fall_of_100_to_40_attendances():
    # 40 of 140 is 28.57%, Wilson 21.75% to 36.55%; ratios 0.2779 to 0.5760.
    low, _, high = fall_at(np.array([0.6]), np.array([100.0]), ENDS)
    assert (low, high) == pytest.approx((0.4240, 0.7221), abs=2e-4)


def test_one_uncertain_number_has_its_interval_in_closed_form(ask):
    """60% printed is 59.5% to 60.5%; its middle 95% is 59.525% to 60.475%."""
    result = ask("care_homes", fall_admitted=41).baseline
    assert result.method == "draws"  # two falls are uncertain
    result = ask("care_homes", fall_admitted=41).scenario
    assert result.method == "closed form"
    assert (result.headline.low, result.headline.high) == pytest.approx((59.525, 60.475))


def test_what_is_set_is_certain(ask):
    found = ask("care_homes", fall_admitted=41, fall=61)
    assert found.scenario.method == "exact"
    assert found.scenario.headline.low == found.scenario.headline.high == 61
    assert found.scenario.tornado == ()
    assert found.scenario.covers.startswith("No interval")


def test_closed_form_and_draws_agree(ask, monkeypatch):
    one = ask("care_homes", fall_admitted=41).scenario.headline
    monkeypatch.setattr(module, "_ends", module._scores)
    again = ask("care_homes", fall_admitted=41, attendances=100).scenario.headline
    # All draws in place of the two ends: their least and greatest are the ends of 59.5 to 60.5.
    assert (again.low, again.high) == pytest.approx((59.5, 60.5), abs=1 / DRAWS)
    assert again.point == one.point


def plain(seed=7, size=400_000):
    return np.random.default_rng(seed), size


def test_virtual_wards_as_plainly_simulated(ask):
    rng, size = plain()
    drawn = 373 * rng.uniform(0.7, 0.8, size) * 365 / rng.uniform(4.45, 4.55, size)
    found = ask("virtual_wards").baseline.headline
    assert (found.low, found.high) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), rel=2e-3)


def test_heartbeat_as_plainly_simulated(ask):
    """Wilson's distribution of a share by normal scores, in 400 tests that are to be done."""
    rng, size = plain()
    tested = rng.uniform(360, 400, size)
    share = share_at(rng.uniform(0.2335, 0.2345, size), tested, rng.standard_normal(size))
    found = ask("heartbeat").baseline
    ends = np.quantile(400 * share, [0.025, 0.975])
    assert (found.headline.low, found.headline.high) == pytest.approx(ends, rel=4e-3)
    irregular = share_at(rng.uniform(27, 30, size) / tested, tested, rng.standard_normal(size))
    ends = np.quantile(400 * irregular, [0.025, 0.975])
    one = found.output("fibrillation")
    assert (one.low, one.high) == pytest.approx(ends, rel=6e-3)


def test_an_interval_is_near_the_one_of_a_beta_distribution(ask):
    """Jeffreys' interval of 93.6 in 400 is near Wilson's; the counts are the same evidence."""
    rng, size = plain()
    drawn = rng.beta(93.6 + 0.5, 400 - 93.6 + 0.5, size)
    found = ask("heartbeat", tests=1_000, tested=399).scenario.headline
    low, high = 1_000 * np.quantile(drawn, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((low, high), rel=0.01)


def test_inputs_of_one_figure_move_together(ask):
    """116 people who are 19.3% of all: at that very share they are 116, however it was rounded."""
    people = ask("criteria_to_reside").baseline.output("people")
    # 115.5 to 116.5 people, middle 95%; the shares cancel.
    assert (people.low, people.high) == pytest.approx((115.525, 116.475), abs=1e-3)
    moved = ask("criteria_to_reside", share=19.4).scenario.output("people")
    assert moved.high - moved.low > people.high - people.low


def test_draws_are_the_same_each_time_and_whatever_was_asked_before(held):
    first = [answer(one, held) for one in CARDS]
    module._scores.cache_clear()
    module._grid.cache_clear()
    again = [answer(one, held) for one in reversed(CARDS)]
    assert first == list(reversed(again))


def test_draws_fill_their_range_evenly():
    places, scores = module._scores("anything")
    assert len(places) == DRAWS >= 10_000
    assert np.allclose(np.sort(places), (np.arange(DRAWS) + 0.5) / DRAWS)
    assert np.corrcoef(places, module._scores("something")[0])[0, 1] == pytest.approx(0, abs=0.02)
    assert np.std(scores) == pytest.approx(1, abs=1e-3)
    assert np.all(np.argsort(places) == np.argsort(scores))


def test_a_point_at_the_end_of_its_bound_is_in_its_interval(ask):
    """Over 85% is taken as 85%, and lies in 85% to 93.5% (a tenth up).

    Its middle 95% is 85.2125% to 93.2875%. Of 100 x 11% x 10 = 110 bed days 16.27 to 7.38 are
    left, widened to hold the 16.5 of the point.
    """
    found = ask("wellness_centre", fall=89).scenario
    assert found.method == "closed form"
    left = found.output("days_left")
    assert (left.point, left.high) == (pytest.approx(16.5), left.point)
    assert left.low == pytest.approx(110 * (1 - 0.932875))
    everyone = ask("heartbeat", share=100).scenario.headline
    assert everyone.point == 400
    assert everyone.high == pytest.approx(400, rel=1e-12)
    # Wilson's lower end of all of 360 to all of 400: 1 / (1 + 3.84 / n), of 400 tests.
    assert 395.7 < everyone.low < 396.3


@pytest.mark.parametrize(
    ("card_id", "plan"),
    [
        (one.id, spec.id)
        for one in CARDS
        for spec in one.inputs
        if isinstance(spec, Stated) and spec.plan
    ],
)
def test_one_more_of_what_is_planned_hardly_moves_the_interval(ask, held, card_id, plan):
    """A plan carries no doubt before it is touched, so touching it takes none away."""
    stated = held.figure(card(card_id).spec(plan).figure).value
    found = ask(card_id, **{plan: stated + 1})
    now, then = found.baseline.headline, found.scenario.headline
    by = (stated + 1) / stated
    assert (then.low, then.high) == pytest.approx((now.low * by, now.high * by), rel=1e-9)
    assert found.change.high - found.change.low == pytest.approx((now.high - now.low) / stated)
    (one,) = [one for one in found.inputs if one.id == plan]
    assert (one.kind, one.sure) == ("set", "Set here; taken as it is.")
    (one,) = [one for one in ask(card_id).inputs if one.id == plan]
    assert one.low == one.value == one.high == stated
    assert one.sure.startswith("To be decided")


def test_no_bar_reaches_beyond_the_interval_of_four_hundred_tests(ask):
    """The wards' map says 78 to 111 of 400 tested exactly; fewer may have been tested."""
    found = ask("heartbeat").baseline
    assert (round(found.headline.low), round(found.headline.high)) == (78, 112)
    for bar in found.tornado:
        assert found.headline.low == pytest.approx(bar.at_low, rel=0.01)
        assert found.headline.high == pytest.approx(bar.at_high, rel=0.01)


# How many were asked, tested or counted; what then gets narrower.
COUNTS = [
    ("heartbeat", "tested", (50, 100, 1_000, 50_000), "pressure"),
    ("heartbeat", "tested", (50, 100, 1_000, 10_000), "irregular_share"),
    ("respiratory_hubs", "answers", (10, 100, 1_000, 100_000), "avoided"),
    ("urgent_response", "counted", (100, 1_000, 10_000), "answered"),
    ("smoking_at_delivery", "counted", (100, 1_000, 10_000), "fall_so_far"),
    ("care_homes", "seen", (5, 50, 500, 5_000), "avoided"),
    ("care_homes", "admitted", (5, 50, 500, 5_000), "admissions_avoided"),
    ("wellness_centre", "seen", (5, 50, 500, 5_000), "avoided"),
]


@pytest.mark.parametrize(("card_id", "counted", "numbers", "output"), COUNTS)
def test_more_data_is_narrower(ask, card_id, counted, numbers, output):
    changes = [{counted: number} for number in numbers]
    if output == "irregular_share":  # the same share of ever more people
        changes = [{counted: n, "irregular": n * 6 / 100} for n in numbers]
    found = [ask(card_id, **change).scenario.output(output) for change in changes]
    widths = [one.high - one.low for one in found]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[-1] > 0


def test_more_checks_make_the_gain_of_each_surer(ask):
    few, many = (
        ask("income_gained", counted=169 * by, gain=181_000 * by).scenario.output("each")
        for by in (1, 10)
    )
    assert few.point == pytest.approx(many.point)
    assert few.high - few.low > 3 * (many.high - many.low)


def test_chance_is_left_out_where_no_number_is_known(ask):
    without, given = (
        ask("respiratory_hubs", **changes).scenario for changes in ({}, {"answers": 200})
    )
    assert "chance" not in without.covers
    assert "chance" in given.covers
    assert given.headline.high - given.headline.low > without.headline.high - without.headline.low


def test_the_change_pairs_the_same_draws(ask):
    """Twice the appointments, as set: the share of A&E is the same draw on both sides."""
    found = ask("respiratory_hubs", really=50)
    assert found.change.point == pytest.approx(4_340 / 2 - 4_340)
    half = (found.baseline.headline.low / 2, found.baseline.headline.high / 2)
    assert (-found.change.high, -found.change.low) == pytest.approx(half)
    assert card("respiratory_hubs").headline in found.change.id
