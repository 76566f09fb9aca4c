from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from subprocess import run
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pytest
from PIL import Image

from config.palette import LIGHT
from loaders import queries, spreadsheets
from pages.components import exports, pictures
from pages.components.exports import Snapshot
from tests.pages.real_views import store

DAY = date(2025, 11, 14)
MOMENT = datetime.fromisoformat("2025-01-02T03:04")
SPEC = {
    "width": "container",
    "height": 200,
    "data": {
        "values": [
            {"area": "Blackpool ⚠ (2)", "value": 18.5, "shown": "18.5%"},
            {"area": "Lancashire & South Cumbria", "value": 7.59, "shown": "7.59%"},
        ]
    },
    "layer": [
        {"mark": "bar", "encoding": {"x": {"field": "value", "type": "quantitative"}}},
        {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {
                "x": {"field": "value", "type": "quantitative"},
                "text": {"field": "shown"},
            },
        },
    ],
    "encoding": {"y": {"field": "area", "type": "nominal"}},
}
HOSTILE = (
    "=1+1",
    "+1",
    "-1%",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "   =1",
    "\u00a0=1",
    "\u200f=1",
    "\u202e\u2066=1",
    "\ufeff=1",
    "\x01=1",
    "＝1+1",
    '=HYPERLINK("http://x.example","click")',
    "=cmd|'/C calc'!A0",
    "{=1+1}",
    "http://x.example",
    "mailto:a@x.example",
    "internal:Sheet1!A1",
    "<script>alert(1)</script>",
    '<b>bold</b> & "quoted", it\'s',
    "![x](http://x.example/x.png)",
    "one\rtwo",
    "one\r\ntwo\nthree",
    "a,b;c|d",
    "NA",
    "007",
    "1e5",
    "_x0041_",
    "\x00\x08\x1f\ud800\uffff",
    "شمال \u202eabc",
    "'=1",
)


def snapshot(**changes: Any) -> Snapshot:
    table = pd.DataFrame(
        {
            "Value": ["18.5%", "7.59%"],
            "Whom": ["Blackpool", "Lancashire & South Cumbria"],
            "As stated": ["“18.5% of mothers”", "“7.59% at March 2025”"],
        }
    )
    rows = pd.DataFrame(
        {
            "figure_id": ["a", "b"],
            "indicator_id": ["smoking", "smoking"],
            "area_id": ["blackpool", "lsc"],
            "period_start": pd.to_datetime(["2025-03-01", None]),
            "period_end": [date(2025, 3, 31), None],
            "value": [18.5, 7.59],
            "value_low": [np.nan, 1.0],
            "count": pd.array([12, None], dtype="Int64"),
            "in_question": [True, False],
            "unit": ["percent", "percent"],
            "source_id": ["plan", "plan"],
            "locator": ["Page 2", "Page 3"],
            "as_stated": ["18.5% of mothers", "7.59% at March 2025"],
            "not_for_readers": ["secret", "secret"],
        }
    )
    made = Snapshot(
        title="Fewer smoke at delivery: 18.5% to 7.59%",
        subtitle="Smoking at time of delivery (%), by place",
        filters="Domain: Starting Well",
        source="Integrated Care Strategy (draft); The <plan> & more",
        build="0123456789abcdef",
        table=table,
        rows=rows,
        chart=SPEC,
        taken=DAY,
    )
    return replace(made, **changes)


def hostile() -> Snapshot:
    table = pd.DataFrame({"Text": pd.Series(HOSTILE, dtype=object), "=Head": range(len(HOSTILE))})
    return snapshot(
        table=table, rows=None, title="=1+1", subtitle="+1", filters="@x", source="-1", build="=2"
    )


def read_csv(made: Snapshot) -> list[dict[str, str]]:
    text = exports.to_csv(made).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_xlsx(made: Snapshot) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(made)))


