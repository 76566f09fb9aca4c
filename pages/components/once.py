"""What all sessions show alike is worked out once for each build, not by each of them.

When data changes, everybody's page is run again within a moment, and most have the same few open.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from config.palette import Palette
from loaders.store import Store
from pages.components import revisions
from pages.components.views import Draw, View

# Things that are kept of each build: those asked for last.
MOST = 128

T = TypeVar("T")
_LOCK = threading.Lock()
_MADE: WeakKeyDictionary[Store, OrderedDict[Hashable, Any]] = WeakKeyDictionary()


def made(build: Store, key: Hashable, make: Callable[[], T]) -> T:
    """Return what was made of a build under a key, or make it. Shared by all, so never changed.

    Under a link that marks what has been revised since, it is made anew: the marks are its own.
    """
    if revisions.current().found:
        return make()
    with _LOCK:
        kept = _MADE.setdefault(build, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            found: T = kept[key]
            return found
    new = make()
    with _LOCK:
        kept[key] = new
        while len(kept) > MOST:
            kept.popitem(last=False)
    return new


def view(build: Store, key: Hashable, make: Callable[[], View | None]) -> View | None:
    """Return a view as ``made`` does, drawn once for each palette."""

    def whole() -> View | None:
        new = make()
        return None if new is None else replace(new, draw=_drawn(new.draw))

    return made(build, key, whole)


def _drawn(draw: Draw) -> Draw:
    texts: dict[Palette, str] = {}

    def again(colours: Palette) -> dict[str, Any] | None:
        # As text, because whoever gets a specification may change it.
        if colours not in texts:
            texts[colours] = json.dumps(draw(colours))
        spec: dict[str, Any] | None = json.loads(texts[colours])
        return spec

    return again
