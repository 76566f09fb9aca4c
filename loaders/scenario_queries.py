"""The figures that scenarios rest on: rows of ``queries.figures`` as models again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from loaders import queries
from loaders.store import Store
from models.catalogue import Catalogue
from models.figure import Figure
from models.indicator import Indicator
from models.scenarios.core import Card

# Columns of the view ``figures`` by the keys they are curated under.
_FIGURE = {
    "id": "figure_id",
    "indicator": "indicator_id",
    "area": "area_id",
    "period": "period",
    "period_inferred": "period_inferred",
    "baseline": "baseline",
    "sex": "sex",
    "age": "age",
    "group": "population_group",
    "value": "value",
    "low": "value_low",
    "high": "value_high",
    "across": "range_across",
    "qualifier": "qualifier",
    "kind": "kind",
    "count": "count",
    "denominator": "denominator",
    "lower_ci": "lower_ci",
    "upper_ci": "upper_ci",
    "as_stated": "as_stated",
    "occurrence": "occurrence",
    "where": "locator",
    "source": "source_id",
    "ward": "ward_code",
    "programme": "programme_id",
    "same_as": "same_as",
    "evidence": "evidence",
    "before": "before_id",
    "per": "per_id",
    "note": "note",
}
_INDICATOR = {
    "id": "indicator_id",
    "name": "indicator",
    "unit": "unit",
    "polarity": "polarity",
    "domain": "domain_id",
    "definition": "definition",
}


def figures(*, store: Store, cards: Iterable[Card]) -> pd.DataFrame:
    """Return the figures that these cards rest on, with their provenance.

    Columns and order: those of ``queries.figures``. A figure that the build lacks is not in it.
    """
    wanted = tuple(dict.fromkeys(name for card in cards for name in card.figure_ids))
    return queries.figures(store=store, figure_ids=wanted)


def catalogue(frame: pd.DataFrame) -> Catalogue:
    """Return rows of ``queries.figures`` as a catalogue of figures and their indicators only.

    It is what ``models.scenarios.answer`` asks for.
    """
    rows = [_without_gaps(row) for row in frame.to_dict("records")]
    indicators = {row["indicator_id"]: _of(row, _INDICATOR) for row in rows}
    return Catalogue(
        figures=tuple(Figure.model_validate(_of(row, _FIGURE)) for row in rows),
        indicators=tuple(Indicator.model_validate(one) for one in indicators.values()),
    )


def _without_gaps(row: Mapping[object, object]) -> dict[str, object]:
    """Leave out what a row does not have: None, or NaN where a number is missing."""
    return {str(key): value for key, value in row.items() if value is not None and value == value}


def _of(row: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    return {key: row[column] for key, column in columns.items() if column in row}
