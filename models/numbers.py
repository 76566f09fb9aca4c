"""Numbers as documents print them: digits, words, shares, k and million, ordinals.

Used to see whether a fragment gives the value that was curated from it, to list the numbers
of a text that nothing covers, and to know how coarsely a printed number was rounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "k": 10**3,
    "m": 10**6,
    "bn": 10**9,
}
_BIG = ("thousand", "million", "billion")
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_MANY_PARTS = {"halves": 2, "thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
_MULTIPLES = {"single": 1, "twice": 2, "double": 2, "doubled": 2, "triple": 3, "dozen": 12}
_WORD = "|".join(
    sorted(
        {
            *_UNITS,
            *_TENS,
            *_ORDINALS,
            *_PARTS,
            *_MANY_PARTS,
            *_MULTIPLES,
            "hundred",
            *_BIG,
        },
        key=len,
        reverse=True,
    )
)
_TOKEN = re.compile(
    rf"""
      (?P<share>(?<![\d/])[1-9]/(?:[2-9]|10)(?![\d/]))
    | (?P<digits>(?<!\d,)\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|(?<![\w.])\.\d+|\d+(?:\.\d+)?)
      (?P<suffix>(?:\s?(?:bn|k|m)|[\s-]?(?:hundred|thousand|million|billion))(?![\w²³]))?
      (?:(?:st|nd|rd|th)\b)?
    | (?<![a-z])(?P<word>{_WORD})(?![a-z])
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What may stand between the words of one number: twenty-five, hundred and two, half of a million.
_GAP = re.compile(
    r"[\s‐‑-]+(?:(?P<link>and[\s‐‑-]+a|of\s+a|and|a)[\s‐‑-]+)?",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?<![\w%)])[-−]$")
# A digit glued to letters is a code (Q3, NMC2R) save for "c598" (circa) and "x2" (times).
_CODE = re.compile(r"(?!(?<![^\W_])[cx]$)[^\W\d_]$", re.IGNORECASE)

_SHARE_TOLERANCE = 1 / 50


@dataclass(frozen=True)
class PrintedNumber:
    """A number found in a text.

    ``start`` and ``end`` are its place; ``readings`` what it can mean exactly; ``shares``
    what it means as a part of a whole (a third: 0.333, or 33.3 as a percentage; "third" is
    the ordinal 3 as well); ``step`` the size of its last printed digit (1.2 million:
    100,000; 13.9: 0.1; 17,000: 1).
    """

    start: int
    end: int
    text: str
    readings: tuple[float, ...]
    shares: tuple[float, ...] = ()
    step: float = 1.0

    @property
    def decimals(self) -> int:
        """How many digits are printed after the point: 1 for 82.0, 0 for 1.2 million."""
        return 0 if self.step >= 1 else round(-math.log10(self.step))

    @property
    def in_words(self) -> str | None:
        """What is printed in words for a share or a multiple (a third, twice); else None."""
        word = self.text.lower()
        if word in ("twice", "double", "triple"):
            return word
        if not self.shares:
            return None
        return f"a {word}" if word in _PARTS and word != "half" else word

    @property
    def zeros_step(self) -> float:
        """The size of its last digit that is no trailing zero: 100 for 400, 0.1 for 13.9."""
        return self._rounded_step(1)

    @property
    def coarse_step(self) -> float:
        """The step when trailing zeros are taken for rounding, to two digits at the coarsest.

        17,000 was rounded to 1,000; 2,000,000 to 100,000, not to a million.
        """
        return self._rounded_step(2)

    def _rounded_step(self, digits: int) -> float:
        value = abs(self.readings[0]) if self.readings else 0.0
        if self.step < 1 or value == 0 or value != int(value):
            return self.step
        step = self.step
        while value % (step * 10) == 0 and step * 10**digits <= value:
            step *= 10
        return step

    @property
    def is_round(self) -> bool:
        """Whether it ends in three zeros or more: a number so printed was rounded."""
        return bool(self.readings) and self.readings[0] != 0 and self.readings[0] % 1000 == 0

    def means(self, value: float) -> bool:
        """Say whether one of its exact readings is the value."""
        return any(abs(r - value) <= 1e-12 * max(1.0, abs(value)) for r in self.readings)

    def means_share(self, value: float) -> bool:
        """Say whether the value is one of its shares, written with fewer decimals (66.7)."""
        decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
        return any(
            abs(round(share, decimals) - value) < 1e-9
            and abs(share - value) <= _SHARE_TOLERANCE * share
            for share in self.shares
        )


