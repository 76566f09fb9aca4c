"""Views as an editable PowerPoint: one slide each, with source, filters, date and build on it.

Pure: snapshots in, bytes out. A chart of bars, lines or dots is PowerPoint's own, so that it can
be edited; any other is a picture, sharp at full width, with its figures in the notes. A view
without chart is a table. What puts a figure in question is marked on the slide as on the page.
The notes hold what the speaker wants to say, the words and documents behind every figure, all
rows of the table, and how to cite it.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from config.palette import LIGHT
from loaders.spreadsheets import as_cell, csv_text, legible
from pages.components import pictures, slide_charts
from pages.components.slide_charts import LINE_HEIGHT, Room, rgb
from pages.components.snapshots import Native, Snapshot, cite, day_words
from pages.components.words import MARKS, given

# A slide of 16:9, in inches.
WIDE, HIGH = 13.333, 7.5
LEFT, INNER = 0.6, 12.133
UPPER, LOWER = 0.35, 7.2
LEAST_ROOM = 2.5  # for a chart or table, however long the words are
TEMPLATE_WIDE = 10.0  # python-pptx brings a template of 4:3
# Points, and lines of them: in one line where that can be read from afar, in two at the most.
TITLE_SIZES = ((30, 1), (28, 1), (26, 1), (30, 2), (26, 2), (22, 2))
SMALL = 12  # points, of the foot; nothing on a slide is smaller, but the names of many dots
SNUG = 0.985  # of a line is filled at most, since widths are about right
LONGEST_ALT, LONGEST_NOTES = 500, 30_000
PIXELS_PER_INCH = 192  # twice what a slide is shown with at full width
MOST_COLUMNS, CELL_SIZES = 6, (20, 18, 16, 14, 13, 12)
CELL_LINES, MOST_CELL_LINES = 4, 12  # where rows are left out, and where all of them fit
PAD = 0.06  # inches, inside a cell
SHORT = 9  # letter sizes, of a column that needs no second line
AROUND = 1.4  # letter sizes, between columns
LETTERS = 60.0  # letter sizes of a page's width
MOST_CONTENTS, CONTENTS_HIGH = 22, 5.6  # lines of one slide, and their height in inches
QUIET = "#505A5F"
OPEN = "Open this view"


@dataclass(frozen=True)
class Slide:
    """One view of a pack; without a ``title`` of its own the headline is the title.

    ``heading`` opens a part of the agenda, ``note`` is what the speaker wants to say, ``link``
    the address of the view.
    """

    snapshot: Snapshot
    title: str = ""
    heading: str = ""
    note: str = ""
    link: str = ""

    @property
    def said(self) -> str:
        """Return the title as one line of text."""
        return pictures.one_line(self.title) or pictures.one_line(self.snapshot.title) or "View"

    @property
    def address(self) -> str:
        """Return the link if it is one of the web, else nothing."""
        return web_address(self.link)


def web_address(link: str) -> str:
    """Return an address if it is one of the web, else nothing: no file of ours runs anything."""
    link = link.strip()
    return link if re.match(r"(?i)https?://[^\s\x00-\x20]+$", link) else ""


def to_pptx(
    slides: Sequence[Slide],
    *,
    title: str = "",
    done: Callable[[int], None] = lambda number: None,  # noqa: ARG005
) -> bytes:
    """Return slides as a presentation; with a ``title``, contents come first.

    ``done`` is told after each view how many there are. A view with more bars than can be read
    goes on on another slide. Raises ValueError without slides, DrawingError when a picture
    cannot be drawn.
    """
    if not slides:
        raise ValueError("a presentation needs at least one view")
    deck = _deck(title or slides[0].said, slides[0].snapshot)
    contents = _Contents(deck, slides, title) if title else None
    heading = ""
    for number, slide in enumerate(slides, start=1):
        heading = slide.heading or heading
        pages = _views(deck, replace(slide, heading=heading))
        if contents is not None:
            contents.link(number, pages[0])
        done(number)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _deck(title: str, snapshot: Snapshot) -> Any:
    """Return an empty presentation of 16:9 in our type and colours."""
    from datetime import datetime, time

    from pptx import Presentation
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    master = deck.slide_master
    for part in (master, *master.slide_layouts):
        # What somebody adds later finds its places on the wider slide.
        for name, across in (("off", "x"), ("ext", "cx")):
            for element in part._element.xpath(f".//a:xfrm/a:{name}"):
                element.set(across, str(round(int(element.get(across)) * WIDE / TEMPLATE_WIDE)))
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _theme(theme.blob)
    about = deck.core_properties
    about.title, about.author, about.language = _short(title, 255), "Lifecourse", "en-GB"
    about.comments = _short(f"Data build {snapshot.build}", 255)
    about.created = about.modified = datetime.combine(snapshot.taken, time())
    return deck


def _theme(blob: bytes) -> bytes:
    """Return a theme with our type and colours: what is added later looks alike."""
    xml = re.sub(r'(<a:latin typeface=")[^"]*', r"\1Arial", blob.decode("utf-8"))
    colours = {f"accent{at}": colour for at, colour in enumerate(LIGHT.categorical, start=1)}
    for name, colour in {**colours, "hlink": LIGHT.reported, "folHlink": LIGHT.reported}.items():
        xml = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>',
            xml,
            flags=re.DOTALL,
        )
    return xml.encode("utf-8")


# Words


@dataclass(frozen=True)
class Words:
    """A paragraph: text with its size in points and, for a link, the address."""

    text: str
    size: int
    bold: bool = False
    colour: str = LIGHT.text
    link: str = ""


def _fitting(text: str, size: float, most: int, width: float = INNER, *, bold: bool = False) -> str:
    """Return text as one line of at most so many lines when wrapped; what is cut ends with …."""
    text, room = pictures.one_line(text), width * 72 / size * SNUG
    if len(pictures.wrapped(text, room=room, most=most + 1, bold=bold)) <= most:
        return text
    return " ".join(pictures.wrapped(text, room=room, most=most, bold=bold))


def _high(words: Iterable[Words], width: float = INNER) -> float:
    """Return how high paragraphs are, in inches."""
    return sum(
        max(
            len(
                pictures.wrapped(
                    one.text, room=width * 72 / one.size * SNUG, most=99, bold=one.bold
                )
            ),
            1,
        )
        * one.size
        * LINE_HEIGHT
        / 72
        for one in words
    )


def _write(frame: Any, words: Sequence[Words]) -> None:
    """Write paragraphs into a text frame without margins, in English for whoever reads aloud."""
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.enum.text import MSO_AUTO_SIZE, MSO_VERTICAL_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_VERTICAL_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for at, one in enumerate(words):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = one.text
        run.font.size, run.font.bold = Pt(one.size), one.bold
        run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
        if not one.text:  # else an empty cell is as high as the largest type
            paragraph._p.get_or_add_endParaRPr().set("sz", str(one.size * 100))
        if one.link:
            run.hyperlink.address = one.link
        else:
            run.font.color.rgb = rgb(one.colour)


def _box(page: Any, room: Room, words: Sequence[Words]) -> Any:
    from pptx.util import Inches

    box = page.shapes.add_textbox(
        *(Inches(one) for one in (room.left, room.top, room.width, room.height))
    )
    _write(box.text_frame, words)
    return box


def _titled(deck: Any, words: Words, top: float, high: float) -> Any:
    """Return a new slide with its title."""
    from pptx.util import Inches

    page = deck.slides.add_slide(deck.slide_layouts[5])  # "Title only"
    shape = page.shapes.title
    shape.left, shape.top = Inches(LEFT), Inches(top)
    shape.width, shape.height = Inches(INNER), Inches(high)
    _write(shape.text_frame, [words])
    _number(page)
    return page


def _number(page: Any) -> None:
    """Put the number of the slide at its lower edge; it follows when slides are moved."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    room = Room(LEFT + INNER - 1, LOWER - SMALL * LINE_HEIGHT / 72, 1, 0.2)
    box = _box(page, room, [Words("", SMALL)])
    paragraph = box.text_frame.paragraphs[0]._p
    for run in paragraph.xpath("a:r"):
        paragraph.remove(run)
    paragraph.get_or_add_pPr().set("algn", "r")
    paragraph.append(
        parse_xml(
            f"<a:fld {nsdecls('a')} id='{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}' "
            f"type='slidenum'><a:rPr lang='en-GB' sz='{SMALL * 100}'><a:solidFill>"
            f"<a:srgbClr val='{QUIET[1:]}'/></a:solidFill></a:rPr><a:t>‹#›</a:t></a:fld>"
        )
    )


