"""Draws charts in a process of its own: pages/components/drawing.py starts it as a script.

It reads requests, each a line of JSON, to the end of its input. Each is answered by a line of
JSON with the number of bytes that follow, or with what was wrong.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO

if __name__ == "__main__":
    sys.path += sys.argv[1:]

import vl_convert


def drawn(request: dict[str, Any]) -> bytes:
    """Return the SVG of a ``spec``, or the PNG of an ``svg`` at a ``scale`` and ``ppi``."""
    if "spec" in request:
        # No address may be read, and no file.
        return str(vl_convert.vegalite_to_svg(request["spec"], allowed_base_urls=[])).encode()
    return bytes(vl_convert.svg_to_png(request["svg"], scale=request["scale"], ppi=request["ppi"]))


def serve(asked: BinaryIO, out: BinaryIO) -> None:
    """Answer requests until there are no more."""
    for line in asked:
        try:
            content, error = drawn(json.loads(line)), ""
        except Exception as problem:
            content, error = b"", str(problem) or type(problem).__name__
        out.write(json.dumps({"bytes": len(content), "error": error}).encode() + b"\n" + content)
        out.flush()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(5)  # whoever clicks a page comes first
    # What the library might print must not stand between our answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)
