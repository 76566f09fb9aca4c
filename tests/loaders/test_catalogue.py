"""Faults planted in a small data folder: each is named with its file, line and key, and alone.

A ``§`` in the planted text stands where the problem is expected and is not written.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from config import ROOT
from loaders import catalogue
from loaders.__main__ import main
from loaders.problems import DataError, Problem, report

FIGURES = "figures/plan_2023.yaml"
PROGRAMMES = "programmes/plan_2023.yaml"
LINE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<key>.+?): (?P<rest>.+)")


@dataclass(frozen=True)
class Case:
    """``old`` in a file becomes ``new``; then a problem at § names ``key`` and says ``word``.

    ``count`` is the number of problems in all: what follows from a fault is not told.
    """

    name: str
    file: str
    old: str
    new: str
    key: str
    word: str
    count: int = 1


def whole(name: str, new: str, key: str, word: str, count: int = 1, *, file: str = FIGURES) -> Case:
    """A case in which the whole file is replaced."""
    return Case(name, file, "", new, key, word, count)


def value(name: str, text: str, word: str, key: str = "value") -> Case:
    """A case of another scalar after ``value:`` of the third figure."""
    return Case(name, FIGURES, "  value: 1000\n", f"  §value: {text}\n", key, word)


def prose(name: str, text: str, word: str) -> Case:
    """A case of another scalar after the indicator's ``definition:``."""
    old = '  definition: "Adults who smoke"\n'
    return Case(name, "indicators.yaml", old, f"  §definition: {text}\n", "definition", word)


def period(text: str, word: str = "is not a period") -> Case:
    """A case of another period."""
    return Case(
        f"period-{text}",
        FIGURES,
        "  period: 2022/23\n",
        f"  §period: {text}\n",
        "period",
        word,
    )


SCALARS = [
    *(value(f"value-{t}", t, "true or false") for t in ("no", "on", "YES", "y", "n", "NO", "Off")),
    value("leading-zero", "0123", "(write: 123)"),
    value("leading-zero-with-a-sign", "-007", "(write: -7)"),
    value("leading-zero-and-point", "007.50", "(write: 7.50)"),
    value("octal", "0o17", "another base"),
    value("hexadecimal", "0x1F", "another base"),
    value("binary", "0b11", "another base"),
    value("sixtieths", "12:30", "sixtieths"),
    value("underscores", "1_000", "(write: 1000)"),
    value("exponent", "1e5", "exponent"),
    value("exponent-to-infinity", "1.0e+400", "exponent"),
    *(value(f"value-{t}", t, "not a number") for t in (".nan", ".inf", "-.inf", "NaN", "inf")),
    value("bare-point-before", ".5", "(write: 0.5)"),
    value("bare-point-after", "5.", "(write: 5)"),
    value("thousands", "1,234", "(write: 1234)"),
    value("thousands-with-blanks", "1 234 567", "(write: 1234567)"),
    value(
        "decimal-comma", "7,59", "not a number written in full; expected digits such as 1234.5\n"
    ),
    value("pounds", "£1,234.50", "(write: 1234.50)"),
    value("percent-sign", "13.9%", "(write: 13.9)"),
    value("real-minus", "−3", "(write: -3)"),
    value("millions", "1.2m", "not a number written in full"),
    value("quoted", '"1000"', "(write: 1000)"),
    value("quoted-words", "'a lot'", "text in quotes"),
    value("block-text", "|\n    1000", "text in quotes"),
    value("flag", "true", "not a number"),
    value("equals-sign", "=", "not a number"),
    value("5000-digits", "9" * 5000, "5,000 characters"),
    value("nothing", "", "there is no value"),
    value("tilde", "~", "there is no value"),
    value("null", "null", "there is no value"),
    value("only-a-comment", "#1000", "there is no value"),
    value("list-for-number", "[1000]", "a list stands here"),
    value("mapping-for-number", "{is: 1000}", "a mapping"),
    value("tag", "!!int 1000", "a tag"),
    value("python-tag", "!!python/object/apply:os.system [ls]", "a tag"),
    value("anchor", "&thousand 1000", "an anchor"),
    value("alias-to-nothing", "*thousand", "an alias"),
    prose("true-as-text", "true", '(write: "true")'),
    prose("True-as-text", "True", "as a flag"),
    prose("no-as-text", "No", '(write: "No")'),
    prose("time-as-text", "12:30", '(write: "12:30")'),
    prose("moment-as-text", "2024-02-03 10:00:00", "moment"),
    prose("impossible-day-as-text", "2024-02-30", "no day"),
    prose("timestamp-tag", "!!timestamp x", "a tag"),
    prose("text-tag", "!!str no", "a tag"),
    prose("own-tag", "!secret x", "a tag"),
    prose("empty-text", '""', "the text is empty"),
    prose("blank-text", "'  '", "the text is empty"),
    prose("list-for-text", "[Adults, who]", "a list stands here"),
    prose("cut-by-comment", "Adults # who smoke", "drops what follows"),
    prose("second-colon", "Adults: who smoke", "': '"),
    prose("starts-with-at", "@adults", "cannot start"),
    prose("starts-with-percent", "%adults", "cannot start"),
    prose("apostrophe-in-single-quotes", "'The county's adults'", "closed quote"),
    prose("text-after-quotes", '"Adults" who smoke', "closed quote"),
    prose("bad-escape", r'"C:\data"', "not YAML"),
    prose("unterminated-quote", '"Adults', "not closed"),
    prose("unterminated-single-quote", "'Adults", "never closed"),
    prose("zero-width-blank", "Adults\u200b", "U+200B"),
    prose("right-to-left-override", "Adults \u202e smoke", "U+202E"),
    prose("line-separator", "Adults\u2028smoke", "U+2028"),
    prose("next-line", "Adults\u0085smoke", "U+0085"),
    prose("escape-sequence", "Adults\u001b[31m", "U+001B"),
    prose("nul", "Adults\0", "U+0000"),
    prose("damaged-letter", "Adults \ufffd", "U+FFFD"),
    prose("mark-in-the-middle", "\ufeffAdults", "U+FEFF"),
    prose("hidden-tags", "Adults\U000e0041", "U+E0041"),
    prose("tab-in-text", "Adults\twho", "a tab"),
]

