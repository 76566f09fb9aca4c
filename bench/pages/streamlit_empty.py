"""As little as Streamlit can be: one select and one chart that does not change."""

from __future__ import annotations

import altair as alt
import figures
import streamlit as st

st.title("One select and one chart")
area = st.selectbox("Area", figures.CHOICES)
st.text(f"Chosen: {area}")
rows = figures.CHARTS[figures.CHOICES[0]][figures.MEASURES[0]]
st.altair_chart(alt.Chart(rows).mark_bar().encode(x="value:Q", y="label:N"))
