"""An area: from the nation down to a ward or a single facility."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from models.base import AreaRef, Id, Items, Model, ProseText, Wrong, read_text, shorten
from models.vocabulary import AreaType, one_of


def read_area_code(value: object) -> str:
    """Read a GSS code (E07000117) or an ODS code (RTX). Raises Wrong."""
    text = read_text(value)
    if not re.fullmatch(r"[A-Z]\d{8}|[A-Z0-9]{3,6}", text, flags=re.ASCII):
        raise Wrong(
            f"'{shorten(text)}' is no area code",
            "a GSS code such as E07000117 or an ODS code such as RTX",
        )
    return text


def read_ward_code(value: object) -> str:
    """Read a ward's GSS code. Raises Wrong."""
    text = read_text(value)
    if not re.fullmatch(r"E05\d{6}", text, flags=re.ASCII):
        raise Wrong(f"'{shorten(text)}' is no ward code", "a code such as E05012241")
    return text


AreaCode = Annotated[str, BeforeValidator(read_area_code)]
WardCode = Annotated[str, BeforeValidator(read_ward_code)]


class Area(Model):
    """An area of the tree; ``parent`` is the area it lies in."""

    id: Id
    name: ProseText
    area_type: Annotated[AreaType, one_of(AreaType)]
    area_code: AreaCode | None = None
    parent: AreaRef | None = None
    synonyms: Annotated[tuple[ProseText, ...], Items] = ()
