"""One search: what people type finds what they mean, and nothing they type does harm."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as trying

from config import settings
from loaders import build, search
from loaders.store import Store

ALL = 10_000


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store(build.build(settings().data, tmp_path_factory.mktemp("search")))
    yield opened
    opened.close()


@pytest.fixture
def find(store):
    return lambda words, limit=20: search.search(store=store, words=words, limit=limit)


def ids(found):
    return list(found["thing_id"])


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("smoking in pregnancy", "indicator", "Smoking at time of delivery"),
        ("SATOD", "indicator", "Smoking at time of delivery"),
        ("smokng at delivry", "indicator", "Smoking at time of delivery"),
        ("Burnley", "area", "Burnley"),
        ("Burnly", "area", "Burnley"),
        ("Barow", "area", "Barrow-in-Furness"),
        ("Blakcpool", "area", "Blackpool"),
        ("black pool", "area", "Blackpool"),
        ("southribble", "area", "South Ribble"),
        ("Blackburn & Darwen", "area", "Blackburn with Darwen"),
        ("L&SC", "area", "Lancashire and South Cumbria"),
        ("e06000009", "area", "Blackpool"),
        ("lea and larches", "ward", "Lea & Larches, Preston"),
        ("E05012202", "ward", "Lea & Larches, Preston"),
        ("st matthews", "ward", "St Matthew's, Preston"),
        ("St. Matthew’s", "ward", "St Matthew's, Preston"),
        ("saint matthew", "ward", "St Matthew's, Preston"),
        ("park blackpool", "ward", "Park, Blackpool"),
        ("virtual wards", "programme", "Virtual wards"),
        ("PHIF", "programme", "Population Health Investment Fund"),
        ("carers", "indicator", "Unpaid carers"),
        ("suicide", "indicator", "Suicide rate"),
        ("life expectancy blackpool", "indicator", "Life expectancy at birth"),
        ("census", "document", "Census 2021, England and Wales"),
    ],
)
def test_what_is_meant_comes_first(find, words, kind, name):
    first = find(words).iloc[0]
    assert (first["kind"], first["name"]) == (kind, name)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("falls", "Falls Prevention Strategy"),
        ("falls", "Admissions avoided"),
        ("NMC2R", "Not meeting criteria to reside, share"),
        ("NMC2R", "Targeted work programme on not meeting criteria to reside (NMC2R)"),
        ("D2A", "Discharge to Assess (D2A) review"),
        ("D2A", "Review of bed-based Discharge to Assess"),
        ("UCR", "Urgent community response within two hours"),
        ("virtual wards", "Virtual ward beds"),
        ("carers", "Carers Centres"),
        ("smoking prevalence", "Adults who smoke"),
        ("stop smoking", "Adults who smoke"),
        ("Age UK", "Dolphinlee Test of Change"),
    ],
)
def test_what_belongs_to_it_is_found(find, words, expected):
    assert expected in set(find(words)["name"])


def test_a_district_comes_before_its_programmes_and_they_before_its_other_wards(find):
    found = find("Burnley", limit=ALL)
    assert found.iloc[0]["kind"] == "area"
    assert set(found["kind"].iloc[:20]) == {"area", "programme", "ward"}
    assert set(found["kind"]) >= {"area", "programme", "ward", "indicator"}


def test_a_thing_met_only_by_a_programme_says_which(find):
    found = find("falls").set_index("name")
    assert "Age UK falls prevention" in found.loc["Admissions avoided", "detail"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "\n\t",
        "xyzzy plugh",
        "the",
        "of the",
        "(((.*",
        "[a-z]+$",
        "😀",
        "\0",
        "\ud800",
        "%_",
        "a" * 100_000,
        "Ω≈ç",
        "中文",
        "--",
        "'",
        '"',
    ],
)
def test_what_means_nothing_finds_nothing(find, words):
    found = find(words)
    assert found.empty
    assert list(found.columns) == list(search.COLUMNS)


@pytest.mark.parametrize(
    "words",
    [
        "'; DROP TABLE figures; --",
        "Burnley' OR '1'='1",
        "falls " * 50_000,
        "<script>falls</script>",
        f"{'x' * 50} " * 1000,
        "=1+1",
        "$indicator",
        "falls 😀",
    ],
)
def test_hostile_words_do_no_harm(find, store, words):
    find(words)
    assert store.query("SELECT count(*) AS n FROM figures")["n"][0] > 0


@trying(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.text(max_size=60))
def test_any_text_is_answered_in_order_and_within_the_limit(store, words):
    found = search.search(store=store, words=words, limit=5)
    assert len(found) <= 5
    assert list(found.columns) == list(search.COLUMNS)
    assert found["score"].is_monotonic_decreasing
    assert not found.duplicated(["kind", "thing_id"]).any()


def test_everything_is_found_by_its_own_name_and_code(store):
    index = search._index(store)
    assert {thing.kind for thing in index.things} == set(search.KINDS)
    for thing in index.things:
        for name in thing.names:
            found = search.search(store=store, words=name[: search._LONGEST], limit=ALL)
            own = found[(found["kind"] == thing.kind) & (found["thing_id"] == thing.thing_id)]
            assert own["score"].tolist() == [100.0], name


def test_one_slip_in_a_long_name_still_finds_it(store):
    for thing in search._index(store).things:
        if thing.kind in {"area", "ward"} and len(thing.names[0]) > 6 and thing.names[0].isalpha():
            slip = thing.names[0][:3] + thing.names[0][4:]
            assert thing.thing_id in ids(search.search(store=store, words=slip, limit=ALL)), slip


def test_wards_of_one_name_are_told_apart_by_their_district(find):
    found = find("Park")
    same = found[(found["kind"] == "ward") & (found["score"] == 100)]
    assert sorted(same["name"]) == ["Park, Blackpool", "Park, Fylde", "Park, Wyre"]


def test_things_of_one_kind_are_told_apart(store):
    things = search._index(store).things
    shown = [(thing.kind, thing.name.casefold(), thing.detail) for thing in things]
    assert len(set(shown)) == len(shown)


def test_no_guess_stands_above_what_was_asked_for(find):
    exact = find("carers", limit=ALL)["score"].min()
    prefix = find("carer", limit=ALL)["score"].min()
    guess = find("carerrs")["score"].max()
    assert min(exact, prefix) > guess
    # A word that is spelt right is not corrected.
    assert "Virtual careers advice session" not in set(find("carers", limit=ALL)["name"])


def test_numbers_and_codes_are_never_guessed(find):
    assert find("E05099999").empty
    assert set(find("E0501220", limit=ALL)["kind"]) == {"ward"}


@pytest.mark.parametrize("limit", [0, -1])
def test_no_room_no_answer(find, limit):
    assert find("Burnley", limit=limit).empty


def test_an_empty_build_finds_nothing():
    class Nothing:
        fingerprint = "nothing at all"

        def query(self, sql):
            return pd.DataFrame()

    assert search.search(store=Nothing(), words="Burnley").empty


def test_the_index_is_made_once_for_each_build(store, monkeypatch):
    made = []
    real = search._things
    monkeypatch.setattr(search, "_things", lambda store: made.append(store) or real(store))
    monkeypatch.setattr(search, "_kept", type(search._kept)())
    again = Store(store.path)
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda n: ids(search.search(store=(store, again)[n % 2], words="falls")), range(32)
            )
        )
    again.close()
    assert len(made) == 1
    assert all(answer == answers[0] for answer in answers)


def test_old_builds_are_let_go(monkeypatch):
    class Nothing:
        def __init__(self, fingerprint):
            self.fingerprint = fingerprint

        def query(self, sql):
            return pd.DataFrame()

    monkeypatch.setattr(search, "_kept", type(search._kept)())
    for number in range(10):
        search.search(store=Nothing(str(number)), words="Burnley")
    assert list(search._kept) == ["7", "8", "9"]


def test_the_short_form_that_a_name_gives_of_itself_finds_it_as_a_synonym_does(find):
    first = ids(find("NMC2R", limit=6))
    assert "nmc2r_targeted_work_programme" in first[:2]
    assert not [one for one in first if "council" in one]
