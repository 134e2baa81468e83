"""The project's own table of ballots, as ``civicsite reduce`` writes it into ``data/`` and as the
published ballots are.

Ids stand in the cells themselves, so nothing is guessed: a mark that names no option of the
contest is an error. With a sidecar the file must be the one it was written for, bit by bit.
"""

from __future__ import annotations

from collections.abc import Iterator

from civicsite.diagnostics import Span, error
from civicsite.exports.dataset import (
    Ballot,
    Export,
    Findings,
    Format,
    Layout,
    Reading,
    Recognition,
    Score,
)
from civicsite.exports.reduction import (
    BALLOTS,
    CHANNEL,
    FORMAT,
    MARKS,
    POINTS,
    parse_score,
    split,
)
from civicsite.exports.tables import Table, open_table, with_columns
from civicsite.exports.text_tables import parse_count
from civicsite.terms import Channel

__all__ = ["FORMATS"]

_COLUMNS = (BALLOTS, MARKS, POINTS, CHANNEL)
_CHANNELS = frozenset(("", *(channel.value for channel in Channel)))


class Neutral:
    """Ballots without anybody's data."""

    name = FORMAT
    makes = frozenset({"ballots"})
    keys = frozenset({"contest"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By the first four headings."""
        first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip()
        if first.decode("ascii", "replace").split(";")[:4] == list(_COLUMNS):
            return Recognition(self.name, "recognised-reduced")
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver what stands in each row: equal ballots with their number."""
        entry, findings = reading.entry, Findings(reading.file.path)
        table = open_table(
            reading.file, findings, with_columns(*_COLUMNS), Layout(header_row=1), keep_sums=True
        )
        if table is None:
            return Export(findings.all())
        columns = [table.column(name, entry.span) for name in _COLUMNS]
        if None in columns:
            return Export(findings.all())
        reading.inspect.columns(table.header, table.header_span())
        places = tuple(index or 0 for index in columns)
        provenance = table.provenance(self.name, reading.recognised_by)
        said = entry.reduced
        if said and provenance.sha256 != said.sha256:
            findings.add(error("reduction-changed", Span(entry.path)))
            return Export(findings.all())
        total = 0
        for ballot in _ballots(table, places, reading):
            reading.deliver(ballot)
            total += ballot.count
        if said is None:
            provenance = table.provenance(self.name, reading.recognised_by)
            return Export(findings.all(), provenance)
        if said.ballots != total:
            findings.add(error("reduction-changed", Span(entry.path)))
        return Export(findings.all(), None, said.totals, said.options, said.facts, said.declared)


FORMATS: tuple[Format, ...] = (Neutral(),)


def _ballots(table: Table, columns: tuple[int, ...], reading: Reading) -> Iterator[Ballot]:
    number_column, marks_column, points_column, channel_column = columns
    said = reading.entry.reduced
    options = (*reading.options.get(reading.entry.contest, ()), *(said.options if said else ()))
    known = frozenset(option.id for option in options)
    attributes = [(n, name) for n, name in enumerate(table.header) if name not in _COLUMNS]
    for row in table:
        reading.inspect.row(row.cells, row.line)
        marks = split(row.cells[marks_column])
        points = _points(row.cells[points_column])
        channel = row.cells[channel_column]
        number = parse_count(row.cells[number_column])
        if not number:
            table.findings.add(error("reduced-number", table.span(row, number_column)))
        elif points is None or (points and len(points) != len(marks)):
            table.findings.add(error("reduced-points", table.span(row, points_column)))
        elif len(set(marks)) < len(marks) or not known.issuperset(marks):
            table.findings.add(error("reduced-option", table.span(row, marks_column)))
        elif channel not in _CHANNELS:
            table.findings.add(error("reduced-channel", table.span(row, channel_column)))
        else:
            known_of = tuple((name, row.cells[n]) for n, name in attributes if row.cells[n])
            yield Ballot(
                reading.entry.contest, marks, channel, points,
                line=row.line, count=number, attributes=known_of,
            )  # fmt: skip


def _points(cell: str) -> tuple[Score, ...] | None:
    words = cell.split(",") if cell else []
    scores = tuple(score for word in words if (score := parse_score(word)) is not None)
    return scores if len(scores) == len(words) else None
