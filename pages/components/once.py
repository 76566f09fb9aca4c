"""What all sessions show alike is worked out once for each build, not by each of them.

When data changes, everybody's page is run again within a moment, and most have the same few open.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from config.palette import Palette
from loaders.store import Store
from pages.components import bare, revisions, views
from pages.components.views import Draw, View

# Things that are kept, whatever their build: text and small tables, of which the oldest go.
MOST = 256

T = TypeVar("T")


def trend(build: Store, indicator_id: str, rows: pd.DataFrame) -> View | None:
    """Return how an indicator changes over time; ``rows`` are all its figures."""
    return view(build, f"trend of {indicator_id}", lambda: views.trend_view(rows))


def by_area(build: Store, indicator_id: str, rows: pd.DataFrame) -> View | None:
    """Return the figures of an indicator side by side."""
    return view(build, f"areas of {indicator_id}", lambda: views.area_view(rows))


def table(build: Store, indicator_id: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of an indicator with their words."""
    return made(build, f"table of {indicator_id}", lambda: views.table(rows))


def differences(build: Store, indicator_id: str, rows: pd.DataFrame) -> list[str]:
    """Return what an indicator's documents set beside its figures, in sentences."""
    return made(build, f"differences of {indicator_id}", lambda: bare.differences(rows))


def made(build: Store, key: str, make: Callable[[], T]) -> T:
    """Return what was made of a build under a key, or make it. Shared by all, so never changed.

    Under a link that marks what has been revised since, it is made anew: the marks are its own.
    """
    if revisions.current().found:
        return make()
    found: T = _made(build.fingerprint, key, make)
    return found


@st.cache_resource(show_spinner=False, max_entries=MOST)
def _made(fingerprint: str, key: str, _make: Callable[[], Any]) -> Any:  # noqa: ARG001  (the key)
    return _make()


def view(build: Store, key: str, make: Callable[[], View | None]) -> View | None:
    """Return a view as ``made`` does, drawn once for each palette."""

    def whole() -> View | None:
        new = make()
        return None if new is None else replace(new, draw=_drawn(new.draw))

    return made(build, key, whole)


def _drawn(draw: Draw) -> Draw:
    texts: dict[Palette, str] = {}

    def again(colours: Palette) -> dict[str, Any] | None:
        # As text, because whoever gets a specification may change it.
        if colours not in texts:
            texts[colours] = json.dumps(draw(colours))
        spec: dict[str, Any] | None = json.loads(texts[colours])
        return spec

    return again
