"""What README.md, data/README.md and docs/ARCHITECTURE.md say is so: names, paths, examples."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin

import duckdb
import pytest

from config import ROOT, settings
from config.navigation import PAGES
from loaders import __main__ as commands
from loaders import build, catalogue, evidence, tables, yaml_reader
from models import vocabulary
from models.catalogue import Catalogue
from models.figure import Figure
from models.numbers import gives
from models.period import Period

README = "README.md"
CURATORS = "data/README.md"
DOCUMENTS = (README, CURATORS, "docs/ARCHITECTURE.md")
# What running makes; it need not be there when the tests run.
MADE = (".venv", ".build", ".artefacts", "current.json")
# Verdicts are computed; nobody writes one into the data.
COMPUTED_WORDS = ("Verdict",)


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def plain(name: str) -> str:
    """A document without its fenced blocks."""
    return re.sub(r"^( *)```.*?^\1```$", "", text(name), flags=re.MULTILINE | re.DOTALL)


def section(name: str, heading: str) -> str:
    """What stands below a heading, up to the next of the same or a higher level."""
    level = heading.index(" ")
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{level}}} |\Z)",
        text(name),
        re.MULTILINE | re.DOTALL,
    )
    assert found, f"{name} has no heading '{heading}'"
    return found[1]


def rows(table: str) -> list[list[str]]:
    """The cells of every table row of a text, headers included, rules left out."""
    cells = [
        [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        for line in table.splitlines()
        if line.lstrip().startswith("|")
    ]
    return [row for row in cells if not all(set(cell) <= set("-|") for cell in row)]


def names(table: str) -> list[str]:
    """The names in the first cells of a table, where they stand as code."""
    found = [re.fullmatch(r"`([^`]+)`(?: \\\*)?", row[0]) for row in rows(table)]
    return [match[1] for match in found if match]


def fenced(name: str, language: str) -> list[str]:
    """The fenced blocks of a language, without their indentation."""
    pattern = rf"^( *)```{language}\n(.*?)^\1```$"
    blocks = re.findall(pattern, text(name), re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks]


# The dictionary ----------------------------------------------------------------------------

Views = dict[str, list[str]]


def documented(dictionary: str) -> Views:
    """The views of the dictionary with their columns, in the order in which they stand there."""
    parts = re.split(r"^#### `(\w+)`$", dictionary, flags=re.MULTILINE)
    return {view: names(body) for view, body in zip(parts[1::2], parts[2::2], strict=True)}


def differences(told: Views, held: Views) -> list[str]:
    """In words, all that a dictionary and a database do not agree in."""
    found = [f"the dictionary has no view '{view}'" for view in held.keys() - told.keys()]
    found += [f"the database has no view '{view}'" for view in told.keys() - held.keys()]
    for view in told.keys() & held.keys():
        missing = [column for column in held[view] if column not in told[view]]
        extra = [column for column in told[view] if column not in held[view]]
        found += [f"the dictionary has no column '{view}.{column}'" for column in missing]
        found += [f"the database has no column '{view}.{column}'" for column in extra]
        if not missing and not extra and told[view] != held[view]:
            found.append(f"the columns of '{view}' stand in another order: {held[view]}")
    return sorted(found)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = build.build(settings().data, tmp_path_factory.mktemp("build"))
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def held(database: duckdb.DuckDBPyConnection) -> Views:
    found = database.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal GROUP BY table_name"
    ).fetchall()
    return dict(found)


def test_the_dictionary_is_the_database(held: Views) -> None:
    told = documented(section(README, "## The dictionary"))
    assert len(told) > 20
    assert differences(told, held) == []


def test_a_difference_of_the_dictionary_is_named() -> None:
    held = {"figures": ["figure_id", "value"], "areas": ["area_id"], "checks": ["a", "b"]}
    told = {"figures": ["figure_id", "worth"], "places": ["area_id"], "checks": ["b", "a"]}
    assert differences(told, held) == [
        "the columns of 'checks' stand in another order: ['a', 'b']",
        "the database has no column 'figures.worth'",
        "the database has no view 'places'",
        "the dictionary has no column 'figures.value'",
        "the dictionary has no view 'areas'",
    ]


def test_every_column_is_described_once() -> None:
    dictionary = section(README, "## The dictionary")
    for view, columns in documented(dictionary).items():
        assert len(columns) == len(set(columns)), view
    described = [row for row in rows(dictionary) if row[0].startswith("`")]
    assert [row for row in described if len(row) != 2 or len(row[1]) < 5] == []


def test_every_view_says_what_a_row_is() -> None:
    parts = re.split(r"^#### `(\w+)`$", section(README, "## The dictionary"), flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert [v for v, body in told.items() if not re.match(r"\s*(A row|One row)\b", body)] == []


@pytest.mark.parametrize(
    ("view", "column"),
    [
        ("figures", "qualifier"),
        ("figures", "kind"),
        ("figures", "period_type"),
        ("indicators", "unit"),
        ("indicators", "polarity"),
        ("areas", "area_type"),
        ("sources", "status"),
        ("checks", "kind"),
        ("checks", "verdict"),
        ("checks", "severity"),
        ("domains", "domain_id"),
        ("success_measures", "horizon"),
        ("measure_evidence", "strength"),
        ("programmes", "status"),
        ("milestones", "status"),
        ("ward_designations", "designation"),
        ("ward_facts", "basis"),
        ("ward_facts", "fitted"),
    ],
)
def test_every_word_of_a_column_is_in_the_dictionary(
    database: duckdb.DuckDBPyConnection, view: str, column: str
) -> None:
    body = section(README, f"#### `{view}`")
    (described,) = [row[1] for row in rows(body) if row[0] == f"`{column}`"]
    words = database.execute(f"SELECT DISTINCT {column} FROM {view}").fetchall()
    assert words
    told = re.findall(r"`([^`]+)`", described)
    assert [word for (word,) in words if word is not None and word not in told] == []


# The examples ------------------------------------------------------------------------------


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def test_the_worked_examples_give_what_is_shown(database: duckdb.DuckDBPyConnection) -> None:
    examples = re.findall(r"```sql\n([^`]*)```\n\n((?:\|.*\n)+)", text(README))
    assert len(examples) >= 2
    assert len(examples) == len(fenced(README, "sql"))
    for query, table in examples:
        result = database.execute(query)
        columns = [column[0] for column in result.description]
        given = [[_said(value) for value in row] for row in result.fetchall()]
        assert rows(table) == [columns, *given], query


def test_the_figure_of_the_example_is_curated_so() -> None:
    quoted = fenced(README, "yaml")
    assert quoted
    for block in quoted:
        (name,) = re.findall(r"^- id: (\S+)$", block, re.MULTILINE)
        files = [file.read_text("utf-8") for file in catalogue.files_of(settings().data, "figures")]
        assert any(block.strip() in file for file in files), f"{name} is curated in other words"


def test_the_row_of_the_example_is_in_the_database(database: duckdb.DuckDBPyConnection) -> None:
    columns, *told = rows(section(README, "## The way of one figure"))
    found = database.execute(
        f"SELECT {', '.join(columns)} FROM figures WHERE figure_id = 'smoking-at-delivery-2025-03'"
    ).fetchall()
    assert told == [[_said(value) for value in row] for row in found]


@pytest.fixture(scope="module")
def with_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with every example of data/README.md added to the file it names."""
    folder = tmp_path_factory.mktemp("examples") / "data"
    shutil.copytree(settings().data, folder)
    blocks = fenced(CURATORS, "yaml")
    assert len(blocks) > 10
    for block in blocks:
        first, _, items = block.partition("\n")
        found = re.fullmatch(r"# data/(\S+\.yaml)", first)
        assert found, f"an example does not say in which file it goes: {first}"
        file = folder / found[1]
        before = file.read_text("utf-8").rstrip("\n") + "\n" if file.exists() else ""
        file.write_text(before + items, encoding="utf-8")
    (table,) = fenced(CURATORS, "csv")
    (folder / "observations" / "example.csv").write_text(table, encoding="utf-8")
    return folder


