"""How long the ward map takes: from the release of a slider to redrawn map, tiles and list.

``python bench/bench_ward_map.py`` measures, in a real browser, a ward page made of the project's
own drawing (bench/wards/ward_page.py) against the round trip of an empty Streamlit fragment on the
same machine, with the built-in hexagons and, when given or held, official boundaries. It prints
times, ratios and whether the bar is met: at most 1.5 times the empty round trip, both geometries.
The empty fragment runs on Streamlit as it comes, and once more with this project's settings.

Options: ``--repeats N`` (default 20), ``--boundaries FILE`` (any boundary file that
``python -m loaders boundaries`` takes; without it the boundaries that are held), ``--geometry
FILE`` (another TopoJSON in place of the hexagons), ``--only hexagons`` or ``boundaries``,
``--parts NAMES...`` (what each part costs: tiles, map, list, joined by "+"), ``--page`` (the
dashboard's own ward page, too), ``--out FILE`` (every number, as JSON). It needs a Chromium
(``python -m tests.browser.chromium``).

All pages stay open and are measured in turns within one run, so that a machine with other work
slows all of them and the ratios stand. Settled: the new words and marks are there and nothing in
the page (DOM, canvas) has changed for half a second; the time given is that of the last change,
the half second is not in it. It is also counted how often the shapes were fetched: once is right.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright

from bench.pages.servers import ROOT, Server
from tests.browser import chromium

HERE = Path(__file__).resolve().parent
PROBE = HERE / "pages" / "probe.js"
HEXAGONS = ROOT / "static" / "hexagons.topojson"
REPEATS = 20
MOST_RATIO = 1.5
QUIET_MS = 500
TIMEOUT_MS = 45_000
VIEW = {"width": 1366, "height": 1400}
EMPTY = "empty fragment"
SAME = "empty fragment, our settings"
WHOLE = "tiles+map+list"
PAGE = "/wards?where=fuel_poverty_pct_2020:12..&order=Name"
# What comes from the browser's own cache has no bytes on the wire.
FETCHED = """() => performance.getEntriesByType('resource')
  .filter((one) => one.name.includes('.topojson') && one.transferSize > 0).length"""
WANT: dict[str, Any] = {
    "charts": "[data-testid='stVegaLiteChart']:has(canvas)",
    "marks": "never",  # drawn on a canvas
    "least": 0,
    "moving": False,
    "texts": ["[data-testid='stText']"],
    "streamlit": True,
}
OF_PART: dict[str, dict[str, Any]] = {
    "map": {"least": 1, "moving": True},
    "tiles": {"texts": [".tiles"]},
    "list": {"texts": [".figures tbody tr"]},
}


@dataclass
class Target:
    """A page that is measured, and what must be there when it has settled."""

    name: str
    server: Server
    want: dict[str, Any]
    path: str = "/?least=12"
    # Whether the bar is for it: it has all parts.
    whole: bool = False
    ms: list[float] = field(default_factory=list)
    fetched: int = 0
    page: Page | None = None

    def open(self, browser: Browser) -> None:
        """Open it in a context of its own, and wait until it has settled."""
        context = browser.new_context(viewport=VIEW, reduced_motion="reduce")
        context.add_init_script(path=PROBE)
        self.page = context.new_page()
        self.page.goto(f"{self.server.address}{self.path}")
        self._settle(self.page, None)

    def count(self) -> None:
        """Count how often the shapes came over the wire since the page was opened."""
        assert self.page is not None
        self.fetched = self.page.evaluate(FETCHED)

    def move(self, share: float) -> float:
        """Drag the slider to a share of its length; return the time from release to settled."""
        page = self.page
        assert page is not None
        page.bring_to_front()
        before = page.evaluate("want => window.bench.look(want)", self.want)
        slider = page.get_by_test_id("stSlider").first
        track, thumb = slider.bounding_box(), _thumb(page)
        assert track is not None
        goal = track["x"] + track["width"] * share
        page.mouse.move(*thumb)
        page.mouse.down()
        page.mouse.move(goal, thumb[1], steps=4)
        page.wait_for_timeout(250)
        page.evaluate("window.bench.arm()")
        page.mouse.up()
        return self._settle(page, before)

    def _settle(self, page: Page, before: dict[str, Any] | None) -> float:
        told = page.evaluate(
            "([want, before, quiet, most]) => window.bench.settled(want, before, quiet, most)",
            [self.want, before, QUIET_MS, TIMEOUT_MS],
        )
        if told["fault"]:
            raise RuntimeError(f"{self.name} did not settle: {told['fault']}")
        return float(told["ms"])


def _thumb(page: Page) -> tuple[float, float]:
    box = page.get_by_test_id("stSliderThumbValue").first.locator("xpath=..").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def wanted(parts: str) -> dict[str, Any]:
    """Return what must be there for these parts of the page."""
    want = {**WANT, "texts": list(WANT["texts"])}
    for part in parts.split("+"):
        more = OF_PART[part]
        want |= {key: value for key, value in more.items() if key != "texts"}
        want["texts"] += more.get("texts", [])
    return want


def targets(folder: Path, files: dict[str, Path], parts: list[str]) -> list[Target]:
    """Return the pages, the empty one first; their shapes stand beside a copy of the script."""
    static = folder / "static"
    static.mkdir()
    for file in files.values():
        shutil.copy2(file, static / file.name)
    for script in (HERE / "wards").glob("*.py"):
        shutil.copy2(script, folder / script.name)
    page = folder / "empty_page.py"
    found = [
        Target(EMPTY, _server("empty", page, folder, work=folder), dict(WANT)),
        Target(SAME, _server("empty-same", page, folder), dict(WANT)),
    ]
    for name, file in files.items():
        for part in (WHOLE, *parts):
            label = name if part == WHOLE else f"{name}, {part}"
            environment = {"BENCH_GEOMETRY": file.name, "BENCH_PARTS": part}
            server = _server(
                f"{name}-{part}".replace("+", "-"), folder / "ward_page.py", folder, **environment
            )
            found.append(Target(label, server, wanted(part), whole=part == WHOLE))
    return found


def pages(folder: Path, files: dict[str, Path]) -> list[Target]:
    """Return the dashboard's own ward page: with hexagons, and with boundaries if it holds any."""
    from loaders import boundaries

    server = _server("dashboard", ROOT / "app.py", folder)
    del server.environment["LIFECOURSE_PATHS_BUILD"]
    want = wanted(WHOLE)
    want["texts"] = [".tiles", ".figures tbody"]
    paths = {"hexagons": PAGE}
    if boundaries.held() is not None:
        paths["boundaries"] = f"{PAGE}&map=Official+boundaries"
    return [
        Target(f"the page, {name}", server, want, path, whole=True)
        for name, path in paths.items()
        if name in files
    ]


