"""A build opened for reading: shared by threads, a cursor per query, closed to all else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from config import settings


class StoreError(Exception):
    """A build that cannot be opened; the message says what to do."""


class Store:
    """One build, read-only: no files, no network, no settings, no Python objects in reach."""

    def __init__(self, path: Path) -> None:
        """Open a build. Raises StoreError when it is missing, damaged or no build of ours."""
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
        }
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=config)
            self._connection.execute("SET lock_configuration = true")
            found = self._connection.execute("SELECT fingerprint FROM build_info").fetchone()
        except duckdb.Error as error:
            raise StoreError(
                f"{path.name} cannot be read ({type(error).__name__}). "
                "Delete it and run: python -m loaders build"
            ) from error
        self.fingerprint = str(found[0]) if found else ""

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
        """Run one SELECT with named parameters ($name) and return its rows."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, parameters or {}).df()

    def close(self) -> None:
        """Close the build."""
        self._connection.close()
