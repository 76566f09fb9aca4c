"""The examples of the ward page find wards, and what they say is so."""

from __future__ import annotations

import pytest

from config import settings
from config.ward_examples import examples, yields
from loaders import build, queries, ward_queries
from loaders.store import Store
from models.budget import spend
from models.conditions import Known, matches, parse, unknown
from models.distribution import distribution, histogram
from models.gap import AIMS, Gap, comparator, gap
from models.inequality import Gradient, gradient
from models.programme_yield import apply_yield, found_of
from models.shares import Refused, facts_of, overall
from models.tally import candidates, named_outside, summarise


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store(build.build(settings().data, tmp_path_factory.mktemp("examples")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def wards(store):
    return ward_queries.wards(store=store)


@pytest.fixture(scope="module")
def facts(store):
    return facts_of(ward_queries.facts(store=store))


@pytest.fixture(scope="module")
def found(wards, facts):
    """The wards of each example, by its name."""
    known = Known.of(wards, facts)
    return {one.name: wards[matches(wards, parse(one.conditions, known))] for one in examples()}


def test_there_are_half_a_dozen_with_names_of_their_own():
    assert len(examples()) >= 6
    assert len({one.name for one in examples()}) == len(examples())
    assert len({one.conditions for one in examples()}) == len(examples())


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.name)
def test_every_example_finds_wards(one, found, wards):
    assert 1 <= len(found[one.name]) < len(wards) / 4
    assert one.why.endswith(".")
    # The address is as the page itself would write it.
    assert parse(one.conditions).text() == one.conditions


def test_most_deprived_fifth_and_older(found, wards, facts):
    held = found["Most deprived fifth and an older population"]
    assert (held["imd2025_ward_decile_england"] <= 2).all()
    system = overall(wards, "pct_65_plus", facts).value
    assert (held["pct_65_plus"] > system).all()
    # And none is left out: the cut is the system's own share, to one decimal.
    left = wards[(wards["imd2025_ward_decile_england"] <= 2) & (wards["pct_65_plus"] > system)]
    assert set(left["ward_code"]) == set(held["ward_code"])


def test_respiratory_wards_are_the_six_that_the_review_names(found):
    held = found["Respiratory focus wards of Lancaster"]
    assert set(held["ward_name"]) == {
        "Poulton", "Westgate", "Skerton West", "Harbour", "Heysham North", "Overton",
    }  # fmt: skip
    assert set(held["district"]) == {"Lancaster"}


def test_cohort_wards_are_one_for_each_stage_of_life(found):
    held = found["Blackburn with Darwen's three cohort wards"]
    assert held.set_index("ward_name")["designations"].to_dict() == {
        "Blackburn Central": ["live_well_cohort"],
        "Darwen East": ["age_well_cohort"],
        "Little Harwood & Whitebirk": ["start_well_cohort"],
    }


def test_fuel_poverty_not_named(found):
    held = found["High fuel poverty, not yet named"]
    assert (held["fuel_poverty_pct_2020"] >= 20).all()
    assert not held["named"].any()


def test_named_but_not_most_deprived(found):
    held = found["Named, but not among the most deprived fifth"]
    assert held["named"].all()
    assert (held["imd2025_ward_decile_england"] > 2).all()


@pytest.mark.parametrize(
    "name", ["Older people on their own, many without a car", "Bad health or much unpaid care"]
)
def test_south_cumbria_cannot_be_judged(name, wards, facts):
    (one,) = [one for one in examples() if one.name == name]
    unsure = wards[unknown(wards, parse(one.conditions))]
    south = wards[wards["place_id"] == "south_cumbria"]
    assert set(unsure["ward_code"]) == set(south["ward_code"])
    assert "South Cumbria" in one.why


def test_rural_wards(found):
    held = found["Many emergency admissions in rural wards"]
    assert (held["pct_pop_rural_2021"] >= 50).all()
    assert (held["acute_morbidity_ratio_2025"] >= 120).all()


# The yields ------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", yields(), ids=lambda one: one.found)
def test_the_figures_of_a_yield_are_there(one, store):
    held = queries.figures(store=store, figure_ids=one.figures).set_index("figure_id")
    assert set(held.index) == set(one.figures)
    assert set(held["programme_id"]) == {one.programme}
    assert held["value"].notna().all()
    assert held.loc[one.found, "unit"] in ("percent", "people", "count")


def test_heartbeat_gives_what_heartbeat_found(store):
    """In its own 16 wards, with its own tests, the expected findings are those it reports."""
    pressure, fibrillation = yields()
    held = queries.figures(store=store).set_index("figure_id")["value"]
    tested, in_wards = int(held[pressure.tested]), int(held[pressure.wards])
    each = tested // in_wards
    assert each * in_wards == tested
    share = found_of(float(held[pressure.found]), tested)
    one = apply_yield(wards=in_wards, tests_per_ward=each, found=share, tested=tested)
    assert one.expected.value == pytest.approx(held[pressure.found] / 100 * tested)
    other = apply_yield(
        wards=in_wards, tests_per_ward=each, found=float(held[fibrillation.found]), tested=tested
    )
    assert other.expected.value == pytest.approx(held[fibrillation.found])
    assert other.found.lower < other.expected.value < other.found.upper


# Every fact through every model ------------------------------------------------------------------


def test_every_fact_is_answered_or_refused_with_a_reason(wards, facts):
    counted = 0
    for fact_id in facts:
        spread = distribution(wards, fact_id, facts)
        assert spread.wards + spread.missing == len(wards)
        assert {one.place_id for one in spread.places} == set(wards["place_id"])
        assert sum(histogram(wards, fact_id, facts).counts()) == spread.wards
        assert isinstance(gradient(wards, fact_id, facts), Gradient)
        assert spend(wards, fact_id, facts, top=10).wards == 10
        for aim in AIMS:
            to = comparator(wards, fact_id, facts, aim, percent=10)
            if isinstance(to, Refused):
                assert to.reason
                continue
            result = gap(wards, fact_id, facts, to, direction="fewer")
            assert isinstance(result, Gap)
            assert result.change.lower <= result.change.value <= result.change.upper
            assert result.change.value <= result.now
            counted += 1
    assert counted >= 40


def test_shares_of_the_system_are_those_of_its_people(wards, facts):
    """Recounted from the columns, not by the code under test."""
    assert overall(wards, "pct_65_plus", facts).value == pytest.approx(
        100 * wards["pop_65_plus"].sum() / wards["population"].sum()
    )
    fuel = overall(wards, "fuel_poverty_pct_2020", facts).value
    households = (wards["fuel_poor_households_2020"] / wards["fuel_poverty_pct_2020"]).sum()
    assert fuel == pytest.approx(wards["fuel_poor_households_2020"].sum() / households)
    health = wards[wards["pct_bad_very_bad_health"].notna()]
    told = overall(wards, "pct_bad_very_bad_health", facts)
    assert told.value == pytest.approx(
        (health["pct_bad_very_bad_health"] * health["population"]).sum()
        / health["population"].sum()
    )
    assert (told.wards, told.missing) == (271, 35)


def test_matches_and_the_rest_make_the_system(wards, facts):
    for one in examples():
        inside = matches(wards, parse(one.conditions))
        whole = summarise(wards, inside)
        rest = summarise(wards, ~inside).matched
        assert whole.matched.residents + rest.residents == whole.baseline.residents
        assert whole.baseline.residents == wards["population"].sum()
        named = wards["named"].sum()
        assert len(named_outside(wards, inside)) + (wards["named"] & inside).sum() == named
        assert not candidates(wards, inside)["named"].any()
