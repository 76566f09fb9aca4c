"""What changed from build to build is told, all of it and nothing else."""

import shutil
from datetime import datetime

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import build, diff
from loaders.__main__ import main
from loaders.build import BuildError
from loaders.problems import DataError
from loaders.store import Store, StoreError
from tests.conftest import SMALL_DATA
from tests.loaders import small

FIGURES = "figures/plan_2023.yaml"
FIGURES_TEXT = SMALL_DATA[FIGURES]
DAY = datetime.fromisoformat("2020-01-01")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def edited(small_data, out):
    """Change texts of files; return the differences that this makes, by (thing, id, field)."""

    def edit(*edits, remove=()):
        before = Store(build.build(small_data, out))
        for name, old, new in edits:
            small.change(small_data, name, old, new)
        for name in remove:
            (small_data / name).unlink()
        after = Store(build.build(small_data, out))
        try:
            assert diff.changes(before, before).empty
            found = diff.changes(before, after)
            back = diff.changes(after, before)
        finally:
            before.close()
            after.close()
        assert_mirrored(found, back)
        return {
            (row.thing, row.id, row.change, row.field): (row.old, row.new)
            for row in found.itertuples()
        }

    return edit


def assert_mirrored(found, back):
    """What was added one way is removed the other way, and old and new change places."""
    turned = {diff.ADDED: diff.REMOVED, diff.REMOVED: diff.ADDED, diff.CHANGED: diff.CHANGED}

    def rows(frame, way):
        return {
            (
                row.thing,
                row.id,
                way.get(row.change),
                row.field,
                *((row.new, row.old)[:: way["turn"]]),
            )
            for row in frame.itertuples()
            if row.field != "id"  # it stands under the earlier id
        }

    same = {word: word for word in turned} | {"turn": 1}
    assert rows(found, same) == rows(back, turned | {"turn": -1})


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        ("value: 13.9", "value: 14.1", "value", ("13.9%", "14.1%")),
        ("low: 10\n", "low: 9\n", "value", ("10 to 12%", "9 to 12%")),
        ("qualifier: exact", "qualifier: approx", "qualifier", ("exact", "approx")),
        ("area: county", "area: borough", "place", ("The county", "The borough")),
        ("period: 2022/23", "period: 2023/24", "period", ("2022/23", "2023/24")),
        ("13.9% smoke", "13.9% smoked", "wording", ("13.9% smoke", "13.9% smoked")),
        ("kind: outcome", "kind: target", "kind", ("outcome", "target")),
        ('where: "Page four"', 'where: "Page 4"', "where it stands", ("Page four", "Page 4")),
        ("lower_ci: 13.1", "lower_ci: 13", "lower end of the interval", ("13.1", "13")),
        ("count: 1200", "count: 1201", "count", ("1200", "1201")),
        ("  programme: quit_club\n", "", "programme", ("quit_club", None)),
        ("  ward: E05000001\n", "", "ward", ("E05000001", None)),
        ("  where: Page five\n", "  where: Page five\n  note: new\n", "note", (None, "new")),
    ],
)
def test_a_change_of_a_figure(edited, old, new, field, told):
    found = edited((FIGURES, old, new))
    fields = {key[3]: pair for key, pair in found.items() if key[0] == "figure"}
    assert fields[field] == told
    # One edit is one change; only what the edit itself entails may stand beside it.
    assert set(fields) - {field} <= {"value", "in question"}


def test_a_figure_that_is_new(edited):
    figure = (
        "- id: homes-more\n  indicator: homes\n  area: borough\n  value: 12\n  qualifier: exact\n"
        "  kind: activity\n  as_stated: twelve homes\n  where: Page nine\n"
    )
    found = edited((FIGURES, "- id: homes-county", f"{figure}- id: homes-county"))
    # Those that come after it have moved, and did not change.
    assert found == {("figure", "homes-more", "added", None): (None, "12")}


