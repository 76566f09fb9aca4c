"""A scenario as a card: question, formula, inputs with their words, result, what moves it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from loaders import queries
from loaders.store import Store
from models.catalogue import Catalogue
from models.scenarios.address import parse, text
from models.scenarios.answer import Answer, Bar, Estimate, Result
from models.scenarios.core import Card, Input, said, said_ends
from models.vocabulary import UNITS
from pages.components import provenance, tables, views
from pages.components.charts.tornado import tornado
from pages.components.words import plain, records

KEY = "inputs"
A = "a"
LONGEST = 1_000
VERDICTS = {"agrees": "✓ Agrees", "differs": "⚠ Does not agree", "note": "○ Worth knowing"}


def asked(
    card: Card, catalogue: Catalogue, told: DeltaGenerator, *, key: str = KEY, label: str
) -> dict[str, float]:
    """Show the changes as text, the one truth that the address keeps; return them.

    What cannot be read of it is ``told``.
    """
    written = st.text_input(
        label, key=key, bind="query-params", max_chars=LONGEST, placeholder="nothing changed"
    )
    found = parse(card, catalogue, written or "")
    for message in found.messages:
        told.warning(plain(message))
    return found.changes


def inputs(build: Store, card: Card, catalogue: Catalogue, answer: Answer) -> None:
    """Show every input: its value to change, what is stated, how sure it is, its words."""
    changes = {one.id: one.value for one in answer.inputs if one.changed and one.value is not None}
    for one in answer.inputs:
        key = f"input_{card.id}_{one.id}"
        value = _number(one)
        if st.session_state.get(key, object()) != value:
            st.session_state[key] = value
        unit = (
            "%" if one.unit == "percent" else "£" if one.unit == "gbp" else one.suffix or one.unit
        )
        label = one.label if unit in ("count", "") else f"{one.label} ({unit})"
        st.number_input(
            label,
            min_value=int(one.lowest) if one.whole else float(one.lowest),
            max_value=int(one.highest) if one.whole else float(one.highest),
            step=int(one.step) if one.whole else float(one.step),
            key=key,
            format="%d" if one.whole else "%g",
            placeholder="not known",
            on_change=partial(_moved, card, catalogue, changes, one.id, key),
        )
        st.markdown(f":small[{plain(_about(one))}]")
        if one.figure_ids:
            with st.popover("In their own words"):
                statements(build, one.figure_ids)
    if changes:
        st.button("Undo all changes", on_click=partial(_write, ""))


def _label(one: Input) -> str:
    unit = {"percent": "%", "gbp": "£", "count": ""}.get(one.unit, one.unit)
    unit = " ".join(part for part in (unit, one.suffix) if part and part not in one.label.lower())
    return f"{one.label} ({unit})" if unit else one.label


def _number(one: Input) -> float | int | None:
    if one.value is None:
        return None
    return int(one.value) if one.whole else float(one.value)


def _about(one: Input) -> str:
    told = [f"Stated: {one.shown}." if one.figure_ids else f"Assumed. {one.why}"]
    if one.changed and one.stated is not None:
        told[0] = f"Changed; {'stated' if one.figure_ids else 'assumed'}: "
        told[0] += f"{said(one.stated, one.unit)}."
    if one.sure and one.figure_ids:
        told.append(f"{one.sure[0].upper()}{one.sure[1:].removesuffix('.')}.")
    return " ".join(told)


def statements(build: Store, figure_ids: tuple[str, ...]) -> None:
    """Show the statements of figures with their documents, restatements and checks."""
    rows = queries.figures(store=build, figure_ids=figure_ids)
    for row in records(rows):
        mine = (str(row["figure_id"]),)
        same = queries.restatements(store=build, figure_ids=mine)
        provenance.statement(row, same, queries.checks(store=build, figure_ids=mine))


def _moved(
    card: Card, catalogue: Catalogue, changes: dict[str, float], input_id: str, key: str
) -> None:
    value = st.session_state[key]
    kept = {name: number for name, number in changes.items() if name != input_id}
    if value is not None:
        kept[input_id] = float(value)
    _write(text(card, catalogue, kept))


def _write(written: str) -> None:
    st.session_state[KEY] = written


def result(answer: Answer) -> None:
    """Show the headline beside its baseline, what it means, and everything else computed."""
    head, base = answer.scenario.headline, answer.baseline.headline
    st.subheader(f"{head.label}: {_told(head)}", anchor=False)
    st.text(head.words)
    if answer.change is not None:
        st.text(f"Before any change it is {_told(base)}; the change is {_told(answer.change)}.")
    if resting := rests_on(answer):
        st.text(resting)
    st.text(f"Working: {head.working}")
    st.text(answer.scenario.covers)
    tables.show(beside(answer), f"Results of {answer.card.title}")


def rests_on(answer: Answer) -> str:
    """Say which assumptions, stated by no document, are in the headline; "" if none is."""
    behind = answer.card.behind(answer.card.headline)
    assumed = [
        f"{one.label} ({one.shown})"
        for one in answer.inputs
        if one.id in behind and one.why and not one.changed
    ]
    return f"No document states, and it is assumed: {'; '.join(assumed)}." if assumed else ""


def _told(one: Estimate) -> str:
    return f"{one.shown} (95%: {one.shown_interval})" if " to " in one.shown_interval else one.shown


def beside(answer: Answer, other: Result | None = None) -> pd.DataFrame:
    """Return all outputs: before any change, as set, and of another scenario; with working."""
    now = [answer.scenario.headline, *answer.scenario.others]
    table = {"Result": [one.label for one in now]}
    # Computed, often with assumptions: only an input can be "as stated".
    table["Before any change"] = [_told(answer.baseline.output(one.id)) for one in now]
    if answer.change is not None:
        table["With your changes"] = [_told(one) for one in now]
    if other is not None:
        table["Scenario A"] = [_told(other.output(one.id)) for one in now]
    table["Working"] = [one.working for one in now]
    return pd.DataFrame(table)


def what_matters(answer: Answer) -> views.View | None:
    """Return the tornado: how far the result moves with each input; None if nothing moves it."""
    bars = answer.scenario.tornado
    if not bars:
        return None
    head = answer.scenario.headline
    rows = pd.DataFrame(
        {
            "label": [one.label for one in bars],
            "at_low": [one.at_low for one in bars],
            "at_high": [one.at_high for one in bars],
            "shown": [_ends(one, head.unit) for one in bars],
        }
    )
    headline = (
        f"{bars[0].label} matters most for: {_lowered(head.label)}"
        if bars[1:]
        else f"Only one input's range moves the result: {_lowered(bars[0].label)}"
    )
    told = pd.DataFrame(
        {
            "Input": rows["label"],
            "From its low to its high end": [one.shown for one in bars],
            # The result falls where the input rises, for some: from low to high all the same.
            head.label: rows["shown"],
        }
    )
    unit = f"{head.label}, {head.suffix or UNITS[head.unit].name}"
    return views.View(
        lambda colours: tornado(rows, unit=unit, palette=colours, result=(head.point, head.shown)),
        headline,
        "The result with one input at either end of what is known of it, the others as they are",
        views.short(f"Tornado chart. {headline}"),
        told,
        None,
        (),
    )


def _ends(bar: Bar, unit: str) -> str:
    low, high = sorted((bar.at_low, bar.at_high))
    return said_ends(low, high, unit)


def _lowered(label: str) -> str:
    """Return a label as it stands within a sentence; A&E keeps its letters."""
    return label if label[1:2].isupper() or label[1:2] == "&" else label[:1].lower() + label[1:]


def findings(answer: Answer) -> None:
    """Show what the documents' own numbers say of each other."""
    if answer.findings:
        st.subheader("Do the documents' numbers agree?", anchor=False)
    for one in answer.findings:
        st.markdown(f"**{VERDICTS[one.verdict]}:** {plain(one.words)}")


def not_said(answer: Answer) -> None:
    """Show what the result does not say."""
    st.subheader("What this does not say", anchor=False)
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in answer.does_not_say))


def keep_as_a() -> None:
    """Offer to keep the inputs as scenario A, to compare others with."""

    def keep() -> None:
        st.session_state[A] = st.session_state.get(KEY, "")

    st.button("Keep as scenario A", on_click=keep)
