"""Boundary files as people have them: on disk, zipped, at an address, or in a feature service.

Whatever comes in is copied into a folder of our own under a name of our own, so that nothing a
file or a zip calls itself can lead anywhere, and the person's file is never opened for writing.
"""

from __future__ import annotations

import http.client
import json
import re
import struct
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from models.base import shorten

READ = "GeoJSON (.geojson), GeoPackage (.gpkg), a zipped shapefile (.zip) or TopoJSON (.json)"
# What GDAL is to take a file for; the content decides, not the name that it came with.
_SINGLE = (".geojson", ".json", ".topojson", ".gpkg")
_SHAPEFILE = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_NEEDED = (".shp", ".dbf", ".shx")
_MOST_ENTRIES = 1000
_CHUNK = 1 << 16
# Features that a service is asked for at a time. Portals give 1,000 or 2,000 at most.
_PAGE = 250
# All of a download may take this many times the longest wait for one answer.
_PATIENCE = 10
_AGENT = "lifecourse-boundaries"


class BoundaryError(Exception):
    """A boundary file that cannot be used; the message says which, why, and what to do."""


class CallError(BoundaryError):
    """A file that is not there, an address that does not answer, a folder that is full."""


@dataclass(frozen=True)
class Limits:
    """How large a file may be, unpacked too, and how many seconds an answer may take."""

    most_bytes: int
    timeout_seconds: float

    def check(self, name: str, size: int) -> None:
        """Raise BoundaryError for a file that is too large."""
        if size > self.most_bytes:
            raise BoundaryError(
                f"{name}: it is larger than {self.most_bytes / 1e6:g} MB (boundaries.most_megabytes"
                " in the settings); take a generalised file (BGC) instead of full resolution (BFC)"
            )


@dataclass(frozen=True)
class Candidate:
    """A file that GDAL may read, what it was called where it came from, and whose it says it is."""

    path: Path
    label: str
    rights: str = ""


def collect(given: str, into: Path, limits: Limits) -> list[Candidate]:
    """Copy a file, or what an address gives, into a folder; return what can be read there.

    A zip gives one candidate for each shapefile, GeoJSON, TopoJSON or GeoPackage in it. Raises
    BoundaryError, and CallError when there is nothing of that name.
    """
    name = shown(given)
    arrived = into / "arrived"
    if re.match(r"[a-z][a-z0-9+.-]+://", given, re.IGNORECASE):
        _download(given, name, arrived, limits)
    else:
        _copy(Path(given), name, arrived, limits)
    with arrived.open("rb") as stream:
        start = stream.read(512)
    if start.startswith(b"PK\x03\x04"):
        return _unzip(arrived, name, into, limits)
    return [Candidate(_named(arrived, start, name), name)]


def shown(given: str) -> str:
    """Return a path or an address as it may be shown: without passwords and queries."""
    if "://" not in given:
        return shorten(given, 200)
    try:
        parts = urllib.parse.urlsplit(given)
    except ValueError:
        return shorten(given.partition("://")[0] + "://...", 200)
    host = parts.hostname or ""
    port = parts.netloc.rpartition(":")[2] if parts.netloc[-1:].isdigit() else ""
    at = f"{host}:{port}" if port and port != host and port.isdigit() else host
    return shorten(f"{parts.scheme}://{at}{urllib.parse.unquote(parts.path)}", 200)


def _copy(file: Path, name: str, target: Path, limits: Limits) -> None:
    try:
        if file.is_dir():
            raise CallError(f"{name}: this is a folder; name the file in it")
        if not file.exists():
            raise CallError(f"{name}: there is no such file")
        if not file.is_file():
            raise CallError(f"{name}: this is no file; name one that can be read")
        limits.check(name, file.stat().st_size)
        with file.open("rb") as stream:
            _pour(stream.read, target, name, limits)
    except ValueError as error:  # a name that no file can have
        raise CallError(f"{name}: this is no name of a file") from error
    except OSError as error:
        raise CallError(f"{name}: it cannot be read ({error.strerror})") from error


def _pour(read: Callable[[int], bytes], target: Path, name: str, limits: Limits) -> int:
    """Write what is read until it ends; return the number of bytes. Raises BoundaryError."""
    size = 0
    with target.open("wb") as out:
        while chunk := read(_CHUNK):
            size += len(chunk)
            limits.check(name, size)
            out.write(chunk)
    return size


