"""A fragment in the words round it, where the texts of the documents are at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

from loaders.evidence import SourceText

# Letters on either side, widened to whole words.
AROUND = 320
# A tag of HTML, as texts that were read from PDF carry them; "<https://…>" and "< 5" are none.
# Tags of the first sort stand within words, those of the second part what they stand between.
_WITHIN = re.compile(r"</?(?:a|b|em|i|span|strong|su[bp]|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_BETWEEN = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Context:
    """A fragment with what stands before and after it, to be read: folded, without HTML."""

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
    before, after = _read(text.folded[:start]), _read(text.folded[end:])
    first = before.rfind(" ", 0, max(0, len(before) - AROUND)) + 1
    last = after.find(" ", AROUND)
    return Context(
        before[first:],
        _read(text.folded[start:end]),
        after if last < 0 else after[:last],
    )


def _read(text: str) -> str:
    """Return what a reader sees of a text: no tags, signs instead of their HTML names."""
    return re.sub(r"\s+", " ", unescape(_BETWEEN.sub(" ", _WITHIN.sub("", text))))


@lru_cache(maxsize=16)
def _text(file: Path, _changed: int) -> SourceText:
    return SourceText(file.stem, file.read_text(encoding="utf-8-sig"))
