"""The legend of the ward map, as rows: bins and their edges, what stands out, what signs mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from config.palette import Palette
from pages.components.charts.style import NO_DATA
from pages.components.maps.drawing import COLUMNS, FADE, table
from pages.components.maps.shades import Shades
from pages.components.maps.signs import SHAPES, look

# From one kind of change to the next, in widths of a bin.
_APART: Final = 1.75
MEANING: Final = {"named": "named in a document", "picked": "picked by hand"}


class Legend:
    """Rows in the making; places are counted in widths of a bin, from the left."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._rows: list[dict[str, Any]] = []
        self._items = 0

    def scale(self, shades: Shades, colours: Sequence[str], *, missing: bool) -> None:
        """Add what is shaded, the bins with their edges, and how a missing value looks."""
        self._add("words", words=shades.title, bold=True)
        for at in range(shades.bins):
            self._add("bin", at=at, to=at + 1, fill=colours[at])
        for at, words in enumerate(shades.words):
            self._add("words", at=at, row=2, words=words, side="center" if at else "left")
        if missing:
            start = shades.bins + (0.6 if shades.bins else 0.0)
            self._add("bin", at=start, to=start + 0.8, fill=self._palette.page)
            for step in range(4):
                self._add("line", at=start + step / 5)
            self._add("words", at=start, row=2, words=NO_DATA)

    def matches(self, colour: str) -> None:
        """Add how a ward looks that matches, and one that does not."""
        self._item("swatch", "matches", fill=colour, line=self._palette.text)
        self._item("swatch", "does not match", fill=colour, fade=FADE)

    def changes(self, colours: Mapping[str, str], found: Sequence[str]) -> None:
        """Add each change with its colour, its sign and how many wards."""
        self._add("words", words="B against A", bold=True)
        for position, (change, colour) in enumerate(colours.items()):
            at = position * _APART
            self._add("bin", at=at, to=at + 1, fill=colour)
            if change in SHAPES:
                self._add("mark", at=at + 0.5, **look(change, self._palette))
            words = "in neither" if change == "neither" else change
            self._add("words", at=at, row=2, words=f"{words}, {found.count(change)}")

    def signs(self, kinds: Collection[str]) -> None:
        """Add what the signs mean that are on the map."""
        for kind, words in MEANING.items():
            if kind in kinds:
                self._item("sign", words, **look(kind, self._palette))

    def table(self) -> pa.Table:
        """Return the rows as a table."""
        return table(
            "legend", **{name: [row[name] for row in self._rows] for name in COLUMNS["legend"]}
        )

    def _item(self, part: str, words: str, **looks: Any) -> None:
        # The browser works out its place, from its number and the room there is.
        self._add(part, at=self._items, words=words, **looks)
        self._items += 1

    def _add(self, part: str, **cells: Any) -> None:
        empty = dict.fromkeys(COLUMNS["legend"])
        usual = {"at": 0.0, "to": 0.0, "row": 0.0, "fade": 1.0, "side": "left", "bold": False}
        self._rows.append(empty | usual | {"part": part, "line": self._palette.rule} | cells)
