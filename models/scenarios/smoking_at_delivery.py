"""Smoking at delivery: where two points lead, and what a target would need.

Two points fix a pace but not its form, and say nothing of how steady it is. So the interval
lets the form be anything between a steady relative fall and a straight line, and the pace from
now on anything between none and twice that of the years before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from models.scenarios.core import (
    Array,
    Assumed,
    Card,
    Facts,
    Finding,
    Output,
    Read,
    Stated,
    said,
)

FIRST = "smoking-at-delivery-2022-03"
LAST = "smoking-at-delivery-2025-03"


def _findings(facts: Facts) -> Iterator[Finding]:
    first, last, years = facts.value(FIRST), facts.value(LAST), facts.years_between(FIRST, LAST)
    points = (first - last) / years
    yield Finding(
        "note",
        f"From {facts.shown(FIRST)} to {facts.shown(LAST)} in {years:g} years is a fall of "
        f"{points:.1f} percentage points a year, or of "
        f"{said(100 * (1 - (last / first) ** (1 / years)), 'percent')} of what is left each year. "
        f"The first way would reach nought after {last / points:.1f} more years, which cannot be "
        "expected; two points cannot tell the two ways apart.",
        (FIRST, LAST),
    )


def _steady(known: Mapping[str, Array]) -> Array:
    """Return the share if what is left falls by the same part each year."""
    years = known["pace"] * known["ahead"] / known["between"]
    return np.minimum(known["last"] * (known["last"] / known["first"]) ** years, 1.0)


def _straight(known: Mapping[str, Array]) -> Array:
    """Return the share if it falls by the same number of points each year, until it is nought."""
    a_year = (known["first"] - known["last"]) / known["between"]
    return np.clip(known["last"] - a_year * known["pace"] * known["ahead"], 0.0, 1.0)


def _fall_so_far(known: Mapping[str, Array]) -> Array:
    return 1 - (known["last"] / known["first"]) ** (1 / known["between"])


def _fall_needed(known: Mapping[str, Array]) -> Array:
    fall = 1 - (known["target"] / known["last"]) ** (1 / known["ahead"])
    return np.maximum(fall, 0.0)


CARD = Card(
    id="smoking_at_delivery",
    title="Smoking at the time of delivery",
    question="Where does the fall from March 2022 to March 2025 lead if it goes on, and what "
    "would a target need?",
    formula="Share then = share in March 2025 × (share in March 2025 ÷ share in March 2022), to "
    "the power of years ahead ÷ years between. Women who smoke = births × share.",
    inputs=(
        Stated("first", "Share in March 2022", FIRST, 0.1, 60, 0.1, among="counted"),
        Stated("last", "Share in March 2025", LAST, 0.1, 60, 0.1, among="counted"),
        Read(
            "between",
            "Years between the two",
            "years",
            (FIRST, LAST),
            lambda facts: facts.years_between(FIRST, LAST),
            0.5,
            20,
            0.5,
        ),
        Assumed(
            "ahead",
            "Years after March 2025",
            "years",
            3,
            "As far ahead as the two points lie apart. Beyond that nothing supports a trend.",
            1,
            10,
        ),
        Assumed(
            "births",
            "Births a year",
            "count",
            1_000,
            "No document gives the births. With 1,000 the results read as for every thousand.",
            1,
            50_000,
            100,
            "births",
        ),
        Assumed(
            "target",
            "Target for the share",
            "percent",
            6,
            "The documents name no target. England's Tobacco Control Plan of 2017 asked for 6% or "
            "less by the end of 2022.",
            0.1,
            60,
            0.1,
        ),
        Assumed(
            "pace",
            "Pace from now on, against that of the years before",
            "percent",
            100,
            "Two points cannot tell how steady the pace is. 100% goes on as before; the interval "
            "lets it be anything from no further fall to twice the pace.",
            0,
            200,
            5,
            low=0,
            high=200,
        ),
        Assumed(
            "line",
            "How far the fall follows a straight line",
            "percent",
            0,
            "0% is a fall by the same part of what is left each year, which can never reach "
            "nought; 100% one by the same number of points. Two points fit both, so the interval "
            "holds both.",
            0,
            100,
            5,
            low=0,
            high=100,
        ),
        Assumed(
            "counted",
            "Births that each share was counted among",
            "count",
            None,
            "The births behind the shares are not stated. Without them chance is left out of the "
            "interval; give a number to put it in.",
            100,
            50_000,
            100,
            "births",
        ),
    ),
    outputs=(
        Output(
            "steady",
            "Share by a steady relative fall",
            "percent",
            "If what is left falls by the same part each year, the share is {steady} after "
            "{ahead}.",
            function=_steady,
            working="{last} × ({last} ÷ {first}) to the power of ({pace} × {ahead} ÷ {between}) "
            "= {steady}",
        ),
        Output(
            "straight",
            "Share by a straight line",
            "percent",
            "If it falls by the same number of points each year, it is {straight} after {ahead}.",
            function=_straight,
            working="{last} − ({first} − {last}) ÷ {between} × {pace} × {ahead} = {straight}, "
            "and never below 0%",
        ),
        Output(
            "share",
            "Share smoking at delivery",
            "percent",
            "If the fall goes on as before, about {share} smoke at delivery after {ahead}. This "
            "extends two points and is no forecast.",
            "steady + line * (straight - steady)",
        ),
        Output(
            "women",
            "Women smoking at delivery then",
            "count",
            "Of {births} births a year, {women} are to women who smoke.",
            "births * share",
            "women a year",
        ),
        Output(
            "fewer",
            "Fewer than with the share of March 2025",
            "count",
            "That is {fewer} fewer a year than with {last} (more, if negative).",
            "births * last - women",
            "women a year",
        ),
        Output(
            "needed",
            "Fewer that the target needs",
            "count",
            "The target of {target} needs {needed} fewer a year than with {last} (none, if "
            "negative).",
            "births * (last - target)",
            "women a year",
        ),
        Output(
            "fall_so_far",
            "Yearly relative fall so far",
            "percent",
            "Each year {fall_so_far} of the share fell away.",
            function=_fall_so_far,
            working="1 − ({last} ÷ {first}) to the power of (1 ÷ {between}) = {fall_so_far}",
            suffix="a year",
        ),
        Output(
            "fall_needed",
            "Yearly relative fall that the target needs",
            "percent",
            "To be at {target} after {ahead}, {fall_needed} of the share must fall away each year.",
            function=_fall_needed,
            working="1 − ({target} ÷ {last}) to the power of (1 ÷ {ahead}) = {fall_needed}, and "
            "not below 0%",
            suffix="a year",
        ),
    ),
    headline="share",
    does_not_say=(
        (
            "What will happen: two points have no scatter from which an error could be told. The "
            "interval is as wide as the assumptions about pace and form make it."
        ),
        (
            "Whether March is like the rest of the year, and whether both shares are of a month, a "
            "quarter or a year: the text says “at March”."
        ),
        "That the service did it: it was introduced in these years, and so may have been others.",
        (
            "That fewer women smoke when they come to maternity services: the text says that this "
            "has not significantly decreased."
        ),
        "How the places within the system differ.",
    ),
    programmes=("maternity_tobacco_dependency_service",),
    findings=_findings,
)
