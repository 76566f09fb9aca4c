"""A figure and what it refuses; a number that is no figure; a declared check."""

import pytest
from pydantic import ValidationError

from models.base import Wrong
from models.check import Check
from models.figure import MOST_WORDS, Figure, NotFigure
from models.period import Period

ITEM = {
    "id": "smoking",
    "indicator": "smoking_at_time_of_delivery",
    "area": "lancashire",
    "value": 7.59,
    "qualifier": "exact",
    "kind": "outcome",
    "as_stated": "7.59% at March 2025",
    "where": "Starting Well",
    "source": "strategy",
}
RANGE = {key: value for key, value in ITEM.items() if key != "value"} | {
    "low": 12,
    "high": 38,
    "qualifier": "range",
}


def wrong(model, item):
    """Return the key and the words of the one fault of an item."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(item)
    (detail,) = caught.value.errors()
    error = detail.get("ctx", {}).get("error")
    assert isinstance(error, Wrong), detail
    return error.key or detail["loc"][-1], error.wrong, error.expected


def test_a_value():
    figure = Figure.model_validate(ITEM)
    assert figure.values == (7.59,)
    assert (figure.occurrence, figure.period_inferred, figure.period) == (1, False, None)


def test_a_range():
    assert Figure.model_validate(RANGE).values == (12, 38)
    assert Figure.model_validate(RANGE | {"across": "area"}).across == "area"


def test_a_range_of_more_than_one_word_may_be_approximate():
    assert Figure.model_validate(RANGE | {"qualifier": "approx"}).values == (12, 38)


def test_a_period_is_read():
    figure = Figure.model_validate(ITEM | {"period": "2025-03"})
    assert isinstance(figure.period, Period)
    assert figure.period.text == "2025-03"


def test_it_is_frozen_and_knows_its_keys():
    figure = Figure.model_validate(ITEM)
    with pytest.raises(ValidationError):
        figure.value = 8
    with pytest.raises(ValidationError) as caught:
        Figure.model_validate(ITEM | {"valeu": 7})
    assert [detail["type"] for detail in caught.value.errors()] == ["extra_forbidden"]


@pytest.mark.parametrize(
    "key", [key for key in ITEM if key != "value"]
)  # the value may be missing: then a range must stand there
def test_what_is_required(key):
    with pytest.raises(ValidationError) as caught:
        Figure.model_validate({name: value for name, value in ITEM.items() if name != key})
    assert [(d["type"], d["loc"]) for d in caught.value.errors()] == [("missing", (key,))]


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"low": 1, "high": 2}, "value", "a value and a range are both given"),
        ({"low": 1}, "value", "a value and a range are both given"),
        ({"qualifier": "range"}, "qualifier", "a range is said but one value is given"),
        ({"as_stated": "word " * (MOST_WORDS + 1)}, "as_stated", "the fragment has 13 words"),
        ({"occurrence": 0}, "occurrence", "0 is no occurrence"),
        ({"period_inferred": True}, "period_inferred", "none is given"),
        ({"same_as": "smoking"}, "same_as", "names itself"),
        ({"lower_ci": 7}, "lower_ci", "one end only"),
        ({"upper_ci": 7}, "upper_ci", "one end only"),
        ({"lower_ci": 9, "upper_ci": 8}, "lower_ci", "above upper_ci"),
        ({"lower_ci": 8, "upper_ci": 9}, "value", "outside its interval"),
        ({"denominator": 0}, "denominator", "denominator 0"),
        ({"count": -1}, "count", "below 0"),
        ({"across": "area"}, "across", "a range is said but one value is given"),
        ({"across": "years"}, "across", "not known"),
        ({"kind": "outcom"}, "kind", "not known"),
        ({"sex": "man"}, "sex", "not known"),
        ({"ward": "E07000117"}, "ward", "no ward code"),
        ({"id": "Smoking at delivery"}, "id", "not an id"),
    ],
)
def test_refused(change, key, words):
    found, said, _ = wrong(Figure, ITEM | change)
    assert found == key
    assert words in said


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"low": 39}, "low", "above high"),
        ({"high": None}, "low", "only its low end"),
        ({"low": None}, "high", "only its high end"),
    ],
)
def test_refused_ranges(change, key, words):
    item = {name: value for name, value in (RANGE | change).items() if value is not None}
    found, said, _ = wrong(Figure, item)
    assert found == key
    assert words in said


def test_no_value_at_all():
    item = {name: value for name, value in ITEM.items() if name != "value"}
    assert wrong(Figure, item)[:2] == ("value", "there is no value")


def test_a_fragment_of_just_enough_words():
    text = " ".join(["word"] * MOST_WORDS)
    assert Figure.model_validate(ITEM | {"as_stated": text}).as_stated == text


def test_not_a_figure_is_reasoned():
    item = {"source": "strategy", "text": "page 12", "reason": "page_number"}
    assert NotFigure.model_validate(item).occurrence == 1
    assert wrong(NotFigure, item | {"reason": "other"})[0] == "note"
    assert NotFigure.model_validate(item | {"reason": "other", "note": "why"}).note == "why"
    assert wrong(NotFigure, item | {"reason": "because"})[0] == "reason"


CHECK = {
    "id": "sum",
    "kind": "sum",
    "statement": "a and b are c",
    "inputs": {"a": "one", "b": "two"},
    "formula": "a + b",
    "stated": "three",
}


def test_a_check():
    check = Check.model_validate(CHECK)
    assert check.formula.names == ("a", "b")
    assert check.constants == {}


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"formula": "a + c"}, "formula", "uses 'c'"),
        ({"formula": "a * 2"}, "inputs", "'b' is given"),
        ({"constants": {"k": 2}}, "constants", "'k' is given"),
        (
            {"formula": "a + b + k", "constants": {"k": 2}},
            "constants",
            "without its reason",
        ),
        ({"formula": "a ** b"}, "formula", "more than arithmetic"),
    ],
)
def test_a_check_is_whole(change, key, words):
    found, said, _ = wrong(Check, CHECK | change)
    assert found == key
    assert words in said
