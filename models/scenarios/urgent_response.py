"""Urgent community response: referrals, those answered within two hours, step-up and step-down."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import (
    MONTHS_A_YEAR,
    Assumed,
    Card,
    Facts,
    Finding,
    Output,
    Stated,
    meet,
    said,
)

REFERRALS = "ucr-referrals-per-month-review"
EARLIER = "bcf-ucr-referrals-per-month"
WITHIN = "ucr-within-two-hours-review"
WITHIN_LANCASHIRE = "lancashire-2hucr-utilisation"
TARGET = "ucr-within-two-hours-national-target"
STEP_UP = "step-up-share-review"
STEP_DOWN = "step-down-share-review"
ADMITTED = "virtual-ward-admissions-per-year-review"


def _findings(facts: Facts) -> Iterator[Finding]:
    together = facts.value(STEP_UP) + facts.value(STEP_DOWN)
    yield Finding(
        "agrees" if together == 100 else "differs",
        f"{facts.shown(STEP_UP)} step-up and {facts.shown(STEP_DOWN)} step-down make "
        f"{said(together, 'percent')}. The sentence speaks of urgent referrals; the same words "
        "are used of virtual wards, where they would mean "
        f"{facts.value(ADMITTED) / MONTHS_A_YEAR * facts.value(STEP_UP) / 100:,.0f} step-up "
        "admissions a month.",
        (STEP_UP, STEP_DOWN, ADMITTED),
    )
    alike = meet(facts.printed(WITHIN), facts.printed(WITHIN_LANCASHIRE))
    alike = alike and facts.value(WITHIN) == facts.value(WITHIN_LANCASHIRE)
    yield Finding(
        "agrees" if alike else "differs",
        f"The share answered within two hours is {facts.shown(WITHIN)} in the review's summary "
        f"and {facts.shown(WITHIN_LANCASHIRE)}, as “utilisation” in Lancashire, in its section 4.",
        (WITHIN, WITHIN_LANCASHIRE),
    )
    low, high = facts.printed(EARLIER)
    one, other = facts.printed(REFERRALS)
    yield Finding(
        "note",
        f"From {facts.shown(EARLIER)} referrals a month in 2023 to {facts.shown(REFERRALS)} is a "
        f"rise of {said(100 * (one / high - 1), 'percent')} to "
        f"{said(100 * (other / low - 1), 'percent')}, if both are of the same area.",
        (EARLIER, REFERRALS),
    )


CARD = Card(
    id="urgent_response",
    title="Urgent community response within two hours",
    question="Of the referrals in a month, how many are answered within two hours, how many are "
    "to keep somebody out of hospital, and how many to help somebody home?",
    formula="Answered within two hours = referrals a month × share answered within two hours; "
    "step-up and step-down likewise.",
    inputs=(
        Stated("referrals", "Referrals a month", REFERRALS, 1, 50_000, 50, "referrals"),
        Stated("within", "Share answered within two hours", WITHIN, 0, 100, among="counted"),
        Stated("target", "National target", TARGET, 0, 100, exact=True),
        Stated(
            "step_up",
            "Share that is step-up (hospital avoidance)",
            STEP_UP,
            0,
            100,
            among="counted",
        ),
        Stated(
            "counted",
            "Referrals that these shares are taken to rest on",
            REFERRALS,
            1,
            600_000,
            100,
            "referrals",
        ),
        Assumed(
            "otherwise",
            "Share of step-up referrals that would have become a hospital stay",
            "percent",
            100,
            "No document says how many would have been admitted. 100% is the most there can be, "
            "not an estimate.",
            0,
            100,
            5,
        ),
        Stated("admitted", "People admitted to virtual wards a year", ADMITTED, 1, 200_000, 500),
    ),
    outputs=(
        Output(
            "answered",
            "Referrals answered within two hours",
            "count",
            "Of {referrals} referrals a month, {answered} are answered within two hours.",
            "referrals * within",
            "referrals a month",
        ),
        Output(
            "late",
            "Referrals that wait longer",
            "count",
            "{late} a month wait longer.",
            "referrals - answered",
            "referrals a month",
        ),
        Output(
            "beyond",
            "More than the target asks for",
            "count",
            "That is {beyond} a month more than the target of {target} asks for (fewer, if "
            "negative).",
            "referrals * (within - target)",
            "referrals a month",
        ),
        Output(
            "up",
            "Step-up referrals",
            "count",
            "{up} a month are to avoid a stay in hospital.",
            "referrals * step_up",
            "referrals a month",
        ),
        Output(
            "down",
            "Step-down referrals",
            "count",
            "{down} a month are to leave hospital sooner.",
            "referrals - up",
            "referrals a month",
        ),
        Output(
            "avoided",
            "Hospital stays avoided, at most",
            "count",
            "If {otherwise} of the step-up referrals would have become a stay, {avoided} stays a "
            "year are avoided.",
            "up * otherwise * months_a_year",
            "stays a year",
        ),
        Output(
            "ward_up",
            "Step-up, if the shares are of virtual ward admissions",
            "count",
            "If the {step_up} is of virtual ward admissions, {ward_up} of those a month are "
            "step-up.",
            "admitted * step_up / months_a_year",
            "admissions a month",
        ),
    ),
    headline="answered",
    does_not_say=(
        (
            "Which area it is: the sentence follows figures for Lancashire and South Cumbria and "
            "names none itself."
        ),
        "How many referrals the shares rest on: one month's are assumed, the fewest it can be.",
        (
            "What became of those who were seen: a step-up referral is meant to avoid a stay, and "
            "whether it did is not stated."
        ),
        "How many people these are: one may be referred several times.",
    ),
    programmes=("two_hour_urgent_care_response", "virtual_wards_lsc"),
    findings=_findings,
    also=(EARLIER, WITHIN_LANCASHIRE, STEP_DOWN),
)
