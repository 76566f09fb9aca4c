"""Servers of the applications that are measured: started, waited for, and always ended."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
# What the peers are measured at; the project itself depends on none of them.
PEERS = ("dash>=4.0,<5", "panel>=1.8,<2")
INSTALL_SECONDS = 900
START_SECONDS = 90


def peers(folder: Path) -> Path:
    """Return the Python of an environment of their own for the peers; made once."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = folder / "installed.txt"
    wanted = "\n".join(PEERS)
    if done.is_file() and done.read_text(encoding="utf-8") == wanted:
        return python
    print(f"installing {', '.join(PEERS)} into {folder.name}, once", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=INSTALL_SECONDS)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS],
        check=True,
        timeout=INSTALL_SECONDS,
    )
    done.write_text(wanted, encoding="utf-8")
    return python


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """A running server; ``command`` may have {port} in it, ``folder`` gets its log."""

    name: str
    command: list[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    work: Path | None = None
    address: str = ""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        port = free_port()
        log = self.folder / f"{self.name}.log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [part.replace("{port}", str(port)) for part in self.command],
                cwd=self.work or self.folder,
                env={**os.environ, "PYTHONPATH": str(HERE), **self.environment},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.address = f"http://localhost:{port}"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError(f"{self.name} did not start:\n{log.read_text()[-2000:]}")

    def cpu(self) -> float:
        """Return the milliseconds of processor time it has used; 0 where that is not told."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_text() if self.process else ""
        except OSError:
            return 0.0
        fields = told.rpartition(")")[2].split()
        ticks = sum(map(int, fields[11:13])) if fields else 0
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it, and what it started."""
        if self.process is None or self.process.poll() is not None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            os.killpg(self.process.pid, how)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                continue
            return
