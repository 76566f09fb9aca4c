"""What kind of evidence a figure is follows from what is curated of it alone."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evidence_kind import (
    EVIDENCE_KINDS,
    MEANINGS,
    WORDS,
    EvidenceKind,
    Told,
    best,
    kinds,
    pairs,
)
from models.period import Period
from models.vocabulary import Evidence, Kind


def dated(figure_id: str, period: str, series: str = "a", **more: object) -> Told:
    return Told(figure_id, "outcome", None, None, series, Period.parse(period), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (Told("a", "outcome"), "single"),
        (Told("a", "outcome", "change"), "change"),
        (Told("a", "outcome", "self_reported"), "self_reported"),
        (Told("a", "finance", "estimated"), "estimated"),
        (Told("a", "other", "one_case"), "one_case"),
        (Told("a", "projection"), "expected"),
        (Told("a", "other"), None),
        (Told("a", "activity"), None),
        (Told("a", "finance"), None),
        (Told("a", "target"), None),
    ],
)
def test_one_figure_alone(told: Told, kind: EvidenceKind | None) -> None:
    assert kinds([told]).get("a") == kind


def test_two_dates_of_one_series_are_before_and_after() -> None:
    told = [dated("late", "2025-03"), dated("early", "2022-03"), dated("middle", "2024-03")]
    assert pairs(told) == {"late": "early"}
    assert kinds(told) == dict.fromkeys(("late", "early", "middle"), "before_after")


def test_series_are_kept_apart() -> None:
    told = [dated("one", "2022-03", "a"), dated("other", "2025-03", "b")]
    assert pairs(told) == {}
    assert set(kinds(told).values()) == {"single"}


@pytest.mark.parametrize(
    ("first", "last"),
    [("2024/25", "2024/25-Q3"), ("2024-07..", "2025-03"), ("2024", "2024")],
)
def test_dates_that_overlap_are_no_before_and_after(first: str, last: str) -> None:
    assert pairs([dated("one", first), dated("other", last)]) == {}


def test_a_stated_change_is_no_value_of_a_series() -> None:
    """A fall of 45% in one quarter and of 48% in another year are two changes, not a rise."""
    told = [
        Told("one", "outcome", "change", None, "a", Period.parse("2022")),
        Told("other", "outcome", "change", None, "a", Period.parse("2024")),
    ]
    assert pairs(told) == {}
    assert set(kinds(told).values()) == {"change"}


def test_a_curated_pair_needs_no_dates_and_comes_before_dates() -> None:
    told = [
        Told("after", "outcome", None, "before", "a"),
        dated("before", "2022-03"),
        dated("later", "2025-03"),
    ]
    assert pairs(told) == {"after": "before"}
    assert kinds(told)["after"] == kinds(told)["before"] == "before_after"


def test_what_was_before_and_is_left_out_pairs_nothing() -> None:
    told = [Told("after", "outcome", None, "elsewhere")]
    assert pairs(told) == {}
    assert kinds(told) == {"after": "single"}


def test_what_was_done_before_and_after_is_no_outcome() -> None:
    told = [Told("after", "activity", None, "before"), Told("before", "activity")]
    assert pairs(told) == {"after": "before"}
    assert kinds(told) == {}


def test_the_best_says_most() -> None:
    assert best(["expected", "single", "before_after"]) == "before_after"
    assert best([]) is None


def test_every_kind_has_words_and_a_meaning_of_its_own() -> None:
    assert set(WORDS) == set(MEANINGS) == set(EVIDENCE_KINDS)
    assert len(set(WORDS.values())) == len(set(MEANINGS.values())) == len(EVIDENCE_KINDS)
    assert set(get_args(Evidence)) < set(EVIDENCE_KINDS)


TOLD = st.lists(
    st.builds(
        Told,
        st.sampled_from("abcdefgh"),
        st.sampled_from(get_args(Kind)),
        st.sampled_from([None, *get_args(Evidence)]),
        st.sampled_from([None, "a", "b", "z"]),
        st.sampled_from([None, "one", "two"]),
        st.sampled_from([None, *map(Period.parse, ("2020", "2021", "2020..2022", "2023-05.."))]),
    ),
    max_size=8,
    unique_by=lambda one: one.figure_id,
)


@given(TOLD)
def test_pairs_are_of_known_figures_and_every_outcome_has_a_kind(told: list[Told]) -> None:
    known = {one.figure_id: one for one in told}
    for after, before in pairs(told).items():
        assert {after, before} <= set(known)
    found = kinds(told)
    assert {one.figure_id for one in told if one.claim == "outcome"} <= set(found)
    for figure_id, kind in found.items():
        if known[figure_id].evidence is not None:
            assert kind == known[figure_id].evidence


@given(TOLD, st.randoms())
def test_the_order_of_figures_does_not_matter(told: list[Told], random: object) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert kinds(shuffled) == kinds(told)
