"""SQL of strangers over a build: in a process of its own that is killed at its deadline.

Limits inside DuckDB do not hold: work within one function, constant folding and planning heed
neither its clock nor its memory limit, and a crash would take the server along. So each
statement has a process (loaders/sandbox_worker.py) that caps itself before it looks at the
statement. On Linux its address space is capped; on Windows a Job Object caps its memory; on
macOS, which keeps no such limit, there is DuckDB's own limit, and everywhere the deadline.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from config import settings

WORKER = Path(__file__).resolve().with_name("sandbox_worker.py")
MOST_LETTERS = 20_000  # of a statement
MOST_HEADER = 100_000  # bytes of what is said about a result
SECONDS_TO_START = 20  # of a process on a busy machine; the query's own time comes after
SECONDS_TO_END = 1  # once all is said
SECONDS_TO_WAIT = 3  # for a process of somebody else to end

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What one statement may take; more than ``at_once`` of them are told to come back."""

    seconds: float
    memory_mb: int
    rows: int
    result_mb: int
    cell_characters: int
    at_once: int


@dataclass(frozen=True)
class Answer:
    """The result of a statement.

    ``table`` has simple columns and lists of them; names that were twice there have got a
    number. ``truncated``: there are more rows than these. ``cut``: a cell was too long, and
    ends with "… [cut]". ``seconds`` is what the statement itself took.
    """

    table: pa.Table
    truncated: bool
    cut: bool
    rows: int
    seconds: float


class SandboxError(Exception):
    """There is no result; the message says why, in plain words, without names of files."""


class Refused(SandboxError):
    """The statement is wrong or not allowed, at ``line`` and ``column`` from 1 where known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class Stopped(SandboxError):
    """The statement took too much, or could not be run now."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Busy(Stopped):
    """As many statements are running as may run at once."""


def configured() -> Limits:
    """Return the limits of the settings."""
    held = settings()
    return Limits(
        seconds=held.sql_seconds,
        memory_mb=held.sql_memory_mb,
        rows=held.sql_rows,
        result_mb=held.sql_result_mb,
        cell_characters=held.sql_cell_characters,
        at_once=held.sql_at_once,
    )


def run(sql: str, *, database: Path, limits: Limits) -> Answer:
    """Run one SELECT, DESCRIBE, SUMMARIZE or EXPLAIN over a build, within the limits.

    Raises Refused for any other statement and one that is wrong, Stopped for one that takes
    too much, Busy (a Stopped) when too many are running.
    """
    if len(sql) > MOST_LETTERS:
        raise Refused(f"The statement is longer than {MOST_LETTERS:,} characters.")
    try:
        sql.encode()
    except UnicodeEncodeError as error:
        before = sql[: error.start]
        line, column = before.count("\n") + 1, error.start - before.rfind("\n")
        raise Refused("There is half a character in it.", line, column) from None
    request = {"sql": sql, "database": str(database), **asdict(limits)}
    request["result_bytes"] = limits.result_mb << 20
    with _a_place(limits):
        header, content = _converse(request, limits)
    return _answer(header, content)


@contextmanager
def _a_place(limits: Limits) -> Iterator[None]:
    places = _places(limits.at_once)
    if not places.acquire(timeout=SECONDS_TO_WAIT):
        raise Busy("Other queries are running. Try again in a few seconds.")
    try:
        yield
    finally:
        places.release()


@cache
def _places(at_once: int) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(at_once)


def _converse(request: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Hand a request to a process of its own; return what it says. It is gone afterwards."""
    most = request["result_bytes"] + MOST_HEADER
    with _process() as process:
        with _deadline(process, SECONDS_TO_START):
            ready = process.stdout.read(1) == b"."
        with _deadline(process, limits.seconds if ready else 0) as late:
            with suppress(OSError):  # it is gone already
                process.stdin.write(json.dumps(request).encode())
                process.stdin.close()
            said = process.stdout.read(most)
            with suppress(subprocess.TimeoutExpired):  # it says all and ends, else it is ended
                process.wait(SECONDS_TO_END)
    first, _, content = said.partition(b"\n")
    with suppress(ValueError, KeyError, TypeError):
        header = json.loads(first)
        if header["bytes"] == len(content):
            return header, content
    code = process.returncode
    if not ready:
        _log.error("the process of a query did not start (exit code %s)", code)
        raise Stopped("The query could not be started. Try again.")
    if late.is_set():
        raise Stopped(f"The query was stopped after {limits.seconds:g} s. Ask for less at once.")
    _log.warning("a query ended its process (exit code %s): %s", code, request["sql"])
    raise Stopped(
        "The query broke off. It probably needs more than the "
        f"{limits.memory_mb} MB of memory it may use. Ask for less at once."
    )


@contextmanager
def _process() -> Iterator[Any]:
    """Start the worker, with nothing of our environment; end it, whatever happens."""
    kept = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    # Address space that is set aside for speed would count as used.
    environment |= {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "TZ": "UTC"}
    process = subprocess.Popen(  # noqa: S603  (what people write comes by the pipe)
        [sys.executable, "-I", "-S", str(WORKER), *_libraries()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


@contextmanager
def _deadline(process: Any, seconds: float) -> Iterator[threading.Event]:
    """Kill a process unless what is done with it ends in time; the event says that it did not."""
    late = threading.Event()

    def kill() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


@cache
def _libraries() -> tuple[str, ...]:
    """Return the folders where the worker finds what it imports."""
    found = (importlib.util.find_spec(name) for name in ("duckdb", "_duckdb", "pyarrow"))
    folders = (
        Path(spec.origin).parents[0 if spec.submodule_search_locations is None else 1]
        for spec in found
        if spec and spec.origin
    )
    return tuple(dict.fromkeys(str(folder) for folder in folders))


def _answer(header: dict[str, Any], content: bytes) -> Answer:
    if header.get("detail"):
        _log.warning("a query: %s", header["detail"])
    match header.get("kind"):
        case "result":
            table = pa.ipc.open_stream(content).read_all()
            table.validate(full=True)  # it comes from where a stranger's statement ran
            return Answer(
                table, header["truncated"], header["cut"], table.num_rows, header["seconds"]
            )
        case "refused":
            raise Refused(header["message"], header["line"], header["column"])
        case "stopped":
            raise Stopped(header["message"])
    raise Stopped("The data could not be opened. It may just have been renewed: try again.")
