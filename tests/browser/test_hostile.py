"""Hostile words in the data, in a real browser: shown as they are, and nothing comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import _start
from tests.browser.looking import Watched, watch
from tests.pages import hostile

pytestmark = pytest.mark.browser

# What would be there if any of the words were taken for markup.
LOOK = """() => {
  const found = [];
  if (window.hit !== undefined) found.push("a script has run");
  const here = new URL(document.baseURI).host;
  for (const one of document.querySelectorAll("[href], [src], [data], [action], [srcset]")) {
    for (const name of ["href", "src", "data", "action", "srcset"]) {
      const value = one.getAttribute(name);
      if (!value || one.tagName === "use") continue;
      const to = new URL(value, document.baseURI);
      const own = to.host === here || to.protocol === "data:" || to.protocol === "blob:";
      if (!own) found.push(`${one.tagName} ${name}=${value}`);
    }
  }
  const body = document.body;
  for (const one of body.querySelectorAll("iframe, object, embed, .katex, img, [onerror]"))
    found.push(one.outerHTML.slice(0, 200));
  const words = ["bold", "slant", "gone", "code", "heading", "item", "red", "badge", "home",
    "x", "b", "link", "image", "script", "break"];
  const marks = "strong, b, em, i, del, code, h1, h2, h3, h4, li, blockquote, span, a, mark, sup";
  for (const one of body.querySelectorAll(marks))
    if (words.includes(one.textContent.trim())) found.push(one.outerHTML.slice(0, 200));
  return found;
}"""
READ = "() => document.body.innerText"
TIP = """name => (document.querySelector(name) || {}).innerText || ''"""
# A word of the markup, and what must stand round it wherever it is seen.
WHOLE = {
    "bold": "**bold**",
    "slant": "*slant*",
    "gone": "~~gone~~",
    "x^2": "$x^2$",
    "material/home": ":material/home:",
    "streamlit:": ":streamlit:",
    "smile": ":smile:",
    "red[red": ":red[red]",
    "badge[badge": ":blue-badge[badge]",
    "-> b": "a -> b <- c -- d >= e",
    "&#33": "&#33;",
    "example/a": f"[link](http://{hostile.HOST}/a)",
    "example/b.png": f"![image](http://{hostile.HOST}/b.png)",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    out = folder / "build"
    out.mkdir()
    process, address = _start(out, hostile.write(folder))
    yield address
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def seen(browser: Browser) -> Iterator[Watched]:
    watched = watch(browser)
    yield watched
    watched.page.context.close()


def check(seen: Watched) -> str:
    """Look at a page as it is now; return what it says."""
    assert seen.page.evaluate(LOOK) == []
    text = " ".join(seen.page.evaluate(READ).replace("\u2060", "").split())
    for word, whole in WHOLE.items():
        bare = text.replace(whole, "")
        at = bare.find(word)
        assert at < 0, (word, bare[max(0, at - 80) : at + 80])
    assert seen.outside == []
    assert seen.errors == []
    return text


@pytest.mark.parametrize(
    ("page", "asked", "least"),
    [
        ("domains", {"domain": "starting_well"}, 12),
        ("places", {"area": "lancashire"}, 12),
        ("strategy", {"view": "Success measures"}, 8),
        ("programmes", {"view": "Savings and costs"}, 12),
        ("scenarios", {"scenario": "smoking_at_delivery"}, 1),
        ("checks", {}, 12),
        ("sources", {"document": "ics_case_studies_2025"}, 12),
        ("data", {"sql": 'SELECT title AS "**a** <b>", publisher FROM sources'}, 5),
        ("present", {"pack": "!pack=**T** [l](http://evil.example)|indicators|checks"}, 0),
        ("present", {"pack": "programmes|checks", "slide": "1"}, 1),
    ],
)
def test_hostile_words_are_shown_as_they_are(
    address: str, seen: Watched, page: str, asked: dict[str, str], least: int
) -> None:
    seen.open(f"{address}/{page}?{urlencode(asked)}")
    text = check(seen)
    # Each is there literally; which of them, is up to what the page shows.
    assert sum(" ".join(one.split()) in text for one in hostile.MARKUP) >= least


def test_what_opens_on_a_page_has_them_as_text(address: str, seen: Watched) -> None:
    seen.open(f"{address}/indicators?indicator=smoking_at_time_of_delivery")
    check(seen)
    box = seen.page.get_by_test_id("stSelectbox").filter(has_text="Indicator (")
    box.locator("input").click()
    expect(seen.page.get_by_role("option").first).to_be_visible()
    assert hostile.HOST in check(seen)
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("button", name="Download or copy").first.click()
    expect(seen.page.get_by_role("button", name="Table as CSV, for analysis")).to_be_visible()
    check(seen)
    seen.open(f"{address}/?find=smoking")
    check(seen)
    seen.page.get_by_role("button", name="In their own words").first.click()
    expect(seen.page.get_by_role("link", name="All documents").first).to_be_visible()
    check(seen)


def _hover(seen: Watched, chart: str, tip: str) -> str:
    """Move over a map until a ward with hostile words tells of itself; return what it says."""
    shown = seen.page.locator(chart)
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    assert box is not None
    for down in range(60, int(box["height"]) - 20, 12):
        for right in range(40, int(box["width"]) - 20, 24):
            seen.page.mouse.move(box["x"] + right, box["y"] + down)
            said = str(seen.page.evaluate(TIP, tip))
            if any(mark in said for mark in ("<", "[", "**", "$x", ":red")):
                return said
    return ""


def test_what_the_pointer_brings_up_has_them_as_text(address: str, seen: Watched) -> None:
    asked = {"answer": "One ward", "ward": "E05011508", "where": "imd2025_score:30.."}
    seen.open(f"{address}/wards?{urlencode(asked)}")
    assert hostile.MARKUP[0] in check(seen)
    seen.page.get_by_role("button", name="✕").first.hover()
    help_of = seen.page.get_by_test_id("stTooltipContent")
    expect(help_of).to_contain_text("Take away the condition on")
    assert hostile.MARKUP[0] in help_of.inner_text().replace("\u2060", "")
    check(seen)
    said = _hover(
        seen, ".st-key-wards [data-testid='stVegaLiteChart']", "#vg-tooltip-element.visible"
    )
    assert any(" ".join(one.split()) in " ".join(said.split()) for one in hostile.MARKUP), said
    check(seen)


def test_a_map_to_zoom_has_them_as_text(address: str, seen: Watched) -> None:
    seen.open(f"{address}/wards?zoom=true")
    said = _hover(seen, "[data-testid='stDeckGlJsonChart']", ".deck-tooltip")
    assert any(" ".join(one.split()) in " ".join(said.split()) for one in hostile.MARKUP), said
    check(seen)
