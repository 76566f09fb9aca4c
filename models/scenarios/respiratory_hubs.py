"""Acute respiratory infection hubs: appointments that would have been A&E attendances."""

from __future__ import annotations

from collections.abc import Iterator

from models.scenarios.core import Assumed, Card, Facts, Finding, Output, Read, Stated

APPOINTMENTS = "ari-hub-appointments-a-month"
SHARE = "ari-hub-patients-otherwise-ae"
RESIDENTS = ("lancashire-residents-intro", "lancashire-population-section-2")


def _findings(facts: Facts) -> Iterator[Finding]:
    low, high = facts.printed(APPOINTMENTS)
    least, most = sorted(facts.value(figure_id) for figure_id in RESIDENTS)
    yield Finding(
        "note",
        f"{facts.shown(APPOINTMENTS)} appointments a month are {1000 * low / most:.1f} to "
        f"{1000 * high / least:.1f} for every 1,000 residents, with the two populations that the "
        "review gives for Lancashire.",
        (APPOINTMENTS, *RESIDENTS),
    )


CARD = Card(
    id="respiratory_hubs",
    title="Acute respiratory infection hubs",
    question="How many A&E attendances do the hubs avoid in a month?",
    formula="Attendances avoided a month = appointments a month × share of patients who say that "
    "they would have gone to A&E × share of those who really would have.",
    inputs=(
        Stated(
            "appointments", "Appointments a month", APPOINTMENTS, 0, 100_000, 500, "appointments"
        ),
        Stated(
            "share",
            "Patients who would have gone to A&E, as they say",
            SHARE,
            0,
            100,
            among="answers",
        ),
        Assumed(
            "answers",
            "Patients who gave feedback",
            "people",
            None,
            "How many patients answered is not stated. Without it chance is left out of the "
            "interval; give a number to put it in.",
            10,
            1_000_000,
            50,
        ),
        Assumed(
            "really",
            "Share of those who really would have gone",
            "percent",
            100,
            "What people say they would have done is not what they would have done; by how much "
            "is not known. 100% takes them at their word and is the most.",
            0,
            100,
            5,
        ),
        Read(
            "months",
            "Months the hubs are open",
            "months",
            (APPOINTMENTS,),
            lambda facts: facts.months_of(APPOINTMENTS),
            1,
            12,
        ),
    ),
    outputs=(
        Output(
            "avoided",
            "A&E attendances avoided",
            "count",
            "With {appointments} appointments a month, about {avoided} A&E attendances are "
            "avoided.",
            "appointments * share * really",
            "attendances a month",
        ),
        Output(
            "a_day",
            "A&E attendances avoided a day",
            "count",
            "That is {a_day} a day, over all A&E departments that hub patients would have gone to.",
            "avoided * months_a_year / days_a_year",
            "attendances a day",
        ),
        Output(
            "season",
            "A&E attendances avoided while the hubs are open",
            "count",
            "Over {months} it is {season}.",
            "avoided * months",
            "attendances",
        ),
        Output(
            "others",
            "Appointments of patients who would not have gone to A&E",
            "count",
            "{others} appointments a month are for people who would have gone elsewhere, or "
            "nowhere.",
            "appointments * (1 - share)",
            "appointments a month",
        ),
    ),
    headline="avoided",
    does_not_say=(
        "How many people these are: one patient may have several appointments.",
        "Who answered: those who give feedback may differ from those who do not.",
        "What A&E saw: attendances with and without hubs are not compared.",
        "What is saved: neither the cost of an appointment nor that of an attendance is stated.",
        (
            "That every month is alike: the range is taken as where any month may lie, and the "
            "months of one winter as alike."
        ),
    ),
    programmes=("acute_respiratory_infection_hubs",),
    findings=_findings,
    also=RESIDENTS,
)
