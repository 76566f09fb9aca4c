"""data/ -> models.Catalogue: files read strictly, references resolved, all problems at once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from loaders import tables, yaml_reader
from loaders.problems import DataError, Problem
from loaders.yaml_reader import Document
from models.base import Model, Wrong, plan, read_id, references, shape, shorten
from models.base import Path as KeyPath
from models.catalogue import NO_HEXAGON, Catalogue, Fault
from models.reconcile import undefined

# In these the file's (or its folder's) name is the source of every item that names none.
BY_SOURCE = ("figures", "not_figures", "programmes", "ward_designations")
# Things inside other things that have ids of their own: all ids share one space.
NESTED = ("themes", "actions", "success_measures")
# What may stand in data/ beside the curated files: anything whose name looks like neither.
_LOOKS_CURATED = re.compile(r".+\.(?:ya?ml|csv)(?:\.txt)?", re.IGNORECASE | re.DOTALL)
_WARD_KEYS = ("ward", "ward_code", "neighbour_code", "wards")
_SUGGESTIONS = 50


@dataclass
class _Reading:
    """What is gathered while the files are read.

    ``named`` holds every (kind, id) that a file gives, of broken items too; ``unread`` the
    kinds of which something has no readable id, so that a reference to nothing cannot be
    told from a reference to it; ``by_file`` the items that take their source from their file.
    """

    folder: Path
    items: dict[str, list[Model]] = field(default_factory=dict)
    places: dict[int, tuple[Document, KeyPath]] = field(default_factory=dict)
    ids: dict[str, tuple[str, int]] = field(default_factory=dict)
    named: set[tuple[str, str]] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    by_file: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Inspection:
    """A data folder read: what could be built of it, every problem, and where each item stands."""

    catalogue: Catalogue
    problems: list[Problem]
    places: dict[int, tuple[Document, KeyPath]] = field(default_factory=dict, repr=False)

    def place(self, fault: Fault) -> tuple[Document, KeyPath]:
        """Return the file that the item of a fault was read from, and its path there."""
        return self.places.get(id(fault.item), (Document("data"), ()))

    def problem(self, fault: Fault) -> Problem:
        """Return a fault of an item with the place of the key it is about."""
        document, at = self.place(fault)
        path = (*at, *fault.path)
        mark = document.mark(path)
        key = yaml_reader.key_of(path)
        return Problem(
            document.path, mark.line, mark.column, key, fault.wrong, fault.expected, fault.mend
        )


def load(folder: Path) -> Catalogue:
    """Read a data folder. Raises DataError with every problem found."""
    inspection = inspect(folder)
    if inspection.problems:
        raise DataError(inspection.problems)
    return inspection.catalogue


def inspect(folder: Path) -> Inspection:
    """Read a data folder; never raises for what it holds."""
    reading = _Reading(folder)
    if not folder.is_dir():
        problem = Problem(
            folder.as_posix(), 1, 1, "file", "there is no such folder", "the data folder"
        )
        return Inspection(Catalogue(), [problem])
    reading.problems += _strangers(reading)
    read = 0
    for kind, model in Catalogue.FILES.items():
        reading.items[kind] = []
        for file in files_of(folder, kind):
            read += 1
            _read_file(reading, kind, model, file)
    if not read and not reading.problems:
        reading.problems.append(
            Problem(
                f"{folder.name}/", 1, 1, "file", "the folder holds no data", "sources.yaml and more"
            )
        )
    facts = tuple(getattr(fact, "id") for fact in reading.items["ward_facts"])
    whole = not any(_kind_of(reading, problem) == "ward_facts" for problem in reading.problems)
    wards = tables.wards(folder, facts if whole else None)
    crosswalk, observations = tables.ward_crosswalk(folder), tables.observations(folder)
    neighbours, hexagons = tables.ward_neighbours(folder), tables.ward_hexagons(folder)
    for table in (wards, crosswalk, neighbours, hexagons, observations):
        reading.problems += table.problems
        reading.places |= table.places
    catalogue = Catalogue(
        **{kind: tuple(items) for kind, items in reading.items.items()},  # type: ignore[arg-type]
        wards=tuple(wards.items),
        ward_crosswalk=tuple(crosswalk.items),
        ward_neighbours=tuple(neighbours.items),
        ward_hexagons=tuple(hexagons.items),
        observations=tuple(observations.items),
    )
    inspection = Inspection(catalogue, reading.problems, reading.places)
    for fault in catalogue.faults():
        document, at = inspection.place(fault)
        if document.faulty((*at, *fault.path)):
            continue  # the reader has told it better
        if (
            (wards.problems and fault.path[0] in _WARD_KEYS and fault.wrong.startswith("ward '"))
            or (crosswalk.problems and fault.path == ("share_percent",))
            or (hexagons.problems and fault.wrong.endswith(NO_HEXAGON))
        ):
            continue  # the row it wants may be the one that cannot be read
        if not _follows(reading, catalogue, fault):
            reading.problems.append(_placed(reading, inspection, fault))
    if not reading.problems:  # checks can only be computed of what is whole
        reading.problems += [inspection.problem(fault) for fault in undefined(catalogue)]
    return Inspection(catalogue, sorted(set(reading.problems)), reading.places)


def files_of(folder: Path, kind: str) -> list[Path]:
    """Return the files of one kind: ``<kind>.yaml`` and everything below ``<kind>/``.

    What bears such a name and is no file (a folder, a dead link) is among them: reading it
    tells.
    """
    single = folder / f"{kind}.yaml"
    below = sorted((folder / kind).rglob("*.yaml")) if (folder / kind).is_dir() else []
    return [*([single] if os.path.lexists(single) else []), *below]


def _kind_of(reading: _Reading, problem: Problem) -> str:
    below = problem.path.removeprefix(f"{reading.folder.name}/")
    return below.partition("/")[0].removesuffix(".yaml")


def _strangers(reading: _Reading) -> Iterator[Problem]:
    """Name what no kind claims: a misspelt file name would lose its figures without a word."""
    folder = reading.folder
    for root, below, files in os.walk(folder):
        for name in sorted([*files, *below]):
            path = Path(root) / name
            parts = path.relative_to(folder).parts
            if name in below and not path.is_symlink():
                continue  # a folder; one with the name of a file is met when it is read
            kind = parts[0] if len(parts) > 1 else path.stem
            wrong, mend = "no file of this name is read", None
            expected = f"one of {', '.join(Catalogue.FILES)} with the ending .yaml"
            near = difflib.get_close_matches(kind.lower(), Catalogue.FILES, n=1)
            if name in below:
                if len(parts) == 1 or kind not in Catalogue.FILES:
                    continue
                wrong, expected = "a link to a folder is not followed", "the folder itself"
            elif _claimed(parts) or not (_LOOKS_CURATED.fullmatch(name) or name in Catalogue.FILES):
                continue
            elif near:
                mend = "/".join(near if len(parts) == 1 else (*near, path.stem)) + ".yaml"
            reading.unread |= _refs_of(near[0]) if near else {"*"}
            yield Problem(_shown(folder, path), 1, 1, "file", wrong, expected, mend)


def _claimed(parts: tuple[str, ...]) -> bool:
    """Say whether a file of data/ is read, by its path there."""
    if parts[-1].endswith(".yaml"):
        return parts[0].removesuffix(".yaml") in Catalogue.FILES
    return parts in [(f"{name}.csv",) for name in Catalogue.TABLES if name != "observations"] or (
        len(parts) == 2 and parts[0] == "observations" and parts[1].endswith(".csv")
    )


def _refs_of(kind: str) -> set[str]:
    """Return the kinds of reference that a file of a kind holds the ids of."""
    nested = NESTED if kind == "domains" else ()
    return {name.removesuffix("s") for name in (kind, *nested)}


def _shown(folder: Path, file: Path) -> str:
    return shorten(f"{folder.name}/{file.relative_to(folder).as_posix()}", 300)


def _read_file(reading: _Reading, kind: str, model: type[Model], file: Path) -> None:
    document = yaml_reader.read_file(file, _shown(reading.folder, file))
    if document.tree is None:
        reading.unread |= _refs_of(kind)
    elif not isinstance(document.tree, list):
        reading.unread |= _refs_of(kind)
        if not document.faulty(()):
            wrong = f"{shape(document.tree)} stands at the top"
            document.add((), wrong, "a list of items, each after '- '")
    else:
        below = file.relative_to(reading.folder).parts[1:]
        source = below[0].removesuffix(".yaml") if kind in BY_SOURCE and below else None
        for index, tree in enumerate(document.tree):
            _read_item(reading, kind, model, document, (index,), tree, source)
            if document.full:
                reading.unread |= _refs_of(kind)
                break
    reading.problems += document.problems


def _read_item(
    reading: _Reading,
    kind: str,
    model: type[Model],
    document: Document,
    at: KeyPath,
    tree: object,
    source: str | None,
) -> None:
    if not isinstance(tree, dict):
        reading.unread |= _refs_of(kind)
        if not document.faulty(at):
            wrong = f"{shape(tree)} stands here"
            document.add(at, wrong, f"an item of {kind} (key: value)")
        return
    inherits = source is not None and "source" not in tree and not document.faulty((*at, "source"))
    if inherits:
        tree = {**tree, "source": source}
    _note_ids(reading, document, at, tree, kind)
    _cut_prose(document, at, tree, model)
    try:
        item = model.model_validate(tree)
    except ValidationError as error:
        _explain_all(document, at, model, error.errors(include_url=False))
        return
    reading.items[kind].append(item)
    reading.places[id(item)] = (document, at)
    if inherits:
        reading.by_file.add(id(item))


def _note_ids(
    reading: _Reading, document: Document, at: KeyPath, tree: dict[str, object], kind: str
) -> None:
    name, path = tree.get("id"), (*at, "id")
    try:
        text = read_id(None if document.faulty(path) else name)
    except Wrong:
        reading.unread |= _refs_of(kind)
    else:
        reading.named.add((kind.removesuffix("s"), text))
        if text in reading.ids:
            file, line = reading.ids[text]
            wrong = f"the id '{shorten(text)}' stands already at {file}:{line}"
            document.add(path, wrong, "an id of its own for every thing")
        else:
            reading.ids[text] = (document.path, document.mark(path).line)
    for key in NESTED:
        below = tree.get(key)
        if isinstance(below, list):
            for index, inner in enumerate(below):
                if isinstance(inner, dict):
                    _note_ids(reading, document, (*at, key, index), inner, key)


def _follows(reading: _Reading, catalogue: Catalogue, fault: Fault) -> bool:
    """Say whether a reference is only dangling because what it names could not be read."""
    for path, kind, target in references(fault.item):
        if path == fault.path and target not in catalogue.by_kind[kind]:
            return (kind, target) in reading.named or not reading.unread.isdisjoint({kind, "*"})
    return False


def _placed(reading: _Reading, inspection: Inspection, fault: Fault) -> Problem:
    """Return a fault's problem; a file named after no source is one problem, not one per item."""
    problem = inspection.problem(fault)
    if fault.path == ("source",) and id(fault.item) in reading.by_file:
        wrong = f"the file is named for its source: {fault.wrong}"
        return Problem(problem.path, 1, 1, "source", wrong, fault.expected, fault.mend)
    return problem


