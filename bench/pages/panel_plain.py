"""One select, four bar charts and a table as anybody writes them in Panel."""

from __future__ import annotations

import os

import figures
import panel as pn
from bokeh.plotting import figure

GRID = os.environ.get("BENCH_TABLE") == "grid"
pn.extension(*(["tabulator"] if GRID else []))
select = pn.widgets.Select(name="Area", options=list(figures.CHOICES))


def chart(area: str, measure: str) -> figure:
    rows = figures.CHARTS[area][measure]
    drawn = figure(
        y_range=list(reversed(rows["label"])),
        title=f"{measure}, {area}",
        x_axis_label="%",
        height=400,
        sizing_mode="stretch_width",
    )
    drawn.hbar(y=rows["label"], right=rows["value"], height=0.8)
    return drawn


def table(area: str) -> object:
    if GRID:
        return pn.widgets.Tabulator(figures.TABLES[area], show_index=False, height=400)
    return pn.pane.DataFrame(figures.TABLES[area], index=False, sizing_mode="stretch_width")


pn.Column(
    "# Four charts and a table",
    select,
    pn.GridBox(
        *[pn.bind(chart, select, measure) for measure in figures.MEASURES],
        ncols=2,
        sizing_mode="stretch_width",
    ),
    pn.bind(table, select),
    sizing_mode="stretch_width",
).servable(title="Four charts and a table")
