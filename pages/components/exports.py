"""A view taken away: the same figures, words and source as CSV, XLSX, PNG and SVG.

Pure: a Snapshot in, bytes out. A CSV holds data and nothing else, since machines read it; the
title, filters, source, build and date stand in columns of their own, because a file is renamed
and its rows are stacked with others, and a column goes with them where a comment line or a
second file does not. XLSX has a sheet for all that, and pictures carry it in the picture.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from config.palette import LIGHT
from loaders.spreadsheets import (
    APOSTROPHES,
    ROW_LIMIT,
    Cell,
    Writer,
    as_cell,
    column_width,
    csv_text,
    excel_text,
    legible,
    safe,
    workbook,
)
from pages.components.pictures import PRINT_DPI, PRINT_PIXELS, to_png, to_svg
from pages.components.snapshots import Snapshot, cite, day_words

__all__ = ["MACHINE", "Format", "Snapshot", "file_name", "formats", "to_csv", "to_xlsx"]

# What a query's row gives beside the words that people read, in this order, under the names
# that the database's views use.
MACHINE = (
    "figure_id",
    "indicator_id",
    "indicator",
    "domain_id",
    "area_id",
    "area_code",
    "area",
    "area_type",
    "ward_code",
    "ward_name",
    "sex",
    "age",
    "population_group",
    "category_type",
    "category",
    "period",
    "period_type",
    "period_start",
    "period_end",
    "period_inferred",
    "baseline",
    "value",
    "value_low",
    "value_high",
    "range_across",
    "qualifier",
    "unit",
    "shown",
    "kind",
    "count",
    "denominator",
    "lower_ci",
    "upper_ci",
    "comparison",
    "in_question",
    "in_differing_check",
    "evidence",
    "before_id",
    "per_id",
    "programme_id",
    "programme",
    "source_id",
    "source",
    "source_status",
    "published",
    "published_note",
    "locator",
    "position",
    "as_stated",
    "occurrence",
    "same_as",
    "note",
)
AS_SHOWN = "as shown"

_FILE_NAME = 80


@dataclass(frozen=True)
class Format:
    """A kind of file: what the button says, the file's ending and type, how it is made."""

    name: str
    label: str
    ending: str
    mime: str
    make: Callable[[Snapshot], bytes]


def formats(snapshot: Snapshot) -> tuple[Format, ...]:
    """Return the kinds of file that a view can be taken as; pictures only where it has a chart."""
    return TABLES if snapshot.chart is None else TABLES + PICTURES


def file_name(snapshot: Snapshot, ending: str) -> str:
    """Return a name in ASCII, at most 80 letters: lifecourse-what-it-says-2025-11-14.csv."""
    ascii_only = unicodedata.normalize("NFKD", snapshot.title).encode("ascii", "ignore").decode()
    words = re.sub(r"['’]", "", ascii_only).lower()
    words = re.sub(r"(?<=\d),(?=\d)", "", words)  # 2,000 cut to 2 would be another number
    slug = re.sub(r"(?<!\d)\.|\.(?!\d)|[^a-z0-9.]+", "-", words)
    slug = re.sub(r"-+", "-", slug).strip("-") or "view"
    # Room for the longest ending, so that the files of one view are called alike.
    tail = f"-{snapshot.taken.isoformat()}"
    longest = max(len(kind.ending) for kind in TABLES + PICTURES)
    room = _FILE_NAME - len(f"lifecourse-{tail}") - longest
    if len(slug) > room:
        slug = slug[: room + 1].rpartition("-")[0] or slug[:room]
    return f"lifecourse-{slug.strip('-')}{tail}{ending}"


# Columns


def _columns(snapshot: Snapshot) -> dict[str, list[Cell]]:
    """Return what is shown, then the machine columns, under names that differ in any case.

    The machine's names stay as they are, and a heading that equals one gives way: databases
    and Excel tables take "Value" and "value" for one name.
    """
    rows = pd.DataFrame() if snapshot.rows is None else snapshot.rows
    behind = [name for name in MACHINE if name in rows.columns]
    taken = set(behind)
    columns: dict[str, list[Cell]] = {}
    for position, name in enumerate(snapshot.table.columns):
        heading = safe(" ".join(legible(str(name)).split())[:200]) or f"Column {position + 1}"
        if heading.lower() in behind:
            heading = f"{heading} ({AS_SHOWN})"
        first, number = heading, 2
        while heading.lower() in taken:
            heading, number = f"{first} {number}", number + 1
        taken.add(heading.lower())
        columns[heading] = [as_cell(value) for value in snapshot.table.iloc[:, position]]
    return columns | {name: [as_cell(value) for value in rows[name]] for name in behind}


