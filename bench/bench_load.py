"""How long people wait when many use the dashboard at once, beside a plain Streamlit application.

``python -m bench.bench_load`` lets 25 and then 50 sessions at a time (``--sessions N...``) walk
through six pages of a server and change a control on each, with pauses of a second or so, and the
same through bench/load/plain_app.py: six pages with a select, four charts and a table of 200 rows
each. ``--repeats N`` rounds, the two in turns, every time on a new server that has shown each page
once. ``--out FILE`` writes every number as JSON.

A session is what a browser tab is to the server: a WebSocket, Streamlit's own messages, the state
of the controls, what it has cached (tests/browser/sessions.py). It draws nothing, and does not
fetch the page's own files. All sessions come within two seconds.

It tells failures (exceptions, parts that could not be shown, lost connections), which must be
none, the time from a request to its script's end, and the memory of the server per session. The
bar: the 95th percentile is at most 1.5 times that of the plain application, by the median of the
rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.pages.servers import HERE, ROOT, Server
from tests.browser.sessions import Lost, Session, View

SESSIONS = (25, 50)
REPEATS = 3
MOST_RATIO = 1.5
ARRIVAL_SECONDS = 2.0
PAUSE_SECONDS = (0.5, 1.5)
SETTLE_SECONDS = 3.0  # memory is given back a little later
OURS, PLAIN = "the dashboard", "plain Streamlit"
DISTRICTS = ("Burnley", "Chorley", "Fylde", "Lancaster", "Pendle", "Preston", "Wyre", "Rossendale")
AREAS = tuple(f"Area {number:02d}" for number in range(2, 41))
DOMAINS = ("Working Well", "Living Well", "Ageing Well", "Dying Well")
INDICATORS = ("Adults who smoke", "Healthy life expectancy at birth")
# A page, the control that is changed on it, and the values one of which it gets.
Stop = tuple[str, str, tuple[Any, ...]]
WALKS: dict[str, tuple[Stop, ...]] = {
    OURS: (
        ("domains", "Domain", DOMAINS),
        ("places", "Area", DISTRICTS),
        ("indicators", "Indicator", INDICATORS),
        ("wards", "Answer", (["Budget"], ["Gradient"], ["Named and not"])),
        ("strategy", "View", (["How much is known"], ["Risks and priorities"])),
        ("programmes", "View", (["Outcomes"], ["Who does what"])),
    ),
    PLAIN: tuple(
        (page, "Area", AREAS) for page in ("", "second", "third", "fourth", "fifth", "sixth")
    ),
}


@dataclass
class Round:
    """What one walk of all sessions through one application took."""

    name: str
    sessions: int
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    before_mb: float = 0.0  # memory of the server, when each page was shown once
    with_all_mb: float = 0.0  # and with all sessions open

    def percentile(self, percent: int) -> float:
        """Return the seconds within which this share of the requests was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def server(name: str, folder: Path) -> Server:
    """Return a server of one of the two applications; the plain one has no configuration."""
    script, work = (
        (ROOT / "app.py", ROOT) if name == OURS else (HERE.parent / "load/plain_app.py", folder)
    )
    return Server(
        name.replace(" ", "-"),
        [
            *(sys.executable, "-m", "streamlit", "run", str(script), "--server.port={port}"),
            *("--server.headless=true", "--browser.gatherUsageStats=false"),
            *("--server.fileWatcherType=none", "--server.address=localhost"),
        ],
        folder,
        {
            "PYTHONPATH": f"{HERE}{os.pathsep}{ROOT}",
            "LIFECOURSE_PATHS_BUILD": str(folder / "build"),
        },
        work,
    )


def resident_mb(found: Server) -> float:
    """Return the memory that a server has in use; 0 where that is not told."""
    try:
        told = Path(f"/proc/{found.process.pid}/status").read_text() if found.process else ""
    except OSError:
        return 0.0
    lines = dict(line.partition(":")[::2] for line in told.splitlines())
    return float(lines.get("VmRSS", "0").split()[0]) / 1024


async def walk(address: str, done: Round, number: int, leave: asyncio.Barrier) -> None:
    """Be one session: arrive, go through the pages, stay until all have."""
    chance = random.Random(f"{number} of {done.sessions}")
    stops = WALKS[done.name]
    at = number % len(stops)  # they do not all go the same way round

    def took(begun: float, view: View, where: str) -> None:
        done.seconds.append(view.at - begun)
        done.failures += [f"{where}: {fault}" for fault in view.faults()]

    async def pause() -> None:
        await asyncio.sleep(chance.uniform(*PAUSE_SECONDS))

    stayed = False
    await asyncio.sleep(chance.uniform(0, ARRIVAL_SECONDS))
    page = stops[at][0]
    try:
        begun = time.monotonic()
        async with Session.open(address, f"/{page}") as session:
            took(begun, session.view, page)
            for page, label, values in [*stops[at:], *stops[:at]]:
                if (page, label, values) != stops[at]:
                    await pause()
                    begun = time.monotonic()
                    took(begun, await session.turn_to(page), page)
                await pause()
                begun = time.monotonic()
                took(begun, await session.set(label, chance.choice(values)), f"{page}, {label}")
            stayed = True
            await leave.wait()
    except (Lost, OSError, LookupError, TimeoutError) as error:
        done.failures.append(f"{page}: {type(error).__name__}: {error}")
        if not stayed:
            await leave.wait()


