"""Colours: the Government Analysis Function's, with light counterparts for a dark page."""

from __future__ import annotations

from dataclasses import dataclass

COMPARISONS = ("better", "similar", "worse", "higher", "lower", "not_compared")


@dataclass(frozen=True)
class Tone:
    """One colour of a judged or graded mark.

    ``edge`` always has 3:1 against the page (``fill`` alone need not), ``ink`` is text on
    ``fill`` and has 4.5:1.
    """

    fill: str
    ink: str
    edge: str


@dataclass(frozen=True)
class Palette:
    """Colours for one theme; every mark has 3:1 against its page and text 4.5:1."""

    page: str
    reported: str
    comparator: str
    target: str
    projection: str
    text: str
    rule: str
    # Distinguish up to four series, in this order; what is more than four is `rest`.
    categorical: tuple[str, str, str, str]
    rest: str
    # One for each of COMPARISONS, in that order.
    comparisons: tuple[Tone, ...]
    # From most to least: what is known, how far something has come.
    grades: tuple[Tone, Tone, Tone, Tone]
    # The span of all areas, and of the middle half of them.
    span: Tone
    half: Tone

    def comparison(self, name: str) -> Tone:
        """Return the tone of a comparison, for one of COMPARISONS."""
        if name not in COMPARISONS:
            raise ValueError(f"comparison {name!r} is not one of {', '.join(COMPARISONS)}")
        return self.comparisons[COMPARISONS.index(name)]


_BLACK, _WHITE = "#0B0C0C", "#FFFFFF"

LIGHT = Palette(
    page=_WHITE,
    reported="#12436D",
    comparator="#3D3D3D",
    target="#F46A25",
    projection="#801650",
    text=_BLACK,
    rule="#6F777B",
    categorical=("#12436D", "#28A197", "#801650", "#F46A25"),
    rest="#8A8F92",
    comparisons=(
        Tone("#00703C", _WHITE, "#00703C"),
        # Yellow is invisible on white: the edge carries it.
        Tone("#FFDD00", _BLACK, "#6B5B00"),
        Tone("#D4351C", _WHITE, "#D4351C"),
        Tone("#003078", _WHITE, "#003078"),
        Tone("#5694CA", _BLACK, "#5694CA"),
        Tone("#EDEEEE", _BLACK, "#6F777B"),
    ),
    grades=(
        Tone("#12436D", _WHITE, "#12436D"),
        Tone("#6BACE6", _BLACK, "#2073BC"),
        Tone("#FFFFFF", _BLACK, "#6F777B"),
        Tone("#EDEEEE", _BLACK, "#6F777B"),
    ),
    span=Tone("#E3E5E6", _BLACK, "#6F777B"),
    half=Tone("#B1B4B6", _BLACK, "#6F777B"),
)
DARK = Palette(
    page="#0E1117",
    reported="#6BACE6",
    comparator="#BFBFBF",
    target="#F46A25",
    projection="#C4A8E8",
    text=_WHITE,
    rule="#A0A6A9",
    categorical=("#6BACE6", "#28A197", "#E58BB9", "#F46A25"),
    rest="#8A8F92",
    comparisons=(
        Tone("#2FA36B", _BLACK, "#2FA36B"),
        Tone("#FFDD00", _BLACK, "#FFDD00"),
        Tone("#F0705A", _BLACK, "#F0705A"),
        # Dark blue would vanish on a dark page: the stronger of the two is the lighter one.
        Tone("#B9D4F5", _BLACK, "#B9D4F5"),
        Tone("#5694CA", _BLACK, "#5694CA"),
        Tone("#262D38", _WHITE, "#A0A6A9"),
    ),
    grades=(
        Tone("#6BACE6", _BLACK, "#6BACE6"),
        Tone("#1F5A8C", _WHITE, "#6BACE6"),
        Tone("#0E1117", _WHITE, "#A0A6A9"),
        Tone("#262D38", _WHITE, "#A0A6A9"),
    ),
    span=Tone("#262D38", _WHITE, "#A0A6A9"),
    half=Tone("#4A525C", _WHITE, "#A0A6A9"),
)
