"""Bare figures beside a comparator: the difference stated, and called untested."""

from __future__ import annotations

import pandas as pd

from models.comparison import difference_in_words
from pages.components.views import distinct
from pages.components.words import given, mark, records, who

MOST = 6
_APART = ("comparator", "target", "projection")
_ALIKE = ("source_id", "period", "sex", "age", "population_group")


def differences(rows: pd.DataFrame) -> list[str]:
    """Return one sentence for every figure of an indicator that its document sets beside another.

    Only figures of the same document, period and group are set side by side; a range is not,
    nor is a rank, nor what measures different things.
    """
    rows = distinct(rows)
    rows = rows[rows["value"].notna() & rows["comparable"].astype(bool) & (rows["unit"] != "rank")]
    comparators = rows[rows["kind"] == "comparator"]
    told = []
    for other in records(comparators):
        for row in records(rows[~rows["kind"].isin(_APART)]):
            if all(_same(row[column], other[column]) for column in _ALIKE):
                words = difference_in_words(
                    float(row["value"]),
                    float(other["value"]),
                    row["unit"],
                    benchmark_name=str(other["area"]),
                )
                signs = "".join(dict.fromkeys((mark(row), mark(other))))
                told.append(f"{f'{who(row)} {signs}'.rstrip()}: {words}")
    return told[:MOST]


def _same(one: object, other: object) -> bool:
    return one == other if given(one) and given(other) else given(one) == given(other)