def _cut_prose(
    document: Document, at: KeyPath, tree: dict[str, object], model: type[Model]
) -> None:
    """Name prose that ends at a comment: YAML drops what follows `` #`` without a word."""
    if not document.cut:
        return
    for part in plan(model):
        value = tree.get(part.name)
        path = (*at, part.name)
        below = [(*path, index) for index in range(len(value))] if isinstance(value, list) else []
        for one in (path, *below):
            if part.prose and one in document.cut:
                wrong = "YAML drops what follows ' #' in this text"
                document.add(one, wrong, "the whole text in double quotes")
        if part.model is not None:
            nested = zip(below, value, strict=True) if isinstance(value, list) else [(path, value)]
            for one, inner in nested:
                if isinstance(inner, dict):
                    _cut_prose(document, one, inner, part.model)


def _explain_all(
    document: Document, at: KeyPath, model: type[Model], details: list[ErrorDetails]
) -> None:
    """Add what is wrong with an item. A key that is only misspelt is not missing as well."""
    misspelt: set[KeyPath] = set()
    unknown = [detail for detail in details if detail["type"] == "extra_forbidden"]
    for detail in unknown[:_SUGGESTIONS]:
        near = _nearest(str(detail["loc"][-1]), _model_at(model, detail["loc"][:-1]))
        if near:
            misspelt.add((*detail["loc"][:-1], near))
    for detail in details:
        if detail["type"] != "missing" or detail["loc"] not in misspelt:
            _explain(document, at, model, detail)


