"""Made-up wards: a few by hand, and any by hypothesis."""

from __future__ import annotations

import math
import random

import pandas as pd
from hypothesis import strategies as st

from models.ward import WardFact


def fact(fact_id: str, unit: str = "score", polarity: str = "low_is_good", **more) -> WardFact:
    given = {"name": fact_id.replace("_", " ").capitalize(), "source": "census", "vintage": "2021"}
    return WardFact(id=fact_id, unit=unit, polarity=polarity, **{**given, **more})


SHARE = {"unit": "percent", "basis": "counted"}
FACTS = {
    one.id: one
    for one in (
        fact("population", "people", "no_judgement"),
        fact("pop_65_plus", "people", "no_judgement"),
        fact("households_census2021", "count", "no_judgement"),
        fact("pct_65_plus", polarity="no_judgement", share_of="residents",
             denominator="population", numerator="pop_65_plus", **SHARE),
        fact("ill", share_of="residents", denominator="population", **SHARE),
        fact("fuel_poor", "count"),
        fact("fuel", share_of="households", numerator="fuel_poor", unit="percent",
             basis="modelled", fitted="unmeasured"),
        fact("carers", polarity="no_judgement", share_of="residents aged 5 and over", **SHARE),
        fact("at_work", polarity="high_is_good", share_of="residents", denominator="population",
             **SHARE),
        fact("in_tenth", share_of="residents", denominator="population", unit="percent",
             basis="by_area"),
        fact("imd2025_score", source="imd", fitted="everywhere"),
        fact("rank", "rank", "high_is_good"),
        fact("lsoa21_bestfit_pop_error_pct", "percent", "no_judgement"),
    )
}  # fmt: skip

KINDS = ("priority_ward", "respiratory_focus", "other")
PLACES = {"blackpool": ("Blackpool",), "lancashire": ("Burnley", "Preston")}
NAMES = ("Abbey", "Bank Hall", "Central", "Park", "St Matthew's")


def frame(rows: list[dict]) -> pd.DataFrame:
    """Wards from a few cells each; what is not given is the same for all."""
    usual = {
        "district": "Burnley",
        "place_id": "lancashire",
        "designations": [],
        "population": 1000.0,
        "pop_65_plus": 200.0,
        "households_census2021": 400.0,
        "lsoa21_bestfit_pop_error_pct": 0.0,
    }
    columns = {
        "ward_code", "ward_name", *usual, *(key for row in rows for key in row)
    }  # fmt: skip
    made = []
    for number, row in enumerate(rows, start=1):
        full = {**usual, "ward_code": f"E0500000{number}", "ward_name": f"Ward {number}", **row}
        full["district_code"] = full["district"]
        full["named"] = bool(full["designations"])
        made.append({key: full.get(key, math.nan) for key in (*columns, "district_code", "named")})
    return pd.DataFrame(made)


def _any_ward(draw: random.Random) -> dict:
    place = draw.choice(sorted(PLACES))
    people = draw.randint(500, 12_000)
    older = draw.randint(0, people)

    def blank_or(number: float) -> float:
        return math.nan if draw.random() < 0.2 else number

    return {
        "ward_name": draw.choice(NAMES),
        "place_id": place,
        "district": draw.choice(PLACES[place]),
        "designations": draw.sample(KINDS, draw.choice((0, 0, 1, 2))),
        "population": float(people),
        "pop_65_plus": float(older),
        "pct_65_plus": round(100 * older / people, 1),
        "households_census2021": blank_or(float(draw.randint(100, 5000))),
        "ill": blank_or(draw.choice((0.0, 10.0, 100.0, draw.randint(0, 1000) / 10))),
        "at_work": blank_or(draw.randint(0, 1000) / 10),
        "imd2025_score": blank_or(draw.randint(0, 40) / 4),
        "rank": float(draw.randint(1, 10)),
    }


# Drawing whole wards is much quicker than drawing their cells.
POOL = [_any_ward(random.Random(seed)) for seed in range(400)]


def wards(least: int = 0, most: int = 15) -> st.SearchStrategy[pd.DataFrame]:
    """Any wards: some blank, some level, some named."""

    def made(numbers: list[int]) -> pd.DataFrame:
        rows = frame([POOL[number] for number in numbers] or [POOL[0]])
        rows["ward_code"] = [f"E05{number:06d}" for number in range(len(rows))]
        return rows if numbers else rows[:0]

    return st.lists(st.integers(0, len(POOL) - 1), min_size=least, max_size=most).map(made)
