"""Strict YAML with the place of every key: what YAML would quietly change is a named problem.

The text is guarded first (size, nesting, characters), then read as parser events, so that
tags, anchors, aliases, merge keys and further documents are met before anything is built
from them, and every scalar keeps the very characters its author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from loaders.problems import Problem
from models.base import NUMBER, Path, Scalar, shorten

MOST_BYTES = 4_000_000
DEEPEST = 24
_DEEPEST_BRACKETS = 60

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff]")
_RUN_OF_OPENERS = re.compile(r"(?:[-?][ \t]+){30,}")
_KEY_ON_LINE = re.compile(r"""\s*(?:-\s+)*["']?([A-Za-z_][\w-]*)["']?\s*:""")
_CUT_BY_COMMENT = re.compile(r"[^\S\n]+#")

_WORDS_OF_YAML = re.compile(r"(?:yes|no|on|off)", re.IGNORECASE)
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

Tree = object


@dataclass(frozen=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass
class Document:
    """A YAML file read strictly.

    ``tree`` holds dicts, lists and Scalars; ``marks`` the place of every key and list item
    by its path; ``problems`` what is wrong. ``cut`` are the paths of plain scalars that end
    at a comment; ``told`` those that a problem has been told of.
    """

    path: str
    tree: Tree = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cut: set[Path] = field(default_factory=set)
    told: set[Path] = field(default_factory=set)

    def mark(self, at: Path) -> Mark:
        """Return the place of a path, or of the nearest thing around it."""
        while at and at not in self.marks:
            at = at[:-1]
        return self.marks.get(at, Mark(1, 1))

    def add(self, at: Path, wrong: str, expected: str, mend: str | None = None) -> None:
        """Add a problem at a path."""
        mark = self.mark(at)
        self.problems.append(
            Problem(self.path, mark.line, mark.column, key_of(at), wrong, expected, mend)
        )

    def faulty(self, at: Path) -> bool:
        """Say whether the reader has already found fault with a path or what it holds."""
        return any(at[:length] in self.told for length in range(len(at) + 1))


def key_of(at: Path) -> str:
    """Name the key that a path ends in; a list item is named by the list's key."""
    for part in reversed(at):
        if isinstance(part, str):
            return shorten(part, 40)
    return "item" if at else "file"


class _Stop(Exception):
    """The file cannot be read further; the problem has been added."""


def read(data: bytes, path: str) -> Document:
    """Read a YAML file's bytes; never raises for what the file holds, but names its problems."""
    document = Document(path)
    try:
        text = _decode(data, document)
        _guard(text, document)
        _Builder(document, text).build()
    except _Stop:
        document.tree = None
    return document


def _stop(
    document: Document, mark: Mark, key: str, wrong: str, expected: str, mend: str | None = None
) -> _Stop:
    document.problems.append(
        Problem(document.path, mark.line, mark.column, key, wrong, expected, mend)
    )
    return _Stop()


def _at(text: str, offset: int) -> Mark:
    start = text.rfind("\n", 0, offset) + 1
    return Mark(text.count("\n", 0, offset) + 1, offset - start + 1)


def _key_on_line(text: str, line: int) -> str:
    """Name the key on a line, or the one the line belongs to."""
    lines = text.split("\n")
    for number in range(min(line, len(lines)) - 1, max(-1, line - 40), -1):
        found = _KEY_ON_LINE.match(lines[number])
        if found:
            return shorten(found[1], 40)
    return "file"


def _decode(data: bytes, document: Document) -> str:
    if len(data) > MOST_BYTES:
        raise _stop(
            document,
            Mark(1, 1),
            "file",
            f"the file has {len(data):,} bytes",
            f"at most {MOST_BYTES:,}",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", errors="replace")
        mark = _at(before, len(before))
        line = before + data[error.start : error.start + 200].decode("latin-1").split("\n")[0]
        raise _stop(
            document,
            mark,
            _key_on_line(line, mark.line),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "a file saved as UTF-8",
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guard(text: str, document: Document) -> None:
    """Refuse what would crash or mislead the parser, before it sees the text."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        mark = _at(text, forbidden.start())
        raise _stop(
            document,
            mark,
            _key_on_line(text, mark.line),
            f"invisible character U+{ord(forbidden[0]):04X}",
            "readable text saved as UTF-8",
        )
    deep = _too_deep(text)
    if deep is not None:
        mark = _at(text, deep)
        raise _stop(
            document,
            mark,
            _key_on_line(text, mark.line),
            "brackets or dashes are nested too deeply",
            "a plain list of items",
        )
    tabs = [match.start() for match in re.finditer("\t", text)]
    lines: dict[int, Mark] = {}
    for offset in tabs[:2000]:
        mark = _at(text, offset)
        lines.setdefault(mark.line, mark)
    for mark in lines.values():
        document.problems.append(
            Problem(
                document.path,
                mark.line,
                mark.column,
                _key_on_line(text, mark.line),
                "a tab stands here",
                "spaces",
            )
        )
    if tabs:
        raise _Stop
    if not text.strip():
        raise _stop(
            document, Mark(1, 1), "file", "the file is empty", "a list of items, each after '- '"
        )


def _too_deep(text: str) -> int | None:
    if text.count("[") + text.count("{") > _DEEPEST_BRACKETS:
        depth = 0
        for match in re.finditer(r"[\[\]{}]", text):
            depth = max(0, depth + (1 if match[0] in "[{" else -1))
            if depth > _DEEPEST_BRACKETS:
                return match.start()
    run = _RUN_OF_OPENERS.search(text)
    return run.start() if run else None


class _Builder:
    """Builds the tree of one document from parser events."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.lines = text.split("\n")
        self.depth = 0

    def build(self) -> None:
        events = yaml.parse(self.text, Loader=_Loader)
        try:
            self._document(events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            why = " ".join(part for part in (error.context, error.problem) if part)
            raise _stop(
                self.document,
                Mark(line, column),
                _key_on_line(self.text, line),
                f"this is not YAML: {shorten(why, 120)}",
                "'key: value', indented with spaces; text with ': ' or '#' in quotes",
            ) from None
        except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
            raise _stop(
                self.document,
                Mark(1, 1),
                "file",
                f"this is not YAML: {shorten(str(error), 120)}",
                "plain YAML",
            ) from None

    def _document(self, events: Iterator[yaml.Event]) -> None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(
                        event, (), "a second document starts here", "one list; remove '---'"
                    )
                if event.tags or event.version:
                    raise self._refuse(event, (), "a directive starts with %", "no directives")
            elif isinstance(event, yaml.NodeEvent):
                self.document.tree = self._node(event, events, ())
        if self.document.tree is None and documents == 0:
            raise _stop(
                self.document, Mark(1, 1), "file", "the file holds only comments", "a list of items"
            )

    def _mark(self, event: yaml.Event) -> Mark:
        start: Any = event.start_mark  # a parser's event always has one
        return Mark(start.line + 1, start.column + 1)

    def _refuse(
        self, event: yaml.Event, at: Path, wrong: str, expected: str, mend: str | None = None
    ) -> _Stop:
        mark = self._mark(event)
        key = key_of(at) if at else _key_on_line(self.text, mark.line)
        return _stop(self.document, mark, key, wrong, expected, mend)

    def _problem(
        self, event: yaml.Event, at: Path, wrong: str, expected: str, mend: str | None = None
    ) -> None:
        mark = self._mark(event)
        self.document.problems.append(
            Problem(self.document.path, mark.line, mark.column, key_of(at), wrong, expected, mend)
        )
        self.document.told.add(at)

    def _node(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], at: Path) -> Tree:
        self.document.marks.setdefault(at, self._mark(event))
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(
                event, at, f"an alias *{shorten(str(event.anchor))}", "the text itself"
            )
        if event.anchor:
            raise self._refuse(event, at, f"an anchor &{shorten(event.anchor)}", "no anchors")
        if event.tag is not None:
            raise self._refuse(
                event, at, f"a tag {shorten(event.tag)}", "no tags; quotes make text"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, at)
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._refuse(event, at, "this is nested too deeply", "a plain list of items")
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
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(
                    event, at, "a list or mapping stands as a key", "a key such as id"
                )
            if event.anchor or event.tag is not None:
                raise self._refuse(
                    event, at, "an anchor or a tag stands before a key", "the key alone"
                )
            key = event.value
            path = (*at, key)
            if key == "<<" and event.implicit[0]:
                raise self._refuse(event, path, "a merge key <<", "the keys themselves")
            value = next(events)
            assert isinstance(value, yaml.NodeEvent)  # noqa: S101
            if key in first:
                self._problem(
                    event,
                    path,
                    f"the key stands twice (first on line {first[key]})",
                    "each key once",
                )
                self._node(value, events, (*at, f"{key} again"))
                continue
            first[key] = self._mark(event).line
            self.document.marks[path] = self._mark(event)
            built = self._node(value, events, path)
            if built is not None:
                mapping[key] = built
        return mapping

    def _scalar(self, event: yaml.ScalarEvent, at: Path) -> Scalar | None:
        if event.style:
            return Scalar(event.value, plain=False)
        text = event.value
        changed = _changed(text)
        if changed is not None:
            wrong, expected, mend = changed
            self._problem(event, at, wrong, expected, mend)
            return None if _NOTHING.fullmatch(text) else Scalar(text, plain=True)
        end: Any = event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if _CUT_BY_COMMENT.match(line, end.column):
            self.document.cut.add(at)
        return Scalar(text, plain=True)


def _changed(text: str) -> tuple[str, str, str | None] | None:
    """Say what YAML would quietly make of a plain scalar, or None when it stays what it is."""
    shown = shorten(text)
    if _NOTHING.fullmatch(text):
        return "there is no value", "a value, or leave the key out", None
    if text[0].isalpha() or text[0] == ".":
        if _WORDS_OF_YAML.fullmatch(text):
            return (
                f"YAML reads {shown} as true or false",
                "quotes for text, or true or false",
                f'"{shown}"',
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
        digits = text.lstrip("+-0").lstrip()
        return (
            f"YAML reads {shown} as another number",
            "no leading zero, or quotes for text",
            digits if NUMBER.fullmatch(digits) else f'"{shown}"',
        )
    if _UNDERSCORED.fullmatch(text):
        return f"YAML drops the underscores of {shown}", "digits only", re.sub(r"[_,]", "", text)
    if _SEXAGESIMAL.fullmatch(text):
        return f"YAML reads {shown} as a number of sixtieths", "quotes", f'"{shown}"'
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
            "a day such as 2023-02-20, or quotes",
            None,
        )
    try:
        date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return f"{shown} is no day of the calendar", "a day such as 2023-02-20", None
    return None
