"""A chart taken away as PNG or SVG: title, filters, source, build and date stand in the picture.

Pure: a Snapshot in, bytes out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, unescape

from config.palette import LIGHT
from loaders.spreadsheets import legible
from pages.components import drawing
from pages.components.snapshots import Snapshot, Spec, cite, day_words

WIDTH = 960  # of a picture, in its own units
SLIDE_PIXELS = 1920
PRINT_PIXELS = 2480  # 210 mm at 300 dpi
PRINT_DPI = 300
MARGIN = 32
TALLEST = 4000  # of a chart; what is taller is made smaller, or its pixels fill the memory
MOST_ENLARGED = 1.25
# Of a chart alone: narrower, it leaves words out; wider, they are too small.
NARROWEST, WIDEST = WIDTH - 2 * MARGIN, 1600
TRIES, CLOSE = 4, 0.005
# How close rows may be set, in units of the chart, and how many times as far apart as usual.
LEAST_STEP, MOST_APART = 22, 1.8
USUAL_HEIGHT = 450
# Arial where the reader has it, its twin where the picture is made; never one from the network.
FONT = "Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', sans-serif"
# Arial lacks some signs of our verdicts, and the converter sets the whole line in another font
# for the sake of one such letter: each gets its own font and its own place.
SIGN_FONT = "'DejaVu Sans', 'Segoe UI Symbol', 'Apple Symbols', sans-serif"
QUIET = "#505A5F"

_IN_ARIAL = "←-↕↨∂∆∏∑−∕∙√∞∟∩∫≈≠≡≤≥⌂⌐⌠⌡─-╬▀▄█▌▐-▓■□▪-▬▲►▼◄◊○●◘◙◦☺-☼♀♂♠♣♥♦♪♫"
_SIGNS = re.compile(f"((?:(?![{_IN_ARIAL}])[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?)+)")
_HALO = re.compile('<text ([^>]*?) (stroke="#FFFFFF"[^>]*)>(.*?)</text>', re.DOTALL)
_ANY_TEXT = re.compile("<text ([^>]*)>(.*?)</text>", re.DOTALL)
_TEXT = re.compile("(?<=<text )([^>]*>)([^<]*)(?=</text>)")
_PLOT = re.compile(r'class="background"[^>]*? d="M[\d.]+,[\d.]+h[\d.]+v([\d.]+)')
# They turn round what stands after them, and in a picture that would be our own words.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def to_png(snapshot: Snapshot, *, pixels: int = SLIDE_PIXELS, dpi: int = 144) -> bytes:
    """Return the chart as a picture of this width, with its words inside."""
    return drawing.png(_composed(snapshot), scale=pixels / WIDTH * 72 / dpi, ppi=dpi)


def to_svg(snapshot: Snapshot) -> bytes:
    """Return the chart as a drawing, with its words inside as text."""
    return _composed(snapshot).encode("utf-8")


def chart_png(snapshot: Snapshot, *, pixels: int, aspect: float | None = None) -> bytes:
    """Return the chart alone, without words round it, as a picture of this width.

    ``aspect`` is width by height of the place it is for: the chart is drawn as wide as it takes
    to fill that. Raises ValueError without a chart, DrawingError.
    """
    drawn, wide, _ = _alone(snapshot, aspect)
    return drawing.png(drawn, scale=pixels / wide, ppi=72)


def chart_svg(
    snapshot: Snapshot, *, aspect: float | None = None, font: str = FONT, signs: str = SIGN_FONT
) -> bytes:
    """Return the chart alone as a drawing, text in ``font`` and ``signs``; else as chart_png."""
    drawn, _, _ = _alone(snapshot, aspect)
    drawn = _said_once(drawn)
    return drawn.replace(FONT, font).replace(SIGN_FONT, signs).encode("utf-8")


def _said_once(drawn: str) -> str:
    """Draw a text and its halo as one: whoever copies or hears the text has it once."""
    halos: dict[tuple[str, str], str] = {}

    def take(found: re.Match[str]) -> str:
        halos[found[1], found[3]] = found[2]
        return ""

    def give(found: re.Match[str]) -> str:
        halo = halos.get((found[1], found[2]))
        return (
            f'<text {found[1]} {halo} paint-order="stroke">{found[2]}</text>' if halo else found[0]
        )

    return _ANY_TEXT.sub(give, _HALO.sub(take, drawn))


def _alone(snapshot: Snapshot, aspect: float | None) -> tuple[str, float, float]:
    """Return the chart as SVG, its width and its height."""

    def width(high: float) -> float:
        return NARROWEST if aspect is None else min(max(high * aspect, NARROWEST), WIDEST)

    spec = _prepared(_spec(snapshot))
    usual, beside = (USUAL_HEIGHT, 0.0) if aspect is None else _fill(spec, NARROWEST / aspect)
    drawn, wide, high = _fitted(spec, width, usual, beside)
    return _TEXT.sub(_signs, drawn), wide, high


def _fill(spec: dict[str, Any], high: float) -> tuple[float, float]:
    """Let the rows of a chart stand closer or further apart, so that it becomes about so high.

    Else few rows leave most of a slide empty, and many make its type small. Return how high it
    will be, and how wide what stands beside its plot is, as far as that is known.
    """
    height = spec.get("height")
    if not isinstance(height, Mapping) or spec.get("width") != "container":
        return USUAL_HEIGHT, 0.0
    drawn, wide, whole = _drawn({**spec, "width": NARROWEST})
    found = _PLOT.search(drawn)
    if found is None:
        return whole, wide - NARROWEST
    rows, step = float(found[1]), float(height["step"])
    fitting = min(
        max(step * (high - whole + rows) / rows, min(step, LEAST_STEP)), step * MOST_APART
    )
    spec["height"] = {"step": fitting}
    return whole + rows * (fitting / step - 1), wide - NARROWEST


def _composed(snapshot: Snapshot) -> str:
    """Set title, subtitle, filters, chart, source and date under one another, on white.

    The words are set round the finished drawing, not into its specification: any kind of
    chart fits, with no names or selections that could clash.
    """
    words = _Words(WIDTH - 2 * MARGIN)
    words.add(snapshot.title, size=28, most=4, bold=True)
    words.add(snapshot.subtitle, size=18, most=3)
    if snapshot.filters:
        words.add(f"Filters: {snapshot.filters}", size=15, most=4, colour=QUIET)
    words.down += 18
    chart, height = _drawing(snapshot, words.width, words.down)
    words.down += height + 14
    if snapshot.source:
        words.add(f"Source: {snapshot.source}", size=14, most=6, colour=QUIET)
    words.add(
        f"Lifecourse, data build {snapshot.build}, {day_words(snapshot.taken)}",
        size=14,
        most=2,
        colour=QUIET,
    )
    total = round(words.down + MARGIN)
    drawing = _TEXT.sub(_signs, chart + "".join(words.drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{WIDTH}" height="{total}" viewBox="0 0 {WIDTH} {total}">'
        f"<title>{escape(one_line(snapshot.title))}</title>"
        f"<desc>{escape(one_line(cite(snapshot)))}</desc>"
        f'<rect width="{WIDTH}" height="{total}" fill="#FFFFFF"/>'
        f"{drawing}</svg>"
    )


def _signs(found: re.Match[str]) -> str:
    """Give the signs in a line of text their own font, and every part of the line its place."""
    head, text = found[1], unescape(found[2])
    parts = _SIGNS.split(text)
    size = re.search(r'font-size="([\d.]+)', head)
    if len(parts) == 1 or size is None:
        return found[0]
    bold = 'font-weight="bold"' in head
    anchor = re.search(r'text-anchor="(\w+)"', head)
    share = {"middle": 0.5, "end": 1.0}.get(anchor[1] if anchor else "start", 0.0)
    place = -share * extent(text, bold)
    drawn = []
    for position, part in enumerate(parts):
        font = f' font-family="{SIGN_FONT}"' if position % 2 else ""
        # A blank at the start of a part is dropped, so it moves the part instead.
        shown = part.lstrip()
        start = (place + extent(part[: len(part) - len(shown)], bold)) * float(size[1])
        gap = " " if position % 2 and parts[position + 1].startswith(" ") else ""
        if shown:
            drawn.append(f'<tspan x="{start:.2f}"{font}>{escape(shown)}{gap}</tspan>')
        place += extent(part, bold)
    return re.sub(r'text-anchor="\w+"', 'text-anchor="start"', head) + "".join(drawn)


class _Words:
    """Lines of text set under one another."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.down = float(MARGIN)
        self.drawn: list[str] = []

    def add(
        self, text: str, *, size: int, most: int, bold: bool = False, colour: str = LIGHT.text
    ) -> None:
        """Set a paragraph; what needs more than ``most`` lines ends with an ellipsis."""
        weight = ' font-weight="bold"' if bold else ""
        for line in wrapped(text, room=0.98 * self.width / size, most=most, bold=bold):
            self.down += size * 1.25
            self.drawn.append(
                f'<text transform="translate({MARGIN},{self.down - size * 0.25:g})" '
                f'font-family="{FONT}" font-size="{size}" fill="{colour}"{weight}>'
                f"{escape(line)}</text>"
            )
        self.down += 6


