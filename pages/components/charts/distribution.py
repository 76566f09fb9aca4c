"""Where one ward stands: in one fact among other wards, and in many facts at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from textwrap import shorten
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from config.palette import Palette
from pages.components.charts.rows import Layout, layout, names, row_axis, value_axis
from pages.components.charts.spec import Form, Spec, taken
from pages.components.charts.style import NO_DATA, axis_format, dressed, expr, legible, said

COLUMNS = ("strip", "ward", "value", "shown", "here")
STANDING_COLUMNS = (
    "label", "shown", "value", "low", "q25", "q75", "high", "district", "place", "system",
)  # fmt: skip
LONGEST_ALT: Final = 150
ROW_HEIGHT: Final = 52
# How far dots of one strip lie off its middle, so that equal values are seen.
_JITTER: Final = 10
_GOLDEN: Final = 0.618034
_ENCODED = ("row", "label", "part", "value", "low", "high", "off", "ward", "shown", "tip", "words")
_STANDING_ENCODED = (
    "row", "label", "part", "at", "low", "high", "whom", "size", "shown", "words",
)  # fmt: skip
# Whom a sign stands for, and its shape; that of the ward comes last and lies on top.
_SYSTEM, _PLACE, _DISTRICT = "whole system", "its place", "its district"
_SHAPES: Final = ("square", "triangle-up", "diamond", "circle")


def strips(rows: pd.DataFrame, *, unit: str, palette: Palette) -> Spec | None:
    """Draw strips of wards, one below the other, with the middle half and the median of each.

    ``rows``, one for each ward and strip: strip (whose wards, such as "Fylde, 21 wards"; strips
    in the order they are met), ward, value (in ``unit``, null is left out), shown (as people
    read it), here (whether it is the ward in question, once in each strip at most). Beside each
    strip stands that ward's value and its rank from the highest. No rows give None.
    """
    data = taken(rows, "strips", COLUMNS)
    if data.empty:
        return None
    data["value"] = data["value"].astype(float)
    data["here"] = data["here"].astype(object).where(data["here"].notna(), other=False).astype(bool)
    order = {name: at for at, name in enumerate(dict.fromkeys(data["strip"]))}
    found = [
        row for name, at in order.items() for row in _strip(data[data["strip"] == name], name, at)
    ]
    table = pd.DataFrame(found, columns=list(_ENCODED))
    words = table.loc[table["part"] == "row", "words"]
    return STRIPS.spec(
        table,
        unit=unit,
        palette=palette,
        where=layout(table[table["part"] == "row"], words),
        numbers=axis_format(data["value"].dropna()),
    )


def _strip(data: pd.DataFrame, name: str, at: int) -> list[dict[str, Any]]:
    known = data.dropna(subset=["value"]).sort_values("value", kind="stable")
    held = known["value"].to_numpy()
    here = known[known["here"]]
    rank = int((held > here["value"].iloc[0]).sum()) + 1 if len(here) else None
    words = NO_DATA if rank is None else f"{here['shown'].iloc[0]}, {rank} of {len(held)}"
    base = {"row": at, "label": name}
    found: list[dict[str, Any]] = [base | {"part": "row", "words": words}]
    if len(held):
        low, middle, high = np.quantile(held, [0.25, 0.5, 0.75])
        found.append(base | {"part": "half", "low": low, "high": high, "value": middle})
        found[0]["tip"] = float(held.max())
    for number, row in enumerate(known.itertuples()):
        found.append(
            base
            | {
                "part": "here" if row.here else "ward",
                "value": row.value,
                # Spread evenly and always in the same way.
                "off": 0.0 if row.here else round((number * _GOLDEN % 1 - 0.5) * 2 * _JITTER, 1),
                "ward": row.ward,
                "shown": row.shown,
            }
        )
    return found


def strips_alt(rows: pd.DataFrame, *, name: str, ward: str) -> str:
    """Describe the strips in at most 150 characters."""
    strip_names = ", ".join(dict.fromkeys(map(str, rows["strip"])))
    return shorten(f"{ward} among wards: {strip_names}. {name}.", LONGEST_ALT, placeholder="…")


def _strips(*, unit: str, palette: Palette, where: Layout, numbers: str) -> Any:
    base = alt.Chart().encode(y=row_axis())
    x = value_axis("value", where, unit, numbers, zero=False)

    def part(name: str) -> Any:
        return base.transform_filter(f"datum.part === '{name}'")

    half = (
        part("half")
        .mark_bar(
            height=30,
            fill=palette.half.fill,
            stroke=palette.half.edge,
            strokeWidth=1,
            yOffset=expr(where.shift),
            aria=False,
        )
        .encode(x=alt.X("low:Q", title=unit), x2="high:Q")
    )
    median = (
        part("half")
        .mark_tick(
            thickness=2.5, size=30, color=palette.text, yOffset=expr(where.shift), aria=False
        )
        .encode(x=x)
    )
    tips = [alt.Tooltip("ward:N", title="Ward"), alt.Tooltip("shown:N", title="Value")]
    dots = (
        part("ward")
        .mark_point(
            filled=True,
            size=22,
            color=palette.comparator,
            opacity=0.55,
            yOffset=expr(f"({where.shift}) + datum.off"),
        )
        .encode(x=x, tooltip=tips)
    )
    here = (
        part("here")
        .mark_point(
            filled=True,
            size=230,
            shape="diamond",
            fill=palette.target,
            stroke=palette.text,
            strokeWidth=1.5,
            opacity=1,
            yOffset=expr(where.shift),
        )
        .encode(x=x, tooltip=tips)
    )
    values = (
        part("row")
        .mark_text(align="left", baseline="middle", dx=14, fontWeight="bold", dy=expr(where.shift))
        .encode(
            x=alt.value(expr(f"isValid(datum.tip) ? {where.end} : {where.start}")), text="words:N"
        )
    )
    layers = [half, median, dots, here, *names(part("row"), where, palette)]
    return dressed([*layers, *legible(values, palette)], palette, height=alt.Step(ROW_HEIGHT))


def standings(rows: pd.DataFrame, *, palette: Palette, ward: str = "This ward") -> Spec | None:
    """Draw where a ward stands in many facts, each on a scale from its lowest to highest ward.

    ``rows``, one for each fact: label, shown (the ward's value as people read it), value, low
    and high (of all wards), q25 and q75 (the middle half), and district, place and system (the
    values of the ward's district and place and of all), in the fact's own unit; each may be
    null. Without a value a row says "no data". No rows give None.
    """
    data = taken(rows, "standings", STANDING_COLUMNS)
    if data.empty:
        return None
    numbers = [name for name in STANDING_COLUMNS if name not in ("label", "shown")]
    data[numbers] = data[numbers].astype(float)
    data["shown"] = said(data["shown"].where(data["value"].notna()))
    found = [
        row for at, fact in enumerate(data.to_dict("records")) for row in _standing(fact, at, ward)
    ]
    table = pd.DataFrame(found, columns=list(_STANDING_ENCODED))
    rows_only = table[table["part"] == "row"]
    return STANDINGS.spec(
        table, palette=palette, ward=ward, where=layout(rows_only, rows_only["words"])
    )


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


def standings_alt(rows: pd.DataFrame, *, ward: str) -> str:
    """Describe the standings in at most 150 characters."""
    told = f"{ward} in {len(rows)} facts, beside its district, its place, the system and all wards."
    return shorten(told, LONGEST_ALT, placeholder="…")


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
                alt.Tooltip("whom:N", title="Whom"),
                alt.Tooltip("shown:N", title="Value"),
            ],
        )
    )
    values = part("row").mark_text(
        align="left", baseline="middle", dx=14, fontWeight="bold", dy=shift
    ).encode(x=alt.value(expr(where.end)), text="words:N")  # fmt: skip
    layers = [*bands, signs, *names(part("row"), where, palette), *legible(values, palette)]
    return dressed(layers, palette, height=alt.Step(40))


STRIPS = Form("strips", _ENCODED, _strips)
STANDINGS = Form("standings", _STANDING_ENCODED, _standings)
