"""What is asked of wards: one text in the address, and the controls that write it.

The text (models/conditions.py) is the only truth. A slider or a picker shows its part of the
text and, when it is moved, writes the text anew; so the address, the controls and the answer
cannot part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from config.palette import Palette
from config.ward_examples import examples
from models import conditions as asking
from models.base import Wrong
from models.conditions import MODE_WORDS, Condition, Conditions
from models.distribution import WHOLE, Distribution
from models.ground import Ground
from pages.components import filters, tables, views, ward_geometry
from pages.components.blocks import block
from pages.components.cut_strip import Strip
from pages.components.words import plain

KEY = "where"  # in the address
LONGEST = 10_000
# What is asked, the field that has it as text.
_ASKED, _FIELD = "where_asked", "where_text"
# Set when the text was changed below the bar: its controls are to follow.
_CHANGED_BELOW = "where_changed_below"
# What the keys of sliders begin with: they come and go with their conditions.
_RANGE = "range_"
# Places on the earth: they are drawn, not asked for.
_NOT_ASKED = ("centroid_lat", "centroid_lon")
ORDERS = {
    "worst": "By the shade, worst first",
    "residents": "Residents, most first",
    "name": "Name",
    "district": "District, then name",
}
NAMED = {"All wards": None, "Named in a document": True, "Not named": False}


def arrived() -> None:
    """Take what the address asks for; to be called when the whole page runs.

    A part that runs by itself may be sent with an address that does not have the last change yet.
    """
    st.session_state[_ASKED] = st.query_params.get(KEY, "")


def asked(ground: Ground, told: DeltaGenerator) -> Conditions:
    """Return what is asked for; what cannot be read is left out, and ``told``."""
    text = st.session_state[_ASKED]
    if st.query_params.get(KEY, "") != text:
        _write(text)
    return _read(ground, text, told)


def scenario_a(ground: Ground, told: DeltaGenerator) -> Conditions:
    """Show what is kept as scenario A as text, and return it; what cannot be read is ``told``."""
    return _read(ground, _field("Scenario A as text", key="a", bind="query-params"), told)


def _field(label: str, **how: Any) -> str:
    text = st.text_input(
        label,
        max_chars=LONGEST,
        help="Parts such as imd2025_score:30.. or district:Lancaster, separated by semicolons.",
        **how,
    )
    return str(text or "")


def _read(ground: Ground, text: str, told: DeltaGenerator) -> Conditions:
    found, faults = asking.read(text, ground.known)
    for fault in faults:
        told.warning(plain(_worded(fault)))
    return found


def _written(key: str) -> None:
    if key == _latest(_FIELD):
        _write(st.session_state[key])


def _changed_below() -> None:
    st.session_state[_CHANGED_BELOW] = True


def follow() -> None:
    """Run the page anew when what the bar shows was changed below it, so that it follows."""
    if st.session_state.pop(_CHANGED_BELOW, False):
        st.rerun()


def _worded(fault: Wrong) -> str:
    mend = f" Write: {fault.mend}" if fault.mend else ""
    return f"{fault.wrong}; expected {fault.expected}.{mend}"


def _now(ground: Ground) -> Conditions:
    """Return what is asked at this moment, as far as it can be read."""
    return asking.read(st.session_state[_ASKED], ground.known)[0]


@dataclass(frozen=True)
class Shown:
    """How the answer is shown.

    The fact that shades the map and stands in lists, the geometry, the order of lists, and
    whether the whole list is shown.
    """

    shade: str
    geometry: str
    order: str
    every: bool


def bar(ground: Ground) -> Shown:
    """Show the controls that stand above the answer: they write the text, or say how to show it."""
    now = _now(ground)
    # Not in columns: each is something more that the browser goes through for every slider.
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Add a condition on",
            [one for one in ground.facts if one not in _NOT_ASKED],
            index=None,
            key="add_fact",
            placeholder="age, health, housing…",
            format_func=lambda fact: ground.facts[fact].name,
            on_change=_add,
            args=(ground,),
        )
        _several("Places", "places", ground.places, ground, now)
        names = sorted(ground.known.districts)
        _several("Districts", "districts", dict(zip(names, names, strict=True)), ground, now)
        shaded = shade(ground)
        # Opening it runs the bar: the text follows what was moved below.
        with st.popover("More", width="content", key="more", on_change="rerun"):
            _more(ground, now)
        with st.popover("Show", width="content"):
            geometry = ward_geometry.asked()
            order = str(filters.pick("Order of lists", ORDERS, key="order"))
            every = filters.switch("Lists show every ward", key="all_wards")
            with block("The official boundaries"):
                ward_geometry.official_boundaries()
    return Shown(shaded, geometry, order, every)


def _more(ground: Ground, now: Conditions) -> None:
    st.button("Clear all conditions", on_click=_write, args=("",), width="stretch")
    _several("Named for", "designations", ground.designations, ground, now)
    words = list(NAMED)
    word = next(word for word, named in NAMED.items() if named == now.named)
    key = _fresh("named", word)
    st.radio(
        "In the documents",
        words,
        index=words.index(word),
        key=key,
        on_change=_changed,
        args=(ground, "named", key),
    )
    for label, name in (("Always this ward", "picked"), ("Never this ward", "excluded")):
        st.selectbox(
            label,
            list(ground.names),
            index=None,
            key=f"one_{name}",
            placeholder="by name",
            format_func=lambda one: ground.names[one],
            on_change=_pick_by_name,
            args=(ground, name),
        )
    text = st.session_state[_ASKED]
    key = _fresh(_FIELD, text)
    _field("The conditions as text", value=text, key=key, on_change=_written, args=(key,))


def ranges(ground: Ground, now: Conditions) -> None:
    """Show what is asked, to be moved and taken away; without anything, where to start from."""
    sliders = {_slider(ground, one) for one in now.conditions}
    _forget_but(sliders)
    by_hand = now.mode == "hand"
    if len(now.conditions) > 1 or (by_hand and now.conditions):
        modes = [mode for mode in MODE_WORDS if by_hand or mode != "hand"]
        key = _fresh("mode", now.mode)
        st.radio(
            "A ward must meet",
            modes,
            index=modes.index(now.mode),
            key=key,
            format_func=lambda mode: MODE_WORDS[mode],
            horizontal=True,
            on_change=_changed,
            args=(ground, "mode", key),
        )
    for label, name in (("Always these wards", "picked"), ("Never these wards", "excluded")):
        if held := getattr(now, name):
            _several(label, name, {one: ground.names[one] for one in held}, ground, now)
    if now == Conditions():
        st.text("Nothing is asked yet. Add a condition above, or start from one of these.")
        _starts()
    elif not now.conditions:
        st.text("No fact is asked for yet: “Add a condition on”, above, brings its slider here.")


def _starts() -> None:
    """Offer worked examples."""
    for example in examples():
        st.button(
            example.name,
            key=f"example_{example.name}",
            help=example.why,
            on_click=_start,
            args=(example.conditions,),
            width="stretch",
        )


def _start(text: str) -> None:
    _write(text)
    _changed_below()


def _slider(ground: Ground, one: Condition) -> str:
    """Show one condition: the range, how the fact is spread, and a way to take it away.

    Returns the key of the slider.
    """
    fact, spread = ground.facts[one.fact_id], ground.spread(one.fact_id)
    scale = spread.scale
    low = scale.low if one.low is None else min(max(one.low, scale.low), scale.high)
    high = scale.high if one.high is None else min(max(one.high, scale.low), scale.high)
    key = f"{_RANGE}{fact.id}"
    if st.session_state.get(key) != (low, high):
        st.session_state[key] = (low, high)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.slider(
            plain(fact.name),
            scale.low,
            scale.high,
            step=scale.step,
            key=key,
            format=_format(scale.step),
            on_change=_moved,
            args=(ground, fact.id, key, scale.low, scale.high),
        )
        st.button(
            "✕",
            key=f"drop_{fact.id}",
            help=f"Take away the condition on {plain(fact.name)}",
            on_click=_drop,
            args=(ground, fact.id),
        )
    strip, palette = _strip(ground, fact.id), views.palette()
    inside = ground.histogram(fact.id).counts(one.met(ground.wards[fact.id].to_numpy()))
    # What a slider changes apart from what it does not: the browser takes in the one alone.
    st.html(strip.filled(inside, name=fact.name, palette=palette))
    st.html(_spread_told(ground, fact.id, palette))
    return key


@lru_cache(maxsize=64)
def _strip(ground: Ground, fact_id: str) -> Strip:
    scale, whole = ground.spread(fact_id).scale, ground.facts[fact_id].unit in WHOLE
    return Strip.of(ground.histogram(fact_id), (scale.low, scale.high), whole=whole)


@lru_cache(maxsize=64)
def _spread_told(ground: Ground, fact_id: str, palette: Palette) -> str:
    """Return how a fact is spread, drawn, in words, and as tables that unfold, as HTML."""
    fact, spread = ground.facts[fact_id], ground.spread(fact_id)
    system = spread.system.value
    mark = (
        None if system is None else (system, f"system {ground.shown(fact_id, system, decimals=1)}")
    )
    by_place = pd.DataFrame(
        {
            "Place": [ground.places[at.place_id] for at in spread.places],
            fact.name: [
                ground.shown(fact_id, at.overall.value, decimals=1) for at in spread.places
            ],
            "How": [at.overall.words for at in spread.places],
        }
    )
    bins = ground.histogram(fact_id)
    edges = [ground.shown(fact_id, one) for one in bins.edges]
    by_value = pd.DataFrame({"From": edges[:-1], "To": edges[1:], "Wards": bins.counts()})
    source = escape(f"Source: {fact.vintage}. {fact.caveat or ''}")
    return (
        f"{_strip(ground, fact_id).outline(palette, mark)}"
        f"<small>{escape(spread_in_words(ground, spread))}"
        f"<details><summary>By place, by value, and where it is from</summary>"
        f"{tables.html(by_place, f'{fact.name} by place')}<p>{source}</p>"
        f"{tables.html(by_value, f'Wards by {fact.name}')}</details></small>"
    )


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


def _several(label: str, name: str, names: dict[str, str], ground: Ground, now: Conditions) -> None:
    held = [one for one in getattr(now, name) if one in names]
    key = _fresh(name, held)
    st.multiselect(
        label,
        list(names),
        default=held,
        key=key,
        format_func=lambda one: names[one],
        placeholder="All" if name in ("places", "districts") else "None",
        on_change=_changed,
        args=(ground, name, key),
    )


def _forget_but(shown: set[str]) -> None:
    """Forget where sliders stood that are shown no more.

    The browser has forgotten it too. Should one come again, it must be told, even if it is to
    stand just where it stood last.
    """
    for key in list(st.session_state):
        if str(key).startswith(_RANGE) and key not in shown:
            del st.session_state[key]


def _fresh(name: str, value: object) -> str:
    """Return the key of a control: another one when it is to show another value.

    In a popover that is closed its controls are not there. They would not get what they are set
    to, and the browser would go on sending what they showed last, as if it had been chosen.
    """
    key = _latest(name)
    if st.session_state.get(key, value) != value:
        st.session_state[f"{name}_times"] = st.session_state.get(f"{name}_times", 0) + 1
    return _latest(name)


def _latest(name: str) -> str:
    """Return the key of the control that is shown for a name, or was last."""
    return f"{name}_{st.session_state.get(f'{name}_times', 0)}"


def _write(text: str) -> None:
    st.session_state[_ASKED] = text
    if text:
        st.query_params[KEY] = text
    else:
        st.query_params.pop(KEY, None)


def change(ground: Ground, **parts: Any) -> None:
    """Write what is asked after a change of some of its parts."""
    _write(replace(_now(ground), **parts).text())


def _add(ground: Ground) -> None:
    fact_id = st.session_state["add_fact"]
    st.session_state["add_fact"] = None
    asked_now = _now(ground).conditions
    if fact_id and fact_id not in {one.fact_id for one in asked_now}:
        change(ground, conditions=(*asked_now, Condition(fact_id)))


def _drop(ground: Ground, fact_id: str) -> None:
    kept = tuple(one for one in _now(ground).conditions if one.fact_id != fact_id)
    change(ground, conditions=kept)


def _moved(ground: Ground, fact_id: str, key: str, least: float, most: float) -> None:
    if key not in st.session_state:
        return  # its condition is gone, and the browser had not heard of it
    low, high = st.session_state[key]
    moved = Condition(fact_id, None if low <= least else low, None if high >= most else high)
    kept = tuple(moved if one.fact_id == fact_id else one for one in _now(ground).conditions)
    change(ground, conditions=kept)


def _changed(ground: Ground, name: str, key: str) -> None:
    if key != _latest(name):
        return  # a busy browser has sent once more what a control showed that is gone
    value = st.session_state[key]
    change(ground, **{name: tuple(value) if isinstance(value, list) else NAMED.get(value, value)})


def _pick_by_name(ground: Ground, name: str) -> None:
    code = st.session_state[f"one_{name}"]
    st.session_state[f"one_{name}"] = None
    if code:
        pick(ground, **{name: (code,)})


def inside(ground: Ground) -> set[str]:
    """Return the codes of the wards that match at this moment."""
    return set(ground.wards["ward_code"][asking.matches(ground.wards, _now(ground))])


def pick(ground: Ground, *, picked: Iterable[str] = (), excluded: Iterable[str] = ()) -> None:
    """Write that wards are in, or out, whatever the conditions say; codes of wards.

    A ward that is in by its conditions need not be picked to be so: it only is no longer out.
    """
    now = _now(ground)
    wards_in, wards_out = set(now.picked), set(now.excluded)
    plainly = replace(now, picked=(), excluded=())
    meets = set(ground.wards["ward_code"][asking.matches(ground.wards, plainly)])
    for code in picked:
        wards_out.discard(code)
        if code not in meets:
            wards_in.add(code)
    for code in excluded:
        wards_in.discard(code)
        if code in meets:
            wards_out.add(code)
    order = list(ground.wards["ward_code"])
    change(
        ground,
        picked=tuple(code for code in order if code in wards_in),
        excluded=tuple(code for code in order if code in wards_out),
    )


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
