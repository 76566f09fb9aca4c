"""All data as files: every view whole, nothing that a spreadsheet would run."""

import csv
import io
import re
import zipfile
from datetime import date, datetime

import duckdb
import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from config import settings
from loaders import build, bundle, dictionary, spreadsheets, store
from loaders.store import Store, StoreError
from tests.loaders import small

DAY = date(2025, 11, 14)
HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "  =1",
    "\t=1",
    '=HYPERLINK("http://x.example","click")',
    "=cmd|'/C calc'!A0",
    "http://x.example",
    "<script>alert(1)</script>",
    "a,b;c",
    "＝1+1",
)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    opened = Store(build.build(settings().data, tmp_path_factory.mktemp("bundle")))
    yield opened
    opened.close()


@pytest.fixture
def hostile(tmp_path):
    """A build in which what people wrote is meant for spreadsheets."""
    data = small.write(tmp_path / "data")
    areas = "".join(
        f"- id: area_{number}\n  name: {_quoted(text)}\n  area_type: place\n"
        f"  synonyms: [{_quoted(text)}, other]\n"
        for number, text in enumerate(HOSTILE)
    )
    with (data / "areas.yaml").open("a", encoding="utf-8") as file:
        file.write(areas)
    small.change(data, "sources.yaml", "title: The report", 'title: "=1+1"\n  licence: "@b"')
    opened = Store(build.build(data, tmp_path / "out"))
    yield opened
    opened.close()


def _quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def zipped(opened):
    out = io.BytesIO()
    bundle.csv_zip(opened, out, day=DAY)
    return zipfile.ZipFile(out)


def workbook(opened):
    out = io.BytesIO()
    bundle.xlsx(opened, out, day=DAY)
    return out.getvalue()


def rows_of(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_every_view_is_there_with_every_row(real):
    archive = zipped(real)
    names = archive.namelist()
    assert names[:2] == ["README.txt", "dictionary.csv"]
    assert names[2:] == [f"{view}.csv" for view in real.views()]
    assert len(names) > 20
    assert archive.testzip() is None
    for view in real.views():
        columns, *rows = rows_of(archive, f"{view}.csv")
        held = real.query(f'SELECT * FROM "{view}"')
        assert columns == list(held.columns)
        assert len(rows) == len(held), view
    assert len(rows_of(archive, "figures.csv")) > 400


def test_a_figure_is_as_it_is(real):
    columns, *rows = rows_of(zipped(real), "figures.csv")
    (row,) = [row for row in rows if row[0] == "smoking-at-delivery-2025-03"]
    figure = dict(zip(columns, row, strict=True))
    assert figure["value"] == "7.59"
    assert figure["period_start"] == "2025-03-01"
    assert figure["in_question"] == "FALSE"
    assert figure["value_low"] == ""
    assert figure["as_stated"] == "7.59% at March 2025"


def test_lists_are_joined_and_blanks_are_blank(real):
    held = real.query("SELECT programme_id, partners, note FROM programmes")
    parts = {one.programme_id: "; ".join(one.partners) for one in held.itertuples()}
    columns, *rows = rows_of(zipped(real), "programmes.csv")
    told = {row[0]: row[columns.index("partners")] for row in rows}
    assert told == {name: spreadsheets.safe(words) for name, words in parts.items()}
    assert any("; " in words for words in told.values())


def test_the_text_that_goes_with_it(real):
    text = zipped(real).read("README.txt").decode()
    assert f"Data build: {real.fingerprint}" in text
    assert "Downloaded: 2025-11-14" in text
    assert "Open Government Licence v3.0" in text
    licensed = real.query("SELECT title FROM sources WHERE licence IS NOT NULL")["title"]
    assert len(licensed) > 3
    assert all(title in text for title in licensed)


def test_the_dictionary_goes_with_it(real):
    columns, *rows = rows_of(zipped(real), "dictionary.csv")
    assert columns == ["view", "column", "meaning"]
    told = {(view, column) for view, column, _ in rows if column}
    held = {
        (view, column)
        for view in real.views()
        for column in real.query(f'SELECT * FROM "{view}" LIMIT 0').columns
    }
    assert told == held
    assert {view for view, column, _ in rows if not column} == set(real.views())
    assert all(meaning and "`" not in meaning for _, _, meaning in rows)


def test_the_dictionary_as_a_table():
    (figures,) = [view for view in dictionary.views() if view.name == "figures"]
    assert figures.row == "A row is one value as one document states it."
    assert dict(figures.columns)["shown"].startswith("value or range with qualifier and unit")
    frame = dictionary.frame()
    assert len(frame) == sum(len(view.columns) + 1 for view in dictionary.views())
    assert dictionary.attribution().startswith("Contains public sector information")


def test_the_same_day_the_same_file(real):
    made = [io.BytesIO(), io.BytesIO()]
    for out in made:
        bundle.csv_zip(real, out, day=DAY)
    assert made[0].getvalue() == made[1].getvalue()


def test_csv_is_read_by_duckdb(real, tmp_path):
    zipped(real).extract("observations.csv", tmp_path)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT count(*), sum(value) FROM read_csv('{tmp_path / 'observations.csv'}')"
        ).fetchall()
    held = real.query("SELECT count(*) AS n, sum(value) AS s FROM observations").iloc[0]
    assert found == [(held["n"], pytest.approx(held["s"]))]


