"""The SELECTs of one-page profiles: the wards of any area, and why documents name them."""

from __future__ import annotations

import pandas as pd

from loaders.store import Store
from models.vocabulary import DESIGNATION_WORDS

# An area with all that lies in it, in the tree of areas.
_BELOW = """
below AS (
  SELECT area_id, area_code FROM areas WHERE area_id = $area
  UNION ALL
  SELECT a.area_id, a.area_code FROM areas a JOIN below b ON a.parent_id = b.area_id)
"""


def wards(*, store: Store, area_id: str) -> pd.DataFrame:
    """Return the wards that lie in an area of any type, by district and name.

    Columns: ward_code, ward_name, district, population, imd2025_ward_decile_england (1: the most
    deprived tenth of England's wards); NaN where blank.
    """
    return store.query(
        f"""
        WITH RECURSIVE {_BELOW}
        SELECT ward_code, ward_name, district, population, imd2025_ward_decile_england
        FROM wards
        WHERE place_id IN (SELECT area_id FROM below)
           OR district_code IN (SELECT area_code FROM below)
        ORDER BY district, ward_name, ward_code
        """,  # noqa: S608  (_BELOW is a constant of this file)
        {"area": area_id},
    )


def named_wards(*, store: Store, area_id: str) -> pd.DataFrame:
    """Return why documents name wards in an area, or wards for it, each reason once.

    Columns: designation, words (the designation in words), ward_code, ward_name, district,
    imd2025_ward_decile_england, source; the reasons with most wards first.
    """
    found = store.query(
        f"""
        WITH RECURSIVE {_BELOW},
        named AS (
          SELECT DISTINCT d.designation, w.ward_code, w.ward_name, w.district,
                 w.imd2025_ward_decile_england, s.title AS source, s.position
          FROM ward_designations d
          JOIN wards w USING (ward_code)
          JOIN sources s USING (source_id)
          WHERE d.area_id IN (SELECT area_id FROM below)
             OR w.place_id IN (SELECT area_id FROM below)
             OR w.district_code IN (SELECT area_code FROM below))
        SELECT * EXCLUDE (position) FROM named
        ORDER BY count(*) OVER (PARTITION BY designation) DESC, designation, position,
                 imd2025_ward_decile_england NULLS LAST, ward_name, ward_code
        """,  # noqa: S608
        {"area": area_id},
    )
    return found.assign(words=found["designation"].map(DESIGNATION_WORDS))
