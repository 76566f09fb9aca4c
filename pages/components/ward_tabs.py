"""The answers of the ward page, one at a time below the map."""

from __future__ import annotations

from loaders import ward_queries
from loaders.store import Store
from models.conditions import Conditions
from models.ground import Answer, Ground
from models.tally import Change
from pages.components import ward_answers, ward_controls, ward_maps, ward_whatif

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


def show(
    chosen: str,
    build: Store,
    ground: Ground,
    answer: Answer,
    how: ward_controls.Shown,
    before: Conditions | None,
    change: Change | None,
) -> None:
    """Show one of ANSWERS; ``before`` is scenario A and ``change`` what B adds and loses.

    Both are None while nothing is kept as A.
    """
    now, inside, shade = answer.now, answer.inside, how.shade
    if chosen == "list":
        ward_answers.the_list(ground, answer, how)
    elif chosen == "named":
        unmatched = ward_queries.unmatched(store=build)
        ward_answers.named_and_not(ground, now, inside, shade, unmatched)
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
        ward_whatif.the_gradient(build, ground, inside, shade)
    elif chosen == "files":
        ward_maps.take_away(ground, answer, how, build)
