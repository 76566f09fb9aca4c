"""The walk of somebody new, from a server that nobody has asked yet: find, compare, take, pass on.

The clicks are counted and printed: python -m pytest tests/browser/test_walk.py -s
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from config.palette import LIGHT
from tests.browser.looking import Watched, watch

pytestmark = pytest.mark.browser

MOST_CLICKS = 5
CASES = "Integrated Care Strategy: programmes and case studies"
# What a reader sees: titles, controls, tables, the marks of charts and their words.
_VIEW = """() => {
    const all = (selector, text) =>
        [...document.querySelector('main, [data-testid="stMain"]').querySelectorAll(selector)]
            .filter(e => e.checkVisibility()).map(text);
    return {
        headings: all('h1, h2, h3', e => e.textContent),
        fields: all('input', e => e.value + (e.getAttribute('aria-checked') ?? e.checked ?? '')),
        chosen: all('[data-testid="stMultiSelect"]', e => e.textContent),
        tables: all('table', e => e.innerText),
        charts: all('[data-testid="stVegaLiteChart"] text', e => e.textContent),
        marks: all('[data-testid="stVegaLiteChart"] [aria-roledescription]',
                   e => e.getAttribute('aria-label')),
    };
}"""


@dataclass
class Walk:
    """A page that counts the clicks on it, part by part."""

    seen: Watched
    clicks: dict[str, int] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.seen.page

    def part(self, name: str) -> None:
        """Begin another part."""
        self.clicks[name] = 0

    def click(self, what: Locator) -> None:
        """Click, and wait until the page has answered."""
        what.click()
        self.clicks[list(self.clicks)[-1]] += 1
        self.page.wait_for_timeout(300)
        self.seen.settle()


@pytest.fixture
def walk(start_server: Callable[..., str], browser: Browser) -> Walk:
    """The Overview of a cold server."""
    walking = Walk(watch(browser))
    walking.seen.open(start_server())
    return walking


def row(page: Page, table: Locator, first: str) -> list[str]:
    """Return the cells of the row of a table that begins with a text."""
    found = table.locator("tr").filter(has=page.locator("td").first).filter(has_text=first)
    expect(found.first).to_be_visible()
    rows: list[list[str]] = [one.locator("td").all_inner_texts() for one in found.all()]
    return next(cells for cells in rows if cells and cells[0] == first)


def view(page: Page) -> dict[str, Any]:
    """Return what a page shows, when its charts are drawn."""
    expect(page.locator("[data-testid='stVegaLiteChart'] svg").first).to_be_visible()
    page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
            .every(chart => chart.querySelector('svg text'))"""
    )
    shown: dict[str, Any] = page.evaluate(_VIEW)
    return shown


def same_view(walk: Walk, browser: Browser) -> None:
    """Open the address in a browser that has never been here: it shows the same."""
    here = view(walk.page)
    assert all(here[part] for part in ("headings", "fields", "tables", "charts", "marks"))
    fresh = watch(browser)
    fresh.open(walk.page.url)
    there = view(fresh.page)
    assert there == here
    assert fresh.page.url == walk.page.url
    assert fresh.errors == []
    fresh.page.context.close()


def download(walk: Walk, kind: str, folder: Path) -> Path:
    """Take a view as a file of a kind."""
    with walk.page.expect_download() as taken:
        walk.click(walk.page.locator("[data-testid='stPopoverBody']").get_by_text(kind).first)
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


