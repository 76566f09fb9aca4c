"""Specifications made once per shape: Altair builds and checks, afterwards only data is swapped.

A form says which columns its marks encode. Exactly those reach the browser: a column that no
mark shows would still be readable there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import pyarrow as pa

Spec = dict[str, Any]

# Shapes are few (unit, theme, room for labels), but free text such as a unit is part of them.
_SHAPES: Final = 512


@dataclass(frozen=True)
class Form:
    """A form of chart: its name, the columns its marks encode, and what builds it.

    ``build`` takes the shape (hashable keyword arguments) and returns an Altair chart without
    data.
    """

    name: str
    columns: tuple[str, ...]
    build: Callable[..., Any] = field(hash=False)

    def spec(self, rows: pd.DataFrame, **shape: Hashable) -> Spec:
        """Return the specification for a shape with these rows in it; never shared."""
        need(rows, self.name, self.columns)
        spec: Spec = json.loads(_prepared(self, tuple(sorted(shape.items()))))
        spec["data"] = {"values": records(rows, self.columns)}
        return spec


@lru_cache(maxsize=_SHAPES)
def _prepared(form: Form, shape: tuple[tuple[str, Hashable], ...]) -> str:
    # Text, because a dictionary from the cache could be changed by whoever gets it first.
    built = form.build(**dict(shape)).to_dict(validate=False)
    for unwanted in ("data", "datasets", "$schema"):
        built.pop(unwanted, None)
    return json.dumps(_without_names(built))


def _without_names(part: Any) -> Any:
    """Drop the names that Altair counts up: the same shape must give the same text."""
    if isinstance(part, dict):
        return {
            key: _without_names(value)
            for key, value in part.items()
            if not (key == "name" and isinstance(value, str) and value.startswith("view_"))
        }
    return [_without_names(item) for item in part] if isinstance(part, list) else part


def forget() -> None:
    """Empty the cache of shapes."""
    _prepared.cache_clear()


def need(rows: pd.DataFrame, name: str, columns: tuple[str, ...]) -> None:
    """Raise a KeyError that names the first column missing."""
    for column in columns:
        if column not in rows.columns:
            has = ", ".join(map(str, rows.columns)) or "none"
            raise KeyError(f"{name}: the rows have no column {column!r} (they have {has})")


def taken(
    rows: pd.DataFrame,
    name: str,
    columns: tuple[str, ...],
    defaults: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Return a new frame of just these columns; optional ones get their default."""
    need(rows, name, columns)
    data = rows.loc[:, list(columns)].reset_index(drop=True)
    for column, default in (defaults or {}).items():
        data[column] = rows[column].to_numpy() if column in rows.columns else default
    return data


def records(rows: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return rows as plain dictionaries that JSON can hold; what is not there becomes None."""
    cells = [[plain(value) for value in rows[column].tolist()] for column in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


def cells(values: Iterable[Any], rows: pd.DataFrame) -> pd.Series[Any]:
    """Return values, None among them, as a column of these rows."""
    return pd.Series(list(values), index=rows.index, dtype=object)


def plain(value: Any) -> Any:
    """Return a cell as text, number, truth or None."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if hasattr(value, "item"):
        return plain(value.item())
    raise TypeError(f"a chart cannot hold a {type(value).__name__}: {value!r}")


def split(spec: Spec) -> tuple[pa.Table, Spec]:
    """Return the rows of a specification as a table, and the specification without them.

    Given to the browser apart, rows that change are put into the chart that is there; in one
    piece with their chart, it is made anew.
    """
    rest = {key: part for key, part in spec.items() if key != "data"}
    return pa.Table.from_pylist(spec["data"]["values"]), rest
