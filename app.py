"""The shared frame: navigation, the open data, then the page."""

from __future__ import annotations

import streamlit as st

from config.navigation import PAGES
from pages.components.store import open_or_explain

st.set_page_config(page_icon="📊", layout="wide")

first = next(iter(PAGES.values()))[0]
page = st.navigation(
    {
        section: [
            st.Page(
                entry.script,
                title=entry.title,
                url_path=entry.address,
                default=entry == first,
            )
            for entry in entries
        ]
        for section, entries in PAGES.items()
    },
    position="top",
)
open_or_explain()
page.run()
