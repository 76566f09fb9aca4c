"""Present: a pack of views for a meeting; put together here, shown large, taken away."""

from __future__ import annotations

import streamlit as st

from pages.components import filters, frame, pack_downloads, packs, stage
from pages.components.blocks import block
from pages.components.store import store

build = store()
page, controls = st.container(), st.container(key="pack_controls")
# What the address is bound to; out of sight while something is presented.
with controls:
    dim = filters.switch("Present dark, for a dim room", key="dim")
    with st.expander("As text, to copy or to write"):
        slide = stage.asked()
        pack = packs.asked(page)

if slide is not None and pack.items:
    with page:
        st.html("<style>.st-key-pack_controls { display: none; }</style>")
        stage.show(build, pack, slide, dim=dim)
    st.stop()

with page:
    frame.title("Present", "Views in the order of a meeting: shown large, or taken as slides.")
    with block("What a pack can start from"):
        packs.starts(build)
    if not pack.items:
        st.info("The pack is empty. Start from a ready-made one, or add views on any page.")
    else:
        with block("The files"):
            st.button("Present from the start", on_click=stage.start)
            pack_downloads.show(build, pack)
        with block("The pack"):
            packs.editor(build, pack)
frame.cite(["the documents and statistics of the views"], build)
