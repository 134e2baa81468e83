"""Answers in JSON -> the table that the same service gives as CSV.

What is a list in JSON becomes one cell with a separator that no text has, so that a comma inside a
choice is certain.
"""

from __future__ import annotations

from civicsite.diagnostics import Span, error
from civicsite.exports.dataset import ExportFile, Findings
from civicsite.exports.json_text import looks_like_json
from civicsite.exports.records import open_records
from civicsite.exports.tables import Table, made_table

__all__ = ["BETWEEN", "is_json", "open_json_table"]

BETWEEN = "\x1f"
"""Unit separator of ASCII, between the values of a list."""
_HEAD = 65536


def is_json(file: ExportFile) -> bool:
    """True for a file that begins as a list of objects."""
    with file.stream() as stream:
        return looks_like_json(stream.read(_HEAD))


def open_json_table(file: ExportFile, findings: Findings) -> Table | None:
    """The table in a file; None, with a diagnostic, when there is none. Its columns are all keys,
    in the order in which they come first."""
    (records,) = open_records(file, findings, lambda columns: True) or (None,)
    if records is None:
        if not findings.all():
            findings.add(error("export-empty", Span(file.path)))
        return None
    given = list(records.rows)
    header = list(dict.fromkeys(name for record in given for name in record.cells))
    rows = [
        [
            BETWEEN.join(record.lists[name]) if name in record.lists else record.cells.get(name, "")
            for name in header
        ]
        for record in given
    ]
    return made_table(records.provenance("", "", "", len(given)), header, rows, findings)
