"""A fragment in its context."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import settings
from loaders import catalogue
from loaders.context import AROUND, context


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(
        "word " * 200 + "almost 400\n tests here, 400 tests there " + "end " * 200, "utf-8"
    )
    return tmp_path


def test_a_fragment_stands_between_whole_words(folder: Path) -> None:
    found = context(folder, "one.txt", "almost 400 tests")
    assert found is not None
    assert found.fragment == "almost 400 tests"
    assert set(found.before.split()) == {"word"}
    assert found.after.startswith(" here, 400 tests there end")
    assert AROUND <= len(found.before) <= AROUND + 10


def test_the_second_occurrence_is_the_second(folder: Path) -> None:
    found = context(folder, "one.txt", "400 tests", 2)
    assert found is not None
    assert found.before.endswith("here, ")


@pytest.mark.parametrize(
    ("name", "fragment", "occurrence"),
    [
        ("two.txt", "400 tests", 1),
        ("one.txt", "500 tests", 1),
        ("one.txt", "400 tests", 3),
        ("one.txt", "400 tests", 0),
        ("../one.txt", "no such words", 1),
    ],
)
def test_what_is_not_there_is_none(folder: Path, name: str, fragment: str, occurrence: int) -> None:
    assert context(folder, name, fragment, occurrence) is None


def test_every_figure_of_the_data_stands_in_its_text() -> None:
    held, texts = catalogue.load(settings().data), settings().texts
    if texts is None:
        pytest.skip("the sources' texts are not at hand")
    files = {source.id: source.file_name for source in held.sources}
    for figure in held.figures:
        name = files[figure.source]
        assert name is not None
        found = context(texts, name, figure.as_stated, figure.occurrence)
        assert found is not None, figure.id