# Contents


class _Contents:
    """The slides of contents: agenda headings and titles, each a link to its slide."""

    def __init__(self, deck: Any, slides: Sequence[Slide], title: str) -> None:
        self._lines: dict[int, Any] = {}
        entries: list[tuple[int, str]] = []
        heading = ""
        for number, slide in enumerate(slides, start=1):
            if slide.heading and slide.heading != heading:
                heading = slide.heading
                entries.append((0, heading))
            entries.append((number, slide.said))
        pages = math.ceil(len(entries) / MOST_CONTENTS)
        size = math.ceil(len(entries) / pages)
        for start in range(0, len(entries), size):
            of = f" ({start // size + 1} of {pages})" if pages > 1 else ""
            self._page(deck, _fitting(title, 30, 1, bold=True) + of, entries[start : start + size])
            taken = slides[0].snapshot
            foot = f"Lifecourse, {day_words(taken.taken)}, data build {taken.build}"
            room = Room(LEFT, LOWER - SMALL * LINE_HEIGHT / 72, INNER - 1.2, 0.2)
            _box(deck.slides[-1], room, [Words(_fitting(foot, SMALL, 1), SMALL, colour=QUIET)])

    def _page(self, deck: Any, title: str, entries: Sequence[tuple[int, str]]) -> None:
        page = _titled(deck, Words(title, 30, bold=True), UPPER, 0.6)
        size = min(int(CONTENTS_HIGH * 72 / LINE_HEIGHT / len(entries)), 20)
        words = [
            Words(_fitting(said, size, 1, INNER - 0.9, bold=not number), size, bold=number == 0)
            for number, said in entries
        ]
        box = _box(page, Room(LEFT, 1.15, INNER, CONTENTS_HIGH), words)
        for (number, _), paragraph in zip(entries, box.text_frame.paragraphs, strict=True):
            if number:
                (self._lines[number],) = paragraph.runs
                # Room on the left, so that headings stand out.
                paragraph._p.get_or_add_pPr().set("marL", "342900")
        page.notes_slide.notes_text_frame.text = "Click a line to go to its slide."

    def link(self, number: int, page: Any) -> None:
        """Make the line of a view lead to its slide."""
        from pptx.opc.constants import RELATIONSHIP_TYPE
        from pptx.oxml import parse_xml
        from pptx.oxml.ns import nsdecls

        run = self._lines[number]
        related = run.part.relate_to(page.part, RELATIONSHIP_TYPE.SLIDE)
        properties = run._r.get_or_add_rPr()
        for fill in properties.xpath("a:solidFill"):
            properties.remove(fill)
        properties.append(
            parse_xml(
                f"<a:hlinkClick {nsdecls('a', 'r')} r:id='{related}' "
                "action='ppaction://hlinksldjump'/>"
            )
        )


