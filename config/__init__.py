"""Settings, palette and wording that every layer may read; imports nothing of the project."""

from __future__ import annotations

import os
import re
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
    accounts_required: bool


class SettingError(ValueError):
    """A setting has a value that it cannot have; the message says which, and what to write."""


def _wrong(section: str, key: str, value: str, expected: str) -> SettingError:
    return SettingError(
        f"the setting {section}.{key} is '{value}'; expected {expected} (config/settings.toml, or "
        f"the environment variable LIFECOURSE_{section.upper()}_{key.upper()})"
    )


def _value(table: dict[str, dict[str, object]], section: str, key: str) -> str:
    override = os.environ.get(f"LIFECOURSE_{section}_{key}".upper())
    return str(table[section][key]) if override is None else override


def _number(table: dict[str, dict[str, object]], section: str, key: str) -> float:
    text = _value(table, section, key)
    try:
        number = float(text)
    except ValueError:
        raise _wrong(section, key, text, "a number") from None
    if not 0 < number < 1e12:
        raise _wrong(section, key, text, "a number above 0")
    return number


def _whole(table: dict[str, dict[str, object]], section: str, key: str) -> int:
    number = _number(table, section, key)
    if number != int(number):
        raise _wrong(section, key, str(number), "a whole number")
    return int(number)


def _truth(table: dict[str, dict[str, object]], section: str, key: str) -> bool:
    text = _value(table, section, key)
    if text.lower() not in ("true", "false"):
        raise _wrong(section, key, text, "true or false")
    return text.lower() == "true"


def _size(table: dict[str, dict[str, object]], section: str, key: str) -> str:
    text = _value(table, section, key)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", text):
        raise _wrong(section, key, text, "a size such as 1GB or 500MB")
    return text


def _folder(text: str) -> Path | None:
    folder = (ROOT / text).resolve() if text else None
    return folder if folder is not None and folder.is_dir() else None


@cache
def settings() -> Settings:
    """Return the settings; environment variables win over the file. Raises SettingError."""
    table = tomllib.loads((ROOT / "config" / "settings.toml").read_text(encoding="utf-8"))
    return Settings(
        data=(ROOT / _value(table, "paths", "data")).resolve(),
        build=(ROOT / _value(table, "paths", "build")).resolve(),
        texts=_folder(_value(table, "paths", "texts")),
        keep_builds=_whole(table, "build", "keep"),
        memory_limit=_size(table, "database", "memory_limit"),
        threads=_whole(table, "database", "threads"),
        sql_seconds=_number(table, "sql", "seconds"),
        sql_memory_mb=_whole(table, "sql", "memory_mb"),
        sql_rows=_whole(table, "sql", "rows"),
        sql_result_mb=_whole(table, "sql", "result_mb"),
        sql_cell_characters=_whole(table, "sql", "cell_characters"),
        sql_at_once=_whole(table, "sql", "at_once"),
        problems_shown=_whole(table, "problems", "shown"),
        large_difference_percent=_number(table, "checks", "large_difference_percent"),
        boundary_service=_value(table, "boundaries", "service"),
        boundary_timeout_seconds=_number(table, "boundaries", "timeout_seconds"),
        boundary_most_megabytes=_number(table, "boundaries", "most_megabytes"),
        boundary_most_kilobytes=_number(table, "boundaries", "most_kilobytes"),
        boundary_least_matched_percent=_number(table, "boundaries", "least_matched_percent"),
        boundary_samples=_folder(_value(table, "boundaries", "samples")),
        accounts_required=_truth(table, "accounts", "required"),
    )