def test_a_figure_that_is_gone(edited):
    figure = FIGURES_TEXT[FIGURES_TEXT.index("- id: smoking-borough") :].split("- id: homes")[0]
    found = edited((FIGURES, figure, ""), remove=["checks.yaml"])
    assert found["figure", "smoking-borough", "removed", None] == ("10 to 12%", None)
    assert found["check", "check_smoking", "removed", None] == ("differs", None)
    others = {key for key in found if key[2] == "changed"}  # the check had put them in question
    assert {key[3] for key in others} == {"in question"}
    assert len(found) == len(others) + 2


def test_a_figure_that_only_got_another_id(edited):
    found = edited(
        (FIGURES, "- id: homes-county", "- id: homes-of-county"),
        ("checks.yaml", "stated: homes-county", "stated: homes-of-county"),
    )
    assert found == {
        ("figure", "homes-county", "changed", "id"): ("homes-county", "homes-of-county")
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "told"),
    [
        (
            *("programmes/plan_2023.yaml", "status: active", "status: delivered"),
            ("programme", "quit_club", "changed", "status"),
            ("active", "delivered"),
        ),
        (
            *("programmes/plan_2023.yaml", '["The board", "The college"]', '["The board"]'),
            ("programme", "quit_club", "changed", "partners"),
            ("The board; The college", "The board"),
        ),
        (
            *("indicators.yaml", 'definition: "Adults who smoke"', "definition: All who smoke"),
            ("indicator", "smoking", "changed", "definition"),
            ("Adults who smoke", "All who smoke"),
        ),
        (
            *("sources.yaml", "status: draft", "status: published"),
            ("document", "plan_2023", "changed", "status"),
            ("draft", "published"),
        ),
        (
            *("observations/official.csv", "13.6", "13.7"),
            ("official value", "smoking | E92000001 | 2024 | male | 18+", "changed", "value"),
            ("13.6", "13.7"),
        ),
        (
            *("wards.csv", "4200", "4201"),
            ("ward", "E05000001", "changed", "residents"),
            ("4200", "4201"),
        ),
        (
            *("milestones.yaml", "status: completed", "status: planned"),
            ("milestone", "ms_agreed", "changed", "status"),
            ("completed", "planned"),
        ),
        (
            *("measure_evidence.yaml", "strength: direct", "strength: proxy"),
            ("evidence", "measure_smoking | smoking-county", "changed", "strength"),
            ("direct", "proxy"),
        ),
    ],
)
def test_a_change_of_something_else(edited, file, old, new, key, told):
    assert edited((file, old, new))[key] == told


def test_a_verdict_that_changes(edited):
    found = edited((FIGURES, "value: 1000", "value: 39"))
    checks = {key[3]: pair for key, pair in found.items() if key[0] == "check"}
    assert checks["verdict"][0] == "differs"
    assert checks["stated"] == ("1000", "39")
    assert "working" not in checks


def test_the_same_data_built_by_another_day_is_no_difference(small_data, tmp_path, monkeypatch):
    monkeypatch.setattr(build.stamp, "stamp", lambda *_: build.stamp.Stamp(DAY, "0" * 40, False))
    one = Store(build.build(small_data, tmp_path / "one"))
    monkeypatch.undo()
    two = Store(build.build(small_data, tmp_path / "two"))
    assert one.built != two.built
    assert diff.changes(one, two).empty
    one.close()
    two.close()


def test_what_only_one_build_knows_is_left_out(small_data, tmp_path):
    """A build of another version: a view and a column less."""
    path = build.build(small_data, tmp_path / "new")
    older = tmp_path / "older.duckdb"
    shutil.copy(path, older)
    with duckdb.connect(str(older)) as connection:
        connection.execute("DROP VIEW milestones")
        connection.execute(
            "CREATE OR REPLACE VIEW programmes AS SELECT programme_id, name, status "
            "FROM curated.programmes"
        )
        connection.execute("CREATE OR REPLACE VIEW build_info AS SELECT 'old' AS fingerprint")
    with diff.opened(str(older), tmp_path) as old, diff.opened(str(path), tmp_path) as new:
        assert (old.fingerprint, old.built) == ("old", None)
        assert diff.changes(old, new).empty
        assert diff.stamped(old) == "old"


