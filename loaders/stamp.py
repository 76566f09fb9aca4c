"""What a build says of itself beside its fingerprint: shape, time, commit where there is one."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SHAPE = ("schema.sql", "views.sql")
_GIT_SECONDS = 10


@dataclass(frozen=True)
class Stamp:
    """Who made a build: when (UTC), and from which commit.

    ``git_commit`` is None where there is no repository or no git; ``git_changed`` says that data
    or code differed from that commit, and is None without one.
    """

    built: datetime
    git_commit: str | None
    git_changed: bool | None


@cache
def schema_version() -> str:
    """Return 16 hex digits that stand for the tables and views which this code asks for.

    Builds of other versions may lack what a query needs.
    """
    digest = hashlib.sha256()
    for name in _SHAPE:
        digest.update((_HERE / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


def stamp(folder: Path, *code: Path) -> Stamp:
    """Return the stamp of a build made now of a data folder by the code of these folders."""
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    commit = _git(folder, "rev-parse", "--verify", "HEAD")
    if not commit:
        return Stamp(now, None, None)
    top = _git(folder, "rev-parse", "--show-toplevel") or ""
    inside = [str(path) for path in (folder, *code) if path.is_relative_to(top)]
    changed = _git(folder, "status", "--porcelain", "--", *inside)
    return Stamp(now, commit, None if changed is None else bool(changed))


def _git(folder: Path, *words: str) -> str | None:
    """Return what git says of a folder; None where it has nothing to say."""
    # No lock: others may be committing.
    call = ["git", "--no-optional-locks", "-C", str(folder), *words]
    try:
        done = subprocess.run(  # noqa: S603  (no word of it is anybody's input)
            call,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return None if done.returncode else done.stdout.decode("utf-8", "replace").strip()
