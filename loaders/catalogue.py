"""data/ -> models.Catalogue: files read strictly, references resolved, all problems at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from loaders import tables, yaml_reader
from loaders.problems import DataError, Problem
from loaders.yaml_reader import Document
from models.base import Model, Wrong, plan, shape, shorten
from models.base import Path as KeyPath
from models.catalogue import Catalogue, Fault

# In these the file's (or its folder's) name is the source of every item that names none.
BY_SOURCE = ("figures", "not_figures", "programmes", "ward_designations")
# Item kinds that other things refer to by id share one space of ids with all others.
NESTED = (("themes",), ("actions",), ("success_measures",))


@dataclass
class _Reading:
    """What is gathered while the files are read."""

    folder: Path
    items: dict[str, list[Model]] = field(default_factory=dict)
    places: dict[int, tuple[Document, KeyPath]] = field(default_factory=dict)
    ids: dict[str, tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Inspection:
    """A data folder read: what could be built of it, every problem, and where each item stands."""

    catalogue: Catalogue
    problems: list[Problem]
    places: dict[int, tuple[Document, KeyPath]] = field(default_factory=dict, repr=False)

    def problem(self, fault: Fault) -> Problem:
        """Return a fault of an item with the place of the key it is about."""
        document, at = self.places.get(id(fault.item), (Document("data"), ()))
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
    for kind, model in Catalogue.FILES.items():
        reading.items[kind] = []
        for file in files_of(folder, kind):
            _read_file(reading, kind, model, file)
    reading.problems.extend(_strangers(folder))
    facts = tuple(getattr(fact, "id") for fact in reading.items["ward_facts"])
    wards, observations = tables.wards(folder, facts), tables.observations(folder)
    for table in (wards, observations):
        reading.problems += table.problems
        reading.places |= table.places
    catalogue = Catalogue(
        **{kind: tuple(items) for kind, items in reading.items.items()},  # type: ignore[arg-type]
        wards=tuple(wards.items),
        observations=tuple(observations.items),
    )
    inspection = Inspection(catalogue, reading.problems, reading.places)
    reading.problems += [inspection.problem(fault) for fault in catalogue.faults()]
    return Inspection(catalogue, sorted(set(reading.problems)), reading.places)


def files_of(folder: Path, kind: str) -> list[Path]:
    """Return the files of one kind: ``<kind>.yaml`` and everything below ``<kind>/``."""
    single = folder / f"{kind}.yaml"
    below = sorted((folder / kind).rglob("*.yaml")) if (folder / kind).is_dir() else []
    return [*([single] if single.is_file() else []), *below]


def _strangers(folder: Path) -> Iterator[Problem]:
    """Name the YAML files that no kind claims: a misspelt name would lose its figures silently."""
    for file in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        parts = file.relative_to(folder).parts
        kind = parts[0] if len(parts) > 1 else file.stem
        if kind in Catalogue.FILES and file.suffix == ".yaml":
            continue
        near = difflib.get_close_matches(kind, Catalogue.FILES, n=1)
        yield Problem(
            _shown(folder, file),
            1,
            1,
            "file",
            "no file of this name is read" if file.suffix == ".yaml" else "files end in .yaml",
            f"one of {', '.join(Catalogue.FILES)} with the ending .yaml",
            f"{near[0]}.yaml" if near else None,
        )


def _shown(folder: Path, file: Path) -> str:
    return f"{folder.name}/{file.relative_to(folder).as_posix()}"


def _read_file(reading: _Reading, kind: str, model: type[Model], file: Path) -> None:
    shown = _shown(reading.folder, file)
    try:
        data = file.read_bytes()
    except OSError as error:
        reading.problems.append(
            Problem(shown, 1, 1, "file", f"it cannot be read ({error.strerror})", "a readable file")
        )
        return
    document = yaml_reader.read(data, shown)
    reading.problems.extend(document.problems)
    if document.tree is None:
        return
    if not isinstance(document.tree, list):
        mark = document.mark(())
        reading.problems.append(
            Problem(
                shown,
                mark.line,
                mark.column,
                "file",
                f"{shape(document.tree)} stands at the top",
                "a list of items, each after '- '",
            )
        )
        return
    source = None
    if kind in BY_SOURCE:
        parts = (
            file.relative_to(reading.folder / kind).parts if kind in file.parts else (file.stem,)
        )
        source = parts[0].removesuffix(".yaml")
    for index, tree in enumerate(document.tree):
        _read_item(reading, kind, model, document, (index,), tree, source)


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
        _add(reading, document, at, f"{shape(tree)} stands here", f"an item of {kind} (key: value)")
        return
    if source is not None and "source" not in tree:
        tree = {**tree, "source": source}
    _note_ids(reading, document, at, tree)
    _cut_prose(reading, document, at, tree, model)
    try:
        item = model.model_validate(tree)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _explain(reading, document, at, model, detail)
        return
    reading.items[kind].append(item)
    reading.places[id(item)] = (document, at)


def _note_ids(reading: _Reading, document: Document, at: KeyPath, tree: dict[str, object]) -> None:
    name = tree.get("id")
    if isinstance(name, str):
        path = (*at, "id")
        mark = document.mark(path)
        if name in reading.ids:
            file, line = reading.ids[name]
            _add(
                reading,
                document,
                path,
                f"the id '{shorten(name)}' stands already at {file}:{line}",
                "an id of its own for every thing",
            )
        else:
            reading.ids[str(name)] = (document.path, mark.line)
    for (key,) in NESTED:
        below = tree.get(key)
        if isinstance(below, list):
            for index, inner in enumerate(below):
                if isinstance(inner, dict):
                    _note_ids(reading, document, (*at, key, index), inner)


def _cut_prose(
    reading: _Reading, document: Document, at: KeyPath, tree: dict[str, object], model: type[Model]
) -> None:
    """Name prose that ends at a comment: YAML drops what follows `` #`` without a word."""
    for part in plan(model):
        value = tree.get(part.name)
        path = (*at, part.name)
        if part.prose and path in document.cut:
            _add(
                reading,
                document,
                path,
                "YAML drops what follows ' #' in this text",
                "the whole text in double quotes",
            )
        if part.model is not None and isinstance(value, list):
            for index, inner in enumerate(value):
                if isinstance(inner, dict):
                    _cut_prose(reading, document, (*path, index), inner, part.model)


