"""Where the time of a build goes, and how far it is from the bar.

``python -m bench.bench_build`` or ``python bench/bench_build.py``, with ``--repeats N`` and
``--data DIR``. Everything is measured in one run, several times over, and the parts are
given as shares of the whole: a slow machine changes the seconds and not the shares.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import settings
from loaders import build, rows, yaml_reader
from loaders import catalogue as curated
from models import numbers

BAR_SECONDS = 1.0
REPEATS = 7
PARTS = ("reading", "validation", "reconcile", "insert", "other")


class Stopwatch:
    """Adds up the seconds that functions take while they are wrapped."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(PARTS, 0.0)
        self._undo: list[tuple[Any, str, Any]] = []

    def watch(self, holder: Any, name: str, part: str) -> None:
        """Count what a function of a module takes as a part."""
        original = getattr(holder, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return original(*arguments, **named)
            finally:
                self.seconds[part] += time.perf_counter() - start

        self._undo.append((holder, name, original))
        setattr(holder, name, timed)

    def stop(self) -> None:
        """Take the wrappers off."""
        for holder, name, original in reversed(self._undo):
            setattr(holder, name, original)


def once(data: Path) -> tuple[float, dict[str, float]]:
    """Build into an empty folder; return the seconds in all and those of each part."""
    numbers._gives.cache_clear()  # as in a fresh process
    watch = Stopwatch()
    watch.watch(yaml_reader, "read", "reading")
    watch.watch(curated, "inspect", "validation")  # reading within it is taken off below
    watch.watch(rows, "reconcile", "reconcile")
    watch.watch(build, "_fill", "insert")  # and so is reconciling
    try:
        with tempfile.TemporaryDirectory() as out:
            start = time.perf_counter()
            build.build(data, Path(out))
            whole = time.perf_counter() - start
    finally:
        watch.stop()
    parts = watch.seconds
    parts["validation"] -= parts["reading"]
    parts["insert"] -= parts["reconcile"]
    parts["other"] = whole - sum(parts[part] for part in PARTS[:-1])
    return whole, parts


def seconds_of(run: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--data", type=Path, default=settings().data)
    call = parser.parse_args()
    once(call.data)  # modules and the disk's cache are warm after it
    runs = [once(call.data) for _ in range(max(1, call.repeats))]
    wholes = [whole for whole, _ in runs]
    middle = statistics.median(wholes)
    print(f"{len(runs)} builds of {call.data}, after one that does not count")
    print(f"{'part':<12}{'median s':>10}{'least s':>10}{'most s':>10}{'of whole':>10}")
    for part in PARTS:
        taken = [parts[part] for _, parts in runs]
        shares = [parts[part] / whole for whole, parts in runs]
        print(
            f"{part:<12}{statistics.median(taken):>10.3f}{min(taken):>10.3f}{max(taken):>10.3f}"
            f"{statistics.median(shares):>10.0%}"
        )
    print(f"{'whole':<12}{middle:>10.3f}{min(wholes):>10.3f}{max(wholes):>10.3f}{1:>10.0%}")
    print(f"whole / bar of {BAR_SECONDS:g} s: {middle / BAR_SECONDS:.2f}")
    with tempfile.TemporaryDirectory() as out:
        build.build(call.data, Path(out))
        again = statistics.median(
            seconds_of(lambda: build.build(call.data, Path(out))) for _ in range(5)
        )
    print(f"nothing changed: {again:.3f} s, {again / middle:.0%} of a build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
