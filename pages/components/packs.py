"""The meeting pack: kept in the address, added to from every page, ready-made for places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from config.navigation import PAGES
from loaders import pack_files, queries
from loaders.problems import DataError
from loaders.store import Store
from models import conditions
from models.base import Wrong
from models.pack import LONGEST, LONGEST_WORDS, Item, Pack, parse
from pages.components import ledger, makers
from pages.components.packing import ADDRESSES, HELD, KEY
from pages.components.views import View
from pages.components.words import plain

NAMES = {entry.address: entry.title for entry in PAGES}
# How many packs were chosen in a session; what offers them is closed with each choice.
CHOICES = "packs_chosen"
# By which key the address of a page asks for a place; wards ask for it among their conditions.
PLACE_KEYS = {"places": "area", "programmes": "place", "checks": "place"}


@dataclass(frozen=True)
class Shown:
    """One view of a pack as it is presented: the item it is from, the view, what to say of it.

    ``note`` says why it is not of the place that was asked for; empty when it is.
    """

    item: Item
    view: View
    note: str = ""

    @property
    def title(self) -> str:
        """Return its own title, or the headline."""
        return self.item.title or self.view.headline


def asked(told: DeltaGenerator) -> Pack:
    """Show the pack as text, which the address keeps; what cannot be read of it is ``told``."""
    if KEY not in st.session_state and KEY not in st.query_params and st.session_state.get(HELD):
        st.query_params[KEY] = st.session_state[HELD]
        st.rerun()
    text = st.text_input("The pack as text", key=KEY, bind="query-params", max_chars=LONGEST)
    pack, faults = parse(text or "", ADDRESSES)
    for fault in faults:
        told.warning(plain(f"{fault.wrong}; expected {fault.expected}."))
    st.session_state[HELD] = pack.text()
    return pack


def write(pack: Pack) -> None:
    """Keep a pack in the session and, on its own page, in the address."""
    st.session_state[HELD] = pack.text()
    st.session_state[KEY] = pack.text()


def expanded(build: Store, pack: Pack) -> list[Shown]:
    """Return every view of a pack in order; a page without a named view gives all of its."""
    return [
        Shown(replace(item, view=key), view)
        for item in pack.items
        for key, view in makers.one_of(build, item).items()
    ]


def at_place(build: Store, shown: list[Shown], place: str) -> list[Shown]:
    """Return the same views of another place, one for one.

    What the place does not have stays as it is, and its note says so.
    """
    areas = queries.areas(store=build)
    ids = dict(zip(areas["name"], areas["area_id"], strict=True))
    found: dict[Item, makers.Views] = {}

    def moved(one: Shown) -> Shown:
        item = _asked_for(one.item, place, ids[place])
        if item is None:
            return replace(one, note="This view is not by place: it stays as in the pack.")
        if item == one.item:
            return one
        views = found.setdefault(replace(item, view=""), makers.views_of(build, item))
        kind = item.view.partition("_")[0]
        key = next((key for key in views if key.partition("_")[0] == kind), None)
        if key is None:
            was = one.item.get(PLACE_KEYS.get(one.item.page, ""))
            of = f"of {was}" if was else "as it is"
            said = f"{place} has no values for this view. It stays {of}, as in the pack."
            return replace(one, note=said)
        return Shown(replace(item, view=key), views[key])

    return [moved(one) for one in shown]


def _asked_for(item: Item, place: str, place_id: str) -> Item | None:
    """Return an item asked for another place; None where its page knows no places."""
    if item.page == "wards":
        now, _ = conditions.read(item.get("where") or "")
        text = replace(now, places=(place_id,), districts=()).text()
        return replace(item.asking("where", text), title="")
    key = PLACE_KEYS.get(item.page)
    return None if key is None else replace(item.asking(key, place), title="")


def ready(build: Store) -> dict[str, Pack]:
    """Return ready-made packs, one for each place and one for each stage of life."""
    packs = {}
    areas = queries.areas(store=build)
    ids = dict(zip(areas["name"], areas["area_id"], strict=True))
    for name in ledger.PLACES:
        packs[f"The {name} pack"] = Pack(
            (
                Item("places", (("area", name),), heading="How people fare"),
                Item("wards", (("where", f"place:{ids[name]}"),), heading="Which wards"),
                Item("programmes", (("place", name),), heading="What is being done"),
                Item("checks", (("place", name),), heading="How sure we are"),
            ),
            f"{name}: what is known",
        )
    stages = queries.domains(store=build)
    for name in stages[stages["domain_id"] != "cross_cutting"]["name"]:
        packs[f"The {name} pack"] = Pack(
            (
                Item("domains", (("domain", name),), heading="What was promised, what is known"),
                Item("strategy", (("domain", name),), view="measures", heading="Success measures"),
                Item("checks", (("domain", name),), heading="How sure we are"),
            ),
            f"{name}: what is known",
        )
    return packs


def starts(build: Store) -> None:
    """Offer the ready-made packs, and a file to bring one back; a choice closes what offered it."""
    left, right = st.columns(2)
    with left, _popover("Start from a ready-made pack", "ready_packs"):
        for name, pack in ready(build).items():
            st.button(
                plain(name), key=f"ready_{name}", on_click=partial(_start, pack), width="stretch"
            )
    with right, _popover("Bring a pack from a file", "brought_pack"):
        brought = st.file_uploader("A pack that was saved here (YAML)", type=["yaml", "yml"])
        if brought is not None and st.session_state.get("brought") != brought.file_id:
            st.session_state["brought"] = brought.file_id
            try:
                st.session_state["bring"] = pack_files.from_yaml(
                    brought.getvalue(), brought.name
                ).text()
            except (DataError, Wrong) as error:
                st.error(plain(str(error)))
        if "bring" in st.session_state:
            st.button("Use this pack", on_click=_bring)


def _popover(label: str, key: str) -> DeltaGenerator:
    # Another key is another popover, and it is closed. Telling the browser "closed" would not do:
    # where a choice is quicker than the server's answer to the opening, that is no news to it.
    return st.popover(label, key=f"{key}_{st.session_state.get(CHOICES, 0)}", width="stretch")


def _start(pack: Pack) -> None:
    write(pack)
    st.session_state[CHOICES] = st.session_state.get(CHOICES, 0) + 1


def _bring() -> None:
    _start(parse(st.session_state.pop("bring"), ADDRESSES)[0])


def editor(build: Store, pack: Pack) -> None:
    """Show every item of the pack: move, take away, title, heading, note."""
    title = st.text_input(
        "Title of the pack", value=pack.title, max_chars=LONGEST_WORDS, key=f"t_{pack.text()}"
    )
    if title != pack.title:
        write(replace(pack, title=title))
        st.rerun()
    for at, item in enumerate(pack.items):
        found = makers.one_of(build, item)
        shown = "; ".join(view.headline for view in found.values()) or "nothing to show"
        with st.container(border=True):
            st.markdown(f"**{at + 1}. {plain(NAMES[item.page])}:** {plain(shown)}")
            _own_words(pack, at, item)
            with st.container(horizontal=True):
                for label, name, change in (
                    ("↑ Up", "up", partial(pack.moved, at, -1)),
                    ("↓ Down", "down", partial(pack.moved, at, 1)),
                    ("✕ Take away", "away", partial(pack.without, at)),
                ):
                    st.button(
                        label,
                        key=f"{name}_{at}",
                        help=f"View {at + 1}",
                        on_click=partial(_change, change),
                    )


def _change(change: Callable[[], Pack]) -> None:
    write(change())


def _own_words(pack: Pack, at: int, item: Item) -> None:
    columns = st.columns([2, 2, 3])
    for column, name, label in zip(
        columns,
        ("title", "heading", "note"),
        ("Title instead of the headline", "Agenda heading", "Note for the speaker"),
        strict=True,
    ):
        key = f"{name}_{at}"
        if st.session_state.get(key) != getattr(item, name):
            st.session_state[key] = getattr(item, name)
        with column:
            st.text_input(
                label,
                key=key,
                max_chars=LONGEST_WORDS,
                on_change=partial(_reworded, pack, at, item, name, key),
            )


def _reworded(pack: Pack, at: int, item: Item, name: str, key: str) -> None:
    words = {name: str(st.session_state[key])}
    write(pack.changed(at, replace(item, **words)))  # type: ignore[arg-type]
