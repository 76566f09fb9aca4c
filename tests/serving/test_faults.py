"""What goes wrong with data and database under a running server is nobody's error page.

Several sessions have a page open, on a real server, while a fault is planted. What each of them
ever gets is looked at: where a last good build exists none may see a fault, and nowhere is there a
traceback. Nothing is timed; what does not come fails.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest

from loaders import build
from loaders.store import Store
from tests.browser.sessions import Session, View
from tests.serving.conftest import FIGURES, SECONDS, Served

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows keeps open files from being spoilt"
)

SESSIONS = 4
PAGE = "/indicators?indicator=Smoking+at+time+of+delivery"
OLD, NEW = "7.59% at March 2025", "7.61% at March 2025"
GOOD = "What you see is the last good build."
LOCKING = """
import duckdb, sys
held = duckdb.connect(sys.argv[1])
print("locked", flush=True)
input()
"""
CANNOT = "The data was changed and cannot be built. " + GOOD
T = TypeVar("T")


def lived(story: Coroutine[Any, Any, T]) -> T:
    """Live through a story, in a thread of its own: a browser test may have left a loop in this."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, story).result()


class Crowd:
    """Sessions that have the same page open, and the faults that any of them ever saw."""

    def __init__(self) -> None:
        self.sessions: list[Session] = []
        self.faults: dict[int, list[str]] = {}

    def look(self, number: int, view: View) -> None:
        """Note what a session got."""
        if view.faults():
            self.faults.setdefault(number, []).extend(view.faults())

    async def all(self, wanted: Callable[[View], bool], what: str) -> None:
        """Wait until every session sees this, without asking for anything."""
        await asyncio.gather(*(one.until(wanted, what=what) for one in self.sessions))

    async def run(self) -> None:
        """Let every session ask for its page again."""
        await asyncio.gather(*(one.run() for one in self.sessions))

    async def turn_to(self, page: str) -> None:
        """Let every session go to another page."""
        await asyncio.gather(*(one.turn_to(page) for one in self.sessions))


@asynccontextmanager
async def crowd(address: str, path: str = PAGE) -> AsyncIterator[Crowd]:
    """Open the sessions; they end with the block."""
    found = Crowd()
    async with AsyncExitStack() as stack:
        for number in range(SESSIONS):

            def seen(view: View, number: int = number) -> None:
                found.look(number, view)

            session = Session.open(address, path, seen=seen)
            found.sessions.append(await stack.enter_async_context(session))
        yield found


def shows(words: str) -> Callable[[View], bool]:
    """Return what says whether a view has these words."""
    return lambda view: words.encode() in view.content()


def told(words: str) -> Callable[[View], bool]:
    """Return what says whether a view has a box with these words."""
    return lambda view: any(words in alert for alert in view.alerts())


def calm(words: str) -> Callable[[View], bool]:
    """Return what says whether a view has these words and no box with a warning."""
    return lambda view: words.encode() in view.content() and not view.alerts()


def revise(served: Served) -> None:
    """Change a figure, its words and its value."""
    served.change(("value: 7.59\n", "value: 7.61\n"), (OLD, NEW))


def test_a_change_reaches_every_session_that_asks_for_nothing(served: Served) -> None:
    async def story() -> Crowd:
        async with crowd(served.start()) as found:
            await found.all(calm(OLD), "the figure")
            revise(served)
            await found.all(calm(NEW), "the new figure")
            return found

    assert lived(story()).faults == {}


