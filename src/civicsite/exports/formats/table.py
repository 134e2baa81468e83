"""A plain CSV table of ballots: one row is one person, one column per contest holds the marks.

Most form services give such a table. The editor names the columns; the options are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from civicsite.diagnostics import Span, error, warning
from civicsite.exports.arrival import parse_arrival
from civicsite.exports.choices import Chooser
from civicsite.exports.dataset import (
    Ballot,
    Export,
    Findings,
    Format,
    Reading,
    Recognition,
)
from civicsite.exports.tables import Table, open_table, with_columns
from civicsite.exports.text_tables import Row, tidy
from civicsite.terms import Channel

__all__ = ["FORMATS"]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Indexes of the columns an editor named."""

    marks: tuple[tuple[str, int], ...]
    channel: int | None
    voter: int | None
    received: int | None
    attributes: tuple[tuple[str, int], ...] = ()
    """Attribute of the voters and its column."""


class TableFormat:
    """Ballots in the rows of a table."""

    name = "table"
    makes = frozenset({"ballots"})
    keys = frozenset(
        {"choices", "channel", "channel_column", "channels", "voter", "received", "attributes"}
    )

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """Never: any table could be one of ballots, so an editor has to say it."""
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver one ballot per row and contest."""
        findings = Findings(reading.file.path)
        entry = reading.entry
        fits = with_columns(*(name for _, name in entry.choices))
        table = open_table(reading.file, findings, fits, entry.layout, entry.span)
        columns = None if table is None else _columns(table, reading)
        if table is None or columns is None:
            return Export(findings.all())
        reading.inspect.columns(table.header, table.header_span())
        _deliver(table, columns, reading)
        provenance = table.provenance(self.name, reading.recognised_by, entry.channel)
        return Export(findings.all(), provenance)


FORMATS: tuple[Format, ...] = (TableFormat(),)


def _columns(table: Table, reading: Reading) -> _Columns | None:
    entry = reading.entry
    marks = [(contest, table.column(name, entry.span)) for contest, name in entry.choices]
    if not entry.choices:
        table.findings.add(error("ballots-without-choices", entry.span, file=entry.path))
        return None
    for contest, _ in marks:
        if not reading.options.get(contest):
            table.findings.add(error("ballots-without-options", entry.span, contest=contest))
            return None
    others = {
        name: table.column(name, entry.span)
        for name in (entry.channel_column, entry.voter, entry.received)
        if name
    }
    attributes = [(name, table.column(column, entry.span)) for name, column in entry.attributes]
    found = tuple((contest, index) for contest, index in marks if index is not None)
    known = tuple((name, index) for name, index in attributes if index is not None)
    if len(found) < len(marks) or None in others.values() or len(known) < len(attributes):
        return None
    return _Columns(
        found,
        others.get(entry.channel_column),
        others.get(entry.voter),
        others.get(entry.received),
        known,
    )


def _deliver(table: Table, columns: _Columns, reading: Reading) -> None:
    choosers = {contest: Chooser(reading.options[contest]) for contest, _ in columns.marks}
    channels = {word.casefold(): channel for word, channel in reading.entry.channels}
    channels = {channel.value: channel.value for channel in Channel} | channels
    for row in _rows(table, columns):
        reading.inspect.row(row.cells, row.line)
        channel = _channel(table, row, columns, channels) or reading.entry.channel
        received = _received(table, row, columns, reading)
        voter = "" if columns.voter is None else tidy(row.cells[columns.voter])
        if columns.voter is not None and not voter:
            table.findings.add(error("ballot-without-voter", table.span(row, columns.voter)))
        known = tuple((name, tidy(row.cells[index])) for name, index in columns.attributes)
        for ballot in _ballots(table, row, columns, choosers):
            reading.deliver(_with(ballot, channel, voter, received, known))


def _rows(table: Table, columns: _Columns) -> Iterator[Row]:
    """The rows that are ballots. Where every column holds marks, as in a reduced file, a row
    without a word is a blank ballot, unless it stands at the end of the table: there nobody can
    tell it from what a spreadsheet left."""
    if len(table.header) > len(columns.marks):
        yield from table
        return
    yield from table.with_empty_rows()
    if table.empty_rows:
        span = Span(table.path)
        table.findings.add(warning("table-ends-with-empty-rows", span, count=table.empty_rows))


def _with(
    ballot: Ballot,
    channel: str,
    voter: str,
    received: datetime | None,
    known: tuple[tuple[str, str], ...],
) -> Ballot:
    return replace(ballot, channel=channel, voter=voter, received=received, attributes=known)


def _ballots(
    table: Table, row: Row, columns: _Columns, choosers: Mapping[str, Chooser]
) -> Iterator[Ballot]:
    for contest, index in columns.marks:
        cell = row.cells[index]
        choice = choosers[contest].read(cell)
        column = table.span(row, index).column if choice.unknown else 0
        if choice.ambiguous:
            table.findings.add(error("choice-ambiguous", table.span(row, index)))
        yield Ballot(contest, choice.marks, unknown=choice.unknown, line=row.line, column=column)


def _channel(table: Table, row: Row, columns: _Columns, channels: Mapping[str, str]) -> str:
    if columns.channel is None:
        return ""
    channel = channels.get(tidy(row.cells[columns.channel]).casefold(), "")
    if not channel:
        listed = ", ".join(channel.value for channel in Channel)
        span = table.span(row, columns.channel)
        table.findings.add(error("channel-unknown", span, channels=listed))
    return channel


def _received(table: Table, row: Row, columns: _Columns, reading: Reading) -> datetime | None:
    if columns.received is None:
        return None
    received = parse_arrival(row.cells[columns.received], reading.entry.zone)
    if received is None:
        table.findings.add(error("received-unreadable", table.span(row, columns.received)))
    return received
