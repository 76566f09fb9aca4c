"""Pickers bound to the address: copying it restores the view.

What the address asks for is understood by name or id, in any case, and is then written into it by
its proper name. What cannot be understood is told at the top of the page, until something is
chosen; the control falls back by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from pages.components.words import plain

ALL = "All"
LONGEST_WORDS = 80
# What is echoed of a value that is not known, and how many of one control.
LONGEST_ECHO = 60
MOST_TOLD = 3
_SAYS = {"true": ("yes", "1", "on"), "false": ("no", "0", "off")}
# Where a session keeps which page it shows, what that was asked by the address, and was told of it.
_PAGE, _ASKED, _TOLD = "address_page", "address_asked", "address_told"
_ABOVE: ContextVar[DeltaGenerator | None] = ContextVar("above", default=None)


def arrived(page: str) -> None:
    """Begin a run of a page, by its name: here stands what its address asks for and cannot have."""
    above = st.container()
    _ABOVE.set(above)
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state[_ASKED] = {}
        st.session_state[_TOLD] = {}
    for told in st.session_state[_TOLD].values():
        above.info(told)


def pick(
    label: str,
    names: Mapping[str, str],
    *,
    key: str,
    everything: str | None = None,
    resets: Mapping[str, str] | None = None,
) -> str | None:
    """Pick one of named things; return its id, or None for all of them.

    ``names`` maps ids to distinct names; ``everything`` is the wording of "no choice", and
    without it the first is chosen. The address carries the name. Another choice sets other
    controls back: ``resets`` are their keys and values.
    """
    if everything is not None:
        names = {"all": everything, **names}
    options = list(names.values())
    _ask_for_one(key, label, names)
    if options and st.session_state.get(key, options[0]) not in options:
        st.session_state[key] = options[0]  # another control has put it out of reach
    chosen = st.selectbox(
        label, options, key=key, bind="query-params", on_change=_chosen, args=(resets or {},)
    )
    ids = {name: thing for thing, name in names.items() if name != everything}
    return ids.get(str(chosen))


def search(label: str, *, key: str, placeholder: str) -> str:
    """Ask for words to look for; return them trimmed."""
    asked = "".join(_asked(key)[-1:])
    if len(asked) > LONGEST_WORDS:
        _say(key, f"The address asks for {len(asked):,} letters; the first {LONGEST_WORDS} count.")
        _write(key, asked[:LONGEST_WORDS])
    words = st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        bind="query-params",
        max_chars=LONGEST_WORDS,
        on_change=_chosen,
        args=({},),
    )
    return (words or "").strip()


def switch(label: str, *, key: str, help_text: str | None = None) -> bool:
    """Ask a yes or no; return it."""
    asked = "".join(_asked(key)[-1:])
    word = asked.strip().lower()
    meant = next((says for says, words in _SAYS.items() if word in words), None)
    if meant is not None:
        _write(key, meant)
    elif word and word not in _SAYS:
        _say(key, f"{_quoted(label)} can be true or false in the address, not {_quoted(asked)}.")
    return st.toggle(
        label, key=key, help=help_text, bind="query-params", on_change=_chosen, args=({},)
    )


def tabs(label: str, names: Mapping[str, str], *, key: str) -> str | None:
    """Pick one of a few named things by tabs that stand in one row; the first is the default."""
    if not names:
        return None
    # What is written on tabs is Markdown, and the address has it as it is written.
    names = {thing: plain(name) for thing, name in names.items()}
    ids = {name: thing for thing, name in names.items()}
    _ask_for_one(key, label, names)
    first = next(iter(ids))
    if st.query_params.get(key) == "":
        _write(key, first)
    # Back to an address without it would leave no tab marked.
    if st.session_state.get(key, first) not in ids:
        st.session_state[key] = first
    chosen = st.segmented_control(
        label,
        list(ids),
        default=first,
        key=key,
        bind="query-params",
        required=True,
        on_change=_chosen,
        args=({},),
    )
    return ids.get(str(chosen), ids[first])


def several(
    label: str, names: Mapping[str, str], *, key: str, most: int, but: str | None = None
) -> tuple[str, ...]:
    """Pick some of named things, ``most`` at the most; return their ids in the order picked.

    ``but`` is the id of the one that the others are to stand beside, and cannot be picked.
    """
    ids = {name: thing for thing, name in names.items() if thing != but}
    own = names[but] if but is not None else None
    asked = _asked(key)
    meant = list(dict.fromkeys(_meant(one, names) or one for one in asked))
    here = [one for one in meant if one in ids]
    _say(
        key,
        *(
            f"The address asks for {_quoted(one)}, which is not here."
            for one in meant
            if one not in names.values()
        ),
        *(f"{_quoted(one)} cannot stand beside itself." for one in meant if one == own),
        *(f"{_quoted(one)} is left out: at most {most} can stand beside." for one in here[most:]),
    )
    if set(here) - set(asked):
        _write(key, here[:most])
    held = st.session_state.get(key, [])
    if any(one not in ids for one in held):  # put out of reach by another control
        st.session_state[key] = [one for one in held if one in ids]
    chosen = st.multiselect(
        label,
        list(ids),
        key=key,
        bind="query-params",
        max_selections=most,
        placeholder="Nothing",
        on_change=_chosen,
        args=({},),
    )
    return tuple(ids[name] for name in chosen)


def put(key: str, value: str) -> None:
    """Set a control from the answer to another one, also one that is not on the page yet."""
    st.session_state[key] = value
    with suppress(StreamlitAPIException):  # it is on the page, and writes the address itself
        st.query_params[key] = value


def _chosen(resets: Mapping[str, str]) -> None:
    """Answer a choice: what was told of the address is done with, other controls are set back."""
    st.session_state[_TOLD] = {}
    for key, value in resets.items():
        st.session_state[key] = value


def _asked(key: str) -> list[str]:
    """Return what the address asks of a control, if it did not in the run before.

    What another control has put out of reach meanwhile, nobody asks for.
    """
    asked = st.query_params.get_all(key)
    before = st.session_state.setdefault(_ASKED, {})
    if asked == before.get(key):
        return []
    before[key] = asked
    return asked


def _ask_for_one(key: str, label: str, names: Mapping[str, str]) -> None:
    """Read what the address asks of a control that one thing is picked by."""
    asked = "".join(_asked(key)[-1:])
    if not asked or asked in names.values():
        return
    meant = _meant(asked, names)
    if meant is not None:
        _write(key, meant)
    else:
        what = plain(label.partition(" (")[0].lower())  # without the count of what matches
        _say(key, f"The address asks for {what} {_quoted(asked)}, which is not here.")


def _meant(asked: str, names: Mapping[str, str]) -> str | None:
    """Return the name that is meant by a name or an id in any case, if it is just one."""
    wanted = _folded(asked)
    meant = {name for thing, name in names.items() if wanted in (_folded(name), _folded(thing))}
    return meant.pop() if len(meant) == 1 else None


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _write(key: str, proper: str | list[str]) -> None:
    """Write into the address what it means, and start the page anew with it."""
    try:
        st.query_params[key] = proper
    except StreamlitAPIException:  # the page runs already, and its controls rule the address
        return
    st.rerun()


def _say(key: str, *sentences: str) -> None:
    """Say something of a control at the top of the page, now and until something is chosen."""
    told = "  \n".join(sentences[:MOST_TOLD])
    before = st.session_state.setdefault(_TOLD, {})
    if told and before.get(key) != told:
        before[key] = told
        (_ABOVE.get() or st).info(told)


def _quoted(value: str) -> str:
    cut = value if len(value) <= LONGEST_ECHO else f"{value[:LONGEST_ECHO]}…"
    return f"“{plain(cut)}”"


def number(label: str, *, key: str, most: int, least: int = 0) -> int | None:
    """Ask for a whole number from ``least`` to ``most``; None when nothing is asked."""
    found = st.number_input(
        label,
        min_value=least,
        max_value=most,
        value=None,
        step=1,
        key=key,
        bind="query-params",
        placeholder="any",
        on_change=_chosen,
        args=({},),
    )
    return None if found is None else int(found)
