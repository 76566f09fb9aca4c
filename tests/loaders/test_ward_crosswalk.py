"""The crosswalk between wards of two dates: read strictly, its shares what its residents give."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from config import settings
from loaders import build, catalogue

HEADER = (
    "ward_code,other_code,other_name,other_district_code,other_district,other_vintage,"
    "small_areas,residents,share_percent,source\n"
)
ROWS = (
    "E05000001,E05000011,Abbey & Bank,E07000117,Burnley,December 2025,2,3000,75.0,census\n"
    "E05000001,E05000012,Hall,E07000117,Burnley,December 2025,1,1000,25.0,census\n"
    "E05000002,E05000012,Hall,E07000117,Burnley,December 2025,3,4100,100.0,census\n"
)


def _problems(folder: Path, text: str) -> list[str]:
    (folder / "ward_crosswalk.csv").write_text(text, encoding="utf-8")
    return [str(problem) for problem in catalogue.inspect(folder).problems]


def test_rows_are_read_and_built(small_data: Path, tmp_path: Path) -> None:
    assert _problems(small_data, HEADER + ROWS) == []
    path = build.build(small_data, tmp_path / "build")
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("SELECT * FROM ward_crosswalk").fetchall()
    assert len(found) == 3
    assert found[0] == (
        *("E05000001", "Abbey", "E05000011", "Abbey & Bank", "E07000117", "Burnley"),
        *("December 2025", 2, 3000.0, 75.0, "census"),
    )


WRONG = [
    ("a share that is not", "75.0,", "76.0,", 2, "share_percent", "(write: 75.0)"),
    ("residents that are not", ",3000,", ",2000,", 2, "share_percent", "(write: 66.7)"),
    ("a share of nothing", "25.0,", "0,", 3, "share_percent", "0 is no share"),
    ("a share above all", "100.0,", "100.1,", 4, "share_percent", "100.1 is no share"),
    ("no small area", ",3,4100", ",0,4100", 4, "small_areas", "0 is too few"),
    ("fewer than nobody", ",4100,", ",-1,", 4, "residents", "-1 is too few"),
    ("an unknown ward", "E05000002,", "E05000003,", 4, "ward_code", "'E05000003' is not known"),
    ("a district for a ward", "E05000011", "E07000011", 2, "other_code", "is no ward code"),
    ("an unknown source", "100.0,census", "100.0,sensus", 4, "source", "(write: census)"),
    ("a blank", "Abbey & Bank", "", 2, "other_name", "the text is empty"),
    ("a pair twice", "E05000012,Hall", "E05000011,Hall", 3, "row", "the same pair of wards"),
    ("a column too few", ",small_areas", "", 1, "small_areas", "is missing"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case[0])
def test_what_is_wrong_is_named(
    case: tuple[str, str, str, int, str, str], small_data: Path
) -> None:
    _, right, wrong, line, key, words = case
    text = HEADER + ROWS
    assert right in text
    problems = _problems(small_data, text.replace(right, wrong, 1))
    assert problems[0].startswith(f"data/ward_crosswalk.csv:{line}:")
    assert f": {key}: " in problems[0]
    assert words in problems[0]


def test_every_ward_is_in_it() -> None:
    held = catalogue.load(settings().data)
    assert {row.ward_code for row in held.ward_crosswalk} == {ward.ward_code for ward in held.wards}
    assert {row.other_vintage for row in held.ward_crosswalk} == {"December 2025"}
