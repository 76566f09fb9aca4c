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


def programmes(*, store: Store) -> pd.DataFrame:
    """Return every programme, those that report most figures first.

    Columns: those of the view ``programmes``, with area, path (of the area in the tree),
    inside (ids of the areas it lies in, its own included), place (None: in none of the four),
    domain, domain_position, theme, source, source_status, figures (how many it has), mentions
    (in how many other places it is named).
    """
    return store.query(
        f"""
        WITH RECURSIVE {IN_PLACE.strip()},
        tree AS (
          SELECT area_id, [area_id] AS inside, name AS path FROM areas WHERE parent_id IS NULL
          UNION ALL
          SELECT a.area_id, list_append(t.inside, a.area_id), t.path || ' > ' || a.name
          FROM areas a JOIN tree t ON a.parent_id = t.area_id)
        SELECT p.*, a.name AS area, tree.path, tree.inside, l.place, d.name AS domain,
               d.position AS domain_position, t.name AS theme, s.title AS source,
               s.status AS source_status,
               (SELECT count(*) FROM figures f WHERE f.programme_id = p.programme_id) AS figures,
               (SELECT count(*) FROM programme_mentions m
                WHERE m.programme_id = p.programme_id) AS mentions
        FROM programmes p
        JOIN areas a USING (area_id)
        JOIN tree USING (area_id)
        JOIN domains d USING (domain_id)
        JOIN sources s USING (source_id)
        LEFT JOIN themes t USING (theme_id)
        LEFT JOIN in_place l USING (area_id)
        ORDER BY figures DESC, mentions DESC, p.name
        """  # noqa: S608  (IN_PLACE is a constant)
    )


def programme_figures(*, store: Store) -> pd.DataFrame:
    """Return the figures of programmes, those of one programme and document together.

    Columns: those of ``queries.figures``, with money and each of the indicator, and of the
    figure that an amount may be divided by: per_value, per_shown, per_qualifier, per_evidence,
    per_one (what one of them is called), per_indicator.
    """
    return store.query(
        f"""
        SELECT x.*, i.money, i.each, n.value AS per_value, n.shown AS per_shown,
               n.qualifier AS per_qualifier, n.evidence AS per_evidence, o.one AS per_one,
               o.name AS per_indicator
        FROM ({FIGURES}) x
        JOIN indicators i USING (indicator_id)
        JOIN sources s USING (source_id)
        LEFT JOIN figures n ON n.figure_id = x.per_id
        LEFT JOIN indicators o ON o.indicator_id = n.indicator_id
        WHERE x.programme_id IS NOT NULL
        ORDER BY x.programme, s.position, x.position
        """  # noqa: S608  (FIGURES is a constant)
    )


def programme_measures(*, store: Store, programme_id: str) -> pd.DataFrame:
    """Return the success measures that a programme or its figures speak to, the strongest first.

    Columns: measure_id, text, domain, horizon, strength, why, shown (of the figure that speaks,
    None where it is the programme itself), source.
    """
    return store.query(
        """
        SELECT m.measure_id, m.text, d.name AS domain, m.horizon, e.strength, e.why, f.shown,
               s.title AS source
        FROM measure_evidence e
        JOIN success_measures m USING (measure_id)
        JOIN domains d USING (domain_id)
        JOIN sources s ON s.source_id = m.source_id
        LEFT JOIN figures f USING (figure_id)
        WHERE e.programme_id = $programme OR f.programme_id = $programme
        ORDER BY array_position(['direct', 'proxy', 'related'], e.strength), d.position,
                 m.measure_id, f.position
        """,
        {"programme": programme_id},
    )


def programme_mentions(*, store: Store, programme_id: str) -> pd.DataFrame:
    """Return every place where a programme is named, the one it is read from first.

    Columns: source, source_status, locator.
    """
    return store.query(
        """
        WITH named AS (
          SELECT 0 AS later, source_id, locator FROM programmes WHERE programme_id = $programme
          UNION ALL
          SELECT 1, source_id, locator FROM programme_mentions WHERE programme_id = $programme)
        SELECT s.title AS source, s.status AS source_status, n.locator
        FROM named n JOIN sources s USING (source_id)
        ORDER BY n.later, s.position, n.locator
        """,
        {"programme": programme_id},
    )


def programme_wards(*, store: Store) -> pd.DataFrame:
    """Return the wards that programmes are for: ward_code, ward_name, district, by name."""
    return store.query(
        """
        SELECT ward_code, ward_name, district FROM wards
        WHERE ward_code IN (SELECT unnest(ward_codes) FROM programmes)
        ORDER BY ward_name, district
        """
    )


def programme_sources(*, store: Store) -> list[str]:
    """Return the titles of the documents that programmes are read from."""
    found = store.query(
        """
        SELECT title FROM sources WHERE source_id IN (SELECT source_id FROM programmes)
        ORDER BY position
        """
    )
    return [str(title) for title in found["title"]]


def programme_areas(*, store: Store) -> pd.DataFrame:
    """Return the areas of the system in the order of the tree: area_id, name, area_type, path."""
    return store.query(
        """
        WITH RECURSIVE tree AS (
          SELECT area_id, name, area_type, name AS path FROM areas WHERE area_type = 'system'
          UNION ALL
          SELECT a.area_id, a.name, a.area_type, t.path || ' > ' || a.name
          FROM areas a JOIN tree t ON a.parent_id = t.area_id)
        SELECT * FROM tree ORDER BY area_type <> 'system', path
        """
    )
