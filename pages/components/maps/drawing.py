"""The specification of the ward map: what stands still while answers change.

It depends on the geometry, the colours and the height alone, and holds no value. All that an
answer changes comes from named tables (``COLUMNS``), the legend included. Streamlit then finds
the same text each time and redraws the map it has, instead of building it anew; and the shapes,
which have an address, are fetched once.

Nothing is fitted: scale and place of the plane are worked out from the width, so that shapes,
signs and a box drawn by hand agree for both geometries. Drawn on a canvas: measured against SVG
it takes half of the browser's time.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import altair as alt
import pyarrow as pa

from config.palette import Palette
from pages.components.charts.spec import Spec
from pages.components.charts.style import LABEL_SIZE, expr
from pages.components.maps.geometry import Geometry
from pages.components.maps.labels import LINE, extent, placed

HEIGHT: Final = 620
# The names of the two selections: a click on a ward, and a box drawn over some.
PICK, BOX = "pick", "box"
# How a ward that is not among the answer is faded.
FADE: Final = 0.25
# The width of the border between two wards, in pixels.
BORDER: Final = 0.8
# What may be said of a ward: the words of its tooltip. Their order is their number in the tables,
# by which the browser knows who is faded (the first), and who has an outline (the last).
STATES: Final = {
    "out": "does not match",
    "unknown": "cannot be told: a value is missing",
    "all": "none asked",
    "neither": "in neither A nor B",
    "in": "matches",
    "gained": "gained: in B, not in A",
    "lost": "lost: in A, not in B",
    "kept": "kept: in A and in B",
}
NUMBERS: Final = {state: number for number, state in enumerate(STATES)}
# What the row of the states is found by.
EVERY: Final = "every ward"
_FADED: Final = f"datum.state < {NUMBERS['all']}"
_OUTLINED: Final = f"datum.state >= {NUMBERS['in']}"
# The tooltip, as the browser puts it together. Written out: with an encoded field for each the
# browser would try the type of every cell.
_TOLD: Final = {
    "Ward": "datum.ward",
    "District": "datum.district",
    "Value": "datum.value",
    "Conditions": "words[datum.state]",
    "Documents": "datum.documents",
}
# Words that stand in many rows travel once.
_WORD: Final = pa.dictionary(pa.int16(), pa.string())
_KINDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("edge", "x", "y", "x2", "y2", "size", "shift"), pa.float32()),
    **dict.fromkeys(("at", "to", "row", "fade"), pa.float32()),
    **dict.fromkeys(("district", "documents", "fill", "line", "sign", "side"), _WORD),
    "position": pa.int16(),
    "bold": pa.bool_(),
}
# Every table and its columns: exactly these reach the browser. A slider changes the states alone,
# and the browser reads a table again only when its bytes have changed: they are one row, with a
# digit for every ward at its position, because the browser takes a table in cell by cell.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "wards": ("ward_code", "position", "ward", "district", "documents", "edge", "fill", "value"),
    "states": ("every", "states"),
    "hatch": ("x", "y", "x2", "y2"),
    "signs": ("x", "y", "sign", "size", "shift", "fill", "line"),
    "legend": ("part", "at", "to", "row", "fill", "fade", "sign", "line", "words", "side", "bold"),
}
_SCHEMAS: Final = {
    name: pa.schema([(column, _KINDS.get(column, pa.string())) for column in columns])
    for name, columns in COLUMNS.items()
}

# Of the picture's height, in pixels: the legend's band above the map, beside and below one another.
_WIDE: Final = 780
_BANDS: Final = (72, 122)
# The length of a line of the credit: what is free on a telephone too.
_CREDIT_CHARACTERS: Final = 36
# The share of what is left that the map fills: its edge touches nothing.
_FILLED: Final = 0.97


def table(name: str, /, **columns: Sequence[Any]) -> pa.Table:
    """Return a table of the map, of exactly the columns that it draws."""
    return pa.table({column: columns[column] for column in COLUMNS[name]}, schema=_SCHEMAS[name])


def specification(geometry: Geometry, palette: Palette, height: int) -> Spec:
    """Return the specification, a copy of the caller's own; equal calls give equal texts."""
    spec: Spec = json.loads(_prepared(geometry, palette, height))
    return spec


def pixels(geometry: Geometry, height: int) -> float:
    """Return the pixels of one unit of the plane, where the picture is wide enough."""
    return _FILLED * (height - _BANDS[0]) / geometry.height


def type_size(height: int) -> int:
    """Return the size of the names on a map: a higher one is seen from further away."""
    return max(12, round(LABEL_SIZE * height / HEIGHT))


@lru_cache(maxsize=32)
def _prepared(geometry: Geometry, palette: Palette, height: int) -> str:
    built = _chart(geometry, palette, height).to_dict(validate=False)
    for unwanted in ("$schema", "data"):
        built.pop(unwanted, None)
    # Altair takes the rows out of the layers; Streamlit has the tables of an answer there instead.
    rows = built.pop("datasets")
    for layer in built["layer"]:
        if layer["data"].get("name") in rows:
            layer["data"] = {"values": rows[layer["data"]["name"]]}
    return json.dumps(built, separators=(",", ":"))


