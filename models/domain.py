"""The life course: domains, their themes, key actions and success measures."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from models.base import (
    FigureRef,
    Id,
    Items,
    MeasureRef,
    Model,
    ProgrammeRef,
    ProseText,
    SourceRef,
    ThemeRef,
    Whole,
    Wrong,
)
from models.vocabulary import EvidenceStrength, Horizon, one_of


class Wording(Model):
    """How one document words a thing, and where."""

    source: SourceRef
    text: ProseText
    where: ProseText


class Theme(Model):
    """A theme of a domain, as each document words it, with how it will be delivered."""

    id: Id
    name: ProseText
    position: Whole
    wordings: Annotated[tuple[Wording, ...], Items] = ()
    delivery_plan: Wording | None = None


class Action(Model):
    """A key action; without a theme it spans the domain."""

    id: Id
    theme: ThemeRef | None = None
    position: Whole
    wordings: Annotated[tuple[Wording, ...], Items]


class SuccessMeasure(Model):
    """A promise of how success will be known, with its horizon."""

    id: Id
    theme: ThemeRef | None = None
    horizon: Annotated[Horizon, one_of(Horizon)]
    text: ProseText
    source: SourceRef
    where: ProseText
    note: ProseText | None = None


class Domain(Model):
    """A stage of the life course, or what cuts across all of them."""

    id: Id
    name: ProseText
    position: Whole
    vision: Annotated[tuple[Wording, ...], Items] = ()
    themes: Annotated[tuple[Theme, ...], Items] = ()
    actions: Annotated[tuple[Action, ...], Items] = ()
    success_measures: Annotated[tuple[SuccessMeasure, ...], Items] = ()


class MeasureEvidence(Model):
    """What speaks to a success measure: a figure or a programme, how directly, and why."""

    measure: MeasureRef
    figure: FigureRef | None = None
    programme: ProgrammeRef | None = None
    strength: Annotated[EvidenceStrength, one_of(EvidenceStrength)]
    why: ProseText

    @model_validator(mode="after")
    def _one_thing(self) -> MeasureEvidence:
        if (self.figure is None) == (self.programme is None):
            key = "figure" if self.figure is None else "programme"
            raise Wrong("one thing speaks to the measure", "figure, or programme", key=key)
        return self
