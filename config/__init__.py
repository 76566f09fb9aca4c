"""Settings, palette and wording that every layer may read; imports nothing of the project."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The installation's settings, read once from ``config/settings.toml``.

    Paths are absolute. ``texts`` and ``boundary_samples`` are None when no such folder is
    configured or the configured one does not exist.
    """

    data: Path
    build: Path
    texts: Path | None
    keep_builds: int
    memory_limit: str
    threads: int
    sql_seconds: float
    sql_memory_mb: int
    sql_rows: int
    sql_result_mb: int
    sql_cell_characters: int
    sql_at_once: int
    problems_shown: int
    large_difference_percent: float
    boundary_service: str
    boundary_timeout_seconds: float
    boundary_most_megabytes: float
    boundary_most_kilobytes: float
    boundary_least_matched_percent: float
    boundary_samples: Path | None


def _value(table: dict[str, dict[str, object]], section: str, key: str) -> str:
    override = os.environ.get(f"LIFECOURSE_{section}_{key}".upper())
    return str(table[section][key]) if override is None else override


def _folder(text: str) -> Path | None:
    folder = (ROOT / text).resolve() if text else None
    return folder if folder is not None and folder.is_dir() else None


@cache
def settings() -> Settings:
    """Return the settings; environment variables win over the file."""
    table = tomllib.loads((ROOT / "config" / "settings.toml").read_text(encoding="utf-8"))
    return Settings(
        data=(ROOT / _value(table, "paths", "data")).resolve(),
        build=(ROOT / _value(table, "paths", "build")).resolve(),
        texts=_folder(_value(table, "paths", "texts")),
        keep_builds=int(_value(table, "build", "keep")),
        memory_limit=_value(table, "database", "memory_limit"),
        threads=int(_value(table, "database", "threads")),
        sql_seconds=float(_value(table, "sql", "seconds")),
        sql_memory_mb=int(_value(table, "sql", "memory_mb")),
        sql_rows=int(_value(table, "sql", "rows")),
        sql_result_mb=int(_value(table, "sql", "result_mb")),
        sql_cell_characters=int(_value(table, "sql", "cell_characters")),
        sql_at_once=int(_value(table, "sql", "at_once")),
        problems_shown=int(_value(table, "problems", "shown")),
        large_difference_percent=float(_value(table, "checks", "large_difference_percent")),
        boundary_service=_value(table, "boundaries", "service"),
        boundary_timeout_seconds=float(_value(table, "boundaries", "timeout_seconds")),
        boundary_most_megabytes=float(_value(table, "boundaries", "most_megabytes")),
        boundary_most_kilobytes=float(_value(table, "boundaries", "most_kilobytes")),
        boundary_least_matched_percent=float(_value(table, "boundaries", "least_matched_percent")),
        boundary_samples=_folder(_value(table, "boundaries", "samples")),
    )
