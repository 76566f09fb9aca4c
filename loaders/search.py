"""One search over all that has a name: indicators, areas, programmes, wards, documents.

The index of a build is made once and kept here, by the build's fingerprint, so that callers
need to keep nothing; the builds used last stay, and a lock sees to it that sessions which
arrive together make it once.
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from bisect import bisect_left
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from config.glossary import abbreviations
from loaders.store import Store

COLUMNS = ("kind", "thing_id", "name", "detail", "score")
KINDS = ("area", "indicator", "programme", "ward", "document")

# How much a word counts by where it stands.
_LABEL, _LONGHAND, _WHERE, _TEXT = 1.0, 0.7, 0.6, 0.5
# How much it counts by how it was met. A near match that is a whole name (0.33 of all there is
# to get) stays below a prefix met in a text (0.85 x 0.5): no guess above what was asked for.
_EXACT, _SAME_STEM, _PREFIX = 1.0, 0.98, 0.85
_NEAR = {1: 0.33, 2: 0.28}
# Whole names, codes and synonyms that are the very words asked for.
_IS_NAME, _IS_SYNONYM = 100.0, 95.0
# The rest stays below them: so much for the words met, so much for how full a name they make.
_FOR_WORDS, _FOR_NAME, _FOR_PHRASE = 70.0, 12.0, 5.0
# A thing that has a good part of what the words say comes after those that have it all.
_A_PART, _FOR_A_PART = 0.4, 0.25
_LONGEST, _MOST_WORDS, _BUILDS_KEPT = 200, 12, 3

_APOSTROPHES = re.compile("['’‘ʼ`´]")
_WORD = re.compile(r"[a-z0-9]+")
_COMPOUND = re.compile(r"[a-z0-9]+(?:[-‐‑][a-z0-9]+)+")
# The short form that a name gives of itself: "... to reside (NMC2R)".
_BRACKETED = re.compile(r"\(([A-Z][A-Z0-9]{2,}[A-Za-z0-9]*)\)")
_ENDINGS = ("ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")
_SAME_WORD = {"saint": "st", "saints": "st", "mt": "mount"}
_LETTERS = re.compile(r"\b([a-z]{1,2})&([a-z]{1,3})\b")
# Words that say nothing, and words that say little beside others.
_SMALL = frozenset(
    _WORD.findall(
        "a an and as at by due for from how in is many of on or that the to what who with"
    )
)
_GENERAL = frozenset(
    _WORD.findall(
        "data figure figures level levels number numbers percentage prevalence proportion rate "
        "rates share statistics"
    )
)


def search(*, store: Store, words: str, limit: int = 20) -> pd.DataFrame:
    """Return what the words mean most likely, best first.

    Columns: kind (indicator, area, programme, ward, document), thing_id, name (a ward's with
    its district), detail (what tells it apart), score (0 to 100; 95 and above: it is called
    just that).
    """
    found = _index(store).find(words[:_LONGEST], max(limit, 0))
    rows = [(thing.kind, thing.thing_id, thing.name, why, score) for thing, why, score in found]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"score": "float64"})


@dataclass(frozen=True, eq=False)
class _Thing:
    """Something to be found: what it is called first, then what is said about it."""

    kind: str
    thing_id: str
    name: str
    detail: str
    names: tuple[str, ...]  # any of them is the thing itself: its names and its codes
    synonyms: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    figures: int = 0


@dataclass
class _Index:
    """Every word of every thing, with what it counts there."""

    things: list[_Thing]
    called: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    postings: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    labels: list[list[tuple[str, frozenset[str]]]] = field(default_factory=list)
    by_stem: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    vocabulary: list[str] = field(default_factory=list)
    guessable: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        longhand = _Longhand()
        for number, thing in enumerate(self.things):
            self._name(number, thing, longhand)
            for texts, weight in (
                ((*thing.names, *thing.synonyms), _LABEL),
                (longhand.of((*thing.names, *thing.synonyms)), _LONGHAND),
                (thing.where, _WHERE),
                ((*thing.texts, *thing.programmes), _TEXT),
            ):
                for word in {word for text in texts for word in _all_words(text)}:
                    held = self.postings[word]
                    held[number] = max(held.get(number, 0.0), weight)
        self.vocabulary = sorted(self.postings)
        # A code or a number is right or wrong; nobody means the one next to it.
        self.guessable = [w for w in self.vocabulary if len(w) > 3 and w.isalpha()]
        for word in self.vocabulary:
            self.by_stem[_stem(word)].append(word)

    def _name(self, number: int, thing: _Thing, longhand: _Longhand) -> None:
        called = [(text, _IS_NAME) for text in thing.names]
        called += [(text, _IS_SYNONYM) for text in thing.synonyms]
        called += [(s, _IS_SYNONYM) for text in thing.names for s in longhand.short_for(text)]
        called += [(s, _IS_SYNONYM) for text in thing.names for s in _BRACKETED.findall(text)]
        for text, score in called:
            held = self.called[_key(_words(text))]
            held[number] = max(held.get(number, 0.0), score)
        folded = [_words(text) for text in (*thing.names, *thing.synonyms)]
        self.labels.append([(" ".join(words), frozenset(_content(words))) for words in folded])

    def find(self, text: str, limit: int) -> list[tuple[_Thing, str, float]]:
        """Return things with what tells them apart and their scores, best first."""
        words = _words(text)
        asked = list(dict.fromkeys(_content(words)))[:_MOST_WORDS]
        if not asked:
            return []
        met = [self._met(word) for word in asked]
        scores = self._by_words(met, " ".join(words))
        for number, score in self.called.get(_key(words), {}).items():
            scores[number] = max(scores.get(number, 0.0), score)
        return [(thing, _why(thing, met), s) for thing, s in self._ordered(scores)[:limit]]

    def _met(self, word: str) -> dict[str, float]:
        """Return the known words that a word may stand for, with how well."""
        met: dict[str, float] = {}
        if len(word) > 1:
            for at in range(bisect_left(self.vocabulary, word), len(self.vocabulary)):
                if not self.vocabulary[at].startswith(word):
                    break
                met[self.vocabulary[at]] = _PREFIX
        known = [w for w in self.by_stem.get(_stem(word), ()) if _alike(w, word)]
        met |= dict.fromkeys(known, _SAME_STEM)
        if word in self.postings:
            met[word] = _EXACT
        # A word that is spelt right is not corrected.
        if known or not word.isalpha() or not (most := _slips(word)):
            return met
        for near, slips, _ in process.extract(
            word, self.guessable, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            met.setdefault(near, _NEAR[int(slips)])
        return met

    def _by_words(self, met: list[dict[str, float]], phrase: str) -> dict[int, float]:
        """Score the things that have the words asked for."""
        best: list[dict[int, float]] = []
        for words in met:
            counts: dict[int, float] = {}
            for word, how in words.items():
                for number, weight in self.postings[word].items():
                    counts[number] = max(counts.get(number, 0.0), how * weight)
            best.append(counts)
        rarity = [math.log(2 + len(self.things) / (1 + len(counts))) for counts in best]
        # A word that nothing has is let pass beside as many that something has.
        known = [(rare, counts) for rare, counts in zip(rarity, best, strict=True) if counts]
        if 2 * len(known) < len(best):
            return {}
        scores = {}
        for number in set().union(*best):
            has = [(rare, counts[number]) for rare, counts in known if number in counts]
            if sum(rare for rare, _ in has) < _A_PART * sum(rare for rare, _ in known):
                continue
            score = (
                _FOR_WORDS * sum(rare * worth for rare, worth in has) / sum(rarity)
                + _FOR_NAME * self._fullness(number, met)
                + _FOR_PHRASE * (len(best) > 1 and self._has_phrase(number, phrase))
            )
            scores[number] = score if len(has) == len(known) else score * _FOR_A_PART
        return scores

    def _has_phrase(self, number: int, phrase: str) -> bool:
        return any(f" {phrase} " in f" {name} " for name, _ in self.labels[number])

    def _fullness(self, number: int, met: list[dict[str, float]]) -> float:
        """Return which share of its best name or synonym the words asked for make up."""
        return max(
            (
                sum(max((words.get(own, 0.0) for words in met), default=0.0) for own in words_of)
                / len(words_of)
                for _, words_of in self.labels[number]
                if words_of
            ),
            default=0.0,
        )

    def _ordered(self, scores: dict[int, float]) -> list[tuple[_Thing, float]]:
        """Put the best first; among equals the kinds take turns, so that none hides the others."""
        ranked = sorted(
            ((self.things[number], round(score, 1)) for number, score in scores.items()),
            key=lambda one: (-one[1], -one[0].figures, one[0].name, one[0].thing_id),
        )
        turn: Counter[tuple[float, str]] = Counter()
        turns = []
        for thing, score in ranked:
            turn[score, thing.kind] += 1
            turns.append((-score, turn[score, thing.kind], KINDS.index(thing.kind)))
        order = sorted(range(len(ranked)), key=turns.__getitem__)
        return [ranked[at] for at in order]


_kept: OrderedDict[str, _Index] = OrderedDict()
_lock = threading.Lock()


def _index(store: Store) -> _Index:
    with _lock:
        index = _kept.get(store.fingerprint)
        if index is None:
            index = _kept[store.fingerprint] = _Index(_things(store))
            if len(_kept) > _BUILDS_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(store.fingerprint)
        return index


# Words


def _fold(text: str) -> str:
    """Return lower case without accents and apostrophes, with "and" for "&" (A&E is ae)."""
    bare = _LETTERS.sub(r"\1\2", _APOSTROPHES.sub("", text.casefold()))
    bare = bare.replace("&", " and ")
    if bare.isascii():
        return bare
    marks = unicodedata.normalize("NFKD", bare)
    return "".join(sign for sign in marks if not unicodedata.combining(sign))


def _words(text: str) -> list[str]:
    return [_SAME_WORD.get(word, word) for word in _WORD.findall(_fold(text))]


def _all_words(text: str) -> Iterable[str]:
    """Yield a text's words, and its hyphened ones written together too."""
    yield from _words(text)
    for compound in _COMPOUND.findall(_fold(text)):
        yield re.sub("[-‐‑]", "", compound)


