"""Keeps one build open for a whole server, and replaces it when data/ changes.

Many sessions, one build. A keeper that watches looks for changes by itself and has them built by
another process: sessions go on with the build they have, and the next run of each has the new
one. One that does not watch looks when it is asked, and builds there and then; who asks meanwhile
waits.

Data that is wrong never replaces data that was right, and a build that cannot be written or read
takes nothing from anybody. A build that is cut or removed while it is open is built again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from loaders import apart, build
from loaders.problems import DataError, Problem
from loaders.store import Store, StoreError

LOOK_SECONDS = 0.25
RETRY_SECONDS = 5.0  # what could not be built, such as on a full disk

Signature = tuple[tuple[str, int, int], ...]

_LOG = logging.getLogger("lifecourse")
_NOT_BUILT = (DataError, build.BuildError, StoreError)


class File(NamedTuple):
    """Which file stands under a name, and how many bytes it has."""

    number: int
    size: int


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
        self._watched = False
        self._held: Held | None = None
        self._file: File | None = None  # of the open build, as it was when it was opened
        self._fault: Exception | None = None  # why there is nothing to hold
        self._seen: Signature | None = None
        self._tried = 0.0

    def held(self) -> Held:
        """Return the build to show; if there is none, or a stale one and nobody watches, build it.

        Without any build to show it raises DataError when the data is wrong, BuildError when
        nothing can be written, StoreError when what was built cannot be read.
        """
        with self._lock:
            self._let_go_if_cut()
            if (self._held is None or not self._watched) and self._due():
                self._take(self._renewed())
            if self._held is None:
                raise (self._fault or AssertionError()).with_traceback(None)
            return self._held

    def watch(self, told: Callable[[Held], None]) -> None:
        """Look for changes from now on, in a thread of its own, as long as the keeper is there.

        Builds are made by another process then. ``told`` is called after every look with what is
        held.
        """
        self._watched = True
        arguments = (weakref.ref(self), told)
        threading.Thread(target=_watch, args=arguments, name="keeper", daemon=True).start()

    def look(self) -> Held | None:
        """Build what has changed, and return what is held then; None if there is nothing.

        Whoever asks for ``held`` meanwhile does not wait, as long as there is something to show.
        What could not be built is tried again after a while.
        """
        with self._lock:
            self._let_go_if_cut()
            if not self._due():
                return self._held
            if self._held is None:
                return self._take(self._renewed())
        renewed = self._renewed()
        with self._lock:
            return self._take(renewed)

    def mended(self, used: Store) -> bool:
        """Say whether a good build is now in the place of one that could not be read.

        To be asked when a query of ``used`` failed: every table is read. What cannot be mended
        is told by the next call of ``held``.
        """
        with self._lock:
            if self._held is not None and self._held.store is used:
                if readable(used):
                    return False
                self._drop(used)
        try:
            held = self.held()
        except _NOT_BUILT:
            return False
        return held.store is not used and readable(held.store)

    def _due(self) -> bool:
        """Say whether to build now, and note that it is done."""
        seen = _signature(self._data)
        held = self._held
        good = held is not None and not held.unbuilt and not self._gone()
        waits = self._watched and time.monotonic() - self._tried < RETRY_SECONDS
        if seen == self._seen and (good or waits):
            return False
        self._seen, self._tried = seen, time.monotonic()
        return True

    def _gone(self) -> bool:
        """Say whether the open build was removed, or another file put in its place.

        What is open can be read on until it is closed.
        """
        found = _file(self._held.store.path) if self._held else None
        return found is None or self._file is None or found.number != self._file.number

    def _let_go_if_cut(self) -> None:
        """Close the open build if its file was cut or written over."""
        if self._held is not None and not self._gone():
            path = self._held.store.path
            if _file(path) != self._file:
                _LOG.warning("%s was changed while it was open; it is built again", path.name)
                self._drop(self._held.store)

    def _drop(self, store: Store) -> None:
        """Close a bad build and remove its file: DuckDB shares what is open of the same file."""
        self._held = self._seen = None
        store.close()
        with contextlib.suppress(OSError):
            store.path.unlink()

    def _take(self, held: Held | None) -> Held | None:
        """Hand this out from now on; what equals the one before is that one."""
        if held is not None and held != self._held:
            self._held = held
        if self._held is not None:
            self._file = _file(self._held.store.path)
        return self._held

    def _renewed(self) -> Held | None:
        """Return what is to be held: of the data as it stands, or the last good build."""
        before = self._held
        try:
            make = apart.make if self._watched else build.build
            path = make(self._data, self._out)
            if before is not None and before.store.path == path:
                return Held(before.store)
            return Held(Store(path))
        except _NOT_BUILT as error:
            self._fault = error
            last = before.store if before else self._last_good()
            if last is None:
                return None
            if isinstance(error, DataError):
                return Held(last, tuple(error.problems))
            if before is not None and before.unbuilt:
                return before  # said once
            _LOG.error("The changed data cannot be built: %s", error)
            return Held(last, unbuilt=str(error))

    def _last_good(self) -> Store | None:
        for path in build.kept(self._out):
            with contextlib.suppress(StoreError):
                return Store(path)
        return None


def _watch(found: weakref.ref[Keeper], told: Callable[[Held], None]) -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        keeper = found()
        if keeper is None:
            return
        try:
            held = keeper.look()
            if held is not None:
                told(held)
        except Exception:
            _LOG.exception("The data could not be watched; it is tried again")
        del keeper  # else it would be there for as long as this thread


def readable(store: Store) -> bool:
    """Say whether every table of a build can be read to its end."""
    try:
        tables = store.query("SELECT schema_name, table_name FROM duckdb_tables()", afresh=True)
        for schema, table in zip(tables["schema_name"], tables["table_name"], strict=True):
            every = f'SELECT sum(hash(t)) FROM "{schema}"."{table}" t'  # noqa: S608
            store.query(every, afresh=True)
    except (duckdb.Error, StoreError):
        return False
    return True


def _file(path: Path) -> File | None:
    """Return which file this is and how long, None when it is not there."""
    try:
        state = path.stat()
    except OSError:
        return None
    return File(state.st_ino, state.st_size)


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
