"""JSON Schemas of the curated files, made from the models, so that editors can help a curator.

They offer keys and words and mark what is misspelt; ``python -m loaders check`` says more.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from loaders.catalogue import BY_SOURCE
from models.base import Model, plan
from models.catalogue import Catalogue

FOLDER = "schemas"
Node = dict[str, Any]

_ONE_PERIOD = r"[0-9]{4}(?:/[0-9]{2}(?:-Q[1-4])?|-[0-9]{2}(?:-[0-9]{2})?)?"
_WARD = "^E05[0-9]{6}$"
_PATTERNS = {
    "id": "^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$",
    "period": rf"^{_ONE_PERIOD}(?:\.\.(?:{_ONE_PERIOD})?)?$",
    "area_code": "^(?:[A-Z][0-9]{8}|[A-Z0-9]{3,6})$",
    "ward": _WARD,
    "ward_code": _WARD,
    "wards": _WARD,
}
# A pattern is about text; what YAML takes for a number (period: 2021) is allowed beside it.
_NUMBERS_TOO = ("period",)

# What an editor shows of a key, the same in every file; a model's own words come first.
WORDS = {
    "actions": "The key actions.",
    "age": "The ages it is about, as printed: 65+, over 65, 0-15.",
    "also_in": "Other places where it is named.",
    "across": "What the ends of a range are: the lowest and highest of an area, or of a period.",
    "area": "The id of an area (data/areas.yaml).",
    "area_code": "A GSS code such as E07000117, or an ODS code such as RTX.",
    "area_type": "What kind of area it is.",
    "as_stated": "The shortest fragment, at most 12 words, that carries it as printed.",
    "baseline": "true: the value before a change that the document tells of.",
    "before": "The id of the figure that states what it was before.",
    "basis": "How those whom a share counts were found.",
    "caveat": "What to keep in mind when reading it.",
    "chair": "Who chairs it.",
    "cohort": "The people it is about.",
    "comparable": "false: its statements measure different things; never set side by side.",
    "consequence": "What the risk would lead to.",
    "constants": "Numbers that no document states but anyone can count or look up.",
    "constants_why": "Where the constants come from.",
    "doubts": "The figures that a difference puts in question; leave out for the usual ones.",
    "count": "How many, when the value is a share or rate of them.",
    "covers": "What the document is about.",
    "definition": "What exactly is counted.",
    "delivery_plan": "How it will be delivered.",
    "denominator": "Of how many; for a ward fact the id of the fact that holds it.",
    "designation": "Why the ward is named.",
    "domain": "The stage of the life course.",
    "due": "When it is due, as printed.",
    "established": "Since when, as printed.",
    "each": "What one such amount is for, when it is not all there is.",
    "every": "true: every time that the text stands there.",
    "evidence": "What sort of evidence it is, where kind and dates alone do not say.",
    "figure": "The id of a figure (data/figures).",
    "fitted": "Where it was built from small areas fitted to the ward.",
    "file_name": "The name of its text file, which stays outside the project.",
    "formula": "Names of inputs and constants, numbers, + - * / and parentheses.",
    "frequency": "How often it meets.",
    "group": "The group of people it is about.",
    "high": "The upper end of a range.",
    "horizon": "By when success will be seen.",
    "id": "Its own id: lower-case words joined with - or _. No other thing may have it.",
    "indicator": "The id of an indicator (data/indicators).",
    "inputs": "Each name of the formula: a figure's id, or one end of its range (id.low, id.high).",
    "kind": "What sort it is.",
    "licence": "The licence it is published under.",
    "low": "The lower end of a range.",
    "lower_ci": "The lower end of the confidence interval.",
    "may_exceed_100": "true: a percentage that may be above 100, such as an increase.",
    "measure": "The id of a success measure (data/domains.yaml).",
    "money": "What an amount of money is.",
    "name": "Its name.",
    "name_as_written": "The name as the document writes it.",
    "note": "What a reader should know about it.",
    "numerator": "The id of the ward fact that holds how many they are.",
    "occurrence": "Which time the fragment stands in the text; 1 is the first.",
    "one": "What one of the things that it counts is called.",
    "parent": "The id of the area it lies in.",
    "partners": "Who does it, as named.",
    "per": "The id of the figure that the amount of money may be divided by.",
    "period": "2021, 2024/25, 2024/25-Q3, 2025-03, 2018..2020 or 2024-12.. (open); never a guess.",
    "period_inferred": "true: the year was inferred.",
    "polarity": "Whether high or low is good.",
    "position": "Its place in the order, from 1.",
    "possible_explanation": "What might explain a difference.",
    "programme": "The id of a programme (data/programmes).",
    "published": "The day it was published, such as 2023-02-20.",
    "published_note": "What is known of its date.",
    "publisher": "Who published it.",
    "qualifier": "The word before the number: exact when there is none.",
    "reason": "Why the number is no figure.",
    "reporting": "To whom it reports.",
    "same_as": "The id of the figure that states the same fact first.",
    "sex": "When it is about one sex only.",
    "share_of": "Of whom it is a share, in words: residents, households.",
    "source": "The id of a source (data/sources.yaml).",
    "stated": "The figure that the formula should give: its id, or id.low or id.high.",
    "statement": "What should be so, in words.",
    "status": "How far it is.",
    "strength": "How directly it speaks to the measure.",
    "success_measures": "How success will be known.",
    "summary": "What it is and does.",
    "synonyms": "Other names for it.",
    "text": "What it says.",
    "theme": "The theme it belongs to.",
    "themes": "The themes.",
    "title": "Its title.",
    "unit": "What it is measured in. Money in pounds, percentages as 13.9.",
    "unmatched_reason": "Why the name matches no ward.",
    "upper_ci": "The upper end of the confidence interval.",
    "url": "Where it is published.",
    "value": "The value as published, in the indicator's unit, in digits: 1200000.",
    "vintage": "Of when it is.",
    "vision": "The vision, as each document words it.",
    "ward": "A ward code such as E05012241.",
    "ward_code": "A ward code such as E05012241.",
    "wards": "Ward codes such as E05012241.",
    "where": "Where it stands: headings joined with >.",
    "why": "Why it speaks to the measure.",
    "wordings": "How each document words it.",
}
_RULES: dict[str, Node] = {
    "Figure": {"anyOf": [{"required": ["value"]}, {"required": ["low", "high"]}]},
}


def schema(kind: str, model: type[Model]) -> Node:
    """Return the JSON Schema of a file that lists items of one kind."""
    item = model.model_json_schema()
    definitions = item.pop("$defs", {})
    if kind in BY_SOURCE:  # the name of the file says it
        item["required"] = [key for key in item["required"] if key != "source"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        "type": "array",
        "items": _helpful(item, model),
        "$defs": {name: _helpful(definitions[name], inner) for name, inner in _inner(model)},
    }


def _inner(model: type[Model]) -> list[tuple[str, type[Model]]]:
    """Return every model nested in one, by its name."""
    found: dict[str, type[Model]] = {}
    for part in plan(model):
        if part.model is not None:
            found |= {part.model.__name__: part.model, **dict(_inner(part.model))}
    return sorted(found.items())


def _helpful(item: Node, model: type[Model]) -> Node:
    """Say of every key what it is for, and allow what the reader allows and nothing else."""
    links = {part.name for part in plan(model) if part.ref}
    properties = {}
    for key, given in item["properties"].items():
        node = _present(given)
        node = {"description": WORDS[key], **node}
        inner = node.get("items", node)
        if key in _PATTERNS:
            inner["pattern"] = _PATTERNS[key]
            inner["type"] = ["string", "number"] if key in _NUMBERS_TOO else "string"
        elif (
            inner.get("type") == "string" and key not in links and not {"enum", "format"} & {*inner}
        ):
            inner["type"] = ["string", "number"]  # age: 65 is text to the reader
        properties[key] = node
    whole = {**item, "properties": properties, **_RULES.get(model.__name__, {})}
    whole["description"] = item["description"].replace("``", "").replace("\n", " ")
    return {key: value for key, value in whole.items() if key != "title"}


def _present(node: Node) -> Node:
    """Return a key's schema without null: a key that has no value is left out of the file."""
    kept = {key: value for key, value in node.items() if key != "title"}
    if "anyOf" in kept:
        (given,) = (one for one in kept.pop("anyOf") if one != {"type": "null"})
        kept |= given
    if kept.get("default", ...) in (None, [], {}):
        del kept["default"]
    return kept


def text(kind: str, model: type[Model]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema(kind, model), indent=2, ensure_ascii=False) + "\n"


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
