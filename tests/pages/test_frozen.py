"""A link that carries its build tells what has been revised since, where it stands and on top."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from config import settings
from loaders import build, diff
from loaders.diff import Revision
from loaders.store import Store
from models.pack import Item, Pack
from pages.components import frozen, pack_downloads, packs, revisions, store, tables, words
from pages.components.revisions import SIGN
from tests.loaders.small import change
from tests.pages.test_every_page import shown

FIGURES = "figures/ics_case_studies_2025.yaml"
REVIEW = "figures/lancashire_place_review_2024_25.yaml"
REVISED = "smoking-at-delivery-2022-03"
NAME = "Smoking at time of delivery"
WAS, IS = "13.9%", "12.1%"
SAID = f"revised since the link was made: {WAS} → {IS}"
GONE = "help-is-close-schools-in-scope"


@pytest.fixture(scope="module")
def made_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the data, then the data with two figures revised, one taken out.

    The dashboard serves the second; the fingerprint of the first is returned.
    """
    folder: Path = tmp_path_factory.mktemp("frozen")
    data, out = folder / "data", folder / "build"
    shutil.copytree(settings().data, data)
    first = build.build(data, out)
    change(data, FIGURES, "  value: 13.9\n", "  value: 12.1\n")
    change(data, FIGURES, '"13.9% at March 2022"', '"12.1% at March 2022"')
    change(data, REVIEW, "  value: 7000\n", "  value: 8000\n")
    change(data, REVIEW, "over 7,000 visits", "over 8,000 visits")
    whole = (data / REVIEW).read_text(encoding="utf-8")
    start = whole.index(f"- id: {GONE}\n")
    whole = whole[:start] + whole[whole.index("- id: ", start + 1) :]
    (data / REVIEW).write_text(whole, encoding="utf-8")
    build.build(data, out)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIFECOURSE_PATHS_DATA", str(data))
        patch.setenv("LIFECOURSE_PATHS_BUILD", str(out))
        _forget()
        yield first.stem.removeprefix("lifecourse-")
    _forget()


def _forget() -> None:
    settings.cache_clear()
    store._keeper.clear()


def text_of(app: AppTest) -> str:
    """Return all that a page says, as its reader has it."""
    elements = [*app.markdown, *app.text, *app.info, *app.warning, *app.subheader, *app.title]
    bodies = [element.value for element in elements]
    bodies += [element.proto.body for element in app.get("html")]
    return "\n".join(bodies).replace("\\", "")


def links(app: AppTest) -> list[str]:
    return [f"{link.proto.page}?{link.proto.query_string}" for link in app.get("page_link")]


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ("pages/explore/indicators.py", {"indicator": NAME}),
        ("pages/explore/overview.py", {}),
        ("pages/explore/domains.py", {"domain": "Starting Well"}),
        ("pages/explore/places.py", {"area": "Lancashire and South Cumbria"}),
        ("pages/plan/programmes.py", {"programme": "maternity_tobacco_dependency_service"}),
        ("pages/plan/programmes.py", {"view": "Outcomes"}),
        ("pages/trust/sources.py", {"document": "ics_case_studies_2025"}),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_page_that_shows_it_says_old_and_new(
    made_on: str, script: str, asked: dict[str, str]
) -> None:
    app = shown(script, build=made_on, **asked)
    (told,) = app.warning
    assert told.value.startswith("1 of the figures on this page has been revised since")
    bodies = [element.proto.body for element in app.get("html")]
    (table,) = (body for body in bodies if ">Of its<" in body)
    assert f"{NAME}, Lancashire and South Cumbria, March 2022</td><td>value</td>" in table
    assert re.search(rf"<td[^>]*>{WAS}</td><td[^>]*>{IS}</td>", table)
    assert "Elsewhere in the data: 1 figure revised, 1 figure taken out." in text_of(app)
    assert any(f"since={made_on}" in link for link in links(app))
    assert SAID.casefold() in text_of(app).casefold()
    assert f"{IS} {SIGN}" in text_of(app) or f"{IS} <a" in text_of(app)


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ("pages/explore/indicators.py", {"indicator": "Resident population"}),
        ("pages/explore/places.py", {"area": "Burnley"}),
        ("pages/wards/ward_map.py", {}),
        ("pages/trust/data.py", {}),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_page_that_does_not_show_it_says_so(
    made_on: str, script: str, asked: dict[str, str]
) -> None:
    app = shown(script, build=made_on, **asked)
    assert not app.warning
    assert any(
        info.value == "No figure on this page has been revised since this link was made."
        for info in app.info
    )
    assert "Elsewhere in the data: 2 figures revised, 1 figure taken out." in text_of(app)
    assert SIGN not in text_of(app)
    assert WAS not in text_of(app)


def test_without_a_build_and_with_todays_nothing_is_told(made_on: str) -> None:
    today = build.build(settings().data, settings().build).stem.removeprefix("lifecourse-")
    assert today != made_on
    for asked in ({}, {"build": today}):
        app = shown("pages/explore/indicators.py", indicator=NAME, **asked)
        assert not app.warning
        assert not app.info
        assert SIGN not in text_of(app)
        assert IS in text_of(app)


def test_a_build_that_is_gone_is_told(made_on: str) -> None:
    assert made_on
    app = shown("pages/explore/indicators.py", indicator=NAME, build="0123456789abcdef")
    (info,) = app.info
    assert "0123456789abcdef, which is no longer kept" in info.value
    assert SIGN not in text_of(app)


