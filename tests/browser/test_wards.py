"""The ward map in a real browser: sliders, clicks, links, official boundaries when at hand."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

import pytest
from playwright.sync_api import Browser, Locator, expect

from config import ROOT, settings
from loaders import boundaries
from models.conditions import MODE_WORDS
from tests.browser.looking import Watched, watch

pytestmark = pytest.mark.browser

MAP = "[data-testid='stVegaLiteChart'] canvas"


def test_a_slider_moves_map_tiles_list_and_address_and_the_link_restores_them(
    server: str, browser: Browser
) -> None:
    seen = watch(browser)
    fetched: list[str] = []
    seen.page.on(
        "response",
        lambda answer: fetched.append(answer.url) if ".topojson" in answer.url else None,
    )
    seen.open(f"{server}/wards?where=imd2025_score:30..")
    page = seen.page
    expect(page.locator(MAP).first).to_be_visible()
    headline = page.get_by_role("heading", level=3).first
    before = headline.inner_text()
    # The canvas is there before its shapes are.
    for _ in range(60):
        at_first = len(fetched)
        page.wait_for_timeout(500)
        if 0 < len(fetched) == at_first:
            break
    thumb = page.get_by_role("slider").first
    thumb.focus()
    for _ in range(30):
        thumb.press("ArrowRight")
    expect(headline).not_to_have_text(before)
    seen.settle()
    after = headline.inner_text()
    (where,) = parse_qs(urlparse(page.url).query)["where"]
    assert where.startswith("imd2025_score:")
    assert where != "imd2025_score:30.."
    expect(page.locator(".tiles strong").first).to_have_text(after.split()[0])
    assert 0 < len(fetched) == at_first, "the shapes are not fetched again"
    again = watch(browser)
    again.open(page.url)
    expect(again.page.get_by_role("heading", level=3).first).to_have_text(after)
    assert seen.errors + again.errors == []
    assert seen.outside + again.outside == []


def test_a_click_opens_a_ward_or_picks_it(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.page.set_viewport_size({"width": 1366, "height": 1600})
    seen.open(f"{server}/wards")
    page = seen.page
    canvas = page.locator(MAP).first
    expect(canvas).to_be_visible()
    page.wait_for_timeout(1500)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    # The middle of the map lies in Lancashire.
    middle = (box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.62)
    page.mouse.click(*middle)
    expect(page.get_by_text("wards of December 2021")).to_be_visible()
    assert "ward=" in page.url
    seen.settle()
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_label("A click").click()
    page.get_by_role("option", name="adds or takes away").click()
    page.keyboard.press("Escape")
    seen.settle()
    page.mouse.click(*middle)
    expect(page.get_by_role("heading", level=3).first).to_contain_text("305 wards")
    assert "not%3AE0" in page.url or "not:E0" in page.url
    assert seen.errors == []


def test_official_boundaries_are_drawn_once_they_are_brought(
    start_server: Callable[..., str], browser: Browser, tmp_path: Path
) -> None:
    samples = settings().boundary_samples
    if samples is None or not (samples / "wards.geojson").is_file():
        pytest.skip("no official boundaries at hand")
    address = start_server()
    build = tmp_path / "build-0"
    static = ROOT / "static"
    # Whoever runs this may have brought some; those that are taken in now put them away.
    own = {file: file.read_bytes() for file in static.glob("boundaries-*")}
    held = boundaries.take(
        str(samples / "wards.geojson"), data=settings().data, build=build, static=static
    )
    try:
        seen = watch(browser)
        seen.open(f"{address}/wards?map=Official+boundaries&where=imd2025_score:40..")
        expect(seen.page.locator(MAP).first).to_be_visible()
        expect(seen.page.get_by_role("heading", level=3).first).to_contain_text("52 wards")
        assert seen.errors == []
        assert seen.outside == []
        if os.environ.get("CI") != "true":
            seen.keep("official boundaries")
    finally:
        held.topojson.unlink()
        for file, content in own.items():
            file.write_bytes(content)


# What the server says is kept back until all is there of a run, and let go in one go.
HELD = """(() => {
    const END = 0x30;  // the last byte but one of a message that ends a run
    const kept = [];
    let holds = false, to;
    window.WebSocket = class extends WebSocket {
        constructor(...asked) {
            super(...asked);
            to = this;
            this.addEventListener("message", told => {
                if (!holds) return;
                told.stopImmediatePropagation();
                kept.push(told.data);
            });
        }
    };
    window.hold = () => { holds = true; };
    window.all = () => kept.some(data => new Uint8Array(data).at(-2) === END);
    window.letGo = () => {
        holds = false;
        for (const data of kept.splice(0)) to.dispatchEvent(new MessageEvent("message", { data }));
    };
})()"""


def most_deprived(server: str, browser: Browser, script: str) -> tuple[Watched, Locator, str]:
    """Open a page with a script of its own; return it, its headline, and what that says."""
    seen = watch(browser)
    seen.page.add_init_script(script)
    seen.open(f"{server}/wards?where=imd2025_score:30..")
    headline = seen.page.get_by_role("heading", level=3).first
    return seen, headline, str(headline.text_content())


def test_what_answers_in_a_blink_is_a_step_of_its_own(server: str, browser: Browser) -> None:
    """A part may answer so quickly that the page never shows that it runs."""
    seen, headline, begun = most_deprived(server, browser, HELD)
    page = seen.page

    def blink(pressed: Locator) -> None:
        page.evaluate("hold()")
        pressed.click()
        page.wait_for_function("all()")
        page.evaluate("letGo()")

    page.get_by_role("button", name="More", exact=True).click()
    named = page.get_by_text("Not named", exact=True)
    expect(named).to_be_visible()
    seen.settle()
    blink(named)
    expect(headline).not_to_have_text(begun)
    fewer = str(headline.text_content())
    page.get_by_role("button", name="Clear all conditions").click()
    expect(headline).to_contain_text("306 wards")
    seen.settle()
    page.go_back()
    expect(headline).to_have_text(fewer)
    seen.settle()
    page.go_back()
    expect(headline).to_have_text(begun)
    # The same for what the browser itself writes into the address.
    seen.open(page.url)
    blink(page.get_by_role("radio", name="Budget"))
    page.get_by_role("slider").first.press("ArrowRight")
    expect(page).to_have_url(re.compile("imd2025_score%3A30.1"))
    seen.settle()
    page.go_back()
    expect(page).to_have_url(re.compile(r"answer=Budget&where=imd2025_score%3A30\.\.$"))
    expect(headline).to_have_text(begun)
    assert not seen.errors


def test_what_a_control_says_that_is_gone_does_not_count(server: str, browser: Browser) -> None:
    """A reader may go on before the browser has heard what the server made of Back."""
    seen, headline, begun = most_deprived(server, browser, HELD)
    page = seen.page
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_text("Not named", exact=True).click()
    expect(headline).not_to_have_text(begun)
    seen.settle()
    page.evaluate("hold()")
    page.go_back()
    page.wait_for_function("all()")
    page.get_by_role("radio", name="Budget").click()
    page.evaluate("letGo()")
    expect(page).to_have_url(re.compile("answer=Budget"))
    expect(headline).to_have_text(begun)
    seen.settle()
    expect(headline).to_have_text(begun)
    assert "named" not in page.url
    assert not seen.errors


def test_moving_a_slider_on_is_one_step(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.open(f"{server}/wards?where=imd2025_score:30..")
    page = seen.page
    before = page.evaluate("history.length")
    thumb = page.get_by_role("slider").first
    for value in ("30.1", "30.2", "30.3"):
        thumb.press("ArrowRight")
        page.wait_for_timeout(300)  # long enough to be asked for, short enough to go on
        expect(thumb).to_have_attribute("aria-valuetext", value)
    expect(page).to_have_url(re.compile(r"imd2025_score%3A30\.3"))
    assert page.evaluate("history.length") == before + 1
    page.wait_for_timeout(1200)
    thumb.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"imd2025_score%3A30\.4"))
    assert page.evaluate("history.length") == before + 2
    # Back is no move of the slider that goes on.
    seen.settle()
    page.go_back()
    expect(thumb).to_have_attribute("aria-valuetext", "30.3")
    thumb.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"imd2025_score%3A30\.4"))
    seen.settle()
    page.go_back()
    expect(page).to_have_url(re.compile(r"imd2025_score%3A30\.3"))
    expect(thumb).to_have_attribute("aria-valuetext", "30.3")
    assert not seen.errors


def test_a_slider_that_is_gone_does_not_count(server: str, browser: Browser) -> None:
    """It may be moved before the browser has heard that its condition was taken away."""
    seen = watch(browser)
    seen.page.add_init_script(HELD)
    seen.open(f"{server}/wards?where=imd2025_score:30..;place:blackpool")
    page = seen.page
    headline = page.get_by_role("heading", level=3).first
    page.evaluate("hold()")
    page.get_by_role("button", name="✕").click()
    page.wait_for_function("all()")
    page.get_by_role("slider").first.press("ArrowRight")
    page.wait_for_timeout(500)  # it is asked for a moment after it was moved
    page.evaluate("letGo()")
    expect(page.get_by_role("slider")).to_have_count(0)
    expect(headline).to_contain_text("21 wards")
    seen.settle()
    expect(page.get_by_text("could not be shown")).to_have_count(0)
    expect(page).to_have_url(re.compile("where=place%3Ablackpool$"))
    assert not seen.errors


# The connection at hand; one that is made anew is one to a server that knows nothing of the reader.
STRANGER = """
    window.WebSocket = class extends WebSocket {
        constructor(address, protocols) {
            super(address, protocols.slice(0, 2));
            window.connection = this;
        }
    };
