"""Paper from a real browser: a page printed whole, and the one-page profile that a click gives."""

from __future__ import annotations

import io
from pathlib import Path
from unicodedata import normalize
from urllib.parse import parse_qs, quote_plus, urlparse

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from config import ROOT
from config.navigation import PAGES
from pages.components.one_page import LABEL
from tests.browser.looking import Watched, watch

pytestmark = pytest.mark.browser

# A page, what stands on it and not only in its menu, and of how many sheets it is.
PRINTED = {
    "places?area=Blackpool&beside=Burnley": ("The 21 wards of Blackpool", range(3, 9)),
    "domains?domain=Dying+Well": ("Dying Well, place by place", range(1, 6)),
    "wards": ("Fit of small areas: how far", range(2, 4)),
    "checks": ("Possible explanation, not stated in the documents", range(5, 14)),
}


def opened(server: str, browser: Browser, address: str) -> Watched:
    seen = watch(browser)
    seen.open(f"{server}/{address}")
    # The last of a page is there once its sources are.
    seen.page.get_by_text("Data build").last.wait_for()
    seen.page.wait_for_timeout(1500)
    return seen


def words(read: PdfReader, page: int) -> str:
    # Some fonts have one letter for "fi".
    return " ".join(normalize("NFKC", read.pages[page].extract_text()).split())


@pytest.mark.parametrize("address", PRINTED)
def test_a_page_is_printed_whole_without_what_is_clicked(
    server: str, browser: Browser, address: str
) -> None:
    seen = opened(server, browser, address)
    drawn = seen.page.locator("[data-testid='stVegaLiteChart'] svg text").all_text_contents()
    printed = seen.page.pdf(format="A4")
    folder = ROOT / ".artefacts" / "printed"
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder, f"{address.partition('?')[0]}.pdf").write_bytes(printed)
    read = PdfReader(io.BytesIO(printed))
    said, count = PRINTED[address]
    sheets = [words(read, at) for at in range(len(read.pages))]
    whole = " ".join(sheets)
    assert len(sheets) in count
    assert said in whole
    assert "Data build" in sheets[-1]
    for chosen in parse_qs(urlparse(address).query).values():  # what was chosen stays
        assert chosen[0] in sheets[0]
    assert all(len(sheet) > 40 for sheet in sheets)  # none is empty
    # What stands above the title would be the menu.
    assert sheets[0].startswith(seen.page.get_by_role("heading", level=1).inner_text())
    assert " ".join(entry.title for entry in PAGES[-3:]) not in whole
    for button in ("Link to this view", "Present this page", LABEL):
        assert button not in whole
    seen.page.emulate_media(media="print")
    for clicked in ("stHeader", "stPopover", "stButton", "stDownloadButton", "stPageLink"):
        found = seen.page.locator(f"[data-testid='{clicked}']").filter(visible=True)
        assert found.count() == 0, clicked
    unchosen = seen.page.locator("[role='radio'][aria-checked='false']").filter(visible=True)
    assert unchosen.count() == 0
    for text in drawn[:5]:
        assert text in whole
    assert seen.errors == []


def test_on_paper_the_dark_theme_is_light(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.page.emulate_media(color_scheme="dark")
    seen.open(f"{server}/places?area=Blackpool")
    colours = """() => [...document.querySelectorAll('h1, h2, p, td')]
        .filter(e => e.checkVisibility()).map(e => getComputedStyle(e).color)"""
    ground = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    turned = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
        .map(e => getComputedStyle(e).filter)"""
    seen.page.get_by_test_id("stVegaLiteChart").first.wait_for()
    assert set(seen.page.evaluate(turned)) == {"none"}
    assert "rgb(255, 255, 255)" in seen.page.evaluate(colours)
    seen.page.emulate_media(media="print", color_scheme="dark")
    assert set(seen.page.evaluate(colours)) == {"rgb(11, 12, 12)"}
    assert seen.page.evaluate(ground) == "rgb(255, 255, 255)"
    assert set(seen.page.evaluate(turned)) == {"invert(1) hue-rotate(180deg)"}


@pytest.mark.parametrize(("key", "name"), [("area", "Burnley"), ("domain", "Starting Well")])
def test_a_click_gives_one_page_to_print(
    server: str, browser: Browser, key: str, name: str
) -> None:
    page = {"area": "places", "domain": "domains"}[key]
    seen = opened(server, browser, f"{page}?{key}={quote_plus(name)}")
    with seen.page.expect_download() as given:
        seen.page.get_by_role("button", name=LABEL).click()
    read = PdfReader(str(given.value.path()))
    (sheet,) = read.pages
    assert name in sheet.extract_text()
    links = {note.get_object()["/A"]["/URI"] for note in sheet["/Annots"]}
    assert links == {f"{server}/{page}?{key}={quote_plus(name)}"}
    assert given.value.suggested_filename.startswith("lifecourse-")
    assert given.value.suggested_filename.endswith(".pdf")
    assert seen.errors == []
