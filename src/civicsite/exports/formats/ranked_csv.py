"""Tables of ranked ballots: a column for each rank, a row for each ballot or each sort of ballot.

Layouts of the cast vote records that Minneapolis published in 2013 (``1ST CHOICE MAYOR``, ``2ND
CHOICE MAYOR``, …, ``COUNT``) and of the ones Portland, Maine, has from ES&S (``For Mayor Choice 1
(45)``), and the plain ``Choice 1`` or ``Wybór 1``. A rank that was left out (``undervote``) is
passed over. A name that comes again counts where it stands first: voters who fill in one name on
every rank mean one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from civicsite.diagnostics import Span, error
from civicsite.exports.choices import Chooser
from civicsite.exports.dataset import (
    Ballot,
    Export,
    Facts,
    Findings,
    Format,
    Option,
    Reading,
    Recognition,
)
from civicsite.exports.headings import headings
from civicsite.exports.tables import Table, open_table
from civicsite.exports.text_tables import Row, parse_count, tidy

__all__ = ["FORMATS"]

_RANKS = (
    re.compile(r"(?P<rank>[0-9]{1,3})(?:ST|ND|RD|TH) CHOICE\b\W*(?P<contest>.*)", re.IGNORECASE),
    re.compile(r"(?P<contest>.*?)\W*\bChoice (?P<rank>[0-9]{1,3})(?: \([0-9]+\))?", re.IGNORECASE),
    re.compile(
        r"(?:rank|preference|wybór|preferencja|miejsce) ?(?P<rank>[0-9]{1,3})(?P<contest>)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<rank>[0-9]{1,3})\. ?(?:wybór|preferencja|miejsce)\b\W*(?P<contest>.*)", re.IGNORECASE
    ),
)
_COUNTS = frozenset({"count", "ballots", "number of ballots", "liczba", "liczba kart"})
_SKIPPED = frozenset(
    ["", "undervote", "skipped", "skipped rank", "blank", "-", "–", "pominięto", "puste", "brak"]
)
_OVERVOTED = frozenset(["overvote", "over vote", "over-vote", "kilka zaznaczeń", "nadgłos"])
_MOST_NAMES = 200
"""Candidates of one contest. Minneapolis had 35 for mayor in 2013; a file with more names than
this holds what voters wrote in."""


class RankedCsv:
    """Ranked ballots in the rows of a table."""

    name = "ranked-csv"
    makes = frozenset({"ballots"})
    keys = frozenset({"contest", "channel", "choices", "header_row", "header_rows", "sheet"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By a column of a first and one of a second choice."""
        ranks = {rank for columns in _contests(headings(head)).values() for rank, _ in columns}
        return Recognition(self.name, "recognised-ranked-csv") if {1, 2} <= ranks else None

    def read(self, reading: Reading) -> Export:
        """Deliver the ballots; where no candidates are listed elsewhere they come from the file."""
        findings = Findings(reading.file.path)
        entry = reading.entry
        table = open_table(reading.file, findings, _has_ranks, entry.layout, entry.span)
        ranks = None if table is None else _wanted(table, reading)
        if table is None or ranks is None:
            return Export(findings.all())
        reading.inspect.columns(table.header, table.header_span())
        counts = next((n for n, name in enumerate(table.header) if name.lower() in _COUNTS), None)
        for row in table:
            reading.inspect.row(row.cells, row.line)
            count = 1 if counts is None else parse_count(row.cells[counts])
            if count is None:
                findings.add(error("ranked-count-unreadable", table.span(row, counts or 0)))
            elif count:
                for contest in ranks:
                    reading.deliver(contest.ballot(table, row, count, reading.entry.channel))
        options = tuple(option for contest in ranks for option in contest.found(findings))
        provenance = table.provenance(self.name, reading.recognised_by, entry.channel)
        return Export(findings.all(), provenance, (), options, Facts(ballot_type="ordinal"))


FORMATS: tuple[Format, ...] = (RankedCsv(),)


def _contests(header: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """What the columns of ranks belong to, by the words around the rank, and for each the ranks
    with their columns in order."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, name in enumerate(header):
        match = next((m for pattern in _RANKS if (m := pattern.fullmatch(name))), None)
        if match:
            found.setdefault(tidy(match["contest"]), []).append((int(match["rank"]), index))
    return {contest: sorted(columns) for contest, columns in found.items()}


def _has_ranks(header: Sequence[str]) -> bool:
    return bool(_contests(header))


def _wanted(table: Table, reading: Reading) -> list[_Ranks] | None:
    """The contests an editor asked for; None, with a diagnostic, when it is not clear."""
    entry, found = reading.entry, _contests(table.header)
    known = "; ".join(sorted(found))
    choices = entry.choices
    if not choices:
        if len(found) != 1:
            table.findings.add(error("ranked-contest-unclear", entry.span, known=known or "-"))
            return None
        choices = ((entry.contest, next(iter(found))),)
    by_name = {name.casefold(): columns for name, columns in found.items()}
    wanted = []
    for contest, name in choices:
        columns = by_name.get(tidy(name).casefold())
        if columns is None:
            values = {"column": name, "known": known or "-"}
            near = Chooser(Option(name) for name in found).closest(name)
            suggestion = {"suggestion": near} if near else {}
            found_ = error("ranked-contest-missing", entry.span, **values, **suggestion)
            table.findings.add(found_)
            return None
        indexes = tuple(index for _, index in columns)
        wanted.append(_Ranks.of(contest, indexes, reading.options.get(contest, ())))
    return wanted


@dataclass(slots=True)
class _Ranks:
    """The ranks of one contest."""

    contest: str
    columns: tuple[int, ...]
    names: set[str]
    """The names that came, where nobody lists the candidates."""
    identify: Callable[[str], str | None]
    """The id of the candidate a cell names; None when it names no listed one."""

    @classmethod
    def of(cls, contest: str, columns: tuple[int, ...], known: Sequence[Option]) -> _Ranks:
        """The columns of a contest, with its candidates where they are known."""
        names: set[str] = set()

        def remember(cell: str) -> str:
            if len(names) <= _MOST_NAMES:
                names.add(cell)
            return cell

        return cls(contest, columns, names, Chooser(known).one if known else remember)

    def ballot(self, table: Table, row: Row, count: int, channel: str) -> Ballot:
        """The ballot of a row."""
        marks: dict[str, None] = {}
        overvoted: int | None = None
        unknown = column = 0
        for index in self.columns:
            cell = tidy(row.cells[index])
            if cell.casefold() in _SKIPPED:
                continue
            if cell.casefold() in _OVERVOTED:
                overvoted = len(marks) if overvoted is None else overvoted
            elif (id := self.identify(cell)) is not None:
                marks[id] = None
            else:
                column = column or table.span(row, index).column or 0
                unknown += 1
        return Ballot(
            self.contest, tuple(marks), channel, unknown=unknown, line=row.line, column=column,
            count=count, overvoted=overvoted,
        )  # fmt: skip

    def found(self, findings: Findings) -> list[Option]:
        """The candidates whom the ballots name, in alphabetical order, since the order of ballots
        means nothing; none where they are listed elsewhere."""
        if len(self.names) > _MOST_NAMES:
            span = Span(findings.path)
            findings.add(error("ranked-too-many-names", span, most=_MOST_NAMES))
            return []
        return [Option(name, name, self.contest) for name in sorted(self.names)]
