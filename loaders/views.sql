-- The public interface: names and meanings stay stable; README.md documents every column.
-- A view that joins or groups says its order (rowid: as curated), or it would vary by thread.
CREATE VIEW sources AS
SELECT source_id, title, publisher, published, published_note, status, file_name, covers,
       url, licence, position
FROM curated.sources;

CREATE VIEW areas AS
SELECT area_id, area_code, name, area_type, parent_id, synonyms FROM curated.areas;

CREATE VIEW wordings AS
SELECT thing_id, source_id, text, locator, position FROM curated.wordings;

-- One wording per thing: the first published one, else the first draft one.
CREATE VIEW first_wordings AS
SELECT thing_id, arg_min(text, rank) AS text
FROM (SELECT w.thing_id, w.text,
             CASE s.status WHEN 'published' THEN 0 ELSE 1000 END + w.position AS rank
      FROM curated.wordings w JOIN curated.sources s USING (source_id))
GROUP BY thing_id
ORDER BY thing_id;

CREATE VIEW domains AS
SELECT d.domain_id, d.name, w.text AS vision, d.position
FROM curated.domains d LEFT JOIN first_wordings w ON w.thing_id = d.domain_id
ORDER BY d.rowid;

CREATE VIEW themes AS
SELECT t.theme_id, t.domain_id, t.name, w.text AS wording, t.delivery_plan, t.position
FROM curated.themes t LEFT JOIN first_wordings w ON w.thing_id = t.theme_id
ORDER BY t.rowid;

CREATE VIEW actions AS
SELECT a.action_id, a.domain_id, a.theme_id, w.text, a.position
FROM curated.actions a LEFT JOIN first_wordings w ON w.thing_id = a.action_id
ORDER BY a.rowid;

CREATE VIEW success_measures AS
SELECT measure_id, domain_id, theme_id, horizon, text, source_id, locator, note
FROM curated.success_measures;

CREATE VIEW indicators AS
SELECT indicator_id, name, unit, polarity, domain_id, definition, synonyms, comparable,
       money, each, one
FROM curated.indicators;

CREATE VIEW checks AS
SELECT check_id, kind, statement, stated, computed, difference, verdict, severity, working,
       declared, possible_explanation, note
FROM curated.checks;

CREATE VIEW check_figures AS SELECT check_id, figure_id, in_doubt FROM curated.check_figures;

CREATE VIEW figures AS
SELECT f.figure_id, f.indicator_id, i.name AS indicator, i.domain_id,
       f.area_id, a.name AS area, a.area_type, f.ward_code, f.sex, f.age, f.population_group,
       f.period, f.period_type, f.period_start, f.period_end, f.period_inferred, f.baseline,
       f.value, f.value_low, f.value_high, f.range_across, f.qualifier, i.unit, f.shown, f.kind,
       f.count, f.denominator, f.lower_ci, f.upper_ci,
       f.source_id, f.as_stated, f.occurrence, f.locator, f.position,
       f.programme_id, f.same_as, f.evidence, f.before_id, f.per_id, f.note,
       coalesce(m.in_question, false) AS in_question,
       m.figure_id IS NOT NULL AS in_differing_check
FROM curated.figures f
LEFT JOIN (
  SELECT cf.figure_id, bool_or(cf.in_doubt) AS in_question
  FROM curated.check_figures cf JOIN curated.checks c USING (check_id)
  WHERE c.verdict = 'differs' GROUP BY cf.figure_id) m USING (figure_id)
JOIN curated.indicators i USING (indicator_id)
JOIN curated.areas a USING (area_id)
ORDER BY f.rowid;

CREATE VIEW observations AS
SELECT indicator_id, area_code, area_name, area_type, period, period_type, period_start,
       period_end, sex, age, category_type, category, value, count, denominator,
       lower_ci, upper_ci, source_id
FROM curated.observations;

CREATE VIEW ward_facts AS
SELECT fact_id, name, unit, polarity, share_of, denominator_id, numerator_id, basis, fitted,
       source_id, vintage, caveat, position
FROM curated.ward_facts;

CREATE VIEW wards AS SELECT * FROM curated.wards;

CREATE VIEW ward_crosswalk AS
SELECT c.ward_code, w.ward_name, c.other_code, c.other_name, c.other_district_code,
       c.other_district, c.other_vintage, c.small_areas, c.residents, c.share_percent, c.source_id
FROM curated.ward_crosswalk c LEFT JOIN curated.wards w USING (ward_code)
ORDER BY c.rowid;

-- Curated once per pair, shown from both sides.
CREATE VIEW ward_neighbours AS
SELECT ward_code, neighbour_code FROM curated.ward_neighbours
UNION ALL SELECT neighbour_code, ward_code FROM curated.ward_neighbours
ORDER BY ALL;

CREATE VIEW ward_hexagons AS
SELECT ward_code, hexagon_column, hexagon_row FROM curated.ward_hexagons;

CREATE VIEW ward_designations AS
SELECT d.designation_id, d.ward_code, w.ward_name, d.name_as_written, d.area_id, d.designation,
       d.theme, d.cohort, d.source_id, d.as_stated, d.locator, d.unmatched_reason, d.note
FROM curated.ward_designations d LEFT JOIN curated.wards w USING (ward_code)
ORDER BY d.rowid;

CREATE VIEW programmes AS
SELECT programme_id, name, area_id, domain_id, theme_id, status, period, partners,
       ward_codes, summary, source_id, locator, note
FROM curated.programmes;

CREATE VIEW programme_mentions AS
SELECT programme_id, source_id, locator FROM curated.programme_mentions;

CREATE VIEW measure_evidence AS
SELECT measure_id, figure_id, programme_id, strength, why FROM curated.measure_evidence;

CREATE VIEW boards AS
SELECT board_id, name, area_id, established, chair, frequency, reporting, status, source_id,
       locator, note
FROM curated.boards;

CREATE VIEW milestones AS
SELECT milestone_id, area_id, text, status, due, as_stated, source_id, locator, note
FROM curated.milestones;

CREATE VIEW next_steps AS
SELECT next_step_id, area_id, text, due, as_stated, source_id, locator, note
FROM curated.next_steps;

CREATE VIEW risks AS
SELECT risk_id, area_id, theme, text, consequence, source_id, locator, note FROM curated.risks;

CREATE VIEW priorities AS
SELECT priority_id, area_id, position, text, source_id, locator, note FROM curated.priorities;

CREATE VIEW build_info AS
SELECT fingerprint, built, git_commit, git_changed, schema_version FROM curated.build_info;