def test_the_examples_for_curators_are_right(with_examples: Path) -> None:
    inspection = catalogue.inspect(with_examples)
    assert [str(problem) for problem in inspection.problems] == []
    told = [one for one in inspection.catalogue.figures if one.source == "example_report_2026"]
    assert len(told) >= 4
    for figure in told:
        assert all(gives(figure.as_stated, value) for value in figure.values), figure.id


def test_the_check_of_the_example_holds(with_examples: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(build.build(with_examples, tmp_path)), read_only=True) as connection:
        verdicts = connection.execute(
            "SELECT verdict FROM checks WHERE check_id = 'check_example_walkers'"
        ).fetchall()
    assert verdicts == [("holds",)]


FIGURES = "figures/ics_case_studies_2025.yaml"
FAULTS = {
    "a word": ("  kind: outcome\n", "  kind: result\n"),
    "a reference": (
        "programme: maternity_tobacco_dependency_service",
        "programme: maternity_tobaco_dependency_service",
    ),
    "a number": ("value: 7.59", "value: 1,234"),
    "a period": ('period: "2025-03"', 'period: "2024-25"'),
    "a tab": ("  value: 7.59", "\tvalue: 7.59"),
    "a fragment": (
        'at March 2025"',
        'at March 2025 with many more words than anybody would ever need here"',
    ),
    "an id": ("id: smoking-at-delivery-2025-03", "id: smoking-at-delivery-2022-03"),
}


