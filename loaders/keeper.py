"""Keeps one build open for a whole server, and replaces it when data/ changes.

Many sessions, one build: whoever notices a change builds, the others wait or go on with
the build they have. Data that is wrong never replaces data that was right, and a build that
cannot be written or read takes nothing from anybody.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path

from loaders import build
from loaders.problems import DataError, Problem
from loaders.store import Store, StoreError

Signature = tuple[tuple[str, int, int], ...]


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

    def held(self) -> Held:
        """Return the build to show, building it when it is missing or stale.

        What could not be built is tried again at every call. Without an earlier build it
        raises DataError when the data is wrong, BuildError when nothing can be written,
        StoreError when what was built cannot be read.
        """
        seen = _signature(self._data)
        with self._lock:
            if self._held is None or self._held.unbuilt or seen != self._seen:
                self._held = self._renew()
                self._seen = seen
            return self._held

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
