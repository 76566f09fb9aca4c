"""Five shades for a fact: breaks that are written as they are used, and the bin of every value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.palette import DARK, Palette

BINS: Final = 5
# The Government Analysis Function's sequence for maps, light to dark.
SEQUENCE: Final = ("#EAECB1", "#A9D891", "#00A7BA", "#004EA6", "#000D54")
# A break is written with so many digits that it moves by less than this share of the range.
_FINENESS: Final = 1 / 200

Floats = NDArray[np.float64]
How = Literal["quantile", "round"]


@dataclass(frozen=True)
class Shades:
    """The bins of a fact: ``edges`` ascending, one more than bins, ``words`` as people read them.

    ``title`` says what is shaded and in which unit. A value on an edge is in the bin above it;
    the highest bin holds its upper edge too. Without any value there are no edges.
    """

    title: str
    edges: tuple[float, ...]
    words: tuple[str, ...]

    @property
    def bins(self) -> int:
        """How many bins there are: five, or fewer when values are few or much alike."""
        return max(len(self.edges) - 1, 0)

    def of(self, values: Iterable[float | None]) -> list[int | None]:
        """Return the bin of each value, 1 the lowest; None for a value that is missing."""
        held = pd.to_numeric(pd.Series(values)).to_numpy(dtype=float, na_value=math.nan)
        if not self.bins:
            return [None] * len(held)
        found = np.searchsorted(self.edges[1:-1], held, side="right") + 1
        return [
            None if math.isnan(value) else int(at) for value, at in zip(held, found, strict=True)
        ]


def shades(
    values: pd.Series, *, title: str, written: Callable[[float], str], how: How = "quantile"
) -> Shades:
    """Return the bins of values, at most five.

    ``quantile``: as many wards in each as can be; ``round``: friendly numbers, equally wide.
    Breaks are rounded before they are used, so that what the legend says is what is drawn.
    ``written`` writes an edge. Missing values are left out.
    """
    held = pd.to_numeric(values).to_numpy(dtype=float, na_value=math.nan)
    held = held[np.isfinite(held)]
    if not len(held):
        return Shades(title, (), ())
    edges = _equal(held) if how == "round" else _quantiles(held)
    return Shades(title, edges, tuple(map(written, edges)))


def _quantiles(held: Floats) -> tuple[float, ...]:
    low, high = float(held.min()), float(held.max())
    digits = _digits((high - low) * _FINENESS)
    if np.array_equal(held, held.round()):
        digits = min(digits, 0)
    power = 10.0**digits
    ends = math.floor(low * power + 1e-9) / power, math.ceil(high * power - 1e-9) / power
    if ends[0] == ends[1]:
        return ends
    # Where most wards share one value, as many different values in each bin as can be.
    for ordered in (held, np.unique(held)):
        inner = np.quantile(ordered, np.linspace(0, 1, BINS + 1)[1:-1]).round(digits)
        edges = np.unique([*ends, *inner.clip(*ends)])
        if len(edges) > BINS:
            break
    # A bin that holds nothing would be a colour that no ward has.
    while len(empty := np.flatnonzero(np.histogram(held, edges)[0] == 0)):
        edges = np.delete(edges, max(int(empty[0]), 1))
    return tuple(map(float, edges))


def _equal(held: Floats) -> tuple[float, ...]:
    low, high = float(held.min()), float(held.max())
    least = (high - low) / BINS
    for width in _friendly(least):
        first = math.floor(low / width + 1e-9)
        last = max(math.ceil(high / width - 1e-9), first + 1)
        if last - first <= BINS:
            return tuple(round(at * width, 9) + 0.0 for at in range(first, last + 1))
    raise AssertionError(f"no friendly width for {low} to {high}")


def _friendly(least: float) -> Iterable[float]:
    """Yield widths of 1, 2, 2.5 or 5 times a power of ten, from about the least upwards."""
    power = 10.0 ** (math.floor(math.log10(least)) if least else 0)
    for _ in range(4):
        yield from (factor * power for factor in (1, 2, 2.5, 5))
        power *= 10


def _digits(fineness: float) -> int:
    """Return how many decimals show steps of this size; negative for tens and hundreds."""
    return 0 if fineness <= 0 else max(-3, min(6, math.ceil(-math.log10(fineness))))


def sequence(palette: Palette, bins: int = BINS) -> tuple[str, ...]:
    """Return the colours of so many bins, the lowest first: the further from the page, the more.

    On a dark page the order is turned: dark blue would be the colour of the page.
    """
    colours = SEQUENCE[::-1] if palette == DARK else SEQUENCE
    places = np.linspace(0, BINS - 1, bins).round().astype(int) if bins > 1 else [BINS // 2]
    return tuple(colours[at] for at in places)
