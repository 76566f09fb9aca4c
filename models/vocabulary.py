"""The words that curated data may use, each with its meaning: one list, one place."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import BeforeValidator

from models.base import Wrong, read_text, shorten

Unit = Literal[
    "percent",
    "percentage_points",
    "count",
    "people",
    "gbp",
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "per_1000",
    "per_100k",
    "ratio",
    "rank",
    "score",
    "km2",
    "per_km2",
    "degrees",
]
Polarity = Literal["high_is_good", "low_is_good", "no_judgement"]
Qualifier = Literal[
    "exact", "approx", "almost", "at_least", "more_than", "less_than", "up_to", "range"
]
Kind = Literal[
    "outcome",
    "activity",
    "capacity",
    "finance",
    "population",
    "target",
    "projection",
    "comparator",
    "other",
]
AreaType = Literal[
    "nation",
    "region",
    "system",
    "place",
    "county",
    "locality",
    "district",
    "partnership",
    "neighbourhood",
    "ward",
    "facility",
]
Sex = Literal["male", "female"]
DomainId = Literal[
    "starting_well",
    "living_well",
    "working_well",
    "ageing_well",
    "dying_well",
    "cross_cutting",
]
SourceStatus = Literal["draft", "published"]
ProgrammeStatus = Literal[
    "planned", "starting", "active", "pilot", "delivered", "review", "unknown"
]
Horizon = Literal["short_term", "medium_term", "to_be_confirmed", "not_stated"]
Designation = Literal[
    "priority_ward",
    "start_well_cohort",
    "live_well_cohort",
    "age_well_cohort",
    "respiratory_focus",
    "social_care_demand",
    "exemplar",
    "community_project",
    "levelling_up",
    "other",
]
# How those whom a share counts were found, and where a ward fact was built from small areas.
Basis = Literal["counted", "recorded", "modelled", "by_area"]
Fitted = Literal["everywhere", "south_cumbria", "unmeasured"]
MilestoneStatus = Literal["completed", "in_progress", "planned"]
EvidenceStrength = Literal["direct", "proxy", "related"]
# What sort of evidence a figure is, where its claim and its dates alone do not say.
Evidence = Literal["change", "self_reported", "estimated", "one_case"]
# What an amount of money is, and what one such amount is for when it is not all of it.
Money = Literal["saving", "income", "funding", "contract"]
Each = Literal["year", "week", "person", "not_stated"]
CheckKind = Literal[
    "sum",
    "difference",
    "percentage_change",
    "ratio",
    "product",
    "count",
    "rate",
    "restatement",
    "conflict",
]
Verdict = Literal["holds", "within_rounding", "differs"]
NotFigureReason = Literal[
    "page_number",
    "section_number",
    "list_number",
    "date",
    "year",
    "time_of_day",
    "age_in_case_study",
    "name",
    "pronoun",
    "heading_repeat",
    "document_reference",
    "other",
]


def one_of(words: Any) -> BeforeValidator:
    """Return the reader of a field that takes one word of a list. It raises Wrong."""
    allowed: tuple[str, ...] = get_args(words)

    def read(value: object) -> str:
        text = read_text(value)
        if text not in allowed:
            raise Wrong(f"'{shorten(text)}' is not known here", f"one of {', '.join(allowed)}")
        return text

    return BeforeValidator(read)


# Why a ward is named; the sign each qualifier puts before a number, and the unit each number carries.
QUALIFIER_WORDS: dict[str, str] = {
    "exact": "",
    "approx": "about ",
    "almost": "almost ",
    "at_least": "at least ",
    "more_than": "more than ",
    "less_than": "less than ",
    "up_to": "up to ",
    "range": "",
}
DESIGNATION_WORDS: dict[str, str] = {
    "priority_ward": "priority ward",
    "start_well_cohort": "Start Well cohort",
    "live_well_cohort": "Live Well cohort",
    "age_well_cohort": "Age Well cohort",
    "respiratory_focus": "focus on respiratory conditions",
    "social_care_demand": "highest demand for adult social care",
    "exemplar": "exemplar",
    "community_project": "community project",
    "levelling_up": "levelling up",
    "other": "another reason",
}
UNIT_WORDS: dict[str, str] = {
    "percent": "%",
    "percentage_points": " percentage points",
    "count": "",
    "people": " people",
    "gbp": "£",
    "years": " years",
    "months": " months",
    "weeks": " weeks",
    "days": " days",
    "hours": " hours",
    "per_1000": " per 1,000",
    "per_100k": " per 100,000",
    "ratio": " to 1",
    "rank": " (rank)",
    "score": "",
    "km2": " km²",
    "per_km2": " per km²",
    "degrees": "°",
}