STRUCTURE = [
    Case(
        "duplicate-key",
        FIGURES,
        "  period: 2022/23\n",
        "  period: 2022/23\n  §area: borough\n",
        "area",
        "stands twice (first on line 3)",
    ),
    Case(
        "duplicate-key-same-value",
        "sources.yaml",
        "  status: draft\n",
        "  status: draft\n  §status: draft\n",
        "status",
        "stands twice",
    ),
    Case(
        "duplicate-nested-key",
        "domains.yaml",
        '      name: "Better homes"\n',
        '      name: "Better homes"\n      §name: "Homes"\n',
        "name",
        "stands twice",
    ),
    Case(
        "duplicate-key-in-braces",
        "indicators.yaml",
        "unit: count,",
        "unit: count, §unit: people,",
        "unit",
        "stands twice",
    ),
    Case(
        "duplicate-input",
        "checks.yaml",
        "    borough: smoking-borough.low\n",
        "    borough: smoking-borough.low\n    §borough: homes-county\n",
        "borough",
        "twice",
    ),
    Case(
        "tab-indent",
        FIGURES,
        "  area: county\n  period: 2022/23",
        "\t§area: county\n  period: 2022/23",
        "area",
        "a tab",
    ),
    Case(
        "tab-after-colon", "areas.yaml", "  parent: county", "  §parent:\tcounty", "parent", "a tab"
    ),
    Case("tab-in-braces", "indicators.yaml", "unit: count,", "§unit:\tcount,", "unit", "a tab"),
    Case(
        "merge-key",
        FIGURES,
        "  where: Page five\n",
        "  where: Page five\n  §<<: {note: x}\n",
        "<<",
        "a merge key",
    ),
    Case(
        "merge-of-an-alias",
        FIGURES,
        "- id: homes-county\n",
        "- id: homes-county\n  §<<: *base\n",
        "<<",
        "a merge key",
    ),
    Case(
        "anchored-item",
        FIGURES,
        "- id: homes-county\n",
        "- §&base\n  id: homes-county\n",
        "item",
        "an anchor",
    ),
    Case(
        "anchored-key",
        "areas.yaml",
        "  parent: county",
        "  §&p parent: county",
        "parent",
        "an anchor",
    ),
    Case(
        "list-as-key",
        "areas.yaml",
        "  parent: county",
        "  ? §[parent]\n  : county",
        "item",
        "a key",
    ),
    Case("alias-as-key", "areas.yaml", "  parent: county", "  §*p : county", "item", "a key"),
    Case("empty-key", "areas.yaml", "  parent: county", "  §'': county", "''", "no key"),
    Case(
        "key-without-colon",
        FIGURES,
        "  area: county\n  value",
        "  §area county\n  value",
        "area",
        "no ': '",
    ),
    Case(
        "key-without-blank",
        FIGURES,
        "  area: county\n  value",
        "  §area:county\n  value",
        "area",
        "no ': '",
    ),
    Case("first-key-without-colon", "risks.yaml", "- id: risk", "- §id risk", "id", "no ': '"),
    Case("first-key-without-blank", "risks.yaml", "- id: risk", "- §id:risk", "id", "no ': '"),
    Case(
        "refused-reference", "risks.yaml", "source: plan_2023", "§source: no", "source", "true or"
    ),
    Case(
        "key-without-colon-in-braces",
        "indicators.yaml",
        "unit: count,",
        "§unit count,",
        "unit",
        "no ': '",
    ),
    Case(
        "key-without-blank-in-braces",
        "indicators.yaml",
        "unit: count,",
        "§unit:count,",
        "unit",
        "no ': '",
    ),
    Case(
        "indented-too-far",
        FIGURES,
        "  area: county\n  value",
        "    §area: county\n  value",
        "area",
        "indentation",
    ),
    Case(
        "indented-too-little",
        FIGURES,
        "  area: county\n  value",
        " §area: county\n  value",
        "area",
        "indentation",
    ),
    Case(
        "not-indented",
        FIGURES,
        "  area: county\n  value",
        "§area: county\n  value",
        "area",
        "indentation",
    ),
    Case(
        "dash-without-blank",
        FIGURES,
        "- id: homes-county",
        "§-id: homes-county",
        "id",
        "indentation",
    ),
    Case(
        "dash-before-a-key",
        FIGURES,
        "  area: county\n  value",
        "  §- area: county\n  value",
        "area",
        "indentation",
    ),
    Case(
        "bracket-left-open",
        "indicators.yaml",
        '["tobacco", "cigarettes"]',
        '§["tobacco", "cigarettes"',
        "synonyms",
        "bracket",
    ),
    Case("brace-left-open", "indicators.yaml", '"Homes"}', '"Homes"', "item", "bracket"),
    Case("wrong-bracket", PROGRAMMES, "E05000002]", "E05000002}", "wards", "bracket"),
    Case("comma-twice", "indicators.yaml", '"tobacco", ', '§"tobacco",, ', "synonyms", "not YAML"),
    Case(
        "unterminated-quote-before-others",
        FIGURES,
        '"13.9% smoke"',
        '§"13.9% smoke',
        "as_stated",
        "not closed on its line",
    ),
    Case(
        "unterminated-quote-in-brackets",
        PROGRAMMES,
        '"The college"]',
        '§"The college]',
        "partners",
        "not closed on its line",
    ),
    Case("unterminated-last-quote", PROGRAMMES, '"Notes"', '§"Notes', "where", "never closed"),
    Case(
        "second-document",
        FIGURES,
        "- id: homes-county",
        "§---\n- id: homes-county",
        "file",
        "second document",
    ),
    Case(
        "directive",
        FIGURES,
        "- id: smoking-county\n  indicator",
        "§%YAML 1.1\n---\n- id: smoking-county\n  indicator",
        "file",
        "directive",
    ),
    Case(
        "unknown-directive",
        "risks.yaml",
        "- id: risk",
        "§%X y\n---\n- id: risk",
        "file",
        "not YAML",
    ),
    Case(
        "item-is-text",
        FIGURES,
        "- id: homes-county",
        "- §something\n- id: homes-county",
        "item",
        "text stands here",
    ),
    Case(
        "item-is-nothing",
        FIGURES,
        "- id: homes-county",
        "§-\n- id: homes-county",
        "item",
        "no value",
    ),
    Case(
        "item-is-a-list",
        FIGURES,
        "- id: homes-county",
        "- §[]\n- id: homes-county",
        "item",
        "a list stands here",
    ),
    Case(
        "item-is-empty",
        "risks.yaml",
        "- id: risk_money",
        "- §{}\n- id: risk_money",
        "id",
        "missing",
        6,
    ),
    Case(
        "item-in-an-item",
        FIGURES,
        "- id: homes-county",
        "- §- id: x\n- id: homes-county",
        "item",
        "a list stands here",
    ),
    Case(
        "text-for-list",
        "areas.yaml",
        'synonyms: ["shire", "the shire"]',
        "§synonyms: shire",
        "synonyms",
        "text stands here",
    ),
    Case(
        "null-in-list",
        "areas.yaml",
        '["shire", "the shire"]',
        "§[shire, ~]",
        "synonyms",
        "no value",
    ),
    Case(
        "list-in-list",
        "areas.yaml",
        '["shire", "the shire"]',
        "§[shire, [x]]",
        "synonyms",
        "a list stands here",
    ),
    Case(
        "cut-in-list",
        "areas.yaml",
        '["shire", "the shire"]',
        "\n    - one\n    - §shire #2",
        "synonyms",
        "drops what follows",
    ),
    Case(
        "mapping-for-list",
        "domains.yaml",
        "  vision:\n    - source: plan_2023",
        "  §vision:\n      source: plan_2023",
        "vision",
        "a mapping",
    ),
    Case(
        "list-for-mapping",
        "domains.yaml",
        'delivery_plan: {source: plan_2023, text: "By the board", where: "Page two"}',
        "§delivery_plan: [x]",
        "delivery_plan",
        "a list stands here",
    ),
    Case(
        "text-for-mapping",
        "checks.yaml",
        "  constants:\n    hundred: 100\n",
        "  §constants: 100\n",
        "constants",
        "text stands here",
    ),
    Case(
        "list-for-inputs",
        "checks.yaml",
        "  inputs:\n    county: smoking-county\n    borough: smoking-borough.low\n",
        "  §inputs: [smoking-county]\n",
        "inputs",
        "a list stands here",
    ),
    Case(
        "cut-in-nested-prose",
        "domains.yaml",
        '      name: "Better homes"',
        "      §name: Better homes #1",
        "name",
        "drops what follows",
    ),
    whole(
        "mapping-at-the-top", "§smoking:\n  value: 1\n", "file", "a mapping (key: value) stands at"
    ),
    whole("text-at-the-top", "§figures\n", "file", "text stands at the top"),
    whole("empty-file", "§", "file", "empty"),
    whole("blank-file", "§  \n \n\n", "file", "empty"),
    whole("only-comments", "§# nothing yet\n", "file", "only comments"),
    whole("only-dashes", "§---\n", "file", "no value"),
    whole("only-dots", "§...\n", "file", "not YAML"),
    whole("item-aliases", "- §&a\n  id: x\n- *a\n", "item", "an anchor", 2),
    whole("billion-laughs", "- §&a [x, x]\n- &b [*a, *a]\n- &c [*b, *b]\n", "item", "an anchor", 7),
]

