"""The map on a page: what was clicked and boxed, and that it is redrawn and never built anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import pandas as pd
import pytest
import vl_convert
from playwright.sync_api import Browser, Page, expect

from bench.pages.servers import free_port
from config import ROOT
from config.palette import LIGHT
from pages.components import ward_view
from pages.components.maps.drawing import BOX, PICK
from pages.components.maps.geometry import Geometry, geometry
from pages.components.maps.shades import shades
from pages.components.maps.ward_map import Wards, inlined, shade_map
from tests.browser.looking import SETTLED, Watched, watch
from tests.charts.images import at_width
from tests.maps.shapes import CODES, held
from tests.maps.test_ward_map import wards

HEXAGONS = ROOT / "static" / "hexagons.topojson"
CANVAS = "[data-testid='stVegaLiteChart'] canvas"


class Told:
    """Stands where a page keeps what is picked."""

    def __init__(self) -> None:
        self.calls: list[tuple[tuple[str, ...], tuple[str, ...]]] = []

    def __call__(self, clicked: tuple[str, ...], boxed: tuple[str, ...]) -> None:
        self.calls.append((clicked, boxed))


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session's state, with the last run's already noted."""
    kept: dict[str, Any] = {"map_clicked": frozenset(), "map_boxed": None}
    monkeypatch.setattr(ward_view.st, "session_state", kept)
    return kept


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Geometry:
    return held(tmp_path_factory.mktemp("shapes"))


def selected(*clicked: str, box: dict[str, list[float]] | None = None) -> dict[str, Any]:
    rows = [{"ward_code": code} for code in clicked]
    return {"selection": {PICK: rows or {}, BOX: box or {}}}


def test_what_differs_from_the_last_time_was_clicked(
    state: dict[str, Any], shapes: Geometry
) -> None:
    told = Told()
    for before, now, clicked in (
        ((), (CODES[0],), (CODES[0],)),
        ((CODES[0],), (CODES[0], CODES[1]), (CODES[1],)),
        ((CODES[0], CODES[1]), (CODES[1],), (CODES[0],)),
        ((CODES[0],), (CODES[1],), (CODES[0], CODES[1])),
    ):
        state |= {"map_clicked": frozenset(before), "map": selected(*now)}
        ward_view._told("map", shapes, told)
        assert told.calls[-1] == (clicked, ())


def test_a_box_tells_its_wards_once(state: dict[str, Any], shapes: Geometry) -> None:
    told = Told()
    state["map"] = selected(box={"x": [7.4, 5.2], "y": [7.1, 7.9]})
    ward_view._told("map", shapes, told)
    assert told.calls == [((), tuple(CODES[:2]))]
    state["map"] = selected(CODES[5], box={"x": [7.4, 5.2], "y": [7.1, 7.9]})
    ward_view._told("map", shapes, told)
    assert told.calls[1:] == [((CODES[5],), ())]


@pytest.mark.parametrize(
    "held_state",
    [
        None,
        {"selection": {}},
        selected(),
        selected(box={"x": [0, 1], "y": [0, 1]}),
        {"selection": {PICK: [{}], BOX: {"x": [5, 8]}}},
    ],
)
def test_nothing_chosen_is_not_told(
    state: dict[str, Any], shapes: Geometry, held_state: dict[str, Any] | None
) -> None:
    told = Told()
    state["map"] = held_state
    ward_view._told("map", shapes, told)
    assert told.calls == []


# In a browser


