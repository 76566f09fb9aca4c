"""``python -m loaders check | build | diff | verify | boundaries | hexagons | schemas``.

Exit code 0 when all is well, 1 when the data is wrong or differs, 2 when the call is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from config import SettingError, settings
from loaders.problems import DataError, report
from models.hexagons import STEPS

WELL, DATA_WRONG, CALL_WRONG = 0, 1, 2
DIFFERS = DATA_WRONG  # of diff, as everywhere


def _folder(text: str) -> Path:
    path = Path(text).resolve()
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path


def _check(call: argparse.Namespace) -> int:
    from loaders import catalogue

    inspection = catalogue.inspect(call.data)
    if inspection.problems:
        print(report(inspection.problems), file=sys.stderr)
        return DATA_WRONG
    held = inspection.catalogue
    print(
        f"{len(held.figures)} figures, {len(held.indicators)} indicators, "
        f"{len(held.programmes)} programmes, {len(held.observations)} observations, "
        f"{len(held.wards)} wards from {len(held.sources)} sources: no problem"
    )
    return WELL


def _build(call: argparse.Namespace) -> int:
    from loaders import build

    try:
        path = build.build(call.data, call.out)
    except DataError as error:
        print(error, file=sys.stderr)
        return DATA_WRONG
    except build.BuildError as error:
        print(error, file=sys.stderr)
        return CALL_WRONG
    print(path)
    return WELL


def _diff(call: argparse.Namespace) -> int:
    from loaders import build, diff
    from loaders.store import StoreError

    try:
        with (
            diff.opened(call.old, call.out) as old,
            diff.opened(call.new or str(call.data), call.out) as new,
        ):
            found = diff.changes(old, new)
            for word, store in (("old", old), ("new", new)):
                print(f"{word}: {diff.stamped(store)}")
    except (DataError, build.BuildError, StoreError) as error:
        print(error, file=sys.stderr)
        return CALL_WRONG
    for line in diff.report(found):
        print(line)
    return WELL if found.empty else DIFFERS


def _verify(call: argparse.Namespace) -> int:
    from loaders import catalogue, evidence

    inspection = catalogue.inspect(call.data)
    if inspection.problems:
        print(report(inspection.problems), file=sys.stderr)
        return DATA_WRONG
    held = inspection.catalogue
    try:
        texts = evidence.read_texts(held, call.texts)
    except evidence.TextsError as error:
        print(error, file=sys.stderr)
        return CALL_WRONG
    problems = [inspection.problem(fault) for fault in evidence.verify(held, texts)]
    if problems:
        print(report(sorted(problems)), file=sys.stderr)
        return DATA_WRONG
    print(f"{len(held.figures)} figures: every fragment is in its text and gives its value")
    if not call.uncovered:
        return WELL
    left = list(evidence.uncovered(held, texts))
    for found in left:
        print(f"{found.source.file_name}:{found.line}: {found.number}: {found.context}")
    print(f"{len(left)} numbers that no figure covers and data/not_figures does not spare")
    return DATA_WRONG if left else WELL


def _boundaries(call: argparse.Namespace) -> int:
    from loaders import boundaries
    from loaders.boundary_files import BoundaryError, CallError

    def progress(words: str) -> None:
        print(f"... {words}", file=sys.stderr, flush=True)

    try:
        held = boundaries.take(
            call.given,
            data=call.data,
            build=call.out,
            crosswalk=call.crosswalk,
            progress=progress,
        )
    except DataError as error:
        print(error, file=sys.stderr)
        return DATA_WRONG
    except BoundaryError as error:
        print(error, file=sys.stderr)
        return CALL_WRONG if isinstance(error, CallError) else DATA_WRONG
    for note in held.notes:
        print(note)
    size = held.topojson.stat().st_size / 1000
    print(f"{held.wards} of {held.of} wards have their boundaries ({size:.0f} KB)")
    print(held.topojson)
    return WELL


def _hexagons(call: argparse.Namespace) -> int:
    from loaders import catalogue, hexagons, topojson

    tenths = set()

    def progress(done: float) -> None:
        if int(10 * done) not in tenths:
            tenths.add(int(10 * done))
            print(f"... {int(10 * done) * 10}%", file=sys.stderr, flush=True)

    try:
        held = catalogue.load(call.data)
        layout = (
            hexagons.kept(held)
            if call.seed is None
            else hexagons.compute(held, seed=call.seed, steps=call.steps, told=progress)
        )
        found = hexagons.measure(held, layout)
    except (DataError, hexagons.HexagonError) as error:
        print(error, file=sys.stderr)
        return DATA_WRONG
    print(f"{found.whole} of {found.districts} districts in one piece")
    print(f"{found.kept} of {found.neighbours} neighbours side by side ({100 * found.share:.1f}%)")
    print(f"{found.displacement:.2f} hexagon widths from the true position (median)")
    print(f"{found.holes} empty hexagons shut in")
    if found.whole < found.districts or found.holes:
        print("a layout torn or with holes is not written; try another seed", file=sys.stderr)
        return DATA_WRONG
    if call.write:
        if call.seed is not None:
            print(hexagons.keep(layout, call.data))
        hexagons.SERVED.parent.mkdir(exist_ok=True)
        topojson.write(hexagons.topology(held, layout), hexagons.SERVED)
        print(hexagons.SERVED)
    return WELL


def _schemas(call: argparse.Namespace) -> int:
    from loaders import schemas

    for file in schemas.write(call.data):
        print(file)
    return WELL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loaders", description="Curated data, checked and built."
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], words: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.add_argument("--data", type=_folder, default=settings().data, help="the data folder")
        made.set_defaults(run=run)
        return made

    command("check", _check, "Validate the data; one line per problem on stderr.")
    build = command("build", _build, "Validate, then build; the last line is the database's path.")
    build.add_argument("--out", type=Path, default=settings().build, help="where builds go")
    diff = command("diff", _diff, "Say what changed between two builds, old and new side by side.")
    diff.add_argument(
        "old", metavar="A", help="a database, the fingerprint of a build, or a data folder"
    )
    diff.add_argument("new", metavar="B", nargs="?", help="the same; without it, the data folder")
    diff.add_argument("--out", type=Path, default=settings().build, help="where builds are")
    verify = command("verify", _verify, "Compare every fragment and value with the sources' texts.")
    verify.add_argument(
        "--texts", type=Path, required=True, help="the folder of the sources' texts"
    )
    verify.add_argument(
        "--uncovered",
        action="store_true",
        help="list the numbers of the texts that no figure covers",
    )
    boundaries = command(
        "boundaries", _boundaries, "Take official ward boundaries; the last line is their path."
    )
    boundaries.add_argument(
        "given",
        metavar="FILE-OR-URL",
        help="GeoJSON, GeoPackage, zipped shapefile or TopoJSON, or the address of one or of a "
        "feature service",
    )
    boundaries.add_argument(
        "--crosswalk",
        action="store_true",
        help="show wards of another date as the ward most of their residents come from",
    )
    boundaries.add_argument(
        "--out", type=Path, default=settings().build, help="where their record goes"
    )
    hexagons = command(
        "hexagons", _hexagons, "Say how good the map of hexagons is; with a seed, make a new one."
    )
    hexagons.add_argument(
        "--seed", type=int, metavar="N", help="compute a new layout; takes ten minutes or more"
    )
    hexagons.add_argument(
        "--steps", type=int, default=STEPS, metavar="N", help="how long: attempts for every ward"
    )
    hexagons.add_argument(
        "--write",
        action="store_true",
        help="write what browsers get, and with a seed the new layout into the data folder",
    )
    command("schemas", _schemas, "Write the JSON Schemas that editors use, from the models.")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles
    try:
        call = _parser().parse_args(arguments)
    except SettingError as error:
        print(error, file=sys.stderr)
        return CALL_WRONG
    run: Callable[[argparse.Namespace], int] = call.run
    try:
        return run(call)
    except BrokenPipeError:  # whoever reads the output has seen enough
        sys.stderr.close()
        return WELL
    except OSError as error:
        print(f"{error.strerror}: {error.filename}", file=sys.stderr)
        return CALL_WRONG


if __name__ == "__main__":
    sys.exit(main())
