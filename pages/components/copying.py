"""Copy a view to the clipboard: its chart as a picture, its words as text, one click each."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from pages.components import pictures, snapshots
from pages.components.drawing import DrawingError
from pages.components.snapshots import Snapshot

# What is said for one who cannot copy.
INSTEAD = "Take “Chart as PNG” below instead."
HTML = """<div class="copying">
<button type="button" hidden>Copy the chart</button>
<button type="button">Copy as text</button>
<p role="status"></p>
<details><summary>The text</summary><blockquote></blockquote></details>
</div>"""
# As Streamlit's own buttons look; its variables follow the theme.
CSS = """.copying { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; font-size: 0.875rem;
  color: var(--st-text-color); }
.copying button { flex: 1; font: inherit; color: inherit; min-height: 2.5rem; cursor: pointer;
  padding: 0.25rem 0.75rem; background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); }
.copying button[hidden], .copying [role=status]:empty { display: none; }
.copying button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.copying [role=status], .copying details { flex-basis: 100%; margin: 0; }
.copying summary { cursor: pointer; }
.copying blockquote { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.5rem 0 0;
  padding: 0.75rem; background: var(--st-secondary-background-color);
  border-radius: var(--st-base-radius); }"""
JS = Path(__file__).with_name("copying.js").read_text(encoding="utf-8")

_COPIES = st.components.v2.component(
    "lifecourse_copying", html=HTML, css=CSS, js=JS, isolate_styles=False
)


@st.fragment
def offer(snapshot: Snapshot, *, key: str, link: str = "") -> None:
    """Offer to copy a view: as the picture that the PNG download gives, and as text.

    ``link`` is the address of the view. Nothing is drawn before somebody clicks, and then this
    part of the page alone runs again.
    """
    count, asked = f"{key}_made", f"{key}_asked"
    answer = {"made": st.session_state.get(count, 0)}
    if st.session_state.pop(asked, False):
        answer = {"made": answer["made"] + 1, **drawn(snapshot)}
        st.session_state[count] = answer["made"]
    _COPIES(
        key=key,
        data={
            "key": key,
            "text": snapshots.minuted(snapshot, link),
            "chart": snapshot.chart is not None,
            "instead": INSTEAD,
            **answer,
        },
        on_asked_change=partial(st.session_state.__setitem__, asked, True),
        height="content",
    )


def drawn(snapshot: Snapshot) -> dict[str, Any]:
    """Return the picture for the browser, or the problem in words."""
    try:
        return {"picture": b64encode(pictures.to_png(snapshot)).decode()}
    except DrawingError as problem:
        return {"problem": str(problem)}