RULES = [
    Case(
        "unknown-key",
        FIGURES,
        "  where: Page five",
        "  §locator: Page five\n  where: Page five",
        "locator",
        "unknown key",
    ),
    Case(
        "misspelt-key",
        FIGURES,
        "  where: Page five\n",
        "  §were: Page five\n",
        "were",
        "(write: where:)",
    ),
    Case(
        "key-in-capitals",
        "sources.yaml",
        "  status: draft\n",
        "  §Status: draft\n",
        "Status",
        "(write: status:)",
    ),
    Case(
        "misspelt-nested-key",
        "domains.yaml",
        "      position: 2",
        "      §positon: 2",
        "positon",
        "(write: position:)",
    ),
    Case(
        "unknown-key-in-braces",
        "domains.yaml",
        'text: "By the board", where:',
        'text: "By the board", §page: "2", where:',
        "page",
        "unknown key",
    ),
    Case(
        "unknown-key-with-a-blank",
        FIGURES,
        "  where: Page five",
        "  §where is: it\n  where: Page five",
        "where is",
        "(write: where:)",
    ),
    Case(
        "missing-key",
        FIGURES,
        "- id: homes-county\n  indicator: homes\n",
        "- §id: homes-county\n",
        "indicator",
        "missing",
    ),
    Case("missing-id", "boards.yaml", "- id: the_board\n  name", "- §name", "id", "missing"),
    Case(
        "missing-nested-key",
        "domains.yaml",
        "    - source: plan_2023\n      text",
        "    - §text",
        "source",
        "missing",
    ),
    Case("missing-in-braces", "indicators.yaml", "{id: homes, ", "§{", "id", "missing"),
    Case(
        "id-in-capitals",
        FIGURES,
        "- id: homes-county",
        "- §id: Homes-County",
        "id",
        "(write: homes_county)",
    ),
    Case("id-with-blank", FIGURES, "- id: homes-county", "- §id: homes county", "id", "not an id"),
    Case(
        "id-with-a-letter-like-another",
        FIGURES,
        "- id: homes-county",
        "- §id: h\u043emes-county",
        "id",
        "not an id",
    ),
    Case(
        "id-with-zero-width",
        FIGURES,
        "- id: homes-county",
        "- §id: homes\u200b-county",
        "id",
        "U+200B",
    ),
    Case("id-emoji", FIGURES, "- id: homes-county", "- §id: 🏠", "id", "not an id"),
    Case("id-number", FIGURES, "- id: homes-county", "- §id: 12", "id", "not an id"),
    Case("id-list", FIGURES, "- id: homes-county", "- §id: [x]", "id", "a list stands here"),
    Case(
        "id-too-long", FIGURES, "- id: homes-county", "- §id: " + "a" * 121, "id", "121 characters"
    ),
    Case(
        "id-broken-and-referred-to",
        "indicators.yaml",
        "- id: smoking\n",
        "- §id: Smoking\n",
        "id",
        "(write: smoking)",
    ),
    Case(
        "id-refused-and-referred-to",
        "indicators.yaml",
        "- id: smoking\n",
        "- §id: no\n",
        "id",
        "true",
    ),
    Case(
        "item-broken-and-referred-to",
        "sources.yaml",
        "  status: draft",
        "  §status: drafted",
        "status",
        "(write: draft)",
    ),
    Case(
        "theme-broken-and-referred-to",
        "domains.yaml",
        "- id: theme_health\n      name",
        "- id: theme_health\n      §nam",
        "nam",
        "(write: name:)",
    ),
    Case(
        "file-broken-and-referred-to",
        "areas.yaml",
        "  parent: county",
        "  §parent: 'county",
        "parent",
        "never closed",
    ),
    Case(
        "duplicate-id-in-a-file",
        FIGURES,
        "- id: homes-county",
        "- §id: smoking-county",
        "id",
        "stands already at data/figures/plan_2023.yaml:1",
        2,
    ),
    Case(
        "duplicate-id-across-kinds",
        "risks.yaml",
        "- id: risk_money",
        "- §id: smoking",
        "id",
        "stands already at data/indicators.yaml:1",
    ),
    Case(
        "duplicate-nested-id",
        "domains.yaml",
        "    - id: theme_homes",
        "    - §id: theme_health",
        "id",
        "stands already at data/domains.yaml:9",
    ),
    Case(
        "duplicate-id-of-action-and-area",
        "domains.yaml",
        "    - id: action_smoking",
        "    - §id: county",
        "id",
        "stands already at data/areas.yaml:1",
    ),
    Case(
        "reference-to-nothing",
        FIGURES,
        "  indicator: homes\n",
        "  §indicator: hoomes\n",
        "indicator",
        "(write: homes)",
    ),
    Case(
        "reference-to-another-kind",
        FIGURES,
        "  indicator: homes\n",
        "  §indicator: county\n",
        "indicator",
        "indicator 'county' is not known",
    ),
    Case(
        "source-that-is-none",
        "risks.yaml",
        "  source: plan_2023",
        "  §source: plan_2024",
        "source",
        "(write: plan_2023)",
    ),
    Case(
        "nested-source-that-is-none",
        "domains.yaml",
        "    - source: plan_2023",
        "    - §source: plan_2022",
        "source",
        "is not known",
    ),
    Case(
        "source-in-braces-that-is-none",
        "domains.yaml",
        'wordings:\n        - {source: plan_2023, text: "Fewer',
        'wordings:\n        - {§source: plan, text: "Fewer',
        "source",
        "not known",
    ),
    Case(
        "parent-that-is-none",
        "areas.yaml",
        "  parent: county",
        "  §parent: countie",
        "parent",
        "(write: county)",
    ),
    Case(
        "theme-that-is-none",
        PROGRAMMES,
        "theme: theme_health",
        "§theme: theme_heath",
        "theme",
        "(write: theme_health)",
    ),
    Case(
        "mention-that-is-none",
        PROGRAMMES,
        "    - source: census",
        "    - §source: sensus",
        "source",
        "(write: census)",
    ),
    Case(
        "check-input-that-is-none",
        "checks.yaml",
        "    county: smoking-county",
        "    §county: smoking-countyy",
        "county",
        "(write: smoking-county)",
    ),
    Case(
        "check-of-one-end-that-is-none",
        "checks.yaml",
        "smoking-borough.low",
        "§smoking-county.low",
        "borough",
        "does not name one number",
    ),
    Case(
        "evidence-that-is-none",
        "measure_evidence.yaml",
        "figure: smoking-county",
        "§figure: smoking",
        "figure",
        "is not known",
    ),
    Case(
        "domain-of-an-indicator-that-is-none",
        "indicators.yaml",
        "polarity: no_judgement\n  domain: living_well",
        "polarity: no_judgement\n  §domain: dying_well",
        "domain",
        "domain 'dying_well' is not known; expected the id of a domain that data/ holds",
    ),
    Case(
        "domain-of-a-programme-that-is-none",
        PROGRAMMES,
        "domain: living_well",
        "§domain: dying_well",
        "domain",
        "domain 'dying_well' is not known; expected the id of a domain that data/ holds",
    ),
    Case("ward-that-is-none", PROGRAMMES, "E05000002]", "§E05000009]", "wards", "is not known"),
    Case("ward-code-in-words", PROGRAMMES, "E05000002]", "§Abbey]", "wards", "no ward code"),
    Case(
        "designation-of-no-ward",
        "ward_designations/plan_2023.yaml",
        "ward_code: E05000001",
        "§ward_code: E05000003",
        "ward_code",
        "is not known",
    ),
    Case(
        "wrong-word",
        FIGURES,
        "  qualifier: at_least",
        "  §qualifier: at_lest",
        "qualifier",
        "(write: at_least)",
    ),
    Case(
        "word-in-capitals",
        FIGURES,
        "  kind: activity",
        "  §kind: Activity",
        "kind",
        "(write: activity)",
    ),
    Case(
        "wrong-nested-word",
        "domains.yaml",
        "horizon: short_term",
        "§horizon: short",
        "horizon",
        "(write: short_term)",
    ),
    Case(
        "wrong-word-in-braces",
        "indicators.yaml",
        "unit: count",
        "§unit: counts",
        "unit",
        "(write: count)",
    ),
    Case(
        "list-for-word", FIGURES, "  kind: activity", "  §kind: [activity]", "kind", "a list stands"
    ),
    Case(
        "flag-in-capitals",
        "indicators.yaml",
        "may_exceed_100: true",
        "§may_exceed_100: True",
        "may_exceed_100",
        "(write: true)",
    ),
    Case(
        "flag-in-quotes",
        "indicators.yaml",
        "may_exceed_100: true",
        '§may_exceed_100: "true"',
        "may_exceed_100",
        "not a flag",
    ),
    Case(
        "flag-as-yes",
        "indicators.yaml",
        "may_exceed_100: true",
        "§may_exceed_100: yes",
        "may_exceed_100",
        "true or false",
    ),
    Case(
        "flag-as-number",
        "indicators.yaml",
        "may_exceed_100: true",
        "§may_exceed_100: 1",
        "may_exceed_100",
        "not a flag",
    ),
    Case(
        "position-with-a-point",
        "domains.yaml",
        "      position: 2",
        "      §position: 2.5",
        "position",
        "whole number",
    ),
    Case(
        "range-with-one-end",
        FIGURES,
        "  low: 10\n  high: 12\n",
        "  §low: 10\n",
        "low",
        "only its low end",
    ),
    Case("low-above-high", FIGURES, "  low: 10\n", "  §low: 13\n", "low", "above high"),
    Case(
        "value-and-range",
        FIGURES,
        "  value: 1000\n",
        "  §value: 1000\n  low: 1\n  high: 2\n",
        "value",
        "both given",
    ),
    Case(
        "no-value",
        FIGURES,
        "- id: homes-county\n  indicator: homes\n  area: county\n  value: 1000\n",
        "- §id: homes-county\n  indicator: homes\n  area: county\n",
        "value",
        "no value",
    ),
    Case(
        "value-outside-its-interval",
        FIGURES,
        "  value: 13.9\n",
        "  §value: 15\n",
        "value",
        "outside its interval",
    ),
    Case(
        "interval-with-one-end",
        FIGURES,
        "  lower_ci: 13.1\n  upper_ci: 14.7\n",
        "  §upper_ci: 14.7\n",
        "upper_ci",
        "one end",
    ),
    Case(
        "interval-upside-down",
        FIGURES,
        "  lower_ci: 13.1\n",
        "  §lower_ci: 15.1\n",
        "lower_ci",
        "above upper_ci",
    ),
    Case(
        "percent-over-100",
        FIGURES,
        "  value: 13.9\n  qualifier: exact\n  kind: outcome\n  lower_ci: 13.1\n  upper_ci: 14.7\n",
        "  §value: 139\n  qualifier: exact\n  kind: outcome\n",
        "value",
        "more than 100 percent",
    ),
    Case(
        "range-over-100", FIGURES, "  high: 12\n", "  §high: 120\n", "high", "more than 100 percent"
    ),
    Case("count-below-0", FIGURES, "  count: 1200\n", "  §count: -1200\n", "count", "below 0"),
    Case(
        "denominator-0",
        FIGURES,
        "  denominator: 10000\n",
        "  §denominator: 0\n",
        "denominator",
        "above 0",
    ),
    Case(
        "fragment-too-long",
        FIGURES,
        "over a thousand homes",
        "over a thousand homes" + " and" * 9,
        "as_stated",
        "13 words",
    ),
    Case(
        "occurrence-0",
        FIGURES,
        "  where: Page five",
        "  §occurrence: 0\n  where: Page five",
        "occurrence",
        "no occurrence",
    ),
    Case(
        "same-as-itself",
        FIGURES,
        "  same_as: smoking-county",
        "  §same_as: smoking-borough",
        "same_as",
        "names itself",
    ),
    Case(
        "inferred-without-period",
        FIGURES,
        "  where: Page five",
        "  §period_inferred: true\n  where: Page five",
        "period_inferred",
        "none is given",
    ),
    Case(
        "other-without-note",
        "not_figures/plan_2023.yaml",
        '- text: "Page 4"\n  reason: page_number',
        '- §text: "Page 4"\n  reason: other',
        "note",
        "nothing explains",
    ),
    Case("day-that-is-none", "sources.yaml", "2023-02-20", "§2023-02-30", "published", "no day"),
    Case("day-in-words", "sources.yaml", "2023-02-20", "§20 February 2023", "published", "no day"),
    Case("day-without-zero", "sources.yaml", "2023-02-20", "§2023-2-20", "published", "no day"),
    Case(
        "day-with-time",
        "sources.yaml",
        "2023-02-20",
        "§2023-02-20T10:00:00Z",
        "published",
        "moment",
    ),
    Case("day-out-of-time", "sources.yaml", "2023-02-20", "§0023-02-20", "published", "outside"),
    Case("area-code-in-words", "areas.yaml", "E07000117", "§Burnley", "area_code", "no area code"),
    Case(
        "formula-that-is-none",
        "checks.yaml",
        '"(county - borough) / borough * hundred"',
        '§"(county - borough"',
        "formula",
        "no formula",
    ),
    Case(
        "formula-of-unknown-names",
        "checks.yaml",
        '"(county - borough) / borough * hundred"',
        '§"(county - boro) / borough * hundred"',
        "formula",
        "uses 'boro'",
    ),
    Case(
        "formula-that-calls",
        "checks.yaml",
        '"(county - borough) / borough * hundred"',
        "§\"__import__('os').system('ls')\"",
        "formula",
        "more than arithmetic",
    ),
    Case(
        "comment-does-not-hide",
        FIGURES,
        "  kind: activity\n",
        "  §kind: activty # activity\n",
        "kind",
        "(write: activity)",
    ),
    *(
        period(text)
        for text in (
            "last year",
            "2024/26",
            "2024/2025",
            "2024-13",
            "2024-Q1",
            "24/25",
            "2024/25-Q5",
            "-2024",
            "2024/25 Q3",
        )
    ),
    period("2025..2024", "ends before it starts"),
    period("2024-04-31", "no day"),
    period("2023-02-29", "no day"),
    period("0024", "leading zero"),
    period("3024", "outside"),
    period("[2024]", "a list stands here"),
    period('"2024-25"', "(write: 2024/25)"),
    period("2024-01-01 00:00:00", "moment"),
    period("..2024"),
    period("2020..2021..2022"),
]

