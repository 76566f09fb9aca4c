"""Strategy: what was promised, how far it has come, and how much is known of it."""

from __future__ import annotations

import streamlit as st

from loaders import plan_queries
from models.measure_status import STATUSES, WORDS
from pages.components import filters, frame, strategy, tables, views
from pages.components.blocks import block
from pages.components.store import store
from pages.components.words import records

VIEWS = {
    "measures": "Success measures",
    "known": "How much is known",
    "milestones": "Place Integration Deal",
    "steps": "Next steps",
    "risks": "Risks and priorities",
    "boards": "Boards",
    "wordings": "Draft and published",
}

frame.title("Strategy", "What was promised, how far it has come, and how much is known of it.")
build = store()
view = filters.tabs("View", VIEWS, key="view")

if view == "measures":
    with block("The success measures"):
        figures = plan_queries.measure_figures(store=build)
        doing = plan_queries.measure_programmes(store=build)
        rows = strategy.with_status(plan_queries.measures(store=build), figures, doing)
        views.show(strategy.summary(rows), key="measures", store=build)
        tables.show(strategy.by_domain(rows), "Success measures by domain and status")
        names = dict(zip(rows["domain_id"], rows["domain"], strict=True))
        domain = filters.tabs("Domain", names, key="domain")
        states: dict[str, str] = {one: WORDS[one] for one in STATUSES}
        state = filters.pick("Status", states, key="status", everything=filters.ALL)
        mine = rows[(rows["domain_id"] == domain) & ((rows["status"] == state) | (state is None))]
        if mine.empty:
            st.info("No success measure has this status here. Choose another.")
        for row in records(mine):
            strategy.measure(row, figures, doing)

if view == "known":
    with block("How much is known"):
        known = strategy.known(plan_queries.known(store=build))
        views.show(known, key="known", store=build)
        frame.folded(known.table, "The same as a table, with counts")

place = strategy.place() if view in ("milestones", "steps", "risks", "boards") else None
if view == "milestones":
    with block("The milestones"):
        strategy.milestones(strategy.of_place(plan_queries.milestones(store=build), place))
if view == "steps":
    with block("The next steps"):
        strategy.next_steps(strategy.of_place(plan_queries.next_steps(store=build), place))
if view == "risks":
    with block("The risks"):
        strategy.risks(strategy.of_place(plan_queries.risks(store=build), place))
    with block("The priorities"):
        strategy.priorities(strategy.of_place(plan_queries.priorities(store=build), place))
if view == "boards":
    with block("The boards"):
        strategy.boards(strategy.of_place(plan_queries.boards(store=build), place))
if view == "wordings":
    with block("The wordings"):
        strategy.wordings(plan_queries.wordings(store=build))

frame.cite(plan_queries.cited(store=build), build)