def test_no_page_is_of_two_builds(served: Served) -> None:
    """Two figures that change together are never seen one old, one new; nor beside another name."""
    values = [("13.9", "7.59")] + [(f"10.{turn:02d}", f"5.{turn:02d}") for turn in range(1, 5)]
    seen: set[tuple[bytes, ...]] = set()

    def look(view: View) -> None:
        first, second, name = (
            set(re.findall(words, view.content()))
            for words in (
                rb"([0-9.]+)% at March 2022",
                rb"([0-9.]+)% at March 2025",
                rb"Data build ([0-9a-f]{16})",
            )
        )
        seen.add((*first, *second, *name))

    async def story() -> None:
        async with AsyncExitStack() as stack:
            address = served.start()
            found = [
                await stack.enter_async_context(Session.open(address, PAGE, seen=look))
                for _ in range(SESSIONS)
            ]
            for before, after in pairwise(values):
                served.change(
                    *(
                        pair
                        for old, new in zip(before, after, strict=True)
                        for pair in (
                            (f"value: {old}\n", f"value: {new}\n"),
                            (f'"{old}%', f'"{new}%'),
                        )
                    )
                )
                while not all(shows(f"{after[1]}% at March 2025")(one.view) for one in found):
                    await asyncio.gather(*(one.run() for one in found))
            assert not [fault for one in found for fault in one.view.faults()]

    lived(asyncio.wait_for(story(), SECONDS))
    assert sorted(one[:2] for one in seen) == sorted(
        (first.encode(), second.encode()) for first, second in values
    )


def test_data_that_is_wrong_is_told_with_its_place_until_it_is_mended(served: Served) -> None:
    async def story() -> Crowd:
        async with crowd(served.start()) as found:
            line = served.change(("  value: 7.59\n", "  value: 7,59\n"))
            await found.all(told(GOOD), "the banner")
            for one in found.sessions:
                assert shows(OLD)(one.view)
                assert shows(f"line {line}")(one.view)
                assert shows(Path(FIGURES).name.replace("_", "\\_"))(one.view)
            served.change(("  value: 7,59\n", "  value: 7.59\n"))
            await found.all(calm(OLD), "the page without a banner")
            return found

    assert lived(story()).faults == {}


def test_yaml_that_is_none_is_told_with_its_place(served: Served) -> None:
    async def story() -> Crowd:
        async with crowd(served.start()) as found:
            line = served.change(("  value: 7.59\n", "\t: [value: 7.59\n"))
            await found.all(told(GOOD), "the banner")
            assert all(shows(f"line {line}")(one.view) for one in found.sessions)
            served.change(("\t: [value: 7.59\n", "  value: 7.61\n"), (OLD, NEW))
            await found.all(calm(NEW), "the mended figure")
            return found

    assert lived(story()).faults == {}


# What may happen to the file of the open build.