def _named(file: Path, start: bytes, name: str) -> Path:
    """Give a file the ending that its content has. Raises BoundaryError for other content."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise BoundaryError(f"{name}: the file is empty; get it again")
    if start.startswith(b"SQLite format 3\0"):
        return file.rename(file.with_suffix(".gpkg"))
    if text.startswith(b"{"):
        return file.rename(file.with_suffix(".geojson"))
    if start.startswith(b"\x00\x00\x27\x0a"):
        raise BoundaryError(
            f"{name}: a shapefile is several files; zip the .shp with its .dbf, .shx and .prj, "
            "and give the zip"
        )
    if text.startswith(b"<"):
        what = "a web page" if b"<html" in text.lower() or b"<!doctype" in text.lower() else "XML"
        raise BoundaryError(f"{name}: this is {what}; expected {READ}")
    raise BoundaryError(f"{name}: this is no boundary file that can be read; expected {READ}")


# Zips ----------------------------------------------------------------------------------------


def _unzip(file: Path, name: str, into: Path, limits: Limits) -> list[Candidate]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive, name, limits)
            return _unpack(archive, entries, name, into, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BoundaryError(
            f"{name}: the zip is damaged or cut short ({error}); get it again"
        ) from error


def _entries(archive: zipfile.ZipFile, name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the files of a zip that may matter. Raises BoundaryError for a zip that is a trap."""
    infos = archive.infolist()
    if len(infos) > _MOST_ENTRIES:
        raise BoundaryError(f"{name}: the zip holds {len(infos):,} files; expected one boundary")
    limits.check(f"{name} (unpacked)", sum(info.file_size for info in infos))
    entries = []
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", str(path)):
            raise BoundaryError(
                f"{name}: the zip has a file named '{shorten(info.filename)}', which leads out of "
                "it; get the zip from where it is published"
            )
        if info.flag_bits & 1:
            raise BoundaryError(f"{name}: the zip has a password; unpack it and zip it without one")
        hidden = path.name.startswith("._") or "__MACOSX" in path.parts
        if not info.is_dir() and not hidden:
            entries.append(info)
    return entries


def _unpack(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str, into: Path, limits: Limits
) -> list[Candidate]:
    found: list[Candidate] = []
    left = limits.most_bytes
    for number, info in enumerate(entries):
        path = PurePosixPath(info.filename.replace("\\", "/"))
        folder = into / f"unpacked-{number}"
        label = f"{name} > {shorten(info.filename, 100)}"
        if path.suffix.lower() == ".shp":
            parts = {
                PurePosixPath(other.filename.replace("\\", "/")).suffix.lower(): other
                for other in entries
                if PurePosixPath(other.filename.replace("\\", "/")).with_suffix("")
                == path.with_suffix("")
            }
            missing = [f"{path.stem}{suffix}" for suffix in _NEEDED if suffix not in parts]
            if missing:
                raise BoundaryError(
                    f"{name}: the zip has {shorten(path.name)} but not {shorten(missing[0])}; "
                    "a shapefile needs its .shp, .shx and .dbf, and .prj if there is one"
                )
            files = {suffix: parts[suffix] for suffix in _SHAPEFILE if suffix in parts}
        elif path.suffix.lower() in _SINGLE:
            files = {"": info}
        else:
            continue
        folder.mkdir()
        for suffix, part in files.items():
            with archive.open(part) as stream:
                rest = Limits(left, limits.timeout_seconds)
                left -= _pour(stream.read, folder / f"shape{suffix}", label, rest)
        if "" in files:
            with (folder / "shape").open("rb") as stream:
                start = stream.read(512)
            found.append(Candidate(_named(folder / "shape", start, label), label))
        else:
            _check_length(folder / "shape.shp", label)
            found.append(Candidate(folder / "shape.shp", label))
    if not found:
        raise BoundaryError(f"{name}: there is no boundary file in the zip; expected {READ}")
    return found


def _check_length(file: Path, label: str) -> None:
    """Raise BoundaryError for a .shp that is shorter than it says: GDAL would read on in silence.

    https://www.esri.com/content/dam/esrisites/sitecore-archive/Files/Pdfs/library/whitepapers/pdfs/shapefile.pdf
    """
    with file.open("rb") as stream:
        head = stream.read(28)
    if len(head) < 28 or head[:4] != b"\x00\x00\x27\x0a":
        raise BoundaryError(f"{label}: this is no shapefile; get it again")
    if struct.unpack(">i", head[24:28])[0] * 2 > file.stat().st_size:
        raise BoundaryError(f"{label}: the file is cut short; get it again")


# Addresses -----------------------------------------------------------------------------------


def is_service(given: str) -> bool:
    """Say whether an address is a layer of a feature service, to be asked page by page."""
    try:
        path = urllib.parse.urlsplit(given).path if re.match("https?://", given, re.I) else ""
    except ValueError:  # opening it tells
        return False
    return re.search(r"/(?:Feature|Map)Server(?:/\d+)?/?(?:query/?)?$", path, re.I) is not None


