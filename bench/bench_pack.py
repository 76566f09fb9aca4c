"""How long a pack takes as PowerPoint and as PDF, and whether others wait meanwhile.

``python -m bench.bench_pack`` or ``python bench/bench_pack.py``, with ``--repeats N``. Twelve
views of the real data, a quarter of them pictures: five of bars, one of lines, three of dots, a
spine chart, the rug of all authorities and a matrix. The bar is 20 seconds on two cores; the
drawing process is started anew for every run, since a server may not have one.

Everything is measured in turns within one run. The ratios are to the time that the twelve charts
alone take to draw, so that a machine with other work changes the seconds and hardly the ratios.
Meanwhile a thread notes how late it is woken: that is what every other session waits. How late
it is while nothing is made says how busy the machine is with other work.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import settings
from loaders import build, plan_queries, queries
from loaders.store import Store
from models.comparison import compare_rows, spine_positions
from pages.components import drawing, official, paper, pictures, slides, strategy, views
from pages.components.slides import Slide

BAR_SECONDS = 20.0
BAR_PAUSE = 0.1  # seconds, beyond those of an idle server, for which no other click may wait
REPEATS = 3
TICK = 0.005
IDLE_SECONDS = 8
BARS = (
    "resident_population",
    "urgent_community_response_within_two_hours",
    "healthy_life_expectancy_at_birth",
    "life_expectancy_at_birth",
    "number_of_district_councils",
)
DOTS = ("adult_smoking_prevalence", "cancer_mortality_rate_under_75", "suicide_rate")


@dataclass
class Run:
    """The seconds of one export and of each view, how late others were woken, and the bytes."""

    whole: float = 0.0
    each: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def pause(self) -> float:
        """Return what others waited at most, 99 times of 100: one in 100 may be other work."""
        return statistics.quantiles(self.late, n=100)[-1]


def pack(store: Store) -> list[Slide]:
    """Return twelve views as they are on the pages."""
    values = spine_positions(compare_rows(queries.official(store=store)))
    areas = sorted(values["area"].unique())
    smoking = queries.figures(store=store, indicator_id="smoking_at_time_of_delivery")
    found = [
        *(views.area_view(queries.figures(store=store, indicator_id=one)) for one in BARS),
        views.trend_view(smoking),
        *(official.by_area(values, one)[0] for one in DOTS),
        official.spines(values, ["Blackpool"])[0],
        official.rug(values, "Lancashire", areas, everywhere=True),
        strategy.known(plan_queries.known(store=store)),
    ]
    return [Slide(views.snapshot(one, store=store)) for one in found if one is not None]


@contextlib.contextmanager
def watched(run: Run) -> Iterator[None]:
    """Note how late another thread is woken."""
    ended = threading.Event()

    def tick() -> None:
        last = time.perf_counter()
        while not ended.wait(TICK):
            now = time.perf_counter()
            run.late.append(now - last - TICK)
            last = now

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def measured(make: Callable[[Callable[[int], None]], bytes]) -> Run:
    """Return how long an export takes, the start of the drawing process included."""
    drawing.end()
    run, last = Run(), [time.perf_counter()]

    def done(_: int) -> None:
        now = time.perf_counter()
        run.each.append(now - last[0])
        last[0] = now

    with watched(run):
        start = time.perf_counter()
        run.size = len(make(done))
        run.whole = time.perf_counter() - start
    return run


def charts_alone(shown: Sequence[Slide], done: Callable[[int], None]) -> bytes:
    """Draw every chart once, as one would to download it."""
    made = b""
    for number, one in enumerate(shown, start=1):
        made += pictures.to_png(one.snapshot)
        done(number)
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    call = parser.parse_args()
    store = Store(build.build(settings().data, settings().build))
    shown = pack(store)
    ways: dict[str, Callable[[Callable[[int], None]], bytes]] = {
        "nothing": lambda _: time.sleep(IDLE_SECONDS) or b"",  # type: ignore[func-returns-value]
        "charts alone": lambda done: charts_alone(shown, done),
        "PowerPoint": lambda done: slides.to_pptx(shown, title="The Blackpool pack", done=done),
        "PDF": lambda done: paper.to_pdf(shown, title="The Blackpool pack", done=done),
    }
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(max(1, call.repeats)):
        for name, make in ways.items():
            runs[name].append(measured(make))
    drawing.end()
    store.close()
    report(shown, runs)
    return 0


def report(shown: Sequence[Slide], runs: dict[str, list[Run]]) -> None:
    """Print what was measured, and whether the bars are met."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    rounds = len(next(iter(runs.values())))
    print(f"{len(shown)} views, {rounds} rounds on {os.cpu_count()} cores{load}")
    base = [run.whole for run in runs["charts alone"]]
    print(
        f"{'':<14}{'median s':>10}{'least s':>9}{'/ charts':>10}{'/ bar':>7}{'pause s':>9}{'KB':>7}"
    )
    for name, made in runs.items():
        wholes = [run.whole for run in made]
        ratio = statistics.median(whole / other for whole, other in zip(wholes, base, strict=True))
        print(
            f"{name:<14}{statistics.median(wholes):>10.2f}{min(wholes):>9.2f}{ratio:>10.2f}"
            f"{statistics.median(wholes) / BAR_SECONDS:>7.2f}"
            f"{statistics.median(run.pause for run in made):>9.3f}{made[0].size // 1024:>7}"
        )
    print(f"\nseconds for each view (median){'PowerPoint':>44}{'PDF':>8}")
    for at, one in enumerate(shown):
        each = (
            statistics.median(run.each[at] for run in runs[way]) for way in ("PowerPoint", "PDF")
        )
        print(f"{one.said[:62]:<64}" + "".join(f"{seconds:>9.2f}" for seconds in each))
    for name in ("PowerPoint", "PDF"):
        whole = statistics.median(run.whole for run in runs[name])
        pause = statistics.median(
            run.pause - idle.pause for run, idle in zip(runs[name], runs["nothing"], strict=True)
        )
        print(
            f"{name}: {'met' if whole <= BAR_SECONDS else 'missed'}, {whole:.1f} of "
            f"{BAR_SECONDS:g} s; {'met' if pause <= BAR_PAUSE else 'missed'}, others wait "
            f"{pause * 1000:+.0f} ms longer than when nothing is made (99 times of 100)"
        )


if __name__ == "__main__":
    sys.exit(main())
