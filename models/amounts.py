"""Amounts of money on a footing: in all, for each person or admission, a year, a month.

Only what a document puts together is divided: an amount by the count that it stands beside. Nothing
is added, and nothing is carried over from one programme to another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from models.scenarios.core import MONTHS_A_YEAR, said, term
from models.vocabulary import Each, Money

IN_ALL, A_YEAR, A_MONTH = "in all", "a year", "a month"
OPEN = "not said for whom"
AS_STATED = "as stated"
_BASES: dict[Each | None, str] = {
    None: IN_ALL,
    "year": A_YEAR,
    "week": "a week",
    "person": "for each person",
    "not_stated": OPEN,
}
MONEY_WORDS: dict[Money, str] = {
    "saving": "Savings: costs said to be avoided",
    "income": "Income: what residents gain",
    "funding": "Funding: what programmes get",
    "contract": "Contracts: what is bought",
}
# Why amounts of one sort have no total.
NOT_ADDED: dict[Money, str] = {
    "saving": "Savings are not added up: each is counted in its own way, of other people and "
    "times, and a total may stand beside its parts. What a programme costs is to be set against "
    "them, and is not stated beside any.",
    "income": "Income is not added up: some is a year's, some a week's or paid once, and some is "
    "that of one person.",
    "funding": "Funding is not added up: the amounts are for areas of every size, and for "
    "stretches of time that are mostly not stated.",
    "contract": "A contract is no saving and no grant: it is what was bought over its whole term.",
}


@dataclass(frozen=True)
class Count:
    """What an amount may be divided by: its number, above 0, and what one of them is called."""

    number: float
    one: str
    exact: bool = True


@dataclass(frozen=True)
class Amount:
    """An amount as stated: ``value`` in pounds, None for a range; ``shown`` as people read it."""

    shown: str
    value: float | None = None
    each: Each | None = None
    exact: bool = True
    per: Count | None = None


@dataclass(frozen=True)
class Footing:
    """An amount on one footing: ``basis`` says for what, ``working`` how it was got."""

    basis: str
    shown: str
    working: str


def footings(amount: Amount) -> tuple[Footing, ...]:
    """Return an amount as it is stated, then on every other footing that its document allows.

    Divided by the count it stands beside; a year's amount, stated or computed, by twelve too.
    """
    found = [Footing(_BASES[amount.each], amount.shown, AS_STATED)]
    if amount.value is None:
        return tuple(found)
    yearly = amount.value if amount.each == "year" else None
    if amount.per is not None:
        basis = A_YEAR if amount.per.one == "year" else f"for each {amount.per.one}"
        value = amount.value / amount.per.number
        if amount.each == "year":
            basis = f"{basis}, {A_YEAR}"
        elif basis == A_YEAR:
            yearly = value
        number = term(amount.per.number, "count")
        exact = amount.exact and amount.per.exact
        found.append(_divided(basis, amount.value, number, value, exact=exact))
    if yearly is not None:
        month = yearly / MONTHS_A_YEAR
        found.append(_divided(A_MONTH, yearly, f"{MONTHS_A_YEAR:g}", month, exact=amount.exact))
    return tuple(found)


def _divided(basis: str, whole: float, number: str, value: float, *, exact: bool) -> Footing:
    told = said(value, "gbp")
    sign = "=" if told == term(round(value, 6), "gbp") else "≈"
    return Footing(
        basis,
        told if exact else f"about {told}",
        f"{said(whole, 'gbp')} ÷ {number} {sign} {told}",
    )


def shared(told: Iterable[tuple[str, Money, str]]) -> dict[tuple[Money, str], tuple[str, ...]]:
    """Return the footings on which two programmes or more state the same sort of money.

    ``told`` are programme, sort of money and basis. Amounts in all are left out: what they are
    for differs in size.
    """
    held: dict[tuple[Money, str], dict[str, None]] = defaultdict(dict)
    for programme, money, basis in told:
        if basis not in (IN_ALL, OPEN):
            held[money, basis][programme] = None
    return {key: tuple(found) for key, found in held.items() if len(found) > 1}
