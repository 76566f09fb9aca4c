"""A build opened for reading: shared by threads, a cursor per query, closed to all else."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from config import settings
from loaders.stamp import schema_version

if TYPE_CHECKING:  # who only builds does not wait for it
    import pandas as pd

_BATCH = 1000
MOST_KEPT_BYTES = 64 << 20  # of results, by each build
# How DuckDB says so, on Windows and elsewhere.
_IN_USE = ("being used by another process", "Could not set lock")


class StoreError(Exception):
    """A build that cannot be opened, or not so be asked; the message says what to do."""


class Store:
    """One build, read-only: no files, no network, no settings, no Python objects in reach.

    ``fingerprint``, ``built`` (UTC), ``git_commit`` and ``git_changed`` are those of its
    ``build_info``; None where an older build does not say.
    """

    def __init__(self, path: Path, *, of_any_version: bool = False) -> None:
        """Open a build; one with other tables and views only if it may be ``of_any_version``.

        Raises StoreError when it is missing, damaged, no build of ours or of another version.
        """
        self.path = path
        if not path.is_file():
            raise StoreError(f"{path.name} is not there. Run: python -m loaders build")
        config: dict[str, Any] = {
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "memory_limit": settings().memory_limit,
            "threads": str(settings().threads),
            "temp_directory": "",
            "lock_configuration": "true",  # here, so that a build may be opened twice
        }
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=config)
            try:
                said = self._said_of_itself()
                self.fingerprint = str(said["fingerprint"])
            except (duckdb.Error, IndexError, KeyError):
                self._connection.close()  # an open handle would outlive a new build
                raise
        except (duckdb.Error, IndexError, KeyError) as error:
            if any(words in str(error) for words in _IN_USE):
                raise StoreError(
                    f"{path.name} is in use by a program that writes to it. Close that program, "
                    "or delete the file and run: python -m loaders build"
                ) from error
            raise StoreError(
                f"{path.name} cannot be read ({type(error).__name__}). "
                "Delete it and run: python -m loaders build"
            ) from error
        if not of_any_version and said.get("schema_version") != schema_version():
            self._connection.close()
            raise StoreError(
                f"{path.name} was built by another version of the program. "
                "Run: python -m loaders build"
            )
        self._kept = _Kept()
        self.built: datetime | None = said.get("built")
        self.git_commit: str | None = said.get("git_commit")
        self.git_changed: bool | None = said.get("git_changed")

    def _said_of_itself(self) -> dict[str, Any]:
        found = self._connection.execute("SELECT * FROM build_info")
        names = [column[0] for column in found.description]
        return dict(zip(names, found.fetchall()[0], strict=True))

    def query(
        self, sql: str, parameters: dict[str, Any] | None = None, *, afresh: bool = False
    ) -> pd.DataFrame:
        """Run one SELECT with named parameters ($name) and return its rows.

        A build never changes, so what was asked before is not asked again, unless ``afresh``.
        The frame is the caller's own all the same: pandas copies what is written to. Arrays in
        its cells cannot be written to.
        Raises StoreError for any other statement: a closed DuckDB would still let COPY write
        over its own files.
        """
        if afresh:
            return self._run(sql, parameters or {})
        key = (sql, *((name, _hashable(value)) for name, value in (parameters or {}).items()))
        answer = self._kept.get(key, lambda: self._run(sql, parameters or {}))
        return answer.copy(deep=False)

    def _run(self, sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
        with self._connection.cursor() as cursor:
            statements = cursor.extract_statements(sql)
            if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
                raise StoreError("only one SELECT can be run here")
            return cursor.execute(statements[0], parameters).df()

    def views(self) -> list[str]:
        """Return the names of the public views, in alphabetical order."""
        found = self.query(
            "SELECT view_name FROM duckdb_views() "
            "WHERE NOT internal AND schema_name = 'main' ORDER BY view_name"
        )
        return [str(name) for name in found["view_name"]]

    def batches(self, view: str) -> pa.RecordBatchReader:
        """Return the rows of a public view, to be read in batches. Raises StoreError for others."""
        if view not in self.views():
            raise StoreError(f"there is no view {view}")
        return self._connection.cursor().sql(f'FROM "{view}"').to_arrow_reader(_BATCH)

    def close(self) -> None:
        """Close the build."""
        self._connection.close()


def _hashable(value: Any) -> Any:
    """Return a parameter so that equal ones have equal keys, lists among them."""
    return tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value


class _Kept:
    """Answers by what was asked, those asked for last, up to so many bytes. For many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Any, Future[pd.DataFrame]] = OrderedDict()
        self._bytes = 0

    def get(self, key: Any, ask: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return what is kept, or ask; who wants the same meanwhile waits for that answer."""
        with self._lock:
            answer = self._answers.get(key)
            first = answer is None
            if answer is None:
                answer = self._answers[key] = Future()
            self._answers.move_to_end(key)
        if first:
            try:
                answer.set_result(_for_all(ask()))
            except BaseException as error:
                with self._lock:
                    del self._answers[key]
                answer.set_exception(error)
                raise
            self._make_room(_bytes(answer))
        return answer.result()

    def _make_room(self, more: int) -> None:
        with self._lock:
            self._bytes += more
            for key, answer in list(self._answers.items()):
                if self._bytes <= MOST_KEPT_BYTES:
                    return
                if answer.done():
                    self._bytes -= _bytes(self._answers.pop(key))


def _bytes(answer: Future[pd.DataFrame]) -> int:
    return int(answer.result().memory_usage(deep=True).sum())


def _for_all(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose cells nobody can write to: copies share them."""
    for name, kind in frame.dtypes.items():
        for cell in frame[name] if kind == "object" else ():
            if isinstance(cell, np.ndarray):
                cell.flags.writeable = False
    return frame