def _message(line: str) -> str:
    """A problem without its place, which moves with the data."""
    return re.sub(r"\S+\.yaml:\d+(:\d+)?", "FILE", line)


def _changed(folder: Path, right: str, wrong: str) -> Path:
    """A copy of the data with the figure of the example changed."""
    copy = folder / "data"
    shutil.copytree(settings().data, copy)
    file = copy / FIGURES
    before, mark, after = file.read_text("utf-8").partition("- id: smoking-at-delivery-2025-03\n")
    item = mark + after
    assert right in item
    file.write_text(before + item.replace(right, wrong, 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize(("right", "wrong"), FAULTS.values(), ids=FAULTS)
def test_the_messages_are_those_of_the_check(tmp_path: Path, right: str, wrong: str) -> None:
    inspection = catalogue.inspect(_changed(tmp_path, right, wrong))
    said = [_message(str(problem)) for problem in inspection.problems]
    told = [_message(line) for block in fenced(CURATORS, "text") for line in block.splitlines()]
    assert said
    assert said[0] in told


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("value: 7.59", "value: 7.95"), ('"7.59% at March 2025"', '"7.59% in March 2025"')],
)
def test_the_messages_are_those_of_the_comparison(tmp_path: Path, right: str, wrong: str) -> None:
    inspection = catalogue.inspect(_changed(tmp_path, right, wrong))
    source = evidence.SourceText("ics_case_studies_2025", "It was 7.59% at March 2025.")
    item = inspection.catalogue.figure("smoking-at-delivery-2025-03")
    faults = [
        fault
        for fault in evidence.verify(inspection.catalogue, {source.source_id: source})
        if fault.item is item
    ]
    told = [_message(line) for block in fenced(CURATORS, "text") for line in block.splitlines()]
    assert len(faults) == 1
    assert _message(str(inspection.problem(faults[0]))) in told


# Commands, settings, pages -------------------------------------------------------------------


