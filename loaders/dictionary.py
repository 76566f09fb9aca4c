"""The dictionary of the public views, read from README.md: what a row and a column of each mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from config import ROOT

_README = ROOT / "README.md"


@dataclass(frozen=True)
class View:
    """A public view: what a row of it is, and what each column means, in plain text."""

    name: str
    row: str
    columns: tuple[tuple[str, str], ...]


@cache
def views() -> tuple[View, ...]:
    """Return the views in the order of the dictionary."""
    parts = re.split(r"^#### `(\w+)`$", _section("The dictionary"), flags=re.MULTILINE)
    return tuple(_view(name, body) for name, body in zip(parts[1::2], parts[2::2], strict=True))


def frame() -> pd.DataFrame:
    """Return the dictionary as a table: view, column, meaning; the view's own row comes first.

    In a view's own row ``column`` is empty, and the meaning is what a row of it is.
    """
    rows = [
        (view.name, column, meaning)
        for view in views()
        for column, meaning in (("", view.row), *view.columns)
    ]
    return pd.DataFrame(rows, columns=["view", "column", "meaning"])


def attribution() -> str:
    """Return the sentence with which the public sector information must be named."""
    return _words(_section("Licence and attribution").strip().partition("\n\n")[0])


def _section(heading: str) -> str:
    text = _README.read_text(encoding="utf-8").replace("\r\n", "\n")
    _, found, rest = text.partition(f"\n## {heading}\n")
    if not found:
        raise ValueError(f"README.md has no heading '{heading}'")
    return rest.partition("\n## ")[0]


def _view(name: str, body: str) -> View:
    before, _, table = body.partition("\n| Column | Meaning |\n")
    cells = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    return View(name, _words(before), tuple((column, _words(text)) for column, text in cells))


def _words(markdown: str) -> str:
    return " ".join(markdown.replace("`", "").split())
