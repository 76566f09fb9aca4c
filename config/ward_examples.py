"""Where the ward what-if can start from: named conditions, and yields of programmes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from config import ROOT


@dataclass(frozen=True)
class Example:
    """Named conditions in their text form, and what they are about."""

    name: str
    conditions: str
    why: str


@dataclass(frozen=True)
class YieldFigures:
    """The ids of a programme and of the figures that state its yield.

    ``found`` is a share or number of ``tested``; ``wards`` is in how many wards it was.
    """

    name: str
    programme: str
    tested: str
    found: str
    wards: str

    @property
    def figures(self) -> tuple[str, ...]:
        """Return the ids of its figures."""
        return (self.tested, self.found, self.wards)


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    path = ROOT / "config" / "ward_examples.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def examples() -> tuple[Example, ...]:
    """Return the examples, in the order of the file."""
    return tuple(Example(**row) for row in _table()["examples"])


@cache
def yields() -> tuple[YieldFigures, ...]:
    """Return the yields, in the order of the file."""
    return tuple(YieldFigures(**row) for row in _table()["yields"])
