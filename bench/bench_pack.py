"""How long a pack takes as PowerPoint and as PDF, and whether others wait meanwhile.

``python -m bench.bench_pack`` or ``python bench/bench_pack.py``, with ``--repeats N`` and
``--parts alone`` or ``server``. Twelve views of the real data, a quarter of them pictures: five of
bars, one of lines, three of dots, a spine chart, the rug of all authorities and a matrix. The
drawing process is started anew for every run, since a server may not have one.

On a server (needs a Chromium: ``python -m tests.browser.chromium``): somebody presses "Make the
PowerPoint" or "Make the PDF" in a browser, and until the file is there somebody else picks one
area after the other on the page Places. Bars, on two cores: the file, from the click to its
button, within 20 seconds; the other reader's reruns, from the pick to the settled page, 95 of 100
within twice of what they take while nothing is made, or within half a second. Browser and server
share the machine, so that the other reader waits for processors, too. How far the export has come
is told for every view (tests/ see to it), and must be seen for half of them: the browser draws what
comes within ten milliseconds once.

Alone, in this process, in turns within one run. The ratios are to the time that the twelve charts
alone take to draw, so that a machine with other work changes the seconds and hardly the ratios.
Meanwhile a thread notes how late it is woken: that is what every other session waits for Python
itself. How late it is while nothing is made says how busy the machine is with other work.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.bench_pages import DISTRICTS, VEGA, Target, pick_named, streamlit
from bench.pages.servers import ROOT
from config import settings
from loaders import build
from loaders.store import Store
from models.pack import Item, Pack
from pages.components import drawing, makers, pack_downloads, packs, paper, pictures, slides
from pages.components.slides import Slide
from tests.browser import chromium

BAR_SECONDS = 20.0
BAR_PAUSE = 0.1  # seconds, beyond those of an idle server, for which no other click may wait
TIMES, ENOUGH_MS = 2.0, 500.0  # of the other reader's reruns
REPEATS = 3
IDLE_RERUNS = 40
LONGEST = 120  # seconds, for a file
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


def pack(store: Store) -> Pack:
    """Return twelve views by their addresses."""

    def first(item: Item, start: str) -> Item:
        key = next(key for key in makers.views_of(store, item) if key.startswith(start))
        return replace(item, view=key)

    def indicator(one: str) -> Item:
        return Item("indicators", (("indicator", one),))

    area = "Blackpool"
    return Pack(
        (
            *(first(indicator(one), "by_area") for one in BARS),
            first(indicator("smoking_at_time_of_delivery"), "trend"),
            *(first(indicator(one), "official_") for one in DOTS),
            first(Item("places", (("area", area),)), "spine_"),
            first(Item("places", (("area", "Lancashire and South Cumbria"),)), "rug"),
            first(Item("strategy"), "known"),
        ),
        "The Blackpool pack",
    )


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


# On a server


@dataclass
class Export:
    """What one export on a server took, and what the reruns of somebody else took meanwhile."""

    seconds: float
    told: int
    reruns: list[float]


# Notes when the file is there, and every view that the bar tells.
_WATCH = """() => {
    const start = performance.now();
    window.made = { seconds: 0, told: [] };
    const look = () => {
        const bar = document.querySelector('[data-testid="stProgress"]')?.textContent ?? "";
        const told = /(\\d+) of \\d+ views/.exec(bar)?.[1];
        if (told && !made.told.includes(told)) made.told.push(told);
        if (document.querySelector('.st-key-pack_made button') && !made.seconds)
            made.seconds = (performance.now() - start) / 1000;
    };
    new MutationObserver(look).observe(
        document, { subtree: true, childList: true, characterData: true });
}"""


def on_server(text: str, repeats: int) -> tuple[list[float], dict[str, list[Export]]]:
    """Return the milliseconds of reruns while nothing is made, and the exports by kind."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = streamlit(
            "pack",
            ROOT / "app.py",
            Path(folder),
            work=ROOT,
            environment={"LIFECOURSE_PATHS_BUILD": str(Path(folder, "build"))},
        )
        server.start()
        reader = Target(
            "another reader",
            server,
            pick_named("Area", DISTRICTS),
            {**VEGA, "least": 1, "moving": False, "texts": ["h2"]},
            "/places?area=Blackburn+with+Darwen",
        )
        browser = playwright.chromium.launch(executable_path=chromium.system(), args=chromium.QUIET)
        try:
            idle = [reader.change_once(browser) for _ in range(IDLE_RERUNS + 1)][1:]
            exports: dict[str, list[Export]] = {name: [] for name in pack_downloads.KINDS}
            for _ in range(repeats):
                for name, found in exports.items():
                    found.append(exported(browser, reader, name, text))
        finally:
            reader.close()
            browser.close()
            server.stop()
    return idle, exports


