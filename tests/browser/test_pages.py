"""The pages in a real browser, on a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from config.navigation import PAGES, Entry
from tests.browser.looking import Watched, watch

pytestmark = pytest.mark.browser


def test_the_first_request_of_a_cold_server_may_be_a_sub_page(
    start_server: Callable[..., str], browser: Browser
) -> None:
    address = start_server()
    seen = watch(browser)
    seen.open(f"{address}/indicators?indicator=Smoking+at+time+of+delivery")
    expect(seen.page.get_by_role("heading", name="Smoking at time of delivery")).to_be_visible()
    expect(seen.page.get_by_text("“13.9% at March 2022”")).to_be_visible()
    assert seen.errors == []


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.title)
def test_a_page_shows_without_error_and_asks_nothing_of_others(
    server: str, browser: Browser, entry: Entry
) -> None:
    seen = watch(browser)
    seen.open(f"{server}/{entry.address}")
    assert seen.page.locator("[data-testid='stException']").count() == 0
    assert seen.page.get_by_text("could not be shown").count() == 0
    assert entry.title.lower() in seen.page.title().lower()
    seen.keep(entry.title.lower())
    assert seen.errors == []
    assert seen.outside == []


def test_a_copied_address_shows_the_same_view_in_a_new_browser(
    server: str, browser: Browser
) -> None:
    seen = watch(browser)
    seen.open(f"{server}/indicators")
    box = seen.page.get_by_label("Search")
    box.fill("satod")
    box.press("Enter")
    expect(seen.page.get_by_role("heading", name="Smoking at time of delivery")).to_be_visible()
    seen.settle()
    address = seen.page.url
    assert "q=satod" in address
    again = watch(browser)
    again.open(address)
    expect(again.page.get_by_role("heading", name="Smoking at time of delivery")).to_be_visible()
    expect(again.page.get_by_label("Search")).to_have_value("satod")


def test_an_unknown_value_in_the_address_is_told_and_not_an_error(
    server: str, browser: Browser
) -> None:
    seen = watch(browser)
    seen.open(f"{server}/indicators?indicator=Dragons")
    expect(seen.page.get_by_text("which is not here")).to_be_visible()
    assert seen.page.locator("[data-testid='stException']").count() == 0


def test_the_chart_draws_a_mark_for_every_bar(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.open(f"{server}/indicators?indicator=Adults+who+smoke")
    bars = seen.page.locator("[data-testid='stVegaLiteChart'] path[aria-roledescription='bar']")
    expect(bars.first).to_be_visible()
    assert bars.count() >= 2


def test_a_chart_is_taken_with_its_source_only(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.open(f"{server}/indicators?indicator=Adults+who+smoke")
    seen.page.locator("[data-testid='stVegaLiteChart']").first.hover()
    tools = seen.page.locator("[data-testid='stElementToolbar'] button")
    offered = {str(tool.get_attribute("aria-label")).partition(":")[0] for tool in tools.all()}
    assert "Download as PNG" in offered  # else Streamlit's own words are others now
    for name in ("Download as PNG", "Copy Vega-Lite spec"):
        expect(seen.page.locator(f"[aria-label^='{name}']").first).to_be_hidden()
    expect(seen.page.locator("[aria-label^='Fullscreen']").first).to_be_visible()


def choose(seen: Watched, label: str, name: str) -> None:
    """Choose one of a box by typing its name."""
    box = seen.page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(name)
    seen.page.get_by_role("option", name=name, exact=True).click()


def steps(page: Page) -> int:
    """Return how many steps the browser could go back or forward."""
    return int(page.evaluate("history.length"))


def area_is(seen: Watched, name: str, address: str) -> None:
    """Expect an area in the heading, in the box, and in the address."""
    expect(seen.page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
    expect(seen.page.get_by_role("combobox", name="Area", exact=True)).to_have_value(name)
    expect(seen.page).to_have_url(address)
    seen.settle()


@pytest.mark.parametrize(
    ("page", "tab", "first"),
    [
        ("wards", "Budget", "Share"),
        ("strategy", "Boards", "can be followed over time"),
        ("programmes", "Outcomes", "programmes: "),
    ],
)
def test_back_from_a_tab_shows_the_first_one_again(
    server: str, browser: Browser, page: str, tab: str, first: str
) -> None:
    seen = watch(browser)
    query = "?where=pct_65_plus%3A25.." if page == "wards" else ""
    seen.open(f"{server}/{page}{query}")
    shown = seen.page.get_by_role("columnheader" if page == "wards" else "heading", name=first)
    expect(shown.first).to_be_visible()
    tabs = seen.page.get_by_role("radiogroup").first.get_by_role("radio")
    expect(tabs.first).to_be_checked()
    seen.page.get_by_role("radio", name=tab, exact=True).click()
    expect(shown).to_have_count(0)
    expect(tabs.first).not_to_be_checked()
    seen.settle()
    address = seen.page.url
    seen.page.go_back()
    expect(shown.first).to_be_visible()
    expect(tabs.first).to_be_checked()
    seen.settle()
    seen.page.go_forward()
    expect(shown).to_have_count(0)
    expect(seen.page.get_by_role("radio", name=tab, exact=True)).to_be_checked()
    expect(seen.page).to_have_url(address)
    expect(seen.page.get_by_text("could not be shown")).to_have_count(0)


def test_back_undoes_a_choice_and_forward_does_it_again(server: str, browser: Browser) -> None:
    seen = watch(browser)
    first = f"{server}/places"
    seen.open(first)
    before = steps(seen.page)
    choose(seen, "Area", "Blackpool")
    area_is(seen, "Blackpool", f"{first}?area=Blackpool")
    choose(seen, "Area", "Lancashire")
    area_is(seen, "Lancashire", f"{first}?area=Lancashire")
    assert steps(seen.page) == before + 2
    seen.page.go_back()
    area_is(seen, "Blackpool", f"{first}?area=Blackpool")
    seen.page.go_back()
    area_is(seen, "Blackburn with Darwen", first)
    seen.page.go_forward()
    area_is(seen, "Blackpool", f"{first}?area=Blackpool")
    seen.page.go_forward()
    area_is(seen, "Lancashire", f"{first}?area=Lancashire")
    # A choice after going back starts another way on.
    seen.page.go_back()
    area_is(seen, "Blackpool", f"{first}?area=Blackpool")
    choose(seen, "Area", "Preston")
    area_is(seen, "Preston", f"{first}?area=Preston")
    assert steps(seen.page) == before + 2
    seen.page.go_back()
    area_is(seen, "Blackpool", f"{first}?area=Blackpool")
    assert seen.errors == []


def test_back_at_the_moment_a_page_has_come(server: str, browser: Browser) -> None:
    """Who goes back before the page has come to rest is led where Back leads."""
    seen = watch(browser)
    seen.open(f"{server}/?find=smoking+at+delivery")
    box = seen.page.get_by_label("Search indicators, places, programmes and wards")
    seen.settle()
    back = """(wanted) => new Promise((done) => {
        const look = () => {
            const rests = document.querySelector('[data-test-script-state="notRunning"]');
            if (!rests || !document.querySelector('h1')?.textContent.includes(wanted))
                return requestAnimationFrame(look);
            history.back();
            done();
        };
        look();
    })"""
    for _ in range(5):
        seen.page.get_by_role("link", name="Indicator: Smoking at time of delivery").click()
        seen.page.evaluate(back, "Indicators")
        expect(box).to_have_value("smoking at delivery")
        expect(seen.page).to_have_url(f"{server}/?find=smoking+at+delivery")
        seen.settle()


def test_back_from_what_was_found_leads_to_the_words_again(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.open(f"{server}/")
    before = steps(seen.page)
    box = seen.page.get_by_label("Search indicators, places, programmes and wards")
    box.click()
    box.press_sequentially("smoking at delivery", delay=20)
    assert steps(seen.page) == before  # typing is no step
    box.press("Enter")
    seen.page.get_by_role("link", name="Indicator: Smoking at time of delivery").click()
    heading = seen.page.get_by_role("heading", name="Smoking at time of delivery")
    expect(heading).to_be_visible()
    expect(seen.page).to_have_url(f"{server}/indicators?indicator=Smoking+at+time+of+delivery")
    seen.settle()
    assert steps(seen.page) == before + 2  # the words, and what they found
    seen.page.go_back()
    expect(box).to_have_value("smoking at delivery")
    expect(seen.page).to_have_url(f"{server}/?find=smoking+at+delivery")
    seen.settle()
    seen.page.go_back()
    expect(box).to_have_value("")
    seen.settle()
    seen.page.go_forward()
    expect(box).to_have_value("smoking at delivery")
    seen.settle()
    seen.page.go_forward()
    expect(heading).to_be_visible()
    assert seen.errors == []


def test_what_the_server_writes_into_the_address_is_no_step(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.page.goto("about:blank")
    before = steps(seen.page)
    # An id gives way to the name, what is not here goes.
    seen.open(f"{server}/places?area=central_lancashire&beside=Atlantis")
    area_is(seen, "Central Lancashire", f"{server}/places?area=Central+Lancashire")
    assert steps(seen.page) == before + 1
    # With another domain, the theme that was chosen goes: one step, not two.
    seen.open(f"{server}/domains")
    seen.page.get_by_role("radio").nth(1).click()
    expect(seen.page).to_have_url(f"{server}/domains?theme=Reducing+health+inequalities")
    seen.settle()
    choose(seen, "Domain", "Living Well")
    expect(seen.page).to_have_url(f"{server}/domains?domain=Living+Well")
    seen.settle()
    assert steps(seen.page) == before + 4
    seen.page.go_back()
    expect(seen.page).to_have_url(f"{server}/domains?theme=Reducing+health+inequalities")
    expect(seen.page.get_by_role("radio", checked=True)).to_have_text(
        "Reducing health inequalities"
    )
    expect(seen.page.get_by_text("which is not here")).to_have_count(0)


def test_a_switch_and_the_menu_are_steps(server: str, browser: Browser) -> None:
    seen = watch(browser)
    seen.open(f"{server}/sources")
    seen.page.get_by_text("Only figures in question").click()
    expect(seen.page).to_have_url(f"{server}/sources?only_in_question=true")
    seen.settle()
    seen.page.get_by_role("link", name="Domains", exact=True).first.click()
    expect(seen.page.get_by_role("heading", level=1, name="Domains")).to_be_visible()
    expect(seen.page).to_have_url(f"{server}/domains")
    seen.settle()
    seen.page.go_back()
    expect(seen.page.get_by_role("heading", level=1, name="Sources")).to_be_visible()
    switch = seen.page.get_by_role("switch", name="Only figures in question")
    expect(switch).to_be_checked()
    seen.settle()
    seen.page.go_back()
    expect(switch).not_to_be_checked()
    expect(seen.page).to_have_url(f"{server}/sources")
