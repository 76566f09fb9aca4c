"""Status matrix: what is known or how far it has come, in words, signs and colours."""

from __future__ import annotations

import pandas as pd

from config.palette import Palette
from models import measure_status
from pages.components.charts.matrix import ENCODED, build, matrix
from pages.components.charts.spec import Form, Spec, cells, taken

COLUMNS = ("row", "column", "status", "shown")
STATUSES = ("evidenced", "evidenced once", "no figure", "to be confirmed")
# The signs of success measures, so that a sign means the same on every tab; and those for four
# grades from most to nothing, where "?" would say that something is still to be confirmed.
_EVIDENCED, _ONCE, _ACTIVITY, _NOTHING, _UNSAID = measure_status.SIGNS.values()
SIGNS = (_EVIDENCED, _ONCE, _NOTHING, _UNSAID)
GRADED = (_EVIDENCED, _ONCE, _ACTIVITY, _NOTHING)


def status_matrix(
    rows: pd.DataFrame,
    *,
    palette: Palette,
    titles: tuple[str, str],
    statuses: tuple[str, ...] = STATUSES,
    signs: tuple[str, ...] = SIGNS,
) -> Spec | None:
    """Draw a matrix of statuses: rows by columns, in their order of appearance.

    ``rows`` has row, column, status (one of ``statuses``, at most four, from most to least)
    and shown (more about it, or null); one row per cell. ``titles`` say what one row and what
    one column is, ``signs`` are those of the statuses. Each cell has its status as colour,
    sign and word. A pair without row or status says "no data". No rows give None.
    """
    data = taken(rows, "status_matrix", COLUMNS)
    if len(statuses) > len(signs):
        raise ValueError(f"status_matrix: at most {len(signs)} statuses, not {len(statuses)}")
    for status in data["status"].dropna():
        if status not in statuses:
            raise ValueError(
                f"status_matrix: status {status!r} is not one of {', '.join(statuses)}"
            )
    if data.empty:
        return None
    sign_of = dict(zip(statuses, signs, strict=False))
    known = [status if pd.notna(status) else None for status in data["status"]]
    data["tone"] = data["word"] = cells(known, data)
    data["sign"] = cells((sign_of.get(str(status)) for status in known), data)
    data["short"] = cells(map(_words, known, data["shown"]), data)
    data = data.rename(columns={"row": "row_name", "column": "column_name"})
    tones = tuple(zip(statuses, palette.grades, strict=False))
    return matrix(data, FORM, palette, tones, titles=titles)


def _words(status: str | None, more: object) -> str | None:
    """Return the status and more about it; the status always stands there as a word."""
    if status is None or more is None or pd.isna(more):  # type: ignore[call-overload]
        return status
    return str(more) if status in str(more) else f"{status}, {more}"


FORM = Form("status_matrix", ENCODED, build)
