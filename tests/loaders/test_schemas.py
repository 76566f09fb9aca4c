"""The JSON Schemas agree with the reader: what it takes they take, what it refuses they mark."""

import copy
import re
from typing import get_args

import jsonschema
import pytest

from config import settings
from loaders import schemas, yaml_reader
from loaders.catalogue import BY_SOURCE, files_of
from models import vocabulary
from models.base import NUMBER, Scalar
from models.catalogue import Catalogue
from tests.loaders import small

KINDS = list(Catalogue.FILES)
MODELS = Catalogue.FILES


def as_an_editor_reads(tree):
    """Return a strictly read tree with the types that YAML 1.2 gives to its scalars."""
    if isinstance(tree, dict):
        return {key: as_an_editor_reads(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [as_an_editor_reads(value) for value in tree]
    assert isinstance(tree, Scalar)
    if not tree.plain:
        return str(tree)
    if tree in ("true", "false"):
        return tree == "true"
    if NUMBER.fullmatch(tree):
        return float(tree) if "." in tree else int(tree)
    return str(tree)


def read(file):
    document = yaml_reader.read(file.read_bytes(), file.name)
    assert document.problems == [], file
    return as_an_editor_reads(document.tree)


def validator(kind):
    made = schemas.schema(kind, MODELS[kind])
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_pass(kind):
    files = files_of(settings().data, kind)
    assert files
    items = 0
    for file in files:
        held = read(file)
        items += len(held)
        errors = [
            f"{file.name} {list(e.path)} {e.message}" for e in validator(kind).iter_errors(held)
        ]
        assert errors == []
    assert items > 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_key_fails(kind):
    held = read(files_of(settings().data, kind)[0])
    check = validator(kind)
    wrong = copy.deepcopy(held)
    wrong[0]["qualifer"] = "exact"
    (error,) = check.iter_errors(wrong)
    assert "qualifer" in error.message
    for key in check.schema["items"]["required"]:
        wrong = copy.deepcopy(held)
        del wrong[0][key]
        assert [error.message for error in check.iter_errors(wrong)] == [
            f"'{key}' is a required property"
        ]
    assert not check.is_valid(held[0])  # a list of items, not an item


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_may_be_left_without_a_value(kind):
    held = read(files_of(settings().data, kind)[0])
    for key in MODELS[kind].model_fields:
        wrong = copy.deepcopy(held)
        wrong[0][key] = None
        assert not validator(kind).is_valid(wrong), key


@pytest.mark.parametrize(
    ("key", "value", "good"),
    [
        ("value", 7.6, True),
        ("value", "7.6", False),
        ("value", "7.6%", False),
        ("qualifier", "exact", True),
        ("qualifier", "exactly", False),
        ("kind", "outcom", False),
        ("sex", "female", True),
        ("sex", "women", False),
        ("age", 65, True),
        ("age", "65+", True),
        ("age", True, False),
        ("period", 2021, True),
        ("period", "2024/25-Q3", True),
        ("period", "2018..2020", True),
        ("period", "2024-12..", True),
        ("period", "2024-07..2025-03", True),
        ("period", "2023-11-08", True),
        ("period", "last year", False),
        ("period", "2024/2025", False),
        ("id", "Smokers 2025", False),
        ("ward", "E05012241", True),
        ("ward", "Bank Hall", False),
        ("occurrence", 2, True),
        ("occurrence", 1.5, False),
        ("period_inferred", True, True),
        ("period_inferred", "yes", False),
        ("indicator", 5, False),
    ],
)
def test_a_figure(tmp_path, key, value, good):
    held = read(small.write(tmp_path) / "figures/report.yaml")
    held[0][key] = value
    assert validator("figures").is_valid(held) == good


def test_a_value_or_a_range(tmp_path):
    held = read(small.write(tmp_path) / "figures/report.yaml")
    del held[0]["value"]
    assert not validator("figures").is_valid(held)
    held[0] |= {"low": 1, "high": 2}
    assert validator("figures").is_valid(held)
    del held[0]["low"]
    assert not validator("figures").is_valid(held)


@pytest.mark.parametrize(
    ("kind", "key", "words"),
    [
        ("indicators", "unit", vocabulary.Unit),
        ("indicators", "polarity", vocabulary.Polarity),
        ("indicators", "domain", vocabulary.DomainId),
        ("figures", "qualifier", vocabulary.Qualifier),
        ("figures", "kind", vocabulary.Kind),
        ("figures", "sex", vocabulary.Sex),
        ("areas", "area_type", vocabulary.AreaType),
        ("programmes", "status", vocabulary.ProgrammeStatus),
        ("programmes", "domain", vocabulary.DomainId),
        ("sources", "status", vocabulary.SourceStatus),
        ("milestones", "status", vocabulary.MilestoneStatus),
        ("ward_designations", "designation", vocabulary.Designation),
        ("ward_facts", "unit", vocabulary.Unit),
        ("ward_facts", "basis", vocabulary.Basis),
        ("ward_facts", "fitted", vocabulary.Fitted),
        ("not_figures", "reason", vocabulary.NotFigureReason),
        ("checks", "kind", vocabulary.CheckKind),
        ("measure_evidence", "strength", vocabulary.EvidenceStrength),
    ],
)
def test_words_are_offered(kind, key, words):
    node = schemas.schema(kind, MODELS[kind])["items"]["properties"][key]
    assert tuple(node["enum"]) == get_args(words)


def test_horizons_are_offered_within_a_domain():
    made = schemas.schema("domains", MODELS["domains"])
    node = made["$defs"]["SuccessMeasure"]["properties"]["horizon"]
    assert tuple(node["enum"]) == get_args(vocabulary.Horizon)


def objects(node):
    """Yield every schema of an object in a schema."""
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for inner in node.values():
            yield from objects(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_keys_and_what_they_are_for(kind):
    model = MODELS[kind]
    made = schemas.schema(kind, model)
    item = made["items"]
    assert list(item["properties"]) == list(model.model_fields)
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    assert set(item["required"]) == required - ({"source"} if kind in BY_SOURCE else set())
    for one in objects(made):
        assert one["additionalProperties"] is False
        assert one["description"]
        for key, node in one["properties"].items():
            assert node["description"], key
            assert node.get("type") or node.get("$ref"), key
            assert "null" not in str(node), key


def test_lists_and_numbers():
    figures = schemas.schema("figures", MODELS["figures"])["items"]["properties"]
    for key in ("value", "low", "high", "count", "denominator", "lower_ci", "upper_ci"):
        assert figures[key]["type"] == "number"
    programmes = schemas.schema("programmes", MODELS["programmes"])["items"]["properties"]
    assert programmes["partners"]["type"] == "array"
    assert programmes["wards"]["items"]["type"] == "string"
    assert programmes["also_in"]["items"] == {"$ref": "#/$defs/Mention"}
    checks = schemas.schema("checks", MODELS["checks"])["items"]["properties"]
    assert checks["constants"]["additionalProperties"] == {"type": "number"}


def test_every_word_is_used():
    used = {
        key
        for kind in KINDS
        for one in objects(schemas.schema(kind, MODELS[kind]))
        for key in one["properties"]
    }
    assert used == set(schemas.WORDS)
    assert all(re.search(r"[.:\d]$", words) for words in schemas.WORDS.values())


def test_the_files_are_those_of_the_models():
    folder = settings().data / schemas.FOLDER
    assert {file.stem for file in folder.glob("*.json")} == set(KINDS)
    for kind in KINDS:
        held = (folder / f"{kind}.json").read_bytes().replace(b"\r\n", b"\n").decode()
        assert held == schemas.text(kind, MODELS[kind]), (
            f"data/schemas/{kind}.json is stale. Run: python -m loaders schemas"
        )


def test_writing(tmp_path):
    files = schemas.write(tmp_path)
    assert [file.name for file in files] == [f"{kind}.json" for kind in KINDS]
    again = {file: file.read_bytes() for file in files}
    schemas.write(tmp_path)
    assert {file: file.read_bytes() for file in files} == again
    assert all(b"\r" not in held and held.endswith(b"}\n") for held in again.values())
