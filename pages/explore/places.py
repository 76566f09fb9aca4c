"""Places: any area of the tree, alone or beside others, with all that is known of it."""

from __future__ import annotations

import streamlit as st

from loaders import plan_queries, queries
from pages.components import (
    coverage,
    filters,
    frame,
    ledger,
    official,
    one_page,
    provenance,
    views,
)
from pages.components.blocks import block
from pages.components.store import official as official_values
from pages.components.store import store

frame.title("Places", "Any area, alone or beside others: its figures, programmes and wards.")
build = store()
areas = queries.areas(store=build)
names = official.in_order(dict(zip(areas["area_id"], areas["name"], strict=True)))
left, right = st.columns(2)
with left:
    area_id = str(filters.pick("Area", names, key="area"))
with right:
    chosen = (area_id, *filters.several("Beside", names, key="beside", most=2, but=area_id))
area = areas[areas["area_id"] == area_id].iloc[0]
frame.area_heading(area)
one_page.offer(build, "area", area_id, str(area["name"]))
values = official_values(build)
rows = queries.area_figures(store=build, area_ids=tuple(areas["area_id"]))

with block("The official indicators"):
    st.header("Official indicators", anchor=False)
    frame.sentences(official.missing(values, areas, chosen))
    inside, total = official.within(values, areas, area_id), values["area"].nunique()
    everywhere = len(inside) == total or filters.switch(
        f"All {total} authorities side by side", key="everywhere"
    )
    spines = official.spines(values, [names[one] for one in chosen])
    if spines or everywhere or len(inside) > 1:
        official.legend()
    for view in spines:
        views.show(view, key=f"spine_{view.headline}", store=build)
        frame.shortened(view.table, "indicators", view.headline)
    if everywhere or len(inside) > 1:
        view = official.rug(values, str(area["name"]), inside, everywhere=everywhere)
        views.show(view, key="rug", store=build)
        frame.folded(view.table, "The same as a table")

with block("The figures of the documents"):
    st.header("In the documents", anchor=False)
    shown = ledger.columns([names[one] for one in chosen])
    mine = rows[rows["indicator_id"].isin(rows[rows["area_id"].isin(chosen)]["indicator_id"])]
    beside = ledger.side_by_side(mine, shown, first=[names[one] for one in chosen])
    frame.shortened(beside, "indicators", f"Figures of {area['name']} beside others")
    frame.untested()
    own = rows[rows["area_id"] == area_id]
    frame.folded(views.named(own), f"{area['name']} in the documents' own words")
    provenance.differing(store=build, rows=own)

with block("The partnership"):
    frame.boards(queries.boards(store=build, area_id=area_id))

with block("The programmes"):
    st.header("Programmes here", anchor=False)
    mine, says = coverage.of_area(plan_queries.programmes(store=build), area)
    frame.sentences(says)
    frame.shortened(ledger.programmes(mine), "programmes", f"Programmes of {area['name']}")

with block("The wards"):
    official.wards(queries.wards_of(store=build, area_id=area_id), str(area["name"]))

frame.cite([*rows["source"].unique(), *values["source"].unique()], build)
