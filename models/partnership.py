"""The partnerships' own machinery: boards, milestones, next steps, risks, priorities."""

from __future__ import annotations

from models.base import Id, Model, ProseText, Whole, reference
from models.vocabulary import MilestoneStatus, one_of


class Board(Model):
    """A board or partnership: when established, who chairs, how often it meets, to whom it reports."""

    id: Id
    name: ProseText
    area: reference("area")
    established: ProseText | None = None
    chair: ProseText | None = None
    frequency: ProseText | None = None
    reporting: ProseText | None = None
    status: ProseText | None = None
    source: reference("source")
    where: ProseText
    note: ProseText | None = None


class Milestone(Model):
    """A step that is completed, in progress or planned."""

    id: Id
    area: reference("area")
    text: ProseText
    status: one_of(MilestoneStatus)
    due: ProseText | None = None
    as_stated: ProseText | None = None
    source: reference("source")
    where: ProseText
    note: ProseText | None = None


class NextStep(Model):
    """What a document says comes next."""

    id: Id
    area: reference("area")
    text: ProseText
    due: ProseText | None = None
    as_stated: ProseText | None = None
    source: reference("source")
    where: ProseText
    note: ProseText | None = None


class Risk(Model):
    """A risk that a partnership states, and what it would lead to."""

    id: Id
    area: reference("area")
    theme: ProseText
    text: ProseText
    consequence: ProseText | None = None
    source: reference("source")
    where: ProseText
    note: ProseText | None = None


class Priority(Model):
    """An agreed priority, ambition or objective."""

    id: Id
    area: reference("area")
    position: Whole | None = None
    text: ProseText
    source: reference("source")
    where: ProseText
    note: ProseText | None = None
