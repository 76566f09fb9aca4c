"""Hostile words in every field of the data: text on every page and slide, and in every file."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlparse
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from config import ROOT, settings
from config.navigation import PAGES
from config.palette import LIGHT
from loaders import build, pack_files, plan_queries, queries
from loaders.store import Store
from models.pack import Item, Pack
from pages.components import exports, makers, pack_downloads, packs, paper, pictures, slides, views
from pages.components import store as cached
from pages.components.exports import Snapshot
from pages.components.words import plain
from tests.pages import hostile
from tests.pages.test_every_page import shown

HOST = hostile.HOST
INDICATOR = "smoking_at_time_of_delivery"
MARKED = "**bold** [link](http://evil.example/a) :material/home: <img src=x onerror=window.hit=1>"
# Where Streamlit reads Markdown, by the name of the field of its messages; a browser test looks
# at what comes of it (tests/browser/test_hostile.py).
MARKDOWN = {
    *("Markdown.body", "Heading.body", "Alert.body", "Toast.body", "Expandable.label"),
    *("ButtonGroup.options.content", "Tab.label", "Popover.label", "Spinner.text"),
}
MARKDOWN_NAMES = ("label", "help", "options.content")
# Where it does not: text, values, options of lists, data of charts, ids, addresses, file names.
LITERAL = re.compile(
    r"Text\.body|Code\.code_text|(Selectbox|MultiSelect)\.(options|raw_value|raw_values|default)"
    r"|Text(Input|Area)\.(value|default|placeholder)|VegaLiteChart\.(spec|alt|data\.data|datasets.*)"
    r"|DeckGlJsonChart\.(json|tooltip)|BidiComponent\.json|.*\.id|PageLink\.query_string"
    r"|ButtonGroup\.raw_values|DownloadButton\.url"
)
# Of our own HTML.
TAGS = {
    *(
        "style",
        "h3",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "p",
        "mark",
        "strong",
    ),
    *("small", "span", "details", "summary"),
}
# Bars and lines of ours, without words.
BARS = {"i", "b"}
LIVE = re.compile(
    r"<[a-z/!]|\]\(|\*\*bold|\*slant|~~gone|`code|\$x|:material/|:streamlit:|:smile:|:red\[|badge\["
    r"|https?://|www\.|\w@\w|&(?:lt|amp|#33);|(?:^|\s)(?:->|<-|--|>=)(?:\s|$)|\|\s*a\s*\||\n\s*[#|-]",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Serve the hostile data; return its build."""
    folder = tmp_path_factory.mktemp("hostile")
    data, out = hostile.write(folder), folder / "build"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIFECOURSE_PATHS_DATA", str(data))
        patch.setenv("LIFECOURSE_PATHS_BUILD", str(out))
        _forget()
        opened = Store(build.build(data, out))
        yield opened
        opened.close()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    cached._keeper.clear()