def one_line(text: str) -> str:
    """Return text in one line, without what no file takes and what turns other text round."""
    return " ".join(_TURNING.sub("", legible(text)).split())


def wrapped(text: str, *, room: float, most: int, bold: bool = False) -> list[str]:
    """Break text into lines of this room (in letter sizes); an ellipsis ends what is too long."""
    lines = [""]
    for word in one_line(text).split():
        for part in _parts(word, room, bold):
            longer = f"{lines[-1]} {part}".strip()
            if extent(longer, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
    if len(lines) > most:
        last = lines[most - 1]
        while last and extent(f"{last}…", bold) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()}…"]
    return [line for line in lines if line]


def _parts(word: str, room: float, bold: bool) -> list[str]:
    """Cut a word that is longer than a line."""
    parts = [""]
    for letter in word:
        if extent(parts[-1] + letter, bold) > room:
            parts.append("")
        parts[-1] += letter
    return parts


# How wide Arial sets a letter, in thousandths of its size; what is not here is as a digit.
_REGULAR = {
    **dict.fromkeys("'", 191),
    **dict.fromkeys("ijl‘’", 222),
    **dict.fromkeys("|", 260),
    **dict.fromkeys(" !,./:;I[\\]ft·", 278),
    **dict.fromkeys("()-`r“”{}", 334),
    **dict.fromkeys('"*', 389),
    **dict.fromkeys("Jcksvxyz^", 500),
    **dict.fromkeys("+<=>~−", 584),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("%", 889),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("—…@‰▲▼", 1015),
}
_BOLD = {
    **dict.fromkeys("'", 238),
    **dict.fromkeys(" ,./I\\ijl‘’·|", 278),
    **dict.fromkeys("!()-:;[]`ft", 333),
    **dict.fromkeys("*r{}", 389),
    **dict.fromkeys('"', 474),
    **dict.fromkeys("z“”", 500),
    **dict.fromkeys("+<=>^~−", 584),
    **dict.fromkeys("?FLTZbdghnopqu", 611),
    **dict.fromkeys("EPSVXY", 667),
    **dict.fromkeys("&ABCDHKNRU", 722),
    **dict.fromkeys("GOQw", 778),
    **dict.fromkeys("M", 833),
    **dict.fromkeys("%m", 889),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("—…@‰▲▼", 1000),
}
_DIGIT, _SIGN, _WIDE = 556, 896, 1100


