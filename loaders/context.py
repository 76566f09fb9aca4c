"""A fragment in the words round it, where the texts of the documents are at hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from loaders.evidence import SourceText

# Letters on either side, widened to whole words.
AROUND = 320


@dataclass(frozen=True)
class Context:
    """A fragment with what stands before and after it; white space is folded."""

    before: str
    fragment: str
    after: str


def context(folder: Path, file_name: str, fragment: str, occurrence: int = 1) -> Context | None:
    """Return a fragment in its context; None when the text or the fragment is not there."""
    file = folder / Path(file_name).name
    try:
        text = _text(file, file.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError):
        return None
    spans = text.spans(fragment)
    if not 0 < occurrence <= len(spans):
        return None
    start, end = spans[occurrence - 1]
    whole = text.folded
    first = max(0, whole.rfind(" ", 0, max(0, start - AROUND)) + 1)
    last = whole.find(" ", min(len(whole), end + AROUND))
    last = len(whole) if last < 0 else last
    return Context(whole[first:start], whole[start:end], whole[end:last])


@lru_cache(maxsize=16)
def _text(file: Path, _changed: int) -> SourceText:
    return SourceText(file.stem, file.read_text(encoding="utf-8-sig"))
