"""The curated data with hostile words in every field of free text, valid by the loaders' rules."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import yaml

from config import settings
from models.base import Model, plan
from models.catalogue import Catalogue
from pages.components.ledger import BESIDE, PLACES, WHOLE

HOST = "evil.example"
# What a spreadsheet would run, first in a text; and what else can be first in a line of Markdown.
FIRST = ("=1+1", "+1", "-1", "@SUM(A1)", "# ", "> ", "1. ", "- ", "|a|", "=HYPERLINK(1)")
# One of everything that HTML, Markdown and Streamlit's own additions to it would take for markup,
# then letters from right to left, a picture of one letter, quotes and a word that is too long.
MARKUP = (
    f'<img src="http://{HOST}/i.png" onerror="window.hit=1">',
    "<script>window.hit=1</script>",
    f"<iframe src=http://{HOST}/></iframe>",
    f"[link](http://{HOST}/a)",
    f"![image](http://{HOST}/b.png)",
    "[script](javascript:window.hit=1)",
    f"http://{HOST}/c",
    f"www.{HOST}",
    f"a@{HOST}",
    "**bold** *slant* ~~gone~~ `code`",
    "$x^2$ $$y$$ \\(z\\)",
    ":material/home: :streamlit: :smile: :red[red] :blue-badge[badge]",
    "a -> b <- c -- d >= e",
    "&lt;b&gt; &amp; &#33;",
    "\"'”’ {datum.x} ${env} #{typst} #link(x) @cite %s {0}",
    f"שלום مرحبا 😀 {'W' * 120}",
    "line\nbreak\n\n# heading\n\n- item\n\n    code\n\n| a | b |\n|---|---|\n| 1 | 2 |",
)
ALL = " ".join(MARKUP)
# What a fragment may have at most.
MOST_WORDS = 12
# These names are looked up by the code, or join the YAML to the tables.
KEPT = {WHOLE, *PLACES, *BESIDE}


def hostile(text: str, number: int) -> str:
    """Return a text between hostile words; ``number`` says which of them."""
    return f"{FIRST[number % len(FIRST)]}{text} {MARKUP[number % len(MARKUP)]}"


def write(folder: Path) -> Path:
    """Write the data with hostile words; return its folder."""
    data = folder / "data"
    shutil.copytree(settings().data, data)
    kept = KEPT | _names(data / "wards.csv", "district") | _names_observed(data)
    writer = _Writer(kept)
    for kind, model in Catalogue.FILES.items():
        for file in (*data.glob(f"{kind}.yaml"), *data.glob(f"{kind}/**/*.yaml")):
            items = yaml.safe_load(file.read_text(encoding="utf-8"))
            for item in items:
                writer.change(model, item)
            text = yaml.safe_dump(items, allow_unicode=True, sort_keys=False, width=10_000)
            file.write_text(text, encoding="utf-8")
    assert writer.number > 5_000
    _rename_wards(data / "wards.csv")
    return data


class _Writer:
    def __init__(self, kept: set[str]) -> None:
        self.kept = kept
        self.number = 0

    def change(self, model: type[Model], item: dict[str, Any]) -> None:
        """Change every field of free text of an item, and of what it holds."""
        for field in plan(model):
            value = item.get(field.name)
            if value is None:
                continue
            if field.model is not None:
                for one in value if isinstance(value, list) else [value]:
                    self.change(field.model, one)
            elif field.prose:
                item[field.name] = (
                    [self.text(one, whole=False) for one in value]
                    if isinstance(value, list)
                    else self.text(value, whole=field.name in ("name", "title", "note"))
                )
                if field.name == "as_stated":
                    item[field.name] = " ".join(item[field.name].split(" ")[-MOST_WORDS:])

    def text(self, value: object, *, whole: bool) -> str:
        """Return a text made hostile; ``whole`` with all of it, else with one sort."""
        if value in self.kept:
            return str(value)
        self.number += 1
        text = hostile(str(value), self.number)
        return f"{text} {ALL}" if whole and self.number % 3 == 0 else text


def _names(file: Path, column: str) -> set[str]:
    with file.open(encoding="utf-8", newline="") as opened:
        return {row[column] for row in csv.DictReader(opened)}


def _names_observed(data: Path) -> set[str]:
    files = (data / "observations").glob("*.csv")
    return set().union(*(_names(file, "area_name") for file in files))


def _rename_wards(file: Path) -> None:
    """Give every ward hostile words beside its name."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for number, row in enumerate(rows):
        row["ward_name"] = f"{row['ward_name']} {MARKUP[number % (len(MARKUP) - 1)]}"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
