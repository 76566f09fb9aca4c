"""Finds a Chromium for the browser tests, and gets one: python -m tests.browser.chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
# Nothing the browser does by itself may leave the machine.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
]


def system() -> str | None:
    """Return the path of an installed Chromium, or None."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return None


def own() -> bool:
    """Say whether Playwright's own Chromium is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)  # noqa: PTH110


def get() -> bool:
    """Get a Chromium: an installed one, Playwright's own, or the system's package."""
    if system() or own():
        return True
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if own():
        return True
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run([apt, "update"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            [apt, "install", "-y", "--no-install-recommends", "chromium"],
            check=False,
            stdout=subprocess.DEVNULL,
        )
    return system() is not None


if __name__ == "__main__":
    if not get():
        print("No Chromium could be had; the browser tests need one. Install chromium by hand.")
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