def strings(message: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a message of Streamlit's, with the way to it."""
    for field, value in message.ListFields():
        name = f"{path}.{field.name}"
        single = isinstance(value, str | bytes) or hasattr(value, "ListFields")
        for one in [value] if single else value if hasattr(value, "__iter__") else []:
            if isinstance(one, bytes):
                yield name, one.decode("utf-8", "replace")
            elif isinstance(one, str):
                yield name, one
            elif hasattr(one, "ListFields"):
                yield from strings(one, name)


def told(app: AppTest) -> Iterator[tuple[str, str]]:
    """Yield every text that a page sends to the browser, with the field it stands in."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if proto is not None and hasattr(proto, "ListFields"):
            yield from strings(proto, proto.DESCRIPTOR.name)


def carries(text: str) -> bool:
    """Say whether a text has some of the hostile words."""
    return any(word in text for word in (HOST, "window.hit", "bold", "gone~", "$x", "W" * 40))


class Tags(HTMLParser):
    """What HTML holds: tags, and the addresses it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src"):
                self.links.append(str(value))
            if name == "style":
                assert "url" not in str(value).lower(), value
        self.within = tag

    def handle_endtag(self, tag: str) -> None:
        self.within = ""

    def handle_data(self, data: str) -> None:
        assert self.within not in BARS, data


def check(app: AppTest) -> int:
    """Look at all that a page sends; return how many texts with hostile words it has."""
    found = 0
    for field, text in told(app):
        if field == "Html.body":
            held = Tags()
            held.feed(text)
            assert held.tags <= TAGS | BARS, field
            assert all(re.fullmatch(r"(checks|data)(\?[\w%=&+.-]*)?", one) for one in held.links)
        elif not carries(text):
            continue
        elif field in MARKDOWN or field.endswith(MARKDOWN_NAMES):
            escaped_away = re.sub(r"\\.", "·", text)
            live = LIVE.search(escaped_away)
            assert live is None, (field, live and live[0], text[:400])
        else:
            assert LITERAL.fullmatch(field), f"{field} may be Markdown: {text[:200]}"
        found += carries(text)
    return found


CASES: list[tuple[str, dict[str, str]]] = [
    ("explore/overview", {"find": "smoking"}),
    ("explore/overview", {"find": "=1+1 <b>bold</b>"}),
    ("explore/domains", {"domain": "starting_well"}),
    ("explore/places", {"area": "lancashire"}),
    ("explore/places", {"area": "odd"}),
    ("explore/indicators", {"indicator": INDICATOR}),
    ("explore/indicators", {"indicator": "official"}),
    ("explore/indicators", {"q": f"xyzzy {MARKED}"[:80]}),
    *(
        (
            "wards/ward_map",
            {"answer": one, "ward": "odd", "where": "imd2025_score:30..", "top": "5"},
        )
        for one in ("List", "Named and not", "Budget", "What if: a comparator", "One ward")
    ),
    ("wards/ward_map", {"answer": "What if: a programme"}),
    ("wards/ward_map", {"answer": "Gradient", "where": "residents:1..", "zoom": "true"}),
    ("wards/ward_map", {"answer": "A beside B", "a": "imd2025_score:20..", "to": MARKED}),
    *(
        ("plan/strategy", {"view": one})
        for one in (
            *("Success measures", "How much is known", "Place Integration Deal", "Next steps"),
            *("Risks and priorities", "Boards", "Draft and published"),
        )
    ),
    *(
        ("plan/programmes", {"view": one})
        for one in ("Programmes", "Outcomes", "Savings and costs", "Who does what")
    ),
    ("plan/programmes", {"programme": "maternity_tobacco_dependency_service"}),
    ("plan/programmes", {"programme": "with wards"}),
    ("plan/scenarios", {"scenario": "smoking_at_delivery", "inputs": MARKED}),
    ("plan/scenarios", {"scenario": "heartbeat"}),
    *(
        ("trust/checks", {"verdict": one})
        for one in ("Does not agree", "Agrees within rounding", "Adds up", "Not verified")
    ),
    ("trust/sources", {"document": "ics_case_studies_2025"}),
    ("trust/data", {"sql": "SELECT name, definition FROM indicators ORDER BY name"}),
    ("trust/data", {"sql": f"SELECT 1 AS \"{MARKED}\", '<b>**x**</b>' AS b"}),
    ("trust/data", {"part": "Dictionary", "table": "figures"}),
    ("trust/data", {"part": "Take it away"}),
    ("explore/places", {"area": MARKED, "build": MARKED, "beside": MARKED, "everywhere": MARKED}),
    ("room/present", {"pack": "pack"}),
    *(("room/present", {"pack": "pack", "slide": str(slide)}) for slide in (0, 1, 3)),
]


@pytest.fixture(scope="module")
def names(store: Store) -> dict[str, str]:
    """Return what stands for names that only the hostile data has."""
    areas, known = queries.areas(store=store), queries.indicators(store=store)
    doing = plan_queries.programmes(store=store)
    ward = store.query(
        "SELECT ward_name || ' (' || district || ')' AS name FROM wards "
        "WHERE contains(ward_name, '<')"
    )
    return {
        "odd": str(areas[areas["name"].str.contains("<")]["name"].iloc[0]),
        "odd ward": str(ward["name"].iloc[0]),
        "official": str(known[known["observations"] > 0]["name"].iloc[0]),
        "with wards": str(doing[doing["ward_codes"].str.len() > 0]["programme_id"].iloc[0]),
        "pack": pack(areas).text(),
    }


def pack(areas: Any) -> Pack:
    odd = str(areas[areas["name"].str.contains("<")]["name"].iloc[0])
    items = (
        Item("places", (("area", odd),), heading=MARKED),
        Item("indicators", (("indicator", INDICATOR),), title=f"=1+1 {MARKED}", note=MARKED),
        Item("strategy", view="measures"),
        Item("programmes", view="list"),
    )
    return Pack(items, MARKED)


@pytest.mark.parametrize(("page", "asked"), CASES, ids=lambda one: str(one)[:60])
def test_hostile_words_are_text_on_a_page(
    store: Store, names: dict[str, str], page: str, asked: dict[str, str]
) -> None:
    assert store.path.is_file()
    odd = "odd ward" if page.startswith("wards") else "odd"
    said = {key: names.get(odd if one == "odd" else one, one) for key, one in asked.items()}
    app = shown(f"pages/{page}.py", **said)
    quiet = asked.get("part") == "Take it away" or asked.get("slide") == "3"
    assert check(app) > 0 or quiet


def test_every_page_is_looked_at() -> None:
    assert {f"pages/{page}.py" for page, _ in CASES} == {entry.script for entry in PAGES}


def test_a_query_that_is_wrong_is_told_as_text(store: Store) -> None:
    assert store.path.is_file()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/trust/data.py")
    app.query_params["sql"] = f"SELECT {MARKED}"
    app.run()
    assert len(app.error) == 1
    assert check(app) > 0


def test_every_sort_of_words_is_there(store: Store) -> None:
    """No rule of the loaders has quietly taken any of them away."""
    told_of = queries.indicators(store=store)
    held = " ".join([*told_of["name"], *told_of["definition"], *queries.areas(store=store)["name"]])
    for one in (*hostile.MARKUP, *hostile.FIRST):
        assert one in held, one


# Files


@pytest.fixture(scope="module")
def taken(store: Store) -> list[Snapshot]:
    """Return views of the hostile data as they are taken away."""
    items = (
        *(Item("indicators", (("indicator", INDICATOR),)), Item("places", (("area", "burnley"),))),
        *(Item("programmes"), Item("checks"), Item("strategy"), Item("domains"), Item("wards")),
    )
    made = [view for item in items for view in makers.views_of(store, item).values()]
    assert len(made) >= 12
    return [
        views.snapshot(
            view, store=store, filters=f"=1+1 {MARKED}", drawn=view.draw(LIGHT) is not None
        )
        for view in made
    ]


def runs(text: str) -> bool:
    """Say whether a spreadsheet might take a cell for a formula."""
    bare = re.sub(r"^[\s\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+", "", text)
    return text[:1] in ("\t", "\r", "\n") or bare[:1] in tuple("=+-@＝＋－＠")


def test_csv_and_xlsx_have_it_as_text(taken: list[Snapshot]) -> None:
    carried = 0
    for one in taken:
        rows = csv.reader(io.StringIO(exports.to_csv(one).decode("utf-8-sig"), newline=""))
        cells = [cell for row in rows for cell in row]
        carried += sum(map(carries, cells))
        # Numbers may be negative; text that could run has an apostrophe before it.
        assert not [
            cell for cell in cells if runs(cell) and not re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell)
        ]
        book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(one)))
        for sheet in book:
            for row in sheet.iter_rows():
                for held in row:
                    assert held.data_type != "f"
                    assert held.hyperlink is None
                    assert not (isinstance(held.value, str) and runs(held.value))
        assert all(
            not re.search(r"[^a-z0-9.-]", exports.file_name(one, kind)) for kind in (".csv",)
        )
    assert carried > 500


