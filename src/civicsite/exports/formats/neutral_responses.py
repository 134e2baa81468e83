"""Filled-in forms as ``civicsite reduce`` writes them into ``data/``: only the questions that are
counted, and of the answers only what was offered.
"""

from __future__ import annotations

from civicsite.diagnostics import Span, error
from civicsite.exports.dataset import (
    Export,
    Findings,
    Format,
    Layout,
    Reading,
    Recognition,
    Response,
)
from civicsite.exports.reduction import (
    BALLOTS,
    COMPLETE,
    RESPONSES_FORMAT,
    answer_of_cell,
    heading_of_response,
)
from civicsite.exports.tables import open_table, with_columns
from civicsite.exports.text_tables import parse_count

__all__ = ["FORMATS"]


class NeutralResponses:
    """Answers without anybody's data."""

    name = RESPONSES_FORMAT
    makes = frozenset({"responses"})
    keys = frozenset[str]()

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """Never: it is read only beside its sidecar."""
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver the forms, those that are equal one after another."""
        said, findings = reading.entry.reduced, Findings(reading.file.path)
        fits = with_columns(BALLOTS, COMPLETE)
        table = open_table(reading.file, findings, fits, Layout(header_row=1), keep_sums=True)
        if table is None or reading.respond is None:
            return Export(findings.all())
        digest = table.provenance(self.name, reading.recognised_by).sha256
        if said is None or said.sha256 != digest:
            findings.add(error("reduction-changed", Span(reading.file.path)))
            return Export(findings.all())
        reading.inspect.columns(table.header, table.header_span())
        columns = [heading_of_response(heading) for heading in table.header[2:]]
        for row in table:
            reading.inspect.row(row.cells, row.line)
            cells = zip(columns, row.cells[2:], strict=True)
            answers = {column: answer_of_cell(cell) for column, cell in cells}
            response = Response(answers, row.cells[1] == "1", line=row.line)
            for _ in range(min(parse_count(row.cells[0]) or 0, said.ballots)):
                reading.respond(response)
        return Export(findings.all())


FORMATS: tuple[Format, ...] = (NeutralResponses(),)
