"""Parts of Streamlit's browser code that a page will need, asked for at once.

Streamlit's browser code fetches the code of an element when the first of its kind arrives: after
the code of the frame has run and the first answer is there. Charts alone are 26 files, a megabyte.
Named in the head of the page they are fetched and read meanwhile.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import streamlit

# Elements that most pages show first; the names of Streamlit's files begin with them. Should
# another Streamlit call them otherwise, they come when they are needed.
ELEMENTS = ("Html", "Selectbox", "TextInput", "ButtonGroup", "PageLink", "ArrowVegaLiteChart")
_STATIC = Path(streamlit.__file__).with_name("static")
_IMPORT = re.compile(r'(?:from|import)\s*["\']\./([\w.-]+\.js)["\']')
_KNOWN = re.compile(r"static/js/([\w.-]+\.js)")


@lru_cache(maxsize=1)
def links(static: Path = _STATIC) -> str:
    """Return what stands in the head of the page for it: empty when nothing of it is found.

    ``static`` is the folder of Streamlit's browser code, with its index.html.
    """
    try:
        known = set(_KNOWN.findall((static / "index.html").read_text(encoding="utf-8")))
        found: dict[str, None] = {}
        for element in ELEMENTS:
            for file in sorted((static / "static" / "js").glob(f"{element}.*.js")):
                _follow(file, known, found)
    except OSError:
        return ""
    return "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in found
    )


def _follow(file: Path, known: set[str], found: dict[str, None]) -> None:
    """Add a file and what it imports, each once."""
    if file.name in known or file.name in found:
        return
    found[file.name] = None
    for name in _IMPORT.findall(file.read_text(encoding="utf-8")):
        _follow(file.with_name(name), known, found)
