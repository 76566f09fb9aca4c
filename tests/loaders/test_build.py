"""A build is deterministic, whole or not there at all, and holds what was curated."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from config import ROOT, settings
from loaders import build, catalogue, rows, stamp
from loaders.problems import DataError
from loaders.store import Store
from models.catalogue import Catalogue
from models.figure import Figure
from models.period import Period
from tests.loaders import small

KNOWN_EMPTY: set[str] = set()
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and limits")


@pytest.fixture
def data(tmp_path):
    return small.write(tmp_path / "data")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture(scope="module")
def real():
    return catalogue.load(settings().data)


@pytest.fixture(scope="module")
def real_build(tmp_path_factory):
    return build.build(settings().data, tmp_path_factory.mktemp("real"))


def names(out):
    return sorted(path.name for path in out.iterdir())


def content(path):
    """Return every table and view of a build with its columns and rows as they are stored."""
    with duckdb.connect(str(path), read_only=True) as connection:
        held = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal UNION ALL "
            "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        found = {}
        for schema, name in held:
            result = connection.execute(f'SELECT * FROM "{schema}"."{name}"')
            columns = [(column[0], str(column[1])) for column in result.description]
            found[schema, name] = (columns, result.fetchall())
    return found


def whole(out):
    """Open the current build of a folder and return how many figures it holds."""
    path = build.current(out)
    assert path is not None
    store = Store(path)
    try:
        return len(store.query("SELECT * FROM figures"))
    finally:
        store.close()


# The same data, the same build.


def test_two_builds_are_alike(real_build, tmp_path):
    again = build.build(settings().data, tmp_path / "elsewhere")
    assert again.name == real_build.name
    one, two = content(real_build), content(again)
    columns, _ = one.pop(("main", "build_info"))  # when and from which commit may differ
    assert columns[1] == ("built", "TIMESTAMP")
    del two["main", "build_info"], one["curated", "build_info"], two["curated", "build_info"]
    assert set(one) == set(two)
    assert len([key for key in one if key[0] == "main"]) > 20
    assert sum(len(held) for _, held in one.values()) > 1000
    for key in one:
        assert one[key] == two[key], key


# The tables whose first column names each row.
NAMED = (
    *("sources", "areas", "domains", "themes", "actions", "success_measures", "indicators"),
    *("figures", "ward_facts", "wards", "ward_hexagons", "ward_designations", "programmes"),
    *("boards", "milestones", "next_steps", "risks", "priorities", "checks"),
)


def test_each_id_stands_once(real_build):
    with duckdb.connect(str(real_build), read_only=True) as connection:
        for table in NAMED:
            names = [row[0] for row in connection.sql(f"FROM curated.{table}").fetchall()]
            assert names, table
            assert len(set(names)) == len(names), table


def test_nothing_is_read_but_tables(real_build):
    """What looks a build over reads its tables: an index could be spoilt without being found."""
    with duckdb.connect(str(real_build), read_only=True) as connection:
        assert not connection.sql("FROM duckdb_indexes()").fetchall()
        kinds = "SELECT DISTINCT constraint_type FROM duckdb_constraints()"
        assert connection.sql(kinds).fetchall() == [("NOT NULL",)]


def test_every_view_keeps_the_order_of_what_is_curated(real, real_build):
    held = content(real_build)
    for kind in ("figures", "domains", "programmes", "ward_designations", "themes", "actions"):
        columns, found = held["main", kind]
        assert columns[0][0].endswith("_id")
        assert [row[0] for row in found] == [item.id for item in getattr(real, kind)], kind


def test_a_second_build_keeps_the_file(data, out):
    first = build.build(data, out)
    inode = first.stat().st_ino
    assert build.build(data, out) == first
    assert first.stat().st_ino == inode
    assert names(out) == ["current.json", first.name]


def test_the_pointer(data, out):
    path = build.build(data, out)
    pointer = json.loads((out / "current.json").read_text(encoding="utf-8"))
    mark = build.fingerprint(data)
    assert pointer == {"database": path.name, "fingerprint": mark}
    assert path.name == f"lifecourse-{mark}.duckdb"
    assert build.current(out) == path
    store = Store(path)
    assert store.fingerprint == mark
    store.close()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"database": 5}', "\xff"])
def test_a_damaged_pointer_points_nowhere_and_is_mended(data, out, text):
    path = build.build(data, out)
    (out / "current.json").write_bytes(text.encode("latin-1"))
    assert build.current(out) is None
    assert build.build(data, out) == path
    assert build.current(out) == path


def test_a_pointer_leads_to_nothing_outside_its_folder(data, out, tmp_path):
    build.build(data, out)
    (tmp_path / "other.duckdb").write_bytes(b"")
    (out / "current.json").write_text('{"database": "../other.duckdb"}', encoding="utf-8")
    assert build.current(out) is None


def test_the_pointer_is_for_others_to_read(data, out):
    build.build(data, out)
    modes = {path.stat().st_mode & 0o777 for path in out.iterdir()}
    probe = out / "probe"
    probe.write_text("x", encoding="utf-8")
    assert modes == {probe.stat().st_mode & 0o777}


# The fingerprint.


def test_line_ends_and_a_byte_order_mark_do_not_count(data):
    mark = build.fingerprint(data)
    for file in data.rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert b"\r\n" in (data / "areas.yaml").read_bytes()
    assert build.fingerprint(data) == mark


def test_crlf_files_build_the_same(data, tmp_path):
    one = content(build.build(data, tmp_path / "one"))
    for file in data.rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    two = content(build.build(data, tmp_path / "two"))
    for held in (one, two):
        del held["main", "build_info"], held["curated", "build_info"]
    assert one == two


def test_one_changed_character_counts(data):
    mark = build.fingerprint(data)
    marks = {mark}
    for file in sorted(data.rglob("*.yaml")):
        before = file.read_bytes()
        file.write_bytes(before[:-2] + b"x\n")
        marks.add(build.fingerprint(data))
        file.write_bytes(before)
    assert len(marks) == 1 + len(small.FILES)
    assert build.fingerprint(data) == mark


def test_names_and_bounds_of_files_count(data):
    mark = build.fingerprint(data)
    (data / "figures/report.yaml").rename(data / "figures/reports.yaml")
    assert build.fingerprint(data) != mark
    (data / "figures/reports.yaml").rename(data / "figures/report.yaml")
    assert build.fingerprint(data) == mark
    (data / "wards.csv").write_bytes(b"")
    assert build.fingerprint(data) != mark


def test_what_is_not_data_does_not_count(data):
    mark = build.fingerprint(data)
    (data / "schemas").mkdir()
    (data / "schemas/figures.json").write_text("{}", encoding="utf-8")
    (data / "notes.txt").write_text("hello", encoding="utf-8")
    assert build.fingerprint(data) == mark


def test_code_and_the_limit_of_a_large_difference_count(data, tmp_path, monkeypatch):
    mark = build.fingerprint(data)
    monkeypatch.setenv("LIFECOURSE_CHECKS_LARGE_DIFFERENCE_PERCENT", "25")
    settings.cache_clear()
    try:
        assert build.fingerprint(data) != mark
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert build.fingerprint(data) == mark
    for part in ("models", "loaders"):
        (tmp_path / "code" / part).mkdir(parents=True)
        (tmp_path / "code" / part / "one.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(build, "ROOT", tmp_path / "code")
    marks = {mark, build.fingerprint(data)}
    (tmp_path / "code/models/one.py").write_text("2", encoding="utf-8")
    marks.add(build.fingerprint(data))
    (tmp_path / "code/loaders/views.sql").write_text("2", encoding="utf-8")
    marks.add(build.fingerprint(data))
    assert len(marks) == 4


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_file_that_cannot_be_read_is_a_problem_of_the_data(data, out):
    mark = build.fingerprint(data)
    (data / "figures/lost.yaml").symlink_to(data / "nowhere.yaml")
    assert build.fingerprint(data) != mark
    with pytest.raises(DataError, match=r"figures/lost.yaml:1:1: file: it cannot be read"):
        build.build(data, out)


# What a build says of itself.


def said(path):
    store = Store(path)
    try:
        return store.query("SELECT * FROM build_info").iloc[0], store
    finally:
        store.close()


def git(folder, *words):
    made = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder)]
    done = subprocess.run([*made, *words], check=True, capture_output=True)
    return done.stdout.decode().strip()


def test_a_build_says_when_and_of_which_shape(data, out):
    before = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    row, store = said(build.build(data, out))
    assert before <= store.built <= datetime.now(UTC).replace(tzinfo=None)
    assert row["built"] == store.built
    assert row["schema_version"] == stamp.schema_version()
    assert row["fingerprint"] == build.fingerprint(data)


def test_without_a_repository_there_is_no_commit(data, out, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(data.parent.parent))
    _, store = said(build.build(data, out))
    assert (store.git_commit, store.git_changed) == (None, None)


def test_without_git_there_is_no_commit(data, out, monkeypatch):
    monkeypatch.setenv("PATH", str(data))
    _, store = said(build.build(data, out))
    assert (store.git_commit, store.git_changed) == (None, None)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_commit_and_whether_it_is_all(data, out, tmp_path):
    git(tmp_path, "init", "--quiet")
    _, store = said(build.build(data, out))
    assert store.git_commit is None  # nothing is committed yet
    git(data, "add", ".")
    git(data, "commit", "--quiet", "-m", "all")
    head = git(data, "rev-parse", "HEAD")
    (tmp_path / "beside.txt").write_text("not of the data", encoding="utf-8")
    shutil.rmtree(out)
    _, store = said(build.build(data, out))
    assert (store.git_commit, store.git_changed) == (head, False)
    small.change(data, "figures/report.yaml", "7.59\n", "7.6\n")
    _, store = said(build.build(data, out))
    assert (store.git_commit, store.git_changed) == (head, True)


def test_time_and_commit_are_no_part_of_the_fingerprint(data, out, tmp_path, monkeypatch):
    first = build.build(data, out)
    other = stamp.Stamp(datetime(2020, 1, 1), "0" * 40, True)  # noqa: DTZ001
    monkeypatch.setattr(stamp, "stamp", lambda *_: other)
    second = build.build(data, tmp_path / "other")
    assert second.name == first.name
    assert said(second)[1].git_commit == "0" * 40


# All or nothing.


@pytest.fixture
def before(data, out):
    """A good build, and data that has changed since."""
    path = build.build(data, out)
    small.change(data, "figures/report.yaml", "7.59\n", "7.6\n")
    return path


def still(out, path):
    """Say that a folder holds the earlier build, usable, and nothing half done."""
    assert names(out) == ["current.json", path.name]
    assert build.current(out) == path
    assert whole(out) == 2


def test_invalid_data_leaves_the_previous_build(data, out, before):
    small.change(data, "figures/report.yaml", "kind: outcome", "kind: outcom")
    with pytest.raises(DataError, match=r"data/figures/report.yaml:\d+:\d+: kind: 'outcom'"):
        build.build(data, out)
    still(out, before)


def test_a_check_that_divides_by_zero_is_invalid_data(data, out, before):
    small.change(data, "figures/report.yaml", "value: 7.6\n", "value: 0\n")
    (data / "checks.yaml").write_text(
        "- id: ratio\n  kind: ratio\n  statement: one by the other\n"
        "  inputs: {a: residents-all, b: smokers-2025}\n"
        "  formula: a / b\n  stated: residents-all\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"data/checks.yaml:5:3: formula: .*divides by zero"):
        build.build(data, out)
    still(out, before)


def full():
    return OSError(errno.ENOSPC, "No space left on device")


OF_DUCKDB = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
STEPS = ["mkdir", "connect", "insert", "views", "rename", "pointer text", "pointer rename"]


def break_at(step, fail, monkeypatch):
    """Make one step of a build fail."""

    def failing(original, when):
        def run(*arguments, **named):
            if when(*arguments):
                fail()
            return original(*arguments, **named)

        return run

    if step == "mkdir":
        monkeypatch.setattr(Path, "mkdir", failing(Path.mkdir, lambda *_: True))
    elif step == "connect":
        monkeypatch.setattr(duckdb, "connect", failing(duckdb.connect, lambda *_: True))
    elif step == "insert":
        broken = failing(build._insert, lambda _c, table, _r: table == "figures")
        monkeypatch.setattr(build, "_insert", broken)
    elif step == "views":
        read = failing(Path.read_text, lambda path, *_: path.name == "views.sql")
        monkeypatch.setattr(Path, "read_text", read)
    elif step == "rename":
        rename = failing(Path.replace, lambda path, _: path.name.startswith("building-"))
        monkeypatch.setattr(Path, "replace", rename)
    elif step == "pointer text":
        write = failing(Path.write_bytes, lambda path, _: path.name.startswith("pointer-"))
        monkeypatch.setattr(Path, "write_bytes", write)
    elif step == "pointer rename":
        rename = failing(Path.replace, lambda path, _: path.name.startswith("pointer-"))
        monkeypatch.setattr(Path, "replace", rename)
    else:
        raise AssertionError(step)


@pytest.mark.parametrize(
    ("step", "kind"),
    [(step, None) for step in STEPS] + [(step, kind) for step in STEPS[1:4] for kind in OF_DUCKDB],
)
def test_a_full_disk_leaves_the_previous_build(data, out, before, monkeypatch, step, kind):
    def fail():
        raise kind("full") if kind else full()

    with monkeypatch.context() as patch:
        break_at(step, fail, patch)
        with pytest.raises(build.BuildError, match="could not be written"):
            build.build(data, out)
    assert build.current(out) == before
    assert whole(out) == 2
    assert [name for name in names(out) if name.endswith((".tmp", ".wal"))] == []
    after = build.build(data, out)
    assert after != before
    assert build.current(out) == after


KILLED = """
import os, sys, pytest
from pathlib import Path
from loaders import build
from tests.loaders.test_build import break_at
step, data, out = sys.argv[1:]
break_at(step, lambda: os.kill(os.getpid(), 9), pytest.MonkeyPatch())
build.build(Path(data), Path(out))
"""


@POSIX
@pytest.mark.parametrize("step", ["insert", "views", "rename", "pointer rename"])
def test_a_killed_build_leaves_the_previous_one(data, out, before, step):
    call = [sys.executable, "-c", KILLED, step, str(data), str(out)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr.decode()
    assert build.current(out) == before
    assert whole(out) == 2
    left = set(names(out)) - {"current.json", before.name}
    assert left, "the killed build left nothing: it was not killed where it should be"
    after = build.build(data, out)
    assert build.current(out) == after != before
    # What was left is never taken for a build, and goes when it is old.
    for path in out.iterdir():
        if path.name.startswith(("building-", "pointer-")):
            old = time.time() - build.ABANDONED_AFTER_SECONDS - 60
            os.utime(path, (old, old))
    build.build(data, out)
    assert names(out) == sorted(["current.json", before.name, after.name])


LIMITED = """
import resource, sys
from pathlib import Path
from loaders import build
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    build.build(Path(sys.argv[1]), Path(sys.argv[2]))
except build.BuildError as error:
    print(error)
    sys.exit(7)
