"""Sessions that show an earlier build than the newest are run again, wherever they stand."""

from __future__ import annotations

from functools import partial
from typing import Any

from streamlit import runtime

from loaders.keeper import Held

HELD = "held_build"  # in the state of a session: what its last run read


def is_served() -> bool:
    """Say whether this is a server with sessions, and not a test of a page without one."""
    state = runtime.RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED
    return runtime.exists() and runtime.get_instance().state is state


def run_again(held: Held) -> None:
    """Run the page again in every session whose last run read another build than this.

    A session that is running now is not disturbed; it is looked at again the next time. Streamlit
    has no public way to start a run from outside. This is the one it uses when code is saved: on
    the thread of the server, with what it keeps of the client.
    """
    for one in runtime.get_instance()._session_mgr.list_active_sessions():
        one.session._call_soon_on_event_loop(partial(_run_if_outdated, one.session, held))


def _run_if_outdated(session: Any, held: Held) -> None:
    state = session.session_state
    if session._scriptrunner is None and HELD in state and state[HELD] is not held:
        state[HELD] = held  # asked once for each build, whatever becomes of the run
        session.request_rerun(session._client_state)
