"""Every form, with no rows, one, many and nulls: what it encodes, says and draws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert

from config.palette import DARK, LIGHT
from models.measure_status import SIGNS, STATUSES
from pages.components.charts import by_area, over_time, slope, spine
from pages.components.charts import status_matrix as status
from pages.components.charts import tartan as rug
from pages.components.charts.dot_interval import dot_interval
from pages.components.charts.spec import Spec
from tests.charts.cases import BARS, CASES, DOTS, OVER_TIME, SLOPE, SPINE, STATUS, TARTAN, Case
from tests.charts.images import at_width

EACH = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def drawn(case: Case, rows: pd.DataFrame) -> Spec:
    spec = case.draw(rows)
    assert spec is not None
    return spec


def used(spec: Any) -> Iterator[str]:
    """Yield every column that a mark encodes, an expression reads, or a channel has by name."""
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key == "data":
                continue
            if key in ("field", "groupby") and isinstance(value, str):
                yield value
            elif isinstance(value, str):
                yield from re.findall(r"datum\.(\w+)", value)
            else:
                yield from used(value)
    elif isinstance(spec, list):
        for part in spec:
            yield from used(part)


def made(spec: Any) -> set[str]:
    """Return the columns that transforms of the specification make themselves."""
    if isinstance(spec, dict):
        own = {spec["as"]} if isinstance(spec.get("as"), str) else set()
        return own.union(*(made(part) for part in spec.values()))
    return set().union(*(made(part) for part in spec)) if isinstance(spec, list) else set()


def png(spec: Spec, width: int = 600) -> bytes:
    return vl_convert.vegalite_to_png(at_width(spec, width, "#FFFFFF"))


def texts(spec: Spec, width: int = 900) -> list[str]:
    """Return what the drawn chart says."""
    svg = vl_convert.vegalite_to_svg(at_width(spec, width))
    return [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg)]


@EACH
def test_no_rows_give_none(case: Case) -> None:
    assert case.draw(case.rows.head(0)) is None


@EACH
def test_a_missing_column_is_named(case: Case) -> None:
    column = next(name for name in case.rows.columns if name != "approximate")
    with pytest.raises(KeyError, match=f"no column '{column}'"):
        case.draw(case.rows.drop(columns=column))


@EACH
@pytest.mark.parametrize("many", [False, True], ids=["one row", "many rows"])
def test_every_encoded_field_is_a_column_and_every_column_is_encoded(
    case: Case, many: bool
) -> None:
    spec = drawn(case, case.rows if many else case.rows.head(case.least))
    values = spec["data"]["values"]
    assert values
    for row in values:
        assert tuple(row) == case.form.columns
    assert set(used(spec)) - made(spec) == set(case.form.columns)


@EACH
def test_the_specification_is_plain_valid_vega_lite(case: Case) -> None:
    spec = drawn(case, case.rows)
    again = json.loads(json.dumps(spec, allow_nan=False))
    assert again == spec
    alt.LayerChart.from_dict(spec)
    assert spec["width"] == "container"


@EACH
def test_other_data_give_another_picture(case: Case) -> None:
    few, many = drawn(case, case.rows.head(case.least)), drawn(case, case.rows)
    pictures = png(few), png(many)
    assert all(picture.startswith(b"\x89PNG") and len(picture) > 1000 for picture in pictures)
    assert pictures[0] != pictures[1]


@EACH
@pytest.mark.parametrize("width", [288, 1800])
def test_it_draws_on_a_telephone_and_on_a_projector(case: Case, width: int) -> None:
    assert len(png(drawn(case, case.rows), width)) > 1000


@EACH
def test_nulls_are_drawn_or_said_and_never_break_the_chart(case: Case) -> None:
    for column in case.nullable:
        rows = case.rows.assign(**{column: None})
        spec = case.draw(rows)
        if spec is not None:
            json.dumps(spec, allow_nan=False)
            assert len(png(spec)) > 1000


@EACH
def test_every_label_is_at_least_eleven_pixels(case: Case) -> None:
    sizes = re.findall(r'"fontSize": ?(\d+)', json.dumps(drawn(case, case.rows)))
    assert sizes
    assert min(map(int, sizes)) >= 11
    assert drawn(case, case.rows)["config"]["text"]["fontSize"] == 14


def test_bars_start_at_zero_and_say_what_is_missing() -> None:
    spec = by_area.by_area(BARS, unit="%", palette=LIGHT)
    assert spec is not None
    bars = spec["layer"][0]["encoding"]["x"]
    assert bars["scale"]["zero"] is True
    fylde = spec["data"]["values"][-1]
    assert (fylde["start"], fylde["end"], fylde["shown"]) == (None, None, "no data")
    assert "no data" in texts(spec)


def test_bars_draw_one_bar_for_each_value_and_none_for_null() -> None:
    spec = by_area.by_area(BARS, unit="%", palette=LIGHT)
    assert spec is not None
    svg = vl_convert.vegalite_to_svg(at_width(spec, 900))
    drawn_bars = re.findall(r'aria-roledescription="bar" d="([^"]+)"', svg)
    assert len([path for path in drawn_bars if not re.match(r"M[^h]*h0v", path)]) == 5


def test_an_approximate_bar_and_a_target_look_unlike_a_result() -> None:
    spec = by_area.by_area(BARS, unit="%", palette=LIGHT)
    assert spec is not None
    svg = vl_convert.vegalite_to_svg(at_width(spec, 900))
    assert svg.count('stroke-dasharray="4,3"') == 1
    assert svg.count('fill-opacity="0.35"') == 1
    assert svg.count('fill-opacity="0.2"') == 1


def test_a_comparator_is_drawn_once_with_its_label() -> None:
    spec = by_area.by_area(BARS, unit="%", palette=LIGHT, comparator=(17.2, "England 17.2%"))
    assert spec is not None
    # With its halo, the text is there once: rules have none.
    assert texts(spec).count("England 17.2%") == 1
    assert [row["rule"] for row in spec["data"]["values"]] == [17.2] + [None] * 5


def test_another_comparator_is_the_same_shape() -> None:
    one = by_area.by_area(BARS, unit="%", palette=LIGHT, comparator=(17.2, "England 17.2%"))
    other = by_area.by_area(BARS, unit="%", palette=LIGHT, comparator=(18.0, "North West 18%"))
    assert one is not None
    assert other is not None
    assert {**one, "data": None} == {**other, "data": None}


def test_a_comparison_is_in_words_and_a_shape() -> None:
    spec = dot_interval(DOTS, unit="%", palette=LIGHT, comparator=(10.4, "England 10.4%"))
    assert spec is not None
    said = texts(spec)
    for words in ("20.8%, worse", "20.1%, similar", "3.5%, better", "18.5%, not compared"):
        assert words in said
    assert "no data" in said
    shapes = next(layer for layer in spec["layer"] if "shape" in layer["encoding"])
    scale = shapes["encoding"]["shape"]["scale"]
    assert len(set(scale["range"])) == len(scale["domain"]) == 6


def test_an_unknown_comparison_is_refused() -> None:
    with pytest.raises(ValueError, match="'wrose' is not one of better, similar, worse"):
        dot_interval(DOTS.assign(comparison="wrose"), unit="%", palette=LIGHT)
    with pytest.raises(ValueError, match="'wrose' is not one of"):
        rug.tartan(TARTAN.assign(comparison="wrose"), palette=LIGHT)
    with pytest.raises(ValueError, match="'wrose' is not one of"):
        spine.spine(SPINE.assign(comparison="wrose"), palette=LIGHT)


def test_one_value_is_no_change() -> None:
    assert over_time.over_time(OVER_TIME.head(1), unit="%", palette=LIGHT) is None
    assert over_time.over_time(OVER_TIME.head(2), unit="%", palette=LIGHT) is None
    assert over_time.over_time(OVER_TIME.assign(value=None), unit="%", palette=LIGHT) is None


def test_lines_are_named_at_their_ends_and_say_their_gaps() -> None:
    spec = over_time.over_time(OVER_TIME, unit="%", palette=LIGHT)
    assert spec is not None
    said = texts(spec)
    for words in ("13.9%", "7.59%, Blackpool", "5.9%, England", "Blackpool: no data"):
        assert words in said
    assert said.count("March 2022") == 1
    y = spec["layer"][1]["encoding"]["y"]
    assert y["scale"]["zero"] is True


def test_four_series_have_colours_and_more_are_grey() -> None:
    rows = pd.concat([OVER_TIME.tail(2).assign(series=f"Place {n}") for n in range(6)])
    spec = over_time.over_time(rows, unit="%", palette=LIGHT)
    assert spec is not None
    orders = {row["series"]: row["order"] for row in spec["data"]["values"]}
    assert list(orders.values()) == ["first", "second", "third", "fourth", "rest", "rest"]


def test_a_summer_date_does_not_move_with_a_time_zone() -> None:
    ms = over_time.milliseconds(pd.Series(["2024-07-01", "1970-01-02"]))
    assert list(ms) == [1_719_792_000_000, 86_400_000]


def test_a_spine_says_values_and_comparison_beside_it() -> None:
    spec = spine.spine(SPINE, palette=LIGHT, area="Blackpool")
    assert spec is not None
    said = texts(spec)
    for words in ("Blackpool", "England", "73.9", "79.8", "worse", "no data", "Better →"):
        assert words in said
    for width, said_there in ((288, False), (500, True)):
        narrow = texts(spec, width)
        assert {"73.9, worse", "← Worse", "England", "Better →"} <= set(narrow)
        assert not {"Blackpool", "73.9", "79.8"} & set(narrow)
        assert ("England 79.8" in narrow) == said_there


@pytest.mark.parametrize("width", [288, 500, 700, 896, 1206, 1760])
def test_what_a_spine_draws_is_not_wider_than_its_place(width: int) -> None:
    spec = spine.spine(SPINE, palette=LIGHT, area="Blackpool")
    assert spec is not None
    svg = vl_convert.vegalite_to_svg(at_width(spec, width))
    places = [float(x) for x in re.findall(r'<text [^>]*transform="translate\(([-\d.]+),', svg)]
    assert places
    assert min(places) >= 0
    assert max(places) <= width
    # The England line stands in the middle of what is left for the spines, never squeezed.
    spans = re.findall(r'<path [^>]*d="M[-\d.]+,[-\d.]+h([\d.]+)v18', svg)
    assert spans
    assert max(map(float, spans)) > 60


def test_a_cell_says_value_sign_and_word_as_far_as_there_is_room() -> None:
    spec = rug.tartan(TARTAN, palette=LIGHT)
    assert spec is not None
    roomy = texts(spec, 900)
    assert {"20.8", "▼", "worse"} <= set(roomy)
    tight = texts(spec, 290)
    assert "▼" in tight
    assert "worse" not in tight


def test_a_rug_is_complete_and_says_what_is_missing() -> None:
    spec = rug.tartan(TARTAN, palette=LIGHT)
    assert spec is not None
    cells = {(row["row_name"], row["column_name"]): row for row in spec["data"]["values"]}
    assert len(cells) == 6
    for pair in (("Blackpool", "Suicide"), ("Fylde", "Suicide"), ("Fylde", "Life expectancy")):
        assert (cells[pair]["short"], cells[pair]["tone"]) == ("no data", "missing")
    assert cells["Blackpool", "Smoking"]["sign"] == "▼"
    assert cells["Fylde", "Smoking"]["sign"] == "●"
    assert texts(spec).count("no data") == 3


def test_two_rows_for_one_cell_are_refused() -> None:
    with pytest.raises(ValueError, match="two rows for the cell 'Blackpool' by 'Smoking'"):
        rug.tartan(pd.concat([TARTAN, TARTAN.head(1)]), palette=LIGHT)


def test_a_status_is_a_word_a_sign_and_a_colour() -> None:
    spec = status.status_matrix(STATUS, palette=LIGHT, titles=("Domain", "Area"))
    assert spec is not None
    said = texts(spec)
    for words in ("evidenced, 4 figures", "●", "no figure", "○", "to be confirmed", "?", "no data"):
        assert words in said


def test_a_sign_means_the_same_in_a_matrix_as_beside_a_success_measure() -> None:
    known = ("evidenced", "evidenced_once", "no_figure", "to_be_confirmed")
    assert [SIGNS[one] for one in known] == list(status.SIGNS)
    # Nothing has never the "?" of what is still to be confirmed.
    assert [SIGNS[one] for one in STATUSES if one != "to_be_confirmed"] == list(status.GRADED)
    rows = STATUS.head(2).assign(status=["activity only", "nothing"], shown=None)
    grades = ("two dates or more", "one date", "activity only", "nothing")
    spec = status.status_matrix(
        rows, palette=LIGHT, titles=("Domain", "Area"), statuses=grades, signs=status.GRADED
    )
    assert spec is not None
    said = texts(spec)
    assert SIGNS["activity_only"] in said
    assert SIGNS["no_figure"] in said
    assert SIGNS["to_be_confirmed"] not in said


def test_statuses_are_at_most_four_and_known() -> None:
    with pytest.raises(ValueError, match="status 'done' is not one of"):
        status.status_matrix(STATUS.assign(status="done"), palette=LIGHT, titles=("Domain", "Area"))
    with pytest.raises(ValueError, match="at most 4 statuses, not 5"):
        status.status_matrix(
            STATUS, palette=LIGHT, titles=("Domain", "Area"), statuses=("a", "b", "c", "d", "e")
        )


def test_a_slope_says_both_sides_and_what_is_missing() -> None:
    spec = slope.slope(SLOPE, palette=LIGHT)
    assert spec is not None
    said = texts(spec)
    for words in ("2022/23", "2023/24", "120", "84, Attendances", "c. 20, Calls", "no data"):
        assert words in said
    assert slope.slope(SLOPE.assign(before=None, after=None), palette=LIGHT) is None


def test_periods_that_differ_stand_beside_their_values() -> None:
    rows = SLOPE.head(2).assign(after_label=["2023/24", "2024/25"])
    spec = slope.slope(rows, palette=LIGHT)
    assert spec is not None
    assert "52, 2024/25, Admissions" in texts(spec)
    assert "2023/24" not in texts(spec)


def test_nothing_that_the_page_holds_is_changed() -> None:
    for case in CASES.values():
        before = case.rows.copy(deep=True)
        case.draw(case.rows)
        pd.testing.assert_frame_equal(case.rows, before)


def test_a_dark_page_has_its_own_colours() -> None:
    light = by_area.by_area(BARS, unit="%", palette=LIGHT)
    dark = by_area.by_area(BARS, unit="%", palette=DARK)
    assert LIGHT.reported in json.dumps(light)
    assert LIGHT.reported not in json.dumps(dark)
