"""What is asked of wards: one text in the address, and the controls that write it.

The text (models/conditions.py) is the only truth. A slider or a picker shows its part of the
text and, when it is moved, writes the text anew; so the address, the controls and the answer
cannot part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from config.ward_examples import examples
from models import conditions as asking
from models.base import Wrong
from models.conditions import MODE_WORDS, Condition, Conditions
from models.distribution import Distribution, histogram
from models.ground import Ground
from pages.components import filters, tables, views
from pages.components.charts import histogram as drawing
from pages.components.charts.histogram import Mark
from pages.components.charts.spec import split
from pages.components.words import UNITS, plain

KEY = "where"
LONGEST = 2_000
# Places on the earth: they are drawn, not asked for.
_NOT_ASKED = ("centroid_lat", "centroid_lon")
NAMED = {"All wards": None, "Named in a document": True, "Not named": False}


def asked(ground: Ground, *, key: str = KEY, label: str = "The conditions as text") -> Conditions:
    """Show the text and return what it asks for; what cannot be read is told and left out."""
    text = st.text_input(
        label,
        key=key,
        bind="query-params",
        max_chars=LONGEST,
        help="Parts such as imd2025_score:30.. or district:Lancaster, separated by semicolons.",
    )
    found, faults = asking.read(text or "", ground.known)
    for fault in faults:
        st.warning(plain(_worded(fault)))
    return found


def _worded(fault: Wrong) -> str:
    mend = f" Write: {fault.mend}" if fault.mend else ""
    return f"{fault.wrong}; expected {fault.expected}.{mend}"


def controls(ground: Ground, now: Conditions) -> None:
    """Show the controls of what is asked now; each writes the text when it is moved."""
    _starts()
    for one in now.conditions:
        _slider(ground, now, one)
    free = [
        fact.id
        for fact in ground.facts.values()
        if fact.id not in {one.fact_id for one in now.conditions} and fact.id not in _NOT_ASKED
    ]
    st.selectbox(
        "Add a condition on",
        free,
        index=None,
        key="add_fact",
        placeholder="deprivation, age, health, housing…",
        format_func=lambda fact: ground.facts[fact].name,
        on_change=partial(_add, now),
    )
    if len(now.conditions) > 1:
        modes = [mode for mode in MODE_WORDS if mode != "hand"]
        _keep("mode", now.mode)
        st.radio(
            "A ward must meet",
            modes,
            key="mode",
            format_func=lambda mode: MODE_WORDS[mode],
            horizontal=True,
            on_change=partial(_changed, now, "mode"),
        )
    _several("Places", "places", ground.places, now)
    districts = sorted(ground.known.districts)
    _several("Districts", "districts", dict(zip(districts, districts, strict=True)), now)
    _several("Named for", "designations", ground.designations, now)
    _keep("named", next(word for word, named in NAMED.items() if named == now.named))
    st.radio(
        "In the documents",
        list(NAMED),
        key="named",
        horizontal=True,
        on_change=partial(_changed, now, "named"),
    )
    _several("Also these wards", "picked", ground.names, now)
    _several("Never these wards", "excluded", ground.names, now)


def _starts() -> None:
    """Offer worked examples to start from, and nothing at all."""
    with st.popover("Start from an example", width="stretch"):
        for example in examples():
            st.button(
                example.name,
                key=f"example_{example.name}",
                help=example.why,
                on_click=partial(_write, example.conditions),
                width="stretch",
            )
    if st.session_state.get(KEY):
        st.button("Clear all conditions", on_click=partial(_write, ""), width="stretch")


def _slider(ground: Ground, now: Conditions, one: Condition) -> None:
    """Show one condition: the range, how the fact is spread, and a way to take it away."""
    fact, spread = ground.facts[one.fact_id], ground.spread(one.fact_id)
    scale = spread.scale
    key = f"range_{fact.id}"
    low = scale.low if one.low is None else min(max(one.low, scale.low), scale.high)
    high = scale.high if one.high is None else min(max(one.high, scale.low), scale.high)
    _keep(key, (low, high))
    left, right = st.columns([8, 1], vertical_alignment="bottom")
    with left:
        st.slider(
            plain(fact.name),
            scale.low,
            scale.high,
            step=scale.step,
            key=key,
            format=_format(scale.step),
            on_change=partial(_moved, now, fact.id, scale.low, scale.high),
        )
    with right:
        st.button(
            "✕",
            key=f"drop_{fact.id}",
            help=f"Take away the condition on {plain(fact.name)}",
            on_click=partial(_drop, now, fact.id),
        )
    _where_the_cut_falls(ground, one, spread)
    st.markdown(f":small[{plain(spread_in_words(ground, spread))}]")


def _where_the_cut_falls(ground: Ground, one: Condition, spread: Distribution) -> None:
    """Draw how many wards are within the range and without it, bin by bin."""
    fact = ground.facts[one.fact_id]
    bins = histogram(ground.wards, one.fact_id, ground.facts, one.met(ground.wards[one.fact_id]))
    system = spread.system
    marks = []
    if system.value is not None:
        shown = ground.shown(one.fact_id, system.value, decimals=1)
        marks = [Mark(system.value, f"system {shown}", "comparator")]
    unit = UNITS.get(fact.unit, fact.unit)
    drawn = drawing.histogram(bins, unit=unit, palette=views.palette(), marks=marks)
    if drawn is not None:
        rows, spec = split(drawn)
        alt = f"Histogram of the wards by {fact.name}, with the cut; the words below say the same"
        st.vega_lite_chart(
            rows, spec, key=f"cut_{fact.id}", alt=views.short(alt), width="stretch", theme=None
        )
    with st.popover("By place"):
        tables.show(
            pd.DataFrame(
                {
                    "Place": [ground.places[at.place_id] for at in spread.places],
                    fact.name: [
                        ground.shown(fact.id, at.overall.value, decimals=1) for at in spread.places
                    ],
                    "How": [at.overall.words for at in spread.places],
                }
            ),
            f"{fact.name} by place",
        )
        st.text(f"Source: {fact.vintage}. {fact.caveat or ''}")


def spread_in_words(ground: Ground, spread: Distribution) -> str:
    """Say how a fact is spread: ends, quartiles, the system, and for how many wards."""
    if spread.median is None:
        return "No ward has a value."
    low, first, middle, third, high, overall = (
        ground.shown(spread.fact_id, value, decimals=1)
        for value in (
            spread.minimum,
            spread.lower_quartile,
            spread.median,
            spread.upper_quartile,
            spread.maximum,
            spread.system.value,
        )
    )
    system = f" System: {overall} {spread.system.words}." if spread.system.how == "share" else ""
    missing = f" {spread.missing} wards have no value." if spread.missing else ""
    return f"From {low} to {high}; quarters at {first}, {middle}, {third}.{system}{missing}"


def _format(step: float) -> str:
    decimals = max(0, -int(f"{step:e}".partition("e")[2]))
    return f"%.{decimals}f"


def _several(label: str, name: str, names: dict[str, str], now: Conditions) -> None:
    _keep(name, [one for one in getattr(now, name) if one in names])
    st.multiselect(
        label,
        list(names),
        key=name,
        format_func=lambda one: names[one],
        placeholder="All" if name in ("places", "districts") else "None",
        on_change=partial(_changed, now, name),
    )


def _keep(key: str, value: object) -> None:
    """Let a control show what the text says."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _write(text: str) -> None:
    st.session_state[KEY] = text


