"""A view taken away: the same figures, words and source as CSV, XLSX, PNG and SVG.

Pure: a Snapshot in, bytes out. A CSV holds data and nothing else, since machines read it; the
title, filters, source, build and date stand in columns of their own, because a file is renamed
and its rows are stacked with others, and a column goes with them where a comment line or a
second file does not. XLSX has a sheet for all that, and pictures carry it in the picture.
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from xml.sax.saxutils import escape, unescape

import pandas as pd

from config.palette import LIGHT

Cell = str | bool | int | float | date | datetime | None
Spec = Mapping[str, Any]

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
    "period_start",
    "period_end",
    "period_inferred",
    "value",
    "value_low",
    "value_high",
    "qualifier",
    "unit",
    "kind",
    "count",
    "denominator",
    "lower_ci",
    "upper_ci",
    "comparison",
    "in_question",
    "programme_id",
    "programme",
    "source_id",
    "source",
    "source_status",
    "published",
    "locator",
    "as_stated",
    "same_as",
    "note",
)
AS_SHOWN = "as shown"

CELL_LIMIT = 32_767  # Excel's, in UTF-16 units
ROW_LIMIT = 1_048_575  # Excel's, without the header
CUT = "… [cut]"

WIDTH = 960  # of a picture, in its own units
SLIDE_PIXELS = 1920
PRINT_PIXELS = 2480  # 210 mm at 300 dpi
PRINT_DPI = 300
MARGIN = 32
TALLEST = 4000  # of a chart; what is taller is made smaller, or its pixels fill the memory
MOST_ENLARGED = 1.25
# Arial where the reader has it, its twin where the picture is made; never one from the network.
FONT = "Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', sans-serif"
# Arial lacks some signs of our verdicts, and the converter sets the whole line in another font
# for the sake of one such letter: each gets its own font and its own place.
SIGN_FONT = "'DejaVu Sans', 'Segoe UI Symbol', 'Apple Symbols', sans-serif"
QUIET = "#505A5F"

_FILE_NAME = 80
_RUNS = frozenset("=+-@＝＋－＠")  # the wide ones run in East Asian settings
_BREAKS = ("\t", "\r", "\n")
# Neither XML nor a spreadsheet takes these: controls, halves of surrogate pairs, non-characters.
_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# They turn round what stands after them, and in a picture that would be our own words.
_IN_ARIAL = "←-↕↨∂∆∏∑−∕∙√∞∟∩∫≈≠≡≤≥⌂⌐⌠⌡─-╬▀▄█▌▐-▓■□▪-▬▲►▼◄◊○●◘◙◦☺-☼♀♂♠♣♥♦♪♫"
_SIGNS = re.compile(f"((?:(?![{_IN_ARIAL}])[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?)+)")
_TEXT = re.compile("(?<=<text )([^>]*>)([^<]*)(?=</text>)")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _today() -> date:
    return datetime.now().astimezone().date()


@dataclass(frozen=True)
class Snapshot:
    """A view exactly as it is shown.

    ``table`` is what people read. ``rows`` are the query's rows behind it, one for each of the
    table's and in its order; of their columns those of MACHINE are taken. ``filters`` are in
    words, empty for none. ``source`` names the documents, without the word "Source". ``chart``
    is a Vega-Lite specification in the light palette with its data inside, or a function that
    returns one, so that it is drawn only when somebody asks.
    """

    title: str
    subtitle: str
    filters: str
    source: str
    build: str
    table: pd.DataFrame
    rows: pd.DataFrame | None = None
    chart: Spec | Callable[[], Spec | None] | None = None
    taken: date = field(default_factory=_today)

    def __post_init__(self) -> None:
        if self.rows is not None and len(self.rows) != len(self.table):
            raise ValueError(
                f"{len(self.table)} rows are shown and {len(self.rows)} stand behind them"
            )


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


# Cells


def safe(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before what would be a formula.

    Blanks and invisible letters before the sign do not hide it.
    """
    first = next((letter for letter in text if not _blank(letter)), "")
    return f"'{text}" if (text[:1] in _BREAKS and text) or (first and first in _RUNS) else text


