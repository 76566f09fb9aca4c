"""One build is kept open for all; what is newer and wrong never takes its place."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex

import pytest

from loaders import apart, build
from loaders import keeper as keeping
from loaders.keeper import Keeper, readable
from loaders.problems import DataError
from loaders.store import StoreError
from tests.loaders import small

FIGURES = "figures/report.yaml"


@pytest.fixture
def data(tmp_path):
    return small.write(tmp_path / "data")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def keeper(data, out):
    return Keeper(data, out)


def value(held):
    found = held.store.query("SELECT value FROM figures WHERE figure_id = 'smokers-2025'")
    return float(found["value"].iloc[0])


def disk_is_full(*_):
    raise build.BuildError(f"the database could not be written: no space for {token_hex()}")


def test_the_same_data_is_opened_once(keeper):
    assert keeper.held() is keeper.held()


def test_a_change_is_seen(keeper, data):
    first = keeper.held()
    small.change(data, FIGURES, "7.59\n", "7.6\n")
    second = keeper.held()
    assert (value(first), value(second)) == (7.59, 7.6)  # who still reads the first may go on
    assert second.problems == ()


def test_wrong_data_leaves_the_build_and_is_told(keeper, data):
    good = keeper.held()
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    held = keeper.held()
    assert held.store is good.store
    assert [problem.key for problem in held.problems] == ["kind"]
    small.change(data, FIGURES, "kind: outcom\n", "kind: outcome\n")
    assert keeper.held().store is good.store
    assert keeper.held().problems == ()


def test_wrong_data_after_a_restart_leaves_the_build_of_before(keeper, data, out):
    path = keeper.held().store.path
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    held = Keeper(data, out).held()
    assert held.store.path == path
    assert len(held.problems) == 1


def test_wrong_data_and_no_build(keeper, data, out):
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    with pytest.raises(DataError, match="outcom"):
        keeper.held()
    out.mkdir()
    (out / build.POINTER).write_text('{"database": "lifecourse-0.duckdb"}', encoding="utf-8")
    (out / "lifecourse-0.duckdb").write_bytes(b"no database")
    with pytest.raises(DataError, match="outcom"):
        keeper.held()


def test_what_cannot_be_written_leaves_the_build_and_is_tried_again(keeper, data, monkeypatch):
    good = keeper.held()
    small.change(data, FIGURES, "7.59\n", "7.6\n")
    with monkeypatch.context() as patched:
        patched.setattr(build, "build", disk_is_full)
        for _ in range(2):
            held = keeper.held()
            assert held.store is good.store
            assert "no space" in held.unbuilt
            assert keeper.held() is held  # or its sessions would run again at every attempt
    held = keeper.held()
    assert (value(held), held.unbuilt) == (7.6, "")


def test_nothing_can_be_written_and_no_build(keeper, monkeypatch):
    monkeypatch.setattr(build, "build", disk_is_full)
    with pytest.raises(build.BuildError, match="no space"):
        keeper.held()


def test_a_damaged_build_is_built_again(data, out):
    path = build.build(data, out)
    path.write_bytes(b"no database")
    assert value(Keeper(data, out).held()) == 7.59


def test_a_damaged_build_that_cannot_be_removed(data, out, monkeypatch):
    path = build.build(data, out)
    path.write_bytes(b"no database")

    def held_open(*_, **__):
        raise PermissionError(13, "another process has it open")

    monkeypatch.setattr(Path, "unlink", held_open)
    with pytest.raises(StoreError, match="Delete it and run"):
        Keeper(data, out).held()


def test_a_build_that_is_cut_while_it_is_open_is_built_again(keeper):
    held = keeper.held()
    whole = held.store.path.stat().st_size
    os.truncate(held.store.path, whole // 2)
    again = keeper.held()
    assert value(again) == 7.59
    assert readable(again.store)
    assert again.store.path == held.store.path
    assert keeper.held() is again


def test_a_build_that_is_removed_while_it_is_open_is_built_again(keeper):
    held = keeper.held()
    held.store.path.unlink()
    assert value(keeper.held()) == 7.59
    assert held.store.path.is_file()
    assert value(held) == 7.59  # who still reads it may go on


def test_a_build_that_is_removed_while_the_data_is_wrong_is_shown_on(keeper, data):
    held = keeper.held()
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    held.store.path.unlink()
    for _ in range(2):
        assert value(keeper.held()) == 7.59
        assert len(keeper.held().problems) == 1


def spoil(path):
    """Write over the second half of a file, and leave it as long as it is."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\x5a" * (size - size // 2))


def test_a_build_that_cannot_be_read_is_mended_once(keeper, data, out):
    path = build.build(data, out)
    spoil(path)
    bad = keeper.held().store
    assert not readable(bad)
    assert keeper.mended(bad)
    good = keeper.held()
    assert value(good) == 7.59
    assert not keeper.mended(good.store)  # it is good: what failed was something else
    assert keeper.mended(bad)  # another session still had it


def test_what_cannot_be_mended_is_told(keeper, data, out):
    spoil(build.build(data, out))
    bad = keeper.held().store
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    assert not keeper.mended(bad)
    with pytest.raises(DataError, match="outcom"):
        keeper.held()


def test_a_damaged_build_gives_way_to_the_one_before(data, out):
    before = build.build(data, out)
    small.change(data, FIGURES, "7.59\n", "7.6\n")
    newest = build.build(data, out)
    newest.write_bytes(b"no database")
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    held = Keeper(data, out).held()
    assert held.store.path == before
    assert value(held) == 7.59
    assert [problem.key for problem in held.problems] == ["kind"]


class Watched:
    """A keeper that watches, and what it has told."""

    def __init__(self, data, out):
        self.told, self._news = [], threading.Condition()
        self.keeper = Keeper(data, out)
        self.keeper.watch(self._hear)

    def _hear(self, held):
        with self._news:
            self.told.append(held)
            self._news.notify_all()

    def until(self, wanted):
        """Wait until what is held is like this, and return it."""
        with self._news:
            assert self._news.wait_for(lambda: self.told and wanted(self.told[-1]), timeout=60)
            return self.told[-1]


@pytest.fixture
def watched(data, out):
    watched = Watched(data, out)
    yield watched
    del watched.keeper  # and its thread ends


def test_a_keeper_that_watches_finds_a_change_by_itself(watched, data):
    first = watched.keeper.held()
    small.change(data, FIGURES, "7.59\n", "7.6\n")
    second = watched.until(lambda held: held is not first)
    assert (value(first), value(second)) == (7.59, 7.6)
    assert watched.keeper.held() is second


def test_what_it_finds_wrong_is_told_with_the_last_good_build(watched, data):
    good = watched.keeper.held()
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    held = watched.until(lambda held: held.problems)
    assert held.store is good.store
    (problem,) = held.problems
    assert (problem.key, problem.wrong) == ("kind", "'outcom' is not known here")
    assert Path(problem.path).name == "report.yaml"
    assert problem.line > 1
    small.change(data, FIGURES, "kind: outcom\n", "kind: outcome\n")
    assert watched.until(lambda held: not held.problems).store is good.store


def test_nobody_waits_while_it_builds(watched, data, monkeypatch):
    first = watched.keeper.held()
    begun, go_on, made = threading.Event(), threading.Event(), apart.make

    def held_up(*arguments):
        begun.set()
        assert go_on.wait(60)
        return made(*arguments)

    monkeypatch.setattr(apart, "make", held_up)
    small.change(data, FIGURES, "7.59\n", "7.6\n")
    assert begun.wait(60)
    assert watched.keeper.held() is first
    go_on.set()
    assert value(watched.until(lambda held: held is not first)) == 7.6


def test_what_it_cannot_write_is_tried_again(watched, data, out, monkeypatch):
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0)
    first = watched.keeper.held()
    aside = out.rename(out.with_name("aside"))
    out.write_text("a file where the folder was", encoding="utf-8")
    small.change(data, FIGURES, "7.59\n", "7.6\n")
    held = watched.until(lambda held: held.unbuilt)
    assert value(held) == 7.59
    assert "writable folder" in held.unbuilt
    out.unlink()
    aside.rename(out)
    assert value(watched.until(lambda held: not held.unbuilt and held is not first)) == 7.6


