"""The ward map: one drawing for every geometry, fact, condition and comparison."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from config.palette import Palette
from pages.components.charts.spec import Spec, need, plain
from pages.components.charts.style import NO_DATA
from pages.components.maps.drawing import HEIGHT, pixels, specification, table, type_size
from pages.components.maps.geometry import Geometry
from pages.components.maps.labels import placed
from pages.components.maps.legend import Legend
from pages.components.maps.shades import Shades, sequence
from pages.components.maps.signs import signs

MATCHES: Final = ("in", "out", "unknown")
CHANGES: Final = ("gained", "lost", "kept", "neither")
_OF_WARD: Final = ("ward_code", "ward_name", "district", "shown", "named", "picked")


@dataclass(frozen=True)
class Drawn:
    """A map ready to be shown: what stands still, and the tables that an answer changes, by name.

    ``spec`` is a copy of the caller's own; give it to Streamlit with ``tables`` as its datasets.
    """

    spec: Spec
    tables: Mapping[str, pa.Table]
    geometry: Geometry

    @property
    def with_tables(self) -> Spec:
        """The specification with its tables, as ``st.vega_lite_chart`` takes it."""
        return {**self.spec, "datasets": dict(self.tables)}


def shade_map(
    rows: pd.DataFrame,
    *,
    shades: Shades,
    geometry: Geometry,
    palette: Palette,
    height: int = HEIGHT,
) -> Drawn | None:
    """Draw wards by a fact; those that match stand out, the rest is faded, missing is hatched.

    ``rows``, one for each ward: ward_code, ward_name, district, value (of the fact), shown (the
    value as people read it, None where there is none), state (in, out, unknown; None while
    nothing is asked), named (what for, in words; None for a ward that nobody names), picked
    (whether by hand). ``height`` is in pixels. No rows give None.
    """
    need(rows, "shade_map", (*_OF_WARD, "value", "state"))
    if rows.empty:
        return None
    states = _known(_cells(rows, "state"), MATCHES, "state")
    colours = sequence(palette, max(shades.bins, 1))
    bins = shades.of(rows["value"])
    legend = Legend(palette)
    # Hatched is what has no value, in the fact shaded or in one that a condition asks for.
    legend.scale(shades, colours, missing=None in bins or "unknown" in states)
    if any(states):
        legend.matches(colours[-1])
    return _drawn(
        rows,
        fills=[None if at is None else colours[at - 1] for at in bins],
        states=tuple(state or "all" for state in states),
        legend=legend,
        geometry=geometry,
        palette=palette,
        height=height,
    )


def change_map(
    rows: pd.DataFrame, *, geometry: Geometry, palette: Palette, height: int = HEIGHT
) -> Drawn | None:
    """Draw which wards B gained, lost and kept against A, by colour, sign and word.

    ``rows`` as for ``shade_map``, with change (gained, lost, kept, neither) in place of value
    and state. No rows give None.
    """
    need(rows, "change_map", (*_OF_WARD, "change"))
    if rows.empty:
        return None
    found = _known(_cells(rows, "change"), CHANGES, "change")
    if None in found:
        raise ValueError(f"change: a ward has none; expected one of {', '.join(CHANGES)}")
    colours = change_colours(palette)
    legend = Legend(palette)
    legend.changes(colours, found)
    return _drawn(
        rows,
        fills=[colours[change] for change in found],
        states=found,
        legend=legend,
        geometry=geometry,
        palette=palette,
        height=height,
    )


def change_colours(palette: Palette) -> dict[str, str]:
    """Return the colours of what changed; none of them judges."""
    kept, gained, _, lost = palette.categorical
    return {"gained": gained, "lost": lost, "kept": kept, "neither": palette.span.fill}


def inlined(drawn: Drawn) -> Spec:
    """Return a specification with the shapes and tables inside, to make an image of.

    Raises OSError when the file of the shapes is gone.
    """
    spec: Spec = _with_shapes(drawn.spec, drawn.geometry.url, drawn.geometry.topology())
    spec["datasets"] = {name: held.to_pylist() for name, held in drawn.tables.items()}
    return spec


def _with_shapes(part: Any, url: str, topology: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        if part.get("url") == url:
            return {"values": topology, "format": part["format"]}
        return {key: _with_shapes(value, url, topology) for key, value in part.items()}
    return [_with_shapes(one, url, topology) for one in part] if isinstance(part, list) else part


def _cells(rows: pd.DataFrame, column: str) -> tuple[Any, ...]:
    return tuple(map(plain, rows[column].tolist()))


def _known(cells: tuple[Any, ...], known: Collection[str], what: str) -> tuple[Any, ...]:
    """Return words; one that is not known is refused."""
    for one in set(cells) - {None, *known}:
        raise ValueError(f"{what} {one!r} is not one of {', '.join(known)}")
    return cells


def _drawn(
    rows: pd.DataFrame,
    *,
    fills: Sequence[str | None],
    states: tuple[str, ...],
    legend: Legend,
    geometry: Geometry,
    palette: Palette,
    height: int,
) -> Drawn:
    unit = pixels(geometry, height)
    codes, reasons = _cells(rows, "ward_code"), _cells(rows, "named")
    marks, kinds = signs(
        codes,
        named=tuple(map(bool, reasons)),
        picked=tuple(map(bool, _cells(rows, "picked"))),
        changes=states,
        geometry=geometry,
        palette=palette,
        pixels=unit,
    )
    legend.signs(kinds)
    hatched = (
        code
        for code, fill, state in zip(codes, fills, states, strict=True)
        if fill is None or state == "unknown"
    )
    names = (_cells(rows, "ward_name"), _cells(rows, "district"))
    tables = {
        "names": _names(geometry, unit, codes, *names, reasons),
        "wards": table(
            "wards",
            ward_code=list(codes),
            fill=[fill or palette.page for fill in fills],
            value=[words or NO_DATA for words in _cells(rows, "shown")],
            state=list(states),
        ),
        "hatch": _hatch(geometry, tuple(hatched)),
        "signs": marks,
        "labels": _labels(geometry, unit, height),
        "legend": legend.table(),
    }
    return Drawn(specification(geometry, palette, height), tables, geometry)


# What most moves of a slider leave as it was is made once.


@lru_cache(maxsize=32)
def _names(
    geometry: Geometry,
    unit: float,
    codes: tuple[str, ...],
    wards: tuple[str, ...],
    districts: tuple[str, ...],
    reasons: tuple[str | None, ...],
) -> pa.Table:
    radii = [geometry.discs[code][2] * unit if code in geometry.discs else 0.0 for code in codes]
    return table(
        "names",
        ward_code=list(codes),
        ward=list(wards),
        district=list(districts),
        documents=[f"named: {words}" if words else "not named" for words in reasons],
        # A thick line would fill a ward that is a few pixels wide.
        edge=[round(min(2.2, max(0.7, radius / 6)), 1) for radius in radii],
    )


@lru_cache(maxsize=32)
def _hatch(geometry: Geometry, codes: tuple[str, ...]) -> pa.Table:
    lines = [line for code in codes for line in geometry.hatching.get(code, ())]
    sides = zip(*lines, strict=True) if lines else ((), (), (), ())
    return table("hatch", **dict(zip(("x", "y", "x2", "y2"), map(list, sides), strict=True)))


@lru_cache(maxsize=32)
def _labels(geometry: Geometry, unit: float, height: int) -> pa.Table:
    found = placed(geometry, pixels=unit, size=type_size(height))
    return table(
        "labels",
        name=[one.name for one in found],
        x=[one.x for one in found],
        y=[one.y for one in found],
        side=[one.align for one in found],
    )
