"""Charts that are PowerPoint's own: bars, lines, slopes, and dots with the ends of an interval.

They can be edited there. Their labels are numbers that follow their figures, written as the page
writes them (13.9%, £1,000, 9.5 weeks); only where the page says more than the number (almost
400, 31% ⚠) the label is text. The sheet behind a chart holds no formula and no link.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from config.palette import LIGHT
from loaders.spreadsheets import Writer, legible, workbook
from pages.components import pictures
from pages.components.snapshots import Native

# Of a projector, from far behind: what is smaller cannot be read.
SIZES = (16, 15, 14, 13, 12)
MOST_BARS = 18  # of one slide
MOST_DOTS = 20
MOST_SLOPES = 9  # of one slide
SLOPE_SIZE = 16
BEFORE_SHARE, AFTER_SHARE = 0.28, 0.42  # of the width, at most, for words on either side
SLOPE_LINES, SLOPE_BLANK = 3, 0.2  # lines of words beside a point, and inches between
SLOPE_SHARE = 0.45  # of the width, at most, between before and after
MOST_NAME_LINES = 7  # below a dot
DOT_SIZES = (14, 13, 12, 11, 10)
LINE_HEIGHT = 1.2
WIDTH = 12.1  # inches, of a chart on a slide
DOTS_SHARE = 0.94  # of the width, for dots
NAMES_SHARE = 0.42  # of the width, at most, for the names of bars
WRITTEN = re.compile(r"(?P<before>[−-]?£?)(?P<number>\d[\d,]*(\.\d+)?)(?P<after>(?![\d.,]).*)")


@dataclass(frozen=True)
class Room:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def suits(native: Native) -> bool:
    """Say whether a chart can be read as PowerPoint's own; else its picture is better."""
    if not any(value is not None for _, values in native.series for value in values):
        return False
    return native.kind != "dots" or _dot_names(native.categories, WIDTH) is not None


def parts(native: Native) -> list[Native]:
    """Return the chart in as many parts as it needs slides: bars or slopes that are many."""
    if native.kind == "slopes":
        return [
            replace(native, series=native.series[some], shown=native.shown[some])
            for some in _shares(len(native.series), MOST_SLOPES)
        ]
    count = len(native.categories)
    if native.kind != "bars" or count <= MOST_BARS:
        return [native]
    return [_part(native, some) for some in _shares(count, MOST_BARS)]


def _shares(count: int, most: int) -> list[slice]:
    """Share things out evenly to slides of at most so many."""
    size = math.ceil(count / math.ceil(count / most))
    return [slice(start, start + size) for start in range(0, count, size)]


def _part(native: Native, some: slice) -> Native:
    return replace(
        native,
        categories=native.categories[some],
        series=tuple((name, values[some]) for name, values in native.series),
        shown=tuple(texts[some] for texts in native.shown),
        looks=native.looks[some],
        approximate=native.approximate[some],
    )


def keys(native: Native) -> list[str]:
    """Return what must be said for a chart to be understood."""
    said = []
    if {"target", "projection"} & set(native.looks):
        said.append("An outline without filling is a target or a projection.")
    if any(native.approximate):
        said.append("A pale bar with a dashed edge is approximate.")
    if native.kind == "dots":
        said.append("The dashes are the ends of the interval.")
    return said


