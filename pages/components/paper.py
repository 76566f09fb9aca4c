"""Views and profiles as PDF: tagged, with headings, text that can be selected, and sources.

Pure: snapshots or a profile's content in, bytes out. How it looks is in paper.typ, set by Typst,
which reads no file but those it is given here and needs no network. Words go to it as data,
never as markup. A pack has a page of A4 for each view, then every figure with its words, then
the sources; a profile has one page.

The file meets PDF/UA-1, the standard for people who have documents read aloud, except when
somebody wrote a letter that no font has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from config.palette import LIGHT
from models.comparison import SHAPES
from pages.components import pictures
from pages.components.slides import Slide, column_widths, texts_of, web_address
from pages.components.snapshots import Snapshot, cite, day_words, today
from pages.components.words import MARKS

TEMPLATE = Path(__file__).with_name("paper.typ")
# The first of these that is there: Windows and macOS have one. Typst brings the last with it.
TEXT_FONTS = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans", "Libertinus Serif")
SIGN_FONTS = ("DejaVu Sans", "Segoe UI Symbol", "DejaVu Sans Mono")
ASPECT = 26.5 / 13  # of the room for a chart on a page
MOST_ROWS = 1_000  # of one table
LONGEST_TITLE, LONGEST_FOOT, LONGEST_WORDS, LONGEST_ALT = 240, 600, 1_500, 500
UNBROKEN, PIECE = 28, 14  # letters of a word that has no place to break
LONG_CELL = 400  # letters; rows with shorter ones stay on one page
# Of a profile, in letters: words on a card; what a column is given without breaking it.
LONGEST_CARD, SHORT_CELL = 130, 24


@dataclass(frozen=True)
class Figure:
    """What is stated of one thing, on a card of a profile.

    ``values`` are its values as people read them, with their marks, each with what tells it from
    the others, such as its year. ``words`` say more, such as the document's own; ``source`` names
    the document. ``stands_for`` is of how many figures of the dashboard it tells.
    """

    label: str
    values: Sequence[tuple[str, str]]
    words: str = ""
    source: str = ""
    stands_for: int = 1


@dataclass(frozen=True)
class Strip:
    """A line on which values lie from -1 (left, worst) through 0 (England) to 1 (right, best).

    ``dots`` are their places with how they compare (one of ``config.palette.COMPARISONS``),
    ``span`` where the furthest areas stand, ``half`` the middle half of them; None for unknown.
    Whatever it shows stands as text in its row, too.
    """

    dots: Sequence[tuple[float, str]]
    span: tuple[float, float] | None = None
    half: tuple[float, float] | None = None


@dataclass(frozen=True)
class Part:
    """A part of a profile under a heading: sentences, a table, smaller sentences below it.

    Of the ``table``, whose rows stand in the order of their weight, as many as fit are shown, at
    least ``least``; of what is left out, with ``beyond`` rows that the table does not hold, the
    number is told and that they (``things``) are on the dashboard. ``share`` says how readily it
    gets rows beside other parts. ``strips``, one a row, are drawn in a column of their own, its
    ends named by ``strip_heading``. Columns in ``right`` are numbers, those in ``narrow`` hold one
    sign each below a heading that is turned. ``judged`` colours the signs of comparisons.
    """

    title: str
    says: Sequence[str] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    after: Sequence[str] = ()
    things: str = "rows"
    least: int = 1
    share: float = 1.0
    beyond: int = 0
    strips: Sequence[Strip | None] = ()
    strip_heading: tuple[str, str] = ("", "")
    right: Sequence[str] = ()
    narrow: Sequence[str] = ()
    judged: bool = False

    def __post_init__(self) -> None:
        if self.strips and len(self.strips) != len(self.table):
            raise ValueError(f"{len(self.strips)} strips for {len(self.table)} rows")


@dataclass(frozen=True)
class Profile:
    """What the page about a place or a domain says.

    ``kind`` is such as "Place profile", ``under`` a line below the title. ``lead`` are sentences,
    ``figures`` cards with the weightiest first, under ``figures_title``; ``unshown`` is how many
    more figures there are. ``sources`` are documents in the order of the numbers that the page
    refers to them by.
    """

    kind: str
    title: str
    build: str
    under: str = ""
    lead: Sequence[str] = ()
    figures_title: str = ""
    figures: Sequence[Figure] = ()
    unshown: int = 0
    parts: Sequence[Part] = ()
    sources: Sequence[str] = ()
    link: str = ""
    taken: date = field(default_factory=today)


def to_pdf(
    slides: Sequence[Slide],
    *,
    title: str = "",
    done: Callable[[int], None] = lambda number: None,  # noqa: ARG005
) -> bytes:
    """Return views as a PDF of A4 pages; with a ``title``, contents come first.

    ``done`` is told after each view how many there are. Raises ValueError without slides,
    DrawingError when a chart cannot be drawn.
    """
    if not slides:
        raise ValueError("a document needs at least one view")
    files: dict[str, bytes] = {}
    views, heading = [], ""
    for number, slide in enumerate(slides, start=1):
        new = _line(slide.heading, LONGEST_TITLE)
        views.append(_view(slide, number, "" if new == heading else new, files))
        heading = new or heading
        views[-1]["level"] = 2 if heading else 1
        done(number)
    first = slides[0].snapshot
    return _set(
        files,
        {
            "kind": "pack",
            "title": _line(title or slides[0].said, LONGEST_TITLE),
            "about": _line(cite(first), LONGEST_WORDS),
            "foot": f"Lifecourse: {_line(title or slides[0].said, 90)}",
            "contents": bool(title),
            "date": day_words(first.taken),
            "build": _line(first.build, LONGEST_TITLE),
            "views": views,
            "sources": _sources((one.snapshot.source, at) for at, one in enumerate(slides, 1)),
        },
        first.taken,
    )


def profile(content: Profile) -> bytes:
    """Return a profile as a PDF of one A4 page.

    Rows and cards that do not fit are left out from the end, and their number is told; only
    sentences too many for a page would go on on another.
    """
    title = _line(content.title or content.kind or "Profile", LONGEST_TITLE)
    figures = [
        {
            "label": _line(one.label, LONGEST_TITLE),
            "values": [
                {"value": _line(value, LONGEST_TITLE), "note": _line(note, LONGEST_TITLE)}
                for value, note in one.values
            ],
            "words": _line(one.words, LONGEST_CARD),
            "source": _line(one.source, LONGEST_TITLE),
            "stands_for": one.stands_for,
        }
        for one in content.figures
    ]
    lead = [_line(one, LONGEST_WORDS) for one in content.lead]
    parts = [_part(one) for one in content.parts]
    said = json.dumps([lead, figures, parts], ensure_ascii=False)
    return _set(
        {},
        {
            "kind": "profile",
            "what": _line(content.kind, LONGEST_TITLE),
            "title": title,
            "about": _line(f"{content.kind}. Data build {content.build}", LONGEST_WORDS),
            "foot": f"Lifecourse: {_line(content.title, 60)}",
            "under": _line(content.under, LONGEST_WORDS),
            "lead": lead,
            "figures_title": _line(content.figures_title, LONGEST_TITLE),
            "figures": figures,
            "unshown": content.unshown,
            "parts": parts,
            "sources": [_line(one, LONGEST_WORDS) for one in content.sources],
            "keys": _keys(said),
            "colours": _colours(),
            "link": web_address(content.link),
            "date": day_words(content.taken),
            "build": _line(content.build, LONGEST_TITLE),
        },
        content.taken,
    )


def _part(part: Part) -> dict[str, Any]:
    """Return what a part of a profile says, and how wide its columns are: 0 for as needed."""
    cells = texts_of(part.table.head(MOST_ROWS))
    columns, *rows = [[_broken(text) for text in row] for row in cells]
    shares = column_widths(cells, 100.0) if columns else []
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return {
        "title": _line(part.title, LONGEST_TITLE),
        "says": [_line(one, LONGEST_WORDS) for one in part.says],
        "columns": columns,
        "widths": [
            0 if most <= SHORT_CELL else share
            for share, most in zip(shares, longest or [0] * len(columns), strict=True)
        ],
        "right": [columns.index(one) for one in part.right if one in columns],
        "narrow": [columns.index(one) for one in part.narrow if one in columns],
        "rows": rows,
        "strips": [None if one is None else asdict(one) for one in part.strips],
        "strip_heading": [_line(one, LONGEST_TITLE) for one in part.strip_heading],
        "judged": part.judged,
        "least": part.least,
        "share": part.share,
        "beyond": part.beyond + max(len(part.table) - MOST_ROWS, 0),
        "things": _line(part.things, LONGEST_TITLE),
        "after": [_line(one, LONGEST_WORDS) for one in part.after],
    }


def _colours() -> dict[str, Any]:
    """Return how values that compare with England look, by name; and the lines they lie on."""
    looks = {one: {**asdict(LIGHT.comparison(one)), "sign": sign} for one, sign in SHAPES.items()}
    return {"looks": looks, "span": LIGHT.span.fill, "half": LIGHT.half.fill}


def _view(slide: Slide, number: int, heading: str, files: dict[str, bytes]) -> dict[str, Any]:
    """Return what the page of a view and its part of the details say."""
    snapshot = slide.snapshot
    title = _line(slide.said, LONGEST_TITLE)
    own = [snapshot.title] if slide.title else []
    under = " · ".join(one for one in (*own, snapshot.subtitle) if one)
    table = _table(snapshot.table)
    marks = _keys(json.dumps([title, table], ensure_ascii=False))
    source = [f"Source: {_line(snapshot.source, LONGEST_WORDS)}"] if snapshot.source else []
    whole = [under if len(under) > LONGEST_WORDS else ""]
    if len(slide.said) > LONGEST_TITLE:
        whole.insert(0, slide.said)
    left = len(snapshot.table) - MOST_ROWS
    return {
        "number": number,
        "heading": heading or None,
        "title": title,
        "size": 20 if len(title) <= 120 else 15,
        "under": _line(under, LONGEST_TITLE),
        "filters": _line(snapshot.filters, LONGEST_FOOT),
        "chart": _chart(snapshot, number, files),
        "table": table,
        "foot": [*marks, *(_line(one, LONGEST_FOOT) for one in source)],
        "build": _line(snapshot.build, LONGEST_TITLE),
        "link": slide.address,
        "whole": [_line(one) for one in (*whole, slide.note) if one],
        "after": [
            *([f"{left:,} more rows are in the table as CSV."] if left > 0 else []),
            _line(cite(snapshot)),
        ],
    }


def _chart(snapshot: Snapshot, number: int, files: dict[str, bytes]) -> dict[str, Any] | None:
    """Draw a chart into a file; return its name, description and width by height, or None."""
    if snapshot.drawing() is None:
        return None
    name = f"chart-{number}.svg"
    _, (text, signs) = _fonts()
    files[name] = pictures.chart_svg(snapshot, aspect=ASPECT, font=text, signs=signs)
    found = re.search(rb'width="([\d.]+)" height="([\d.]+)"', files[name])
    if found is None:
        raise ValueError("the chart gave no drawing")
    return {"file": name, "alt": _alt(snapshot), "ratio": float(found[1]) / float(found[2])}


def _alt(snapshot: Snapshot) -> str:
    said = (snapshot.title, snapshot.subtitle, "The table has every figure with its words")
    return _line("Chart. " + ". ".join(one.rstrip(".") for one in said if one), LONGEST_ALT)


def _keys(text: str) -> list[str]:
    return [f"{sign} {words}." for sign, words in MARKS.items() if sign in text]


def _table(frame: pd.DataFrame) -> dict[str, Any] | None:
    """Return a table as text with the shares of width of its columns; None without cells."""
    if not len(frame) or not frame.shape[1]:
        return None
    cells = texts_of(frame.head(MOST_ROWS))
    columns, *rows = [[_broken(text) for text in row] for row in cells]
    return {
        "columns": columns,
        "widths": column_widths(cells, 100.0),
        "rows": rows,
        "long": any(len(text) > LONG_CELL for row in cells for text in row),
    }


def _sources(cited: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return every document once, with the numbers of the views that cite it."""
    found: dict[str, list[int]] = {}
    for source, number in cited:
        for title in dict.fromkeys(_line(one, LONGEST_WORDS) for one in source.split("; ")):
            if title:
                found.setdefault(title, []).append(number)
    return [{"title": title, "views": views} for title, views in sorted(found.items())]


