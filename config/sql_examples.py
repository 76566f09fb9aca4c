"""Queries to start from on the Data page: what each finds, and the SQL."""

from __future__ import annotations

EXAMPLES: dict[str, str] = {
    "Smoking at the time of delivery, as stated": "SELECT area, period, shown, as_stated, locator\n"
    "FROM figures\nWHERE indicator_id = 'smoking_at_time_of_delivery'\nORDER BY period",
    "What does not agree": "SELECT statement, working, severity, possible_explanation\n"
    "FROM checks\nWHERE verdict = 'differs'\nORDER BY severity",
    "The ten most deprived wards that no document names": "SELECT ward_name, district, "
    "population, imd2025_score\nFROM wards\n"
    "WHERE ward_code NOT IN (SELECT ward_code FROM ward_designations\n"
    "                        WHERE ward_code IS NOT NULL)\n"
    "ORDER BY imd2025_score DESC\nLIMIT 10",
    "How many figures each document gives": "SELECT s.title, s.status, count(*) AS figures\n"
    "FROM figures f JOIN sources s USING (source_id)\nGROUP BY ALL\nORDER BY figures DESC",
    "Life expectancy of men by authority, with intervals": "SELECT area_name, period, value, "
    "lower_ci, upper_ci\nFROM observations\n"
    "WHERE indicator_id = 'life_expectancy_at_birth' AND sex = 'male'\nORDER BY value",
}