def _server(
    name: str, script: Path, folder: Path, *, work: Path = ROOT, **environment: str
) -> Server:
    """Return a server; the settings of Streamlit are those of the folder it works in."""
    return Server(
        name,
        [
            *(sys.executable, "-m", "streamlit", "run", str(script), "--server.port={port}"),
            *("--server.enableStaticServing=true", "--server.headless=true"),
            *("--browser.gatherUsageStats=false", "--server.fileWatcherType=none"),
        ],
        folder,
        {
            "PYTHONPATH": str(ROOT),
            "LIFECOURSE_PATHS_BUILD": str(folder / "build"),
            **environment,
        },
        work,
    )


def geometries(call: argparse.Namespace, folder: Path) -> dict[str, Path]:
    """Return the files of shapes to measure with, by name."""
    from loaders import boundaries

    files: dict[str, Path] = {}
    hexagons = call.geometry or HEXAGONS
    if hexagons.is_file():
        files["hexagons"] = hexagons
    else:
        print(f"no hexagons: {hexagons} is not there", file=sys.stderr)
    if call.boundaries:
        taken = boundaries.take(
            str(call.boundaries), build=folder / "taken", static=folder / "taken"
        )
        files["boundaries"] = taken.topojson
    elif (held := boundaries.held()) is not None:
        files["boundaries"] = held.topojson
    else:
        print("no official boundaries: give --boundaries FILE", file=sys.stderr)
    return {name: file for name, file in files.items() if call.only in (None, name)}


