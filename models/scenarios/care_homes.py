"""Care home quality: what the falls mean for homes with so many attendances and admissions."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import Assumed, Card, Facts, Finding, Output, Stated, said

ATTENDANCES = "care-homes-hospital-attendances-reduction"
ADMISSIONS = "care-homes-hospital-admissions-reduction"


def _findings(facts: Facts) -> Iterator[Finding]:
    attend, admit = (1 - facts.value(figure_id) / 100 for figure_id in (ATTENDANCES, ADMISSIONS))
    yield Finding(
        "note",
        f"With {facts.shown(ATTENDANCES)} fewer attendances and {facts.shown(ADMISSIONS)} fewer "
        f"admissions, an attendance ends in an admission {admit / attend:.1f} times as often as "
        "before, as if mainly the lighter cases stayed away. If every admission came through an "
        f"attendance, no more than {said(100 * attend / admit, 'percent')} of attendances can "
        "have ended in one before.",
        (ATTENDANCES, ADMISSIONS),
    )


CARD = Card(
    id="care_homes",
    title="Care home quality in Blackburn with Darwen",
    question="If homes that send so many residents to hospital did as the programme's homes did, "
    "how many attendances and admissions would be avoided?",
    formula="Attendances avoided = attendances before × fall of attendances; "
    "admissions avoided = admissions before × fall of admissions.",
    inputs=(
        Assumed(
            "attendances",
            "Hospital attendances before",
            "count",
            100,
            "No document gives the number. With 100 the results read as for every hundred.",
            1,
            100_000,
            10,
            "attendances",
        ),
        Assumed(
            "admissions",
            "Hospital admissions before",
            "count",
            100,
            "No document gives the number. With 100 the results read as for every hundred.",
            1,
            100_000,
            10,
            "admissions",
        ),
        Stated("fall", "Fall of attendances", ATTENDANCES, 0, 99, among="seen", fall=True),
        Stated(
            "fall_admitted", "Fall of admissions", ADMISSIONS, 0, 99, among="admitted", fall=True
        ),
        Assumed(
            "seen",
            "Attendances before in the homes that were measured",
            "count",
            None,
            "The numbers behind the falls are not stated. Without them chance is left out of the "
            "interval; give a number to put it in.",
            5,
            100_000,
            10,
            "attendances",
        ),
        Assumed(
            "admitted",
            "Admissions before in the homes that were measured",
            "count",
            None,
            "The numbers behind the falls are not stated. Without them chance is left out of the "
            "interval; give a number to put it in.",
            5,
            100_000,
            10,
            "admissions",
        ),
    ),
    outputs=(
        Output(
            "avoided",
            "Attendances avoided",
            "count",
            "Of {attendances} attendances, {avoided} would be avoided.",
            "attendances * fall",
            "attendances",
        ),
        Output(
            "admissions_avoided",
            "Admissions avoided",
            "count",
            "Of {admissions} admissions, {admissions_avoided} would be avoided.",
            "admissions * fall_admitted",
            "admissions",
        ),
        Output(
            "left",
            "Attendances left",
            "count",
            "{left} attendances would be left.",
            "attendances - avoided",
            "attendances",
        ),
        Output(
            "heavier",
            "How many times as often an attendance ends in an admission",
            "count",
            "Of the attendances left, {heavier} times as many end in an admission as before.",
            "(1 - fall_admitted) / (1 - fall)",
            "times",
        ),
    ),
    headline="avoided",
    does_not_say=(
        (
            "Against what time the falls are: the data were collected from July 2024 to March "
            "2025, and what was before is not described. Seasons differ by themselves."
        ),
        "How many homes, residents, attendances and admissions the falls rest on.",
        (
            "What would have happened without the programme: homes with high numbers tend to have "
            "lower ones the next time."
        ),
        (
            "That other homes would do the same: these had more attendances than average to begin "
            "with, and many were rated as requiring improvement."
        ),
        (
            "That attendances and admissions avoided can be added: an admission often starts with "
            "an attendance."
        ),
    ),
    programmes=("bwd_care_home_quality_improvement",),
    findings=_findings,
)
