"""Domains: what was promised, what is being done, what is known, theme by theme."""

from __future__ import annotations

import streamlit as st

from loaders import queries
from pages.components import filters, frame, ledger, one_page, strategy, views
from pages.components.blocks import block
from pages.components.store import store
from pages.components.words import plain

frame.title("Domains", "What was promised, what is being done, and what is known.")
build = store()
stages = queries.domains(store=build)
names = dict(zip(stages["domain_id"], stages["name"], strict=True))
domain = str(filters.pick("Domain", names, key="domain"))
themes = queries.themes(store=build, domain_id=domain)

with block("The vision"):
    frame.worded(names[domain], queries.wordings(store=build, thing_id=domain))
    one_page.offer(build, "domain", domain, names[domain])

theme = filters.tabs(
    "Theme", dict(zip(themes["theme_id"], themes["name"], strict=True)), key="theme"
)

with block("What was promised"):
    st.header("Promised", anchor=False)
    frame.worded_briefly(queries.wordings(store=build, thing_id=str(theme)))
    frame.delivery(themes[themes["theme_id"] == theme])
    actions = queries.actions(store=build, domain_id=domain)
    frame.shortened(ledger.actions(ledger.of_theme(actions, theme)), "key actions", "Key actions")
    measures = strategy.of_domain(build, domain)
    frame.shortened(
        ledger.measures(ledger.of_theme(measures, theme)), "success measures", "Success measures"
    )

with block("What is being done"):
    st.header("Being done", anchor=False)
    programmes = queries.programmes(store=build, domain_id=domain)
    mine = programmes[programmes["theme_id"] == theme]
    frame.shortened(ledger.programmes(mine), "programmes", "Programmes of this theme")

with block("What is known"):
    st.header("Known", anchor=False)
    known = queries.theme_figures(store=build, domain_id=domain)
    mine = known[known["theme_id"] == theme]
    frame.shortened(views.named(mine), "figures", "Figures that speak to this theme")

with block("Side by side"):
    st.header(f"{plain(names[domain])}, place by place", anchor=False)
    areas = queries.areas(store=build)
    shown = (ledger.WHOLE, *ledger.PLACES, *ledger.BESIDE)
    ids = tuple(areas[areas["name"].isin(shown)]["area_id"])
    rows = queries.area_figures(store=build, area_ids=ids)
    beside = ledger.side_by_side(rows[rows["domain_id"] == domain], shown)
    frame.shortened(beside, "indicators", "Figures of this domain by place")
    frame.untested()

frame.cite(list(queries.sources(store=build).query("figures > 0")["title"]), build)
