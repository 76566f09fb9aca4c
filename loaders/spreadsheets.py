"""Text and values as spreadsheets take them: nothing that anybody wrote can become a formula.

Used by everything that writes CSV or XLSX. Pure: values in, cells out.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import pandas as pd

Cell = str | bool | int | float | date | datetime | None

CELL_LIMIT = 32_767  # Excel's, in UTF-16 units
ROW_LIMIT = 1_048_575  # Excel's, without the header
CUT = "… [cut]"
APOSTROPHES = (
    "A text that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet "
    "takes it for a formula. Numbers are numbers."
)

_RUNS = frozenset("=+-@＝＋－＠")  # the wide ones run in East Asian settings
_BREAKS = ("\t", "\r", "\n")
# Neither XML nor a spreadsheet takes these: controls, halves of surrogate pairs, non-characters.
_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def safe(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before what would be a formula.

    Blanks and invisible letters before the sign do not hide it.
    """
    first = next((letter for letter in text if not _blank(letter)), "")
    return f"'{text}" if (text[:1] in _BREAKS and text) or (first and first in _RUNS) else text


def _blank(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp")


def legible(text: str) -> str:
    """Return text with a sign in place of what no file format takes."""
    return _ILLEGIBLE.sub("�", text)


def as_cell(value: Any) -> Cell:
    """Return a value as one of the few things that a cell can hold."""
    if pd.api.types.is_list_like(value):
        return legible("; ".join(str(part) for part in value))
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return value.isoformat(sep=" ")
        moment = value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value
        return moment.date() if moment.time() == datetime.min.time() else moment
    return value if isinstance(value, bool | int | float | date) else legible(str(value))


def csv_text(cell: Cell) -> str:
    """Return a cell as a CSV has it; the csv module quotes it where it must."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case str():
            return safe(cell)
    return str(cell)


def workbook(out: BinaryIO, *, title: str, day: date, in_memory: bool = True) -> Any:
    """Return an xlsxwriter Workbook in which text stays text.

    Not ``in_memory``, its rows go to the disk as they are written, in their order.
    """
    from xlsxwriter import Workbook

    options = {
        "in_memory" if in_memory else "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(out, options)
    # Of the day alone: the same content on the same day is the same file.
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    book.set_properties({"title": excel_text(title)[:255], "created": made})
    return book


class Writer:
    """Writes cells as what they are; nothing that is text can become anything else."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._sheet = sheet
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._plain = book.add_format({"valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})

    def cell(self, row: int, column: int, cell: Cell) -> None:
        """Write one cell; what Excel cannot hold as a number or date is written as text."""
        match cell:
            case None:
                return
            case bool():
                self._sheet.write_boolean(row, column, cell, self._plain)
            case int() | float() if _countable(cell):
                self._sheet.write_number(row, column, cell, self._plain)
            case date() if cell.year >= 1900:
                shape = self._moment if isinstance(cell, datetime) else self._day
                self._sheet.write_datetime(row, column, cell, shape)
            case str():
                self._sheet.write_string(row, column, excel_text(cell), self._text)
            case _:
                self._sheet.write_string(row, column, excel_text(str(cell)), self._text)


def _countable(number: float) -> bool:
    """Say whether Excel holds a number: no infinity, and no more than fifteen whole digits."""
    return math.isfinite(number) if isinstance(number, float) else abs(number) < 10**15


def excel_text(text: str) -> str:
    """Return text within Excel's limit, its line breaks as Excel writes them."""
    text = safe(legible(text)).replace("\r\n", "\n").replace("\r", "\n")
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    return units[: 2 * (CELL_LIMIT - len(CUT))].decode("utf-16-le", "ignore") + CUT


def column_width(name: str, cells: list[Cell]) -> float:
    """Return a width at which a column can be read, from its name and first cells."""
    lengths = (
        max((len(line) for line in str(cell).splitlines()), default=0)
        for cell in cells[:500]
        if cell is not None
    )
    # Room for the button that a table puts into its header.
    return min(max(len(name) + 4, *lengths, 8) + 1, 60)
