"""How soon everybody sees new figures when the data changes under load, and whether anybody errs.

``python -m bench.bench_replace`` starts the dashboard on a copy of the data and lets sessions use
it: half of them ask for the page again and again with short pauses, half have opened it and do
nothing. Then two figures that stand on that page are changed together, ``--times N`` (default 20),
each time when all have seen the last change. ``--sessions N`` (default 25), ``--out FILE`` (every
number, as JSON).

It tells, for every change, the time from the saved file until every session shows the new figures.
Every page that any session ever gets is looked at: it must be without a fault, and must not have
one figure from before and one from after, nor a figure with the name of another build. The bars:
no fault, no mixed page, every session within 5 seconds every time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.bench_load import OURS, server, told
from config import settings
from tests.browser.sessions import Lost, Session, View

SESSIONS, TIMES = 25, 20
MOST_SECONDS = 5.0
GIVE_UP_SECONDS = 60.0
PAUSE_SECONDS = (0.5, 1.5)
PAGE = "/indicators?indicator=Smoking+at+time+of+delivery"
FILE = "figures/ics_case_studies_2025.yaml"
# Both become one that carries the number of the change, words and value.
FIGURES = (("13.9", "March 2022", 10), ("7.59", "March 2025", 5))
BUILD = re.compile(rb"Data build ([0-9a-f]{16})")


def revised(text: str, revision: int) -> str:
    """Return the curated file with both figures of this revision."""
    for value, when, whole in FIGURES:
        new = f"{whole}.{revision:02d}"
        for before, after in (
            (f"  value: {value}\n", f"  value: {new}\n"),
            (f'"{value}% at {when}"', f'"{new}% at {when}"'),
        ):
            if before not in text:
                raise RuntimeError(f"{FILE} has no {before.strip()} any more; mend this benchmark")
            text = text.replace(before, after)
    return text


def seen(view: View) -> set[int]:
    """Return the revisions that a page shows: one, if it is of one build."""
    content = view.content()
    return {
        int(number)
        for _, when, whole in FIGURES
        for number in re.findall(rf"{whole}\.(\d\d)% at {when}".encode(), content)
    }


@dataclass
class Watch:
    """What all sessions together have seen."""

    views: int = 0
    faults: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    builds: dict[str, int] = field(default_factory=dict)  # the revision that each build showed
    arrived: dict[tuple[int, int], float] = field(default_factory=dict)  # (session, revision)

    def look(self, session: int, view: View) -> None:
        """Judge a page that a session got."""
        self.views += 1
        self.faults += view.faults()
        revisions, builds = seen(view), set(BUILD.findall(view.content()))
        if len(revisions) != 1 or len(builds) != 1:
            self.mixed.append(f"figures of {sorted(revisions)} and builds {sorted(builds)}")
            return
        (revision,), (build,) = revisions, builds
        if self.builds.setdefault(build.decode(), revision) != revision:
            self.mixed.append(f"build {build.decode()} with figures of {revision}")
        self.arrived.setdefault((session, revision), view.at)


async def stay(address: str, number: int, watch: Watch, busy: bool, ready: asyncio.Barrier) -> None:
    """Be one session until it is cancelled: ask again and again, or only look."""
    chance = random.Random(number)
    try:
        async with Session.open(address, PAGE, seen=lambda view: watch.look(number, view)) as one:
            await ready.wait()
            while busy:
                await asyncio.sleep(chance.uniform(*PAUSE_SECONDS))
                await one.run()
            await one.until(lambda _view: False, seconds=float("inf"))
    except (Lost, OSError, TimeoutError) as error:
        watch.faults.append(f"session {number}: {type(error).__name__}: {error}")


def save(file: Path, text: str) -> float:
    """Put a file in the place of another at once; return when."""
    new = file.with_name("new.tmp")
    new.write_text(text, encoding="utf-8")
    new.replace(file)
    return time.monotonic()


async def replace(
    address: str, file: Path, sessions: int, times: int, watch: Watch
) -> dict[bool, list[list[float]]]:
    """Return for busy and for idle sessions, for every change, what each of them waited."""
    original = (settings().data / FILE).read_text(encoding="utf-8")
    ready = asyncio.Barrier(sessions + 1)
    everybody = [
        asyncio.create_task(stay(address, number, watch, number % 2 == 0, ready))
        for number in range(sessions)
    ]
    await ready.wait()
    waited: dict[bool, list[list[float]]] = {True: [], False: []}
    for revision in range(1, times + 1):
        begun = save(file, revised(original, revision))
        while time.monotonic() - begun < GIVE_UP_SECONDS:
            if all((number, revision) in watch.arrived for number in range(sessions)):
                break
            await asyncio.sleep(0.05)
        for busy, found in waited.items():
            found.append(
                [
                    watch.arrived.get((number, revision), begun + GIVE_UP_SECONDS) - begun
                    for number in range(sessions)
                    if (number % 2 == 0) == busy
                ]
            )
        print(f"\rchange {revision} of {times}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for one in everybody:
        one.cancel()
    await asyncio.gather(*everybody, return_exceptions=True)
    return waited


def main() -> int:
    """Measure and report; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--out", type=Path)
    call = parser.parse_args()
    begun, load = time.monotonic(), os.getloadavg()
    watch = Watch()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        shutil.copytree(settings().data, data)
        save(data / FILE, revised((data / FILE).read_text(encoding="utf-8"), 0))
        found = server(OURS, folder)
        found.environment["LIFECOURSE_PATHS_DATA"] = str(data)
        try:
            found.start()
            waited = asyncio.run(
                replace(found.address, data / FILE, max(2, call.sessions), call.times, watch)
            )
        finally:
            found.stop()
    print(
        f"{call.times} changes, {call.sessions} sessions, {watch.views} pages seen, "
        f"{time.monotonic() - begun:.0f} s, {os.cpu_count()} cores, load {load[0]:.1f} before and "
        f"{os.getloadavg()[0]:.1f} after\n"
    )
    print(f"{'seconds until new':<26}{'median':>8}{'p95':>8}{'the last':>10}")
    for busy, rounds in waited.items():
        name = "asking again and again" if busy else "not asking"
        every = sorted(one for found in rounds for one in found)
        print(
            f"{name:<26}{statistics.median(every):>8.2f}{every[len(every) * 95 // 100]:>8.2f}"
            f"{every[-1]:>10.2f}"
        )
    latest = max(one for rounds in waited.values() for found in rounds for one in found)
    met = [
        told(not watch.faults, f"{len(watch.faults)} faults, none allowed"),
        told(not watch.mixed, f"{len(watch.mixed)} mixed pages, none allowed"),
        told(
            latest <= MOST_SECONDS, f"every session within {latest:.2f} s, at most {MOST_SECONDS:g}"
        ),
    ]
    for fault in dict.fromkeys([*watch.faults, *watch.mixed]):
        print(f"        {fault}")
    if call.out:
        call.out.write_text(json.dumps({"busy": waited[True], "idle": waited[False]}))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