def _chart(geometry: Geometry, palette: Palette, height: int) -> Any:
    url, (_, south, _, north) = geometry.url, geometry.bounds
    west, east = extent(geometry, pixels=pixels(geometry, height), size=type_size(height))
    numbers = {
        "wide": f"width >= {_WIDE}",
        "band": f"wide ? {_BANDS[0]} : {_BANDS[1]}",
        "k": f"{_FILLED} * min(width / {east - west}, (height - band) / {north - south})",
        "left": f"width / 2 - k * {(west + east) / 2}",
        "base": f"(height + band) / 2 + k * {(south + north) / 2}",
        # The width of a bin of the legend.
        "u": "min(56, width / 7.2)",
    }
    x = _place("x", (west, east), "left + k")
    y = _place("y", (south, north), "base - k")
    layers = [
        _borders(url, "wards", palette.rule, BORDER),
        _wards(url, palette),
        _data("hatch")
        .mark_rule(color=palette.rule, strokeWidth=1.3, aria=False)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
        _borders(url, "districts", palette.page, 4.5),
        _borders(url, "districts", palette.text, 1.8),
        _plane(west, south, x, y, palette),
        _points(_data("signs"), expr("datum.size"), xOffset=expr("datum.shift")).encode(
            x=x, y=y, **_looks()
        ),
        *_names(geometry, x, y, palette, height),
        *_legend(palette),
        *_credit(geometry.credit),
    ]
    return (
        alt.layer(*layers)
        .add_params(
            alt.param(name="words", value=list(STATES.values())),
            *(alt.param(name=name, expr=text) for name, text in numbers.items()),
        )
        .project(type="identity", reflectY=True, scale=expr("k"), translate=expr("[left, base]"))
        .properties(
            width="container",
            height=height,
            padding={"left": 0, "right": 0, "top": 0, "bottom": 0},
            autosize="none",
            usermeta={"embedOptions": {"renderer": "canvas"}},
        )
        .configure(font="Source Sans, sans-serif")
        .configure_view(stroke=None)
        .configure_text(fontSize=LABEL_SIZE, color=palette.text)
    )


def _data(name: str) -> Any:
    return alt.Chart(alt.NamedData(name))


def _place(name: str, ends: tuple[float, float], start: str) -> Any:
    channel = alt.X if name == "x" else alt.Y
    return channel(
        f"{name}:Q",
        axis=None,
        scale=alt.Scale(
            domain=list(ends),
            zero=False,
            nice=False,
            range=[expr(f"{start} * {end}") for end in ends],
        ),
    )


def _wards(url: str, palette: Palette) -> Any:
    told = ", ".join(f"'{title}': {words}" for title, words in _TOLD.items())
    chart = alt.Chart(alt.topo_feature(url, "wards"), name="shapes")
    of_ward = alt.LookupData(alt.NamedData("wards"), "ward_code", list(COLUMNS["wards"]))
    of_all = alt.LookupData(alt.NamedData("states"), "every", ["states"])
    chart = (
        chart.transform_lookup("properties.ward_code", of_ward)
        .transform_calculate(every=f"'{EVERY}'")
        .transform_lookup("every", of_all)
        .transform_calculate(state="+datum.states[datum.position]")
    )
    line = f"{_FADED} ? null : {_OUTLINED} ? '{palette.text}' : '{palette.rule}'"
    return (
        chart.mark_geoshape(strokeJoin="bevel", aria=False, cursor="pointer")
        .encode(
            fill=alt.Fill("fill:N", scale=None, legend=None),
            fillOpacity=_at(f"{_FADED} ? {FADE} : 1"),
            stroke=_at(line),
            strokeWidth=_at(f"{_OUTLINED} ? datum.edge : 0.6"),
            tooltip=_at(f"{{{told}}}"),
        )
        # Each click turns a ward on or off; which are picked is the page's to know.
        .add_params(
            alt.selection_point(name=PICK, fields=["ward_code"], toggle="true", clear=False)
        )
    )


def _borders(url: str, areas: str, colour: str, width: float) -> Any:
    """Return borders as one line: what two areas share is drawn once."""
    shape = alt.TopoDataFormat(type="topojson", mesh=areas)
    return alt.Chart(alt.UrlData(url, format=shape)).mark_geoshape(
        # Without any fill: a transparent one would take the clicks.
        filled=False,
        fill=None,
        stroke=colour,
        strokeWidth=width,
        # Round joins of lines this thin would not be seen.
        strokeJoin="bevel",
        aria=False,
    )


