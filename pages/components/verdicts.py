"""Checks as people read them: what does not agree, with its working and all words side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.components import provenance, tables, views
from pages.components.strategy import WHOLE
from pages.components.words import given, marked, plain, records, when, who

VERDICTS = {
    "differs": "Does not agree",
    "within_rounding": "Agrees within rounding",
    "holds": "Adds up",
    "unverified": "Not verified",
}
SIGNS = {"differs": "⚠", "within_rounding": "≈", "holds": "✓"}
SEVERITIES = {"large": "large difference", "small": "small difference", "none": "no difference"}
KINDS = {
    "sum": "a sum",
    "count": "a count",
    "difference": "a difference",
    "percentage_change": "a change in percent",
    "product": "a product",
    "ratio": "a ratio",
    "rate": "a rate",
    "restatement": "the same said twice",
    "conflict": "the same fact, two numbers",
}


def narrowed(
    rows: pd.DataFrame,
    *,
    source: str | None,
    place: str | None,
    domain: str | None,
    words: str,
) -> pd.DataFrame:
    """Return the checks that match: names of a document, place and domain; words or a figure."""
    keep = pd.Series(data=True, index=rows.index)
    for column, wanted in (("sources", source), ("domains", domain)):
        if wanted is not None:
            keep &= rows[column].map(lambda held, wanted=wanted: wanted in list(held))
    if place is not None:
        keep &= rows["places"].map(
            lambda held: len(held) == 0 if place == WHOLE else place in list(held)
        )
    if words:
        asked = words.casefold()
        keep &= rows["figure_ids"].map(lambda held: words in list(held)) | (
            rows["statement"] + " " + rows["working"].fillna("")
        ).str.casefold().str.contains(asked, regex=False)
    return rows[keep]


def headline(rows: pd.DataFrame) -> str:
    """Return how many checks there are of which verdict, in one sentence."""
    counted = rows["verdict"].value_counts()
    return (
        f"{counted.get('differs', 0)} of {len(rows)} checks do not agree, "
        f"{counted.get('within_rounding', 0)} agree within rounding, "
        f"{counted.get('holds', 0)} add up"
    )


def check(row: Mapping[str, Any], figures: pd.DataFrame) -> None:
    """Show one check: the verdict, the working, every statement, what could explain it."""
    with st.container(border=True):
        severity = f", {SEVERITIES[row['severity']]}" if row["severity"] != "none" else ""
        st.markdown(
            f"**{SIGNS[row['verdict']]} {VERDICTS[row['verdict']]}{severity}:** "
            f"{plain(row['statement'])}"
        )
        st.text(f"Working: {row['working']}")
        found = "declared by us" if row["declared"] else "found by the program"
        kind = f"{KINDS[row['kind']].capitalize()}, {found}."
        st.markdown(f":small[{plain(kind)}]")
        tables.show(_figures(figures), f"The figures of: {row['statement']}")
        if given(row["possible_explanation"]):
            st.markdown(
                f"**Possible explanation, not stated in the documents:** "
                f"{plain(row['possible_explanation'])}"
            )
        if given(row["note"]):
            st.markdown(f"**Note:** {plain(row['note'])}")


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a check's figures: value, whom it is about, the words, the document, notes."""
    told = [
        {
            "Value": marked(row),
            "Of": f"{row['indicator']}: {who(row)}",
            "When": when(row),
            "As stated": f"“{row['as_stated']}”",
            "Document and place": provenance.document_line(row),
            "Note": row["note"] if given(row["note"]) else "",
        }
        for row in records(rows)
    ]
    table = tables.of(pd.DataFrame(told), rows["figure_id"])
    return table if (table["Note"] != "").any() else table.drop(columns="Note")


def listed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return checks as a table: to take away, and to list what adds up."""
    return pd.DataFrame(
        {
            "Verdict": [f"{SIGNS[r['verdict']]} {VERDICTS[r['verdict']]}" for r in records(rows)],
            "Difference": [SEVERITIES[str(one)] for one in rows["severity"]],
            "What is compared": rows["statement"].to_numpy(),
            "Working": rows["working"].to_numpy(),
            "Kind": [KINDS[str(one)] for one in rows["kind"]],
            "Documents": ["; ".join(one) for one in rows["sources"]],
            "Possible explanation": rows["possible_explanation"].fillna("").to_numpy(),
            "Note": rows["note"].fillna("").to_numpy(),
        }
    )


def taken(rows: pd.DataFrame, sources: list[str]) -> views.View:
    """Return checks as a view to take away."""
    return views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        headline(rows),
        "Arithmetic inside documents, the same measure in two places, restatements",
        "",
        listed(rows),
        None,
        tuple(sources),
    )


def unverified(rows: pd.DataFrame, unmatched: pd.DataFrame, untested: int) -> None:
    """Say what could not be verified, and why."""
    alone = int((rows["figures"] - rows["checked"]).sum())
    st.subheader(f"{alone} of {int(rows['figures'].sum())} figures have no check", anchor=False)
    st.text(
        "They are stated once and nothing else in the documents can be computed from them or "
        "compared with them. Their words were found in the text; whether the text is right "
        "cannot be told from it."
    )
    tables.show(
        pd.DataFrame(
            {
                "Document": [
                    f"{one['source']} (draft)" if one["draft"] else one["source"]
                    for one in records(rows)
                ],
                "Figures": rows["figures"].to_numpy(),
                "Part of a check": rows["checked"].to_numpy(),
                "Stated more than once": rows["restated"].to_numpy(),
                "No date given": rows["undated"].to_numpy(),
                "Year inferred": rows["inferred"].to_numpy(),
            }
        ),
        "Figures that no check covers, by document",
    )
    st.subheader(f"{len(unmatched)} names of wards could not be matched", anchor=False)
    for one in records(unmatched):
        st.text(f"{one['name_as_written']} ({one['area']}): {one['unmatched_reason']}")
    st.subheader(f"{untested} official values could not be compared with England", anchor=False)
    st.text(
        "Their period is older than England's, or no interval is published; they are shown as "
        "not compared."
    )