# CSV


def to_csv(snapshot: Snapshot) -> bytes:
    """Return the view as CSV: RFC 4180, UTF-8 with the mark that Excel needs."""
    columns = _columns(snapshot)
    context = {
        "view_title": snapshot.title,
        "view_subtitle": snapshot.subtitle,
        "view_filters": snapshot.filters,
        "view_source": snapshot.source,
        "data_build": snapshot.build,
        "downloaded": snapshot.taken.isoformat(),
    }
    text = io.StringIO(newline="")
    # The csv module quotes whatever holds a letter of its line end: a bare CR is quoted too.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*columns, *context])
    same = [safe(legible(words)) for words in context.values()]
    for row in zip(*columns.values(), strict=True):
        writer.writerow([*(csv_text(cell) for cell in row), *same])
    return text.getvalue().encode("utf-8-sig")


# XLSX


def to_xlsx(snapshot: Snapshot) -> bytes:
    """Return the view as a workbook: the figures as a table, and a sheet about them."""
    out = io.BytesIO()
    with workbook(out, title=snapshot.title, day=snapshot.taken) as book:
        _figures_sheet(book, _columns(snapshot))
        _about_sheet(book, snapshot)
    return out.getvalue()


def _figures_sheet(book: Any, columns: dict[str, list[Cell]]) -> None:
    sheet = book.add_worksheet("Figures")
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    head = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": LIGHT.reported, "valign": "top"}
    )
    written = Writer(book, sheet)
    length = 0
    for position, (name, cells) in enumerate(columns.items()):
        sheet.set_column(position, position, column_width(name, cells))
        sheet.write_string(0, position, name, head)
        length = min(len(cells), ROW_LIMIT)
        for row, cell in enumerate(cells[:ROW_LIMIT], start=1):
            written.cell(row, position, cell)
    if columns and length:
        sheet.add_table(
            *(0, 0, length, len(columns) - 1),
            {
                "name": "Figures",
                "style": "Table Style Light 1",
                "columns": [{"header": name, "header_format": head} for name in columns],
            },
        )


_COLUMNS = (
    "First what the page shows. Then, in small letters, the same for machines, under the names "
    "of the database: ids, period, value or its range, unit, document, where it stands in it "
    "(locator) and its own words (as_stated)."
)


def _about_sheet(book: Any, snapshot: Snapshot) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for row, (name, words) in enumerate(_about(snapshot)):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, excel_text(words), text)


def _about(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    day = day_words(snapshot.taken)
    rows = f"{len(snapshot.table):,}"
    if len(snapshot.table) > ROW_LIMIT:
        rows += f", of which a sheet holds the first {ROW_LIMIT:,}; the CSV has all"
    yield "Title", snapshot.title
    yield "What it shows", snapshot.subtitle
    yield "Filters", snapshot.filters or "none"
    yield "Source", snapshot.source
    yield "Data build", snapshot.build
    yield "Downloaded", day
    yield "Rows", rows
    yield "How to cite", cite(snapshot)
    yield "Columns", _COLUMNS
    yield "Apostrophes", APOSTROPHES


TABLES = (
    Format("csv", "Table as CSV, for analysis", ".csv", "text/csv", to_csv),
    Format(
        "xlsx",
        "Table as XLSX, for Excel",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        to_xlsx,
    ),
)
PICTURES = (
    Format("png", "Chart as PNG, for slides", ".png", "image/png", to_png),
    Format(
        "print",
        "Chart as PNG, for print (300 dpi)",
        "-print.png",
        "image/png",
        partial(to_png, pixels=PRINT_PIXELS, dpi=PRINT_DPI),
    ),
    Format("svg", "Chart as SVG, for editing", ".svg", "image/svg+xml", to_svg),
)
