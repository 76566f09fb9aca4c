"""One statement of a stranger, in a process of its own: loaders/sandbox.py starts it as a script.

It knows nothing of the project and imports as little as it can. It writes "." when it is ready,
reads one request (JSON) to the end of its input, and answers with a line of JSON and, for a
result, an Arrow stream. Before it looks at the statement it gives up what it does not need:
memory beyond the limit, time, files. What a statement can reach then is one open database,
read-only, and of that only what ``check`` lets through.
"""

from __future__ import annotations

import json
import math
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

if __name__ == "__main__":
    sys.path += sys.argv[1:]
    for unneeded in ("numpy", "pandas"):  # they take longer to import than a query to run
        sys.modules[unneeded] = None  # type: ignore[assignment]

import duckdb
import pyarrow as pa

BATCH = 1024
CUT = "… [cut]"
MOST_LETTERS = 400  # of a message
NOWHERE = 2**64 - 1  # DuckDB's way of having no position

# In lower case, as are all the names below.
TABLE_FUNCTIONS = frozenset(
    (
        *("range", "generate_series", "generate_subscripts", "unnest", "repeat", "repeat_row"),
        *("json_each", "json_tree", "regexp_split_to_table", "histogram", "histogram_values"),
        *("duckdb_columns", "duckdb_tables", "duckdb_views", "duckdb_functions"),
        *("duckdb_types", "duckdb_keywords"),
    )
)
# They read settings, the environment or the log, or do nothing but wait.
NO_FUNCTIONS = frozenset(
    (
        *("getenv", "current_setting", "getvariable", "write_log", "nextval", "currval"),
        *("sleep_ms", "pg_sleep", "sleep"),
    )
)
OF_SYSTEM = ("duckdb_", "pragma_", "pg_", "sqlite_")
LISTS = ("tables", "__show_tables_expanded")
EXPLAIN = re.compile(r"(?is)(?:\s|--[^\n]*\n|(?>/\*.*?\*/))*+EXPLAIN\b(?:\s+(ANALYZE)\b)?")
OF_EXTENSION = re.compile(r"(?s), but it exists in the \w+ extension.*")

ONLY = "Only SELECT, DESCRIBE, SUMMARIZE and EXPLAIN of them can be run here."
ONE = "Only one statement can be run at a time."
PIVOT = "PIVOT needs its values named here, as in: PIVOT figures ON kind IN ('outcome', 'target')."
NO_FILES = "Only the data can be read here: no files, addresses or other databases."
NO_VALUES = "A ? or $name stands for a value, and none can be given here. Write the value."
TOO_DEEP = "The statement is nested too deeply."
AT_A_LOSS = "The database cannot work this out. Try to write it in another way."
NEEDS_MEMORY = (
    "The query needs more than the {memory} MB of memory it may use. Ask for less at once."
)

# Kinds of error whose words are about the statement, and for people.
OF_THE_STATEMENT = frozenset(
    (
        *("Parser", "Syntax", "Binder", "Catalog", "Conversion", "Invalid Input", "Invalid type"),
        *("Out of Range", "Mismatch Type", "Not implemented", "Divide by Zero", "Decimal"),
        *("Expression", "Cardinality"),
    )
)
OF_FILES = frozenset(("Permission", "IO", "HTTP", "Missing Extension", "Extension"))