def add(page: Any, native: Native, room: Room, *, most: float | None = None) -> Any:
    """Put a chart on a slide and return its frame; ``most`` is where the axis of bars ends."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches, Pt

    clean = _clean(native)
    data = CategoryChartData(number_format="General")
    data.categories = clean.categories
    for name, values in clean.series:
        data.add_series(name, values)
    bars = native.kind == "bars"
    frame = page.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED if bars else XL_CHART_TYPE.LINE_MARKERS,
        *(Inches(one) for one in (room.left, room.top, room.width, room.height)),
        data,
    )
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_sheet(clean))
    chart.has_title = chart.has_legend = False
    chart.font.name = "Arial"
    chart.font.color.rgb = rgb(LIGHT.text)
    draw = {"bars": _bars, "lines": _lines, "dots": _dots, "slopes": _slopes}[native.kind]
    chart.font.size = Pt(14)
    _axes(chart, clean, most)
    draw(chart, clean, room)
    return frame


def _clean(native: Native) -> Native:
    """Return a chart of words and numbers that the file format takes.

    What it is compared with becomes a series, so that it stands in the sheet as well.
    """
    series = native.series
    shown = native.shown or tuple((None,) * len(native.categories) for _ in series)
    if native.comparator is not None:
        name, value = native.comparator
        series = (*series, (name, (value,) * len(native.categories)))
    return replace(
        native,
        categories=tuple(map(_named, native.categories)),
        series=tuple((_named(name), tuple(map(_finite, values))) for name, values in series),
        shown=tuple(
            tuple(pictures.one_line(one) if one else None for one in texts) for texts in shown
        ),
    )


def _named(name: str) -> str:
    """Return a name without what no file takes; the sheet sees to formulas."""
    return "\n".join(pictures.one_line(line) for line in name.splitlines())


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _sheet(native: Native) -> bytes:
    """Return the workbook behind a chart, laid out as python-pptx refers to it."""
    out = io.BytesIO()
    with workbook(out, title="Chart", day=date(2000, 1, 1)) as book:
        sheet = book.add_worksheet("Sheet1")
        written = Writer(book, sheet)
        for row, category in enumerate(native.categories, start=1):
            written.cell(row, 0, category)
        for column, (name, values) in enumerate(native.series, start=1):
            written.cell(0, column, name)
            for row, value in enumerate(values, start=1):
                written.cell(row, column, value)
    return out.getvalue()


# The three kinds


def _bars(chart: Any, native: Native, room: Room) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    share, size, names = _bar_names(native.categories, room)
    for point, name in zip(_points(chart), names, strict=True):
        point.text = name
    shown = [text or "" for text in native.shown[0]]
    after = max((pictures.extent(text) for text in shown), default=0) * size / 72 + 0.25
    beside = min(after / room.width, 0.3)
    _place(chart, left=share, top=0.0, width=1 - share - beside, height=1 - 0.75 / room.height)
    axis = chart.category_axis
    axis.reverse_order = True  # the first stands at the top,
    for crosses in chart.value_axis._element.xpath("c:crosses"):
        crosses.set("val", "max")  # and the numbers stay below
    axis.tick_labels.font.size = Pt(size)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # beside bars to the left of zero, too
    chart.plots[0].gap_width = 45 if len(names) > 3 else 150  # few bars are no walls
    (series,) = chart.plots[0].series
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(LIGHT.reported)
    for at, (look, about) in enumerate(zip(native.looks, native.approximate, strict=True)):
        _bar(series, at, look, approximate=about)
    _labels(series, native, 0, XL_LABEL_POSITION.OUTSIDE_END, size)


def _bar_names(names: Sequence[str], room: Room) -> tuple[float, int, list[str]]:
    """Return the part of the width for names, their size, and the names as they fit."""
    high = (room.height - 0.75) * 72 / max(len(names), 1)
    for size in SIZES:
        lines = max(int(high / (size * LINE_HEIGHT)), 1)
        longest = max((pictures.extent(name) for name in names), default=0) * size / 72 + 0.2
        # One line where that fits; else as wide as may be, and more of them.
        share = min(longest / room.width, NAMES_SHARE)
        wide = (share * room.width - 0.15) * 72 / size
        if (size == SIZES[-1] or high >= size * LINE_HEIGHT) and (
            size == SIZES[-1]
            or all(len(pictures.wrapped(name, room=wide, most=99)) <= lines for name in names)
        ):
            break
    return share, size, [_shortened(name, wide, lines) for name in names]


def _shortened(name: str, room: float, lines: int) -> str:
    fitting = pictures.wrapped(name, room=room, most=lines)
    whole = len(pictures.wrapped(name, room=room, most=99)) <= lines
    return name if whole else " ".join(fitting)


def _points(chart: Any) -> list[Any]:
    """Return the names of the categories in a chart's own copy of its sheet."""
    return list(chart._chartSpace.xpath("(.//c:ser)[1]/c:cat//c:pt/c:v"))


