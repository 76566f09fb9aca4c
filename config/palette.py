"""Colours: the Government Analysis Function's, with light counterparts for a dark page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours for one theme; every mark has 3:1 against its page and text 4.5:1."""

    reported: str
    comparator: str
    target: str
    projection: str
    text: str
    rule: str


LIGHT = Palette(
    reported="#12436D",
    comparator="#3D3D3D",
    target="#F46A25",
    projection="#801650",
    text="#0B0C0C",
    rule="#6F777B",
)
DARK = Palette(
    reported="#6BACE6",
    comparator="#BFBFBF",
    target="#F46A25",
    projection="#C4A8E8",
    text="#FFFFFF",
    rule="#A0A6A9",
)
