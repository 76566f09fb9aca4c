"""Sources: each document, what it is, and its figures in reading order."""

from __future__ import annotations

import streamlit as st

from loaders import queries, trust_queries
from pages.components import filters, frame, provenance, tables, views
from pages.components.blocks import block
from pages.components.store import store
from pages.components.words import counted, explained

frame.title("Sources", "Each document, what it is, and its figures in reading order.")
build = store()
documents = queries.sources(store=build)
quoted = documents[documents["figures"] > 0]

whole = "All sections"
name = filters.pick(
    "Document",
    dict(zip(quoted["source_id"], quoted["title"], strict=True)),
    key="document",
    resets={"section": whole},
)
document = quoted[quoted["source_id"] == name].iloc[0]

with block("The document"):
    frame.document(document)
    covered = frame.coverage(trust_queries.coverage(store=build, source_id=str(name)))
    frame.folded(covered, "How many figures it gives, by domain and place")

rows = queries.figures(store=build, source_id=str(name))
sections = {section: section for section in dict.fromkeys(rows["locator"])}
left, right = st.columns([3, 1], vertical_alignment="bottom")
with left:
    section = filters.pick("Section", sections, key="section", everything=whole)
with right:
    doubted = filters.switch("Only figures in question", key="only_in_question")
if section is not None:
    rows = rows[rows["locator"] == section]
if doubted:
    rows = rows[rows["in_question"]]

with block("The figures"):
    st.header(f"{counted(len(rows), 'figure')} in reading order", anchor=False)
    if rows.empty:
        st.info("No figure of this document matches. Choose another section.")
    else:
        tables.show(views.reading_order(rows), f"Figures of {document['title']}")
        frame.sentences(explained(rows))

with block("The context"):
    provenance.in_context(document, rows)

with block("The checks"):
    st.subheader("Does it add up?", anchor=False)
    provenance.checks(store=build, rows=rows)

with block("Other sources"):
    official = documents[(documents["figures"] == 0)]
    if not official.empty:
        st.header("Official statistics held beside the documents", anchor=False)
        tables.show(frame.official(official), "Sources of official statistics")

frame.cite([str(document["title"])], build)
