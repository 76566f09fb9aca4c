"""The ward map among the page's parts: which geometry, what is drawn on it, what a click does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from config import ROOT, settings
from config.palette import Palette
from loaders import boundaries
from loaders.boundary_files import BoundaryError
from loaders.problems import DataError
from models.conditions import Conditions, matches, unknown
from models.ground import Ground
from models.tally import Change, summarise
from pages.components import filters, views, ward_answers, ward_controls, ward_view
from pages.components.charts.spec import cells
from pages.components.maps.drawing import HEIGHT
from pages.components.maps.geometry import Geometry, geometry
from pages.components.maps.shades import Shades, shades
from pages.components.maps.ward_map import Drawn, change_map, inlined, shade_map
from pages.components.ward_controls import KEY
from pages.components.words import plain

STATIC = ROOT / "static"
# Of a map on a slide and in a meeting, wider than high.
ON_SLIDES = 400
HEXAGONS = STATIC / "hexagons.topojson"
GEOMETRIES = {"hexagons": "Hexagons, all alike", "official": "Official boundaries"}
CLICKS = {"card": "opens the ward", "pick": "adds or takes away the ward"}


def held() -> boundaries.Held | None:
    """Return the official boundaries, if somebody has brought them."""
    return boundaries.held(build=settings().build, static=STATIC)


def chosen_geometry() -> Geometry:
    """Ask which geometry to draw; without official boundaries say how they are brought."""
    official = held()
    names = GEOMETRIES if official else {"hexagons": GEOMETRIES["hexagons"]}
    name = filters.pick("Map", names, key="map")
    if name == "official" and official is not None:
        return geometry(official.topojson)
    return geometry(HEXAGONS)


def official_boundaries() -> None:
    """Say which official boundaries are held, and offer to fetch them."""
    official = held()
    with st.expander("Official boundaries"):
        if official is not None:
            st.text(
                f"{official.file}: {official.wards} of {official.of} wards, {official.vintage}. "
                f"{official.attribution}"
            )
            for note in official.notes:
                st.text(note)
        st.text(
            "The hexagons are the project's own: every ward one hexagon of the same size, near "
            "where it is. Official boundaries are not part of the project. Whoever runs it can "
            "bring a file (python -m loaders boundaries FILE), or fetch them here; only then "
            "does the dashboard ask another server."
        )
        if st.button("Fetch from the ONS Open Geography portal"):
            try:
                with st.spinner("Asking the portal…"):
                    boundaries.fetch(data=settings().data, build=settings().build, static=STATIC)
            except (BoundaryError, DataError) as error:
                st.error(plain(str(error)))
            else:
                st.rerun()


def _rows(ground: Ground, now: Conditions) -> pd.DataFrame:
    wards = ground.wards
    return pd.DataFrame(
        {
            "ward_code": wards["ward_code"],
            "ward_name": wards["ward_name"],
            "district": wards["district"],
            "named": wards["named_for"],
            "picked": wards["ward_code"].isin(now.picked),
        }
    )


def shaded(
    ground: Ground,
    now: Conditions,
    inside: pd.Series,
    shade: str,
    where: Geometry,
    *,
    height: int = HEIGHT,
) -> Callable[[Palette], Drawn | None]:
    """Return what draws the wards by a fact, those that match standing out."""
    rows, bins = _shaded_rows(ground, now, inside, shade), _bins(ground, shade)
    return lambda colours: shade_map(
        rows, shades=bins, geometry=where, palette=colours, height=height
    )


def _shaded_rows(ground: Ground, now: Conditions, inside: pd.Series, shade: str) -> pd.DataFrame:
    rows = _rows(ground, now)
    blank = unknown(ground.wards, now)
    asked = not now.bounded().empty
    return rows.assign(
        value=ground.wards[shade],
        shown=cells(
            (None if pd.isna(one) else ground.shown(shade, one) for one in ground.wards[shade]),
            rows,
        ),
        state=cells(
            (
                None if not asked else "in" if match else "unknown" if gap else "out"
                for match, gap in zip(inside, blank, strict=True)
            ),
            rows,
        ),
    )


def _bins(ground: Ground, shade: str) -> Shades:
    return shades(
        ground.wards[shade],
        title=ground.facts[shade].name,
        written=partial(ground.shown, shade),
    )


def differing(
    ground: Ground, now: Conditions, change: Change, where: Geometry
) -> Callable[[Palette], Drawn | None]:
    """Return what draws the wards that B gained, lost and kept against A."""
    rows = _rows(ground, now).assign(change=change.state, shown=change.state)
    return lambda colours: change_map(rows, geometry=where, palette=colours)


def view(
    draw: Callable[[Palette], Drawn | None],
    *,
    headline: str,
    subtitle: str,
    table: pd.DataFrame,
    sources: tuple[str, ...],
) -> views.View:
    """Return a map as a view that can be taken away, with the shapes inside."""

    def pictured(colours: Palette) -> dict[str, Any] | None:
        drawn = draw(colours)
        return None if drawn is None else inlined(drawn)

    return views.View(pictured, headline, subtitle, ward_view.ALT, table, None, sources)


def panel(ground: Ground, now: Conditions, inside: pd.Series, change: Change | None) -> str:
    """Ask how to draw, and draw the wards; return the fact by which they are shaded."""
    first, second, third = st.columns([3, 2, 2])
    with first:
        shade = ward_controls.shade(ground)
    with second:
        where = chosen_geometry()
    with third:
        filters.pick("A click", CLICKS, key="click")
    if change is not None:
        show(differing(ground, now, change, where), ground, now)
    elif filters.switch("Pan and zoom", key="zoom"):
        zoomable(ground, now, inside, shade, where)
    else:
        show(shaded(ground, now, inside, shade, where), ground, now)
    return shade


def zoomable(
    ground: Ground, now: Conditions, inside: pd.Series, shade: str, where: Geometry
) -> None:
    """Show the same map to be panned and zoomed; nothing is fetched from anywhere."""
    from pages.components.maps.deck import deck

    drawn = deck(
        _shaded_rows(ground, now, inside, shade),
        shades=_bins(ground, shade),
        geometry=where,
        palette=views.palette(),
    )
    if drawn is not None:
        st.pydeck_chart(drawn, height=HEIGHT, alt=views.short(f"{ward_view.ALT} It can be zoomed."))


def whole(
    ground: Ground, now: Conditions, inside: pd.Series, shade: str, where: Geometry | None = None
) -> views.View:
    """Return the map with its answer as a view; without a geometry on hexagons."""
    drawing = shaded(ground, now, inside, shade, where or geometry(HEXAGONS), height=ON_SLIDES)
    return view(
        drawing,
        headline=ward_answers.headline(summarise(ground.wards, inside)),
        subtitle=f"{ward_answers.in_plain_words(ground, now)}. Shaded: {ground.facts[shade].name}",
        table=ward_answers.listing(ground, now, ground.wards[inside], shade),
        sources=ground.titles,
    )


def show(draw: Callable[[Palette], Drawn | None], ground: Ground, now: Conditions) -> None:
    """Show a map; a click opens the ward or picks it, a box adds the wards in it."""
    drawn = draw(views.palette())
    if drawn is None:
        st.info("There is no ward to draw.")
        return
    ward_view.show(drawn, key="wards", chosen=partial(_chosen, ground, now))


def _chosen(
    ground: Ground, now: Conditions, clicked: tuple[str, ...], boxed: tuple[str, ...]
) -> None:
    if clicked and st.session_state.get("click") != CLICKS["pick"]:
        filters.put("ward", ground.names[clicked[-1]])
        filters.put("answer", "One ward")
        clicked = ()
    if not (clicked or boxed):
        return
    picked, excluded = set(now.picked), set(now.excluded)
    codes = ground.wards["ward_code"]
    inside = set(codes[matches(ground.wards, now)])
    for code in clicked:
        if code in inside:
            picked.discard(code)
            excluded.add(code)
        else:
            excluded.discard(code)
            picked.add(code)
    picked |= {code for code in boxed if code not in inside}
    excluded -= set(boxed)
    order = {code: at for at, code in enumerate(codes)}
    st.session_state[KEY] = replace(
        now,
        picked=tuple(sorted(picked, key=order.__getitem__)),
        excluded=tuple(sorted(excluded, key=order.__getitem__)),
    ).text()