def rewrite(change: Callable[[Conditions], Conditions], now: Conditions) -> None:
    """Write what is asked after a change."""
    _write(change(now).text())


def _add(now: Conditions) -> None:
    fact_id = st.session_state["add_fact"]
    st.session_state["add_fact"] = None
    if fact_id:
        _write(replace(now, conditions=(*now.conditions, Condition(fact_id))).text())


def _drop(now: Conditions, fact_id: str) -> None:
    _write(replace(now, conditions=_without(now, fact_id)).text())


def _without(now: Conditions, fact_id: str) -> tuple[Condition, ...]:
    return tuple(one for one in now.conditions if one.fact_id != fact_id)


def _moved(now: Conditions, fact_id: str, least: float, most: float) -> None:
    low, high = st.session_state[f"range_{fact_id}"]
    moved = Condition(fact_id, None if low <= least else low, None if high >= most else high)
    kept = tuple(moved if one.fact_id == fact_id else one for one in now.conditions)
    _write(replace(now, conditions=kept).text())


def _changed(now: Conditions, name: str) -> None:
    value = st.session_state[name]
    value = tuple(value) if isinstance(value, list) else NAMED.get(value, value)
    changes: dict[str, Any] = {name: value}
    _write(replace(now, **changes).text())


def shade(ground: Ground) -> str:
    """Ask by which fact the map is shaded and lists are ordered; return its id."""
    names = {fact.id: fact.name for fact in ground.facts.values() if fact.id not in _NOT_ASKED}
    first = "imd2025_score"
    return str(filters.pick("Shade by", {first: names[first], **names}, key="shade"))


def ward(ground: Ground, inside: pd.Series) -> str:
    """Ask for one ward, those that match first; return its code."""
    first = ground.wards[inside].sort_values("imd2025_score", ascending=False)["ward_code"]
    names = ground.names
    order = {code: names[code] for code in [*first, *names]}
    return str(filters.pick("Ward", order, key="ward"))
