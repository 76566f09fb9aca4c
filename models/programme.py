"""A programme: anything named that is being done, from a strategy to a weekly supper."""

from __future__ import annotations

from typing import Annotated

from models.area import WardCode
from models.base import Id, Items, Model, ProseText, reference
from models.period import PeriodField
from models.vocabulary import DomainId, ProgrammeStatus, one_of


class Mention(Model):
    """Another place where a thing is named."""

    source: reference("source")
    where: ProseText


class Programme(Model):
    """A named programme, service, initiative or strategy."""

    id: Id
    name: ProseText
    area: reference("area")
    domain: one_of(DomainId)
    theme: reference("theme") | None = None
    status: one_of(ProgrammeStatus)
    period: PeriodField | None = None
    partners: Annotated[tuple[ProseText, ...], Items] = ()
    wards: Annotated[tuple[WardCode, ...], Items] = ()
    summary: ProseText
    source: reference("source")
    where: ProseText
    also_in: Annotated[tuple[Mention, ...], Items] = ()
    note: ProseText | None = None
