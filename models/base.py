"""What every curated type shares: frozen, no unknown keys, scalars read as they are written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.fields import FieldInfo

NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
LONGEST_NUMBER = 20
LONGEST_ID = 120


class Wrong(ValueError):
    """A fault in curated data, in the three parts a curator needs.

    ``key`` names the offending key when the rule spans several of them.
    """

    def __init__(
        self, wrong: str, expected: str, *, mend: str | None = None, key: str | None = None
    ) -> None:
        super().__init__(f"{wrong}; expected {expected}")
        self.wrong = wrong
        self.expected = expected
        self.mend = mend
        self.key = key


class Scalar(str):
    """A scalar exactly as its author wrote it; ``plain`` is false for quoted and block text."""

    plain: bool

    def __new__(cls, text: str, *, plain: bool) -> Scalar:
        """Make a scalar of its text."""
        self = super().__new__(cls, text)
        self.plain = plain
        return self


class Model(BaseModel):
    """A frozen curated type; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def shape(value: object) -> str:
    """Name the shape of a value in a curator's words."""
    if isinstance(value, dict):
        return "a mapping (key: value)"
    if isinstance(value, list | tuple):
        return "a list"
    return "text" if isinstance(value, str) else "a value"


def read_text(value: object) -> str:
    """Read text; plain numbers keep the digits their author wrote. Raises Wrong."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Wrong(f"{shape(value)} stands here", "text")
    text = str.__str__(value)
    if isinstance(value, Scalar) and value.plain and text in ("true", "false"):
        raise Wrong(f"YAML reads {text} as a flag", "text", mend=f'"{text}"')
    if not text.strip():
        raise Wrong("the text is empty", "some text, or leave the key out")
    return text


def read_number(value: object) -> float:
    """Read a finite number written in full, such as 7.59 or -3. Raises Wrong."""
    if isinstance(value, bool):
        raise Wrong(f"'{str(value).lower()}' is not a number", "a number such as 7.59")
    if isinstance(value, int | float):
        return _finite(value)
    if not isinstance(value, str):
        raise Wrong(f"{shape(value)} stands here", "a number such as 7.59")
    if isinstance(value, Scalar) and not value.plain:
        bare = value.strip()
        mend = bare if NUMBER.fullmatch(bare) else None
        raise Wrong(f'"{shorten(value)}" is text in quotes', "a number without quotes", mend=mend)
    if not NUMBER.fullmatch(value):
        raise Wrong(
            f"'{shorten(value)}' is not a number written in full",
            "digits such as 1234.5",
            mend=_digits_of(value),
        )
    if len(value) > LONGEST_NUMBER:
        raise Wrong(
            f"'{shorten(value)}' has {len(value):,} characters",
            f"a number of at most {LONGEST_NUMBER}",
        )
    return float(value) + 0.0  # -0 is 0


def _finite(value: float) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Wrong(f"'{number}' is not a number", "a finite number such as 7.59")
    return number + 0.0


def _digits_of(text: str) -> str | None:
    """Return the number that ``£1,234`` or ``13.9 %`` is meant to be; None for ``7,59``."""
    if len(text) > 2 * LONGEST_NUMBER:
        return None
    bare = re.sub(r"^([-+\u2212]?)£", r"\1", text.strip().removesuffix("%").strip())
    if re.fullmatch(
        r"[-+\u2212]?[0-9]{1,3}(?:([, \u00a0])[0-9]{3}(?:\1[0-9]{3})*)?(?:\.[0-9]+)?", bare
    ):
        bare = re.sub(r"[, \u00a0]", "", bare)
    bare = bare.replace("\u2212", "-")
    return bare if NUMBER.fullmatch(bare) and len(bare) <= LONGEST_NUMBER else None


def read_whole(value: object) -> int:
    """Read a whole number. Raises Wrong."""
    number = read_number(value)
    if number != int(number):
        raise Wrong(f"'{value}' is not a whole number", "a whole number such as 12")
    return int(number)


def read_flag(value: object) -> bool:
    """Read ``true`` or ``false``. Raises Wrong."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and getattr(value, "plain", True) and value in ("true", "false"):
        return value == "true"
    given = f"'{shorten(value)}'" if isinstance(value, str) else shape(value)
    raise Wrong(f"{given} is not a flag", "true or false (without quotes)")


