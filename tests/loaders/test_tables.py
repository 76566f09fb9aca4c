"""Tables read strictly: a wrong header, row or cell is named; a blank is nothing, never zero."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders import catalogue, tables
from loaders.problems import Problem

FACTS = ("residents", "health_score")
WARDS = "wards.csv"
OFFICIAL = "observations/official.csv"
Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    """Return an edit that must find what it replaces."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def add(text: str) -> Edit:
    """Return an edit that adds a text at the end."""
    return lambda before: before + text


def problems_of(folder: Path, name: str, edit: Edit) -> list[Problem]:
    """Edit one file; return every problem of the folder."""
    file = folder / name
    file.write_text(edit(file.read_text()), encoding="utf-8", newline="")
    return catalogue.inspect(folder).problems


def test_rows_are_read_as_they_stand(small_data: Path) -> None:
    table = tables.wards(small_data, FACTS)
    assert table.problems == []
    assert [ward.ward_name for ward in table.items] == ["Abbey", "Bank, Hall"]
    assert table.items[0].facts == {"residents": 4200, "health_score": 0.5}
    assert table.items[1].facts == {"health_score": -0.1}  # blank is nothing
    document, at = table.places[id(table.items[1])]
    assert (document.path, document.mark(at).line) == ("data/wards.csv", 3)

    official = tables.observations(small_data)
    assert official.problems == []
    assert [(item.sex, item.value, item.count) for item in official.items] == [
        ("male", 13.6, None),
        ("female", 11.2, None),
    ]


def test_no_tables_no_rows(tmp_path: Path) -> None:
    assert tables.wards(tmp_path, FACTS).items == []
    assert tables.observations(tmp_path).items == []


ROW = "E05000003,Chase,E07000117,Burnley,county,December 2021,1,1\n"
OBSERVED = "smoking,E92000001,England,nation,2024,male,18+,,,13.6,,,13.1,14.1,census\n"

