"""Statements side by side: what contradicts, what is of another date, what says the same again."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from config import settings
from config.overview import headlines
from loaders import build, plan_queries, queries
from loaders.store import Store
from pages.components import ledger, strategy, tiles, views
from pages.components.words import KINDS

ROW = {
    "indicator": "Residents",
    "area": "Lancashire",
    "sex": None,
    "age": None,
    "population_group": None,
    "range_across": None,
    "period": None,
    "period_start": pd.NaT,
    "period_end": pd.NaT,
    "period_inferred": False,
    "baseline": False,
    "kind": "population",
    "evidence": None,
    "programme": None,
    "same_as": None,
    "as_stated": "so many people",
    "comparable": True,
    "in_question": False,
    "in_differing_check": False,
}


def statements(*changes: dict[str, object]) -> pd.DataFrame:
    rows = [ROW | {"figure_id": f"f{place}"} | change for place, change in enumerate(changes)]
    dates = dict.fromkeys(("period_start", "period_end"), "datetime64[s]")
    return pd.DataFrame(rows).astype(dates)


def of(year: int, **more: object) -> dict[str, object]:
    days = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    return {"period": str(year), **days, **more}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = Store(build.build(settings().data, settings().build))
    yield opened
    opened.close()


def test_dates_are_told_in_their_order_and_not_as_a_contradiction() -> None:
    rows = statements(of(2025, shown="7.59%"), {"shown": "9%"}, of(2022, shown="13.9%"))
    assert ledger.together(rows) == "13.9% (2022); 7.59% (2025); 9% (no date given)"


def test_a_contradiction_of_one_date_is_told_as_one() -> None:
    doubt = {"in_question": True, "in_differing_check": True}
    rows = statements({"shown": "1.2"} | doubt, {"shown": "1.3"} | doubt)
    assert ledger.together(rows) == "1.2 ⚠ or 1.3 ⚠"


def test_two_values_that_no_check_sets_against_each_other_are_no_contradiction() -> None:
    assert ledger.together(statements({"shown": "186,000"}, {"shown": "186,478"})) == (
        "186,000; 186,478"
    )


@pytest.mark.parametrize(
    "again",
    [
        {"shown": "about 150,000", "same_as": "f0"},  # a restatement in other words
        {"shown": "150,000"},
    ],
)
def test_what_says_the_same_again_is_left_out(again: dict[str, object]) -> None:
    assert ledger.together(statements({"shown": "150,000"}, again)) == "150,000"
    assert ledger.together(statements(of(2020, shown="150,000"), again)) == "150,000 (2020)"


def test_a_doubt_of_either_statement_stays() -> None:
    doubted = {"shown": "94%", "in_question": True, "in_differing_check": True}
    assert ledger.together(statements(doubted, {"shown": "94%"})) == "94% ⚠"
    assert ledger.together(statements({"shown": "94%"}, doubted)) == "94% ⚠"


def test_what_a_value_is_stands_beside_it() -> None:
    assert ledger.together(statements({"shown": "12 to 38%", "range_across": "area"})) == (
        "12 to 38% (lowest to highest within the area)"
    )
    assert (
        ledger.together(statements({"shown": "41 days", "evidence": "one_case"}))
        == "41 days (one case)"
    )
    assert ledger.together(statements(of(2035, shown="49,219", kind="projection"))) == (
        "49,219 (2035; projection)"
    )
    assert ledger.together(statements(of(2018, shown="two thirds (66.7%)"))) == (
        "two thirds (66.7%; 2018)"
    )


def test_programmes_are_named_where_several_report() -> None:
    rows = statements(
        {"shown": "30", "programme": "Supper"}, {"shown": "400", "programme": "Walks"}
    )
    assert ledger.together(rows) == "30 (Supper); 400 (Walks)"
    alone = statements({"shown": "30", "programme": "Supper"})
    assert ledger.together(alone) == "30"


def test_what_measures_different_things_is_not_set_side_by_side(store: Store) -> None:
    areas = queries.areas(store=store)
    rows = queries.area_figures(store=store, area_ids=tuple(areas["area_id"]))
    unlike = rows[~rows["comparable"].astype(bool)]
    assert len(unlike) > 50
    table = ledger.side_by_side(rows, tuple(areas["name"]))
    assert len(table) > 100
    for name in unlike["indicator"].unique():
        assert not table["Indicator"].str.startswith(name + ",").any(), name
        assert name not in set(table["Indicator"]), name
    assert table["Indicator"].iloc[0] == "Resident population"


def test_no_cell_says_or_without_doubting_both(store: Store) -> None:
    areas = queries.areas(store=store)
    rows = queries.area_figures(store=store, area_ids=tuple(areas["area_id"]))
    table = ledger.side_by_side(rows, tuple(areas["name"]))
    cells = [cell for cell in table.drop(columns="Indicator").to_numpy().ravel() if " or " in cell]
    assert cells
    for cell in cells:
        for part in cell.split("; "):
            values = part.split(" or ")
            assert len(values) == 1 or all("⚠" in value for value in values), cell


def test_every_figure_of_a_differing_check_carries_a_mark_in_every_table(store: Store) -> None:
    checks = queries.checks(store=store)
    differing = checks[checks["verdict"] == "differs"]["check_id"]
    ids = store.query("SELECT check_id, figure_id FROM check_figures")
    ids = set(ids[ids["check_id"].isin(differing)]["figure_id"])
    rows = queries.figures(store=store)
    marked = rows["figure_id"].isin(ids)
    assert marked.sum() > 30
    for told in (views.table(rows), views.reading_order(rows)):
        signs = [value.endswith(("⚠", "≠")) for value in told["Value"]]
        assert signs == marked.tolist()


def test_tables_use_words_for_people(store: Store) -> None:
    told = views.table(queries.figures(store=store))
    assert set(told["Claim"]) == {*KINDS.values(), "one case"}
    assert not told["Area and group"].str.contains("baseline").any()


def test_headlines_are_not_written_from_figures_in_question(store: Store) -> None:
    count = 0
    for indicator in queries.indicators(store=store)["indicator_id"]:
        rows = queries.figures(store=store, indicator_id=indicator)
        view = views.area_view(rows)
        if view is None or "⚠" not in view.headline:
            continue
        count += 1
        rows = views.distinct(rows)
        reported = rows[~rows["kind"].isin(["target", "projection", "comparator"])]
        assert (reported if len(reported) else rows)["in_question"].all(), indicator
    assert count > 5


def test_the_population_is_not_told_by_its_misprints(store: Store) -> None:
    view = views.area_view(queries.figures(store=store, indicator_id="resident_population"))
    assert view is not None
    assert "392" not in view.headline
    assert "2,000,000" not in view.headline
    assert view.headline.endswith("figures in question left out")


def test_a_misprint_is_shown_as_it_is_printed(store: Store) -> None:
    rows = queries.area_figures(store=store, area_ids=("central_lancashire",))
    told = ledger.side_by_side(rows, ("Central Lancashire",))
    (cell,) = told[told["Indicator"] == "Resident population"]["Central Lancashire"]
    assert cell == "c598, as printed ⚠"


def test_different_things_are_listed_and_not_charted(store: Store) -> None:
    view = views.area_view(queries.figures(store=store, indicator_id="duration_of_plan"))
    assert view is not None
    assert view.draw(views.LIGHT) is None
    assert view.headline.startswith("These statements measure different things")
    assert len(view.table) >= 10


def test_the_headline_figures_of_the_overview(store: Store) -> None:
    domains = set(queries.domains(store=store)["domain_id"])
    programmes = queries.programmes(store=store).set_index("programme_id")["domain_id"]
    for domain, ids in headlines().items():
        assert domain in domains
        assert 1 <= len(ids) <= 3
        rows = queries.figures(store=store, figure_ids=ids)
        assert set(rows["figure_id"]) == set(ids)
        serves = rows["programme_id"].map(programmes)
        assert ((rows["domain_id"] == domain) | (serves == domain)).all(), domain
        assert not rows["in_question"].any()


def test_a_lone_headline_figure_is_the_only_one_there_is(store: Store) -> None:
    """Fails when another figure is added: then it belongs into config/overview.toml too."""
    figures = queries.figures(store=store)
    programmes = queries.programmes(store=store).set_index("programme_id")["domain_id"]
    alone = {domain: ids for domain, ids in headlines().items() if len(ids) == 1}
    assert set(alone) <= {"working_well"}
    for domain, ids in alone.items():
        serves = figures["programme_id"].map(programmes)
        of_it = figures[(figures["domain_id"] == domain) | (serves == domain)]
        other = of_it[(of_it["kind"] != "comparator") & (of_it["evidence"] != "one_case")]
        assert set(other["figure_id"]) == set(ids), domain


def test_the_places_of_the_overview(store: Store) -> None:
    told = tiles.places(queries.places(store=store)).set_index("As stated")
    assert told.loc["Residents", "Blackburn with Darwen"] == "150,000 people ≠"
    assert told.loc["Residents", "Lancashire"] == "1,200,000 people ⚠ or 1,300,000 people ⚠"
    assert told.loc["Life expectancy, women", "Lancashire"] == "82.0 years (2018 to 2020)"
    assert told.loc["Life expectancy, men", "South Cumbria"] == "not stated"


def test_indicators_with_and_without_figures_are_both_counted(store: Store) -> None:
    held = queries.counts(store=store).iloc[0]
    listed = queries.indicators(store=store)
    assert held["indicators"] == (listed["figures"] > 0).sum()
    assert held["indicators_official"] == (listed["figures"] == 0).sum() > 0
    assert (listed[listed["figures"] == 0]["observations"] > 0).all()


@pytest.mark.parametrize(
    ("status", "reason", "programmes", "said"),
    [
        ("no_figure", "no programme speaks to it", 0, "○ No figure: no programme speaks to it"),
        ("no_figure", "1 programme speaks to it", 1, "○ No figure: 1 programme speaks to it"),
        ("activity_only", "1 figure", 2, "◔ Activity only: 1 figure; 2 programmes"),
        ("evidenced_once", "2 figures", 0, "◐ Evidenced once: 2 figures"),
        ("to_be_confirmed", "to be said", 3, "? To be confirmed: to be said"),
    ],
)
def test_one_and_several(status: str, reason: str, programmes: int, said: str) -> None:
    row: dict[str, object] = {"text": "Fewer smoke", "horizon": "short_term", "status": status}
    row |= {"reason": reason, "programmes": programmes}
    told = ledger.measures(pd.DataFrame([row]))
    assert told["What is known"].tolist() == [said]


def test_a_success_measure_is_told_alike_on_overview_domains_and_strategy(store: Store) -> None:
    every = strategy.with_status(
        plan_queries.measures(store=store),
        plan_queries.measure_figures(store=store),
        plan_queries.measure_programmes(store=store),
    ).set_index("measure_id")
    summary = strategy.summary(every.reset_index()).table["Status"]
    told = dict(zip(every["text"], summary, strict=True))
    seen = 0
    for domain in queries.domains(store=store)["domain_id"]:
        rows = strategy.of_domain(store, str(domain))
        table = ledger.measures(rows)
        for row, known in zip(rows.to_dict("records"), table["What is known"], strict=True):
            assert row["status"] == every.loc[row["measure_id"], "status"]
            assert known.partition(":")[0].lower() == told[row["text"]].lower()
            seen += 1
    assert seen == len(every)
    held = queries.counts(store=store).iloc[0]
    assert held["measures_without_figure"] == (every["status"] == "no_figure").sum()


def test_a_programme_says_how_far_it_is_in_words(store: Store) -> None:
    told = ledger.programmes(queries.programmes(store=store))
    assert set(told["Status"]) >= {"under way", "not stated", "being looked at again"}


def test_wards_say_why_they_are_named_in_words(store: Store) -> None:
    areas = queries.areas(store=store)["area_id"]
    named = pd.concat([queries.wards_of(store=store, area_id=one)["named"] for one in areas])
    named = named.dropna()
    assert any("Live Well cohort" in one for one in named)
    assert not any("_" in one or one == "other" for one in named)
