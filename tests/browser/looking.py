"""A page that is watched: console errors, failed requests, requests that leave the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page

from config import ROOT

SETTLED = "[data-testid='stApp'][data-test-script-state='notRunning']"
# Streamlit's page asks below a sub-page's address first and then at the root: its way of
# finding the server. The answers of the first kind are 404 by design.
_PROBES = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go to an address and wait until the page has settled."""
        self.page.goto(address)
        self.settle()

    def settle(self) -> None:
        """Wait until the title is there and no script runs."""
        self.page.wait_for_selector("h1", timeout=60_000)
        self.page.wait_for_selector(SETTLED, timeout=60_000)
        self.page.wait_for_load_state("networkidle")

    def keep(self, name: str) -> None:
        """Keep a screenshot of the whole page at both sizes people have."""
        folder = ROOT / ".artefacts" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        for width, height in ((1366, 768), (1920, 1080)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=Path(folder, f"{name}-{width}.png"))


def watch(browser: Browser) -> Watched:
    """Open a new, empty browser page and watch it."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    watched = Watched(page)

    def asked(url: str) -> None:
        host = urlparse(url).hostname
        if host not in ("localhost", "127.0.0.1", None):
            watched.outside.append(url)

    def answered(status: int, url: str) -> None:
        if status >= 400 and not url.endswith(_PROBES):
            watched.errors.append(f"{status} {url}")

    def said(kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            watched.errors.append(text)

    page.on("request", lambda request: asked(request.url))
    page.on("response", lambda response: answered(response.status, response.url))
    page.on("console", lambda message: said(message.type, message.text))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    return watched
