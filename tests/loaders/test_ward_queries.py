"""The SELECTs of the ward page, on the real data."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from config import settings
from loaders import build, plan_queries, ward_queries
from loaders.store import Store
from models.conditions import KEYWORDS
from models.shares import facts_of
from models.vocabulary import DESIGNATION_WORDS


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store(build.build(settings().data, tmp_path_factory.mktemp("wards")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def wards(store):
    return ward_queries.wards(store=store)


@pytest.fixture(scope="module")
def csv():
    return pd.read_csv(settings().data / "wards.csv", keep_default_na=False, dtype=str)


def test_every_ward_once_with_every_fact(store, wards, csv):
    assert len(wards) == len(csv) == wards["ward_code"].nunique() == 306
    facts = ward_queries.facts(store=store)
    assert facts["fact_id"].tolist() == csv.columns.tolist()[6:]
    assert facts[["name", "unit", "polarity", "source", "vintage"]].notna().all().all()
    order = wards[["district", "ward_name"]].apply(tuple, axis=1).tolist()
    assert order == sorted(order)


def test_blank_stays_blank_and_nothing_else_is(wards, csv):
    held = wards.set_index("ward_code")
    for fact in csv.columns[6:]:
        given = csv.set_index("ward_code")[fact].loc[held.index]
        assert (given == "").equals(held[fact].isna()), fact
        known = held[fact].dropna()
        assert known.tolist() == [float(cell) for cell in given[given != ""]], fact


def test_the_same_name_is_another_ward(wards):
    parks = wards[wards["ward_name"] == "Park"]
    assert set(parks["district"]) == {"Blackpool", "Fylde", "Wyre"}
    assert parks.set_index("district")["named"].to_dict() == {
        "Blackpool": True, "Fylde": False, "Wyre": False,
    }  # fmt: skip


def test_named_wards_are_those_of_the_documents(store, wards):
    told = store.query("SELECT DISTINCT ward_code FROM ward_designations WHERE ward_code NOT NULL")
    named = wards[wards["named"]]
    assert set(named["ward_code"]) == set(told["ward_code"])
    assert len(named) >= 20
    assert named["designations"].map(len).min() >= 1
    assert named["named_for"].notna().all()
    others = wards[~wards["named"]]
    assert others["designations"].map(len).max() == 0
    assert others["named_for"].isna().all()
    # Programmes and figures name no ward that is not named by a designation.
    elsewhere = store.query(
        "SELECT unnest(ward_codes) AS code FROM programmes "
        "UNION SELECT ward_code FROM figures WHERE ward_code NOT NULL"
    )
    assert set(elsewhere["code"]) <= set(named["ward_code"])


def test_designations_have_words_and_sources(store, wards):
    found = ward_queries.designations(store=store)
    assert len(found) >= len(set(found["ward_code"])) >= 20
    for column in ("designation_words", "as_stated", "locator", "source", "district", "place"):
        assert found[column].notna().all(), column
    bloomfield = wards[wards["ward_name"] == "Bloomfield"].iloc[0]
    one = ward_queries.designations(store=store, ward_code=bloomfield["ward_code"])
    assert set(one["designation_words"]) == {"priority ward", "levelling up"}
    assert bloomfield["named_for"] == "levelling up, priority ward"
    assert set(one["designation"]) == set(bloomfield["designations"])
    assert ward_queries.designations(store=store, ward_code="E05999999").empty


def test_names_that_are_no_ward_have_a_reason(store):
    found = ward_queries.unmatched(store=store)
    assert set(found["name_as_written"]) == {"Fleetwood", "Ribblesdale"}
    assert found["unmatched_reason"].str.len().min() > 10
    assert found["source"].notna().all()


def test_kinds_of_designation(store):
    found = ward_queries.designation_kinds(store=store)
    told = store.query("SELECT designation, ward_code FROM ward_designations")
    assert set(found["designation"]) == set(told["designation"]) <= set(DESIGNATION_WORDS)
    assert found["statements"].sum() + found["unmatched"].sum() == len(told)
    by_kind = found.set_index("designation")
    assert by_kind.loc["respiratory_focus", "wards"] == 6
    assert by_kind.loc["exemplar", ["wards", "unmatched"]].tolist() == [0, 1]
    assert found["wards"].is_monotonic_decreasing


def test_every_designation_has_words():
    from typing import get_args

    from models.vocabulary import Designation

    assert tuple(DESIGNATION_WORDS) == get_args(Designation)
    assert len(set(DESIGNATION_WORDS.values())) == len(DESIGNATION_WORDS)


def test_places_and_districts(store, wards):
    found = ward_queries.places(store=store)
    assert found["wards"].sum() == len(wards)
    assert found["residents"].sum() == wards["population"].sum()
    assert found["place_id"].nunique() == 4
    assert found["district"].nunique() == wards["district"].nunique() == 18


def test_neighbours_are_each_others(store, wards):
    codes = wards.set_index(["ward_name", "district"])["ward_code"]
    central = codes["Central", "Barrow-in-Furness"]
    found = ward_queries.neighbours(store=store, ward_code=central)
    assert len(found) >= 2
    assert central not in set(found["ward_code"])
    assert set(found["district"]) == {"Barrow-in-Furness"}
    for code in found["ward_code"]:
        back = ward_queries.neighbours(store=store, ward_code=code)
        assert central in set(back["ward_code"])
        assert not back["ward_code"].duplicated().any()
    assert ward_queries.neighbours(store=store, ward_code="E05999999").empty


def test_shares_name_facts_that_hold_them(store, wards):
    """Every declared share is that of its numbers, as far as it is rounded."""
    facts = facts_of(ward_queries.facts(store=store))
    assert not set(facts) & set(KEYWORDS)
    both = [one for one in facts.values() if one.denominator and one.numerator]
    assert len(both) >= 4
    for one in both:
        share = 100 * wards[one.numerator] / wards[one.denominator]
        assert (share - wards[one.id]).abs().max() <= 0.05 + 1e-9, one.id
    shares = [one for one in facts.values() if one.share_of]
    for one in shares:
        assert wards[one.id].dropna().between(0, 100).all(), one.id
    # Of households what holds for households, of residents what holds for residents.
    for one in shares:
        if one.denominator:
            told = facts[one.denominator].name.lower()
            assert one.share_of == told, one.id
    assert "carers" not in {one.denominator for one in shares}


def test_facts_from_small_areas_say_so(store):
    """The caveat that a reader sees and the key that the page reads agree."""
    for one in facts_of(ward_queries.facts(store=store)).values():
        caveat = one.caveat or ""
        assert (one.fitted == "everywhere") is ("LSOA 2021) fitted" in caveat), one.id
        assert (one.fitted == "south_cumbria") is ("appears to come from small" in caveat), one.id
        if "how well they fit is not held" in caveat:
            assert one.fitted == "unmeasured", one.id


def test_programmes_of_a_ward_and_of_its_areas_are_those_of_the_programmes_page(store, wards):
    every = plan_queries.programmes(store=store)
    for ward in wards.groupby("district").head(1).to_dict("records") + [
        {"ward_code": one, "district": None}
        for one in plan_queries.programme_wards(store=store)["ward_code"]
    ]:
        code = ward["ward_code"]
        mine = ward_queries.programmes(store=store, ward_code=code)
        for_it = [code in codes for codes in every["ward_codes"]]
        assert set(mine["programme_id"]) == set(every.loc[for_it, "programme_id"])
        around = ward_queries.programme_areas(store=store, ward_code=code)
        assert around["area"].iloc[0] == (ward["district"] or around["area"].iloc[0])
        assert around["area_type"].iloc[-1] == "place"
        for area, count in zip(around["area_id"], around["programmes"], strict=True):
            assert count == sum(area in inside for inside in every["inside"]), (code, area)


def test_eight_threads_at_once(store):
    def ask(_):
        return len(ward_queries.wards(store=store)), len(ward_queries.facts(store=store))

    with ThreadPoolExecutor(max_workers=8) as threads:
        assert set(threads.map(ask, range(24))) == {(306, 47)}
