"""Better, similar, worse: the rules one by one, then what must hold for any numbers."""

import math
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.comparison import (
    MARKS,
    OUTCOMES,
    SHAPES,
    WORDS,
    Comparison,
    compare,
    compare_rows,
    difference_in_words,
    spine_positions,
)


def seen(
    value: float | None,
    lower: float | None,
    upper: float | None,
    benchmark: float | None,
    polarity: Any,
    **more: Any,
) -> Comparison:
    """Compare within one period, unless told otherwise."""
    periods = {"period": "2024", "benchmark_period": "2024"}
    return compare(value, lower, upper, benchmark, polarity, **(periods | more))


@pytest.mark.parametrize(
    ("benchmark", "polarity", "outcome"),
    [
        (79.8, "high_is_good", "worse"),
        (79.8, "low_is_good", "better"),
        (79.8, "no_judgement", "lower"),
        (70.0, "high_is_good", "better"),
        (70.0, "low_is_good", "worse"),
        (70.0, "no_judgement", "higher"),
        (76.0, "high_is_good", "similar"),
        (76.0, "low_is_good", "similar"),
        (76.0, "no_judgement", "similar"),
        (75.9, "high_is_good", "similar"),
        (77.8, "high_is_good", "similar"),
        (75.89, "high_is_good", "better"),
        (77.81, "high_is_good", "worse"),
    ],
)
def test_outcomes(benchmark: float, polarity: str, outcome: str) -> None:
    assert seen(76.8, 75.9, 77.8, benchmark, polarity).outcome == outcome


@pytest.mark.parametrize(
    ("numbers", "polarity", "reason"),
    [
        (
            (76.8, 75.9, 77.8, 79.8),
            "high_is_good",
            "England's 79.8 lies above the interval 75.9 to 77.8; higher is better.",
        ),
        (
            (21.3, 16.9, 26.4, 5.8),
            "low_is_good",
            "England's 5.8 lies below the interval 16.9 to 26.4; lower is better.",
        ),
        (
            (12, 11, 1300, 9),
            "no_judgement",
            "England's 9 lies below the interval 11 to 1,300; neither higher nor lower is better.",
        ),
        ((5, 3, 7, 5.8), "low_is_good", "England's 5.8 lies inside the interval 3.0 to 7.0."),
        (
            (81.3, 79.0, 83.6, 83.6),
            "high_is_good",
            "England's 83.6 is an end of the interval 79.0 to 83.6, which counts as inside.",
        ),
        (
            (-2, -3, -1, 0),
            "no_judgement",
            "England's 0 lies above the interval −3 to −1; neither higher nor lower is better.",
        ),
        ((None, 3, 7, 5), "low_is_good", "There is no value for the area."),
        ((5, 3, 7, None), "low_is_good", "There is no value for England."),
        ((5, None, 7, 5), "low_is_good", "The source gives no interval for the area."),
        ((5, 3, math.nan, 5), "low_is_good", "The source gives no interval for the area."),
        ((5, 3, math.inf, 5), "low_is_good", "The source gives no interval for the area."),
        (
            (9, 3, 7, 5),
            "low_is_good",
            "The interval 3 to 7 does not hold the area's own value 9.",
        ),
    ],
)
def test_reasons(numbers: tuple[Any, ...], polarity: str, reason: str) -> None:
    found = seen(*numbers, polarity)
    assert found.reason == reason
    if "lies" not in reason and "end of" not in reason:
        assert found.outcome == "not_compared"


def test_the_benchmark_is_named() -> None:
    found = seen(5, 4, 6, 7, "low_is_good", benchmark_name="the North West")
    assert found.reason.startswith("The North West's 7 lies above")
    missing = seen(5, 4, 6, None, "low_is_good", benchmark_name="the North West")
    assert missing.reason == "There is no value for the North West."


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        (
            "2017..2019",
            "2022..2024",
            "The area's value is of 2017 to 2019, England's of 2022 to 2024.",
        ),
        ("2023", "2024", "The area's value is of 2023, England's of 2024."),
        ("2024", "2024/25", "The area's value is of 2024, England's of 2024/25."),
        ("2024-12..", "2024", "The area's value is of 2024-12 onwards, England's of 2024."),
        ("2022", "2022..2024", "The area's value is of 2022, England's of 2022 to 2024."),
        (None, "2024", "There is no period for the area."),
        ("2024", math.nan, "There is no period for England."),
        (None, None, "There is no period for the area."),
    ],
)
def test_other_periods_are_not_compared(ours: Any, theirs: Any, reason: str) -> None:
    found = seen(5, 4, 6, 9, "low_is_good", period=ours, benchmark_period=theirs)
    assert found == Comparison("not_compared", reason)


