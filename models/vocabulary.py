"""The words that curated data may use, each with its meaning: one list, one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from models.base import Ref, Wrong, read_text, shorten

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
    "minutes",
    "calendar_year",
    "clock_hour",
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
RangeAcross = Literal["area", "period"]
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


DomainField = Annotated[DomainId, one_of(DomainId), Ref("domain")]


@dataclass(frozen=True)
class UnitWords:
    """How people read a unit: what follows a number, and its name on an axis or in a list."""

    after: str
    name: str


UNITS: dict[str, UnitWords] = {
    "percent": UnitWords("%", "%"),
    "percentage_points": UnitWords(" percentage points", "percentage points"),
    "count": UnitWords("", "number"),
    "people": UnitWords(" people", "people"),
    "gbp": UnitWords("", "£"),
    "years": UnitWords(" years", "years"),
    "months": UnitWords(" months", "months"),
    "weeks": UnitWords(" weeks", "weeks"),
    "days": UnitWords(" days", "days"),
    "hours": UnitWords(" hours", "hours"),
    "minutes": UnitWords(" minutes", "minutes"),
    "calendar_year": UnitWords("", "calendar year"),
    "clock_hour": UnitWords(" o’clock", "o’clock"),
    "per_1000": UnitWords(" per 1,000", "per 1,000"),
    "per_100k": UnitWords(" per 100,000", "per 100,000 people"),
    "ratio": UnitWords(" to 1", "ratio"),
    "rank": UnitWords("", "rank"),
    "score": UnitWords("", "score"),
    "km2": UnitWords(" km²", "km²"),
    "per_km2": UnitWords(" per km²", "per km²"),
    "degrees": UnitWords("°", "degrees"),
}
# What each qualifier puts before a number.
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
KIND_WORDS: dict[str, str] = {
    "outcome": "outcome",
    "activity": "activity",
    "capacity": "what there is",
    "finance": "money",
    "population": "population",
    "target": "target",
    "projection": "projection",
    "comparator": "comparator",
    "other": "other fact",
}
# What the two ends of a range are, when they are not two guesses at one value.
ACROSS_WORDS: dict[str, str] = {
    "area": "lowest to highest within the area",
    "period": "lowest to highest within the period",
}
# Why a ward is named.
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
PROGRAMME_STATUS_WORDS: dict[str, str] = {
    "planned": "planned",
    "starting": "starting",
    "active": "under way",
    "pilot": "pilot",
    "delivered": "delivered",
    "review": "being looked at again",
    "unknown": "not stated",
}
