"""The one way to show a table: all rows, named for screen readers, reachable by keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from pages.components.words import given

LONGEST_ALT = 150


def show(table: pd.DataFrame, alt: str) -> None:
    """Show a table as the browser itself knows tables; ``alt`` says what it holds.

    Every cell is literal text. ``st.table`` reads each as Markdown, which takes most of the time
    a page needs in the browser; ``st.dataframe`` draws on a canvas, which nobody can hear.
    """
    st.html(html(table, alt))


def html(table: pd.DataFrame, alt: str) -> str:
    """Return a table in its own box, which scrolls sideways and is a named stop of the keyboard.

    Columns of numbers are set flush right; their style is in frame.py.
    """
    style = [
        ' class="number"' if pd.api.types.is_numeric_dtype(table[name]) else ""
        for name in table.columns
    ]
    head = _row("th", [' scope="col"' + one for one in style], table.columns)
    columns = (table[name].tolist() for name in table.columns)
    body = "".join(_row("td", style, row) for row in zip(*columns, strict=True))
    return (
        f'<div class="figures" role="region" tabindex="0" aria-label="{escape(alt[:LONGEST_ALT])}">'
        f"<table><thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _row(tag: str, attributes: Sequence[str], cells: Iterable[object]) -> str:
    told = (
        f"<{tag}{one}>{escape(str(cell)) if given(cell) else ''}</{tag}>"
        for one, cell in zip(attributes, cells, strict=True)
    )
    return f"<tr>{''.join(told)}</tr>"
