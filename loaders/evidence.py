"""Evidence: every fragment must be in its source's text, and its number give the value.

Texts are compared with their white space folded and nothing else changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from models.base import Model, shorten
from models.catalogue import Catalogue, Fault
from models.figure import Figure, NotFigure
from models.numbers import gives, number_places
from models.partnership import Milestone, NextStep
from models.source import Source

AROUND = 60


class TextsError(Exception):
    """The folder of texts cannot be used; the message says why."""


@dataclass(frozen=True)
class SourceText:
    """A source's text with its white space folded."""

    source_id: str
    raw: str

    @cached_property
    def folded(self) -> str:
        """The text with every run of white space as one blank."""
        return fold(self.raw)

    @cached_property
    def _lines(self) -> list[int]:
        """For every character of the folded text, the line it stands on."""
        lines, line, blank = [], 1, True
        for character in self.raw.strip():
            if character.isspace():
                if not blank:
                    lines.append(line)
                blank = True
                line += character == "\n"
            else:
                lines.append(line)
                blank = False
        return lines

    def line(self, offset: int) -> int:
        """Return the line of an offset of the folded text, counted from 1."""
        skipped = self.raw[: len(self.raw) - len(self.raw.lstrip())].count("\n")
        return skipped + self._lines[offset]

    @cached_property
    def _cut(self) -> set[int]:
        """The offsets that lie within a number: no fragment begins or ends there."""
        return {at for start, end in number_places(self.folded) for at in range(start + 1, end)}

    def spans(self, fragment: str) -> list[tuple[int, int]]:
        """Return every place of a fragment in the folded text; "5%" has none in "15%"."""
        wanted = fold(fragment)
        if not wanted:
            return []
        found, start = [], self.folded.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if start not in self._cut and end not in self._cut:
                found.append((start, end))
            start = self.folded.find(wanted, start + 1)
        return found

    def around(self, start: int, end: int) -> str:
        """Return a span with some words before and after it."""
        before, after = max(0, start - AROUND), min(len(self.folded), end + AROUND)
        return f"{self.folded[before:start]}[{self.folded[start:end]}]{self.folded[end:after]}"


def fold(text: str) -> str:
    """Return a text with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def read_texts(catalogue: Catalogue, folder: Path) -> dict[str, SourceText]:
    """Read the texts of the sources that name one. Raises TextsError when one is not there."""
    if not folder.is_dir():
        raise TextsError(f"there is no folder {folder}")
    texts = {}
    for source in catalogue.sources:
        if source.file_name is None:
            continue
        file = folder / Path(source.file_name).name
        try:
            raw = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise TextsError(
                f"the text of '{source.id}' cannot be read from {file}: {error}"
            ) from error
        texts[source.id] = SourceText(source.id, raw)
    if not texts:
        raise TextsError("no source names the file of its text (file_name in sources.yaml)")
    return texts


def verify(catalogue: Catalogue, texts: dict[str, SourceText]) -> Iterator[Fault]:
    """Yield every fragment that is not in its text, and every figure its fragment does not give."""
    for figure in catalogue.figures:
        yield from _misquoted(figure, figure.as_stated, texts, figure.occurrence)
        for key in ("value", "low", "high"):
            value = getattr(figure, key)
            if value is not None and gives(figure.as_stated, value) is None:
                yield Fault(
                    figure,
                    (key,),
                    f"the fragment '{shorten(figure.as_stated, 100)}' does not give {value:g}",
                    "the number as the fragment has it",
                )
    for designation in catalogue.ward_designations:
        yield from _misquoted(designation, designation.as_stated, texts)
    steps: tuple[Milestone | NextStep, ...] = (*catalogue.milestones, *catalogue.next_steps)
    for item in steps:
        if item.as_stated is not None:
            yield from _misquoted(item, item.as_stated, texts)
    for spared in catalogue.not_figures:
        yield from _misquoted(spared, spared.text, texts, spared.occurrence, "text")


def _misquoted(
    item: Model,
    fragment: str,
    texts: dict[str, SourceText],
    occurrence: int = 1,
    key: str = "as_stated",
) -> Iterator[Fault]:
    text = texts.get(getattr(item, "source"))
    if text is None:
        yield Fault(
            item,
            ("source",),
            "this source has no text to verify against",
            "a source with file_name",
        )
        return
    times = len(text.spans(fragment))
    if times == 0:
        yield Fault(
            item,
            (key,),
            f"'{shorten(fragment, 100)}' is not in the text of {text.source_id}",
            "the very words of the text",
        )
    elif times < occurrence:
        yield Fault(
            item,
            ("occurrence",),
            f"the fragment stands {times} times",
            f"an occurrence of at most {times}",
        )


@dataclass(frozen=True)
class Uncovered:
    """A number of a text that no figure carries and no reason spares."""

    source: Source
    line: int
    number: str
    context: str


def uncovered(catalogue: Catalogue, texts: dict[str, SourceText]) -> Iterator[Uncovered]:
    """Yield, in reading order, the numbers that no ``as_stated`` and no ``not_figures`` covers."""
    claimed: dict[str, list[tuple[int, int]]] = defaultdict(list)
    claimants: tuple[Figure | NotFigure, ...] = (*catalogue.figures, *catalogue.not_figures)
    for item in claimants:
        if item.source in texts:
            claimed[item.source] += _claims(item, texts[item.source])
    for source in catalogue.sources:
        text = texts.get(source.id)
        if text is None:
            continue
        spans = sorted(claimed[source.id])
        for start, end in number_places(text.folded):
            if not any(first <= start and end <= last for first, last in spans):
                yield Uncovered(
                    source, text.line(start), text.folded[start:end], text.around(start, end)
                )


def _claims(item: Figure | NotFigure, text: SourceText) -> list[tuple[int, int]]:
    spans = text.spans(item.as_stated if isinstance(item, Figure) else item.text)
    if isinstance(item, NotFigure) and item.every:
        return spans
    return spans[item.occurrence - 1 : item.occurrence]
