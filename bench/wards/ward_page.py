"""A ward page in small, made of the real drawing: a slider, tiles, the map, the list.

``BENCH_GEOMETRY`` is a TopoJSON in the folder ``static`` beside this file's copy; ``BENCH_PARTS``
leaves parts out, to see what each costs.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.starlette import App

from loaders import ward_queries
from pages.components import tables, ward_view
from pages.components.maps.geometry import geometry
from pages.components.maps.shades import shades
from pages.components.maps.ward_map import Wards, shade_map
from pages.components.serving import MIDDLEWARE
from pages.components.store import open_or_explain, store
from pages.components.views import palette

FACT, SHADED = "fuel_poverty_pct_2020", "pct_hh_no_car"
PARTS = frozenset(os.environ.get("BENCH_PARTS", "tiles+map+list").split("+"))
FILE = Path(__file__).parent / "static" / os.environ["BENCH_GEOMETRY"]
LISTED = 25


@st.cache_resource(show_spinner=False)
def held() -> pd.DataFrame:
    """Return the wards as the map wants them."""
    wards = ward_queries.wards(store=store())
    return wards.assign(
        value=wards[SHADED],
        shown=[None if pd.isna(one) else f"{one:.1f}%" for one in wards[SHADED]],
        named=wards["named_for"],
    )


def chosen(clicked: tuple[str, ...], boxed: tuple[str, ...]) -> None:
    """Keep what was picked in the field that the address is bound to."""
    before = set(st.session_state["picked"].split())
    st.session_state["picked"] = " ".join(sorted((before ^ set(clicked)) | set(boxed)))


def tiles(rows: pd.DataFrame, inside: pd.Series) -> None:
    """Show four numbers."""
    found = rows[inside]
    told = {
        "Wards": len(found),
        "Residents": int(found["population"].sum()),
        "Residents 65 and over": int(found["pop_65_plus"].sum()),
        "Households": int(found["households_census2021"].sum()),
    }
    cells = (f"<div><strong>{n:,}</strong> {escape(name)}</div>" for name, n in told.items())
    st.html(f'<div class="tiles">{"".join(cells)}</div>')


@st.fragment
def page() -> None:
    """Ask and answer."""
    least = st.slider("Fuel poverty from", 5.0, 30.0, 12.0, 0.1, key="least", bind="query-params")
    picked = st.text_input("Picked by hand", key="picked", bind="query-params").split()
    rows = held()
    inside = rows[FACT] >= least
    if "tiles" in PARTS:
        tiles(rows, inside)
    left, right = st.columns([2, 1])
    with left:
        if "map" in PARTS:
            drawn = shade_map(
                Wards.of(rows.assign(picked=rows["ward_code"].isin(picked))),
                ["in" if match else "out" for match in inside],
                shades=shades(
                    rows["value"],
                    title="Households without a car or van (%)",
                    written=lambda value: f"{value:g}%",
                ),
                geometry=geometry(FILE),
                palette=palette(),
            )
            if drawn is not None:
                ward_view.show(drawn, key="map", chosen=chosen)
    with right:
        if "list" in PARTS:
            found = rows[inside].sort_values(FACT).head(LISTED)
            told = {"Ward": "ward_name", "District": "district", "Fuel poverty": FACT}
            table = pd.DataFrame({name: found[column] for name, column in told.items()})
            tables.show(table.astype(str), "Wards that match")
    st.text(f"{int(inside.sum())} wards from {least:.1f}%")


def show() -> None:
    """Show the page."""
    st.set_page_config(layout="wide")
    st.title("Wards", anchor=False)
    open_or_explain()
    page()


if __name__ == "__main__":
    show()
else:
    server = App(__file__, middleware=MIDDLEWARE)
