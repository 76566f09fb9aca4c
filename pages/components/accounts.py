"""Accounts, for organisations whose dashboard must not be open: off unless the settings ask."""

from __future__ import annotations

import logging

import streamlit as st
from streamlit.errors import StreamlitAuthError

from config import settings

_LOG = logging.getLogger("lifecourse")


def let_in() -> None:
    """Go on for who is logged in, or where nobody need be; else ask for a login and stop."""
    if not settings().accounts_required or getattr(st.user, "is_logged_in", False):
        return
    st.title("Lifecourse", anchor=False)
    st.text("This dashboard is for members of the organisation that runs it.")
    if st.button("Log in"):
        try:
            st.login()
        except (StreamlitAuthError, ImportError) as error:
            _LOG.error("accounts.required is true, and the login is not configured: %s", error)
            st.error(
                "The login is not configured. Whoever runs the dashboard finds the reason "
                "in the log."
            )
    st.stop()


def leave() -> None:
    """Offer to log out, where people log in."""
    if settings().accounts_required and getattr(st.user, "is_logged_in", False):
        st.button("Log out", on_click=st.logout)
