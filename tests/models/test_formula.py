"""Formulas: arithmetic and nothing else, on points and on intervals."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from models.base import Scalar, Wrong
from models.formula import Formula, read_formula

CHANGE = Formula.parse("(after - before) / before * 100")


def test_names_come_in_the_order_of_their_use():
    assert set(CHANGE.names) == {"after", "before"}
    assert CHANGE.at({"after": 292, "before": 205}) == pytest.approx(42.439, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", 7),
        ("(a + b) * c", 9),
        ("a - b - c", -4),
        ("a - (b - c)", 2),
        ("a / b / c", 1 / 6),
        ("c * 100", 300),
        ("a*0.5+b", 2.5),
    ],
)
def test_at(text, expected):
    values = {"a": 1.0, "b": 2.0, "c": 3.0}
    assert Formula.parse(text).at(values) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "a +",
        "sum(a, b)",
        "a.b",
        "a[0]",
        "a ** 2",
        "a // b",
        "a % b",
        "a < b",
        "a == b",
        "a if b else c",
        "lambda: a",
        "[a]",
        "a, b",
        "'a' + b",
        "a and b",
        "not a",
        "~a",
        "-a",
        "(a := 2)",
        "a + True",
        "a + None",
        "a + ...",
        "a * 2j",
        "f'{a}'",
        "a @ b",
        "a | b",
        "__import__('os')",
        "a; b",
        "a = b",
        "a\x00",
        "await a",
        "2 + 3",
        "a * 1e999",
        "a * 9999999999999",
        "a * " + "9" * 390,
        "(" * 300 + "a" + ")" * 90,
        "a + " * 100 + "a",
        " + ".join(f"n{i}" for i in range(15)),
    ],
)
def test_refused(text):
    with pytest.raises(Wrong):
        Formula.parse(text)


def test_the_longest_that_is_allowed_is_evaluated():
    formula = Formula.parse("+".join(["a"] * 200))
    assert formula.at({"a": 1.0}) == 200


def test_zero():
    share = Formula.parse("part / whole")
    with pytest.raises(ZeroDivisionError):
        share.at({"part": 1, "whole": 0})


@pytest.mark.parametrize(
    ("text", "intervals", "expected"),
    [
        ("a + b", {"a": (1, 2), "b": (10, 20)}, (11, 22)),
        ("a - b", {"a": (1, 2), "b": (10, 20)}, (-19, -8)),
        ("a * b", {"a": (-1, 2), "b": (10, 20)}, (-20, 40)),
        ("a / b", {"a": (1, 2), "b": (10, 20)}, (0.05, 0.2)),
        ("a / b", {"a": (1, 2), "b": (-1, 1)}, (-math.inf, math.inf)),
        ("a / b", {"a": (1, 2), "b": (0, 1)}, (-math.inf, math.inf)),
        ("a / (b - c)", {"a": (1, 1), "b": (4, 6), "c": (5, 5)}, (-math.inf, math.inf)),
        ("1 / (a / (b - 5))", {"a": (1, 1), "b": (4, 6)}, (-math.inf, math.inf)),
        (
            "(before - after) / before * 100",
            {"before": (9.45, 9.55), "after": (4.95, 5.05)},
            (100 * (9.45 - 5.05) / 9.45, 100 * (9.55 - 4.95) / 9.55),
        ),
    ],
)
def test_between(text, intervals, expected):
    assert Formula.parse(text).between(intervals) == pytest.approx(expected)


@st.composite
def formulas(draw):
    """Draw a formula in which every name stands once, with intervals and points within them."""
    count = draw(st.integers(min_value=1, max_value=5))
    names = [f"n{index}" for index in range(count)]
    parts = list(names)
    while len(parts) > 1:
        sign = draw(st.sampled_from("+-*/"))
        left = parts.pop(draw(st.integers(min_value=0, max_value=len(parts) - 1)))
        right = parts.pop(draw(st.integers(min_value=0, max_value=len(parts) - 1)))
        parts.append(f"({left} {sign} {right})")
    # Printed numbers have few digits; a denominator of 1e-300 is nobody's figure.
    ends = st.integers(min_value=-100_000, max_value=100_000).map(
        lambda hundredths: hundredths / 100
    )
    intervals = {name: tuple(sorted((draw(ends), draw(ends)))) for name in names}
    shares = st.floats(min_value=0, max_value=1)
    points = {name: low + draw(shares) * (high - low) for name, (low, high) in intervals.items()}
    return Formula.parse(parts[0]), intervals, points


@runs(deadline=None)
@given(formulas())
def test_between_contains_every_point(drawn):
    formula, intervals, points = drawn
    try:
        result = formula.at(points)
    except ZeroDivisionError:
        assert formula.between(intervals) == (-math.inf, math.inf)
        return
    low, high = formula.between(intervals)
    assume(math.isfinite(result))
    slack = 1e-6 * max(1.0, abs(result))
    assert low - slack <= result <= high + slack


@runs(deadline=None)
@given(
    st.floats(min_value=1, max_value=1e6),
    st.floats(min_value=1, max_value=1e6),
    st.floats(min_value=0, max_value=0.4),
    st.floats(min_value=-1, max_value=1),
    st.floats(min_value=-1, max_value=1),
)
def test_between_contains_a_change_whose_base_stands_twice(before, after, half, one, two):
    intervals = {"before": (before - half, before + half), "after": (after - half, after + half)}
    low, high = CHANGE.between(intervals)
    result = CHANGE.at({"before": before + one * half, "after": after + two * half})
    slack = 1e-9 * max(1.0, abs(low), abs(high))
    assert low - slack <= result <= high + slack


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a - b) / b * 100", "(292 − 205) ÷ 205 × 100"),
        ("100 * (a - b) / b", "100 × (292 − 205) ÷ 205"),
        ("a - (b - a)", "292 − (205 − 292)"),
        ("a - b - a", "292 − 205 − 292"),
        ("a / (b / a)", "292 ÷ (205 ÷ 292)"),
        ("a * (b * a)", "292 × 205 × 292"),
        ("a + (b + a)", "292 + 205 + 292"),
        ("a * 1000000", "292 × 1,000,000"),
        ("a * 1000000.0", "292 × 1,000,000"),
        ("a * 0.125", "292 × 0.125"),
    ],
)
def test_in_words(text, expected):
    assert Formula.parse(text).in_words({"a": "292", "b": "205"}) == expected


def test_read_from_a_file():
    formula = read_formula(Scalar(" a + b ", plain=True))
    assert str(formula) == "a + b"
    assert read_formula(formula) is formula
    with pytest.raises(Wrong):
        read_formula(["a"])
