"""Official ward boundaries: an ONS file, checked, cut to the wards held, and made small for a map.

What is kept is one TopoJSON in ``static/`` and a record of it beside the builds. Both are replaced
only when a file has passed every check; a file that is refused leaves them as they were.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
import secrets
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import ROOT, settings
from loaders import boundary_files, catalogue, topojson
from loaders.boundary_files import BoundaryError, CallError, Candidate, Limits
from models import boundary
from models.boundary import Matching, WardCrosswalk
from models.ward import Ward

if TYPE_CHECKING:
    import geopandas as gpd

STATIC = ROOT / "static"
RECORD = "boundaries.json"
_NAME = re.compile(r"boundaries-[0-9a-f]{16}\.topojson")
_KEPT_SECONDS = 3600  # a browser may still be fetching the one before

METRES, DEGREES = 27700, 4326  # EPSG: British National Grid; longitude and latitude
# England on the National Grid, west, south, east, north.
_ENGLAND = (80_000, 5_000, 660_000, 660_000)
# How far from the middle of a shape, beyond half its size, a ward's known centre may be: for the
# ward itself, and for a ward of another date that is shown in its place.
_NEAR_METRES, _NEAR_MOVED_METRES = 1_000, 10_000
_LARGEST_WARD_METRES = 60_000
# Gaps between neighbours up to this width are closed: generalised files are true to 20 metres.
_GAP_METRES = 20
# Detail below this is dropped before anything else is done.
_FINE_METRES = 2
# Two shapes may share this part of the smaller one; less is carelessness of generalisation.
_OVERLAP = 0.1
# In metres. A pixel of the map of the whole system is some 200 metres: finer than half of that
# nobody sees, and the browser draws every corner again for every slider.
_TOLERANCES = [90 * 1.3**step for step in range(16)]
_GRID = 1.0  # corners stand on whole metres
_MARGIN_DEGREES = 0.1
_NAMED = 5

_YEAR = re.compile(r"database rights? \[?(20\d\d)", re.IGNORECASE)
_LICENCE = (
    "Office for National Statistics licensed under the Open Government Licence v3.0; "
    "Contains OS data © Crown copyright and database right"
)


@dataclass(frozen=True)
class Held:
    """The boundaries that are held.

    ``topojson`` is the file (objects wards, districts, places, labels, as in the map of hexagons;
    metres of the British National Grid, EPSG:27700) and ``fingerprint`` the SHA-256 of its
    content. ``file`` is what was given, ``vintage`` the date of its wards or None, ``wards`` how
    many of ``of`` have a shape, ``missing`` the codes of the others. ``moved`` maps the codes of
    another date that are shown to the wards they are shown as. ``notes`` say in words what was
    done with the file.
    """

    topojson: Path
    fingerprint: str
    file: str
    vintage: str | None
    wards: int
    of: int
    missing: tuple[str, ...]
    moved: Mapping[str, str]
    notes: tuple[str, ...]
    taken: dt.datetime
    licence: str

    @property
    def attribution(self) -> str:
        """The words to put below a map."""
        dated = f", {self.vintage}" if self.vintage else ""
        return f"Ward boundaries{dated}, simplified. Source: {self.licence}."


@dataclass(frozen=True)
class _Footprint:
    """The wards of the data, and what is known of them."""

    wards: tuple[Ward, ...]
    places: dict[str, str]
    crosswalk: tuple[WardCrosswalk, ...]

    @cached_property
    def by_code(self) -> dict[str, Ward]:
        return {ward.ward_code: ward for ward in self.wards}

    @property
    def vintage(self) -> str:
        return self.wards[0].boundary_vintage

    @cached_property
    def centres(self) -> dict[str, tuple[float, float]]:
        """Longitude and latitude of the wards whose centre is among their facts."""
        return {
            ward.ward_code: (ward.facts["centroid_lon"], ward.facts["centroid_lat"])
            for ward in self.wards
            if {"centroid_lon", "centroid_lat"} <= ward.facts.keys()
        }

    def names(self, codes: Sequence[str]) -> str:
        """Name the first wards of some, and count the others."""
        return _some(
            [
                f"{ward.ward_name} ({ward.district}, {code})"
                for code in codes[:_NAMED]
                if (ward := self.by_code[code])
            ],
            len(codes),
        )


def _some(named: Sequence[str], count: int) -> str:
    more = count - len(named)
    return ", ".join(named) + (f" and {more:,} more" if more else "")


def _footprint(data: Path) -> _Footprint:
    held = catalogue.load(data)
    if not held.wards:
        raise CallError(f"{data.name}/wards.csv: there are no wards to find boundaries for")
    places = {area.id: area.name for area in held.areas}
    return _Footprint(held.wards, places, held.ward_crosswalk)


# Taking a file ------------------------------------------------------------------------------


def take(
    given: str,
    *,
    data: Path | None = None,
    build: Path | None = None,
    static: Path | None = None,
    crosswalk: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Held:
    """Take a boundary file by its path or address, check it and keep it; return what is held.

    The address of a feature service is asked for the wards' part of the country. With
    ``crosswalk``, wards of another date are shown as the ward most of their residents come from.
    ``data``, ``build`` and ``static`` are folders, the configured ones if not given; ``progress``
    is told what is being done. Raises BoundaryError (CallError: the file or address is not
    there, or nothing can be written) and DataError when the data itself is wrong.
    """
    footprint = _footprint(data or settings().data)
    limits = Limits(
        int(settings().boundary_most_megabytes * 1e6), settings().boundary_timeout_seconds
    )
    try:
        with tempfile.TemporaryDirectory(prefix="boundaries-") as folder:
            if boundary_files.is_service(given):
                progress("asking the portal")
                envelope = _envelope(footprint)
                found = boundary_files.query(given, envelope, Path(folder), limits, progress)
            else:
                found = boundary_files.collect(given, Path(folder), limits)
            progress("checking the shapes")
            layer = _choose(found, footprint, boundary_files.shown(given))
            shapes = _shapes(layer, footprint, crosswalk=crosswalk)
            progress("making them small")
            topology = Path(folder) / "topology"
            _shrink(shapes, footprint, topology)
            name = boundary_files.shown(given) if "://" in given else Path(given).name
            return _keep(
                topology.read_bytes(), shapes, name, footprint, build or settings().build, static
            )
    except OSError as error:
        raise CallError(
            f"{error.filename or 'the disk'}: it cannot be written ({error.strerror}); "
            "make it writable, with some space left"
        ) from error


def fetch(
    *,
    data: Path | None = None,
    build: Path | None = None,
    static: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Held:
    """Fetch the boundaries from the configured feature service; see ``take``."""
    service = settings().boundary_service
    return take(service, data=data, build=build, static=static, progress=progress)


def _envelope(footprint: _Footprint) -> tuple[float, float, float, float]:
    if not footprint.centres:
        raise CallError(
            "data/wards.csv: a service is asked for the part of the country around the wards' "
            "centres; expected the columns centroid_lat and centroid_lon"
        )
    return boundary.envelope(footprint.centres.values(), _MARGIN_DEGREES)


# What the file holds ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Layer:
    """The layer of a file that holds wards: its rows with ward codes, and where it is from."""

    name: str
    frame: gpd.GeoDataFrame  # columns code, name, geometry
    vintage: str | None
    why: str  # what the vintage was read from
    licence: str


def _choose(found: Sequence[Candidate], footprint: _Footprint, name: str) -> _Layer:
    """Return the layer that holds most of the wards. Raises BoundaryError."""
    import geopandas as gpd

    looked_for = [*footprint.by_code, *{row.other_code for row in footprint.crosswalk}]
    best: tuple[int, Candidate, str, str, str | None] | None = None
    trouble: list[str] = []
    for candidate in found:
        with _told(candidate.label, trouble):
            for layer in gpd.list_layers(candidate.path)["name"]:
                rows = gpd.read_file(candidate.path, layer=layer, ignore_geometry=True)
                columns = {
                    column: list(rows[column].dropna())
                    for column in rows.columns
                    if not rows[column].dropna().empty
                }
                code = boundary.code_column(columns, looked_for)
                if code is None:
                    trouble.append(_no_wards(candidate.label, len(rows), columns))
                    continue
                codes = {boundary.clean_code(cell) for cell in columns[code]}
                count = sum(one in codes for one in looked_for)
                if best is None or count > best[0]:
                    best = (
                        count,
                        candidate,
                        layer,
                        code,
                        boundary.name_column(columns, code),
                    )
    if best is None:
        raise BoundaryError(trouble[0] if trouble else f"{name}: it holds no areas; get it again")
    _, candidate, layer, code, named = best
    with _told(candidate.label, trouble):
        frame = gpd.read_file(
            candidate.path, layer=layer, columns=[code, *([named] if named else [])]
        )
        return _Layer(
            candidate.label,
            _with_codes(frame, code, named, candidate.label),
            boundary.vintage_of(code, candidate.label, layer),
            f"column {code}",
            _licence(candidate.rights),
        )
    raise BoundaryError(trouble[-1])


def _licence(rights: str) -> str:
    """Return the words of the licence; the year of the copyright only when the file states it."""
    year = _YEAR.search(rights)
    return f"{_LICENCE} {year[1]}" if year else _LICENCE


@contextlib.contextmanager
def _told(label: str, trouble: list[str]) -> Iterator[None]:
    """Read with GDAL: its warnings are ours to judge, its failures are told in words."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BoundaryError:
        raise
    except (RuntimeError, ValueError) as error:  # pyogrio, pyproj, shapely
        words = " ".join(str(error).split())[:200].rstrip(".")
        trouble.append(
            f"{label}: it is damaged, cut short or no boundary file ({words}); get it again"
        )


