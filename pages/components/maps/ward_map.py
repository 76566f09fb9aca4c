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
from pages.components.maps.drawing import (
    BORDER,
    EVERY,
    HEIGHT,
    NUMBERS,
    pixels,
    specification,
    table,
)
from pages.components.maps.geometry import Geometry
from pages.components.maps.legend import Legend
from pages.components.maps.shades import Shades, sequence
from pages.components.maps.signs import signs

MATCHES: Final = ("in", "out", "unknown")
CHANGES: Final = ("gained", "lost", "kept", "neither")


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


# Told apart by identity: what is worked out of one is kept for it.
@dataclass(frozen=True, eq=False)
class Wards:
    """The wards that are drawn, and what an answer does not change of them, ward by ward.

    ``reasons``: what documents name it for, in words, None when none does; ``picked``: whether by
    hand; ``values``: of the fact that shades, NaN where there is none, and ``shown`` the same in
    words, None where there is none.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    districts: tuple[str, ...]
    reasons: tuple[str | None, ...]
    picked: tuple[bool, ...]
    values: tuple[float, ...]
    shown: tuple[str | None, ...]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Wards:
        """Return wards from rows: ward_code, ward_name, district, named, picked, value, shown.

        Raises KeyError for a column that is missing.
        """
        columns = ("ward_code", "ward_name", "district", "named", "picked", "value", "shown")
        need(rows, "the ward map", columns)
        values = pd.to_numeric(rows["value"]).astype("float64").tolist()
        codes, names, districts, reasons, picked, _, shown = (_cells(rows, one) for one in columns)
        by_hand = tuple(map(bool, picked))
        return cls(codes, names, districts, reasons, by_hand, tuple(values), shown)


def shade_map(
    wards: Wards,
    states: Sequence[str | None],
    *,
    shades: Shades,
    geometry: Geometry,
    palette: Palette,
    height: int = HEIGHT,
) -> Drawn | None:
    """Draw wards by a fact; those that match stand out, the rest is faded, missing is hatched.

    ``states``, one for each ward: in, out, unknown; None while nothing is asked. ``height`` is
    in pixels. No wards give None. Raises ValueError for another state.
    """
    if not wards.codes:
        return None
    _known(states, MATCHES, "state")
    fills = _shaded(wards, shades, palette)
    marks, kinds = _standing_signs(wards, geometry, palette, height)
    # Hatched is what has no value, in the fact shaded or in one that a condition asks for.
    missing = None in fills or "unknown" in states
    return _drawn(
        wards,
        fills=fills,
        states=[state or "all" for state in states],
        marks=marks,
        legend=_shade_legend(shades, palette, kinds, missing=missing, asked=any(states)),
        geometry=geometry,
        palette=palette,
        height=height,
    )


def change_map(
    wards: Wards,
    changes: Sequence[str],
    *,
    geometry: Geometry,
    palette: Palette,
    height: int = HEIGHT,
) -> Drawn | None:
    """Draw which wards B gained, lost and kept against A, by colour, sign and word.

    ``changes``, one for each ward: gained, lost, kept, neither. No wards give None. Raises
    ValueError for another change.
    """
    if not wards.codes:
        return None
    _known(changes, CHANGES, "change")
    if None in changes:
        raise ValueError(f"change: a ward has none; expected one of {', '.join(CHANGES)}")
    colours = change_colours(palette)
    marks, kinds = _signs(wards, changes, geometry, palette, height)
    legend = Legend(palette)
    legend.changes(colours, changes)
    legend.signs(kinds)
    return _drawn(
        wards,
        fills=[colours[change] for change in changes],
        states=changes,
        marks=marks,
        legend=legend.table(),
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


def _known(words: Sequence[str | None], known: Collection[str], what: str) -> None:
    """Refuse a word that is not known."""
    for one in set(words) - {None, *known}:
        raise ValueError(f"{what} {one!r} is not one of {', '.join(known)}")


def _drawn(
    wards: Wards,
    *,
    fills: Sequence[str | None],
    states: Sequence[str],
    marks: pa.Table,
    legend: pa.Table,
    geometry: Geometry,
    palette: Palette,
    height: int,
) -> Drawn:
    hatched = (
        code
        for code, fill, state in zip(wards.codes, fills, states, strict=True)
        if fill is None or state == "unknown"
    )
    tables = {
        "wards": table(
            "wards",
            ward_code=wards.codes,
            position=range(len(wards.codes)),
            ward=wards.names,
            district=wards.districts,
            fill=[fill or palette.page for fill in fills],
            **_told(wards, geometry, height),
        ),
        "states": table(
            "states", every=[EVERY], states=["".join(str(NUMBERS[one]) for one in states)]
        ),
        "hatch": _hatch(geometry, tuple(hatched)),
        "signs": marks,
        "legend": legend,
    }
    return Drawn(specification(geometry, palette, height), tables, geometry)


# What most moves of a slider leave as it was is made once.


@lru_cache(maxsize=32)
def _shaded(wards: Wards, shades: Shades, palette: Palette) -> tuple[str | None, ...]:
    colours = sequence(palette, max(shades.bins, 1))
    return tuple(None if at is None else colours[at - 1] for at in shades.of(wards.values))


@lru_cache(maxsize=32)
def _shade_legend(
    shades: Shades, palette: Palette, kinds: frozenset[str], *, missing: bool, asked: bool
) -> pa.Table:
    colours = sequence(palette, max(shades.bins, 1))
    legend = Legend(palette)
    legend.scale(shades, colours, missing=missing)
    if asked:
        legend.matches(colours[-1])
    legend.signs(kinds)
    return legend.table()


@lru_cache(maxsize=32)
def _standing_signs(
    wards: Wards, geometry: Geometry, palette: Palette, height: int
) -> tuple[pa.Table, frozenset[str]]:
    return _signs(wards, [None] * len(wards.codes), geometry, palette, height)


def _signs(
    wards: Wards,
    changes: Sequence[str | None],
    geometry: Geometry,
    palette: Palette,
    height: int,
) -> tuple[pa.Table, frozenset[str]]:
    return signs(
        wards.codes,
        named=[bool(one) for one in wards.reasons],
        picked=wards.picked,
        changes=changes,
        geometry=geometry,
        palette=palette,
        pixels=pixels(geometry, height),
    )


@lru_cache(maxsize=32)
def _told(wards: Wards, geometry: Geometry, height: int) -> dict[str, list[Any]]:
    unit, discs = pixels(geometry, height), geometry.discs
    radii = [discs[code][2] * unit if code in discs else 0.0 for code in wards.codes]
    return {
        "documents": [f"named: {words}" if words else "not named" for words in wards.reasons],
        "value": [words or NO_DATA for words in wards.shown],
        # A thick line would fill a ward that is a few pixels wide; but more than a border it is.
        "edge": [round(min(2.2, max(BORDER + 0.2, radius / 6)), 1) for radius in radii],
    }


@lru_cache(maxsize=32)
def _hatch(geometry: Geometry, codes: tuple[str, ...]) -> pa.Table:
    lines = [line for code in codes for line in geometry.hatching.get(code, ())]
    sides = zip(*lines, strict=True) if lines else ((), (), (), ())
    return table("hatch", **dict(zip(("x", "y", "x2", "y2"), sides, strict=True)))
