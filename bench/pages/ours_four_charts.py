"""One select, four bar charts and a table, made of the project's kit and served as app.py is.

``BENCH_VARIANT`` names another way of doing the same, to see what it costs.
"""

from __future__ import annotations

import os

import figures
import pandas as pd
import streamlit as st
from streamlit.starlette import App

from pages.components import filters, frame, views
from pages.components.blocks import block
from pages.components.charts.by_area import by_area
from pages.components.serving import MIDDLEWARE

VARIANT = os.environ.get("BENCH_VARIANT", "kit")


def _bars(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": rows["label"].to_numpy(),
            "start": 0.0,
            "end": rows["value"].to_numpy(),
            "shown": [f"{value:g}%" for value in rows["value"]],
            "role": "reported",
        }
    )


def _chart(area: str, measure: str, key: str) -> None:
    rows = figures.CHARTS[area][measure]
    high = rows.loc[rows["value"].idxmax()]
    headline = f"{measure}, {area}: most in {high['label']}, {high['value']:g}%"
    st.subheader(headline, anchor=False)
    st.text(f"{measure} (%)")
    spec = by_area(_bars(rows), unit="%", palette=views.palette())
    st.vega_lite_chart(
        spec=spec, key=key, alt=f"Bar chart. {headline}", width="stretch", theme=None
    )


def _page() -> None:
    frame.title("Four charts and a table", "The kit, measured beside others.")
    area = str(filters.pick("Area", {name: name for name in figures.CHOICES}, key="area"))
    columns = st.columns(2)
    for at, measure in enumerate(figures.MEASURES):
        with columns[at % 2], block(measure):
            _chart(area, measure, key=f"chart_{at}")
    with block("The table"):
        st.table(figures.TABLES[area], hide_index=True, alt="The figures")


def show() -> None:
    st.set_page_config(page_icon="📊", layout="wide")
    st.navigation({"Bench": [st.Page(_page, title="Four charts", default=True)]}, position="top").run()


if __name__ == "__main__":
    show()
else:
    server = App(__file__, middleware=MIDDLEWARE)
