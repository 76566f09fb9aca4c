"""Which column holds the codes, of when the wards are, and which ward a code goes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import boundary
from models.boundary import WardCrosswalk

WARDS = ["E05001643", "E05001644", "E05001645", "E05001646"]
DISTRICTS = ["E06000009"] * 4


@pytest.mark.parametrize(
    "name",
    ["WD21CD", "wd24cd", "WD22CD", "ward_code", "Ward Code", "AreaCode", "geography code", "x"],
)
def test_the_column_of_codes_is_found_by_name_or_values(name: str) -> None:
    columns: dict[str, list[object]] = {"OBJECTID": [1, 2, 3, 4], "LAD21CD": [*DISTRICTS]}
    columns |= {name: [*WARDS], "WD21NM": [*"abcd"]}
    assert boundary.code_column(columns, WARDS) == name


def test_values_decide_before_names() -> None:
    columns = {"WD24CD": ["E05015186", "E05015187"], "old": WARDS[:2], "code": ["1", "2"]}
    assert boundary.code_column(columns, WARDS) == "old"
    assert boundary.code_column(columns, ["E05000001"]) == "WD24CD"


def test_codes_are_found_whatever_their_case_and_spaces() -> None:
    assert boundary.code_column({"a": [" e05001643 "]}, WARDS) == "a"


@pytest.mark.parametrize(
    "columns",
    [{}, {"WD21CD": []}, {"WD21CD": ["00BLFA"]}, {"WD21CD": [1.0]}, {"LAD24CD": DISTRICTS}],
)
def test_no_ward_code_no_column(columns: dict[str, list[object]]) -> None:
    assert boundary.code_column(columns, WARDS) is None


@given(st.dictionaries(st.text(), st.lists(st.text() | st.integers() | st.sampled_from(WARDS))))
def test_a_column_that_is_found_has_a_ward_code(columns: dict[str, list[object]]) -> None:
    found = boundary.code_column(columns, WARDS)
    with_codes = [n for n, cells in columns.items() if set(cells) & set(WARDS)]
    assert (found in with_codes) if with_codes else True
    boundary.kind_of(columns)


def test_the_name_column_belongs_to_the_codes() -> None:
    columns = ["WD22CD", "WD22NM", "WD21CD", "WD21NM", "LAD21NM"]
    assert boundary.name_column(columns, "WD21CD") == "WD21NM"
    assert boundary.name_column(columns, "WD22CD") == "WD22NM"
    assert boundary.name_column(["code", "ward_name", "lad_name"], "code") == "ward_name"
    assert boundary.name_column(["code", "lad_name"], "code") is None


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (DISTRICTS, "districts"),
        (["E54000048"], "integrated care boards"),
        (["E01000001"], "lower layer super output areas"),
    ],
)
def test_other_areas_are_named(codes: list[str], kind: str) -> None:
    assert boundary.kind_of({"n": ["a"], "c": codes}) == (kind, "c", codes[0])
    assert boundary.kind_of({"n": ["a"], "c": ["Z99999999", 5]}) is None


@pytest.mark.parametrize(
    ("column", "names", "vintage"),
    [
        ("WD21CD", (), "2021"),
        ("wd2024cd", (), "2024"),
        ("WD21CD", ("Wards_December_2021_GB_BGC_2022",), "December 2021"),
        ("WD24CD", ("a.zip", "WD_MAY_2024_UK_BGC"), "May 2024"),
        ("ward_code", ("Wards (Dec 2022)",), "December 2022"),
        ("WD21CD", ("WD_MAY_2024_UK_BGC",), "2021"),
        ("ward_code", ("wards.geojson", "decimal2022", "2022"), None),
    ],
)
def test_vintage(column: str, names: tuple[str, ...], vintage: str | None) -> None:
    assert boundary.vintage_of(column, *names) == vintage


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (None, "December 2021", False),
        ("2021", "December 2021", False),
        ("2024", "December 2021", True),
        ("May 2021", "December 2021", True),
        ("December 2021", "December 2021", False),
        ("2024", "of old", False),
    ],
)
def test_vintages_that_differ(one: str | None, other: str, said: bool) -> None:
    assert boundary.differs(one, other) is said


def row(ward: str, other: str, residents: int) -> WardCrosswalk:
    return WardCrosswalk(
        ward_code=ward,
        other_code=other,
        other_name="A",
        other_district_code="E06000009",
        other_district="B",
        other_vintage="December 2025",
        small_areas=1,
        residents=residents,
        share_percent=50,
        source="s",
    )


NEW = ["E05015186", "E05015187"]
CROSSWALK = [
    row(WARDS[0], NEW[0], 3000),
    row(WARDS[1], NEW[0], 4000),
    row(WARDS[1], NEW[1], 500),
    row(WARDS[2], NEW[1], 500),
    row(WARDS[3], WARDS[3], 6000),
    row(WARDS[0], WARDS[3], 9000),
]


def test_codes_go_to_their_wards() -> None:
    found = boundary.match([WARDS[1], NEW[0], WARDS[0], WARDS[1]], WARDS)
    assert found.placed == {WARDS[1]: WARDS[1], WARDS[0]: WARDS[0]}
    assert (found.strangers, found.missing) == ((NEW[0],), (WARDS[2], WARDS[3]))
    assert (found.reached, found.possible, found.moved) == (2, 4, ())
    assert found.enough(50)
    assert not found.enough(51)


def test_with_a_crosswalk_other_codes_go_where_most_residents_are_from() -> None:
    found = boundary.match([*NEW, WARDS[3], "E05099999"], WARDS, iter(CROSSWALK))
    # As many from each: the first code. A code that is a ward's own goes nowhere else.
    assert found.placed == {NEW[0]: WARDS[1], NEW[1]: WARDS[1], WARDS[3]: WARDS[3]}
    assert found.moved == tuple(NEW)
    assert found.strangers == ("E05099999",)
    assert found.missing == (WARDS[0], WARDS[2])
    assert (found.reached, found.possible) == (2, 2)
    assert found.enough(100)


def test_a_crosswalk_changes_nothing_for_wards_of_the_same_date() -> None:
    assert boundary.match(WARDS, WARDS, CROSSWALK) == boundary.match(WARDS, WARDS)


def test_nothing_is_never_enough() -> None:
    assert not boundary.match([], [], []).enough(0)
    assert not boundary.match(NEW, WARDS).enough(0)


CODES = st.lists(st.sampled_from([*WARDS, *NEW, "E05099999"]))


@given(CODES, st.lists(st.sampled_from(CROSSWALK), unique_by=lambda r: (r.ward_code, r.other_code)))
def test_every_code_and_every_ward_is_accounted_for(
    codes: list[str], crosswalk: list[WardCrosswalk]
) -> None:
    found = boundary.match(codes, WARDS, crosswalk)
    assert set(codes) == set(found.placed) | set(found.strangers)
    assert not set(found.placed) & set(found.strangers)
    assert set(WARDS) == set(found.placed.values()) | set(found.missing)
    assert found.reached + len(found.missing) == len(WARDS)
    assert set(found.moved) <= set(found.placed) - set(WARDS)
    assert found.possible <= len(WARDS)


def test_envelope() -> None:
    assert boundary.envelope([(-2.5, 53.5), (-3, 54.25)], 0.1) == (-3.1, 53.4, -2.4, 54.35)
    with pytest.raises(ValueError, match="unpack"):
        boundary.envelope([], 0.1)
