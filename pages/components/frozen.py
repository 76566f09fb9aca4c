"""Links that carry the build they were made on: opened later, they say what has been revised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from loaders import diff
from loaders.store import Store
from pages.components import revisions, tables
from pages.components.blocks import block
from pages.components.store import since
from pages.components.words import counted, plain

KEY = "build"
MOST_SHOWN = 12
CHANGES = "pages/trust/data.py"


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


@contextmanager
def since_the_link(build: Store) -> Iterator[None]:
    """Tell of figures that were revised since the build that the address was made on.

    While the page runs they carry their sign; when it has run, it is said above it which of them
    it shows, with old and new. A part that runs again by itself keeps the signs up to date.
    """
    made_on = st.query_params.get(KEY, "")
    asked = bool(made_on) and made_on != build.fingerprint
    changed = since(build, made_on) if asked else None
    found = {} if changed is None else diff.revisions(changed)
    run = revisions.begin(found, made_on if asked else "")
    above = st.container(key="since_the_link")
    try:
        yield
    finally:
        if asked and not run.told:
            with above, block("What has been revised"):
                _gone(made_on) if changed is None else _tell(run, changed)


def _gone(made_on: str) -> None:
    st.info(
        f"This link was made on data build {plain(made_on[:20])}, which is no longer kept: "
        "what has been revised since cannot be told."
    )


def _tell(run: revisions.Run, changed: pd.DataFrame) -> None:
    here, rest = list(run.shown.values()), elsewhere(run, changed)
    if here:
        have, they_carry = ("has", "It carries") if len(here) == 1 else ("have", "They carry")
        st.warning(
            f"{len(here)} of the figures on this page {have} been revised since this link was "
            f"made. {they_carry} the sign {revisions.SIGN}."
        )
    else:
        where = "No figure on this page" if rest else "No figure"
        st.info(f"{where} has been revised since this link was made.")
    if here:
        told = old_and_new(here)
        tables.show(told.head(MOST_SHOWN), "Figures on this page that have been revised")
        if len(told) > MOST_SHOWN:
            with st.expander(f"The other {len(told) - MOST_SHOWN} changes on this page"):
                tables.show(told.iloc[MOST_SHOWN:], "Figures on this page, continued")
    if here or rest:
        with st.container(horizontal=True, vertical_alignment="center"):
            if rest:
                st.text(f"Elsewhere in the data: {rest}.")
            st.page_link(
                CHANGES,
                label="All that has changed",
                query_params={"part": "What changed", "since": run.since},
            )


def elsewhere(run: revisions.Run, changed: pd.DataFrame) -> str:
    """Count what else has changed, in words: "3 figures revised, 1 added"; empty for nothing."""
    figures = changed[changed["thing"] == "figure"]
    come = figures[figures["change"] == diff.ADDED]["id"].nunique()
    gone = figures[figures["change"] == diff.REMOVED]["id"].nunique()
    official = changed[changed["thing"] == "official value"]["id"].nunique()
    told = (
        (len(run.found) - len(run.shown), "figure", "revised"),
        (come, "figure", "added"),
        (gone, "figure", "taken out"),
        (official, "official value", "changed"),
    )
    return ", ".join(f"{counted(number, thing)} {what}" for number, thing, what in told if number)


def old_and_new(figures: Iterable[diff.Revision]) -> pd.DataFrame:
    """Return revised figures as people read them: a row for each part that has changed."""
    return pd.DataFrame(
        [
            {"Figure": one.name, "Of its": field, "Old": old, "New": new}
            for one in figures
            for field, old, new in one.told
        ]
    )


def noted(figure_ids: Iterable[str]) -> str:
    """Return what is to be said of the revision of these figures; empty for nothing."""
    return " ".join(revisions.sentence(one, named=True) for one in revisions.among(figure_ids))


def on_slide(figure_ids: Iterable[str]) -> str:
    """Return what a slide with these figures says of their revision, in place of the page."""
    revisions.current().told = True
    return noted(figure_ids)


def lasting(address: str, fingerprint: str) -> str:
    """Return an address that carries its build; an empty one stays empty."""
    sign = "&" if "?" in address else "?"
    return f"{address}{sign}{urlencode({KEY: fingerprint})}" if address else ""


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
