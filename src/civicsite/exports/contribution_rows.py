"""Remarks and recommendations in a table of the office: one point in each row.

Only the columns that an editor names are read. What they hold is published, so they pass the gate
before anything else is said about them, and no message repeats a cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, Severity, Span, error
from civicsite.exports.dataset import AS_FOUND, ExportFile, Findings, Layout
from civicsite.exports.gate import Gate, check_text
from civicsite.exports.moments import parse_day
from civicsite.exports.tables import Table, open_table, with_columns
from civicsite.exports.text_tables import Row, tidy

__all__ = ["OF_THE_WHOLE", "Cell", "ContributionsTable", "Point", "read_contributions"]

OF_THE_WHOLE = ("received_on", "channel", "event", "concerns", "author_kind")
"""What belongs to a contribution rather than to one of its points."""
_DAYS = ("received_on", "decided_on")
_LINES = ("number", "n")
# Line breaks to YAML and characters no page may hold: the same text written in YAML has none.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class ContributionsTable:
    """``file:`` of a set in ``contributions.yaml``, and what its columns mean."""

    columns: tuple[tuple[str, str, Span], ...]
    """Field, heading of its column, and where the editor named it."""
    words: Mapping[str, Mapping[str, str]]
    """For the fields that hold one of several words: wording of the office -> word. A word stands
    for itself."""
    span: Span
    """The place of ``file:``."""
    layout: Layout = AS_FOUND


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and its place."""

    text: str
    """Days as ``2026-06-14``, words of a vocabulary as such."""
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One row: a point, and what its row says of the contribution."""

    number: Cell
    fields: Mapping[str, Cell]
    """The other fields that are filled in."""


def read_contributions(
    file: ExportFile, ask: ContributionsTable, zone: ZoneInfo
) -> tuple[tuple[Point, ...], tuple[Diagnostic, ...]]:
    """The points of a table in its order; days of times are those of ``zone``. With an error among
    the diagnostics there are none."""
    findings = Findings(file.path)
    wanted = with_columns(*(heading for _, heading, _ in ask.columns))
    table = open_table(file, findings, wanted, ask.layout, ask.span)
    columns = _columns(table, ask) if table else None
    if table is None or columns is None:
        return (), findings.all()
    # A row with a text is a row of the table, so that no remark is taken for a note below it.
    table.wanted = frozenset({columns["summary"]})
    rows = list(table)
    personal = _personal(table, columns, rows)
    if personal:
        # Alone: other messages could repeat what must not get out.
        return (), personal
    reading = _Reading(table, columns, _folded(ask.words), zone)
    points = [point for row in rows if (point := reading.point(row))]
    found = findings.all()
    wrong = any(each.severity is Severity.ERROR for each in found)
    return () if wrong else tuple(points), found


def _columns(table: Table, ask: ContributionsTable) -> dict[str, int] | None:
    found = {name: table.column(heading, span) for name, heading, span in ask.columns}
    known = {name: index for name, index in found.items() if index is not None}
    first: dict[int, str] = {}
    for name, heading, span in ask.columns:
        if name in known and first.setdefault(known[name], name) != name:
            values = {"column": tidy(heading), "field": first[known[name]]}
            table.findings.add(error("remark-column-twice", span, **values))
            return None
    return known if len(known) == len(found) else None


def _personal(
    table: Table, columns: Mapping[str, int], rows: Sequence[Row]
) -> tuple[Diagnostic, ...]:
    """Personal data in the columns that are read. Who answered is an official, whose name may
    stand there."""
    indexes = list(columns.values())
    official = {table.header[columns["decided_by"]]: "official"} if "decided_by" in columns else {}
    gate = Gate(table.path, official)
    gate.columns([table.header[index] for index in indexes], table.header_span())
    found: list[Diagnostic] = []
    for row in rows:
        gate.row([row.cells[index] for index in indexes], row.line)
        for name in _LINES:
            # Messages and references name numbers, so that not one may be a person's.
            if name in columns:
                found.extend(check_text(table.span(row, columns[name]), row.cells[columns[name]]))
    return (*gate.diagnostics(), *found)


def _folded(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {
        name: {tidy(wording).casefold(): word for wording, word in meant.items()}
        | {word: word for word in meant.values()}
        for name, meant in words.items()
    }


@dataclass(frozen=True, slots=True)
class _Reading:
    """Rows -> points."""

    table: Table
    columns: Mapping[str, int]
    words: Mapping[str, Mapping[str, str]]
    zone: ZoneInfo

    def point(self, row: Row) -> Point | None:
        """One row; None, with a diagnostic, where it cannot be read."""
        fields = {}
        complete = True
        for name, index in self.columns.items():
            text = _NO_TEXT.sub(" ", row.cells[index].replace("\r\n", "\n").replace("\r", "\n"))
            text = tidy(text) if name in _LINES else text.strip()
            span = self.table.span(row, index)
            if text:
                meant = self._meant(name, text, span)
                complete = complete and meant is not None
                fields[name] = Cell(meant or "", span)
            elif name in (*_LINES, "summary"):
                column = self.table.header[index]
                self.table.findings.add(error("remark-cell-empty", span, column=column))
                complete = False
        return Point(fields.pop("number"), fields) if complete else None

    def _meant(self, name: str, text: str, span: Span) -> str | None:
        column = self.table.header[self.columns[name]]
        if name in _DAYS:
            day = parse_day(text, self.zone)
            if day is None:
                self.table.findings.add(error("remark-day-unreadable", span, column=column))
            return day.isoformat() if day else None
        words = self.words.get(name)
        if words is None:
            return text
        folded = tidy(text).casefold()
        if folded in words:
            return words[folded]
        close = get_close_matches(folded, words, 1)
        values = {"suggestion": close[0]} if close else {}
        known = ", ".join(words) or "–"
        unknown = error("remark-word-unknown", span, column=column, known=known, **values)
        self.table.findings.add(unknown)
        return None
