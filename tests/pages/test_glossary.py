"""Every abbreviation that people meet is explained, in plain text, where it occurs."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from config import glossary as held
from config import settings
from loaders import catalogue
from pages.components import glossary

# Two capitals or more in a word, which may hold small letters and figures: NMC2R, iBCF, BwD, A&E.
LOOKS_SHORT = re.compile(r"(?<![\w&])(?=(?:[^\W_]*&?[A-Z]){2})[A-Za-z0-9]+(?:&[A-Za-z]+)?(?![\w&])")
# Names such as WorkWell and YouTube, codes such as E06000009.
NO_ABBREVIATION = re.compile(r"(?:[A-Z][a-z]+){2,}|[A-Z]{1,2}\d{5,}")


@pytest.fixture(scope="module")
def data():
    return catalogue.load(settings().data)


def unexplained(texts):
    """Return what looks like an abbreviation and is neither explained nor excused."""
    pattern, _ = glossary._known()
    left = {
        word
        for text in texts
        for word in LOOKS_SHORT.findall(pattern.sub(" ", text))
        if not NO_ABBREVIATION.fullmatch(word)
    }
    return left - set(held.unexpanded())


def test_what_looks_short_is_seen():
    seen = LOOKS_SHORT.findall(
        "The NMC2R of A&E, iBCF; BwD's D2A. One Word WorkWell L&SC ICBs 65 Mr"
    )
    assert seen == ["NMC2R", "A&E", "iBCF", "BwD", "D2A", "WorkWell", "L&SC", "ICBs"]


def test_every_abbreviation_of_the_indicators_is_explained(data):
    texts = [text for one in data.indicators for text in (one.name, one.definition, *one.synonyms)]
    assert texts
    assert unexplained(texts) == set()


def test_every_abbreviation_of_programmes_areas_and_fragments_is_explained(data):
    texts = [text for one in data.programmes for text in (one.name, one.summary, *one.partners)]
    texts += [text for one in data.areas for text in (one.name, *one.synonyms)]
    texts += [one.as_stated for one in data.figures]
    assert texts
    assert unexplained(text for text in texts if text) == set()


def test_terms_are_written_in_one_way_and_stand_for_one_thing():
    terms = (*held.abbreviations(), *held.words())
    spellings = [spelling for term in terms for spelling in term.spellings]
    assert len(set(spellings)) == len(spellings)
    expansions = [term.expansion.casefold() for term in held.abbreviations()]
    assert len(set(expansions)) == len(expansions)
    meanings = [term.meaning for term in terms]
    assert len(set(meanings)) == len(meanings)
    assert not set(spellings) & set(held.unexpanded())


@pytest.mark.parametrize("term", (*held.abbreviations(), *held.words()), ids=lambda t: t.term)
def test_each_meaning_is_one_plain_sentence(term):
    assert re.fullmatch(r"[A-Z0-9][^\n]*[a-z0-9]\.", term.meaning)
    assert not re.search(r"[.!?] [A-Z]", term.meaning)
    assert len(term.meaning) <= 160
    assert term.term in {one.term for one in glossary.found([f"the {term.term}s, and so on"])}


def test_every_reason_is_given():
    assert held.unexpanded()
    assert all(reason.endswith(".") for reason in held.unexpanded().values())


def test_a_text_gets_a_line_for_each_term_in_the_order_of_first_use():
    terms = glossary.found(["Virtual\nwards, NMC2R and ICBs; NMC2R again, a virtual ward"])
    assert [term.term for term in terms] == ["virtual ward", "NMC2R", "ICB"]
    assert "not meeting the criteria to reside" in terms[1].line


@pytest.mark.parametrize(
    "text", ["", "PCNX", "xICB", "icb", "send an int", "you can", "ICB&Co", "ICB_1", "le"]
)
def test_parts_of_words_and_small_letters_are_no_abbreviations(text):
    assert glossary.found([text]) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("(UCR)", "UCR"),
        ("L&SC's", "LSC"),
        ("C&YP", "CYP"),
        ("post-MDT discussion", "MDT"),
        ("DsHCI", "DHCI"),
        ("CORE20 and PLUS5 populations", "Core20PLUS5"),
        ("2HUCR", "2HUCR"),
        ("Social Prescribing", "social prescribing"),
    ],
)
def test_other_spellings_are_known(text, term):
    assert [one.term for one in glossary.found([text])] == [term]


def test_what_is_missing_is_passed_over():
    assert [one.term for one in glossary.found([None, float("nan"), "ICB", 3])] == ["ICB"]


def _page():
    from pages.components import glossary

    glossary.note(["A&E and **D2A** # heading", None, "![x](http://example.com/x.png) A&E"])
    glossary.note(["nothing to explain"])


def test_a_page_gets_one_note_in_plain_text():
    at = AppTest.from_function(_page).run()
    assert not at.exception
    assert [one.label for one in at.expander] == [glossary.LABEL]
    (shown,) = at.markdown
    assert [line[:9] for line in shown.value.splitlines()] == ["- **A&E:*", "- **D2A:*"]
    assert "example" not in shown.value