def _no_wards(label: str, rows: int, columns: Mapping[str, Iterable[object]]) -> str:
    kind = boundary.kind_of(columns)
    if not rows:
        return f"{label}: it holds no areas; get it again"
    if kind is not None:
        words, column, code = kind
        what = f"it holds {words} (column {column}, such as {code}), not wards"
    else:
        what = "no column holds ward codes"
    return (
        f"{label}: {what}; expected ward boundaries with their codes, such as E05012241 "
        "(names alone will not do: several wards share one)"
    )


def _with_codes(
    frame: gpd.GeoDataFrame, code: str, named: str | None, label: str
) -> gpd.GeoDataFrame:
    """Return the rows with a code as code, name, geometry. Raises BoundaryError for no areas."""
    import geopandas as gpd

    if not isinstance(frame, gpd.GeoDataFrame):
        raise BoundaryError(f"{label}: it is a table without shapes; get the boundaries")
    frame = frame[frame[code].notna()]
    kinds = set(frame.geom_type.dropna())
    if kinds and not kinds & {"Polygon", "MultiPolygon", "GeometryCollection"}:
        what = "points" if kinds <= {"Point", "MultiPoint"} else "lines"
        raise BoundaryError(f"{label}: it holds {what}, not areas; get the boundaries of the wards")
    names = frame[named] if named else frame[code]
    return gpd.GeoDataFrame(
        {
            "code": [boundary.clean_code(cell) for cell in frame[code]],
            "name": [str(cell) for cell in names.fillna("")],
        },
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
    )


