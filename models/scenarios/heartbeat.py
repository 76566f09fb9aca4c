"""Blood pressure and pulse tests on the doorstep: how many tests find how many people."""

from __future__ import annotations

import math
from collections.abc import Iterator

from models.scenarios.core import Card, Facts, Finding, Output, Stated, said

TESTS = "heartbeat-bp-tests"
SHARE = "heartbeat-further-intervention-hypertension"
FOUND = "heartbeat-possible-atrial-fibrillation"


def _findings(facts: Facts) -> Iterator[Finding]:
    """Say which numbers of tests the share can be of (the GRIM test; Brown and Heathers 2017)."""
    tests = facts.value(TESTS)
    fewest, most = (round(end) for end in facts.printed(TESTS))
    low, high = (end / 100 for end in facts.printed(SHARE))
    possible = [n for n in range(fewest, most + 1) if math.ceil(n * low) <= math.floor(n * high)]
    below = math.floor(facts.value(SHARE) / 100 * tests)
    near = [f"{people} are {100 * people / tests:.2f}%" for people in (below, below + 1)]
    can = tests in possible
    fits = (
        f"it can be one of {len(possible)}, the largest {max(possible):,}"
        if possible
        else "it can be of none"
    )
    # What is stated is "almost" so many: one number in that range is all that it takes.
    yield Finding(
        "agrees" if can else "note" if possible else "differs",
        f"{facts.shown(SHARE)} {'can' if can else 'cannot'} be a share of exactly {tests:,.0f} "
        f"people ({near[0]} and {near[1]}). What is stated is {facts.shown(TESTS)}: of the "
        f"numbers from {fewest:,} to {most:,} {fits}.",
        (TESTS, SHARE),
    )
    lowest, highest = facts.printed(FOUND)
    yield Finding(
        "note",
        f"{facts.shown(FOUND).capitalize()} of {facts.shown(TESTS)} tests are between "
        f"{said(100 * lowest / most, 'percent')} and {said(100 * highest / fewest, 'percent')}, "
        "before chance.",
        (FOUND, TESTS),
    )


CARD = Card(
    id="heartbeat",
    title="Blood pressure and pulse tests in the community",
    question="If more people were tested on the doorstep, how many would be found who need a "
    "further look for high blood pressure, or who may have atrial fibrillation?",
    formula="People found = tests × the share of those tested who needed further intervention.",
    inputs=(
        Stated("tests", "Tests to be done", TESTS, 1, 100_000, 50, "tests", plan=True),
        Stated(
            "share",
            "Share needing further intervention for possible hypertension",
            SHARE,
            0.1,
            100,
            0.1,
            among="tested",
        ),
        Stated(
            "irregular",
            "People found with possible atrial fibrillation",
            FOUND,
            1,
            1_000,
            among="tested",
        ),
        Stated("tested", "Tests that these were found in", TESTS, 1, 100_000, 50, "tests"),
    ),
    outputs=(
        Output(
            "pressure",
            "People needing a further look for high blood pressure",
            "people",
            "Of {tests} tests, about {pressure} would be expected to need further intervention "
            "for possible high blood pressure.",
            "tests * share",
        ),
        Output(
            "fibrillation",
            "People with possible atrial fibrillation",
            "people",
            "Of {tests} tests, about {fibrillation} would be expected to show possible atrial "
            "fibrillation. Some may be among those with possible high blood pressure too.",
            "tests * irregular / tested",
        ),
        Output(
            "irregular_share",
            "Share with possible atrial fibrillation",
            "percent",
            "{irregular_share} of those tested may have atrial fibrillation.",
            "irregular / tested",
        ),
        Output(
            "tests_for_pressure",
            "Tests for each person needing a further look",
            "count",
            "One in {tests_for_pressure} tests finds possible high blood pressure.",
            "1 / share",
            "tests",
        ),
        Output(
            "tests_for_fibrillation",
            "Tests for each person with possible atrial fibrillation",
            "count",
            "One in {tests_for_fibrillation} tests finds possible atrial fibrillation.",
            "tested / irregular",
            "tests",
        ),
    ),
    headline="pressure",
    does_not_say=(
        (
            "How many have high blood pressure or atrial fibrillation: what was found is possible "
            "until it is confirmed, and how many were confirmed is not stated."
        ),
        (
            "What would be found elsewhere: the wards were chosen because recorded hypertension "
            "is low and emergency admissions for heart attack and stroke are high, and people came "
            "of their own accord."
        ),
        "That each test was another person: the sentence counts tests, and shares of those tested.",
        (
            "What one round of tests will bring: the interval is for the number expected, and "
            "chance moves a single round further, the more so the smaller it is."
        ),
        "That the two findings can be added: one person may have both.",
    ),
    programmes=("heartbeat_bp_testing",),
    findings=_findings,
)
