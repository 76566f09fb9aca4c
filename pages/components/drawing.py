"""Charts drawn by a process of its own.

The library that draws keeps all other threads of Python waiting while it does: a quarter of a
second for a chart, seconds for the first. In the server that would be everybody's page. The
process is started when it is needed, draws one chart after the other, and ends when nothing has
been asked of it for a while.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

WORKER = Path(__file__).resolve().with_name("drawing_worker.py")
SECONDS = 60  # for one drawing, the start of the process included
IDLE_SECONDS = 300


class DrawingError(Exception):
    """The chart could not be drawn; the message says why."""


def svg(spec: Mapping[str, Any]) -> str:
    """Return a Vega-Lite specification as SVG. Raises DrawingError."""
    return _DRAWER.ask({"spec": spec}).decode()


def png(drawing: str, *, scale: float, ppi: float) -> bytes:
    """Return an SVG as PNG, its size multiplied by ``scale``. Raises DrawingError."""
    return _DRAWER.ask({"svg": drawing, "scale": scale, "ppi": ppi})


def end() -> None:
    """End the process; the next drawing starts another."""
    _DRAWER.end()


class Drawer:
    """Keeps the process, and hands it one request at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Any = None
        self._rest = threading.Timer(0, self.end)

    def ask(self, request: Mapping[str, Any]) -> bytes:
        """Return what the process draws; after a failure the next request has a new one."""
        line = json.dumps(request).encode() + b"\n"
        with self._lock:
            self._rest.cancel()
            if self._process is None or self._process.poll() is not None:
                self._process = _started()
            late = threading.Timer(SECONDS, self._process.kill)
            late.daemon = True
            late.start()
            try:
                self._process.stdin.write(line)
                self._process.stdin.flush()
                header = json.loads(self._process.stdout.readline())
                content: bytes = self._process.stdout.read(header["bytes"])
                if len(content) < header["bytes"]:
                    raise EOFError
            except (OSError, ValueError, EOFError):
                self._close()
                raise DrawingError(
                    f"the drawing broke off, or took longer than {SECONDS} s; try again, "
                    "or take the table instead"
                ) from None
            finally:
                late.cancel()
            self._rest = threading.Timer(IDLE_SECONDS, self.end)
            self._rest.daemon = True
            self._rest.start()
        if header["error"]:
            raise DrawingError(header["error"])
        return content

    def end(self) -> None:
        """End the process; the next request starts another."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()


def _started() -> Any:
    spec = importlib.util.find_spec("vl_convert")
    if spec is None or spec.origin is None:
        raise DrawingError("vl-convert-python is not installed; run: pip install -e .")
    return subprocess.Popen(  # noqa: S603  (charts come by the pipe)
        [sys.executable, "-I", str(WORKER), str(Path(spec.origin).parents[1])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )


_DRAWER = Drawer()