def words_in(svg: bytes) -> str:
    """Everything that the drawing shows as text, line by line."""
    root = ET.fromstring(svg)
    lines = ("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    return " ".join(" ".join(lines).split())


# What is offered


def test_a_view_with_a_chart_is_offered_in_every_format() -> None:
    assert [kind.name for kind in exports.formats(snapshot())] == [
        "csv",
        "xlsx",
        "png",
        "print",
        "svg",
    ]


def test_a_view_without_a_chart_gives_only_tables() -> None:
    made = snapshot(chart=None)
    assert [kind.name for kind in exports.formats(made)] == ["csv", "xlsx"]
    with pytest.raises(ValueError, match="no chart"):
        pictures.to_svg(made)


def test_rows_must_match_the_table() -> None:
    with pytest.raises(ValueError, match="2 rows are shown and 1 stand behind"):
        snapshot(rows=snapshot().rows.head(1))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Smoking: 13.9% to 7.59%", "lifecourse-smoking-13.9-to-7.59-2025-11-14.csv"),
        ("About 2,000 people", "lifecourse-about-2000-people-2025-11-14.csv"),
        ("Café – “the people’s”…", "lifecourse-cafe-the-peoples-2025-11-14.csv"),
        ("../../etc/passwd\x00", "lifecourse-etc-passwd-2025-11-14.csv"),
        ("شمال", "lifecourse-view-2025-11-14.csv"),
        ("", "lifecourse-view-2025-11-14.csv"),
    ],
)
def test_file_names(title: str, name: str) -> None:
    assert exports.file_name(snapshot(title=title), ".csv") == name


@pytest.mark.parametrize("title", ["word " * 60, "w" * 300, "a" + " 1,000,000" * 20])
def test_file_names_are_short_and_alike(title: str) -> None:
    made = snapshot(title=title)
    names = [exports.file_name(made, kind.ending) for kind in exports.formats(made)]
    assert all(len(name) <= 80 and re.fullmatch(r"[a-z0-9.-]+", name) for name in names)
    assert len({name.split("2025-11-14")[0] for name in names}) == 1


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; import pages.components.exports; "
        "sys.exit(bool({'vl_convert', 'xlsxwriter', 'streamlit', 'altair'} & set(sys.modules)))"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0


# CSV


def test_csv_holds_what_is_shown_and_what_machines_need() -> None:
    first, second = read_csv(snapshot())
    assert first == {
        "Value (as shown)": "18.5%",
        "Whom": "Blackpool",
        "As stated": "“18.5% of mothers”",
        "figure_id": "a",
        "indicator_id": "smoking",
        "area_id": "blackpool",
        "period_start": "2025-03-01",
        "period_end": "2025-03-31",
        "value": "18.5",
        "value_low": "",
        "unit": "percent",
        "count": "12",
        "in_question": "TRUE",
        "source_id": "plan",
        "locator": "Page 2",
        "as_stated": "18.5% of mothers",
        "view_title": "Fewer smoke at delivery: 18.5% to 7.59%",
        "view_subtitle": "Smoking at time of delivery (%), by place",
        "view_filters": "Domain: Starting Well",
        "view_source": "Integrated Care Strategy (draft); The <plan> & more",
        "data_build": "0123456789abcdef",
        "downloaded": "2025-11-14",
    }
    assert second["period_end"] == second["count"] == ""
    assert second["value_low"] == "1"


def test_machines_get_every_public_column_of_a_figure() -> None:
    figures = queries.figures(store=store())
    of_the_indicator = {"polarity", "definition", "comparable"}
    assert set(figures.columns) - set(exports.MACHINE) == of_the_indicator
    public = store().query("SELECT * FROM figures LIMIT 0").columns
    (row,) = read_csv(snapshot(table=pd.DataFrame({"A": [1]}), rows=figures.head(1)))
    assert set(public) <= set(row)


def test_csv_has_the_mark_that_excel_needs_and_line_ends_of_the_standard() -> None:
    made = exports.to_csv(snapshot())
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\r\n") == made.count(b"\n") == 3


def test_csv_is_read_by_pandas_and_duckdb(tmp_path: Any) -> None:
    file = tmp_path / "view.csv"
    file.write_bytes(exports.to_csv(snapshot()))
    read = pd.read_csv(file)
    assert read["value"].tolist() == [18.5, 7.59]
    assert read["count"].sum() == 12
    with duckdb.connect() as connection:
        asked = f"SELECT sum(value), max(downloaded), count(*) FROM '{file}'"
        (told,) = connection.execute(asked).fetchall()
    assert told == (pytest.approx(26.09), DAY, 2)


def test_csv_runs_no_text_and_keeps_it_whole() -> None:
    made = read_csv(hostile())
    assert len(made) == len(HOSTILE)
    for row, text in zip(made, HOSTILE, strict=True):
        assert {"=Head", "\ufeffText"}.isdisjoint(row)
        legible = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800\uffff]", "�", text)
        assert row["Text"].removeprefix("'") == legible.removeprefix("'")
        assert spreadsheets.safe(row["Text"]) == row["Text"]
        for name in ("view_title", "view_subtitle", "view_filters", "view_source", "data_build"):
            assert row[name].startswith("'")


