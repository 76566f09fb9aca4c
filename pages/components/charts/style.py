"""What every chart shares: type sizes, quiet axes, room for labels."""

from __future__ import annotations

from typing import Any

import altair as alt

from config.palette import Palette

ROW_HEIGHT = 30
LABEL_SIZE = 14


def dressed(chart: Any, palette: Palette) -> Any:
    """Return a chart with the project's type and axes."""
    return (
        chart.configure_view(stroke=None)
        .configure_axis(
            labelFontSize=LABEL_SIZE,
            titleFontSize=LABEL_SIZE,
            labelColor=palette.text,
            titleColor=palette.text,
            titleFontWeight="normal",
            gridOpacity=0.25,
            domainColor=palette.rule,
            tickColor=palette.rule,
            labelLimit=330,
        )
        .configure_text(fontSize=LABEL_SIZE, color=palette.text)
    )


def colours(palette: Palette) -> alt.Scale:
    """Return the scale of roles: what is reported, compared with, aimed at, projected."""
    return alt.Scale(
        domain=["reported", "comparator", "target", "projection"],
        range=[palette.reported, palette.comparator, palette.target, palette.projection],
    )
