"""Everything that must pass, in one command: python -m tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from config import ROOT, settings

BIN = Path(sys.executable).parent


def tool(name: str) -> str:
    """Return a tool of this environment."""
    found = shutil.which(name, path=str(BIN))
    if found is None:
        sys.exit(f"{name} is not installed: pip install -c constraints.txt '.[test]'")
    return found


def main() -> int:
    """Run every step; return 1 when any failed, after all have run."""
    python = sys.executable
    steps = [
        ("lint", [tool("ruff"), "check", "."]),
        ("format", [tool("ruff"), "format", "--check", "."]),
        ("types", [tool("mypy")]),
        ("layers", [tool("lint-imports")]),
        ("data", [python, "-m", "loaders", "check"]),
    ]
    texts = settings().texts
    if texts is None:
        print("SKIPPED evidence: the sources' texts are not at hand (config/settings.toml, texts)")
    else:
        evidence = [python, "-m", "loaders", "verify", "--texts", str(texts), "--uncovered"]
        steps.append(("evidence", evidence))
    steps.append(("tests", [python, "-m", "pytest", "-n", "auto", "-q"]))
    failed = []
    for name, command in steps:
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