# A view


def _views(deck: Any, slide: Slide) -> list[Any]:
    """Return the slides of a view: one, or several when it has many bars."""
    snapshot = slide.snapshot
    native = snapshot.native
    if native is not None and slide_charts.suits(native):
        parts = slide_charts.parts(native)
        most = None
        if len(parts) > 1:
            most = max(value for _, row in native.series for value in row if value is not None)
        return [
            _view(deck, slide, part, f" ({at} of {len(parts)})" if len(parts) > 1 else "", most)
            for at, part in enumerate(parts, start=1)
        ]
    return [_view(deck, slide, None, "", None)]


def _view(deck: Any, slide: Slide, native: Native | None, of: str, most: float | None) -> Any:
    snapshot = slide.snapshot
    top = UPPER
    heading = _fitting(slide.heading, 12, 1)
    if heading:
        top += 0.28
    title = _title(slide.said, of)
    page = _titled(deck, title, top, _high([title]))
    if heading:
        _box(page, Room(LEFT, UPPER - 0.05, INNER, 0.25), [Words(heading, 12, colour=QUIET)])
    top += _high([title]) + 0.08
    own = [snapshot.title] if slide.title else []
    under = _fitting(" · ".join([*own, snapshot.subtitle]), 16, 2)
    if under:
        words = [Words(under, 16)]
        _box(page, Room(LEFT, top, INNER, _high(words)), words)
        top += _high(words)
    foot = _foot(slide, native)
    lower = LOWER - _high(foot, INNER - 1.2)
    room = Room(LEFT, top + 0.15, INNER, max(lower - top - 0.3, LEAST_ROOM))
    _main(page, snapshot, native, room, most)
    _box(page, Room(LEFT, lower, INNER - 1.2, LOWER - lower), foot)
    page.notes_slide.notes_text_frame.text = _notes(slide)
    return page


