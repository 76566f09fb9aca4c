"""The same figures for every application that is measured: made up, and the same every time."""

from __future__ import annotations

import random

import pandas as pd

CHOICES = tuple(f"Area {number:02d}" for number in range(1, 41))
MEASURES = ("Adults who smoke", "Falls", "Life expectancy", "School readiness")
PLACES = tuple(f"District {letter}" for letter in "ABCDEFGHIJKL")
ROWS = 200


def _charts(choice: str) -> dict[str, pd.DataFrame]:
    drawn = random.Random(choice)
    return {
        measure: pd.DataFrame(
            {"label": PLACES, "value": [round(drawn.uniform(5, 95), 1) for _ in PLACES]}
        )
        for measure in MEASURES
    }


def _table(choice: str) -> pd.DataFrame:
    drawn = random.Random(f"{choice}, the table")
    return pd.DataFrame(
        [
            {
                "Figure": f"{choice}, figure {number:03d}",
                "Measure": drawn.choice(MEASURES),
                "Whom": drawn.choice(PLACES),
                "When": f"{drawn.randint(2015, 2025)}",
                "Value": f"{drawn.uniform(5, 95):.1f}%",
            }
            for number in range(1, ROWS + 1)
        ]
    )


# Made when the server starts: what is measured is what a framework does with them.
CHARTS = {choice: _charts(choice) for choice in CHOICES}
TABLES = {choice: _table(choice) for choice in CHOICES}
