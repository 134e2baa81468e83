"""The reference is the declaration: generated, complete, up to date."""

from __future__ import annotations

import json
from pathlib import Path

from civicsite.editing.reference import documents, fields_of, settings_of
from civicsite.registry import standard_registry

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_field_has_its_docstring() -> None:
    missing = [(block, f[0]) for block, fields in fields_of().items() for f in fields if not f[2]]
    assert missing == []


def test_every_field_of_a_rule_has_its_docstring_and_joins_the_schema() -> None:
    described = json.loads(documents()["reference/results-yaml.schema.json"])
    by_name = {
        part["if"]["properties"]["name"]["const"]: part["then"]["properties"]
        for part in described["$defs"]["RuleFields"]["allOf"]
    }
    rules = standard_registry().rules
    assert by_name.keys() == rules.keys()
    for name, rule in rules.items():
        own = settings_of(rule.settings)
        assert all(said for _, _, said in own), name
        assert by_name[name].keys() == {"name", "quorum", "quorum_share", *(f for f, _, _ in own)}
    assert {"share", "conflicts", "reserve", "threshold"} <= by_name["greedy-partial"].keys()


def test_what_is_committed_is_what_is_generated() -> None:
    for path, content in documents().items():
        assert (DOCS / path).read_bytes() == content, f"{path}: run make docs"
