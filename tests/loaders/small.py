"""A data folder of the smallest kind, and the text it was curated from."""

from pathlib import Path

FILES = {
    "sources.yaml": """
- id: report
  title: The report
  publisher: A board
  status: published
  file_name: report.txt
""",
    "areas.yaml": """
- id: lancashire
  name: Lancashire
  area_type: place
""",
    "domains.yaml": """
- id: living_well
  name: Living Well
  position: 1
  vision:
    - source: report
      text: People live well.
      where: Page 1
""",
    "indicators.yaml": """
- id: residents
  name: Residents
  unit: people
  polarity: no_judgement
  domain: living_well
  definition: People who live there.
- id: smokers
  name: Smokers
  unit: percent
  polarity: low_is_good
  domain: living_well
  definition: Adults who smoke.
""",
    "figures/report.yaml": """
- id: residents-all
  indicator: residents
  area: lancashire
  value: 1200000
  qualifier: approx
  kind: population
  as_stated: c. 1.2 million people
  where: Page 1
- id: smokers-2025
  indicator: smokers
  area: lancashire
  period: 2025-03
  value: 7.59
  qualifier: exact
  kind: outcome
  as_stated: 7.59% at March 2025
  where: Page 2
""",
    "not_figures/report.yaml": """
- source: report
  text: Page 2
  reason: page_number
""",
}
TEXT = """Lancashire has c. 1.2
million people.

Page 2
  In all 7.59% at
March 2025 were smokers.
"""


def write(folder: Path) -> Path:
    """Write the data folder; return it."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.lstrip("\n").encode())
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Change one text of a file, which must be there."""
    file = folder / name
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())
