"""Adding to the meeting pack from any page; the pack is kept in the session between pages."""

from __future__ import annotations

from functools import partial

import streamlit as st

from config.navigation import PAGES
from models.base import Wrong
from models.pack import Item, Pack, parse
from pages.components.words import plain

KEY, BUILD = "pack", "build"
# Where a session keeps the pack while another page is open.
HELD = "pack_held"
ADDRESSES = tuple(entry.address for entry in PAGES)
PRESENTED = tuple(entry.address for entry in PAGES if entry.views)
SCRIPT = "pages/room/present.py"
# What an address carries that is not asked of a page.
_NOT_ASKED = ("present", BUILD, KEY, "slide")


def current() -> Pack:
    """Return the pack of this session, as it was left."""
    return parse(st.session_state.get(HELD, ""), ADDRESSES)[0]


def here(view: str = "") -> Item:
    """Return the page that is shown, as an item: its address, what is asked, one of its views."""
    page = str(st.session_state.get("address_page", ""))
    asked = tuple(
        (key, value)
        for key in st.query_params
        if key not in _NOT_ASKED
        for value in st.query_params.get_all(key)
    )
    return Item(page, asked, view)


def root() -> str:
    """Return the address of the dashboard as the reader has it; empty where nobody reads."""
    return (st.context.url or "").partition("?")[0].rpartition("/")[0]


def address() -> str:
    """Return the address of what is shown; empty where nobody reads."""
    return f"{root()}/{here().link}" if root() else ""


def offer(key: str) -> None:
    """Offer to add a view of the page that is shown, and to present it."""
    if here().page not in PRESENTED:
        return
    item = here(key)
    pack = current()
    st.button(
        f"Add to the meeting pack ({len(pack.items)} so far)",
        key=f"{key}_add",
        on_click=partial(_add, item),
        width="stretch",
    )
    st.page_link(
        SCRIPT,
        label="Present this view",
        query_params=_presented(item),
        width="stretch",
    )


def _add(item: Item) -> None:
    try:
        pack = current().with_item(item)
    except Wrong as wrong:
        st.toast(plain(f"{wrong.wrong}; {wrong.expected}."))
        return
    st.session_state[HELD] = pack.text()
    st.toast(f"Added: the pack has {len(pack.items)} views now. Open Present to see it.")


def present_if_asked() -> None:
    """Open the presentation of a page whose address asks for it (present=1)."""
    if st.query_params.get("present") == "1" and here().page in PRESENTED:
        st.switch_page(SCRIPT, query_params=_presented(here()))


def _presented(item: Item) -> dict[str, str]:
    """Return what an address asks for that presents an item, of the build that it is asked of."""
    made_on = st.query_params.get(BUILD)
    return {KEY: Pack((item,)).text(), "slide": "1", **({BUILD: made_on} if made_on else {})}


def page_link() -> None:
    """Offer to present all views of the page that is shown."""
    if here().page in PRESENTED:
        st.page_link(
            SCRIPT,
            label="Present this page",
            query_params=_presented(here()),
        )
