"""Falls prevention in Darwen: admissions avoided, and what is counted for each."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import Assumed, Card, Facts, Finding, Output, Stated, said

ADMISSIONS = "falls-admissions-avoided"
ADMISSION_SAVINGS = "falls-savings-avoided-admissions"
DEMAND_SAVINGS = "falls-savings-demand-management"
TOTAL = "falls-savings-total"


def _findings(facts: Facts) -> Iterator[Finding]:
    admissions, demand = facts.value(ADMISSION_SAVINGS), facts.value(DEMAND_SAVINGS)
    total = facts.value(TOTAL)
    agrees = admissions + demand == total
    yield Finding(
        "agrees" if agrees else "differs",
        f"{facts.shown(ADMISSION_SAVINGS)} and {facts.shown(DEMAND_SAVINGS)} are "
        f"{said(admissions + demand, 'gbp')}; {facts.shown(TOTAL)} is stated.",
        (ADMISSION_SAVINGS, DEMAND_SAVINGS, TOTAL),
    )
    number = facts.value(ADMISSIONS)
    each = demand / number
    if each == int(each):
        yield Finding(
            "note",
            f"The demand management savings are exactly £{each:,.0f} for each of the "
            f"{number:,.0f} admissions avoided, so they look like a second price for the same "
            "admissions, not savings counted by themselves.",
            (DEMAND_SAVINGS, ADMISSIONS),
        )


CARD = Card(
    id="falls_prevention",
    title="Falls prevention by Age UK in Darwen",
    question="If more or fewer admissions were avoided, what would be saved, at the price that "
    "the provider counts for each?",
    formula="Savings = admissions avoided × share that is due to the service × stated savings ÷ "
    "stated admissions avoided.",
    inputs=(
        Stated("admissions", "Admissions avoided", ADMISSIONS, 0, 5_000, 1, "admissions"),
        Assumed(
            "due",
            "Share of them that would really have happened",
            "percent",
            100,
            "The admissions avoided are an estimate whose method is not given. 100% takes it as "
            "it is; less allows for falls that would not have led to an admission.",
            0,
            100,
            5,
        ),
        Stated(
            "counted",
            "Admissions that the savings were counted for",
            ADMISSIONS,
            1,
            5_000,
            1,
            "admissions",
        ),
        Stated("saved", "Savings from avoided admissions", ADMISSION_SAVINGS, 0, 10_000_000, 500),
        Stated("demand", "Demand management savings", DEMAND_SAVINGS, 0, 10_000_000, 500),
        Stated("total", "Total, as the provider adds it up", TOTAL, 0, 20_000_000, 500),
    ),
    outputs=(
        Output(
            "savings",
            "Savings from avoided admissions",
            "gbp",
            "{admissions} admissions avoided, {due} of them real, come to {savings} at the price "
            "counted.",
            "admissions * due * saved / counted",
        ),
        Output(
            "each",
            "Savings for each admission avoided",
            "gbp",
            "The provider counts {each} for each admission.",
            "saved / counted",
            "an admission",
        ),
        Output(
            "demand_each",
            "Demand management savings for each admission avoided",
            "gbp",
            "Demand management adds {demand_each} for each admission.",
            "demand / counted",
            "an admission",
        ),
        Output(
            "demand_savings",
            "Demand management savings",
            "gbp",
            "Demand management savings would be {demand_savings}, if they go with admissions.",
            "admissions * due * demand / counted",
        ),
        Output(
            "as_added",
            "Both, as the provider adds them up",
            "gbp",
            "As the provider adds the two up, it is {as_added}.",
            "admissions * due * total / counted",
        ),
    ),
    headline="savings",
    does_not_say=(
        (
            "How sure the estimate of admissions avoided is: it is the provider's, without a "
            "method, a period or a group to compare with. The interval is for rounded pounds only."
        ),
        "How many people were supported, so nothing can be said for each of them.",
        (
            "What the service costs, and so whether anything is saved in the end: the savings are "
            "what it may cost at most to pay for itself."
        ),
        "That the money can be spent elsewhere: an admission avoided makes room for another.",
        "What demand management savings are.",
    ),
    programmes=("darwen_falls_prevention", "vcfse_admission_avoidance_schemes"),
    findings=_findings,
)
