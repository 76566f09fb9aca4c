"""Every page of the menu for those who see little, no colour, or use no mouse.

axe-core finds what rules can find; the rest is looked at here: names and tables of charts, a
focus that is seen, what stands where at 320 px, and that nothing leaves the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page

from config.navigation import PAGES, Entry
from tests.browser import axe
from tests.browser.looking import SETTLED, Watched

pytestmark = pytest.mark.browser
WIDE, NARROW = 1440, 320
STOPS = 80
LONGEST_ALT = 150
OVERLAY = "[data-testid='stPopoverBody']"

BAD = """<!doctype html><title>All that can be wrong</title><style>
    button { all: revert; width: 90px; height: 40px; display: block; margin: 9px; }
    #ringless:focus { outline: none; }
    @keyframes turn { to { rotate: 1turn; } }
</style><div data-testid="stApp" style="background: rgb(255, 255, 255); color: rgb(0, 0, 0)">
<main data-testid="stMain"><h1>One</h1><h1>Two</h1>
<p style="color: #bbb">Pale</p>
<p style="position: absolute; left: 900px">Far out</p>
<hr style="position: fixed; top: 560px; width: 9px; animation: turn 1s infinite">
<div data-testid="stVegaLiteChart"><svg></svg></div>
<button id="good">Good</button>
<button id="ringless">No ring</button>
<div style="overflow: hidden; width: 90px; height: 40px"><button id="clipped"
    style="margin: 0; outline-offset: 2px">Clipped</button></div>
<div style="position: relative"><button id="covered">Covered</button>
    <i style="position: absolute; inset: 0; background: #fff"></i></div>
