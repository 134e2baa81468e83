"""pol.is conversations: who agreed and disagreed with which statement.

An export is a folder: ``votes.csv`` has a row for each vote (1 agree, −1 disagree, 0 pass),
``comments.csv`` the statements (``moderated``: 1 accepted, 0 undecided, −1 rejected) and
``summary.csv`` the topic. Either ``votes.csv`` is named, with the others beside it, or a ZIP of
the folder. Times are read from ``timestamp`` (milliseconds): ``datetime`` is in the zone of whoever
made the export.

Two countings exist. pol.is itself adds up every row, so that who votes again on a statement counts
twice; here a person has one vote on a statement, the last. Both are known in the end, and the
recorded sums of ``comments.csv`` are checked against the first. A conversation is read as a survey
with one question for each statement: every person has seen some of them and answered with
*agree*, *disagree* or *pass*.

Source: the exports of the Computational Democracy Project (compdemocracy/openData).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from civicsite.diagnostics import Span, error, warning
from civicsite.exports.archives import unpack
from civicsite.exports.dataset import (
    Answer,
    Export,
    ExportFile,
    Facts,
    Findings,
    Format,
    Reading,
    Recognition,
    Response,
)
from civicsite.exports.headings import headings
from civicsite.exports.statements import StatementCount, StatementVotes
from civicsite.exports.tables import Table, open_table, with_columns
from civicsite.exports.text_tables import Row, TextFile, examine, read_rows, tidy

__all__ = ["COMMENTS", "FORMATS", "VOTES", "Polis", "conversation_files"]

VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
"""Columns of ``votes.csv``."""
COMMENTS = ("comment-id", "agrees", "disagrees", "moderated", "comment-body")
"""Columns of ``comments.csv`` that are read."""
_WORDS = {"1": "agree", "-1": "disagree", "0": "pass"}
_REJECTED, _ACCEPTED = "-1", "1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MS = 4_102_444_800_000
"""1 January 2100; a greater timestamp is a mistake."""


class Polis:
    """The votes on the statements of one conversation."""

    name = "polis"
    makes = frozenset({"responses"})
    keys = frozenset({"channel"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By the header of ``votes.csv``; a ZIP has to be named."""
        known = headings(head) == VOTES
        return Recognition(self.name, "recognised-polis") if known else None

    def read(self, reading: Reading) -> Export:
        """Deliver one response for each person; the statements come back counted in both ways."""
        findings = Findings(reading.file.path)
        files = conversation_files(reading.file, findings)
        if files is None:
            return Export(findings.all())
        statements = _Statements(findings)
        comments = files("comments.csv")
        if comments is None:
            findings.add(error("polis-without-comments", Span(reading.file.path)))
        known = _each(comments, COMMENTS, findings, None, statements.take)
        votes = _Votes(findings)
        table = _each(files("votes.csv"), VOTES, findings, reading, votes.take)
        if table is None or known is None:
            return Export(findings.all())
        counted = statements.counted(votes)
        if reading.respond:
            statements.check_wanted(reading)
            _respond(reading, reading.respond, statements, votes)
        facts = Facts(title=_topic(files("summary.csv")))
        channel = reading.entry.channel
        provenance = table.provenance(self.name, reading.recognised_by, channel)
        return Export(findings.all(), provenance, facts=facts, statements=counted)


FORMATS: tuple[Format, ...] = (Polis(),)


def conversation_files(
    file: ExportFile, findings: Findings
) -> Callable[[str], ExportFile | None] | None:
    """The files of the conversation by name; None, with a diagnostic, without votes."""
    unpacked = unpack(file)
    if unpacked is None:
        return lambda name: file if name == "votes.csv" else file.beside(name)
    for problem in unpacked.diagnostics:
        findings.add(problem)
    members = {item.path.rpartition("/")[2].lower(): item for item in unpacked.files}
    if not unpacked.diagnostics and "votes.csv" not in members:
        findings.add(error("polis-without-votes", Span(file.path)))
    return members.get if "votes.csv" in members else None


def _each(
    file: ExportFile | None,
    columns: tuple[str, ...],
    findings: Findings,
    reading: Reading | None,
    take: Callable[[Row, Mapping[str, str], Table], None],
) -> Table | None:
    """Hand every row of a file on by its columns; None, with a diagnostic, when it has others."""
    table = None if file is None else open_table(file, findings, with_columns(*columns))
    if table is None:
        return None
    missing = [name for name in columns if name not in table.header]
    if missing:
        found = error("polis-columns-missing", table.header_span(), columns=", ".join(missing))
        findings.add(found)
        return None
    indexes = {name: table.header.index(name) for name in columns}
    if reading:
        reading.inspect.columns(table.header, table.header_span())
    for row in table:
        if reading:
            reading.inspect.row(row.cells, row.line)
        take(row, {name: tidy(row.cells[index]) for name, index in indexes.items()}, table)
    return table


