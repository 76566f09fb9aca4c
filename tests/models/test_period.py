"""Periods: what each form covers, what is none, and that a period is written as it was read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Scalar, Wrong
from models.period import Period, read_day, read_period


@pytest.mark.parametrize(
    ("text", "start", "end", "period_type"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "calendar"),
        ("2024/25", date(2024, 4, 1), date(2025, 3, 31), "financial"),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31), "financial"),
        ("2024/25-Q1", date(2024, 4, 1), date(2024, 6, 30), "financial"),
        ("2024/25-Q3", date(2024, 10, 1), date(2024, 12, 31), "financial"),
        ("2024/25-Q4", date(2025, 1, 1), date(2025, 3, 31), "financial"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "point"),
        ("2023-11-08", date(2023, 11, 8), date(2023, 11, 8), "point"),
        ("2018..2020", date(2018, 1, 1), date(2020, 12, 31), "rolling"),
        ("2024-07..2025-03", date(2024, 7, 1), date(2025, 3, 31), "rolling"),
        ("2022/23..2024/25-Q1", date(2022, 4, 1), date(2024, 6, 30), "rolling"),
        ("2024-12..", date(2024, 12, 1), None, "rolling"),
        ("2024..2024", date(2024, 1, 1), date(2024, 12, 31), "rolling"),
        ("2100/01", date(2100, 4, 1), date(2101, 3, 31), "financial"),
    ],
)
def test_forms(text: str, start: date, end: date | None, period_type: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.period_type) == (start, end, period_type)
    assert str(period) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "unknown form"),
        ("last year", "unknown form"),
        ("2024 ", "unknown form"),
        ("24/25", "unknown form"),
        ("2024-3", "unknown form"),
        ("2024-Q1", "unknown form"),
        ("2024/25-Q0", "unknown form"),
        ("2024/25-Q5", "unknown form"),
        ("..2024", "unknown form"),
        ("2024...", "unknown form"),
        ("2020..2021..2022", "unknown form"),
        ("٢٠٢٤", "unknown form"),
        ("2024\n", "unknown form"),
        ("2024/26", "the year after 2024 is 25"),
        ("1999/99", "the year after 1999 is 00"),
        ("2024-00", "a month is 01 to 12"),
        ("2024-13", "a month is 01 to 12"),
        ("2023-02-29", "that month has 28 days"),
        ("2024-04-31", "that month has 30 days"),
        ("2024-04-00", "that month has 30 days"),
        ("0024", "outside 1900 to 2100"),
        ("1899", "outside 1900 to 2100"),
        ("2101-01-01", "outside 1900 to 2100"),
        ("2025..2024", "ends before it starts"),
        ("2024-05..2024-04", "ends before it starts"),
    ],
)
def test_what_is_no_period(text: str, why: str) -> None:
    with pytest.raises(Wrong, match=why):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("2024-25", "2024/25"),
        ("2024/2025", "2024/25"),
        ("2024-2025", "2024/25"),
        ("2024 25", "2024/25"),
        ("2024-13", None),
        ("2024/26", None),
        ("last year", None),
    ],
)
def test_mends(text: str, mend: str | None) -> None:
    with pytest.raises(Wrong) as wrong:
        Period.parse(text)
    assert wrong.value.mend == mend


def test_messages_are_short_and_clean() -> None:
    with pytest.raises(Wrong) as wrong:
        Period.parse("x\n\u202e" * 10_000)
    assert len(wrong.value.wrong) < 120
    assert wrong.value.wrong.isprintable()


def test_periods_sort_by_start_then_end_and_open_ones_last() -> None:
    texts = ["2024..", "2024", "2023..", "2024-01", "2023"]
    periods = sorted(Period.parse(text) for text in texts)
    assert [str(period) for period in periods] == ["2023", "2023..", "2024-01", "2024", "2024.."]


def test_reading_from_scalars() -> None:
    period = Period.parse("2024/25")
    assert read_period(Scalar("2024/25", plain=True)) == period
    assert read_period("2024/25") == period
    assert read_period(period) is period
    assert read_period(2021) == Period.parse("2021")
    for value in (["2021"], {"a": "b"}, None, True, " "):
        with pytest.raises(Wrong):
            read_period(value)


@pytest.mark.parametrize(
    "text", ["2023-02-30", "2023-2-3", "20230203", "2023-02-03T00:00", "", "x"]
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Wrong):
        read_day(text)


def test_days() -> None:
    assert read_day("2023-02-20") == date(2023, 2, 20)
    assert read_day(date(2023, 2, 20)) == date(2023, 2, 20)
    for text in ("1899-12-31", "2101-01-01"):
        with pytest.raises(Wrong, match="outside 1900 to 2100"):
            read_day(text)


YEARS = st.integers(1900, 2100)
PARTS = st.one_of(
    YEARS.map(str),
    YEARS.map(lambda year: f"{year}/{(year + 1) % 100:02d}"),
    st.builds(lambda year, q: f"{year}/{(year + 1) % 100:02d}-Q{q}", YEARS, st.integers(1, 4)),
    st.builds(lambda year, month: f"{year}-{month:02d}", YEARS, st.integers(1, 12)),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat),
)


@given(PARTS)
def test_every_part_is_a_period_and_round_trips(text: str) -> None:
    period = Period.parse(text)
    assert Period.parse(str(period)) == period
    assert period.end is not None
    assert period.start <= period.end
    assert period.end - period.start <= timedelta(days=365)
    assert str(period.start.year) in text or "Q4" in text


@given(PARTS, PARTS)
def test_ranges_run_from_the_first_start_to_the_last_end(first: str, last: str) -> None:
    one, other = Period.parse(first), Period.parse(last)
    assert one.end is not None
    assert other.end is not None
    if other.end < one.start:
        with pytest.raises(Wrong, match="ends before it starts"):
            Period.parse(f"{first}..{last}")
        return
    both = Period.parse(f"{first}..{last}")
    assert (both.start, both.end) == (one.start, other.end)
    assert Period.parse(str(both)) == both
    assert Period.parse(f"{first}..").end is None


@given(st.text(alphabet="0123456789-/.Q \n٣x", max_size=24))
def test_any_text_is_a_period_or_wrong(text: str) -> None:
    try:
        period = Period.parse(text)
    except Wrong:
        return
    assert str(period) == text
    assert period.end is None or period.start <= period.end


@given(PARTS, PARTS, PARTS)
def test_order_is_total(first: str, second: str, third: str) -> None:
    periods = [Period.parse(first), Period.parse(f"{second}.."), Period.parse(third)]
    backwards = list(reversed(periods))
    assert sorted(periods) == sorted(backwards)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-03", "March 2025"),
        ("2023-11-08", "8 November 2023"),
        ("2024/25", "2024/25"),
        ("2024/25-Q3", "2024/25-Q3"),
        ("2018..2020", "2018 to 2020"),
        ("2024-07..2025-03", "July 2024 to March 2025"),
        ("2020-04..", "since April 2020"),
    ],
)
def test_periods_in_words(text, words):
    assert Period.parse(text).in_words() == words