def test_csv_quotes_a_bare_carriage_return() -> None:
    made = exports.to_csv(snapshot(table=pd.DataFrame({"A": ["one\rtwo"]}), rows=None))
    assert b'"one\rtwo"' in made


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-5, "-5"),
        (-0.5, "-0.5"),
        (np.float64(3.0), "3"),
        (2**60, "1152921504606846976"),
        (1e22, "1e+22"),
        (float("nan"), ""),
        (None, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (float("-inf"), "-inf"),
        (Decimal("1.50"), "1.5"),
        (Decimal(7), "7"),
        (True, "TRUE"),
        (np.bool_(False), "FALSE"),
        (date(1820, 1, 2), "1820-01-02"),
        (MOMENT, "2025-01-02 03:04:00"),
        (pd.Timestamp("2025-01-02", tz="UTC"), "2025-01-02 00:00:00+00:00"),
        (["a", "b"], "a; b"),
        (["=1"], "'=1"),
        (np.array(["a", "b"]), "a; b"),
        ("-5", "'-5"),
        ("−5", "−5"),
    ],
)
def test_csv_writes_values(value: Any, text: str) -> None:
    table = pd.DataFrame({"A": pd.Series([value], dtype=object)})
    assert read_csv(snapshot(table=table, rows=None))[0]["A"] == text


def test_names_differ_in_any_case() -> None:
    table = pd.DataFrame([[1, 2, 3, 4, 5]], columns=["Value", "value", "A", "a", ""])
    made = snapshot(table=table, rows=pd.DataFrame({"value": [9]}))
    names = list(read_csv(made)[0])[:6]
    assert names == ["Value (as shown)", "value (as shown) 2", "A", "a 2", "Column 5", "value"]


# XLSX


def test_xlsx_holds_figures_as_a_table() -> None:
    sheet = read_xlsx(snapshot())["Figures"]
    header, first, second = sheet.iter_rows(values_only=True)
    assert header[:4] == ("Value (as shown)", "Whom", "As stated", "figure_id")
    row = dict(zip(header, first, strict=True))
    assert row["value"] == 18.5
    assert row["count"] == 12
    assert row["in_question"] is True
    assert row["period_start"] == pd.Timestamp("2025-03-01")
    assert row["value_low"] is None
    assert "not_for_readers" not in header
    assert dict(zip(header, second, strict=True))["period_end"] is None
    assert sheet.freeze_panes == "A2"
    assert list(sheet.tables) == ["Figures"]
    assert sheet.tables["Figures"].ref == f"A1:{sheet.cell(3, len(header)).coordinate}"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["C"].width > 15


def test_xlsx_says_what_it_is() -> None:
    book = read_xlsx(snapshot())
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Title"] == "Fewer smoke at delivery: 18.5% to 7.59%"
    assert about["Filters"] == "Domain: Starting Well"
    assert about["Source"] == "Integrated Care Strategy (draft); The <plan> & more"
    assert about["Data build"] == "0123456789abcdef"
    assert about["Downloaded"] == "14 November 2025"
    assert about["Rows"] == "2"
    assert about["How to cite"] == (
        "Lifecourse: “Fewer smoke at delivery: 18.5% to 7.59%”. Smoking at time of delivery (%), "
        "by place. Filters: Domain: Starting Well. Source: Integrated Care Strategy (draft); "
        "The <plan> & more. Data build 0123456789abcdef, 14 November 2025."
    )
    assert book.properties.title == "Fewer smoke at delivery: 18.5% to 7.59%"


def test_xlsx_has_no_formula_and_no_link() -> None:
    made = exports.to_xlsx(hostile())
    book = openpyxl.load_workbook(io.BytesIO(made))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert spreadsheets.safe(cell.value) == cell.value
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            ET.fromstring(text)
            assert not re.search(r"<f[ >]|<hyperlink|calcChain|TargetMode", text), name


def test_xlsx_keeps_hostile_text() -> None:
    sheet = read_xlsx(hostile())["Figures"]
    read = [sheet.cell(row, 1).value for row in range(2, len(HOSTILE) + 2)]
    for got, text in zip(read, HOSTILE, strict=True):
        whole = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800\uffff]", "�", text)
        whole = re.sub("\r\n?", "\n", whole)
        assert got.removeprefix("'") == whole.removeprefix("'")
    assert [sheet.cell(row, 2).value for row in range(2, 5)] == [0, 1, 2]


