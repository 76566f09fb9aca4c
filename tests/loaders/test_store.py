"""A build is opened for reading and closed to everything else."""

import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pandas as pd
import pytest

from config import settings
from loaders import build
from loaders import store as stores
from loaders.store import Store, StoreError
from tests.loaders import small


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    return build.build(small.write(folder / "data"), folder / "out")


@pytest.fixture(scope="module")
def store(path):
    opened = Store(path)
    yield opened
    opened.close()


def test_a_query(store):
    found = store.query(
        "SELECT figure_id, value FROM figures WHERE value > $least ORDER BY value", {"least": 5}
    )
    assert isinstance(found, pd.DataFrame)
    assert found.to_dict("records") == [
        {"figure_id": "smokers-2025", "value": 7.59},
        {"figure_id": "residents-all", "value": 1_200_000.0},
    ]


def test_values_are_parameters(store):
    hostile = "x' OR 1=1 --"
    found = store.query("SELECT * FROM figures WHERE figure_id = $id", {"id": hostile})
    assert found.empty


# What was asked before is not asked again.


FIGURES = "SELECT figure_id, value, ['a', 'b'] AS words FROM figures ORDER BY figure_id"


def test_the_same_question_is_asked_once(store, monkeypatch):
    asked, run = [], Store._run

    def counted(self, sql, parameters):
        asked.append((sql, parameters))
        return run(self, sql, parameters)

    monkeypatch.setattr(Store, "_run", counted)
    sql = "SELECT figure_id AS once FROM figures WHERE list_contains($ids, figure_id)"
    for ids in (["smokers-2025"], ("smokers-2025",), ["residents-all"], ["smokers-2025"]):
        assert list(store.query(sql, {"ids": list(ids)})["once"]) == list(ids)
    assert len(asked) == 2
    assert len(store.query(sql, {"ids": ["smokers-2025"]}, afresh=True)) == 1
    assert len(asked) == 3


def test_what_is_done_with_an_answer_is_not_seen_by_others(store):
    expected = store.query(FIGURES, afresh=True)
    spoilt = store.query(FIGURES)
    spoilt.loc[0, "value"] = -1.0
    spoilt["value"] *= 2
    spoilt["more"] = 1
    spoilt.attrs["about"] = "mine"
    spoilt.columns = [name.upper() for name in spoilt.columns]
    with pytest.raises(ValueError, match="read-only"):
        spoilt["WORDS"].iloc[0][0] = "c"
    again = store.query(FIGURES)
    pd.testing.assert_frame_equal(again, expected)
    assert again.attrs == {}
    with pytest.raises(ValueError, match="read-only"):
        again["value"].to_numpy()[0] = 1


def test_eight_threads_get_the_answer_to_one_question(store, monkeypatch):
    asked, run, gate = [], Store._run, threading.Barrier(8)

    def counted(self, sql, parameters):
        asked.append(sql)
        return run(self, sql, parameters)

    def ask(_):
        gate.wait()
        return store.query(f"{FIGURES} DESC")

    monkeypatch.setattr(Store, "_run", counted)
    with ThreadPoolExecutor(max_workers=8) as threads:
        found = list(threads.map(ask, range(64)))
    for one in found:
        pd.testing.assert_frame_equal(one, found[0])
    assert len(asked) == 1


def test_what_failed_is_asked_again(store, monkeypatch):
    sql = "SELECT figure_id AS again FROM figures"
    with monkeypatch.context() as patched:
        patched.setattr(Store, "_run", lambda *_: (_ for _ in ()).throw(duckdb.IOException("cut")))
        for _ in range(2):
            with pytest.raises(duckdb.IOException, match="cut"):
                store.query(sql)
    assert len(store.query(sql)) == 2


def test_what_is_kept_does_not_grow_without_end(path, monkeypatch):
    monkeypatch.setattr(stores, "MOST_KEPT_BYTES", 10_000)
    opened = Store(path)
    for rows in (100, 200, 300, 400, 100_000):
        sql = f"SELECT i::DOUBLE AS i FROM range({rows}) a(i)"
        for _ in range(2):
            assert len(opened.query(sql)) == rows
        kept = [one.result() for one in opened._kept._answers.values()]
        size = sum(one.memory_usage(deep=True).sum() for one in kept)
        assert size == opened._kept._bytes <= 10_000
        assert bool(kept) == (rows < 1000)
    opened.close()


