"""Slides read back: titles, charts with their numbers, pictures, notes, links, hostile words."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from pptx.util import Inches, Pt

from pages.components import pictures, slide_charts, slides
from pages.components.slides import Slide, to_pptx
from pages.components.snapshots import Native, Snapshot
from tests.pages import real_views
from tests.pages.test_exports import HOSTILE, snapshot

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@cache
def packed() -> bytes:
    """Return the pack of all kinds of view, made once."""
    return to_pptx(real_views.pack(), title="The Blackpool pack")


def deck(made: bytes) -> Any:
    return Presentation(io.BytesIO(made))


def page(name: str) -> Any:
    """Return the slide of a view in the pack; contents come first."""
    return deck(packed()).slides[1 + list(real_views.all_of_them()).index(name)]


def of(made: Slide) -> Any:
    (only,) = deck(to_pptx([made])).slides
    return only


def texts(shown: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in shown.shapes if shape.has_text_frame)


def notes(shown: Any) -> str:
    return str(shown.notes_slide.notes_text_frame.text)


def chart(shown: Any) -> Any:
    (found,) = [shape.chart for shape in shown.shapes if shape.has_chart]
    return found


def table(shown: Any) -> list[list[str]]:
    (found,) = [shape.table for shape in shown.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in found.rows]


def described(shown: Any) -> list[tuple[str, str]]:
    """Return name and description of every chart, picture and table."""
    things = [s for s in shown.shapes if s.has_chart or s.has_table or s.shape_type == 13]
    about = [thing._element.xpath("./*/p:cNvPr")[0] for thing in things]
    return [(one.get("name"), one.get("descr")) for one in about]


def native(**changes: Any) -> Native:
    made = Native(
        "bars",
        ("Blackpool", "Wyre"),
        (("Smoking", (18.5, 7.59)),),
        "%",
        shown=(("18.5%", "7.59%"),),
        looks=("reported", "reported"),
        approximate=(False, False),
    )
    return replace(made, **changes)


def bars(count: int, name: str = "Area {}") -> Native:
    return native(
        categories=tuple(name.format(at) for at in range(count)),
        series=(("Smoking", tuple(1000.0 - at for at in range(count))),),
        shown=(tuple(f"{1000 - at:,}%" for at in range(count)),),
        looks=("reported",) * count,
        approximate=(False,) * count,
    )


# What stands on every slide


def test_a_pack_has_a_slide_for_each_view_after_its_contents() -> None:
    shown = deck(packed())
    assert (shown.slide_width, shown.slide_height) == (Inches(13.333), Inches(7.5))
    titles = [one.shapes.title.text for one in shown.slides]
    assert titles == ["The Blackpool pack", *(one.said for one in real_views.pack())]
    assert shown.core_properties.title == "The Blackpool pack"
    assert shown.core_properties.language == "en-GB"


@pytest.mark.parametrize("name", list(real_views.all_of_them()))
def test_every_slide_says_where_its_figures_are_from(name: str) -> None:
    shown, view = texts(page(name)), real_views.all_of_them()[name]
    taken = real_views.slide(name).snapshot
    assert view.headline in shown
    assert view.subtitle in shown
    for source in view.sources:
        assert source in shown
    assert f"data build {taken.build}" in shown
    assert f"{taken.taken.day} {taken.taken:%B %Y}" in shown
    assert "Filters: Domain: Starting Well." in shown
    links = [
        run.hyperlink.address
        for shape in page(name).shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert real_views.LINK in links


@pytest.mark.parametrize("name", list(real_views.all_of_them()))
def test_every_chart_picture_and_table_is_described(name: str) -> None:
    (only,) = described(page(name))
    kinds = {"lines": "Line chart", "dots": "Values with intervals", "table": "Table"}
    kinds["slopes"] = "Values before and after"
    kinds |= dict.fromkeys(("bars", "targets"), "Bar chart")
    view = real_views.all_of_them()[name]
    assert only[0] == kinds.get(name, "Chart")
    assert only[1].startswith(f"{only[0]}. {view.headline}. {view.subtitle}")
    assert "png" not in only[1]


@pytest.mark.parametrize("name", list(real_views.all_of_them()))
def test_notes_have_the_words_behind_every_figure(name: str) -> None:
    told, view = notes(page(name)), real_views.all_of_them()[name]
    assert told.startswith(f"{name}\n\n")  # what the speaker wants to say
    assert "How" not in told.split("\n")[0]
    for row in view.table.astype(str).to_numpy():
        assert " | ".join(" ".join(cell.split()) for cell in row) in told
    if view.rows is not None and "as_stated" in view.rows:
        for row in view.rows.to_dict("records"):
            assert f"“{row['as_stated']}” ({row['source']}, {row['locator']})" in told
    assert f"Lifecourse: “{view.headline}”" in told
    assert real_views.LINK in told


def test_a_title_of_ones_own_leaves_the_headline_on_the_slide() -> None:
    shown = of(real_views.slide("lines", title="Fewer smoke"))
    assert shown.shapes.title.text == "Fewer smoke"
    assert real_views.all_of_them()["lines"].headline in texts(shown)


def test_figures_in_question_keep_their_mark() -> None:
    shown = page("bars")
    assert any("⚠" in name for name in chart(shown).plots[0].categories)
    assert "⚠ a check puts the figure in question." in texts(shown)
    assert "⚠" not in texts(page("dots"))


def test_contents_lead_to_the_slides() -> None:
    first, *others = deck(packed()).slides
    (box,) = [s for s in first.shapes if s.has_text_frame and "What is published" in s.text]
    lines = [paragraph.text for paragraph in box.text_frame.paragraphs]
    said = [one.said for one in real_views.pack()]
    at = list(real_views.all_of_them()).index("dots")
    heads = ["What the documents say", *said[:at], "What is published", *said[at:]]
    assert [line.rstrip("…") for line in lines] == [
        whole[: len(line.rstrip("…"))] for line, whole in zip(lines, heads, strict=True)
    ]
    linked = [
        first.part.related_part(link.rId)
        for link in box._element.xpath(".//a:hlinkClick")
        if link.get("action") == "ppaction://hlinksldjump"
    ]
    assert linked == [one.part for one in others]


def test_contents_of_a_long_pack_take_several_slides() -> None:
    one = Slide(snapshot(chart=None, native=native()), title="A")
    shown = deck(to_pptx([one] * 40, title="Long"))
    assert [page.shapes.title.text for page in shown.slides][:3] == [
        *("Long (1 of 2)", "Long (2 of 2)", "A")
    ]
    assert len(shown.slides) == 42


def test_without_a_title_there_are_no_contents() -> None:
    assert of(real_views.slide("bars")).shapes.title.text == real_views.slide("bars").said


def test_the_heading_of_a_part_stands_on_all_its_slides() -> None:
    assert "What the documents say" in texts(page("lines"))
    assert "What is published" in texts(page("table"))


def test_progress_is_told_after_every_view() -> None:
    told: list[int] = []
    to_pptx([Slide(snapshot(native=bars(50)))] * 3, done=told.append)
    assert told == [1, 2, 3]
    with pytest.raises(ValueError, match="at least one view"):
        to_pptx([])


def test_words_are_in_english_for_whoever_reads_them_aloud() -> None:
    for shown in deck(packed()).slides:
        runs = shown._element.xpath(".//a:r[normalize-space(a:t)]/a:rPr | .//a:fld/a:rPr")
        assert runs
        assert {run.get("lang") for run in runs} == {"en-GB"}


# Charts of PowerPoint's own


@pytest.mark.parametrize("name", ["bars", "targets", "lines", "dots", "slopes"])
def test_a_native_chart_has_the_numbers_of_the_view(name: str) -> None:
    given = real_views.all_of_them()[name].native
    assert given is not None
    shown = chart(page(name))
    series = {one.name: tuple(one.values) for plot in shown.plots for one in plot.series}
    wanted = dict(given.series)
    if given.comparator is not None:
        wanted[given.comparator[0]] = (given.comparator[1],) * len(given.categories)
    assert series == wanted
    assert tuple(shown.plots[0].categories) == given.categories
    # Every point of a slope has its number with its unit; the others have an axis.
    assert shown.value_axis.visible == (name != "slopes")
    if name != "slopes":
        assert shown.value_axis.axis_title.text_frame.text == given.unit


@pytest.mark.parametrize("name", ["bars", "targets", "lines", "dots", "slopes"])
def test_the_sheet_behind_a_chart_has_them_too(name: str) -> None:
    given = real_views.all_of_them()[name].native
    assert given is not None
    sheet = openpyxl.load_workbook(io.BytesIO(chart(page(name)).part.chart_workbook.xlsx_part.blob))
    header, *rows = sheet["Sheet1"].iter_rows(values_only=True)
    assert header[1 : 1 + len(given.series)] == tuple(name for name, _ in given.series)
    assert tuple(row[0] or "" for row in rows) == given.categories
    for at, (_, values) in enumerate(given.series, start=1):
        assert tuple(row[at] for row in rows) == values


def labels(shown: Any) -> dict[int, str]:
    """Return what is written at points in another way than at the others."""
    found = {}
    for one in chart(shown)._chartSpace.xpath("(.//c:ser)[1]/c:dLbls/c:dLbl"):
        text = "".join(one.xpath(".//a:t/text()"))
        code = one.xpath("c:numFmt/@formatCode")
        found[int(one.xpath("c:idx/@val")[0])] = text or code[0]
    return found


def test_labels_are_numbers_unless_the_page_says_more() -> None:
    shown = native(shown=(("18.5%", "almost 7.59%"),))
    page = of(Slide(snapshot(native=shown)))
    assert labels(page) == {1: "almost 7.59%"}
    assert chart(page).plots[0].series[0].data_labels.number_format == '0.0"%"'
    assert labels(of(Slide(snapshot(native=native())))) == {1: '0.00"%"'}


def test_real_labels_say_what_is_approximate() -> None:
    given = real_views.all_of_them()["bars"].native
    assert given is not None
    written = labels(page("bars"))
    approximate = {at: given.shown[0][at] for at, about in enumerate(given.approximate) if about}
    assert approximate
    assert approximate.items() <= written.items()


@given(
    st.decimals(min_value=0, max_value=10**7, places=2),
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["%", " years", " per 100,000", "", " to 1", ' "x"', " ⚠"]),
    st.booleans(),
)
def test_a_number_as_shown_is_a_number_as_written(
    number: Any, decimals: int, after: str, grouped: bool
) -> None:
    text = f"{number:{',' if grouped else ''}.{decimals}f}"
    code = slide_charts._format(text + after, float(text.replace(",", "")))
    assert code is not None
    pattern, _, words = code.partition('"')
    assert words.rstrip('"') == after.replace('"', "”")
    assert len(pattern.partition(".")[2]) == decimals
    assert pattern.startswith("#,##0") == ("," in text)
    assert slide_charts._format(text + after, float(text.replace(",", "")) + 1) is None
    assert slide_charts._format(f"about {text}{after}", float(text.replace(",", ""))) is None


def test_what_is_aimed_at_does_not_look_like_a_result() -> None:
    shown = page("targets")
    given = real_views.all_of_them()["targets"].native
    assert given is not None
    series = chart(shown).plots[0].series[0]
    for at, look in enumerate(given.looks):
        assert (series.points[at].format.fill.type == 5) == (look == "target")  # no filling
    assert "An outline without filling is a target or a projection." in texts(shown)


def test_bars_stand_on_zero_and_the_first_on_top() -> None:
    shown = chart(page("bars"))
    assert shown.value_axis.minimum_scale == 0
    assert shown.category_axis.reverse_order
    (crosses,) = shown.value_axis._element.xpath("c:crosses/@val")
    assert crosses == "max"


def slopes(count: int, *, name: str = "Of those who took part {}") -> Native:
    return Native(
        "slopes",
        ("Before", "After"),
        tuple((name.format(at), (50.0 + at, 40.0 + at)) for at in range(count)),
        "%",
        shown=tuple((f"{50 + at}%, 2023", f"almost {40 + at}%, 2024") for at in range(count)),
    )


def ends(shown: Any) -> list[tuple[str, ...]]:
    """Return what is written before and after each line, as text or as a format of numbers."""
    return [
        tuple(
            "".join(one.xpath(".//a:t/text()")) or one.xpath("c:numFmt/@formatCode")[0]
            for one in series.xpath("c:dLbls/c:dLbl")
        )
        for series in chart(shown)._chartSpace.xpath(".//c:ser")
    ]


def test_slopes_have_a_line_for_each_series_named_where_it_ends() -> None:
    shown = page("slopes")
    given = real_views.all_of_them()["slopes"].native
    assert given is not None
    drawn = chart(shown)
    assert [one.name for one in drawn.plots[0].series] == [name for name, _ in given.series]
    assert not drawn.has_legend
    assert drawn.value_axis.minimum_scale == 0
    assert drawn.value_axis.maximum_scale > max(
        value for _, values in given.series for value in values if value is not None
    )
    for (before, after), (name, _), texts in zip(
        ends(shown), given.series, given.shown, strict=True
    ):
        number = re.compile(r"[\d,.]+")
        for written, text in ((before, texts[0]), (after, texts[1])):
            assert text is not None
            # A number that follows its cell, or the words of the page.
            end = number.sub("", text, count=1).split(",")[0]
            assert end.strip() in written.replace('"', "")
        assert name.split()[0] in after


def test_slopes_say_more_than_a_number_in_words() -> None:
    ((before, after), *_) = ends(of(Slide(snapshot(native=slopes(2)))))
    assert before == '0"%, 2023"'
    assert after == "almost 40%, 2024, Of those who took part 0"


def test_labels_of_slopes_do_not_lie_on_each_other() -> None:
    close = replace(slopes(6), series=tuple((f"S{at}", (50.0, 40.0)) for at in range(6)))
    room = slide_charts.Room(0, 0, 12, 5)
    heights = [slide_charts.SLOPE_SIZE * slide_charts.LINE_HEIGHT / 72] * 6
    moved = slide_charts._spread([1.0] * 6, heights)
    assert sorted(moved) == pytest.approx([1 + heights[0] * (at - 2.5) for at in range(6)])
    drawn = chart(of(Slide(snapshot(native=close))))
    offsets = [
        float(one)
        for one in drawn._chartSpace.xpath(".//c:dLbl[c:idx/@val='1']//c:manualLayout/c:y/@val")
    ]
    assert offsets == sorted(offsets)
    assert len(set(offsets)) == 6
    assert room.height * (offsets[1] - offsets[0]) > 0


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 0.6)), min_size=1, max_size=9))
def test_labels_are_moved_apart_and_no_further(pairs: list[tuple[float, float]]) -> None:
    places, heights = [list(one) for one in zip(*pairs, strict=True)]
    moved = slide_charts._spread(places, heights)
    order = sorted(range(len(moved)), key=moved.__getitem__)
    for one, other in itertools.pairwise(order):
        assert moved[other] - moved[one] >= (heights[one] + heights[other]) / 2 - 1e-9
        if places[one] != places[other]:
            assert places[one] < places[other]
    # Alone it stays where it is.
    if len(moved) == 1:
        assert moved == pytest.approx(places)


def test_slopes_that_are_many_are_shared_out_to_slides_of_one_scale() -> None:
    shown = deck(to_pptx([Slide(snapshot(native=slopes(20)))]))
    drawn = [chart(one) for one in shown.slides]
    assert [len(one.plots[0].series) for one in drawn] == [7, 7, 6]
    (most,) = {one.value_axis.maximum_scale for one in drawn}
    assert most > 69


def test_an_empty_place_in_time_does_not_break_a_line() -> None:
    gap = native(
        kind="lines",
        categories=("2018", "", "2020"),
        series=(("A", (1.0, None, 3.0)),),
        shown=(("1%", None, "3%"),),
        looks=(),
        approximate=(),
    )
    shown = chart(of(Slide(snapshot(native=gap))))
    assert shown._chartSpace.xpath(".//c:dispBlanksAs/@val") == ["span"]
    assert tuple(shown.plots[0].series[0].values) == (1.0, None, 3.0)


@pytest.mark.parametrize("name", ["Area {}", "Area {} with a name that takes rather more room ⚠"])
def test_forty_bars_are_shared_out_to_slides_and_stay_legible(name: str) -> None:
    shown = deck(to_pptx([Slide(snapshot(native=bars(40, name)), title="Forty")]))
    assert [one.shapes.title.text for one in shown.slides] == [
        f"Forty ({at} of 3)" for at in (1, 2, 3)
    ]
    charts = [chart(one) for one in shown.slides]
    assert [v for one in charts for v in one.plots[0].series[0].values] == [
        1000.0 - at for at in range(40)
    ]
    assert {one.value_axis.maximum_scale for one in charts} == {1000.0}
    assert all(one.category_axis.tick_labels.font.size >= Pt(12) for one in charts)


def test_long_names_are_cut_on_the_slide_and_whole_in_the_sheet() -> None:
    long = "An area with a name that goes on " * 20
    names = (*(f"{long}{at}" for at in range(18)),)
    shown = chart(of(Slide(snapshot(native=replace(bars(18), categories=names)))))
    cut = tuple(shown.plots[0].categories)
    assert all(one.endswith("…") and len(one) < 100 for one in cut)
    sheet = openpyxl.load_workbook(io.BytesIO(shown.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    assert tuple(row[0] for row in sheet.iter_rows(min_row=2, values_only=True)) == names


def test_dots_that_are_too_many_become_a_picture() -> None:
    def dots(count: int) -> Slide:
        values = tuple(float(at) for at in range(count))
        made = Native(
            "dots",
            tuple(f"Area {at}" for at in range(count)),
            (("Value", values), ("Lower", values), ("Upper", values)),
            "%",
            looks=("worse",) * count,
        )
        return Slide(snapshot(native=made))

    assert chart(of(dots(slide_charts.MOST_DOTS)))
    assert [name for name, _ in described(of(dots(slide_charts.MOST_DOTS + 1)))] == ["Chart"]


# Pictures and tables


@pytest.mark.parametrize("name", list(real_views.all_of_them()))
def test_nothing_is_too_small_to_be_read(name: str) -> None:
    shown = page(name)
    sizes = [int(one) / 100 for one in shown._element.xpath(".//*[@sz > 0]/@sz")]
    assert min(sizes) >= 12
    for shape in shown.shapes:
        if shape.has_chart:
            space = shape.chart._chartSpace
            names = {int(one) / 100 for one in space.xpath(".//c:catAx//@sz")}
            others = {int(one) / 100 for one in space.xpath(".//*[not(ancestor::c:catAx)]/@sz")}
            assert min(others) >= 12
            assert min(names, default=14) >= (slide_charts.DOT_SIZES[-1] if name == "dots" else 12)


@pytest.mark.parametrize("words", ["Fewer smoke at delivery ", "A headline of the usual length "])
@pytest.mark.parametrize("count", range(1, 12, 2))
def test_a_title_takes_two_lines_at_the_most(words: str, count: int) -> None:
    title = slides._title(words * count, "")
    lines = pictures.wrapped(
        title.text, room=slides.INNER * 72 / title.size * slides.SNUG, most=9, bold=True
    )
    assert len(lines) <= 2
    assert title.size >= 22


@given(
    st.lists(
        st.lists(st.text("abc 1", max_size=40), min_size=3, max_size=3), min_size=2, max_size=6
    )
)
def test_a_column_is_as_wide_as_its_longest_word_if_all_can_be(cells: list[list[str]]) -> None:
    letters = 200.0  # more than three words of 40 letters
    widths = slides.column_widths(cells, letters, letters)
    assert sum(widths) == pytest.approx(letters)
    for width, column in zip(widths, zip(*cells, strict=True), strict=True):
        for text in column:
            for word in text.split():
                assert pictures.extent(word) <= width


def test_a_table_of_few_rows_is_set_in_large_type_with_no_word_cut() -> None:
    few = pd.DataFrame({"What": ["procurements " * 6], "Value": ["£4,100,000,000"], "C": ["x"]})
    cells = slides.texts_of(few)
    size, widths, shown = slides._that_fit(cells, slides.INNER, 4.0)
    assert size > 14
    assert [texts for texts, _ in shown] == cells
    for text, width in zip(cells[1], widths, strict=True):
        for word in text.split():
            assert pictures.extent(word) * size / 72 <= width


@pytest.mark.parametrize("name", ["ranges", "spine", "matrix"])
def test_a_picture_is_sharp_at_full_width(name: str) -> None:
    (picture,) = [shape for shape in page(name).shapes if shape.shape_type == 13]
    pixels = Image.open(io.BytesIO(picture.image.blob)).size
    for across, length in zip(pixels, (picture.width, picture.height), strict=True):
        assert across / (length / Inches(1)) >= 2 * 96 - 1
    assert pixels[0] / pixels[1] == pytest.approx(picture.width / picture.height, rel=0.01)
    assert picture.left + picture.width <= Inches(13.333)
    assert picture.top + picture.height <= Inches(7.5)


def test_a_table_shows_its_first_rows_and_says_how_many_more() -> None:
    shown = page("table")
    whole = real_views.all_of_them()["table"].table
    header, *rows = table(shown)
    assert header == list(whole.columns[: slides.MOST_COLUMNS])
    assert 5 <= len(rows) < len(whole)
    for row, wanted in zip(rows, whole.to_numpy(), strict=False):
        assert row[: len(header)] == [str(cell) for cell in wanted[: len(header)]]
    left = len(whole) - len(rows)
    assert f"The notes have {left} more rows and 1 more column." in texts(shown)


def test_a_view_whose_chart_is_nothing_is_a_table() -> None:
    made = Slide(snapshot(chart=lambda: None))
    assert [name for name, _ in described(of(made))] == ["Table"]


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(), pd.DataFrame({"A": []}), pd.DataFrame(index=[1, 2])]
)
def test_a_view_without_figures_says_so(frame: pd.DataFrame) -> None:
    shown = of(Slide(snapshot(chart=None, table=frame, rows=None)))
    assert "There are no figures for this choice." in texts(shown)


def test_cells_that_are_missing_are_empty() -> None:
    frame = pd.DataFrame({"A": [None, float("nan"), pd.NA, pd.NaT, -5], "B": [1.0, 2.5, 0, 1e9, 7]})
    shown = of(Slide(snapshot(chart=None, table=frame, rows=None)))
    assert [row[0] for row in table(shown)] == ["A", "", "", "", "", "-5"]
    assert [row[1] for row in table(shown)] == ["B", "1", "2.5", "0", "1000000000", "7"]


# Long and hostile words


def inside(shown: Any) -> None:
    """Nothing leaves the slide, and the parts below one another do not overlap."""
    for shape in shown.shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= Inches(13.34)
        assert shape.top + shape.height <= Inches(7.5)


@pytest.mark.parametrize("letter", ["word ", "w"])
def test_a_title_of_5000_letters_is_cut_on_the_slide_and_whole_in_the_notes(letter: str) -> None:
    long = (letter * 5000)[:5000].strip()
    made = snapshot(title=long, subtitle=long, filters=long, source=long, native=native())
    shown = of(Slide(made))
    assert shown.shapes.title.text.endswith("…")
    assert len(shown.shapes.title.text) < 300
    assert long in notes(shown)
    inside(shown)
    assert chart(shown)


@pytest.mark.parametrize("name", list(real_views.all_of_them()))
def test_nothing_of_a_real_view_leaves_the_slide(name: str) -> None:
    inside(page(name))


def test_notes_say_how_many_lines_they_leave_out() -> None:
    frame = pd.DataFrame({"A": ["x" * 90] * 1000})
    told = notes(of(Slide(snapshot(chart=None, table=frame, rows=None))))
    assert len(told) < slides.LONGEST_NOTES + 200
    kept = told.count("x" * 90)
    assert f"… and {1000 - kept} more lines" in told
    assert "Lifecourse: “" in told


def hostile(made: Native) -> Slide:
    words = "\n".join(HOSTILE)
    table = pd.DataFrame({"Text": pd.Series(HOSTILE, dtype=object), "=Head": range(len(HOSTILE))})
    shown = snapshot(
        *(), title=words, subtitle=words, filters=words, source=words, build=words, table=table,
        rows=None, native=made,
    )  # fmt: skip
    return Slide(shown, title=words, heading=words, note=words, link="javascript:alert(1)")


@pytest.mark.parametrize("kind", ["bars", "lines", "dots"])
def test_hostile_words_are_text(kind: Any) -> None:
    values = tuple(float(at) for at in range(len(HOSTILE)))[:20]
    names = HOSTILE[:20]
    made = Native(
        kind, names, tuple((name, values) for name in names[:3]), "=1+1", shown=(names,) * 3,
        looks=("worse" if kind == "dots" else "reported",) * 20,
        comparator=("=1+1", 3.0) if kind == "dots" else None,
    )  # fmt: skip
    if kind == "bars":
        made = replace(made, series=made.series[:1], approximate=(True,) * 20)
    written = to_pptx([hostile(made), replace(hostile(made), snapshot=snapshot(chart=None))])
    shown = deck(written)
    for one in shown.slides:
        assert not one._element.xpath(".//a:hlinkClick")
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith((".xml", ".rels")):
                text = content.decode()
                ET.fromstring(text)
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text), name
                assert "javascript:" not in text or "_rels" not in name
                if "notes" not in name:
                    assert not TURNING.search(text), name
            if name.endswith(".xlsx"):
                no_formulas(content)


def no_formulas(content: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert not cell.value.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://x.example/a?b=1&c=d e", False),
        ("https://x.example/a?b=1&c=d+e#f", True),
        (" http://localhost:8501/ ", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("http://x\nfile:///etc", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_linked(link: str, kept: bool) -> None:
    assert bool(Slide(snapshot(), link=link).address) == kept


# The file


SEQUENCES = {
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset "
    "tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName "
    "showSerName showPercent showBubbleSize separator",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "scaling": "logBase orientation max min",
    "plotArea": "layout lineChart barChart valAx catAx dateAx serAx dTable spPr",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend "
    "plotVisOnly dispBlanksAs showDLblsOverMax",
    "rPr": "ln noFill solidFill gradFill effectLst highlight uLn uFill latin ea cs sym hlinkClick",
}


def elements(made: bytes) -> Iterator[Any]:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                yield from ET.fromstring(parts.read(name)).iter()


def test_parts_stand_in_the_order_that_powerpoint_wants() -> None:
    """ECMA-376 fixes the order of children; PowerPoint offers to repair what has another."""
    made = [packed(), to_pptx([Slide(snapshot(native=bars(40)))])]
    checked = set()
    for element in (one for each in made for one in elements(each)):
        tag = element.tag.rpartition("}")[2]
        if tag not in SEQUENCES:
            continue
        order = SEQUENCES[tag].split()
        places = [order.index(child.tag.rpartition("}")[2]) for child in element]
        if tag == "plotArea":  # charts first, then axes, both in any order
            places = [0 if place == 0 else 1 if place < 3 else 2 for place in places]
        assert places == sorted(places), (tag, [child.tag for child in element])
        checked.add(tag)
    assert checked == set(SEQUENCES)


def test_names_and_numbers_of_shapes_are_unique_on_a_slide() -> None:
    for shown in deck(packed()).slides:
        numbers = [shape.shape_id for shape in shown.shapes]
        assert len(numbers) == len(set(numbers))


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; import pages.components.slides; "
        "sys.exit(bool({'vl_convert', 'pptx', 'xlsxwriter'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_charts_are_drawn_outside_this_process() -> None:
    """The library that draws would hold up every other session while it does."""
    code = (
        "import sys; from tests.pages.test_exports import snapshot; "
        "from pages.components.slides import Slide, to_pptx; to_pptx([Slide(snapshot())]); "
        "sys.exit('vl_convert' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "pack.pptx"
    file.write_bytes(packed())
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    from pypdf import PdfReader

    read = PdfReader(tmp_path / "pack.pdf")
    pages = [" ".join(one.extract_text().split()) for one in read.pages]
    assert len(pages) == 1 + len(real_views.pack())
    for text, view in zip(pages[1:], real_views.all_of_them().values(), strict=True):
        assert view.headline in text
    assert "about 2,000,000 people" in pages[1]


def test_a_snapshot_is_left_as_it_was() -> None:
    made = snapshot(native=native())
    before = replace(made)
    to_pptx([Slide(made)])
    assert isinstance(made, Snapshot)
    assert made.native == before.native
    pd.testing.assert_frame_equal(made.table, before.table)
