"""Tables: literal cells, a named stop of the keyboard, marks that lead to the checks."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
import pytest

from pages.components import tables


def test_cells_are_literal_text() -> None:
    table = pd.DataFrame({"<b>": ["<script>alert(1)</script>", "2*3*4", None]})
    found = tables.html(table, 'an "alt" <x>')
    assert "<script>" not in found
    assert "&lt;script&gt;" in found
    assert "2*3*4" in found
    assert "<td></td>" in found
    assert 'aria-label="an &quot;alt&quot; &lt;x&gt;"' in found


def test_a_table_is_named_and_reached_by_keyboard() -> None:
    found = tables.html(pd.DataFrame({"a": [1], "b": ["x"]}), "w" * 400)
    (name,) = re.findall('aria-label="(w+)"', found)
    assert len(name) == tables.LONGEST_ALT
    assert 'role="region"' in found
    assert 'tabindex="0"' in found
    assert found.count('<th scope="col"') == 2
    assert found.count('class="number"') == 2  # the heading and the cell of numbers


@pytest.mark.parametrize(
    "cells",
    [
        ["5,449", "10,897"],
        ["12%", "−3.5%", "", None],
        ["+11.6%", "0%"],
        ["£1.2m", "£300k"],
        ["<5", "≥20", "~1,000"],
        ["12%", "not available"],
    ],
)
def test_numbers_in_words_stand_flush_right(cells: list[str | None]) -> None:
    found = tables.html(pd.DataFrame({"a": cells}), "t")
    assert found.count('class="number"') == 1 + len(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["2019", "2024"],  # years
        ["2023/24", "2024/25"],
        ["12%", "not stated"],
        ["69.2 to 75.7", "1 to 2"],
        ["21.3 per 100,000", "7"],
        ["E05013861"],
        ["2 ⚠", "3"],  # digits would not stand under one another
        ["", None, "not available"],
    ],
)
def test_words_stand_flush_left(cells: list[str | None]) -> None:
    assert 'class="number"' not in tables.html(pd.DataFrame({"a": cells}), "t")


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ([Decimal("12.5"), Decimal("-1234.5"), None], True),
        ([1234, 5.5, float("nan")], True),
        ([True, False], False),
        ([["a"], {"b": 1}], False),
        ([1, "2023/24"], False),
    ],
)
def test_values_of_any_kind_are_numbers_or_not(cells: list[object], right: bool) -> None:
    table = pd.DataFrame({"a": pd.Series(cells, dtype=object)})
    assert ('class="number"' in tables.html(table, "t")) is right


@pytest.mark.parametrize(("mark", "words"), [("⚠", "In question"), ("≠", "does not agree")])
def test_a_mark_leads_to_the_checks_of_its_figure(mark: str, words: str) -> None:
    table = tables.of(pd.DataFrame({"v": ["1", f"2 {mark}"]}), ["one", "two & more"])
    rest = tables.html(table.iloc[1:], "rest")
    assert 'href="checks?q=two%20%26%20more"' in rest
    assert words in rest
    assert "href" not in tables.html(table.head(1), "first")


def test_a_mark_without_figure_leads_to_all_checks() -> None:
    assert 'href="checks"' in tables.html(pd.DataFrame({"v": ["2 ⚠"]}), "t")
    assert "href" not in tables.html(pd.DataFrame({"⚠": ["2"]}), "t")
