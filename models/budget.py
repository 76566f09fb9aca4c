"""Wards in order of a fact, and how far down the order a budget reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.reconcile import show
from models.shares import Facts, Floats, fact_named, values
from models.tally import RESIDENTS
from models.vocabulary import Polarity, Unit

Positions = NDArray[np.intp]
BY_RANK, FOR_ITS_PLACE = "by rank", "for its place"


@dataclass(frozen=True)
class Budget:
    """What a budget reaches.

    ``ranked``: the wards in order, with rank (from 1; NA where the fact is blank), value,
    residents, taken, why ("by rank", "for its place" or empty) and running_residents (of the
    wards taken so far; NaN for the others). ``next_ward``: the code of the first in order that
    is not taken, None when all that can be are. ``over``: residents above what was asked;
    ``short_without_last``: how many would lack without ``last_ward``, the last to be taken;
    both None when no number of residents was asked for or it is not reached. ``stopped`` says
    where it stops and why; ``impossible`` what was asked and cannot be had, in plain sentences.
    """

    ranked: pd.DataFrame = field(repr=False)
    wards: int
    residents: int
    last_ward: str | None
    next_ward: str | None
    over: int | None
    short_without_last: int | None
    stopped: str
    impossible: tuple[str, ...]

    @property
    def taken(self) -> pd.DataFrame:
        """Return the wards taken, in order."""
        return self.ranked[self.ranked["taken"]]


def worst_is_high(polarity: Polarity) -> bool:
    """Say whether the worst wards have the highest values; without a judgement, the highest."""
    return polarity != "high_is_good"


def rank(
    wards: pd.DataFrame, fact_id: str, facts: Facts, *, highest_first: bool | None = None
) -> pd.DataFrame:
    """Return all wards in order, worst first, with the added columns rank, value and residents.

    ``highest_first`` None follows the fact's polarity, and without one the highest come first.
    Equal values stand by name, then code; blank values come last and have no rank. Raises
    ValueError for an unknown fact or a missing column (the fact's, ward_name, ward_code,
    population).
    """
    fact = fact_named(fact_id, facts)
    down = worst_is_high(fact.polarity) if highest_first is None else highest_first
    found = wards.assign(value=values(wards, fact_id), residents=values(wards, RESIDENTS))
    found = found.sort_values(
        ["value", "ward_name", "ward_code"], ascending=[not down, True, True], na_position="last"
    )
    place = pd.Series(range(1, len(found) + 1), index=found.index, dtype="Int64")
    return found.assign(rank=place.where(found["value"].notna()))


def spend(
    wards: pd.DataFrame,
    fact_id: str,
    facts: Facts,
    *,
    top: int | None = None,
    residents: int | None = None,
    each_place: int | None = None,
    places: Sequence[str] | None = None,
    place_column: str = "place_id",
    highest_first: bool | None = None,
) -> Budget:
    """Take wards down the order until the budget is spent.

    ``top``: at most so many wards. ``residents``: until so many are reached, the ward with
    which they are included. ``each_place``: first of all, at least so many from every one of
    ``places`` (cells of ``place_column``; None: those of these wards); the rest follow by rank.
    Of ``top`` and ``residents`` the one that is spent first ends it; with neither, only the
    wards for each place are taken, and with nothing asked all are. A larger ``top`` or
    ``residents`` never loses a ward. A ward without a value cannot be taken, one without
    residents adds none.

    Raises ValueError for a number below 0, an unknown fact or a missing column.
    """
    for name, given in (("top", top), ("residents", residents), ("each_place", each_place)):
        if given is not None and (given < 0 or given != int(given)):
            raise ValueError(f"{name} {given} is not a whole number from 0")
    asked = _Asked(top, residents, each_place)
    ranked = rank(wards, fact_id, facts, highest_first=highest_first)
    order, reserved = _order(ranked, each_place or 0, place_column)
    people = ranked["residents"].fillna(0).to_numpy()
    number = _reach(people[order], reserved, asked)
    taken, why = np.zeros(len(ranked), dtype=bool), np.full(len(ranked), "", dtype=object)
    taken[order[:number]] = True
    why[order[:number]] = BY_RANK
    why[order[: min(number, reserved)]] = FOR_ITS_PLACE
    running = np.where(taken, np.cumsum(np.where(taken, people, 0)), np.nan)
    ranked = ranked.assign(taken=taken, why=why.astype(str), running_residents=running)

    total = round(float(people[taken].sum()))
    last = ranked.iloc[order[number - 1]] if number else None
    after = ranked.iloc[min(order[number:])] if number < len(order) else None
    over = total - residents if residents is not None and total >= residents else None
    short = None
    if residents is not None and over is not None and last is not None:
        short = max(0, residents - total + round(float(last["residents"])))
    return Budget(
        ranked=ranked,
        wards=number,
        residents=total,
        last_ward=None if last is None else str(last["ward_code"]),
        next_ward=None if after is None else str(after["ward_code"]),
        over=over,
        short_without_last=short,
        stopped=_stopped(asked, number, total, last, after, fact_named(fact_id, facts).unit),
        impossible=tuple(_impossible(asked, ranked, order, reserved, places, place_column)),
    )


@dataclass(frozen=True)
class _Asked:
    top: int | None
    residents: int | None
    each_place: int | None


def _order(ranked: pd.DataFrame, each: int, place_column: str) -> tuple[Positions, int]:
    """Return the positions of the wards in the order they are taken, and how many come first.

    First come the best ranked of each place, then the second best of each, and so on.
    """
    positions = np.flatnonzero(ranked["value"].notna().to_numpy())
    if not each:
        return positions, 0
    within = ranked.iloc[positions].groupby(place_column).cumcount().to_numpy()
    first = within < each
    turns = np.argsort(within[first], kind="stable")
    return np.concatenate([positions[first][turns], positions[~first]]), int(first.sum())


def _reach(people: Floats, reserved: int, asked: _Asked) -> int:
    """Return how many wards of the order the budget takes."""
    if asked.top is None and asked.residents is None:
        return len(people) if asked.each_place is None else reserved
    number = len(people)
    if asked.residents is not None:
        before = np.concatenate([[0.0], np.cumsum(people)])
        number = max(reserved, min(number, int(np.searchsorted(before, asked.residents))))
    return number if asked.top is None else min(number, asked.top)


def _stopped(
    asked: _Asked,
    number: int,
    total: int,
    last: pd.Series | None,
    after: pd.Series | None,
    unit: Unit,
) -> str:
    """Say where it stops and why, which ward would be next, and whether the two are level."""
    wards = f"{number:,} {'ward' if number == 1 else 'wards'}"
    said = f"{wards} with {total:,} residents"
    if asked.residents is not None and total >= asked.residents:
        said += f": {asked.residents:,} are reached"
        if total > asked.residents:
            said += f", with {total - asked.residents:,} more"
    elif asked.top is not None and number == asked.top:
        said += f": {asked.top:,} were asked for"
        if asked.residents is not None:
            said += f", and {asked.residents - total:,} residents are lacking"
    elif asked.each_place is not None and asked.residents is None and asked.top is None:
        said += f": {asked.each_place:,} from each place"
    elif asked.residents is not None:
        said += f": all that can be taken, and {asked.residents - total:,} residents are lacking"
    else:
        said += ": all that can be taken"
    if after is None:
        return f"{said}."
    said += f". Next would be {after['ward_name']} ({after['district']}) at "
    said += (
        f"{show(float(after['value']), unit)}, with {round(float(after['residents'])):,} residents"
    )
    if last is not None and last["value"] == after["value"]:
        said += f"; it is level with {last['ward_name']}, which stands first only by its name"
    return f"{said}."


def _impossible(
    asked: _Asked,
    ranked: pd.DataFrame,
    order: Positions,
    reserved: int,
    places: Sequence[str] | None,
    place_column: str,
) -> Iterator[str]:
    """Say what was asked and cannot be had."""
    there, held = len(order), ranked.iloc[order]
    blank = len(ranked) - there
    but = f" ({blank:,} more have no value)" if blank else ""
    if asked.top is not None and asked.top > there:
        yield f"{asked.top:,} wards were asked for, and {there:,} can be taken{but}."
    people = round(float(held["residents"].sum()))
    if asked.residents is not None and asked.residents > people:
        yield (
            f"{asked.residents:,} residents were asked for, and the {there:,} wards that can be "
            f"taken have {people:,}{but}."
        )
    if not asked.each_place:
        return
    counted = held[place_column].value_counts()
    every = list(dict.fromkeys(ranked[place_column] if places is None else places))
    for place in every:
        number = int(counted.get(place, 0))
        if number < asked.each_place:
            has = f"{number:,} can be taken" if number else "none can be taken"
            yield f"{asked.each_place:,} were asked for from {place}, where {has}."
    if asked.top is not None and asked.top < reserved:
        yield (
            f"{asked.each_place:,} from each place are {reserved:,} wards, and {asked.top:,} "
            "were asked for in all: not every place has its share."
        )