def _opener() -> urllib.request.OpenerDirector:
    """Return what opens http and https, and nothing else (no files, no ftp, no data:)."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _download(address: str, name: str, target: Path, limits: Limits) -> int:
    """Write what an address gives to a file; return its size. Raises BoundaryError."""
    if not re.match(r"https?://[^/]", address, re.IGNORECASE):
        raise CallError(f"{name}: only addresses with https:// or http:// are opened")
    until = time.monotonic() + _PATIENCE * limits.timeout_seconds
    late = CallError(
        f"{name}: no whole answer within the time of boundaries.timeout_seconds; try again later, "
        "or get the file with a browser and give its path"
    )
    try:
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310  (checked above)
        with closing(_opener().open(request, timeout=limits.timeout_seconds)) as answer:

            def read(size: int) -> bytes:
                if time.monotonic() > until:
                    raise late
                return bytes(answer.read1(size))

            written = _pour(read, target, name, limits)
            if answer.length:  # what was announced and did not come
                raise CallError(f"{name}: the answer broke off; try again")
            return written
    except TimeoutError as error:
        raise late from error
    except urllib.error.HTTPError as error:
        raise CallError(f"{name}: the server answers {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise late from error
        raise CallError(
            f"{name}: it cannot be reached ({error.reason}); is the network open to it?"
        ) from error
    except (http.client.HTTPException, ConnectionError, ValueError) as error:
        raise CallError(f"{name}: the answer cannot be read ({error!r}); try again") from error


def query(
    service: str,
    envelope: tuple[float, float, float, float],
    into: Path,
    limits: Limits,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Candidate]:
    """Ask a layer of a feature service for what lies in an envelope, page by page.

    ``service`` is the address of the layer, ``envelope`` west, south, east and north in degrees;
    ``progress`` is told in words how far it is. Returns the one candidate, a GeoJSON file.
    Raises BoundaryError. The questions are those of the ArcGIS REST API,
    https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/
    """
    layer = re.sub(r"/query/?$", "", urllib.parse.urlsplit(service)._replace(query="").geturl())
    layer = layer.rstrip("/")
    if re.search(r"/(?:Feature|Map)Server$", layer, re.IGNORECASE):
        layer += "/0"
    name = shown(layer)
    features: dict[str, None] = {}
    given, left, page = 0, limits.most_bytes, into / "page"
    while True:
        asked = {
            "where": "1=1",
            "geometry": ",".join(f"{side:g}" for side in envelope),
            "geometryType": "esriGeometryEnvelope",
            "inSR": 4326,
            "spatialRel": "esriSpatialRelIntersects",
            "outFields": "*",
            "outSR": 4326,
            "geometryPrecision": 6,
            "resultOffset": given,
            "resultRecordCount": _PAGE,
            "f": "geojson",
        }
        rest = Limits(left, limits.timeout_seconds)
        left -= _download(f"{layer}/query?{urllib.parse.urlencode(asked)}", name, page, rest)
        answer = _answer(page, name)
        new = dict.fromkeys(json.dumps(one, sort_keys=True) for one in answer["features"])
        if new and new.keys() <= features.keys():
            raise BoundaryError(f"{name}: the service gives the same page again and cannot be read")
        features |= new
        given += len(answer["features"])
        progress(f"{given} areas so far")
        about = answer.get("properties")
        flag = (about if isinstance(about, dict) else answer).get("exceededTransferLimit")
        if not new or not (flag or len(answer["features"]) >= _PAGE):
            break
    if not features:
        raise BoundaryError(f"{name}: the service holds nothing in this part of the country")
    target = into / "service.geojson"
    target.write_text(
        f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}', encoding="utf-8"
    )
    return [Candidate(target, name, _rights(layer, page, limits))]


def _rights(layer: str, page: Path, limits: Limits) -> str:
    """Return the copyright text of a layer; nothing when it has none or does not say."""
    try:
        _download(f"{layer}?f=json", layer, page, limits)
        return str(json.loads(page.read_bytes()).get("copyrightText") or "")
    except (BoundaryError, ValueError, AttributeError, RecursionError):
        return ""


def _answer(page: Path, name: str) -> dict[str, Any]:
    """Return one page of features. Raises BoundaryError for anything else."""
    try:
        answer = json.loads(page.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BoundaryError(
            f"{name}: the answer is no GeoJSON; is this the address of a layer of a feature "
            "service, such as .../FeatureServer/0?"
        ) from error
    if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
        told = answer["error"]
        words = shorten(str(told.get("message") or told.get("code") or "no reason given"), 200)
        raise BoundaryError(f"{name}: the service refuses: {words}")
    if not isinstance(answer, dict) or not isinstance(answer.get("features"), list):
        raise BoundaryError(f"{name}: the answer holds no features; expected GeoJSON")
    return answer
