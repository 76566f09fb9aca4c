"""A real server on data of its own, whose files the tests spoil."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config import ROOT, settings
from loaders import build

SECONDS = 120  # a busy machine answers late; what never comes still fails
FIGURES = "figures/ics_case_studies_2025.yaml"


@dataclass
class Served:
    """A dashboard on a copy of the data: its folders, and its process once it runs."""

    data: Path
    out: Path
    log: Path
    address: str = ""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start the server; return its address once it answers."""
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = int(found.getsockname()[1])
        places = {"LIFECOURSE_PATHS_DATA": str(self.data), "LIFECOURSE_PATHS_BUILD": str(self.out)}
        with self.log.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
                cwd=ROOT,
                env={**os.environ, **places},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        self.address = f"http://localhost:{port}"
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self.address
        pytest.fail(f"the server did not answer: {self.said()}")

    def said(self) -> str:
        """Return what the server has logged."""
        return self.log.read_text("utf-8", "replace")

    def limit(self, most_bytes: int | None) -> None:
        """Let no file that it writes from now on be longer, as on a disk that is full; None: any.

        Skips the test where no system call does so.
        """
        resource = pytest.importorskip("resource")
        if not hasattr(resource, "prlimit"):
            pytest.skip("the limits of another process cannot be set here")
        assert self.process is not None
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        soft = hard if most_bytes is None else most_bytes
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (soft, hard))

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=SECONDS)
            self.process = None

    def change(self, *pairs: tuple[str, str]) -> int:
        """Put words in the place of others, all in one go; return the line of the last."""
        file = self.data / FIGURES
        text = file.read_text(encoding="utf-8")
        line = 0
        for before, after in pairs:
            assert before in text
            line = text[: text.index(before)].count("\n") + 1
            text = text.replace(before, after, 1)
        new = file.with_name("new.tmp")
        new.write_text(text, encoding="utf-8")
        new.replace(file)
        return line

    def database(self) -> Path:
        """Return the file of the current build."""
        path = build.current(self.out)
        assert path is not None
        return path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A dashboard that is not started yet, on a copy of the data."""
    data = tmp_path / "data"
    shutil.copytree(settings().data, data)
    one = Served(data, tmp_path / "build", tmp_path / "server.log")
    yield one
    one.stop()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Return a function that gives a disk of so many megabytes; skipped where none can be had."""
    mounted: list[Path] = []

    def mount(megabytes: int) -> Path:
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        call = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
        try:
            done = subprocess.run(call, check=False, capture_output=True, text=True)
        except OSError as error:
            pytest.skip(f"no disk of its own for this test: {error}")
        if done.returncode:
            pytest.skip(f"no disk of its own for this test: {done.stderr.strip()}")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=False)
