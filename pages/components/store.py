"""The open store, and what stands beside it for all sessions; once.py has what they show."""

from __future__ import annotations

import logging
import secrets

import pandas as pd
import streamlit as st

from config import settings
from loaders import diff, queries, ward_queries
from loaders.build import BuildError, kept
from loaders.keeper import Held, Keeper
from loaders.problems import DataError, Problem
from loaders.store import Store, StoreError
from models.comparison import compare_rows, spine_positions
from models.conditions import Known
from models.ground import Ground
from models.shares import facts_of
from pages.components import live
from pages.components.words import plain

_LOG = logging.getLogger("lifecourse")


@st.cache_resource(show_spinner=False)
def _keeper() -> Keeper:
    keeper = Keeper(settings().data, settings().build)
    if live.is_served():
        keeper.watch(live.run_again)
    return keeper


def store() -> Store:
    """Return the build that the whole of this run reads; app.py has opened it for the session."""
    held: Held = st.session_state[live.HELD]
    return held.store


def mended() -> bool:
    """Say whether the build of this run could not be read, and a good one is in its place."""
    held: Held | None = st.session_state.get(live.HELD)
    return held is not None and _keeper().mended(held.store)


def official(build: Store) -> pd.DataFrame:
    """Return every official value compared with England; shared by all, so never changed."""
    return _official(build.fingerprint, build)


@st.cache_resource(show_spinner=False, max_entries=3)
def _official(fingerprint: str, _build: Store) -> pd.DataFrame:  # noqa: ARG001  (the key)
    return spine_positions(compare_rows(queries.official(store=_build)))


def open_or_explain() -> None:
    """Open the data for this run, or say what is wrong and stop.

    Newer data that is wrong gets a banner.
    """
    st.session_state[live.HELD] = None
    try:
        with st.spinner("Reading the data…"):
            held = st.session_state[live.HELD] = _keeper().held()
    except DataError as error:
        st.error("The data has problems, and there is no earlier build to show.")
        _list(error.problems)
        st.stop()
    except (BuildError, StoreError) as error:
        reference = secrets.token_hex(4)
        _LOG.error("The data could not be opened (reference %s): %s", reference, error)
        st.error(f"The data could not be opened. The log says why. Reference: {reference}")
        st.stop()
    if held.problems:
        st.warning(
            "The data was changed and the change has problems. What you see is the last good build."
        )
        with st.expander(f"What is wrong ({len(held.problems)})"):
            _list(list(held.problems))
    if held.unbuilt:
        st.warning("The data was changed and cannot be built. What you see is the last good build.")
        st.text("Often a disk is full, or a folder cannot be written. The server's log says which.")


def _list(problems: list[Problem]) -> None:
    shown = settings().problems_shown
    for problem in problems[:shown]:
        st.markdown(f"**{plain(problem.path)}**, line {problem.line}, {plain(problem.key)}")
        st.text(f"{problem.wrong}; expected {problem.expected}")
    if len(problems) > shown:
        st.text(f"and {len(problems) - shown} more; python -m loaders check lists them")


def ground(build: Store) -> Ground:
    """Return the wards with their facts; shared by all, so never changed."""
    return _ground(build.fingerprint, build)


@st.cache_resource(show_spinner=False, max_entries=3)
def _ground(fingerprint: str, _build: Store) -> Ground:  # noqa: ARG001  (the key)
    wards = ward_queries.wards(store=_build)
    told = ward_queries.facts(store=_build)
    facts = facts_of(told)
    kinds = ward_queries.designation_kinds(store=_build)
    return Ground(
        wards,
        facts,
        Known.of(wards, facts),
        dict(zip(wards["place_id"], wards["place"], strict=True)),
        dict(zip(kinds["designation"], kinds["designation_words"], strict=True)),
        tuple(told["source"].unique()),
    )


def since(build: Store, fingerprint: str) -> pd.DataFrame | None:
    """Return what has changed since an earlier build (columns of ``diff.changes``).

    None when that build is no longer kept.
    """
    return _since(build.fingerprint, fingerprint, build)


@st.cache_resource(show_spinner=False, max_entries=8)
def _since(_now: str, fingerprint: str, _build: Store) -> pd.DataFrame | None:
    path = next(
        (one for one in kept(settings().build) if one.stem == f"lifecourse-{fingerprint}"), None
    )
    if path is None:
        return None
    try:
        earlier = Store(path, of_any_version=True)
    except StoreError:
        return None
    try:
        return diff.changes(earlier, _build)
    finally:
        earlier.close()


def earlier_builds(build: Store) -> dict[str, str]:
    """Return the earlier builds that are kept: fingerprint -> when each was made, newest first."""
    found = {}
    for path in kept(settings().build):
        fingerprint = path.stem.removeprefix("lifecourse-")
        if fingerprint == build.fingerprint:
            continue
        try:
            held = Store(path, of_any_version=True)
        except StoreError:
            continue
        when = f"{held.built:%d %B %Y %H:%M} UTC" if held.built else "time not known"
        held.close()
        found[fingerprint] = f"{when}, build {fingerprint}"
    return found
