"""What a run of a part sends: in one piece when it is quick, in order always."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.components import together
from pages.components.together import Together

Script = Callable[[Send, list[Message]], Awaitable[None]]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no run be too slow on a busy machine; tests about time set their own."""
    monkeypatch.setattr(together, "LONGEST", 60)


def begins(*fragments: str) -> Message:
    told = ForwardMsg()
    told.new_session.name = "page"
    told.metadata.run.fragment_ids.extend(fragments)
    return sent(told)


def element(body: str) -> Message:
    told = ForwardMsg()
    told.delta.new_element.text.body = body
    return sent(told)


def ends() -> Message:
    return sent(ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))


def sent(told: ForwardMsg) -> Message:
    return {"type": "websocket.send", "bytes": told.SerializeToString()}


def run(story: Coroutine[None, None, None]) -> None:
    # In a thread of its own: a browser test before this one may have left a loop in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, story).result()


def served(script: Script, kind: str = "websocket") -> list[Message]:
    """Return what reaches the browser of what ``script`` sends; it gets ``send`` and that."""
    came: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await script(send, came)

    async def out(message: Message) -> None:
        await asyncio.sleep(0)  # as a network, it lets others go on meanwhile
        came.append(message)

    async def never() -> Message:
        raise AssertionError("nothing is received here")

    run(Together(app)({"type": kind}, never, out))
    return came


def test_a_quick_run_of_a_part_comes_in_one_piece() -> None:
    said = [begins("one"), element("a"), element("b"), ends()]

    async def script(send: Send, came: list[Message]) -> None:
        for message in said[:-1]:
            await send(message)
            await asyncio.sleep(0.001)
        assert came == []
        await send(said[-1])
        assert came == said

    assert served(script) == said


def test_a_run_of_a_whole_page_comes_as_it_goes() -> None:
    said = [begins(), element("a"), ends()]

    async def script(send: Send, came: list[Message]) -> None:
        for many, message in enumerate(said, 1):
            await send(message)
            assert came == said[:many]

    assert served(script) == said


def test_what_takes_longer_is_not_held_back_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "LONGEST", 0.01)
    said = [begins("one"), element("a"), element("b"), element("c"), ends()]

    async def script(send: Send, came: list[Message]) -> None:
        await send(said[0])
        await send(said[1])
        assert came == []
        while len(came) < 2:
            await asyncio.sleep(0.001)
        for many, message in enumerate(said[2:], 3):
            await send(message)
            assert came == said[:many]

    assert served(script) == said


def test_the_next_run_waits_for_its_own_end() -> None:
    first, second = [begins("one"), ends()], [begins("one"), element("a"), ends()]

    async def script(send: Send, came: list[Message]) -> None:
        for message in (*first, *second[:-1]):
            await send(message)
        assert came == first
        await send(second[-1])

    assert served(script) == first + second


def test_a_page_that_breaks_a_part_off_is_not_held_back() -> None:
    said = [begins("one"), element("a"), begins(), element("b")]

    async def script(send: Send, came: list[Message]) -> None:
        for message in said[:2]:
            await send(message)
        assert came == []
        for many, message in enumerate(said[2:], 3):
            await send(message)
            assert came == said[:many]

    assert served(script) == said


def test_order_stays_when_time_runs_out_while_something_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(together, "LONGEST", 0)
    said = [begins("one"), *(element(str(number)) for number in range(50)), ends()]

    async def script(send: Send, _came: list[Message]) -> None:
        for message in said:
            await send(message)
            await asyncio.sleep(0)

    assert served(script) == said


@pytest.mark.parametrize(
    "message", [{"type": "websocket.close", "code": 1000}, {"type": "websocket.send", "text": "x"}]
)
def test_what_is_no_part_of_a_run_lets_go_what_waits(message: Message) -> None:
    async def script(send: Send, came: list[Message]) -> None:
        await send(begins("one"))
        await send(message)
        assert came == [begins("one"), message]

    served(script)


def test_a_fault_of_the_connection_is_told_to_whoever_sends_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(together, "LONGEST", 0)

    async def broken(_message: Message) -> None:
        raise OSError("gone")

    async def go() -> None:
        held = together.Connection(broken)
        await held.send(begins("one"))
        await asyncio.sleep(0.01)
        with pytest.raises(OSError, match="gone"):
            await held.send(element("a"))

    run(go())


def test_what_is_no_websocket_is_left_alone() -> None:
    start: Message = {"type": "http.response.start", "status": 200, "headers": []}

    async def script(send: Send, came: list[Message]) -> None:
        await send(start)
        assert came == [start]

    served(script, "http")
