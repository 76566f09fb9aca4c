"""Ward map: conditions on the left, the answer at once on the right."""

from __future__ import annotations

import streamlit as st

from pages.components import (
    filters,
    frame,
    ward_answers,
    ward_controls,
    ward_maps,
    ward_tabs,
)
from pages.components.blocks import block
from pages.components.store import ground as held
from pages.components.store import store

frame.title("Ward map", "Which wards, how many people, and what if.")
ward_controls.arrived()
build = store()
ground = held(build)


@st.fragment
def page() -> None:
    """Ask and answer; what stands above the answer runs both."""
    answered(ward_controls.bar(ground))


@st.fragment
def answered(how: ward_controls.Shown) -> None:
    """Answer; a slider runs this part alone."""
    ward_controls.follow()
    left, right = st.columns([1, 2])
    beneath = st.container()
    with left:
        answer = ground.answer(ward_controls.asked(ground, left))
        with block("The conditions"):
            ward_controls.ranges(ground, answer.now)
    now, inside = answer.now, answer.inside
    with beneath:
        chosen = str(filters.tabs("Answer", ward_tabs.ANSWERS, key="answer"))
        before = ward_answers.kept(ground, now) if chosen == "compare" else None
    opened = st.session_state.get("ward", st.query_params.get("ward"))
    below = f"Below the map: {opened}." if opened and chosen == "ward" else ""
    change = ward_answers.change_from(ground, before, inside)
    with right:
        with block("The answer"):
            ward_answers.summary(ground, answer, below)
        with block("The map"):
            ward_maps.panel(ground, answer, how, change)
    with beneath, block(f"The answer “{ward_tabs.ANSWERS[chosen]}”"):
        ward_tabs.show(chosen, build, ground, answer, how, before, change)


page()
frame.cite(list(ground.titles), build)
