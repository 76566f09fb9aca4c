"""The SELECTs of one-page profiles: the wards of any area that documents name, and why."""

from __future__ import annotations

import pandas as pd

from loaders.queries import BELOW
from loaders.store import Store
from models.vocabulary import DESIGNATION_WORDS


def named_wards(*, store: Store, area_id: str) -> pd.DataFrame:
    """Return why documents name wards in an area, or wards for it, each reason once.

    Columns: designation, words (the designation in words), ward_code, ward_name, district,
    imd2025_ward_decile_england, source; the reasons with most wards first.
    """
    found = store.query(
        f"""
        WITH RECURSIVE {BELOW},
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