def _explain(document: Document, at: KeyPath, model: type[Model], detail: ErrorDetails) -> None:
    path: KeyPath = (*at, *(part for part in detail["loc"] if part != "[key]"))
    error = detail.get("ctx", {}).get("error")
    if isinstance(error, Wrong) and error.key is not None:
        path = (*path, error.key)
    if document.faulty(path):
        return  # the reader has told it better
    if detail["type"] == "extra_forbidden":
        inner = _model_at(model, detail["loc"][:-1])
        key = str(path[-1])
        near = _nearest(key, inner) if len(document.problems) < _SUGGESTIONS else None
        known = ", ".join(inner.model_fields)
        mend = f"{near}:" if near else None
        document.add(path, f"unknown key '{shorten(key)}'", f"one of {known}", mend)
    elif detail["type"] == "missing":
        key = shorten(str(path[-1]))
        document.tell(
            document.mark(path[:-1]), key, "the key is missing", f"'{key}: ...' in this item"
        )
    elif isinstance(error, Wrong):
        mend = error.mend or _near_word(error, detail.get("input"))
        document.add(path, error.wrong, error.expected, mend)
    else:
        mapping = "dict" in detail["type"] or "model" in detail["type"]
        expected = "a mapping (key: value)" if mapping else "another value"
        document.add(path, f"{shape(detail.get('input'))} stands here", expected)


def _nearest(key: str, model: type[Model]) -> str | None:
    near = difflib.get_close_matches(key[:60].lower(), model.model_fields, n=1, cutoff=0.5)
    return near[0] if near else None


def _near_word(error: Wrong, given: object) -> str | None:
    if not error.expected.startswith("one of ") or not isinstance(given, str):
        return None
    words = error.expected.removeprefix("one of ").split(", ")
    near = difflib.get_close_matches(given[:60].lower(), words, n=1, cutoff=0.5)
    return near[0] if near else None


def _model_at(model: type[Model], loc: tuple[str | int, ...]) -> type[Model]:
    for part in loc:
        if isinstance(part, str):
            for inner in plan(model):
                if inner.name == part and inner.model is not None:
                    model = inner.model
    return model
