"""Official values: where there are none is said, whose rug is shown, how wards are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from config import settings
from config.palette import LIGHT
from loaders import build, plan_queries, queries
from loaders.store import Store
from models.comparison import compare_rows, spine_positions
from pages.components import coverage, official
from tests.pages.test_addresses import PLACES, opened


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened_store = Store(build.build(settings().data, settings().build))
    yield opened_store
    opened_store.close()


@pytest.fixture(scope="module")
def values(store: Store) -> pd.DataFrame:
    return spine_positions(compare_rows(queries.official(store=store)))


@pytest.fixture(scope="module")
def areas(store: Store) -> pd.DataFrame:
    return queries.areas(store=store)


def test_the_authorities_within_an_area_are_those_of_the_tree(
    values: pd.DataFrame, areas: pd.DataFrame
) -> None:
    def within(area: str) -> list[str]:
        return official.within(values, areas, area)

    assert within("central_lancashire") == ["Chorley", "Preston", "South Ribble", "West Lancashire"]
    assert within("blackpool") == ["Blackpool"]
    assert within("south_cumbria") == []
    assert set(within("lancashire")) | {"Blackpool", "Blackburn with Darwen"} == set(
        within("england")
    )
    assert len(within("england")) == values["area"].nunique()


def test_where_values_are_missing_is_said_and_only_there(
    values: pd.DataFrame, areas: pd.DataFrame
) -> None:
    def missing(*ids: str) -> list[str]:
        return official.missing(values, areas, ids)

    assert missing("blackpool", "preston") == []
    (told,) = missing("lancashire", "blackpool")
    assert told.startswith("Lancashire has no official values of its own here; 12 authorities")
    (told,) = missing("south_cumbria")
    assert told.startswith("No official values are held for South Cumbria")
    (told,) = missing("england")
    assert "stand beside" in told


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_rug_has_its_own_authorities_first(values: pd.DataFrame, everywhere: bool) -> None:
    own = ["Preston", "Chorley"]
    rug = official.rug(values, "Here", own, everywhere=everywhere)
    shown = list(rug.table["Authority"])
    assert shown[:2] == own
    assert len(shown) == (values["area"].nunique() if everywhere else 2)
    assert len(set(shown)) == len(shown)
    mine = values[values["area"].isin(shown)]
    worse, tested = (mine["word"] == "worse").sum(), (mine["word"] != "not compared").sum()
    assert f"{worse} of {tested} comparisons" in rug.headline
    spec = rug.draw(LIGHT)
    assert spec is not None
    cells = spec["data"]["values"]
    assert list(dict.fromkeys(cell["row_name"] for cell in cells)) == shown
    assert {"Adults who smoke, %", "Life expectancy at birth, men, years"} <= {
        cell["column_name"] for cell in cells
    }
    for column in {cell["column_name"] for cell in cells}:
        written = [
            c["short"] for c in cells if c["column_name"] == column and c["tone"] != "missing"
        ]
        assert len({len(value.partition(".")[2]) for value in written}) == 1


def test_the_numbers_of_an_indicator_have_the_same_decimals_everywhere(
    values: pd.DataFrame,
) -> None:
    digits = official.decimals(values)
    names = sorted(values["area"].unique())
    tables = [view.table for view in official.spines(values, names)]
    tables += [
        view.table.assign(Indicator=view.headline.partition(":")[0])
        for one in values["indicator_id"].unique()
        for view in official.by_area(values, one)
    ]
    told = pd.concat(tables)
    assert len(told) == 2 * len(values)
    number = re.compile(r"−?[\d,]+(?:\.(\d+))?")
    for row in told.to_dict("records"):
        for column in ("Value", "95% interval", "England", "North West"):
            found = {
                len(decimals) for decimals in number.findall(row[column].partition(" per ")[0])
            }
            assert found <= {digits[row["Indicator"]]}, row
    # A whole number keeps its decimal: that it was measured so finely is part of it.
    whole = values[(values["value"] % 1 == 0) & (values["indicator"].map(digits) > 0)]
    assert len(whole)


def test_an_area_without_a_chart_has_no_legend() -> None:
    app = opened(PLACES, area="South Cumbria")
    said = [text.value for text in app.text]
    assert official.NOTE not in said
    assert any("No official values are held for South Cumbria" in one for one in said)
    app = opened(PLACES, area="South Cumbria", everywhere="true")
    assert official.NOTE in [text.value for text in app.text]


@pytest.mark.parametrize("area_id", ["lancashire", "south_cumbria", "england", "ormskirk"])
def test_the_programmes_of_an_area_are_those_of_its_profile(
    store: Store, areas: pd.DataFrame, area_id: str
) -> None:
    every = plan_queries.programmes(store=store)
    area = areas[areas["area_id"] == area_id].iloc[0]
    here, says = coverage.of_area(every, area)
    within = areas[areas["path"].str.startswith(f"{area['path']} > ")]
    inside = {area_id, *within["area_id"]}
    expected = every[every["area_id"].isin(inside)]
    assert set(here["programme_id"]) == set(expected["programme_id"])
    own = list(here["area_id"] == area_id)
    assert own == sorted(own, reverse=True)
    told = f"{sum(own)} of {area['name']} as a whole, {len(here) - sum(own)} within it."
    assert (told in says) == (len(here) > sum(own))


def test_the_page_of_a_place_shows_the_programmes_within_it(store: Store) -> None:
    every = plan_queries.programmes(store=store)
    cumbria = every[["south_cumbria" in inside for inside in every["inside"]]]
    within = int((cumbria["area_id"] != "south_cumbria").sum())
    assert within
    app = opened(PLACES, area="South Cumbria")
    assert any(f", {within} within it." in text.value for text in app.text)


def test_wards_that_the_documents_name_come_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[pd.DataFrame] = []
    monkeypatch.setattr(
        "pages.components.frame.shortened", lambda table, _things, _alt: shown.append(table)
    )
    rows = queries.wards_of(store=store, area_id="lancashire")
    official.wards(rows, "Lancashire")
    (listed,) = shown
    named = int(rows["named"].notna().sum())
    assert named
    reasons = list(listed["Named in the documents"])
    assert all(reasons[:named])
    assert not any(reasons[named:])
    assert "other" not in reasons
    assert len(listed) == len(rows)
    fit = next(column for column in listed.columns if str(column).startswith("Fit ("))
    written = set(listed[fit])
    assert "+0%" not in written
    assert any(one.startswith("−") for one in written)
    assert not any("-" in one for one in written)
