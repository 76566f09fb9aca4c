"""A meeting in a real browser: slides by arrow keys, another place live, type that can be read."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlparse

import pytest
from playwright.sync_api import Browser, expect

from models.pack import Item, Pack
from tests.browser.looking import Watched, watch

pytestmark = pytest.mark.browser

FIVE = Pack(
    (
        Item("places", (("area", "Blackpool"),), heading="How people fare"),
        Item("indicators", (("indicator", "Smoking at time of delivery"),)),
        Item("wards", (("where", "place:blackpool"),), heading="Which wards"),
        Item("strategy", view="known"),
        Item("scenarios", (("scenario", "dolphinlee"),), view="tornado"),
    ),
    "November meeting",
)
# Sizes as they are on the screen: what the style says, times how much the page is enlarged.
_SIZES = """() => {
    const size = e => parseFloat(getComputedStyle(e).fontSize) * e.currentCSSZoom;
    const all = selector => [...document.querySelectorAll(selector)]
        .filter(e => e.checkVisibility() && e.textContent.trim()).map(size);
    const main = document.querySelector('[data-testid="stMain"]');
    return {
        text: all('[data-testid="stText"], .figures td'),
        chart: all('[data-testid="stVegaLiteChart"] svg text'),
        sideways: main.scrollWidth > main.clientWidth + 1,
    };
}"""


def present(server: str, browser: Browser, slide: int, width: int, height: int) -> Watched:
    seen = watch(browser)
    seen.page.set_viewport_size({"width": width, "height": height})
    seen.open(f"{server}/present?slide={slide}&pack={quote(FIVE.text())}")
    return seen


def test_a_pack_is_presented_by_arrow_keys_the_place_changes_live_and_back(
    server: str, browser: Browser
) -> None:
    seen = present(server, browser, 0, 1920, 1080)
    page = seen.page
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("November meeting")
    expect(page.get_by_text("How people fare")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("Blackpool against England")
    for words in (
        "Blackpool beside others",
        "13.9%",
        "21 wards",
        "Outcomes are unknown",
        "matters",
    ):
        page.keyboard.press("ArrowRight")
        expect(title).to_contain_text(words)
    for words in ("Outcomes are unknown", "21 wards"):
        page.keyboard.press("ArrowLeft")
        expect(title).to_contain_text(words)
    page.get_by_label("Place").click()
    page.get_by_role("option", name="South Cumbria").click()
    expect(title).to_contain_text("35 wards")
    assert parse_qs(urlparse(page.url).query)["place"] == ["South Cumbria"]
    page.get_by_label("Place").click()
    page.get_by_role("option", name="As in the pack").click()
    expect(title).to_contain_text("21 wards")
    page.locator("h1").click()  # out of the picker
    page.keyboard.press("Escape")
    expect(title).to_have_text("Present")
    assert seen.errors == []
    assert seen.outside == []


@pytest.mark.parametrize("slide", range(7))
def test_type_can_be_read_from_the_back_of_a_room(
    server: str, browser: Browser, slide: int
) -> None:
    seen = present(server, browser, slide, 1920, 1080)
    seen.page.wait_for_timeout(1500)
    found = seen.page.evaluate(_SIZES)
    if slide:
        assert found["text"]
    assert min(found["text"], default=28) >= 28
    assert min(found["chart"], default=20) >= 20
    assert not found["sideways"]
    assert seen.errors == []


@pytest.mark.parametrize("slide", [1, 3, 4])
def test_a_slide_fits_a_small_projector(server: str, browser: Browser, slide: int) -> None:
    seen = present(server, browser, slide, 1280, 720)
    seen.page.wait_for_timeout(1500)
    found = seen.page.evaluate(_SIZES)
    assert not found["sideways"]
    assert min(found["text"]) >= 18
    expect(seen.page.get_by_role("button", name="Next")).to_be_in_viewport()


def test_a_page_is_presented_and_left_again(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.open(f"{server}/places?area=Burnley&present=1")
    title = seen.page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Burnley against England")
    expect(seen.page.locator("[data-testid='stHeader']")).to_be_hidden()


def test_a_view_is_added_to_the_pack_from_its_page(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.open(f"{server}/indicators?indicator=Smoking+at+time+of+delivery")
    seen.page.get_by_role("button", name="Download").first.click()
    seen.page.get_by_role("button", name="Add to the meeting pack").click()
    seen.settle()
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("link", name="Present", exact=True).click()
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("Present")
    expect(seen.page.get_by_text("13.9% in March 2022")).to_be_visible()
    assert "pack=indicators" in seen.page.url
    assert seen.errors == []
