"""Four bar charts of an area as anybody writes them in Streamlit."""

from __future__ import annotations

import altair as alt
import figures
import streamlit as st


def charts(area: str) -> None:
    """Draw them in two columns, each with its heading."""
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
