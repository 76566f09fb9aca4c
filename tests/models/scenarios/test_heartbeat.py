"""Tests on the doorstep, by hand."""

from dataclasses import replace

import pytest

from models.scenarios import card
from models.scenarios.core import Facts
from models.scenarios.heartbeat import SHARE, TESTS


def test_as_stated(points):
    found = points("heartbeat")
    assert found["pressure"] == pytest.approx(93.6)  # 400 x 23.4%
    assert found["fibrillation"] == pytest.approx(30)  # 400 x 30 / 400
    assert found["irregular_share"] == pytest.approx(7.5)  # 30 / 400
    assert found["tests_for_pressure"] == pytest.approx(4.2735, abs=5e-5)  # 1 / 23.4%
    assert found["tests_for_fibrillation"] == pytest.approx(13.3333, abs=5e-5)  # 400 / 30


def test_five_times_as_many_tests(points):
    found = points("heartbeat", tests=2_000)
    assert found["pressure"] == pytest.approx(468)  # 2,000 x 23.4%
    assert found["fibrillation"] == pytest.approx(150)  # 2,000 x 30 / 400
    assert found["irregular_share"] == pytest.approx(7.5)  # as seen before


def test_intervals(ask):
    """Wilson for 23.4% of 400 is 19.5% to 27.8%; with 360 to 400 tested a little wider."""
    result = ask("heartbeat", tests=1_000).scenario
    assert result.headline.low == pytest.approx(194, abs=1)
    assert result.headline.high == pytest.approx(279, abs=1)
    # 27 to 30 of 360 to 400: Wilson for 30 of 400 is 5.3% to 10.5%.
    share = result.output("irregular_share")
    assert (share.low, share.high) == pytest.approx((5.2, 10.7), abs=0.1)


def test_what_the_numbers_say_of_each_other(ask):
    """93 / 400 = 23.25% and 94 / 400 = 23.50%: neither is printed as 23.4%.

    93 / 398 = 23.37% is; 93 / 399 = 23.31% and 94 / 399 = 23.56% are not.
    """
    granularity, range_ = ask("heartbeat").findings
    assert granularity.verdict == "note"  # almost 400 are stated, and 398 are almost 400
    assert "93 are 23.25% and 94 are 23.50%" in granularity.words
    assert "What is stated is almost 400: of the numbers" in granularity.words
    assert "the largest 398" in granularity.words
    assert "6.8% and 8.3%" in range_.words  # 27 / 400 = 6.75%, 30 / 360 = 8.33%


@pytest.mark.parametrize(
    ("qualifier", "tests", "share", "verdict"),
    [
        ("almost", 400, 23.4, "note"),
        ("exact", 400, 23.4, "differs"),  # no other number is meant
        ("exact", 398, 23.4, "agrees"),  # 93 / 398 = 23.37%
        ("almost", 400, 23.5, "agrees"),  # 94 / 400
        ("almost", 4, 23.4, "differs"),  # of 3 or 4 people no share lies between 0 and 25%
    ],
)
def test_a_share_differs_only_if_no_number_that_is_meant_fits(
    held, qualifier, tests, share, verdict
):
    changes = {
        TESTS: {"value": tests, "qualifier": qualifier},
        SHARE: {"value": share, "as_stated": f"{share}% of those tested"},
    }
    changes[TESTS]["as_stated"] = f"{'almost ' if qualifier == 'almost' else ''}{tests} BP tests"
    figures = tuple(
        one.model_copy(update=changes[one.id]) if one.id in changes else one for one in held.figures
    )
    facts = Facts(replace(held, figures=figures))
    (found, _) = card("heartbeat").findings(facts)
    assert found.verdict == verdict, found.words
    assert ("it can be of none" in found.words) == (verdict == "differs")


def test_the_numbers_of_tests_that_can_be(ask):
    """Counted by rounding: 15 numbers from 360 to 400 have a whole share printed as 23.4%."""
    possible = [n for n in range(360, 401) if any(f"{100 * x / n:.1f}" == "23.4" for x in range(n))]
    assert f"one of {len(possible)}" in ask("heartbeat").findings[0].words
    assert max(possible) == 398
