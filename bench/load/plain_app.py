"""Six pages as anybody writes them in Streamlit: each a select, four bar charts and a table."""

from __future__ import annotations

import altair as alt
import figures
import streamlit as st

PAGES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


def page() -> None:
    """Show one choice: its charts and its table."""
    st.title("Four charts and a table")
    area = st.selectbox("Area", figures.CHOICES)
    columns = st.columns(2)
    for at, measure in enumerate(figures.MEASURES):
        with columns[at % 2]:
            st.subheader(f"{measure}, {area}")
            rows = figures.CHARTS[area][measure]
            st.altair_chart(
                alt.Chart(rows)
                .mark_bar()
                .encode(
                    x=alt.X("value:Q", title="%"),
                    y=alt.Y("label:N", sort=None, title=None),
                    tooltip=["label:N", "value:Q"],
                )
            )
    st.table(figures.TABLES[area], hide_index=True)


st.set_page_config(layout="wide")
st.navigation([st.Page(page, title=name, url_path=name.lower()) for name in PAGES]).run()