def test_pictures_have_it_as_text(taken: list[Snapshot]) -> None:
    drawn = [one for one in taken if one.chart is not None][:2]
    assert len(drawn) == 2
    for one in drawn:
        root = ET.fromstring(pictures.to_svg(one))
        names = {part.tag.rpartition("}")[2] for part in root.iter()}
        assert not names & {"script", "a", "image", "foreignObject", "iframe", "use", "style"}
        for part in root.iter():
            assert not [name for name in part.attrib if name.rpartition("}")[2].startswith("on")]
            assert not [name for name in part.attrib if name.rpartition("}")[2] == "href"]
        assert carries(" ".join(root.itertext()))


def test_slides_and_paper_have_it_as_text(store: Store) -> None:
    wanted = pack(queries.areas(store=store))
    on_paper = pack_downloads.on_paper(store, packs.expanded(store, wanted))[:6]
    title = f"=1+1 {MARKED}"
    written = slides.to_pptx(on_paper, title=title)
    words = []
    for page in Presentation(io.BytesIO(written)).slides:
        for shape in page.shapes:
            if shape.has_text_frame:
                words.append(shape.text_frame.text)
                assert not [
                    run.hyperlink.address
                    for paragraph in shape.text_frame.paragraphs
                    for run in paragraph.runs
                    if run.hyperlink.address and urlparse(run.hyperlink.address).hostname == HOST
                ]
    assert any(MARKED in one for one in words)
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        for name in parts.namelist():
            if name.endswith(".rels"):
                for related in ET.fromstring(parts.read(name)):
                    if related.get("TargetMode") == "External":
                        assert urlparse(str(related.get("Target"))).hostname != HOST
    document = pypdf.PdfReader(io.BytesIO(paper.to_pdf(on_paper, title=title)))
    text = "".join("".join(page.extract_text().split()) for page in document.pages)
    assert "".join(MARKED.split()) in text
    for page in document.pages:
        for note in page.get("/Annots", []):
            address = str(note.get_object().get("/A", {}).get("/URI", ""))
            assert urlparse(address).hostname != HOST


def test_a_pack_has_it_as_text(store: Store) -> None:
    wanted = pack(queries.areas(store=store))
    assert pack_files.from_yaml(pack_files.to_yaml(wanted), "pack.yaml") == wanted
    held = json.dumps(pack_files.to_yaml(wanted).decode())
    assert "!!" not in held


# Text for Markdown


@pytest.mark.parametrize("text", [*hostile.MARKUP, *(f"{one}x y" for one in hostile.FIRST)])
def test_nothing_is_live_in_plain_text(text: str) -> None:
    assert LIVE.search(re.sub(r"\\.", "·", plain(text))) is None
    shown = re.sub(r"\\([^\w\s])", r"\1", plain(text)).replace("\u2060", "")
    assert shown == " ".join(text.split())


@pytest.mark.parametrize("text", ["7.59% (13.9%)", "A&E, R&D", "3.1 million", "12-38%", "a, b; c!"])
def test_plain_words_stay_plain(text: str) -> None:
    assert plain(text) == text
