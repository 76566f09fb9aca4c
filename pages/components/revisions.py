"""Which figures have been revised since the build that a link was made on, and which are shown.

What was found is held for a run of a page (frozen.py begins it). ``words.py`` asks here for the
sign of a figure, and what shows figures (tables, tiles, statements, charts) says here which ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field

from loaders.diff import Revision

SIGN = "↻"
SAID = "revised since the link was made"


@dataclass
class Run:
    """What a run of a page knows: revised figures by id, the build compared with, those shown.

    ``told`` says that the page itself tells of them.
    """

    found: Mapping[str, Revision]
    since: str = ""
    shown: dict[str, Revision] = field(default_factory=dict)
    told: bool = False


# Where a session keeps it for a fragment that runs alone, in a thread of its own.
_HELD = "revisions"
_RUN: ContextVar[Run | None] = ContextVar("revisions", default=None)


def begin(found: Mapping[str, Revision], since: str = "") -> Run:
    """Begin a run of a page with what has been revised since a build."""
    import streamlit as st

    run = Run(found, since)
    _RUN.set(run)
    st.session_state[_HELD] = run
    return run


def current() -> Run:
    """Return what this run knows; outside a page, that nothing is revised."""
    # Words are also made where there is no page, and Streamlit takes a second to import.
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    run = _RUN.get()
    if run is None and get_script_run_ctx(suppress_warning=True) is not None:
        run = st.session_state.get(_HELD)
        _RUN.set(run)
    return run or Run({})


def sign(figure_id: object) -> str:
    """Return the sign of a figure that has been revised; empty for the others."""
    return SIGN if figure_id in current().found else ""


def among(figure_ids: Iterable[object]) -> list[Revision]:
    """Return the revisions of those figures that have been revised."""
    found = current().found
    return [found[one] for one in dict.fromkeys(map(str, figure_ids)) if one in found]


def show(figure_ids: Iterable[object]) -> None:
    """Note that these figures are shown on the page."""
    run = current()
    run.shown.update({one.figure_id: one for one in among(figure_ids)})


def said(revised: Sequence[Revision]) -> str:
    """Say what was and what is: "revised since the link was made: 13.9% → 12.1%"."""
    told = (one.words if len(revised) == 1 else f"{one.name}: {one.words}" for one in revised)
    return f"{SAID}: {'; '.join(told)}"


def sentence(revision: Revision, *, named: bool = False) -> str:
    """Say of one figure what was and what is, with its sign."""
    name = f"{revision.name}: " if named else ""
    return f"{SIGN} {name}{SAID if named else SAID.capitalize()}: {revision.words}."