"""


@POSIX
@pytest.mark.parametrize("room", [100, 20_000, 200_000, 600_000])
def test_a_disk_that_really_refuses_to_write(data, out, before, room):
    call = [sys.executable, "-c", LIMITED, str(data), str(out), str(room)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 7, done.stderr.decode()
    assert b"name another with --out" in done.stdout
    still(out, before)


def test_a_fresh_temporary_of_another_process_stays(data, out):
    out.mkdir()
    (out / "building-0123.tmp").write_bytes(b"at work")
    build.build(data, out)
    assert (out / "building-0123.tmp").is_file()


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_where_the_folder_should_be(data, tmp_path, below):
    (tmp_path / "taken").write_text("here already", encoding="utf-8")
    with pytest.raises(build.BuildError, match=r"taken.*writable folder.*--out"):
        build.build(data, tmp_path / "taken" / below)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "here already"


def test_data_edited_while_it_is_read(data, out, monkeypatch):
    original, times = build.curated.inspect, []

    def inspect(folder):
        inspection = original(folder)
        times.append(1)
        if len(times) == 1:  # somebody saves a file after it was read
            small.change(data, "figures/report.yaml", "value: 7.59\n", "value: 7.61\n")
        return inspection

    monkeypatch.setattr(build.curated, "inspect", inspect)
    path = build.build(data, out)
    assert len(times) == 2
    assert path.name == f"lifecourse-{build.fingerprint(data)}.duckdb"
    _, figures = content(path)["main", "figures"]
    assert 7.61 in {value for row in figures for value in row}


def test_data_that_never_stands_still(data, out, monkeypatch):
    marks = iter(range(1000))
    monkeypatch.setattr(build, "fingerprint", lambda folder: f"{next(marks):016}")
    with pytest.raises(build.BuildError, match="changes while it is read"):
        build.build(data, out)
    assert not out.exists()


def test_four_at_once(data, out):
    call = [sys.executable, "-m", "loaders", "build", "--data", str(data), "--out", str(out)]
    running = [
        subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    paths = {answer.decode().splitlines()[-1] for answer, _ in said}
    assert paths == {str(build.current(out))}
    assert len(names(out)) == 2
    assert whole(out) == 2


def test_another_process_was_quicker(data, out, monkeypatch, tmp_path):
    ready = build.build(data, tmp_path / "other")
    original = build._fill

    def fill(*arguments):
        original(*arguments)
        ready.rename(out / ready.name)

    monkeypatch.setattr(build, "_fill", fill)
    path = build.build(data, out)
    assert names(out) == ["current.json", path.name]
    assert whole(out) == 2


# Pruning.


def test_only_the_newest_builds_stay(data, out):
    built = []
    kept = settings().keep_builds
    assert kept > 1
    for turn in range(kept + 2):
        small.change(data, "figures/report.yaml", "where: Page 1", f"where: Page 1{turn}")
        built.append(build.build(data, out))
        for age, path in enumerate(reversed(built), start=1):
            if path.exists():
                os.utime(path, (time.time() - age * 60,) * 2)
    assert names(out) == sorted(["current.json", *(path.name for path in built[-kept:])])


def test_a_build_that_is_used_again_is_as_good_as_new(data, out):
    first = build.build(data, out)
    os.utime(first, (0, 0))
    build.build(data, out)
    assert time.time() - first.stat().st_mtime < 3600


def test_pruning_spares_what_is_pointed_at_and_what_is_strange(data, out, monkeypatch):
    path = build.build(data, out)
    for name in ("lifecourse-a.duckdb", "lifecourse-b.duckdb", "lifecourse-c.duckdb", "x.duckdb"):
        (out / name).write_bytes(b"")
    os.utime(path, (0, 0))
    build._prune(out, out / "lifecourse-c.duckdb")
    assert path.is_file()
    assert (out / "x.duckdb").is_file()
    assert (out / "lifecourse-c.duckdb").is_file()


def test_pruning_meets_a_file_that_vanishes(data, out, monkeypatch):
    path = build.build(data, out)
    gone = out / "lifecourse-gone.duckdb"
    glob = Path.glob

    def with_ghosts(self, pattern):
        return [*glob(self, pattern), *([gone] if pattern.startswith("lifecourse") else [])]

    monkeypatch.setattr(Path, "glob", with_ghosts)
    build._prune(out, path)
    assert path.is_file()


def test_the_builds_that_are_kept_the_current_one_first(data, out):
    assert build.kept(out) == []
    built = []
    for turn in range(3):
        small.change(data, "figures/report.yaml", "where: Page 1", f"where: Page 1{turn}")
        built.append(build.build(data, out))
    for age, path in enumerate(reversed(built), start=1):
        os.utime(path, (time.time() - age * 60,) * 2)
    assert build.kept(out) == [built[2], built[1], built[0]]
    (out / "current.json").write_text(f'{{"database": "{built[0].name}"}}', encoding="utf-8")
    assert build.kept(out) == [built[0], built[2], built[1]]
    (out / "current.json").unlink()
    assert build.kept(out) == [built[2], built[1], built[0]]


# What is curated is what is built.


def test_every_figure_comes_back_as_it_was(real, real_build):
    assert real.figures
    columns = {"id": "figure_id", **rows._RENAMED}
    links = ("indicator", "area", "programme", "source", "before", "per")
    columns |= {name: f"{name}_id" for name in links}
    store = Store(real_build)
    held = {
        row["figure_id"]: row for row in store.query("SELECT * FROM figures").to_dict("records")
    }
    store.close()
    assert set(held) == {figure.id for figure in real.figures}
    for figure in real.figures:
        row = held[figure.id]
        for name in Figure.model_fields:
            value = getattr(figure, name)
            found = row[columns.get(name, name)]
            if value is None:
                assert found is None or found != found, (figure.id, name)
            elif isinstance(value, Period):
                assert found == value.text
                assert row["period_start"].date() == value.start
                assert (
                    row["period_end"] != row["period_end"]
                    if value.end is None
                    else row["period_end"].date() == value.end
                )
            else:
                assert found == value, (figure.id, name)
        assert row["unit"] == real.indicator_of(figure).unit
        assert row["area"] == next(a.name for a in real.areas if a.id == figure.area)
        assert row["shown"]


def test_everything_curated_is_counted(real, real_build):
    held = content(real_build)
    counted = {
        **{kind: len(getattr(real, kind)) for kind in Catalogue.FILES if kind != "not_figures"},
        **{kind: len(getattr(real, kind)) for kind in Catalogue.TABLES},
        "themes": len(real.themes),
        "actions": len(real.actions),
        "success_measures": len(real.success_measures),
    }
    del counted["checks"]  # the declared ones; conflicts that were found join them
    counted["ward_neighbours"] *= 2  # each ward with each: the view has both ways
    for kind, count in counted.items():
        assert len(held["main", kind][1]) == count, kind
    assert len(held["main", "checks"][1]) >= len(real.checks)


def tables_of_the_schema():
    with duckdb.connect() as connection:
        connection.execute((ROOT / "loaders/schema.sql").read_text(encoding="utf-8"))
        found = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'curated'"
        ).fetchall()
    columns: dict[str, set[str]] = {}
    for table, column in found:
        columns.setdefault(table, set()).add(column)
    return columns


def test_every_table_and_every_column_is_filled(real):
    schema = tables_of_the_schema()
    filled = dict(rows.tables(real))
    assert set(schema) == {*filled, "build_info"}
    facts = {fact.id for fact in real.ward_facts}
    for table, held in filled.items():
        if table in KNOWN_EMPTY:
            assert not held, f"{table} is filled now: take it from KNOWN_EMPTY"
            continue
        assert held, f"{table} is empty"
        given = set().union(*held)
        expected = schema[table] | (facts if table == "wards" else set())
        assert given - {"period_type", "period_start", "period_end"} == expected - {
            "period_type",
            "period_start",
            "period_end",
        }, table
        if "period_start" in expected:
            assert "period_start" in given, table


def test_every_table_has_its_view(real_build):
    held = content(real_build)
    views = {name for schema, name in held if schema == "main"}
    assert {name for schema, name in held if schema == "curated"} <= views
    for name in tables_of_the_schema():
        if name not in KNOWN_EMPTY:
            assert held["main", name][1], name


def test_views_lose_and_double_nothing(real_build):
    held = content(real_build)
    for (schema, name), (_, rows_of_table) in held.items():
        if schema == "curated":
            both_ways = 2 if name == "ward_neighbours" else 1
            assert len(held["main", name][1]) == both_ways * len(rows_of_table), name


def test_a_column_that_the_schema_does_not_know_is_never_dropped_silently(data, out, monkeypatch):
    known = rows.tables

    def with_more(held):
        for table, content_of_table in known(held):
            if table == "figures":
                content_of_table[-1]["new_column"] = 1  # not in the first row
            yield table, content_of_table

    monkeypatch.setattr(rows, "tables", with_more)
    with pytest.raises(AssertionError, match="new_column"):
        build.build(data, out)


@pytest.mark.parametrize(
    ("stated", "difference", "verdict", "expected"),
    [
        (100, 11, "differs", "large"),
        (100, -11, "differs", "large"),
        (100, 10, "differs", "small"),
        (100, 9, "differs", "small"),
        (-100, 9, "differs", "small"),
        (0, 1, "differs", "large"),
        (100, 50, "within_rounding", "none"),
        (100, 50, "holds", "none"),
    ],
)
def test_severity(real, stated, difference, verdict, expected):
    from dataclasses import replace

    from models.reconcile import reconcile

    one = replace(reconcile(real)[0], stated=stated, difference=difference, verdict=verdict)
    assert rows.severity(one) == expected


@pytest.mark.parametrize("foreign", [b"", b"no database", None], ids=["empty", "text", "other"])
def test_what_stands_under_the_name_of_a_build_and_is_none_is_replaced(data, out, foreign):
    path = build.build(data, out)
    if foreign is None:
        path.unlink()
        duckdb.connect(str(path)).close()
    else:
        path.write_bytes(foreign)
    assert build.build(data, out) == path
    assert whole(out) == 2
