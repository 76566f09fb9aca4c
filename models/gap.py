"""Wards brought to a comparator: how many fewer, or more, people that would be.

For a ward with share p of n people and a comparator c it is n times the distance from p to c,
and nothing where the ward is already at c or beyond it. The interval of the sum comes from
Wilson's limits of each ward's share, squared and added (``statistics.sum_interval``); the
comparator is taken as certain, as English public health profiles take a benchmark. It does not
go below 0: no ward is made worse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

import pandas as pd

from models.reconcile import show
from models.shares import Facts, Refused, Share, overall, share, values
from models.statistics import CONFIDENCE, Estimate, sum_interval, wilson_limits
from models.vocabulary import Basis
from models.ward import WardFact

Direction = Literal["fewer", "more"]
Aim = Literal["median", "best_quarter", "system", "value"]
AIMS: tuple[Aim, ...] = get_args(Aim)

# The fact that says how far the small areas behind a ward miss its residents, and when to warn.
FIT = "lsoa21_bestfit_pop_error_pct"
POOR_FIT_PERCENT = 10

_MEANS: dict[Basis, str] = {
    "counted": "The census set out to count everybody, so this is no error of a sample: the "
    "interval says how far chance alone could move numbers of this size. It leaves out what has "
    "changed since, and who was missed.",
    "recorded": "These are people counted from records for small areas that are fitted to the "
    "wards: the interval says how far chance alone could move numbers of this size. It leaves "
    "out who is in no record, and how far the fit is off.",
    "modelled": "This is a model's estimate: the interval treats it as if it had been counted, "
    "and so is too narrow. How far the model is off in a ward is not held.",
    "by_area": "",
}
_DOES_NOT_SAY = (
    "What would bring it about: wards that differ in one thing differ in others too.",
    "What would come by itself: wards chosen because they stand out come nearer to the rest.",
)


@dataclass(frozen=True)
class Comparator:
    """What wards are brought to, 0 to 100, and what it is in words: the median of all wards."""

    percent: float
    words: str


@dataclass(frozen=True)
class Gap:
    """What it comes to when wards are brought to a comparator.

    ``change``: how many fewer or more (see ``direction``), with its interval. ``now`` and
    ``then``: people or households it is about, of ``people``. Of the wards some count, some are
    at the comparator or beyond it, some have no value; ``poor_fit`` of those that count rest on
    small areas that miss their residents by more than a tenth (None: that is not held).
    ``by_ward`` (those that count, the largest change first): ward_code, ward_name, district,
    percent, people, change, lower, upper. ``means`` says what the interval is,
    ``does_not_say`` what nobody should read into it.
    """

    fact: WardFact
    direction: Direction
    comparator: Comparator
    change: Estimate
    now: float
    people: float
    wards: int
    at_or_beyond: int
    missing: int
    poor_fit: int | None
    means: str
    does_not_say: tuple[str, ...]
    by_ward: pd.DataFrame = field(repr=False)

    @property
    def then(self) -> float:
        """Return how many people or households it would be about."""
        sign = -1 if self.direction == "fewer" else 1
        return self.now + sign * self.change.value

    @property
    def percent_now(self) -> float | None:
        """Return the wards' share now, 0 to 100."""
        return 100 * self.now / self.people if self.people else None

    @property
    def percent_then(self) -> float | None:
        """Return the wards' share at the comparator, 0 to 100."""
        return 100 * self.then / self.people if self.people else None


def comparator(
    wards: pd.DataFrame, fact_id: str, facts: Facts, aim: Aim, *, percent: float | None = None
) -> Comparator | Refused:
    """Return what wards are to be brought to; ``wards`` are all of the system.

    median: of the wards; best_quarter: what the best quarter of wards reach, by polarity;
    system: the share over all wards; value: ``percent``. Refused when the fact is no share of
    known people or the aim has no meaning for it. Raises ValueError for an unknown aim or fact,
    or a percent outside 0 to 100.
    """
    if aim not in AIMS:
        raise ValueError(f"aim '{aim}' is not one of {', '.join(AIMS)}")
    found = _countable(wards, fact_id, facts)
    if isinstance(found, Refused):
        return found
    if aim == "value":
        if percent is None or not 0 <= percent <= 100:
            raise ValueError(f"percent {percent} is not between 0 and 100")
        return Comparator(float(percent), f"a chosen {show(percent, 'percent')}")
    known = found.percent.dropna()
    if known.empty:
        return Refused("no ward has a value")
    if aim == "system":
        whole = overall(wards, found.fact.id, facts).value
        assert whole is not None  # noqa: S101  (some ward has a value)
        return Comparator(whole, f"the share of all {found.fact.share_of} of the system")
    if aim == "median":
        return Comparator(float(known.median()), "the median of all wards")
    if found.fact.polarity == "no_judgement":
        return Refused("neither high nor low is better, so there is no best quarter")
    quarter = 0.25 if found.fact.polarity == "low_is_good" else 0.75
    return Comparator(float(known.quantile(quarter)), "what the best quarter of wards reach")


