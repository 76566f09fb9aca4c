"""Evidence on made-up texts, where every answer is known, and on the real ones if at hand."""

import pytest
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from config import settings
from loaders import catalogue as curated
from loaders import evidence
from loaders.evidence import SourceText, TextsError, fold
from models.catalogue import Catalogue
from models.figure import Figure, NotFigure
from models.partnership import Milestone, NextStep
from models.source import Source
from models.ward import WardDesignation

REPORT = """
Lancashire has c. 1.2
million people.\tOf them
  15% smoke, and 5% vape.

Page 2
In all 5% at
March 2025, in 28 places and 28 teams.
"""


def source(name, file_name="report.txt"):
    return Source(id=name, title=name, publisher="a board", status="published", file_name=file_name)


def figure(as_stated, value=5, name="f", **more):
    return Figure.model_validate(
        {
            "id": name,
            "indicator": "i",
            "area": "a",
            "value": value,
            "qualifier": "exact",
            "kind": "other",
            "as_stated": as_stated,
            "where": "there",
            "source": "report",
            **more,
        }
    )


def spared(text, **more):
    return NotFigure.model_validate(
        {"source": "report", "text": text, "reason": "page_number", **more}
    )


def held(*figures, not_figures=(), **more):
    return Catalogue(sources=(source("report"),), figures=figures, not_figures=not_figures, **more)


def faults(catalogue, text=REPORT):
    return [
        (fault.path, fault.wrong)
        for fault in evidence.verify(catalogue, {"report": SourceText("report", text)})
    ]


def left(catalogue, text=REPORT):
    return [
        (found.line, found.number)
        for found in evidence.uncovered(catalogue, {"report": SourceText("report", text)})
    ]


# Is it there, and does it give the value?


@pytest.mark.parametrize(
    ("as_stated", "value"),
    [
        ("15% smoke", 15),
        ("c. 1.2 million people", 1_200_000),  # across a line break
        ("people. Of them 15%", 15),  # across a tab and an indented line
        ("5% at March 2025", 5),
        ("vape. Page 2", 2),  # across an empty line
        ("5%  vape", 5),  # however many blanks the curator wrote
    ],
)
def test_found(as_stated, value):
    assert faults(held(figure(as_stated, value))) == []


@pytest.mark.parametrize(
    "as_stated",
    [
        "25% smoke",
        "15% Smoke",
        "15%smoke",
        "15 % smoke",
        "c 1.2 million",
        "people Of them 15%",
        "March 2025 in 28",
    ],
)
def test_not_found(as_stated):
    ((path, wrong), *_) = faults(held(figure(as_stated, 15)))
    assert path == ("as_stated",)
    assert wrong == f"'{as_stated}' is not in the text of report"


@pytest.mark.parametrize(
    ("as_stated", "text"),
    [
        ("5%", "15% smoke"),
        ("5% smoke", "2.5% smoke"),
        ("253 people", "59,253 people"),
        ("cost £59", "cost £59,253"),
        ("cost 12", "cost 12.3"),
        ("cost 1.2", "cost 1.2 million"),
        ("3 more", "1/3 more"),
    ],
)
def test_part_of_a_number_is_no_evidence(as_stated, text):
    value = float("".join(c for c in as_stated if c in "0123456789."))
    assert [path for path, _ in faults(held(figure(as_stated, value)), text)] == [("as_stated",)]


def test_the_occurrence():
    assert faults(held(figure("5%", occurrence=2))) == []
    ((path, wrong),) = faults(held(figure("5%", occurrence=3)))
    assert path == ("occurrence",)
    assert wrong == "the fragment stands 2 times"


@pytest.mark.parametrize("value", [1, 2, 3, 28.5, 0])
def test_the_number_must_give_the_value(value):
    ((path, wrong),) = faults(held(figure("28 places", value)))
    assert path == ("value",)
    assert "does not give" in wrong


def test_both_ends_of_a_range():
    wide = figure("15% smoke, and 5% vape", None, low=5, high=15, qualifier="range")
    assert faults(held(wide)) == []
    off = figure("15% smoke, and 5% vape", None, low=4, high=16, qualifier="range")
    assert [path for path, _ in faults(held(off))] == [("low",), ("high",)]


def test_a_source_without_a_text():
    catalogue = Catalogue(sources=(source("report", None),), figures=(figure("5%"),))
    ((fault),) = evidence.verify(catalogue, {})
    assert fault.path == ("source",)
    assert "no text" in fault.wrong


def test_everything_that_quotes_is_verified():
    about = {"area": "a", "source": "report", "where": "there", "as_stated": "not there"}
    catalogue = held(
        not_figures=(spared("Page 3"), spared("Page 2", occurrence=2)),
        ward_designations=(
            WardDesignation.model_validate(
                {
                    **about,
                    "id": "d",
                    "name_as_written": "Bank Hall",
                    "designation": "priority_ward",
                    "unmatched_reason": "none",
                }
            ),
        ),
        milestones=(
            Milestone.model_validate({**about, "id": "m", "text": "done", "status": "completed"}),
        ),
        next_steps=(NextStep.model_validate({**about, "id": "n", "text": "next"}),),
    )
    assert [path for path, _ in faults(catalogue)] == [
        ("as_stated",),
        ("as_stated",),
        ("as_stated",),
        ("text",),
        ("occurrence",),
    ]


