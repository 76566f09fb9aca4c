"""Familiar Faces: what the attendances and costs avoided for each person mean."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import Assumed, Card, Facts, Finding, Output, Stated, said

FEWER = "bay-familiar-faces-attendances-reduction"
SAVED = "bay-familiar-faces-savings-per-person"
FALL = "bay-familiar-faces-attendances-decrease"
COST_FALL = "bay-familiar-faces-costs-reduction"
ADMISSIONS = "falls-admissions-avoided"
ADMISSION_SAVINGS = "falls-savings-avoided-admissions"


def _findings(facts: Facts) -> Iterator[Finding]:
    each = facts.value(SAVED) / facts.value(FEWER)
    admission = facts.value(ADMISSION_SAVINGS) / facts.value(ADMISSIONS)
    yield Finding(
        "note",
        f"{facts.shown(SAVED)} for {facts.shown(FEWER)} attendances is {said(each, 'gbp')} for "
        f"each attendance avoided. The falls service in Darwen counts {said(admission, 'gbp')} "
        "for each admission avoided. An attendance does not cost what an admission costs, so "
        "the savings cannot be for attendances alone: they may hold the admissions that the "
        "sentence also names, or the two services count costs in different ways.",
        (SAVED, FEWER, ADMISSION_SAVINGS, ADMISSIONS),
    )
    before = facts.value(FEWER) / facts.value(FALL) * 100
    cost = facts.value(SAVED) / facts.value(COST_FALL) * 100
    yield Finding(
        "note",
        f"If the fall of {facts.shown(FALL)}, stated for one month, held for the whole time, "
        f"{facts.shown(FEWER)} fewer means {before:.1f} attendances a person before and "
        f"{before - facts.value(FEWER):.1f} after; and {facts.shown(SAVED)} saved at "
        f"{facts.shown(COST_FALL)} means {said(cost, 'gbp')} a person before. Two falls of one "
        "month need not be those of the year.",
        (FEWER, FALL, SAVED, COST_FALL),
    )


CARD = Card(
    id="familiar_faces",
    title="Familiar Faces: people who often attend A&E",
    question="If the team discusses so many people, how many attendances and what costs are "
    "avoided, and what do the stated numbers mean for each?",
    formula="Attendances avoided = people discussed × fall per person × the share of the fall "
    "that is due to the team. Savings likewise.",
    inputs=(
        Assumed(
            "people",
            "People discussed",
            "people",
            100,
            "The review does not say how many were discussed. With 100 the results read as for "
            "every hundred people.",
            1,
            5_000,
            10,
        ),
        Stated("fewer", "Fewer attendances a person", FEWER, 0.1, 100, 0.1, "attendances"),
        Stated("saved", "Savings a person", SAVED, 1, 100_000, 50),
        Assumed(
            "due",
            "Share of the fall that is due to the team",
            "percent",
            100,
            "The review puts all of the fall down to the team. People are chosen when they attend "
            "most, and some would attend less by themselves; how many is not known. 100% is the "
            "most.",
            0,
            100,
            5,
        ),
        Assumed(
            "cost",
            "What the team costs for each person discussed",
            "gbp",
            0,
            "No document gives the cost of the team. With £0 the net savings are the gross ones.",
            0,
            20_000,
            50,
        ),
        Stated("fall", "Fall of attendances in one month a year later", FALL, 1, 100),
        Stated("cost_fall", "Fall of costs in one month a year later", COST_FALL, 1, 100),
    ),
    outputs=(
        Output(
            "avoided",
            "Attendances avoided",
            "count",
            "For {people} discussed, {avoided} attendances would be avoided in the months "
            "that follow.",
            "people * fewer * due",
            "attendances",
        ),
        Output(
            "gross",
            "Savings before the cost of the team",
            "gbp",
            "{gross} would be saved, as the review counts savings.",
            "people * saved * due",
        ),
        Output(
            "net",
            "Savings less the cost of the team",
            "gbp",
            "{net} would be left after a team that costs {cost} a person (a loss, if negative).",
            "gross - people * cost",
        ),
        Output(
            "each",
            "Savings for each attendance avoided",
            "gbp",
            "The stated savings come to {each} for each attendance avoided.",
            "saved / fewer",
            "an attendance",
        ),
        Output(
            "attended",
            "Attendances a person before, if the month's fall held",
            "count",
            "If attendances fell by {fall} over the whole time, each person attended {attended} "
            "times before.",
            "fewer / fall",
            "attendances",
        ),
        Output(
            "cost_before",
            "Costs a person before, if the month's fall held",
            "gbp",
            "If costs fell by {cost_fall} over the whole time, each person cost {cost_before} "
            "before.",
            "saved / cost_fall",
        ),
    ),
    headline="avoided",
    does_not_say=(
        (
            "How many people were discussed, nor how much one person differs from the next: an "
            "average of a few people can be far off, and the interval allows only for rounding."
        ),
        "What would have happened without the team: there is no group to compare with.",
        "That the savings can be spent: fewer attendances make room before they make money.",
        "What an attendance or an admission was taken to cost.",
    ),
    programmes=("bay_familiar_faces_mdt",),
    findings=_findings,
    also=(ADMISSIONS, ADMISSION_SAVINGS),
)
