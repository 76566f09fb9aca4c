"""What a figure may name as before it and be divided by, and what an indicator of money may say."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from models.base import Wrong
from models.catalogue import Catalogue
from models.figure import EVIDENT, Figure
from models.indicator import Indicator
from models.vocabulary import Kind
from tests.models.test_figure import ITEM

SAVED = Indicator(
    id="saved",
    name="Saved",
    unit="gbp",
    polarity="high_is_good",
    domain="ageing_well",
    definition="Pounds saved.",
    money="saving",
)
AVOIDED = SAVED.model_copy(
    update={"id": "avoided", "unit": "count", "money": None, "one": "admission avoided"}
)
AMOUNT: dict[str, Any] = ITEM | {
    "id": "amount", "indicator": "saved", "kind": "finance", "per": "count"
}  # fmt: skip
COUNT: dict[str, Any] = ITEM | {"id": "count", "indicator": "avoided", "value": 81}
BEFORE: dict[str, Any] = ITEM | {"id": "before", "value": 9.5}
AFTER: dict[str, Any] = ITEM | {"id": "after", "value": 5, "before": "before"}


def refused(model: Any, item: dict[str, Any]) -> tuple[str | None, str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(item)
    (detail,) = caught.value.errors()
    error = detail["ctx"]["error"]
    assert isinstance(error, Wrong)
    return error.key, error.wrong


def faults(*items: dict[str, Any], **indicator: Any) -> list[tuple[Any, str]]:
    """Return the faults of figures that are about amounts and what was before."""
    avoided = AVOIDED.model_copy(update=indicator)
    figures = tuple(Figure.model_validate(item) for item in items)
    catalogue = Catalogue(indicators=(SAVED, avoided), figures=figures)
    return [
        (fault.path, fault.wrong)
        for fault in catalogue.faults()
        if fault.path in (("before",), ("per",))
    ]


@pytest.mark.parametrize("key", ["before", "per"])
def test_a_figure_that_names_itself(key: str) -> None:
    assert refused(Figure, ITEM | {key: "smoking"}) == (key, "the figure names itself")


@pytest.mark.parametrize("kind", ["target", "projection", "comparator", "activity", "capacity"])
def test_what_is_no_evidence_of_what_came_of_it(kind: Kind) -> None:
    assert kind not in EVIDENT
    key, wrong = refused(Figure, ITEM | {"kind": kind, "evidence": "change"})
    assert (key, kind in wrong) == ("evidence", True)


@pytest.mark.parametrize("kind", EVIDENT)
def test_what_may_be_evidence(kind: Kind) -> None:
    assert Figure.model_validate(ITEM | {"kind": kind, "evidence": "change"}).evidence == "change"


def test_money_has_a_unit_of_money() -> None:
    item = AVOIDED.model_dump() | {"money": "saving"}
    assert refused(Indicator, item) == ("money", "'count' is no unit of money")
    assert Indicator.model_validate(item | {"unit": "percent"}).money == "saving"


def test_only_money_is_for_each_year() -> None:
    key, _ = refused(Indicator, AVOIDED.model_dump() | {"each": "year"})
    assert key == "each"


def test_an_amount_and_its_count() -> None:
    assert faults(AMOUNT, COUNT) == []


@pytest.mark.parametrize(
    ("amount", "count", "wrong"),
    [
        ({"indicator": "avoided"}, {}, "no amount of money"),
        ({}, {"value": 0}, "a range or a zero divides nothing"),
        ({"value": None, "low": 1, "high": 2, "qualifier": "range"}, {}, "a range or a zero"),
        ({}, {"programme": "other"}, "of another programme"),
    ],
)
def test_amounts_that_may_not_be_divided(
    amount: dict[str, Any], count: dict[str, Any], wrong: str
) -> None:
    changed = {key: value for key, value in (AMOUNT | amount).items() if value is not None}
    ((path, said),) = faults(changed, COUNT | count)
    assert (path, wrong in said) == (("per",), True)


def test_what_is_divided_by_has_a_name_for_one() -> None:
    ((_, said),) = faults(AMOUNT, COUNT, one=None)
    assert "what one of 'avoided' is called" in said


def test_before_and_after_of_one_thing() -> None:
    assert faults(BEFORE | {"group": "baseline"}, AFTER) == []
    assert faults(BEFORE | {"period": "2024"}, AFTER | {"period": "2025"}) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("indicator", "saved"), ("area", "england"), ("sex", "male"), ("age", "65+")],
)
def test_before_and_after_of_two_things(key: str, value: str) -> None:
    assert faults(BEFORE | {key: value}, AFTER) == [(("before",), f"'before' has another {key}")]


def test_before_that_is_later() -> None:
    ((_, said),) = faults(BEFORE | {"period": "2025"}, AFTER | {"period": "2024"})
    assert "which is later" in said


def test_before_that_leads_round() -> None:
    found = faults(BEFORE | {"before": "after"}, AFTER)
    assert (("before",), "'before' leads round in a circle") in found


def test_names_that_lead_nowhere_are_told_once() -> None:
    assert [path for path, _ in faults(AMOUNT, AFTER)] == [("per",), ("before",)]
