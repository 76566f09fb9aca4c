"""Streamlit's browser code, answered from memory: a first visit asks for a hundred files of it.

Streamlit reads each of them from the disk, in pieces, by threads, and nothing is shown before the
last has come. Their names change with what is in them, so what was read once stays right.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(streamlit.__file__).with_name("static") / "static"
PREFIX = "/static/"
# As Streamlit says of them itself.
LIFE = "public, immutable, max-age=31536000"
# What they are; a machine's own list may be wrong, on Windows it often is.
KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".gif": "image/gif",
    ".woff2": "font/woff2",
}
# Smaller ones hardly shrink; fonts and pictures are packed already.
_PACKED_FROM = 1_000
_PACKED = (".js", ".css", ".svg")
# Who wants part of a file, or has one already, is Streamlit's to answer.
_ELSE = (b"range", b"if-none-match", b"if-modified-since")


class Assets:
    """Answers for the files in Streamlit's folder of browser code; all else goes on to the app.

    Readers on other machines get them packed.
    """

    def __init__(self, app: ASGIApp, folder: Path = FOLDER) -> None:
        self._app = app
        self._files = {
            PREFIX + file.relative_to(folder).as_posix(): file
            for file in folder.rglob("*")
            if file.suffix in KINDS
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        file = self._files.get(scope["path"]) if scope["type"] == "http" else None
        asked = {name for name, _ in scope["headers"]} if file else set()
        if file is None or scope["method"] != "GET" or not asked.isdisjoint(_ELSE):
            await self._app(scope, receive, send)
            return
        packed = _far_away(scope) and "gzip" in Headers(scope=scope).get("accept-encoding", "")
        try:
            body, headers = _held(file, packed)
        except OSError:
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": [*headers]})
        await send({"type": "http.response.body", "body": body})


def _far_away(scope: Scope) -> bool:
    """Say whether the reader is on another machine: on this one packing only takes time."""
    try:
        return not ip_address((scope.get("client") or ("",))[0]).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def _held(file: Path, packed: bool) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    """Return a file and what is said of it. Raises OSError when it cannot be read."""
    body = file.read_bytes()
    headers = {"content-type": KINDS[file.suffix], "cache-control": LIFE}
    if file.suffix in _PACKED and len(body) >= _PACKED_FROM:
        headers["vary"] = "accept-encoding"
        if packed:
            body = gzip.compress(body, 6)
            headers["content-encoding"] = "gzip"
    headers["content-length"] = str(len(body))
    return body, tuple((name.encode(), value.encode()) for name, value in headers.items())