@pytest.mark.parametrize("letter", ["x", "😀", "é"])
def test_xlsx_cuts_text_at_the_limit(letter: str) -> None:
    made = snapshot(table=pd.DataFrame({"A": [letter * 40_000]}), rows=None)
    text = read_xlsx(made)["Figures"]["A2"].value
    assert text.endswith(spreadsheets.CUT)
    units = len(text.encode("utf-16-le")) // 2
    assert spreadsheets.CELL_LIMIT - 2 < units <= spreadsheets.CELL_LIMIT
    assert read_csv(made)[0]["A"] == letter * 40_000


def test_xlsx_leaves_text_at_the_limit_whole() -> None:
    made = snapshot(table=pd.DataFrame({"A": ["x" * spreadsheets.CELL_LIMIT]}), rows=None)
    assert read_xlsx(made)["Figures"]["A2"].value == "x" * spreadsheets.CELL_LIMIT


def test_xlsx_writes_as_text_what_excel_cannot_hold() -> None:
    values = [2**60, float("inf"), date(1820, 1, 2), MOMENT, -5, "-5", 1e300]
    made = snapshot(table=pd.DataFrame({"A": pd.Series(values, dtype=object)}), rows=None)
    read = [cell.value for cell in read_xlsx(made)["Figures"]["A"]][1:]
    assert read == [
        "1152921504606846976",
        "inf",
        "1820-01-02",
        MOMENT,
        -5,
        "'-5",
        1e300,
    ]


def test_xlsx_says_when_a_sheet_is_too_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ROW_LIMIT", 1)
    book = read_xlsx(snapshot())
    assert book["Figures"].max_row == 2
    assert "first 1; the CSV has all" in dict(book["About"].iter_rows(values_only=True))["Rows"]


def test_the_same_view_is_the_same_file() -> None:
    made = snapshot(chart=lambda: SPEC)
    for make in (exports.to_csv, exports.to_xlsx, pictures.to_svg):
        assert make(made) == make(made)


@pytest.mark.parametrize(
    "table", [pd.DataFrame({"Value": [], "Whom": []}), pd.DataFrame()], ids=["rows", "columns"]
)
def test_an_empty_table_works(table: pd.DataFrame) -> None:
    made = snapshot(table=table, rows=snapshot().rows.head(0))
    assert read_csv(made) == []
    book = read_xlsx(made)
    assert book["Figures"].max_row == 1
    assert dict(book["About"].iter_rows(values_only=True))["Rows"] == "0"
    bare = replace(made, table=pd.DataFrame(), rows=None)
    assert read_csv(bare) == []
    assert read_xlsx(bare).sheetnames == ["Figures", "About"]


# Pictures


def test_svg_carries_its_words_as_text() -> None:
    made = pictures.to_svg(snapshot())
    words = words_in(made)
    assert "Fewer smoke at delivery: 18.5% to 7.59%" in words
    assert "Smoking at time of delivery (%), by place" in words
    assert "Filters: Domain: Starting Well" in words
    assert "Source: Integrated Care Strategy (draft); The <plan> & more" in words
    assert "Lifecourse, data build 0123456789abcdef, 14 November 2025" in words
    assert "Blackpool ⚠ (2)" in words
    assert "Lancashire & South Cumbria" in words
    root = ET.fromstring(made)
    assert root.get("width") == "960"
    assert root[0].text == "Fewer smoke at delivery: 18.5% to 7.59%"


def test_the_chart_fills_the_width() -> None:
    root = ET.fromstring(pictures.to_svg(snapshot()))
    chart = root.find("{http://www.w3.org/2000/svg}svg")
    assert chart is not None
    assert float(chart.get("width", 0)) == pytest.approx(960 - 64, abs=3)


@pytest.mark.parametrize(("name", "width", "dpi"), [("png", 1920, 144), ("print", 2480, 300)])
def test_png_for_slides_and_for_print(name: str, width: int, dpi: int) -> None:
    (kind,) = (kind for kind in exports.PICTURES if kind.name == name)
    picture = Image.open(io.BytesIO(kind.make(snapshot())))
    assert picture.width == width
    assert picture.info["dpi"][0] == pytest.approx(dpi, abs=0.1)
    pixels = picture.convert("RGBA")
    corners = [(0, 0), (width - 1, 0), (0, picture.height - 1), (width - 1, picture.height - 1)]
    assert {pixels.getpixel(corner) for corner in corners} == {(255, 255, 255, 255)}
    seen = {colour for _, colour in pixels.getcolors(1 << 24) or ()}
    assert (*bytes.fromhex(LIGHT.text[1:]), 255) in seen