# What is left.


def test_uncovered_in_reading_order_with_their_lines():
    assert left(held()) == [
        (2, "1.2 million"),
        (4, "15"),
        (4, "5"),
        (6, "2"),
        (7, "5"),
        (8, "2025"),
        (8, "28"),
        (8, "28"),
    ]


def test_what_figures_cover():
    covered = held(figure("15% smoke", 15), figure("5%", occurrence=2), figure("c. 1.2 million"))
    assert left(covered) == [(4, "5"), (6, "2"), (8, "2025"), (8, "28"), (8, "28")]


def test_a_figure_covers_one_occurrence():
    assert [number for _, number in left(held(figure("28", 28)))].count("28") == 1
    twice = held(figure("28", 28), figure("28", 28, occurrence=2))
    assert "28" not in [number for _, number in left(twice)]


def test_what_is_spared():
    page = spared("Page 2")
    assert (6, "2") not in left(held(not_figures=(page,)))
    assert len(left(held(not_figures=(page,)))) == 7
    assert len(left(held(not_figures=(spared("28"),)))) == 7
    assert len(left(held(not_figures=(spared("28", occurrence=2),)))) == 7
    assert len(left(held(not_figures=(spared("28", every=True),)))) == 6


def test_sparing_one_number_spares_no_other():
    # "5%" stands in "15%" as well, which is another number.
    assert (4, "15") in left(held(not_figures=(spared("5%", every=True),)))
    assert (4, "5") not in left(held(not_figures=(spared("5%", every=True),)))


def test_half_a_number_covers_nothing():
    text = "between fifty five and sixty"
    assert left(held(figure("between fifty", 50)), text) == [(1, "five"), (1, "sixty")]


def test_the_context_marks_the_number():
    catalogue = held()
    first = next(evidence.uncovered(catalogue, {"report": SourceText("report", REPORT)}))
    assert "has c. [1.2 million] people. Of them" in first.context
    assert first.source.id == "report"


def test_sources_come_in_their_order():
    catalogue = Catalogue(sources=(source("two"), source("one"), source("none", None)))
    texts = {"one": SourceText("one", "1"), "two": SourceText("two", "\n\n2\n3")}
    found = [(u.source.id, u.line, u.number) for u in evidence.uncovered(catalogue, texts)]
    assert found == [("two", 3, "2"), ("two", 4, "3"), ("one", 1, "1")]


WORDS = st.text(alphabet="ab \n\t\r\u00a0\u2003", max_size=80)


@runs(deadline=None)
@given(WORDS, WORDS)
def test_the_line_of_anything(before, after):
    text = SourceText("report", f"{before}X{after}")
    at = text.folded.index("X")
    assert text.line(at) == before.count("\n") + 1
    assert text.spans("X") == [(at, at + 1)]


@runs(deadline=None)
@given(WORDS)
def test_folding_is_done_once(text):
    assert fold(fold(text)) == fold(text)
    assert SourceText("report", text).spans("") == []


# Reading the texts.


def test_texts_are_read(tmp_path):
    (tmp_path / "report.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    texts = evidence.read_texts(held(), tmp_path)
    assert texts["report"].raw == "one\ntwo"


def test_texts_that_cannot_be_read(tmp_path):
    with pytest.raises(TextsError, match="there is no folder"):
        evidence.read_texts(held(), tmp_path / "gone")
    with pytest.raises(TextsError, match="the text of 'report' cannot be read from"):
        evidence.read_texts(held(), tmp_path)
    (tmp_path / "report.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(TextsError, match="the text of 'report' cannot be read from"):
        evidence.read_texts(held(), tmp_path)
    with pytest.raises(TextsError, match="no source names the file"):
        evidence.read_texts(Catalogue(sources=(source("report", None),)), tmp_path)


def test_a_file_name_leads_nowhere_else(tmp_path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "texts").mkdir()
    catalogue = Catalogue(sources=(source("report", "../secret.txt"),))
    with pytest.raises(TextsError):
        evidence.read_texts(catalogue, tmp_path / "texts")


# The real ones.


@pytest.fixture(scope="module")
def real():
    folder = settings().texts
    if folder is None:
        pytest.skip("no folder of source texts is configured (config/settings.toml, texts)")
    inspection = curated.inspect(settings().data)
    assert inspection.problems == []
    assert len(inspection.catalogue.figures) > 400
    texts = evidence.read_texts(inspection.catalogue, folder)
    assert len(texts) >= 5
    return inspection, texts


def test_every_real_fragment_is_in_its_text(real):
    inspection, texts = real
    found = [inspection.problem(fault) for fault in evidence.verify(inspection.catalogue, texts)]
    assert found == []


def test_every_real_number_is_covered(real):
    inspection, texts = real
    found = [
        f"{u.source.file_name}:{u.line}: {u.number}: {u.context}"
        for u in evidence.uncovered(inspection.catalogue, texts)
    ]
    assert found == []
