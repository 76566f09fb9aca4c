"""The only SELECTs that pages use: keyword-only functions that return DataFrames.

Every figure row carries what a tile, a table or a chart needs to show it and to say where
it is from; missing text is None, missing numbers are NaN.
"""

from __future__ import annotations

import pandas as pd

from loaders.store import Store
from models.vocabulary import DESIGNATION_WORDS

FIGURES = """
SELECT f.*, s.title AS source, s.status AS source_status, s.published, s.published_note,
       p.name AS programme, i.polarity, i.definition, i.comparable
FROM figures f
JOIN sources s USING (source_id)
JOIN indicators i USING (indicator_id)
LEFT JOIN programmes p USING (programme_id)
"""

# An area of the system with all that lies in it, in the tree of areas. The data has no ward
# elsewhere: a region or a country would seem to have these and no more.
BELOW = """
below AS (
  SELECT area_id, area_code FROM areas
  WHERE area_id = $area AND area_type NOT IN ('nation', 'region')
  UNION ALL
  SELECT a.area_id, a.area_code FROM areas a JOIN below b ON a.parent_id = b.area_id)
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
    published_note, programme, polarity, definition and comparable.
    """
    wanted = list(figure_ids) if figure_ids is not None else None
    return store.query(
        f"""{FIGURES}
        WHERE ($indicator IS NULL OR f.indicator_id = $indicator)
          AND ($source IS NULL OR f.source_id = $source)
          AND ($wanted IS NULL OR list_contains($wanted::VARCHAR[], f.figure_id))
        ORDER BY s.position, f.position
        """,
        {"indicator": indicator_id, "source": source_id, "wanted": wanted},
    )


def indicators(*, store: Store) -> pd.DataFrame:
    """Return every indicator, with what can be said of its figures and official values.

    Columns: those of the view ``indicators``, with domain, figures, areas, area_types (list),
    kinds (list), source_ids (list), has_trend (two or more dated values of one area),
    has_comparator, in_question, observations (official values); ordered by name.
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
          FROM figures GROUP BY indicator_id),
        official AS (
          SELECT indicator_id, count(*) AS observations,
                 list_sort(list(DISTINCT area_type)) AS area_types,
                 list_sort(list(DISTINCT source_id)) AS source_ids
          FROM observations GROUP BY indicator_id)
        SELECT i.*, d.name AS domain,
               coalesce(told.figures, 0) AS figures, coalesce(told.areas, 0) AS areas,
               coalesce(told.area_types, official.area_types) AS area_types,
               coalesce(told.kinds, []) AS kinds,
               list_concat(coalesce(told.source_ids, []), coalesce(official.source_ids, []))
                 AS source_ids,
               coalesce(told.has_comparator, false) OR official.observations IS NOT NULL
                 AS has_comparator,
               coalesce(told.in_question, false) AS in_question,
               i.indicator_id IN (SELECT indicator_id FROM dated) AS has_trend,
               coalesce(official.observations, 0) AS observations
        FROM indicators i
        JOIN domains d USING (domain_id)
        LEFT JOIN told USING (indicator_id)
        LEFT JOIN official USING (indicator_id)
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

    Columns: figures, indicators (that have figures), indicators_official (that have official
    values only), documents, programmes, checks, differing, measures, measures_direct (with a
    figure that measures just that), measures_without_figure (those to be confirmed not among
    them), draft_figures.
    """
    return store.query(
        """
        SELECT (SELECT count(*) FROM figures) AS figures,
               (SELECT count(DISTINCT indicator_id) FROM figures) AS indicators,
               (SELECT count(*) FROM indicators i WHERE NOT EXISTS
                 (SELECT 1 FROM figures f WHERE f.indicator_id = i.indicator_id))
                 AS indicators_official,
               (SELECT count(DISTINCT source_id) FROM figures) AS documents,
               (SELECT count(*) FROM programmes) AS programmes,
               (SELECT count(*) FROM checks) AS checks,
               (SELECT count(*) FROM checks WHERE verdict = 'differs') AS differing,
               (SELECT count(*) FROM success_measures) AS measures,
               (SELECT count(DISTINCT measure_id) FROM measure_evidence
                WHERE figure_id IS NOT NULL AND strength = 'direct') AS measures_direct,
               (SELECT count(*) FROM success_measures m
                WHERE m.horizon <> 'to_be_confirmed' AND NOT EXISTS
                 (SELECT 1 FROM measure_evidence e
                  WHERE e.measure_id = m.measure_id AND e.figure_id IS NOT NULL))
                 AS measures_without_figure,
               (SELECT count(*) FROM figures f JOIN sources s USING (source_id)
                WHERE s.status = 'draft') AS draft_figures
        """
    )


