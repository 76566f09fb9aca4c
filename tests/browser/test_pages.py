"""The pages in a real browser, on a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from config.navigation import PAGES, Entry
from tests.browser.looking import watch

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
    assert again.page.get_by_label("Search").input_value() == "satod"


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