# Which wards, and where ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Shapes:
    """One valid shape per ward in metres (index ward_code), and what there is to say."""

    frame: gpd.GeoDataFrame
    layer: _Layer
    matching: Matching
    notes: list[str]


def _shapes(layer: _Layer, footprint: _Footprint, *, crosswalk: bool) -> _Shapes:
    """Return a shape for every ward that the file has. Raises BoundaryError for too few."""
    rows = footprint.crosswalk if crosswalk else ()
    least = settings().boundary_least_matched_percent
    wards, notes = list(footprint.by_code), list[str]()

    def matched(codes: Iterable[str], lost: Iterable[str]) -> Matching:
        found = boundary.match(codes, wards, rows)
        if not found.enough(least):
            raise BoundaryError(_too_few(layer, footprint, found, lost, crosswalk=crosswalk))
        return found

    placed = matched(layer.frame["code"], ()).placed
    named = layer.frame[layer.frame["code"].isin(placed)]
    named = named.assign(ward_code=[placed[code] for code in named["code"]])
    there = _finite(named)
    near = there if there.empty else _in_place(there, footprint, layer.name, notes)
    frame = near if near.empty else _valid(near, notes)
    left = set(frame["code"])
    elsewhere = set(there["code"]) - set(near["code"])
    shapeless = set(placed) - left - elsewhere
    lost = [
        f"{words}, {len(codes)}: {footprint.names([placed[code] for code in sorted(codes)])}"
        for codes, words in (
            (shapeless, "wards without a usable shape in the file"),
            (elsewhere, "wards that lie elsewhere in the file than they should"),
        )
        if codes
    ]
    codes = layer.frame["code"]
    matching = matched(codes[codes.isin(left) | ~codes.isin(placed)], lost)
    _no_contradictions(frame, layer.name, notes)
    if frame["ward_code"].is_unique:
        frame = frame.set_index("ward_code")[["geometry"]]
    else:
        frame = frame.dissolve(by="ward_code", sort=False)[["geometry"]]
    frame = _thin(frame.reindex([code for code in wards if code in frame.index]))
    _no_overlaps(frame, footprint, layer.name)
    told = [
        *_summary(layer, footprint, matching),
        *(f"Left out: {words}." for words in lost),
        *notes,
    ]
    return _Shapes(frame, layer, matching, told)


