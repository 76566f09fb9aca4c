"""The partnerships' own machinery: boards, milestones, next steps, risks, priorities."""

from __future__ import annotations

from typing import Annotated

from models.base import AreaRef, Id, Model, ProseText, SourceRef, Whole
from models.vocabulary import MilestoneStatus, one_of


class Board(Model):
    """A board or partnership: since when, who chairs, how often it meets, to whom it reports."""

    id: Id
    name: ProseText
    area: AreaRef
    established: ProseText | None = None
    chair: ProseText | None = None
    frequency: ProseText | None = None
    reporting: ProseText | None = None
    status: ProseText | None = None
    source: SourceRef
    where: ProseText
    note: ProseText | None = None


class Milestone(Model):
    """A step that is completed, in progress or planned."""

    id: Id
    area: AreaRef
    text: ProseText
    status: Annotated[MilestoneStatus, one_of(MilestoneStatus)]
    due: ProseText | None = None
    as_stated: ProseText | None = None
    source: SourceRef
    where: ProseText
    note: ProseText | None = None


class NextStep(Model):
    """What a document says comes next."""

    id: Id
    area: AreaRef
    text: ProseText
    due: ProseText | None = None
    as_stated: ProseText | None = None
    source: SourceRef
    where: ProseText
    note: ProseText | None = None


class Risk(Model):
    """A risk that a partnership states, and what it would lead to."""

    id: Id
    area: AreaRef
    theme: ProseText
    text: ProseText
    consequence: ProseText | None = None
    source: SourceRef
    where: ProseText
    note: ProseText | None = None


class Priority(Model):
    """An agreed priority, ambition or objective."""

    id: Id
    area: AreaRef
    position: Whole | None = None
    text: ProseText
    source: SourceRef
    where: ProseText
    note: ProseText | None = None
