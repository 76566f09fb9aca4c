"""PDF read back: text, figures, tags, pages, sources, hostile words, machines without fonts."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
import typst
from pypdf import PdfReader

from config.palette import LIGHT
from pages.components import paper
from pages.components.paper import Figure, Part, Profile, Strip
from pages.components.slides import Slide
from tests.pages import real_views
from tests.pages.test_exports import DAY, HOSTILE, snapshot

A4 = (595.28, 841.89)
MARKUP = (
    *("#strong[x]", "$x^2$", "= Heading", "*bold* _it_", "<label> @ref", "// comment"),
    *("#read(\"data.json\")", "#sys.inputs", "\\u{41}", "```raw```", "#set page(width: 1pt)"),
    *("https://x.example", "- item", "+ item", "/ term: x", "~", "--", "'it's'", "]] }}", "#"),
)  # fmt: skip


@cache
def packed() -> bytes:
    return paper.to_pdf(real_views.pack(), title="The Blackpool pack")


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def words(page: Any) -> str:
    return " ".join(page.extract_text().replace("\u200b", "").split())


def letters(made: bytes) -> str:
    """Return all text without its spaces: lines break where they like."""
    return "".join(words(page) for page in read(made).pages).replace(" ", "")


def plain(text: str) -> str:
    return "".join(text.split())


def tags(made: bytes) -> Iterator[tuple[str, Any]]:
    """Return the tags of the structure tree, each with its element."""

    def walk(node: Any) -> Iterator[tuple[str, Any]]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                yield from walk(one)
        elif hasattr(node, "get"):
            if "/S" in node:
                yield str(node["/S"]), node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(read(made).trailer["/Root"]["/StructTreeRoot"]["/K"])


def page_of(name: str) -> str:
    return words(read(packed()).pages[1 + list(real_views.all_of_them()).index(name)])


def content(**changes: Any) -> Profile:
    """Return a profile of a place, from the real data."""
    view = real_views.all_of_them()["targets"]
    assert view.rows is not None
    figures = [
        Figure(
            str(row["indicator"]), [(str(row["shown"]), "2025")], f"“{row['as_stated']}”", "[1]", 2
        )
        for row in view.rows.head(4).to_dict("records")
    ]
    spine = real_views.all_of_them()["spine"]
    assert spine.rows is not None
    official = Part(
        spine.headline,
        ["Where Blackpool stands."],
        spine.table[["Indicator", "Value", "Against England"]],
        ["By the 95% interval."],
        strips=[
            Strip([(row["position"], row["comparison"])], (row["left"], row["right"]), (-0.5, 0.2))
            for row in spine.rows.to_dict("records")
        ],
        strip_heading=("← worse", "better →"),
        right=("Value",),
        judged=True,
    )
    made = Profile(
        kind="Place profile",
        title="Blackpool",
        build="0123456789abcdef",
        under="Place in Lancashire and South Cumbria",
        lead=["Of 12 official indicators, 12 are worse than England."],
        figures_title="What the documents state",
        figures=figures,
        parts=[official, Part("What is known", table=matrix().head(5))],
        sources=["Fingertips public health profiles", *view.sources],
        link=real_views.LINK,
        taken=DAY,
    )
    return replace(made, **changes)


def matrix() -> pd.DataFrame:
    return real_views.all_of_them()["matrix"].table


# A pack


def test_every_view_has_its_page_after_the_contents() -> None:
    made = read(packed())
    first, *others = map(words, made.pages)
    assert first.startswith("The Blackpool pack")
    for view, page in zip(real_views.pack(), others, strict=False):
        assert view.said in page
        assert view.said in first
    assert "What is published" in first
    for page in made.pages:
        assert tuple(map(float, page.mediabox[2:])) == pytest.approx((A4[1], A4[0]), abs=0.1)


@pytest.mark.parametrize("name", list(real_views.all_of_them()))
def test_every_page_says_where_its_figures_are_from(name: str) -> None:
    shown, view = page_of(name), real_views.all_of_them()[name]
    assert view.subtitle in shown
    assert "Filters: Domain: Starting Well" in shown
    for source in view.sources:
        assert source in shown
    taken = real_views.slide(name).snapshot
    assert f"{taken.taken.day} {taken.taken:%B %Y}, data build {taken.build}." in shown
    assert "Open this view" in shown


@pytest.mark.parametrize("name", ["bars", "targets", "lines"])
def test_charts_have_the_figures_of_the_view_as_text(name: str) -> None:
    native = real_views.all_of_them()[name].native
    assert native is not None
    shown = page_of(name)
    for text in filter(None, (one for texts in native.shown for one in texts)):
        assert text in shown


def test_a_chart_has_its_text_once() -> None:
    """On a screen each text has a halo, which is the same text once more."""
    assert page_of("dots").count("Rossendale") == 1
    assert page_of("lines").count("13.9%") == 2  # in the headline and in the chart


@pytest.mark.parametrize("name", list(real_views.all_of_them()))
def test_every_figure_is_there_with_its_words(name: str) -> None:
    whole, view = letters(packed()), real_views.all_of_them()[name]
    for column in view.table.astype(str).to_numpy():
        for cell in column:
            assert plain(cell) in whole
    if view.rows is not None and "as_stated" in view.rows:
        for stated in view.rows["as_stated"]:
            assert plain(f"“{stated}”") in whole


def test_marks_are_explained() -> None:
    assert "⚠ a check puts the figure in question." in page_of("bars")
    assert "⚠" not in page_of("dots")


def test_pages_are_numbered_and_sources_listed_at_the_end() -> None:
    made = read(packed())
    count = len(made.pages)
    for number, page in enumerate(made.pages, start=1):
        assert words(page).endswith(f"Lifecourse: The Blackpool pack Page {number} of {count}")
    last = words(made.pages[-1])
    listed = last[last.rindex("Sources") :]
    views = real_views.all_of_them().values()
    for title in {one for view in views for one in view.sources}:
        pages = [str(at) for at, view in enumerate(views, start=2) if title in view.sources]
        where = f"page{'s' if len(pages) > 1 else ''} {', '.join(pages)}"
        assert f"{title} ({where})" in listed


def test_it_is_tagged_for_whoever_has_it_read_aloud() -> None:
    made = read(packed())
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata is not None
    assert made.metadata.title == "The Blackpool pack"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found: dict[str, list[Any]] = {}
    for tag, element in tags(packed()):
        found.setdefault(tag, []).append(element)
    charts = [one for one in real_views.pack() if one.snapshot.drawing() is not None]
    assert len(found["/Figure"]) == len(charts)
    for figure, slide in zip(found["/Figure"], charts, strict=True):
        alt = figure["/Alt"]
        assert alt.startswith(f"Chart. {slide.snapshot.title}")
    assert len(found["/Title"]) == 1
    assert len(found["/H2"]) >= 2 * len(real_views.pack())
    assert len(found["/H1"]) == 4  # two parts, the words, the sources
    assert len(found["/TH"]) >= 30
    assert len(found["/P"]) >= 3 * len(real_views.pack())


def test_links_lead_to_the_views() -> None:
    made = read(packed())
    for page in made.pages[1 : 1 + len(real_views.pack())]:
        links = [one.get_object() for one in page.get("/Annots", [])]
        assert [one["/A"]["/URI"] for one in links if "/URI" in one.get("/A", {})] == [
            real_views.LINK
        ]


def test_bookmarks_follow_the_agenda() -> None:
    outline = read(packed()).outline
    tops = [one["/Title"] for one in outline if not isinstance(one, list)]
    assert tops == [
        *("What the documents say", "What is published", "Every figure, with its words", "Sources")
    ]


def test_a_long_table_shows_what_fits_and_says_where_all_of_it_is() -> None:
    shown, whole = page_of("table"), real_views.all_of_them()["table"].table
    found = re.search(r"Here are (\d+) of (\d+) rows; all of them stand on page (\d+)\.", shown)
    assert found is not None
    assert 5 <= int(found[1]) < int(found[2]) == len(whole)
    there = words(read(packed()).pages[int(found[3]) - 1])
    assert whole.iloc[0, 0] in there


def test_without_a_title_there_are_no_contents() -> None:
    made = read(paper.to_pdf([real_views.slide("lines")]))
    assert words(made.pages[0]).startswith(real_views.slide("lines").said)
    assert made.metadata is not None
    assert made.metadata.title == real_views.slide("lines").said


def test_progress_is_told_after_every_view() -> None:
    told: list[int] = []
    paper.to_pdf([Slide(snapshot(chart=None))] * 3, done=told.append)
    assert told == [1, 2, 3]
    with pytest.raises(ValueError, match="at least one view"):
        paper.to_pdf([])


def test_the_same_view_is_the_same_file() -> None:
    made = [Slide(snapshot())]
    assert paper.to_pdf(made) == paper.to_pdf(made)
    assert b"D:20251114" in paper.to_pdf(made)


# A profile


def test_a_profile_is_one_page_with_all_it_says() -> None:
    made = paper.profile(content())
    (page,) = read(made).pages
    shown = words(page)
    given = content()
    assert tuple(map(float, page.mediabox[2:])) == pytest.approx(A4, abs=0.1)
    assert shown.startswith("Place profile Blackpool Place in Lancashire and South Cumbria Of 12")
    for figure in given.figures:
        for part in (figure.label, figure.words, figure.source, *figure.values[0]):
            assert plain(part) in plain(shown)
    for part in given.parts:
        for said in (part.title, *part.says, *part.after, *part.table.astype(str).to_numpy().flat):
            assert plain(said) in plain(shown)
    for at, source in enumerate(given.sources, start=1):
        assert plain(f"[{at}]{source}") in plain(shown)
    assert "14 November 2025, data build 0123456789abcdef." in shown
    assert "Page 1 of 1" in shown


def test_a_profile_is_tagged() -> None:
    made = paper.profile(content())
    found = [tag for tag, _ in tags(made)]
    assert found.count("/Title") == 1
    assert found.count("/H1") == 4  # the figures, two parts, the sources
    assert found.count("/TR") == 2 + sum(len(one.table) for one in content().parts)
    assert {"/TH", "/L", "/P"} <= set(found)
    assert "/Figure" not in found  # what is drawn stands as text beside it
    root = read(made).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert read(made).metadata.title == "Blackpool"  # type: ignore[union-attr]


def many(count: int, **changes: Any) -> Profile:
    frame = pd.DataFrame({"A": [f"Row {at}." for at in range(count)]})
    return content(parts=[Part("Many", table=frame, things="lines", **changes)])


def test_little_is_set_large_and_of_much_is_told_how_much_more_there_is() -> None:
    def size(made: bytes) -> float:
        found: list[float] = []
        read(made).pages[0].extract_text(
            visitor_text=lambda text, cm, tm, font, size: (
                found.append(size) if "Row 0." in text else None
            )
        )
        return max(found)

    few, lots = paper.profile(many(2)), paper.profile(many(90, beyond=10))
    assert len(read(few).pages) == len(read(lots).pages) == 1
    assert size(few) > size(lots)
    shown = words(read(lots).pages[0])
    rows = [at for at in range(90) if f"Row {at}." in shown]
    assert rows == list(range(len(rows)))  # the first ones
    assert 16 < len(rows) < 90
    assert f"… and {100 - len(rows)} more lines on the dashboard" in shown
    assert "more" not in words(read(few).pages[0])


def test_rows_that_must_be_there_make_letters_smaller() -> None:
    (page,) = read(paper.profile(many(48, least=48))).pages
    assert "Row 47." in words(page)


def test_cards_that_do_not_fit_are_counted_by_what_they_stand_for() -> None:
    tall = "words that are long " * 8
    figures = [Figure(f"Card {at}.", [("1", tall)], "", "", 3) for at in range(8)]
    made = paper.profile(replace(many(60, least=42), figures=figures, unshown=5))
    shown = words(read(made).pages[0])
    held = sum(f"Card {at}." in shown for at in range(8))
    assert held == 4
    assert "… and 17 more figures on the dashboard" in shown


def test_a_profile_may_say_nothing() -> None:
    made = paper.profile(Profile("Domain profile", "", "x", parts=[Part("None")]))
    shown = words(read(made).pages[0])
    assert shown.startswith("Domain profile Domain profile None Sources No document is cited.")


def test_a_part_has_a_strip_for_every_row() -> None:
    with pytest.raises(ValueError, match="1 strips for 2 rows"):
        Part("x", table=pd.DataFrame({"A": [1, 2]}), strips=[None])


@pytest.mark.parametrize("look", ["better", "similar", "worse", "higher", "lower", "not_compared"])
def test_every_comparison_has_a_mark(look: str) -> None:
    frame = pd.DataFrame({"A": ["one"]})
    strip = Strip([(-1.0, look), (1.0, look)], None, None)
    parts = [Part("x", table=frame, strips=[strip], strip_heading=("a", "b"))]
    page = read(paper.profile(content(parts=parts))).pages[0]
    assert "one" in words(page)
    red, green, blue = (int(LIGHT.comparison(look).fill[at : at + 2], 16) for at in (1, 3, 5))
    drawn = page.get_contents().get_data().decode("latin-1")
    tone = [f"{one / 255:.3f}".rstrip("0")[:5] for one in (red, green, blue)]
    fills = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|scn)", drawn)
    assert any(
        all(abs(float(a) - float(b)) < 0.002 for a, b in zip(fill, tone, strict=True))
        for fill in fills
    )


# Hostile and missing


def hostile(text: str) -> Slide:
    names = pd.Index([text, "b"], dtype=object)
    table = pd.DataFrame([[text, "kept"]], columns=names, dtype=object)
    shown = snapshot(
        title=text, subtitle=text, filters=text, source=text, build=text, table=table,
        rows=None, chart=None,
    )  # fmt: skip
    return Slide(shown, title=text, heading=text, note=text, link=text)


def test_words_are_never_markup() -> None:
    every = [*HOSTILE, *MARKUP]
    unsaid = "[\u200f\u202a-\u202e\u2066-\u2069\ufeff�]"
    pages = read(paper.to_pdf([hostile(text) for text in every], title="#strong[x]")).pages
    assert words(pages[0]).startswith("#strong[x]")
    first = next(at for at, page in enumerate(pages) if "kept" in words(page))
    for text, page in zip(every, pages[first:], strict=False):
        # Set from right to left, text is read back in another order; wide signs are in few fonts.
        if not {"ش", "＝"} & set(text):
            wanted = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800\uffff]", "�", text)
            wanted = plain(re.sub(unsaid, "", wanted))
            assert plain(re.sub(unsaid, "", words(page))).count(wanted) >= 5, text
        assert "kept" in words(page)
    for page in pages:
        inside(page)


def test_hostile_words_in_a_profile_are_text() -> None:
    everything = " ".join((*HOSTILE, *MARKUP))
    frame = pd.DataFrame({everything[:50]: list(MARKUP)})
    made = paper.profile(
        content(
            kind=everything, title=everything, lead=[everything], sources=[everything],
            under=everything, figures_title=everything,
            figures=[Figure(everything, [(everything, everything)], everything, everything)],
            parts=[
                Part(everything, [everything], frame, [everything], everything, least=len(frame))
            ],
            link="javascript:alert(1)",
        )
    )  # fmt: skip
    whole = letters(made)
    for text in MARKUP:
        assert plain(text) in whole
    assert "Openthispage" not in whole
    for page in read(made).pages:
        inside(page)


def test_a_letter_that_no_font_has_is_no_error() -> None:
    made = paper.to_pdf([Slide(snapshot(title="Odd \ue123 letter", chart=None))])
    assert "letter" in words(read(made).pages[0])
    assert "/H1" in [tag for tag, _ in tags(made)]


@pytest.mark.parametrize("letter", ["word ", "w"])
def test_a_title_of_5000_letters_is_cut_on_its_page_and_whole_behind(letter: str) -> None:
    long = (letter * 5000)[:5000].strip()
    made = snapshot(
        title=long, subtitle=long, filters=long, source=long, table=pd.DataFrame(), rows=None
    )
    file = paper.to_pdf([Slide(made)])
    pages = read(file).pages
    assert len(words(pages[0])) < 2500
    assert plain(long) in letters(file).replace("Lifecourse:“", "")
    for page in pages:
        inside(page)
        lines = page.extract_text().replace("\u200b", "").splitlines()
        assert max(map(len, lines)) < 200  # a word without a place to break is broken


def inside(page: Any) -> None:
    """No text begins outside of the page's margins."""
    wide, high = map(float, page.mediabox[2:])

    def look(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            assert 20 < x < wide - 20, text
            assert 10 < y < high - 10, text

    page.extract_text(visitor_text=look)


def test_nothing_leaves_the_pages() -> None:
    for page in read(packed()).pages:
        inside(page)
    inside(read(paper.profile(content())).pages[0])


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(), pd.DataFrame({"A": []}), pd.DataFrame(index=[1, 2])]
)
def test_a_view_without_figures_says_so(frame: pd.DataFrame) -> None:
    made = paper.to_pdf([Slide(snapshot(chart=None, table=frame, rows=None))])
    assert "There are no figures for this choice." in words(read(made).pages[0])


