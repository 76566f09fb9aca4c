"""Places: any area of the tree, two or three side by side, with all that is known of it."""

from __future__ import annotations

import streamlit as st

from loaders import queries
from pages.components import filters, frame, ledger, official, provenance
from pages.components.blocks import block
from pages.components.store import store

frame.title("Places", "Any area, alone or beside others: its people, figures, programmes, wards.")
build = store()
areas = queries.areas(store=build)
names = dict(zip(areas["area_id"], areas["name"], strict=True))
left, right = st.columns(2)
with left:
    area_id = str(filters.pick("Area", official.in_order(names), key="area"))
with right:
    others = filters.several("Beside", {k: v for k, v in names.items() if k != area_id}, key="beside", most=2)
area = areas.set_index("area_id").loc[area_id]
chosen = (area_id, *others)
frame.area_heading(area)

rows = queries.area_figures(store=build, area_ids=tuple(areas["area_id"]))
values = queries.official(store=build)

with block("Official indicators"):
    official.spines(values, [names[one] for one in chosen], areas)

with block("Every district at once"):
    if area["area_type"] in ("system", "place", "locality") and st.session_state.get("rug", True):
        official.rug(values)

with block("Figures of the documents"):
    st.header("In the documents", anchor=False)
    mine = rows[rows["area_id"].isin(chosen)]
    told = rows[rows["indicator_id"].isin(mine["indicator_id"])]
    beside = ledger.side_by_side(
        told, tuple(dict.fromkeys((*(names[one] for one in chosen), ledger.WHOLE, *ledger.BESIDE)))
    )
    beside = ledger.about_first(beside, [names[one] for one in chosen])
    frame.shortened(beside, "indicators", f"Figures of {area['name']} beside others")
    if not beside.empty:
        st.text("No interval is published with these figures: differences are stated, not tested.")
    with st.expander("In the documents' own words and does it add up?"):
        provenance.words(store=build, rows=rows[rows["area_id"] == area_id])

with block("The partnership"):
    boards = queries.boards(store=build, area_id=area_id)
    if not boards.empty:
        st.header("Boards and partnerships", anchor=False)
        st.table(frame.boards(boards), hide_index=True, alt=f"Boards of {area['name']}")

with block("Programmes"):
    programmes = queries.programmes(store=build, area_ids=(area_id,))
    st.header("Programmes here", anchor=False)
    frame.shortened(ledger.programmes(programmes), "programmes", f"Programmes of {area['name']}")

with block("Wards"):
    wards = queries.wards_of(store=build, area_id=area_id)
    if not wards.empty:
        st.header(f"The {len(wards)} wards here", anchor=False)
        frame.shortened(official.wards(wards), "wards", f"Wards of {area['name']}")
        st.text("Deprivation: 1 is the most deprived tenth of England's wards. Fit: how far the "
                "small areas behind it miss the ward's own residents.")

frame.cite(list(queries.sources(store=build)["title"]), build)