def _line(text: str, most: int | None = None) -> str:
    """Return text in one line of at most so many letters, that can be broken everywhere."""
    text = pictures.one_line(text)
    return _broken(text if most is None or len(text) <= most else f"{text[: most - 1]}…")


def _broken(text: str) -> str:
    """Let words break that are too long for a column: what leaves it would be cut off.

    The mark that some programs put before a text goes: no PDF may have it.
    """
    text = text.replace("\ufeff", "")
    return " ".join(
        word
        if len(word) <= UNBROKEN
        else "\u200b".join(word[at : at + PIECE] for at in range(0, len(word), PIECE))
        for word in text.split(" ")
    )


@cache
def _fonts() -> tuple[Any, tuple[str, str]]:
    """Return the fonts of this machine and of Typst, and the families for text and for signs."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
    there = set(fonts.families())
    text, signs = (
        next(one for one in wanted if one in there) for wanted in (TEXT_FONTS, SIGN_FONTS)
    )
    return fonts, (text, signs)


def _set(files: Mapping[str, bytes], data: Mapping[str, Any], day: date) -> bytes:
    """Set a document; the same content of the same day gives the same file."""
    import typst

    fonts, families = _fonts()
    held: Any = {
        "main.typ": TEMPLATE.read_bytes(),
        "data.json": json.dumps({**data, "fonts": families}).encode(),
        **files,
    }
    options: dict[str, Any] = {
        "format": "pdf",
        "font_paths": fonts,
        "timestamp": datetime.combine(day, time(), UTC),
    }
    try:
        made = typst.compile(held, pdf_standards=["ua-1"], **options)
    except typst.TypstError as error:
        if not error.message.startswith("PDF/UA-1 error: the text"):
            raise
        # Somebody wrote a letter that no font here has: it shows as a box.
        made = typst.compile(held, **options)
    assert isinstance(made, bytes)  # noqa: S101  (without an output it always is)
    return made