in_scope = pd.DataFrame({"secret": [1]})


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE curated.more (a INTEGER)",
        "CREATE TEMP TABLE more AS SELECT * FROM read_csv('/etc/passwd')",
        "INSERT INTO curated.areas SELECT * FROM curated.areas",
        "UPDATE curated.figures SET value = 1",
        "DELETE FROM curated.figures",
        "DROP VIEW figures",
        "WITH x AS (DELETE FROM curated.figures RETURNING *) SELECT * FROM x",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT 1; SELECT 2",
        "",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_parquet('/tmp/x.parquet')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM 'https://example.org/a.csv'",
        "COPY figures TO '{folder}/figures.csv'",
        "COPY figures TO '{path}'",
        "COPY figures TO '{path}' (USE_TMP_FILE false)",
        "COPY figures TO '{path}.wal'",
        "COPY curated.areas FROM '/etc/passwd'",
        "EXPORT DATABASE '{folder}/export'",
        "IMPORT DATABASE '{folder}/export'",
        "ATTACH '{folder}/new.duckdb' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH lifecourse",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{folder}/evil.duckdb_extension'",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET memory_limit",
        "SET threads = 64",
        "PRAGMA enable_external_access = true",
        "SET python_scan_all_frames = true",
        "SET temp_directory = '{folder}'",
        "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
        "SELECT * FROM in_scope",
        "SELECT * FROM frame",
    ],
)
def test_refused(store, path, tmp_path, sql):
    frame = in_scope
    before = [*tmp_path.iterdir(), *path.parent.iterdir()]
    with pytest.raises((duckdb.Error, StoreError)):
        store.query(sql.format(path=path, folder=tmp_path))
    assert len(frame) == 1
    assert [*tmp_path.iterdir(), *path.parent.iterdir()] == before
    assert len(store.query("SELECT * FROM figures")) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM in_scope",
        "SET threads = 64",
        "ATTACH '{folder}/new.duckdb' AS other",
        "COPY figures TO '{folder}/figures.csv'",
        "INSTALL httpfs",
        "CREATE TABLE curated.more (a INTEGER)",
    ],
)
def test_the_connection_itself_refuses_too(store, tmp_path, sql):
    with store._connection.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(sql.format(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_limits_of_the_settings_hold(store):
    held = store.query(
        "SELECT current_setting('threads') AS threads, "
        "current_setting('temp_directory') AS temp, "
        "current_setting('enable_external_access') AS outside, "
        "current_setting('lock_configuration') AS locked, "
        "current_setting('python_enable_replacements') AS frames"
    ).iloc[0]
    assert int(held["threads"]) == settings().threads
    assert held["temp"] == ""
    assert not held["outside"]
    assert held["locked"]
    assert not held["frames"]


def test_what_does_not_fit_in_memory_is_refused_and_nothing_is_spilt(store, tmp_path):
    with pytest.raises(duckdb.OutOfMemoryException):
        store.query("SELECT list(a.i || repeat('x', 900)) FROM range(4000000) a(i)")
    assert len(store.query("SELECT * FROM figures")) == 2


def test_every_view_is_selectable(tmp_path):
    opened = Store(build.build(settings().data, tmp_path))
    try:
        views = opened.query(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
        )["view_name"]
        assert len(views) > 20
        filled = {name for name in views if len(opened.query(f'SELECT * FROM "{name}"'))}
        assert {"figures", "programmes", "wards", "checks", "observations"} <= filled
    finally:
        opened.close()


def test_eight_threads_at_once(store):
    def ask(number):
        found = store.query(
            "SELECT value, $number::INTEGER AS number FROM figures WHERE figure_id = $id",
            {"number": number, "id": "smokers-2025"},
        )
        return float(found["value"].iloc[0]), int(found["number"].iloc[0])

    with ThreadPoolExecutor(max_workers=8) as threads:
        answers = list(threads.map(ask, range(400)))
    assert answers == [(7.59, number) for number in range(400)]


def test_an_error_in_one_thread_leaves_the_others_alone(store):
    def ask(number):
        if number % 2:
            with pytest.raises(duckdb.Error):
                store.query("SELECT nothing FROM nowhere")
            return 2
        return len(store.query("SELECT * FROM figures"))

    with ThreadPoolExecutor(max_workers=8) as threads:
        assert set(threads.map(ask, range(200))) == {2}


def test_two_stores_of_one_build(path):
    one, two = Store(path), Store(path)
    one.close()
    assert len(two.query("SELECT * FROM figures")) == 2
    two.close()


# What is no build of ours.


def test_missing(tmp_path):
    with pytest.raises(StoreError, match=r"gone.duckdb is not there. Run: python -m loaders build"):
        Store(tmp_path / "gone.duckdb")
    assert list(tmp_path.iterdir()) == []  # DuckDB would have made one


def test_a_folder(tmp_path):
    with pytest.raises(StoreError):
        Store(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a database", b"\x00" * 20_000, b"DUCK" * 5000])
def test_garbage(tmp_path, content):
    file = tmp_path / "garbage.duckdb"
    file.write_bytes(content)
    with pytest.raises(StoreError, match="Delete it and run"):
        Store(file)
    assert file.read_bytes() == content


@pytest.mark.parametrize("length", [1, 4096, 8192, 12_288, 100_000, 262_144, 300_000])
def test_truncated(path, tmp_path, length):
    file = tmp_path / "cut.duckdb"
    file.write_bytes(path.read_bytes()[:length])
    with pytest.raises(StoreError):
        Store(file)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE figures (a INTEGER)",
        "CREATE TABLE build_info (fingerprint VARCHAR)",
        "CREATE TABLE build_info (something VARCHAR)",
    ],
)
def test_a_foreign_database(tmp_path, sql):
    file = tmp_path / "foreign.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(sql)
    with pytest.raises(StoreError, match="Delete it and run") as kept:
        Store(file)
    # It was let go, though the error is still held: another may open it for writing.
    assert kept.value.__traceback__ is not None
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE more (a INTEGER)")


HOLDS = """
import duckdb, sys
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_one_that_another_program_writes_to(path, tmp_path):
    file = tmp_path / "locked.duckdb"
    shutil.copy(path, file)
    call = [sys.executable, "-c", HOLDS, str(file)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(StoreError, match="in use by a program that writes to it"):
            Store(file)
        other.communicate(b"")
    Store(file).close()  # once it is let go


@pytest.mark.parametrize(
    "columns", ["'0' AS fingerprint", "'0' AS fingerprint, 'older' AS schema_version"]
)
def test_a_build_of_another_version_is_not_shown(tmp_path, columns):
    file = tmp_path / "older.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"CREATE VIEW build_info AS SELECT {columns}")
    with pytest.raises(StoreError, match=r"another version of the program\. Run"):
        Store(file)
    opened = Store(file, of_any_version=True)
    assert (opened.fingerprint, opened.built, opened.git_commit) == ("0", None, None)
    opened.close()
