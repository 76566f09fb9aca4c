"""The status of a success measure follows from its links alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.measure_status import SIGNS, STATUSES, WORDS, Link, Status, status

PROGRAMME = Link("related", None)
ORDER: tuple[Status, ...] = ("no_figure", "activity_only", "evidenced_once", "evidenced")


def outcome(period: str | None, strength: str = "direct", series: str = "a") -> Link:
    return Link(strength, "outcome", series, period)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("links", "expected", "words"),
    [
        ([], "no_figure", "no programme speaks to it"),
        ([PROGRAMME], "no_figure", "1 programme speaks to it"),
        ([PROGRAMME] * 3, "no_figure", "3 programmes speak to it"),
        ([Link("proxy", "activity", "a", "2024")], "activity_only", "1 figure, of what is done"),
        ([outcome("2024", "related")] * 2, "activity_only", "2 figures, of what is done"),
        ([Link("direct", "target", "a", "2024")], "activity_only", "1 figure"),
        ([outcome("2024")], "evidenced_once", "1 figure, 1 of it directly, none at a second date"),
        ([outcome(None), outcome(None)], "evidenced_once", "2 figures"),
        ([outcome("2024"), outcome("2024")], "evidenced_once", "2 figures"),
        ([outcome("2024"), outcome("2025", series="b")], "evidenced_once", "2 figures"),
        ([outcome("2024", "proxy")], "evidenced_once", "only by a stand-in"),
        ([outcome("2024"), outcome("2025")], "evidenced", "values of 2 dates"),
        ([outcome("2024"), outcome("2025", "proxy")], "evidenced", "values of 2 dates"),
    ],
)
def test_status_and_reason(links: list[Link], expected: Status, words: str) -> None:
    found, reason = status(to_be_confirmed=False, links=links)
    assert found == expected
    assert words in reason


def test_what_is_to_be_confirmed_stays_so_whatever_is_linked() -> None:
    found, reason = status(to_be_confirmed=True, links=[outcome("2024"), outcome("2025")])
    assert found == "to_be_confirmed"
    assert "has still to say" in reason


def test_every_status_has_a_word_and_a_sign_of_its_own() -> None:
    assert set(WORDS) == set(SIGNS) == set(STATUSES)
    assert len(set(WORDS.values())) == len(set(SIGNS.values())) == len(STATUSES)


LINKS = st.lists(
    st.builds(
        Link,
        st.sampled_from(["direct", "proxy", "related"]),
        st.sampled_from([None, "outcome", "population", "activity", "finance", "target"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from([None, "2023", "2024"]),
    ),
    max_size=6,
)


@given(LINKS, LINKS)
def test_more_links_never_lower_a_status(some: list[Link], more: list[Link]) -> None:
    before, _ = status(to_be_confirmed=False, links=some)
    after, _ = status(to_be_confirmed=False, links=some + more)
    assert ORDER.index(after) >= ORDER.index(before)


@given(LINKS, st.randoms())
def test_the_order_of_links_does_not_matter(links: list[Link], random: object) -> None:
    shuffled = list(links)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert status(to_be_confirmed=False, links=links) == status(
        to_be_confirmed=False, links=shuffled
    )
