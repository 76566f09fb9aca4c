"""Numbers as documents print them: digits, words, fractions, k and million, ordinals.

Used to see whether a fragment gives the value that was curated from it, to list the numbers
of a text that nothing covers, and to know how coarsely a printed number was rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_UNITS = {word: float(value) for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: 10.0 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_ORDINALS = {word: float(value) for value, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "k": 1e3,
    "m": 1e6,
    "bn": 1e9,
}
_FRACTIONS = {
    "half": 1 / 2,
    "halves": 1 / 2,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 1 / 4,
    "quarters": 1 / 4,
    "fifth": 1 / 5,
    "fifths": 1 / 5,
    "tenth": 1 / 10,
    "tenths": 1 / 10,
}
_MULTIPLES = {
    "single": 1.0,
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "triple": 3.0,
    "dozen": 12.0,
}
_WORD = "|".join(
    sorted(
        {
            *_UNITS,
            *_TENS,
            *_FRACTIONS,
            *_MULTIPLES,
            *_ORDINALS,
            "hundred",
            "thousand",
            "million",
            "billion",
        },
        key=len,
        reverse=True,
    )
)
_TOKEN = re.compile(
    rf"""
      (?P<fraction>(?<![\d/])[1-9]/(?:[2-9]|10)(?![\d/]))
    | (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)
      (?P<suffix>\s?(?:thousand|million|billion|bn|k|m)(?![a-z]))?
      (?P<ordinal>(?:st|nd|rd|th)\b)?
    | (?<![a-z])(?P<word>{_WORD})(?![a-z])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_JOIN = re.compile(r"(?:\s|-|‑|–)+(?:a\s+|and\s+|of\s+a\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class PrintedNumber:
    """A number found in a text.

    ``start`` and ``end`` are its place; ``readings`` what it can mean (a third: 0.333 or
    33.3 as a percentage, or the ordinal 3); ``step`` the size of its last printed digit, in
    the first reading's unit (1.2 million: 100,000; 13.9: 0.1; 17,000: 1).
    """

    start: int
    end: int
    text: str
    readings: tuple[float, ...]
    step: float
    in_words: bool

    @property
    def coarse_step(self) -> float:
        """The step when trailing zeros are taken for rounding, to two digits at the coarsest.

        17,000 was rounded to 1,000; 2,000,000 to 100,000, not to a million.
        """
        value = self.readings[0]
        if self.step < 1 or value == 0 or value != int(value):
            return self.step
        step = self.step
        while value % (step * 10) == 0 and step * 100 <= abs(value):
            step *= 10
        return step

    @property
    def is_round(self) -> bool:
        """Whether it ends in three zeros or more: a count so printed was rounded."""
        return self.readings[0] != 0 and self.readings[0] % 1000 == 0


def _single(match: re.Match[str]) -> tuple[tuple[float, ...], float]:
    if match["fraction"]:
        top, bottom = (float(part) for part in match["fraction"].split("/"))
        return (top / bottom, 100 * top / bottom), 0.0
    if match["digits"]:
        plain = match["digits"].replace(",", "")
        decimals = len(plain.partition(".")[2])
        scale = _SCALES[match["suffix"].strip().lower()] if match["suffix"] else 1.0
        return (float(plain) * scale,), scale * 10.0**-decimals
    word = match["word"].lower()
    tables = (_UNITS, _TENS, _MULTIPLES, _ORDINALS, _SCALES)
    readings = [table[word] for table in tables if word in table]
    if word in _FRACTIONS:
        readings += [_FRACTIONS[word], 100 * _FRACTIONS[word]]
    return tuple(readings), 1.0


def _combined(text: str, matches: list[re.Match[str]], at: int) -> Iterator[PrintedNumber]:
    """Yield what a number word forms with the next one: two thirds, half a million, fifty five."""
    first = matches[at]
    if at + 1 >= len(matches) or not (first["word"] or first["digits"]):
        return
    second = matches[at + 1]
    gap = text[first.end() : second.start()]
    if not second["word"] or not _JOIN.fullmatch(gap):
        return
    one, two = _single(first)[0][0], second["word"].lower()
    value: tuple[float, ...]
    if two in _FRACTIONS and two.endswith("s"):
        value = (one * _FRACTIONS[two], 100 * one * _FRACTIONS[two])
    elif two in _SCALES:
        base = _FRACTIONS.get((first["word"] or "").lower(), one)
        value = (base * _SCALES[two],)
    elif (first["word"] or "").lower() in _TENS and two in _UNITS and _UNITS[two] < 10:
        value = (one + _UNITS[two],)
    else:
        return
    place = (first.start(), second.end())
    yield PrintedNumber(*place, text[place[0] : place[1]], value, 1.0, True)


def numbers_in(text: str) -> list[PrintedNumber]:
    """Return every number of a text in reading order, joined ones (two thirds) first."""
    matches = list(_TOKEN.finditer(text))
    found: list[PrintedNumber] = []
    for index, match in enumerate(matches):
        found.extend(_combined(text, matches, index))
        readings, step = _single(match)
        in_words = match["word"] is not None
        found.append(
            PrintedNumber(match.start(), match.end(), match.group(), readings, step, in_words)
        )
    return found


def number_places(text: str) -> list[tuple[int, int]]:
    """Return where each single digit group or number word of a text starts and ends."""
    return [(match.start(), match.end()) for match in _TOKEN.finditer(text)]


def gives(text: str, value: float) -> PrintedNumber | None:
    """Return the number of a text that gives a value, or None.

    A value written with fewer decimals than the reading (66.7 for two thirds) is given when
    the reading rounds to it.
    """
    return _gives(text, value)


@cache
def _gives(text: str, value: float) -> PrintedNumber | None:
    decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
    for number in numbers_in(text):
        for reading in number.readings:
            exact = abs(reading - value) <= 1e-9 * max(1.0, abs(value))
            rounded = number.in_words or "/" in number.text
            if exact or (rounded and abs(round(reading, max(decimals, 0)) - value) < 1e-9):
                return number
    return None


def half_step(text: str, value: float, *, discrete: bool, rounded: bool) -> float:
    """Return how far the true number may lie from the printed one.

    ``discrete`` says that whole things are counted, so that 148 printed is 148 (186,000 was
    rounded all the same); ``rounded`` that trailing zeros are rounding ("about 17,000" may be 16,500 to 17,500).
    A fraction in words ("a third") is taken as good to one part in fifty.
    """
    number = gives(text, value)
    if number is None:
        return 0.0
    if "/" in number.text or any(word in number.text.lower() for word in _FRACTIONS):
        return abs(value) / 50
    if rounded or (discrete and number.is_round):
        return number.coarse_step / 2
    if discrete and number.step == 1.0:
        return 0.0
    return number.step / 2
