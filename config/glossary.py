"""The glossary: abbreviations and terms of art, each with a plain meaning."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from config import ROOT


@dataclass(frozen=True)
class Term:
    """An abbreviation, or a term of art (which has no expansion)."""

    term: str
    expansion: str | None
    meaning: str
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return every way in which it is written, the usual one first."""
        return (self.term, *self.also)

    @property
    def line(self) -> str:
        """Return it as one line of plain text."""
        if self.expansion is None:
            return f"{self.term[:1].upper()}{self.term[1:]}: {self.meaning}"
        return f"{self.term}: {self.expansion}. {self.meaning}"


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((ROOT / "config" / "glossary.toml").read_text(encoding="utf-8"))


def _terms(kind: str) -> tuple[Term, ...]:
    return tuple(
        Term(row["term"], row.get("expansion"), row["meaning"], tuple(row.get("also", ())))
        for row in _table()[kind]
    )


@cache
def abbreviations() -> tuple[Term, ...]:
    """Return the abbreviations with their expansions, in the order of the file."""
    return _terms("abbreviations")


@cache
def words() -> tuple[Term, ...]:
    """Return the terms of art, in the order of the file."""
    return _terms("words")


@cache
def unexpanded() -> dict[str, str]:
    """Return what looks like an abbreviation and is not expanded, with the reason."""
    return {row["term"]: row["why"] for row in _table()["unexpanded"]}
