"""Integrated Wellness Centre in Barrow: fewer re-admissions and shorter stays, taken together."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import Assumed, Card, Facts, Finding, Output, Stated, said

READMISSIONS = "wellness-centre-readmissions-reduction"
STAY = "wellness-centre-length-of-stay-reduction"
TIME = "wellness-centre-first-two-months"


def _findings(facts: Facts) -> Iterator[Finding]:
    left = (1 - facts.value(READMISSIONS) / 100) * (1 - facts.value(STAY) / 100)
    yield Finding(
        "note",
        f"{facts.shown(READMISSIONS)} fewer re-admissions and stays {facts.shown(STAY)} shorter, "
        f"if both are of the same stays, leave {said(100 * left, 'percent')} of the bed days. "
        f"Both are of {facts.shown(TIME)}, too short to see who comes back later.",
        (READMISSIONS, STAY, TIME),
    )


CARD = Card(
    id="wellness_centre",
    title="Integrated Wellness Centre in Barrow",
    question="If patients did as those of the pilot's first months did, how many re-admissions "
    "and bed days would be avoided?",
    formula="Bed days left = re-admissions before × (1 − fall of re-admissions) × days of a stay "
    "before × (1 − fall of stays).",
    inputs=(
        Assumed(
            "readmissions",
            "Re-admissions before",
            "count",
            100,
            "No document gives the number. With 100 the results read as for every hundred.",
            1,
            100_000,
            10,
            "re-admissions",
        ),
        Assumed(
            "stay",
            "Days of an average stay before",
            "days",
            10,
            "No document gives the stay. Ten days are a round number to read from.",
            0.5,
            100,
            0.5,
        ),
        Stated("fall", "Fall of re-admissions", READMISSIONS, 0, 100, among="seen", fall=True),
        Stated("fall_stay", "Fall of the length of stay", STAY, 0, 100),
        Assumed(
            "seen",
            "Re-admissions before among the pilot's patients",
            "count",
            None,
            "The number behind the fall is not stated. Without it chance is left out of the "
            "interval; give a number to put it in.",
            2,
            10_000,
            1,
            "re-admissions",
        ),
    ),
    outputs=(
        Output(
            "avoided",
            "Re-admissions avoided",
            "count",
            "Of {readmissions} re-admissions, {avoided} would be avoided.",
            "readmissions * fall",
            "re-admissions",
        ),
        Output(
            "days_before",
            "Bed days before",
            "count",
            "{readmissions} re-admissions of {stay} take {days_before} bed days.",
            "readmissions * stay",
            "bed days",
        ),
        Output(
            "days_left",
            "Bed days left, if both falls are of the same stays",
            "count",
            "With both falls {days_left} bed days are left.",
            "readmissions * (1 - fall) * stay * (1 - fall_stay)",
            "bed days",
        ),
        Output(
            "days_saved",
            "Bed days saved by fewer re-admissions alone",
            "count",
            "Fewer re-admissions alone save {days_saved} bed days.",
            "readmissions * fall * stay",
            "bed days",
        ),
    ),
    headline="avoided",
    does_not_say=(
        "How many patients the pilot had: a large fall may be from ten to one.",
        "Whether the shorter stays are those of the re-admissions or of all stays.",
        "What came later: re-admissions need time to happen.",
        (
            "What would have happened without it: patients are taken up after an emergency, when "
            "things are at their worst."
        ),
    ),
    programmes=("integrated_wellness_service",),
    findings=_findings,
    also=(TIME,),
)
