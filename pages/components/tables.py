"""The one way to show a table: all rows, named for screen readers, reachable by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from urllib.parse import quote

import pandas as pd
import streamlit as st

from models.reconcile import NOT_AVAILABLE
from pages.components import revisions
from pages.components.words import IN_PART, IN_QUESTION, given

LONGEST_ALT = 150
_FIGURES = "figures"
_GAPS = ("", NOT_AVAILABLE)
_SAID = {
    IN_QUESTION: "In question: see the checks",
    IN_PART: "Part of what does not agree: see the checks",
}
# A number as pages write it: sign or bound, currency, per cent. A year has no comma; a mark would
# stand where the last digit should.
_NUMBER = re.compile(r"[−+±<>≤≥~]*£?\d{1,3}(,\d{3})*(\.\d+)?(bn|m|k|%)?")
_MARK = re.compile("|".join(map(re.escape, (*_SAID, revisions.SIGN))))


def show(table: pd.DataFrame, alt: str) -> None:
    """Show a table as the browser itself knows tables; ``alt`` says what it holds.

    Every cell is literal text. ``st.table`` reads each as Markdown, which takes most of the time
    a page needs in the browser; ``st.dataframe`` draws on a canvas, which nobody can hear.
    """
    revisions.show(figures(table))
    st.html(html(table, alt))


def html(table: pd.DataFrame, alt: str) -> str:
    """Return a table in its own box, which scrolls sideways and is a named stop of the keyboard.

    Columns of numbers, as such or in words, are set flush right; their style is in frame.py. The
    mark of a figure that a check doubts leads to the checks: those of the figure where the table
    knows it (see ``of``). That of a figure revised since the link says what it was, and leads to
    all that changed.
    """
    ids = table.attrs.get(_FIGURES, {})
    style = [' class="number"' if _numbers(table[name]) else "" for name in table.columns]
    head = _row("th", [' scope="col"' + one for one in style], table.columns)
    columns = (table[name].tolist() for name in table.columns)
    body = "".join(
        _row("td", style, row, ids.get(at, ()))
        for at, row in zip(table.index, zip(*columns, strict=True), strict=True)
    )
    return (
        f'<div class="figures" role="region" tabindex="0" aria-label="{escape(alt[:LONGEST_ALT])}">'
        f"<table><thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _numbers(column: pd.Series) -> bool:
    """Say whether a column holds numbers, as such or in words; gaps are neither."""
    if pd.api.types.is_numeric_dtype(column):
        return True
    told = [cell for cell in column.tolist() if given(cell) and str(cell) not in _GAPS]
    return bool(told) and all(map(_is_number, told))


def _is_number(cell: object) -> bool:
    if isinstance(cell, int | float | Decimal):
        return not isinstance(cell, bool)
    return isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None


def of(table: pd.DataFrame, figure_ids: Iterable[str | Sequence[str]]) -> pd.DataFrame:
    """Return a table that knows which figure each of its rows is, or which figures."""
    every = ((one,) if isinstance(one, str) else tuple(one) for one in figure_ids)
    table.attrs[_FIGURES] = dict(zip(table.index, every, strict=True))
    return table


def figures(table: pd.DataFrame) -> list[str]:
    """Return the ids of the figures in a table, as far as it knows them."""
    known = table.attrs.get(_FIGURES, {})
    return [one for at in table.index for one in known.get(at, ())]


def _row(
    tag: str, attributes: Sequence[str], cells: Iterable[object], ids: Sequence[str] | None = None
) -> str:
    told = (
        f"<{tag}{one}>{_cell(cell, ids)}</{tag}>"
        for one, cell in zip(attributes, cells, strict=True)
    )
    return f"<tr>{''.join(told)}</tr>"


def _cell(value: object, ids: Sequence[str] | None) -> str:
    """Write a cell; its marks lead on, in a row of the figures ``ids`` (None in the heading)."""
    if not given(value):
        return ""
    text = escape(str(value))
    if ids is None or not _MARK.search(text):
        return text
    return _MARK.sub(lambda mark: _led(mark[0], str(value), ids), text)


def _led(mark: str, text: str, ids: Sequence[str]) -> str:
    """Return a mark as a link with words for those who do not see it."""
    if mark != revisions.SIGN:
        checks = f"checks?q={quote(ids[0])}" if len(ids) == 1 else "checks"
        return f'<a href="{escape(checks)}" aria-label="{_SAID[mark]}">{mark}</a>'
    mine = revisions.among(ids)
    if not mine:
        return mark
    # Of several in a row those are meant whose value today stands in the cell.
    said = escape(revisions.said([one for one in mine if one.stands_in(text)] or mine))
    since = quote(revisions.current().since)
    return (
        f'<a href="data?part=What+changed&amp;since={since}" title="{said}" '
        f'aria-label="{said}">{mark}</a>'
    )