def test_a_keeper_that_nobody_has_any_more_watches_no_more(data, out):
    keeper = Keeper(data, out)
    keeper.held()
    keeper.watch(lambda held: None)
    threads = [one for one in threading.enumerate() if one.name == "keeper"]
    del keeper
    threads[-1].join(60)
    assert not threads[-1].is_alive()


def test_another_process_says_what_is_wrong(data, out):
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    with pytest.raises(DataError) as here:
        build.build(data, out)
    with pytest.raises(DataError) as there:
        apart.make(data, out)
    assert there.value.problems == here.value.problems
    assert [one.mend for one in there.value.problems] == [one.mend for one in here.value.problems]
    out.write_text("a file", encoding="utf-8")
    small.change(data, FIGURES, "kind: outcom\n", "kind: outcome\n")
    with pytest.raises(build.BuildError, match="writable folder"):
        apart.make(data, out)


def test_a_process_that_breaks_off_is_told(data, out, monkeypatch):
    monkeypatch.setenv("LIFECOURSE_BUILD_KEEP", "many")
    with pytest.raises(build.BuildError, match=r"code 1\. It said: (.|\n)*build\.keep is 'many'"):
        apart.make(data, out)


def test_eight_threads_build_once(keeper, data, monkeypatch):
    made, original, gate = [], build.build, threading.Barrier(8)

    def counted(*arguments):
        made.append(1)
        return original(*arguments)

    monkeypatch.setattr(build, "build", counted)

    def ask(_):
        gate.wait()
        return keeper.held()

    with ThreadPoolExecutor(max_workers=8) as threads:
        for times in (1, 2):
            held = list(threads.map(ask, range(8)))
            assert len({id(one) for one in held}) == 1
            assert len(made) == times
            small.change(data, FIGURES, "where: Page 2", "where: Page 2, Page 2")
