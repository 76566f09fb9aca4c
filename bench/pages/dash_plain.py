"""One select, four bar charts and a table as anybody writes them in Dash."""

from __future__ import annotations

import os
import sys

import figures
import plotly.graph_objects as go
from dash import Dash, Input, Output, dash_table, dcc, html

app = Dash(__name__, title="Four charts and a table")
app.layout = html.Div(
    [
        html.H1("Four charts and a table"),
        dcc.Dropdown(list(figures.CHOICES), figures.CHOICES[0], id="area", clearable=False),
        html.Div(
            [
                html.Div([html.H3(id=f"headline-{at}"), dcc.Graph(id=f"chart-{at}")])
                for at in range(len(figures.MEASURES))
            ],
            style={"display": "grid", "gridTemplateColumns": "1fr 1fr"},
        ),
        html.Div(id="table"),
    ]
)


def chart(area: str, measure: str) -> go.Figure:
    rows = figures.CHARTS[area][measure]
    figure = go.Figure(go.Bar(x=rows["value"], y=rows["label"], orientation="h"))
    figure.update_layout(xaxis_title="%", yaxis_autorange="reversed")
    return figure


def table(area: str) -> object:
    rows = figures.TABLES[area]
    if os.environ.get("BENCH_TABLE") == "grid":
        return dash_table.DataTable(
            rows.to_dict("records"), [{"name": name, "id": name} for name in rows.columns]
        )
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(name) for name in rows.columns])),
            html.Tbody(
                [html.Tr([html.Td(cell) for cell in row]) for row in rows.itertuples(index=False)]
            ),
        ]
    )


@app.callback(
    *[Output(f"headline-{at}", "children") for at in range(len(figures.MEASURES))],
    *[Output(f"chart-{at}", "figure") for at in range(len(figures.MEASURES))],
    Output("table", "children"),
    Input("area", "value"),
)
def update(area: str) -> tuple[object, ...]:
    return (
        *[f"{measure}, {area}" for measure in figures.MEASURES],
        *[chart(area, measure) for measure in figures.MEASURES],
        table(area),
    )


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
