"""Answers to Decidim's surveys, as CSV or spreadsheet and as JSON.

Headings ``ID, Answered on, IP Hash, User status`` in the language of whoever exports, then
``1. Question`` for each question and ``4. Question/Row`` for the rows of a matrix. Several choices
stand in one cell, joined by a comma and a space, which also occur inside choices: only a list of
the options tells them apart. In JSON they are a list, and nothing has to be told apart. Words of
one's own stand in brackets behind the choice. Times are in UTC and say so.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace

from civicsite.diagnostics import Span
from civicsite.exports.dataset import Export, ExportFile, Findings, Format, Reading, Recognition
from civicsite.exports.form_answers import Encoding, Joining
from civicsite.exports.form_services import FormService, folded
from civicsite.exports.forms import FormFormat
from civicsite.exports.json_text import json_keys, looks_like_json
from civicsite.exports.records import Record, Records, open_records

__all__ = ["FORMATS"]

_NAMES = (
    ("Answered on", "IP Hash", "User status"),
    ("Odpowiedziałem", "Hash IP", "Status użytkownika"),
)
_BETWEEN = "\N{INVISIBLE SEPARATOR}"
"""Joins the values of a list of JSON; no answer holds it."""
_HEAD = 65536

_TABLE = FormService(
    "decidim-survey",
    fingerprints=_NAMES,
    looks=r"\d{4}-\d{2}-\d{2}[ T]",
    time=tuple(names[0] for names in _NAMES),
    personal=("ID", "Answer ID", "ID odpowiedzi", *(names[1] for names in _NAMES)),
    encoding=Encoding(Joining(r",\s+"), ("slash",)),
)
_JSON = replace(_TABLE, encoding=Encoding(Joining(_BETWEEN, True), ("slash",)))


@dataclass(frozen=True, slots=True)
class DecidimSurvey:
    """The answers to one survey."""

    name: str = _TABLE.name
    makes: frozenset[str] = FormFormat.makes
    keys: frozenset[str] = FormFormat.keys

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By its headings and the way it writes times, or by the keys of its JSON."""
        keys = folded(tuple(json_keys(head)))
        if any(folded(names) <= keys for names in _NAMES) or _TABLE.made(head):
            return Recognition(self.name, f"recognised-{self.name}")
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver ballots or responses."""
        with reading.file.stream() as stream:
            head = stream.read(_HEAD)
        if not looks_like_json(head):
            return FormFormat(_TABLE).read(reading)
        findings = Findings(reading.file.path)
        found = next(iter(open_records(reading.file, findings, lambda columns: True)), None)
        if found is None:
            return Export(findings.all())
        export = FormFormat(_JSON).read(replace(reading, file=_as_table(found)))
        # A line of the table is none of the file.
        own = Span(reading.file.path)
        told = tuple(
            replace(item, span=own) if item.span.path == own.path else item
            for item in export.diagnostics
        )
        provenance = export.provenance and found.provenance(
            self.name, reading.recognised_by, reading.entry.channel, export.provenance.rows_read
        )
        return replace(export, diagnostics=told, provenance=provenance)


FORMATS: tuple[Format, ...] = (DecidimSurvey(),)


def _as_table(found: Records) -> ExportFile:
    """The records as CSV, the columns in the order in which they first come."""
    records = list(found.rows)
    names = list(dict.fromkeys(name for record in records for name in record.cells))
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        writer.writerow([_cell(record, name) for name in names])
    data = stream.getvalue().encode("utf-8", "replace")
    return ExportFile(found.path, lambda: io.BytesIO(data))


def _cell(record: Record, name: str) -> str:
    values = record.lists.get(name, (record.cells.get(name, ""),))
    return _BETWEEN.join(value.replace(_BETWEEN, " ") for value in values)
