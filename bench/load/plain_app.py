"""Six pages as anybody writes them in Streamlit: each a select, four bar charts and a table."""

from __future__ import annotations

import figures
import streamlit as st
from plainly import charts

PAGES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


def page() -> None:
    """Show one choice: its charts and its table."""
    st.title("Four charts and a table")
    area = st.selectbox("Area", figures.CHOICES)
    charts(area)
    st.table(figures.TABLES[area], hide_index=True)


st.set_page_config(layout="wide")
st.navigation([st.Page(page, title=name, url_path=name.lower()) for name in PAGES]).run()
