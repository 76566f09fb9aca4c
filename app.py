"""The shared frame: navigation, the open data, then the page.

``streamlit run app.py`` reads this file twice: once to start the server, and once for every
run of a page.
"""

from __future__ import annotations

import streamlit as st
from streamlit.starlette import App

from config.navigation import PAGES
from pages.components import accounts, filters, frozen, packing, turns
from pages.components.blocks import block, tell
from pages.components.serving import MIDDLEWARE, prepared
from pages.components.store import open_or_explain, store

# Streamlit's own ways to take a chart away leave out its title, source and date, and no option
# switches them off. Ours are beside the chart (pages/components/downloads.py). What is told above
# the title keeps clear of the menu.
STYLE = """<style>
[data-testid="stElementToolbarButton"]:has(
  [aria-label^="Download as PNG"], [aria-label^="Copy Vega-Lite spec"]
) { display: none; }
:is(.st-key-above, .st-key-since_the_link) { padding-top: 0.75rem; }
[data-testid="stLayoutWrapper"]:has(> :is(.st-key-above, .st-key-since_the_link)):not(
  :has([data-testid="stAlert"], [data-testid="stSpinner"])
) { display: none; }
</style>"""


def show() -> None:
    """Show the page that the address asks for."""
    st.set_page_config(page_icon="📊", layout="wide")
    st.html(STYLE)
    # Without sections: Streamlit's menu with sections is no proper list for screen readers.
    pages = [
        st.Page(e.script, title=e.title, url_path=e.address or None, default=e == PAGES[0])
        for e in PAGES
    ]
    page = st.navigation(pages, position="top")
    with st.container(key="above"):
        filters.arrived(page.url_path)
        accounts.let_in()
    with turns.taken():
        # Not before: who waits for a turn while the data changes is to show what is new.
        open_or_explain()
        packing.present_if_asked()
        with frozen.since_the_link(store()), block("This page", rest="The other pages stand."):
            page.run()


if __name__ == "__main__":
    show()
else:
    # What goes wrong outside a page, such as in what answers a choice, is told in the same way.
    server = App(__file__, lifespan=prepared, middleware=MIDDLEWARE, on_script_error=tell)