class RefusedError(Exception):
    """The statement is not allowed, or wrong, at a position in bytes or nowhere in particular."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = None if position in (None, NOWHERE) else position


class StoppedError(Exception):
    """The statement is right, and what it asks for is too much."""


# What the process gives up


def cap(megabytes: int, seconds: float) -> None:
    """Limit memory, time and files of this process for good.

    Where a system lacks a limit (macOS has none on the address space), DuckDB's own holds, and
    the parent's deadline.
    """
    if sys.platform == "win32":
        _cap_windows(megabytes, seconds)
    else:
        import resource

        os.nice(10)  # pages come first
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)  # in case the parent is gone by then
        whole = math.ceil(seconds) + 1
        limits = [
            (resource.RLIMIT_CPU, whole),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, 0),  # what is open stays open; nothing else can be
        ]
        if sys.platform == "linux":
            with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
                pages = [int(number) for number in statm.read().split()]
            room = (megabytes << 20) - pages[1] * resource.getpagesize()
            limits.append((resource.RLIMIT_AS, pages[0] * resource.getpagesize() + room))
        for kind, most in limits:
            _, hard = resource.getrlimit(kind)
            held = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (held, held))


def _cap_windows(megabytes: int, seconds: float) -> None:
    """Put this process into a Job Object: its memory, processor time, priority, no other process.

    https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-jobobject_extended_limit_information
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = (
                ("per_process_user_time", ctypes.c_int64),
                ("per_job_user_time", ctypes.c_int64),
                ("flags", wintypes.DWORD),
                ("minimum_working_set", ctypes.c_size_t),
                ("maximum_working_set", ctypes.c_size_t),
                ("active_processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t),
                ("priority", wintypes.DWORD),
                ("scheduling", wintypes.DWORD),
            )

        class Extended(ctypes.Structure):
            _fields_ = (
                ("basic", Basic),
                ("counters", ctypes.c_uint64 * 6),
                ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t),
                ("peak_process_memory", ctypes.c_size_t),
                ("peak_job_memory", ctypes.c_size_t),
            )

        wanted = Extended()
        # PROCESS_TIME, ACTIVE_PROCESS, PRIORITY_CLASS, PROCESS_MEMORY, DIE_ON_UNHANDLED_EXCEPTION
        wanted.basic.flags = 0x2 | 0x8 | 0x20 | 0x100 | 0x400
        wanted.basic.priority = 0x4000  # below normal: pages come first
        wanted.basic.per_process_user_time = int((seconds + 1) * 10_000_000)
        wanted.basic.active_processes = 1
        wanted.process_memory = megabytes << 20
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            *(wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD),
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        extended_limits = 9
        if not (
            job
            and kernel.SetInformationJobObject(
                job, extended_limits, ctypes.byref(wanted), ctypes.sizeof(wanted)
            )
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())


def connect(database: str, megabytes: int) -> duckdb.DuckDBPyConnection:
    """Open the database with every door shut, for good."""
    return duckdb.connect(
        database,
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": "",
            "memory_limit": f"{megabytes * 5 // 8}MB",  # says so politely before the system does
            "threads": "1",
            "errors_as_json": "true",
            "lock_configuration": "true",
        },
    )


# What may be asked


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return the statement to run. Raises RefusedError unless it is one that only reads the data.

    DuckDB's own tree of the statement is looked at, since it calls an INSERT inside a WITH a
    SELECT, and would tell settings and paths.
    """
    if "\0" in sql:
        place = len(sql.partition("\0")[0].encode())
        raise RefusedError("There is a character with the code 0 in it.", place)
    found = EXPLAIN.match(sql)
    begin = ""
    if found:  # what is explained is checked, and keeps its place in the text
        gap = len(found[0].encode())
        begin = ("EXPLAIN ANALYZE" if found[1] else "EXPLAIN").ljust(gap)
        sql = " " * gap + sql[found.end() :]
    statements = connection.extract_statements(sql)
    if not statements:
        raise RefusedError("There is no statement.")
    if len(statements) > 1:
        raise RefusedError(ONE)
    if statements[0].type != duckdb.StatementType.SELECT:
        many = statements[0].type == duckdb.StatementType.MULTI
        raise RefusedError(PIVOT if many and "pivot" in sql.lower() else ONLY)
    if statements[0].named_parameters:
        raise RefusedError(NO_VALUES)
    tree = connection.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()[0][0]
    try:
        parsed = json.loads(tree)
    except RecursionError:
        raise RefusedError(TOO_DEEP) from None
    if parsed.get("error"):
        raise RefusedError(ONLY)
    for part in parts(parsed):
        _check_part(part)
    return begin + sql[len(begin) :]


def parts(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON tree."""
    left = [tree]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield part
            left += part.values()
        elif isinstance(part, list):
            left += part