def extent(text: str, bold: bool = False) -> float:
    """Return how wide Arial sets text, in letter sizes; signs and far scripts about."""
    widths = _BOLD if bold else _REGULAR
    return sum(widths.get(letter) or _other(letter) for letter in text) / 1000


def _other(letter: str) -> int:
    if letter < "\u1100" or "\u2010" <= letter < "\u2190":
        return 0 if unicodedata.combining(letter) else _DIGIT
    return _SIGN if "\u2190" <= letter < "\u2c00" else _WIDE


def _spec(snapshot: Snapshot) -> Spec:
    spec = snapshot.drawing()
    if spec is None:
        raise ValueError("this view has no chart")
    return spec


def _drawing(snapshot: Snapshot, width: int, down: float) -> tuple[str, float]:
    """Return the chart as an SVG element of this width, and its height."""
    drawn, wide, high = _fitted(_prepared(_spec(snapshot)), lambda _: width)
    scale = min(width / wide, TALLEST / high, MOST_ENLARGED)
    head = (
        f'<svg x="{MARGIN}" y="{down:g}" width="{wide * scale:g}" height="{high * scale:g}" '
        f'viewBox="0 0 {wide:g} {high:g}">'
    )
    return head + drawn.partition(">")[2], high * scale


def _prepared(spec: Spec) -> dict[str, Any]:
    """Return a copy with our font on white, of legible text, that reads nothing from elsewhere."""
    _refuse_addresses(spec)
    ready: dict[str, Any] = _cleaned(spec)
    ready["background"] = "#FFFFFF"
    ready["padding"] = 2
    ready.pop("autosize", None)
    ready["config"] = {**ready.get("config", {}), "font": FONT}
    ready["config"].pop("background", None)
    return ready


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return _TURNING.sub("", legible(part))
    if isinstance(part, Mapping):
        return {key: _cleaned(value) for key, value in part.items()}
    return [_cleaned(value) for value in part] if isinstance(part, list | tuple) else part


