"""How quick the pages are in a browser, beside the same pages in plain Streamlit, Dash and Panel.

``python -m bench.bench_pages`` or ``python bench/bench_pages.py``, with ``--repeats N``,
``--only NAME...``, ``--table grid`` (the peers' scrolling grids instead of whole tables),
``--variants NAME...`` (other ways of making our page: the words in pages/ours_four_charts.py,
joined by "+"), ``--parts change`` or ``cold`` and ``--out FILE`` (every number, as JSON).
It needs a Chromium (``python -m tests.browser.chromium``) and installs Dash and Panel into an
environment of their own under ``.build/bench``, once.

Measured for every application, in turns within one run, so that a machine with other work slows
all of them and the ratios stand:

- change: from the click or key that picks another value to settled, in a page that stays open;
- cold: from navigation to settled in a browser context that has never seen the server, the
  server being warm.

Settled: the new words and marks are there, and nothing in the page (DOM, shadow DOM, canvas) has
changed for a while. The time given is that of the last change: the while is not in it.
Ratios are ours / other of the same round; a bar is met by their median.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.pages.servers import HERE, ROOT, Server, peers
from tests.browser import chromium

REPEATS = 15
MOST_REPEATS = 35  # there is another value to pick for each
QUIET_MS = 500
TIMEOUT_MS = 45_000
PROBE = HERE / "probe.js"
VIEW = {"width": 1366, "height": 2400}
# Areas that have official indicators, so that there is a chart.
DISTRICTS = (
    *("Blackpool", "Burnley", "Chorley", "Fylde", "Hyndburn", "Lancaster", "Pendle", "Preston"),
    *("Ribble Valley", "Rossendale", "South Ribble", "West Lancashire", "Wyre"),
)
# Indicators with official values of every district, so that there is a chart.
INDICATORS = (
    *("Deaths from cancer under 75", "Deaths from respiratory disease under 75"),
    *("Deaths related to alcohol", "Infant mortality", "Suicide rate"),
    *("Death rate from drug misuse", "Adults who are overweight or obese"),
)
# Picks another value; the second argument is called right before the click or key that counts.
Pick = Callable[[Page, Callable[[], None]], None]
GRID_ROW = "[data-testid='stDataFrame'] canvas tr[aria-rowindex='2']"
VARIANT = "ours + "
OURS, PLAIN = "ours, four charts", "plain Streamlit"
# Ours at most so many times what another takes.
BARS = (
    (PLAIN, "change", 0.85),
    ("Dash", "change", 1.0),
    ("Panel", "change", 1.0),
    ("Dash", "cold", 1.0),
    ("Panel", "cold", 1.0),
)
VEGA = {
    "charts": "[data-testid='stVegaLiteChart']",
    "marks": "path[aria-roledescription='bar'], .mark-rect path, .mark-symbol path",
    "streamlit": True,
}


@dataclass
class Target:
    """An application: its server, its address, what must be there, how a value is picked."""

    name: str
    server: Server
    pick: Pick
    want: dict[str, Any]
    path: str = "/"
    change: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    server_ms: list[float] = field(default_factory=list)
    browser_ms: list[float] = field(default_factory=list)
    nodes: int = 0
    context: BrowserContext | None = None
    page: Page | None = None
    session: CDPSession | None = None
    before: tuple[float, float] = (0.0, 0.0)

    def settle(self, page: Page, before: dict[str, Any] | None) -> dict[str, Any]:
        """Wait until the page has settled; raise with what is missing if it does not."""
        told: dict[str, Any] = page.evaluate(
            "([want, before, quiet, most]) => window.bench.settled(want, before, quiet, most)",
            [self.want, before, QUIET_MS, TIMEOUT_MS],
        )
        if told["fault"]:
            raise RuntimeError(f"{self.name} did not settle: {told['fault']}")
        return told

    def load(self, browser: Browser) -> tuple[BrowserContext, Page, dict[str, Any]]:
        """Open the page in a context that has never seen the server."""
        context = browser.new_context(viewport=VIEW, reduced_motion="reduce")
        context.add_init_script(path=PROBE)
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        page.goto(self.server.address + self.path, wait_until="commit")
        return context, page, self.settle(page, None)

    def load_cold(self, browser: Browser) -> float:
        """Return the milliseconds from navigation to settled."""
        context, _, told = self.load(browser)
        self.nodes = int(told["nodes"])
        context.close()
        return float(told["ms"])

    def change_once(self, browser: Browser) -> float:
        """Return the milliseconds from the pick to settled, in the page that stays open."""
        if self.page is None:
            self.context, self.page, _ = self.load(browser)
            self.session = self.context.new_cdp_session(self.page)
            self.session.send("Performance.enable")
        page = self.page
        page.bring_to_front()
        before = page.evaluate("want => window.bench.look(want)", self.want)
        self.pick(page, lambda: self.arm(page))
        told = self.settle(page, before)
        self.server_ms.append(self.server.cpu() - self.before[0])
        self.browser_ms.append(self.cpu() - self.before[1])
        return float(told["ms"])

    def arm(self, page: Page) -> None:
        """Let the clocks run from here."""
        page.evaluate("window.bench.arm()")
        self.before = self.server.cpu(), self.cpu()

    def cpu(self) -> float:
        """Return the milliseconds of processor time of the browser's process for the page."""
        told = self.session.send("Performance.getMetrics")["metrics"] if self.session else []
        return sum(one["value"] * 1000 for one in told if one["name"] == "ProcessTime")

    def close(self) -> None:
        """Close the page that stayed open."""
        if self.context is not None:
            self.context.close()


