"""Shorter stays at Dolphinlee: the same beds serve more people."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import Assumed, Card, Facts, Finding, Output, Stated, meet, said

BEDS = "dolphinlee-physical-health-beds"
BEFORE = "dolphinlee-length-of-stay-before"
AFTER = "dolphinlee-length-of-stay-after"
OPTIMAL = "dolphinlee-length-of-stay-target"
FALL = "dolphinlee-length-of-stay-reduction-overall"
FALL_Q3 = "dolphinlee-length-of-stay-reduction-q3"


def _findings(facts: Facts) -> Iterator[Finding]:
    (least, most), (low, high) = facts.printed(BEFORE), facts.printed(AFTER)
    fall = 100 * (1 - facts.value(AFTER) / facts.value(BEFORE))
    agrees = meet((100 * (1 - high / least), 100 * (1 - low / most)), facts.printed(FALL))
    yield Finding(
        "agrees" if agrees else "differs",
        f"From {facts.shown(BEFORE)} to {facts.shown(AFTER)} is a fall of {said(fall, 'percent')}; "
        f"{facts.shown(FALL)} is stated, and {facts.shown(FALL_Q3)} for the third quarter against "
        f"the first. The {facts.shown(FALL)} "
        f"{'is within' if agrees else 'is beyond'} what rounding of the weeks allows.",
        (BEFORE, AFTER, FALL, FALL_Q3),
    )


CARD = Card(
    id="dolphinlee",
    title="Shorter stays at Dolphinlee",
    question="How many more people do the beds serve in a year when an average stay is "
    "shorter, down to the optimal one?",
    formula="People a year = beds × share of them filled × 52.14 weeks ÷ weeks of an average stay.",
    inputs=(
        Stated("beds", "Physical health beds", BEDS, 1, 100, suffix="beds"),
        Stated("stay", "Average stay", AFTER, 0.5, 26, 0.5),
        Stated("before", "Average stay before", BEFORE, 0.5, 26, 0.5),
        Stated("optimal", "Optimal stay", OPTIMAL, 0.5, 26, 0.5, exact=True),
        Assumed(
            "occupancy",
            "Share of the beds filled",
            "percent",
            100,
            "No document says how full the beds are. All beds always full is the most that they "
            "can serve; the number of times as many does not depend on it.",
            10,
            100,
        ),
    ),
    outputs=(
        Output(
            "people",
            "People served in a year",
            "people",
            "With stays of {stay} the beds serve at most {people} a year.",
            "beds * occupancy * weeks_a_year / stay",
            "a year",
        ),
        Output(
            "people_before",
            "People served in a year with the stays before",
            "people",
            "With stays of {before} they served at most {people_before} a year.",
            "beds * occupancy * weeks_a_year / before",
            "a year",
        ),
        Output(
            "more",
            "More people served than before",
            "people",
            "That is {more} more a year, in the same beds (fewer, if negative).",
            "people - people_before",
            "a year",
        ),
        Output(
            "times",
            "Times as many as before",
            "count",
            "{times} times as many people, however full the beds are.",
            "before / stay",
            "times",
        ),
        Output(
            "people_optimal",
            "People served in a year with the optimal stay",
            "people",
            "With stays of {optimal} they would serve at most {people_optimal} a year.",
            "beds * occupancy * weeks_a_year / optimal",
            "a year",
        ),
        Output(
            "beds_needed",
            "Beds that would serve as many as before",
            "count",
            "As many people as before would need {beds_needed} of the {beds} beds.",
            "beds * stay / before",
            "beds",
        ),
    ),
    headline="people",
    does_not_say=(
        "That more people were served: the review gives stays, not how many came.",
        "That there are people waiting for every bed, and staff for every arrival.",
        "How long a bed stands empty between two people, and so how full the beds can be.",
        (
            "Where people went: the review speaks of a third more going home with support, of more "
            "going to residential care, and of slightly fewer re-admissions."
        ),
        (
            "That the stays became shorter because of the project: nothing is compared with it, "
            "and an average over so few beds rests on few people."
        ),
    ),
    programmes=("dolphinlee_test_of_change",),
    findings=_findings,
    also=(FALL, FALL_Q3),
)
