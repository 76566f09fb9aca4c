"""The headline figures of the Overview."""

from __future__ import annotations

import tomllib
from functools import cache

from config import ROOT


@cache
def headlines() -> dict[str, tuple[str, ...]]:
    """Return the ids of the headline figures of each domain, in order."""
    table = tomllib.loads((ROOT / "config" / "overview.toml").read_text(encoding="utf-8"))
    return {domain: tuple(ids) for domain, ids in table["headlines"].items()}
