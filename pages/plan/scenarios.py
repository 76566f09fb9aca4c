"""Scenarios: what if, with every input traceable and every result with its interval."""

from __future__ import annotations

import streamlit as st

from loaders import queries, scenario_queries
from models.scenarios import CARDS
from models.scenarios.answer import answer
from pages.components import filters, frame, scenario_card, tables, views
from pages.components.blocks import block
from pages.components.store import store

frame.title("Scenarios", "What if: every input leads to its words, every result has its interval.")
build = store()
titles = {card.id: card.title for card in CARDS}
chosen = filters.pick(
    "Scenario", titles, key="scenario", resets={scenario_card.KEY: "", scenario_card.A: ""}
)
card = next(card for card in CARDS if card.id == chosen)
rows = scenario_queries.figures(store=build, cards=(card,))
catalogue = scenario_queries.catalogue(rows)


@st.fragment
def page() -> None:
    """Show the card; a changed input runs this part alone."""
    st.header(card.question, anchor=False)
    st.text(card.formula)
    left, right = st.columns([1, 2])
    with left:
        moved, written = st.container(), st.container()
        with written.expander("As text, to copy or to write"):
            changes = scenario_card.asked(card, catalogue, moved, label="Changed inputs as text")
        found = answer(card, catalogue, changes)
        with moved, block("The inputs"):
            scenario_card.inputs(build, card, catalogue, found)
    with right:
        with block("The result"):
            scenario_card.result(found)
        with block("What matters most"):
            view = scenario_card.what_matters(found)
            if view is not None:
                views.show(view, key="tornado", store=build, filters=card.title)
                frame.folded(view.table, "The same as a table")
        with block("The findings"):
            scenario_card.findings(found)
        with block("What this does not say"):
            scenario_card.not_said(found)
        with block("Scenario A"):
            scenario_card.keep_as_a()
            with st.expander("Beside scenario A"):
                before = scenario_card.asked(
                    card, catalogue, st.container(), key=scenario_card.A, label="Scenario A as text"
                )
                other = answer(card, catalogue, before).scenario
                tables.show(scenario_card.beside(found, other), "Beside scenario A")


page()
with block("The programmes"):
    doing = queries.programmes(store=build)
    doing = doing[doing["programme_id"].isin(card.programmes)]
    frame.sentences(
        [f"{name}: {what}" for name, what in zip(doing["name"], doing["summary"], strict=True)]
    )
frame.cite(list(rows["source"].unique()), build)
