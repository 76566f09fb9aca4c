"""The one way to show a table: all rows, named for screen readers, reachable by keyboard."""

from __future__ import annotations

import pandas as pd
import streamlit as st

LONGEST_ALT = 150
# Only a table with a height is a stop of the keyboard; the style in frame.py gives it the
# height of its content again.
_TALL = 10_000


def show(table: pd.DataFrame, alt: str) -> None:
    """Show a table; ``alt`` says what it holds, cut to what screen readers are given."""
    st.table(table, hide_index=True, height=_TALL, alt=alt[:LONGEST_ALT])
