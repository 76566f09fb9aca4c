"""What one run of a part of a page changes reaches the browser in one piece.

Streamlit sends as the script goes: that a run begins, every element, that it has ended. For what
has come so far the browser goes through the whole page, each time, and what is sent meanwhile
waits for that. A part (``st.fragment``) that answers within a blink is seen sooner when all that
it says comes at once. What takes longer is not held back further, and the run of a whole page not
at all: there the browser has enough to do for the beginning.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# How long the beginning of a run waits for its end at most, in seconds.
LONGEST = 0.04


class Together:
    """Holds back what a run of a part says until it has ended, at most for ``LONGEST``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection; only what a websocket sends is held back."""
        if scope["type"] == "websocket":
            send = Connection(send).send
        await self._app(scope, receive, send)


class Connection:
    """What one connection sends, in order; its ``send`` takes the place of the one given."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: list[Message] = []
        self._sending = asyncio.Lock()
        # While it sleeps, what is sent waits for it.
        self._timer: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        """Send a message, or keep it until the run that it belongs to has ended."""
        begins, ends = _begins_or_ends(message)
        self._waiting.append(message)
        if ends and self._timer is not None:
            self._timer.cancel()
            self._timer = None
        elif begins and self._timer is None:
            self._timer = asyncio.create_task(self._let_go_later())
            # A connection that is lost stays lost: whoever sends next is told.
            self._timer.add_done_callback(lambda task: task.cancelled() or task.exception())
        if self._timer is None:
            await self._let_go()

    async def _let_go_later(self) -> None:
        await asyncio.sleep(LONGEST)
        self._timer = None
        await self._let_go()

    async def _let_go(self) -> None:
        async with self._sending:
            while self._waiting:
                await self._send(self._waiting.pop(0))


def _begins_or_ends(message: Message) -> tuple[bool, bool]:
    """Say whether a run of a part begins with a message, and whether nothing waits after it."""
    data = message.get("bytes")
    if message["type"] != "websocket.send" or data is None:
        return False, True
    told = ForwardMsg.FromString(data)
    kind, of_part = told.WhichOneof("type"), bool(told.metadata.run.fragment_ids)
    begins = kind == "new_session"
    # A page that is asked for while a part runs breaks the run off, which then has no end.
    return begins and of_part, kind == "script_finished" or (begins and not of_part)
