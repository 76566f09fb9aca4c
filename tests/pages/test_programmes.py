"""Programmes: every filter narrows to what the data holds, and every figure keeps its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config import settings
from loaders import build, plan_queries
from loaders.store import Store
from models.evidence_kind import EVIDENCE_KINDS, WORDS
from models.scenarios import CARDS
from pages.components import coverage, outcomes, programme_filters, programmes
from pages.components.ledger import PLACES
from pages.components.strategy import WHOLE
from tests.pages.test_every_page import shown

PAGE = "pages/plan/programmes.py"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = Store(build.build(settings().data, settings().build))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def rows(store: Store) -> pd.DataFrame:
    return plan_queries.programmes(store=store)


@pytest.fixture(scope="module")
def figures(store: Store) -> pd.DataFrame:
    return plan_queries.programme_figures(store=store)


def headings(app: AppTest) -> list[str]:
    return [heading.value for heading in app.subheader]


def counted(app: AppTest) -> int:
    """Return how many programmes the headline of the list says there are."""
    found = re.match(r"(\d+)(?: of \d+)? programmes?:", headings(app)[0])
    assert found, headings(app)
    return int(found[1])


def html(app: AppTest) -> str:
    """Return all tables of a page as they are written."""
    return "".join(part.proto.body for part in app.get("html"))


def test_all_programmes_are_there_once(store: Store, rows: pd.DataFrame) -> None:
    assert rows["programme_id"].is_unique
    assert len(rows) == store.query("SELECT count(*) AS n FROM programmes")["n"].iloc[0]
    assert counted(shown(PAGE)) == len(rows) > 500


def test_every_status_has_a_plain_word(rows: pd.DataFrame) -> None:
    assert set(rows["status"]) <= set(programme_filters.PROGRESS)
    listed = programmes.listed(rows, {}, of=len(rows), about="")
    assert set(listed.table["Status"]) <= set(programme_filters.PROGRESS.values())
    assert sum(map(int, re.findall(r"(\d+) (?!programmes)", listed.headline))) == len(rows)


# Filters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"place": "Blackpool"}, "place = 'Blackpool'"),
        ({"place": "Lancashire"}, "place = 'Lancashire'"),
        ({"place": WHOLE}, "place IS NULL"),
        ({"domain": "Dying Well"}, "domain = 'Dying Well'"),
        ({"status": "planned"}, "status = 'planned'"),
        ({"theme": "Talking"}, "theme = 'Talking'"),
        ({"period": "no period stated"}, "period IS NULL"),
        ({"for_ward": "Bloomfield (Blackpool)"}, "list_contains(ward_codes, 'E05001645')"),
        ({"partner": "Spring North"}, "list_contains(partners, 'Spring North')"),
        (
            {"place": "Blackpool", "domain": "Living Well"},
            "place = 'Blackpool' AND domain = 'Living Well'",
        ),
    ],
)
def test_a_filter_leaves_what_the_data_says(
    rows: pd.DataFrame, asked: dict[str, str], where: str
) -> None:
    import duckdb

    count = duckdb.sql(f"SELECT count(*) FROM rows WHERE {where}").fetchall()[0][0]
    app = shown(PAGE, **asked)
    assert not app.info
    assert counted(app) == count > 0


def test_a_place_has_all_that_lies_in_it(rows: pd.DataFrame) -> None:
    """North Lancashire: itself, Lancaster, its estates, Fylde and Wyre, Wyre, Fleetwood ..."""
    inside = rows[["north_lancashire" in one for one in rows["inside"]]]
    assert {"Lancaster", "Ryelands Estate", "Fylde and Wyre", "Fleetwood"} <= set(inside["area"])
    assert counted(shown(PAGE, place="North Lancashire")) == len(inside)


def test_a_period_has_what_is_open_and_what_spans_it(rows: pd.DataFrame) -> None:
    running = programme_filters._running(rows)
    dated = rows[rows["period"].notna()].set_index("programme_id")["period"]
    assert {dated[one] for one in running[2024]} >= {"2024/25", "2024", "2019..", "2023..2028"}
    assert "2023/24" not in {dated[one] for one in running[2024]}
    assert counted(shown(PAGE, period="2024/25")) == len(running[2024])


def test_a_partner_is_found_by_its_short_name_too() -> None:
    short, long = (shown(PAGE, partner=one) for one in ("NWAS", "North West Ambulance Service"))
    assert not short.info
    assert counted(short) == counted(long) > 4


def test_words_find_best_first() -> None:
    app = shown(PAGE, words="falls")
    assert 4 < counted(app) < 40
    first = html(app).partition("<tbody>")[2].partition("</td>")[0]
    assert "falls" in first.lower()


def test_what_is_asked_in_the_folded_filters_is_said() -> None:
    app = shown(PAGE, period="2024/25", place="Lancaster")
    assert "More filters: Period: 2024/25" in [text.value for text in app.text]


def test_nothing_found_says_so() -> None:
    app = shown(PAGE, words="xyzzy", view="Outcomes")
    assert any("No programme is like this" in info.value for info in app.info)


@pytest.mark.parametrize(
    "key", ["place", "domain", "status", "theme", "partner", "period", "for_ward"]
)
def test_what_is_not_there_is_told(key: str) -> None:
    app = shown(PAGE, **{key: "Nowhere"})
    assert any("Nowhere" in info.value for info in app.info)


# One programme --------------------------------------------------------------------------------


def test_one_programme_with_all_that_is_known_of_it(figures: pd.DataFrame) -> None:
    name = "Dolphinlee Test of Change"
    app = shown(PAGE, programme=name)
    assert name in [heading.value for heading in app.header]
    told = html(app)
    mine = figures[figures["programme"] == name]
    assert len(mine) > 10
    for words in mine["as_stated"]:
        assert words in told
    assert "before and after" in told
    assert any(re.search(r"from 9.5 weeks to 5(\.0)? weeks", one) for one in headings(app))
    assert "2 success measures it speaks to" in headings(app)
    assert "2 places where it is named" in headings(app)
    assert "Lancashire &gt; North Lancashire &gt; Lancaster &gt; Dolphinlee House" in told


def test_programmes_of_every_kind_are_shown(rows: pd.DataFrame) -> None:
    """With and without figures, wards, partners, theme, period; each status and domain."""
    wanted = pd.concat(
        [
            rows.drop_duplicates("status"),
            rows.drop_duplicates("domain"),
            rows[rows["ward_codes"].str.len() > 1].head(2),
            rows[(rows["figures"] == 0) & (rows["mentions"] > 2)].head(1),
        ]
    ).drop_duplicates("programme_id")
    assert len(wanted) > 8
    for name in wanted["name"]:
        app = shown(PAGE, programme=name)
        assert not app.info
        assert name in [heading.value for heading in app.header]


def test_scenarios_that_rest_on_its_figures_are_named() -> None:
    app = shown(
        PAGE, programme="Age UK falls prevention and support for frail older people in Darwen"
    )
    (card,) = (card for card in CARDS if card.id == "falls_prevention")
    links = [link.proto.label for link in app.get("page_link")]
    assert card.title in links


def test_wards_lead_to_the_ward_map() -> None:
    app = shown(PAGE, programme="Blackpool Priority Wards work")
    links = [link.proto for link in app.get("page_link")]
    assert "Bloomfield (Blackpool)" in [link.label for link in links]
    wards = [link.query_string for link in links if link.page == "wards"]
    assert len(wards) == 5
    assert all("match" in one and "E05001645" in one for one in wards)


def test_the_way_back_leads_to_all(rows: pd.DataFrame) -> None:
    app = shown(PAGE, programme="Dolphinlee Test of Change")
    next(one for one in app.button if one.label == "← All programmes").click().run()
    assert counted(app) == len(rows)


# Outcomes -------------------------------------------------------------------------------------


def test_outcomes_are_told_as_the_evidence_that_they_are(figures: pd.DataFrame) -> None:
    kind = outcomes.kinds(figures)
    assert kind["smoking-at-delivery-2022-03"] == kind["smoking-at-delivery-2025-03"]
    assert {
        "smoking-at-delivery-2025-03": "before_after",
        "dolphinlee-length-of-stay-after": "before_after",
        "dolphinlee-length-of-stay-reduction-q3": "change",
        "chorley-south-ribble-social-prescribing-loneliness": "self_reported",
        "falls-admissions-avoided": "estimated",
        "case-pension-credit-per-year": "one_case",
        "heartbeat-further-intervention-hypertension": "single",
        "bcf-virtual-wards-impact-on-acute-beds": "expected",
    }.items() <= kind.items()
    assert "ari-hub-appointments-a-month" not in kind


def test_every_outcome_of_a_programme_has_a_kind(figures: pd.DataFrame) -> None:
    first = figures[(figures["kind"] == "outcome") & figures["same_as"].isna()]
    assert set(first["figure_id"]) <= set(outcomes.kinds(figures))


def test_the_summary_counts_what_the_kinds_hold(figures: pd.DataFrame) -> None:
    evidence = outcomes.evidence(figures)
    summary = outcomes.summary(evidence, programmes=521)
    assert summary.table["Figures"].sum() == len(evidence)
    assert list(summary.table["Kind of evidence"]) == list(WORDS.values())
    for kind in EVIDENCE_KINDS:
        view = outcomes.of_kind(evidence, kind)
        held = summary.table.set_index("Kind of evidence").at[WORDS[kind], "Figures"]
        assert len(view.table) == held
        assert view.table["As stated"].str.len().min() > 3


def test_the_summary_says_none_and_one_in_words(figures: pd.DataFrame) -> None:
    evidence = outcomes.evidence(figures)
    later = evidence[~evidence["evidence_kind"].isin(["before_after", "expected"])]
    one = later[later["programme_id"] == later["programme_id"].iloc[0]]
    said = [outcomes.summary(rows, programmes=51).headline for rows in (later[:0], one, later)]
    several = later["programme_id"].nunique()
    assert said == [
        "None of 51 programmes states what came of it",
        "1 of 51 programmes states what came of it, none before and after",
        f"{several} of 51 programmes state what came of them, none before and after",
    ]


def test_before_and_after_is_drawn_in_one_unit_each(figures: pd.DataFrame) -> None:
    views = outcomes.before_after(outcomes.evidence(figures))
    assert {unit: len(view.table) for unit, view in views.items()} == {
        "percent": 2, "people": 2, "weeks": 1
    }  # fmt: skip
    told = pd.concat([view.table for view in views.values()]).set_index("What")
    smoking = told.loc["Smoking at time of delivery"]
    assert (smoking["Value"], smoking["Value then"]) == ("13.9%", "7.59%")
    assert (smoking["First"], smoking["Then"]) == ("March 2022", "March 2025")
    marked = told.loc["Discharge delays attributable to the county council, people a day"]
    assert "⚠" in marked["Value then"], "20.5 and 20.2 are both stated"


@pytest.mark.parametrize("kind", EVIDENCE_KINDS)
def test_every_kind_is_shown(kind: str) -> None:
    app = shown(PAGE, view="Outcomes", evidence=WORDS[kind])  # type: ignore[index]
    assert not app.info
    assert any(one.startswith(WORDS[kind].capitalize()) for one in headings(app))  # type: ignore[index]


def test_a_place_without_outcomes_says_so() -> None:
    app = shown(PAGE, view="Outcomes", for_ward="Bloomfield (Blackpool)")
    assert headings(app)[0].startswith("None of")


# Savings and costs ----------------------------------------------------------------------------


def test_every_amount_is_there_once_with_its_words(figures: pd.DataFrame) -> None:
    money = outcomes.money(figures)
    told = pd.concat([view.table for _, view in outcomes.amounts(money)])
    assert len(told) == len(money) == 20
    assert set(told["As stated"]) == {f"“{words}”" for words in money["as_stated"]}


def test_amounts_stand_on_the_footings_that_their_documents_allow(figures: pd.DataFrame) -> None:
    told = pd.concat([view.table for _, view in outcomes.amounts(outcomes.money(figures))])
    other = dict(
        zip(told["Value"], told["On another footing, with its working"].fillna(""), strict=True)
    )
    assert other["£59,253 in all"] == "£732 for each admission avoided: £59,253 ÷ 81 ≈ £732"
    assert other["£12,960 in all"] == "£160 for each admission avoided: £12,960 ÷ 81 = £160"
    assert other["£2,537 for each person"].startswith("£651 for each attendance avoided")
    assert "£1,071 for each health check, a year" in other["£181,000 a year"]
    assert other["£1,000 not said for whom"] == ""
    assert other["£102,000,000 in all"].startswith("£51,000,000 a year")


def test_an_estimate_is_called_so_only_where_the_document_does(figures: pd.DataFrame) -> None:
    told = pd.concat([view.table for _, view in outcomes.amounts(outcomes.money(figures))])
    called = told[told["What to know"].str.contains("estimate")]
    assert set(called["Programme"]) == {
        "Age UK falls prevention and support for frail older people in Darwen"
    }


def test_no_two_amounts_are_ranked_or_added(figures: pd.DataFrame) -> None:
    money = outcomes.money(figures)
    assert outcomes.footing_shared(money).startswith("No two programmes")
    assert all(view.draw(outcomes.views.palette()) is None for _, view in outcomes.amounts(money))
    twin = money[money["figure_id"] == "falls-savings-avoided-admissions"]
    other = twin.assign(programme="Another", programme_id="another")
    assert "Another" in outcomes.footing_shared(pd.concat([money, other]))


def test_a_place_without_amounts_says_so() -> None:
    app = shown(PAGE, view="Savings and costs", place="South Cumbria")
    assert not app.subheader
    assert "No amount of money is stated of these programmes." in [text.value for text in app.text]


def test_the_view_of_money_says_what_adds_up_and_where_to_go_on() -> None:
    app = shown(PAGE, view="Savings and costs")
    told = [text.value.replace("\\", "") for text in app.markdown]
    assert any("£59,253 + £12,960 = £72,213" in one for one in told)
    assert "Income gained through health checks and advice" in [
        link.proto.label for link in app.get("page_link")
    ]


# Who does what --------------------------------------------------------------------------------


def test_the_matrix_counts_what_the_list_holds(store: Store, rows: pd.DataFrame) -> None:
    areas = plan_queries.programme_areas(store=store)
    domains = list(dict.fromkeys(rows["domain"]))
    view = coverage.domains_by_area(rows, coverage.areas_below(areas, rows, None), domains)
    table = view.table.set_index("Area")
    assert set(table.index) == {WHOLE, *PLACES}
    assert table[domains].to_numpy().sum() == len(rows)
    known = plan_queries.known(store=store).set_index(["area", "domain"])["programmes"]
    for place in PLACES:
        for domain in domains:
            assert table.at[place, domain] == known[place, domain]


def test_what_a_place_does_not_touch_is_named(store: Store, rows: pd.DataFrame) -> None:
    areas = plan_queries.programme_areas(store=store)
    domains = list(dict.fromkeys(rows["domain"]))
    view = coverage.domains_by_area(rows, coverage.areas_below(areas, rows, None), domains)
    table = view.table.set_index("Area")
    empty = {name: {d for d in domains if table.at[name, d] == 0} for name in table.index}
    assert empty["South Cumbria"] == set(table.at["South Cumbria", "Not touched"].split(", "))
    assert table.at[WHOLE, "Not touched"] == "every domain is touched"
    lacking = sum(map(bool, empty.values()))
    assert view.headline.startswith(f"{lacking} of {len(table)} areas ha")
    alone = coverage.domains_by_area(rows, {"south_cumbria": "South Cumbria"}, domains)
    told = f"South Cumbria: no programme is named for {table.at['South Cumbria', 'Not touched']}"
    assert alone.headline == told


def test_a_chosen_place_is_told_apart_by_its_areas(store: Store, rows: pd.DataFrame) -> None:
    areas = plan_queries.programme_areas(store=store)
    below = coverage.areas_below(areas, rows, "lancashire")
    assert {"lancashire", "burnley", "fylde_and_wyre"} <= set(below)
    assert not {"blackpool", "dolphinlee", WHOLE} & set(below)
    app = shown(PAGE, view="Who does what", place="Lancashire")
    assert "Hyndburn" in html(app)


def test_partners_are_counted_once_for_each_programme(rows: pd.DataFrame) -> None:
    alike = programme_filters.spellings(rows)
    view = coverage.by_partner(rows, alike)
    table = view.table.set_index("Partner")["Programmes"]
    council = rows[["Lancashire County Council" in one for one in rows["partners"]]]
    assert table["Lancashire County Council"] == len(council)
    assert list(table) == sorted(table, reverse=True)
    without = int((rows["partners"].str.len() == 0).sum())
    assert f"{without} of {len(rows)} programmes name none" in view.headline
