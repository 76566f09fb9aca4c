"""One-page profiles: of every area and stage of life, with the data's own figures, on one page."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest
import typst
from pypdf import PdfReader

from loaders import plan_queries, profile_queries, queries, trust_queries
from models.comparison import SHAPES, compare_rows, spine_positions
from pages.components import (
    official,
    one_page,
    paper,
    pictures,
    profile_parts,
    profiles,
    verdicts,
)
from pages.components.paper import Part, Profile
from pages.components.words import marked, period_words, records
from tests.pages import real_views
from tests.pages.test_every_page import shown as page_shown

LINK = "http://localhost:8501/places?area=Blackpool"
REFERENCE = re.compile(r"\[(\d+)\]")
# Of every type, with very much and with nothing.
SET_AREAS = (
    *("united_kingdom", "lancashire_and_south_cumbria", "lancashire", "blackpool"),
    *("south_cumbria", "central_lancashire", "burnley", "fylde_and_wyre", "ormskirk"),
    *("university_hospitals_of_morecambe_bay",),
)
SET_DOMAINS = ("starting_well", "living_well", "dying_well", "cross_cutting")


@cache
def values() -> pd.DataFrame:
    return spine_positions(compare_rows(queries.official(store=real_views.store())))


@cache
def areas() -> pd.DataFrame:
    return queries.areas(store=real_views.store())


@cache
def figures() -> pd.DataFrame:
    return queries.figures(store=real_views.store())


@cache
def place(area_id: str) -> Profile:
    return profiles.place(real_views.store(), values(), area_id, link=LINK)


@cache
def domain(domain_id: str) -> Profile:
    return profiles.domain(real_views.store(), values(), domain_id, link=LINK)


def part(profile: Profile, words: str) -> Part:
    (found,) = [one for one in profile.parts if words in one.title]
    return found


def texts(profile: Profile) -> list[str]:
    """Return all that a profile would say, were there room."""
    said = [*profile.lead]
    for figure in profile.figures:
        said += [figure.label, figure.words, figure.source]
    for one in profile.parts:
        said += [one.title, *one.says, *one.after, *one.table.astype(str).to_numpy().flat]
    return said


def every() -> dict[str, Profile]:
    found = {one: place(one) for one in areas()["area_id"]}
    return found | {
        one: domain(one) for one in queries.domains(store=real_views.store())["domain_id"]
    }


# What it says


def test_every_area_and_domain_has_one_and_it_holds_together() -> None:
    made = every()
    assert len(made) >= 57
    titles = set(queries.sources(store=real_views.store())["title"])
    for name, one in made.items():
        references = {int(at) for said in texts(one) for at in REFERENCE.findall(said)}
        assert references == set(range(1, len(one.sources) + 1)), name
        for source in one.sources:
            assert source.rpartition(" (")[0] in titles or source.partition(" (")[0] in titles
            assert "(published" in source or "(draft" in source
        assert one.figures or not one.unshown or "figure" in one.figures_title, name
        assert {"Official", "official", "authorities"} & set(
            " ".join(part.title for part in one.parts).split()
        ) or one.kind == "Domain profile", name
        assert not any("nan" in re.findall(r"\w+", said) for said in texts(one)), name


def test_the_figures_on_cards_are_those_of_the_area_with_their_marks() -> None:
    for area_id in areas()["area_id"]:
        mine = figures()[figures()["area_id"] == area_id]
        told = {marked(row) for row in records(mine)}
        for figure in place(area_id).figures:
            assert {value for value, _ in figure.values} <= told


def test_every_figure_of_an_area_is_on_a_card_or_counted() -> None:
    for area_id in areas()["area_id"]:
        one = place(area_id)
        mine = figures()[figures()["area_id"] == area_id]
        first = mine[mine["same_as"].isna() & (mine["indicator_id"] != "resident_population")]
        counted = sum(figure.stands_for for figure in one.figures) + one.unshown
        assert counted >= len(first), area_id
        assert counted <= len(mine), area_id


def test_one_persons_case_is_no_headline() -> None:
    words = " ".join(figure.label for one in every().values() for figure in one.figures)
    assert "one person's case" not in words


def test_draft_target_and_england_are_said_in_words() -> None:
    def card(one: Profile, label: str) -> Any:
        return next(figure for figure in one.figures if label in figure.label)

    smokers = card(domain("living_well"), "Adults who smoke")
    assert smokers.values == [("about 18.5%", "")]
    assert "From a draft." in smokers.words
    assert "England 17.2%, not tested." in smokers.words
    assert card(domain("dying_well"), "Levels of bereavement").values == [("3", "target")]
    for one in every().values():  # what must be said is never cut off for the sake of a quotation
        for figure in one.figures:
            head = figure.words.partition("“")[0]
            assert len(head) < paper.LONGEST_CARD
            assert ("rom a draft." in figure.words) == ("rom a draft." in head)
    suicide = card(place("blackpool"), "Suicide rate")
    assert suicide.values == [("17.4 per 100,000", "")]
    assert suicide.words == "2018 to 2020. England 10.4 per 100,000, not tested."


def test_statements_that_contradict_each_other_stand_side_by_side() -> None:
    (lead,) = place("lancashire").lead
    assert "1,200,000 people ⚠ or 1,300,000 people ⚠, no date given" in lead
    assert "233 wards have 1,235,383 residents (Census 2021" in lead


def test_the_headlines_of_the_overview_come_first() -> None:
    first = domain("starting_well").figures[0]
    assert first.label.startswith("Smoking at time of delivery")
    assert first.values == [("13.9%", "March 2022"), ("7.59%", "March 2025")]


@pytest.mark.parametrize("name", sorted(set(values()["area"])))
def test_official_values_are_all_there_the_worse_ones_first_and_never_left_out(name: str) -> None:
    (area_id,) = areas()[areas()["name"] == name]["area_id"]
    one = part(place(area_id), "official indicators against England")
    mine = values()[values()["area"] == name]
    worse = int((mine["word"] == "worse").sum())
    assert one.title.startswith(f"{len(mine)} official indicators against England: ")
    assert (f"{worse} worse" in one.title) == (worse > 0)
    assert one.least >= worse
    assert list(one.table["Against England"]).count("▼ worse") == worse
    assert set(one.table["Against England"][:worse]) <= {"▼ worse"}
    rows = {row["Indicator"].partition(" (")[0]: row for row in one.table.to_dict("records")}
    for row in records(mine):
        told = rows[row["indicator"]]
        assert told["Years"] == period_words(row["period"])
        assert told["Against England"] == f"{row['shape']} {row['word']}"
        numbers = [float(one) for one in re.findall(r"[\d.]+", told[name].replace(",", ""))]
        assert numbers == ([] if pd.isna(row["value"]) else [pytest.approx(row["value"], abs=0.05)])
        if pd.notna(row["lower_ci"]):
            low, high = told["95% interval"].replace("%", "").replace(",", "").split(" to ")
            assert float(low) == pytest.approx(row["lower_ci"], abs=0.051)
            assert float(high) == pytest.approx(row["upper_ci"], abs=0.051)
    for strip, verdict in zip(one.strips, one.table["Against England"], strict=True):
        for at, look in strip.dots if strip else ():
            assert -1 <= at <= 1
            assert verdict.startswith(SHAPES[look])  # type: ignore[index]


@pytest.mark.parametrize("area_id", ["lancashire", "east_lancashire"])
def test_an_area_without_official_values_has_those_of_its_authorities(area_id: str) -> None:
    one = part(place(area_id), "comparisons of")
    inside = official.within(values(), areas(), area_id)
    mine = values()[values()["area"].isin(inside)]
    assert list(one.table.columns[3:-1]) == inside
    signs = mine.set_index(["indicator", "area"])["shape"]
    for row in one.table.to_dict("records"):
        indicator = row["Indicator"].partition(" (")[0]
        for name in inside:
            assert row[name].endswith(signs[indicator, name])
        assert int(row["Worse"]) == (signs[indicator] == SHAPES["worse"]).sum()
    assert one.title.startswith(f"{int((mine['word'] == 'worse').sum())} of ")


def test_wards_are_those_of_the_tree_also_of_the_whole_system() -> None:
    store = real_views.store()
    whole = queries.wards_of(store=store, area_id="lancashire_and_south_cumbria")
    places = areas()[areas()["area_type"] == "place"]["area_id"]
    parts = [queries.wards_of(store=store, area_id=one) for one in places]
    assert sorted(whole["ward_code"]) == sorted(pd.concat(parts)["ward_code"])
    assert len(whole) == len(store.query("SELECT * FROM wards"))
    mine = queries.wards_of(store=store, area_id="blackpool")
    assert len(mine) == 21
    assert queries.wards_of(store=store, area_id="england").empty
    one = part(place("blackpool"), "named in the documents")
    deprived = (mine["imd2025_ward_decile_england"] <= 2).sum()
    assert one.says[0].startswith(f"{deprived} of 21 wards are among the most deprived fifth")
    named = profile_queries.named_wards(store=store, area_id="blackpool")
    assert one.title.startswith(str(named["ward_code"].nunique()))
    priority = one.table.set_index("Named for").loc["Priority ward"]
    for ward in named[named["designation"] == "priority_ward"]["ward_name"]:
        assert ward in priority["Which"]


def test_wards_named_for_an_area_that_has_none_of_its_own_are_told() -> None:
    assert "highest demand for adult social care" in " ".join(
        part(place("fylde_and_wyre"), "named in the documents").table["Named for"].str.lower()
    )


def test_programmes_are_counted_with_those_within_and_the_best_evidence_first() -> None:
    programmes = plan_queries.programmes(store=real_views.store())
    here = programmes[["lancashire" in inside for inside in programmes["inside"]]]
    own = (here["area_id"] == "lancashire").sum()
    one = part(place("lancashire"), "programmes:")
    assert one.title.startswith(f"{len(here)} programmes: ")
    assert f"{own} of Lancashire as a whole, {len(here) - own} within it." in one.says[0]
    assert len(one.table) + one.beyond == len(here)
    told = list(one.table.iloc[:, -1])
    assert "(before and after)" in told[0]
    known = [not said.startswith("No outcome stated.") for said in told]
    assert known == sorted(known, reverse=True)
    better_care = one.table[one.table["Programme"].str.startswith("Lancashire Better Care Fund")]
    assert "Funding allocated: £10,000,000" in better_care.iloc[0, -1]


def test_what_does_not_agree_is_told_and_so_is_that_nothing_was_found() -> None:
    mine = figures()[figures()["area_id"] == "blackpool"]
    checks = queries.checks(store=real_views.store(), figure_ids=tuple(mine["figure_id"]))
    differing = checks[checks["verdict"] == "differs"]
    one = part(place("blackpool"), "not agree")
    assert one.title == f"{len(differing)} of {len(checks)} checks of these figures do not agree"
    assert list(one.table["Working"]) == list(differing["working"])
    nothing = part(domain("starting_well"), "not agree")
    assert nothing.says[0].startswith("Nothing: ")


@pytest.mark.parametrize(
    "area_id", ["lancashire", "blackburn_with_darwen", "blackpool", "south_cumbria"]
)
def test_the_checks_of_a_place_are_those_of_the_page_checks(area_id: str) -> None:
    name = areas().set_index("area_id").at[area_id, "name"]
    every = trust_queries.checks(store=real_views.store())
    there = verdicts.narrowed(every, source=None, place=str(name), domain=None, words="")
    differing = there[there["verdict"] == "differs"]
    one = part(place(area_id), "not agree")
    assert one.title.startswith(f"{len(differing)} of {len(there)} checks of ")
    assert set(one.table["Working"]) == set(differing["working"])


@pytest.mark.parametrize("domain_id", ["working_well", "ageing_well", "cross_cutting"])
def test_the_checks_of_a_domain_are_those_of_the_page_checks(domain_id: str) -> None:
    name = queries.domains(store=real_views.store()).set_index("domain_id").at[domain_id, "name"]
    every = trust_queries.checks(store=real_views.store())
    there = verdicts.narrowed(every, source=None, place=None, domain=str(name), words="")
    told = [one.title for one in domain(domain_id).parts if "not agree" in one.title]
    differing = int((there["verdict"] == "differs").sum())
    assert len(told) == min(len(there), 1)
    assert all(one.startswith(f"{differing} of {len(there)} checks of ") for one in told)


@pytest.mark.parametrize("area_id", ["united_kingdom", "england", "north_west"])
def test_what_is_known_of_a_part_does_not_pass_for_the_whole(area_id: str) -> None:
    one = place(area_id)
    assert list(one.lead) == ["The documents do not state how many people live there."]
    assert not [part for part in one.parts if "ward" in part.title]
    assert "They do not stand for more." in part(one, "Official indicators").says[0]


def test_of_an_area_with_nothing_that_is_said() -> None:
    one = place("ormskirk")
    assert one.figures_title == "The documents state no figure of Ormskirk itself"
    assert list(one.lead) == ["The documents do not state how many people live there."]
    titles = [part.title for part in one.parts]
    assert titles == [
        *("Official indicators", "No programme is named here"),
        "What is known of the areas round it",
    ]
    assert one.parts[0].says[0].startswith("No official values are held for Ormskirk")
    assert list(one.parts[-1].table["Area it lies in"]) == [
        *("West Lancashire", "Central Lancashire", "Lancashire", "Lancashire and South Cumbria")
    ]


def test_a_domain_says_what_it_covers_and_how_its_measures_stand() -> None:
    one = domain("starting_well")
    themes = queries.themes(store=real_views.store(), domain_id="starting_well")["name"]
    assert one.lead[0].startswith("“We will give children the best start in life")
    for theme in themes:
        assert theme in one.lead[1]
    measures = part(one, "success measures")
    assert measures.title.startswith("8 success measures: 1 can be followed over time")
    assert measures.table.iloc[0, 0] == "reduction in prevalence of smoking in pregnancy"
    beside = part(one, "Place by place")
    active = beside.table.set_index("Indicator").loc["Young people who are active enough, aged 15"]
    assert [active[one] for one in ("Blackburn with Darwen", "Blackpool", "Lancashire")] == [
        *("12.4%", "14.1%", "15%")
    ]
    (strip,) = part(one, "comparisons with England").strips
    assert strip is not None
    assert len(strip.dots) == 14


def test_a_stage_of_life_without_figures_of_places_says_that_none_has_one() -> None:
    (said,) = part(domain("dying_well"), "Place by place").says
    assert said.endswith("for any of the four places.")


def test_nobody_asks_who_lives_in_a_hospital() -> None:
    assert not place("university_hospitals_of_morecambe_bay").lead


def test_no_value_of_a_card_is_left_out_without_a_word() -> None:
    for one in every().values():
        for figure in one.figures:
            more = re.search(r"(\d+) more values?\.", figure.words)
            told = len(figure.values) + (int(more[1]) if more else 0)
            assert 1 <= told <= figure.stands_for
            assert more is None or len(figure.values) == 3
    mine = figures()[figures()["indicator_id"] == "resident_population"].head(1)
    four = pd.concat(
        [mine.assign(figure_id=str(at), shown=f"{at} people", same_as=None) for at in range(4)]
    )
    cited = profile_parts.Cited(queries.sources(store=real_views.store()))
    (card,), unshown = profile_parts.cards(four, cited, england={})
    assert len(card.values) == 3
    assert "1 more value." in card.words
    assert unshown == 0


def test_an_unknown_area_is_an_error() -> None:
    with pytest.raises(KeyError):
        profiles.place(real_views.store(), values(), "atlantis")
    with pytest.raises(KeyError):
        profiles.domain(real_views.store(), values(), "sleeping_well")


# On paper


def plain(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@cache
def made(name: str) -> tuple[Profile, PdfReader]:
    one = place(name) if name in SET_AREAS else domain(name)
    one = replace(one, taken=date(2025, 11, 14))
    return one, PdfReader(io.BytesIO(paper.profile(one)))


@pytest.mark.parametrize("name", [*SET_AREAS, *SET_DOMAINS])
def test_it_is_one_tagged_page_with_title_language_number_sources_and_the_datas_words(
    name: str,
) -> None:
    one, read = made(name)
    (page,) = read.pages
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert read.metadata.title == one.title
    shown = plain(page.extract_text())
    assert plain(f"Lifecourse: {one.title}") in shown
    assert shown.endswith("Page1of1")
    assert plain(f"14 November 2025, data build {one.build}.") in shown
    for at, source in enumerate(one.sources, start=1):
        assert plain(f"[{at}] {source}") in shown
    for said in (one.under, *one.lead, one.figures_title):
        assert plain(said) in shown
    cards = [all(plain(value) in shown for value, _ in figure.values) for figure in one.figures]
    assert cards[:4] == [True] * len(cards[:4])
    for told in one.parts:
        assert plain(told.title) in shown
        rows = [
            all(plain(str(cell)) in shown for cell in row if len(str(cell)) > 3)
            for row in told.table.itertuples(index=False)
        ]
        least = min(told.least, len(rows))
        assert rows[:least] == [True] * least
        count = rows.index(False) if False in rows else len(rows)
        left = len(rows) + told.beyond - count
        if left:
            assert plain(f"{left} more {told.things} on the dashboard") in shown or count == 0
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    assert set(links) == {LINK}


@pytest.mark.parametrize("name", [*SET_AREAS, *SET_DOMAINS])
def test_nothing_is_cut_off_and_letters_can_be_read(name: str) -> None:
    page = made(name)[1].pages[0]
    wide, high = map(float, page.mediabox[2:])
    sizes = []

    def look(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if not text.strip():
            return
        turned = abs(tm[1] * cm[0]) + abs(tm[0] * cm[1]) > 0.01
        scale = math.sqrt(abs((cm[0] * cm[3] - cm[1] * cm[2]) * (tm[0] * tm[3] - tm[1] * tm[2])))
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        length = pictures.extent(text.strip()) * size * scale
        sizes.append(size * scale)
        assert 40 < x < wide - 40, text
        assert 20 < y < high - 30, text
        if not turned:
            assert x + length < wide - 30, text

    page.extract_text(visitor_text=look)
    assert len(sizes) > 10
    assert min(sizes) >= 7


def test_a_machine_without_fonts_sets_one_page_too(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    monkeypatch.setattr(
        paper, "_fonts", lambda: (fonts, (paper.TEXT_FONTS[-1], paper.SIGN_FONTS[-1]))
    )
    for name in ("lancashire", "blackpool"):
        read = PdfReader(io.BytesIO(paper.profile(place(name))))
        assert len(read.pages) == 1
        assert {"▲", "●", "▼"} & set(read.pages[0].extract_text())
        root: Any = read.trailer["/Root"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


# The button


@pytest.fixture
def asked() -> Any:
    one_page.made.cache_clear()
    yield one_page.Asked(
        "area", "ormskirk", LINK, "0123", date(2025, 11, 14), real_views.store(), values()
    )
    one_page.made.cache_clear()


def test_the_same_page_is_set_once_for_each_build_day_and_link(
    asked: one_page.Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0

    def counting(_: Profile) -> bytes:
        nonlocal count
        count += 1
        return str(count).encode()

    empty = Profile("Place profile", "Ormskirk", "0123")
    monkeypatch.setitem(one_page.MAKERS, "area", lambda *_, **__: empty)
    monkeypatch.setattr(paper, "profile", counting)
    assert one_page.made(asked) == one_page.made(replace(asked, values=values().head(0))) == b"1"
    for at, change in enumerate(
        ({"fingerprint": "4567"}, {"day": date(2025, 11, 15)}, {"link": ""}, {"of": "darwen"}),
        start=2,
    ):
        assert one_page.made(replace(asked, **change)) == str(at).encode()
    for at in range(one_page.MOST_KEPT + 5):
        one_page.made(replace(asked, link=str(at)))
    assert one_page.made.cache_info().currsize == one_page.MOST_KEPT


@pytest.mark.parametrize(
    ("script", "key", "name"),
    [
        ("pages/explore/places.py", "area", "Fleetwood"),
        ("pages/explore/domains.py", "domain", "Dying Well"),
    ],
)
def test_the_button_is_there_and_nothing_is_made_before_it_is_clicked(
    script: str, key: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("made before anybody asked")

    monkeypatch.setattr(one_page, "made", refuse)
    monkeypatch.setattr(paper, "profile", refuse)
    app = page_shown(script, **{key: name})
    (button,) = (one for one in app.get("download_button") if one.proto.label == one_page.LABEL)
    assert button.proto.ignore_rerun
    assert button.proto.url == ""


def test_what_is_taken_is_the_page_of_the_build_that_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(one_page, "official", lambda _: values())
    read = PdfReader(io.BytesIO(one_page.pdf(real_views.store(), "domain", "dying_well", "")))
    text = read.pages[0].extract_text()
    assert real_views.store().fingerprint in text
    assert "Dying Well" in text
    assert "/Annots" not in read.pages[0]
