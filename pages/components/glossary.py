"""Abbreviations and terms of art, explained where they occur."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import streamlit as st

from config.glossary import Term, abbreviations, words
from pages.components.words import given, plain

LABEL = "Abbreviations and terms"


def note(texts: Iterable[object]) -> None:
    """Draw one small expander with what occurs on the page; nothing when nothing occurs."""
    terms = found(texts)
    if not terms:
        return
    with st.expander(LABEL):
        st.markdown("\n".join(f"- {_marked(term)}" for term in terms))


def found(texts: Iterable[object]) -> list[Term]:
    """Return the terms that occur in texts as whole words, in the order of first use."""
    pattern, by_spelling = _known()
    seen: dict[str, Term] = {}
    for text in texts:
        if given(text):
            for match in pattern.finditer(str(text)):
                # The group of an abbreviation keeps its capitals; terms of art have none to keep.
                spelling = match["abbreviation"] or match["word"].casefold()
                term = by_spelling[" ".join(spelling.split())]
                seen.setdefault(term.term, term)
    return list(seen.values())


def _marked(term: Term) -> str:
    name, _, rest = term.line.partition(": ")
    return f"**{plain(name)}:** {plain(rest)}"


@cache
def _known() -> tuple[re.Pattern[str], dict[str, Term]]:
    """Return one pattern for all spellings, the longest first, and what each stands for."""
    short = {spelling: term for term in abbreviations() for spelling in term.spellings}
    long = {spelling.casefold(): term for term in words() for spelling in term.spellings}
    pattern = re.compile(
        rf"(?<![\w&])(?:(?P<abbreviation>{_any(short)})|(?i:(?P<word>{_any(long)})))s?(?![\w&])"
    )
    return pattern, short | long


def _any(spellings: Iterable[str]) -> str:
    ordered = sorted(spellings, key=len, reverse=True)
    # A phrase may run over the end of a line.
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered)
