"""The tables of data/: wards.csv and observations/*.csv, read as strictly as the YAML.

CSV is read as text with the header checked by name and nothing detected or guessed.
Blank means not available, never zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from loaders.problems import Problem
from loaders.yaml_reader import Document, Mark
from models.base import Model, Wrong, shorten
from models.base import Path as KeyPath
from models.observation import Observation
from models.ward import Ward

WARD_COLUMNS = ("ward_code", "ward_name", "district_code", "district", "place", "boundary_vintage")
OBSERVATION_COLUMNS = tuple(Observation.model_fields)

Row = tuple[int, dict[str, str]]
Item = TypeVar("Item", bound=Model)


@dataclass
class Table(Generic[Item]):
    """Rows read, where each stands, and what is wrong with the others."""

    items: list[Item] = field(default_factory=list)
    places: dict[int, tuple[Document, KeyPath]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, item: Item, document: Document, line: int) -> None:
        """Add a row that was read from a line of a file."""
        document.marks[(line,)] = Mark(line, 1)
        self.items.append(item)
        self.places[id(item)] = (document, (line,))


def wards(folder: Path, facts: tuple[str, ...]) -> Table[Ward]:
    """Read ``wards.csv``: the identity columns, then one column per ward fact of the YAML."""
    table: Table[Ward] = Table()
    file = folder / "wards.csv"
    if not file.is_file():
        return table
    document = Document(f"{folder.name}/wards.csv")
    known: set[str] = set()
    for line, row in _rows(file, document.path, (*WARD_COLUMNS, *facts), table.problems):
        given: dict[str, object] = {name: row[name] for name in WARD_COLUMNS}
        given["facts"] = {name: row[name] for name in facts if row[name]}
        try:
            ward = Ward.model_validate(given)
        except ValidationError as error:
            table.problems.extend(_explain(error, document.path, line))
            continue
        if ward.ward_code in known:
            wrong = f"{ward.ward_code} stands twice"
            table.problems.append(
                Problem(document.path, line, 1, "ward_code", wrong, "each ward once")
            )
        known.add(ward.ward_code)
        table.add(ward, document, line)
    return table


def observations(folder: Path) -> Table[Observation]:
    """Read every ``observations/*.csv``."""
    table: Table[Observation] = Table()
    below = folder / "observations"
    for file in sorted(below.glob("*.csv")) if below.is_dir() else []:
        document = Document(f"{folder.name}/observations/{file.name}")
        for line, row in _rows(file, document.path, OBSERVATION_COLUMNS, table.problems):
            given = {name: value for name, value in row.items() if value}
            try:
                table.add(Observation.model_validate(given), document, line)
            except ValidationError as error:
                table.problems.extend(_explain(error, document.path, line))
    return table


def _rows(
    file: Path, shown: str, columns: tuple[str, ...], problems: list[Problem]
) -> Iterator[Row]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem(shown, 1, 1, "file", f"byte {error.start} is not UTF-8", "UTF-8"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            problems.append(_header(shown, tuple(header), columns))
            return
        for row in reader:
            if len(row) != len(columns):
                wrong = f"the row has {len(row)} cells"
                problems.append(
                    Problem(shown, reader.line_num, 1, "row", wrong, f"{len(columns)} cells")
                )
                continue
            yield (
                reader.line_num,
                {name: cell.strip() for name, cell in zip(columns, row, strict=True)},
            )
    except csv.Error as error:
        problems.append(
            Problem(
                shown, reader.line_num, 1, "row", f"this is not CSV: {error}", "quoted text closed"
            )
        )


def _header(shown: str, header: tuple[str, ...], columns: tuple[str, ...]) -> Problem:
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    wrong = "the columns are not those expected"
    if missing:
        wrong = f"column '{missing[0]}' is missing"
    elif extra:
        wrong = f"unknown column '{shorten(extra[0])}'"
    return Problem(shown, 1, 1, (missing or extra or ["header"])[0], wrong, ", ".join(columns))


def _explain(error: ValidationError, shown: str, line: int) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        cause = detail.get("ctx", {}).get("error")
        path = [part for part in detail["loc"] if isinstance(part, str)]
        key = path[-1] if path else "row"
        if isinstance(cause, Wrong):
            yield Problem(shown, line, 1, cause.key or key, cause.wrong, cause.expected, cause.mend)
        else:
            yield Problem(shown, line, 1, key, "the cell is blank", "a value")
