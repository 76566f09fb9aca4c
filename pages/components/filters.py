"""Pickers bound to the address: copying it restores the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.components.words import plain

ALL = "All"


def _told_unknown(key: str, label: str, names: Sequence[str]) -> None:
    """Say that the address asks for something that is not here; the picker falls back by itself.

    Only when the address is new: what another picker has put out of reach nobody asked for.
    """
    asked = st.query_params.get(key)
    if asked and asked not in names and key not in st.session_state:
        st.info(f"The address asks for {plain(label.lower())} “{plain(asked)}”, which is not here.")


def pick(
    label: str, names: Mapping[str, str], *, key: str, everything: str | None = None
) -> str | None:
    """Pick one of named things; return its id, or None for all of them.

    ``names`` maps ids to distinct names; ``everything`` is the wording of "no choice", and
    without it the first is chosen. The address carries the name.
    """
    ids = {name: thing for thing, name in names.items()}
    options = [*([everything] if everything is not None else []), *ids]
    _told_unknown(key, label, options)
    chosen = st.selectbox(label, options, key=key, bind="query-params")
    return ids.get(str(chosen))


def search(label: str, *, key: str, placeholder: str) -> str:
    """Ask for words to look for; return them trimmed."""
    words = st.text_input(
        label, key=key, placeholder=placeholder, bind="query-params", max_chars=80
    )
    return (words or "").strip()


def switch(label: str, *, key: str, help_text: str | None = None) -> bool:
    """Ask a yes or no; return it."""
    return st.toggle(label, key=key, help=help_text, bind="query-params")


def tabs(label: str, names: Mapping[str, str], *, key: str) -> str | None:
    """Pick one of a few named things by tabs that stand in one row; the first is the default."""
    if not names:
        return None
    ids = {name: thing for thing, name in names.items()}
    _told_unknown(key, label, list(ids))
    chosen = st.segmented_control(
        label, list(ids), default=next(iter(ids)), key=key, bind="query-params", required=True
    )
    return ids.get(str(chosen))


def several(label: str, names: Mapping[str, str], *, key: str, most: int) -> tuple[str, ...]:
    """Pick some of named things, ``most`` at the most; return their ids in the order picked."""
    ids = {name: thing for thing, name in names.items()}
    for asked in st.query_params.get_all(key):
        if asked not in ids:
            st.info(f"The address asks for “{plain(asked)}”, which is not here.")
    chosen = st.multiselect(
        label, list(ids), key=key, bind="query-params", max_selections=most, placeholder="Nothing"
    )
    return tuple(ids[name] for name in chosen)
