"""Rows and columns of cells, each with a colour, a sign and a text."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
import pandas as pd

from config.palette import Palette, Tone
from pages.components.charts.spec import Form, Spec
from pages.components.charts.style import NARROW, NO_DATA, dressed, expr, only, room

CELL_HEIGHT = 38
# Up to here headings stand upright at any width; more are turned where columns are narrow.
FEW = 5
_TURNED = 150
# Columns from here up have room for upright headings, and for a word below the value.
_UPRIGHT = 80
MISSING = "missing"
ENCODED = (
    "r", "c", "row_name", "column_name", "heading", "narrow_heading", "row_head", "narrow_row",
    "column_head", "sign", "short", "word", "tone",
)  # fmt: skip


def matrix(
    data: pd.DataFrame,
    form: Form,
    palette: Palette,
    tones: tuple[tuple[str, Tone], ...],
    *,
    titles: tuple[str, str],
    worded: bool = False,
) -> Spec:
    """Draw cells with row_name, column_name, tone, sign, short and word; short null: no data.

    ``titles`` say what one row and what one column is, such as an area and an indicator.
    ``worded`` sets the word below the short text, where columns have room for it.
    """
    downs = list(dict.fromkeys(data["row_name"]))
    acrosses = list(dict.fromkeys(data["column_name"]))
    twice = data.duplicated(["row_name", "column_name"])
    if twice.any():
        pair = data.loc[twice, ["row_name", "column_name"]].iloc[0].tolist()
        raise ValueError(f"{form.name}: two rows for the cell {pair[0]!r} by {pair[1]!r}")
    every = pd.MultiIndex.from_product([downs, acrosses], names=["row_name", "column_name"])
    grid = data.set_index(["row_name", "column_name"]).reindex(every).reset_index()
    grid["r"] = grid["row_name"].map({name: at for at, name in enumerate(downs)})
    grid["c"] = grid["column_name"].map({name: at for at, name in enumerate(acrosses)})
    known = grid["short"].notna()
    grid["tone"] = grid["tone"].where(known, MISSING)
    grid["word"] = grid["word"].where(known, NO_DATA)
    grid["sign"] = grid["sign"].where(known, "–")
    grid["short"] = grid["short"].where(known, NO_DATA)
    few = len(acrosses) <= FEW
    wide, narrow = (_wrapped(acrosses, *at) for at in (((24,), (9,)) if few else ((14, 6), (22,))))
    grid["heading"] = _heads(grid, "column_name", "r", wide)
    grid["narrow_heading"] = _heads(grid, "column_name", "r", narrow)
    grid["column_head"] = _heads(grid, "column_name", "r", {name: str(name) for name in acrosses})
    grid["row_head"] = _heads(grid, "row_name", "c", {name: str(name) for name in downs})
    grid["narrow_row"] = _heads(grid, "row_name", "c", _wrapped(downs, 12, most=2))
    return form.spec(
        grid,
        palette=palette,
        tones=tones,
        titles=titles,
        few=few,
        worded=worded,
        names=room(downs, most=240),
        letters=max((len(str(text)) for text in grid.loc[known, "short"]), default=0),
    )


def _wrapped(names: list[Any], at: int, most: int = 4) -> dict[Any, str]:
    """Return each name in lines of about ``at`` characters."""
    return {
        name: "\n".join(
            textwrap.wrap(str(name), at, break_long_words=False, max_lines=most, placeholder="…")
        )
        for name in names
    }


def _heads(grid: pd.DataFrame, names: str, other: str, texts: dict[Any, str]) -> list[str | None]:
    """Return the text of each heading once, at the first cell of its row or column."""
    return [
        texts[name] if at == 0 else None for name, at in zip(grid[names], grid[other], strict=True)
    ]


def build(
    *,
    palette: Palette,
    tones: tuple[tuple[str, Tone], ...],
    titles: tuple[str, str],
    few: bool,
    worded: bool,
    names: int,
    letters: int,
) -> Any:
    """Build a matrix: with few columns headings stay upright, letters are those of a text."""
    left = f"min({names}, width * ({NARROW} ? 0.26 : 0.3))"
    domain = [*(name for name, _ in tones), MISSING]
    blank = Tone(palette.page, palette.text, palette.rule)
    all_tones = [*(tone for _, tone in tones), blank]
    x = alt.X(
        "c:O",
        axis=None,
        scale=alt.Scale(
            range=[expr(left), expr("width")], paddingInner=0.04, paddingOuter=0, round=False
        ),
    )
    y = alt.Y("r:O", axis=None, scale=alt.Scale(paddingInner=0.1, paddingOuter=0))
    base = alt.Chart().encode(x=x, y=y)
    missing = f"datum.tone === '{MISSING}'"
    cells = base.mark_rect(strokeWidth=1, strokeDash=expr(f"{missing} ? [3, 3] : [1, 0]")).encode(
        fill=alt.Fill(
            "tone:N",
            scale=alt.Scale(domain=domain, range=[tone.fill for tone in all_tones]),
            legend=None,
        ),
        stroke=alt.Stroke(
            "tone:N",
            scale=alt.Scale(domain=domain, range=[tone.edge for tone in all_tones]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("row_name:N", title=titles[0]),
            alt.Tooltip("column_name:N", title=titles[1]),
            alt.Tooltip("short:N", title="Value"),
            alt.Tooltip("word:N", title="Verdict"),
        ],
    )
    ink = alt.Color(
        "tone:N",
        scale=alt.Scale(domain=domain, range=[tone.ink for tone in all_tones]),
        legend=None,
    )
    texts = _texts(base.encode(color=ink), missing, letters, worded)
    at_rows = alt.Chart().transform_filter("isValid(datum.row_head)").encode(x=alt.value(0), y=y)
    row_names = [
        at_rows.mark_text(align="left", baseline="middle", limit=expr(f"{left} - 8")).encode(
            text=only(f"!({NARROW})", "row_head")
        ),
        at_rows.mark_text(
            align="left",
            baseline="middle",
            fontSize=12,
            lineBreak="\n",
            lineHeight=14,
            limit=expr(f"{left} - 2"),
            dy=expr("-7 * (length(split(datum.narrow_row, '\\n')) - 1)"),
        ).encode(text=only(NARROW, "narrow_row")),
    ]
    layers = [cells, *texts, *row_names, *_headings(x, few)]
    return dressed(layers, palette, height=alt.Step(CELL_HEIGHT), top=4)


def _texts(base: Any, missing: str, letters: int, worded: bool) -> list[Any]:
    """Return what stands in the cells.

    A sign and a short text beside it. If worded, the word stands below them, and in a narrower
    column the sign stands below the text. What does not fit is left to the sign alone; the
    tooltip and the table have it all.
    """
    beside = f"bandwidth('x') >= ({missing} ? 54 : {letters * 6.3 + 26:.0f})"
    fits = beside
    if worded:
        fits = f"bandwidth('x') >= ({missing} ? 54 : {letters * 6.3 + 8:.0f})"
        beside = f"!({missing}) && bandwidth('x') >= {_UPRIGHT}"
    two_lines = f"{str(worded).lower()} && !({missing}) && ({fits})"
    texts = [
        base.mark_text(
            fontSize=expr(f"bandwidth('x') >= {letters * 7.4 + 28:.0f} ? 14 : 12"),
            dx=expr(f"!({missing}) && ({beside}) ? 8 : 0"),
            dy=expr(f"{two_lines} ? -8 : 0"),
            limit=expr(f"bandwidth('x') - (!({missing}) && ({beside}) ? 20 : 4)"),
        ).encode(text=only(fits, "short")),
        # The sign stands by itself: its font may be another one.
        base.mark_text(
            dx=expr(f"{beside} ? 11 - bandwidth('x') / 2 : 0"),
            dy=expr(f"{two_lines} ? ({beside} ? -8 : 9) : 0"),
            fontSize=expr("bandwidth('x') < 18 ? 11 : 14"),
        ).encode(text=only(f"!({missing} && ({fits}))", "sign")),
    ]
    if worded:
        word = base.mark_text(fontSize=12, dy=9, limit=expr("bandwidth('x') - 4"))
        texts.append(word.encode(text=only(beside, "word")))
    return texts


def _headings(x: alt.X, few: bool) -> list[Any]:
    """Return the headings of columns: upright where they fit, else smaller or turned."""
    heads = alt.Chart().transform_filter("isValid(datum.column_head)").encode(x=x)
    roomy = f"!({NARROW})" if few else f"bandwidth('x') >= {_UPRIGHT}"

    def above(field: str, line: int) -> alt.ExprRef:
        return expr(f"-{line} * length(split(datum.{field}, '\\n')) - 6")

    upright = heads.mark_text(
        baseline="top",
        lineBreak="\n",
        lineHeight=16,
        fontSize=14 if few else expr("bandwidth('x') >= 104 ? 14 : 12"),
        y=0,
        dy=above("heading", 16),
    ).encode(text=only(roomy, "heading"))
    if few:
        small = heads.mark_text(
            baseline="top",
            lineBreak="\n",
            lineHeight=13,
            fontSize=11,
            y=0,
            dy=above("narrow_heading", 13),
            limit=expr("bandwidth('x') + 10"),
        ).encode(text=only(f"!({roomy})", "narrow_heading"))
        return [upright, small]
    turned: dict[str, Any] = {
        "align": "left", "baseline": "middle", "angle": 270, "y": -6, "limit": _TURNED,
    }  # fmt: skip
    # Two lines of a turned heading need a column of 36 pixels.
    double = heads.mark_text(
        lineBreak="\n",
        lineHeight=16,
        dy=expr("-8 * (length(split(datum.narrow_heading, '\\n')) - 1)"),
        **turned,
    ).encode(text=only(f"!({roomy}) && bandwidth('x') >= 36", "narrow_heading"))
    single = heads.mark_text(fontSize=12, **turned).encode(
        text=only("bandwidth('x') < 36", "column_head")
    )
    return [upright, double, single]
