"""Which geometry the wards are drawn on: the hexagons, or official boundaries if they are held."""

from __future__ import annotations

import streamlit as st

from config import ROOT, settings
from loaders import boundaries
from loaders.boundary_files import BoundaryError
from loaders.problems import DataError
from pages.components import filters
from pages.components.maps.geometry import Geometry, geometry
from pages.components.words import plain

STATIC = ROOT / "static"
HEXAGONS = STATIC / "hexagons.topojson"
GEOMETRIES = {"hexagons": "Hexagons, all alike", "official": "Official boundaries"}
CLICKS = {"card": "opens the ward", "pick": "adds or takes away the ward"}


def held() -> boundaries.Held | None:
    """Return the official boundaries, if somebody has brought them."""
    return boundaries.held(build=settings().build, static=STATIC)


def asked() -> str:
    """Ask which geometry is drawn, what a click does and whether to zoom; return the geometry."""
    known = GEOMETRIES if held() else {"hexagons": GEOMETRIES["hexagons"]}
    name = str(filters.pick("Map", known, key="map"))
    filters.pick("A click", CLICKS, key="click")
    filters.switch("Pan and zoom", key="zoom")
    return name


def of(name: str = "hexagons") -> Geometry:
    """Return the geometry of a name; without official boundaries it is the hexagons."""
    official = held() if name == "official" else None
    return geometry(official.topojson, official.attribution) if official else geometry(HEXAGONS)


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
