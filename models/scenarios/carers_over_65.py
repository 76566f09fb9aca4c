"""Unpaid carers over 65 in Lancashire: 2021 to 2035, as stated and as computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from models.scenarios.core import (
    Array,
    Assumed,
    Card,
    Facts,
    Finding,
    Output,
    Read,
    Stated,
    meet,
    said,
)

START = "bcf-unpaid-carers-65-and-over-2021"
END = "bcf-unpaid-carers-65-and-over-2035"
RISE = "bcf-unpaid-carers-65-and-over-increase-2035"


def _findings(facts: Facts) -> Iterator[Finding]:
    start, end, rise = facts.value(START), facts.value(END), facts.value(RISE)
    (least, most), (low, high) = facts.printed(START), facts.printed(END)
    agrees = meet((100 * (low / most - 1), 100 * (high / least - 1)), facts.printed(RISE))
    yield Finding(
        "agrees" if agrees else "differs",
        f"From {start:,.0f} to {end:,.0f} is a rise of {said(100 * (end / start - 1), 'percent')}; "
        f"{facts.shown(RISE)} is stated. {facts.shown(RISE)} more than {start:,.0f} would be "
        f"{start * (1 + rise / 100):,.0f}; {end:,.0f} is {facts.shown(RISE)} more than "
        f"{end / (1 + rise / 100):,.0f}.",
        (START, END, RISE),
    )


def _yearly(known: Mapping[str, Array]) -> Array:
    return (known["final"] / known["start"]) ** (1 / known["span"]) - 1


def _carers(known: Mapping[str, Array]) -> Array:
    return known["start"] * (1 + known["yearly"]) ** known["after"]


CARD = Card(
    id="carers_over_65",
    title="Unpaid carers over 65 in Lancashire",
    question="How many people over 65 will care for somebody unpaid in a year up to 2035, by the "
    "number that is stated and by the rise that is stated?",
    formula="Carers = carers in 2021 × (1 + yearly growth), to the power of the years since, with "
    "the growth that leads to the number of 2035.",
    inputs=(
        Stated("start", "Carers over 65 in 2021", START, 1, 1_000_000, 100),
        Stated("end", "Carers over 65 in 2035, as stated", END, 1, 1_000_000, 100),
        Stated("rise", "Rise from 2021 to 2035, as stated", RISE, 0, 200),
        Read(
            "span",
            "Years from 2021 to 2035",
            "years",
            (START, END),
            lambda facts: facts.years_between(START, END),
            1,
            50,
        ),
        Read(
            "after",
            "Years after 2021",
            "years",
            (START, END),
            lambda facts: facts.years_between(START, END),
            0,
            14,
        ),
        Assumed(
            "by_rise",
            "How far to follow the stated rise and not the stated number",
            "percent",
            0,
            "The document states a number for 2035 and a rise to it that do not agree. 0% follows "
            "the number, 100% the rise; which is right cannot be told, so the interval holds both.",
            0,
            100,
            10,
            low=0,
            high=100,
        ),
    ),
    outputs=(
        Output(
            "end_by_rise",
            "Carers in 2035 by the stated rise",
            "people",
            "{rise} more than {start} is {end_by_rise}.",
            "start * (1 + rise)",
        ),
        Output(
            "rise_by_end",
            "Rise by the stated numbers",
            "percent",
            "From {start} to {end} is a rise of {rise_by_end}.",
            "end / start - 1",
        ),
        Output(
            "gap",
            "Between the two, in 2035",
            "people",
            "The stated rise gives {gap} more than the stated number (fewer, if negative).",
            "end_by_rise - end",
        ),
        Output(
            "final",
            "Carers in 2035",
            "people",
            "For 2035 {final} is used here.",
            "end + by_rise * (end_by_rise - end)",
        ),
        Output(
            "yearly",
            "Yearly growth",
            "percent",
            "That is {yearly} more each year.",
            suffix="a year",
            function=_yearly,
            working="({final} ÷ {start}) to the power of (1 ÷ {span}) − 1 = {yearly}",
        ),
        Output(
            "carers",
            "Carers over 65",
            "people",
            "{after} after 2021 there are {carers} over 65 who care unpaid in Lancashire.",
            function=_carers,
            working="{start} × (1 + {yearly}) to the power of {after} = {carers}",
        ),
        Output(
            "more",
            "More than in 2021",
            "people",
            "That is {more} more than in 2021.",
            "carers - start",
        ),
    ),
    headline="carers",
    does_not_say=(
        "How the projection was made: whether more people over 65, or more of them caring.",
        "That growth is the same each year: between the two dates only the ends are stated.",
        "How much care they give; how many hours is stated for carers of all ages only.",
        (
            "How sure the projection is: the interval allows for the two statements that do not "
            "agree, not for the future."
        ),
        "What the other places expect: the numbers are for Lancashire county.",
    ),
    programmes=("lancashire_carers_strategy", "lancashire_carers_service"),
    findings=_findings,
)
