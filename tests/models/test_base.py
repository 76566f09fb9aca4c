"""Scalars as they are written: what each reader takes, refuses and proposes instead."""

from __future__ import annotations

import math
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from models.base import (
    LONGEST_ID,
    FigureRef,
    Flag,
    Id,
    Items,
    Model,
    Number,
    ProseText,
    Scalar,
    SourceRef,
    Whole,
    Wrong,
    plan,
    read_flag,
    read_id,
    read_list,
    read_number,
    read_text,
    read_whole,
    references,
    shape,
    shorten,
)


def plain(text: str) -> Scalar:
    return Scalar(text, plain=True)


def quoted(text: str) -> Scalar:
    return Scalar(text, plain=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7.59", 7.59), ("-3", -3), ("+5", 5), ("0", 0), ("1.0", 1), ("0.001", 0.001), ("10", 10),
     ("99999999999999999999", 1e20)],
)  # fmt: skip
def test_numbers(text: str, number: float) -> None:
    assert read_number(plain(text)) == number
    assert read_number(text) == number


@pytest.mark.parametrize("value", ["-0", "-0.0", -0.0])
def test_minus_nothing_is_nothing(value: object) -> None:
    assert math.copysign(1, read_number(value)) == 1


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("1,234", "1234"),
        ("1,234,567.5", "1234567.5"),
        ("12 345", "12345"),
        ("£2537", "2537"),
        ("-£2,537", "-2537"),
        ("13.9%", "13.9"),
        ("13.9 %", "13.9"),
        ("\u22123", "-3"),
        ("7,59", None),
        ("12 34", None),
        ("1,23,456", None),
        ("1,234 567", None),
        ("1.2m", None),
        ("a lot", None),
        ("007", None),
        (".5", None),
        ("1e5", None),
        ("nan", None),
        ("1_000", None),
        ("٣", None),
        ("", None),
        ("3\n", "3"),
        ("1" * 50 + "%", None),
    ],
)
def test_what_is_no_number_and_what_it_may_be(text: str, mend: str | None) -> None:
    with pytest.raises(Wrong, match="not a number written in full") as wrong:
        read_number(plain(text))
    assert wrong.value.mend == mend


def test_numbers_of_other_kinds() -> None:
    assert read_number(3) == 3.0
    for value in (math.nan, math.inf, 10**400, True, None, [1], {"a": 1}, plain("1" * 21)):
        with pytest.raises(Wrong):
            read_number(value)
    for text, mend in (("12", "12"), (" 12 ", "12"), ("x", None)):
        with pytest.raises(Wrong, match="text in quotes") as wrong:
            read_number(quoted(text))
        assert wrong.value.mend == mend


def test_whole_numbers() -> None:
    assert read_whole(plain("12")) == 12
    assert read_whole(plain("12.0")) == 12
    with pytest.raises(Wrong, match=r"'2\.5' is not a whole number"):
        read_whole(plain("2.5"))


def test_text() -> None:
    assert read_text(plain("2024")) == "2024"
    assert read_text(quoted("true")) == "true"
    assert read_text(7) == "7"
    assert type(read_text(quoted("x"))) is str
    for value in ("", " \n", None, True, ["x"], {"x": "y"}):
        with pytest.raises(Wrong):
            read_text(value)
    with pytest.raises(Wrong) as wrong:
        read_text(plain("false"))
    assert wrong.value.mend == '"false"'


def test_flags() -> None:
    assert read_flag(plain("true")) is True
    assert read_flag(plain("false")) is False
    assert read_flag(True) is True
    for value in (quoted("true"), plain("True"), plain("yes"), plain("1"), 1, None, [], "x" * 999):
        with pytest.raises(Wrong, match="is not a flag") as wrong:
            read_flag(value)
        assert len(wrong.value.wrong) < 120


@pytest.mark.parametrize("text", ["a", "a1", "smoking-at-delivery", "a_b-c_2", "x" * LONGEST_ID])
def test_ids(text: str) -> None:
    assert read_id(plain(text)) == text


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("Smoking", "smoking"),
        ("smoking at delivery", "smoking_at_delivery"),
        ("a__b", "a_b"),
        ("_a", "a"),
        ("a-", "a"),
        ("a.b", "a_b"),
        ("1a", None),
        ("é", None),
        ("🏠", None),
        ("a\n", "a"),
        ("a\u200bb", "a_b"),
        ("x" * (LONGEST_ID + 1), None),
    ],
)
def test_what_is_no_id(text: str, mend: str | None) -> None:
    with pytest.raises(Wrong) as wrong:
        read_id(plain(text))
    assert wrong.value.mend == mend


def test_lists() -> None:
    assert read_list(["a", "b"]) == ("a", "b")
    for value in ("ab", {"a": "b"}, None, plain("x")):
        with pytest.raises(Wrong, match="stands here"):
            read_list(value)


def test_shapes_in_words() -> None:
    assert shape({}) == "a mapping (key: value)"
    assert shape([]) == shape(()) == "a list"
    assert shape(plain("x")) == "text"
    assert shape(None) == "a value"


@given(st.text(max_size=200), st.integers(2, 80))
def test_shortened_text_fits_and_can_be_printed(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= length
    assert short.isprintable()
    if text.isprintable() and len(text) <= length:
        assert short == text


class Inner(Model):
    source: SourceRef
    text: ProseText


class Outer(Model):
    id: Id
    size: Number | None = None
    rank: Whole = 1
    sure: Flag = False
    figures: Annotated[tuple[FigureRef, ...], Items] = ()
    inputs: dict[str, FigureRef] = Field(default_factory=dict)
    inner: Inner | None = None
    inners: Annotated[tuple[Inner, ...], Items] = ()


def test_plan_and_references() -> None:
    assert [(part.name, part.ref, part.prose, part.model) for part in plan(Outer)] == [
        ("figures", "figure", False, None),
        ("inputs", "figure", False, None),
        ("inner", None, False, Inner),
        ("inners", None, False, Inner),
    ]
    assert [(part.name, part.prose) for part in plan(Inner)] == [("source", False), ("text", True)]
    inner = {"source": "s", "text": "t"}
    item = Outer.model_validate(
        {"id": "a", "figures": ["f"], "inputs": {"x": "g.low"}, "inner": inner, "inners": [inner]}
    )
    assert list(references(item)) == [
        (("figures", 0), "figure", "f"),
        (("inputs", "x"), "figure", "g"),
        (("inner", "source"), "source", "s"),
        (("inners", 0, "source"), "source", "s"),
    ]


def test_models_are_frozen_and_refuse_unknown_keys() -> None:
    item = Outer.model_validate({"id": "a", "size": plain("2.5"), "sure": plain("true")})
    assert (item.size, item.rank, item.sure) == (2.5, 1, True)
    with pytest.raises(ValidationError):
        item.rank = 2  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Outer.model_validate({"id": "a", "other": "x"})
