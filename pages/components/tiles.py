"""Figures as tiles: value, unit, period, whom it is about, and a way to the words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from loaders import queries
from loaders.store import Store
from pages.components import revisions, tables
from pages.components.ledger import together
from pages.components.provenance import statement
from pages.components.words import (
    MARKS,
    Row,
    claim,
    explained,
    given,
    mark,
    marked,
    number,
    plain,
    when,
    who,
)

OWN_WORDS = "In their own words"


@dataclass(frozen=True)
class Evidence:
    """What is known of some figures: other statements of the same, and checks."""

    same: pd.DataFrame
    checks: pd.DataFrame

    def show(self, row: Row) -> None:
        """Show one figure's words, document, restatements and checks."""
        same = self.same[self.same["of_figure_id"] == row["figure_id"]]
        statement(row, same, self.checks[self.checks["figure_id"] == row["figure_id"]])


def evidence(*, store: Store, rows: pd.DataFrame) -> Evidence:
    """Return the restatements and checks of figures, asked for once."""
    ids = tuple(rows["figure_id"])
    return Evidence(
        queries.restatements(store=store, figure_ids=ids),
        queries.checks_by_figure(store=store, figure_ids=ids),
    )


def tile(row: Row) -> None:
    """Show one figure: value, what it measures, whom and when."""
    # "Areas in which a programme is delivered" tells nothing without the programme's name.
    unnamed = "a programme" in str(row["indicator"]) and given(row["programme"])
    whose = str(row["programme"]) if unnamed else ""
    about = ", ".join(part for part in (whose, who(row), when(row), claim(row)) if part)
    sign, ids = mark(row), [row["figure_id"]]
    revisions.show(ids)
    doubt = f"<div><strong>{sign}</strong> {_small(MARKS[sign])}</div>" if sign else ""
    said = (about, *map(revisions.sentence, revisions.among(ids)))
    first, *others = (f"<div>{_small(one)}</div>" for one in said)
    told = f"<div>{escape(str(row['indicator']))}</div>{first}{doubt}{''.join(others)}"
    _value(marked(row), told, "font-size: 1.5rem; padding: 0.5rem 0 1rem")


def _value(value: str, told: str, style: str) -> None:
    """Show a value as large as a heading; it is none, or each would be a stop of the keyboard.

    ``told`` is HTML.
    """
    st.html(
        f'<div><strong style="display: block; font-weight: 600; line-height: 1.2; {style}">'
        f"{escape(value)}</strong>{told}</div>"
    )


def _small(text: str) -> str:
    return f'<span style="font-size: 0.875rem">{escape(text)}</span>'


def own_words(rows: list[pd.Series], known: Evidence) -> None:
    """Offer the words of figures behind one button, with the way to the documents."""
    with st.popover(OWN_WORDS, width="stretch"):
        for row in rows:
            known.show(row)
        # A box that scrolls needs something that the keyboard can reach.
        st.page_link("pages/trust/sources.py", label="All documents")


def domain_card(domain: pd.Series, rows: list[pd.Series], known: Evidence) -> None:
    """Show a stage of life: its headline figures, their words, the way to all of them."""
    with st.container(border=True, height="stretch"):
        st.subheader(plain(domain["name"]), anchor=False)
        for row in rows:
            tile(row)
        if len(rows) == 1:
            st.text("The documents state no other, except of one person or of England.")
        own_words(rows, known)
        st.page_link(
            "pages/explore/indicators.py",
            label=f"All indicators of {plain(domain['name'])}",
            query_params={"domain": str(domain["name"])},
        )


def trust(held: pd.Series) -> None:
    """Show how much the data holds and how far it can be trusted."""
    bare = number(held["measures_without_figure"])
    more = f"{number(held['indicators_official'])} more"
    parts = (
        (
            number(held["figures"]),
            f"figures of {number(held['indicators'])} indicators; {more} have official values only",
        ),
        (
            number(held["documents"]),
            f"documents; {number(held['draft_figures'])} figures from a draft",
        ),
        (number(held["programmes"]), "programmes named in them"),
        (f"{number(held['differing'])} of {number(held['checks'])}", "checks do not agree"),
        (
            f"{number(held['measures_direct'])} of {number(held['measures'])}",
            f"success measures have a direct figure; {bare} have no figure",
        ),
    )
    for column, (value, words) in zip(st.columns(len(parts)), parts, strict=True):
        with column:
            _value(value, escape(words), "font-size: 1.75rem; padding: 0.75rem 0 1rem")


ROWS = (
    ("Residents", "resident_population", None),
    ("Life expectancy, women", "life_expectancy_at_birth", "female"),
    ("Life expectancy, men", "life_expectancy_at_birth", "male"),
)


def places(rows: pd.DataFrame) -> pd.DataFrame:
    """Return populations and life expectancies by place, every differing statement in its cell."""
    table: dict[str, list[str]] = {"As stated": [label for label, _, _ in ROWS]}
    for name in dict.fromkeys(rows["area"]):
        mine = rows[rows["area"] == name]
        table[str(name)] = [
            _cell(
                mine[
                    (mine["indicator_id"] == indicator)
                    & (mine["sex"] == sex if sex else mine["sex"].isna())
                ]
            )
            for _, indicator, sex in ROWS
        ]
    of_row = rows.groupby("indicator_id")["figure_id"].agg(list)
    return tables.of(pd.DataFrame(table), [of_row.get(indicator, []) for _, indicator, _ in ROWS])


def legend(rows: pd.DataFrame) -> str:
    """Say what the marks of these figures mean, and that they are not compared."""
    said = [*explained(rows), "no document gives an interval, so these are not compared"]
    return f"{'; '.join(said)}."


def _cell(rows: pd.DataFrame) -> str:
    return "not stated" if rows.empty else together(rows)