def _title(said: str, of: str) -> Words:
    """Return the title at the largest size at which it is whole, or cut at the smallest."""
    for size, most in TITLE_SIZES:
        text = _fitting(f"{said}{of}", size, most, bold=True)
        if text == f"{said}{of}":
            break
    else:
        text = _fitting(said, size, most, INNER * (1 - len(of) / 100), bold=True) + of
    return Words(text, size, bold=True)


def _main(
    page: Any, snapshot: Snapshot, native: Native | None, room: Room, most: float | None
) -> None:
    """Put the chart, its picture or the table on a slide."""
    if native is not None:
        shape = slide_charts.add(page, native, room, most=most)
        kinds = {
            "bars": "Bar chart",
            "lines": "Line chart",
            "dots": "Values with intervals",
            "slopes": "Values before and after",
        }
        _described(shape, kinds[native.kind], snapshot)
    elif snapshot.drawing() is not None:
        _described(_picture(page, snapshot, room), "Chart", snapshot)
    elif snapshot.table.shape[1] and len(snapshot.table):
        _described(_table(page, snapshot.table, room), "Table", snapshot)
    else:
        _box(page, room, [Words("There are no figures for this choice.", 16)])


def _described(shape: Any, what: str, snapshot: Snapshot) -> None:
    """Name a chart, picture or table, and say for those who do not see it what it shows."""
    (about,) = shape._element.xpath("./*/p:cNvPr")
    said = (snapshot.title, snapshot.subtitle, "The notes have every figure with its words")
    about.set("name", what)
    about.set("descr", _short(". ".join([what, *(one.rstrip(".") for one in said)]), LONGEST_ALT))


