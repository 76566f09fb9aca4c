"""Changed inputs as a text for the address: ``beds:746,occupancy:80``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.base import NUMBER, Wrong, shorten
from models.catalogue import Catalogue
from models.scenarios.answer import inputs_of
from models.scenarios.core import Card, Facts, differing

LONGEST = 1_000
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Parsed:
    """What an address asks for: the changes that can be made, and a message for each other."""

    changes: dict[str, float]
    messages: tuple[str, ...]


def text(card: Card, catalogue: Catalogue, changes: Mapping[str, float]) -> str:
    """Write the changes that differ from what is stated, in the card's order; "" for none.

    ``parse`` gives exactly these back. Raises Wrong for changes that cannot be.
    """
    kept = differing(card, Facts(catalogue), changes)
    return ",".join(
        f"{name}:{np.format_float_positional(value, trim='-')}" for name, value in kept.items()
    )


def parse(card: Card, catalogue: Catalogue, written: str) -> Parsed:
    """Read changes; what is unknown, no number or out of bounds is told and left as stated.

    Never raises for what is written; KeyError for a figure that the catalogue lacks.
    """
    facts = Facts(catalogue)
    changes: dict[str, float] = {}
    messages: list[str] = []
    if len(written) > LONGEST:
        return Parsed({}, ("The address is too long to be one of ours; nothing was changed.",))
    for part in written.split(","):
        if not part.strip():
            continue
        name, _, number = (piece.strip() for piece in part.partition(":"))
        spec = card.spec(name)
        if spec is None:
            messages.append(f"The address asks for “{shorten(name)}”, which is no input here.")
            continue
        if len(number) > LONGEST_NUMBER or not NUMBER.fullmatch(number):
            messages.append(
                f"{spec.label}: “{shorten(number)}” is no number. It stays as it is stated."
            )
            continue
        if name in changes:
            messages.append(f"{spec.label} is given twice; the last one counts.")
        try:
            found = differing(card, facts, {name: float(number)})
        except Wrong as wrong:
            messages.append(f"{wrong.wrong}; it can be {wrong.expected}. It stays as it is stated.")
            continue
        changes.pop(name, None)
        changes |= found
    try:
        inputs_of(card, facts, changes)
    except Wrong as wrong:
        messages.append(f"{wrong.wrong}. All inputs stay as they are stated.")
        changes = {}
    return Parsed(changes, tuple(messages))
