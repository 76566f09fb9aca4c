"""Charts as slides have them: the same figures, or none where the form would mislead."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.components import natives, snapshots
from pages.components.snapshots import Native
from tests.pages import real_views


def bars(**changes: list[object]) -> pd.DataFrame:
    columns = {
        "label": ["Blackpool", "Wyre"],
        "start": [0.0, 0.0],
        "end": [4.5, 2.0],
        "shown": ["4.5%", "about 2%"],
        "role": ["reported", "target"],
        "approximate": [False, True],
    }
    return pd.DataFrame({**columns, **changes})


def points(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["series", "date", "period", "value"])
    return made.assign(date=pd.to_datetime(made["date"]), shown=made["value"].astype(str) + "%")


def test_bars_keep_values_words_and_roles() -> None:
    made = natives.bars(bars(), name="Smoking", unit="%")
    assert made == Native(
        "bars",
        ("Blackpool", "Wyre"),
        (("Smoking", (4.5, 2.0)),),
        "%",
        shown=(("4.5%", "about 2%"),),
        looks=("reported", "target"),
        approximate=(False, True),
    )


@pytest.mark.parametrize(
    "changes", [{"start": [0.0, 1.0]}, {"end": [4.5, None]}, {"end": [4.5, float("inf")]}]
)
def test_a_range_or_a_missing_value_is_left_to_the_picture(
    changes: dict[str, list[object]],
) -> None:
    assert natives.bars(bars(**changes), name="Smoking", unit="%") is None
    assert natives.bars(bars().head(0), name="Smoking", unit="%") is None


def test_lines_are_true_to_time() -> None:
    made = natives.lines(
        points(
            ("A", "2018-07-01", "2018", 3.0),
            ("A", "2019-07-01", "2019", 4.0),
            ("B", "2019-07-01", "2019", 1.0),
            ("A", "2022-07-01", "2022", 5.0),
            ("B", "2022-07-01", "2022", 2.0),
        ),
        unit="%",
    )
    assert made is not None
    assert made.categories == ("2018", "2019", "", "", "2022")
    assert made.series == (
        ("A", (3.0, 4.0, None, None, 5.0)),
        ("B", (None, 1.0, None, None, 2.0)),
    )
    assert made.shown[1] == (None, "1.0%", None, None, "2.0%")


@pytest.mark.parametrize(
    "rows",
    [
        [("A", "2020-07-01", "2020", 1.0), ("A", "2020-07-01", "2020", 2.0)],
        [("A", "2020-07-01", "2020", 1.0), ("B", "2020-07-01", "mid-2020", 2.0)],
        [("A", "2020-07-01", "2020", 1.0)],
        [("A", "2000-01-01", "x", 1.0), ("A", "2000-02-01", "y", 1.0), ("A", "2020-01-01", "z", 1)],
    ],
    ids=["two values", "two periods", "one date", "close and far"],
)
def test_what_lines_cannot_say_is_left_to_the_picture(
    rows: list[tuple[str, str, str, float]],
) -> None:
    assert natives.lines(points(*rows), unit="%") is None


@given(
    st.lists(
        st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)),
        min_size=2,
        max_size=8,
        unique=True,
    )
)
def test_distances_are_those_of_the_dates(dates: list[date]) -> None:
    rows = [("A", str(day), str(day), 1.0) for day in dates]
    made = natives.lines(points(*rows), unit="%")
    if made is None:
        return
    named = [(at, pd.Timestamp(one)) for at, one in enumerate(made.categories) if one]
    assert [day for _, day in named] == sorted(map(pd.Timestamp, dates))
    span, steps = (named[-1][1] - named[0][1]).days, named[-1][0]
    for (at, day), (later, after) in pairwise(named):
        assert abs((after - day).days / span - (later - at) / steps) <= 2 * natives.LOOSE


def test_dots_say_how_they_compare() -> None:
    rows = pd.DataFrame(
        {
            "label": ["Blackpool", "Wyre"],
            "value": [20.8, float("nan")],
            "low": [17.0, None],
            "high": [24.7, None],
            "shown": ["20.8", None],
            "comparison": ["worse", None],
        }
    )
    made = natives.dots(rows, unit="%", comparator=(10.4, "England 10.4%"))
    assert made is not None
    assert made.categories == ("Blackpool\n▼ worse", "Wyre\n◇ not compared")
    assert [values for _, values in made.series] == [(20.8, None), (17.0, None), (24.7, None)]
    assert made.comparator == ("England 10.4%", 10.4)
    assert natives.dots(rows.tail(1), unit="%", comparator=None) is None


def before_and_after(**changes: list[object]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "series": ["A", "B", "C"],
            "before": [10.0, 20.0, None],
            "after": [5.0, None, None],
            "before_label": ["2023"] * 3,
            "after_label": ["2024", "March 2025", "2024"],
            "shown_before": ["10%", "about 20%", None],
            "shown_after": ["5%", None, None],
            **changes,
        }
    )


def test_slopes_have_two_values_with_their_dates_where_these_differ() -> None:
    made = natives.slopes(before_and_after(), unit="%")
    assert made is not None
    assert made.categories == ("2023", "After")
    assert made.series == (("A", (10.0, 5.0)), ("B", (20.0, None)))
    assert made.shown == (("10%", "5%, 2024"), ("about 20%", None))


def test_slopes_of_the_same_dates_name_them_once() -> None:
    made = natives.slopes(before_and_after(after_label=["2024"] * 3), unit="%")
    assert made is not None
    assert made.categories == ("2023", "2024")
    assert made.shown == (("10%", "5%"), ("about 20%", None))


def test_slopes_without_a_value_are_none() -> None:
    assert natives.slopes(before_and_after().tail(1), unit="%") is None


def test_real_slopes_have_the_values_of_their_figures() -> None:
    view = real_views.all_of_them()["slopes"]
    assert view.native is not None
    assert len(view.native.series) == len(view.table) >= 2
    for (name, values), what in zip(view.native.series, view.table.to_dict("records"), strict=True):
        assert name == what["What"]
        for value, shown in zip(values, (what["Value"], what["Value then"]), strict=True):
            assert value is not None
            assert str(value).removesuffix(".0") in shown.replace(",", "")


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="series 'x' has 1 for 2 categories"):
        Native("bars", ("a", "b"), (("x", (1.0,)),), "%")
    with pytest.raises(ValueError, match="looks has 1 for 2"):
        Native("bars", ("a", "b"), (("x", (1.0, 2.0)),), "%", looks=("reported",))


def test_views_of_the_real_data_have_the_figures_of_their_rows() -> None:
    shown = real_views.all_of_them()
    for name in ("bars", "targets", "lines", "dots"):
        view = shown[name]
        assert view.native is not None and view.rows is not None
        assert view.native.kind == {"targets": "bars"}.get(name, name)
        charted = [value for value in view.native.series[0][1] if value is not None]
        assert set(charted) <= set(view.rows["value"])
        assert len(charted) >= 2
    assert [name for name, view in shown.items() if view.native is None] == [
        *("ranges", "spine", "matrix", "table")
    ]


def test_a_view_hands_on_its_chart() -> None:
    assert isinstance(real_views.slide("bars").snapshot.native, snapshots.Native)
    assert real_views.slide("table").snapshot.native is None
