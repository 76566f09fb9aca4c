"""Views as an editable PowerPoint: one slide each, with source, filters, date and build on it.

Pure: snapshots in, bytes out. A chart of bars, lines or dots is PowerPoint's own, so that it can
be edited; any other is a picture, sharp at full width, with its figures in the notes. A view
without chart is a table. What puts a figure in question is marked on the slide as on the page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from config.palette import LIGHT
from loaders.spreadsheets import legible
from pages.components import pictures
from pages.components.snapshots import Native, Snapshot, cite, day_words

# A slide of 16:9, in inches.
WIDE, HIGH = 13.333, 7.5
LEFT, INNER = 0.6, 12.133
TOP, ROOM = 1.75, 4.75
FOOT = 6.62
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 9, 6, 90
LONGEST_TITLE, LONGEST_ALT, LONGEST_NOTES = 160, 500, 12_000
PIXELS = 2560  # of a picture at the full width of a slide
INK, QUIET = "0B0C0C", "505A5F"


@dataclass(frozen=True)
class Slide:
    """One view of a pack; without a ``title`` of its own the headline is the title.

    ``heading`` opens a part of the agenda, ``note`` is what the speaker wants to say, ``link``
    the address of the view.
    """

    snapshot: Snapshot
    title: str = ""
    heading: str = ""
    note: str = ""
    link: str = ""

    @property
    def said(self) -> str:
        """Return the title as it stands on the slide."""
        return legible(self.title or self.snapshot.title)[:LONGEST_TITLE]


def to_pptx(
    slides: Sequence[Slide],
    *,
    title: str = "",
    done: Callable[[int], None] = lambda number: None,  # noqa: ARG005
) -> bytes:
    """Return slides as a presentation; with a ``title``, one of contents comes first.

    ``done`` is told after each slide how many there are. Raises ValueError without slides.
    """
    from pptx import Presentation
    from pptx.util import Inches

    if not slides:
        raise ValueError("a presentation needs at least one view")
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    deck.core_properties.title = legible(title or slides[0].said)
    deck.core_properties.author = "Lifecourse"
    deck.core_properties.language = "en-GB"
    if title:
        _contents(deck, slides, title)
    for number, slide in enumerate(slides, start=1):
        _slide(deck, slide, number)
        done(number)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _page(deck: Any, title: str) -> Any:
    from pptx.util import Inches, Pt

    page = deck.slides.add_slide(deck.slide_layouts[5])  # "Title only"
    shape = page.shapes.title
    shape.left, shape.top = Inches(LEFT), Inches(0.35)
    shape.width, shape.height = Inches(INNER), Inches(0.95)
    shape.text_frame.text = title
    shape.text_frame.word_wrap = True
    shape.text_frame.vertical_anchor = 1  # top
    _dress(shape.text_frame.paragraphs[0], Pt(30 if len(title) <= 75 else 24), bold=True)
    return page


def _dress(paragraph: Any, size: Any, *, bold: bool = False, colour: str = INK) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN

    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = size, bold, "Arial"
    paragraph.font.color.rgb = RGBColor.from_string(colour)


def _text(page: Any, lines: Sequence[str], top: float, size: int, *, colour: str = INK) -> Any:
    from pptx.util import Inches, Pt

    box = page.shapes.add_textbox(Inches(LEFT), Inches(top), Inches(INNER), Inches(0.4))
    box.text_frame.word_wrap = True
    for at, line in enumerate(lines):
        frame = box.text_frame
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text = legible(line)
        _dress(paragraph, Pt(size), colour=colour)
    return box


def _contents(deck: Any, slides: Sequence[Slide], title: str) -> None:
    page = _page(deck, legible(title)[:LONGEST_TITLE])
    lines, heading = [], ""
    for number, slide in enumerate(slides, start=1):
        if slide.heading and slide.heading != heading:
            heading = slide.heading
            lines.append(heading)
        lines.append(f"{number}   {slide.said}")
    _text(page, lines, 1.4, 18 if len(lines) <= 12 else 13)
    _text(page, [f"Lifecourse, {day_words(slides[0].snapshot.taken)}"], 6.95, 12, colour=QUIET)


def _slide(deck: Any, slide: Slide, number: int) -> None:
    snapshot = slide.snapshot
    page = _page(deck, slide.said)
    own = [snapshot.title] if slide.title else []
    _text(page, [" · ".join([*own, snapshot.subtitle])], 1.28, 16)
    if snapshot.native is not None:
        _chart(page, snapshot, snapshot.native)
    elif snapshot.chart is not None:
        _picture(page, snapshot)
    else:
        _table(page, snapshot)
    _foot(page, slide, number)
    page.notes_slide.notes_text_frame.text = _notes(slide)


def _named(shape: Any, snapshot: Snapshot, what: str) -> None:
    """Name a chart or picture, and say for those who do not see it what it shows."""
    described = next(shape._element.iter("{*}cNvPr"))
    described.set("name", what)
    alt = legible(f"{what}. {snapshot.title}. {snapshot.subtitle}")
    described.set("descr", alt[:LONGEST_ALT])


def _chart(page: Any, snapshot: Snapshot, native: Native) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Inches, Pt

    kinds = {
        "bars": XL_CHART_TYPE.BAR_CLUSTERED,
        "lines": XL_CHART_TYPE.LINE_MARKERS,
        "dots": XL_CHART_TYPE.LINE_MARKERS,
    }
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = [legible(one) for one in native.categories]
    for name, values in native.series:
        data.add_series(legible(name), values)
    frame = page.shapes.add_chart(
        kinds[native.kind], Inches(LEFT), Inches(TOP), Inches(INNER), Inches(ROOM), data
    )
    words = {"bars": "Bar chart", "lines": "Line chart", "dots": "Values with 95% intervals"}
    _named(frame, snapshot, words[native.kind])
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(14), "Arial"
    chart.has_title = False
    chart.has_legend = len(native.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = chart.value_axis
    axis.has_title, axis.axis_title.text_frame.text = True, native.unit
    axis.axis_title.text_frame.paragraphs[0].font.size = Pt(14)
    axis.axis_title.text_frame.paragraphs[0].font.bold = False
    if native.kind != "dots":
        axis.minimum_scale = min(0.0, *(v for _, row in native.series for v in row if v is not None))
    axis.major_gridlines.format.line.color.rgb = _rgb("BFBFBF")
    if native.kind == "bars":
        chart.category_axis.reverse_order = True  # the first stands at the top
        chart.plots[0].gap_width = 45
    _colour(chart, native)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.removeprefix("#"))


def _colour(chart: Any, native: Native) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    plot = chart.plots[0]
    for at, series in enumerate(plot.series):
        colour = _rgb(LIGHT.categorical[at % len(LIGHT.categorical)])
        if native.kind == "bars":
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
            continue
        series.smooth = False
        series.marker.size = 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        if native.kind == "dots":
            series.format.line.fill.background()  # dots are not joined
            ends = XL_MARKER_STYLE.DASH if at else XL_MARKER_STYLE.CIRCLE
            series.marker.style = ends
        else:
            series.format.line.color.rgb = colour
            series.format.line.width = Pt(3)
    if native.kind != "dots" and len(native.categories) <= 20:
        plot.has_data_labels = True
        plot.data_labels.font.size = Pt(14)
        plot.data_labels.number_format = "#,##0.##"
        plot.data_labels.number_format_is_linked = False


def _picture(page: Any, snapshot: Snapshot) -> None:
    from pptx.util import Inches

    made = io.BytesIO(pictures.chart_png(snapshot, pixels=PIXELS))
    picture = page.shapes.add_picture(made, Inches(LEFT), Inches(TOP), width=Inches(INNER))
    most = Inches(ROOM)
    if picture.height > most:
        picture.width, picture.height = round(picture.width * most / picture.height), most
        picture.left = Inches(LEFT) + (Inches(INNER) - picture.width) // 2
    _named(picture, snapshot, "Chart")


def _table(page: Any, snapshot: Snapshot) -> None:
    from pptx.util import Inches, Pt

    shown = snapshot.table.iloc[:MOST_ROWS, :MOST_COLUMNS]
    if shown.empty:
        return
    rows, columns = shown.shape
    frame = page.shapes.add_table(
        rows + 1, columns, Inches(LEFT), Inches(TOP), Inches(INNER), Inches(0.4 * (rows + 1))
    )
    _named(frame, snapshot, "Table")
    cells = [[str(name) for name in shown.columns], *shown.astype(str).to_numpy().tolist()]
    for down, row in enumerate(cells):
        for across, words in enumerate(row):
            cell = frame.table.cell(down, across)
            words = legible(words)
            cell.text = words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 1]}…"
            size = Pt(13 if rows <= 6 else 11)
            _dress(cell.text_frame.paragraphs[0], size, bold=down == 0)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _rgb("E6ECF1" if down == 0 else "FFFFFF")
    left = len(snapshot.table) - rows
    if left > 0:
        _text(page, [f"and {left} more rows; the notes have them"], FOOT - 0.3, 12, colour=QUIET)


def _foot(page: Any, slide: Slide, number: int) -> None:
    from pptx.util import Pt

    snapshot = slide.snapshot
    lines = [f"Source: {snapshot.source}." if snapshot.source else ""]
    filters = f"Filters: {snapshot.filters}. " if snapshot.filters else ""
    lines.append(
        f"{filters}{day_words(snapshot.taken)}, data build {snapshot.build}. Slide {number}"
    )
    box = _text(page, [line for line in lines if line], FOOT, 11, colour=QUIET)
    if slide.link:
        run = box.text_frame.paragraphs[-1].add_run()
        run.text = "  Open this view"
        run.font.size = Pt(11)
        run.hyperlink.address = slide.link


def _notes(slide: Slide) -> str:
    """Return what the speaker says, the words behind every figure, the table, how to cite."""
    snapshot = slide.snapshot
    parts = [slide.note] if slide.note else []
    if snapshot.rows is not None and "as_stated" in snapshot.rows:
        parts.append(
            "\n".join(
                f"{row['shown']}: “{row['as_stated']}” ({row['source']}, {row['locator']})"
                for row in snapshot.rows.to_dict("records")
            )
        )
    table = snapshot.table.astype(str)
    rows = [" | ".join(map(str, table.columns)), *map(" | ".join, table.to_numpy().tolist())]
    parts += ["\n".join(rows), cite(snapshot)]
    if slide.link:
        parts.append(slide.link)
    return legible("\n\n".join(parts))[:LONGEST_NOTES]
