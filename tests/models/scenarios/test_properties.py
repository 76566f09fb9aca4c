"""What must hold for whatever inputs a user sets."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base import Wrong
from models.scenarios import CARDS
from models.scenarios.answer import answer
from models.scenarios.core import Facts, is_whole, unit_of, value_of

EACH = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
some = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
UP, DOWN = 1, -1
# So many tested that any number may have been found among them; a gain that any award exceeds.
ROOM = {"heartbeat": {"tested": 100_000}, "income_gained": {"gain": 1}}
# Which way an output moves with an input, where it must.
MONOTONE = [
    ("heartbeat", "tests", "pressure", UP),
    ("heartbeat", "share", "pressure", UP),
    ("heartbeat", "irregular", "fibrillation", UP),
    ("heartbeat", "share", "tests_for_pressure", DOWN),
    ("virtual_wards", "beds", "admissions", UP),
    ("virtual_wards", "occupancy", "admissions", UP),
    ("virtual_wards", "stay", "admissions", DOWN),
    ("virtual_wards", "stay", "filled", UP),
    ("virtual_wards", "admitted", "gap", DOWN),
    ("virtual_wards", "freed", "acute", UP),
    ("virtual_wards", "modelled", "acute", DOWN),
    ("dolphinlee", "stay", "people", DOWN),
    ("dolphinlee", "beds", "people", UP),
    ("dolphinlee", "occupancy", "people", UP),
    ("dolphinlee", "before", "more", UP),
    ("familiar_faces", "people", "avoided", UP),
    ("familiar_faces", "due", "avoided", UP),
    ("familiar_faces", "cost", "net", DOWN),
    ("familiar_faces", "fewer", "each", DOWN),
    ("familiar_faces", "fall", "attended", DOWN),
    ("respiratory_hubs", "appointments", "avoided", UP),
    ("respiratory_hubs", "share", "avoided", UP),
    ("respiratory_hubs", "really", "avoided", UP),
    ("respiratory_hubs", "share", "others", DOWN),
    ("urgent_response", "referrals", "answered", UP),
    ("urgent_response", "within", "late", DOWN),
    ("urgent_response", "target", "beyond", DOWN),
    ("urgent_response", "step_up", "down", DOWN),
    ("falls_prevention", "admissions", "savings", UP),
    ("falls_prevention", "due", "savings", UP),
    ("falls_prevention", "counted", "each", DOWN),
    ("criteria_to_reside", "share", "bed_days", UP),
    ("criteria_to_reside", "share", "saved", DOWN),
    ("criteria_to_reside", "target", "to_target", DOWN),
    ("smoking_at_delivery", "last", "share", UP),
    ("smoking_at_delivery", "births", "women", UP),
    ("smoking_at_delivery", "target", "fall_needed", DOWN),
    ("smoking_at_delivery", "ahead", "share", DOWN),
    ("smoking_at_delivery", "pace", "share", DOWN),
    ("smoking_at_delivery", "line", "share", DOWN),
    ("carers_over_65", "end", "carers", UP),
    ("carers_over_65", "rise", "end_by_rise", UP),
    ("carers_over_65", "by_rise", "carers", UP),
    ("carers_over_65", "after", "carers", UP),
    ("income_gained", "checks", "gained", UP),
    ("income_gained", "counted", "each", DOWN),
    ("income_gained", "award", "awards", DOWN),
    ("care_homes", "attendances", "avoided", UP),
    ("care_homes", "fall", "left", DOWN),
    ("care_homes", "fall", "heavier", UP),
    ("wellness_centre", "fall", "days_left", DOWN),
    ("wellness_centre", "stay", "days_saved", UP),
    ("care_hours", "share", "hours", UP),
    ("care_hours", "carers", "hours", UP),
    ("care_hours", "post", "posts", DOWN),
]


def settable(spec, facts):
    """Values that an input can be set to."""
    if is_whole(spec, unit_of(spec, facts)):
        return st.integers(math.ceil(spec.lowest), math.floor(spec.highest)).map(float)
    return (
        st.floats(spec.lowest, spec.highest)
        .map(lambda number: round(number, 6))
        .filter(lambda number: spec.lowest <= number <= spec.highest)
    )


def changes_of(card, facts):
    """Some inputs of a card, set anywhere within their bounds."""
    return st.fixed_dictionaries(
        {}, optional={spec.id: settable(spec, facts) for spec in card.inputs}
    )


@EACH
def test_no_change_is_the_baseline(card, held):
    facts = Facts(held)
    stated = {spec.id: value_of(spec, facts) for spec in card.inputs}
    same = {name: value for name, value in stated.items() if value is not None}
    for changes in (None, {}, same):
        found = answer(card, held, changes)
        assert found.scenario == found.baseline
        assert found.change is None
        assert not any(one.changed for one in found.inputs)


@EACH
@some
@given(data=st.data())
def test_every_interval_holds_its_point(card, held, data):
    changes = data.draw(changes_of(card, Facts(held)))
    try:
        found = answer(card, held, changes)
    except Wrong as wrong:
        assert "all there can be" in wrong.wrong
        return
    for result in (found.baseline, found.scenario):
        for one in (result.headline, *result.others):
            assert math.isfinite(one.low) and math.isfinite(one.high)
            assert one.low <= one.point <= one.high
    for bar in found.scenario.tornado:
        assert bar.effect > 0
    if found.change is not None:
        assert found.change.low <= found.change.point <= found.change.high
        expected = found.scenario.headline.point - found.baseline.headline.point
        assert found.change.point == pytest.approx(expected)


@EACH
@some
@given(data=st.data())
def test_the_order_of_changes_does_not_matter(card, held, data):
    changes = data.draw(changes_of(card, Facts(held)))
    try:
        one = answer(card, held, changes)
    except Wrong:
        return
    assert answer(card, held, dict(reversed(changes.items()))) == one


@EACH
@some
@given(data=st.data())
def test_bounds_are_kept(card, held, data):
    spec = data.draw(st.sampled_from(card.inputs))
    beyond = data.draw(
        st.one_of(
            st.floats(max_value=spec.lowest, exclude_max=True, allow_nan=False),
            st.floats(min_value=spec.highest, exclude_min=True, allow_nan=False),
        )
    )
    with pytest.raises(Wrong, match="out of bounds"):
        answer(card, held, {spec.id: beyond})


@pytest.mark.parametrize(
    ("card_id", "moved", "output", "way"), MONOTONE, ids=lambda part: str(part)
)
@settings(some, max_examples=6)
@given(data=st.data())
def test_results_move_as_they_must(ask, held, card_id, moved, output, way, data):
    card = next(one for one in CARDS if one.id == card_id)
    spec = card.spec(moved)
    pair = st.lists(settable(spec, Facts(held)), min_size=2, max_size=2, unique=True)
    less, more = sorted(data.draw(pair))
    before, after = [], []
    for value, into in ((less, before), (more, after)):
        one = ask(card_id, **ROOM.get(card_id, {}) | {moved: value}).scenario.output(output)
        into.extend([one.point, one.low, one.high])
    slack = 1e-9 * max(1.0, *(abs(number) for number in (*before, *after)))
    # The ends too, unless one of the two values is as stated and so less certain.
    stated = value_of(spec, Facts(held))
    checked = 1 if stated in (less, more) else 3
    for one, other in list(zip(before, after, strict=True))[:checked]:
        assert way * (other - one) >= -slack


@EACH
def test_the_tornado_is_sorted_and_sets_one_input_at_a_time(card, held):
    facts = Facts(held)
    bars = answer(card, held).baseline.tornado
    effects = [bar.effect for bar in bars]
    assert effects == sorted(effects, reverse=True)
    tried = 0
    for bar in bars:
        spec = card.spec(bar.input_ids[0])
        if len(bar.input_ids) > 1 or is_whole(spec, unit_of(spec, facts)):
            continue
        for end, result in ((bar.input_low, bar.at_low), (bar.input_high, bar.at_high)):
            if not spec.lowest <= end <= spec.highest:
                continue
            tried += 1
            point = answer(card, held, {spec.id: end}).scenario.headline.point
            assert point == pytest.approx(result, rel=1e-9)
    assert tried or not bars or card.id == "heartbeat"
