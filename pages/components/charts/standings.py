"""Where one ward stands in many facts at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from config.palette import Palette
from pages.components.charts.rows import Layout, layout, names, row_axis
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import dressed, expr, legible, said

COLUMNS = (
    "label", "shown", "value", "low", "q25", "q75", "high", "district", "place", "system",
)  # fmt: skip
_ENCODED = (
    "row", "label", "part", "at", "low", "high", "whom", "size", "shown", "words",
)  # fmt: skip
# Whom a sign stands for, and its shape; that of the ward comes last and lies on top.
_SYSTEM, _PLACE, _DISTRICT = "whole system", "its place", "its district"
_SHAPES: Final = ("square", "triangle-up", "diamond", "circle")


def standings(rows: pd.DataFrame, *, palette: Palette, ward: str = "This ward") -> Spec | None:
    """Draw where a ward stands in many facts, each on a scale from its lowest to highest ward.

    ``rows``, one for each fact: label, shown (the ward's value as people read it), value, low
    and high (of all wards), q25 and q75 (the middle half), and district, place and system (the
    values of the ward's district and place and of all), in the fact's own unit; each may be
    null. Without a value a row says "no data". No rows give None.
    """
    data = taken(rows, "standings", COLUMNS)
    if data.empty:
        return None
    numbers = [name for name in COLUMNS if name not in ("label", "shown")]
    data[numbers] = data[numbers].astype(float)
    data["shown"] = said(data["shown"].where(data["value"].notna()))
    found = [
        row for at, fact in enumerate(data.to_dict("records")) for row in _standing(fact, at, ward)
    ]
    table = pd.DataFrame(found, columns=list(_ENCODED))
    rows_only = table[table["part"] == "row"]
    return FORM.spec(table, palette=palette, ward=ward, where=layout(rows_only, rows_only["words"]))


def _standing(fact: Mapping[Hashable, Any], at: int, ward: str) -> list[dict[str, Any]]:
    low, span = fact["low"], fact["high"] - fact["low"]
    base = {"row": at, "label": fact["label"]}
    found: list[dict[str, Any]] = [base | {"part": "row", "words": fact["shown"]}]
    if not span > 0:
        return found

    def place(name: str) -> float:
        return float((fact[name] - low) / span)

    found.append(base | {"part": "span", "low": 0.0, "high": 1.0})
    if not np.isnan([fact["q25"], fact["q75"]]).any():
        found.append(base | {"part": "half", "low": place("q25"), "high": place("q75")})
    for whom, name in _whom(ward).items():
        if not np.isnan(fact[name]):
            mine = name == "value"
            found.append(
                base
                | {
                    "part": "sign",
                    "at": place(name),
                    "whom": whom,
                    "size": 210 if mine else 110,
                    "shown": fact["shown"] if mine else f"{fact[name]:,.1f}",
                }
            )
    return found


def _whom(ward: str) -> dict[str, str]:
    """Return whom signs stand for, with the column of the value."""
    return {_SYSTEM: "system", _PLACE: "place", _DISTRICT: "district", ward: "value"}


def _standings(*, palette: Palette, ward: str, where: Layout) -> Any:
    base = alt.Chart().encode(y=row_axis())
    scale = alt.Scale(domain=[0, 1], nice=False, range=[expr(where.start), expr(where.end)])
    shift = expr(where.shift)

    def part(name: str) -> Any:
        return base.transform_filter(f"datum.part === '{name}'")

    bands = [
        part(name)
        .mark_bar(height=height, fill=tone.fill, stroke=tone.edge, strokeWidth=line,
                  yOffset=shift, aria=False)
        .encode(x=alt.X("low:Q", axis=None, scale=scale), x2="high:Q")
        for name, tone, height, line in (
            ("span", palette.span, 18, 1), ("half", palette.half, 17, 0),
        )
    ]  # fmt: skip
    key = alt.Legend(
        orient="top",
        title=None,
        labelFontSize=14,
        labelColor=palette.text,
        symbolSize=130,
        symbolStrokeWidth=1.5,
    )
    whom = list(_whom(ward))
    fills = [*[palette.page] * 3, palette.target]
    signs = (
        part("sign")
        .mark_point(filled=True, stroke=palette.text, strokeWidth=1.5, opacity=1, yOffset=shift)
        .encode(
            x=alt.X("at:Q", axis=None, scale=scale),
            size=alt.Size("size:Q", scale=None, legend=None),
            shape=alt.Shape(
                "whom:N", scale=alt.Scale(domain=whom, range=list(_SHAPES)), legend=key
            ),
            fill=alt.Fill("whom:N", scale=alt.Scale(domain=whom, range=fills), legend=key),
            tooltip=[
                alt.Tooltip("label:N", title="Fact"),
                alt.Tooltip("whom:N", title="Area"),
                alt.Tooltip("shown:N", title="Value"),
            ],
        )
    )
    values = part("row").mark_text(
        align="left", baseline="middle", dx=14, fontWeight="bold", dy=shift
    ).encode(x=alt.value(expr(where.end)), text="words:N")  # fmt: skip
    layers = [*bands, signs, *names(part("row"), where, palette), *legible(values, palette)]
    return dressed(layers, palette, height=alt.Step(40))


FORM = Form("standings", _ENCODED, _standings)
