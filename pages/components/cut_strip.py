"""A histogram as low as a line, under the slider that cuts it: drawn anew while a hand moves.

It is part of a control: as wide as the slider's track, so that its bars stand where the thumbs
are. As HTML it costs the browser a tenth of what a chart does.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from config.palette import Palette

# From here on the words of a mark stand to its left, in percent of the width.
_RIGHT = 55
# How far a bar may stand out beyond the ends of the slider.
_OUT = 6.0


def strip(
    bins: pd.DataFrame,
    ends: tuple[float, float],
    *,
    name: str,
    palette: Palette,
    mark: tuple[float, str] | None = None,
    things: str = "wards",
    whole: bool = False,
) -> str:
    """Return a bar for each bin as HTML; filled within the cut, an outline outside it.

    ``bins``: low, high, inside, outside (how many of ``things``); ``ends`` are the ends of the
    slider, in the same unit; ``mark`` is a value to compare with, and its words. Of ``whole``
    numbers a bar stands in the middle of those it counts. Bins that reach beyond the ends are cut
    there, or a little further out.
    """
    low, high = ends
    wide = (high - low) or 1.0

    shift, out = (0.5, _OUT) if whole else (0.0, 0.0)

    def at(value: float) -> float:
        return round(min(100 + out, max(-out, 100 * (value - shift - low) / wide)), 2)

    lefts, rights, inside, outside = (
        bins[column].tolist() for column in ("low", "high", "inside", "outside")
    )
    most = max(map(sum, zip(inside, outside, strict=True)), default=0)
    bars = []
    for left, right, within, without in zip(lefts, rights, inside, outside, strict=True):
        place = f"left:{at(left):g}%;width:{at(right) - at(left):.4g}%"
        foot = 0.0
        for count, kind in ((within, ' class="in"'), (without, "")):
            if count:
                tall = 100 * count / most
                bars.append(f'<i{kind} style="{place};bottom:{foot:.4g}%;height:{tall:.4g}%"></i>')
                foot += tall
    line, words = "", ""
    if mark is not None and low <= mark[0] <= high:
        stands = at(mark[0] + shift)
        line = f'<b style="left:{stands:g}%"></b>'
        side = f"right:{100 - stands:g}%" if stands > _RIGHT else f"left:{stands:g}%"
        words = f'<span style="{side}">{escape(mark[1])}</span>'
    told = (
        f"{name}: {sum(inside)} {things} within the cut, {sum(outside)} outside; "
        f"{most} in the fullest bar"
    )
    return (
        f'<div class="cut" role="img" aria-label="{escape(told)}" '
        f'style="--bar:{palette.reported}"><p>{words}</p><div>{"".join(bars)}{line}</div></div>'
    )