def missing(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def a_text_in_its_place(path: Path) -> None:
    other = path.with_name("other.txt")
    other.write_text("not a database", encoding="utf-8")
    other.replace(path)


def another_database_in_its_place(path: Path) -> None:
    other = path.with_name("other.duckdb")
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE figures AS SELECT 1 AS wrong")
    other.replace(path)


def written_over(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(path.stat().st_size // 2))


SPOILT = [
    missing,
    truncated,
    emptied,
    a_text_in_its_place,
    another_database_in_its_place,
    written_over,
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_database_that_is_spoilt_while_it_is_open(
    served: Served, spoil: Callable[[Path], None]
) -> None:
    async def story() -> Crowd:
        async with crowd(served.start()) as found:
            path = served.database()
            spoil(path)
            for page in ("places", "programmes", "checks", "indicators"):
                await found.turn_to(page)
            await asyncio.gather(*(one.load(PAGE) for one in found.sessions))
            assert all(calm(OLD)(one.view) for one in found.sessions)
            revise(served)
            await found.all(calm(NEW), "the next build")
            return found

    assert lived(story()).faults == {}
    assert whole(served.database())


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_database_that_is_spoilt_before_the_server_starts(
    served: Served, spoil: Callable[[Path], None]
) -> None:
    spoil(build.build(served.data, served.out))

    async def story() -> Crowd:
        async with crowd(served.start()) as found:
            assert all(calm(OLD)(one.view) for one in found.sessions)
            return found

    assert lived(story()).faults == {}


def test_the_newest_build_is_spoilt_and_the_data_is_wrong(served: Served) -> None:
    build.build(served.data, served.out)
    revise(served)
    truncated(build.build(served.data, served.out))
    served.change(("  kind: outcome\n", "  kind: result\n"))

    async def story() -> Crowd:
        async with crowd(served.start()) as found:
            for one in found.sessions:
                assert shows(OLD)(one.view)
                assert told(GOOD)(one.view)
            return found

    assert lived(story()).faults == {}


def test_a_database_that_another_process_has_locked(served: Served) -> None:
    path = build.build(served.data, served.out)
    with subprocess.Popen(
        [sys.executable, "-c", LOCKING, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"

        async def story() -> Crowd:
            async with crowd(served.start()) as found:
                assert all(calm(OLD)(one.view) for one in found.sessions)
                return found

        found = lived(story())
        other.communicate("\n")
    assert found.faults == {}


# Builds that cannot be written.


async def cannot_and_then_can(
    served: Served, plant: Callable[[], object], mend: Callable[[], object]
) -> Crowd:
    """Change the data while nothing can be written; take the fault away when it has been told."""
    async with crowd(served.start()) as found:
        plant()
        revise(served)
        await found.all(told(CANNOT), "the banner")
        assert all(shows(OLD)(one.view) for one in found.sessions)
        await found.run()
        await found.turn_to("places")
        assert all(told(CANNOT)(one.view) for one in found.sessions)
        mend()
        await asyncio.gather(*(one.load(PAGE) for one in found.sessions))
        await found.all(calm(NEW), "the new figure")
        return found


def test_files_that_may_not_be_so_long(served: Served) -> None:
    found = lived(
        cannot_and_then_can(served, lambda: served.limit(1_000_000), lambda: served.limit(None))
    )
    assert found.faults == {}


def test_a_disk_that_is_full(served: Served, tiny_disk: Callable[[int], Path]) -> None:
    size = build.build(served.data, served.out).stat().st_size
    served.out = tiny_disk(2 * size // 1_000_000 + 4)
    full = served.out / "full"

    def fill() -> None:
        with contextlib.suppress(OSError), full.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 20))

    found = lived(cannot_and_then_can(served, fill, full.unlink))
    assert found.faults == {}


def test_a_folder_that_may_only_be_read(served: Served, tiny_disk: Callable[[int], Path]) -> None:
    served.out = tiny_disk(100)

    def remount(how: str) -> None:
        call = ["mount", "-o", f"remount,{how}", str(served.out)]
        subprocess.run(call, check=True, capture_output=True)

    found = lived(cannot_and_then_can(served, lambda: remount("ro"), lambda: remount("rw")))
    assert found.faults == {}


def test_a_folder_whose_place_a_file_has_taken(served: Served) -> None:
    aside = served.out.with_name("aside")

    def take() -> None:
        served.out.rename(aside)
        served.out.write_text("a file", encoding="utf-8")

    def give_back() -> None:
        served.out.unlink()
        aside.rename(served.out)

    found = lived(cannot_and_then_can(served, take, give_back))
    assert found.faults == {}


# No build to go on with: the page says so, and is there when it is mended.


@pytest.mark.parametrize("fault", ["data", "folder"])
def test_nothing_to_show_is_told_and_mended_for_all(served: Served, fault: str) -> None:
    if fault == "data":
        served.change(("  value: 7.59\n", "  value: 7,59\n"))
        words = "The data has problems, and there is no earlier build to show."
    else:
        served.out.write_text("a file", encoding="utf-8")
        words = "The data could not be opened. The log says why. Reference: "

    async def story() -> None:
        async with crowd(served.start()) as found:
            for one in found.sessions:
                assert any(alert.startswith(words) for alert in one.view.alerts())
                assert not list(one.view.of("exception"))
                assert not re.search(rb"Traceback|\.py\b|duckdb\b", one.view.content())
            if fault == "data":
                served.change(("  value: 7,59\n", "  value: 7.59\n"))
            else:
                served.out.unlink()
            await found.all(calm(OLD), "the page")

    lived(story())


def whole(path: Path) -> bool:
    """Say whether a file is a build that can be opened."""
    Store(path).close()
    return True