def test_a_period_written_in_two_ways_is_one_period() -> None:
    found = seen(5, 4, 6, 9, "low_is_good", period="2024/25", benchmark_period="2024-04..2025-03")
    assert found.outcome == "better"
    same = seen(5, 4, 6, 9, "low_is_good", period="2022 - 24", benchmark_period="2022 - 24")
    assert same.outcome == "better"


def test_an_unknown_polarity_is_an_error() -> None:
    with pytest.raises(ValueError, match="'hgih' is not one of high_is_good"):
        seen(5, 4, 6, 9, "hgih")


def test_each_outcome_has_a_word_and_a_shape_of_its_own() -> None:
    for table in (WORDS, SHAPES, MARKS):
        assert set(table) == set(OUTCOMES)
        assert len(set(table.values())) == len(OUTCOMES) == 6
    found = seen(5, 4, 6, None, "low_is_good")
    assert (found.word, found.shape) == ("not compared", "◇")


NUMBERS = st.floats(-1e6, 1e6)
POLARITIES = st.sampled_from(["high_is_good", "low_is_good", "no_judgement"])
INTERVALS = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted)


@given(INTERVALS, NUMBERS, POLARITIES)
def test_similar_is_exactly_being_inside(numbers: list[float], other: float, polarity: str) -> None:
    lower, value, upper = numbers
    found = seen(value, lower, upper, other, polarity).outcome
    assert (found == "similar") == (lower <= other <= upper)
    assert found != "not_compared"


@given(INTERVALS, NUMBERS)
def test_polarity_turns_better_into_worse(numbers: list[float], other: float) -> None:
    lower, value, upper = numbers
    high = seen(value, lower, upper, other, "high_is_good").outcome
    low = seen(value, lower, upper, other, "low_is_good").outcome
    bare = seen(value, lower, upper, other, "no_judgement").outcome
    turned = {"better": "worse", "worse": "better", "similar": "similar"}
    assert low == turned[high]
    assert bare == {"better": "higher", "worse": "lower", "similar": "similar"}[high]


@given(INTERVALS, NUMBERS, POLARITIES)
def test_turning_the_scale_and_the_polarity_changes_nothing(
    numbers: list[float], other: float, polarity: str
) -> None:
    assume(polarity != "no_judgement")
    lower, value, upper = numbers
    turned = {"high_is_good": "low_is_good", "low_is_good": "high_is_good"}[polarity]
    straight = seen(value, lower, upper, other, polarity).outcome
    assert seen(-value, -upper, -lower, -other, turned).outcome == straight


@given(
    st.tuples(*[st.none() | st.just(math.nan) | NUMBERS] * 4),
    POLARITIES,
    st.sampled_from([None, "2023", "2024"]),
)
def test_anything_missing_is_never_judged(
    numbers: tuple[float | None, ...], polarity: str, period: str | None
) -> None:
    found = seen(*numbers, polarity, period=period)
    missing = any(number is None or math.isnan(number) for number in numbers)
    if missing or period != "2024":
        assert found.outcome == "not_compared"
    assert re.fullmatch(r"[A-Z][^\n]*\.", found.reason)


@pytest.mark.parametrize(
    ("value", "benchmark", "unit", "said"),
    [
        (18.5, 17.2, "percent",
         "18.5% against 17.2% in England: 1.3 percentage points higher; not tested."),
        (17.2, 18.2, "percent",
         "17.2% against 18.2% in England: 1 percentage point lower; not tested."),
        (76.8, 79.8, "years",
         "76.8 years against 79.8 years in England: 3 years lower; not tested."),
        (12, 9.5, "gbp", "£12 against £9.50 in England: £2.50 higher; not tested."),
        (6.1, 6.1, "per_100k",
         "6.1 per 100,000 against 6.1 per 100,000 in England: the same; not tested."),
    ],
)  # fmt: skip
def test_bare_differences(value: float, benchmark: float, unit: Any, said: str) -> None:
    assert difference_in_words(value, benchmark, unit) == said


@given(NUMBERS, NUMBERS)
def test_bare_differences_are_never_judged(value: float, benchmark: float) -> None:
    said = difference_in_words(value, benchmark, "score", benchmark_name="the county")
    assert "better" not in said
    assert "worse" not in said
    assert said.endswith("; not tested.")
    word = "higher" if value > benchmark else "lower" if value < benchmark else "the same"
    assert word in said


def test_a_difference_needs_two_figures() -> None:
    with pytest.raises(ValueError, match="one is missing"):
        difference_in_words(math.nan, 3, "percent")