def _refuse_addresses(part: Any) -> None:
    """Refuse data and images from elsewhere: the converter would read any file:// address."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == "url" and isinstance(value, str) and not value.startswith("data:"):
                raise ValueError("a chart is taken away with its data inside, not an address")
            if key not in ("values", "datasets"):
                _refuse_addresses(value)
    elif isinstance(part, list | tuple):
        for value in part:
            _refuse_addresses(value)


def _fitted(
    spec: dict[str, Any],
    width: Callable[[float], float],
    usual: float = USUAL_HEIGHT,
    beside: float = 0.0,
) -> tuple[str, float, float]:
    """Draw a chart; return it with its width and height.

    One that takes its width from the page gets that of ``width``, told how high it is;
    ``usual`` is how high it may be, ``beside`` how wide what stands beside its plot.
    """
    if spec.get("height") == "container":
        spec["height"] = 400
    single = ("mark" in spec or "layer" in spec) and not (
        {"facet", "row", "column"} & set(spec.get("encoding", {}))
    )
    if not single or spec.get("width", "container") != "container":
        if spec.get("width") == "container":
            spec["width"] = round(width(1)) // 3
        return _drawn(spec)
    # The plot's width is known only once labels have been set beside it: draw, measure, mend.
    # A chart may take another form at another width, so look once more.
    spec["width"] = max(round(width(usual) - beside), 120)
    for _ in range(TRIES):
        drawn, wide, high = _drawn(spec)
        missing = width(high) - wide
        if abs(missing) < CLOSE * wide:
            break
        spec["width"] = max(int(spec["width"] + missing), 120)
    return drawn, wide, high


def _drawn(spec: Spec) -> tuple[str, float, float]:
    """Return a chart as SVG, its width and its height."""
    svg = drawing.svg(spec)
    found = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>', svg)
    if found is None:
        raise ValueError("the chart gave no drawing")
    return svg, float(found[1]), float(found[2])