async def crowd(found: Server, done: Round) -> None:
    """Let all sessions walk at once; note the memory before they leave."""
    async with Session.open(found.address, f"/{WALKS[done.name][0][0]}") as first:
        for page, label, values in WALKS[done.name]:
            await first.turn_to(page)
            for value in values:
                await first.set(label, value)
    await asyncio.sleep(SETTLE_SECONDS)
    done.before_mb = resident_mb(found)
    leave = asyncio.Barrier(done.sessions + 1)
    async with asyncio.TaskGroup() as group:
        for number in range(done.sessions):
            group.create_task(walk(found.address, done, number, leave))
        while leave.n_waiting < done.sessions:
            await asyncio.sleep(0.05)
        done.with_all_mb = resident_mb(found)
        await leave.wait()


def measure(sizes: list[int], repeats: int) -> list[Round]:
    """Let the crowds walk, the two applications in turns."""
    rounds = []
    for turn in range(repeats):
        for size in sizes:
            for name in (OURS, PLAIN) if turn % 2 == 0 else (PLAIN, OURS):
                done = Round(name, size)
                with tempfile.TemporaryDirectory() as folder:
                    found = server(name, Path(folder))
                    try:
                        found.start()
                        asyncio.run(crowd(found, done))
                    finally:
                        found.stop()
                rounds.append(done)
                print(f"\rround {turn + 1} of {repeats}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return rounds


def report(rounds: list[Round], sizes: list[int]) -> bool:
    """Print what people waited, the ratios, failures and memory; return whether all is met."""
    met = True
    memory = f"{'MB before':>11}{'with all':>10}{'per session':>13}"
    print(f"{'seconds':<18}{'sessions':>9}{'requests':>9}{'p50':>7}{'p95':>7}{memory}")
    for size in sizes:
        of = {
            name: [one for one in rounds if (one.name, one.sessions) == (name, size)]
            for name in WALKS
        }
        for name, mine in of.items():
            p50, p95 = (statistics.median(one.percentile(p) for one in mine) for p in (50, 95))
            requests = sum(len(one.seconds) for one in mine)
            before, open_ = (
                statistics.median(getattr(one, at) for one in mine)
                for at in ("before_mb", "with_all_mb")
            )
            memory = f"{before:>11.0f}{open_:>10.0f}{(open_ - before) / size:>13.2f}"
            print(f"{name:<18}{size:>9}{requests:>9}{p50:>7.2f}{p95:>7.2f}{memory}")
        ratios = [
            mine.percentile(95) / its.percentile(95)
            for mine, its in zip(of[OURS], of[PLAIN], strict=True)
        ]
        ratio = statistics.median(ratios)
        spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        met = (
            told(
                ratio <= MOST_RATIO,
                f"{size} sessions: {ratio:.2f} times ({spread}), at most {MOST_RATIO}",
            )
            and met
        )
        failures = [fault for one in of[OURS] for fault in one.failures]
        met = told(not failures, f"{size} sessions: {len(failures)} failures, none allowed") and met
        for fault in dict.fromkeys(failures):
            print(f"        {fault}")
        if plain := [fault for one in of[PLAIN] for fault in one.failures]:
            print(f"        the plain application had {len(plain)} failures: {plain[0]}")
    return met


def told(met: bool, words: str) -> bool:
    """Print whether a bar is met; return it."""
    print(f"{'met   ' if met else 'MISSED'}  {words}")
    return met


def main() -> int:
    """Measure and report; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sessions", type=int, nargs="+", default=list(SESSIONS))
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--out", type=Path)
    call = parser.parse_args()
    begun, load = time.monotonic(), os.getloadavg()
    rounds = measure(call.sessions, max(1, call.repeats))
    print(
        f"{call.repeats} rounds, {time.monotonic() - begun:.0f} s, {os.cpu_count()} cores, "
        f"load {load[0]:.1f} before and {os.getloadavg()[0]:.1f} after\n"
    )
    met = report(rounds, call.sessions)
    if call.out:
        call.out.write_text(json.dumps([asdict(one) for one in rounds], indent=1))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
