"""The data itself: the dictionary, queries that people write, and everything to take away."""

from __future__ import annotations

import io
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from config.sql_examples import EXAMPLES
from loaders import bundle, dictionary, queries, sandbox
from loaders.store import Store
from pages.components import filters, frame, frozen, tables, turns
from pages.components.downloads import download_row
from pages.components.snapshots import Snapshot
from pages.components.store import earlier_builds, since
from pages.components.words import plain

KEY = "sql"
MOST_SHOWN = 200
SAMPLE = 12


def views(build: Store) -> None:
    """Show the dictionary of one view, and its first rows."""
    known = {view.name: view for view in dictionary.views()}
    name = str(filters.pick("View", {one: one for one in known}, key="table"))
    view = known[name]
    st.text(view.row)
    tables.show(
        pd.DataFrame(view.columns, columns=["Column", "What it means"]), f"Columns of {name}"
    )
    st.subheader("The first rows", anchor=False)
    rows = queries.first_rows(store=build, view=name, rows=SAMPLE)
    tables.show(rows, f"The first rows of {name}")


def asked() -> str:
    """Show the field for a query and examples to start from; return the query."""
    with st.popover("Start from an example"):
        for name, sql in EXAMPLES.items():
            st.button(name, key=f"example_{name}", on_click=partial(_write, sql), width="stretch")
    limits = sandbox.configured()
    written = st.text_area(
        "SQL over the views",
        key=KEY,
        bind="query-params",
        height=150,
        max_chars=8_000,
        help=f"One SELECT, EXPLAIN, DESCRIBE or SUMMARIZE; at most {limits.seconds:g} seconds, "
        f"{limits.memory_mb} MB and {limits.rows:,} rows. Nothing can be written.",
    )
    # Leaving the field runs the page; the button is what people look for.
    st.button("Run (Ctrl+Enter)")
    return (written or "").strip()


def _write(sql: str) -> None:
    st.session_state[KEY] = sql


def answered(build: Store, sql: str) -> None:
    """Run a query within its limits; show the result, or what is wrong and where."""
    try:
        with st.spinner("Running…"):
            turns.give_back()
            answer = sandbox.run(sql, database=build.path, limits=sandbox.configured())
    except sandbox.Refused as refused:
        where = "" if refused.line is None else f" (line {refused.line}, column {refused.column})"
        st.error(plain(f"{refused.message}{where}"))
        return
    except sandbox.Stopped as stopped:
        st.warning(plain(stopped.message))
        return
    found = answer.table.to_pandas()
    more = ", and there are more than may be shown" if answer.truncated else ""
    rows = "1 row" if answer.rows == 1 else f"{answer.rows:,} rows"
    st.subheader(f"{rows} in {answer.seconds:.2f} s{more}", anchor=False)
    if answer.cut:
        st.text("Some cells are cut; they end with “… [cut]”.")
    tables.show(found.head(MOST_SHOWN), "The result of the query")
    if len(found) > MOST_SHOWN:
        st.text(f"The first {MOST_SHOWN} rows; the download has all {len(found):,}.")
    snapshot = Snapshot(
        title="Result of a query",
        subtitle=" ".join(sql.split()),
        filters="",
        source="the views of Lifecourse",
        build=build.fingerprint,
        table=found,
    )
    left, right, _ = st.columns([1, 1, 3])
    with left:
        download_row(snapshot, key="result")
    with right:
        about = {"query": sql, "build": build.fingerprint}
        st.download_button(
            "Parquet",
            data=partial(bundle.parquet, answer.table, about=about),
            file_name="lifecourse-result.parquet",
            key="result_parquet",
            on_click="ignore",
            width="stretch",
        )


def everything(build: Store) -> None:
    """Offer the whole set as files."""
    st.text(
        "Everything the dashboard shows, with the dictionary and the licences. Cells that a "
        "spreadsheet would take for formulas are neutralised."
    )
    day = datetime.now().astimezone().date()

    def made(make: str) -> bytes:
        out = io.BytesIO()
        getattr(bundle, make)(build, out, day=day)
        return out.getvalue()

    name = f"lifecourse-{build.fingerprint}"
    for label, data, ending in (
        ("All views as CSV, in one zip", partial(made, "csv_zip"), "zip"),
        ("All views as a workbook (XLSX)", partial(made, "xlsx"), "xlsx"),
        ("The DuckDB file", build.path.read_bytes, "duckdb"),
    ):
        st.download_button(
            label, data=data, file_name=f"{name}.{ending}", key=f"all_{ending}", on_click="ignore"
        )


def changed(build: Store) -> None:
    """Show what has changed since an earlier build that is kept."""
    builds = earlier_builds(build)
    when = f", made {build.built:%d %B %Y %H:%M} UTC" if build.built else ""
    commit = f", commit {build.git_commit[:12]}" if build.git_commit else ""
    st.text(f"Shown: build {build.fingerprint}{when}{commit}.")
    if not builds:
        st.info("No earlier build is kept. After the data has changed, what differs shows here.")
        return
    earlier = str(filters.pick("Since the build of", builds, key="since"))
    rows = since(build, earlier)
    if rows is None or rows.empty:
        st.info("Nothing has changed since.")
        return
    figures = rows[rows["thing"] == "figure"]
    counted = figures["change"].value_counts()
    st.subheader(
        f"Figures: {counted.get('added', 0)} added, {counted.get('removed', 0)} removed, "
        f"{counted.get('changed', 0)} changes",
        anchor=False,
    )
    frame.shortened(frozen.table(figures), "changes", "Changes of figures")
    rest = rows[rows["thing"] != "figure"]
    st.subheader(f"{len(rest)} other changes", anchor=False)
    frame.shortened(frozen.table(rest), "changes", "Other changes")
