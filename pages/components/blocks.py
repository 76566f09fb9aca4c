"""One broken part never takes the page: what fails says so in its own place."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.components.store import mended

_LOG = logging.getLogger("lifecourse")
REST = "The rest of the page stands."


@contextmanager
def block(name: str, *, rest: str = REST) -> Iterator[None]:
    """Guard one part of a page; a fault is logged with a reference and told without details.

    ``rest`` says what still stands. When it is the database that cannot be read, and it could
    be mended, the page starts anew instead.
    """
    try:
        yield
    except Exception as error:  # st.stop and st.rerun are none, and pass
        if mended():
            st.rerun()
        tell(error, name=name, rest=rest)


def tell(error: Exception, *, name: str = "This page", rest: str = "The others stand.") -> bool:
    """Log a fault with a reference and say that something could not be shown; return True."""
    reference = secrets.token_hex(4)
    _LOG.error("%s failed (reference %s)", name, reference, exc_info=error)
    st.error(f"{name} could not be shown. {rest} Reference: {reference}")
    return True