@pytest.fixture(scope="module", params=["", "some/base"], ids=["root", "base path"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The page of the benchmark, which is made of the real drawing, with the hexagons."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").mkdir()
    shutil.copy2(HEXAGONS, folder / "static")
    script = shutil.copy2(ROOT / "bench" / "wards" / "ward_page.py", folder)
    port, base = free_port(), request.param
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "BENCH_GEOMETRY": HEXAGONS.name,
        "LIFECOURSE_PATHS_BUILD": str(folder / "build"),
    }
    options = [f"--server.port={port}", f"--server.baseUrlPath={base}"]
    options += ["--server.enableStaticServing=true"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *options],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    found = f"http://localhost:{port}/{base}".rstrip("/")
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, (folder / "server.log").read_text("utf-8", "replace")
            assert time.monotonic() < deadline, "the server did not answer within a minute"
            try:
                urllib.request.urlopen(f"{found}/_stcore/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"{found}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def looked(browser: Browser, address: str) -> Iterator[Watched]:
    watched = watch(browser)
    watched.open(address)
    watched.page.wait_for_selector(CANVAS)
    yield watched
    watched.page.context.close()


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Return where each ward is on the screen, as an image of the same width has it."""
    canvas = page.locator(CANVAS)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    shapes = geometry(HEXAGONS)
    rows = pd.DataFrame(
        {"ward_code": list(shapes.wards), "ward_name": "", "district": "", "value": 1.0,
         "shown": "", "named": None, "picked": False}
    )  # fmt: skip
    scale = shades(rows["value"], title="", written=str)
    drawn = shade_map(
        Wards.of(rows), [None] * len(rows), shades=scale, geometry=shapes, palette=LIGHT
    )
    assert drawn is not None
    picture = vl_convert.vegalite_to_svg(at_width(inlined(drawn), int(box["width"])))
    found = {}
    for code, ward in zip(shapes.wards, wards(picture), strict=True):
        corners = re.findall(r"([\d.]+),([\d.]+)", ward["d"])
        x, y = (sum(map(float, one)) / len(corners) for one in zip(*corners, strict=True))
        found[code] = (box["x"] + x, box["y"] + y)
    return found


def click(page: Page, place: tuple[float, float]) -> None:
    """Click as a hand does: a canvas learns from the way there what it is that is clicked."""
    x, y = place
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_timeout(100)
    page.mouse.down()
    page.wait_for_timeout(50)
    page.mouse.up()


def picked(page: Page, codes: set[str]) -> None:
    """Wait until the address names exactly these wards."""

    def same(url: str) -> bool:
        return set(" ".join(parse_qs(urlparse(url).query).get("picked", [])).split()) == codes

    page.wait_for_url(same, timeout=30_000, wait_until="commit")
    page.wait_for_selector(SETTLED)


@pytest.mark.browser
def test_a_click_turns_a_ward_on_and_off_and_a_box_adds(looked: Watched) -> None:
    page = looked.page
    at = places(page)
    one, other, *_ = list(at)
    click(page, at[one])
    picked(page, {one})
    click(page, at[other])
    picked(page, {one, other})
    click(page, at[one])
    picked(page, {other})
    middle = at[one]
    near = {
        code for code, (x, y) in at.items() if abs(x - middle[0]) <= 40 and abs(y - middle[1]) <= 40
    }
    assert len(near) > 3
    page.mouse.move(middle[0] - 40, middle[1] - 40)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1] + 40, steps=6)
    page.mouse.up()
    picked(page, near | {other})
    # The box goes by itself, so that its wards can be clicked, and is not told anew.
    page.mouse.move(middle[0] + 60, middle[1] + 60)
    page.wait_for_timeout(1500)
    click(page, at[one])
    picked(page, (near | {other}) - {one})
    assert looked.errors == []


@pytest.mark.browser
def test_a_ward_says_what_it_is(looked: Watched) -> None:
    page = looked.page
    x, y = places(page)["E05009941"]
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    tooltip = page.locator("#vg-tooltip-element")
    for words in ("Ward", "District", "Value", "Conditions", "Documents"):
        expect(tooltip).to_contain_text(words)


@pytest.mark.browser
def test_moves_redraw_the_map_that_is_there_and_fetch_no_shape_again(looked: Watched) -> None:
    page = looked.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(f"""document.querySelector("{CANVAS}").dataset.first = 'yes'""")
    slider = page.locator("[data-testid='stSlider'] input").first
    tiles = page.locator(".tiles")
    pictures = set()
    for _ in range(4):
        before = tiles.inner_text()
        slider.focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        expect(tiles).not_to_have_text(before, use_inner_text=True)
        page.wait_for_selector(SETTLED)
        page.wait_for_timeout(300)
        pictures.add(page.evaluate(f"""document.querySelector("{CANVAS}").toDataURL()"""))
    assert len(pictures) == 4
    # The very element that was there: a view that is built anew has a new canvas.
    assert page.locator(f"{CANVAS}[data-first='yes']").count() == 1
    assert [url for url in asked if "topojson" in url] == []


@pytest.mark.browser
def test_the_shapes_come_over_the_wire_once(looked: Watched) -> None:
    sizes = looked.page.evaluate(
        """() => performance.getEntriesByType('resource')
          .filter((one) => one.name.includes('.topojson')).map((one) => one.transferSize)"""
    )
    assert sum(size > 0 for size in sizes) == 1
    assert looked.outside == []
