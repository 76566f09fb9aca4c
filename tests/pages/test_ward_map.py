"""The ward map's page: conditions in the address, controls that write them, every answer."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from config.ward_examples import examples
from models import conditions
from pages.components import ward_maps
from pages.components.store import ground as held_ground
from tests.pages.real_views import store
from tests.pages.test_every_page import shown

PAGE = "pages/wards/ward_map.py"
ANSWERS = (
    "List", "Named and not", "Budget", "What if: a comparator", "What if: a programme",
    "A beside B", "One ward", "Gradient", "Download",
)  # fmt: skip


def headline(app: AppTest) -> str:
    (found,) = re.findall("<h3[^>]*>(.*?)</h3>", html(app))
    return unescape(found)


def text(app: AppTest) -> str:
    return str(app.query_params.get("where", ""))


def html(app: AppTest) -> str:
    return "".join(one.proto.body for one in app.get("html"))


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    ("where", "wards"),
    [
        ("", 306),
        ("imd2025_score:30..", 90),
        ("pct_hh_no_car:99..", 0),
        ("district:Lancaster;match:any", 27),
    ],
)
def test_every_answer_to_all_some_and_no_wards(answer: str, where: str, wards: int) -> None:
    app = shown(PAGE, answer=answer, where=where)
    assert not app.warning
    assert headline(app).startswith(f"{wards} wards with")


def test_nothing_asked_is_every_ward() -> None:
    app = shown(PAGE)
    assert headline(app) == "306 wards with 1,720,266 residents in the whole system"
    # The years that the residents are of stand beside their number.
    assert html(app).count("Census 2021; ONS mid-2020 in South Cumbria") == 2


def test_a_whole_place_is_named_and_a_condition_is_met() -> None:
    assert headline(shown(PAGE, where="place:blackpool")).endswith("residents in Blackpool")
    both = headline(shown(PAGE, where="place:blackpool;pct_65_plus:20.."))
    assert both.endswith("residents meet the conditions")


def test_deprivation_is_not_set_against_itself() -> None:
    app = shown(PAGE, answer="Gradient")
    assert any("Share of residents in bad or very bad health" in one.value for one in app.subheader)


def test_who_looks_at_the_map_is_told_which_ward_stands_below() -> None:
    app = shown(PAGE, answer="One ward", ward="Heysham North (Lancaster)")
    assert "Below the map: Heysham North (Lancaster)." in html(app)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_is_a_click_away(example: object) -> None:
    app = shown(PAGE)
    button = next(one for one in app.button if one.label == example.name)  # type: ignore[attr-defined]
    button.click().run()
    assert not app.exception
    assert text(app) == example.conditions  # type: ignore[attr-defined]
    assert not headline(app).startswith(("306", "0 "))


def test_a_slider_and_the_text_say_the_same() -> None:
    app = shown(PAGE, where="pct_65_plus:20..")
    before = headline(app)
    (slider,) = app.slider
    assert slider.value[0] == 20
    slider.set_value((30.0, slider.value[1])).run()
    assert text(app) == "pct_65_plus:30.."
    assert headline(app) != before
    app.slider[0].set_value((3.0, 44.0)).run()
    assert text(app) == "pct_65_plus:.."
    assert headline(app).startswith("306")


def test_the_text_is_there_to_be_written() -> None:
    app = shown(PAGE, where="pct_65_plus:20..")
    (field,) = app.text_input
    assert field.value == "pct_65_plus:20.."
    field.set_value("place:blackpool;pct_65_plus:25..").run()
    assert text(app) == "place:blackpool;pct_65_plus:25.."
    assert app.slider[0].value[0] == 25
    app.slider[0].set_value((26.0, app.slider[0].value[1])).run()
    assert app.text_input[0].value == text(app) == "pct_65_plus:26..;place:blackpool"
    places = next(one for one in app.multiselect if one.label == "Places")
    assert places.value == ["blackpool"]
    app.text_input[0].set_value("").run()
    assert not text(app)
    assert headline(app).startswith("306")


def test_a_condition_is_added_and_taken_away() -> None:
    app = shown(PAGE)
    adding = next(one for one in app.selectbox if one.label == "Add a condition on")
    adding.select("imd2025_score").run()
    assert text(app) == "imd2025_score:.."
    next(one for one in app.button if one.label == "✕").click().run()
    assert text(app) == ""
    assert not app.slider


def test_who_asks_of_wards_picked_by_hand_is_told_that_they_are() -> None:
    app = shown(PAGE, where="match:hand;also:E05001643;imd2025_score:60..")
    mode = next(one for one in app.radio if one.label == "A ward must meet")
    assert mode.options[-1] == mode.format_func(mode.value) == conditions.MODE_WORDS["hand"]
    assert headline(app).startswith("1 ward with")
    mode.set_value("all").run()
    assert text(app) == "imd2025_score:60..;also:E05001643"
    assert not any(one.label == "A ward must meet" for one in app.radio)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("imd_score:30..", "fact"),
        ("imd2025_score:30..10", "above"),
        ("imd2025_score", "no condition"),
        ("district:Lancastre", "Lancaster"),
        ("match:most", "match"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_counts(where: str, words: str) -> None:
    app = shown(PAGE, where=f"{where};place:blackpool")
    assert any(words in warning.value for warning in app.warning)
    assert headline(app).startswith("21 wards")


def test_missing_values_are_told() -> None:
    app = shown(PAGE, where="pct_hh_no_car:25..")
    assert "cannot be judged, a value is not available" in html(app)


def test_a_and_b() -> None:
    app = shown(
        PAGE, answer="A beside B", where="place:blackpool", a="place:blackpool,south_cumbria"
    )
    assert any("0 gained, 35 lost" in heading.value for heading in app.subheader)


def test_a_yield_carries_its_interval_and_its_words() -> None:
    app = shown(PAGE, answer="What if: a programme", where="place:blackpool", tests="25")
    (told,) = [one.value for one in app.subheader if "to expect" in one.value]
    # 21 wards, 25 tests each, 23.4%
    assert told.startswith("123 (")
    assert "525 tests in 21 wards" in told
    assert any("almost 400" in one.value for one in app.text)


def test_lists_stand_in_the_order_asked_and_show_every_ward_when_asked() -> None:
    few = html(shown(PAGE, where="place:blackpool", order="Name"))
    assert "The first 12 of 21 wards (order: name)" in few
    assert few.index(">Anchorsholme<") < few.index(">Bispham<") < few.index(">Bloomfield<")
    assert ">Warbreck<" not in few
    every = html(shown(PAGE, where="place:blackpool", all_wards="true"))
    assert every.index(">Bloomfield<") < every.index(">Warbreck<")


def test_what_is_taken_away_is_every_ward_that_matches() -> None:
    ground = held_ground(store())
    answer = ground.answer(conditions.read("place:blackpool", ground.known)[0])
    view = ward_maps.whole(ground, answer, "imd2025_score", order="name")
    assert len(view.table) == 21
    assert list(view.table["Ward"]) == sorted(view.table["Ward"])
    assert view.headline.startswith("21 wards with")


def test_a_pick_by_name_comes_into_the_text_and_can_be_taken_back() -> None:
    app = shown(PAGE, where="place:blackpool")
    never = next(one for one in app.selectbox if one.label == "Never this ward")
    never.select(never.options[never.options.index("Bloomfield (Blackpool)")]).run()
    assert headline(app).startswith("20 wards")
    always = next(one for one in app.selectbox if one.label == "Always this ward")
    always.select("Bloomfield (Blackpool)").run()
    assert text(app) == "place:blackpool"
    always = next(one for one in app.selectbox if one.label == "Always this ward")
    always.select("Bank Hall (Burnley)").run()
    assert headline(app).startswith("22 wards")
    (kept,) = [one for one in app.multiselect if one.label == "Always these wards"]
    kept.set_value([]).run()
    assert headline(app).startswith("21 wards")


def test_a_wards_card_leads_to_its_programmes_and_to_those_of_its_areas() -> None:
    app = shown(PAGE, answer="One ward", ward="Bradley (Pendle)")
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    assert links["Together an Active Pendle"].page == "programmes"
    assert links["Together an Active Pendle"].query_string == "programme=Together+an+Active+Pendle"
    (label,) = [one for one in links if one.endswith("programmes in Pendle")]
    assert links[label].query_string == "place=Pendle"
    there = shown("pages/plan/programmes.py", place="Pendle")
    assert any(one.value.startswith(f"{label.split()[0]} of ") for one in there.subheader)
    assert any("3 programmes are for this ward." in one.value for one in app.text)
    none = shown(PAGE, answer="One ward", ward="Bare (Lancaster)")
    assert any("No programme is said to be for this ward." in one.value for one in none.text)


def test_files_keep_district_and_place_apart_and_pages_do_not() -> None:
    ground = held_ground(store())
    answer = ground.answer(conditions.read("district:Burnley", ground.known)[0])
    kept = ward_maps.whole(ground, answer, "imd2025_score").table
    assert list(kept.columns[:3]) == ["Ward", "District", "Place"]
    assert set(kept["District"]) == {"Burnley"}
    assert set(kept["Place"]) == {"Lancashire"}
    assert "<td>Burnley, Lancashire</td>" in html(shown(PAGE, where="district:Burnley"))
