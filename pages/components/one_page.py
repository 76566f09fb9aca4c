"""One page to print, of a place or a stage of life: set when somebody asks, kept for the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from loaders.store import Store
from pages.components import paper, profiles
from pages.components.paper import Profile
from pages.components.snapshots import today
from pages.components.store import official

LABEL = "One page to print (PDF)"
MOST_KEPT = 64  # files; one has some 80 KB
MAKERS: dict[str, Callable[..., Profile]] = {"area": profiles.place, "domain": profiles.domain}
"""What makes a profile, by the control of the page that says of what."""


@dataclass(frozen=True)
class Asked:
    """What a page is made of, and what tells it from others: also the build, and the day."""

    key: str
    of: str
    link: str
    fingerprint: str
    day: date
    build: Store = field(compare=False)
    values: pd.DataFrame = field(compare=False)


def offer(build: Store, key: str, of: str, name: str) -> None:
    """Offer the one-page profile of an area or a domain, by its id and its name.

    ``key`` is the control of this page that chooses it, one of MAKERS.
    """
    root = (st.context.url or "").partition("?")[0]
    link = f"{root}?{urlencode({key: name})}" if root else ""
    st.download_button(
        LABEL,
        data=partial(pdf, build, key, of, link),
        file_name=f"lifecourse-{of.replace('_', '-')}.pdf",
        mime="application/pdf",
        key="one_page",
        on_click="ignore",
    )


def pdf(build: Store, key: str, of: str, link: str) -> bytes:
    """Return the page as PDF, of the build that the reader sees."""
    return made(Asked(key, of, link, build.fingerprint, today(), build, official(build)))


@lru_cache(maxsize=MOST_KEPT)
def made(asked: Asked) -> bytes:
    """Return the page as PDF; the same is not set twice."""
    make = MAKERS[asked.key]
    return paper.profile(make(asked.build, asked.values, asked.of, link=asked.link))
