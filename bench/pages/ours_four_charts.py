"""One select, four bar charts and a table, made of the project's kit and served as app.py is.

``BENCH_VARIANT`` names other ways of doing the same, to see what each costs: ``alt`` (a
description that stays while the data changes), ``plain`` (Streamlit's own table), ``shortened``
(by ``frame.shortened``), ``dataframe``, ``lists`` (rows made without pandas), ``arrow`` (rows given
as Arrow), ``halos`` (texts without them), ``bare`` (a bar chart and nothing else), ``canvas``,
``fragment``, ``late`` (Streamlit's browser code fetched when it is needed).
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

import altair as alt
import figures
import pandas as pd
import streamlit as st
from streamlit.starlette import App

from config.palette import LIGHT
from pages.components import filters, frame, preloading, tables, views
from pages.components.blocks import block
from pages.components.charts.by_area import by_area
from pages.components.charts.spec import split
from pages.components.serving import MIDDLEWARE

# Joined by "+"; "kit" is the page as the project makes pages.
VARIANT = frozenset(os.environ.get("BENCH_VARIANT", "kit").split("+"))


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


def _without_halos(spec: dict[str, Any]) -> None:
    spec["layer"] = [
        layer
        for layer in spec["layer"]
        if not (isinstance(layer["mark"], dict) and "strokeJoin" in layer["mark"])
    ]


def _with_canvas(spec: dict[str, Any]) -> None:
    spec["usermeta"] = {"embedOptions": {"renderer": "canvas"}}


@cache
def _bare() -> str:
    chart = (
        alt.Chart()
        .mark_bar()
        .encode(x=alt.X("end:Q", title="%"), y=alt.Y("label:N", sort=None, title=None))
        .properties(data={"values": []}, width="container", height=12 * 42)
    )
    return json.dumps({key: part for key, part in chart.to_dict().items() if "data" not in key})


@cache
def _shape() -> str:
    rows = figures.CHARTS[figures.CHOICES[0]][figures.MEASURES[0]]
    return json.dumps(by_area(_bars(rows), unit="%", palette=LIGHT))


def _lists(rows: pd.DataFrame) -> dict[str, Any]:
    """Return what by_area returns, made of lists instead of frames."""
    spec: dict[str, Any] = json.loads(_shape())
    labels, values = rows["label"].tolist(), rows["value"].tolist()
    spec["data"] = {
        "values": [
            {
                "row": at,
                "label": label,
                "start": 0.0,
                "end": value,
                "tip": value,
                "shown": f"{value:g}%",
                "role": "reported",
                "approximate": False,
            }
            for at, (label, value) in enumerate(zip(labels, values, strict=True))
        ]
    }
    return spec


def _spec(rows: pd.DataFrame) -> dict[str, Any]:
    if "lists" in VARIANT:
        spec = _lists(rows)
    else:
        spec = by_area(_bars(rows), unit="%", palette=views.palette()) or {}
    if "bare" in VARIANT:
        spec = {**json.loads(_bare()), "data": spec["data"]}
    if "halos" in VARIANT:
        _without_halos(spec)
    if "canvas" in VARIANT:
        _with_canvas(spec)
    return spec


def _chart(area: str, measure: str, key: str) -> None:
    rows = figures.CHARTS[area][measure]
    high = rows.loc[rows["value"].idxmax()]
    headline = f"{measure}, {area}: most in {high['label']}, {high['value']:g}%"
    st.subheader(headline, anchor=False)
    st.text(f"{measure} (%)")
    spec = _spec(rows)
    data = None
    if "inline" not in VARIANT:
        data, spec = split(spec)
    said = f"Bar chart of {measure}" if "alt" in VARIANT else f"Bar chart. {headline}"
    st.vega_lite_chart(data, spec, key=key, alt=said, width="stretch", theme=None)


def _charts(area: str) -> None:
    columns = st.columns(2)
    for at, measure in enumerate(figures.MEASURES):
        with columns[at % 2], block(measure):
            _chart(area, measure, key=f"chart_{at}")
    with block("The table"):
        if "shortened" in VARIANT:
            frame.shortened(figures.TABLES[area], "figures", "The figures")
        elif "dataframe" in VARIANT:
            st.dataframe(figures.TABLES[area], hide_index=True)
        elif "plain" in VARIANT:
            st.table(figures.TABLES[area], hide_index=True, alt="The figures")
        else:
            tables.show(figures.TABLES[area], "The figures")


def _picked() -> None:
    area = filters.pick("Area", {name: name for name in figures.CHOICES}, key="area")
    _charts(str(area))


def _page() -> None:
    frame.title("Four charts and a table", "The kit, measured beside others.")
    if "fragment" in VARIANT:
        st.fragment(_picked)()
    else:
        _picked()


def show() -> None:
    st.set_page_config(page_icon="📊", layout="wide")
    st.navigation(
        {"Bench": [st.Page(_page, title="Four charts", default=True)]}, position="top"
    ).run()


if __name__ == "__main__":
    show()
else:
    if "late" in VARIANT:
        preloading.ELEMENTS = ()
    server = App(__file__, middleware=MIDDLEWARE)
