"""The words round figures: marks, dates, groups, kinds, counts."""

from __future__ import annotations

from typing import get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import vocabulary
from pages.components import words

ROW = {
    "area": "Lancashire",
    "sex": None,
    "age": None,
    "population_group": None,
    "range_across": None,
    "period": None,
    "period_inferred": False,
    "baseline": False,
    "kind": "outcome",
    "evidence": None,
    "shown": "24%",
    "as_stated": "by 24%",
    "in_question": False,
    "in_differing_check": False,
}


def row(**change: object) -> pd.Series:
    return pd.Series(ROW | change)


@pytest.mark.parametrize(
    ("table", "allowed"),
    [
        (vocabulary.UNITS, vocabulary.Unit),
        (words.UNITS, vocabulary.Unit),
        (words.KINDS, vocabulary.Kind),
        (words.PROGRAMME_STATUSES, vocabulary.ProgrammeStatus),
        (vocabulary.DESIGNATION_WORDS, vocabulary.Designation),
        (vocabulary.ACROSS_WORDS, vocabulary.RangeAcross),
        (vocabulary.QUALIFIER_WORDS, vocabulary.Qualifier),
    ],
)
def test_every_word_of_the_data_has_its_words_for_people(
    table: dict[str, object], allowed: object
) -> None:
    assert set(table) == set(get_args(allowed))
    assert not [said for said in table.values() if "_" in str(said)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Lancashire"),
        ({"sex": "female", "age": "over 65"}, "Lancashire, women, aged over 65"),
        ({"population_group": "carers"}, "Lancashire, carers"),
        ({"range_across": "area"}, "Lancashire, lowest to highest within the area"),
    ],
)
def test_who(change: dict[str, object], said: str) -> None:
    assert words.who(row(**change)) == said


def test_who_without_the_area_leaves_out_what_its_range_says() -> None:
    assert words.who(row(range_across="area", sex="male"), area=False) == "men"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "no date given"),
        ({"period": "2025-03"}, "March 2025"),
        ({"period": "2025-03", "period_inferred": True}, "March 2025, year inferred"),
        ({"baseline": True}, "baseline, no date given"),
        ({"period": "2024", "baseline": True}, "2024, baseline"),
    ],
)
def test_when(change: dict[str, object], said: str) -> None:
    assert words.when(row(**change)) == said


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2024/25-Q1", "April to June 2024"),
        ("2024/25-Q3", "October to December 2024"),
        ("2024/25-Q4", "January to March 2025"),
        ("2024/25", "2024/25"),
        ("2024-12..", "since December 2024"),
        ("2018..2020", "2018 to 2020"),
    ],
)
def test_a_quarter_is_told_by_its_months(period: str, said: str) -> None:
    assert words.period_words(period) == said


@pytest.mark.parametrize(
    ("change", "sign", "said"),
    [
        ({}, "", "24%"),
        ({"in_differing_check": True}, "≠", "24% ≠"),
        ({"in_differing_check": True, "in_question": True}, "⚠", "24% ⚠"),
        (
            {"in_differing_check": True, "in_question": True, "as_stated": "c598"},
            "⚠",
            "c598, as printed ⚠",
        ),
        ({"in_differing_check": True, "as_stated": "c337k"}, "≠", "24% ≠"),
    ],
)
def test_a_figure_carries_the_mark_of_its_checks(
    change: dict[str, object], sign: str, said: str
) -> None:
    assert words.mark(row(**change)) == sign
    assert words.marked(row(**change)) == said


def test_only_marks_that_occur_are_explained() -> None:
    told = words.explained(pd.DataFrame([row(), row(in_differing_check=True)]))
    assert told == ["≠ the figure is part of a check that does not agree"]
    assert words.explained(pd.DataFrame([row()])) == []


@pytest.mark.parametrize(
    ("change", "claim", "told"),
    [
        ({"kind": "target"}, "target", "target"),
        ({"kind": "projection"}, "projection", "projection"),
        ({"kind": "comparator"}, "comparator", "comparator"),
        ({"kind": "other", "evidence": "one_case"}, "one case", "one case"),
        ({"kind": "outcome", "evidence": "one_case"}, "one case", "one case"),
        ({"kind": "outcome", "evidence": "estimated"}, "", "outcome"),
        ({"kind": "other"}, "", "other fact"),
        ({"kind": "finance"}, "", "money"),
    ],
)
def test_a_claim_that_is_no_plain_report_is_named(
    change: dict[str, object], claim: str, told: str
) -> None:
    assert words.claim(row(**change)) == claim
    assert words.told_as(row(**change)) == told


@given(st.integers(min_value=0, max_value=10**7))
def test_one_figure_and_several_figures(count: int) -> None:
    assert words.counted(count, "figure") == f"{count:,} figure{'' if count == 1 else 's'}"


def test_a_plural_of_its_own() -> None:
    assert words.counted(1, "authority", "authorities") == "1 authority"
    assert words.counted(2, "authority", "authorities") == "2 authorities"