"""


def test_who_was_cut_off_goes_on(server: str, browser: Browser) -> None:
    """A laptop that slept, a server that was started anew: the controls work, Back undoes."""
    seen, headline, begun = most_deprived(server, browser, STRANGER)
    page = seen.page
    before = page.evaluate("history.length")
    page.evaluate("window.first = connection; connection.close()")
    page.wait_for_function("connection !== first && connection.readyState === 1")
    page.wait_for_timeout(500)
    seen.settle()
    thumb = page.get_by_role("slider").first
    thumb.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"imd2025_score%3A30\.1"))
    expect(headline).not_to_have_text(begun)
    assert page.evaluate("history.length") == before + 1
    seen.settle()
    page.go_back()
    expect(headline).to_have_text(begun)
    expect(thumb).to_have_attribute("aria-valuetext", "30.0")
    assert not seen.errors


def test_a_slider_that_comes_back_shows_what_is_asked(server: str, browser: Browser) -> None:
    """It went with its condition, and returns with it: to what it showed last, as it happens."""
    seen = watch(browser)
    conditions = "imd2025_score:30..;fuel_poverty_pct_2020:15..;match:any"
    seen.open(f"{server}/wards?where={conditions}")
    page = seen.page
    headline = page.get_by_role("heading", level=3).first
    before = str(headline.text_content())
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Clear all conditions").click()
    expect(headline).to_contain_text("306 wards")
    seen.settle()
    page.go_back()
    expect(headline).to_have_text(before)
    seen.settle()
    expect(page.get_by_role("slider").first).to_have_attribute("aria-valuetext", "30.0")
    expect(page.get_by_role("radio", name=MODE_WORDS["any"])).to_be_checked()
    # What the controls show is sent with whatever is chosen next.
    page.get_by_role("radio", name="Budget").click()
    expect(page).to_have_url(re.compile("answer=Budget"))
    seen.settle()
    expect(headline).to_have_text(before)
    assert unquote(page.url).endswith(f"where={conditions}")
    assert not seen.errors


def test_what_more_showed_last_does_not_come_back(server: str, browser: Browser) -> None:
    """Closed, its controls are not there; the browser still sends what they showed."""
    seen = watch(browser)
    seen.open(f"{server}/wards?where=imd2025_score:30..")
    page = seen.page
    headline = page.get_by_role("heading", level=3).first
    more = page.get_by_role("button", name="More", exact=True)
    field = page.get_by_role("textbox", name="The conditions as text")
    more.click()
    expect(field).to_have_value("imd2025_score:30..")
    page.get_by_text("Not named", exact=True).click()
    expect(field).to_have_value("imd2025_score:30..;named:no")
    named = str(headline.text_content())
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    seen.settle()
    more.click()
    page.get_by_role("button", name="Clear all conditions").click()
    expect(headline).to_contain_text("306 wards")
    page.keyboard.press("Escape")
    seen.settle()
    more.click()
    expect(field).to_have_value("")
    expect(headline).to_contain_text("306 wards")
    field.fill("place:blackpool")
    field.press("Enter")
    expect(headline).to_contain_text("21 wards")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    seen.settle()
    page.go_back()
    expect(headline).to_contain_text("306 wards")
    seen.settle()
    page.go_back()
    expect(headline).to_have_text(named)
    seen.settle()
    page.get_by_role("slider").first.press("ArrowRight")
    expect(page).to_have_url(re.compile("imd2025_score%3A30.1"))
    assert "named%3Ano" in page.url
    assert not seen.errors