def read_id(value: object) -> str:
    """Read an id: lower case, words joined with _ or -. Raises Wrong."""
    text = read_text(value)
    if len(text) > LONGEST_ID:
        raise Wrong(f"the id has {len(text):,} characters", f"at most {LONGEST_ID}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", text):
        mend = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
        raise Wrong(
            f"'{shorten(text)}' is not an id",
            "lower-case letters, digits, _ and -, starting with a letter",
            mend=mend if mend[:1].isalpha() else None,
        )
    return text


def read_list(value: object) -> tuple[object, ...]:
    """Read a list; a single value is not quietly taken for a list of one. Raises Wrong."""
    if isinstance(value, list | tuple):
        return tuple(value)
    raise Wrong(f"{shape(value)} stands here", "a list such as [a, b]")


def shorten(text: str, length: int = 60) -> str:
    """Cut a text for a message, so that hostile input cannot flood it."""
    clean = "".join(c if c.isprintable() else "?" for c in text[: length + 1])
    return clean if len(clean) <= length else clean[: length - 1] + "…"


Text = Annotated[str, BeforeValidator(read_text)]
Number = Annotated[float, BeforeValidator(read_number)]
Whole = Annotated[int, BeforeValidator(read_whole)]
Flag = Annotated[bool, BeforeValidator(read_flag)]
Id = Annotated[str, BeforeValidator(read_id)]


@dataclass(frozen=True)
class Prose:
    """Marks a field of free text, where a value cut short by `` #`` would be a silent loss."""


@dataclass(frozen=True)
class Ref:
    """Marks a field that names another thing by its id; ``kind`` is that thing's kind."""

    kind: str


ProseText = Annotated[str, BeforeValidator(read_text), Prose()]
Items = BeforeValidator(read_list)


# References: the field names another thing by its id.
AreaRef = Annotated[str, BeforeValidator(read_text), Ref("area")]
SourceRef = Annotated[str, BeforeValidator(read_text), Ref("source")]
IndicatorRef = Annotated[str, BeforeValidator(read_text), Ref("indicator")]
FigureRef = Annotated[str, BeforeValidator(read_text), Ref("figure")]
ProgrammeRef = Annotated[str, BeforeValidator(read_text), Ref("programme")]
ThemeRef = Annotated[str, BeforeValidator(read_text), Ref("theme")]
MeasureRef = Annotated[str, BeforeValidator(read_text), Ref("success_measure")]
WardFactRef = Annotated[str, BeforeValidator(read_text), Ref("ward_fact")]


def _marker(field: FieldInfo, marker: type) -> Any:
    for item in field.metadata:
        if isinstance(item, marker):
            return item
    return _marker_in(field.annotation, marker)


def _marker_in(annotation: Any, marker: type) -> Any:
    if get_origin(annotation) is Annotated:
        for item in get_args(annotation)[1:]:
            if isinstance(item, marker):
                return item
    for inner in get_args(annotation):
        found = _marker_in(inner, marker)
        if found is not None:
            return found
    return None


def _inner_model(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    if get_origin(annotation) in (Annotated, Union, UnionType, tuple, list, dict):
        for inner in get_args(annotation):
            found = _inner_model(inner)
            if found is not None:
                return found
    return None


@dataclass(frozen=True)
class FieldPlan:
    """How one field of a model is walked: a reference, prose, or a nested model."""

    name: str
    ref: str | None
    prose: bool
    model: type[Model] | None


@cache
def plan(model: type[Model]) -> tuple[FieldPlan, ...]:
    """Return the fields of a model that refer to other things, hold prose, or nest."""
    found = []
    for name, field in model.model_fields.items():
        ref = _marker(field, Ref)
        inner = _inner_model(field.annotation)
        prose = _marker(field, Prose) is not None
        if ref is not None or inner is not None or prose:
            found.append(FieldPlan(name, ref.kind if ref else None, prose, inner))
    return tuple(found)


Path = tuple[str | int, ...]


def references(item: Model, at: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield (path to the key, kind referred to, id named) for every reference in an item."""
    for part in plan(type(item)):
        value = getattr(item, part.name)
        if value is None:
            continue
        for path, one in _each(value, (*at, part.name)):
            if isinstance(one, Model):
                yield from references(one, path)
            elif part.ref is not None:
                yield path, part.ref, one.partition(".")[0]  # ids hold no dot: "figure.low"


def _each(value: Any, at: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, tuple):
        yield from (((*at, index), one) for index, one in enumerate(value))
    elif isinstance(value, dict):
        yield from (((*at, key), one) for key, one in value.items())
    else:
        yield at, value
