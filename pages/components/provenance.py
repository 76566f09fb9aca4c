"""Where a figure is from: its words, its document, its restatements, the checks it is part of."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from config import settings
from loaders import queries
from loaders.context import context
from loaders.store import Store
from pages.components import filters, revisions
from pages.components.words import (
    MARKS,
    STATUSES,
    Row,
    claim,
    counted,
    given,
    mark,
    marked,
    plain,
    records,
    when,
    who,
)


def document_line(row: Row) -> str:
    """Return the document with its status and where the figure stands in it, for a table cell."""
    status = STATUSES[str(row["source_status"])].lower()
    return f"{row['source']} ({status}): {row['locator']}"


def source_line(row: Row) -> str:
    """Return one line that names the document, its status and where the figure stands in it."""
    dated = ""
    if given(row["published"]):
        day = pd.Timestamp(row["published"])
        dated = f", {day.day} {day.strftime('%B %Y')}"
    status = STATUSES[str(row["source_status"])].lower()
    return f"{row['source']} ({status}{dated}). {row['locator']}."


def statement(row: Row, same: pd.DataFrame, checks: pd.DataFrame) -> None:
    """Show one statement: value, words, document, note, restatements, checks."""
    told = " · ".join(plain(part) for part in (who(row), when(row), claim(row)) if part)
    lines = [
        f"**{plain(marked(row))}** · {told}",
        f"“{plain(row['as_stated'])}”",
        plain(source_line(row)),
    ]
    if mark(row):
        lines.append(f"{mark(row)} {MARKS[mark(row)].capitalize()}.")
    revisions.show([row["figure_id"]])
    lines += [plain(revisions.sentence(one)) for one in revisions.among([row["figure_id"]])]
    if given(row["programme"]):
        lines.append(plain(f"Programme: {row['programme']}"))
    if given(row["note"]):
        lines.append(plain(f"Note: {row['note']}"))
    for other in records(same):
        place = f"{other['source']}, {other['locator']}"
        lines.append(plain(f"Also stated: “{other['as_stated']}” ({place})"))
    for check in records(checks):
        lines += verdict(check)
    st.markdown("  \n".join(lines))


def verdict(check: Row) -> list[str]:
    """Word a check: verdict in words and shape, the working, a possible reason."""
    sign, word = {
        "holds": ("✓", "Agrees" if check["kind"] in ("restatement", "conflict") else "Adds up"),
        "within_rounding": ("≈", "Agrees within rounding"),
        "differs": ("⚠", "Does not agree"),
    }[str(check["verdict"])]
    lines = [
        f"**{sign} {word}:** {plain(check['statement'])}",
        plain(check["working"]),
    ]
    if given(check["possible_explanation"]):
        lines.append(f"*Possible explanation:* {plain(check['possible_explanation'])}")
    if given(check["note"]):
        lines.append(f"*Note:* {plain(check['note'])}")
    return lines


def checks(*, store: Store, rows: pd.DataFrame) -> None:
    """Show the checks that these figures are part of, what does not agree first."""
    found = queries.checks(store=store, figure_ids=tuple(rows["figure_id"]))
    if found.empty:
        st.text("No check covers these figures.")
    for check in records(found):
        st.markdown("  \n".join(verdict(check)))


def differing(*, store: Store, rows: pd.DataFrame) -> None:
    """Show, behind a title that counts them, the checks of these figures that do not agree."""
    found = queries.checks(store=store, figure_ids=tuple(rows["figure_id"]))
    found = found[found["verdict"] == "differs"]
    if not found.empty:
        agree = "does not agree" if len(found) == 1 else "do not agree"
        with st.expander(f"⚠ {counted(len(found), 'check')} of these figures {agree}"):
            for check in records(found):
                st.markdown("  \n".join(verdict(check)))


def in_context(document: pd.Series, rows: pd.DataFrame) -> None:
    """Show one statement in the words round it, where the text of the document is at hand."""
    if rows.empty:
        return
    st.subheader("One statement in its context", anchor=False)
    texts = settings().texts
    if texts is None or not given(document["file_name"]):
        st.text(
            "The texts of the documents are not at hand here. Whoever runs the dashboard can name "
            "their folder in the setting paths.texts; then each statement is shown in its context."
        )
        return
    names = {
        row["figure_id"]: f"{row['shown']}: “{row['as_stated']}” ({row['figure_id']})"
        for row in records(rows)
    }
    chosen = filters.pick("Statement", names, key="statement")
    row = next(row for row in records(rows) if row["figure_id"] == chosen)
    found = context(texts, str(document["file_name"]), row["as_stated"], int(row["occurrence"]))
    if found is None:
        st.text("These words are not in the text that is at hand: it may be another edition.")
        return
    st.html(
        f"<p>… {escape(found.before)}<mark>{escape(found.fragment)}</mark>"
        f"{escape(found.after)} …</p>"
    )
    st.text(f"{row['locator']}. White space is folded; tables of a document read as lines.")