def _bar(series: Any, at: int, look: str, *, approximate: bool) -> None:
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    if look == "reported" and not approximate:
        return
    colour = rgb(getattr(LIGHT, look, LIGHT.reported))
    drawn = series.points[at].format
    if look in ("target", "projection"):
        drawn.fill.background()  # what is aimed at never looks like a result
    else:
        drawn.fill.solid()
        drawn.fill.fore_color.rgb = colour
        if approximate:
            drawn.fill.fore_color.brightness = 0.7
    drawn.line.color.rgb = colour
    drawn.line.width = Pt(2)
    if approximate:
        drawn.line.dash_style = MSO_LINE.DASH


def _lines(chart: Any, native: Native, room: Room) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION
    from pptx.util import Pt

    several = len(native.series) > 1
    chart.has_legend = several
    if several:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(14)
    top = 0.55 if several else 0.3
    _place(
        chart,
        left=0.08,
        top=top / room.height,
        width=0.88,
        height=1 - (top + 0.5) / room.height,
    )
    # A place without a period is on the way from one to the next.
    chart._chartSpace.xpath(".//c:dispBlanksAs")[0].set("val", "span")
    for at, series in enumerate(chart.plots[0].series):
        _line(series, at)
        if several:
            _at_ends(series, native, at)
        else:
            _labels(series, native, at, XL_LABEL_POSITION.ABOVE, 16)


def _line(series: Any, at: int) -> None:
    """Draw one line of several in its colour, with its own form of marker."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    markers = (
        *(XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE),
        *(XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.DIAMOND),
    )
    hexed = LIGHT.categorical[at] if at < len(LIGHT.categorical) else LIGHT.rest
    colour = rgb(hexed)
    series.smooth = False
    series.format.line.color.rgb = colour
    series.format.line.width = Pt(3)
    series.marker.style = markers[at % len(markers)]
    series.marker.size = 11
    _filled(series.marker.format, hexed)
    series.marker.format.line.color.rgb = colour


def _at_ends(series: Any, native: Native, which: int) -> None:
    """Write the first and the last value of one line of several: all would lie on each other."""
    from pptx.enum.chart import XL_LABEL_POSITION

    known = [at for at, value in enumerate(native.series[which][1]) if value is not None]
    places = {known[0]: XL_LABEL_POSITION.LEFT, known[-1]: XL_LABEL_POSITION.RIGHT} if known else {}
    for at, place in places.items():
        shown = native.shown[which][at] if which < len(native.shown) else None
        _label(series.points[at].data_label, shown, native.series[which][1][at], place, 14)


def _slopes(chart: Any, native: Native, room: Room) -> None:
    """Draw each series as a line from before to after, named where it ends."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    size = SLOPE_SIZE
    befores, afters = _slope_words(native, room)
    left, right = (
        (max((pictures.extent(line) for lines in words for line in lines), default=0) * size / 72)
        / room.width
        + SLOPE_BLANK / room.width
        for words in (befores, afters)
    )
    # A category takes half of its width on either side of its point.
    step = next(
        share
        for share in (SLOPE_SHARE - 0.01 * at for at in range(99))
        if max(left, share / 2) + share + max(right, share / 2) <= 0.99
    )
    top, below = 0.6, 0.35  # inches: for the names of the sides, for what is moved down
    high = room.height - top - below
    _place(
        chart,
        left=max(left - step / 2, 0.0),
        top=top / room.height,
        width=2 * step,
        height=high / room.height,
    )
    axis, sides = chart.value_axis, chart.category_axis
    values = [value for _, row in native.series for value in row if value is not None]
    axis.minimum_scale = min(0.0, *values)
    line = size * LINE_HEIGHT / 72
    # The words of the highest point stay below the names of the sides.
    most = axis.maximum_scale or max(0.0, *values) or 1.0
    free = line * SLOPE_LINES / 2
    axis.maximum_scale = most + (most - axis.minimum_scale) * free / (high - free)
    axis.visible = axis.has_major_gridlines = axis.has_title = False  # every point has its number
    sides.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    sides.tick_labels.font.size, sides.tick_labels.font.bold = Pt(size), True
    _upright(sides)
    drawn = list(chart.plots[0].series)
    for side, place, words in (
        (0, XL_LABEL_POSITION.LEFT, befores),
        (1, XL_LABEL_POSITION.RIGHT, afters),
    ):
        downs = [_down(axis, row[side], high) for _, row in native.series]
        moved = _spread(downs, [line * len(lines) for lines in words])
        for series, lines, down, to in zip(drawn, words, downs, moved, strict=True):
            if down is not None and lines:
                label = series.points[side].data_label
                _label(label, "\n".join(lines), tuple(series.values)[side], place, size)
                _aligned(label._dLbl, "r" if side == 0 else "l")
                _shift(label._dLbl, (to - down) / room.height)
    for at, series in enumerate(drawn):
        _line(series, at)