def places(*, store: Store) -> pd.DataFrame:
    """Return the population and life expectancy figures of the system and its four places.

    Columns: those of ``figures``; only first statements (no restatements), reported ones.
    """
    return store.query(
        f"""{FIGURES}
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


def themes(*, store: Store, domain_id: str) -> pd.DataFrame:
    """Return the themes of a domain in order: those columns of the view ``themes``."""
    return store.query(
        "SELECT * FROM themes WHERE domain_id = $domain ORDER BY position", {"domain": domain_id}
    )


def actions(*, store: Store, domain_id: str) -> pd.DataFrame:
    """Return the key actions of a domain, each once, with both wordings.

    Columns: action_id, theme_id (None when it spans the domain), published, draft (the
    wording of each kind of document, None where it has none).
    """
    return store.query(
        """
        SELECT a.action_id, a.theme_id,
               any_value(w.text) FILTER (s.status = 'published') AS published,
               any_value(w.text) FILTER (s.status = 'draft') AS draft
        FROM actions a
        LEFT JOIN wordings w ON w.thing_id = a.action_id
        LEFT JOIN sources s USING (source_id)
        WHERE a.domain_id = $domain
        GROUP BY a.action_id, a.theme_id, a.position
        ORDER BY a.theme_id NULLS FIRST, a.position, a.action_id
        """,
        {"domain": domain_id},
    )


def wordings(*, store: Store, thing_id: str) -> pd.DataFrame:
    """Return how each document words a thing: text, source, source_status, locator."""
    return store.query(
        """
        SELECT w.text, s.title AS source, s.status AS source_status, w.locator
        FROM wordings w JOIN sources s USING (source_id)
        WHERE w.thing_id = $thing ORDER BY s.status DESC, w.position
        """,
        {"thing": thing_id},
    )


def measures(*, store: Store, domain_id: str) -> pd.DataFrame:
    """Return the success measures of a domain with how much speaks to each.

    Columns: those of ``success_measures``, and figures, direct, programmes (counts).
    """
    return store.query(
        """
        SELECT m.*, count(e.figure_id) AS figures,
               count(e.figure_id) FILTER (e.strength = 'direct') AS direct,
               count(e.programme_id) AS programmes
        FROM success_measures m LEFT JOIN measure_evidence e USING (measure_id)
        WHERE m.domain_id = $domain
        GROUP BY ALL ORDER BY m.theme_id NULLS LAST, m.horizon, m.measure_id
        """,
        {"domain": domain_id},
    )


def theme_figures(*, store: Store, domain_id: str) -> pd.DataFrame:
    """Return the figures that speak to each theme: of its programmes, and to its measures.

    Columns: theme_id (None: to the domain as a whole), and those of ``figures``.
    """
    return store.query(
        f"""
        WITH speaking AS (
          SELECT m.theme_id, e.figure_id FROM success_measures m
          JOIN measure_evidence e USING (measure_id)
          WHERE m.domain_id = $domain AND e.figure_id IS NOT NULL
          UNION
          SELECT p.theme_id, f.figure_id FROM programmes p JOIN figures f USING (programme_id)
          WHERE p.domain_id = $domain AND p.theme_id IS NOT NULL AND f.domain_id = $domain)
        SELECT DISTINCT ON (t.theme_id, x.figure_id) t.theme_id, x.*
        FROM speaking t JOIN ({FIGURES}) x USING (figure_id)
        ORDER BY t.theme_id, x.source_id, x.position
        """,  # noqa: S608  (FIGURES is a constant of this file)
        {"domain": domain_id},
    )


def programmes(*, store: Store, domain_id: str | None = None) -> pd.DataFrame:
    """Return programmes by name, those of one domain or all.

    Columns: those of the view ``programmes``, with area, domain, theme, source,
    source_status, figures (how many it has).
    """
    return store.query(
        """
        SELECT p.*, a.name AS area, d.name AS domain, t.name AS theme, s.title AS source,
               s.status AS source_status,
               (SELECT count(*) FROM figures f WHERE f.programme_id = p.programme_id) AS figures
        FROM programmes p
        JOIN areas a USING (area_id)
        JOIN domains d USING (domain_id)
        JOIN sources s USING (source_id)
        LEFT JOIN themes t USING (theme_id)
        WHERE $domain IS NULL OR p.domain_id = $domain
        ORDER BY p.name
        """,
        {"domain": domain_id},
    )


def areas(*, store: Store) -> pd.DataFrame:
    """Return every area in the order of the tree, parents first.

    Columns: those of the view ``areas``, with parent (name), depth, figures, observations.
    """
    return store.query(
        """
        WITH RECURSIVE tree AS (
          SELECT area_id, 0 AS depth, name AS path FROM areas WHERE parent_id IS NULL
          UNION ALL
          SELECT a.area_id, t.depth + 1, t.path || ' > ' || a.name
          FROM areas a JOIN tree t ON a.parent_id = t.area_id)
        SELECT a.*, p.name AS parent, t.depth, t.path,
               (SELECT count(*) FROM figures f WHERE f.area_id = a.area_id) AS figures,
               (SELECT count(*) FROM observations o WHERE o.area_code = a.area_code) AS observations
        FROM areas a JOIN tree t USING (area_id)
        LEFT JOIN areas p ON p.area_id = a.parent_id
        ORDER BY t.path
        """
    )


def area_figures(*, store: Store, area_ids: tuple[str, ...]) -> pd.DataFrame:
    """Return the figures of these areas (columns of ``figures`` with domain), by domain."""
    return store.query(
        f"""
        SELECT x.*, d.name AS domain FROM ({FIGURES}) x JOIN domains d USING (domain_id)
        WHERE list_contains($areas::VARCHAR[], x.area_id)
        ORDER BY d.position, x.indicator, x.source_id, x.position
        """,  # noqa: S608
        {"areas": list(area_ids)},
    )


def official(*, store: Store) -> pd.DataFrame:
    """Return every official value with its benchmark.

    Columns: indicator_id, indicator (with the sex where there are two), unit, polarity,
    domain_id, definition, area_code, area, area_type, period, period_start, sex, age, value,
    lower_ci, upper_ci, count, source, benchmark, benchmark_period (England's), north_west.
    """
    return store.query(
        """
        WITH bench AS (
          SELECT indicator_id, sex, area_code, period, value FROM observations
          WHERE area_type IN ('nation', 'region'))
        SELECT o.indicator_id,
               i.name || CASE o.sex WHEN 'male' THEN ', men' WHEN 'female' THEN ', women'
                         ELSE '' END AS indicator,
               i.unit, i.polarity, i.domain_id, i.definition,
               o.area_code, o.area_name AS area, o.area_type, o.period, o.period_start,
               o.sex, o.age, o.value, o.lower_ci, o.upper_ci, o.count, s.title AS source,
               e.value AS benchmark, e.period AS benchmark_period, n.value AS north_west
        FROM observations o
        JOIN indicators i USING (indicator_id)
        JOIN sources s USING (source_id)
        LEFT JOIN bench e ON e.indicator_id = o.indicator_id AND e.area_code = 'E92000001'
          AND e.sex IS NOT DISTINCT FROM o.sex
        LEFT JOIN bench n ON n.indicator_id = o.indicator_id AND n.area_code = 'E12000002'
          AND n.sex IS NOT DISTINCT FROM o.sex
        WHERE o.area_type NOT IN ('nation', 'region')
        ORDER BY i.name, o.sex, o.area_name
        """
    )


def boards(*, store: Store, area_id: str) -> pd.DataFrame:
    """Return the boards and partnerships of an area (columns of the view, with source)."""
    return store.query(
        """
        SELECT b.*, s.title AS source FROM boards b JOIN sources s USING (source_id)
        WHERE b.area_id = $area ORDER BY b.name
        """,
        {"area": area_id},
    )


def wards_of(*, store: Store, area_id: str) -> pd.DataFrame:
    """Return the wards of an area of any type, with the facts that priority setting starts from.

    Columns: ward_code, ward_name, district, population, imd2025_ward_decile_england,
    imd2025_pct_pop_most_deprived_20, lsoa21_bestfit_pop_error_pct, named (why the documents
    name it, or None).
    """
    found = store.query(
        f"""
        WITH RECURSIVE {BELOW}
        SELECT w.ward_code, w.ward_name, w.district, w.population,
               w.imd2025_ward_decile_england, w.imd2025_pct_pop_most_deprived_20,
               w.lsoa21_bestfit_pop_error_pct,
               coalesce((SELECT list_sort(list(DISTINCT d.designation))
                         FROM ward_designations d WHERE d.ward_code = w.ward_code), []) AS named
        FROM wards w
        WHERE w.place_id IN (SELECT area_id FROM below)
           OR w.district_code IN (SELECT area_code FROM below)
        ORDER BY w.district, w.ward_name, w.ward_code
        """,  # noqa: S608  (BELOW is a constant of this file)
        {"area": area_id},
    )
    named = [", ".join(DESIGNATION_WORDS[one] for one in kinds) or None for kinds in found["named"]]
    return found.assign(named=pd.Series(named, index=found.index, dtype="object"))


def first_rows(*, store: Store, view: str, rows: int) -> pd.DataFrame:
    """Return the first rows of a public view. Raises ValueError for another name."""
    if view not in store.views():
        raise ValueError(f"'{view}' is no view; expected one of {', '.join(store.views())}")
    return store.query(f'SELECT * FROM "{view}" LIMIT $rows', {"rows": rows})  # noqa: S608
