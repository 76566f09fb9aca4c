"""Catalogue -> .build/lifecourse-<fingerprint>.duckdb: deterministic, and all or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from config import ROOT, settings
from loaders import catalogue as curated
from loaders import rows
from models.catalogue import Catalogue

POINTER = "current.json"
_HERE = Path(__file__).resolve().parent
# Code that decides what a database holds: when it changes, so does the fingerprint.
_CODE = ("models", "loaders")


class BuildError(Exception):
    """The database could not be written; the message says what to do."""


def fingerprint(folder: Path) -> str:
    """Return 16 hex digits that stand for the content of a data folder and the code that reads it.

    Line ends and a byte order mark do not count, so that a checkout on Windows agrees.
    """
    digest = hashlib.sha256()
    for root, file in _ingredients(folder):
        data = file.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        digest.update(file.relative_to(root).as_posix().encode())
        digest.update(b"\0" + str(len(data)).encode() + b"\0")
        digest.update(data)
    return digest.hexdigest()[:16]


def _ingredients(folder: Path) -> Iterator[tuple[Path, Path]]:
    for pattern in ("*.yaml", "*.csv"):
        yield from ((folder, file) for file in sorted(folder.rglob(pattern)))
    for part in _CODE:
        for pattern in ("*.py", "*.sql"):
            yield from ((ROOT, file) for file in sorted((ROOT / part).rglob(pattern)))


def build(folder: Path, out: Path) -> Path:
    """Validate a data folder and write its database; return the path.

    A database of the same fingerprint is kept as it is. Raises DataError when the data is
    wrong and BuildError when the folder cannot be written; either leaves the previous build.
    """
    mark = fingerprint(folder)
    target = out / f"lifecourse-{mark}.duckdb"
    if not target.is_file():
        catalogue = curated.load(folder)
        _write(catalogue, mark, target)
    _point(out, target, mark)
    _prune(out, target)
    return target


def current(out: Path) -> Path | None:
    """Return the newest whole build of a folder, or None."""
    try:
        name = json.loads((out / POINTER).read_text(encoding="utf-8"))["database"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    path = out / Path(str(name)).name
    return path if path.is_file() else None


def _write(catalogue: Catalogue, mark: str, target: Path) -> None:
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="building-", suffix=".tmp", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        temporary.unlink()  # DuckDB takes an empty file for a damaged database
        _fill(catalogue, mark, temporary)
        if target.exists():  # another process was quicker, with the same content
            return
        temporary.replace(target)
    except (OSError, duckdb.IOException) as error:
        raise BuildError(
            f"the database could not be written to {target.parent}: {error}. "
            "Make the folder writable with some 20 MB free, or name another with --out."
        ) from error
    finally:
        if temporary is not None:
            for leftover in (temporary, temporary.with_name(temporary.name + ".wal")):
                with contextlib.suppress(OSError):
                    leftover.unlink(missing_ok=True)


def _fill(catalogue: Catalogue, mark: str, path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("BEGIN")
        connection.execute((_HERE / "schema.sql").read_text(encoding="utf-8"))
        for fact in catalogue.ward_facts:  # ids are [a-z0-9_-]: safe between quotes
            connection.execute(f'ALTER TABLE curated.wards ADD COLUMN "{fact.id}" DOUBLE')
        connection.execute("INSERT INTO curated.build_info VALUES (?)", [mark])
        for table, content in rows.tables(catalogue):
            _insert(connection, table, content)
        connection.execute((_HERE / "views.sql").read_text(encoding="utf-8"))
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, content: list[rows.Row]) -> None:
    empty = connection.sql(f"SELECT * FROM curated.{table} LIMIT 0").to_arrow_table()  # noqa: S608
    columns = set(empty.schema.names)
    for row in content[:1]:
        unknown = set(row) - columns
        if unknown:
            raise AssertionError(f"schema.sql has no column {sorted(unknown)} in {table}")
    arrow = pa.Table.from_pylist(content, schema=empty.schema)
    connection.register("arriving", arrow)
    connection.execute(f"INSERT INTO curated.{table} SELECT * FROM arriving")  # noqa: S608
    connection.unregister("arriving")


def _point(out: Path, target: Path, mark: str) -> None:
    content = json.dumps({"database": target.name, "fingerprint": mark}, indent=2) + "\n"
    pointer = out / POINTER
    try:
        if pointer.is_file() and pointer.read_text(encoding="utf-8") == content:
            return
        handle, name = tempfile.mkstemp(prefix="pointer-", suffix=".tmp", dir=out)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(name).replace(pointer)
    except OSError as error:
        raise BuildError(
            f"{pointer} could not be written: {error}. Make the folder writable."
        ) from error


def _prune(out: Path, keep: Path) -> None:
    """Remove all but the newest builds; one that another process holds open stays (Windows)."""
    builds = sorted(
        (path for path in out.glob("lifecourse-*.duckdb") if path != keep),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for old in builds[max(0, settings().keep_builds - 1) :]:
        with contextlib.suppress(OSError):
            old.unlink()
