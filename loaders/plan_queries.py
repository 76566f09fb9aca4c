"""The SELECTs of the pages about what was promised and what is done; see ``loaders.queries``."""

from __future__ import annotations

import pandas as pd

from loaders.queries import FIGURES
from loaders.store import Store

# The place that an area lies in, itself included; areas of the system as a whole have none.
IN_PLACE = """
in_place AS (
  WITH RECURSIVE below AS (
    SELECT area_id, area_id AS place_id FROM areas WHERE area_type = 'place'
    UNION ALL
    SELECT a.area_id, b.place_id FROM areas a JOIN below b ON a.parent_id = b.area_id)
  SELECT b.area_id, b.place_id, a.name AS place FROM below b JOIN areas a ON a.area_id = b.place_id)
"""


def measures(*, store: Store) -> pd.DataFrame:
    """Return every success measure in the order of domains and themes.

    Columns: those of the view ``success_measures``, with domain, theme, source, source_status.
    """
    return store.query(
        """
        SELECT m.*, d.name AS domain, t.name AS theme, s.title AS source, s.status AS source_status
        FROM success_measures m
        JOIN domains d USING (domain_id)
        JOIN sources s USING (source_id)
        LEFT JOIN themes t USING (theme_id)
        ORDER BY d.position, t.position NULLS LAST, m.measure_id
        """
    )


def measure_figures(*, store: Store) -> pd.DataFrame:
    """Return the figures linked to measures, the strongest links first.

    Columns: measure_id, strength, why, and those of ``queries.figures``.
    """
    return store.query(
        f"""
        SELECT e.measure_id, e.strength, e.why, x.*
        FROM measure_evidence e JOIN ({FIGURES}) x USING (figure_id)
        ORDER BY e.measure_id, array_position(['direct', 'proxy', 'related'], e.strength),
                 x.indicator, x.period_start
        """  # noqa: S608  (FIGURES is a constant)
    )


def measure_programmes(*, store: Store) -> pd.DataFrame:
    """Return the programmes linked to measures, the strongest links first.

    Columns: measure_id, strength, why, programme_id, name, area, status, summary, source.
    """
    return store.query(
        """
        SELECT e.measure_id, e.strength, e.why, p.programme_id, p.name, a.name AS area, p.status,
               p.summary, s.title AS source
        FROM measure_evidence e
        JOIN programmes p USING (programme_id)
        JOIN areas a USING (area_id)
        JOIN sources s USING (source_id)
        ORDER BY e.measure_id, array_position(['direct', 'proxy', 'related'], e.strength), p.name
        """
    )


def known(*, store: Store) -> pd.DataFrame:
    """Return how much is known of each domain in the system as a whole and in each place.

    One row for every domain and area, also where nothing is known. Columns: domain_id, domain,
    area (the system or a place, with all that lies in it), figures, of_people (figures of
    outcomes and populations), series (of those, how many have two dates or more), programmes.
    """
    return store.query(
        f"""
        WITH {IN_PLACE},
        columns AS (
          SELECT area_id, name, 0 AS first FROM areas WHERE area_type = 'system'
          UNION ALL SELECT area_id, name, 1 FROM areas WHERE area_type = 'place'),
        member AS (
          SELECT area_id, place_id AS column_id FROM in_place
          UNION ALL SELECT area_id, area_id FROM areas WHERE area_type = 'system'),
        counted AS (
          SELECT f.domain_id, m.column_id, count(*) AS figures,
                 count(*) FILTER (f.kind IN ('outcome', 'population')) AS of_people
          FROM figures f JOIN member m USING (area_id) GROUP BY ALL),
        dated AS (
          SELECT domain_id, column_id, count(*) AS series FROM (
            SELECT f.domain_id, m.column_id
            FROM figures f JOIN member m USING (area_id)
            WHERE f.kind IN ('outcome', 'population') AND f.period IS NOT NULL
            GROUP BY f.domain_id, m.column_id, f.indicator_id, f.area_id, f.sex, f.age,
                     f.population_group, f.programme_id
            HAVING count(DISTINCT f.period) > 1)
          GROUP BY ALL),
        doing AS (
          SELECT p.domain_id, m.column_id, count(*) AS programmes
          FROM programmes p JOIN member m USING (area_id) GROUP BY ALL)
        SELECT d.domain_id, d.name AS domain, c.name AS area,
               coalesce(n.figures, 0) AS figures, coalesce(n.of_people, 0) AS of_people,
               coalesce(s.series, 0) AS series, coalesce(g.programmes, 0) AS programmes
        FROM domains d CROSS JOIN columns c
        LEFT JOIN counted n ON n.domain_id = d.domain_id AND n.column_id = c.area_id
        LEFT JOIN dated s ON s.domain_id = d.domain_id AND s.column_id = c.area_id
        LEFT JOIN doing g ON g.domain_id = d.domain_id AND g.column_id = c.area_id
        ORDER BY d.position, c.first, c.name
        """  # noqa: S608  (IN_PLACE is a constant)
    )