@dataclass(frozen=True)
class _Amount:
    """What a run of tokens amounts to, and the index of the token after it."""

    value: Decimal
    after: int
    step: Decimal = Decimal(1)


class _Phrases:
    """Reads the tokens of a text as numbers, the longest reading first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Sequence[re.Match[str]] = list(_TOKEN.finditer(text))
        self.words = [(token["word"] or "").lower() for token in self.tokens]

    def all(self) -> list[PrintedNumber]:
        found: list[PrintedNumber] = []
        index = 0
        while index < len(self.tokens):
            number, after, certain = self._at(index)
            found.append(number)
            if not certain:  # "one third-sector partner": the parts may be meant
                found += [self._single(part) for part in range(index, after)]
            index = after
        return found

    def _link(self, index: int) -> str | None:
        """Say how a token is joined to the one before it: "", "and", "a" ..., or not at all."""
        if not 0 < index < len(self.tokens):
            return None
        gap = _GAP.fullmatch(self.text, self.tokens[index - 1].end(), self.tokens[index].start())
        return None if gap is None else " ".join(re.split(r"[\W_]+", (gap["link"] or "").lower()))

    def _follows(self, index: int, links: tuple[str, ...], words: Sequence[str]) -> bool:
        return self._link(index) in links and self.words[index] in words

    def _at(self, index: int) -> tuple[PrintedNumber, int, bool]:
        """Return the number that starts at a token, the index after it, and if it is certain."""
        amount = self._amount(index)
        if amount is None:
            part = self.words[index]
            if part in ("half", "quarter") and self._follows(index + 1, ("", "a", "of a"), _BIG):
                return self._scaled(index, index + 1, Decimal(1) / _PARTS[part])
            return self._single(index), index + 1, True
        after = amount.after
        if self._follows(after, ("",), tuple(_MANY_PARTS)):
            share = amount.value / _MANY_PARTS[self.words[after]]
            if self._follows(after + 1, ("", "of a"), _BIG):
                return self._scaled(index, after + 1, share)
            return self._share(index, after + 1, share), after + 1, True
        if amount.value == 1 and self._follows(after, ("",), tuple(_PARTS)):
            share = Decimal(1) / _PARTS[self.words[after]]
            return self._share(index, after + 1, share), after + 1, False
        if self._follows(after, ("and a",), tuple(_PARTS)):
            mixed = amount.value + Decimal(1) / _PARTS[self.words[after]]
            if self._follows(after + 1, ("",), _BIG):
                return self._scaled(index, after + 1, mixed)
            return self._made(index, after + 1, mixed, Decimal("0.1")), after + 1, True
        if after == index + 1:
            return self._single(index), after, True
        return self._made(index, after, amount.value, amount.step), after, True

    def _amount(self, index: int) -> _Amount | None:
        """Read a number in digits, or a cardinal in words; an ordinal may end it."""
        token = self.tokens[index]
        if token["digits"]:
            value, step = _digits(token)
            return _Amount(value, index + 1, step)
        total, last, at = Decimal(0), 0, index
        while True:
            group = self._group(at)
            if group is None and at == index and self.words[at] in _BIG:
                group = _Amount(Decimal(1), at)
            if group is None:
                return None if at == index else _Amount(total, at, Decimal(last))
            scale_at = group.after
            named = self.words[scale_at] if scale_at < len(self.words) else ""
            joined = scale_at == index or self._link(scale_at) == ""
            if not (joined and named in _BIG and (not last or _SCALES[named] < last)):
                return _Amount(total + group.value, scale_at)
            last = _SCALES[named]
            total += group.value * last
            at = scale_at + 1
            if self._link(at) != "":
                return _Amount(total, at, Decimal(last))

    def _group(self, index: int) -> _Amount | None:
        """Read what is below a thousand: five, twenty-five, three hundred and twelve."""
        below = self._below_hundred(index)
        if below is not None and self._follows(below.after, ("",), ("hundred",)):
            value, after = below.value * 100, below.after + 1
        elif self.words[index] == "hundred":
            value, after = Decimal(100), index + 1
        else:
            return below
        rest = self._below_hundred(after) if self._link(after) in ("", "and") else None
        return _Amount(value, after) if rest is None else _Amount(value + rest.value, rest.after)

    def _below_hundred(self, index: int) -> _Amount | None:
        word = self.words[index] if index < len(self.words) else ""
        if word in _UNITS:
            return _Amount(Decimal(_UNITS[word]), index + 1)
        if word not in _TENS:
            return None
        for table in (_UNITS, _ORDINALS):
            digits = tuple(one for one, value in table.items() if 0 < value < 10)
            if self._follows(index + 1, ("",), digits):
                value = _TENS[word] + table[self.words[index + 1]]
                return _Amount(Decimal(value), index + 2)
        return _Amount(Decimal(_TENS[word]), index + 1)

    def _single(self, index: int) -> PrintedNumber:
        """Read one token by itself."""
        token, word = self.tokens[index], self.words[index]
        place = (token.start(), token.end(), token.group())
        if token["share"]:
            top, bottom = (int(part) for part in token["share"].split("/"))
            return PrintedNumber(*place, (), (top / bottom, 100 * top / bottom))
        if token["digits"]:
            value, size = _digits(token)
            readings = [float(value)]
            if _SIGN.search(self.text[max(0, token.start() - 2) : token.start()]):
                readings.append(-float(value))  # a minus sign, or a list's dash
            return PrintedNumber(*place, tuple(readings), (), float(size))
        tables = (_UNITS, _TENS, _MULTIPLES, _ORDINALS, _SCALES)
        readings = [float(table[word]) for table in tables if word in table]
        parts = _PARTS.get(word) or _MANY_PARTS.get(word)
        shares = (1 / parts, 100 / parts) if parts else ()
        step = float(_SCALES[word]) if word in _BIG else 1.0
        return PrintedNumber(*place, tuple(readings), shares, step)

    def _made(self, index: int, after: int, value: Decimal, step: Decimal) -> PrintedNumber:
        start, end = self.tokens[index].start(), self.tokens[after - 1].end()
        return PrintedNumber(start, end, self.text[start:end], (float(value),), (), float(step))

    def _share(self, index: int, after: int, value: Decimal) -> PrintedNumber:
        start, end = self.tokens[index].start(), self.tokens[after - 1].end()
        shares = (float(value), float(100 * value))
        return PrintedNumber(start, end, self.text[start:end], (), shares)

    def _scaled(self, index: int, at: int, value: Decimal) -> tuple[PrintedNumber, int, bool]:
        """Half a million, printed as 0.5 million would be: good to a tenth of its scale."""
        scale = Decimal(_SCALES[self.words[at]])
        return self._made(index, at + 1, value * scale, scale / 10), at + 1, True


def _digits(token: re.Match[str]) -> tuple[Decimal, Decimal]:
    plain = token["digits"].replace(",", "")
    decimals = len(plain.partition(".")[2])
    scale = Decimal(1)
    if token["suffix"]:
        scale = Decimal(_SCALES[token["suffix"].strip().lstrip("-").lower()])
    return Decimal(plain) * scale, scale * Decimal(1).scaleb(-decimals)


def numbers_in(text: str) -> list[PrintedNumber]:
    """Return every number of a text in reading order; words that form one number are one.

    Where the words may be meant singly (one third-sector partner) they follow.
    """
    return _Phrases(text).all()


def number_places(text: str) -> list[tuple[int, int]]:
    """Return where each single digit group or number word of a text starts and ends."""
    return [(match.start(), match.end()) for match in _TOKEN.finditer(text)]


@cache
def gives(text: str, value: float) -> PrintedNumber | None:
    """Return the number of a text that gives a value, or None.

    A part of a number gives nothing: "£59,253" does not give 59, "twenty five" not 5 and
    "Q3" not 3. A share may be written with fewer decimals (66.7 or 67 for two thirds) as
    long as it stays within one part in fifty of it.
    """
    for number in numbers_in(text):
        if text[number.start].isdigit() and _CODE.search(text[: number.start]):
            continue
        if number.means(value) or number.means_share(value):
            return number
    return None


def half_step(text: str, value: float, *, discrete: bool, rounded: bool) -> float:
    """Return how far the true number may lie from the printed one, to either side.

    ``discrete`` says that whole things are counted, so that 148 printed is 148;
    ``rounded`` that trailing zeros are rounding ("about 1,700" may be 1,650 to 1,750). A
    number that ends in three zeros was rounded in any case. A share in words ("a third")
    is taken as good to one part in fifty.
    """
    number = gives(text, value)
    if number is None:
        return 0.0
    if not number.means(value):
        return abs(value) * _SHARE_TOLERANCE
    if rounded or number.is_round:
        return number.coarse_step / 2
    if discrete and number.step == 1.0:
        return 0.0
    return number.step / 2
