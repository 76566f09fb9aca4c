"""What a programme would find elsewhere, from what it says it found."""

from __future__ import annotations

from dataclasses import dataclass

from models.statistics import CONFIDENCE, MOST_TRIALS, Estimate, predicted_count, wilson_limits

DOES_NOT_SAY = (
    "That people of other wards are like those who were tested.",
    "That every test is another person, and that one finding does not make the next likelier.",
    "What becomes of those who are found, nor what it costs.",
)


@dataclass(frozen=True)
class Yield:
    """What ``tests`` would find.

    ``share``: found of tested, in percent, with Wilson's interval. ``expected``: the number to
    expect, with the interval that the share's own uncertainty gives. ``found``: the same number,
    with the interval in which one such round of tests would end; it adds the luck of the draw,
    so it is the wider one when tests are few. ``does_not_say``: what nobody should read into it.
    """

    wards: int
    tests: int
    share: Estimate
    expected: Estimate
    found: Estimate
    does_not_say: tuple[str, ...] = DOES_NOT_SAY


def found_of(percent: float, tested: int) -> float:
    """Return how many a printed share is of those tested: 23.4 of 400 is 93.6.

    It is not made whole: the share is what was printed, the number is not.
    Raises ValueError unless 0 <= percent <= 100 and tested > 0.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"percent {percent} is not between 0 and 100")
    if tested <= 0:
        raise ValueError(f"tested {tested} is not above 0")
    return percent / 100 * tested


def apply_yield(
    *,
    wards: int,
    tests_per_ward: int,
    found: float,
    tested: int,
    confidence: float = CONFIDENCE,
) -> Yield:
    """Return what so many tests in each of so many wards would find.

    ``found`` of ``tested`` is what the programme reports; ``found`` need not be whole (see
    ``found_of``). No ward or no test finds nothing. Raises ValueError for numbers below 0,
    found above tested, nobody tested, or more tests than 1,000,000.
    """
    for name, given in (("wards", wards), ("tests per ward", tests_per_ward)):
        if given < 0 or given != int(given):
            raise ValueError(f"{name} {given} is not a whole number from 0")
    tests = wards * tests_per_ward
    if tests > MOST_TRIALS:
        raise ValueError(f"{tests:,} tests are more than {MOST_TRIALS:,}")
    drawn = predicted_count(found, tested, tests, confidence=confidence)
    share = found / tested
    low, high = (float(end) for end in wilson_limits(share, tested, confidence=confidence))
    return Yield(
        wards,
        tests,
        Estimate(100 * share, 100 * low, 100 * high, "Wilson"),
        Estimate(drawn.value, tests * low, tests * high, "Wilson"),
        drawn,
    )
