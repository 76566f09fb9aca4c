"""What tests share: a small data folder in which everything refers to everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

# Tests do not time: a busy machine is no fault of a property.
hypothesis.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("untimed")

SMALL_DATA = {
    "sources.yaml": """\
# the documents
- id: plan_2023
  title: "The plan"
  publisher: "The board"
  published: 2023-02-20
  status: draft
- id: census
  title: "The census"
  publisher: "The office"
  status: published
""",
    "areas.yaml": """\
- id: county
  name: "The county"
  area_type: county
  synonyms: ["shire", "the shire"]
- id: borough
  name: "The borough"
  area_type: district
  area_code: E07000117
  parent: county
""",
    "domains.yaml": """\
- id: living_well
  name: "Living Well"
  position: 1
  vision:
    - source: plan_2023
      text: "All live well"
      where: "Page one"
  themes:
    - id: theme_health
      name: "Better health"
      position: 1
      wordings:
        - {source: plan_2023, text: "Better health", where: "Page two"}
      delivery_plan: {source: plan_2023, text: "By the board", where: "Page two"}
    - id: theme_homes
      name: "Better homes"
      position: 2
  actions:
    - id: action_smoking
      theme: theme_health
      position: 1
      wordings:
        - {source: plan_2023, text: "Fewer smokers", where: "Page two"}
  success_measures:
    - id: measure_smoking
      theme: theme_health
      horizon: short_term
      text: "Fewer smoke"
      source: plan_2023
      where: "Page three"
""",
    "indicators.yaml": """\
- id: smoking
  name: "Smoking"
  unit: percent
  polarity: low_is_good
  domain: living_well
  definition: "Adults who smoke"
  synonyms: ["tobacco", "cigarettes"]
- id: growth
  name: "Growth"
  unit: percent
  polarity: no_judgement
  domain: living_well
  definition: "Change in demand"
  may_exceed_100: true
- {id: homes, name: "Homes", unit: count, polarity: low_is_good, domain: living_well,
   definition: "Homes"}
""",
    "figures/plan_2023.yaml": """\
- id: smoking-county
  indicator: smoking
  area: county
  period: 2022/23
  value: 13.9
  qualifier: exact
  kind: outcome
  lower_ci: 13.1
  upper_ci: 14.7
  as_stated: "13.9% smoke"
  where: "Page four"
  programme: quit_club
- id: smoking-borough
  indicator: smoking
  area: borough
  period: 2018..2020
  low: 10
  high: 12
  qualifier: range
  kind: outcome
  count: 1200
  denominator: 10000
  as_stated: "between 10 and 12 per cent"
  where: "Page four"
  ward: E05000001
  same_as: smoking-county
- id: homes-county
  indicator: homes
  area: county
  value: 1000
  qualifier: at_least
  kind: activity
  as_stated: over a thousand homes
  where: Page five
""",
    "not_figures/plan_2023.yaml": """\
- text: "Page 4"
  reason: page_number
  occurrence: 2
""",
    "programmes/plan_2023.yaml": """\
- id: quit_club
  name: "Quit club"
  area: borough
  domain: living_well
  theme: theme_health
  status: active
  period: 2024-12..
  partners: ["The board", "The college"]
  wards: [E05000001, E05000002]
  summary: "Helps people stop"
  where: "Page six"
  also_in:
    - source: census
      where: "Notes"
""",
    "ward_facts.yaml": """\
- id: residents
  name: "Residents"
  unit: people
  polarity: no_judgement
  source: census
  vintage: "2021"
- id: health_score
  name: "Health score"
  unit: score
  polarity: low_is_good
  source: census
  vintage: "2025"
""",
    "wards.csv": """\
ward_code,ward_name,district_code,district,place,boundary_vintage,residents,health_score
E05000001,Abbey,E07000117,Burnley,county,December 2021,4200,0.5
E05000002,"Bank, Hall",E07000117,Burnley,county,December 2021,,-0.1
""",
    "ward_designations/plan_2023.yaml": """\
- id: wd_abbey
  ward_code: E05000001
  name_as_written: "Abbey"
  area: borough
  designation: priority_ward
  as_stated: "Abbey ward"
  where: "Page six"
""",
    "measure_evidence.yaml": """\
- measure: measure_smoking
  figure: smoking-county
  strength: direct
  why: "it counts them"
""",
    "boards.yaml": """\
- id: the_board
  name: "The Board"
  area: county
  source: plan_2023
  where: "Page one"
""",
    "milestones.yaml": """\
- id: ms_agreed
  area: county
  text: "Vision agreed"
  status: completed
  source: plan_2023
  where: "Page seven"
""",
    "next_steps.yaml": """\
- id: step_review
  area: county
  text: "Review"
  source: plan_2023
  where: "Page seven"
""",
    "risks.yaml": """\
- id: risk_money
  area: county
  theme: "Money"
  text: "It may run out"
  source: plan_2023
  where: "Page eight"
""",
    "priorities.yaml": """\
- id: first_priority
  area: county
  position: 1
  text: "Be well"
  source: plan_2023
  where: "Page nine"
""",
    "checks.yaml": """\
- id: check_smoking
  kind: difference
  statement: "The county is above the borough"
  inputs:
    county: smoking-county
    borough: smoking-borough.low
  constants:
    hundred: 100
  constants_why: "per cent"
  formula: "(county - borough) / borough * hundred"
  stated: homes-county
""",
    "observations/official.csv": """\
indicator,area_code,area_name,area_type,period,sex,age,category_type,category,value,count,denominator,lower_ci,upper_ci,source
smoking,E92000001,England,nation,2024,male,18+,,,13.6,,,13.1,14.1,census
smoking,E92000001,England,nation,2024,female,18+,,,11.2,,,10.9,11.5,census
""",
}


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """A folder ``data`` of a few valid files of every kind."""
    folder = tmp_path / "data"
    for name, text in SMALL_DATA.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return folder