def test_missing_cells_are_empty() -> None:
    frame = pd.DataFrame({"A": [None, float("nan"), pd.NA, pd.NaT, "last"], "B": [1.0, 2, 3, 4, 5]})
    shown = words(
        read(paper.to_pdf([Slide(snapshot(chart=None, table=frame, rows=None))])).pages[0]
    )
    assert "A B 1 2 3 4 last 5" in shown


def test_a_table_of_many_rows_says_what_it_leaves_out() -> None:
    frame = pd.DataFrame({"A": range(paper.MOST_ROWS + 234)})
    made = paper.to_pdf([Slide(snapshot(chart=None, table=frame, rows=None))])
    assert "234morerowsareinthetableasCSV." in letters(made)


def test_a_row_of_few_words_stays_on_one_page() -> None:
    frame = pd.DataFrame(
        {name: [" ".join([f"r{at}"] * 75) for at in range(20)] for name in "ABCDE"}
    )
    made = paper.to_pdf([Slide(snapshot(chart=None, table=frame, rows=None))])
    for page in read(made).pages:
        for at in range(20):
            assert words(page).split().count(f"r{at}") in (0, 5 * 75)


# Machines


def test_a_machine_without_fonts_has_those_that_come_with_typst(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    families = (paper.TEXT_FONTS[-1], paper.SIGN_FONTS[-1])
    assert set(families) <= set(fonts.families())
    monkeypatch.setattr(paper, "_fonts", lambda: (fonts, families))
    signs = "▲ ● ▼ ► ◄ ◇ ⚠ ≠ ◐ ○ ✓ ≈ – “x” … £"
    given = real_views.slide("bars", title=signs)
    made = paper.to_pdf([given, real_views.slide("matrix")])
    shown = words(read(made).pages[0])
    assert signs in shown
    assert "about 2,000,000 people" in shown
    used = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in read(made).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert used
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono")) for name in used)
    # The standard is kept: no sign of ours is missing.
    assert b"<pdfuaid:part>1" in read(made).trailer["/Root"]["/Metadata"].get_data()


def test_fonts_are_only_asked_for_where_they_are() -> None:
    fonts, families = paper._fonts()
    assert set(families) <= set(fonts.families())


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; import pages.components.paper; "
        "sys.exit(bool({'streamlit', 'vl_convert', 'typst', 'pptx'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
