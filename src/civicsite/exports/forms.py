"""Exports of form services: one format for each.

A service is one frozen :class:`FormService`; a file in ``formats/`` names it. The same table is
read as ballots, when ``choices:`` names the columns of marks, or as responses, when a survey asks
its questions.
"""

from __future__ import annotations

from dataclasses import replace

from civicsite.exports.dataset import Export, Findings, Reading, Recognition
from civicsite.exports.form_rows import open_forms
from civicsite.exports.form_services import FormService
from civicsite.exports.json_tables import is_json, open_json_table
from civicsite.exports.tables import Table, open_table, with_columns

__all__ = ["FormFormat"]

_KEYS = frozenset(
    ["choices", "channel", "channel_column", "channels", "voter", "received", "attributes",
     "separator", "dates", "header_row", "header_rows", "sheet"]
)  # fmt: skip


class FormFormat:
    """The format of one service."""

    makes = frozenset({"ballots", "responses"})
    keys = _KEYS

    def __init__(self, service: FormService) -> None:
        self.service = service
        self.name = service.name

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By the header, and where that proves little by the first time of arrival."""
        known = self.service.made(head)
        return Recognition(self.name, f"recognised-{self.name}") if known else None

    def read(self, reading: Reading) -> Export:
        """Deliver ballots or responses."""
        service, entry = self.service, reading.entry
        findings = Findings(reading.file.path)
        named = with_columns(
            *(name for _, name in entry.choices), *(asked.column for asked in reading.questions)
        )
        rows = max(entry.layout.header_rows, service.header_rows)
        if service.in_json and is_json(reading.file):
            return self._deliver(open_json_table(reading.file, findings), reading, findings)
        table = open_table(
            reading.file, findings, lambda header: service.fits(header) or named(header),
            replace(entry.layout, header_rows=rows), entry.span, join=service.join,
        )  # fmt: skip
        if table and service.settle:
            service.settle(table)
        return self._deliver(table, reading, findings)

    def _deliver(self, table: Table | None, reading: Reading, findings: Findings) -> Export:
        service = self.service
        if service.in_json and is_json(reading.file):
            encoding = replace(service.encoding, joining=service.in_json)
            service = replace(service, encoding=encoding)
        forms = None if table is None else open_forms(table, service, reading)
        if table is None or forms is None:
            return Export(findings.all())
        reading.inspect.columns(table.header, table.header_span())
        forms.deliver()
        return Export(findings.all(), forms.provenance(self.name))