def _short(text: str, most: int) -> str:
    text = pictures.one_line(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _picture(page: Any, snapshot: Snapshot, room: Room) -> Any:
    from pptx.util import Inches

    pixels = round(room.width * PIXELS_PER_INCH)
    made = pictures.chart_png(snapshot, pixels=pixels, aspect=room.width / room.height)
    picture = page.shapes.add_picture(
        io.BytesIO(made), Inches(room.left), Inches(room.top), width=Inches(room.width)
    )
    most = Inches(room.height)
    if picture.height > most:
        picture.width, picture.height = round(picture.width * most / picture.height), most
    return picture


def _foot(slide: Slide, native: Native | None) -> list[Words]:
    """Return what stands below: keys, source, filters, date, build, link."""
    snapshot, lines = slide.snapshot, []
    keys = [*_marks(snapshot), *(slide_charts.keys(native) if native is not None else [])]
    if keys:
        lines.append((" ".join(keys), 2))
    if snapshot.source:
        lines.append((f"Source: {snapshot.source}", 3))
    filters = f"Filters: {snapshot.filters}. " if snapshot.filters else ""
    lines.append((f"{filters}{day_words(snapshot.taken)}, data build {snapshot.build}", 2))
    words = [
        Words(_fitting(text, SMALL, most, INNER - 1.2), SMALL, colour=QUIET) for text, most in lines
    ]
    return [*words, Words(OPEN, SMALL, link=slide.address)] if slide.address else words


def _marks(snapshot: Snapshot) -> list[str]:
    """Say what the marks mean that any of the figures carries."""
    text = " ".join(map(str, [snapshot.title, *snapshot.table.to_numpy().ravel()]))
    return [f"{sign} {words}." for sign, words in MARKS.items() if sign in text]


# Tables


def texts_of(table: pd.DataFrame) -> list[list[str]]:
    """Return names of columns and rows as text; what is not there is empty."""
    names = [pictures.one_line(str(name)) for name in table.columns]
    columns = [[_cell(value) for value in table.iloc[:, at]] for at in range(len(names))]
    return [names, *(list(row) for row in zip(*columns, strict=True))]


def _cell(value: Any) -> str:
    cell = as_cell(value)
    return pictures.one_line(cell if isinstance(cell, str) else csv_text(cell))


def column_widths(
    cells: Sequence[Sequence[str]], room: float, letters: float = LETTERS
) -> list[float]:
    """Share a width out to columns, in its own unit; it holds so many letter sizes.

    Short columns have what they need. Long ones share the rest, more to those that hold more.
    None is narrower than its longest word as long as there is room for those of all.
    """
    wanted, least = [], []
    for column in zip(*cells, strict=True):
        extents = [pictures.extent(text, not at) for at, text in enumerate(column)]
        words = [pictures.extent(w, not at) for at, text in enumerate(column) for w in text.split()]
        filled = [one for one in extents[1:] if one]
        usual = sum(filled) / max(len(filled), 1)
        word = max(words, default=0.0)
        long = max(min(word, SHORT), (SHORT * usual) ** 0.5)
        wanted.append(AROUND + (max(extents) if max(extents) <= SHORT else long))
        least.append(AROUND + word)
    least = [one * min(letters / sum(least), 1.0) for one in least]
    free = set(range(len(wanted)))
    while True:
        left = letters - sum(least[at] for at in range(len(wanted)) if at not in free)
        share = left / (sum(wanted[at] for at in free) or 1.0)
        narrow = {at for at in free if wanted[at] * share < least[at] - 1e-9}
        if not narrow:
            break
        free -= narrow
    widths = [wanted[at] * share if at in free else one for at, one in enumerate(least)]
    return [room * one / sum(widths) for one in widths]


def _table(page: Any, table: pd.DataFrame, room: Room) -> Any:
    """Put as many rows on a slide as fit, and say how many more there are."""
    from pptx.enum.text import MSO_VERTICAL_ANCHOR
    from pptx.util import Inches

    cells = texts_of(table.iloc[:200, :MOST_COLUMNS])
    size, widths, shown = _that_fit(cells, room.width, room.height - 0.3)
    frame = page.shapes.add_table(
        len(shown),
        len(widths),
        *(Inches(one) for one in (room.left, room.top, room.width)),
        Inches(sum(high for _, high in shown)),
    )
    frame.table.horz_banding = False
    for across, width in enumerate(widths):
        frame.table.columns[across].width = Inches(width)
    for down, (row, high) in enumerate(shown):
        frame.table.rows[down].height = Inches(high)
        for across, text in enumerate(row):
            cell = frame.table.cell(down, across)
            _write(cell.text_frame, [Words(text, size, bold=down == 0)])
            cell.vertical_anchor = MSO_VERTICAL_ANCHOR.TOP
            cell.margin_left = cell.margin_right = Inches(PAD)
            cell.margin_top = cell.margin_bottom = Inches(PAD)
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb("#E3E8ED" if down == 0 else "#FFFFFF")
    _more(page, table, len(shown) - 1, room)
    return frame


def _more(page: Any, table: pd.DataFrame, rows: int, room: Room) -> None:
    """Say what of a table the slide does not hold."""
    left, columns = len(table) - rows, list(table.columns[MOST_COLUMNS:])
    said = []
    if left > 0:
        said.append(f"{left:,} more row{'s' if left > 1 else ''}")
    if columns:
        said.append(f"{len(columns)} more column{'s' if len(columns) > 1 else ''}")
    if said:
        text = f"The notes have {' and '.join(said)}."
        below = Room(room.left, room.top + room.height - 0.22, room.width, 0.22)
        _box(page, below, [Words(text, 12, colour=QUIET)])


def _that_fit(
    cells: Sequence[Sequence[str]], wide: float, most: float
) -> tuple[int, list[float], list[tuple[list[str], float]]]:
    """Return the size of text, the widths of columns, and the rows that fit, each with its height.

    The largest size that holds all of them uncut, or the smallest.
    """
    for size in CELL_SIZES:
        widths = column_widths(cells, wide, wide * 72 / size * SNUG)
        shown, whole = _rows_at(size, MOST_CELL_LINES, cells, widths, most)
        if whole:
            return size, widths, shown
    return size, widths, _rows_at(size, CELL_LINES, cells, widths, most)[0]


def _rows_at(
    size: int, lines: int, cells: Sequence[Sequence[str]], widths: Sequence[float], most: float
) -> tuple[list[tuple[list[str], float]], bool]:
    """Return the rows that fit in type of this size; whether they are all, with no word cut."""
    shown: list[tuple[list[str], float]] = []
    cut = False
    for row in cells:
        bold = not shown
        cut = cut or any(
            pictures.extent(word, bold) * size / 72 > (width - 2 * PAD) * SNUG
            for text, width in zip(row, widths, strict=True)
            for word in text.split()
        )
        texts = [
            _fitting(text, size, lines, width - 2 * PAD, bold=bold)
            for text, width in zip(row, widths, strict=True)
        ]
        high = 2 * PAD + max(
            _high([Words(text, size, bold=bold)], width - 2 * PAD)
            for text, width in zip(texts, widths, strict=True)
        )
        if high > most and len(shown) > 1:
            return shown, False
        cut = cut or texts != list(row)
        shown.append((texts, high))
        most -= high
    return shown, not cut


# Notes


def _notes(slide: Slide) -> str:
    """Return what the speaker says, the words behind every figure, the table, how to cite."""
    snapshot = slide.snapshot
    parts = [legible(slide.note).strip(), f"{slide.said}\n{pictures.one_line(snapshot.subtitle)}"]
    stated = _stated(snapshot.rows)
    if stated:
        parts.append("\n".join(["In the documents' own words:", *stated]))
    rows = [" | ".join(row) for row in texts_of(snapshot.table)]
    tail = [legible(cite(snapshot)), slide.address]
    room = LONGEST_NOTES - sum(map(len, (*parts, *tail)))
    kept = _within(rows, room)
    if kept:
        parts.append("\n".join(["The figures:", *kept]))
    return "\n\n".join(part for part in (*parts, *tail) if part)


def _stated(rows: pd.DataFrame | None) -> list[str]:
    """Return for each figure its value, its words, its document and where they stand in it."""
    if rows is None or not {"shown", "as_stated", "source", "locator"} <= set(rows.columns):
        return []
    lines = [
        f"{_cell(row['shown'])}: “{_cell(row['as_stated'])}” "
        f"({_cell(row['source'])}, {_cell(row['locator'])})"
        for row in rows.to_dict("records")
        if given(row["as_stated"])
    ]
    return _within(lines, LONGEST_NOTES // 2)


def _within(lines: Sequence[str], room: int) -> list[str]:
    """Return the lines that fit, and say how many do not."""
    kept: list[str] = []
    for at, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return [*kept, f"… and {len(lines) - at:,} more lines; the table as CSV has them all."]
        kept.append(line)
    return kept
