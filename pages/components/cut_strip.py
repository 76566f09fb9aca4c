"""A histogram as low as a line, under the slider that cuts it: filled anew while a hand moves.

It is part of a control: as wide as the slider's track, so that its bars stand where the thumbs
are. As HTML it costs the browser a tenth of what a chart does; and of that the bars stand still,
and what the cut fills is one shape that lies over them (the style is in frame.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from config.palette import Palette
from models.distribution import Histogram

# From here on the words of a mark stand to its left, in percent of the width.
_RIGHT = 55
# How far a bar may stand out beyond the ends of the slider.
_OUT = 6.0


@dataclass(frozen=True)
class Strip:
    """The bars: their sides, in percent of the width of the slider, and how many wards each has.

    ``low`` is where the slider begins, and ``wide`` how far it goes.
    """

    low: float
    wide: float
    sides: tuple[tuple[float, float], ...]
    wards: tuple[int, ...]

    @classmethod
    def of(cls, found: Histogram, ends: tuple[float, float], *, whole: bool = False) -> Strip:
        """Return a bar for each bin.

        ``ends`` are the ends of the slider, in the same unit. Of ``whole`` numbers a bar stands
        in the middle of those it counts. Bins that reach beyond the ends are cut there, or a
        little further out.
        """
        wide, shift = (ends[1] - ends[0]) or 1.0, 0.5 if whole else 0.0
        out = _OUT if whole else 0.0

        def at(value: float) -> float:
            return round(min(100 + out, max(-out, 100 * (value - shift - ends[0]) / wide)), 2)

        sides = tuple((at(low), at(high)) for low, high in pairwise(found.edges))
        return cls(ends[0], wide, sides, tuple(found.counts()))

    @property
    def _most(self) -> int:
        return max(self.wards, default=0)

    def outline(self, palette: Palette, mark: tuple[float, str] | None = None) -> str:
        """Return the bars as outlines, as HTML; ``mark`` is a value to compare with, in words."""
        bars = "".join(
            f'<i style="left:{left:g}%;width:{right - left:.4g}%;'
            f'height:{100 * count / self._most:.4g}%"></i>'
            for (left, right), count in zip(self.sides, self.wards, strict=True)
            if count
        )
        line, words = "", ""
        if mark is not None and 0 <= (stands := self._stands(mark[0])) <= 100:
            line = f'<b style="left:{stands:g}%"></b>'
            side = f"right:{100 - stands:g}%" if stands > _RIGHT else f"left:{stands:g}%"
            words = f'<span style="{side}">{escape(mark[1])}</span>'
        return f'<div class="cut"{_coloured(palette)}><p>{words}</p><div>{bars}{line}</div></div>'

    def filled(self, inside: Sequence[int], *, name: str, palette: Palette) -> str:
        """Return what of the bars is within the cut, as HTML; ``inside``: wards, bin by bin."""
        corners = [
            f"{(x + _OUT) / (100 + 2 * _OUT):.2%} {1 - tall:.2%}"
            for (left, right), count in zip(self.sides, inside, strict=True)
            if count
            for tall in [count / self._most]
            for x, tall in ((left, 0), (left, tall), (right, tall), (right, 0))
        ]
        shape = f'<i style="clip-path:polygon({",".join(corners)})"></i>' if corners else ""
        within = sum(inside)
        told = (
            f"{name}: {within} wards within the cut, {sum(self.wards) - within} outside; "
            f"{self._most} in the fullest bar"
        )
        return (
            f'<div class="cut over" role="img" aria-label="{escape(told)}"{_coloured(palette)}>'
            f"<div>{shape}</div></div>"
        )

    def _stands(self, value: float) -> float:
        return round(100 * (value - self.low) / self.wide, 2)


def _coloured(palette: Palette) -> str:
    return f' style="--bar:{palette.reported}"'
