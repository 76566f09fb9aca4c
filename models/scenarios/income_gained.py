"""Income gained by residents: health checks with advice, Care and Repair, pension credit.

The total is a sum of gains that differ from person to person, by how much is not
stated. Of all ways in which gains up to some most could be spread, the one that varies most is
all or nothing; so the interval is that of a share of people who gain the most known here, the
yearly pension credit of one case.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import WEEKS_A_YEAR, Card, Facts, Finding, Output, Stated, said

CHECKS = "lancaster-enhanced-health-checks"
GAIN = "lancaster-health-checks-income-gain"
ELSEWHERE = "fylde-wyre-enhanced-health-checks"
REPAIR_PEOPLE = "fylde-wyre-care-and-repair-people"
REPAIR_GAIN = "fylde-wyre-care-and-repair-benefits"
WEEKLY = "case-pension-credit-per-week"
YEARLY = "case-pension-credit-per-year"


def _findings(facts: Facts) -> Iterator[Finding]:
    weekly, yearly = facts.value(WEEKLY), facts.value(YEARLY)
    weeks = yearly / weekly
    yield Finding(
        "agrees" if weeks == int(weeks) else "differs",
        f"{facts.shown(YEARLY)} is {weeks:g} weeks of {facts.shown(WEEKLY)}. A year of "
        f"{WEEKS_A_YEAR:.2f} weeks would make {said(weekly * WEEKS_A_YEAR, 'gbp')}.",
        (WEEKLY, YEARLY),
    )
    people, gain = facts.value(REPAIR_PEOPLE), facts.value(REPAIR_GAIN)
    yield Finding(
        "note",
        f"{facts.shown(REPAIR_PEOPLE).capitalize()} “with an additional {facts.shown(REPAIR_GAIN)} "
        f"in benefits” is {said(people * gain, 'gbp')} if it is for each, and "
        f"{said(gain / people, 'gbp')} a person if it is for all. The sentence allows both; "
        "the first is the likelier.",
        (REPAIR_PEOPLE, REPAIR_GAIN),
    )


CARD = Card(
    id="income_gained",
    title="Income gained through health checks and advice",
    question="If more enhanced health checks were done and brought as much each, how much income "
    "would residents gain, and how does that compare with other help?",
    formula="Income gained a year = checks × stated gain ÷ stated checks.",
    inputs=(
        Stated("checks", "Enhanced health checks", CHECKS, 1, 100_000, 10, "checks", plan=True),
        Stated(
            "gain",
            "Income gained a year, as stated",
            GAIN,
            0,
            10_000_000,
            1_000,
            among="counted",
            each="award",
        ),
        Stated("counted", "Checks that this was gained from", CHECKS, 1, 100_000, 10, "checks"),
        Stated("award", "The most that one person is taken to gain a year", YEARLY, 1, 100_000, 52),
        Stated("elsewhere", "Checks in Fylde and Wyre", ELSEWHERE, 1, 100_000, 10, "checks"),
        Stated("repaired", "People supported by Care and Repair", REPAIR_PEOPLE, 1, 100_000, 10),
        Stated(
            "benefits", "Additional benefits by Care and Repair", REPAIR_GAIN, 0, 10_000_000, 50
        ),
    ),
    outputs=(
        Output(
            "gained",
            "Income gained by residents",
            "gbp",
            "{checks} checks would bring residents {gained} a year, if each brings as much as the "
            "{counted} did.",
            "checks * gain / counted",
            "a year",
        ),
        Output(
            "each",
            "Income gained for each check",
            "gbp",
            "On average each check brought {each} a year, most likely much for some and nothing "
            "for many.",
            "gain / counted",
            "a year for each check",
        ),
        Output(
            "awards",
            "As many awards like the one case told",
            "count",
            "{gain} a year is as much as {awards} awards of {award}.",
            "gain / award",
            "awards",
        ),
        Output(
            "awards_share",
            "Share of checks that would lead to such an award",
            "percent",
            "So many awards would be one for {awards_share} of the checks.",
            "awards / counted",
        ),
        Output(
            "there",
            "Income, if the checks in Fylde and Wyre brought as much",
            "gbp",
            "If the {elsewhere} checks in Fylde and Wyre brought as much each, it would be "
            "{there} a year.",
            "elsewhere * gain / counted",
            "a year",
        ),
        Output(
            "repair_each",
            "Care and Repair, if the benefits are for each person",
            "gbp",
            "If each of {repaired} had {benefits}, it is {repair_each} in all.",
            "repaired * benefits",
        ),
        Output(
            "repair_all",
            "Care and Repair, if the benefits are for all together",
            "gbp",
            "If all {repaired} had {benefits} together, it is {repair_all} for each.",
            "benefits / repaired",
            "a person",
        ),
    ),
    headline="gained",
    does_not_say=(
        (
            "How gains differ from person to person: the interval takes them as all or nothing, up "
            "to the one award that is told, the widest spread with no larger gain. Larger gains "
            "would make it wider."
        ),
        (
            "That every check comes with advice: the gain in Lancaster is through Citizens Advice, "
            "and nothing of the kind is stated for Fylde and Wyre."
        ),
        "That the first people checked are like the next.",
        "What the checks and the advice cost, and who would have claimed without them.",
        (
            "A sum of the three: checks, repairs and one person's pension credit are of different "
            "people, times and kinds."
        ),
    ),
    programmes=(
        "lancaster_enhanced_health_checks",
        "fylde_wyre_enhanced_health_checks",
        "fylde_wyre_care_and_repair",
        "blackpool_ari_hub_link_workers",
    ),
    findings=_findings,
    also=(WEEKLY,),
)
