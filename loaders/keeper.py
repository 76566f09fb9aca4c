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

import duckdb

from loaders import apart, build
from loaders.problems import DataError, Problem
from loaders.store import Store, StoreError

LOOK_SECONDS = 1.0
RETRY_SECONDS = 5.0  # what could not be built, such as on a full disk

Signature = tuple[tuple[str, int, int], ...]

_LOG = logging.getLogger("lifecourse")
_NOT_BUILT = (DataError, build.BuildError, StoreError)


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
        self._seen: Signature | None = None
        self._held: Held | None = None
        self._size: int | None = None
        self._tried = 0.0

    def held(self) -> Held:
        """Return the build to show, building it when it is missing, or stale and not watched.

        What could not be built is then tried again at every call. Without an earlier build it
        raises DataError when the data is wrong, BuildError when nothing can be written,
        StoreError when what was built cannot be read.
        """
        with self._lock:
            held = self._whole()
            if held is not None and self._watched:
                return held
            seen = _signature(self._data)
            if held is None or held.unbuilt or seen != self._seen:
                self._seen = seen
                held = self._take(self._renewed(build.build))
            return held

    def watch(self, told: Callable[[Held], None]) -> None:
        """Look for changes from now on, in a thread of its own, as long as the keeper is there.

        ``told`` is called after every look with what is held.
        """
        self._watched = True
        arguments = (weakref.ref(self), told)
        threading.Thread(target=_watch, args=arguments, name="keeper", daemon=True).start()

    def look(self) -> Held | None:
        """Return the build to show, if there is one; what has changed is built by a process first.

        Nobody who asks for ``held`` waits for it. What could not be built is tried again after a
        while. Raises as ``held`` does.
        """
        seen = _signature(self._data)
        with self._lock:
            held = self._whole()
            good = held is not None and not held.unbuilt
            late = time.monotonic() - self._tried > RETRY_SECONDS
            if seen == self._seen and (good or not late):
                return held
            self._seen, self._tried = seen, time.monotonic()
        renewed = self._renewed(apart.make)
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

    def _whole(self) -> Held | None:
        """Return what is held if its file is as it was when it was opened; let go of one cut."""
        if self._held is None:
            return None
        size = _size(self._held.store.path)
        if size == self._size:
            return self._held
        path = self._held.store.path
        _LOG.warning("%s was changed or removed while it was open; it is built again", path.name)
        if size is not None:
            self._drop(self._held.store)
        return None

    def _drop(self, store: Store) -> None:
        """Close a bad build and remove its file: DuckDB shares what is open of the same file."""
        self._held = None
        store.close()
        with contextlib.suppress(OSError):
            store.path.unlink()

    def _take(self, held: Held) -> Held:
        """Hand this out from now on; what equals the one before is that one."""
        if self._held is None or held != self._held:
            self._held = held
        self._size = _size(held.store.path)
        return self._held

    def _renewed(self, make: Callable[[Path, Path], Path]) -> Held:
        try:
            return Held(self._opened(make))
        except _NOT_BUILT as error:
            before = self._held
            last = before.store if before else self._last_good()
            if last is None:
                raise
            if isinstance(error, DataError):
                return Held(last, tuple(error.problems))
            if before is None or before.unbuilt != str(error):
                _LOG.error("The changed data cannot be built: %s", error)
            return Held(last, unbuilt=str(error))

    def _opened(self, make: Callable[[Path, Path], Path]) -> Store:
        """Make a build and open it; one that is damaged is built once more."""
        path = make(self._data, self._out)
        before = self._held
        if before is not None and before.store.path == path:
            return before.store
        try:
            return Store(path)
        except StoreError:
            with contextlib.suppress(OSError):  # on Windows another process may have it open
                path.unlink()
            return Store(make(self._data, self._out))

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
        except _NOT_BUILT:
            pass  # whoever opens a page is told
        except Exception:
            _LOG.exception("The data could not be watched; it is tried again")
        del keeper  # else it would be there for as long as this thread


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
