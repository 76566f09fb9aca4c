"""The specification of each form, kept in tests/golden and compared exactly.

After a wanted change: GOLDEN=write python -m pytest tests/charts/test_golden.py, then read the
difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.charts.cases import CASES

FOLDER = Path(__file__).parent.parent / "golden"


@pytest.mark.parametrize("name", CASES)
def test_a_form_is_as_it_was(name: str) -> None:
    text = json.dumps(
        CASES[name].draw(CASES[name].rows), indent=1, ensure_ascii=False, sort_keys=True
    )
    path = FOLDER / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(f"{text}\n", encoding="utf-8")
    assert path.exists(), f"{path.name} is not there: {__doc__}"
    assert json.loads(text) == json.loads(path.read_text(encoding="utf-8")), __doc__


def test_every_golden_file_has_its_form() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(CASES)
