"""Changes as text, there and back; what cannot be is told and left."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.base import Wrong
from models.scenarios import CARDS, card
from models.scenarios.address import LONGEST, parse, text
from models.scenarios.answer import answer
from models.scenarios.core import Facts, differing
from tests.models.scenarios.test_properties import changes_of

some = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("one", CARDS, ids=lambda one: one.id)
@some
@given(data=st.data())
def test_changes_come_back_as_they_went(one, held, data):
    changes = data.draw(changes_of(one, Facts(held)))
    written = text(one, held, changes)
    found = parse(one, held, written)
    if found.messages:  # more people found than tested: nothing is changed
        with pytest.raises(Wrong):
            answer(one, held, changes)
        assume(False)
    assert found.changes == differing(one, Facts(held), changes)
    assert text(one, held, found.changes) == written


def test_a_text_is_short_and_can_be_read(held):
    wards = card("virtual_wards")
    assert text(wards, held, {"occupancy": 80, "beds": 746, "stay": 4.5}) == "beds:746,occupancy:80"
    assert text(wards, held, {}) == ""
    assert parse(wards, held, "") == parse(wards, held, " , ")
    assert parse(wards, held, "").changes == {}


def test_very_small_and_large_numbers_are_written_in_full(held):
    homes = card("care_homes")
    changes = {"fall": 0.000001, "attendances": 100_000}
    assert text(homes, held, changes) == "attendances:100000,fall:0.000001"


@pytest.mark.parametrize(
    ("written", "changes", "message"),
    [
        ("moons:3", {}, "“moons”, which is no input here"),
        ("beds", {}, "“” is no number"),
        ("beds:many", {}, "“many” is no number"),
        ("beds:1e3", {}, "“1e3” is no number"),
        ("beds:nan", {}, "is no number"),
        ("beds:9999", {}, "9,999 is out of bounds; it can be 1 to 2,000"),
        ("beds:-1", {}, "out of bounds"),
        ("beds:1.5", {}, "no whole number"),
        ("beds:" + "9" * 400, {}, "is no number"),
        ("beds:700,beds:746", {"beds": 746}, "given twice"),
        ("beds:746,moons:3", {"beds": 746}, "no input here"),
    ],
)
def test_what_cannot_be_is_told_and_left_as_stated(held, written, changes, message):
    found = parse(card("virtual_wards"), held, written)
    assert found.changes == changes
    assert message in " ".join(found.messages)


def test_what_cannot_be_together_leaves_all_as_stated(held):
    found = parse(card("heartbeat"), held, "tested:20,share:30")
    assert found.changes == {}
    assert "30 people is more than 20 people" in found.messages[0]


def test_hostile_text_is_cut(held):
    found = parse(card("heartbeat"), held, "x" * (LONGEST + 1))
    assert found.changes == {}
    assert len(found.messages) == 1
    many = parse(card("heartbeat"), held, "<script>\x00:1")
    assert "\x00" not in many.messages[0]


@some
@given(written=st.text(max_size=60))
def test_nothing_that_is_written_raises(held, written):
    found = parse(card("heartbeat"), held, written)
    answer(card("heartbeat"), held, found.changes)
