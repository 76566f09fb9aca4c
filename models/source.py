"""A document that figures are curated from."""

from __future__ import annotations

from typing import Annotated

from models.base import Id, Model, ProseText, Text
from models.period import Day
from models.vocabulary import SourceStatus, one_of


class Source(Model):
    """A public document.

    ``file_name`` is the name of its text file, which stays outside the project;
    ``covers`` says in words what the document is about.
    """

    id: Id
    title: ProseText
    publisher: ProseText
    published: Day | None = None
    published_note: ProseText | None = None
    status: Annotated[SourceStatus, one_of(SourceStatus)]
    file_name: Text | None = None
    covers: ProseText | None = None
    url: Text | None = None
    licence: ProseText | None = None