def _slope_words(native: Native, room: Room) -> tuple[list[list[str]], list[list[str]]]:
    """Return the lines that stand before and after each slope; its name stands after."""

    def lines(words: str, share: float) -> list[str]:
        wide = (share * room.width - SLOPE_BLANK) * 72 / SLOPE_SIZE
        return pictures.wrapped(words, room=wide, most=SLOPE_LINES)

    befores, afters = [], []
    for texts, (name, _) in zip(native.shown, native.series, strict=True):
        befores.append(lines(texts[0] or "", BEFORE_SHARE))
        afters.append(lines(f"{texts[1]}, {name}" if texts[1] else name, AFTER_SHARE))
    return befores, afters


def _aligned(dlbl: Any, to: str) -> None:
    """Set the lines of a label flush left (l) or right (r)."""
    for paragraph in dlbl.xpath("c:tx/c:rich/a:p"):
        paragraph.get_or_add_pPr().set("algn", to)


def _down(axis: Any, value: float | None, high: float) -> float | None:
    """Return how far below the upper end of an axis a value stands, in inches."""
    if value is None:
        return None
    low, upper = axis.minimum_scale, axis.maximum_scale
    return float((upper - value) / (upper - low) * high)


def _spread(places: Sequence[float | None], heights: Sequence[float]) -> list[float]:
    """Move labels of these heights as little as needed for none to lie on another."""
    moved = [one if one is not None else 0.0 for one in places]
    there = [at for at, one in enumerate(places) if one is not None]
    # Groups that touch, each round the mean of where its members want to be.
    groups: list[tuple[list[int], float]] = []
    for at in sorted(there, key=lambda one: moved[one]):
        members, middle = [at], moved[at]
        while groups:
            others, other = groups[-1]
            reach = sum(heights[one] for one in (*others, *members)) / 2
            if middle - other >= reach:
                break
            groups.pop()
            middle = (middle * len(members) + other * len(others)) / (len(members) + len(others))
            members = others + members
        groups.append((members, middle))
    for members, middle in groups:
        down = middle - sum(heights[one] for one in members) / 2
        for one in members:
            moved[one] = down + heights[one] / 2
            down += heights[one]
    return moved


