"""Virtual wards: whether beds, stays and admissions agree, and what beds they may free."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import DAYS_A_YEAR, Card, Facts, Finding, Output, Stated, meet, said

BEDS = "virtual-ward-beds-lsc-review"
OCCUPANCY = "virtual-ward-occupancy-lsc-review"
STAY = "virtual-ward-length-of-stay-review"
ADMITTED = "virtual-ward-admissions-per-year-review"
PLANNED = "bcf-virtual-ward-beds-planned-2024-03"
FREED = "bcf-virtual-wards-impact-on-acute-beds"
FILLED_NOW = "lancashire-virtual-ward-occupied-current"
FILLED_JUNE = "lancashire-virtual-ward-occupied-june"


def _findings(facts: Facts) -> Iterator[Finding]:
    beds, admitted = facts.value(BEDS), facts.value(ADMITTED)
    shortest, longest = facts.printed(STAY)
    least, most = (share / 100 for share in facts.printed(OCCUPANCY))
    made = (beds * least * DAYS_A_YEAR / longest, beds * most * DAYS_A_YEAR / shortest)
    agrees = meet(made, facts.printed(ADMITTED))
    filled = admitted * facts.value(STAY) / DAYS_A_YEAR
    middle = beds * (least + most) / 2 * DAYS_A_YEAR / facts.value(STAY)
    yield Finding(
        "agrees" if agrees else "differs",
        f"{beds:,.0f} beds, {facts.shown(OCCUPANCY)} full, with stays of {facts.shown(STAY)} "
        f"take {made[0]:,.0f} to {made[1]:,.0f} admissions a year; {facts.shown(ADMITTED)} a year "
        f"are stated. {'These agree' if agrees else 'These do not agree'}: "
        f"{facts.shown(ADMITTED)} a year would fill {filled:,.0f} beds "
        f"({said(100 * filled / beds, 'percent')} of them), or stay "
        f"{said(beds * (least + most) / 2 * DAYS_A_YEAR / admitted, 'days')}, or be admitted "
        f"{middle / admitted:.2f} times each.",
        (BEDS, OCCUPANCY, STAY, ADMITTED),
    )
    now, june = facts.value(FILLED_NOW), facts.value(FILLED_JUNE)
    within = least <= now / beds <= most
    yield Finding(
        "note",
        f"The same review has {now:,.0f} filled now and {june:,.0f} in June, “Lancashire-wide”. "
        f"{now:,.0f} of the system's {beds:,.0f} beds are {said(100 * now / beds, 'percent')}, "
        f"{'within' if within else 'outside'} {facts.shown(OCCUPANCY)}, so that the numbers may "
        f"be the system's. {june:,.0f} filled beds at {facts.shown(STAY)} take "
        f"{june * DAYS_A_YEAR / facts.value(STAY):,.0f} admissions a year and {now:,.0f} take "
        f"{now * DAYS_A_YEAR / facts.value(STAY):,.0f}: {facts.shown(ADMITTED)} a year fits how "
        "full the wards were in June, not how full they are said to be now.",
        (FILLED_NOW, FILLED_JUNE, BEDS, OCCUPANCY, STAY, ADMITTED),
    )


CARD = Card(
    id="virtual_wards",
    title="Virtual wards: beds, stays and admissions",
    question="How many people can the virtual ward beds take in a year, does that agree with "
    "what is stated, and how many hospital beds might they free?",
    formula="Admissions a year = beds × share of them filled × 365 days ÷ days of an average stay "
    "(Little's law, for a ward that is neither filling up nor emptying).",
    inputs=(
        Stated("beds", "Virtual ward beds", BEDS, 1, 2_000, suffix="beds"),
        Stated("occupancy", "Share of the beds filled", OCCUPANCY, 1, 100),
        Stated("stay", "Average stay", STAY, 0.5, 30, 0.1),
        Stated("admitted", "People admitted a year, as stated", ADMITTED, 100, 200_000, 500),
        Stated(
            "modelled",
            "Virtual ward beds that were modelled",
            PLANNED,
            1,
            2_000,
            1,
            "beds",
            exact=True,
        ),
        Stated(
            "freed", "Hospital beds that the modelled ones might free", FREED, 1, 2_000, 1, "beds"
        ),
    ),
    outputs=(
        Output(
            "admissions",
            "Admissions that the beds can take",
            "count",
            "{beds} beds, {occupancy} filled, with stays of {stay}, take about {admissions} "
            "admissions a year.",
            "beds * occupancy * days_a_year / stay",
            "admissions a year",
        ),
        Output(
            "gap",
            "More than the number stated",
            "count",
            "That is {gap} more than the {admitted} a year that are stated (fewer, if negative).",
            "admissions - admitted",
            "admissions a year",
        ),
        Output(
            "filled",
            "Beds that the stated admissions fill",
            "count",
            "{admitted} a year, for {stay} each, fill {filled} beds on an average day.",
            "admitted * stay / days_a_year",
            "beds",
        ),
        Output(
            "filled_share",
            "Share of the beds that the stated admissions fill",
            "percent",
            "{admitted} a year fill {filled_share} of {beds} beds.",
            "filled / beds",
        ),
        Output(
            "fitting_stay",
            "Stay at which everything would agree",
            "days",
            "With stays of {fitting_stay} the beds and the stated admissions would agree.",
            "beds * occupancy * days_a_year / admitted",
        ),
        Output(
            "acute",
            "General and acute beds that might be freed",
            "count",
            "{beds} virtual ward beds might free {acute} general and acute beds, if each frees as "
            "much as each of the {modelled} in the modelling.",
            "beds * freed / modelled",
            "hospital beds",
        ),
        Output(
            "for_one",
            "Virtual ward beds for one hospital bed",
            "count",
            "The modelling needs {for_one} virtual ward beds to free one hospital bed.",
            "modelled / freed",
            "virtual ward beds",
        ),
    ),
    headline="admissions",
    does_not_say=(
        "How many people these are: one person may be admitted more than once.",
        "How full the wards were over the year: the share filled is that of the time of writing.",
        "That there are people for every bed: it says what beds can take, not what is needed.",
        (
            "How many would otherwise have been in hospital: the range of hospital beds is from "
            "initial modelling in 2023, which depends on demand staying as it was, and is spread "
            "evenly over the virtual ward beds here."
        ),
        "That a freed bed stays empty: hospital beds are said to be nearly always full.",
    ),
    programmes=("virtual_wards_lsc",),
    findings=_findings,
    also=(FILLED_NOW, FILLED_JUNE),
)