def _plane(west: float, south: float, x: Any, y: Any, palette: Palette) -> Any:
    """Return what a box is drawn on: in units of the plane, with no mark in its way."""
    seen = alt.BrushConfig(
        fill=palette.rule, fillOpacity=0.2, stroke=palette.text, strokeDash=[5, 3]
    )
    # A box that has been told goes when the hand moves on: it would lie on the wards, and take
    # their clicks. Not within the next drag, hence between.
    gone: Any = {
        "stream": {"source": "window", "type": "pointermove", "debounce": 300},
        "between": [
            {"source": "window", "type": "pointerup"},
            {"source": "window", "type": "pointerdown"},
        ],
    }
    return (
        alt.Chart(alt.InlineData(values=[{"x": west, "y": south}]), name="plane")
        .mark_point(opacity=0, size=0, aria=False)
        .encode(x=x, y=y)
        .add_params(
            alt.selection_interval(
                name=BOX, encodings=["x", "y"], clear=gone, mark=seen, translate=False, zoom=False
            )
        )
    )


def _points(chart: Any, size: Any, **more: Any) -> Any:
    return chart.mark_point(size=size, opacity=1, strokeWidth=2, filled=True, aria=False, **more)


def _looks() -> dict[str, Any]:
    return {
        "shape": alt.Shape("sign:N", scale=None, legend=None),
        "fill": alt.Fill("fill:N", scale=None, legend=None),
        "stroke": alt.Stroke("line:N", scale=None, legend=None),
    }


def _names(geometry: Geometry, x: Any, y: Any, palette: Palette, height: int) -> list[Any]:
    size = type_size(height)
    names = [
        {"name": one.name, "x": one.x, "y": one.y, "side": one.align}
        for one in placed(geometry, pixels=pixels(geometry, height), size=size)
    ]
    high = f"(wide ? {size} : min({size}, max(11, width / 40)))"
    text = (
        alt.Chart(alt.InlineData(values=names))
        .mark_text(
            align=expr("datum.side"),
            baseline="middle",
            lineBreak="\n",
            fontSize=expr(high),
            lineHeight=expr(f"{LINE} * {high}"),
            # The browser sets the first of two lines at the place of both.
            dy=expr(f"indexof(datum.name, '\\n') < 0 ? 0 : {-LINE / 2} * {high}"),
            fontWeight=600,
            aria=False,
        )
        .encode(x=x, y=y, text="name:N")
    )
    halo = text.copy()
    halo.mark.stroke, halo.mark.strokeWidth, halo.mark.strokeJoin = palette.page, 4, "round"
    return [halo, text]


def _credit(words: str) -> list[Any]:
    """Return whose the shapes are, in the corner that the footprint leaves free."""
    if not words:
        return []
    lines = textwrap.wrap(words, _CREDIT_CHARACTERS)
    return [
        alt.Chart(alt.InlineData(values=[{}]))
        .mark_text(
            text=lines,
            align="right",
            baseline="bottom",
            fontSize=11,
            lineHeight=13,
            aria=False,
        )
        .encode(x=_at("width"), y=_at(f"height - {13 * (len(lines) - 1) + 2}"))
    ]


def _legend(palette: Palette) -> list[Any]:
    """Return the legend: bins and their edges, then items in two lines, beside or below them."""
    x, y = expr("datum.at * u"), "(wide ? 20 : 84) + (datum.at % 2) * 24"
    item = "(wide ? 7.4 * u : 0) + floor(datum.at / 2) * (width < 480 ? width / 2 : 180)"
    look = {
        "fill": alt.Fill("fill:N", scale=None, legend=None),
        "stroke": alt.Stroke("line:N", scale=None, legend=None),
    }

    def part(*names: str) -> Any:
        return _data("legend").transform_filter(f"indexof({json.dumps(names)}, datum.part) >= 0")

    return [
        part("bin")
        .mark_rect(strokeWidth=1, aria=False)
        .encode(x=alt.value(x), x2=_at("datum.to * u"), y=alt.value(22), y2=alt.value(42), **look),
        part("line")
        .mark_rule(color=palette.rule, strokeWidth=1.3, aria=False)
        .encode(x=alt.value(x), x2=_at("datum.at * u + 12"), y=alt.value(42), y2=alt.value(22)),
        _points(part("mark"), 130).encode(x=alt.value(x), y=alt.value(32), **_looks()),
        part("words")
        .mark_text(
            align=expr("datum.side"),
            baseline="middle",
            fontWeight=expr("datum.bold ? 'bold' : 'normal'"),
            fontSize=expr(f"width < 480 ? 12 : {LABEL_SIZE + 1}"),
            limit=expr("width"),
            aria=False,
        )
        .encode(x=alt.value(x), y=_at("10 + datum.row * 22"), text="words:N"),
        part("swatch")
        .mark_rect(strokeWidth=2, aria=False)
        .encode(
            x=_at(item),
            x2=_at(f"{item} + 22"),
            y=_at(f"{y} - 8"),
            y2=_at(f"{y} + 8"),
            fillOpacity=_at("datum.fade"),
            **look,
        ),
        _points(part("sign"), 120).encode(x=_at(f"{item} + 11"), y=_at(y), **_looks()),
        part("swatch", "sign")
        .mark_text(align="left", baseline="middle", aria=False)
        .encode(x=_at(f"{item} + 30"), y=_at(y), text="words:N"),
    ]


def _at(text: str) -> Any:
    return alt.value(expr(text))
