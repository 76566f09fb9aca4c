"""The only SELECTs that pages use: keyword-only functions that return DataFrames.

Every figure row carries what a tile, a table or a chart needs to show it and to say where
it is from; missing text is None, missing numbers are NaN.
"""

from __future__ import annotations

import pandas as pd

from loaders.store import Store

_FIGURES = """
SELECT f.*, s.title AS source, s.status AS source_status, s.published, s.published_note,
       p.name AS programme, i.polarity, i.definition
FROM figures f
JOIN sources s USING (source_id)
JOIN indicators i USING (indicator_id)
LEFT JOIN programmes p USING (programme_id)
"""

# Statements of what is, as against targets, projections and other areas' values.
REPORTED = ("outcome", "activity", "capacity", "finance", "population", "other")


def figures(
    *,
    store: Store,
    indicator_id: str | None = None,
    source_id: str | None = None,
    figure_ids: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """Return figures in reading order, narrowed by what is given.

    Columns: those of the view ``figures``, with source, source_status, published,
    published_note, programme, polarity and definition.
    """
    wanted = list(figure_ids) if figure_ids is not None else None
    return store.query(
        f"""{_FIGURES}
        WHERE ($indicator IS NULL OR f.indicator_id = $indicator)
          AND ($source IS NULL OR f.source_id = $source)
          AND ($wanted IS NULL OR list_contains($wanted::VARCHAR[], f.figure_id))
        ORDER BY s.position, f.position
        """,
        {"indicator": indicator_id, "source": source_id, "wanted": wanted},
    )


def indicators(*, store: Store) -> pd.DataFrame:
    """Return every indicator that has figures, with what can be said of them.

    Columns: those of the view ``indicators``, with domain, figures, areas, area_types (list),
    kinds (list), source_ids (list), has_trend (two or more dated values of one area),
    has_comparator, in_question; ordered by name.
    """
    return store.query(
        """
        WITH dated AS (
          SELECT indicator_id FROM figures
          WHERE period_start IS NOT NULL AND value IS NOT NULL AND same_as IS NULL
            AND kind NOT IN ('target', 'projection')
          GROUP BY indicator_id, area_id, sex, age, population_group, programme_id
          HAVING count(DISTINCT period) > 1),
        told AS (
          SELECT indicator_id, count(*) AS figures, count(DISTINCT area_id) AS areas,
                 list_sort(list(DISTINCT area_type)) AS area_types,
                 list_sort(list(DISTINCT kind)) AS kinds,
                 list_sort(list(DISTINCT source_id)) AS source_ids,
                 bool_or(kind = 'comparator') AS has_comparator,
                 bool_or(in_question) AS in_question
          FROM figures GROUP BY indicator_id)
        SELECT i.*, d.name AS domain, told.* EXCLUDE (indicator_id),
               i.indicator_id IN (SELECT indicator_id FROM dated) AS has_trend
        FROM indicators i JOIN told USING (indicator_id) JOIN domains d USING (domain_id)
        ORDER BY i.name
        """
    )


def domains(*, store: Store) -> pd.DataFrame:
    """Return the domains in order: domain_id, name, vision, position."""
    return store.query("SELECT * FROM domains ORDER BY position")


def sources(*, store: Store) -> pd.DataFrame:
    """Return the sources with counts: figures, in_question, programmes, observations."""
    return store.query(
        """
        SELECT s.*,
               (SELECT count(*) FROM figures f WHERE f.source_id = s.source_id) AS figures,
               (SELECT count(*) FROM figures f
                WHERE f.source_id = s.source_id AND f.in_question) AS in_question,
               (SELECT count(*) FROM programmes p WHERE p.source_id = s.source_id) AS programmes,
               (SELECT count(*) FROM observations o
                WHERE o.source_id = s.source_id) AS observations
        FROM sources s ORDER BY s.position
        """
    )


def counts(*, store: Store) -> pd.DataFrame:
    """Return one row: how much the data holds and how far it can be trusted.

    Columns: figures, indicators, documents, programmes, checks, differing, measures,
    measures_without_evidence, draft_figures.
    """
    return store.query(
        """
        SELECT (SELECT count(*) FROM figures) AS figures,
               (SELECT count(DISTINCT indicator_id) FROM figures) AS indicators,
               (SELECT count(DISTINCT source_id) FROM figures) AS documents,
               (SELECT count(*) FROM programmes) AS programmes,
               (SELECT count(*) FROM checks) AS checks,
               (SELECT count(*) FROM checks WHERE verdict = 'differs') AS differing,
               (SELECT count(*) FROM success_measures) AS measures,
               (SELECT count(*) FROM success_measures m WHERE NOT EXISTS
                 (SELECT 1 FROM measure_evidence e WHERE e.measure_id = m.measure_id))
                 AS measures_without_evidence,
               (SELECT count(*) FROM figures f JOIN sources s USING (source_id)
                WHERE s.status = 'draft') AS draft_figures
        """
    )


def places(*, store: Store) -> pd.DataFrame:
    """Return the population and life expectancy figures of the system and its four places.

    Columns: those of ``figures``; only first statements (no restatements), reported ones.
    """
    return store.query(
        f"""{_FIGURES}
        WHERE f.indicator_id IN ('resident_population', 'life_expectancy_at_birth')
          AND f.area_type IN ('place', 'system') AND f.same_as IS NULL
          AND f.kind = ANY ($reported)
          AND f.population_group IS NULL AND f.age IS NULL
        ORDER BY f.area_type DESC, f.area, f.indicator_id DESC, f.sex, s.position, f.position
        """,
        {"reported": list(REPORTED)},
    )


def checks(*, store: Store, figure_ids: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Return the checks that rest on any of these figures (all checks for None).

    Columns: those of the view ``checks``; what differs first, then by severity.
    """
    return store.query(
        """
        SELECT * FROM checks c
        WHERE $wanted IS NULL OR EXISTS (
          SELECT 1 FROM check_figures cf WHERE cf.check_id = c.check_id
            AND list_contains($wanted::VARCHAR[], cf.figure_id))
        ORDER BY c.verdict <> 'differs', c.severity <> 'large', c.verdict, c.check_id
        """,
        {"wanted": list(figure_ids) if figure_ids is not None else None},
    )


def checks_by_figure(*, store: Store, figure_ids: tuple[str, ...]) -> pd.DataFrame:
    """Return figure_id with each check it is part of (columns of ``checks``)."""
    return store.query(
        """
        SELECT cf.figure_id, c.* FROM check_figures cf JOIN checks c USING (check_id)
        WHERE list_contains($wanted::VARCHAR[], cf.figure_id)
        ORDER BY c.verdict <> 'differs', c.check_id
        """,
        {"wanted": list(figure_ids)},
    )


def restatements(*, store: Store, figure_ids: tuple[str, ...]) -> pd.DataFrame:
    """Return, for each of these figures, the other statements of the same fact.

    Columns: of_figure_id, and figure_id, as_stated, source, locator of the other statement.
    """
    return store.query(
        """
        WITH family AS (SELECT figure_id, coalesce(same_as, figure_id) AS first FROM figures)
        SELECT mine.figure_id AS of_figure_id, f.figure_id, f.as_stated, s.title AS source,
               f.locator
        FROM family mine
        JOIN family other ON other.first = mine.first AND other.figure_id <> mine.figure_id
        JOIN figures f ON f.figure_id = other.figure_id
        JOIN sources s USING (source_id)
        WHERE list_contains($wanted::VARCHAR[], mine.figure_id)
        ORDER BY mine.figure_id, s.position, f.position
        """,
        {"wanted": list(figure_ids)},
    )
