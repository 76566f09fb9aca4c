"""Ward map: conditions on the left, the answer at once on the right."""

from __future__ import annotations

import streamlit as st

from loaders import ward_queries
from models.conditions import matches
from pages.components import filters, frame, ward_answers, ward_controls, ward_maps, ward_whatif
from pages.components.blocks import block
from pages.components.store import ground as held
from pages.components.store import store

ANSWERS = {
    "list": "List",
    "named": "Named and not",
    "budget": "Budget",
    "gap": "What if: a comparator",
    "yield": "What if: a programme",
    "compare": "A beside B",
    "ward": "One ward",
    "gradient": "Gradient",
}

frame.title("Ward map", "Which wards, how many people, and what if.")
build = store()
ground = held(build)


@st.fragment
def page() -> None:
    """Ask and answer; moving a control runs this part alone."""
    left, right = st.columns([1, 2])
    below = st.container()
    with left:
        written, moved = st.container(), st.container()
        with moved.expander("As text, to copy or to write"):
            now = ward_controls.asked(ground)
        with written, block("The conditions"):
            ward_controls.controls(ground, now)
    inside = matches(ground.wards, now)
    with below:
        answer = filters.tabs("Answer", ANSWERS, key="answer")
        before = ward_answers.kept(ground, now) if answer == "compare" else None
    change = ward_answers.change_from(ground, before, inside)
    with right:
        with block("The answer"):
            ward_answers.summary(ground, now, inside)
        with block("The map"):
            shade = ward_maps.panel(ground, now, inside, change)
    with below, block(f"The answer “{ANSWERS[str(answer)]}”"):
        if answer == "list":
            ward_answers.the_list(ground, now, inside, shade)
        elif answer == "named":
            unmatched = ward_queries.unmatched(store=build)
            ward_answers.named_and_not(ground, now, inside, shade, unmatched)
        elif answer == "budget":
            ward_answers.budget(ground, inside)
        elif answer == "gap":
            ward_whatif.to_a_comparator(ground, inside)
        elif answer == "yield":
            ward_whatif.programme(build, inside)
        elif answer == "compare":
            ward_answers.compared(ground, now, before, change)
        elif answer == "ward":
            ward_whatif.card(build, ground, ward_controls.ward(ground, inside))
        elif answer == "gradient":
            ward_whatif.the_gradient(build, ground, inside, shade)


page()
with block("The official boundaries"):
    ward_maps.official_boundaries()
frame.cite(list(dict.fromkeys(ward_queries.facts(store=build)["source"])), build)
