"""Strict YAML with the place of every key: what YAML would quietly change is a named problem.

The text is guarded first (size, encoding, nesting, characters), then read as parser events,
so that tags, anchors, aliases, merge keys and further documents are met before anything is
built from them, and every scalar keeps the very characters its author wrote.

What a plain scalar may be is decided here: numbers stay text until a field asks for one
(``1,234`` and ``=`` are text, ``+5`` is a number); what YAML 1.1 would turn into something
else (``no``, ``y``, ``012``, ``0o17``, ``12:30``, ``1_000``, ``.5``, ``1e5``, ``.nan``) is refused
everywhere.
"""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as File
from typing import Any, NamedTuple

import yaml

from loaders.problems import Problem
from models.base import NUMBER, Path, Scalar, shorten

MOST_BYTES = 8_000_000
MOST_NODES = 400_000
MOST_KEYS = 500
MOST_PROBLEMS = 1000
DEEPEST = 24
_LONGEST_MEND = 60

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Controls, zero-width and bidirectional marks, line and paragraph separators, tags, and the
# sign that stands for a damaged character. The two joiners stay: emoji are made with them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\uffff\U000e0000-\U000e007f]"
)
_RUN_OF_OPENERS = re.compile(r"(?:[-?][ \t]+){30}")
_KEY = re.compile(r"""\s*(?:-\s*)*["']?([A-Za-z_][\w-]*)["']?\s*:""")
_WORD = re.compile(r"""\s*(?:-\s*)*["']?([A-Za-z_][\w-]*)""")
_KEY_IN_BRACES = re.compile(r"""[{,]\s*["']?([A-Za-z_][\w-]*)["']?\s*(?::|$)""")
_KEY_WITHOUT_COLON = re.compile(r"([A-Za-z_]\w*)(?::|\s+)\S.*", re.DOTALL)
_FIRST_WITHOUT_COLON = re.compile(r"\s*-\s+([A-Za-z_]\w*)(?!.*:(?:\s|$)).*")
_SWALLOWED = re.compile(r"\s*(?:-\s+)?[a-z_]+:(?:\s|$)")
_KEY_BEFORE_QUOTE = re.compile(r"([A-Za-z_]\w*)(?::|\s+)[\"'].*", re.DOTALL)
_CUT_BY_COMMENT = re.compile(r"[^\S\n]+#")

_SUSPECT = re.compile(r"[-+.\d]|\w{1,8}\Z")
_WORDS_OF_YAML = re.compile(r"(?:yes|no|on|off|y|n)", re.IGNORECASE)
_FLAG_IN_CAPITALS = re.compile(r"True|TRUE|False|FALSE")
_NOTHING = re.compile(r"|~|null|Null|NULL")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(?:\.[0-9]*)?")
_UNDERSCORED = re.compile(r"[-+]?[0-9][0-9,]*(?:_[0-9,]*)+(?:\.[0-9_]*)?")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_OTHER_BASE = re.compile(r"[-+]?0(?:x[0-9a-f_]+|b[01_]+|o[0-7_]+)", re.IGNORECASE)
_EXPONENT = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)e[-+]?[0-9]+", re.IGNORECASE)
_NO_NUMBER = re.compile(r"[-+]?\.?(?:inf|nan|infinity)", re.IGNORECASE)
_BARE_POINT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.)")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?P<time>(?:[Tt]|\s+)\d{1,2}:.*)?")

# What the parser says, in a curator's words, and whether it means the place where it started.
_SAYINGS = (
    (
        "could not find expected ':'",
        "there is no ': ' after the key",
        "'key: value' with a blank after the colon",
        True,
    ),
    (
        "found unexpected end of stream",
        "the quote that opens here is never closed",
        "a quote at the end of the text",
        True,
    ),
    (
        "found unexpected document indicator",
        "the quote that opens here is never closed",
        "a quote at the end of the text",
        True,
    ),
    (
        "did not find expected ',' or",
        "the bracket that opens here is not closed, or a comma is missing",
        "[a, b] or {key: value, key: value}",
        True,
    ),
    (
        "mapping values are not allowed",
        "a ': ' stands where none may, or the indentation is wrong",
        "text with ': ' in quotes; keys of an item straight below each other",
        False,
    ),
    (
        "cannot start any token",
        "text cannot start with this character",
        "the text in double quotes",
        False,
    ),
    (
        "did not find expected '-' indicator",
        "the indentation is wrong, or '- ' is missing",
        "each item after '- ', its keys straight below each other",
        False,
    ),
    (
        "did not find expected key",
        "something follows a closed quote, or the indentation is wrong",
        "one quoted text (a ' within '...' is written ''), keys straight below each other",
        False,
    ),
)