def _shift(dlbl: Any, down: float) -> None:
    """Move a label down by a part of the height of its chart."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    if abs(down) < 0.001:
        return
    drawn = parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout><c:x val='0'/><c:y val='{down:.4f}'/>"
        "</c:manualLayout></c:layout>"
    )
    dlbl.xpath("c:idx")[0].addnext(drawn)


def _dot_names(names: Sequence[str], width: float) -> tuple[float, int] | None:
    """Return the size of names below dots and their lines; None where they cannot be read.

    No word is broken: each has the room between two dots.
    """
    if len(names) > MOST_DOTS:
        return None
    for size in DOT_SIZES:
        room = DOTS_SHARE * width * 72 / len(names) / size * 0.93
        lines = [
            sum(len(pictures.wrapped(line, room=room, most=99)) for line in name.splitlines())
            for name in names
        ]
        words = max((pictures.extent(word) for name in names for word in name.split()), default=0)
        if words <= room and max(lines) <= MOST_NAME_LINES:
            return size, max(lines)
    return None


def _dots(chart: Any, native: Native, room: Room) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.util import Pt

    size, lines = _dot_names(native.categories, room.width) or (DOT_SIZES[-1], MOST_NAME_LINES)
    names = lines * size * LINE_HEIGHT / 72 + 0.2
    top = 0.1 / room.height
    _place(
        chart,
        left=0.99 - DOTS_SHARE,
        top=top,
        width=DOTS_SHARE,
        height=1 - top - names / room.height,
    )
    chart.category_axis.tick_labels.font.size = Pt(size)
    _upright(chart.category_axis)
    found = list(chart.plots[0].series)
    for series in found:
        series.smooth = False
        series.format.line.fill.background()  # dots are not joined
    dots, *ends = found[:3]
    dots.marker.style, dots.marker.size = XL_MARKER_STYLE.CIRCLE, 13
    _filled(dots.marker.format, LIGHT.reported)
    for at, look in enumerate(native.looks):
        point = dots.points[at]
        point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 13
        # PowerPoint takes the colour of the marker, LibreOffice that of the point.
        for drawn in (point.marker.format, point.format):
            _filled(drawn, LIGHT.comparison(look).fill)
        point.format.line.fill.background()
    for series in ends:
        series.marker.style, series.marker.size = XL_MARKER_STYLE.DASH, 11
        _filled(series.marker.format, LIGHT.rule)
        series.marker.format.line.color.rgb = rgb(LIGHT.rule)
    _labels(dots, native, 0, XL_LABEL_POSITION.RIGHT, max(size, 12))
    _join_ends(chart)
    if native.comparator is not None:
        _level(chart, max(len(native.categories) - 2, 0))


def _filled(drawn: Any, colour: str) -> None:
    drawn.fill.solid()
    drawn.fill.fore_color.rgb = rgb(colour)


def _join_ends(chart: Any) -> None:
    """Draw a line from the lower to the upper end of each interval, one that moves with them."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    (plot,) = chart._chartSpace.xpath(".//c:lineChart")
    drawn = parse_xml(
        f"<c:hiLowLines {nsdecls('c', 'a')}><c:spPr><a:ln w='38100'><a:solidFill>"
        f"<a:srgbClr val='{LIGHT.rule[1:]}'/></a:solidFill></a:ln></c:spPr></c:hiLowLines>"
    )
    plot.insert_element_before(drawn, "c:upDownBars", "c:marker", "c:smooth", "c:axId")


def _level(chart: Any, named: int) -> None:
    """Make the last series a dashed line over all dots, named at one of its points.

    It gets a plot of its own with the same axes: the lines of the intervals reach from the
    highest to the lowest of all series of theirs.
    """
    from copy import deepcopy

    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    (first,) = chart._chartSpace.xpath(".//c:lineChart")
    own = deepcopy(first)
    for unwanted in own.xpath("c:ser[position() < last()] | c:hiLowLines"):
        own.remove(unwanted)
    first.remove(first.xpath("c:ser[last()]")[0])
    first.addnext(own)
    (series,) = chart.plots[1].series
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE
    series.format.line.color.rgb = rgb(LIGHT.comparator)
    series.format.line.width = Pt(2)
    series.format.line.dash_style = MSO_LINE.DASH
    label = series.points[named].data_label
    label.position = XL_LABEL_POSITION.ABOVE
    label.font.size, label.font.bold = Pt(14), True
    dlbl = label._dLbl
    _unbroken(dlbl)
    dlbl.xpath("c:showVal")[0].set("val", "0")
    dlbl.xpath("c:showSerName")[0].set("val", "1")


# What they share


