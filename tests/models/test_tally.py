"""What wards come to: the parts make the whole, and A beside B."""

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from models.tally import candidates, change, named_outside, percent_of, summarise, tally
from tests.models.ward_frames import frame, wards

FEW = frame(
    [
        {"ward_name": "Park", "designations": ["other"], "district": "Preston"},
        {"ward_name": "Bank Hall", "population": 3000.0, "households_census2021": math.nan},
        {"ward_name": "Abbey", "designations": ["other"], "pop_65_plus": 500.0},
        {"ward_name": "Central"},
    ]
)
A = pd.Series([True, True, False, False])
B = pd.Series([False, True, True, False])


def test_beside_the_baseline() -> None:
    found = summarise(FEW, A)
    assert (found.matched.wards, found.baseline.wards) == (2, 4)
    assert (found.matched.residents, found.baseline.residents) == (4000, 6000)
    assert (found.matched.older_residents, found.baseline.older_residents) == (400, 1100)
    assert (found.matched.households, found.matched.households_missing) == (400, 1)
    assert (found.baseline.households, found.baseline.households_missing) == (1200, 1)


def test_no_ward_has_no_share() -> None:
    nothing, none_of_them = summarise(FEW[:0], A[:0]), summarise(FEW, A & ~A)
    assert percent_of(nothing.matched.residents, nothing.baseline.residents) is None
    assert percent_of(none_of_them.matched.residents, none_of_them.baseline.residents) == 0
    assert percent_of(1, 4) == 25


def test_named_outside_and_candidates() -> None:
    assert named_outside(FEW, A)["ward_name"].tolist() == ["Abbey"]
    assert candidates(FEW, A)["ward_name"].tolist() == ["Bank Hall"]
    every = A | ~A
    assert named_outside(FEW, every).empty
    # By district, then by name: Burnley before Preston.
    assert named_outside(FEW, ~every)["ward_name"].tolist() == ["Abbey", "Park"]


def test_a_beside_b() -> None:
    found = change(FEW, A, B)
    assert found.state.tolist() == ["lost", "kept", "gained", "neither"]
    assert found.gained["ward_name"].tolist() == ["Abbey"]
    assert found.lost["ward_name"].tolist() == ["Park"]
    assert found.kept["ward_name"].tolist() == ["Bank Hall"]
    assert (found.before.residents, found.after.residents) == (4000, 4000)
    assert found.residents_difference == 0


@given(wards(), st.data())
def test_matches_and_the_rest_make_the_total(held: pd.DataFrame, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.booleans(), min_size=len(held), max_size=len(held)))
    inside = pd.Series(chosen, index=held.index, dtype=bool)
    one, rest, whole = tally(held[inside]), tally(held[~inside]), tally(held)
    for name in vars(whole):
        assert getattr(one, name) + getattr(rest, name) == getattr(whole, name)
    assert len(named_outside(held, inside)) + len(candidates(held, ~inside)) == (~inside).sum()


@given(wards(), st.data())
def test_every_ward_has_one_state(held: pd.DataFrame, data: st.DataObject) -> None:
    number = len(held)
    some = st.lists(st.booleans(), min_size=number, max_size=number)
    a, b = (pd.Series(data.draw(some), index=held.index, dtype=bool) for _ in range(2))
    found = change(held, a, b)
    assert len(found.kept) + len(found.lost) == found.before.wards == a.sum()
    assert len(found.kept) + len(found.gained) == found.after.wards == b.sum()
    gained, lost = (tally(part).residents for part in (found.gained, found.lost))
    assert found.residents_difference == gained - lost
    same = change(held, a, a)
    assert same.gained.empty
    assert same.lost.empty
    assert same.residents_difference == 0