Tree = object


class Mark(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass
class Document:
    """A file read strictly.

    ``tree`` holds dicts, lists and Scalars, and is None when the file could not be read to
    its end; ``marks`` the place of every key and list item by its path; ``problems`` what is
    wrong, at most MOST_PROBLEMS and a word that there are more. ``cut`` are the paths of plain
    scalars that end at a comment; ``told`` those that a problem has been told of.
    """

    path: str
    tree: Tree = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cut: set[Path] = field(default_factory=set)
    told: set[Path] = field(default_factory=set)

    @property
    def full(self) -> bool:
        """Whether so much is wrong that reading on would help nobody."""
        return len(self.problems) > MOST_PROBLEMS

    def mark(self, at: Path) -> Mark:
        """Return the place of a path, or of the nearest thing around it."""
        while at and at not in self.marks:
            at = at[:-1]
        return self.marks.get(at, Mark(1, 1))

    def tell(
        self, mark: Mark, key: str, wrong: str, expected: str, mend: str | None = None
    ) -> None:
        """Add a problem at a place; once there are MOST_PROBLEMS, say so and add no more."""
        if self.full:
            return
        if len(self.problems) == MOST_PROBLEMS:
            key, mend = "file", None
            wrong, expected = f"more than {MOST_PROBLEMS} problems; the rest was not read", "fewer"
        if mend is not None and len(mend) > _LONGEST_MEND:
            mend = None
        self.problems.append(Problem(self.path, mark.line, mark.column, key, wrong, expected, mend))

    def add(self, at: Path, wrong: str, expected: str, mend: str | None = None) -> None:
        """Add a problem at a path."""
        self.tell(self.mark(at), key_of(at), wrong, expected, mend)

    def faulty(self, at: Path) -> bool:
        """Say whether the reader has already found fault with a path or what holds it."""
        return bool(self.told) and any(at[:length] in self.told for length in range(len(at) + 1))


def key_of(at: Path) -> str:
    """Name the key that a path ends in; a list item is named by the list's key."""
    for part in reversed(at):
        if isinstance(part, str):
            return shorten(part, 40) or "''"
    return "item" if at else "file"


class Unreadable(Exception):
    """The file cannot be read further; the problem has been added."""


def bytes_of(file: File, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes, at most one more than ``most``.

    Raises OSError for what cannot be read and for what is no file: a folder, a pipe, a device.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(errno.EINVAL, "it is no file")
    with file.open("rb") as stream:
        return stream.read(most + 1)


def read_file(file: File, path: str) -> Document:
    """Read a YAML file; never raises for what is there, but names its problems."""
    try:
        data = bytes_of(file)
    except OSError as error:
        document = Document(path)
        document.add((), f"it cannot be read ({error.strerror})", "a readable file")
        return document
    return read(data, path)


def read(data: bytes, path: str) -> Document:
    """Read a YAML file's bytes; never raises for what the file holds, but names its problems."""
    document = Document(path)
    try:
        lines = decode(data, document, MOST_BYTES).split("\n")
        _guard(lines, document)
        _Builder(document, lines).build()
    except Unreadable:
        document.tree = None
    return document


def decode(data: bytes, document: Document, most: int) -> str:
    """Return the text of a file's bytes, with every line end as a line feed.

    Raises Unreadable, with the problems added, for more than ``most`` bytes, for what is not
    UTF-8 and for characters that nobody can see.
    """
    if len(data) > most:
        document.add((), "the file is too large", f"at most {most:,} bytes")
        raise Unreadable
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(0) > len(data) // 4:
        document.add((), "the file is not UTF-8 but UTF-16 or no text at all", "UTF-8 text")
        raise Unreadable
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        _tell_undecodable(data, document)
        raise Unreadable from None
    if _FORBIDDEN.search(text):
        lines = text.split("\n")
        for number, line in enumerate(lines, start=1):
            found = _FORBIDDEN.search(line)
            if found:
                document.tell(
                    Mark(number, found.start() + 1),
                    _key_at(lines, number, found.start() + 1),
                    f"invisible or damaged character U+{ord(found[0]):04X}",
                    "characters that can be seen",
                )
                if document.full:
                    break
        raise Unreadable
    return text


def _tell_undecodable(data: bytes, document: Document) -> None:
    raw = data.split(b"\n")
    lines = data.decode("latin-1").split("\n")
    for number, line in enumerate(raw, start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode("utf-8")) + 1
            document.tell(
                Mark(number, column),
                _key_at(lines, number, column),
                f"byte 0x{line[error.start]:02x} is not UTF-8",
                "a file saved as UTF-8",
            )
        if document.full:
            break


def _key_at(lines: list[str], line: int, column: int) -> str:
    """Name the key that a place belongs to: on its line, or on one of the lines above."""
    for number in range(min(line, len(lines)) - 1, max(-1, line - 40), -1):
        text = lines[number]
        if number == line - 1:
            inside = _KEY_IN_BRACES.findall(text[: column - 1]) if "{" in text[:column] else []
            if inside:
                return shorten(inside[-1], 40)
        found = _KEY.match(text)
        if found:
            return shorten(found[1], 40)
        if text.startswith("-"):
            return "item"
    return "file"


def _guard(lines: list[str], document: Document) -> None:
    """Refuse tabs and what would crash the parser, before it sees the text. Raises Unreadable."""
    for number, line in enumerate(lines, start=1):
        if line.count("[") + line.count("{") > DEEPEST or "- - " in line or "? ? " in line:
            column = _too_deep(line)
            if column:
                document.tell(
                    Mark(number, column),
                    _key_at(lines, number, column),
                    "brackets or dashes are nested too deeply",
                    "a plain list of items",
                )
                raise Unreadable
        if "\t" in line:
            column = line.index("\t") + 1
            key = _key_at(lines, number, len(line) if "{" not in line else column)
            document.tell(Mark(number, column), key, "a tab stands here", "spaces")
            if document.full:
                break
    if document.problems:
        raise Unreadable
    if not any(line.strip() for line in lines):
        document.add((), "the file is empty", "a list of items, each after '- '")
        raise Unreadable


def _too_deep(line: str) -> int:
    """Return the column where a line is nested too deeply, or 0.

    Nesting over several lines is met by the events; the parser itself looks ahead one line.
    """
    depth = 0
    for match in re.finditer(r"[\[\]{}]", line):
        depth = max(0, depth + (1 if match[0] in "[{" else -1))
        if depth > DEEPEST:
            return match.start() + 1
    run = _RUN_OF_OPENERS.search(line)
    return run.start() + 1 if run else 0


class _Builder:
    """Builds the tree of one document from parser events."""

    def __init__(self, document: Document, lines: list[str]) -> None:
        self.document = document
        self.lines = lines
        self.depth = 0
        self.nodes = 0

    def build(self) -> None:
        """Fill the document's tree. Raises Unreadable."""
        events = yaml.parse("\n".join(self.lines), Loader=_Loader)
        try:
            self._document(events)
        except yaml.MarkedYAMLError as error:
            self._tell(error)
            raise Unreadable from None
        except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
            wrong = f"this is not YAML: {shorten(str(error), 120)}"
            self.document.add((), wrong, "plain YAML")
            raise Unreadable from None

    def _tell(self, error: yaml.MarkedYAMLError) -> None:
        """Tell of a fault of syntax where its author would mend it."""
        why = error.problem or ""
        told, expected, where_it_began = next(
            ((told, expected, began) for part, told, expected, began in _SAYINGS if part in why),
            ("", "'key: value', indented with spaces; text with ': ' or '#' in quotes", False),
        )
        place = error.context_mark if where_it_began else error.problem_mark
        place = place or error.problem_mark or error.context_mark
        mark = Mark(place.line + 1, place.column + 1) if place else Mark(1, 1)
        key = _key_at(self.lines, mark.line, mark.column)
        line = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        word = _WORD.match(line)
        if word and "':'" in why:
            key = shorten(word[1], 40)
        if "mapping values" in why:
            above = self._key_above(mark)
            if above is not None:
                mark, key = above
                told, expected = _SAYINGS[0][1:3]
        saying = " ".join(part for part in (error.context, why) if part)
        self.document.tell(mark, key, f"this is not YAML: {told or shorten(saying, 120)}", expected)

    def _key_above(self, mark: Mark) -> tuple[Mark, str] | None:
        """Return an item's first key that lacks its colon: the parser stumbles one line later."""
        number = mark.line - 1
        while number > 0 and not self.lines[number - 1].strip():
            number -= 1
        found = _FIRST_WITHOUT_COLON.fullmatch(self.lines[number - 1]) if number else None
        return (Mark(number, found.start(1) + 1), shorten(found[1], 40)) if found else None

    def _document(self, events: Iterator[yaml.Event]) -> None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event, (), "a second document starts here", "one list; remove '---'")
                if event.tags or event.version:
                    self._stop(event, (), "a directive starts with %", "no directives")
                self.document.marks[()] = self._mark(event)
            elif isinstance(event, yaml.NodeEvent):
                self.document.tree = self._node(event, events, ())
        if documents == 0:
            self.document.add((), "the file holds only comments", "a list of items")

    @staticmethod
    def _mark(event: yaml.Event) -> Mark:
        start: Any = event.start_mark  # a parser's event always has one
        return Mark(start.line + 1, start.column + 1)

    def _stop(self, event: yaml.Event, at: Path, wrong: str, expected: str) -> None:
        self._problem(event, at, wrong, expected)
        raise Unreadable

    def _problem(
        self, event: yaml.Event, at: Path, wrong: str, expected: str, mend: str | None = None
    ) -> None:
        """Add a problem where an event starts, so that nothing further is said of its path."""
        self.document.tell(self._mark(event), key_of(at), wrong, expected, mend)
        self.document.told.add(at)
        if self.document.full:
            raise Unreadable

    def _node(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], at: Path) -> Tree:
        if at not in self.document.marks:
            self.document.marks[at] = self._mark(event)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._stop(event, at, f"more than {MOST_NODES:,} values in one file", "several files")
        if isinstance(event, yaml.AliasEvent):
            name = shorten(str(event.anchor))
            self._problem(event, at, f"an alias *{name} stands here", "the text itself")
            return None
        if event.anchor:
            self._problem(event, at, f"an anchor &{shorten(event.anchor)}", "no anchors")
        tag: str | None = getattr(event, "tag")
        if tag is not None:
            self._problem(event, at, f"a tag {shorten(tag)}", "no tags; quotes make text")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, at)
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop(event, at, "this is nested too deeply", "a plain list of items")
        built: Tree
        if isinstance(event, yaml.SequenceStartEvent):
            built = self._sequence(events, at)
        else:
            built = self._mapping(events, at)
        self.depth -= 1
        return built

    def _sequence(self, events: Iterator[yaml.Event], at: Path) -> list[Tree]:
        items: list[Tree] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            assert isinstance(event, yaml.NodeEvent)  # noqa: S101  (events are well nested)
            items.append(self._node(event, events, (*at, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], at: Path) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        first: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            path, again = self._key(event, events, at, first)
            value = next(events)
            assert isinstance(value, yaml.NodeEvent)  # noqa: S101
            if again or self._lacks_colon(event, value, at):
                self._skip(value, events)
                continue
            built = self._node(value, events, path)
            if built is not None:
                mapping[str(path[-1])] = built
        return mapping

    def _key(
        self,
        event: yaml.Event,
        events: Iterator[yaml.Event],
        at: Path,
        first: dict[str, int],
    ) -> tuple[Path, bool]:
        """Read a key; return its path, and whether its value is to be skipped."""
        if not isinstance(event, yaml.ScalarEvent):
            self._problem(event, at, "a list, mapping or alias is a key", "a key such as id")
            self._skip(event, events)
            return at, True
        key = event.value
        path = (*at, key)
        if event.anchor or event.tag is not None:
            self._problem(event, path, "an anchor or a tag stands before a key", "the key alone")
        if key == "":
            self._problem(event, path, "there is no key before ':'", "a key such as id")
            return path, True
        if key == "<<" and not event.style:
            self._problem(event, path, "a merge key <<", "the keys themselves")
            return path, True
        if key in first:
            wrong = f"the key stands twice (first on line {first[key]})"
            self._problem(event, path, wrong, "each key once")
            return path, True
        if len(first) >= MOST_KEYS:
            self._stop(event, path, f"more than {MOST_KEYS} keys in one item", "several items")
        mark = self._mark(event)
        first[key] = mark.line
        self.document.marks[path] = mark
        return path, False

    @staticmethod
    def _skip(event: yaml.Event, events: Iterator[yaml.Event]) -> None:
        """Read past a node of which enough is told."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = next(events)

    def _lacks_colon(self, event: yaml.Event, value: yaml.Event, at: Path) -> bool:
        """Tell of ``{unit percent}``, ``{unit:percent}``, ``text "a: b"``: all of it is the key."""
        if not isinstance(event, yaml.ScalarEvent) or event.style:
            return False
        found = _KEY_BEFORE_QUOTE.fullmatch(event.value)
        if isinstance(value, yaml.ScalarEvent) and not value.style and not value.value:
            found = found or _KEY_WITHOUT_COLON.fullmatch(event.value)
        if not found:
            return False
        self._problem(
            event, (*at, found[1]), "there is no ': ' after the key", f"'{found[1]}: ...'"
        )
        return True

    def _scalar(self, event: yaml.ScalarEvent, at: Path) -> Scalar | None:
        end: Any = event.end_mark
        if event.style:
            start: Any = event.start_mark
            if event.style in "'\"" and end.line > start.line:
                self._unclosed(event, end.line, at)
            return Scalar(event.value, plain=False)
        text = event.value
        if _NOTHING.fullmatch(text):
            if event.tag is None:
                self._nothing(at)
            return None
        changed = None if event.tag is not None else _changed(text)
        if changed is not None:
            wrong, expected, mend = changed
            self._problem(event, at, wrong, expected, mend)
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if _CUT_BY_COMMENT.match(line, end.column):
            self.document.cut.add(at)
        return Scalar(text, plain=True)

    def _nothing(self, at: Path) -> None:
        """Tell of a missing value at its key: the parser finds it further on."""
        self.document.add(at, "there is no value", "a value, or leave the key out")
        self.document.told.add(at)
        if self.document.full:
            raise Unreadable

    def _unclosed(self, event: yaml.ScalarEvent, end: int, at: Path) -> None:
        """Stop at quoted text that swallows a key: its quote was meant to close before."""
        first = self._mark(event).line
        if any(_SWALLOWED.match(line) for line in self.lines[first : end + 1]):
            self._stop(
                event,
                at,
                "the quote that opens here is not closed on its line",
                "a quote at the end of the text",
            )


def _changed(text: str) -> tuple[str, str, str | None] | None:
    """Say what YAML would quietly make of a plain scalar, or None when it stays what it is.

    Returned are what is wrong, what was expected and, where there is an obvious one, the mend.
    """
    if not _SUSPECT.match(text):
        return None
    shown = shorten(text)
    if text[0].isalpha() or text[0] == ".":
        if _WORDS_OF_YAML.fullmatch(text):
            return (
                f"YAML reads {shown} as true or false",
                "quotes for text, or true or false",
                f'"{text}"',
            )
        if _FLAG_IN_CAPITALS.fullmatch(text):
            return f"YAML reads {shown} as a flag", "true or false in small letters", text.lower()
    if _NO_NUMBER.fullmatch(text):
        return f"{shown} is not a number", "a finite number, or leave the key out", None
    if not (text[0].isdigit() or text[0] in "+-."):
        return None
    return _changed_number(text, shown)


def _changed_number(text: str, shown: str) -> tuple[str, str, str | None] | None:
    if _LEADING_ZERO.fullmatch(text):
        digits = re.sub(r"^([-+]?)0+(?=[0-9])", r"\1", text)
        return (
            f"YAML reads {shown} as another number",
            "no leading zero, or quotes for text",
            digits if NUMBER.fullmatch(digits) else f'"{text}"',
        )
    if _UNDERSCORED.fullmatch(text):
        return f"YAML drops the underscores of {shown}", "digits only", re.sub(r"[_,]", "", text)
    if _SEXAGESIMAL.fullmatch(text):
        return f"YAML reads {shown} as a number of sixtieths", "quotes", f'"{text}"'
    if _OTHER_BASE.fullmatch(text):
        return f"YAML reads {shown} in another base", "decimal digits, or quotes for text", None
    if _EXPONENT.fullmatch(text):
        return f"{shown} is written with an exponent", "the number in full, such as 100000", None
    if _BARE_POINT.fullmatch(text):
        mend = text.replace(".", "0.", 1) if text.lstrip("+-").startswith(".") else text.rstrip(".")
        return f"{shown} has a bare point", "digits on both sides of the point", mend
    day = _DAY.fullmatch(text)
    if day is None:
        return None
    if day["time"]:
        return (
            f"YAML reads {shown} as a moment in time",
            "a day such as 2023-02-20, or quotes for text",
            f'"{text}"',
        )
    try:
        date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return f"{shown} is no day of the calendar", "a day such as 2023-02-20", None
    return None
