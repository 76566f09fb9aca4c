"""Domains: what was promised, what is done, what is known, theme by theme."""

from __future__ import annotations

import streamlit as st

from loaders import queries
from pages.components import filters, frame, ledger, views
from pages.components.blocks import block
from pages.components.store import store

frame.title("Domains", "What was promised, what is being done, and what is known.")
build = store()
stages = queries.domains(store=build)
domain = filters.pick(
    "Domain", dict(zip(stages["domain_id"], stages["name"], strict=True)), key="domain"
)
domain_id = str(domain)

with block("The vision"):
    frame.worded(str(stages.set_index("domain_id").loc[domain_id, "name"]),
                 queries.wordings(store=build, thing_id=domain_id))

themes = queries.themes(store=build, domain_id=domain_id)
theme = filters.tabs("Theme", dict(zip(themes["theme_id"], themes["name"], strict=True)), key="theme")

with block("What was promised"):
    st.header("Promised", anchor=False)
    actions = queries.actions(store=build, domain_id=domain_id)
    measures = queries.measures(store=build, domain_id=domain_id)
    mine = actions[(actions["theme_id"] == theme) | actions["theme_id"].isna()]
    if not mine.empty:
        st.table(ledger.actions(mine), hide_index=True, alt="Key actions, as published and in the draft")
    mine = measures[(measures["theme_id"] == theme) | measures["theme_id"].isna()]
    if not mine.empty:
        st.table(ledger.measures(mine), hide_index=True, alt="Success measures and what is known of them")
    frame.delivery(themes[themes["theme_id"] == theme])

with block("What is being done"):
    st.header("Being done", anchor=False)
    programmes = queries.programmes(store=build, domain_id=domain_id)
    mine = programmes[programmes["theme_id"] == theme]
    frame.shortened(ledger.programmes(mine), "programmes", "Programmes of this theme")

with block("What is known"):
    st.header("Known", anchor=False)
    known = queries.theme_figures(store=build, domain_id=domain_id)
    mine = known[known["theme_id"] == theme]
    frame.shortened(views.table(mine), "figures", "Figures that speak to this theme")

with block("Side by side"):
    st.header("Figures by place, side by side", anchor=False)
    areas = queries.areas(store=build)
    names = (ledger.WHOLE, *ledger.PLACES, *ledger.BESIDE)
    rows = queries.area_figures(
        store=build, area_ids=tuple(areas[areas["name"].isin(names)]["area_id"])
    )
    beside = ledger.side_by_side(rows[rows["domain_id"] == domain_id], names)
    frame.shortened(beside, "indicators", "Figures of this domain by place")
    st.text("No interval is published with these figures: differences are not tested.")

frame.cite(list(queries.sources(store=build).query("figures > 0")["title"]), build)