def exported(browser: Browser, reader: Target, name: str, text: str) -> Export:
    """Make a file in one page, and let a reader click in another until it is there."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(LONGEST * 1000)
    page.goto(f"{reader.server.address}/present?pack={quote(text)}")
    button = page.get_by_role("button", name=f"Make the {name}")
    button.wait_for()
    page.wait_for_timeout(3000)
    page.evaluate(_WATCH)
    button.click()
    reruns, start = [], time.monotonic()
    while not (made := _made(page))["seconds"]:
        if time.monotonic() - start > LONGEST:
            raise RuntimeError(f"no {name} after {LONGEST} s")
        reruns.append(reader.change_once(browser))
    context.close()
    # The last one may have begun after the file was there.
    return Export(made["seconds"], len(made["told"]), reruns[:-1] or reruns)


def _made(page: Page) -> dict[str, Any]:
    made: dict[str, Any] = page.evaluate("window.made")
    return made


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values do not exceed."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def report_server(views: int, idle: list[float], exports: dict[str, list[Export]]) -> bool:
    """Print what was measured on a server; say whether every bar is met."""
    before = p95(idle)
    bar = max(TIMES * before, ENOUGH_MS)
    every = True
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    print(f"On a server, {os.cpu_count()} cores{load}")
    print(
        f"Another reader's reruns while nothing is made: median "
        f"{statistics.median(idle):.0f} ms, p95 {before:.0f} ms ({len(idle)} of them)"
    )
    for name, found in exports.items():
        seconds = statistics.median(one.seconds for one in found)
        reruns = [rerun for one in found for rerun in one.reruns]
        told = min(one.told for one in found)
        late = (
            f"p95 {p95(reruns):.0f} ms ({p95(reruns) / before:.2f} of idle; the bar is "
            f"{bar:.0f} ms; {len(reruns)} of them)"
        )
        lines = (
            (seconds <= BAR_SECONDS, f"{seconds:.1f} of {BAR_SECONDS:g} s from click to file"),
            (told >= views // 2, f"progress seen for {told} of {views} views"),
            (
                p95(reruns) <= bar,
                f"another's reruns meanwhile: median {statistics.median(reruns):.0f} ms, {late}",
            ),
        )
        for met, said in lines:
            every &= met
            print(f"  {name}: {'met' if met else 'MISSED'}: {said}")
    return every


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--parts", choices=("alone", "server", "all"), default="all")
    call = parser.parse_args()
    repeats = max(1, call.repeats)
    store = Store(build.build(settings().data, settings().build))
    asked = pack(store)
    every = True
    if call.parts != "server":
        every &= alone(pack_downloads.on_paper(store, packs.expanded(store, asked)), repeats)
    store.close()
    if call.parts != "alone":
        every &= report_server(len(asked.items), *on_server(asked.text(), repeats))
    return 0 if every else 1


def alone(shown: Sequence[Slide], repeats: int) -> bool:
    """Measure exports in this process; say whether every bar is met."""
    ways: dict[str, Callable[[Callable[[int], None]], bytes]] = {
        "nothing": lambda _: time.sleep(IDLE_SECONDS) or b"",  # type: ignore[func-returns-value]
        "charts alone": lambda done: charts_alone(shown, done),
        "PowerPoint": lambda done: slides.to_pptx(shown, title="The Blackpool pack", done=done),
        "PDF": lambda done: paper.to_pdf(shown, title="The Blackpool pack", done=done),
    }
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, make in ways.items():
            runs[name].append(measured(make))
    drawing.end()
    return report(shown, runs)


def report(shown: Sequence[Slide], runs: dict[str, list[Run]]) -> bool:
    """Print what was measured; say whether every bar is met."""
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
    every = True
    for name in ("PowerPoint", "PDF"):
        whole = statistics.median(run.whole for run in runs[name])
        pause = statistics.median(
            run.pause - idle.pause for run, idle in zip(runs[name], runs["nothing"], strict=True)
        )
        every &= whole <= BAR_SECONDS and pause <= BAR_PAUSE
        print(
            f"{name}: {'met' if whole <= BAR_SECONDS else 'MISSED'}, {whole:.1f} of "
            f"{BAR_SECONDS:g} s; {'met' if pause <= BAR_PAUSE else 'MISSED'}, others wait "
            f"{pause * 1000:+.0f} ms longer than when nothing is made (99 times of 100)"
        )
    return every


if __name__ == "__main__":
    sys.exit(main())