def pick_streamlit(label: str) -> Pick:
    """Return what picks the next value of a select of Streamlit."""

    def pick(page: Page, arm: Callable[[], None]) -> None:
        box = page.get_by_role("combobox", name=label).first
        box.click()
        page.locator("[role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(250)
        arm()
        page.keyboard.press("Enter")

    return pick


def pick_named(label: str, names: tuple[str, ...]) -> Pick:
    """Return what picks one name after the other in a select of Streamlit."""
    following = itertools.cycle(names)

    def pick(page: Page, arm: Callable[[], None]) -> None:
        name = next(following)
        box = page.get_by_role("combobox", name=label).first
        box.click()
        page.keyboard.type(name)
        option = page.get_by_role("option", name=name, exact=True)
        option.wait_for()
        page.wait_for_timeout(250)
        arm()
        option.click()

    return pick


def pick_dash(page: Page, arm: Callable[[], None]) -> None:
    """Pick the next value of a dropdown of Dash."""
    page.locator("#area").click()
    options = page.locator(".dash-dropdown-option")
    options.first.wait_for()
    current = page.locator(".dash-dropdown-value").inner_text().strip()
    names = [name.strip() for name in options.all_inner_texts()]
    page.wait_for_timeout(250)
    following = options.nth(names.index(current) + 1)
    following.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    arm()
    following.click()


def pick_panel(page: Page, arm: Callable[[], None]) -> None:
    """Pick the next value of a select of Panel, which is the browser's own."""
    page.locator("select").first.focus()
    page.wait_for_timeout(250)
    arm()
    page.keyboard.press("ArrowDown")


def streamlit(name: str, script: Path, folder: Path, **more: Any) -> Server:
    """Return a server of Streamlit; without a folder to work in it has no configuration."""
    return Server(
        name,
        [
            *(sys.executable, "-m", "streamlit", "run", str(script), "--server.port={port}"),
            *("--server.headless=true", "--browser.gatherUsageStats=false"),
            *("--server.fileWatcherType=none", "--server.address=localhost"),
        ],
        folder,
        **more,
    )


def targets(folder: Path, table: str, variants: list[str], only: list[str]) -> list[Target]:
    """Return the applications, ours first."""
    python = None
    home = {"PYTHONPATH": f"{HERE}{os.pathsep}{ROOT}"}
    row = "tbody tr" if table == "whole" else "[role=row]"
    four = {**VEGA, "least": 4, "moving": True, "texts": [".figures tbody tr"]}
    plain = {
        **four,
        "texts": ["[data-testid='stTable'] tbody tr" if table == "whole" else GRID_ROW],
    }
    headed = {**VEGA, "least": 1, "moving": False, "texts": ["h2"]}

    def ours(name: str, variant: str) -> Target:
        server = streamlit(
            name.replace(",", "").replace(" ", "-"),
            HERE / "ours_four_charts.py",
            folder,
            work=ROOT,
            environment={**home, "BENCH_VARIANT": variant},
        )
        rows = {"dataframe": GRID_ROW, "plain": "[data-testid='stTable'] tbody tr"}
        asked = [rows[part] for part in variant.split("+") if part in rows]
        want = {**four, "texts": asked} if asked else four
        return Target(name, server, pick_streamlit("Area"), want)

    app = streamlit(
        "ours",
        ROOT / "app.py",
        folder,
        work=ROOT,
        environment={**home, "LIFECOURSE_PATHS_BUILD": str(folder / "build")},
    )
    found = [
        ours(OURS, "kit"),
        *(ours(f"{VARIANT}{variant}", variant) for variant in variants),
        Target(
            "ours, Indicators",
            app,
            pick_named("Indicator (", INDICATORS),
            headed,
            "/indicators?indicator=Adults+who+smoke",
        ),
        Target(
            "ours, Places",
            app,
            pick_named("Area", DISTRICTS),
            headed,
            "/places?area=Blackburn+with+Darwen",
        ),
        Target(
            "empty Streamlit",
            streamlit("streamlit-empty", HERE / "streamlit_empty.py", folder),
            pick_streamlit("Area"),
            {**VEGA, "least": 1, "moving": False, "texts": ["[data-testid='stText']"]},
        ),
        Target(
            PLAIN,
            streamlit(
                "streamlit-plain",
                HERE / "streamlit_plain.py",
                folder,
                environment={"BENCH_TABLE": table},
            ),
            pick_streamlit("Area"),
            plain,
        ),
    ]
    if not only or {"Dash", "Panel"} & set(only):
        python = str(peers(ROOT / ".build" / "bench" / "peers"))
        grid = {"BENCH_TABLE": table}
        found += [
            Target(
                "Dash",
                Server("dash", [python, str(HERE / "dash_plain.py"), "{port}"], folder, grid),
                pick_dash,
                {
                    "charts": ".js-plotly-plot",
                    "marks": ".bars .point path",
                    "least": 4,
                    "moving": True,
                    "texts": ["tbody tr:has(td)" if table == "whole" else "#table tr:has(td)"],
                },
            ),
            Target(
                "Panel",
                Server(
                    "panel",
                    [
                        *(python, "-m", "panel", "serve", str(HERE / "panel_plain.py")),
                        *("--port={port}", "--index=panel_plain"),
                        "--allow-websocket-origin=localhost:{port}",
                    ],
                    folder,
                    grid,
                ),
                pick_panel,
                {
                    "charts": ".bk-Figure",
                    "marks": "never",
                    "least": 4,
                    "moving": True,
                    "texts": [row if table == "whole" else ".tabulator-row"],
                },
                "/panel_plain",
            ),
        ]
    return [
        target
        for target in found
        if not only or target.name in only or target.name.startswith(VARIANT)
    ]


@contextlib.contextmanager
def running(found: list[Target]) -> Iterator[None]:
    """Start the servers, each once; end them all, whatever happens."""
    servers = {id(target.server): target.server for target in found}.values()
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            server.stop()


def measure(found: list[Target], browser: Browser, repeats: int, parts: str) -> None:
    """Measure every application ``repeats`` times in turns, after one turn that does not count."""
    for turn in range(repeats + 1):
        # Each goes first in some rounds: what happens to be quick or slow meets all.
        for target in found[turn % len(found) :] + found[: turn % len(found)]:
            cold = target.load_cold(browser) if parts != "change" else 0.0
            change = target.change_once(browser) if parts != "cold" else 0.0
            if turn:
                target.cold.append(cold)
                target.change.append(change)
            else:
                target.server_ms.clear()
                target.browser_ms.clear()
        print(f"\rround {turn} of {repeats}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def spread(values: list[float]) -> tuple[float, float, float]:
    """Return the lower quartile, the median, the upper quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def middle(values: list[float]) -> float:
    """Return the mean of the half in the middle: processor times are counted in tens."""
    kept = sorted(values)[len(values) // 4 : len(values) - len(values) // 4]
    return statistics.mean(kept) if kept else 0.0


def told(values: list[float]) -> str:
    """Write a median and its quartiles."""
    low, middle, high = spread(values)
    return f"{middle:7.0f}  ({low:5.0f}-{high:5.0f})"


def ratios(ours: list[float], other: list[float]) -> tuple[float, float, float]:
    """Return the quartiles of ours / other of the same round."""
    return spread([mine / its if its else 0.0 for mine, its in zip(ours, other, strict=True)])


def report(found: list[Target]) -> bool:
    """Print the times and the ratios; return whether our page meets every bar that was tried."""
    wide = max(len(target.name) for target in found) + 2
    times = f"{'change':>9}{'quartiles':>14}{'cold':>11}{'quartiles':>14}"
    print(f"{'milliseconds':<{wide}}{times}{'server cpu':>12}{'browser cpu':>13}{'nodes':>8}")
    for target in found:
        print(
            f"{target.name:<{wide}}{told(target.change):>23}{told(target.cold):>25}"
            f"{middle(target.server_ms):>12.0f}{middle(target.browser_ms):>13.0f}{target.nodes:>8}"
        )
    met = True
    named = {target.name: target for target in found}
    for ours in found:
        if ours.name == OURS or ours.name.startswith(VARIANT):
            print(f"\n{ours.name} /\n{'':<{wide}}{times}")
            for target in found:
                if target is not ours:
                    pairs = ratios(ours.change, target.change), ratios(ours.cold, target.cold)
                    print(
                        f"{target.name:<{wide}}"
                        + "".join(f"{m:>9.2f}  ({a:5.2f}-{b:5.2f}) " for a, m, b in pairs)
                    )
            all_met = bars(ours, named)
            met = met and (all_met or ours.name != OURS)
    return met


def bars(ours: Target, named: dict[str, Target]) -> bool:
    """Print which bars are met; return whether all of them are."""
    met = True
    for name, what, bar in BARS:
        if name in named and getattr(ours, what)[0]:
            ratio = ratios(getattr(ours, what), getattr(named[name], what))[1]
            word = "met   " if ratio <= bar else "MISSED"
            print(f"{word}  {what} at most {bar:g} x {name}: {ratio:.2f}")
            met = met and ratio <= bar
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--variants", nargs="*", default=[])
    parser.add_argument("--table", choices=("whole", "grid"), default="whole")
    parser.add_argument("--parts", choices=("both", "change", "cold"), default="both")
    parser.add_argument("--out", type=Path)
    call = parser.parse_args()
    if not chromium.system() and not chromium.own():
        print("no Chromium: run python -m tests.browser.chromium", file=sys.stderr)
        return 2
    repeats = min(max(2, call.repeats), MOST_REPEATS)
    begun = time.monotonic()
    load = os.getloadavg()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        found = targets(Path(folder), call.table, call.variants, call.only)
        stack.enter_context(running(found))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium.system(), args=chromium.QUIET)
        stack.callback(browser.close)
        try:
            measure(found, browser, repeats, call.parts)
        finally:
            for target in found:
                target.close()
    print(
        f"{repeats} rounds after one that does not count, {time.monotonic() - begun:.0f} s, "
        f"{os.cpu_count()} cores, load {load[0]:.1f} before and {os.getloadavg()[0]:.1f} after; "
        f"tables: {call.table}\n"
    )
    met = report(found)
    if call.out:
        kept = ("name", "change", "cold", "server_ms", "browser_ms", "nodes")
        call.out.write_text(
            json.dumps([{key: getattr(target, key) for key in kept} for target in found], indent=1)
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