CASES = [
    ("short-row", WARDS, add("E05000003,Chase\n"), 4, "row", "2 cells"),
    ("long-row", WARDS, add(ROW.replace("\n", ",9\n")), 4, "row", "9 cells"),
    ("blank-row", WARDS, add("\n"), 4, "row", "0 cells"),
    ("footer", WARDS, add("Source: the office\n"), 4, "row", "1 cells"),
    ("open-quote", WARDS, add('"E05000003,Chase\nmore\n'), 4, "row", "not CSV"),
    ("quote-within", WARDS, swap('"Bank, Hall"', '"Bank" Hall'), 3, "row", "not CSV"),
    ("column-missing", WARDS, swap(",health_score", ""), 1, "health_score", "is missing"),
    ("column-misspelt", WARDS, swap("residents", "resident"), 1, "residents", "is missing"),
    ("column-unknown", WARDS, swap("health_score\n", "health_score,x\n"), 1, "x", "unknown column"),
    (
        "columns-swapped",
        WARDS,
        swap("ward_code,ward_name", "ward_name,ward_code"),
        1,
        "header",
        "order",
    ),
    (
        "column-twice",
        WARDS,
        swap("health_score\n", "health_score,residents\n"),
        1,
        "residents",
        "twice",
    ),
    ("semicolons", WARDS, lambda text: text.replace(",", ";"), 1, "ward_code", "is missing"),
    ("empty-table", WARDS, lambda _: "", 1, "ward_code", "is missing"),
    (
        "ward-twice",
        WARDS,
        add(ROW.replace("03", "01", 1)),
        4,
        "ward_code",
        "first at data/wards.csv:2",
    ),
    ("nan-cell", WARDS, swap(",4200,", ",NaN,"), 2, "residents", "'NaN' is not a number"),
    ("infinite-cell", WARDS, swap(",4200,", ",inf,"), 2, "residents", "'inf' is not a number"),
    ("thousands-cell", WARDS, swap(",4200,", ',"4,200",'), 2, "residents", "(write: 4200)"),
    (
        "exponent-cell",
        WARDS,
        swap(",4200,", ",4.2e3,"),
        2,
        "residents",
        "not a number written in full",
    ),
    (
        "zero-led-cell",
        WARDS,
        swap(",4200,", ",04200,"),
        2,
        "residents",
        "not a number written in full",
    ),
    (
        "5000-digits-cell",
        WARDS,
        swap(",4200,", f",{'9' * 5000},"),
        2,
        "residents",
        "5,000 characters",
    ),
    ("ward-code", WARDS, swap("E05000002", "E06000002"), 3, "ward_code", "no ward code"),
    ("blank-name", WARDS, swap("Abbey", ""), 2, "ward_name", "the text is empty"),
    ("place-that-is-none", WARDS, swap(",county,", ",countie,"), 2, "place", "(write: county)"),
    ("zero-width-cell", WARDS, swap("Abbey", "Abbey\u200b"), 2, "file", "U+200B"),
    ("nul-cell", WARDS, swap("Abbey", "Ab\0bey"), 2, "file", "U+0000"),
    (
        "line-in-a-cell",
        WARDS,
        lambda text: swap("Abbey", '"Ab\nbey"')(text) + "x\n",
        5,
        "row",
        "1 cells",
    ),
    ("huge-cell", WARDS, swap("Abbey", "a" * 200_000), 2, "row", "not CSV"),
    ("blank-needed-cell", OFFICIAL, swap(",England,", ",,"), 2, "area_name", "the cell is blank"),
    ("wrong-word", OFFICIAL, swap(",nation,", ",country,"), 2, "area_type", "not known here"),
    ("wrong-sex", OFFICIAL, swap(",female,", ",women,"), 3, "sex", "not known here"),
    ("wrong-period", OFFICIAL, swap(",2024,", ",2024/26,"), 2, "period", "is not a period"),
    (
        "outside-its-interval",
        OFFICIAL,
        swap(",13.6,", ",15.6,"),
        2,
        "value",
        "outside its interval",
    ),
    (
        "interval-of-one-end",
        OFFICIAL,
        swap("13.1,14.1,", "13.1,,"),
        2,
        "lower_ci",
        "an interval has one end only",
    ),
    (
        "interval-of-the-other-end",
        OFFICIAL,
        swap("13.1,14.1,", ",14.1,"),
        2,
        "upper_ci",
        "an interval has one end only",
    ),
    ("count-below-0", OFFICIAL, swap(",13.6,,,", ",13.6,-1,,"), 2, "count", "count -1 is below 0"),
    ("of-fewer-than-0", OFFICIAL, swap(",13.6,,,", ",13.6,,-7,"), 2, "denominator", "-7"),
    ("of-nobody", OFFICIAL, swap(",13.6,,,", ",13.6,,0,"), 2, "denominator", "denominator 0"),
    ("interval-upside-down", OFFICIAL, swap("13.1,14.1", "14.1,13.1"), 2, "lower_ci", "above"),
    (
        "indicator-that-is-none",
        OFFICIAL,
        swap("smoking,", "smokin,"),
        2,
        "indicator",
        "(write: smoking)",
    ),
    ("source-that-is-none", OFFICIAL, swap(",census", ",sensus"), 2, "source", "(write: census)"),
    ("row-twice", OFFICIAL, add(OBSERVED), 4, "row", "first at data/observations/official.csv:2"),
    (
        "row-twice-with-another-value",
        OFFICIAL,
        add(OBSERVED.replace("13.6", "13.7")),
        4,
        "row",
        "the same observation stands twice",
    ),
    (
        "index-column",
        OFFICIAL,
        lambda text: "," + text.replace("\n", "\n0,", 1),
        1,
        "''",
        "unknown",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_planted_fault_is_named_alone(
    case: tuple[str, str, Edit, int, str, str], small_data: Path
) -> None:
    _, name, edit, line, key, word = case
    (problem,) = problems_of(small_data, name, edit)
    assert (problem.path, problem.line, problem.key) == (f"data/{name}", line, key)
    assert word in str(problem)
    assert len(str(problem)) < 400


def test_columns_of_cells(small_data: Path) -> None:
    (problem,) = problems_of(small_data, WARDS, swap(",-0.1", ",x"))
    assert (problem.line, problem.column, problem.key) == (3, 64, "health_score")


def test_byte_that_is_not_utf8(small_data: Path) -> None:
    file = small_data / WARDS
    file.write_bytes(file.read_bytes().replace(b"Abbey", b"Abb\xe9"))
    (problem,) = catalogue.inspect(small_data).problems
    assert (problem.path, problem.line, problem.column) == ("data/wards.csv", 2, 14)
    assert problem.wrong == "byte 0xe9 is not UTF-8"


def test_wrong_ward_facts_do_not_make_the_header_wrong(small_data: Path) -> None:
    problems = problems_of(small_data, "ward_facts.yaml", swap("unit: people", "unit: persons"))
    assert [(problem.path, problem.key) for problem in problems] == [
        ("data/ward_facts.yaml", "unit")
    ]


def test_a_column_twice_is_wrong_even_beside_wrong_ward_facts(small_data: Path) -> None:
    edit = swap("health_score", "residents")
    (small_data / WARDS).write_text(edit((small_data / WARDS).read_text()))
    problems = problems_of(small_data, "ward_facts.yaml", swap("unit: people", "unit: persons"))
    assert [problem.wrong for problem in problems] == [
        "'persons' is not known here",
        "column 'residents' stands twice",
    ]


def test_wards_that_cannot_be_read_do_not_make_their_names_wrong(small_data: Path) -> None:
    problems = problems_of(small_data, WARDS, swap("E05000001,Abbey", "E05000001,"))
    assert [(problem.path, problem.key) for problem in problems] == [
        ("data/wards.csv", "ward_name")
    ]


def test_an_observation_stands_once_in_all_files(small_data: Path) -> None:
    (small_data / OFFICIAL).with_name("other.csv").write_bytes((small_data / OFFICIAL).read_bytes())
    problems = catalogue.inspect(small_data).problems
    assert [(one.path, one.line) for one in problems] == [
        ("data/observations/other.csv", 2),
        ("data/observations/other.csv", 3),
    ]
    assert "(first at data/observations/official.csv:2)" in problems[0].wrong


def test_windows_and_old_line_ends(small_data: Path) -> None:
    for ends in ("\r\n", "\r"):
        text = (small_data / WARDS).read_text().replace("\n", ends)
        (small_data / WARDS).write_text(text, encoding="utf-8-sig", newline="")
        assert len(catalogue.load(small_data).wards) == 2
        (small_data / WARDS).write_text(text.replace(ends, "\n"), encoding="utf-8", newline="")


def test_many_wrong_rows_have_an_end(small_data: Path) -> None:
    problems = problems_of(small_data, WARDS, add("x\n" * 5000))
    assert len(problems) == 1001
    assert problems[-1].wrong == "more than 1000 problems; the rest was not read"


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=200), st.text('",\n\r x1é\0', max_size=80).map(str.encode)))
def test_any_bytes_after_the_header_give_rows_or_problems(small_data: Path, data: bytes) -> None:
    header = ",".join((*tables.WARD_COLUMNS, *FACTS)).encode()
    (small_data / WARDS).write_bytes(header + b"\n" + data)
    table = tables.wards(small_data, FACTS)
    assert table.items == []
    assert table.problems or not data
    for problem in table.problems:
        assert problem.path == "data/wards.csv"
        assert problem.line >= 1
        assert "\n" not in str(problem)
