"""What the server adds to its answers: headers to all, the script of Back to the page."""

from __future__ import annotations

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from config import ROOT
from pages.components import assets, preloading
from pages.components.serving import HEADERS, MIDDLEWARE

PAGE = "<html><head><title>é</title></head>" + "x" * 2000 + "<head></html>"
BROWSER = {"accept": "text/html,*/*", "accept-encoding": "gzip"}


def _page(request: Request) -> Response:
    if "if-none-match" in request.headers:
        return Response(status_code=304)
    return HTMLResponse(PAGE, headers={"etag": '"1"', "last-modified": "yesterday"})


def _parts(_: Request) -> Response:
    return StreamingResponse(iter([PAGE[:3], PAGE[3:]]), media_type="text/html")


def _file(_: Request) -> Response:
    return PlainTextResponse(PAGE, headers={"etag": '"1"'})


APP = Starlette(
    routes=[Route("/", _page), Route("/parts", _parts), Route("/file", _file)],
    middleware=[*MIDDLEWARE, Middleware(GZipMiddleware)],
)


@dataclass
class Answer:
    status: int
    headers: Headers
    body: bytes


def ask(
    path: str,
    headers: dict[str, str],
    method: str = "GET",
    *,
    reader: str = "127.0.0.1",
    app: ASGIApp = APP,
) -> Answer:
    """Ask the application as a server would."""
    said: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()  # the browser waits for the answer
        raise AssertionError

    async def send(message: Message) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": (reader, 50_000),
    }
    # In a thread of its own: a browser test before this one may have left a loop in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    body = b"".join(message.get("body", b"") for message in said[1:])
    return Answer(said[0]["status"], Headers(scope=said[0]), body)


@pytest.mark.parametrize("path", ["/", "/parts"])
def test_the_page_gets_the_script_once_and_at_its_top(path: str) -> None:
    answer = ask(path, BROWSER)
    text = answer.body.decode()
    script = Path(ROOT, "pages", "components", "steps.js").read_text("utf-8")
    assert text.startswith(f"<html><head><script>\n{script}</script>")
    assert text.count(script) == 1
    before, after = PAGE.removeprefix("<html><head>").split("</head>")
    assert text.endswith(f"{before}{preloading.links()}</head>{after}")
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_the_code_of_charts_and_tables_is_asked_for_with_the_page() -> None:
    static = Path(streamlit.__file__).with_name("static")
    asked = re.findall(r'href="\./(.*?)"', preloading.links())
    assert len(asked) == len(set(asked))
    assert all((static / one).is_file() for one in asked)
    for element in preloading.ELEMENTS:
        assert any(Path(one).name.startswith(f"{element}.") for one in asked), element
    assert not set(asked) & set(re.findall(r'href="\./(.*?)"', (static / "index.html").read_text()))


def test_another_streamlit_asks_for_nothing(tmp_path: Path) -> None:
    assert preloading.links.__wrapped__(tmp_path) == ""
    (tmp_path / "index.html").write_text("<html></html>")
    assert preloading.links.__wrapped__(tmp_path) == ""


def test_a_page_that_the_browser_has_from_before_is_sent_anew() -> None:
    answer = ask("/", {**BROWSER, "if-none-match": '"1"'})
    assert answer.status == 200
    assert not {"etag", "last-modified"} & set(answer.headers)


def test_what_is_no_page_stays_as_it_is() -> None:
    asked = ask("/file", BROWSER)
    assert asked.body == PAGE.encode()
    assert asked.headers["etag"] == '"1"'
    assert ask("/", {"accept": "*/*"}).body == PAGE.encode()


@pytest.mark.parametrize("path", ["/", "/parts", "/file", "/nowhere"])
def test_every_answer_has_the_headers(path: str) -> None:
    assert {name.lower() for name in HEADERS} <= set(ask(path, BROWSER).headers)


FILES = sorted(file for file in assets.FOLDER.rglob("*") if file.is_file())


def named(file: Path, folder: Path = assets.FOLDER) -> str:
    return assets.PREFIX + file.relative_to(folder).as_posix()


@pytest.mark.parametrize("reader", ["127.0.0.1", "::1", "192.0.2.7", "testclient"])
def test_the_browser_code_is_answered_whole(reader: str) -> None:
    for file in FILES:
        answer = ask(named(file), BROWSER, reader=reader)
        assert answer.status == 200
        assert answer.headers["content-type"] == assets.KINDS[file.suffix]
        assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
        assert int(answer.headers["content-length"]) == len(answer.body)
        packed = answer.headers.get("content-encoding") == "gzip"
        assert (gzip.decompress(answer.body) if packed else answer.body) == file.read_bytes()
        far = reader == "192.0.2.7" and file.suffix == ".js" and file.stat().st_size > 1000
        assert packed or not far
        assert reader == "192.0.2.7" or not packed


def test_who_cannot_unpack_gets_it_as_it_is() -> None:
    file = max(FILES, key=lambda one: one.stat().st_size)
    assert ask(named(file), {}, reader="192.0.2.7").body == file.read_bytes()


@pytest.mark.parametrize(
    ("path", "headers", "method"),
    [
        (named(FILES[0]), {"range": "bytes=0-9"}, "GET"),
        (named(FILES[0]), {"if-none-match": '"1"'}, "GET"),
        (named(FILES[0]), {}, "HEAD"),
        (named(FILES[0]), {}, "POST"),
        ("/static/../index.html", {}, "GET"),
        ("/static/js/none.js", {}, "GET"),
        ("/static/", {}, "GET"),
        ("/app" + named(FILES[0]), {}, "GET"),
    ],
)
def test_all_else_is_the_apps_to_answer(path: str, headers: dict[str, str], method: str) -> None:
    # The application here has no such path, and says so.
    assert ask(path, headers, method).status == 404


def test_a_file_that_is_gone_is_the_apps_to_answer(tmp_path: Path) -> None:
    there, gone = tmp_path / "there.js", tmp_path / "gone.js"
    for file in (there, gone):
        file.write_text("1")
    (tmp_path / "private.pem").write_text("2")
    app = assets.Assets(APP, tmp_path)
    gone.unlink()
    found = [
        ask(assets.PREFIX + name, {}, app=app) for name in ("there.js", "gone.js", "private.pem")
    ]
    assert [one.status for one in found] == [200, 404, 404]
    assert found[0].body == b"1"