def test_somebody_new_finds_compares_takes_and_passes_on(
    walk: Walk, browser: Browser, tmp_path: Path
) -> None:
    page = walk.page

    walk.part("find an indicator by words of one's own")
    box = page.get_by_label("Search indicators, places, programmes and wards")
    walk.click(box)
    box.press_sequentially("smoking at delivery")
    box.press("Enter")
    walk.click(page.get_by_role("link", name="Indicator: Smoking at time of delivery"))
    expect(page.get_by_role("heading", level=2, name="Smoking at time of delivery")).to_be_visible()
    headline = page.get_by_role("heading", name="13.9% in March 2022, 7.59% in March 2025")
    expect(headline).to_be_visible()
    words = page.get_by_role("table").first
    for value, stated in (("13.9%", "“13.9% at March 2022”"), ("7.59%", "“7.59% at March 2025”")):
        cells = row(page, words, value)
        assert stated in cells
        assert any(cell.startswith(f"{CASES} (published): Starting Well") for cell in cells)

    walk.part("take the chart and the table away")
    walk.click(page.locator("[data-testid='stPopoverButton']", has_text="Download").first)
    picture = download(walk, "PNG", tmp_path)
    table = download(walk, "CSV", tmp_path)
    _is_the_line(picture)
    _is_the_table(table)
    page.keyboard.press("Escape")

    walk.part("pass the view on")
    same_view(walk, browser)

    walk.part("compare Blackpool with other places")
    walk.click(page.get_by_role("link", name="Places", exact=True).first)
    area = page.get_by_role("combobox", name="Area", exact=True)
    walk.click(area)
    area.fill("Blackpool")
    walk.click(page.get_by_role("option", name="Blackpool", exact=True))
    beside = page.get_by_role("combobox", name="Beside", exact=True)
    walk.click(beside)
    for name in ("Blackburn with Darwen", "Lancashire"):
        beside.fill(name)
        expect(page.get_by_role("option", name=name, exact=True)).to_be_visible()
        beside.press("Enter")
    page.keyboard.press("Escape")
    asked = "/places?area=Blackpool&beside=Blackburn+with+Darwen&beside=Lancashire"
    expect(page).to_have_url(re.compile(re.escape(asked) + "$"))
    walk.seen.settle()
    # Official values have intervals: they are judged.
    for sex, own, england in (("men", "73.9 years", "79.8 years"), ("women", "79.8", "83.6")):
        cells = row(page, page.get_by_role("table").first, f"Life expectancy at birth, {sex}")
        assert cells[2].startswith(own)
        assert cells[4].startswith(england)
        assert cells[6] == "▼ worse"
    expect(page.get_by_text("Lancashire has no official values of its own here")).to_be_visible()
    # Those of the documents have none: they stand side by side, and nobody judges.
    side_by_side = page.get_by_role("table").filter(has=page.get_by_text("Blackburn with Darwen"))
    side_by_side = side_by_side.filter(has_text="Lancashire and South Cumbria").first
    beside_it = row(page, side_by_side, "Life expectancy at birth, men")
    assert beside_it[1].startswith("74.1 years")
    assert beside_it[2].startswith("76.3 years")
    assert beside_it[3].startswith("78.3 years")
    assert not [
        cell for cell in beside_it for word in ("better", "worse", "▲", "▼") if word in cell
    ]
    expect(page.get_by_text("differences are not tested").first).to_be_visible()

    walk.part("pass the comparison on")
    same_view(walk, browser)

    walk.part("go back to where it began")
    for _ in range(4):  # two places beside, the area, the page
        page.go_back()
        walk.seen.settle()
    expect(page.get_by_role("heading", level=2, name="Smoking at time of delivery")).to_be_visible()

    for name, clicks in walk.clicks.items():
        print(f"{clicks} clicks to {name}")
    assert max(walk.clicks.values()) <= MOST_CLICKS
    assert walk.seen.errors == []
    assert walk.seen.outside == []


def _is_the_table(path: Path) -> None:
    """Expect both values with their words, document, build and view."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [(one["value"], one["period"], one["as_stated"]) for one in rows] == [
        ("13.9", "2022-03", "13.9% at March 2022"),
        ("7.59", "2025-03", "7.59% at March 2025"),
    ]
    for one in rows:
        assert one["source"] == CASES
        assert one["view_title"].endswith("13.9% in March 2022, 7.59% in March 2025")
        assert len(one["data_build"]) == 16
        assert one["downloaded"]


def _is_the_line(path: Path) -> None:
    """Expect a line whose ends stand as high as their values, and words below it."""
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    assert pixels.shape[1] == 1920
    colour = [int(LIGHT.reported.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4)]
    line = np.abs(pixels - colour).sum(axis=2) < 12
    columns = np.flatnonzero(line.any(axis=0))
    ends = []
    for side in (columns[:24], columns[-24:]):
        rows = np.flatnonzero(line[:, side].any(axis=1))
        ends.append((rows.min() + rows.max()) / 2)
    dark = pixels.sum(axis=2) < 500
    zero = max(np.flatnonzero(dark.mean(axis=1) > 0.7))
    assert (zero - ends[0]) / (zero - ends[1]) == pytest.approx(13.9 / 7.59, rel=0.02)
    inked = dark[zero + 60 :].any(axis=1)
    assert np.count_nonzero(np.diff(inked.astype(int)) == 1) >= 2  # the source, and the build
