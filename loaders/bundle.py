"""The whole public set as files: a zip of CSV, a workbook; and one result as Parquet.

Written view by view in batches, to a file that is handed in: memory does not grow with the data.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

import pyarrow as pa

from loaders import dictionary
from loaders.spreadsheets import (
    APOSTROPHES,
    ROW_LIMIT,
    Cell,
    Writer,
    as_cell,
    column_width,
    csv_text,
    legible,
    workbook,
)
from loaders.store import Store

_HEAD = {"bold": True, "valign": "top", "bottom": 1}
_DICTIONARY = ("view", "column", "meaning")


def csv_zip(store: Store, out: BinaryIO, *, day: date) -> None:
    """Write every view as a CSV into one zip, with README.txt and the dictionary.

    CSV as everywhere here: RFC 4180, UTF-8 with the mark that Excel needs, lists joined with
    "; ". ``day`` is that of the download.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        about = "\r\n".join(
            f"{name}: {words}" if name else words for name, words in _about(store, day)
        )
        archive.writestr(_entry("README.txt", day), about + "\r\n")
        _csv(archive, "dictionary.csv", day, _DICTIONARY, _meanings())
        for view in store.views():
            columns, rows = _content(store, view)
            _csv(archive, f"{view}.csv", day, columns, rows)


def xlsx(store: Store, out: BinaryIO, *, day: date) -> None:
    """Write every view as a sheet of one workbook, after a sheet about it and the dictionary."""
    with workbook(out, title="Lifecourse: all data", day=day, in_memory=False) as book:
        about = book.add_worksheet("About")
        left_out = []
        _sheet(book, "Dictionary", _DICTIONARY, _meanings())
        for view in store.views():
            columns, rows = _content(store, view)
            if not _sheet(book, view, columns, rows):
                left_out.append(view)
        _about_sheet(book, about, [*_about(store, day), *_shortened(left_out)])


def parquet(table: pa.Table, *, about: Mapping[str, str]) -> bytes:
    """Return one result as Parquet; ``about`` (title, build, query and the like) goes with it."""
    from pyarrow import parquet as pq

    sink = pa.BufferOutputStream()
    known = {f"lifecourse_{name}": words for name, words in about.items()}
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **known}), sink)
    return bytes(sink.getvalue().to_pybytes())


def _content(store: Store, view: str) -> tuple[list[str], Iterator[list[Cell]]]:
    """Return the columns of a view and its rows, which are fetched as they are asked for."""
    reader = store.batches(view)

    def rows() -> Iterator[list[Cell]]:
        for batch in reader:
            columns = [[as_cell(value) for value in column.to_pylist()] for column in batch.columns]
            yield from (list(row) for row in zip(*columns, strict=True))

    return reader.schema.names, rows()


def _meanings() -> Iterator[list[Cell]]:
    for row in dictionary.frame().itertuples(index=False):
        yield [as_cell(value) for value in row]


def _about(store: Store, day: date) -> Iterator[tuple[str, str]]:
    yield "Lifecourse", "figures on health and care in Lancashire and South Cumbria, all data"
    yield "Data build", store.fingerprint
    if store.built:
        yield "Built", f"{store.built:%Y-%m-%d %H:%M} UTC"
    if store.git_commit:
        changed = ", with changes that were not committed" if store.git_changed else ""
        yield "Commit", store.git_commit + changed
    yield "Downloaded", day.isoformat()
    yield "What is what", "one table per view; the dictionary says what a row and a column are"
    yield "Blank", "not stated or not available, never zero"
    yield "Values", "as published; percentages are 13.9, never 0.139; money is in pounds"
    yield "Lists", "their parts are joined with '; '"
    yield "Apostrophes", APOSTROPHES
    yield (
        "Documents",
        "public papers; source_id says which, and the view sources names its publisher",
    )
    yield "Licence", dictionary.attribution()
    licensed = store.query(
        "SELECT title, publisher, licence FROM sources WHERE licence IS NOT NULL ORDER BY position"
    )
    for source in licensed.itertuples(index=False):
        yield "Licence", f"{source.title}, {source.publisher}: {source.licence}"


# CSV


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    """Return a file of the zip, dated by the day alone: the same content is the same file."""
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _csv(
    archive: zipfile.ZipFile,
    name: str,
    day: date,
    columns: Iterable[str],
    rows: Iterable[list[Cell]],
) -> None:
    with (
        archive.open(_entry(name, day), "w") as raw,
        io.TextIOWrapper(raw, "utf-8-sig", newline="") as text,
    ):
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([csv_text(cell) for cell in row] for row in rows)


# XLSX


def _sheet(book: Any, name: str, columns: Iterable[str], rows: Iterator[list[Cell]]) -> bool:
    """Write a sheet; return False when it has no room for all rows."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    head, written = book.add_format(_HEAD), Writer(book, sheet)
    names = list(columns)
    for position, column in enumerate(names):
        sheet.write_string(0, position, column, head)
    first: list[list[Cell]] = []
    count = 0
    for row in rows:
        if count == ROW_LIMIT:
            return False
        count += 1
        if count <= 100:
            first.append(row)
        for position, cell in enumerate(row):
            written.cell(count, position, cell)
    for position, column in enumerate(names):
        sheet.set_column(position, position, column_width(column, [row[position] for row in first]))
    if names:
        sheet.autofilter(0, 0, count, len(names) - 1)
    return True


def _about_sheet(book: Any, sheet: Any, about: Iterable[tuple[str, str]]) -> None:
    bold, text = book.add_format({"bold": True, "valign": "top"}), Writer(book, sheet)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    for row, (name, words) in enumerate(about):
        sheet.write_string(row, 0, name, bold)
        text.cell(row, 1, legible(words))


def _shortened(views: list[str]) -> Iterator[tuple[str, str]]:
    for view in views:
        yield "Rows", f"{view} has more than a sheet holds; these are the first {ROW_LIMIT:,}"