def _commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = [
        action
        for action in commands._parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(action.choices)


def test_every_command_is_documented_and_no_other() -> None:
    told = re.findall(r"`python -m loaders (\w+)", section(README, "## Commands"))
    assert set(told) == set(_commands())
    everywhere = {
        word for name in DOCUMENTS for word in re.findall(r"-m loaders (\w+)", text(name))
    }
    assert everywhere <= set(_commands())


def test_every_option_is_documented_and_no_other() -> None:
    options = {
        option
        for command in _commands().values()
        for action in command._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    told = {name.split()[0] for name in names(section(README, "## Commands")) if name[:2] == "--"}
    assert told == options


def test_every_exit_code_is_documented() -> None:
    codes = [row[0] for row in rows(section(README, "## Commands")) if row[0].isdigit()]
    assert codes == [str(c) for c in (commands.WELL, commands.DATA_WRONG, commands.CALL_WRONG)]


def test_every_setting_is_documented_and_no_other() -> None:
    table = tomllib.loads(text("config/settings.toml"))
    held = [
        [f"`{section_name}.{key}`", f"`LIFECOURSE_{section_name}_{key}`".upper()]
        for section_name, keys in table.items()
        for key in keys
    ]
    told = [row[:2] for row in rows(section(README, "## Settings")) if row[0].startswith("`")]
    assert told == held


def test_every_page_is_documented_and_no_other() -> None:
    held = [[entry.title, f"`/{entry.address}`", f"`{entry.script}`"] for entry in PAGES]
    told = [row[:3] for row in rows(section(README, "## Run it")) if len(row) == 4][1:]
    assert told == held


def test_every_licence_is_named() -> None:
    told = rows(section(README, "## Licence and attribution"))[1:]
    held = catalogue.load(settings().data)
    assert told == [[s.title, s.publisher, s.licence] for s in held.sources if s.licence]


def test_the_address_is_the_one_that_is_served() -> None:
    server = tomllib.loads(text(".streamlit/config.toml"))["server"]
    addresses = set(re.findall(r"http://localhost:(\d+)", text(README)))
    assert addresses == {str(server["port"])}
    assert server["address"] == "localhost"
    assert "server.allowedHosts" in text(README)


def test_every_step_of_the_tests_is_named() -> None:
    steps = re.findall(r"\(\"(\w+)\", \[", text("tests/__main__.py"))
    told = {word for row in rows(section(README, "## Test it")) for word in row[0].split(", ")}
    assert len(steps) >= 5
    assert {*steps, "evidence"} <= told


# What the curators' README names -------------------------------------------------------------


def test_every_kind_of_file_is_named_and_no_other() -> None:
    assert names(section(CURATORS, "## What each file holds")) == list(_in_any_order(CURATORS))


def _in_any_order(name: str) -> Iterator[str]:
    """The kinds in the order of the document, then those it lacks."""
    told = names(section(name, "## What each file holds"))
    yield from [kind for kind in told if kind in Catalogue.FILES]
    yield from [kind for kind in Catalogue.FILES if kind not in told]


def test_the_kinds_named_for_their_source_are_marked() -> None:
    table = section(CURATORS, "## What each file holds")
    marked = {row[0].split("`")[1] for row in rows(table) if row[0].endswith("\\*")}
    assert marked == set(catalogue.BY_SOURCE)


def test_every_key_of_a_figure_is_named_and_no_other() -> None:
    table = section(CURATORS, "### The keys of a figure")
    assert set(names(table)) == set(Figure.model_fields)
    needed = {row[0].strip("`") for row in rows(table) if row[1] == "yes"}
    required = {name for name, field in Figure.model_fields.items() if field.is_required()}
    assert needed == required - {"source"}


def test_every_key_of_every_kind_is_named() -> None:
    told = set(re.findall(r"`([a-z_]+)(?:: \w+)?`", plain(CURATORS)))
    told |= {key for block in fenced(CURATORS, "yaml") for key in re.findall(r"(\w+):", block)}
    # The strategy's own parts are copied from the item above, as the document says.
    missing = {
        f"{kind}.{key}"
        for kind, model in Catalogue.FILES.items()
        if kind not in ("domains", "boards", "risks", "priorities")
        for key in model.model_fields
        if key not in told
    }
    assert missing == set()


def _words(module: ModuleType) -> Iterator[tuple[str, str]]:
    for name, literal in vars(module).items():
        if get_origin(literal) is not None and name not in COMPUTED_WORDS:
            for word in get_args(literal):
                if isinstance(word, str):
                    yield name, word


def test_every_word_is_named_and_no_other() -> None:
    told = section(CURATORS, "## The words you may use")
    words = list(_words(vocabulary))
    assert len(words) > 80
    assert [f"{kind}: {word}" for kind, word in words if f"`{word}`" not in told] == []
    heads = set(re.findall(r"\*\*`(\w+)`\*\*", told))
    others = set(re.findall(r"`(\w+)`", told)) - heads - {word for _, word in words}
    assert others - {"note"} == set()


def test_every_column_of_the_tables_is_named() -> None:
    told = section(CURATORS, "## The tables")
    columns = [
        one for name, held in vars(tables).items() if name.endswith("_COLUMNS") for one in held
    ]
    assert len(columns) > 30
    assert [column for column in columns if f"`{column}`" not in told] == []


def test_every_period_of_the_table_is_one() -> None:
    body = "".join(f"- {name}\n" for name in names(section(CURATORS, "### Periods")))
    periods = yaml_reader.read(body.encode(), "periods.yaml").tree
    assert isinstance(periods, list)
    assert len(periods) >= 8
    for period in periods:
        assert Period.parse(str(period)).text == str(period)


# Paths and links -----------------------------------------------------------------------------

_PATH = re.compile(r"\.?[A-Za-z_][\w.-]*(?:/[\w.-]+)*/?")
_ENDINGS = (".py", ".toml", ".yaml", ".md", ".sql", ".csv", ".json", ".txt")


def paths(name: str) -> set[str]:
    """What a document names as code and what looks like a path."""
    code = re.findall(r"`([^`\n]+)`", plain(name))
    return {
        one
        for one in code
        if _PATH.fullmatch(one) and ("/" in one or one.endswith(_ENDINGS)) and not _made(one)
    }


def _made(path: str) -> bool:
    return path.partition("/")[0] in MADE


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_is_there(name: str) -> None:
    named = paths(name)
    assert len(named) >= 5
    assert sorted(one for one in named if not (ROOT / one).exists()) == []


def test_paths_are_seen() -> None:
    assert {"app.py", "loaders/queries.py", "pages/", "data/observations"} <= paths(README)
    assert "LIFECOURSE_PATHS_DATA" not in paths(README)


def _anchors(name: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", plain(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", plain(name))
    assert links
    for link in links:
        assert "://" not in link, f"{link}: a link to elsewhere needs a network"
        path, _, anchor = link.partition("#")
        target = os.path.normpath(Path(name).parent / path) if path else name
        assert (ROOT / target).is_file(), f"{name} links to {link}, which is not there"
        if anchor:
            assert anchor in _anchors(target), f"{name} links to {link}: no such heading"


def test_the_tree_is_the_one_that_is_there() -> None:
    (tree, *_) = fenced("docs/ARCHITECTURE.md", "text")
    folders: list[str] = []
    seen = 0
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        left = re.split(r"\s{2,}", line.strip())[0]
        for part in left.split():
            if not re.fullmatch(r"[\w.]+/?", part) or part == "...":
                continue
            path = "".join(folders[:depth]) + part
            assert (ROOT / path).exists(), f"the tree names {path}, which is not there"
            seen += 1
            if part.endswith("/"):
                folders[depth:] = [part]
    assert seen > 40


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_of_one_machine_is_named(name: str) -> None:
    assert re.findall(r"(?<![\w.])/(?:home|work|root|tmp|Users|opt|usr)/\S*", text(name)) == []
    assert re.findall(r"[A-Z]:\\\S+", text(name)) == []
    assert "\t" not in text(name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_lines_are_short_and_tables_whole(name: str) -> None:
    outside = plain(name)
    long = [line for line in outside.splitlines() if len(line) > 110 and "|" not in line]
    assert long == []
    for table in re.findall(r"(?:^ *\|.*\n)+", outside, re.MULTILINE):
        widths = {len(row) for row in rows(table)}
        assert len(widths) == 1, table[:120]