@contextlib.contextmanager
def running(found: list[Target]) -> Iterator[None]:
    """Start the servers; end them all, whatever happens."""
    servers = {id(target.server): target.server for target in found}.values()
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            server.stop()


def measure(found: list[Target], repeats: int) -> None:
    """Move the slider of every page in turns; the first turn does not count."""
    for turn in range(repeats + 1):
        share = 0.12 + 0.5 * (turn * 0.381966 % 1)
        # Each goes first in some rounds: what happens to be quick or slow meets all.
        for target in found[turn % len(found) :] + found[: turn % len(found)]:
            ms = target.move(share)
            if turn:
                target.ms.append(ms)
        print(f"\rround {turn} of {repeats}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def spread(values: list[float]) -> tuple[float, float, float]:
    """Return the lower quartile, the median, the upper quartile."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def report(found: list[Target]) -> bool:
    """Print times, ratios and fetches; return whether every whole page meets the bar."""
    empty, same, *measured = found
    wide = max(len(target.name) for target in found) + 2
    head = "".join(f"{name:>{size}}" for name, size in (("median", 8), ("quartiles", 14)))
    print(f"{'milliseconds':<{wide}}{head}{'of empty':>11}{'quartiles':>14}{'of ours':>10}")
    for target in found:
        low, middle, high = spread(target.ms)
        least, ratio, most = ratios(target, empty)
        print(
            f"{target.name:<{wide}}{middle:>8.0f}{f'{low:.0f}-{high:.0f}':>14}"
            f"{ratio:>11.2f}{f'{least:.2f}-{most:.2f}':>14}{ratios(target, same)[1]:>10.2f}"
        )
    met = True
    for target in measured:
        if target.whole:
            ratio = ratios(target, empty)[1]
            word = "met   " if ratio <= MOST_RATIO else "MISSED"
            print(f"{word}  {target.name}: {ratio:.2f} times, at most {MOST_RATIO:g}")
            met = met and ratio <= MOST_RATIO
        if target.want["least"]:
            print(f"        {target.name}: shapes fetched {target.fetched} times in all")
    return met


def ratios(target: Target, other: Target) -> tuple[float, float, float]:
    """Return the quartiles of what one took, as a multiple of the other in the same round."""
    return spread([mine / its for mine, its in zip(target.ms, other.ms, strict=True)])


def main() -> int:
    """Measure and report; 1 when the bar is missed, 2 when there is nothing to measure with."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--boundaries", type=Path)
    parser.add_argument("--geometry", type=Path)
    parser.add_argument("--only", choices=("hexagons", "boundaries"))
    parser.add_argument("--parts", nargs="*", default=[])
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--out", type=Path)
    call = parser.parse_args()
    if not chromium.system() and not chromium.own():
        print("no Chromium: run python -m tests.browser.chromium", file=sys.stderr)
        return 2
    begun, load = time.monotonic(), os.getloadavg()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        files = geometries(call, folder)
        if not files:
            return 2
        found = targets(folder, files, call.parts)
        found += pages(folder, files) if call.page else []
        stack.enter_context(running(found))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium.system(), args=chromium.QUIET)
        stack.callback(browser.close)
        for target in found:
            target.open(browser)
        measure(found, max(2, call.repeats))
        for target in found:
            target.count()
    print(
        f"{call.repeats} rounds after one that does not count, {time.monotonic() - begun:.0f} s, "
        f"{os.cpu_count()} cores, load {load[0]:.1f} before and {os.getloadavg()[0]:.1f} after\n"
    )
    met = report(found)
    if call.out:
        call.out.write_text(
            json.dumps([{"name": one.name, "ms": one.ms, "fetched": one.fetched} for one in found])
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
