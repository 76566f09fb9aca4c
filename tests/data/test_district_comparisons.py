"""The official figures of the districts against England's, by a second, shorter hand."""

import csv
import math
from collections import Counter

import pandas as pd
import pytest

from config import ROOT
from loaders.catalogue import load
from models.comparison import compare_rows, spine_positions
from models.statistics import count_interval

FILE = ROOT / "data" / "observations" / "ohid_fingertips_districts.csv"
ENGLAND = "E92000001"
# Counted with awk from the file the observations came from: 168 rows, no code of this project.
COUNTED = {"better": 14, "similar": 95, "worse": 53, "not_compared": 6}
COUNTED_BY_INDICATOR = {
    ("life_expectancy_at_birth", "male"): {"better": 3, "similar": 4, "worse": 7},
    ("life_expectancy_at_birth", "female"): {"better": 1, "similar": 4, "worse": 9},
    ("adult_smoking_prevalence", ""): {"better": 2, "similar": 11, "worse": 1},
    ("adult_overweight_or_obesity_share", ""): {"similar": 9, "worse": 5},
    ("drug_misuse_death_rate", ""): {"better": 1, "similar": 7, "worse": 1, "not_compared": 5},
    ("infant_mortality_rate", ""): {"better": 1, "similar": 11, "worse": 2},
    ("cvd_mortality_rate_under_75", ""): {"similar": 7, "worse": 7},
    ("cancer_mortality_rate_under_75", ""): {"better": 2, "similar": 7, "worse": 5},
    ("respiratory_mortality_rate_under_75", ""): {"similar": 7, "worse": 6, "not_compared": 1},
    ("suicide_rate", ""): {"similar": 9, "worse": 5},
    ("alcohol_related_mortality_rate", ""): {"similar": 12, "worse": 2},
    ("self_harm_admission_rate", ""): {"better": 4, "similar": 7, "worse": 3},
}


def read() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def england(rows: list[dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    return {(r["indicator"], r["sex"]): r for r in rows if r["area_code"] == ENGLAND}


def own(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [r for r in rows if r["area_type"] in ("district", "place")]


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    """The districts' rows with their comparison with England, polarity from the catalogue."""
    polarities = {one.id: one.polarity for one in load(ROOT / "data").indicators}
    rows = read()
    theirs = england(rows)
    table = pd.DataFrame(
        {
            "indicator_id": r["indicator"],
            "sex": r["sex"],
            "age": r["age"],
            "area_code": r["area_code"],
            "area_name": r["area_name"],
            **{
                name: float(r[name]) if r[name] else math.nan
                for name in ("value", "lower_ci", "upper_ci")
            },
            "period": r["period"],
            "benchmark": float(theirs[r["indicator"], r["sex"]]["value"]),
            "benchmark_period": theirs[r["indicator"], r["sex"]]["period"],
            "polarity": polarities[r["indicator"]],
        }
        for r in own(rows)
    )
    return compare_rows(table)


def short_rule(row: dict[str, str], theirs: dict[str, str]) -> str:
    """Compare anew: of these indicators only a long life is good when high."""
    if not row["lower_ci"] or not row["upper_ci"] or row["period"] != theirs["period"]:
        return "not_compared"
    low, high, against = map(float, (row["lower_ci"], row["upper_ci"], theirs["value"]))
    side = (low > against) - (high < against)
    good = side if row["indicator"] == "life_expectancy_at_birth" else -side
    return {1: "better", 0: "similar", -1: "worse"}[good]


def test_every_row_is_compared_as_the_short_rule_says(compared: pd.DataFrame) -> None:
    rows = read()
    theirs = england(rows)
    expected = [short_rule(r, theirs[r["indicator"], r["sex"]]) for r in own(rows)]
    assert len(expected) == 168
    assert compared["comparison"].tolist() == expected


def test_the_counts_are_those_counted_by_hand(compared: pd.DataFrame) -> None:
    assert Counter(compared["comparison"]) == COUNTED
    found = {
        key: dict(Counter(part["comparison"]))
        for key, part in compared.groupby(["indicator_id", "sex"])
    }
    assert found == COUNTED_BY_INDICATOR


def test_what_is_not_compared_is_of_another_period(compared: pd.DataFrame) -> None:
    left = compared[compared["comparison"] == "not_compared"]
    assert dict(zip(left["area_name"], left["reason"], strict=True)) == {
        "Chorley": "The area's value is of 2021 to 2023, England's of 2022 to 2024.",
        "Ribble Valley": "The area's value is of 2023, England's of 2024.",
        "Rossendale": "The area's value is of 2013 to 2015, England's of 2022 to 2024.",
        "South Ribble": "The area's value is of 2017 to 2019, England's of 2022 to 2024.",
        "West Lancashire": "The area's value is of 2020 to 2022, England's of 2022 to 2024.",
    }
    assert left["area_name"].value_counts()["Ribble Valley"] == 2


def test_three_areas_are_similar_by_an_end_of_their_interval(compared: pd.DataFrame) -> None:
    edge = compared[compared["reason"].str.contains("is an end of")]
    assert sorted(zip(edge["area_name"], edge["sex"], strict=True)) == [
        ("Pendle", ""),
        ("Rossendale", "male"),
        ("Wyre", "female"),
    ]
    assert set(edge["comparison"]) == {"similar"}


def test_none_without_an_interval_is_compared(compared: pd.DataFrame) -> None:
    bare = compared[["value", "lower_ci", "upper_ci"]].isna().any(axis=1)
    assert set(compared.loc[bare, "comparison"]) <= {"not_compared"}
    # England and the region come without intervals: as areas they could not be compared.
    others = [r for r in read() if r["area_type"] not in ("district", "place")]
    assert len(others) == 24
    assert {r["lower_ci"] + r["upper_ci"] for r in others} == {""}
    without = compared.assign(lower_ci=math.nan, upper_ci=math.nan)
    again = compare_rows(without.drop(columns=["comparison", "word", "shape", "reason"]))
    assert set(again["comparison"]) == {"not_compared"}


def test_the_spines_agree_with_the_comparisons(compared: pd.DataFrame) -> None:
    """Nobody is better and left of England, or worse and right of it."""
    found = spine_positions(compared)
    signs = found["comparison"].map({"better": 1, "worse": -1, "similar": 0, "not_compared": 0})
    assert (signs * found["position"].fillna(0.0) >= 0).all()
    old = found["period"] != found["benchmark_period"]
    assert found["position"].isna().equals(old)
    assert found.groupby(["indicator_id", "sex"])["spine_areas"].first().tolist().count(14) == 10


def test_official_intervals_of_infant_mortality_are_what_the_methods_give() -> None:
    """OHID's own intervals, both methods: 3 counts are below 10, 11 are not.

    Births are not in the file: the rate over the count stands for them, so that an end may be
    off by the rounding of the end and of the rate.
    """
    rows = [r for r in own(read()) if r["indicator"] == "infant_mortality_rate"]
    methods: Counter[str] = Counter()
    for r in rows:
        count, value = float(r["count"]), float(r["value"])
        events = count_interval(int(count))
        methods[events.method] += 1
        for printed, end in ((r["lower_ci"], events.lower), (r["upper_ci"], events.upper)):
            rounding = 0.05 + 0.05 * end / count
            assert float(printed) == pytest.approx(value * end / count, abs=rounding), r
    assert methods == {"exact Poisson": 3, "Byar": 11}
