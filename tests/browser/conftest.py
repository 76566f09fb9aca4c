"""A real server and a real browser for the tests of this folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from config import ROOT
from tests.browser import chromium

# A busy machine answers late; what never comes still fails.
expect.set_options(timeout=30_000)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _start(out: Path, data: Path | None = None) -> tuple[subprocess.Popen[bytes], str]:
    port = _free_port()
    environment = {**os.environ, "LIFECOURSE_PATHS_BUILD": str(out)}
    if data is not None:
        environment["LIFECOURSE_PATHS_DATA"] = str(data)
    log = out / "server.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text('utf-8', 'replace')}")
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return process, address
        except OSError:
            time.sleep(0.1)
    process.kill()
    pytest.fail("the server did not answer within 30 seconds")


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Return a function that starts a server of its own and returns its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(data: Path | None = None) -> str:
        out = tmp_path / f"build-{len(running)}"
        out.mkdir()
        process, address = _start(out, data)
        running.append(process)
        return address

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that the tests of one worker share."""
    process, address = _start(tmp_path_factory.mktemp("build"))
    yield address
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the test fails under CI and is skipped visibly elsewhere."""
    path = chromium.system()
    if path is None and not chromium.own():
        told = "no Chromium: run python -m tests.browser.chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.QUIET)
        yield started
        started.close()
