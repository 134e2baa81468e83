"""The published schema: it is the one of the program, and what is published holds to it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.editing.results_schema import results_schema
from civicsite.results.rules.base import TieBreak
from tests.results.counting import AS_DECLARED, ballots, request, totals
from tests.results.published import PROJECTS, released

DOCS = Path(__file__).parents[2] / "docs" / "reference"
SCHEMA = results_schema()


def faults(data: Any, schema: dict[str, Any], place: str = "") -> list[str]:
    """Where data does not hold to a schema, as far as ours uses JSON Schema."""
    if "$ref" in schema:
        return faults(data, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], place)
    if "anyOf" in schema:
        found = [faults(data, one, place) for one in schema["anyOf"]]
        return [] if [] in found else [f"{place}: none of {len(found)}"]
    if "const" in schema:
        return [] if data == schema["const"] else [f"{place}: {data}"]
    kinds = {"string": str, "integer": int, "object": dict, "array": list, "boolean": bool, "null": type(None)}  # fmt: skip
    if type(data) is not kinds[schema["type"]]:
        return [f"{place}: {type(data).__name__}"]
    if isinstance(data, str) and not re.search(schema.get("pattern", ""), data):
        return [f"{place}: pattern"]
    if isinstance(data, list):
        kinds_of = schema.get("prefixItems") or [schema["items"]] * len(data)
        if len(kinds_of) != len(data):
            return [f"{place}: {len(data)} items"]
        return [f for n, item in enumerate(data) for f in faults(item, kinds_of[n], f"{place}/{n}")]
    if not isinstance(data, dict):
        return []
    known, more = schema.get("properties", {}), schema["additionalProperties"]
    found = [f"{place}/{name}: missing" for name in schema.get("required", ()) if name not in data]
    for name, item in data.items():
        if name not in known and more is False:
            found.append(f"{place}/{name}: unknown")
        else:
            found += faults(item, known.get(name, more), f"{place}/{name}")
    return found


@given(st.lists(st.lists(st.sampled_from("123"), min_size=1, unique=True), min_size=1, max_size=6))
def test_a_published_ranking_holds_to_the_schema(rows: list[list[str]]) -> None:
    asked = request(
        ballots(), options=PROJECTS, validity=AS_DECLARED, rule="scottish-stv", seats=2,
        ties=TieBreak(("file-order",)), electorate=100, quorum=3,
    )  # fmt: skip
    table = "Projekty\tX\n" + "".join(f"{','.join(row)}\tx\n" for row in rows)
    files = released(asked, {"data/glosy.csv": table})
    assert faults(json.loads(files["results.json"]), SCHEMA) == []


def test_a_published_protocol_holds_to_the_schema() -> None:
    asked = request(
        totals("data/a.csv", cast=12, valid=12), options=PROJECTS, rule="most-votes", seats=1
    )
    files = released(asked, {"data/a.csv": "Nr;Głosy\n1;7\n2;5\n3;0\n"})
    assert faults(json.loads(files["results.json"]), SCHEMA) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("colour",), "red"),
        (("contests", 0, "count", "cast"), "3"),
        (("contests", 0, "count", "budget"), 12.5),
        (("contests", 0, "count", "outcome", "steps", 0, "decision"), None),
    ],
)
def test_what_does_not_hold_to_the_schema_is_seen(path: tuple[Any, ...], value: Any) -> None:
    asked = request(ballots(), options=PROJECTS, validity=AS_DECLARED, rule="approval", seats=1, budget=Decimal(5))  # fmt: skip
    data = json.loads(released(asked, {"data/glosy.csv": "Projekty\tX\n1\tx\n"})["results.json"])
    part = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert faults(data, SCHEMA)


def test_every_field_is_explained_somewhere() -> None:
    text = (DOCS / "results-json.md").read_text("utf-8")
    missing = [name for name in SCHEMA["properties"] if f"`{name}`" not in text and f"`{name}[" not in text and name != "contests"]  # fmt: skip
    assert missing == []