<button id="nameless"></button>
<button style="width: 9px; height: 9px; margin: 0; padding: 0" aria-label="Small"></button>
<button style="width: 9px; height: 9px; margin: 0; padding: 0" aria-label="Small too"></button>
<button id="outside" style="position: fixed; left: -200px">Outside</button>
</main></div>"""
_FACTS = """() => {
    const all = selector => [...document.querySelectorAll(selector)];
    const shown = e => e.checkVisibility({visibilityProperty: true});
    const main = document.querySelector('[data-testid="stMain"]');
    const lightness = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
        return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    };
    const app = getComputedStyle(document.querySelector('[data-testid="stApp"]'));
    const cut = e => {  // beyond the right edge, and no box to scroll it into view
        if (!shown(e) || e.getBoundingClientRect().right <= innerWidth + 1) return false;
        for (let p = e.parentElement; p && p !== main; p = p.parentElement)
            if (/auto|scroll/.test(getComputedStyle(p).overflowX)) return false;
        return true;
    };
    return {
        lang: document.documentElement.lang,
        h1: all('h1').filter(shown).length,
        background: lightness(app.backgroundColor),
        text: lightness(app.color),
        scrolls: [document.scrollingElement, main].some(e => e.scrollWidth > e.clientWidth),
        cut: [...main.querySelectorAll('p, h1, h2, h3, h4, button, input, svg, canvas, table')]
            .filter(cut).map(e => e.outerHTML.slice(0, 120)),
        moving: document.getAnimations().filter(a => a.playState === 'running'
            && a.effect.getComputedTiming().iterations === Infinity).length,
        charts: all('[data-testid="stVegaLiteChart"], [data-testid="stDeckGlJsonChart"]')
            .map(e => (e.matches('[role]') ? e : e.querySelector('[role][aria-label]') || e)
                .getAttribute('aria-label') || ''),
        tables: all('.figures table, [data-testid="stDataFrame"] canvas').length,
        faults: all('[data-testid="stException"]').length,
    };
}"""
_DRAWN = """() => !document.querySelector('[data-testid="stSkeleton"]')
    && [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
        .every(e => e.querySelector('svg, canvas'))"""
_UNFOLD = """() => {
    const closed = [...document.querySelectorAll('details:not([open]) > summary')]
        .filter(e => e.checkVisibility());
    closed.forEach(e => e.click());
    return closed.length;
}"""
# What is painted for the element that has the focus: itself or, where it is a hidden input, the
# parts of its label; and up to three ancestors, since fields are framed by theirs.
_FOCUS = """() => {
    const ring = e => {
        const s = getComputedStyle(e);
        const line = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
        return (line ? `${s.outlineStyle} ${s.outlineWidth} ${s.outlineColor} ` : '')
            + (s.boxShadow === 'none' ? '' : s.boxShadow);
    };
    const grown = s => s.outlineStyle === 'none' ? 1
        : parseFloat(s.outlineOffset) + parseFloat(s.outlineWidth) / 2;
    const unclipped = e => {  // the ring's sides that no ancestor cuts off: two at least
        const r = e.getBoundingClientRect(), by = grown(getComputedStyle(e));
        const sides = {left: r.left - by, top: r.top - by,
            right: r.right + by, bottom: r.bottom + by};
        const cut = new Set();
        for (let p = e.parentElement; p; p = p.parentElement) {
            const s = getComputedStyle(p), box = p.getBoundingClientRect();
            if (s.overflowX !== 'visible') {
                if (sides.left < box.left) cut.add('left');
                if (sides.right > box.right) cut.add('right');
            }
            if (s.overflowY !== 'visible') {
                if (sides.top < box.top) cut.add('top');
                if (sides.bottom > box.bottom) cut.add('bottom');
            }
        }
        return cut.size <= 2;
    };
    const before = window.lifecourseStop;
    const seen = before && before.some(([e, was]) => was && ring(e) !== was);
    const e = document.activeElement;
    if (!e || e === document.body) {
        window.lifecourseStop = null;
        return {end: true, seen};
    }
    const large = x => { const r = x.getBoundingClientRect(); return r.width > 4 && r.height > 4; };
    const label = e.matches('[type=checkbox], [type=radio]') ? e.closest('label') : null;
    const parts = !label ? [e] : [...label.querySelectorAll('*')].filter(large);
    for (let p = e.parentElement, n = 0; p && n < 3; p = p.parentElement, n++) parts.push(p);
    window.lifecourseStop = parts.filter(unclipped).map(x => [x, ring(x)]);
    const target = label || e, r = target.getBoundingClientRect();
    const x1 = Math.max(r.left, 0), x2 = Math.min(r.right, innerWidth);
    const y1 = Math.max(r.top, 0), y2 = Math.min(r.bottom, innerHeight);
    const bare = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].some(([x, y]) => {
        const top = document.elementFromPoint(x1 + (x2 - x1) * x, y1 + (y2 - y1) * y);
        return top && (target.contains(top) || top.contains(target));
    });
    return {
        end: false, seen,
        html: e.outerHTML.slice(0, 120),
        off: x1 >= x2 || y1 >= y2,
        covered: !bare,
    };
}"""


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[Callable[[str, int], BrowserContext]]:
    """Return a function that gives the context of a colour scheme and a width, made once."""
    made: dict[tuple[str, int], BrowserContext] = {}

    def context(scheme: str, width: int) -> BrowserContext:
        if (scheme, width) not in made:
            made[scheme, width] = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                bypass_csp=True,
            )
        return made[scheme, width]

    yield context
    for one in made.values():
        one.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.title)
def test_a_page_is_for_everyone(
    server: str,
    contexts: Callable[[str, int], BrowserContext],
    entry: Entry,
    scheme: str,
    width: int,
) -> None:
    page = contexts(scheme, width).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seen = Watched(page)
    try:
        seen.open(f"{server}/{entry.address}")
        _settle(seen)
        faults = [*_opened(seen), *_facts(page, scheme, width), *_popovers(seen)]
        if (scheme, width) in (("light", WIDE), ("dark", NARROW)):
            faults += _stops(page)
        faults += _menu(seen)
    finally:
        page.close()
    outside = {url for url in asked if urlparse(url).hostname not in ("localhost", None)}
    faults += [f"outside: {url}" for url in sorted(outside)]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_the_checks_find_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": NARROW, "height": 600}, bypass_csp=True)
    page.set_content(BAD)
    found = "\n".join([*axe.violations(page), *_facts(page, "dark", NARROW), *_stops(page)])
    page.close()
    for fault in (
        "color-contrast: <p",
        "target-size: <button",
        "no language",
        "2 titles",
        "not dark",
        "a chart without alt",
        "charts without a table",
        "the page scrolls sideways at 320",
        "cut off at 320: ['<p style=\"position",
        "1 animations without end",
        'focus is not seen: <button id="ringless"',
        'focus is not seen: <button id="clipped"',
        'focus is covered: <button id="covered"',
        'focus is off the screen: <button id="outside"',
        'a stop without a name: <button id="nameless"',
    ):
        assert fault in found, found
    assert 'seen: <button id="good"' not in found


def _opened(seen: Watched) -> list[str]:
    """Look at a page, at every tab, with all unfolded that unfolds."""
    faults = []
    for tab in [None, *seen.page.locator("[role=tab][aria-selected=false]").all()]:
        if tab is not None:
            _press(seen, tab)
        while seen.page.evaluate(_UNFOLD):
            _settle(seen)
        faults += axe.violations(seen.page)
    return list(dict.fromkeys(faults))


def _menu(seen: Watched) -> list[str]:
    """Look into the menu that is folded away on a narrow screen."""
    menu = seen.page.locator("[data-testid='stExpandSidebarButton']:visible")
    if not menu.count():
        return []
    _press(seen, menu)
    faults = axe.violations(seen.page, "[data-testid='stSidebar']")
    # Streamlit remembers for the next page of this browser that the menu is open.
    seen.page.locator("[data-testid='stSidebarCollapseButton'] button").click()
    seen.page.wait_for_selector(
        "[data-testid='stSidebar'][data-collapsed='true']", state="attached"
    )
    return faults


def _press(seen: Watched, what: Locator) -> None:
    what.click(timeout=5000)
    _settle(seen)


def _settle(seen: Watched) -> None:
    """Wait for the run, and for the parts whose code the browser loads when they are needed."""
    seen.page.wait_for_timeout(200)
    seen.page.wait_for_selector(SETTLED, timeout=60_000)
    seen.page.wait_for_function(_DRAWN)


def _popovers(seen: Watched) -> list[str]:
    """Open one popover after the other and look into it."""
    faults = []
    for button in seen.page.locator("[data-testid='stPopoverButton']:visible").all():
        _press(seen, button)
        seen.page.wait_for_selector(OVERLAY, state="visible", timeout=5000)
        while seen.page.evaluate(_UNFOLD):
            _settle(seen)
        faults += axe.violations(seen.page, OVERLAY)
        seen.page.keyboard.press("Escape")
        seen.page.wait_for_selector(OVERLAY, state="detached", timeout=5000)
    return faults


def _facts(page: Page, scheme: str, width: int) -> list[str]:
    """Look at what axe does not: language, title, theme, charts, width, motion."""
    facts = page.evaluate(_FACTS)
    dark = facts["background"] < 0.2 and facts["text"] > 0.8
    light = facts["background"] > 0.8 and facts["text"] < 0.2
    charts = facts["charts"]
    wrong = {
        "no language": not facts["lang"],
        f"{facts['h1']} titles": facts["h1"] != 1,
        f"not {scheme}": not (dark if scheme == "dark" else light),
        "a chart without alt": not all(charts) or "Vega visualization" in charts,
        "an alt that is too long": any(len(alt) > LONGEST_ALT for alt in charts),
        "charts without a table": bool(charts) and not facts["tables"],
        f"the page scrolls sideways at {width}": facts["scrolls"],
        f"cut off at {width}: {facts['cut']}": bool(facts["cut"]),
        f"{facts['moving']} animations without end": facts["moving"],
        "an exception": facts["faults"],
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def _stops(page: Page) -> list[str]:
    """Go through the page with the Tab key: each stop has a name, and is seen to have focus."""
    cdp = page.context.new_cdp_session(page)
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    page.evaluate("document.body.removeAttribute('tabindex'); window.lifecourseStop = null")
    faults: list[str] = []
    before, count = "", 0
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        stop = page.evaluate(_FOCUS)
        if before and not stop["seen"]:
            faults.append(f"focus is not seen: {before}")
        if stop["end"]:
            break
        count += 1
        before = stop["html"]
        if stop["off"]:
            faults.append(f"focus is off the screen: {before}")
        elif stop["covered"]:
            faults.append(f"focus is covered: {before}")
        if not _name(cdp) and not before.startswith("<main"):  # a landmark needs none
            faults.append(f"a stop without a name: {before}")
    cdp.detach()
    return faults if count else ["no stop of the keyboard"]


def _name(cdp: CDPSession) -> str:
    """Return the name that the browser gives the focused element to assistive technology."""
    focused = cdp.send("Runtime.evaluate", {"expression": "document.activeElement"})
    tree = cdp.send(
        "Accessibility.getPartialAXTree",
        {"objectId": focused["result"]["objectId"], "fetchRelatives": False},
    )
    return str(tree["nodes"][0].get("name", {}).get("value", "")).strip()
