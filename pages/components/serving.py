"""How the server starts and answers: data built before the first visitor, safe headers, Back."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from config import settings
from loaders.build import BuildError, build
from loaders.problems import DataError
from pages.components import preloading
from pages.components.assets import Assets
from pages.components.together import Together

_LOG = logging.getLogger("lifecourse")

# Everything comes from this server: nothing a page holds can reach another host. Vega-Lite
# compiles its expressions, hence unsafe-eval; Streamlit styles elements inline.
HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "frame-ancestors 'self'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@asynccontextmanager
async def prepared(_app: Any) -> AsyncIterator[None]:
    """Make the first answer as quick as the others; data that is wrong is told on the page."""
    # Streamlit takes a folder named pages/ for its own way of making pages and would tell the
    # very first visitor of a sub-page that it does not exist, until st.navigation has run once.
    PagesManager.uses_pages_directory = False
    try:
        build(settings().data, settings().build)
    except (DataError, BuildError) as error:
        _LOG.warning("The data could not be built at the start: %s", error)
    yield


class SafeHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with the headers added."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class Stepwise:
    """Adds to the page: steps.js on top, before anything of Streamlit's, and what it will need."""

    # What would leave the page packed, cut, or unsent because the browser has an older one.
    _UNSENT = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    _TOP, _END = b"<head>", b"</head>"

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        script = Path(__file__).with_name("steps.js").read_bytes()
        self._with_script = self._TOP + b"<script>\n" + script + b"</script>"
        self._with_links = preloading.links().encode() + self._END

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; the page gets the script, all else stays as it is."""
        if scope["type"] != "http" or not _asks_for_page(scope):
            await self._app(scope, receive, send)
            return
        asked = [pair for pair in scope["headers"] if pair[0] not in self._UNSENT]
        start: Message | None = None
        page = b""

        async def with_script(message: Message) -> None:
            nonlocal start, page
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                page += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = page.replace(self._TOP, self._with_script, 1)
                page = page.replace(self._END, self._with_links, 1)
                headers = MutableHeaders(scope=start)
                for name in ("etag", "last-modified", "accept-ranges", "content-length"):
                    del headers[name]
                headers["content-length"] = str(len(page))
                await send(start)
                await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": asked}, receive, with_script)


def _asks_for_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _is_page(start: Message) -> bool:
    return Headers(scope=start).get("content-type", "").startswith("text/html")


MIDDLEWARE = [
    Middleware(SafeHeaders),
    Middleware(Assets),
    Middleware(Stepwise),
    Middleware(Together),
]
