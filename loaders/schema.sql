-- What is curated, as it is curated: one table per kind. Analysts read the views (views.sql).
-- No keys are declared: that each id stands once is checked before, where file and line can be
-- told, and an index would take 40% of the file and is not read when a build is looked over.
CREATE SCHEMA curated;

CREATE TABLE curated.build_info (
  fingerprint VARCHAR NOT NULL, built TIMESTAMP NOT NULL, git_commit VARCHAR,
  git_changed BOOLEAN, schema_version VARCHAR NOT NULL);

CREATE TABLE curated.sources (
  source_id VARCHAR NOT NULL, title VARCHAR NOT NULL, publisher VARCHAR NOT NULL,
  published DATE, published_note VARCHAR, status VARCHAR NOT NULL, file_name VARCHAR,
  covers VARCHAR, url VARCHAR, licence VARCHAR, position INTEGER NOT NULL);

CREATE TABLE curated.areas (
  area_id VARCHAR NOT NULL, area_code VARCHAR, name VARCHAR NOT NULL,
  area_type VARCHAR NOT NULL, parent_id VARCHAR, synonyms VARCHAR[] NOT NULL);

CREATE TABLE curated.domains (
  domain_id VARCHAR NOT NULL, name VARCHAR NOT NULL, position INTEGER NOT NULL);

CREATE TABLE curated.themes (
  theme_id VARCHAR NOT NULL, domain_id VARCHAR NOT NULL, name VARCHAR NOT NULL,
  position INTEGER NOT NULL, delivery_plan VARCHAR);

CREATE TABLE curated.actions (
  action_id VARCHAR NOT NULL, domain_id VARCHAR NOT NULL, theme_id VARCHAR,
  position INTEGER NOT NULL);

CREATE TABLE curated.success_measures (
  measure_id VARCHAR NOT NULL, domain_id VARCHAR NOT NULL, theme_id VARCHAR,
  horizon VARCHAR NOT NULL, text VARCHAR NOT NULL, source_id VARCHAR NOT NULL,
  locator VARCHAR NOT NULL, note VARCHAR);

CREATE TABLE curated.wordings (
  thing_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, text VARCHAR NOT NULL,
  locator VARCHAR NOT NULL, position INTEGER NOT NULL);

CREATE TABLE curated.indicators (
  indicator_id VARCHAR NOT NULL, name VARCHAR NOT NULL, unit VARCHAR NOT NULL,
  polarity VARCHAR NOT NULL, domain_id VARCHAR NOT NULL, definition VARCHAR NOT NULL,
  synonyms VARCHAR[] NOT NULL, comparable BOOLEAN NOT NULL, money VARCHAR, each VARCHAR,
  one VARCHAR);

CREATE TABLE curated.figures (
  figure_id VARCHAR NOT NULL, indicator_id VARCHAR NOT NULL, area_id VARCHAR NOT NULL,
  ward_code VARCHAR, sex VARCHAR, age VARCHAR, population_group VARCHAR,
  period VARCHAR, period_type VARCHAR, period_start DATE, period_end DATE,
  period_inferred BOOLEAN NOT NULL, baseline BOOLEAN NOT NULL,
  value DOUBLE, value_low DOUBLE, value_high DOUBLE, range_across VARCHAR,
  qualifier VARCHAR NOT NULL,
  shown VARCHAR NOT NULL, kind VARCHAR NOT NULL, count DOUBLE, denominator DOUBLE,
  lower_ci DOUBLE, upper_ci DOUBLE, source_id VARCHAR NOT NULL, as_stated VARCHAR NOT NULL,
  occurrence INTEGER NOT NULL, locator VARCHAR NOT NULL, position INTEGER NOT NULL,
  programme_id VARCHAR, same_as VARCHAR, evidence VARCHAR, before_id VARCHAR, per_id VARCHAR,
  note VARCHAR);

CREATE TABLE curated.observations (
  indicator_id VARCHAR NOT NULL, area_code VARCHAR NOT NULL, area_name VARCHAR NOT NULL,
  area_type VARCHAR NOT NULL, period VARCHAR NOT NULL, period_type VARCHAR NOT NULL,
  period_start DATE NOT NULL, period_end DATE,
  sex VARCHAR, age VARCHAR, category_type VARCHAR, category VARCHAR, value DOUBLE,
  count DOUBLE, denominator DOUBLE, lower_ci DOUBLE, upper_ci DOUBLE,
  source_id VARCHAR NOT NULL);

CREATE TABLE curated.ward_facts (
  fact_id VARCHAR NOT NULL, name VARCHAR NOT NULL, unit VARCHAR NOT NULL,
  polarity VARCHAR NOT NULL, share_of VARCHAR, denominator_id VARCHAR, numerator_id VARCHAR,
  basis VARCHAR, fitted VARCHAR, source_id VARCHAR NOT NULL, vintage VARCHAR NOT NULL,
  caveat VARCHAR, position INTEGER NOT NULL);