def milestones(*, store: Store) -> pd.DataFrame:
    """Return the milestones of delegation and delivery.

    Columns: those of the view ``milestones``, with area, place (None: the whole system), source.
    """
    return _told(
        store, "milestones", "array_position(['completed', 'in_progress', 'planned'], x.status)"
    )


def next_steps(*, store: Store) -> pd.DataFrame:
    """Return the next steps: the columns of the view, with area, place, source."""
    return _told(store, "next_steps", "x.due IS NULL")


def risks(*, store: Store) -> pd.DataFrame:
    """Return the risks: the columns of the view, with area, place, source."""
    return _told(store, "risks", "x.theme")


def priorities(*, store: Store) -> pd.DataFrame:
    """Return the common priorities: the columns of the view, with area, place, source."""
    return _told(store, "priorities", "x.source_id, x.position")


def boards(*, store: Store) -> pd.DataFrame:
    """Return the boards and partnerships: the columns of the view, with area, place, source."""
    return _told(store, "boards", "x.name")


def _told(store: Store, view: str, order: str) -> pd.DataFrame:
    return store.query(
        f"""
        WITH {IN_PLACE}
        SELECT x.*, a.name AS area, p.place, s.title AS source, s.status AS source_status
        FROM {view} x
        JOIN areas a USING (area_id)
        JOIN sources s USING (source_id)
        LEFT JOIN in_place p USING (area_id)
        ORDER BY p.place NULLS FIRST, {order}, a.name
        """  # noqa: S608  (names of views of this file)
    )


def wordings(*, store: Store) -> pd.DataFrame:
    """Return what has both a published and a draft wording, side by side.

    Columns: kind (domain, theme or action), domain, theme, published, draft, same (whether the
    two are alike but for spaces).
    """
    return store.query(
        """
        WITH things AS (
          SELECT 'domain' AS kind, domain_id AS thing_id, domain_id, NULL AS theme_id, 0 AS place
          FROM domains
          UNION ALL SELECT 'theme', theme_id, domain_id, theme_id, position FROM themes
          UNION ALL SELECT 'action', action_id, domain_id, theme_id, 100 + position FROM actions),
        worded AS (
          SELECT t.*, d.name AS domain, d.position AS domain_position, th.name AS theme,
                 any_value(w.text) FILTER (s.status = 'published') AS published,
                 any_value(w.text) FILTER (s.status = 'draft') AS draft
          FROM things t
          JOIN wordings w USING (thing_id)
          JOIN sources s ON s.source_id = w.source_id
          JOIN domains d USING (domain_id)
          LEFT JOIN themes th ON th.theme_id = t.theme_id
          GROUP BY ALL)
        SELECT kind, domain, theme, published, draft,
               coalesce(trim(published) = trim(draft), false) AS same
        FROM worded
        ORDER BY domain_position, theme NULLS FIRST, place
        """
    )


def cited(*, store: Store) -> list[str]:
    """Return the titles of the documents that the strategy's machinery is read from."""
    found = store.query(
        """
        SELECT title FROM sources WHERE source_id IN (
          SELECT source_id FROM success_measures UNION SELECT source_id FROM milestones
          UNION SELECT source_id FROM next_steps UNION SELECT source_id FROM boards)
        ORDER BY position
        """
    )
    return [str(title) for title in found["title"]]
