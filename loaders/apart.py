"""A build made by a process of its own, while the server goes on.

Reading and checking the data keeps all other threads of Python waiting for a good part of the
time. In the server that would be everybody's page, and the build itself would wait for them.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from config import ROOT
from loaders import build
from loaders.problems import DataError, Problem

SECONDS = 300
MOST_LETTERS = 500  # of what a process that broke off said last


def make(folder: Path, out: Path) -> Path:
    """Build as ``build.build`` does, with its result and its errors.

    Raises BuildError also when the process cannot be started, breaks off or takes too long.
    """
    try:
        done = subprocess.run(  # noqa: S603  (two folders of ours)
            [sys.executable, "-m", "loaders.apart", str(folder), str(out)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise build.BuildError(f"the process that builds did not do so: {error}") from error
    try:
        told = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.decode("utf-8", "replace")[-MOST_LETTERS:].strip()
        raise build.BuildError(
            f"the process that builds ended with code {done.returncode}. It said: {last or '-'}"
        ) from None
    if "problems" in told:
        raise DataError(Problem(**one) for one in told["problems"])
    if "unbuilt" in told:
        raise build.BuildError(told["unbuilt"])
    return Path(told["path"])


def _told(folder: Path, out: Path) -> dict[str, Any]:
    try:
        return {"path": str(build.build(folder, out))}
    except DataError as error:
        return {"problems": [asdict(problem) for problem in error.problems]}
    except build.BuildError as error:
        return {"unbuilt": str(error)}


if __name__ == "__main__":
    gc.disable()  # it ends before its memory matters
    print(json.dumps(_told(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201  (the answer)