@pytest.mark.parametrize(
    "spec",
    [
        {"mark": "bar", "encoding": {}, "data": {"values": []}},
        {**SPEC, "width": 5000},
        {**SPEC, "width": 40},
        {**SPEC, "height": "container", "autosize": {"type": "fit"}},
        {**SPEC, "height": 30_000},
        {"hconcat": [SPEC | {"width": 300}, SPEC | {"width": 300}]},
        {
            "data": SPEC["data"],
            "facet": {"column": {"field": "area"}},
            "spec": {"mark": "bar", "encoding": {"x": {"field": "value", "type": "quantitative"}}},
        },
        {
            "data": {"name": "d"},
            "datasets": {"d": [{"url": "http://x.example", "value": 1}]},
            "mark": "bar",
            "params": [{"name": "p", "select": {"type": "point", "fields": ["url"]}}],
            "encoding": {
                "column": {"field": "url"},
                "x": {"field": "value", "type": "quantitative"},
            },
        },
    ],
    ids=["empty", "wide", "narrow", "fit", "tall", "concat", "facet", "selection"],
)
def test_any_kind_of_chart_fits(spec: dict[str, Any]) -> None:
    before = repr(spec)
    root = ET.fromstring(pictures.to_svg(snapshot(chart=lambda: spec)))
    chart = root.find("{http://www.w3.org/2000/svg}svg")
    assert chart is not None
    assert float(chart.get("width", 0)) <= 960 - 64 + 0.01
    assert float(chart.get("height", 0)) <= pictures.TALLEST + 0.01
    assert repr(spec) == before


def test_long_words_are_wrapped_and_stay_inside() -> None:
    long = "Smoking in pregnancy and at the time of delivery in every place. " * 200
    made = snapshot(title=long, subtitle="w" * 500, filters=long, source=long)
    root = ET.fromstring(pictures.to_svg(made))
    assert float(root.get("height", 0)) < 900
    lines = root.findall("{http://www.w3.org/2000/svg}text")
    assert len(lines) <= 4 + 3 + 4 + 6 + 1
    assert sum((line.text or "").endswith("…") for line in lines) == 4


def test_a_headline_of_fifteen_words_is_whole() -> None:
    headline = " ".join(["Blackburn with Darwen"] * 5)
    assert headline in words_in(pictures.to_svg(snapshot(title=headline)))


def test_hostile_words_are_text_in_a_picture() -> None:
    text = "<script>alert(1)</script>\u202e\x01\ud800 ]]> &amp; {{x}} \n = 1"
    values = [{"area": text, "value": 1, "shown": text}]
    made = pictures.to_svg(
        snapshot(title=text, source=text, chart={**SPEC, "data": {"values": values}})
    )
    root = ET.fromstring(made)
    assert not [part for part in root.iter() if part.tag.endswith(("script", "image", "a"))]
    assert "<script>alert(1)</script>�� ]]> &amp; {{x}} = 1" in words_in(made)
    assert "\u202e" not in made.decode()


@pytest.mark.parametrize("url", ["http://x.example/x.json", "file:///etc/hostname", "x.csv"])
@pytest.mark.parametrize(
    "wrap",
    [
        lambda url: {"data": {"url": url}, "mark": "bar"},
        lambda url: {"data": {"values": []}, "layer": [{"data": {"url": url}, "mark": "bar"}]},
        lambda url: {"data": {"values": [{}]}, "mark": {"type": "image", "url": url}},
    ],
)
def test_a_picture_reads_nothing_from_elsewhere(url: str, wrap: Callable[[str], Any]) -> None:
    with pytest.raises(ValueError, match="data inside"):
        pictures.to_svg(snapshot(chart=wrap(url)))


def test_lines_are_broken_where_they_are_full() -> None:
    assert pictures.wrapped("one two three", room=4, most=3) == ["one two", "three"]
    assert pictures.wrapped("one two three four", room=4, most=2) == ["one two", "three…"]
    assert pictures.wrapped("", room=4, most=2) == []
    assert "".join(pictures.wrapped("w" * 20, room=4, most=9)) == "w" * 20


def test_the_fallback_font_does_not_take_the_line() -> None:
    made = pictures.to_svg(snapshot(title="In ⚠ question ✓"))
    root = ET.fromstring(made)
    line = next(iter(root.findall("{http://www.w3.org/2000/svg}text")))
    parts = [(part.text, "DejaVu" in part.get("font-family", "")) for part in line]
    assert parts == [("In ", False), ("⚠ ", True), ("question ", False), ("✓", True)]
    starts = [float(part.get("x", 0)) for part in line]
    assert starts == sorted(starts)
