"""A few pages are computed at a time, the others wait in the order they came.

Python lets one thread compute at once. With many, whoever gives its turn away for a moment (each
look into a column of text does) gets it back when all others had theirs: measured with 25 sessions,
pages of many small steps took ten seconds beside others that took one. In turns all take about
the same, and the mean is no worse. A part of a page that runs again by itself is short, and waits
for nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# One computes while another waits for the database, or for its browser.
AT_ONCE = 2
# Nobody waits longer than this.
MOST_SECONDS = 10.0
_FREE = threading.BoundedSemaphore(AT_ONCE)
_MINE = threading.local()


@contextmanager
def taken() -> Iterator[None]:
    """Take a turn to compute a page, and give it back whatever becomes of the page."""
    _MINE.turn = _FREE.acquire(timeout=MOST_SECONDS)
    try:
        yield
    finally:
        give_back()


def give_back() -> None:
    """Give the turn back before the page is done: it is about to wait, or to make files."""
    if getattr(_MINE, "turn", False):
        _MINE.turn = False
        _FREE.release()
