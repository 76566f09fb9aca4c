"""The ward map on a page: shown without being built anew, and what was clicked or boxed on it.

The specification is the same text on every run and ``alt`` the same words, so Streamlit keeps
the map it has and swaps its tables; either of them changing would build the map anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.components.maps.drawing import BOX, PICK
from pages.components.maps.geometry import Geometry
from pages.components.maps.ward_map import Drawn

# What was clicked, then what was boxed: ward codes.
Chosen = Callable[[tuple[str, ...], tuple[str, ...]], None]
ALT = "Map of the wards. The list of wards on this page says the same in words."


def show(drawn: Drawn, *, key: str, chosen: Chosen) -> None:
    """Show a map; ``chosen`` is called before the next run with wards clicked and wards boxed.

    A click is a wish to turn a ward on or off, a box to add the wards in it. Which wards are
    picked is the caller's to keep, and to give back among the rows that are drawn.
    """
    st.vega_lite_chart(
        spec=drawn.with_tables,
        key=key,
        alt=ALT,
        width="stretch",
        theme=None,
        on_select=partial(_told, key, drawn.geometry, chosen),
        selection_mode=[PICK, BOX],
    )
    _note(key)


def _told(key: str, geometry: Geometry, chosen: Chosen) -> None:
    """Work out what is new, and pass it on."""
    clicked = _clicked(key) ^ st.session_state.get(f"{key}_clicked", frozenset())
    box = _boxed(key)
    new = box is not None and box != st.session_state.get(f"{key}_boxed")
    boxed = geometry.within(*box) if new and box is not None else ()
    # At once: the run that follows may be cut short by the next click.
    _note(key)
    if clicked or boxed:
        chosen(tuple(sorted(clicked)), boxed)


def _note(key: str) -> None:
    """Note what the browser holds as clicked and boxed: what differs the next time is new."""
    st.session_state[f"{key}_clicked"] = _clicked(key)
    st.session_state[f"{key}_boxed"] = _boxed(key)


def _selected(key: str, name: str) -> object:
    state = st.session_state.get(key)
    return state["selection"].get(name) if state else None


def _clicked(key: str) -> frozenset[str]:
    found = _selected(key, PICK)
    rows = found if isinstance(found, list) else []
    return frozenset(row["ward_code"] for row in rows if row.get("ward_code"))


def _boxed(key: str) -> tuple[tuple[float, float], tuple[float, float]] | None:
    found = _selected(key, BOX)
    if not isinstance(found, dict) or not {"x", "y"} <= found.keys():
        return None
    return tuple(found["x"]), tuple(found["y"])
