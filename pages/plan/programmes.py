"""Programmes: what is being done, where and with whom, and what is known to have come of it."""

from __future__ import annotations

import streamlit as st

from loaders import plan_queries
from pages.components import coverage, filters, frame, outcomes, programmes, provenance, views
from pages.components.blocks import block
from pages.components.programme_filters import ask, back, spellings
from pages.components.store import store

VIEWS = {
    "list": "Programmes",
    "outcomes": "Outcomes",
    "money": "Savings and costs",
    "who": "Who does what",
}

frame.title("Programmes", "What is being done, where and with whom, and what came of it.")
build = store()
every = plan_queries.programmes(store=build)
figures = plan_queries.programme_figures(store=build)
asked = ask(build, every)
rows, about = asked.rows, asked.about
view = filters.tabs("View", VIEWS, key="view") if asked.one is None else None
mine = figures[figures["programme_id"].isin(rows["programme_id"])]

if rows.empty:
    st.info("No programme is like this. Take a filter away, or try other words.")
elif asked.one is not None:
    with block("The programme"):
        back()
        programmes.one(build, rows[rows["programme_id"] == asked.one], figures)
elif view == "list":
    with block("The programmes"):
        listed = programmes.listed(rows, outcomes.by_programme(mine), of=len(every), about=about)
        views.show(listed, key="list", store=build, filters=about)
        frame.shortened(listed.table, "programmes", listed.headline)
elif view == "outcomes":
    with block("The outcomes"):
        evidence = outcomes.evidence(mine)
        summary = outcomes.summary(evidence, programmes=len(rows))
        views.show(summary, key="outcomes", store=build, filters=about)
        frame.shortened(summary.table, "outcomes", summary.headline)
        kind = filters.tabs("Kind of evidence", outcomes.present(evidence), key="evidence")
        if kind is not None:
            outcomes.show_kind(evidence, kind, build, filters=about)
elif view == "money":
    with block("The amounts of money"):
        amounts = outcomes.money(mine)
        st.text(outcomes.footing_shared(amounts))
        for sort, shown in outcomes.amounts(amounts):
            views.show(shown, key=sort, store=build, filters=about)
            st.text(shown.subtitle)
            frame.shortened(shown.table, "amounts", shown.headline)
        programmes.scenarios(set(), set(amounts["figure_id"]))
        if len(amounts):
            provenance.checks(store=build, rows=amounts)
elif view == "who":
    with block("Who does what"):
        areas = plan_queries.programme_areas(store=build)
        domains = list(dict.fromkeys(every.sort_values("domain_position")["domain"]))
        within = coverage.areas_below(areas, rows, asked.place)
        matrix = coverage.domains_by_area(rows, within, domains)
        views.show(matrix, key="matrix", store=build, filters=about)
        frame.shortened(matrix.table, "areas", matrix.headline)
        named = coverage.by_partner(rows, spellings(every))
        views.show(named, key="partners", store=build, filters=about)
        frame.shortened(named.table, "partners", named.headline)

frame.cite(plan_queries.programme_sources(store=build), build)