def _blank(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp")


def _legible(text: str) -> str:
    return _ILLEGIBLE.sub("�", text)


def _cell(value: Any) -> Cell:
    """Return a value as one of the few things that a cell can hold."""
    if pd.api.types.is_list_like(value):
        return "; ".join(str(part) for part in value)
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
    return value if isinstance(value, bool | int | float | date) else _legible(str(value))


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
        heading = safe(" ".join(_legible(str(name)).split())[:200]) or f"Column {position + 1}"
        if heading.lower() in behind:
            heading = f"{heading} ({AS_SHOWN})"
        first, number = heading, 2
        while heading.lower() in taken:
            heading, number = f"{first} {number}", number + 1
        taken.add(heading.lower())
        columns[heading] = [_cell(value) for value in snapshot.table.iloc[:, position]]
    return columns | {name: [_cell(value) for value in rows[name]] for name in behind}


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
    same = [safe(_legible(words)) for words in context.values()]
    for row in zip(*columns.values(), strict=True):
        writer.writerow([*(_csv_text(cell) for cell in row), *same])
    return text.getvalue().encode("utf-8-sig")


def _csv_text(cell: Cell) -> str:
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


# XLSX


def to_xlsx(snapshot: Snapshot) -> bytes:
    """Return the view as a workbook: the figures as a table, and a sheet about them."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        # Of the day alone: the same view of the same build on the same day is the same file.
        made = datetime(snapshot.taken.year, snapshot.taken.month, snapshot.taken.day)  # noqa: DTZ001
        book.set_properties({"title": _excel_text(snapshot.title)[:255], "created": made})
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
    written = _Writer(book, sheet)
    length = 0
    for position, (name, cells) in enumerate(columns.items()):
        sheet.set_column(position, position, _column_width(name, cells))
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


class _Writer:
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
                self._sheet.write_string(row, column, _excel_text(cell), self._text)
            case _:
                self._sheet.write_string(row, column, _excel_text(str(cell)), self._text)


def _countable(number: float) -> bool:
    """Say whether Excel holds a number: no infinity, and no more than fifteen whole digits."""
    return math.isfinite(number) if isinstance(number, float) else abs(number) < 10**15


def _excel_text(text: str) -> str:
    """Return text within Excel's limit, its line breaks as Excel writes them."""
    text = safe(_legible(text)).replace("\r\n", "\n").replace("\r", "\n")
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    return units[: 2 * (CELL_LIMIT - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _column_width(name: str, cells: list[Cell]) -> float:
    lengths = (
        max((len(line) for line in str(cell).splitlines()), default=0)
        for cell in cells[:500]
        if cell is not None
    )
    # Room for the button that a table puts into its header.
    return min(max(len(name) + 4, *lengths, 8) + 1, 60)


_COLUMNS = (
    "First what the page shows. Then, in small letters, the same for machines, under the names "
    "of the database: ids, period, value or its range, unit, document, where it stands in it "
    "(locator) and its own words (as_stated)."
)
_APOSTROPHES = (
    "A text that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet "
    "takes it for a formula. Numbers are numbers."
)


def _about_sheet(book: Any, snapshot: Snapshot) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for row, (name, words) in enumerate(_about(snapshot)):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, _excel_text(words), text)


def _about(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    day = _day_words(snapshot.taken)
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
    yield "Apostrophes", _APOSTROPHES


def cite(snapshot: Snapshot) -> str:
    """Return how to cite the view."""
    parts = [
        f"Lifecourse: “{snapshot.title}”",
        snapshot.subtitle,
        f"Filters: {snapshot.filters}" if snapshot.filters else "",
        f"Source: {snapshot.source}" if snapshot.source else "",
        f"Data build {snapshot.build}, {_day_words(snapshot.taken)}",
    ]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _day_words(day: date) -> str:
    return f"{day.day} {day.strftime('%B %Y')}"


# Pictures


def to_png(snapshot: Snapshot, *, pixels: int = SLIDE_PIXELS, dpi: int = 144) -> bytes:
    """Return the chart as a picture of this width, with its words inside."""
    import vl_convert

    scale = pixels / WIDTH * 72 / dpi
    return bytes(vl_convert.svg_to_png(_composed(snapshot), scale=scale, ppi=dpi))


def to_svg(snapshot: Snapshot) -> bytes:
    """Return the chart as a drawing, with its words inside as text."""
    return _composed(snapshot).encode("utf-8")


def _composed(snapshot: Snapshot) -> str:
    """Set title, subtitle, filters, chart, source and date under one another, on white.

    The words are set round the finished drawing, not into its specification: any kind of
    chart fits, with no names or selections that could clash.
    """
    words = _Words(WIDTH - 2 * MARGIN)
    words.add(snapshot.title, size=28, most=4, bold=True)
    words.add(snapshot.subtitle, size=18, most=3)
    if snapshot.filters:
        words.add(f"Filters: {snapshot.filters}", size=15, most=4, colour=QUIET)
    words.down += 18
    chart, height = _drawing(snapshot, words.width, words.down)
    words.down += height + 14
    if snapshot.source:
        words.add(f"Source: {snapshot.source}", size=14, most=6, colour=QUIET)
    words.add(
        f"Lifecourse, data build {snapshot.build}, {_day_words(snapshot.taken)}",
        size=14,
        most=2,
        colour=QUIET,
    )
    total = round(words.down + MARGIN)
    drawing = _TEXT.sub(_signs, chart + "".join(words.drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{WIDTH}" height="{total}" viewBox="0 0 {WIDTH} {total}">'
        f"<title>{escape(_pictured(snapshot.title))}</title>"
        f"<desc>{escape(_pictured(cite(snapshot)))}</desc>"
        f'<rect width="{WIDTH}" height="{total}" fill="#FFFFFF"/>'
        f"{drawing}</svg>"
    )


def _signs(found: re.Match[str]) -> str:
    """Give the signs in a line of text their own font, and every part of the line its place."""
    head, text = found[1], unescape(found[2])
    parts = _SIGNS.split(text)
    size = re.search(r'font-size="([\d.]+)', head)
    if len(parts) == 1 or size is None:
        return found[0]
    bold = 'font-weight="bold"' in head
    anchor = re.search(r'text-anchor="(\w+)"', head)
    share = {"middle": 0.5, "end": 1.0}.get(anchor[1] if anchor else "start", 0.0)
    place = -share * _extent(text, bold)
    drawn = []
    for position, part in enumerate(parts):
        font = f' font-family="{SIGN_FONT}"' if position % 2 else ""
        # A blank at the start of a part is dropped, so it moves the part instead.
        shown = part.lstrip()
        start = (place + _extent(part[: len(part) - len(shown)], bold)) * float(size[1])
        gap = " " if position % 2 and parts[position + 1].startswith(" ") else ""
        if shown:
            drawn.append(f'<tspan x="{start:.2f}"{font}>{escape(shown)}{gap}</tspan>')
        place += _extent(part, bold)
    return re.sub(r'text-anchor="\w+"', 'text-anchor="start"', head) + "".join(drawn)


class _Words:
    """Lines of text set under one another."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.down = float(MARGIN)
        self.drawn: list[str] = []

    def add(
        self, text: str, *, size: int, most: int, bold: bool = False, colour: str = LIGHT.text
    ) -> None:
        """Set a paragraph; what needs more than ``most`` lines ends with an ellipsis."""
        weight = ' font-weight="bold"' if bold else ""
        for line in wrapped(text, room=0.98 * self.width / size, most=most, bold=bold):
            self.down += size * 1.25
            self.drawn.append(
                f'<text transform="translate({MARGIN},{self.down - size * 0.25:g})" '
                f'font-family="{FONT}" font-size="{size}" fill="{colour}"{weight}>'
                f"{escape(line)}</text>"
            )
        self.down += 6


def _pictured(text: str) -> str:
    return " ".join(_TURNING.sub("", _legible(text)).split())


def wrapped(text: str, *, room: float, most: int, bold: bool = False) -> list[str]:
    """Break text into lines of this room (in letter sizes); an ellipsis ends what is too long."""
    lines = [""]
    for word in _pictured(text).split():
        for part in _parts(word, room, bold):
            longer = f"{lines[-1]} {part}".strip()
            if _extent(longer, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
    if len(lines) > most:
        last = lines[most - 1]
        while last and _extent(f"{last}…", bold) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()}…"]
    return [line for line in lines if line]


def _parts(word: str, room: float, bold: bool) -> list[str]:
    """Cut a word that is longer than a line."""
    parts = [""]
    for letter in word:
        if _extent(parts[-1] + letter, bold) > room:
            parts.append("")
        parts[-1] += letter
    return parts


# How wide Arial sets a letter, in thousandths of its size; what is not here is as a digit.
_REGULAR = {
    **dict.fromkeys("'", 191),
    **dict.fromkeys("ijl‘’", 222),
    **dict.fromkeys("|", 260),
    **dict.fromkeys(" !,./:;I[\\]ft·", 278),
    **dict.fromkeys("()-`r“”{}", 334),
    **dict.fromkeys('"*', 389),
    **dict.fromkeys("Jcksvxyz^", 500),
    **dict.fromkeys("+<=>~−", 584),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("%", 889),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("—…@‰▲▼", 1015),
}
_BOLD = {
    **dict.fromkeys("'", 238),
    **dict.fromkeys(" ,./I\\ijl‘’·|", 278),
    **dict.fromkeys("!()-:;[]`ft", 333),
    **dict.fromkeys("*r{}", 389),
    **dict.fromkeys('"', 474),
    **dict.fromkeys("z“”", 500),
    **dict.fromkeys("+<=>^~−", 584),
    **dict.fromkeys("?FLTZbdghnopqu", 611),
    **dict.fromkeys("EPSVXY", 667),
    **dict.fromkeys("&ABCDHKNRU", 722),
    **dict.fromkeys("GOQw", 778),
    **dict.fromkeys("M", 833),
    **dict.fromkeys("%m", 889),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("—…@‰▲▼", 1000),
}
_DIGIT, _SIGN, _WIDE = 556, 896, 1100


def _extent(text: str, bold: bool) -> float:
    """Return how wide Arial sets text, in letter sizes; signs and far scripts about."""
    widths = _BOLD if bold else _REGULAR
    return sum(widths.get(letter) or _other(letter) for letter in text) / 1000


def _other(letter: str) -> int:
    if letter < "\u1100" or "\u2010" <= letter < "\u2190":
        return 0 if unicodedata.combining(letter) else _DIGIT
    return _SIGN if "\u2190" <= letter < "\u2c00" else _WIDE


def _drawing(snapshot: Snapshot, width: int, down: float) -> tuple[str, float]:
    """Return the chart as an SVG element of this width, and its height."""
    spec = snapshot.chart() if callable(snapshot.chart) else snapshot.chart
    if spec is None:
        raise ValueError("this view has no chart")
    drawn = _fitted(_prepared(spec), width)
    found = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>', drawn)
    if found is None:
        raise ValueError("the chart gave no drawing")
    wide, high = float(found[1]), float(found[2])
    scale = min(width / wide, TALLEST / high, MOST_ENLARGED)
    head = (
        f'<svg x="{MARGIN}" y="{down:g}" width="{wide * scale:g}" height="{high * scale:g}" '
        f'viewBox="0 0 {wide:g} {high:g}">'
    )
    return head + drawn[found.end() :], high * scale


def _prepared(spec: Spec) -> dict[str, Any]:
    """Return a copy with our font on white, of legible text, that reads nothing from elsewhere."""
    _refuse_addresses(spec)
    ready: dict[str, Any] = _cleaned(spec)
    ready["background"] = "#FFFFFF"
    ready["padding"] = 2
    ready.pop("autosize", None)
    ready["config"] = {"font": FONT, **ready.get("config", {})}
    ready["config"].pop("background", None)
    return ready


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return _TURNING.sub("", _legible(part))
    if isinstance(part, Mapping):
        return {key: _cleaned(value) for key, value in part.items()}
    return [_cleaned(value) for value in part] if isinstance(part, list | tuple) else part


def _refuse_addresses(part: Any) -> None:
    """Refuse data and images from elsewhere: the converter would read any file:// address."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == "url" and isinstance(value, str) and not value.startswith("data:"):
                raise ValueError("a chart is taken away with its data inside, not an address")
            if key not in ("values", "datasets"):
                _refuse_addresses(value)
    elif isinstance(part, list | tuple):
        for value in part:
            _refuse_addresses(value)


def _fitted(spec: dict[str, Any], width: int) -> str:
    """Draw a chart; one that takes its width from the page takes it from the picture."""
    import vl_convert

    draw = partial(vl_convert.vegalite_to_svg, allowed_base_urls=[])
    if spec.get("height") == "container":
        spec["height"] = 400
    single = ("mark" in spec or "layer" in spec) and not (
        {"facet", "row", "column"} & set(spec.get("encoding", {}))
    )
    if not single or spec.get("width", "container") != "container":
        if spec.get("width") == "container":
            spec["width"] = width // 3
        return str(draw(spec))
    # The plot's width is known only once labels have been set beside it: draw, measure, mend.
    spec["width"] = width * 3 // 4
    first = str(draw(spec))
    found = re.search(r' width="([\d.]+)"', first)
    spare = width - float(found[1]) if found else 0.0
    spec["width"] = max(int(spec["width"] + spare), 120)
    return str(draw(spec))


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
