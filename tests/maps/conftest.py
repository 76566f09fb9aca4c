"""The browser of tests/browser, for the map that is shown."""

from tests.browser.conftest import browser

__all__ = ["browser"]
