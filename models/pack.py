"""A meeting pack: an ordered list of views, as text for an address.

One item is ``places?area=Blackpool#rug``: the address of a page, what is asked of it, and which
of its views (the first without). Own words follow as ``!title=``, ``!note=`` and ``!heading=``;
items are separated by ``|``; ``!pack=`` titles the pack. In words, what separates is written as
%7C and the like.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode

from models.base import Wrong, shorten

MOST_ITEMS = 40
LONGEST = 12_000
# The first page has no address.
FIRST = "."
LONGEST_WORDS = 300
_OWN = ("title", "note", "heading")
_SAFE = " ,.:;()-'/"

Asked = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Item:
    """One view of a pack.

    ``page`` is the address of a page (empty for the first one), ``asked`` the keys and values of
    its address, ``view`` the key of one view on it. ``title``, ``note`` and ``heading`` are the
    words of whoever made the pack; empty for none.
    """

    page: str
    asked: Asked = ()
    view: str = ""
    title: str = ""
    note: str = ""
    heading: str = ""

    def __post_init__(self) -> None:
        for name in _OWN:
            words = getattr(self, name)
            if len(words) > LONGEST_WORDS:
                raise Wrong(
                    f"{name}: {len(words):,} characters", f"at most {LONGEST_WORDS} of them"
                )

    def text(self) -> str:
        """Return it as text; ``parse`` gives it back."""
        asked = f"?{urlencode(self.asked)}" if self.asked else ""
        view = f"#{quote(self.view, safe='_')}" if self.view else ""
        own = "".join(
            f"!{name}={quote(getattr(self, name), safe=_SAFE)}"
            for name in _OWN
            if getattr(self, name)
        )
        return f"{quote(self.page, safe='/-_') or FIRST}{asked}{view}{own}"

    def get(self, key: str) -> str | None:
        """Return what is asked by a key, or None."""
        return next((value for name, value in self.asked if name == key), None)

    def all_of(self, key: str) -> tuple[str, ...]:
        """Return everything asked by a key."""
        return tuple(value for name, value in self.asked if name == key)

    def asking(self, key: str, value: str) -> Item:
        """Return the item with one key asked for anew."""
        kept = tuple((name, one) for name, one in self.asked if name != key)
        return replace(self, asked=(*kept, (key, value)))

    @property
    def link(self) -> str:
        """Return the address of the view, relative to the dashboard."""
        return f"{self.page}{'?' + urlencode(self.asked) if self.asked else ''}"


@dataclass(frozen=True)
class Pack:
    """Views in their order, under a title."""

    items: tuple[Item, ...] = ()
    title: str = field(default="")

    def text(self) -> str:
        """Return it as text for an address."""
        head = [f"!pack={quote(self.title, safe=_SAFE)}"] if self.title else []
        return "|".join([*head, *(item.text() for item in self.items)])

    def with_item(self, item: Item) -> Pack:
        """Return it with one more view at the end. Raises Wrong when it is full."""
        if len(self.items) >= MOST_ITEMS:
            raise Wrong(f"the pack has {len(self.items)} views", f"at most {MOST_ITEMS}")
        return replace(self, items=(*self.items, item))

    def without(self, at: int) -> Pack:
        """Return it without the view at a place."""
        return replace(self, items=self.items[:at] + self.items[at + 1 :])

    def moved(self, at: int, by: int) -> Pack:
        """Return it with one view moved up (-1) or down (1); at the end it stays."""
        to = at + by
        if not 0 <= to < len(self.items):
            return self
        items = list(self.items)
        items.insert(to, items.pop(at))
        return replace(self, items=tuple(items))

    def changed(self, at: int, item: Item) -> Pack:
        """Return it with another item at a place."""
        return replace(self, items=(*self.items[:at], item, *self.items[at + 1 :]))


def parse(text: str, pages: Iterable[str]) -> tuple[Pack, tuple[Wrong, ...]]:
    """Return the pack of a text, and what could not be read of it; never raises.

    ``pages`` are the addresses that there are.
    """
    known = tuple(pages)
    if len(text) > LONGEST:
        return Pack(), (Wrong(f"the pack has {len(text):,} characters", f"at most {LONGEST:,}"),)
    pack, faults = Pack(), []
    for part in text.split("|"):
        if not part.strip():
            continue
        try:
            if part.startswith("!pack="):
                pack = replace(pack, title=unquote(part.partition("=")[2])[:LONGEST_WORDS])
            else:
                pack = pack.with_item(_item(part, known))
        except Wrong as fault:
            faults.append(fault)
    return pack, tuple(faults)


def _item(part: str, known: tuple[str, ...]) -> Item:
    head, *own = part.lstrip().split("!")
    address, _, view = head.strip().partition("#")
    page, _, query = address.partition("?")
    page = "" if page == FIRST else unquote(page)
    if page not in known:
        listed = ", ".join(repr(one) for one in known)
        raise Wrong(f"'{shorten(page)}' is no page", f"one of {listed}")
    words = {}
    for one in own:
        name, equals, value = one.partition("=")
        if name not in _OWN or not equals:
            raise Wrong(f"'{shorten(one)}' is no title, note or heading", "such as title=Smoking")
        words[name] = unquote(value)
    return Item(page, tuple(parse_qsl(query)), unquote(view), **words)