def _too_few(
    layer: _Layer,
    footprint: _Footprint,
    matching: Matching,
    lost: Iterable[str],
    *,
    crosswalk: bool,
) -> str:
    """Say why a file is refused that has too few of the wards, and what to do."""
    least = settings().boundary_least_matched_percent
    parts = [
        (
            f"{layer.name}: {matching.reached} of the {len(footprint.wards)} wards of "
            f"{footprint.vintage} are in it; expected at least {least:g}% of {matching.possible}"
        )
    ]
    if boundary.differs(layer.vintage, footprint.vintage):
        parts.append(f"its wards are of {layer.vintage} ({layer.why})")
    if matching.reached:
        parts.append(f"not in it: {footprint.names(matching.missing)}")
    parts += lost
    if matching.strangers:
        parts.append(f"in it, but not in the data: {_strangers(layer, matching)}")
    parts.append(f"get the wards of {footprint.vintage} from the ONS Open Geography portal")
    if not crosswalk:
        codes = list(layer.frame["code"])
        helped = boundary.match(codes, list(footprint.by_code), footprint.crosswalk)
        if helped.moved and helped.enough(least):
            parts[-1] += (
                f", or give --crosswalk: {len(helped.moved)} wards of another date are then shown "
                f"as the ward of {footprint.vintage} that most of their residents come from"
            )
    return "; ".join(parts)


def _strangers(layer: _Layer, matching: Matching) -> str:
    names = dict(zip(layer.frame["code"], layer.frame["name"], strict=True))
    first = matching.strangers[:_NAMED]
    return _some(
        [code if names[code] == code else f"{names[code]} ({code})" for code in first],
        len(matching.strangers),
    )


def _summary(layer: _Layer, footprint: _Footprint, matching: Matching) -> Iterator[str]:
    """Say which wards are drawn, and what stands for what."""
    if boundary.differs(layer.vintage, footprint.vintage):
        yield (
            f"The file's wards are of {layer.vintage} ({layer.why}), those of the data of "
            f"{footprint.vintage}."
        )
    if matching.moved:
        yield (
            f"{len(matching.moved)} of its wards are of another date and shown as the ward of "
            f"{footprint.vintage} that most of their residents come from, joined where that is the "
            "same one. This is an approximate best fit: their edges are not those of the ward."
        )
    if matching.missing:
        yield (
            f"Wards without a shape, {len(matching.missing)} of {len(footprint.wards)}: "
            f"{footprint.names(matching.missing)}."
        )
    if matching.strangers:
        named = f": {_strangers(layer, matching)}" if matching.missing else ""
        count = f"{len(matching.strangers):,}"
        yield f"Left out: areas that are none of the wards held, {count}{named}."