def rows(*cells: tuple[Any, ...]) -> pd.DataFrame:
    names = ["value", "lower_ci", "upper_ci", "period", "benchmark", "benchmark_period", "polarity"]
    return pd.DataFrame(cells, columns=names)


def test_rows_are_compared_one_by_one_and_kept_as_they_were() -> None:
    given_rows = rows(
        (76.8, 75.9, 77.8, "2024", 79.8, "2024", "high_is_good"),
        (5.0, None, None, "2024", 5.8, "2024", "low_is_good"),
        (None, None, None, "2024", 5.8, "2024", "low_is_good"),
        (5.0, 4.0, 5.5, "2023", 5.8, "2024", "low_is_good"),
        (5.0, 4.0, 5.5, "2024", 5.8, "2024", "no_judgement"),
    ).set_axis([7, 7, 3, 2, 1])
    before = given_rows.copy()
    found = compare_rows(given_rows)
    pd.testing.assert_frame_equal(given_rows, before)
    pd.testing.assert_frame_equal(found[before.columns], before)
    assert found.index.tolist() == [7, 7, 3, 2, 1]
    assert found["comparison"].tolist() == [
        "worse", "not_compared", "not_compared", "not_compared", "lower",
    ]  # fmt: skip
    assert found["word"].tolist()[:2] == ["worse", "not compared"]
    assert found["shape"].tolist() == ["▼", "◇", "◇", "◇", "◄"]
    assert found["reason"].iloc[0].startswith("England's 79.8 lies above")


def test_rows_may_name_their_benchmark() -> None:
    one = rows((5.0, 4.0, 5.5, "2024", 5.8, "2024", "low_is_good"))
    found = compare_rows(one.assign(benchmark_name="the North West"))
    assert found["reason"].iloc[0].startswith("The North West's 5.8 lies above")
    unnamed = compare_rows(one.assign(benchmark_name=None))
    assert unnamed["reason"].iloc[0].startswith("The benchmark's 5.8 lies above")


def test_no_rows_give_no_rows_with_the_columns() -> None:
    found = compare_rows(rows())
    assert found.empty
    assert {"comparison", "word", "shape", "reason"} <= set(found.columns)


def test_missing_columns_are_named() -> None:
    with pytest.raises(ValueError, match="lack the columns benchmark_period, polarity"):
        compare_rows(rows().drop(columns=["benchmark_period", "polarity"]))
    with pytest.raises(ValueError, match="lack the columns area_code"):
        spine_positions(rows(), by=["polarity"])


def spine(
    values: list[Any],
    benchmark: Any = 10.0,
    polarity: str = "high_is_good",
    periods: list[Any] | None = None,
) -> pd.DataFrame:
    """Draw one spine."""
    table = pd.DataFrame(
        {
            "indicator_id": "one",
            "area_code": [f"E{i}" for i in range(len(values))],
            "value": values,
            "period": periods or "2024",
            "benchmark": benchmark,
            "benchmark_period": "2024",
            "polarity": polarity,
        }
    )
    return spine_positions(table, by=["indicator_id"])


ENDS = ["left", "band_left", "band_right", "right"]


def ends(table: pd.DataFrame) -> list[float]:
    assert (table[ENDS].nunique(dropna=False) == 1).all()
    return [float(table[name].iloc[0]) for name in ENDS]


def test_a_spine_by_hand() -> None:
    """Values 4 8 12 14 18 about 10: furthest is 8 away, so 1 on the chart is 8 units."""
    found = spine([4, 8, 12, 14, 18])
    assert found["position"].tolist() == [-0.75, -0.25, 0.25, 0.5, 1.0]
    assert ends(found) == [-0.75, -0.25, 0.5, 1.0]
    assert found["left_value"].iloc[0] == 4
    assert found["band_right_value"].iloc[0] == 14
    assert (found["left_word"].iloc[0], found["right_word"].iloc[0]) == ("worst", "best")
    assert found["spine_areas"].tolist() == [5] * 5


def test_low_is_good_turns_the_spine() -> None:
    found = spine([4, 8, 12, 14, 18], polarity="low_is_good")
    assert found["position"].tolist() == [0.75, 0.25, -0.25, -0.5, -1.0]
    assert ends(found) == [-1.0, -0.5, 0.25, 0.75]
    assert (found["left_value"].iloc[0], found["right_value"].iloc[0]) == (18, 4)


def test_without_judgement_the_spine_runs_from_lowest_to_highest() -> None:
    found = spine([4, 8, 12, 14, 18], polarity="no_judgement")
    assert ends(found) == ends(spine([4, 8, 12, 14, 18]))
    assert (found["left_word"].iloc[0], found["right_word"].iloc[0]) == ("lowest", "highest")


