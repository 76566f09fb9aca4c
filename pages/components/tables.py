"""The one way to show a table: all rows, named for screen readers, reachable by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

import pandas as pd
import streamlit as st

from pages.components.words import IN_PART, IN_QUESTION, given

LONGEST_ALT = 150
_FIGURES = "figures"
_SAID = {
    IN_QUESTION: "In question: see the checks",
    IN_PART: "Part of what does not agree: see the checks",
}
_MARK = re.compile("|".join(map(re.escape, _SAID)))


def show(table: pd.DataFrame, alt: str) -> None:
    """Show a table as the browser itself knows tables; ``alt`` says what it holds.

    Every cell is literal text. ``st.table`` reads each as Markdown, which takes most of the time
    a page needs in the browser; ``st.dataframe`` draws on a canvas, which nobody can hear.
    """
    st.html(html(table, alt))


def html(table: pd.DataFrame, alt: str) -> str:
    """Return a table in its own box, which scrolls sideways and is a named stop of the keyboard.

    Columns of numbers are set flush right; their style is in frame.py. The mark of a figure that
    a check doubts leads to the checks: those of the figure where the table knows it (see ``of``).
    """
    ids = table.attrs.get(_FIGURES, {})
    style = [
        ' class="number"' if pd.api.types.is_numeric_dtype(table[name]) else ""
        for name in table.columns
    ]
    head = _row("th", [' scope="col"' + one for one in style], table.columns)
    columns = (table[name].tolist() for name in table.columns)
    body = "".join(
        _row("td", style, row, f"checks?q={quote(ids[at])}" if at in ids else "checks")
        for at, row in zip(table.index, zip(*columns, strict=True), strict=True)
    )
    return (
        f'<div class="figures" role="region" tabindex="0" aria-label="{escape(alt[:LONGEST_ALT])}">'
        f"<table><thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def of(table: pd.DataFrame, figure_ids: Iterable[str]) -> pd.DataFrame:
    """Return a table that knows which figure each of its rows is."""
    table.attrs[_FIGURES] = dict(zip(table.index, map(str, figure_ids), strict=True))
    return table


def _row(tag: str, attributes: Sequence[str], cells: Iterable[object], checks: str = "") -> str:
    told = (
        f"<{tag}{one}>{_cell(cell, checks)}</{tag}>"
        for one, cell in zip(attributes, cells, strict=True)
    )
    return f"<tr>{''.join(told)}</tr>"


def _cell(value: object, checks: str) -> str:
    if not given(value):
        return ""
    text = escape(str(value))
    if not checks or not _MARK.search(text):
        return text
    return _MARK.sub(
        lambda mark: f'<a href="{escape(checks)}" aria-label="{_SAID[mark[0]]}">{mark[0]}</a>', text
    )
