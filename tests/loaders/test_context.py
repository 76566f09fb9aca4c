"""A fragment in its context."""

from __future__ import annotations

import re
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


def test_markup_is_not_shown_and_takes_no_room(tmp_path: Path) -> None:
    ticks = '<div> <div>←</div> </div> <ul style="a: b"> <li>Risk &amp; cost</li> </ul> ' * 30
    stated = "almost <i>400</i></b>, 1<sup>st</sup> tests"
    said = f"{ticks}fell to < 5 and <b>{stated}, p > 1 <https://a.b> {ticks}"
    (tmp_path / "two.txt").write_text(said, "utf-8")
    found = context(tmp_path, "two.txt", stated)
    assert found is not None
    assert found.fragment == "almost 400, 1st tests"
    assert found.before.endswith("← Risk & cost fell to < 5 and ")
    assert found.after.startswith(", p > 1 <https://a.b> ← Risk & cost ←")
    for shown in (found.before, found.after):
        assert not {"div", "ul", "style", "&amp;"} & set(re.findall(r"&?\w+;?", shown))
        assert len(shown) >= AROUND


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
        assert not re.search(r"</?(div|p|ul|li|ol|b)\b", " ".join(vars(found).values())), figure.id
