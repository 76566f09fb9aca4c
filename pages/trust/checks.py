"""Checks: what adds up, what does not, with the working; and what could not be verified."""

from __future__ import annotations

import streamlit as st

from loaders import trust_queries, ward_queries
from pages.components import filters, frame, ledger, strategy, tables, verdicts, views
from pages.components.blocks import block
from pages.components.store import official, store
from pages.components.words import records

frame.title("Checks", "What adds up and what does not, with the working.")
build = store()
rows = trust_queries.checks(store=build)
sources = list(dict.fromkeys(one for held in rows["sources"] for one in held))
domains = list(dict.fromkeys(one for held in rows["domains"] for one in held))

words = filters.search("Words, or the id of a figure", key="q", placeholder="falls, residents…")
columns = st.columns(3)
with columns[0]:
    source = filters.pick(
        "Document", {one: one for one in sources}, key="document", everything=filters.ALL
    )
with columns[1]:
    places = {one: one for one in (strategy.WHOLE, *ledger.PLACES)}
    place = filters.pick("Place", places, key="place", everything=filters.ALL)
with columns[2]:
    domain = filters.pick(
        "Domain", {one: one for one in domains}, key="domain", everything=filters.ALL
    )
found = verdicts.narrowed(rows, source=source, place=place, domain=domain, words=words)

with block("The summary"):
    views.show(verdicts.taken(found, sources), key="checks", store=build)
verdict = filters.tabs("Verdict", verdicts.VERDICTS, key="verdict")
mine = found[found["verdict"] == verdict]

with block("The checks"):
    if verdict == "unverified":
        untested = int((official(build)["word"] == "not compared").sum())
        unmatched = ward_queries.unmatched(store=build)
        verdicts.unverified(trust_queries.unchecked(store=build), unmatched, untested)
    elif mine.empty:
        st.info("No check of this verdict matches. Choose another, or take a filter away.")
    elif verdict == "holds":
        tables.show(verdicts.listed(mine), "Checks that add up")
    else:
        figures = trust_queries.check_figures(store=build)
        for row in records(mine):
            verdicts.check(row, figures[figures["check_id"] == row["check_id"]])

frame.cite(sources, build)
