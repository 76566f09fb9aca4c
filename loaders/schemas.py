"""JSON Schemas of the curated files, made from the models, so that editors can help a curator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from loaders.catalogue import BY_SOURCE
from models.base import Model
from models.catalogue import Catalogue

FOLDER = "schemas"


def schema(kind: str, model: type[Model]) -> dict[str, Any]:
    """Return the JSON Schema of a file that lists items of one kind."""
    item = model.model_json_schema()
    definitions = item.pop("$defs", {})
    if kind in BY_SOURCE:
        item["required"] = [key for key in item["required"] if key != "source"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        "type": "array",
        "items": item,
        "$defs": definitions,
    }


def text(kind: str, model: type[Model]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema(kind, model), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write(folder: Path) -> list[Path]:
    """Write the schema of every kind to ``<folder>/schemas``; return the files."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, model in Catalogue.FILES.items():
        file = target / f"{kind}.json"
        file.write_text(text(kind, model), encoding="utf-8", newline="\n")
        files.append(file)
    return files
