"""Not meeting criteria to reside at Morecambe Bay: from a share to people to bed days."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import Card, Facts, Finding, Interval, Output, Stated, meet, said

SHARE_BEFORE = "uhmbt-nmc2r-share-baseline"
PEOPLE_BEFORE = "uhmbt-nmc2r-people-baseline"
SHARE_NOW = "uhmbt-nmc2r-share-current"
PEOPLE_NOW = "uhmbt-nmc2r-people-current"
TARGET = "lancashire-nmc2r-target"
FALL_PEOPLE = "uhmbt-nmc2r-people-reduction"
FALL_POINTS = "uhmbt-nmc2r-reduction-overall"
FALL_POINTS_Q3 = "uhmbt-nmc2r-reduction-q3"
IMPROVEMENT = "uhmbt-nmc2r-improvement"
COUNCIL_BEFORE = "uhmbt-lcc-delays-people-baseline"
COUNCIL_NOW = "uhmbt-lcc-delays-people-current"
COUNCIL_NOW_AGAIN = "uhmbt-lcc-delays-current-section-5"
COUNCIL_SHARE = "uhmbt-lcc-delays-share-baseline"


def _findings(facts: Facts) -> Iterator[Finding]:
    one, other = facts.printed(PEOPLE_BEFORE, average=True), facts.printed(PEOPLE_NOW, average=True)
    fewer = facts.value(PEOPLE_BEFORE) - facts.value(PEOPLE_NOW)
    agrees = meet((one[0] - other[1], one[1] - other[0]), facts.printed(FALL_PEOPLE))
    yield Finding(
        "agrees" if agrees else "differs",
        f"{facts.shown(PEOPLE_BEFORE)} less {facts.shown(PEOPLE_NOW)} is {fewer:.0f} a day; "
        f"{facts.shown(FALL_PEOPLE)} is stated, "
        f"{'which averages rounded to whole people allow' if agrees else 'beyond rounding'}.",
        (PEOPLE_BEFORE, PEOPLE_NOW, FALL_PEOPLE),
    )
    before, now = facts.value(SHARE_BEFORE), facts.value(SHARE_NOW)
    relative = 100 * (before - now) / before
    low, high = facts.printed(IMPROVEMENT)
    yield Finding(
        "agrees" if low <= relative <= high else "differs",
        f"From {facts.shown(SHARE_BEFORE)} to {facts.shown(SHARE_NOW)} is a fall of "
        f"{said(relative, 'percent')} of what it was; {facts.shown(IMPROVEMENT)} is stated. In "
        f"people it is {said(100 * fewer / facts.value(PEOPLE_BEFORE), 'percent')}.",
        (SHARE_BEFORE, SHARE_NOW, IMPROVEMENT),
    )
    yield Finding(
        "differs" if facts.value(FALL_POINTS) != facts.value(FALL_POINTS_Q3) else "agrees",
        f"The fall of {before - now:.1f} percentage points is printed as "
        f"{facts.shown(FALL_POINTS)} in section 5 and as {facts.shown(FALL_POINTS_Q3)} in "
        "section 4, both with a % sign.",
        (FALL_POINTS, FALL_POINTS_Q3),
    )
    council = facts.value(COUNCIL_SHARE) / 100 * facts.value(PEOPLE_BEFORE)
    alike = facts.unit(COUNCIL_SHARE) == facts.unit(COUNCIL_BEFORE)
    yield Finding(
        "agrees" if alike else "differs",
        f"Delays attributable to the council are {facts.shown(COUNCIL_BEFORE)} a day at first in "
        f"section 4 and {facts.shown(COUNCIL_SHARE)} in section 5. "
        f"{facts.shown(COUNCIL_SHARE)} of {facts.shown(PEOPLE_BEFORE)} would be {council:.0f} "
        f"people. They are now {facts.shown(COUNCIL_NOW)} or {facts.shown(COUNCIL_NOW_AGAIN)}.",
        (COUNCIL_BEFORE, COUNCIL_SHARE, COUNCIL_NOW, COUNCIL_NOW_AGAIN),
    )
    patients = [
        _patients(facts, *pair) for pair in ((PEOPLE_BEFORE, SHARE_BEFORE), (PEOPLE_NOW, SHARE_NOW))
    ]
    alike = meet(*patients)
    yield Finding(
        "agrees" if alike else "differs",
        f"{facts.shown(PEOPLE_BEFORE)} at {facts.shown(SHARE_BEFORE)} are of "
        f"{patients[0][0]:.0f} to {patients[0][1]:.0f} patients, {facts.shown(PEOPLE_NOW)} at "
        f"{facts.shown(SHARE_NOW)} of {patients[1][0]:.0f} to {patients[1][1]:.0f}: the number in "
        f"hospital {'may be' if alike else 'is not'} the same.",
        (SHARE_BEFORE, PEOPLE_BEFORE, SHARE_NOW, PEOPLE_NOW),
    )


def _patients(facts: Facts, people: str, share: str) -> Interval:
    """Return how many patients there may be in all, with people and their share rounded."""
    (fewest, most), (low, high) = facts.printed(people, average=True), facts.printed(share)
    return 100 * fewest / high, 100 * most / low


CARD = Card(
    id="criteria_to_reside",
    title="Not meeting the criteria to reside at Morecambe Bay's hospitals",
    question="What does a share of patients who are ready to leave mean in people a day and in "
    "bed days a year, now, and at the target?",
    formula="Bed days a year = share × patients in hospital × 365 days, where patients in "
    "hospital = people not meeting the criteria ÷ their share, as stated now.",
    inputs=(
        Stated("share", "Share not meeting the criteria to reside", SHARE_NOW, 0, 100, 0.1),
        Stated("people_now", "People a day now", PEOPLE_NOW, 1, 2_000, average=True),
        Stated("share_now", "Their share now, as stated", SHARE_NOW, 0.1, 100, 0.1),
        Stated("people_before", "People a day before", PEOPLE_BEFORE, 1, 2_000, average=True),
        Stated("target", "Target, no more than", TARGET, 0, 100, 0.5, exact=True),
        Stated(
            "council_before",
            "Of these, delays attributable to the council, before",
            COUNCIL_BEFORE,
            0,
            2_000,
            average=True,
        ),
        Stated(
            "council_now",
            "Of these, delays attributable to the council, now",
            COUNCIL_NOW,
            0,
            2_000,
            0.5,
            average=True,
        ),
    ),
    outputs=(
        Output(
            "patients",
            "Patients in hospital",
            "people",
            "{people_now} who are {share_now} of all mean {patients} in hospital on a day.",
            "people_now / share_now",
            "a day",
        ),
        Output(
            "people",
            "People not meeting the criteria to reside",
            "people",
            "At {share} there are {people} a day in hospital who are ready to leave.",
            "share * patients",
            "a day",
        ),
        Output(
            "bed_days",
            "Bed days of people ready to leave",
            "count",
            "At {share} they take {bed_days} bed days a year, if every day is like this.",
            "people * days_a_year",
            "bed days a year",
        ),
        Output(
            "saved",
            "Bed days less than before the programme",
            "count",
            "That is {saved} bed days a year less than with {people_before} a day (more, if "
            "negative).",
            "(people_before - people) * days_a_year",
            "bed days a year",
        ),
        Output(
            "people_at_target",
            "People a day at the target",
            "people",
            "At the target of {target} there would be {people_at_target} a day.",
            "target * patients",
            "a day",
        ),
        Output(
            "to_target",
            "Bed days that the target would free",
            "count",
            "From {share} to the target are {to_target} bed days a year.",
            "(people - people_at_target) * days_a_year",
            "bed days a year",
        ),
        Output(
            "council",
            "Bed days less of delays attributable to the council",
            "count",
            "Delays attributable to the council take {council} bed days a year less than before.",
            "(council_before - council_now) * days_a_year",
            "bed days a year",
        ),
    ),
    headline="bed_days",
    does_not_say=(
        "How long each person waits to leave: bed days are people a day times days.",
        (
            "That a year is like this: the numbers before are an average of January to July 2024, "
            "the position now is undated and is said to have become slightly worse over the winter."
        ),
        "That the programme did it: nothing is compared with it, and winter differs from summer.",
        "What a bed day costs: no document says.",
        "That the target is Morecambe Bay's: it is the one for Lancashire.",
    ),
    programmes=("nmc2r_targeted_work_programme",),
    findings=_findings,
    also=(
        SHARE_BEFORE,
        FALL_PEOPLE,
        FALL_POINTS,
        FALL_POINTS_Q3,
        IMPROVEMENT,
        COUNCIL_NOW_AGAIN,
        COUNCIL_SHARE,
    ),
)
