"""Ward map: conditions on the left, the answer at once on the right."""

from __future__ import annotations

import streamlit as st

from loaders import ward_queries
from pages.components import (
    filters,
    frame,
    ward_answers,
    ward_controls,
    ward_geometry,
    ward_maps,
    ward_whatif,
)
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
    "files": "Download",
}

frame.title("Ward map", "Which wards, how many people, and what if.")
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
    below = st.container()
    with left:
        moved, written = st.container(), st.expander("As text, to copy or to write")
        with written:
            answer = ground.answer(ward_controls.asked(ground, moved))
        with moved, block("The conditions"):
            ward_controls.ranges(ground, answer.now)
    now, inside = answer.now, answer.inside
    with below:
        chosen = str(filters.tabs("Answer", ANSWERS, key="answer"))
        before = ward_answers.kept(ground, now) if chosen == "compare" else None
    change = ward_answers.change_from(ground, before, inside)
    with right:
        with block("The answer"):
            ward_answers.summary(ground, answer)
        with block("The map"):
            ward_maps.panel(ground, answer, how, change)
    with below, block(f"The answer “{ANSWERS[chosen]}”"):
        if chosen == "list":
            ward_answers.the_list(ground, answer, how)
        elif chosen == "named":
            unmatched = ward_queries.unmatched(store=build)
            ward_answers.named_and_not(ground, now, inside, how.shade, unmatched)
        elif chosen == "budget":
            ward_answers.budget(ground, inside)
        elif chosen == "gap":
            ward_whatif.to_a_comparator(ground, inside)
        elif chosen == "yield":
            ward_whatif.programme(build, inside)
        elif chosen == "compare":
            ward_answers.compared(ground, now, before, change)
        elif chosen == "ward":
            ward_whatif.card(build, ground, ward_controls.ward(ground, inside))
        elif chosen == "gradient":
            ward_whatif.the_gradient(build, ground, inside, how.shade)
        elif chosen == "files":
            ward_maps.take_away(ground, answer, how, build)


page()
with block("The official boundaries"):
    ward_geometry.official_boundaries()
frame.cite(list(ground.titles), build)
