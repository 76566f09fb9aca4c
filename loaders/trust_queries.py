"""The SELECTs of the pages about trust: checks, their figures, what no check covers."""

from __future__ import annotations

import pandas as pd

from loaders.plan_queries import IN_PLACE
from loaders.queries import FIGURES
from loaders.store import Store


def checks(*, store: Store) -> pd.DataFrame:
    """Return every check, what differs most first.

    Columns: those of the view ``checks``, with sources (titles of its figures' documents),
    places (names; empty for figures of the system as a whole), domains (names), figure_ids: lists.
    """
    return store.query(
        f"""
        WITH {IN_PLACE},
        about AS (
          SELECT cf.check_id,
                 list_sort(list(DISTINCT s.title)) AS sources,
                 list_sort(list(DISTINCT p.place) FILTER (p.place IS NOT NULL)) AS places,
                 list_sort(list(DISTINCT d.name)) AS domains,
                 list(DISTINCT f.figure_id) AS figure_ids
          FROM check_figures cf
          JOIN figures f USING (figure_id)
          JOIN sources s USING (source_id)
          JOIN domains d USING (domain_id)
          LEFT JOIN in_place p USING (area_id)
          GROUP BY cf.check_id)
        SELECT c.*, a.sources, coalesce(a.places, []) AS places, a.domains, a.figure_ids
        FROM checks c JOIN about a USING (check_id)
        ORDER BY array_position(['differs', 'within_rounding', 'holds'], c.verdict),
                 array_position(['large', 'small', 'none'], c.severity), c.kind, c.check_id
        """  # noqa: S608  (IN_PLACE is a constant)
    )


def check_figures(*, store: Store) -> pd.DataFrame:
    """Return the figures of every check: check_id, in_doubt, and the columns of ``figures``."""
    return store.query(
        f"""
        SELECT cf.check_id, cf.in_doubt, x.*
        FROM check_figures cf JOIN ({FIGURES}) x USING (figure_id)
        ORDER BY cf.check_id, x.published NULLS LAST, x.position
        """  # noqa: S608  (FIGURES is a constant)
    )


def unchecked(*, store: Store) -> pd.DataFrame:
    """Return how much of each document no check covers.

    Columns: source, figures, checked (part of a check), restated (stated more than once),
    inferred (the year is inferred), undated, draft (whether the document is one).
    """
    return store.query(
        """
        SELECT s.title AS source, count(*) AS figures,
               count(*) FILTER (EXISTS (
                 SELECT 1 FROM check_figures cf WHERE cf.figure_id = f.figure_id)) AS checked,
               count(*) FILTER (f.same_as IS NOT NULL OR EXISTS (
                 SELECT 1 FROM figures o WHERE o.same_as = f.figure_id)) AS restated,
               count(*) FILTER (f.period_inferred) AS inferred,
               count(*) FILTER (f.period IS NULL) AS undated,
               s.status = 'draft' AS draft
        FROM figures f JOIN sources s USING (source_id)
        GROUP BY ALL ORDER BY min(s.position)
        """
    )


def coverage(*, store: Store, source_id: str) -> pd.DataFrame:
    """Return how many figures of a document speak of which domain and place.

    Columns: domain, place (None: the system as a whole, or beyond it), figures.
    """
    return store.query(
        f"""
        WITH {IN_PLACE}
        SELECT d.name AS domain, p.place, count(*) AS figures
        FROM figures f
        JOIN domains d USING (domain_id)
        LEFT JOIN in_place p USING (area_id)
        WHERE f.source_id = $source
        GROUP BY d.name, d.position, p.place ORDER BY d.position, p.place
        """,  # noqa: S608  (IN_PLACE is a constant)
        {"source": source_id},
    )
