"""What is published for other programs has the shape that is promised, checked by another program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.sites.news_site import LATE, NEWS
from tests.sites.results_of_each_sort import SITE as RESULTS
from tests.sites.tiny import SITE, build, tree, write

ROOT = Path(__file__).parents[2]
SCHEMAS = {
    "schema-org": ROOT / "tests/schemas/schema-org.schema.json",
    "data-package": ROOT / "tests/schemas/data-package.schema.json",
    "processes": ROOT / "docs/processes.schema.json",
    "results": ROOT / "docs/reference/results.schema.json",
}
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def problems(schema: str, told: Any) -> list[str]:
    """What does not fit, with its place."""
    shape = json.loads(SCHEMAS[schema].read_bytes())
    Draft202012Validator.check_schema(shape)
    return [
        f"{error.json_path}: {error.message[:300]}"
        for error in Draft202012Validator(shape).iter_errors(told)
    ]


@pytest.fixture(scope="module", params=["news", "results", "tiny"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What three sites publish once everything has happened."""
    files = {"news": NEWS, "results": RESULTS, "tiny": SITE}[request.param]
    root = write(tmp_path_factory.mktemp(request.param), files)
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def test_heads_of_pages_hold_schema_org(site: dict[str, bytes]) -> None:
    found = {
        path: json.loads(text)
        for path, page in site.items()
        if path.endswith(".html")
        for text in LINKED.findall(page.decode())
    }
    assert {told["@type"] for told in found.values()} >= {"GovernmentService"}
    assert [fault for told in found.values() for fault in problems("schema-org", told)] == []


def test_processes_hold_the_published_schema(site: dict[str, bytes]) -> None:
    found = {
        path: told
        for path, content in site.items()
        if path.endswith(".json")
        and (told := json.loads(content)).get("format", "").startswith("civicsite-process")
    }
    assert "processes.json" in found
    assert len(found) > 1
    assert [fault for told in found.values() for fault in problems("processes", told)] == []


def test_records_and_their_packages_hold_their_schemas(site: dict[str, bytes]) -> None:
    for path, content in site.items():
        if path.endswith("/results.json"):
            assert problems("results", json.loads(content)) == [], path
        if path.endswith("/datapackage.json"):
            package = json.loads(content)
            assert problems("data-package", package) == [], path
            folder = path.removesuffix("datapackage.json")
            assert all(folder + item["path"] in site for item in package["resources"])


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("schema-org", {"@context": "https://schema.org", "@type": "Event", "name": "Spacer"}),
        ("data-package", {"resources": [{"name": "a", "path": "../a.csv"}]}),
        ("data-package", {"resources": [{"name": "a", "path": "a.csv", "hash": "sha256:1"}]}),
        ("processes", {"format": "civicsite-processes", "version": 2, "processes": []}),
        ("results", {}),
    ],
)
def test_the_schemas_refuse_what_does_not_fit(schema: str, told: Any) -> None:
    assert problems(schema, told)
