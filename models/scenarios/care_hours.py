"""Hours of unpaid care in Lancashire: the least that the census numbers amount to."""

from __future__ import annotations

from models.scenarios.core import Assumed, Card, Output, Stated

CARERS = "bcf-unpaid-carers-20-hours-or-more"
SHARE = "bcf-unpaid-carers-50-hours-or-more-share"
HOURS_20 = "bcf-unpaid-care-hours-threshold-20"
HOURS_50 = "bcf-unpaid-care-hours-threshold-50"

CARD = Card(
    id="care_hours",
    title="Hours of unpaid care in Lancashire",
    question="How many hours a week do unpaid carers give at the least, and how many full-time "
    "posts would that be?",
    formula="Hours a week, at least = carers of 50 hours or more × hours they give at least + "
    "carers of 20 to 49 hours × hours they give at least.",
    inputs=(
        Stated("carers", "Carers of 20 hours a week or more", CARERS, 1, 1_000_000, 100),
        Stated("share", "Share of them who care 50 hours or more", SHARE, 0, 100),
        Stated("fewer_hours", "Hours a week of the others, at least", HOURS_20, 0, 168, exact=True),
        Stated("more_hours", "Hours a week of these, at least", HOURS_50, 0, 168, exact=True),
        Assumed(
            "post",
            "Hours a week of a full-time post",
            "hours",
            37.5,
            "The full-time week of NHS staff by the terms of Agenda for Change.",
            1,
            60,
            0.5,
        ),
    ),
    outputs=(
        Output(
            "most",
            "Carers of 50 hours or more",
            "people",
            "{most} care 50 hours a week or more.",
            "carers * share",
        ),
        Output(
            "others",
            "Carers of 20 to 49 hours",
            "people",
            "{others} care 20 to 49 hours a week.",
            "carers - most",
        ),
        Output(
            "hours",
            "Hours of unpaid care, at least",
            "count",
            "Together they give at least {hours} hours a week.",
            "most * more_hours + others * fewer_hours",
            "hours a week",
        ),
        Output(
            "a_year",
            "Hours of unpaid care in a year, at least",
            "count",
            "Over a year it is at least {a_year} hours.",
            "hours * weeks_a_year",
            "hours a year",
        ),
        Output(
            "posts",
            "Full-time posts with as many hours",
            "count",
            "As many hours as {posts} full-time posts have in a week.",
            "hours / post",
            "posts",
        ),
    ),
    headline="hours",
    does_not_say=(
        (
            "How many hours are really given: each carer is taken to give only as many as the band "
            "starts with, and those below 20 hours are not in it."
        ),
        "What it would cost: no document gives a price for an hour.",
        "That carers could be replaced by posts, or would want to be.",
        (
            "How it divides by age or place: the numbers are of all ages, for Lancashire county, "
            "from the census of 2021."
        ),
    ),
    programmes=("lancashire_carers_strategy", "lancashire_carers_service"),
)
