"""One select, four bar charts and a table as anybody writes them in Streamlit."""

from __future__ import annotations

import os

import altair as alt
import figures
import streamlit as st

st.set_page_config(layout="wide")
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
if os.environ.get("BENCH_TABLE") == "grid":
    st.dataframe(figures.TABLES[area], hide_index=True)
else:
    st.table(figures.TABLES[area], hide_index=True)
