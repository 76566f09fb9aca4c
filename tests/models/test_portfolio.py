"""Partners under their several spellings; the years that programmes run in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.period import Period
from models.portfolio import partners, year_words, years

LONGHAND = {"NWAS": "North West Ambulance Service", "PCN": "Primary Care Network"}


@pytest.mark.parametrize(
    ("named", "stands"),
    [
        (["care homes", "Care homes", "care homes"], "care homes"),
        (["NWAS", "NWAS", "North West Ambulance Service"], "North West Ambulance Service"),
        (["A Trust (ATR)", "A Trust"], "A Trust"),
        (["Fylde & Wyre Council", "Fylde and Wyre Council"], "Fylde and Wyre Council"),
        (["Bay PCN", "Bay Primary Care Network"], "Bay Primary Care Network"),
    ],
)
def test_spellings_of_one_partner(named: list[str], stands: str) -> None:
    assert set(partners(named, LONGHAND).values()) == {stands}


@pytest.mark.parametrize(
    "named", [["acute trusts", "an acute trust"], ["CAN", "can"], ["hospices", "hospice"]]
)
def test_what_is_not_surely_the_same_stays_apart(named: list[str]) -> None:
    found = partners(named, {"CAN": "Community Action Network"})
    assert found == {name: name for name in named}


@given(st.lists(st.text("abAB& ()", max_size=6)), st.randoms())
def test_every_name_stands_for_itself_or_another_named(named: list[str], random: object) -> None:
    found = partners(named, LONGHAND)
    assert set(found) == set(named)
    assert all(found[stands] == stands for stands in found.values())
    shuffled = list(named)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert partners(shuffled, LONGHAND) == found


@pytest.mark.parametrize(
    ("period", "touched"),
    [
        ("2024/25", [2024]),
        ("2024/25-Q4", [2024]),
        ("2024", [2023, 2024]),
        ("2025-03", [2024]),
        ("2025-04", [2025]),
        ("2023..2025", [2022, 2023, 2024, 2025]),
        ("2024-12..", [2024, 2025, 2026]),
        ("2028-01..", [2027]),
    ],
)
def test_financial_years_that_a_period_touches(period: str, touched: list[int]) -> None:
    assert list(years(Period.parse(period), 2026)) == touched


def test_a_financial_year_in_words() -> None:
    assert [year_words(one) for one in (2024, 1999)] == ["2024/25", "1999/00"]
