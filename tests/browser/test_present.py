"""A meeting in a real browser: slides by arrow keys, another place live, type that can be read."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import parse_qs, quote, urlparse

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from config.navigation import PAGES
from models.pack import Item, Pack
from tests.browser import axe
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
        "average stay",
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


def test_after_a_choice_of_place_arrow_keys_turn_slides_again(
    server: str, browser: Browser
) -> None:
    seen = present(server, browser, 4, 1920, 1080)
    title = seen.page.get_by_role("heading", level=1)
    expect(title).to_contain_text("21 wards")
    box = seen.page.get_by_label("Place")
    box.focus()
    box.press("ArrowDown")
    seen.page.get_by_role("option", name="South Cumbria").wait_for()
    box.press_sequentially("South C")
    box.press("Enter")
    expect(title).to_contain_text("35 wards")
    expect(box).not_to_be_focused()
    seen.page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("Outcomes are unknown")
    seen.page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("35 wards")
    assert seen.errors == []


def test_a_ready_made_pack_is_chosen_and_its_list_is_gone(server: str, browser: Browser) -> None:
    seen = watch(browser)
    # A slow server hears of the opening and of the choice at once: what the page says is held.
    servers: list[WebSocketRoute] = []
    held: list[str | bytes] = []
    slow = False

    def between(page: WebSocketRoute) -> None:
        servers.append(page.connect_to_server())
        page.on_message(lambda said: held.append(said) if slow else servers[-1].send(said))

    seen.page.route_web_socket(re.compile("_stcore/stream"), between)
    seen.open(f"{server}/present")
    offer = seen.page.get_by_role("button", name="Start from a ready-made pack")
    offer.wait_for()
    slow = True
    offer.click()
    chosen = seen.page.get_by_role("button", name="The Blackpool pack")
    chosen.click()
    seen.page.wait_for_timeout(300)
    assert held
    slow = False
    for said in held:
        servers[-1].send(said)
    expect(seen.page.get_by_role("button", name="Present from the start")).to_be_visible()
    expect(chosen).to_be_hidden()
    assert seen.errors == []


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


EVERY = Pack(tuple(Item(one.address, heading=one.title) for one in PAGES if one.views), "All")
# Where the bar is, and how far the slide reaches beyond the screen.
_FRAME = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const bar = document.querySelector('.st-key-stage_bar').getBoundingClientRect();
    const shown = [...main.querySelectorAll('.figures, [data-testid="stVegaLiteChart"] svg')];
    const end = Math.max(0, ...[...shown, ...main.querySelectorAll('[data-testid="stText"]')]
        .filter(e => e.checkVisibility() && !e.closest('.st-key-stage_bar'))
        .map(e => e.getBoundingClientRect().bottom));
    return {
        bar: [bar.top, bar.bottom, innerHeight],
        over: Math.max(end - bar.top, main.scrollHeight - main.clientHeight),
        sideways: main.scrollWidth - main.clientWidth,
    };
}"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
def test_every_slide_of_every_page_fits_and_the_bar_stands_still(
    server: str, browser: Browser, width: int, height: int
) -> None:
    seen = watch(browser)
    page = seen.page
    page.set_viewport_size({"width": width, "height": height})
    seen.open(f"{server}/present?slide=0&pack={quote(EVERY.text())}")
    frames = []
    following = page.get_by_role("button", name="Next")
    while True:
        page.wait_for_timeout(700)
        title = page.get_by_role("heading", level=1).inner_text()
        frames.append((title, page.evaluate(_FRAME)))
        if following.is_disabled():
            break
        at = len(frames)
        page.keyboard.press("ArrowRight")
        expect(page.locator(".st-key-stage_bar").get_by_text(f"{at} of ")).to_be_visible()
        seen.settle()
    assert len(frames) > len(EVERY.items)
    for title, frame in frames:
        assert frame["over"] <= 2, title
        assert frame["sideways"] <= 1, title
        assert frame["bar"] == frames[0][1]["bar"], title
        assert frame["bar"][1] == frame["bar"][2], title
    assert seen.errors == []


@pytest.mark.parametrize("slide", [0, 1, 2, 4])
def test_in_a_dim_room_all_is_dark_and_legible(server: str, browser: Browser, slide: int) -> None:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True).new_page()
    page.goto(f"{server}/present?dim=true&slide={slide}&pack={quote(FIVE.text())}")
    seen = Watched(page)
    seen.settle()
    page.wait_for_timeout(1000)
    assert axe.violations(page) == []
    light = page.evaluate("""() => [...document.querySelectorAll(
        '.stApp, [data-testid="stMain"], .st-key-stage_bar, .stApp [role="group"], svg.marks')]
        .map(e => getComputedStyle(e).backgroundColor)
        .filter(c => !c.endsWith(', 0)') && c.match(/\\d+/g).slice(0, 3).some(n => n > 80))""")
    assert light == []


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


_CUT = """() => [...document.querySelectorAll('[data-testid="stPopover"] button')]
    .filter(e => [e, ...e.querySelectorAll('*')]
        .some(part => part.clientWidth && part.scrollWidth > part.clientWidth + 1))
    .map(e => e.innerText)"""


@pytest.mark.parametrize("width", [1366, 1024])
def test_buttons_to_take_a_view_away_are_not_cut(server: str, browser: Browser, width: int) -> None:
    seen = watch(browser)
    seen.page.set_viewport_size({"width": width, "height": 768})
    seen.open(f"{server}/scenarios")
    expect(seen.page.get_by_role("button", name="Download or copy").first).to_be_visible()
    assert seen.page.evaluate(_CUT) == []


# Copying


_SIZE = """async base64 => {
    const file = await fetch(`data:image/png;base64,${base64}`);
    const bitmap = await createImageBitmap(await file.blob());
    return [bitmap.width, bitmap.height];
}"""
_PASTED = """async type => {
    const [item] = await navigator.clipboard.read();
    const bytes = new Uint8Array(await (await item.getType(type)).arrayBuffer());
    return [item.types, btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""))];
}"""


def smoking(server: str, browser: Browser) -> Watched:
    """Open the downloads of a line chart."""
    seen = watch(browser)
    seen.open(f"{server}/indicators?indicator=Smoking+at+time+of+delivery")
    seen.page.get_by_role("button", name="Download or copy").first.click()
    return seen


def test_a_chart_is_copied_as_the_picture_that_is_downloaded(server: str, browser: Browser) -> None:
    seen = smoking(server, browser)
    page = seen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for _ in range(2):  # and again, without anything having changed
        page.get_by_role("button", name="Copy the chart").click()
        expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
        types, copied = page.evaluate(_PASTED, "image/png")
        assert types == ["image/png"]
        page.evaluate("navigator.clipboard.writeText('something else')")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Chart as PNG, for slides").click()
    file = b64encode(downloading.value.path().read_bytes()).decode()
    width, height = page.evaluate(_SIZE, copied)
    assert [width, height] == page.evaluate(_SIZE, file)
    assert (width, height > 600) == (1920, True)
    assert seen.errors == []
    assert seen.outside == []


def test_words_are_copied_with_figures_source_and_link(server: str, browser: Browser) -> None:
    seen = smoking(server, browser)
    page = seen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert "13.9% in March 2022, 7.59% in March 2025" in lines[0]
    assert "- 13.9%, Lancashire and South Cumbria, March 2022" in lines
    assert any(line.startswith("Source: ") for line in lines)
    link = f"{server}/indicators?indicator=Smoking+at+time+of+delivery&build="
    assert lines[-1].startswith(link)
    assert seen.errors == []


def test_who_may_not_copy_is_told_what_to_do(server: str, browser: Browser) -> None:
    """As over http from another machine, where browsers keep the clipboard from pages."""
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page = context.new_page()
    page.goto(f"{server}/indicators?indicator=Smoking+at+time+of+delivery")
    page.get_by_role("button", name="Download or copy").first.click()
    page.get_by_role("button", name="Copy the chart").click()
    told = page.get_by_role("status").filter(has_text="Not copied")
    expect(told).to_contain_text("Take “Chart as PNG” below instead.")
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("status").filter(has_text="Copied: the text")).to_be_visible()
