"""The project's own table of ballots, as ``civicsite reduce`` writes it into ``data/`` and as the
published ballots are.

Ids stand in the cells themselves, so nothing is guessed: a mark that names no option of the
contest is an error. With a sidecar the file must be the one it was written for, bit by bit.
"""

from __future__ import annotations

from collections.abc import Iterator

from civicsite.diagnostics import Span, error
from civicsite.exports.dataset import Ballot, Export, Findings, Format, Reading, Recognition, Score
from civicsite.exports.option_lists import table_provenance
from civicsite.exports.reduction import (
    CHANNEL,
    FORMAT,
    MARKS,
    POINTS,
    parse_score,
    split,
)
from civicsite.exports.text_tables import Table, TextFile, examine, open_table
from civicsite.terms import Channel

__all__ = ["FORMATS"]

_CHANNELS = frozenset(("", *(channel.value for channel in Channel)))


class Neutral:
    """Ballots without anybody's data."""

    name = FORMAT
    makes = "ballots"
    keys = frozenset({"contest"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By the first three headings."""
        first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip()
        if first.split(b";")[:3] == [MARKS.encode(), POINTS.encode(), CHANNEL.encode()]:
            return Recognition(self.name, "recognised-reduced")
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver one ballot per row."""
        entry, findings = reading.entry, Findings(reading.file.path)
        text = examine(reading.file)
        if not isinstance(text, TextFile):
            return Export((text,))
        table = open_table(text, findings)
        if table is None:
            return Export(findings.all())
        columns = [table.column(name, entry.span) for name in (MARKS, POINTS, CHANNEL)]
        if None in columns:
            return Export(findings.all())
        reading.inspect.columns(table.header, Span(entry.path, table.header_row.line))
        marks, points, channel = (index or 0 for index in columns)
        if entry.reduced and text.sha256 != entry.reduced.sha256:
            findings.add(error("reduction-changed", Span(entry.path)))
            return Export(findings.all())
        known = frozenset(option.id for option in reading.options.get(entry.contest, ()))
        for ballot in _ballots(table, (marks, points, channel), reading, known):
            reading.deliver(ballot)
        if entry.reduced and entry.reduced.ballots != table.rows_read:
            findings.add(error("reduction-changed", Span(entry.path)))
        if entry.reduced is None:
            provenance = table_provenance(table, self.name, reading.recognised_by)
            return Export(findings.all(), provenance)
        said = entry.reduced
        return Export(findings.all(), None, said.totals, said.options, None, said.declared)


FORMATS: tuple[Format, ...] = (Neutral(),)


def _ballots(
    table: Table, columns: tuple[int, int, int], reading: Reading, known: frozenset[str]
) -> Iterator[Ballot]:
    marks_column, points_column, channel_column = columns
    if reading.entry.reduced:
        known = known | {option.id for option in reading.entry.reduced.options}
    for row in table:
        reading.inspect.row(row.cells, row.line)
        marks = split(row.cells[marks_column])
        points = _points(row.cells[points_column])
        channel = row.cells[channel_column]
        if points is None or (points and len(points) != len(marks)):
            table.findings.add(error("reduced-points", table.span(row, points_column)))
        elif len(set(marks)) < len(marks) or not known.issuperset(marks):
            table.findings.add(error("reduced-option", table.span(row, marks_column)))
        elif channel not in _CHANNELS:
            table.findings.add(error("reduced-channel", table.span(row, channel_column)))
        else:
            yield Ballot(reading.entry.contest, marks, channel, points, line=row.line)


def _points(cell: str) -> tuple[Score, ...] | None:
    words = cell.split(",") if cell else []
    scores = tuple(score for word in words if (score := parse_score(word)) is not None)
    return scores if len(scores) == len(words) else None
