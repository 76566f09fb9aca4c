"""The strategy's ledger: every measure has a status with a reason, and every view is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pandas as pd
import pytest

from config import settings
from config.palette import LIGHT
from loaders import build, plan_queries
from loaders.store import Store
from models.measure_status import SIGNS, STATUSES
from pages.components import strategy
from tests.pages.test_every_page import shown

PAGE = "pages/plan/strategy.py"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = Store(build.build(settings().data, settings().build))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ledger(store: Store) -> pd.DataFrame:
    return strategy.with_status(
        plan_queries.measures(store=store),
        plan_queries.measure_figures(store=store),
        plan_queries.measure_programmes(store=store),
    )


def test_every_measure_has_a_status_and_a_reason(ledger: pd.DataFrame) -> None:
    assert len(ledger) == 52
    assert set(ledger["status"]) <= set(STATUSES)
    assert ledger["reason"].str.len().min() > 10


def test_what_the_documents_follow_over_time_is_called_so(ledger: pd.DataFrame) -> None:
    """Smoking in pregnancy has 13.9% and 7.59%; a measure that reads TBC is to be confirmed."""
    status = dict(zip(ledger["measure_id"], ledger["status"], strict=True))
    assert status["sw_measure_smoking_in_pregnancy"] == "evidenced"
    unsaid = ledger[ledger["horizon"] == "to_be_confirmed"]
    assert len(unsaid) > 0
    assert set(unsaid["status"]) == {"to_be_confirmed"}


def test_every_link_says_why(store: Store) -> None:
    links = pd.concat(
        [plan_queries.measure_figures(store=store), plan_queries.measure_programmes(store=store)]
    )
    assert len(links) > 200
    assert links["why"].str.len().min() > 10


def test_counts_by_domain_come_to_all_measures(ledger: pd.DataFrame) -> None:
    counted = strategy.by_domain(ledger).drop(columns="Domain")
    assert int(counted.to_numpy().sum()) == len(ledger)


def test_what_is_known_of_a_place_is_counted_as_its_figures_are(store: Store) -> None:
    known = plan_queries.known(store=store)
    assert len(known) == 30  # six domains, the system and four places
    one = known[(known["domain_id"] == "living_well") & (known["area"] == "Blackpool")].iloc[0]
    count = store.query(
        "SELECT count(*) AS n FROM figures "
        "WHERE domain_id = 'living_well' AND area_id = 'blackpool'"
    )
    assert one["figures"] == count["n"].iloc[0] > 0
    assert (known["of_people"] <= known["figures"]).all()
    assert (known["series"] <= known["of_people"]).all()


def test_both_tabs_give_a_sign_one_meaning(store: Store) -> None:
    """ "Activity only" is ◔ of a measure and of a domain; "?" is for what is to be confirmed."""
    view = strategy.known(plan_queries.known(store=store))
    assert {"activity only", "nothing"} & set(view.table["What is known"])
    drawn = json.dumps(view.draw(LIGHT), default=str, ensure_ascii=False)
    cells = set(re.findall(r'"sign": "(.)".*?"word": "([^"]+)"', drawn))
    assert cells <= {
        (SIGNS["evidenced"], "two dates or more"),
        (SIGNS["evidenced_once"], "one date"),
        (SIGNS["activity_only"], "activity only"),
        (SIGNS["no_figure"], "nothing"),
    }
    assert {word for _, word in cells} == set(view.table["What is known"])


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("How much is known", "pairs of domain and area"),
        ("Place Integration Deal", "milestones completed"),
        ("Next steps", "next steps"),
        ("Risks and priorities", "priorities"),
        ("Boards", "boards and partnerships"),
        ("Draft and published", "wordings differ"),
    ],
)
def test_every_view(view: str, words: str) -> None:
    app = shown(PAGE, view=view)
    assert any(words in heading.value for heading in app.subheader), view


@pytest.mark.parametrize("place", [*strategy.PLACES, strategy.WHOLE])
@pytest.mark.parametrize("view", ["Place Integration Deal", "Next steps", "Risks and priorities"])
def test_every_place(view: str, place: str) -> None:
    app = shown(PAGE, view=view, place=place)
    assert not app.info


def test_measures_of_every_domain_and_status(ledger: pd.DataFrame) -> None:
    for domain in dict.fromkeys(ledger["domain"]):
        app = shown(PAGE, domain=domain)
        assert len(app.expander) == int((ledger["domain"] == domain).sum())
