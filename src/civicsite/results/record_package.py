"""``datapackage.json``: which files there are, their digests, and what their columns mean.

A Frictionless Data Package (specification version 1): ``resources`` with ``schema`` and
``dialect``, ``hash`` as ``sha256:…``. Meanings stand in the language of the result.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from civicsite.letters import slug
from civicsite.results import record_answers, record_table
from civicsite.results.record import Record, RecordFile, content_digest

__all__ = ["NAME", "data_package"]

NAME = "datapackage.json"

Words = Callable[[str], str]
"""A sentence of the catalogue by its key."""

_NUMBERS = frozenset({"cost", "mean"})
_WHOLE = frozenset(
    {"votes", "votes_channel", "ballots", "count", "first", "base", "asked", "answered"}
)
_TYPES = {"json": "application/json", "csv": "text/csv"}


def data_package(record: Record, files: Iterable[RecordFile], words: Words) -> bytes:
    """The file about ``files``."""
    package: Mapping[str, Any] = {
        "profile": "data-package",
        "name": slug(record.process.replace("/", "-")) or "results",
        "title": record.title,
        "description": words("package-description"),
        "resources": [_resource(record, file, words) for file in files],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _resource(record: Record, file: RecordFile, words: Words) -> dict[str, Any]:
    stem, _, ending = file.name.partition(".")
    resource: dict[str, Any] = {
        "name": f"{stem}-{ending}",
        "path": file.name,
        "format": ending,
        "mediatype": _TYPES.get(ending, "text/plain"),
        "encoding": "utf-8",
        "description": words(f"package-{file.kind}"),
        "hash": f"sha256:{content_digest(file.content)}",
    }
    columns = _columns(record, file)
    if columns:
        resource["profile"] = "tabular-data-resource"
        resource["dialect"] = {"delimiter": ";", "doubleQuote": True, "header": True}
        resource["schema"] = {"fields": [_field(name, words) for name in columns]}
    return resource


def _columns(record: Record, file: RecordFile) -> Sequence[str]:
    if file.kind == "table":
        return record_table.columns(record)
    if file.kind == "answers":
        return record_answers.COLUMNS
    if file.kind == "ballots":
        found = next(c.ballots for c in record.contests if c.count.contest == file.contest)
        return ("ballots", "marks", "points", "channel", *(found.attributes if found else ()))
    return ()


def _field(name: str, words: Words) -> dict[str, str]:
    known = name if not name.startswith("votes_") else "votes_channel"
    # An attribute is the editor's own word; what it means stands on the page.
    meaning = words(f"column-{known}" if known in _KNOWN else "column-attribute")
    kind = "integer" if known in _WHOLE else "number" if known in _NUMBERS else "string"
    return {"name": name, "type": kind, "description": meaning}


_KNOWN = frozenset(
    {
        "contest", "contest_title", "id", "title", "place", "cost", "votes", "votes_channel",
        "points", "declared", "recounted", "decision", "ballots", "marks", "channel", "question",
        "row", "option", "count", "first", "base", "asked", "answered", "mean",
    }
)  # fmt: skip
"""Columns whose meaning the catalogue has."""
