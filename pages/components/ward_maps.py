"""The ward map among the page's parts: which geometry, what is drawn on it, what a click does."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pandas as pd
import streamlit as st

from config.palette import Palette
from loaders.store import Store
from models.conditions import Conditions
from models.ground import Answer, Ground
from models.tally import Change
from pages.components import filters, views, ward_answers, ward_controls, ward_geometry, ward_view
from pages.components.charts.spec import cells
from pages.components.downloads import download_row
from pages.components.maps.drawing import HEIGHT
from pages.components.maps.geometry import Geometry
from pages.components.maps.shades import Shades, shades
from pages.components.maps.ward_map import Drawn, Wards, change_map, inlined, shade_map

# Of a map on a slide and in a meeting, wider than high.
ON_SLIDES = 400


def shaded(
    ground: Ground, answer: Answer, shade: str, where: Geometry, *, height: int = HEIGHT
) -> Callable[[Palette], Drawn | None]:
    """Return what draws the wards by a fact, those that match standing out."""
    wards, states = _wards(ground, answer.now.picked, shade), _states(answer)
    return lambda colours: shade_map(
        wards,
        states,
        shades=_bins(ground, shade),
        geometry=where,
        palette=colours,
        height=height,
    )


def _states(answer: Answer) -> list[str | None]:
    held = zip(answer.inside.tolist(), answer.unknown.tolist(), strict=True)
    if answer.now.empty:
        return [None for _ in held]
    return ["in" if match else "unknown" if gap else "out" for match, gap in held]


# What most moves of a slider leave as it was is made once.


@lru_cache(maxsize=32)
def _wards(ground: Ground, picked: tuple[str, ...], shade: str) -> Wards:
    return Wards.of(_rows(ground, picked, shade))


@lru_cache(maxsize=32)
def _rows(ground: Ground, picked: tuple[str, ...], shade: str) -> pd.DataFrame:
    wards = ground.wards
    values = wards[shade]
    shown = (None if pd.isna(one) else ground.shown(shade, one) for one in values)
    return pd.DataFrame(
        {
            "ward_code": wards["ward_code"],
            "ward_name": wards["ward_name"],
            "district": wards["district"],
            "named": wards["named_for"],
            "picked": wards["ward_code"].isin(picked),
            "value": values,
            "shown": cells(shown, wards),
        }
    )


@lru_cache(maxsize=32)
def _bins(ground: Ground, shade: str) -> Shades:
    return shades(
        ground.wards[shade],
        title=ground.facts[shade].name,
        written=partial(ground.shown, shade),
    )


def differing(
    ground: Ground, now: Conditions, change: Change, shade: str, where: Geometry
) -> Callable[[Palette], Drawn | None]:
    """Return what draws the wards that B gained, lost and kept against A."""
    states = change.state.tolist()
    wards = _wards(ground, now.picked, shade)
    return lambda colours: change_map(wards, states, geometry=where, palette=colours)


def panel(ground: Ground, answer: Answer, how: ward_controls.Shown, change: Change | None) -> None:
    """Draw the wards: what changed against A, or shaded by a fact, still or to be zoomed."""
    where, shade = ward_geometry.of(how.geometry), how.shade
    if change is not None:
        _show(differing(ground, answer.now, change, shade, where), ground)
    elif st.session_state.get("zoom"):
        _zoomable(ground, answer, shade, where)
    else:
        _show(shaded(ground, answer, shade, where), ground)


def _zoomable(ground: Ground, answer: Answer, shade: str, where: Geometry) -> None:
    """Show the same map to be panned and zoomed; nothing is fetched from anywhere."""
    from pages.components.maps.deck import deck, legend

    rows = _rows(ground, answer.now.picked, shade)
    rows = rows.assign(state=cells(_states(answer), ground.wards))
    bins, palette = _bins(ground, shade), views.palette()
    drawn = deck(rows, shades=bins, geometry=where, palette=palette)
    if drawn is not None:
        st.html(legend(rows, shades=bins, palette=palette))
        st.pydeck_chart(drawn, height=HEIGHT, alt=views.short(f"{ward_view.ALT} It can be zoomed."))
        if where.credit:
            st.text(where.credit)


def whole(
    ground: Ground,
    answer: Answer,
    shade: str,
    where: Geometry | None = None,
    *,
    order: str = "worst",
) -> views.View:
    """Return the map with its answer as a view, shapes inside; without a geometry on hexagons."""
    rows = ward_answers.ordered(ground, ground.wards[answer.inside], shade, order)
    draw = shaded(ground, answer, shade, where or ward_geometry.of(), height=ON_SLIDES)

    def pictured(colours: Palette) -> dict[str, Any] | None:
        drawn = draw(colours)
        return None if drawn is None else inlined(drawn)

    asked = ward_answers.in_plain_words(ground, answer.now)
    return views.View(
        pictured,
        ward_answers.headline(ground, answer),
        f"{asked}. Shaded: {ground.facts[shade].name}",
        ward_view.ALT,
        ward_answers.listing(ground, answer.now, rows, shade),
        None,
        ground.titles,
    )


def _show(draw: Callable[[Palette], Drawn | None], ground: Ground) -> None:
    """Show a map; a click opens the ward or picks it, a box adds the wards in it."""
    drawn = draw(views.palette())
    if drawn is None:
        st.info("There is no ward to draw.")
        return
    ward_view.show(drawn, key="wards", chosen=partial(_chosen, ground))


def _chosen(ground: Ground, clicked: tuple[str, ...], boxed: tuple[str, ...]) -> None:
    if clicked and st.session_state.get("click") != ward_geometry.CLICKS["pick"]:
        filters.put("ward", ground.names[clicked[-1]])
        filters.put("answer", "One ward")
        clicked = ()
    if clicked or boxed:
        inside = ward_controls.inside(ground)
        ward_controls.pick(
            ground,
            picked=(*boxed, *(code for code in clicked if code not in inside)),
            excluded=tuple(code for code in clicked if code in inside and code not in boxed),
        )


def take_away(ground: Ground, answer: Answer, how: ward_controls.Shown, build: Store) -> None:
    """Offer the map and all of the list as files, as text, and for the meeting pack."""
    found = whole(ground, answer, how.shade, ward_geometry.of(how.geometry), order=how.order)
    st.text("The map as it is shaded now, and the list of all wards that meet the conditions.")
    asked = ward_answers.in_plain_words(ground, answer.now)
    with st.columns([1, 3])[0]:
        taken = views.snapshot(found, store=build, filters=asked)
        download_row(taken, key="wards_files", view="map")