def _check_part(part: dict[str, Any]) -> None:
    kind, place = str(part.get("type", "")), part.get("query_location")
    if kind.endswith("_QUERY_NODE"):
        raise RefusedError(ONLY)
    if kind == "SHOW_REF":
        name = str(part.get("table_name", "")).strip('"').lower()
        if part.get("query") is None and name not in LISTS:
            raise RefusedError(ONLY)
    elif kind == "TABLE_FUNCTION":
        name = str(part["function"].get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS:
            raise RefusedError(f"“{_short(name)}” cannot be used here. {NO_FILES}", place)
    elif kind == "BASE_TABLE":
        name = str(part.get("table_name", "")).lower()
        of_system = name.startswith(OF_SYSTEM) and name not in TABLE_FUNCTIONS
        if of_system or str(part.get("schema_name", "")).lower() == "pg_catalog":
            raise RefusedError(f"“{_short(name)}” is not part of the data.", place)
    elif part.get("class") == "FUNCTION":
        name = str(part.get("function_name", "")).lower()
        if name in NO_FUNCTIONS:
            raise RefusedError(f"The function “{name}” cannot be used here.", place)


def told(error: Exception) -> RefusedError | StoppedError | None:
    """Return an error of DuckDB in words for people, or None when it is about something else."""
    _, brace, rest = str(error).partition("{")
    try:
        known = json.loads(brace + rest)
    except ValueError:
        return None
    kind, message = known.get("exception_type"), str(known.get("exception_message", ""))
    position = int(known["position"]) if str(known.get("position", "")).isdigit() else None
    if kind == "Out of Memory":
        return StoppedError(NEEDS_MEMORY)
    if kind in OF_FILES:
        return RefusedError(NO_FILES, position)
    if kind not in OF_THE_STATEMENT:
        return None
    if "max_expression_depth" in message or "depth limit" in message.lower():
        return RefusedError(TOO_DEEP, position)
    words = _short(" ".join(OF_EXTENSION.sub("", message).split()))
    return RefusedError(f"{words[:1].upper()}{words[1:]}", position)


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS] + "…"


# What comes back