def test_where_the_link_leads_all_of_it_is_told(made_on: str) -> None:
    app = shown("pages/trust/data.py", part="What changed", since=made_on)
    assert str(app.selectbox(key="since").value).endswith(made_on)
    assert "Figures: 0 added, 1 removed, 4 changes" in text_of(app)


def test_a_slide_says_it_in_its_foot(made_on: str) -> None:
    item = Item("indicators", (("indicator", NAME),), view="trend")
    pack = Pack((item, Item("places", (("area", "Burnley"),), view="beside")))
    app = shown("pages/room/present.py", pack=pack.text(), slide="1", build=made_on)
    assert not app.warning
    assert not app.info
    assert any(SAID in text.value and "data build" in text.value for text in app.text)
    app = shown("pages/room/present.py", pack=pack.text(), slide="2", build=made_on)
    assert SIGN not in text_of(app)


def test_what_leads_to_a_presentation_carries_the_build(made_on: str) -> None:
    app = shown("pages/explore/indicators.py", indicator=NAME, build=made_on)
    presenting = [link for link in links(app) if "slide=1" in link]
    assert presenting
    assert all(f"build={made_on}" in link for link in presenting)
    app = shown("pages/explore/indicators.py", indicator=NAME)
    assert not any("build=" in link for link in links(app))


def test_slides_carry_their_build_and_say_what_was_revised(
    made_on: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_downloads.packing, "root", lambda: "http://localhost:1")
    opened = Store(build.build(settings().data, settings().build))
    before = next(one for one in build.kept(settings().build) if made_on in one.name)
    with closing(opened), closing(Store(before)) as earlier:
        revisions._RUN.set(revisions.Run(diff.revisions(diff.changes(earlier, opened)), made_on))
        item = Item("indicators", (("indicator", NAME),), view="trend", note="Say this.")
        (slide,) = pack_downloads.on_paper(opened, packs.expanded(opened, Pack((item,))))
        revisions._RUN.set(None)
    assert slide.note.startswith("Say this. ")
    assert SAID in slide.note
    assert slide.link.startswith("http://localhost:1/indicators?")
    assert slide.link.endswith(f"&build={opened.fingerprint}")
    assert frozen.lasting("", "0a") == ""
    assert frozen.lasting("http://x/", "0a") == "http://x/?build=0a"


# Signs and words, without a page.


@pytest.fixture
def revised() -> Iterator[Revision]:
    one = Revision("one", "Smoking, Burnley", (("value", "3%", "4%"), ("wording", "3%", "4%")))
    run = revisions.Run({"one": one}, "0a")
    token = revisions._RUN.set(run)
    yield one
    revisions._RUN.reset(token)


def test_a_mark_in_a_table_says_what_was(revised: Revision) -> None:
    table = tables.of(pd.DataFrame({"v": [f"4% {SIGN} ⚠", f"4% {SIGN}"]}), ["one", "two"])
    first, second = tables.html(table, "t").split("</tr>")[1:3]
    assert 'aria-label="revised since the link was made: 3% → 4%"' in first
    assert 'href="data?part=What+changed&amp;since=0a"' in first
    assert 'href="checks?q=one"' in first
    assert "href" not in second
    assert revised.words == "3% → 4%"


def test_of_several_figures_in_a_row_the_one_in_the_cell_is_meant(revised: Revision) -> None:
    other = Revision("two", "Smoking, Preston", (("value", "8%", "9%"),))
    revisions._RUN.set(revisions.Run({"one": revised, "two": other}))
    table = pd.DataFrame({"a": [f"4% {SIGN}"], "b": [f"9% {SIGN}"], "c": [f"period {SIGN}"]})
    found = tables.html(tables.of(table, [["one", "two"]]), "t")
    assert 'aria-label="revised since the link was made: 3% → 4%"' in found
    assert 'aria-label="revised since the link was made: 8% → 9%"' in found
    assert "Smoking, Burnley: 3% → 4%; Smoking, Preston: 8% → 9%" in found
    assert tables.figures(tables.of(table, [["one", "two"]])) == ["one", "two"]


def test_hostile_words_of_a_revision_stay_in_the_label(revised: Revision) -> None:
    bad = Revision("one", "n", (("period", None, '"><script>alert(1)</script>'),))
    revisions._RUN.set(revisions.Run({"one": bad}, '"><b>'))
    found = tables.html(tables.of(pd.DataFrame({"v": [SIGN]}), ["one"]), "t")
    assert "<script" not in found
    assert "<b>" not in found
    assert "period: not stated → " in found
    assert revised.figure_id == bad.figure_id


def test_a_revised_figure_is_signed_and_counted(revised: Revision) -> None:
    row = {
        "figure_id": "one",
        "shown": "4%",
        "as_stated": "4% smoke",
        "in_question": False,
        "in_differing_check": True,
    }
    assert words.marked(row) == f"4% {SIGN} ≠"
    assert words.marked({**row, "figure_id": "two"}) == "4% ≠"
    assert words.explained(pd.DataFrame([row]))[0] == f"{SIGN} revised since the link was made"
    assert revisions.SIGN not in "".join(words.explained(pd.DataFrame([{**row, "figure_id": "x"}])))
    revisions.show(["one", "two", "one"])
    assert list(revisions.current().shown) == ["one"]
    (line,) = frozen.old_and_new([Revision("one", "Smoking", (("period", None, "2022"),))]).to_dict(
        "records"
    )
    assert line == {"Figure": "Smoking", "Of its": "period", "Old": "not stated", "New": "2022"}
    assert revised.name == "Smoking, Burnley"


def test_outside_a_page_nothing_is_revised() -> None:
    assert revisions.sign("one") == ""
    assert revisions.among(["one"]) == []
