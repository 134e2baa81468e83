"""The reference is the declaration: generated, complete, up to date."""

from __future__ import annotations

from pathlib import Path

from civicsite.editing.reference import documents, fields_of

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_field_has_its_docstring() -> None:
    missing = [(block, f[0]) for block, fields in fields_of().items() for f in fields if not f[2]]
    assert missing == []


def test_what_is_committed_is_what_is_generated() -> None:
    for path, content in documents().items():
        assert (DOCS / path).read_bytes() == content, f"{path}: run make docs"