CREATE TABLE curated.wards (
  ward_code VARCHAR NOT NULL, ward_name VARCHAR NOT NULL, district_code VARCHAR NOT NULL,
  district VARCHAR NOT NULL, place_id VARCHAR NOT NULL, boundary_vintage VARCHAR NOT NULL);

CREATE TABLE curated.ward_crosswalk (
  ward_code VARCHAR NOT NULL, other_code VARCHAR NOT NULL, other_name VARCHAR NOT NULL,
  other_district_code VARCHAR NOT NULL, other_district VARCHAR NOT NULL,
  other_vintage VARCHAR NOT NULL, small_areas INTEGER NOT NULL, residents DOUBLE NOT NULL,
  share_percent DOUBLE NOT NULL, source_id VARCHAR NOT NULL);

CREATE TABLE curated.ward_neighbours (
  ward_code VARCHAR NOT NULL, neighbour_code VARCHAR NOT NULL);

CREATE TABLE curated.ward_hexagons (
  ward_code VARCHAR NOT NULL, hexagon_column INTEGER NOT NULL, hexagon_row INTEGER NOT NULL);

CREATE TABLE curated.ward_designations (
  designation_id VARCHAR NOT NULL, ward_code VARCHAR, name_as_written VARCHAR NOT NULL,
  area_id VARCHAR NOT NULL, designation VARCHAR NOT NULL, theme VARCHAR, cohort VARCHAR,
  source_id VARCHAR NOT NULL, as_stated VARCHAR NOT NULL, locator VARCHAR NOT NULL,
  unmatched_reason VARCHAR, note VARCHAR);

CREATE TABLE curated.programmes (
  programme_id VARCHAR NOT NULL, name VARCHAR NOT NULL, area_id VARCHAR NOT NULL,
  domain_id VARCHAR NOT NULL, theme_id VARCHAR, status VARCHAR NOT NULL, period VARCHAR,
  partners VARCHAR[] NOT NULL, ward_codes VARCHAR[] NOT NULL, summary VARCHAR NOT NULL,
  source_id VARCHAR NOT NULL, locator VARCHAR NOT NULL, note VARCHAR);

CREATE TABLE curated.programme_mentions (
  programme_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, locator VARCHAR NOT NULL);

CREATE TABLE curated.measure_evidence (
  measure_id VARCHAR NOT NULL, figure_id VARCHAR, programme_id VARCHAR,
  strength VARCHAR NOT NULL, why VARCHAR NOT NULL);

CREATE TABLE curated.boards (
  board_id VARCHAR NOT NULL, name VARCHAR NOT NULL, area_id VARCHAR NOT NULL,
  established VARCHAR, chair VARCHAR, frequency VARCHAR, reporting VARCHAR, status VARCHAR,
  source_id VARCHAR NOT NULL, locator VARCHAR NOT NULL, note VARCHAR);

CREATE TABLE curated.milestones (
  milestone_id VARCHAR NOT NULL, area_id VARCHAR NOT NULL, text VARCHAR NOT NULL,
  status VARCHAR NOT NULL, due VARCHAR, as_stated VARCHAR, source_id VARCHAR NOT NULL,
  locator VARCHAR NOT NULL, note VARCHAR);

CREATE TABLE curated.next_steps (
  next_step_id VARCHAR NOT NULL, area_id VARCHAR NOT NULL, text VARCHAR NOT NULL,
  due VARCHAR, as_stated VARCHAR, source_id VARCHAR NOT NULL, locator VARCHAR NOT NULL,
  note VARCHAR);

CREATE TABLE curated.risks (
  risk_id VARCHAR NOT NULL, area_id VARCHAR NOT NULL, theme VARCHAR NOT NULL,
  text VARCHAR NOT NULL, consequence VARCHAR, source_id VARCHAR NOT NULL,
  locator VARCHAR NOT NULL, note VARCHAR);

CREATE TABLE curated.priorities (
  priority_id VARCHAR NOT NULL, area_id VARCHAR NOT NULL, position INTEGER,
  text VARCHAR NOT NULL, source_id VARCHAR NOT NULL, locator VARCHAR NOT NULL, note VARCHAR);

CREATE TABLE curated.checks (
  check_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, statement VARCHAR NOT NULL,
  stated DOUBLE NOT NULL, computed DOUBLE NOT NULL, difference DOUBLE NOT NULL,
  verdict VARCHAR NOT NULL, severity VARCHAR NOT NULL, working VARCHAR NOT NULL,
  declared BOOLEAN NOT NULL, possible_explanation VARCHAR, note VARCHAR);

CREATE TABLE curated.check_figures (
  check_id VARCHAR NOT NULL, figure_id VARCHAR NOT NULL, in_doubt BOOLEAN NOT NULL);
