"""A programme: anything named that is being done, from a strategy to a weekly supper."""

from __future__ import annotations

from typing import Annotated

from models.area import WardCode
from models.base import AreaRef, Id, Items, Model, ProseText, SourceRef, ThemeRef
from models.period import PeriodField
from models.vocabulary import DomainField, ProgrammeStatus, one_of


class Mention(Model):
    """Another place where a thing is named."""

    source: SourceRef
    where: ProseText


class Programme(Model):
    """A named programme, service, initiative or strategy."""

    id: Id
    name: ProseText
    area: AreaRef
    domain: DomainField
    theme: ThemeRef | None = None
    status: Annotated[ProgrammeStatus, one_of(ProgrammeStatus)]
    period: PeriodField | None = None
    partners: Annotated[tuple[ProseText, ...], Items] = ()
    wards: Annotated[tuple[WardCode, ...], Items] = ()
    summary: ProseText
    source: SourceRef
    where: ProseText
    also_in: Annotated[tuple[Mention, ...], Items] = ()
    note: ProseText | None = None
