"""Overview: the system on one screen, and how far its figures can be trusted."""

from __future__ import annotations

import streamlit as st

from config.overview import headlines
from loaders import queries
from pages.components import finder, frame, tables, tiles
from pages.components.blocks import block
from pages.components.store import store

frame.title(
    "Lancashire and South Cumbria",
    "Figures from the integrated care system's own documents, each with the words it came from.",
)
build = store()

with block("The search"):
    finder.finder(build, queries.areas(store=build))

with block("What the data holds"):
    tiles.trust(queries.counts(store=build).iloc[0])

with block("The four places"):
    rows = queries.places(store=build)
    tables.show(
        tiles.places(rows),
        "Residents and life expectancy of the system and its four places, as stated",
    )
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.text(tiles.legend(rows))
    with right:
        tiles.own_words([row for _, row in rows.iterrows()], tiles.evidence(store=build, rows=rows))

with block("The five stages of life"):
    chosen = headlines()
    rows = queries.figures(store=build, figure_ids=tuple(i for ids in chosen.values() for i in ids))
    known = tiles.evidence(store=build, rows=rows)
    stages = queries.domains(store=build)
    stages = stages[stages["domain_id"].isin(chosen)]
    for column, (_, domain) in zip(st.columns(len(stages)), stages.iterrows(), strict=True):
        ids = chosen[str(domain["domain_id"])]
        with column:
            mine = [rows[rows["figure_id"] == one].iloc[0] for one in ids]
            tiles.domain_card(domain, mine, known)

frame.cite(list(queries.sources(store=build).query("figures > 0")["title"]), build)
