"""Sessions without a browser: what a tab says to the server and hears of it, over its WebSocket.

A tab costs a browser's memory and time, and fifty of them measure the browser. A session here
speaks the same protocol (Streamlit's own messages), keeps the page as a browser would, and changes
controls by their labels. It draws nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

SECONDS = 120.0  # what never comes fails
# How the value of a control travels; the others are said in words.
VALUES = {
    "button": "trigger_value",
    "button_group": "string_array_value",
    "checkbox": "bool_value",
    "multiselect": "string_array_value",
    "number_input": "double_value",
    "selectbox": "string_value",
    "slider": "double_array_value",
    "text_area": "string_value",
    "text_input": "string_value",
}
Path = tuple[int, ...]
_LAST = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Lost(Exception):
    """The server ended the connection."""


@dataclass(frozen=True)
class View:
    """A page when its script has finished: its elements in order, and how it went."""

    messages: dict[Path, ForwardMsg]
    at: float  # when it had arrived, on the clock of time.monotonic
    failed: bool = False

    def __iter__(self) -> Iterator[Element]:
        for path in sorted(self.messages):
            yield self.messages[path].delta.new_element

    def of(self, *kinds: str) -> Iterator[Any]:
        """Yield the elements of these kinds."""
        for element in self:
            kind = element.WhichOneof("type")
            if kind in kinds:
                yield getattr(element, kind)

    def content(self) -> bytes:
        """Return all that was sent for the page, as bytes to look for words in."""
        return b"\n".join(element.SerializeToString() for element in self)

    def alerts(self) -> list[str]:
        """Return what is told in boxes: errors, warnings, notes."""
        return [alert.body for alert in self.of("alert")]

    def faults(self) -> list[str]:
        """Return what a reader sees as a fault: exceptions, parts and pages not shown."""
        told = [f"{one.type}: {one.message}" for one in self.of("exception")]
        told += [body for body in self.alerts() if "could not be" in body]
        told += ["a traceback" for _ in [1] if b"Traceback (most" in self.content()]
        return told + (["the script did not finish"] if self.failed else [])


@dataclass
class Session:
    """One tab: it has loaded a page, and hears of it from then on.

    ``view`` is the page as it was when its script last finished, ``views`` how many times that
    was; ``seen`` is called with each of them.
    """

    address: str
    _socket: ClientConnection
    seen: Callable[[View], None] = lambda _view: None
    view: View = field(default_factory=lambda: View({}, 0.0))
    views: int = 0
    query: str = ""
    lost: str = ""
    _page: str = ""
    _pages: dict[str, str] = field(default_factory=dict)
    _running: dict[Path, ForwardMsg] | None = None
    _values: dict[str, WidgetState] = field(default_factory=dict)
    _finished: asyncio.Condition = field(default_factory=asyncio.Condition)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, address: str, path: str = "/", *, seen: Callable[[View], None] | None = None
    ) -> AsyncIterator[Self]:
        """Connect and load a page; the connection ends with the block."""
        parts = urlsplit(address)
        async with connect(
            f"ws://{parts.netloc}/_stcore/stream",
            origin=Origin(address),
            subprotocols=[Subprotocol("streamlit")],
            compression=None,
            max_size=None,
            open_timeout=SECONDS,
            ping_interval=None,
        ) as socket:
            session = cls(address, socket)
            if seen is not None:
                session.seen = seen
            hearing = asyncio.create_task(session._hear())
            try:
                await session.load(path)
                yield session
            finally:
                hearing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await hearing

    async def load(self, path: str) -> View:
        """Go to an address as if it were typed."""
        parts = urlsplit(path)
        self.query, self._page = parts.query, ""
        self._values.clear()
        return await self._ask(name=parts.path.strip("/"))

    async def turn_to(self, page: str) -> View:
        """Go to a page by the menu, by its name in the address."""
        self.query, self._page = "", self._pages[page]
        self._values.clear()
        return await self._ask()

    async def run(self) -> View:
        """Run the page again as it is."""
        return await self._ask()

    async def set(self, label: str, value: Any) -> View:
        """Change a control; ``value`` is what the browser would send for it."""
        message, control, kind = self._control(label)
        state = WidgetState(id=control.id)
        if isinstance(value, list):
            getattr(state, VALUES[kind]).data.extend(value)
        else:
            setattr(state, VALUES[kind], value)
        self._values[control.id] = state
        if key := getattr(control, "query_param_key", ""):
            told = [pair for pair in parse_qsl(self.query) if pair[0] != key]
            values = value if isinstance(value, list) else [value]
            self.query = urlencode([*told, *((key, one) for one in values)])
        try:
            return await self._ask(fragment=message.delta.fragment_id)
        finally:
            if VALUES[kind] == "trigger_value":
                del self._values[control.id]

    def control(self, label: str) -> Any:
        """Return a control by the beginning of its label."""
        return self._control(label)[1]

    async def until(
        self, wanted: Callable[[View], bool], *, seconds: float = SECONDS, what: str = "the view"
    ) -> View:
        """Wait for a view without asking for anything; raise TimeoutError when it does not come."""
        try:
            async with asyncio.timeout(seconds), self._finished:
                while not wanted(self.view):
                    await self._changed()
                return self.view
        except TimeoutError:
            told = "; ".join([*self.view.faults(), *self.view.alerts()]) or "nothing of note"
            raise TimeoutError(f"{what} did not come in {seconds:g} s; seen: {told}") from None

    def _control(self, label: str) -> tuple[ForwardMsg, Any, str]:
        for message in self.view.messages.values():
            element = message.delta.new_element
            kind = str(element.WhichOneof("type"))
            control = getattr(element, kind)
            if kind in VALUES and control.label.startswith(label):
                return message, control, kind
        raise LookupError(f"there is no control {label!r} on the page")

    async def _ask(self, *, name: str = "", fragment: str = "") -> View:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name, asked.page_script_hash = self.query, name, self._page
        asked.fragment_id = fragment
        asked.widget_states.widgets.extend(self._values.values())
        asked.cached_message_hashes.extend(
            one.hash for one in self.view.messages.values() if one.metadata.cacheable
        )
        asked.context_info.url = f"{self.address}/{name}"
        asked.context_info.timezone = "Europe/London"
        asked.context_info.locale = "en-GB"
        async with self._finished:
            self._running = None  # what runs now is not the answer
            before = self.views
            await self._socket.send(message.SerializeToString())
            async with asyncio.timeout(SECONDS):
                while self.views == before:
                    await self._changed()
            return self.view

    async def _changed(self) -> None:
        if self.lost:
            raise Lost(self.lost)
        await self._finished.wait()

    async def _hear(self) -> None:
        try:
            async for data in self._socket:
                message = ForwardMsg()
                message.ParseFromString(data)
                await self._take(message)
            self.lost = f"the server closed the connection ({self._socket.close_code})"
        except Exception as error:  # told to whoever waits, who else would wait in vain
            self.lost = f"{type(error).__name__}: {error}"
        async with self._finished:
            self._finished.notify_all()

    async def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            of_part = bool(message.metadata.run.fragment_ids)
            self._running = dict(self.view.messages) if of_part else {}
            self._page = message.new_session.page_script_hash
        elif kind == "navigation":
            told = message.navigation
            self._pages = {one.url_pathname: one.page_script_hash for one in told.app_pages}
            self._page = told.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind in ("delta", "ref_hash") and self._running is not None:
            path = tuple(message.metadata.delta_path)
            if kind == "ref_hash":
                held = [*self.view.messages.values(), *self._running.values()]
                message = next(one for one in held if one.hash == message.ref_hash)
            if message.delta.WhichOneof("type") == "new_element":
                self._running[path] = message
        elif kind == "script_finished" and self._running is not None:
            await self._finish(message.script_finished)

    async def _finish(self, how: int) -> None:
        if how == ForwardMsg.FINISHED_EARLY_FOR_RERUN or self._running is None:
            return
        async with self._finished:
            self.view = View(self._running, time.monotonic(), failed=how not in _LAST)
            self._running = None
            self.views += 1
            self.seen(self.view)
            self._finished.notify_all()