def _finite(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows whose shapes are areas, with coordinates that are numbers."""
    import numpy as np
    import shapely

    frame = frame[shapely.get_dimensions(frame.geometry.to_numpy()) == 2]
    flat = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    corners, owners = shapely.get_coordinates(flat.geometry.to_numpy(), return_index=True)
    broken = np.unique(owners[~np.isfinite(corners).all(axis=1)])
    return flat.drop(index=flat.index[broken])


def _in_place(
    frame: gpd.GeoDataFrame, footprint: _Footprint, name: str, notes: list[str]
) -> gpd.GeoDataFrame:
    """Return the shapes that lie where their wards are, in metres.

    A file may state another reference system than its numbers have, none, or have latitude
    first. So each reading is tried against the known centres of the wards, the stated one first.
    Raises BoundaryError when none puts half of them in place.
    """
    import shapely

    stated = frame.crs
    readings = [(crs, swapped) for swapped in (False, True) for crs in (METRES, DEGREES)]
    if stated is not None:
        readings = [(stated, False), *readings, (stated, True)]
    tried = [
        (_near(frame, footprint, crs, swapped=swapped), crs, swapped) for crs, swapped in readings
    ]
    near, crs, swapped = max(tried, key=lambda one: int(one[0].sum()))  # the first of equals
    if 2 * int(near.sum()) <= len(frame):
        west, south, east, north = frame.total_bounds
        raise BoundaryError(
            f"{name}: its shapes are not where the wards are (coordinates from {west:g}, {south:g} "
            f"to {east:g}, {north:g}); expected degrees (EPSG:4326) or metres of the British "
            "National Grid (EPSG:27700), and every code with its own shape"
        )
    if swapped:
        frame = frame.set_geometry(
            shapely.transform(frame.geometry.to_numpy(), lambda corners: corners[:, ::-1])
        )
        notes.append("Its coordinates stand with north first; they were turned round.")
    if stated is not None and crs != stated and stated.to_epsg() != crs:
        unit = "metres of the British National Grid" if crs == METRES else "degrees"
        notes.append(f"Its coordinates are {unit}, not {stated.name}; they were read as such.")
    elif stated is None and crs == METRES:
        notes.append("It states no reference system; read as metres of the British National Grid.")
    return frame[near].set_crs(crs, allow_override=True).to_crs(METRES)


def _near(frame: gpd.GeoDataFrame, footprint: _Footprint, crs: Any, *, swapped: bool) -> Any:
    """Say of each shape whether it lies at its ward, its coordinates read in a system."""
    import geopandas as gpd
    import numpy as np

    def metres(x: Any, y: Any) -> Any:
        points = gpd.points_from_xy(*((y, x) if swapped else (x, y)))
        return gpd.GeoSeries(points, crs=crs).to_crs(METRES).get_coordinates().to_numpy()

    box = frame.bounds
    low, high = metres(box["minx"], box["miny"]), metres(box["maxx"], box["maxy"])
    with np.errstate(invalid="ignore", over="ignore"):
        middle, size = (low + high) / 2, np.hypot(*(high - low).T)
        west, south, east, north = _ENGLAND
        inside = (
            (middle > (west, south)).all(axis=1)
            & (middle < (east, north)).all(axis=1)
            & (size < _LARGEST_WARD_METRES)
        )
        if not footprint.centres.keys() >= set(frame["ward_code"]):
            return inside
        known = zip(*(footprint.centres[ward] for ward in frame["ward_code"]), strict=True)
        centres = gpd.GeoSeries(gpd.points_from_xy(*known), crs=DEGREES).to_crs(METRES)
        away = np.hypot(*(middle - centres.get_coordinates().to_numpy()).T)
        slack = np.where(frame["code"] == frame["ward_code"], _NEAR_METRES, _NEAR_MOVED_METRES)
        return inside & (away <= size / 2 + slack)


def _valid(frame: gpd.GeoDataFrame, notes: list[str]) -> gpd.GeoDataFrame:
    """Return the shapes mended where they cross themselves, areas only."""
    import shapely

    shapes = frame.geometry.to_numpy()
    right = shapely.is_valid(shapes)
    if not right.all():
        notes.append(f"Mended: shapes that crossed themselves, {int((~right).sum())}.")
    mended = [
        shape
        if valid and shape.geom_type != "GeometryCollection"
        else shapely.union_all(
            [part for part in _parts(shapely.make_valid(shape)) if part.geom_type == "Polygon"]
        )
        for shape, valid in zip(shapes, right, strict=True)
    ]
    frame = frame.set_geometry(mended, crs=frame.crs)
    return frame[frame.geometry.area > _GRID]


def _thin(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the shapes without detail that is never drawn; full resolution takes long to clean."""
    import shapely

    thinned = shapely.coverage_simplify(frame.geometry.to_numpy(), _FINE_METRES)
    return frame.set_geometry(thinned, crs=METRES) if shapely.is_valid(thinned).all() else frame


def _parts(shape: Any) -> Iterator[Any]:
    """Yield the simple parts of a shape, of collections in it too."""
    for part in getattr(shape, "geoms", ()):
        yield from _parts(part)
    if not hasattr(shape, "geoms"):
        yield shape


def _no_contradictions(frame: gpd.GeoDataFrame, name: str, notes: list[str]) -> None:
    """Raise BoundaryError for a code that stands twice with shapes that partly overlap."""
    import shapely

    several = frame[frame["code"].duplicated(keep=False)]
    for code, rows in several.groupby("code"):
        whole = shapely.union_all(rows.geometry.to_numpy()).area
        doubled = rows.geometry.area.sum() - whole
        if doubled > _OVERLAP * whole and rows.geometry.area.min() < (1 - _OVERLAP) * whole:
            raise BoundaryError(
                f"{name}: {code} stands {len(rows)} times with different shapes; "
                "expected one shape, or parts that lie apart"
            )
    if len(several):
        count = several["code"].nunique()
        notes.append(f"Joined: wards that stand in several rows, {count}.")


def _no_overlaps(frame: gpd.GeoDataFrame, footprint: _Footprint, name: str) -> None:
    """Raise BoundaryError for two wards of which one covers much of the other."""
    import shapely

    shapes = frame.geometry.to_numpy()
    areas = shapely.area(shapes)
    if areas.sum() - shapely.union_all(shapes).area <= _OVERLAP * areas.min():
        return  # all overlaps together are less than one that matters
    for one, other in shapely.STRtree(shapes).query(shapes, predicate="intersects").T:
        if one < other:
            shared = shapes[one].intersection(shapes[other]).area
            if shared > _OVERLAP * min(areas[one], areas[other]):
                pair = footprint.names(list(frame.index[[one, other]]))
                raise BoundaryError(f"{name}: {pair} overlap; expected wards side by side")


# Making it small ----------------------------------------------------------------------------


def _shrink(shapes: _Shapes, footprint: _Footprint, file: Path) -> None:
    """Write the topology, as coarse as it must be to be small enough. Raises BoundaryError.

    Neighbours are simplified together and keep one edge between them: coverage_simplify of GEOS,
    after M. Visvalingam and J. D. Whyatt (1993), The Cartographic Journal 30(1).
    """
    import shapely

    clean = shapely.coverage_clean(shapes.frame.geometry.to_numpy(), gap_width=_GAP_METRES)
    most = settings().boundary_most_kilobytes * 1000
    for tolerance in _TOLERANCES:
        frame = shapes.frame.set_geometry(
            _on_grid(shapely.coverage_simplify(clean, tolerance)), crs=METRES
        )
        gone = list(frame.index[frame.geometry.isna() | frame.geometry.is_empty])
        if gone:
            raise BoundaryError(
                f"{shapes.layer.name}: {footprint.names(gone)} is too small to be drawn"
            )
        topojson.write(_topology(frame, footprint), file)
        if file.stat().st_size <= most:
            return
    raise BoundaryError(
        f"{shapes.layer.name}: simplified as far as possible it is still "
        f"{file.stat().st_size / 1000:,.0f} KB; expected at most {most / 1000:g} KB "
        "(boundaries.most_kilobytes in the settings)"
    )


def _on_grid(shapes: Any) -> Any:
    """Return neighbours with their corners on the grid and their common edges still common.

    All edges are rounded together (snap rounding), and the faces between them given back to the
    shape that they lie in; None where nothing is left of a shape.
    """
    import geopandas as gpd
    import shapely

    edges = shapely.unary_union(shapely.boundary(shapes), grid_size=_GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    inside, owner = shapely.STRtree(shapes).query(
        shapely.point_on_surface(faces), predicate="intersects"
    )
    owned = dict(zip(inside[::-1], owner[::-1], strict=True))  # a face has one owner
    if not owned:
        return [None] * len(shapes)
    frame = gpd.GeoDataFrame({"owner": list(owned.values())}, geometry=faces[list(owned)])
    joined = frame.dissolve(by="owner", method="coverage").geometry
    return joined.reindex(range(len(shapes))).to_numpy()


def _topology(frame: gpd.GeoDataFrame, footprint: _Footprint) -> dict[str, Any]:
    west, south, _, _ = frame.total_bounds
    grid = topojson.Grid((_GRID, _GRID), (west, south))
    held = [footprint.by_code[code] for code in frame.index]
    frame = frame.assign(
        district=[ward.district_code for ward in held], place=[ward.place for ward in held]
    )
    districts = frame.dissolve("district", method="coverage", sort=False)
    places = frame.dissolve("place", method="coverage", sort=False)
    names = {ward.district_code: ward.district for ward in held}

    def areas(shapes: gpd.GeoDataFrame, about: Callable[[str], dict[str, str]]) -> list[Any]:
        made = (
            topojson.Area(code, about(code), topojson.from_shapely(shape))
            for code, shape in shapes.geometry.items()
        )
        return topojson.snap(made, grid)

    return topojson.encode(
        {
            "wards": areas(frame, lambda code: {"ward_code": code}),
            "districts": areas(
                districts, lambda code: {"district_code": code, "name": names[code]}
            ),
            "places": areas(
                places, lambda place: {"place": place, "name": footprint.places[place]}
            ),
            "labels": [
                # No side is given: the map finds room for a name at the size it is drawn.
                topojson.Point(code, {"name": names[code]}, _inside(shape))
                for code, shape in districts.geometry.items()
            ],
        },
        grid,
    )


def _inside(shape: Any) -> tuple[float, float]:
    """Return a point well inside the largest part of a shape."""
    largest = max(_parts(shape), key=lambda part: part.area)
    point = largest.representative_point()
    return (point.x, point.y)


# What is held -------------------------------------------------------------------------------


def _keep(
    topology: bytes,
    shapes: _Shapes,
    name: str,
    footprint: _Footprint,
    build: Path,
    static: Path | None,
) -> Held:
    """Write the topology and its record, each whole or not at all, the record last."""
    static = static or STATIC
    fingerprint = hashlib.sha256(topology).hexdigest()
    held = Held(
        topojson=static / f"boundaries-{fingerprint[:16]}.topojson",
        fingerprint=fingerprint,
        file=name,
        vintage=shapes.layer.vintage,
        wards=shapes.matching.reached,
        of=len(footprint.wards),
        missing=shapes.matching.missing,
        moved={code: shapes.matching.placed[code] for code in shapes.matching.moved},
        notes=tuple(shapes.notes),
        taken=dt.datetime.now(dt.UTC).replace(microsecond=0),
        licence=shapes.layer.licence,
    )
    record = {**asdict(held), "topojson": held.topojson.name, "taken": held.taken.isoformat()}
    static.mkdir(parents=True, exist_ok=True)
    build.mkdir(parents=True, exist_ok=True)
    _replace(held.topojson, topology)
    _replace(
        build / RECORD, json.dumps(record, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
    )
    for old in static.glob("boundaries-*"):
        with contextlib.suppress(OSError):
            if old != held.topojson and time.time() - old.stat().st_mtime > _KEPT_SECONDS:
                old.unlink()
    return held


def _replace(file: Path, content: bytes) -> None:
    temporary = file.with_name(f"{file.stem}-{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def held(*, build: Path | None = None, static: Path | None = None) -> Held | None:
    """Return the boundaries that are held, or None: also when their file is gone or damaged."""
    try:
        record = json.loads(((build or settings().build) / RECORD).read_bytes())
        if not _NAME.fullmatch(record["topojson"]):
            return None
        file = (static or STATIC) / record["topojson"]
        if hashlib.sha256(file.read_bytes()).hexdigest() != record["fingerprint"]:
            return None
        return Held(
            topojson=file,
            fingerprint=record["fingerprint"],
            file=str(record["file"]),
            vintage=None if record["vintage"] is None else str(record["vintage"]),
            wards=int(record["wards"]),
            of=int(record["of"]),
            missing=tuple(map(str, record["missing"])),
            moved={str(code): str(ward) for code, ward in record["moved"].items()},
            notes=tuple(map(str, record["notes"])),
            taken=dt.datetime.fromisoformat(record["taken"]),
            licence=str(record["licence"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
