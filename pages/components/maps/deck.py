"""The same map to pan and zoom into, by deck.gl: no third party's tiles, only what is shown."""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache
from html import escape
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from config.palette import Palette
from pages.components.charts.spec import need, plain
from pages.components.charts.style import NO_DATA
from pages.components.maps.drawing import FADE, HEIGHT, STATES
from pages.components.maps.geometry import Geometry
from pages.components.maps.labels import placed
from pages.components.maps.legend import MEANING
from pages.components.maps.shades import Shades, sequence

# The width at which the whole map is seen first, in pixels.
_WIDTH: Final = 700
# Corners are left out, then rounded, by shares of the map's height: nobody zooms in further.
_COARSENESS: Final = 1 / 600
_FINENESS: Final = 1 / 20_000
_SIZE: Final = 15
_MARKS: Final = {"named": "●", "picked": "○", "missing": "×"}
TOLD: Final = "{ward}, {district}\n{value}\n{answer}\n{documents}"


def deck(rows: pd.DataFrame, *, shades: Shades, geometry: Geometry, palette: Palette) -> Any | None:
    """Return a pydeck.Deck of wards by a fact; None without rows.

    ``rows``: those that ``Wards.of`` of ward_map.py takes, with state (in, out, unknown; None while
    nothing is asked). Wards without a value, in the fact shaded or in one asked for, have a cross,
    named ones a dot, picked ones a ring: deck.gl has no hatching without an image. The plane is
    the geometry's own, so there is no base map to be had or asked for.
    """
    import pydeck

    need(
        rows,
        "deck",
        ("ward_code", "ward_name", "district", "value", "shown", "state", "named", "picked"),
    )
    if rows.empty:
        return None
    shapes = _simplified(geometry)
    unit = 0.9 * min(_WIDTH / geometry.width, HEIGHT / geometry.height)
    layers = [
        pydeck.Layer(
            "PolygonLayer",
            _wards(rows, shapes, shades, geometry, palette),
            id="wards",
            get_polygon="polygon",
            get_fill_color="fill",
            get_line_color="line",
            get_line_width="edge",
            line_width_units=pydeck.types.String("pixels"),
            line_joint_rounded=True,
            stroked=True,
            pickable=True,
            auto_highlight=True,
        ),
        pydeck.Layer(
            "PathLayer",
            _outlines(rows, shapes, geometry),
            id="districts",
            get_path="path",
            get_color=_rgba(palette.text),
            get_width=3,
            joint_rounded=True,
            width_units=pydeck.types.String("pixels"),
        ),
        _texts(pydeck, "marks", _marks(rows, geometry), palette),
        # Names are read on dark wards too.
        _texts(
            pydeck,
            "names",
            _names(geometry, unit),
            palette,
            background=True,
            get_background_color=_rgba(palette.page, 0.8),
            background_padding=[3, 0, 3, 0],
        ),
    ]
    west, south, _, _ = geometry.bounds
    middle = _round((west + geometry.width / 2, south + geometry.height / 2), geometry)
    return _compact()(
        layers=layers,
        views=[pydeck.View(type="OrthographicView", controller=True, flip_y=False)],
        initial_view_state=pydeck.ViewState(
            longitude=None, latitude=None, target=[*middle, 0], zoom=math.log2(unit)
        ),
        map_provider=None,
        map_style=None,
        # Text, not HTML: names are shown as they are.
        tooltip={"text": TOLD},
    )


def legend(rows: pd.DataFrame, *, shades: Shades, palette: Palette) -> str:
    """Return what the colours and the signs of a deck of these rows mean, as HTML."""
    colours = sequence(palette, max(shades.bins, 1))
    items = [
        _swatch(colours[at], f"{low} to {high}", palette.rule)
        for at, (low, high) in enumerate(pairwise(shades.words))
    ]
    if rows["state"].notna().any():
        items.append(_swatch(colours[-1], "matches", palette.text))
        items.append(_swatch(colours[-1], "does not match", palette.rule, FADE))
    kinds = {kind for row in rows.to_dict("records") for kind in _kinds(row)}
    meaning = {**MEANING, "missing": NO_DATA}
    items += [f"{_MARKS[kind]} {words}" for kind, words in meaning.items() if kind in kinds]
    told = "".join(f"<span>{item}</span>" for item in items)
    return f'<p class="map-legend"><strong>{escape(shades.title)}</strong>{told}</p>'


def _swatch(colour: str, words: str, line: str, opacity: float = 1.0) -> str:
    red, green, blue, _ = _rgba(colour)
    fill = f"rgb({red} {green} {blue} / {opacity:.0%})"
    return f'<i style="background:{fill};border-color:{line}"></i> {escape(words)}'


@cache
def _compact() -> Any:
    """Return decks whose JSON is a fifth of pydeck's, which sets every number on a line."""
    import pydeck

    class Compact(pydeck.Deck):  # type: ignore[misc]
        """A deck that writes itself without spaces."""

        def to_json(self) -> str:
            """Return the JSON that the browser reads."""
            return json.dumps(json.loads(super().to_json()), separators=(",", ":"))

    return Compact


