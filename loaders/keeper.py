"""Keeps one build open for a whole server, and replaces it when data/ changes.

Many sessions, one build: whoever notices a change builds, the others wait or go on with
the build they have. Data that is wrong never replaces data that was right, and a build that
cannot be written or read takes nothing from anybody. A build that is cut or removed while it is
open is built again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders import build
from loaders.problems import DataError, Problem
from loaders.store import Store, StoreError

Signature = tuple[tuple[str, int, int], ...]

_LOG = logging.getLogger("lifecourse")


@dataclass(frozen=True)
class Held:
    """The open build, and why it is not of newer data (nothing: it is of the data as it stands).

    ``problems`` are what is wrong with the newer data; ``unbuilt`` says why newer data, right or
    wrong, could not be built.
    """

    store: Store
    problems: tuple[Problem, ...] = ()
    unbuilt: str = ""


class Keeper:
    """Hands out the newest good build of a data folder."""

    def __init__(self, data: Path, out: Path) -> None:
        self._data = data
        self._out = out
        self._lock = threading.Lock()
        self._seen: Signature | None = None
        self._held: Held | None = None
        self._size: int | None = None

    def held(self) -> Held:
        """Return the build to show, building it when it is missing or stale.

        What could not be built is tried again at every call. Without an earlier build it
        raises DataError when the data is wrong, BuildError when nothing can be written,
        StoreError when what was built cannot be read.
        """
        seen = _signature(self._data)
        with self._lock:
            whole = self._held is None or self._is_whole(self._held.store.path)
            if self._held is None or self._held.unbuilt or not whole or seen != self._seen:
                self._held = self._renew()
                self._size = _size(self._held.store.path)
                self._seen = seen
            return self._held

    def mended(self) -> bool:
        """Say whether the build that is held could not be read, and a good one is now in its place.

        To be asked when a query failed: every table is read. What cannot be mended is told by
        the next call of ``held``.
        """
        with self._lock:
            if self._held is None or readable(self._held.store):
                return False
            self._drop(self._held.store)
        try:
            return readable(self.held().store)
        except (DataError, build.BuildError, StoreError):
            return False

    def _is_whole(self, path: Path) -> bool:
        """Say whether the file of a build is as it was when it was opened; let go of one cut."""
        size = _size(path)
        if size == self._size:
            return True
        _LOG.warning("%s was changed or removed while it was open; it is built again", path.name)
        if size is not None and self._held is not None:
            self._drop(self._held.store)
        return False

    def _drop(self, store: Store) -> None:
        """Close a bad build and remove its file: DuckDB shares what is open of the same file."""
        self._held = None
        store.close()
        with contextlib.suppress(OSError):
            store.path.unlink()

    def _renew(self) -> Held:
        try:
            store = self._open(build.build(self._data, self._out))
        except (DataError, build.BuildError, StoreError) as error:
            last = self._held.store if self._held else self._last_good()
            if last is None:
                raise
            if isinstance(error, DataError):
                return Held(last, tuple(error.problems))
            return Held(last, unbuilt=str(error))
        return Held(store)

    def _open(self, path: Path) -> Store:
        """Open a build; one that is damaged is built once more."""
        if self._held is not None and self._held.store.path == path:
            return self._held.store
        try:
            return Store(path)
        except StoreError:
            with contextlib.suppress(OSError):  # on Windows another process may have it open
                path.unlink()
            return Store(build.build(self._data, self._out))

    def _last_good(self) -> Store | None:
        path = build.current(self._out)
        if path is None:
            return None
        try:
            return Store(path)
        except StoreError:
            return None


def readable(store: Store) -> bool:
    """Say whether every table of a build can be read to its end."""
    try:
        tables = store.query("SELECT schema_name, table_name FROM duckdb_tables()")
        for schema, table in zip(tables["schema_name"], tables["table_name"], strict=True):
            store.query(f'SELECT sum(hash(t)) FROM "{schema}"."{table}" t')  # noqa: S608
    except (duckdb.Error, StoreError):
        return False
    return True


def _size(path: Path) -> int | None:
    """Return the size of a file, None when it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _signature(folder: Path) -> Signature:
    """Return names, times and sizes of the data files: cheap enough for every rerun."""
    found = []
    for pattern in ("*.yaml", "*.csv"):
        for file in folder.rglob(pattern):
            try:
                state = file.stat()
            except OSError:
                continue  # removed since it was listed
            found.append((file.as_posix(), state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))