def _topic(file: ExportFile | None) -> str:
    """The topic of ``summary.csv``, two columns without a header."""
    text = None if file is None else examine(file)
    if not isinstance(text, TextFile):
        return ""
    rows: Iterator[Row] = read_rows(text, Findings(text.file.path), ",")
    return next((tidy(r.cells[1]) for r in rows if r.cells[:1] == ["topic"] and r.cells[1:]), "")


@dataclass(slots=True)
class _Votes:
    """All votes: every row, and the last of each person on each statement."""

    findings: Findings
    rows: dict[str, Counter[str]] = field(default_factory=dict)
    """Statement -> word -> rows."""
    last: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    """Person -> statement -> time in milliseconds and word."""

    def take(self, row: Row, cells: Mapping[str, str], table: Table) -> None:
        """One vote."""
        word, time = _WORDS.get(cells["vote"]), cells["timestamp"]
        if word is None:
            span = table.span(row, table.header.index("vote"))
            self.findings.add(error("polis-vote-unknown", span))
            return
        if not (time.isascii() and time.isdigit()) or len(time) > 13 or int(time) > _LATEST_MS:
            span = table.span(row, table.header.index("timestamp"))
            self.findings.add(error("polis-time-unreadable", span))
            return
        self.rows.setdefault(cells["comment-id"], Counter())[word] += 1
        own = self.last.setdefault(cells["voter-id"], {})
        former = own.get(cells["comment-id"])
        # Of two votes at the same time the later row counts.
        if former is None or former[0] <= int(time):
            own[cells["comment-id"]] = (int(time), word)


@dataclass(slots=True)
class _Statement:
    id: str
    text: str
    moderated: str
    recorded: tuple[str, str]
    line: int
    path: str


@dataclass(slots=True)
class _Statements:
    """The statements by id, in the order of the file."""

    findings: Findings
    by_id: dict[str, _Statement] = field(default_factory=dict)

    def take(self, row: Row, cells: Mapping[str, str], table: Table) -> None:
        """One statement."""
        id, path = cells["comment-id"], table.path
        if id in self.by_id:
            span = table.span(row, table.header.index("comment-id"))
            self.findings.add(error("polis-statement-twice", span, id=id))
            return
        recorded = (cells["agrees"], cells["disagrees"])
        self.by_id[id] = _Statement(
            id, cells["comment-body"], cells["moderated"], recorded, row.line, path
        )

    def rejected(self, id: str) -> bool:
        """Whether the moderators rejected a statement."""
        return id in self.by_id and self.by_id[id].moderated == _REJECTED

    def counted(self, votes: _Votes) -> tuple[StatementCount, ...]:
        """Every statement that was not rejected, in both ways; the recorded sums are checked for
        all, rejected ones included."""
        by_person: dict[str, Counter[str]] = {}
        for own in votes.last.values():
            for id, (_, word) in own.items():
                by_person.setdefault(id, Counter())[word] += 1
        for item in self.by_id.values():
            rows = votes.rows.get(item.id, Counter())
            if item.recorded != (str(rows["agree"]), str(rows["disagree"])):
                span = Span(item.path, item.line)
                self.findings.add(warning("polis-sums-differ", span, id=item.id))
        for id in sorted(votes.rows.keys() - self.by_id.keys()):
            self.findings.add(
                warning("polis-votes-without-statement", Span(self.findings.path), id=id)
            )
        return tuple(
            StatementCount(
                item.id,
                item.text,
                item.moderated == _ACCEPTED,
                _votes(by_person.get(item.id, Counter())),
                _votes(votes.rows.get(item.id, Counter())),
            )
            for item in self.by_id.values()
            if item.moderated != _REJECTED
        )

    def find(self, column: str) -> str | None:
        """The id of the statement that an editor names by its id or its words."""
        wanted = tidy(column)
        if wanted in self.by_id:
            return wanted
        same = (item.id for item in self.by_id.values() if item.text == wanted)
        return next(same, None)

    def check_wanted(self, reading: Reading) -> None:
        """Statements that an editor names and that are not there, or were rejected."""
        for question in reading.questions:
            id, values = self.find(question.column), {"column": question.column}
            if id is None:
                self.findings.add(error("polis-statement-missing", question.span, **values))
            elif self.rejected(id):
                self.findings.add(error("polis-statement-rejected", question.span, id=id))


def _votes(words: Counter[str]) -> StatementVotes:
    return StatementVotes(words["agree"], words["disagree"], words["pass"])


def _respond(
    reading: Reading,
    respond: Callable[[Response], None],
    statements: _Statements,
    votes: _Votes,
) -> None:
    """One response for each person, in the order of their first votes."""
    wanted = [(question.id, statements.find(question.column)) for question in reading.questions]
    for own in votes.last.values():
        answers: dict[tuple[str, str], Answer] = {}
        for question, id in wanted:
            vote = None if id is None or statements.rejected(id) else own.get(id)
            answers[question, ""] = None if vote is None else (vote[1],)
        latest = max(time for time, _ in own.values())
        respond(Response(answers, received=_EPOCH + timedelta(milliseconds=latest)))
