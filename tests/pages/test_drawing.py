"""The process that draws charts: asked by many at once, killed, fed what it cannot draw."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from PIL import Image

from pages.components import drawing, drawing_worker
from pages.components.drawing import Drawer, DrawingError
from tests.pages.test_exports import SPEC

CHART = {**SPEC, "width": 300}


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    made = Drawer()
    yield made
    made.end()


def chart(words: str) -> dict[str, Any]:
    return {"spec": {**CHART, "data": {"values": [{"area": words, "value": 1, "shown": words}]}}}


def test_it_draws_svg_and_png() -> None:
    drawn = drawing.svg(CHART)
    assert drawn.startswith("<svg")
    assert "Lancashire &amp; South Cumbria" in drawn
    picture = Image.open(io.BytesIO(drawing.png(drawn, scale=2, ppi=72)))
    plain = Image.open(io.BytesIO(drawing.png(drawn, scale=1, ppi=72)))
    assert picture.width == pytest.approx(2 * plain.width, abs=1)


def test_each_gets_the_chart_it_asked_for(drawer: Drawer) -> None:
    names = [f"Area {at}" for at in range(16)]
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda name: drawer.ask(chart(name)).decode(), names))
    for name, one in zip(names, drawn, strict=True):
        assert f">{name}<" in one
        assert not any(f">{other}<" in one for other in names if other != name)


def test_what_cannot_be_drawn_is_said_and_the_next_is_drawn(drawer: Drawer) -> None:
    with pytest.raises(DrawingError):
        drawer.ask({"spec": {"mark": 5, "encoding": "none"}})
    with pytest.raises(DrawingError):
        drawer.ask({"svg": "no drawing", "scale": 1, "ppi": 72})
    first = drawer._process
    assert b"Wyre" in drawer.ask(chart("Wyre"))
    assert drawer._process is first


def test_a_process_that_was_killed_is_replaced(drawer: Drawer) -> None:
    drawer.ask(chart("Wyre"))
    drawer._process.kill()
    drawer._process.wait()
    assert b"Fylde" in drawer.ask(chart("Fylde"))


def test_a_drawing_that_breaks_off_is_told_and_the_next_is_drawn(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer.ask(chart("Wyre"))
    monkeypatch.setattr(drawing, "SECONDS", 0)  # the deadline kills it at once
    with pytest.raises(DrawingError, match="broke off"):
        drawer.ask({"spec": {**CHART, "data": {"values": [{"area": str(n)} for n in range(3000)]}}})
    monkeypatch.undo()
    assert b"Fylde" in drawer.ask(chart("Fylde"))


def test_it_ends_when_told_and_starts_again(drawer: Drawer) -> None:
    drawer.ask(chart("Wyre"))
    process = drawer._process
    drawer.end()
    assert process.poll() is not None
    assert drawer._process is None
    assert b"Fylde" in drawer.ask(chart("Fylde"))


def test_it_ends_when_nothing_was_asked_for_a_while(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "IDLE_SECONDS", 0.05)
    drawer.ask(chart("Wyre"))
    drawer._rest.join(30)
    assert drawer._process is None


def test_it_ends_with_whoever_started_it() -> None:
    process = drawing._started()
    process.stdin.close()
    assert process.wait(60) == 0
    process.stdout.close()


def test_it_reads_no_address_even_if_asked(drawer: Drawer) -> None:
    """pictures.py refuses addresses; the process would not read them either."""
    seen: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"area,value,shown\nSECRET,1,SECRET\n")

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/s.csv"
        with pytest.raises(DrawingError, match="not allowed"):
            drawer.ask({"spec": {**CHART, "data": {"url": url}}})
        server.shutdown()
    assert not seen


def test_requests_are_answered_line_by_line() -> None:
    asked = io.BytesIO(b'{"spec": 5}\nnot json\n')
    out = io.BytesIO()
    drawing_worker.serve(asked, out)
    first, second = out.getvalue().splitlines()
    assert b'"bytes": 0' in first
    assert b'"error": ""' not in first
    assert b"Expecting value" in second