def _place(chart: Any, **share: float) -> None:
    """Set where the axes lie, as parts of the chart: else names and numbers take what they like."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    (area,) = chart._chartSpace.xpath(".//c:plotArea")
    for old in area.xpath("c:layout"):
        area.remove(old)
    numbers = "".join(
        f"<c:{name} val='{share[long]:.4f}'/>"
        for name, long in (("x", "left"), ("y", "top"), ("w", "width"), ("h", "height"))
    )
    area.insert(
        0,
        parse_xml(
            f"<c:layout {nsdecls('c')}><c:manualLayout><c:layoutTarget val='inner'/>"
            f"<c:xMode val='edge'/><c:yMode val='edge'/>{numbers}</c:manualLayout></c:layout>"
        ),
    )


def _axes(chart: Any, native: Native, most: float | None) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    axis = chart.value_axis
    axis.has_title = True
    axis.axis_title.text_frame.text = legible(native.unit)
    (run,) = axis.axis_title.text_frame.paragraphs[0].runs
    run.font.size, run.font.bold = Pt(14), False
    axis.tick_labels.font.size = Pt(14)
    values = [value for _, row in native.series for value in row if value is not None]
    big = max(*map(abs, values), most or 0) >= 1000
    axis.tick_labels.number_format = "#,##0" if big else "General"
    axis.tick_labels.number_format_is_linked = False
    axis.major_gridlines.format.line.color.rgb = rgb("#D9DBDC")
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    if native.kind != "dots":
        axis.minimum_scale = 0 if min(values) >= 0 else None
    if most is not None and most > 0:
        axis.maximum_scale = most
    names = chart.category_axis
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(LIGHT.rule)
    names.has_major_gridlines = False
    _every_name(names)


def _every_name(axis: Any) -> None:
    """Have every name written: PowerPoint leaves out what it thinks is too much."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    drawn = parse_xml(f"<c:tickLblSkip {nsdecls('c')} val='1'/>")
    axis._element.insert_element_before(drawn, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")


def _upright(axis: Any) -> None:
    """Keep names level: they are wrapped instead of turned."""
    for body in axis._element.xpath("c:txPr/a:bodyPr"):
        body.set("rot", "0")
        body.set("vert", "horz")


def _labels(series: Any, native: Native, which: int, position: Any, size: float) -> None:
    """Write the values as the page does."""
    from pptx.util import Pt

    values = native.series[which][1]
    shown = native.shown[which] if which < len(native.shown) else (None,) * len(values)
    formats = [_format(text, value) for text, value in zip(shown, values, strict=True)]
    usual = Counter(one for one in formats if one).most_common(1)
    labels = series.data_labels
    labels.show_value, labels.position = True, position
    labels.font.size = Pt(size)
    labels.number_format, labels.number_format_is_linked = (
        (usual[0][0] if usual else "General"),
        False,
    )
    _unbroken(labels._element)
    for at, (text, value, code) in enumerate(zip(shown, values, formats, strict=True)):
        if value is not None and text is not None and code != labels.number_format:
            _label(series.points[at].data_label, text, value, position, size)


def _label(label: Any, text: str | None, value: float | None, position: Any, size: float) -> None:
    """Write one value: as a number if a number can be written so, else as text."""
    from pptx.util import Pt

    label.position = position
    code = _format(text, value) if text else "General"
    if code is None:
        label.text_frame.text = text
        for paragraph in label.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)
    else:
        label.font.size = Pt(size)
        _number_format(label._dLbl, code)
    _unbroken(label._dLbl)


def _unbroken(labels: Any) -> None:
    """Keep labels in one line: lines of neighbours would lie on each other."""
    for body in labels.xpath("c:txPr/a:bodyPr | c:tx/c:rich/a:bodyPr"):
        body.set("wrap", "none")


def _format(shown: str | None, value: float | None) -> str | None:
    """Return how a spreadsheet writes a value as it is shown; None where it cannot."""
    found = WRITTEN.fullmatch(shown or "")
    if found is None or value is None:
        return None
    before, number, after = found["before"], found["number"], found["after"]
    sign = -1 if before[:1] in ("−", "-") else 1
    if not math.isclose(sign * float(number.replace(",", "")), value, abs_tol=1e-12):
        return None
    decimals = number.partition(".")[2]
    code = "#,##0" if "," in number else "0"
    code += f".{'0' * len(decimals)}" if decimals else ""
    money, words = ('"£"' if "£" in before else ""), after.replace('"', "”")
    return f"{money}{code}" + (f'"{words}"' if words else "")


def _number_format(dlbl: Any, code: str) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    drawn = parse_xml(f"<c:numFmt {nsdecls('c')} formatCode='' sourceLinked='0'/>")
    drawn.set("formatCode", code)
    dlbl.insert_element_before(drawn, "c:spPr", "c:txPr", "c:dLblPos", "c:showLegendKey")


def rgb(colour: str) -> Any:
    """Return a colour of the palette as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.removeprefix("#"))
