"""A build opened for reading: shared by threads, a cursor per query, closed to all else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from config import settings


class StoreError(Exception):
    """A build that cannot be opened, or not so be asked; the message says what to do."""


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
            "lock_configuration": "true",  # here, so that a build may be opened twice
        }
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=config)
            try:
                found = self._connection.execute("SELECT fingerprint FROM build_info").fetchall()
                self.fingerprint = str(found[0][0])
            except (duckdb.Error, IndexError):
                self._connection.close()  # an open handle would outlive a new build
                raise
        except (duckdb.Error, IndexError) as error:
            raise StoreError(
                f"{path.name} cannot be read ({type(error).__name__}). "
                "Delete it and run: python -m loaders build"
            ) from error

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
        """Run one SELECT with named parameters ($name) and return its rows.

        Raises StoreError for any other statement: a closed DuckDB would still let COPY write
        over its own files.
        """
        with self._connection.cursor() as cursor:
            statements = cursor.extract_statements(sql)
            if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
                raise StoreError("only one SELECT can be run here")
            return cursor.execute(statements[0], parameters or {}).df()

    def close(self) -> None:
        """Close the build."""
        self._connection.close()
