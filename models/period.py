"""Periods as official statistics write them, with the days they start and end on."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from models.base import Wrong, read_text, shorten

PeriodType = Literal["calendar", "financial", "rolling", "point"]
EXPECTED = (
    "2021, 2024/25, 2024/25-Q3, 2025-03, 2023-11-08, 2018..2020, 2024-07..2025-03 "
    "or 2024-12.. (open)"
)
_EARLIEST, _LATEST = 1900, 2100


@dataclass(frozen=True)
class Period:
    """A period of time.

    ``start`` and ``end`` are the first and last day; ``end`` is None for an open period.
    ``period_type`` is calendar (a year), financial (April to March, or a quarter of it),
    rolling (several years or months) or point (a month or a day). Periods sort by their
    start, then their end; an open one comes after those that have ended.
    """

    start: date
    end: date | None
    text: str
    period_type: PeriodType

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period. Raises Wrong if it is none."""
        if ".." in text:
            return cls._range(text)
        start, end, period_type = _span(text, text)
        return cls(start, end, text, period_type)

    @classmethod
    def _range(cls, text: str) -> Period:
        first, _, last = text.partition("..")
        start = _span(first, text)[0]
        if not last:
            return cls(start, None, text, "rolling")
        end = _span(last, text)[1]
        if end < start:
            raise Wrong(f"'{text}' ends before it starts", "the earlier date first")
        return cls(start, end, text, "rolling")

    def __str__(self) -> str:
        return self.text

    def in_words(self) -> str:
        """Write the period for readers: March 2025, 2018 to 2020, since December 2024."""
        first, dots, last = self.text.partition("..")
        if not dots:
            return _moment(first)
        return f"{_moment(first)} to {_moment(last)}" if last else f"since {_moment(first)}"

    def __lt__(self, other: Period) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[date, date, str]:
        return self.start, self.end or date.max, self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "description": f"A period such as {EXPECTED}"}


def _span(part: str, whole: str) -> tuple[date, date, PeriodType]:
    def wrong(why: str) -> Wrong:
        return Wrong(f"'{shorten(whole)}' is not a period ({why})", EXPECTED, mend=_mend(whole))

    shapes = (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})/(?P<next>\d{2})(?:-Q(?P<quarter>[1-4]))?",
        r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?",
    )
    for pattern in shapes:
        found = re.fullmatch(pattern, part, flags=re.ASCII)
        if found:
            break
    else:
        raise wrong("unknown form")
    given = {key: int(value) for key, value in found.groupdict().items() if value is not None}
    year = given["year"]
    if not _EARLIEST <= year <= _LATEST:
        raise wrong(f"the year is outside {_EARLIEST} to {_LATEST}")
    if "next" in given:
        if given["next"] != (year + 1) % 100:
            raise wrong(f"the year after {year} is {(year + 1) % 100:02d}")
        if "quarter" not in given:
            return date(year, 4, 1), date(year + 1, 3, 31), "financial"
        month = 4 + 3 * (given["quarter"] - 1)
        year, month = (year, month) if month <= 12 else (year + 1, month - 12)
        return (
            date(year, month, 1),
            date(year, month + 2, monthrange(year, month + 2)[1]),
            "financial",
        )
    if "month" not in given:
        return date(year, 1, 1), date(year, 12, 31), "calendar"
    month = given["month"]
    if not 1 <= month <= 12:
        raise wrong("a month is 01 to 12")
    days = monthrange(year, month)[1]
    if "day" not in given:
        return date(year, month, 1), date(year, month, days), "point"
    if not 1 <= given["day"] <= days:
        raise wrong(f"that month has {days} days")
    day = date(year, month, given["day"])
    return day, day, "point"


def _mend(text: str) -> str | None:
    """Return the financial year that ``2024-25`` or ``2024/2025`` is meant to be."""
    found = re.fullmatch(r"(\d{4})[-/ ](?:\d\d)?(\d\d)", text, flags=re.ASCII)
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}/{found[2]}"
    return None


def read_period(value: object) -> Period:
    """Read a period from a scalar. Raises Wrong."""
    return value if isinstance(value, Period) else Period.parse(read_text(value))


def read_day(value: object) -> date:
    """Read a day such as 2023-02-20. Raises Wrong."""
    if isinstance(value, date):
        return value
    text = read_text(value)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, flags=re.ASCII):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise Wrong(
            f"'{shorten(text)}' is no day of the calendar", "a day such as 2023-02-20"
        ) from None
    if not _EARLIEST <= day.year <= _LATEST:
        raise Wrong(f"the year of {text} is outside {_EARLIEST} to {_LATEST}", "a day of our time")
    return day


PeriodField = Annotated[Period, BeforeValidator(read_period)]
Day = Annotated[date, BeforeValidator(read_day)]


def _moment(text: str) -> str:
    """Write a month or a day with the month's name; years stay as they are."""
    year, *rest = text.split("-")
    if not rest or not rest[0].isdigit():
        return text
    month = month_name[int(rest[0])]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"
