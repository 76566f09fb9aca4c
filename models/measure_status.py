"""What the data says of a success measure: evidenced, evidenced once, activity only, no figure.

The status is decided by the links from a measure to figures and programmes, never by hand:

- to be confirmed: the strategy itself has still to say what the measure is;
- evidenced: figures of what it measures, or of a stand-in for that, for two dates or more of the
  same indicator, area and group, so that a change can be seen;
- evidenced once: such a figure, but of one date only, or of none;
- activity only: figures of what is done or spent, or that only relate to it;
- no figure: at most programmes speak to it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from models.vocabulary import EvidenceStrength, Kind

Status = Literal["evidenced", "evidenced_once", "activity_only", "no_figure", "to_be_confirmed"]
STATUSES: tuple[Status, ...] = get_args(Status)

WORDS: dict[Status, str] = {
    "evidenced": "evidenced, two dates or more",
    "evidenced_once": "evidenced once",
    "activity_only": "activity only",
    "no_figure": "no figure",
    "to_be_confirmed": "to be confirmed",
}
SIGNS: dict[Status, str] = {
    "evidenced": "●",
    "evidenced_once": "◐",
    "activity_only": "◔",
    "no_figure": "○",
    "to_be_confirmed": "?",
}
# Claims about how people fare, as against what was done, planned or hoped for.
_OF_PEOPLE: tuple[Kind, ...] = ("outcome", "population")


@dataclass(frozen=True)
class Link:
    """One link from a measure to a figure, or to a programme (then ``kind`` is None).

    ``series`` tells figures apart that are not values of one thing at several dates: indicator,
    area, sex, age, group and programme. ``period`` is None where no date is given.
    """

    strength: EvidenceStrength
    kind: Kind | None
    series: Hashable = None
    period: str | None = None


def status(*, to_be_confirmed: bool, links: Sequence[Link]) -> tuple[Status, str]:
    """Return the status of a measure and the reason, in a sentence without full stop."""
    if to_be_confirmed:
        return "to_be_confirmed", "the strategy has still to say what is measured"
    figures = [link for link in links if link.kind is not None]
    programmes = len(links) - len(figures)
    if not figures:
        return "no_figure", _count(programmes, "programme speaks", "programmes speak") + " to it"
    speaking = [
        link for link in figures if link.kind in _OF_PEOPLE and link.strength in ("direct", "proxy")
    ]
    if not speaking:
        told = _count(len(figures), "figure", "figures")
        return "activity_only", f"{told}, of what is done or of related matters"
    direct = sum(link.strength == "direct" for link in speaking)
    how = f"{direct} of it directly" if direct else "only by a stand-in"
    dates: dict[Hashable, set[str]] = {}
    for link in speaking:
        if link.period is not None:
            dates.setdefault(link.series, set()).add(link.period)
    most = max(map(len, dates.values()), default=0)
    if most >= 2:
        return "evidenced", f"values of {most} dates can be compared; {how}"
    return (
        "evidenced_once",
        f"{_count(len(speaking), 'figure', 'figures')}, {how}, none at a second date",
    )


def _count(number: int, one: str, more: str) -> str:
    return f"{number or 'no'} {one if number in (0, 1) else more}"
