"""Catalogue -> .build/lifecourse-<fingerprint>.duckdb: deterministic, and all or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from config import ROOT, settings
from loaders import catalogue as curated
from loaders import rows, stamp
from loaders.store import Store, StoreError
from loaders.tables import MOST_BYTES
from loaders.yaml_reader import bytes_of
from models.catalogue import Catalogue

POINTER = "current.json"
# What a killed build leaves behind is removed when it is older than this.
ABANDONED_AFTER_SECONDS = 3600
_HERE = Path(__file__).resolve().parent
# Code that decides what a database holds: when it changes, so does the fingerprint.
_CODE = ("models", "loaders")
_MOST_READINGS = 5


class BuildError(Exception):
    """The database could not be written; the message says what to do."""


def fingerprint(folder: Path) -> str:
    """Return 16 hex digits that stand for the content of a data folder and the code that reads it.

    Line ends and a byte order mark do not count, so that a checkout on Windows agrees.
    """
    digest = hashlib.sha256(f"{settings().large_difference_percent}\0".encode())
    for name, file in _ingredients(folder):
        try:
            data = bytes_of(file, MOST_BYTES).removeprefix(b"\xef\xbb\xbf")
            data = data.replace(b"\r\n", b"\n")
        except OSError:  # validation names it
            data = b"\0unreadable"
        digest.update(name.encode(errors="surrogatepass"))
        digest.update(b"\0" + str(len(data)).encode() + b"\0")
        digest.update(data)
    return digest.hexdigest()[:16]


def _ingredients(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name, file) of all that decides what a build holds, in an order of its own."""
    of_data = {file for pattern in ("*.yaml", "*.csv") for file in folder.rglob(pattern)}
    of_code = {
        file
        for part in _CODE
        for pattern in ("*.py", "*.sql")
        for file in (ROOT / part).rglob(pattern)
    }
    for root, files in ((folder, of_data), (ROOT, of_code)):
        yield from sorted((file.relative_to(root).as_posix(), file) for file in files)


def build(folder: Path, out: Path) -> Path:
    """Validate a data folder and write its database; return the path.

    A database of the same fingerprint is kept as it is, if it can be opened. Raises DataError
    when the data is wrong and BuildError when the folder cannot be written; either leaves the
    previous build.
    """
    mark = fingerprint(folder)
    target = _target(out, mark)
    if not _is_good(target, mark):
        catalogue, mark = _settled(folder, mark)
        target = _target(out, mark)
        made = stamp.stamp(folder.resolve(), *(ROOT / part for part in _CODE))
        _write(catalogue, mark, made, target)
    _point(out, target, mark)
    _prune(out, target)
    return target


def _is_good(target: Path, mark: str) -> bool:
    """Say whether a database is the one of this fingerprint; remove what is none."""
    if not target.is_file():
        return False
    try:
        store = Store(target)
    except StoreError:
        good = False
    else:
        good = store.fingerprint == mark
        store.close()
    if not good:
        with contextlib.suppress(OSError):  # on Windows another process may have it open
            target.unlink()
    return good


def _target(out: Path, mark: str) -> Path:
    return out / f"lifecourse-{mark}.duckdb"


def _settled(folder: Path, mark: str) -> tuple[Catalogue, str]:
    """Read a folder that nobody edited meanwhile, so that name and content belong together."""
    for _ in range(_MOST_READINGS):
        catalogue = curated.load(folder)
        before, mark = mark, fingerprint(folder)
        if before == mark:
            return catalogue, mark
    raise BuildError(f"{folder} changes while it is read. Build again when it is saved.")


def current(out: Path) -> Path | None:
    """Return the newest whole build of a folder, or None."""
    try:
        name = json.loads((out / POINTER).read_text(encoding="utf-8"))["database"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    path = out / Path(str(name)).name
    return path if path.is_file() else None


def kept(out: Path) -> list[Path]:
    """Return the builds of a folder: the current one, then the others, the newest first.

    The first that can be opened is the last good one. None need be: they may be damaged, or of
    another version of the program.
    """
    first = current(out)
    others = sorted(
        (path for path in out.glob("lifecourse-*.duckdb") if path != first),
        key=lambda path: (_age(path), path.name),
    )
    return [*([first] if first else []), *others]


def _write(catalogue: Catalogue, mark: str, made: stamp.Stamp, target: Path) -> None:
    temporary = target.with_name(f"building-{secrets.token_hex(8)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fill(catalogue, mark, made, temporary)
        if not target.exists():  # else another process was quicker, with the same content
            temporary.replace(target)
    except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
        raise BuildError(
            f"the database could not be written to {target.parent}: {error}. "
            "Make it a writable folder with some 20 MB free, or name another with --out."
        ) from error
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + ".wal")):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _fill(catalogue: Catalogue, mark: str, made: stamp.Stamp, path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("BEGIN")
        connection.execute((_HERE / "schema.sql").read_text(encoding="utf-8"))
        for fact in catalogue.ward_facts:  # ids are [a-z0-9_-]: safe between quotes
            connection.execute(f'ALTER TABLE curated.wards ADD COLUMN "{fact.id}" DOUBLE')
        connection.execute(
            "INSERT INTO curated.build_info VALUES (?, ?, ?, ?, ?)",
            [mark, made.built, made.git_commit, made.git_changed, stamp.schema_version()],
        )
        for table, content in rows.tables(catalogue):
            _insert(connection, table, content)
        connection.execute((_HERE / "views.sql").read_text(encoding="utf-8"))
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, content: list[rows.Row]) -> None:
    empty = connection.sql(f"SELECT * FROM curated.{table} LIMIT 0").to_arrow_table()  # noqa: S608
    unknown = {key for row in content for key in row} - set(empty.schema.names)
    if unknown:
        raise AssertionError(f"schema.sql has no column {sorted(unknown)} in {table}")
    arrow = pa.Table.from_pylist(content, schema=empty.schema)
    connection.register("arriving", arrow)
    connection.execute(f"INSERT INTO curated.{table} SELECT * FROM arriving")  # noqa: S608
    connection.unregister("arriving")


def _point(out: Path, target: Path, mark: str) -> None:
    content = json.dumps({"database": target.name, "fingerprint": mark}, indent=2).encode() + b"\n"
    pointer = out / POINTER
    temporary = out / f"pointer-{secrets.token_hex(8)}.tmp"
    try:
        if pointer.is_file() and pointer.read_bytes() == content:
            return
        temporary.write_bytes(content)
        temporary.replace(pointer)
    except OSError as error:
        raise BuildError(
            f"{pointer} could not be written: {error}. Make the folder writable."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _prune(out: Path, keep: Path) -> None:
    """Remove all but the newest builds, and what killed builds left behind.

    A build that another process holds open stays (Windows), and so does the one pointed at.
    """
    with contextlib.suppress(OSError):
        keep.touch()  # used again is as good as new
    builds = {path: _age(path) for path in out.glob("lifecourse-*.duckdb")}
    oldest_last = sorted(builds, key=lambda path: (builds[path], path.name))
    doomed = oldest_last[max(1, settings().keep_builds) :]
    for pattern in ("building-*.tmp*", "pointer-*.tmp"):
        doomed += [path for path in out.glob(pattern) if _age(path) > ABANDONED_AFTER_SECONDS]
    for old in doomed:
        if old not in (keep, current(out)):
            with contextlib.suppress(OSError):
                old.unlink()


def _age(path: Path) -> float:
    """Return the seconds since a file was written; one that is gone was written just now."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
