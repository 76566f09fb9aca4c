"""The SELECTs of the ward page: keyword-only functions that return DataFrames.

A missing cell is None or NaN: blank is never zero.
"""

from __future__ import annotations

import pandas as pd

from loaders.store import Store
from models.vocabulary import DESIGNATION_WORDS

_DESIGNATIONS = """
SELECT d.*, a.name AS area, s.title AS source, s.status AS source_status, s.published,
       s.published_note
FROM ward_designations d
JOIN areas a USING (area_id)
JOIN sources s USING (source_id)
"""


def wards(*, store: Store) -> pd.DataFrame:
    """Return every ward with its facts, by district and name.

    Columns: those of the view ``wards`` (a column per fact, NaN where blank), with place
    (name), named (whether a document names it), designations (list of ids, empty when none),
    named_for (the same in words, joined with commas; None when none).
    """
    found = store.query(
        """
        SELECT w.*, a.name AS place, d.kinds IS NOT NULL AS named,
               coalesce(d.kinds, []) AS designations
        FROM wards w
        JOIN areas a ON a.area_id = w.place_id
        LEFT JOIN (
          SELECT ward_code, list_sort(list(DISTINCT designation)) AS kinds
          FROM ward_designations WHERE ward_code IS NOT NULL GROUP BY ward_code) d
          USING (ward_code)
        ORDER BY w.district, w.ward_name, w.ward_code
        """
    )
    kinds = [[str(one) for one in held] for held in found["designations"]]
    words = [", ".join(DESIGNATION_WORDS[one] for one in held) or None for held in kinds]
    return found.assign(
        designations=pd.Series(kinds, index=found.index, dtype="object"),
        named_for=pd.Series(words, index=found.index, dtype="object"),
    )


def facts(*, store: Store) -> pd.DataFrame:
    """Return what each fact of a ward is, in the order of the columns.

    Columns: those of the view ``ward_facts``, with source (title), publisher, url, licence;
    ``models.shares.facts_of`` reads them.
    """
    return store.query(
        """
        SELECT f.*, s.title AS source, s.publisher, s.url, s.licence
        FROM ward_facts f JOIN sources s USING (source_id) ORDER BY f.position
        """
    )


def designations(*, store: Store, ward_code: str | None = None) -> pd.DataFrame:
    """Return why documents name a ward (every ward for None), in the order of the documents.

    Columns: those of the view ``ward_designations``, with designation_words, area, source,
    source_status, published, published_note, district, place. Names that are no ward are in
    ``unmatched``.
    """
    return _worded(
        store.query(
            f"""
            SELECT x.*, w.district, p.name AS place
            FROM ({_DESIGNATIONS}) x
            JOIN wards w USING (ward_code)
            JOIN areas p ON p.area_id = w.place_id
            JOIN sources s USING (source_id)
            WHERE $ward IS NULL OR x.ward_code = $ward
            ORDER BY w.district, w.ward_name, w.ward_code, s.position, x.designation_id
            """,  # noqa: S608  (_DESIGNATIONS is a constant of this file)
            {"ward": ward_code},
        )
    )


def unmatched(*, store: Store) -> pd.DataFrame:
    """Return the names in the documents that are no ward, with the reason.

    Columns: those of the view ``ward_designations``, with designation_words, area, source,
    source_status, published, published_note.
    """
    return _worded(
        store.query(
            f"""
            SELECT x.* FROM ({_DESIGNATIONS}) x JOIN sources s USING (source_id)
            WHERE x.ward_code IS NULL ORDER BY s.position, x.designation_id
            """  # noqa: S608
        )
    )


def designation_kinds(*, store: Store) -> pd.DataFrame:
    """Return the reasons for which wards are named, the most frequent first.

    Columns: designation, designation_words, wards (distinct), statements (by documents),
    unmatched (names that are no ward).
    """
    return _worded(
        store.query(
            """
            SELECT designation, count(DISTINCT ward_code) AS wards,
                   count(*) FILTER (ward_code IS NOT NULL) AS statements,
                   count(*) FILTER (ward_code IS NULL) AS unmatched
            FROM ward_designations GROUP BY designation ORDER BY wards DESC, designation
            """
        )
    )


def places(*, store: Store) -> pd.DataFrame:
    """Return the places and districts that have wards.

    Columns: place_id, place, district_code, district, wards, residents; by place and district.
    """
    return store.query(
        """
        SELECT w.place_id, a.name AS place, w.district_code, w.district, count(*) AS wards,
               sum(w.population) AS residents
        FROM wards w JOIN areas a ON a.area_id = w.place_id
        GROUP BY ALL ORDER BY place, w.district
        """
    )


def neighbours(*, store: Store, ward_code: str) -> pd.DataFrame:
    """Return the wards that share a border with one, by name.

    Columns: ward_code, ward_name, district, place_id, named.
    """
    return store.query(
        """
        SELECT w.ward_code, w.ward_name, w.district, w.place_id,
               EXISTS (SELECT 1 FROM ward_designations d WHERE d.ward_code = w.ward_code) AS named
        FROM ward_neighbours n JOIN wards w ON w.ward_code = n.neighbour_code
        WHERE n.ward_code = $ward
        ORDER BY w.ward_name, w.district
        """,
        {"ward": ward_code},
    )


def programmes(*, store: Store, ward_code: str) -> pd.DataFrame:
    """Return the programmes that documents name this ward for, by name.

    Columns: programme_id, name. Those that are for a whole area are in ``programme_areas``.
    """
    return store.query(
        """
        SELECT programme_id, name FROM programmes
        WHERE list_contains(ward_codes, $ward) ORDER BY name
        """,
        {"ward": ward_code},
    )


def programme_areas(*, store: Store, ward_code: str) -> pd.DataFrame:
    """Return the areas that a ward lies in, its district first and its place last.

    Columns: area_id, area, area_type, programmes (how many are for the area or for what lies in
    it).
    """
    return store.query(
        """
        WITH RECURSIVE above AS (
          SELECT a.area_id, a.parent_id, a.name, a.area_type, 0 AS steps
          FROM wards w JOIN areas a ON a.area_code = w.district_code
          WHERE w.ward_code = $ward
          UNION ALL
          SELECT a.area_id, a.parent_id, a.name, a.area_type, b.steps + 1
          FROM above b JOIN areas a ON a.area_id = b.parent_id WHERE a.area_type <> 'system'),
        within AS (
          SELECT area_id AS whole_id, area_id FROM above
          UNION ALL
          SELECT w.whole_id, a.area_id FROM within w JOIN areas a ON a.parent_id = w.area_id)
        SELECT b.area_id, b.name AS area, b.area_type, count(p.programme_id) AS programmes
        FROM above b
        JOIN within w ON w.whole_id = b.area_id
        LEFT JOIN programmes p ON p.area_id = w.area_id
        GROUP BY b.area_id, b.name, b.area_type, b.steps ORDER BY b.steps
        """,
        {"ward": ward_code},
    )


def _worded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return designations with their words beside them."""
    return rows.assign(designation_words=rows["designation"].map(DESIGNATION_WORDS))
