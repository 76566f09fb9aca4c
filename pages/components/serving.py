"""How the server starts and answers: data built before the first visitor, safe headers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from config import settings
from loaders.build import BuildError, build
from loaders.problems import DataError

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


MIDDLEWARE = [Middleware(SafeHeaders)]
