"""A declared check: arithmetic that the documents state or imply, between curated figures."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models.base import FigureRef, Id, Items, Model, Number, ProseText, Wrong, shorten
from models.formula import FormulaField
from models.vocabulary import CheckKind, one_of


class Check(Model):
    """A relation between figures: what ``formula`` gives of ``inputs`` should be ``stated``.

    ``inputs`` maps each name of the formula to a figure's id, or to one end of its range
    (``id.low``, ``id.high``). ``constants`` are numbers that no document states but anyone
    can count or look up; ``constants_why`` says where they come from. ``doubts`` are the
    figures that a difference puts in question; without it the stated one and, where only two
    or three numbers meet (restatement, difference, percentage_change), all of them.
    """

    id: Id
    kind: Annotated[CheckKind, one_of(CheckKind)]
    statement: ProseText
    inputs: dict[str, FigureRef]
    constants: dict[str, Number] = Field(default_factory=dict)
    constants_why: ProseText | None = None
    formula: FormulaField
    stated: FigureRef
    doubts: Annotated[tuple[FigureRef, ...], Items] = ()
    possible_explanation: ProseText | None = None
    note: ProseText | None = None

    @model_validator(mode="after")
    def _names(self) -> Check:
        given = [*self.inputs, *self.constants]
        for name in self.formula.names:
            if name not in given:
                raise Wrong(
                    f"the formula uses '{name}'",
                    f"one of {', '.join(given) or 'no name'}",
                    key="formula",
                )
        for name in given:
            if name not in self.formula.names:
                raise Wrong(
                    f"'{name}' is given and the formula does not use it",
                    "only names of the formula",
                    key="inputs" if name in self.inputs else "constants",
                )
        meant = {one.partition(".")[0] for one in (*self.inputs.values(), self.stated)}
        for doubted in self.doubts:
            if doubted not in meant:
                raise Wrong(
                    f"the check does not rest on '{shorten(doubted)}'",
                    f"one of {', '.join(sorted(meant))}",
                    key="doubts",
                )
        if self.constants and self.constants_why is None:
            raise Wrong(
                "a number stands there without its reason", "constants_why", key="constants"
            )
        return self
