"""What kind of evidence a programme's figure is: before and after, self-reported, one case.

The kind is decided by a rule, from what is curated of the figure:

- its ``evidence``, where reading the document was needed to see it;
- else before and after, if it names the figure that was ``before`` it, or is named by one, or if
  its series (one thing, one area, one group) has values of two dates or more that do not overlap;
- else expected, if it is a projection;
- else a single figure, if it is an outcome.

Anything else, such as what was done or spent, is no evidence of what came of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from models.period import Period
from models.vocabulary import Evidence, Kind

EvidenceKind = Literal[
    "before_after", "change", "single", "self_reported", "estimated", "one_case", "expected"
]
# From what says most to what says least.
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
WORDS: dict[EvidenceKind, str] = {
    "before_after": "before and after",
    "change": "a change, as stated",
    "single": "a single figure",
    "self_reported": "self-reported",
    "estimated": "an estimate",
    "one_case": "one person's case",
    "expected": "expected",
}
MEANINGS: dict[EvidenceKind, str] = {
    "before_after": "Both values are stated, so it can be seen how far they lie apart. Whether the "
    "programme moved them cannot, without a group to compare with.",
    "change": "How much it changed is stated, but not from what to what.",
    "single": "One value at one time: nothing shows what it was before.",
    "self_reported": "What those who took part say of themselves, often only those who answered.",
    "estimated": "The document calls it an estimate, or it rests on one.",
    "one_case": "It happened to one person. It is never a rate, and nobody was counted.",
    "expected": "Expected or modelled, not seen.",
}


@dataclass(frozen=True)
class Told:
    """A figure as the rule sees it.

    ``series`` tells apart what are not values of one thing at several dates; None where the
    figure has no single value.
    """

    figure_id: str
    claim: Kind
    evidence: Evidence | None = None
    before_id: str | None = None
    series: Hashable = None
    period: Period | None = None


def pairs(figures: Sequence[Told]) -> dict[str, str]:
    """Return before and after: the id of each later figure with that of the earlier.

    Curated pairs first; of a dated series that is in none of them, its first and last value.
    """
    known = {one.figure_id for one in figures}
    found = {one.figure_id: one.before_id for one in figures if one.before_id in known}
    paired = {*found, *found.values()}
    for dated in _series(figures):
        if paired.isdisjoint(one.figure_id for one in dated):
            found[dated[-1].figure_id] = dated[0].figure_id
    return {after: before for after, before in found.items() if before is not None}


def kinds(figures: Sequence[Told]) -> dict[str, EvidenceKind]:
    """Return the kind of every figure that is evidence of what came of something, by its id."""
    both = pairs(figures)
    dated = {one.figure_id for series in _series(figures) for one in series}
    moved = {*both, *both.values(), *dated}
    found = ((one.figure_id, _kind(one, moved)) for one in figures)
    return {figure_id: kind for figure_id, kind in found if kind is not None}


def best(found: Iterable[EvidenceKind]) -> EvidenceKind | None:
    """Return the kind that says most; None of none."""
    return min(found, key=EVIDENCE_KINDS.index, default=None)


def _kind(one: Told, moved: set[str]) -> EvidenceKind | None:
    if one.evidence is not None:
        return one.evidence
    if one.claim == "projection":
        return "expected"
    if one.claim != "outcome":
        return None
    return "before_after" if one.figure_id in moved else "single"


def _series(figures: Sequence[Told]) -> list[list[Told]]:
    """Return the series of outcomes whose first and last dates lie apart, in order of time."""
    held: dict[Hashable, list[tuple[Period, Told]]] = {}
    for one in figures:
        plain = one.claim == "outcome" and one.evidence is None
        if plain and one.series is not None and one.period is not None:
            held.setdefault(one.series, []).append((one.period, one))
    ordered = [sorted(dated, key=lambda one: one[0]) for dated in held.values()]
    return [[one for _, one in dated] for dated in ordered if _apart(dated[0][0], dated[-1][0])]


def _apart(first: Period, last: Period) -> bool:
    return first.end is not None and first.end < last.start