# What readers are told.


def test_a_figure_that_was_revised_is_told_to_readers(small_data, out):
    old = Store(build.build(small_data, out))
    small.change(small_data, FIGURES, "value: 13.9", "value: 14.1")
    small.change(small_data, FIGURES, "  programme: quit_club\n", "")
    small.change(small_data, FIGURES, "value: 1000", "value: 1001")
    new = Store(build.build(small_data, out))
    found = diff.revised(["smoking-county", "smoking-borough", "nothing"], old, new)
    assert list(found.columns) == list(diff.COLUMNS)
    (row,) = found.to_dict("records")
    assert [row[column] for column in ("thing", "id", "change", "field", "old", "new")] == [
        *("figure", "smoking-county", "changed", "value", "13.9%", "14.1%"),
    ]
    assert row["name"] == "Smoking, The county, 2022/23"
    assert diff.revised([], old, new).empty
    assert diff.revised(["homes-county"], old, old).empty
    old.close()
    new.close()


def test_a_figure_that_is_gone_is_told_to_readers(small_data, out):
    old = Store(build.build(small_data, out))
    (small_data / "checks.yaml").unlink()
    text = (small_data / FIGURES).read_text(encoding="utf-8")
    (small_data / FIGURES).write_text(text[: text.index("- id: homes-county")], encoding="utf-8")
    new = Store(build.build(small_data, out))
    (row,) = diff.revised(["homes-county"], old, new).to_dict("records")
    assert (row["change"], row["old"], row["new"]) == ("removed", "at least 1,000", None)
    old.close()
    new.close()


# Whatever is compared.

ROWS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["one", "two"]),
            "n": st.one_of(st.none(), st.integers(0, 3)),
            "f": st.one_of(st.none(), st.floats(allow_nan=True)),
            "flag": st.booleans(),
            "position": st.integers(0, 9),
        }
    ),
    max_size=6,
)
THING = diff.Thing("thing", "things", ("id",), ("name",))


def _frame(rows):
    columns = ["id", "name", "n", "f", "flag", "position"]
    return pd.DataFrame([{"id": key, **row} for key, row in rows.items()], columns=columns)


@given(ROWS, ROWS)
def test_differences_are_complete(old, new):
    found = diff._compared(THING, _frame(old), _frame(new))
    told = {(row["id"], row["change"], row["field"]) for row in found}
    assert {key for key, change, _ in told if change == diff.ADDED} == new.keys() - old.keys()
    assert {key for key, change, _ in told if change == diff.REMOVED} == old.keys() - new.keys()
    expected = {
        (key, field)
        for key in old.keys() & new.keys()
        for field in ("name", "n", "f", "flag")
        if not _same(old[key][field], new[key][field])
    }
    assert {(key, field) for key, change, field in told if change == diff.CHANGED} == expected
    assert len(told) == len(found)


def _same(one, two):
    def plain(value):
        return None if value is None or value != value else f"{value:.15g}"

    return one == two if isinstance(one, str | bool) else plain(one) == plain(two)


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_rows_without_a_key_are_counted(old, new):
    bare = diff.Thing("row", "rows", (), ())
    frames = [pd.DataFrame({"text": pd.Series(rows, dtype=object)}) for rows in (old, new)]
    found = diff._compared(bare, *frames)
    for word, more, less in ((diff.ADDED, new, old), (diff.REMOVED, old, new)):
        surplus = sum(max(0, more.count(letter) - less.count(letter)) for letter in "abc")
        assert sum(row["change"] == word for row in found) == surplus


# Which builds are meant.


def test_builds_by_path_fingerprint_and_folder(small_data, out):
    path = build.build(small_data, out)
    mark = build.fingerprint(small_data)
    for what in (str(path), mark, mark[:6], mark.upper(), str(out), str(small_data)):
        with diff.opened(what, out) as held:
            assert held.fingerprint == mark, what