def test_percentiles_are_r_type_7() -> None:
    """R: quantile(c(1, 2, 3, 4), c(.25, .75)) is 1.75 and 3.25."""
    found = spine([1, 2, 3, 4], benchmark=0.0)
    assert found[["band_left_value", "band_right_value"]].iloc[0].tolist() == [1.75, 3.25]


def test_when_all_are_worse_the_best_stands_left_of_the_benchmark() -> None:
    found = spine([2, 4, 6])
    assert found["position"].tolist() == [-1.0, -0.75, -0.5]
    assert ends(found)[3] == -0.5


def test_one_area_stands_at_an_end() -> None:
    assert ends(spine([12])) == [1.0] * 4
    assert spine([7])["position"].tolist() == [-1.0]
    assert spine([10])["position"].tolist() == [0.0]


def test_equal_values() -> None:
    assert spine([10, 10, 10])["position"].tolist() == [0.0] * 3
    assert ends(spine([10, 10, 10])) == [0.0] * 4
    assert spine([8, 8])["position"].tolist() == [-1.0, -1.0]


def test_a_missing_value_has_no_place_and_moves_nobody() -> None:
    found = spine([4, None, 18, 12])
    assert math.isnan(found["position"].iloc[1])
    assert found["position"].tolist()[2:] == [1.0, 0.25]
    assert found["spine_areas"].tolist() == [3] * 4
    assert found[ENDS].notna().all(axis=None)


def test_another_period_has_no_place_and_moves_nobody() -> None:
    found = spine([4, 900, 18], periods=["2024", "2013..2015", "2024"])
    assert math.isnan(found["position"].iloc[1])
    assert found["position"].iloc[2] == 1.0


@pytest.mark.parametrize("benchmark", [None, math.nan])
def test_without_a_benchmark_there_is_no_spine(benchmark: Any) -> None:
    found = spine([4, 18], benchmark=benchmark)
    assert found[["position", *ENDS]].isna().all(axis=None)


def test_without_values_there_is_no_spine() -> None:
    found = spine([None, None])
    assert found[["position", *ENDS]].isna().all(axis=None)
    assert found["spine_areas"].tolist() == [0, 0]


def test_spines_keep_apart_and_rows_keep_their_order() -> None:
    one = pd.DataFrame(
        {
            "indicator_id": ["b", "a", "b", "a"],
            "sex": [None, "male", None, "female"],
            "age": None,
            "area_code": ["E1", "E1", "E2", "E1"],
            "value": [5.0, 12.0, 20.0, 6.0],
            "period": "2024",
            "benchmark": [10.0, 10.0, 10.0, 8.0],
            "benchmark_period": "2024",
            "polarity": ["low_is_good", "high_is_good", "low_is_good", "high_is_good"],
        },
        index=[3, 3, 0, 9],
    )
    found = spine_positions(one)
    assert found["position"].tolist() == [0.5, 1.0, -1.0, -1.0]
    assert found["spine_areas"].tolist() == [2, 1, 2, 1]
    assert found.index.tolist() == [3, 3, 0, 9]
    pd.testing.assert_frame_equal(found[one.columns], one)
    empty = spine_positions(one.iloc[:0])
    assert empty.empty
    assert list(empty.columns) == list(found.columns)


def test_a_spine_of_two_minds_is_an_error() -> None:
    with pytest.raises(ValueError, match="several values of benchmark"):
        spine([1, 2], benchmark=[3.0, 4.0])
    with pytest.raises(ValueError, match="'hgih'"):
        spine([1, 2], polarity="hgih")
    twice = spine([1, 2]).assign(area_code="E1")
    with pytest.raises(ValueError, match="several rows with the same indicator_id"):
        spine_positions(twice, by=["indicator_id"])


@given(
    st.lists(st.none() | NUMBERS, min_size=1, max_size=12),
    NUMBERS,
    st.sampled_from(["high_is_good", "low_is_good", "no_judgement"]),
)
def test_any_spine_is_in_order_and_reaches_an_end(
    values: list[float | None], benchmark: float, polarity: str
) -> None:
    found = spine(values, benchmark=benchmark, polarity=polarity)
    known = [value for value in values if value is not None]
    assert found["spine_areas"].iloc[0] == len(known)
    if not known:
        return
    left, band_left, band_right, right = ends(found)
    assert -1 <= left <= band_left <= band_right <= right <= 1
    furthest = max(abs(left), abs(right))
    assert furthest == (1 if any(value != benchmark for value in known) else 0)
    for value, position in zip(values, found["position"], strict=True):
        if value is None:
            assert math.isnan(position)
        else:
            assert left <= position <= right
            good = position > 0 if polarity != "low_is_good" else position < 0
            assert good <= (value > benchmark)
