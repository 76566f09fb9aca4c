"""Conditions on wards: which wards match, and which cannot be judged.

As text in an address: ``imd2025_score:30..;pct_65_plus:20..;district:Lancaster;match:any``.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.base import Wrong, shorten
from models.reconcile import show
from models.shares import Facts, Floats, values

Truths = NDArray[np.bool_]
Mode = Literal["all", "any", "hand"]
MODES: tuple[Mode, ...] = get_args(Mode)
MODE_WORDS: dict[Mode, str] = {
    "all": "all of the conditions",
    "any": "any of the conditions",
    "hand": "only wards picked by hand",
}

_DECIMALS = 6
_LARGEST = 1e12
_LONGEST_TEXT = 10_000
_ID = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_RANGE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)?\.\.(-?[0-9]+(?:\.[0-9]+)?)?")
# What separates the parts of the text cannot stand in a name.
_SEPARATORS = re.compile(r"[;:,]|[^\S ]|\.\.")
_LISTS = {
    "place": "places",
    "district": "districts",
    "designation": "designations",
    "also": "picked",
    "not": "excluded",
}
KEYWORDS = (*_LISTS, "match", "named")
_NAMED = {"yes": True, "no": False}


@dataclass(frozen=True)
class Condition:
    """A fact that must lie between two values, both included; None leaves that end open.

    Ends are held to six decimals. Raises Wrong for ends that are swapped or no numbers.
    """

    fact_id: str
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.fact_id) or self.fact_id in KEYWORDS:
            raise Wrong(f"'{shorten(self.fact_id)}' is no fact", "the id of a ward fact")
        for name in ("low", "high"):
            end = getattr(self, name)
            if end is None:
                continue
            if not (math.isfinite(end) and abs(end) <= _LARGEST):
                raise Wrong(f"'{end}' is no number to compare with", "a number such as 20")
            object.__setattr__(self, name, round(float(end), _DECIMALS) + 0.0)
        if self.low is not None and self.high is not None and self.low > self.high:
            swapped = Condition(self.fact_id, self.high, self.low)
            raise Wrong(
                f"{self.fact_id}: {_plain(self.low)} is above {_plain(self.high)}",
                "the lower number first",
                mend=swapped.text(),
            )

    @property
    def bounded(self) -> bool:
        """Say whether it asks anything."""
        return self.low is not None or self.high is not None

    def met(self, held: Floats) -> Truths:
        """Say of each value whether it lies within; a NaN only where nothing is asked."""
        found = np.ones(len(held), dtype=bool)
        if self.low is not None:
            found &= held >= self.low
        if self.high is not None:
            found &= held <= self.high
        return found

    def text(self) -> str:
        """Return it as text: imd2025_score:30.."""
        low, high = ("" if end is None else _plain(end) for end in (self.low, self.high))
        return f"{self.fact_id}:{low}..{high}"


@dataclass(frozen=True)
class Conditions:
    """What is asked of wards.

    ``mode``: all or any of the conditions on facts must be met (without one, every ward meets
    them); hand: facts and filters do not count, only what is picked. ``places`` (ids),
    ``districts`` (names) and ``designations`` (any of them) narrow further in either mode, and
    so does ``named``: whether a document names the ward; None leaves each open. ``picked`` ward
    codes match whatever the conditions say; ``excluded`` ones never do, not even when picked.

    Raises Wrong for a fact that stands twice or a name that the text form cannot carry.
    """

    conditions: tuple[Condition, ...] = ()
    mode: Mode = "all"
    places: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    named: bool | None = None
    picked: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise Wrong(f"match '{shorten(self.mode)}' is not known", f"one of {', '.join(MODES)}")
        ids = [one.fact_id for one in self.conditions]
        for fact_id in ids:
            if ids.count(fact_id) > 1:
                raise Wrong(f"{fact_id} stands twice", "one condition for each fact")
        for key, name in _LISTS.items():
            given = tuple(dict.fromkeys(getattr(self, name)))
            for one in given:
                if not one.strip() or one != one.strip() or _SEPARATORS.search(one):
                    raise Wrong(f"{key} '{shorten(one)}' is no name", "a name without ; : , or ..")
            object.__setattr__(self, name, given)

    @property
    def empty(self) -> bool:
        """Say whether nothing is asked, so that every ward matches."""
        return self.bounded() == Conditions()

    def bounded(self) -> Conditions:
        """Return it without conditions that ask nothing (a slider over its whole range)."""
        return replace(self, conditions=tuple(one for one in self.conditions if one.bounded))

    def text(self) -> str:
        """Return it as text for an address; ``parse`` gives it back. Nothing asked is empty."""
        parts = [one.text() for one in self.conditions]
        if self.mode != "all":
            parts.append(f"match:{self.mode}")
        if self.named is not None:
            parts.append(f"named:{'yes' if self.named else 'no'}")
        parts += [
            f"{key}:{','.join(getattr(self, name))}"
            for key, name in _LISTS.items()
            if getattr(self, name)
        ]
        return ";".join(parts)


@dataclass(frozen=True)
class Known:
    """What a text may name: facts, places (ids), districts (names), designations, ward codes."""

    facts: frozenset[str]
    places: frozenset[str]
    districts: frozenset[str]
    designations: frozenset[str]
    wards: frozenset[str]

    @staticmethod
    def of(wards: pd.DataFrame, facts: Iterable[str]) -> Known:
        """Return what these wards know.

        Columns needed: place_id, district, ward_code, designations (list).
        """
        return Known(
            frozenset(facts),
            frozenset(wards["place_id"]),
            frozenset(wards["district"]),
            frozenset(one for named in wards["designations"] for one in named),
            frozenset(wards["ward_code"]),
        )


def parse(text: str, known: Known | None = None) -> Conditions:
    """Return the conditions of a text. Raises Wrong, naming the first part that is wrong."""
    found, wrong = read(text, known)
    if wrong:
        raise wrong[0]
    return found


def read(text: str, known: Known | None = None) -> tuple[Conditions, tuple[Wrong, ...]]:
    """Return the conditions of the parts that can be read, and what is wrong with the others.

    Without ``known`` any name passes. Each Wrong has ``wrong`` (which part, and what is wrong
    with it), ``expected`` and, where there is an obvious one, ``mend`` (what to write).
    """
    if len(text) > _LONGEST_TEXT:
        expected = f"a text of at most {_LONGEST_TEXT:,}"
        return Conditions(), (Wrong(f"the address has {len(text):,} characters", expected),)
    found, faults = Conditions(), []
    seen: set[str] = set()
    for part in text.split(";"):
        if not part.strip():
            continue
        try:
            key, value = _halves(part)
            if key in seen:
                raise Wrong(f"{key} stands twice", "each once")
            found = _with(found, key, value, known)
            seen.add(key)
        except Wrong as fault:
            faults.append(fault)
    return found, tuple(faults)


def _halves(part: str) -> tuple[str, str]:
    key, colon, value = part.strip().partition(":")
    if not colon:
        raise Wrong(f"'{shorten(part)}' is no condition", "one such as imd2025_score:30..")
    return key.strip(), value.strip()


def _with(found: Conditions, key: str, value: str, known: Known | None) -> Conditions:
    """Return conditions with one part of the text added. Raises Wrong."""
    if key == "match":
        return replace(found, mode=cast("Mode", value))
    if key == "named":
        if value not in _NAMED:
            raise Wrong(f"named '{shorten(value)}' is not known", "yes or no")
        return replace(found, named=_NAMED[value])
    if key in _LISTS:
        names = tuple(one.strip() for one in value.split(","))
        if known is not None:
            column = "wards" if key in ("also", "not") else _LISTS[key]
            for one in names:
                _must_be_known(key, one, getattr(known, column))
        return replace(found, **{_LISTS[key]: names})  # type: ignore[arg-type]
    if known is not None:
        _must_be_known("fact", key, known.facts)
    match = _RANGE.fullmatch(value)
    if match is None:
        number = re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", value)
        raise Wrong(
            f"{shorten(key)}: '{shorten(value)}' is no range",
            "two numbers such as 20..30, or one end such as 20..",
            mend=f"{key}:{value}.." if number else None,
        )
    low, high = (None if end is None else float(end) for end in match.groups())
    return replace(found, conditions=(*found.conditions, Condition(key, low, high)))


def _must_be_known(kind: str, name: str, names: frozenset[str]) -> None:
    if name in names:
        return
    words = {"also": "ward", "not": "ward"}.get(kind, kind)
    near = difflib.get_close_matches(name[:60], sorted(names), n=1, cutoff=0.6)
    raise Wrong(
        f"{words} '{shorten(name)}' is not known here",
        f"a {words} of the data",
        mend=near[0] if near else None,
    )


def matches(wards: pd.DataFrame, conditions: Conditions) -> pd.Series:
    """Say of each ward whether it matches; a missing value meets no bounded condition.

    Columns needed: ward_code, the facts asked for, and of place_id, district, designations
    (list) and named those that are asked for. Raises ValueError for a missing column.
    """
    inside = np.full(len(wards), conditions.mode != "hand")
    if conditions.mode != "hand":
        met = [one.met(values(wards, one.fact_id).to_numpy()) for one in conditions.conditions]
        inside &= _combined(met, conditions.mode, len(wards)) & _filtered(wards, conditions)
    inside |= _among(wards["ward_code"], conditions.picked)
    return pd.Series(inside & ~_among(wards["ward_code"], conditions.excluded), index=wards.index)


def unknown(
    wards: pd.DataFrame, conditions: Conditions, inside: pd.Series | None = None
) -> pd.Series:
    """Say of each ward whether it cannot be judged: with its missing value it might match.

    Never true of a ward that matches, is filtered out, or was taken out by hand. ``inside`` is
    what ``matches`` gives, where that is known already. Columns and errors as for ``matches``.
    """
    if conditions.mode == "hand":
        return pd.Series(False, index=wards.index)
    possible = []
    for one in conditions.conditions:
        held = values(wards, one.fact_id).to_numpy()
        possible.append(one.met(held) | np.isnan(held))
    might = _combined(possible, conditions.mode, len(wards)) & _filtered(wards, conditions)
    might &= ~_among(wards["ward_code"], conditions.excluded)
    known = matches(wards, conditions) if inside is None else inside
    return pd.Series(might & ~known.to_numpy(), index=wards.index)


def _combined(met: list[Truths], mode: Mode, wards: int) -> Truths:
    if not met:
        return np.ones(wards, dtype=bool)
    combine = np.logical_and if mode == "all" else np.logical_or
    found: Truths = combine.reduce(met)
    return found


def _filtered(wards: pd.DataFrame, conditions: Conditions) -> Truths:
    """Say of each ward whether it lies in the places and is designated as asked."""
    found = np.ones(len(wards), dtype=bool)
    if conditions.places:
        found &= _among(wards["place_id"], conditions.places)
    if conditions.districts:
        found &= _among(wards["district"], conditions.districts)
    if conditions.designations:
        asked = set(conditions.designations)
        held = (not asked.isdisjoint(kinds) for kinds in wards["designations"])
        found &= np.fromiter(held, dtype=bool, count=len(wards))
    if conditions.named is not None:
        found &= np.equal(wards["named"].to_numpy(dtype=bool), conditions.named)
    return found


def _among(held: pd.Series, names: Sequence[str]) -> Truths:
    """Say of each cell whether it is one of the names; of none at once."""
    return held.isin(names).to_numpy() if names else np.zeros(len(held), dtype=bool)


def in_words(
    conditions: Conditions,
    facts: Facts,
    *,
    places: Mapping[str, str] | None = None,
    designations: Mapping[str, str] | None = None,
    wards: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Return what is asked as short phrases, in the order of the text; nothing asked is empty.

    ``places``, ``designations`` and ``wards`` give ids and codes their names; without a name
    the id stands.
    """
    picked, excluded = (
        ", ".join((wards or {}).get(code, code) for code in codes)
        for codes in (conditions.picked, conditions.excluded)
    )
    if conditions.mode == "hand":
        chosen = [f"picked by hand: {picked or 'none'}"]
        return tuple(chosen + ([f"taken out by hand: {excluded}"] if excluded else []))
    bounded = [one for one in conditions.conditions if one.bounded]
    said = [_condition_words(one, facts) for one in bounded]
    if conditions.mode == "any" and len(said) > 1:
        said = ["any of: " + "; ".join(said)]
    if conditions.named is not None:
        said.append(f"{'named' if conditions.named else 'not named'} in a document")
    for names, known in (
        (conditions.places, places),
        (conditions.districts, None),
        (conditions.designations, designations),
    ):
        if names:
            said.append(" or ".join((known or {}).get(one, one) for one in names))
    said += [f"also, by hand: {picked}"] if picked else []
    said += [f"taken out by hand: {excluded}"] if excluded else []
    return tuple(said)


def _condition_words(one: Condition, facts: Facts) -> str:
    fact = facts.get(one.fact_id)
    name = one.fact_id if fact is None else fact.name
    # The name says that it is a rank; "2 (rank) or less" would not read.
    unit = "count" if fact is None or fact.unit == "rank" else fact.unit
    if one.low is not None and one.high is not None:
        if one.low == one.high:
            return f"{name}: {show(one.low, unit)}"
        return f"{name}: {show(one.low, unit)} to {show(one.high, unit)}"
    if one.low is not None:
        return f"{name}: {show(one.low, unit)} or more"
    return f"{name}: {show(cast('float', one.high), unit)} or less"


def _plain(number: float) -> str:
    """Write a number in full: 30, 0.261, never 1e-06."""
    return f"{Decimal(repr(number)).normalize():f}"