def test_csv_runs_nothing(hostile):
    archive = zipped(hostile)
    columns, *rows = rows_of(archive, "areas.csv")
    names = [row[columns.index("name")] for row in rows][1:]
    lists = [row[columns.index("synonyms")] for row in rows][1:]
    for text, name, joined in zip(HOSTILE, names, lists, strict=True):
        assert name.removeprefix("'") == text
        assert joined.removeprefix("'") == f"{text}; other"
    for entry in archive.namelist()[1:]:
        for row in rows_of(archive, entry):
            runs = [cell for cell in row if spreadsheets.safe(cell) != cell]
            assert [cell for cell in runs if not re.fullmatch(r"-\d[\d.e+-]*", cell)] == []


def test_xlsx_has_every_view_and_no_formula(hostile):
    made = workbook(hostile)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["About", "Dictionary", *hostile.views()]
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
            assert not re.search(r"<f[ >]|<hyperlink|calcChain|TargetMode", text), name
    names = [row[2] for row in book["areas"].iter_rows(values_only=True)][2:]
    assert [name.removeprefix("'") for name in names] == list(HOSTILE)


def test_xlsx_holds_the_data(real):
    book = openpyxl.load_workbook(io.BytesIO(workbook(real)), read_only=True)
    columns, *rows = book["figures"].iter_rows(values_only=True)
    assert len(rows) == len(real.query("SELECT figure_id FROM figures"))
    held = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
    figure = held["smoking-at-delivery-2025-03"]
    assert figure["value"] == 7.59
    assert figure["in_question"] is False
    assert figure["period_start"] == datetime.fromisoformat("2025-03-01")
    assert figure["value_low"] is None
    about = list(book["About"].iter_rows(values_only=True, max_col=2))
    assert ("Data build", real.fingerprint) in about
    assert any(name == "Licence" for name, _ in about)
    meanings = list(book["Dictionary"].iter_rows(values_only=True))
    assert ("figures", "figure_id", "its id") in meanings


def test_a_sheet_that_is_too_short_says_so(real, monkeypatch):
    monkeypatch.setattr(bundle, "ROW_LIMIT", 30)
    book = openpyxl.load_workbook(io.BytesIO(workbook(real)))
    assert book["figures"].max_row == 31
    about = dict(book["About"].iter_rows(values_only=True, max_col=2))
    assert "has more than a sheet holds; these are the first 30" in about["Rows"]


def test_it_is_read_in_batches(real, monkeypatch):
    monkeypatch.setattr(store, "_BATCH", 50)
    sizes = [batch.num_rows for batch in real.batches("figures")]
    assert max(sizes) <= 50
    assert sum(sizes) == len(real.query("SELECT figure_id FROM figures"))


@pytest.mark.parametrize("name", ["nothing", 'figures" --', "curated.figures", "duckdb_settings"])
def test_only_views_are_read_in_batches(real, name):
    with pytest.raises(StoreError, match="there is no view"):
        real.batches(name)


def test_a_result_as_parquet(real, tmp_path):
    table = pa.table({"a": [1, 2], "b": ["=1", None], "c": [["x"], []], "d": [DAY, None]})
    file = tmp_path / "result.parquet"
    file.write_bytes(bundle.parquet(table, about={"build": real.fingerprint, "query": "SELECT é"}))
    read = pq.read_table(file)
    assert read.to_pylist() == table.to_pylist()
    assert read.schema.metadata[b"lifecourse_query"].decode() == "SELECT é"
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT sum(a) FROM '{file}'").fetchall() == [(3,)]