def _add(
    reading: _Reading,
    document: Document,
    at: KeyPath,
    wrong: str,
    expected: str,
    mend: str | None = None,
) -> None:
    mark = document.mark(at)
    reading.problems.append(
        Problem(
            document.path, mark.line, mark.column, yaml_reader.key_of(at), wrong, expected, mend
        )
    )


def _explain(
    reading: _Reading, document: Document, at: KeyPath, model: type[Model], detail: ErrorDetails
) -> None:
    path: KeyPath = (*at, *(part for part in detail["loc"] if part != "[key]"))
    if document.faulty(path):
        return  # the reader has told it better
    error = detail.get("ctx", {}).get("error")
    if detail["type"] == "extra_forbidden":
        known = list(_model_at(model, detail["loc"][:-1]).model_fields)
        near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
        _add(
            reading,
            document,
            path,
            f"unknown key '{shorten(str(path[-1]))}'",
            f"one of {', '.join(known)}",
            f"{near[0]}:" if near else None,
        )
    elif detail["type"] == "missing":
        mark = document.mark(path[:-1])
        key = shorten(str(path[-1]))
        reading.problems.append(
            Problem(
                document.path,
                mark.line,
                mark.column,
                key,
                "the key is missing",
                f"'{key}: ...' in this item",
            )
        )
    elif isinstance(error, Wrong):
        if error.key is not None:
            path = (*path, error.key)
        mend = error.mend or _near_word(error, detail.get("input"))
        _add(reading, document, path, error.wrong, error.expected, mend)
    else:
        expected = (
            "a mapping (key: value)"
            if "dict" in detail["type"] or "model" in detail["type"]
            else "another value"
        )
        _add(reading, document, path, f"{shape(detail.get('input'))} stands here", expected)


def _near_word(error: Wrong, given: object) -> str | None:
    if not error.expected.startswith("one of ") or not isinstance(given, str):
        return None
    words = error.expected.removeprefix("one of ").split(", ")
    near = difflib.get_close_matches(given.lower(), words, n=1, cutoff=0.5)
    return near[0] if near else None


def _model_at(model: type[Model], loc: tuple[str | int, ...]) -> type[Model]:
    for part in loc:
        if isinstance(part, str):
            for inner in plan(model):
                if inner.name == part and inner.model is not None:
                    model = inner.model
    return model