def gap(
    wards: pd.DataFrame,
    fact_id: str,
    facts: Facts,
    to: Comparator,
    *,
    direction: Direction | None = None,
    confidence: float = CONFIDENCE,
) -> Gap | Refused:
    """Return how many fewer or more people it would be if these wards came to the comparator.

    ``wards`` are the matched ones. ``direction`` None follows the fact's polarity; a fact
    without one needs it. A count is taken as the share it is the numerator of. Refused, with
    the reason, when the fact is no share of known people. Raises ValueError for an unknown
    fact, a missing column or a direction that is none.
    """
    if direction not in (None, *get_args(Direction)):
        raise ValueError(f"direction '{direction}' is not fewer or more")
    found = _countable(wards, fact_id, facts)
    if isinstance(found, Refused):
        return found
    fact = found.fact
    if direction is None:
        if fact.polarity == "no_judgement":
            return Refused("neither high nor low is better: say whether fewer or more are meant")
        direction = "fewer" if fact.polarity == "low_is_good" else "more"
    sign = 1 if direction == "fewer" else -1
    known = found.percent.notna()
    far = known & (sign * (found.percent - to.percent) > 0)
    by_ward = _by_ward(wards[far], found, far, to, sign, confidence)
    total = sum_interval(by_ward["change"], by_ward["lower"], by_ward["upper"])
    poor_fit = _poor_fit(wards[far], fact)
    assert fact.basis is not None  # noqa: S101  (a share says its basis)
    return Gap(
        fact=fact,
        direction=direction,
        comparator=to,
        change=Estimate(total.value, max(total.lower, 0.0), total.upper, total.method),
        now=float(found.counts.sum()),
        people=float(found.denominators.sum()),
        wards=len(by_ward),
        at_or_beyond=int(known.sum()) - len(by_ward),
        missing=int((~known).sum()),
        poor_fit=poor_fit,
        means=_MEANS[fact.basis],
        does_not_say=(*_DOES_NOT_SAY, *_fit_words(poor_fit)),
        by_ward=by_ward,
    )


def _countable(wards: pd.DataFrame, fact_id: str, facts: Facts) -> Share | Refused:
    """Return a share whose people can be fewer or more one by one."""
    found = share(wards, fact_id, facts)
    if isinstance(found, Share) and found.fact.basis == "by_area":
        return Refused(
            "it counts everybody who lives in a small area of a kind, and such an area changes as "
            "a whole"
        )
    return found


def _by_ward(
    wards: pd.DataFrame,
    found: Share,
    far: pd.Series,
    to: Comparator,
    sign: int,
    confidence: float,
) -> pd.DataFrame:
    percent, people = found.percent[far], found.denominators[far]
    low, high = (100 * end for end in wilson_limits(percent / 100, people, confidence=confidence))
    nearest, furthest = (low, high) if sign > 0 else (high, low)
    each = people / 100
    table = wards[["ward_code", "ward_name", "district"]].assign(
        percent=percent,
        people=people,
        change=each * sign * (percent - to.percent),
        lower=each * sign * (nearest - to.percent),
        upper=each * sign * (furthest - to.percent),
    )
    return table.sort_values(["change", "ward_code"], ascending=[False, True])


def _poor_fit(wards: pd.DataFrame, fact: WardFact) -> int | None:
    """Count the wards in which a fact rests on small areas that fit badly."""
    if fact.fitted == "unmeasured":
        return None
    fitted = wards if fact.fitted == "everywhere" else wards[wards["place_id"] == fact.fitted]
    return int((values(fitted, FIT).abs() > POOR_FIT_PERCENT).sum())


def _fit_words(poor_fit: int | None) -> tuple[str, ...]:
    if poor_fit is None:
        return ("How well the small areas that it is built from fit the wards: that is not held.",)
    if not poor_fit:
        return ()
    wards = "1 ward" if poor_fit == 1 else f"{poor_fit:,} wards"
    miss = f"whose small areas miss the residents by more than {POOR_FIT_PERCENT}%"
    return (f"How far it is off in {wards} {miss}.",)
