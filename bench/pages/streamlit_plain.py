"""One select, four bar charts and a table as anybody writes them in Streamlit."""

from __future__ import annotations

import os

import figures
import streamlit as st
from plainly import charts

st.set_page_config(layout="wide")
st.title("Four charts and a table")
area = st.selectbox("Area", figures.CHOICES)
charts(area)
if os.environ.get("BENCH_TABLE") == "grid":
    st.dataframe(figures.TABLES[area], hide_index=True)
else:
    st.table(figures.TABLES[area], hide_index=True)
