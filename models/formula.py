"""Arithmetic in words of four operations: read once, evaluated on points or on intervals."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from models.base import Wrong, read_text, shorten

_OPERATIONS: dict[type[ast.operator], tuple[str, Callable[[float, float], float]]] = {
    ast.Add: ("+", lambda a, b: a + b),
    ast.Sub: ("−", lambda a, b: a - b),
    ast.Mult: ("×", lambda a, b: a * b),
    ast.Div: ("÷", lambda a, b: a / b),
}
_MOST_LETTERS = 400
_MOST_NAMES = 14
_LARGEST = 1e12
_ANYTHING = (-math.inf, math.inf)


@dataclass(frozen=True)
class Formula:
    """A formula such as ``(after - before) / before * 100``; names stand for inputs."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr

    @classmethod
    def parse(cls, text: str) -> Formula:
        """Read a formula of names, numbers, + - * / and parentheses. Raises Wrong."""
        expected = "names, numbers, + - * / and parentheses"
        if len(text) > _MOST_LETTERS:
            raise Wrong(f"the formula has {len(text)} letters", f"at most {_MOST_LETTERS}")
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise Wrong(f"'{shorten(text)}' is no formula", expected) from None
        names: dict[str, None] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                names[node.id] = None
            elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
                if abs(node.value) > _LARGEST:  # type: ignore[arg-type]
                    raise Wrong("a number of the formula is too large", f"at most {_LARGEST:,.0f}")
            elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
                continue
            elif not isinstance(node, ast.operator | ast.Load):
                raise Wrong(f"'{shorten(text)}' holds more than arithmetic", expected)
        if not names:
            raise Wrong(f"'{shorten(text)}' names no input", expected)
        if len(names) > _MOST_NAMES:
            raise Wrong(f"the formula has {len(names)} names", f"at most {_MOST_NAMES}")
        return cls(text.strip(), tuple(names), tree)

    def at(self, values: Mapping[str, float]) -> float:
        """Evaluate on one value per name. Raises ZeroDivisionError, KeyError."""
        return _evaluate(self.tree, values)

    def between(self, intervals: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
        """Return the least and greatest result with every name anywhere in its interval.

        Taken over the corners, which is exact while every name is used monotonically, as
        sums, shares and changes use them. Where a denominator may be 0, any result may come.
        """
        for node in ast.walk(self.tree):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                least, greatest = _corners(node.right, intervals)
                if least <= 0 <= greatest:
                    return _ANYTHING
        return _corners(self.tree, intervals)

    def in_words(self, shown: Mapping[str, str]) -> str:
        """Write the formula with each name replaced by what is shown for it."""
        return _words(self.tree, shown, 0)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "description": "Names of inputs, numbers, + - * / and ( )"}


def _corners(node: ast.expr, intervals: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    names = sorted(used)
    spans = [sorted(set(intervals[name])) for name in names]
    try:
        results = [
            _evaluate(node, dict(zip(names, corner, strict=True)))
            for corner in itertools.product(*spans)
        ]
    except ZeroDivisionError:  # of a denominator within this one
        return _ANYTHING
    return min(results), max(results)


def _evaluate(node: ast.expr, values: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)  # noqa: S101  (parse allows nothing else)
        return float(node.value)
    if isinstance(node, ast.Name):
        return values[node.id]
    assert isinstance(node, ast.BinOp)  # noqa: S101
    return _OPERATIONS[type(node.op)][1](
        _evaluate(node.left, values), _evaluate(node.right, values)
    )


def _words(node: ast.expr, shown: Mapping[str, str], binding: int) -> str:
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)  # noqa: S101
        return f"{node.value:,.15g}"
    if isinstance(node, ast.Name):
        return shown[node.id]
    assert isinstance(node, ast.BinOp)  # noqa: S101
    strong = isinstance(node.op, ast.Mult | ast.Div)
    own = 2 if strong else 1
    sign = _OPERATIONS[type(node.op)][0]
    right = own + isinstance(node.op, ast.Sub | ast.Div)
    text = f"{_words(node.left, shown, own)} {sign} {_words(node.right, shown, right)}"
    return f"({text})" if own < binding else text


def read_formula(value: object) -> Formula:
    """Read a formula from a scalar. Raises Wrong."""
    return value if isinstance(value, Formula) else Formula.parse(read_text(value))


FormulaField = Annotated[Formula, BeforeValidator(read_formula)]
