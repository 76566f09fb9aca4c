"""Strict YAML: what is read keeps its author's characters and its place; nothing else passes."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders import yaml_reader
from loaders.yaml_reader import MOST_PROBLEMS, Document, Mark, read, read_file
from models.base import Scalar


def told(text: str) -> list[tuple[int, int, str, str]]:
    """Read a text; return line, column, key and what is wrong, problem by problem."""
    problems = read(text.encode(), "f.yaml").problems
    return [(p.line, p.column, p.key, p.wrong) for p in problems]


def only(text: str) -> object:
    """Read one scalar in a list of one."""
    document = read(f"- {text}\n".encode(), "f.yaml")
    assert document.problems == []
    assert isinstance(document.tree, list)
    return document.tree[0]


def test_tree_and_places() -> None:
    document = read(b'- id: a\n  list: [x, "y"]\n  map:\n    k: |\n      two\n      lines\n', "f")
    assert document.tree == [{"id": "a", "list": ["x", "y"], "map": {"k": "two\nlines\n"}}]
    assert document.problems == []
    assert document.mark((0,)) == Mark(1, 3)
    assert document.mark((0, "list")) == Mark(2, 3)
    assert document.mark((0, "list", 1)) == Mark(2, 13)
    assert document.mark((0, "map", "k")) == Mark(4, 5)
    assert document.mark((0, "map", "nothing", 3)) == Mark(3, 3)
    assert document.mark((7,)) == document.mark(())


@pytest.mark.parametrize(
    "text",
    [
        "7.59", "1.0", "+5", "-0", "-3", "0", "0.5", "100000", "1,234", "=", "1.2.3", "2024-01-31",
        "2024/25", "2024-12..", "13.9%", "£12", "E05000001", "1e", "e5", "12:60", "1:2:x", "010-22",
        "+", "-x", ".", "..", "a:b", "yes please", "nothing", "nan bread",
        "Norway", "true", "false", "x" * 5000, "9" * 5000, "−3", "2024-1", "0.0", "~x", "on-call",
    ],
)  # fmt: skip
def test_plain_scalars_that_stay_what_they_are(text: str) -> None:
    scalar = only(text)
    assert isinstance(scalar, Scalar)
    assert scalar == text
    assert scalar.plain


@pytest.mark.parametrize(
    ("text", "wrong", "mend"),
    [
        ("no", "as true or false", '"no"'),
        ("Y", "as true or false", '"Y"'),
        ("TRUE", "as a flag", "true"),
        ("False", "as a flag", "false"),
        ("007", "another number", "7"),
        ("-012", "another number", "-12"),
        ("+00", "another number", "+0"),
        ("08.50", "another number", "8.50"),
        ("01.", "another number", '"01."'),
        ("1_0", "underscores", "10"),
        ("1,0_0", "underscores", "100"),
        ("12:30", "sixtieths", '"12:30"'),
        ("-1:00:00.5", "sixtieths", '"-1:00:00.5"'),
        ("0xFF", "another base", None),
        ("0b1", "another base", None),
        ("0o17", "another base", None),
        ("1e5", "exponent", None),
        (".5e-3", "exponent", None),
        ("-.inf", "not a number", None),
        ("NAN", "not a number", None),
        ("+Infinity", "not a number", None),
        (".5", "bare point", "0.5"),
        ("-.5", "bare point", "-0.5"),
        ("5.", "bare point", "5"),
        ("2024-02-30", "no day of the calendar", None),
        ("2024-13-01", "no day of the calendar", None),
        ("0000-01-01", "no day of the calendar", None),
        ("2024-02-03T10:00:00Z", "moment", '"2024-02-03T10:00:00Z"'),
        ("2024-02-03 1:00:00", "moment", '"2024-02-03 1:00:00"'),
        ("0" + "1" * 200, "another number", None),
    ],
)
def test_plain_scalars_that_yaml_would_change(text: str, wrong: str, mend: str | None) -> None:
    (problem,) = read(f"- k: {text}\n".encode(), "f").problems
    assert (problem.line, problem.column, problem.key) == (1, 6, "k")
    assert wrong in problem.wrong
    assert problem.mend == mend
    assert len(str(problem)) < 300
    assert read(f"- k: '{text}'\n".encode(), "f").problems == []


def test_what_is_told_is_not_told_again() -> None:
    document = read(b"- a: no\n  b: {c: x}\n", "f")
    assert document.faulty((0, "a"))
    assert document.faulty((0, "a", "below"))
    assert not document.faulty((0,))
    assert not document.faulty((0, "b", "c"))


def test_cut_scalars_are_noted() -> None:
    document = read(b"- a: one # two\n  b: 'one' # two\n  c: one#two\n  d: [x] # y\n", "f")
    assert document.cut == {(0, "a")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a: 1\n  a: 2\n  a: 3\n", [(2, 3, "a"), (3, 3, "a")]),
        ("- a: &x 1\n- b: *x\n- <<: *x\n",
         [(1, 6, "a"), (2, 6, "b"), (3, 3, "<<")]),
        ("- ? [a]\n  : b\n", [(1, 5, "item")]),
        ("- ? a\n", [(1, 5, "a")]),
        ("- {a, b: }\n", [(1, 4, "a"), (1, 7, "b")]),
        ("- a:\n\n\n  b: x\n", [(1, 3, "a")]),
        ("- [~, x]\n", [(1, 4, "item")]),
        ("- k: [~, x]\n", [(1, 7, "k")]),
        ("# c\n---\n", [(2, 1, "file")]),
        ("--- x\n...\n--- y\n", [(3, 1, "file")]),
        ("- a: x\n\tb: y\n- c:\td\n", [(2, 1, "b"), (3, 5, "c")]),
        ("- a: 'x\n- b: 'y'\n", [(1, 6, "a")]),
        ("- a: \"x\n  b: \"y\"\n", [(1, 6, "a")]),
        ("- a\n b\n", []),
        ("- a: x\n  b\n  c: y\n", [(2, 3, "b")]),
        ("- a: \u200bx\n  b: \u200dx\n- \u202ec: z\n", [(1, 6, "a"), (3, 3, "item")]),
        ("%TAG ! tag:x,2000:\n---\n- a\n", [(1, 1, "file")]),
        ("- {k: {a: 1, b 2}}\n", [(1, 14, "b")]),
        ("- {k: [a, b}\n", [(1, 7, "k")]),
        ('- text "a: b"\n  note:"c: d\n  ok: x\n', [(1, 3, "text"), (2, 3, "note")]),
        ("- [x]: {a: [no]}\n  b: no\n", [(1, 3, "item"), (2, 6, "b")]),
    ],
)  # fmt: skip
def test_faults_of_form(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert [one[:3] for one in told(text)] == expected


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark(ends: str, start: str) -> None:
    document = read((start + ends.join(["- a: x", "  b: no", ""])).encode(), "f")
    assert document.tree == [{"a": "x", "b": "no"}]
    assert [(p.line, p.column) for p in document.problems] == [(2, 6)]


def test_every_bad_line_is_told_and_the_joiner_of_emoji_is_not_one() -> None:
    data = b"- a: \xe9\n- b: ok\n- c: \xff\xfe\n"
    assert [(p.line, p.column, p.key) for p in read(data, "f").problems] == [
        (1, 6, "a"),
        (3, 6, "c"),
    ]
    assert only("👩\u200d⚕\ufe0f nurse") == "👩\u200d⚕\ufe0f nurse"


UNSEEN = [
    *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E,
    0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFFF9, 0xFFFD,
    0xFFFF, 0xE0001, 0xE0041, 0xE007F,
]  # fmt: skip


@pytest.mark.parametrize("code", UNSEEN, ids=hex)
def test_characters_that_nobody_sees_are_refused(code: int) -> None:
    told_of = told(f'- a: x\n- b: "some {chr(code)}text{" and more" * 9}"\n')
    assert told_of == [(2, 12, "b", f"invisible or damaged character U+{code:04X}")]


def test_brackets_in_prose_are_no_nesting() -> None:
    lines = "".join(f'- n: "{"[" * 20} and {{"\n' for _ in range(50))
    assert told(lines) == []


def test_depth() -> None:
    deepest = yaml_reader.DEEPEST
    assert told("[" * deepest + "x" + "]" * deepest) == []
    assert told("[" * (deepest + 1) + "x" + "]" * (deepest + 1))[0][3].endswith("too deeply")
    assert told("[\n" * (deepest + 1))[0][:2] == (deepest + 1, 1)


def test_problems_of_a_file_have_an_end() -> None:
    problems = read(b"- no\n" * (MOST_PROBLEMS + 500), "f").problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].wrong == f"more than {MOST_PROBLEMS} problems; the rest was not read"
    assert len(read(b"- no\n" * MOST_PROBLEMS, "f").problems) == MOST_PROBLEMS


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MOST_NODES", 5)
    monkeypatch.setattr(yaml_reader, "MOST_KEYS", 2)
    monkeypatch.setattr(yaml_reader, "MOST_BYTES", 40)
    assert told("- a\n- b\n- c\n- d\n") == []
    assert told("- a\n- b\n- c\n- d\n- e\n")[0][:3] == (5, 3, "item")
    assert told("- {a: x, b: z}\n") == []
    assert told("- {a: x, b: z, c: w}\n")[0][:3] == (1, 16, "c")
    assert told("# " + "x" * 39) == [(1, 1, "file", "the file is too large")]


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text("- a\n")
    assert read_file(file, "shown").tree == ["a"]
    for wrong in (tmp_path, tmp_path / "nowhere.yaml"):
        (problem,) = read_file(wrong, "shown").problems
        assert str(problem).startswith("shown:1:1: file: it cannot be read (")


def well_told(document: Document, lines: int) -> None:
    """A document has a tree or problems, and every problem stands in its file."""
    assert document.problems or document.tree is not None
    for problem in document.problems:
        assert problem.path == "f.yaml"
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.key
        assert problem.wrong
        assert problem.expected
        assert "\n" not in str(problem)


YAML_LIKE = st.lists(
    st.sampled_from(
        ["- ", "  ", "\n", ": ", "a", "id", "[", "]", "{", "}", ",", "'", '"', "#", "&x ", "*x",
         "|", ">", "? ", "!", "!!int ", "%", "---", "...", "<<", "0", "no", "1_0", "~", "\t",
         "\\", "é", "\u2028", "\0", "\r", "@", "`", "2024-02-30", "\ufeff",
         "- id: x\n  v: "]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf\xef\xbb\xbf- a")
@example(b"\xff\xfe-\0")
@example(b"\r\n\r")
def test_any_bytes_give_a_tree_or_a_problem(data: bytes) -> None:
    well_told(read(data, "f.yaml"), len(data) + 1)


@settings(max_examples=1500, deadline=None)
@given(YAML_LIKE)
@example("? - a\n: b\n")
@example("{? }")
@example("- *x : y")
@example("!<")
@example("'")
def test_any_text_like_yaml_gives_a_tree_or_a_problem(text: str) -> None:
    well_told(read(text.encode(), "f.yaml"), text.count("\n") + text.count("\r") + 2)


PLAIN = st.text(
    alphabet=string.ascii_letters + string.digits + " .,:;-_#'\"[]{}&*!|>%@`/\\=~+?£é’–\n",
    min_size=0,
)
TREES = st.lists(
    st.dictionaries(
        st.text(string.ascii_lowercase, min_size=1, max_size=8),
        st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.dictionaries(st.just("k"), PLAIN)),
        max_size=5,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_text_that_pyyaml_writes_comes_back_the_same(tree: list[object]) -> None:
    written = yaml.safe_dump(tree, allow_unicode=True, width=10_000)
    document = read(written.encode(), "f.yaml")
    assert document.tree == tree
    # What PyYAML leaves bare and other readers would change is told all the same.
    for problem in document.problems:
        assert re.match(
            r"YAML reads|.* (has a bare point|with an exponent|is not a number)|the quote",
            problem.wrong,
        )


@settings(max_examples=300, deadline=None)
@given(TREES)
def test_quoted_text_comes_back_the_same_without_a_problem(tree: list[object]) -> None:
    written = yaml.safe_dump(tree, allow_unicode=True, default_style='"', width=10_000)
    document = read(written.encode(), "f.yaml")
    assert document.problems == []
    assert document.tree == tree


@given(
    st.lists(
        st.one_of(
            st.integers(-(10**15), 10**15),
            st.floats(-1e9, 1e9).map(lambda number: round(number, 3)).filter(
                lambda number: "e" not in repr(number)
            ),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_numbers_come_back_as_they_are_written(numbers: list[float]) -> None:
    document = read(yaml.safe_dump(numbers).encode(), "f.yaml")
    assert document.problems == []
    assert document.tree == [repr(number) for number in numbers]
