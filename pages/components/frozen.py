"""Links that carry the build they were made on: opened later, they say what has been revised."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from loaders.store import Store
from pages.components import tables
from pages.components.store import since
from pages.components.words import plain

KEY = "build"
MOST_SHOWN = 12


def link(build: Store) -> None:
    """Offer the address of what is shown, as it is and with the build it was seen on."""
    base = (st.context.url or "").partition("?")[0]
    asked = [
        (key, value)
        for key in st.query_params
        if key != KEY
        for value in st.query_params.get_all(key)
    ]
    with st.popover("Link to this view"):
        st.text("It shows the data as it is when somebody opens it:")
        st.code(f"{base}{'?' + urlencode(asked) if asked else ''}", language=None, wrap_lines=True)
        st.text("It says what has been revised since today:")
        st.code(
            f"{base}?{urlencode([*asked, (KEY, build.fingerprint)])}",
            language=None,
            wrap_lines=True,
        )


def tell(build: Store) -> None:
    """Say what has been revised since the build that the address was made on, old and new."""
    made_on = st.query_params.get(KEY)
    if not made_on or made_on == build.fingerprint:
        return
    changed = since(build, made_on)
    if changed is None:
        st.info(
            f"This link was made on data build {plain(made_on[:20])}, which is no longer kept: "
            "what has been revised since cannot be told."
        )
        return
    figures = changed[changed["thing"] == "figure"]
    if figures.empty:
        st.info("No figure has been revised since this link was made.")
        return
    told = f"{len(figures)} changes to figures since this link was made"
    st.warning(f"This data has since been revised: {told}.")
    with st.expander("Old and new"):
        tables.show(table(figures.head(MOST_SHOWN)), told)
        if len(figures) > MOST_SHOWN:
            st.text(f"and {len(figures) - MOST_SHOWN} more; the page Data has all of them.")


def table(changed: pd.DataFrame) -> pd.DataFrame:
    """Return differences between builds as people read them."""
    return pd.DataFrame(
        {
            "What": (changed["thing"] + ": " + changed["name"].fillna("")).to_numpy(),
            "Change": changed["change"].to_numpy(),
            "Of its": changed["field"].fillna("").to_numpy(),
            "Old": changed["old"].fillna("not there").to_numpy(),
            "New": changed["new"].fillna("not there").to_numpy(),
            "Id": changed["id"].to_numpy(),
        }
    )