def _content(words: list[str]) -> list[str]:
    """Return the words that say something; those that say little only when they are all."""
    said = [word for word in words if word not in _SMALL]
    return [word for word in said if word not in _GENERAL] or said


def _key(words: list[str]) -> str:
    """Return words run together: "black pool" and "southribble" are the same places."""
    return "".join(_content(words))


def _stem(word: str) -> str:
    """Return what smoke, smoker, smokers and smoking share."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


def _alike(one: str, other: str) -> bool:
    """Say whether two words of one stem are no farther apart than endings go."""
    return abs(len(one) - len(other)) <= 4


def _slips(word: str) -> int:
    """Return how many slips of the pen a word of this length may have."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


class _Longhand:
    """What abbreviations in a text stand for, and which abbreviation stands for a phrase."""

    def __init__(self) -> None:
        self._long = {s: term.expansion or "" for term in abbreviations() for s in term.spellings}
        self._short = {
            " ".join(_content(_words(term.expansion or ""))): term for term in abbreviations()
        }
        spellings = "|".join(re.escape(s) for s in sorted(self._long, key=len, reverse=True))
        # Capitals count: "can" is no community action network.
        self._pattern = re.compile(rf"(?<![\w&])({spellings})s?(?![\w&])")

    def of(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the long forms of the abbreviations in texts, and the short of their phrases."""
        forms: set[str] = set()
        for text in texts:
            forms |= {self._long[match[1]] for match in self._pattern.finditer(text)}
            said = f" {' '.join(_content(_words(text)))} "
            forms |= {term.term for phrase, term in self._short.items() if f" {phrase} " in said}
        return tuple(sorted(forms))

    def short_for(self, text: str) -> tuple[str, ...]:
        """Return the abbreviations that stand for just this text."""
        term = self._short.get(" ".join(_content(_words(text))))
        return term.spellings if term else ()


def _why(thing: _Thing, met: list[dict[str, float]]) -> str:
    """Return what tells a thing apart, with the programme when only that has a word asked for."""
    if not thing.programmes:
        return thing.detail
    own = {
        word
        for text in (*thing.names, *thing.synonyms, *thing.where, *thing.texts)
        for word in _all_words(text)
    }
    for words in met:
        if own.isdisjoint(words):
            for name in thing.programmes:
                if not words.keys().isdisjoint(_all_words(name)):
                    return f"{thing.detail} · {name}"
    return thing.detail


# Things


def _things(store: Store) -> list[_Thing]:
    wards = _rows(store, _WARDS)
    called = {str(ward["ward_code"]): str(ward["ward_name"]) for ward in wards}
    return [
        *(_area(row) for row in _rows(store, _AREAS)),
        *(_indicator(row) for row in _rows(store, _INDICATORS)),
        *(_programme(row, called) for row in _rows(store, _PROGRAMMES)),
        *(_ward(row) for row in wards),
        *(_document(row) for row in _rows(store, _DOCUMENTS)),
    ]


_AREAS = """
SELECT a.area_id, a.area_code, a.name, a.area_type, a.synonyms, p.name AS parent,
       (SELECT count(*) FROM figures f WHERE f.area_id = a.area_id) AS figures,
       (SELECT count(*) FROM observations o WHERE o.area_code = a.area_code) AS observations
FROM areas a LEFT JOIN areas p ON p.area_id = a.parent_id
"""
_INDICATORS = """
WITH told AS (
  SELECT indicator_id, count(*) AS figures, list(DISTINCT area) AS areas,
         list(DISTINCT p.name) AS programmes
  FROM figures f LEFT JOIN programmes p USING (programme_id) GROUP BY indicator_id),
official AS (
  SELECT indicator_id, count(*) AS observations, list(DISTINCT area_name) AS areas
  FROM observations GROUP BY indicator_id)
SELECT i.indicator_id, i.name, i.definition, i.synonyms, d.name AS domain,
       coalesce(told.figures, 0) AS figures, coalesce(official.observations, 0) AS observations,
       told.areas, official.areas AS official_areas, told.programmes
FROM indicators i JOIN domains d USING (domain_id)
LEFT JOIN told USING (indicator_id) LEFT JOIN official USING (indicator_id)
"""
_PROGRAMMES = """
SELECT p.programme_id, p.name, p.summary, p.partners, p.ward_codes, a.name AS area,
       d.name AS domain,
       (SELECT count(*) FROM figures f WHERE f.programme_id = p.programme_id) AS figures
FROM programmes p LEFT JOIN areas a USING (area_id) LEFT JOIN domains d USING (domain_id)
"""
_WARDS = """
SELECT w.ward_code, w.ward_name, w.district, a.name AS place,
       (SELECT list(DISTINCT name_as_written) FROM ward_designations d
        WHERE d.ward_code = w.ward_code) AS written,
       (SELECT count(*) FROM figures f WHERE f.ward_code = w.ward_code) AS figures
FROM wards w LEFT JOIN areas a ON a.area_id = w.place_id
"""
_DOCUMENTS = """
SELECT s.source_id, s.title, s.publisher, s.status, s.covers,
       (SELECT count(*) FROM figures f WHERE f.source_id = s.source_id) AS figures,
       (SELECT count(*) FROM observations o WHERE o.source_id = s.source_id) AS observations
FROM sources s
"""


def _rows(store: Store, sql: str) -> list[dict[str, Any]]:
    """Return rows as dictionaries, with None for what is missing."""
    frame = store.query(sql)
    return [
        {
            str(key): None if pd.api.types.is_scalar(value) and pd.isna(value) else value
            for key, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


def _area(row: dict[str, Any]) -> _Thing:
    kind = str(row["area_type"]).capitalize()
    return _Thing(
        "area",
        row["area_id"],
        row["name"],
        _detail(f"{kind} in {row['parent']}" if row["parent"] else kind, row["area_code"], row),
        names=_texts(row["name"], row["area_code"]),
        synonyms=_texts(row["synonyms"]),
        where=_texts(row["parent"]),
        figures=row["figures"],
    )


def _indicator(row: dict[str, Any]) -> _Thing:
    return _Thing(
        "indicator",
        row["indicator_id"],
        row["name"],
        _detail(row["domain"], row),
        names=_texts(row["name"]),
        synonyms=_texts(row["synonyms"]),
        where=_texts(row["domain"]),
        texts=_texts(row["definition"], row["areas"], row["official_areas"]),
        programmes=_texts(row["programmes"]),
        figures=row["figures"],
    )


def _programme(row: dict[str, Any], wards: dict[str, str]) -> _Thing:
    working = [wards[code] for code in _texts(row["ward_codes"]) if code in wards]
    return _Thing(
        "programme",
        row["programme_id"],
        row["name"],
        _detail(row["area"], row["domain"], row),
        names=_texts(row["name"]),
        where=_texts(row["area"], row["domain"], working),
        texts=_texts(row["summary"], row["partners"]),
        figures=row["figures"],
    )


def _ward(row: dict[str, Any]) -> _Thing:
    return _Thing(
        "ward",
        row["ward_code"],
        f"{row['ward_name']}, {row['district']}",
        _detail(row["place"], row["ward_code"]),
        names=_texts(row["ward_name"], row["ward_code"]),
        synonyms=_texts(row["written"]),
        where=_texts(row["district"], row["place"]),
        figures=row["figures"],
    )


def _document(row: dict[str, Any]) -> _Thing:
    return _Thing(
        "document",
        row["source_id"],
        row["title"],
        _detail(row["publisher"], str(row["status"]).capitalize(), row),
        names=_texts(row["title"]),
        where=_texts(row["publisher"]),
        texts=_texts(row["covers"]),
        figures=row["figures"],
    )


def _texts(*values: Any) -> tuple[str, ...]:
    """Return texts and lists of texts as one tuple, without what is missing."""
    lists = ([value] if isinstance(value, str) or value is None else value for value in values)
    return tuple(text for texts in lists for text in texts if isinstance(text, str) and text)


def _detail(*parts: Any) -> str:
    """Join what tells a thing apart; a row stands for what is counted in it."""
    said = []
    for part in parts:
        if not isinstance(part, dict):
            said.append(part)
            continue
        figures, official = part["figures"], part.get("observations", 0)
        if figures or not official:
            said.append(f"{figures or 'no'} figure{'' if figures == 1 else 's'}")
        if official:
            said.append(f"{official} official value{'' if official == 1 else 's'}")
    return " · ".join(part for part in said if part)