@lru_cache(maxsize=4)
def _simplified(geometry: Geometry) -> dict[str, Any]:
    """Return the shapes of wards with fewer corners; neighbours keep one edge between them."""
    import shapely

    found = shapely.coverage_simplify(list(geometry.shapes.values()), geometry.height * _COARSENESS)
    return dict(zip(geometry.shapes, found, strict=True))


def _wards(
    rows: pd.DataFrame,
    shapes: dict[str, Any],
    shades: Shades,
    geometry: Geometry,
    palette: Palette,
) -> list[dict[str, Any]]:
    colours = sequence(palette, max(shades.bins, 1))
    found = []
    for row, at in zip(rows.to_dict("records"), shades.of(rows["value"]), strict=True):
        state, named = plain(row["state"]) or "all", plain(row["named"])
        faded = state in ("out", "unknown")
        told = {
            "ward": row["ward_name"],
            "district": row["district"],
            "value": plain(row["shown"]) or NO_DATA,
            "answer": STATES[state].capitalize(),
            "documents": f"Named: {named}" if named else "Not named",
            "fill": _rgba(palette.page if at is None else colours[at - 1], FADE if faded else 1),
            "line": _rgba(palette.text if state == "in" else palette.rule, 0.5 if faded else 1),
            "edge": 2 if state == "in" else 0.6,
        }
        polygons = (
            [_rounded(ring, geometry) for ring in (part.exterior, *part.interiors)]
            for part in _parts(shapes.get(row["ward_code"]))
        )
        found += [{"polygon": polygon, **told} for polygon in polygons]
    return found


def _parts(shape: Any) -> tuple[Any, ...]:
    if shape is None or shape.is_empty:
        return ()
    return tuple(getattr(shape, "geoms", (shape,)))


def _outlines(
    rows: pd.DataFrame, shapes: dict[str, Any], geometry: Geometry
) -> list[dict[str, Any]]:
    import shapely

    there = rows[rows["ward_code"].isin(list(shapes))]
    return [
        {"path": _rounded(ring, geometry)}
        for _, codes in there.groupby("district")["ward_code"]
        for part in _parts(shapely.coverage_union_all([shapes[code] for code in codes]))
        for ring in (part.exterior, *part.interiors)
    ]


def _marks(rows: pd.DataFrame, geometry: Geometry) -> list[dict[str, Any]]:
    found = []
    for row in rows.to_dict("records"):
        if row["ward_code"] not in geometry.discs:
            continue
        x, y, _ = geometry.discs[row["ward_code"]]
        found += [
            {"at": _round((x, y), geometry), "text": _MARKS[kind], "anchor": "middle"}
            for kind in _kinds(row)
        ]
    return found


def _kinds(row: dict[Any, Any]) -> list[str]:
    """Return which signs a ward has."""
    there = {
        "missing": plain(row["value"]) is None or row["state"] == "unknown",
        "picked": plain(row["picked"]) is True,
        "named": bool(plain(row["named"])),
    }
    return [kind for kind, has in there.items() if has]


def _names(geometry: Geometry, unit: float) -> list[dict[str, Any]]:
    anchors = {"left": "start", "center": "middle", "right": "end"}
    return [
        {
            "at": _round((one.x, one.y), geometry),
            "text": one.name,
            "anchor": anchors[one.align or "center"],
        }
        for one in placed(geometry, pixels=unit, size=_SIZE)
    ]


def _texts(
    pydeck: Any, name: str, found: list[dict[str, Any]], palette: Palette, **look: Any
) -> Any:
    return pydeck.Layer(
        "TextLayer",
        found,
        id=name,
        get_position="at",
        get_text="text",
        get_text_anchor="anchor",
        get_size=_SIZE,
        get_color=_rgba(palette.text),
        outline_color=_rgba(palette.page),
        outline_width=4,
        font_settings={"sdf": True},
        font_family=pydeck.types.String("Source Sans, sans-serif"),
        font_weight=600,
        # The characters that occur: others than ASCII are among them.
        character_set=pydeck.types.String("auto"),
        **look,
    )


def _rgba(colour: str, opacity: float = 1.0) -> list[int]:
    return [*(int(colour[at : at + 2], 16) for at in (1, 3, 5)), round(255 * opacity)]


def _rounded(ring: Any, geometry: Geometry) -> list[list[float]]:
    return [_round(corner, geometry) for corner in ring.coords]


def _round(position: tuple[float, ...], geometry: Geometry) -> list[float]:
    """Return a position from the south-western corner, with the digits that can be seen."""
    digits = -math.floor(math.log10(geometry.height * _FINENESS))
    x, y = (round(at - start, digits) for at, start in zip(position, geometry.bounds, strict=False))
    return [x, y] if digits > 0 else [int(x), int(y)]
