"""One build is kept open for all; what is newer and wrong never takes its place."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from loaders import build
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
    raise build.BuildError("the database could not be written: no space")


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
    assert not readable(keeper.held().store)
    assert keeper.mended()
    assert value(keeper.held()) == 7.59
    assert not keeper.mended()  # it is good: what failed was something else


def test_what_cannot_be_mended_is_told(keeper, data, out):
    spoil(build.build(data, out))
    keeper.held()
    small.change(data, FIGURES, "kind: outcome", "kind: outcom")
    assert not keeper.mended()
    with pytest.raises(DataError, match="outcom"):
        keeper.held()


def test_nothing_is_mended_before_anything_is_open(keeper):
    assert not keeper.mended()


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
