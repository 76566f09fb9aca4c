"""The tables of data/ (wards and what goes with them, observations), as strict as the YAML.

CSV is read as text with the header checked by name and nothing detected or guessed.
Blank means not available, never zero.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from loaders.problems import Problem
from loaders.yaml_reader import Document, Mark, Unreadable, bytes_of, decode
from models.base import Model, Wrong, shorten
from models.base import Path as KeyPath
from models.boundary import WardCrosswalk
from models.observation import Observation
from models.ward import Ward, WardHexagon, WardNeighbours

MOST_BYTES = 64_000_000
# All that end in _COLUMNS stand in data/README.md too; a test compares them by that name.
WARD_COLUMNS = ("ward_code", "ward_name", "district_code", "district", "place", "boundary_vintage")
OBSERVATION_COLUMNS = tuple(Observation.model_fields)
CROSSWALK_COLUMNS = tuple(WardCrosswalk.model_fields)
NEIGHBOUR_COLUMNS = tuple(WardNeighbours.model_fields)
HEXAGON_COLUMNS = tuple(WardHexagon.model_fields)
# What an observation is of: two rows that agree in these contradict or repeat each other.
_SAME = (
    "indicator",
    "area_code",
    "area_type",
    "period",
    "sex",
    "age",
    "category_type",
    "category",
    "source",
)
_CELL = re.compile(r'("(?:[^"]|"")*"|[^,"\n]*)(?:,|$)')

Item = TypeVar("Item", bound=Model)


@dataclass(frozen=True)
class Row:
    """A row: the line it starts on, that line, the header, and its cells by their column."""

    line: int
    text: str
    columns: tuple[str, ...]
    cells: dict[str, str]

    def mark(self, column: str) -> Mark:
        """Return where a cell starts; the start of the row when that cannot be told."""
        if column in self.columns:
            starts = [match.start() + 1 for match in _CELL.finditer(self.text)]
            place = self.columns.index(column)
            if place < len(starts):
                return Mark(self.line, starts[place])
        return Mark(self.line, 1)


@dataclass
class Table(Generic[Item]):
    """Rows read, where each stands, and what is wrong with the others."""

    items: list[Item] = field(default_factory=list)
    places: dict[int, tuple[Document, KeyPath]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, item: Item, document: Document, row: Row) -> None:
        """Add an item that was read from a row of a file."""
        document.marks[(row.line,)] = Mark(row.line, 1)
        self.items.append(item)
        self.places[id(item)] = (document, (row.line,))


def wards(folder: Path, facts: tuple[str, ...] | None) -> Table[Ward]:
    """Read ``wards.csv``: the identity columns, then one column per ward fact of the YAML.

    With ``facts`` None the ward facts could not be read, and the columns after the identity
    are taken as they stand.
    """
    table: Table[Ward] = Table()
    file = folder / "wards.csv"
    if not file.exists() and not file.is_symlink():
        return table
    document = Document(f"{folder.name}/wards.csv")
    known: dict[str, str] = {}
    for row in _rows(file, document, WARD_COLUMNS, facts):
        given: dict[str, object] = {name: row.cells[name] for name in WARD_COLUMNS}
        extra = row.columns[len(WARD_COLUMNS) :]
        given["facts"] = {name: row.cells[name] for name in extra if row.cells[name]}
        try:
            ward = Ward.model_validate(given)
        except ValidationError as error:
            _explain(document, row, error)
            continue
        _once(document, row, known, ward.ward_code, "ward_code")
        table.add(ward, document, row)
    table.problems += document.problems
    return table


def observations(folder: Path) -> Table[Observation]:
    """Read every ``observations/*.csv``."""
    table: Table[Observation] = Table()
    below = folder / "observations"
    known: dict[tuple[str, ...], str] = {}
    for file in sorted(below.glob("*.csv")) if below.is_dir() else []:
        document = Document(shorten(f"{folder.name}/observations/{file.name}", 300))
        for row in _rows(file, document, OBSERVATION_COLUMNS, ()):
            given = {name: value for name, value in row.cells.items() if value}
            try:
                observation = Observation.model_validate(given)
            except ValidationError as error:
                _explain(document, row, error)
                continue
            _once(document, row, known, tuple(row.cells[name] for name in _SAME), "row")
            table.add(observation, document, row)
        table.problems += document.problems
    return table


def ward_crosswalk(folder: Path) -> Table[WardCrosswalk]:
    """Read ``ward_crosswalk.csv``: which share of a ward lies in which ward of another date."""
    return _table(
        folder / "ward_crosswalk.csv",
        WardCrosswalk,
        ("row", "the same pair of wards", lambda a: (a.ward_code, a.other_code, a.other_vintage)),
    )


def ward_neighbours(folder: Path) -> Table[WardNeighbours]:
    """Read ``ward_neighbours.csv``: the pairs of wards that share a boundary."""
    return _table(
        folder / "ward_neighbours.csv",
        WardNeighbours,
        ("row", "the same pair of wards", lambda a: (a.ward_code, a.neighbour_code)),
    )


def ward_hexagons(folder: Path) -> Table[WardHexagon]:
    """Read ``ward_hexagons.csv``: where each ward stands on the map of hexagons."""
    return _table(
        folder / "ward_hexagons.csv",
        WardHexagon,
        ("ward_code", "the same ward", lambda a: a.ward_code),
        ("column", "the same hexagon", lambda a: (a.column, a.row)),
    )


def _table(
    file: Path, model: type[Item], *unique: tuple[str, str, Callable[[Item], Hashable]]
) -> Table[Item]:
    """Read a file whose columns are the keys of a model; no file, no rows.

    ``unique`` says what may stand once: the column it is told at, in words, and what it is.
    """
    table: Table[Item] = Table()
    if not os.path.lexists(file):
        return table
    document = Document(f"{file.parent.name}/{file.name}")
    known: list[dict[Hashable, str]] = [{} for _ in unique]
    for row in _rows(file, document, tuple(model.model_fields), ()):
        try:
            item = model.model_validate(row.cells)
        except ValidationError as error:
            _explain(document, row, error)
            continue
        for seen, (key, same, name) in zip(known, unique, strict=True):
            _once(document, row, seen, name(item), key, same)
        table.add(item, document, row)
    table.problems += document.problems
    return table


Seen = TypeVar("Seen")


def _once(
    document: Document,
    row: Row,
    known: dict[Seen, str],
    name: Seen,
    key: str,
    same: str = "the same observation",
) -> None:
    if name in known:
        what = name if isinstance(name, str) else same
        wrong = f"{what} stands twice (first at {known[name]})"
        document.tell(row.mark(key), key, wrong, "each once")
    known.setdefault(name, f"{document.path}:{row.line}")


def _rows(
    file: Path, document: Document, columns: tuple[str, ...], more: tuple[str, ...] | None
) -> Iterator[Row]:
    """Yield the rows of a file whose header is ``columns`` and ``more`` (None: any)."""
    try:
        text = decode(bytes_of(file, MOST_BYTES), document, MOST_BYTES)
    except Unreadable:
        return
    except OSError as error:
        document.add((), f"it cannot be read ({error.strerror})", "a readable file")
        return
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    line = 1
    try:
        header = tuple(next(reader, []))
        expected = columns + (header[len(columns) :] if more is None else more)
        if header != expected or len(set(header)) < len(header):
            _tell_header(document, header, expected)
            return
        while not document.full:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            if len(cells) != len(header):
                wrong = f"the row has {len(cells)} cells"
                document.tell(Mark(line, 1), "row", wrong, f"{len(header)} cells")
                continue
            stripped = (cell.strip() for cell in cells)
            yield Row(line, lines[line - 1], header, dict(zip(header, stripped, strict=True)))
    except csv.Error as error:
        wrong = f"this is not CSV: {error}"
        document.tell(Mark(line, 1), "row", wrong, 'quoted text closed, " within it doubled')


def _tell_header(document: Document, header: Sequence[str], expected: Sequence[str]) -> None:
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    twice = [name for index, name in enumerate(header) if name in header[:index]]
    key, wrong = "header", "the columns stand in another order"
    if missing:
        key, wrong = missing[0], f"column '{missing[0]}' is missing"
    elif extra:
        key, wrong = shorten(extra[0], 40) or "''", f"unknown column '{shorten(extra[0])}'"
    elif twice:
        key, wrong = shorten(twice[0], 40), f"column '{shorten(twice[0])}' stands twice"
    document.tell(Mark(1, 1), key, wrong, ", ".join(expected))


def _explain(document: Document, row: Row, error: ValidationError) -> None:
    for detail in error.errors(include_url=False):
        cause = detail.get("ctx", {}).get("error")
        path = [part for part in detail["loc"] if isinstance(part, str)]
        key = path[-1] if path else "row"
        if isinstance(cause, Wrong):
            key = cause.key or key
            document.tell(row.mark(key), key, cause.wrong, cause.expected, cause.mend)
        else:
            document.tell(row.mark(key), key, "the cell is blank", "a value")