def test_a_data_folder_is_built_in_passing(small_data, out):
    with diff.opened(str(small_data), out) as held:
        assert held.fingerprint == build.fingerprint(small_data)
        path = held.path
    assert not path.exists()
    assert not out.exists()


@pytest.mark.parametrize("what", ["", "zzz", "0123456789abcdef", "gone/data"])
def test_a_build_that_is_not_there(small_data, out, what):
    path = build.build(small_data, out)
    with (
        pytest.raises(StoreError, match="no file, folder or build") as kept,
        diff.opened(what, out),
    ):
        pass
    assert path.stem.removeprefix("lifecourse-") in str(kept.value)


def test_a_fingerprint_that_is_not_enough(small_data, out):
    path = build.build(small_data, out)
    shutil.copy(path, path.with_name(path.name.replace(".duckdb", "0.duckdb")))
    with (
        pytest.raises(StoreError, match="more than one build"),
        diff.opened(build.fingerprint(small_data)[:4], out),
    ):
        pass


def test_a_folder_that_is_no_data(tmp_path, out):
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError), diff.opened(str(tmp_path / "empty"), out):
        pass


def test_the_builds_of_a_folder_newest_first(small_data, out):
    assert diff.builds(out) == []
    first = build.build(small_data, out)
    (out / "lifecourse-damaged.duckdb").write_bytes(b"nothing")
    small.change(small_data, FIGURES, "value: 13.9", "value: 14.1")
    second = build.build(small_data, out)
    found = diff.builds(out)
    assert {one.path for one in found} == {first, second}
    assert found[0].built >= found[1].built
    assert all(one.path.name == f"lifecourse-{one.fingerprint}.duckdb" for one in found)


# The command.


@pytest.fixture
def run(capsys, out):
    def call(*arguments):
        try:
            code = main(["diff", *map(str, arguments), "--out", str(out)])
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_command(run, small_data, out):
    mark = build.fingerprint(small_data)
    build.build(small_data, out)
    code, said, err = run(mark, small_data)
    assert (code, err) == (0, "")
    assert said.splitlines()[2:] == ["no difference"]
    small.change(small_data, FIGURES, "value: 13.9", "value: 14.1")
    code, said, err = run(mark, "--data", small_data)
    assert (code, err) == (1, "")
    lines = said.splitlines()
    assert lines[0].startswith(f"old: {mark}, built ")
    assert lines[1].startswith(f"new: {build.fingerprint(small_data)}")
    assert lines[2:5] == [
        "figure: 0 added, 0 removed, 1 changed",
        "  ~ smoking-county  Smoking, The county, 2022/23",
        "      value: 13.9% -> 14.1%",
    ]


def test_the_command_tells_what_came_and_went(run, small_data, out):
    mark = build.fingerprint(small_data)
    build.build(small_data, out)
    small.change(small_data, FIGURES, "- id: homes-county", "- id: homes-of-it")
    small.change(small_data, FIGURES, "over a thousand homes", "more than a thousand homes")
    small.change(small_data, "checks.yaml", "stated: homes-county", "stated: homes-of-it")
    code, said, _ = run(mark, small_data)
    assert code == 1
    assert "figure: 1 added, 1 removed, 0 changed" in said
    assert "  - homes-county  Homes, The county: at least 1,000" in said
    assert "  + homes-of-it  Homes, The county: at least 1,000" in said


def test_a_wrong_call(run, small_data, out):
    code, said, err = run("0123", small_data)
    assert (code, said) == (2, "")
    assert "no file, folder or build 0123; builds in" in err
    small.change(small_data, FIGURES, "kind: outcome", "kind: outcom")
    code, said, err = run(small_data)
    assert (code, said) == (2, "")
    assert "outcom" in err
    code, _, err = run()
    assert code == 2


def test_a_temporary_folder_that_is_full(small_data, out, monkeypatch):
    def full(*_):
        raise BuildError("no space")

    monkeypatch.setattr(build, "build", full)
    with pytest.raises(BuildError, match="no space"), diff.opened(str(small_data), out):
        pass