def answer(
    connection: duckdb.DuckDBPyConnection, sql: str, *, rows: int, size: int, letters: int
) -> tuple[dict[str, Any], bytes]:
    """Run a checked statement; return what there is to say of its result, and the result.

    At most ``rows`` rows, ``size`` bytes and ``letters`` letters in a cell.
    """
    began = time.perf_counter()
    try:
        relation = connection.sql(sql)
    except duckdb.Error:
        connection.execute(sql)  # fails alike, and this way it says where
        raise
    reader = relation.to_arrow_reader(BATCH)
    names = unique(reader.schema.names)
    held: list[pa.RecordBatch] = []
    count = weight = 0
    cut = more = False
    for batch in reader:
        made = [shortened(column, letters) for column in batch.columns]
        cut = cut or any(was_cut for _, was_cut in made)
        held.append(pa.RecordBatch.from_arrays([column for column, _ in made], names=names))
        count += batch.num_rows
        weight += held[-1].nbytes
        if count > rows or weight > size:
            more = True
            break
    table = pa.Table.from_batches(held, held[0].schema if held else _texts(reader.schema, names))
    table, also_cut = plain(table.slice(0, rows), letters)
    content = stream(table)
    while len(content) > size:
        if table.num_rows < 2:
            raise StoppedError("A single row of the result is too large to show.")
        table, more = (
            table.slice(0, min(table.num_rows * size // len(content), table.num_rows - 1)),
            True,
        )
        content = stream(table)
    seconds = round(time.perf_counter() - began, 3)
    return {"truncated": more, "cut": cut or also_cut, "seconds": seconds}, content


def _texts(schema: pa.Schema, names: list[str]) -> pa.Schema:
    return pa.schema([field.with_name(name) for field, name in zip(schema, names, strict=True)])


def unique(names: list[str]) -> list[str]:
    """Return names that differ: a, a, A become a, a_1, A_2."""
    taken: set[str] = set()
    made = []
    for name in names:
        own, number = name, 0
        while own.lower() in taken:
            number += 1
            own = f"{name}_{number}"
        taken.add(own.lower())
        made.append(own)
    return made


def is_text(kind: pa.DataType) -> bool:
    """Say whether a type is text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def is_simple(kind: pa.DataType) -> bool:
    """Say whether every table and file format has a place for a type."""
    return is_text(kind) or any(
        fits(kind)
        for fits in (
            *(pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating),
            *(pa.types.is_decimal, pa.types.is_date, pa.types.is_time, pa.types.is_timestamp),
        )
    )


def shortened(column: pa.Array, letters: int) -> tuple[pa.Array, bool]:
    """Return a column whose texts are within the limit, and whether one was not."""
    if not is_text(column.type) or column.nbytes <= letters:
        return column, False
    texts = column.to_pylist()
    short = [
        text if text is None or len(text) <= letters else text[:letters] + CUT for text in texts
    ]
    return (pa.array(short, column.type), True) if short != texts else (column, False)


def plain(table: pa.Table, letters: int) -> tuple[pa.Table, bool]:
    """Return a table of simple columns and lists of simple values, and whether a cell was cut.

    Whole numbers of 38 digits become those of 64 bits where they fit. All that no table shows
    becomes text.
    """
    columns, any_cut = [], False
    for column in table.columns:
        kind = column.type
        if pa.types.is_decimal(kind) and kind.scale == 0:
            columns.append(_whole(column))
        elif is_simple(kind):
            columns.append(column)
        else:
            values = column.to_pylist()
            texts = [None if value is None else _text(value) for value in values]
            longest = max((len(text) for text in texts if text is not None), default=0)
            if pa.types.is_list(kind) and is_simple(kind.value_type) and longest <= letters:
                columns.append(column)
                continue
            any_cut = any_cut or longest > letters
            short = [t if t is None or len(t) <= letters else t[:letters] + CUT for t in texts]
            columns.append(pa.chunked_array([pa.array(short, pa.string())]))
    return pa.table(columns, names=table.column_names), any_cut


def _whole(column: pa.ChunkedArray) -> pa.ChunkedArray:
    whole = [None if value is None else int(value) for value in column.to_pylist()]
    most = max((abs(value) for value in whole if value is not None), default=0)
    if most < 2**63:
        return pa.chunked_array([pa.array(whole, pa.int64())])
    if most < 10**38:
        return column
    texts = [None if value is None else str(value) for value in whole]
    return pa.chunked_array([pa.array(texts, pa.string())])


def _text(value: Any) -> str:
    """Return a value that is no text as text: bytes in hexadecimal, structures as JSON."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_text)
    return str(value)


def stream(table: pa.Table) -> bytes:
    """Return a table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


# The conversation


def where(sql: str, position: int | None) -> dict[str, int | None]:
    """Return line and column, from 1, of a position in bytes."""
    if position is None:
        return {"line": None, "column": None}
    before = sql.encode()[:position].decode("utf-8", "ignore")
    return {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}


def respond(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return what there is to say in answer to a request, and the result if there is one."""
    sql, memory = request["sql"], request["memory_mb"]
    try:
        connection = connect(request["database"], memory)
    except duckdb.Error as error:
        return {"kind": "unreadable", "detail": str(error)}, b""
    cap(memory, request["seconds"])
    wrong: Exception | None
    detail = ""
    try:
        header, content = answer(
            connection,
            check(connection, sql),
            rows=request["rows"],
            size=request["result_bytes"],
            letters=request["cell_characters"],
        )
        return {"kind": "result", **header}, content
    except (RefusedError, StoppedError) as error:
        wrong = error
    except MemoryError:
        wrong = StoppedError(NEEDS_MEMORY)
    except Exception as error:  # DuckDB's own, or wrapped by Arrow, or a value that Python lacks
        wrong = told(error)
        detail = "" if wrong else repr(error)
    if isinstance(wrong, StoppedError):
        return {"kind": "stopped", "message": str(wrong).format(memory=memory)}, b""
    position = wrong.position if isinstance(wrong, RefusedError) else None
    message = str(wrong) if wrong else AT_A_LOSS
    return {"kind": "refused", "message": message, "detail": detail, **where(sql, position)}, b""


def main() -> None:
    """Answer one request."""
    out: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else may write where the answer goes
    out.write(b".")
    out.flush()
    header, content = respond(json.loads(sys.stdin.buffer.read()))
    out.write(json.dumps({**header, "bytes": len(content)}).encode() + b"\n" + content)
    out.flush()
    os._exit(0)  # to close a database that was only read takes time and does nothing


if __name__ == "__main__":
    main()
