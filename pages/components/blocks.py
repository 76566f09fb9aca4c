"""One broken part never takes the page: what fails says so in its own place."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_LOG = logging.getLogger("lifecourse")


@contextmanager
def block(name: str) -> Iterator[None]:
    """Guard one part of a page; a fault is logged with a reference and told without details."""
    try:
        yield
    except Exception:  # st.stop and st.rerun are none, and pass
        reference = secrets.token_hex(4)
        _LOG.exception("%s failed (reference %s)", name, reference)
        st.error(f"{name} could not be shown. The rest of the page stands. Reference: {reference}")