CASES = [*SCALARS, *STRUCTURE, *RULES]


def plant(folder: Path, case: Case) -> int:
    """Write the fault of a case; return the line where § stands (1 without one)."""
    file = folder / case.file
    text = file.read_text(encoding="utf-8")
    assert case.old in text, "the case must plant its fault"
    text = text.replace(case.old, case.new, 1) if case.old else case.new
    before, mark, after = text.partition("§")
    file.write_bytes(f"{before}{after}".encode() if mark else text.encode())
    if mark:
        return before.count("\n") + 1
    offset = text.index(case.new)
    return text.count("\n", 0, offset) + 1


def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Run the command in this process; return its exit code and what it says on stderr."""
    code = main(["check", "--data", str(folder)])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert code != 0 or said.err == ""
    return code, said.err.splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name[:40])
def test_planted_fault_is_named(
    case: Case, small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = plant(small_data, case)
    code, said = check(small_data, capsys)
    assert code == 1
    problems = [found for text in said if (found := LINE.fullmatch(text))]
    right = [
        found
        for found in problems
        if found["path"] == f"data/{case.file}"
        and int(found["line"]) == line
        and found["key"] == case.key
        and case.word in found["rest"] + "\n"
    ]
    assert right, (f"{case.file}:{line}: {case.key}: ...{case.word}", said)
    assert "; expected " in right[0]["rest"]
    assert len(problems) == case.count, said
    assert said[-1] == f"{case.count} problem{'s' if case.count > 1 else ''}"


def test_cases_are_many_and_names_differ() -> None:
    assert len(CASES) >= 150
    assert len({case.name for case in CASES}) == len(CASES)


def test_small_data_is_valid(small_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(small_data, capsys) == (0, [])


# Files and folders that are not as they should be.


def test_data_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["check", "--data", str(tmp_path / "nowhere")])
    assert stop.value.code == 2
    assert "there is no folder" in capsys.readouterr().err
    problems = catalogue.inspect(tmp_path / "nowhere").problems
    assert [problem.wrong for problem in problems] == ["there is no such folder"]


def test_data_folder_that_is_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    code, said = check(folder, capsys)
    assert code == 1
    assert said[0].startswith("empty/:1:1: file: the folder holds no data; expected ")


RENAMED = [
    ("indicators.yaml", "indicatrs.yaml", "(write: indicators.yaml)"),
    ("indicators.yaml", "Indicators.yaml", "(write: indicators.yaml)"),
    ("indicators.yaml", "indicators.yml", "(write: indicators.yaml)"),
    ("indicators.yaml", "indicators.YAML", "(write: indicators.yaml)"),
    ("indicators.yaml", "indicators.yaml.txt", "(write: indicators.yaml)"),
    ("indicators.yaml", "indicators", "(write: indicators.yaml)"),
    ("indicators.yaml", "zzz.yaml", "no file of this name is read"),
    ("indicators.yaml", "observations/indicators.yaml", "no file of this name is read"),
    ("figures/plan_2023.yaml", "figurs/plan_2023.yaml", "(write: figures/plan_2023.yaml)"),
    ("figures/plan_2023.yaml", "figures/plan_2023.yml", "(write: figures/plan_2023.yaml)"),
    ("wards.csv", "ward.csv", "no file of this name is read"),
    ("wards.csv", "wards.CSV", "no file of this name is read"),
    ("observations/official.csv", "observations/old/official.csv", "no file of this name"),
    ("observations/official.csv", "observation/official.csv", "no file of this name is read"),
]


@pytest.mark.parametrize(("name", "wrong_name", "word"), RENAMED, ids=lambda text: text[:30])
def test_misnamed_file_is_the_one_problem(
    name: str, wrong_name: str, word: str, small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_data / wrong_name).parent.mkdir(exist_ok=True)
    (small_data / name).rename(small_data / wrong_name)
    code, said = check(small_data, capsys)
    assert code == 1
    assert said[0].startswith(f"data/{wrong_name}:1:1: file: ")
    assert word in said[0]
    assert said[1:] == ["1 problem"]


def test_file_named_after_no_source_is_one_problem(
    small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_data / FIGURES).rename(small_data / "figures/plan_2032.yaml")
    code, said = check(small_data, capsys)
    assert code == 1
    assert said[0].startswith(
        "data/figures/plan_2032.yaml:1:1: source: the file is named for its source: "
        "source 'plan_2032' is not known"
    )
    assert said[0].endswith("(write: plan_2023)")
    assert said[1:] == ["1 problem"]


def test_single_file_of_figures_needs_a_source_in_every_item(
    small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_data / FIGURES).rename(small_data / "figures.yaml")
    code, said = check(small_data, capsys)
    assert code == 1
    assert [LINE.fullmatch(text)["key"] for text in said[:-1]] == ["source"] * 3


def test_folder_named_like_a_kind_above_the_data(
    small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "figures").mkdir()
    folder = small_data.rename(tmp_path / "figures" / "data")
    assert check(folder, capsys) == (0, [])


@pytest.mark.parametrize("name", ["risks.yaml", "figures/extra.yaml", "wards.csv"])
@pytest.mark.parametrize("what", ["folder", "dead link", "link to itself", "pipe", "device"])
def test_what_is_no_file(
    name: str, what: str, small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = small_data / name
    file.unlink(missing_ok=True)
    if what == "folder":
        file.mkdir()
    elif what == "dead link":
        file.symlink_to("nowhere")
    elif what == "link to itself":
        file.symlink_to(file.name)
    elif what == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero")
    code, said = check(small_data, capsys)
    assert code == 1
    assert said[0].startswith(f"data/{name}:1:1: file: it cannot be read (")
    assert said[1:] == ["1 problem"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_unreadable_file(small_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small_data / "risks.yaml").chmod(0)
    code, said = check(small_data, capsys)
    assert code == 1
    assert said[0].startswith("data/risks.yaml:1:1: file: it cannot be read (")


def test_link_to_a_folder_below_a_kind(
    small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (small_data / "figures" / "more").symlink_to(tmp_path / "elsewhere")
    code, said = check(small_data, capsys)
    assert code == 1
    assert said[0].startswith("data/figures/more:1:1: file: a link to a folder is not followed")


def test_file_name_cannot_break_the_line(
    small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_data / "risks\nfake.yaml").write_text("- id: x\n")
    code, said = check(small_data, capsys)
    assert code == 1
    assert said[0].startswith("data/risks?fake.yaml:1:1: file: no file of this name is read")


def test_other_files_may_stand_beside(small_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small_data / "schemas").mkdir()
    (small_data / "schemas" / "figures.json").write_text("{}")
    (small_data / "README.md").write_text("What stands here")
    (small_data / ".risks.yaml.swp").write_bytes(b"\0\xff")
    (small_data / "risks.yaml~").write_text("- old")
    assert check(small_data, capsys) == (0, [])


@pytest.mark.parametrize("name", [FIGURES, "areas.yaml", "wards.csv", "observations/official.csv"])
def test_byte_order_mark_and_line_ends_of_windows_are_accepted(
    name: str, small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = small_data / name
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert check(small_data, capsys) == (0, [])


def test_lines_are_counted_rightly_after_windows_line_ends(
    small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = plant(small_data, next(case for case in RULES if case.name == "wrong-word"))
    file = small_data / FIGURES
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert check(small_data, capsys)[1][0].startswith(f"data/{FIGURES}:{line}:3: qualifier: ")


BYTES = [
    ("latin-1", "Page five", "Page five \u00e9".encode("latin-1"), "where", "byte 0xe9"),
    ("windows-quotes", "Page five", b"\x93Page five\x94", "where", "byte 0x93"),
    ("cut-off-letter", "Page five", b"Page five \xe2\x82", "where", "byte 0xe2"),
    ("overlong", "Page five", b"Page five \xc0\xaf", "where", "byte 0xc0"),
    ("surrogate", "Page five", b"Page five \xed\xa0\x80", "where", "byte 0xed"),
    ("nul", "Page five", b"Page five\0", "where", "U+0000"),
]


@pytest.mark.parametrize("case", BYTES, ids=lambda case: case[0])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["", "mark"])
def test_bytes_that_are_no_text(
    case: tuple[str, str, bytes, str, str],
    start: bytes,
    small_data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, old, new, key, word = case
    file = small_data / FIGURES
    before, after = file.read_bytes().split(old.encode())
    file.write_bytes(start + before + new + after)
    line = before.count(b"\n") + 1
    code, said = check(small_data, capsys)
    assert code == 1
    found = LINE.fullmatch(said[0])
    assert found
    assert (found["path"], int(found["line"]), found["key"]) == (f"data/{FIGURES}", line, key)
    assert word in found["rest"]
    assert said[1:] == ["1 problem"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
@pytest.mark.parametrize("name", [FIGURES, "wards.csv"])
def test_other_encodings(
    name: str, encoding: str, small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = small_data / name
    file.write_bytes(file.read_text(encoding="utf-8").encode(encoding))
    code, said = check(small_data, capsys)
    assert code == 1
    assert said[0].startswith(f"data/{name}:1:1: file: the file is not UTF-8")
    assert said[1:] == ["1 problem"]


def test_problems_are_capped_at_twenty_and_counted(
    small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_data / "risks.yaml").write_text("- x\n" * 57)
    code, said = check(small_data, capsys)
    assert code == 1
    assert len(said) == 21
    assert said[-1] == "... and 37 more: 57 problems in all"


def test_faults_in_several_files_are_all_told(
    small_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("misspelt-key", "parent-that-is-none", "other-without-note"):
        plant(small_data, next(case for case in RULES if case.name == name))
    code, said = check(small_data, capsys)
    assert code == 1
    assert [LINE.fullmatch(text)["path"] for text in said[:-1]] == [
        "data/areas.yaml",
        f"data/{FIGURES}",
        "data/not_figures/plan_2023.yaml",
    ]


def test_dangling_reference_is_told_beside_another_fault_of_that_kind(small_data: Path) -> None:
    plant(small_data, next(case for case in RULES if case.name == "wrong-word-in-braces"))
    plant(small_data, next(case for case in RULES if case.name == "reference-to-another-kind"))
    keys = {problem.key for problem in catalogue.inspect(small_data).problems}
    assert keys == {"unit", "indicator"}


def test_load_raises_with_the_problems(small_data: Path) -> None:
    assert len(catalogue.load(small_data).figures) == 3
    plant(small_data, next(case for case in RULES if case.name == "misspelt-key"))
    with pytest.raises(DataError, match=r"were: unknown key .*\n1 problem$") as raised:
        catalogue.load(small_data)
    assert [problem.mend for problem in raised.value.problems] == ["where:"]


def test_problems_that_differ_only_in_their_mend_can_be_sorted() -> None:
    one = Problem("a", 1, 1, "k", "w", "e", None)
    other = Problem("a", 1, 1, "k", "w", "e", "m")
    assert sorted([other, one])
    assert report([]) == "0 problems"


# What crashed parsers, in a process of its own.

DEEP = {
    "brackets": "[" * 200_000,
    "closed-brackets": "[" * 100_000 + "]" * 100_000,
    "two-million-brackets": "[" * 2_000_000,
    "braces": "{" * 200_000,
    "keys-in-braces": "{a: " * 200_000,
    "alternating": "[{" * 100_000,
    "alternating-with-keys": "[{a: " * 100_000,
    "dashes": "- " * 200_000,
    "question-marks": "? " * 200_000,
    "dash-question": "- ? " * 100_000,
    "brackets-on-lines": "[\n" * 200_000,
    "keys-and-brackets-on-lines": "a: [\n" * 200_000,
    "brackets-after-a-key": "- id: x\n  synonyms: " + "[" * 200_000,
    "brackets-in-an-item": "- " + "[" * 100_000,
    "indented-keys": "".join(" " * n + "a:\n" for n in range(3000)),
    "indented-dashes": "".join(" " * n + "-\n" for n in range(3000)),
    "question-marks-on-lines": "".join(" " * n + "?\n" for n in range(3000)),
    "long-line": "- id: " + "a" * 5_000_000,
    "many-keys": "- id: x\n" + "".join(f"  k{n}: 1\n" for n in range(200_000)),
    "many-items": "- x\n" * 400_000,
    "many-values": "[" + "x," * 3_000_000 + "]",
    "many-documents": "---\n" * 200_000,
    "many-anchors": "".join(f"- &a{n} x\n" for n in range(200_000)),
    "many-aliases": "- &a x\n" + "- *a\n" * 200_000,
    "laughs": "- &a0 [x, x]\n"
    + "".join(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)),
    "merge-bomb": "- &a0 {k: v}\n"
    + "".join(f"- &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30)),
    "many-tabs": "- a:\tb\n" * 200_000,
    "many-bad-characters": "- a\u200b\n" * 200_000,
    "nines": "- id: x\n  position: " + "9" * 1_000_000,
    "underscores": "- id: x\n  position: " + "1_" * 500_000,
    "sixtieths": "- id: x\n  position: 1" + ":1" * 500_000,
    "too-large": "# " + "x" * 9_000_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_parser_bombs_are_named_quickly_by_a_living_process(name: str, small_data: Path) -> None:
    (small_data / "priorities.yaml").write_text(DEEP[name], encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "loaders", "check", "--data", str(small_data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 1, run.stderr[-500:]
    assert "Traceback" not in run.stderr
    said = run.stderr.splitlines()
    assert len(said) <= 21
    assert max(map(len, said)) < 600
    assert all(text.startswith("data/priorities.yaml:") for text in said[:-1])
    assert said[-1].endswith(("problem", "problems", "problems in all"))
