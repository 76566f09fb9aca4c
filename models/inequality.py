"""The gradient of a fact over deprivation: slope and relative index of inequality.

Wards are put in order of deprivation, least first; each stands at the middle of its range in the
cumulative share of residents (its ridit, 0 to 1; wards of equal deprivation share one middle).
A line is fitted to the fact by least squares, weighted by residents: a + b * ridit. The slope
index is b, the line at the most deprived end (1) less the line at the least deprived end (0); the
relative index is their ratio, (a + b) / a. That is the method of OHID's R package
PHEindicatormethods (phe_sii, which orders from the most deprived, so that its sign is the other
one), after Low and Low, Journal of Public Health 2004; 26: 388-395.

The interval is another one: phe_sii draws each group's value from its own published interval, and
wards have none. Here it comes from how far wards lie off the line: standard errors that allow for
unequal spread (HC3; MacKinnon and White, Journal of Econometrics 1985; 29: 305-325), Student's t
with wards less 2 degrees of freedom. The relative index has its interval on the log scale, by the
delta method, so that it multiplies and divides. Wards are taken as independent; neighbours are
alike, so the truth is a little less sure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from models.indicator import MOST_PERCENT
from models.shares import Facts, Floats, Refused, fact_named, values
from models.statistics import CONFIDENCE, Estimate
from models.tally import RESIDENTS
from models.ward import WardFact

LEAST_WARDS = 5
# How near to 1 the leverage of a point may come.
_ALONE = 1e-6
DEPRIVATION = "imd2025_score"


@dataclass(frozen=True)
class Gradient:
    """A fact's gradient over deprivation.

    ``slope``: how much higher (or, below 0, lower) the line is at the most deprived end, in the
    fact's unit. ``ratio``: how many times as high; None with ``no_ratio``, the reason.
    ``least_deprived`` and ``most_deprived`` are the two ends of the line. ``points``: ward_code,
    ridit (0 least to 1 most deprived), value, fitted, in the order of deprivation. ``notes`` are
    sentences for the reader: a gradient that is built in, a straight line that does not fit.
    """

    fact_id: str
    deprivation_id: str
    slope: Estimate
    ratio: Estimate | None
    no_ratio: str | None
    least_deprived: float
    most_deprived: float
    wards: int
    missing: int
    notes: tuple[str, ...]
    points: pd.DataFrame = field(repr=False)


def ridits(deprivation: Floats, weights: Floats) -> Floats:
    """Return each one's middle of its range in the cumulative share of weights, 0 to 1.

    The lowest deprivation comes first; equal ones share the middle of their common range.
    """
    _, group = np.unique(deprivation, return_inverse=True)
    held = np.bincount(group, weights=weights)
    upper = np.cumsum(held)
    middles: Floats = (upper - held / 2) / upper[-1]
    return middles[group]


def gradient(
    wards: pd.DataFrame,
    fact_id: str,
    facts: Facts,
    *,
    deprivation_id: str = DEPRIVATION,
    confidence: float = CONFIDENCE,
) -> Gradient | Refused:
    """Return the slope and relative index of inequality of a fact.

    ``deprivation_id`` is a score that is higher where wards are more deprived. Wards without
    value, score or residents are left out and counted as missing. Refused with fewer than 5
    wards, when all are equally deprived, or when one ward alone holds an end. Raises ValueError
    for an unknown fact, a missing column, or a confidence outside 0 to 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1, such as 0.95")
    fact, order = fact_named(fact_id, facts), fact_named(deprivation_id, facts)
    held = pd.DataFrame(
        {
            "ward_code": wards["ward_code"],
            "value": values(wards, fact_id),
            "deprivation": values(wards, deprivation_id),
            "weight": values(wards, RESIDENTS),
        }
    )
    known = held[held.notna().all(axis=1) & (held["weight"] > 0)]
    if len(known) < LEAST_WARDS:
        return Refused(f"a line needs at least {LEAST_WARDS} wards with a value")
    if known["deprivation"].nunique() == 1:
        return Refused("all these wards are equally deprived")
    x = ridits(known["deprivation"].to_numpy(), known["weight"].to_numpy())
    y, weight = known["value"].to_numpy(), known["weight"].to_numpy()
    fitted = weighted_line(x, y, weight)
    if isinstance(fitted, Refused):
        return fitted
    line, covariance = fitted
    start, slope = float(line[0]), float(line[1])
    t = _student(len(known) - 2, confidence)
    half = t * math.sqrt(covariance[1, 1])
    ratio = _ratio(start, start + slope, covariance, t, low=float(y.min()))
    points = known[["ward_code", "value"]].assign(ridit=x, fitted=start + slope * x)
    return Gradient(
        fact_id,
        deprivation_id,
        Estimate(slope, slope - half, slope + half, "robust regression"),
        ratio if isinstance(ratio, Estimate) else None,
        ratio.reason if isinstance(ratio, Refused) else None,
        start,
        start + slope,
        len(known),
        len(wards) - len(known),
        tuple(_notes(fact, order, (start, start + slope), y)),
        points.sort_values(["ridit", "ward_code"])[["ward_code", "ridit", "value", "fitted"]],
    )


def _notes(
    fact: WardFact, order: WardFact, ends: tuple[float, float], held: Floats
) -> Iterator[str]:
    if fact.source == order.source:
        yield (
            f"{fact.name} and what orders the wards come from the same index: some gradient is "
            "built in."
        )
    if (held.min() >= 0 and min(ends) < 0) or (fact.share_of and max(ends) > MOST_PERCENT):
        yield (
            "A straight line does not fit well: it ends where no value can be. Read the chart "
            "rather than the index."
        )


def weighted_line(x: Floats, y: Floats, weight: Floats) -> tuple[Floats, Floats] | Refused:
    """Return a line's start and slope by weighted least squares, and their HC3 covariance.

    Refused where the line must go through one point, whose distance to it then says nothing.
    """
    root = np.sqrt(weight / weight.mean())
    design = np.column_stack([root, root * x])
    inverse = np.linalg.inv(design.T @ design)
    line: Floats = inverse @ design.T @ (root * y)
    off = root * y - design @ line
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    if leverage.max() > 1 - _ALONE:
        return Refused("one ward alone holds an end of the line")
    spread = off / (1 - leverage)
    middle = (design * spread[:, None]).T @ (design * spread[:, None])
    covariance: Floats = inverse @ middle @ inverse
    return line, covariance


def _ratio(
    least: float, most: float, covariance: Floats, t: float, *, low: float
) -> Estimate | Refused:
    """Return most over least with its interval, multiplied and divided."""
    if low < 0:
        return Refused("the fact goes below zero, where times as high has no meaning")
    if least <= 0 or most <= 0:
        return Refused("the line falls to zero before its end")
    by = np.array([1 / most - 1 / least, 1 / most])
    factor = math.exp(min(t * math.sqrt(float(by @ covariance @ by)), 700.0))
    value = most / least
    return Estimate(value, value / factor, value * factor, "robust regression")


def _student(freedom: int, confidence: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1 - (1 - confidence) / 2))
