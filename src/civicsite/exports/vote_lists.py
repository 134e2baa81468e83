"""Lists of projects with the votes a platform counted -> totals, options, what was selected."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import (
    Declared,
    Export,
    Findings,
    Option,
    Reading,
    Recognition,
    Totals,
)
from civicsite.exports.headings import header_candidates
from civicsite.exports.json_text import json_keys
from civicsite.exports.records import Record, has, open_records
from civicsite.exports.text_tables import parse_amount, parse_count, tidy

__all__ = ["VoteList", "VoteListFormat"]

Names = tuple[str, ...]
"""Headings of one column: in the languages and versions that occur."""


@dataclass(frozen=True, slots=True)
class VoteList:
    """Which columns of a list say what."""

    needs: tuple[Names, ...]
    """The columns by which the list is told from others: one name of each."""
    id: Names
    title: Names
    votes: Names
    """The first of these that the file has holds the votes."""
    cost: Names = ()
    selected: Names = ()
    """Column that says whether it was selected."""
    selected_by_date: bool = False
    """True when that column holds the day of the selection, and nothing for those not selected."""
    group: Names = ()
    """Column of the vote a row belongs to, where one list holds several."""
    apart: Names = ()
    """Column of votes that may or may not be among the others."""
    lacks: Names = ()
    """Columns of another list with the same ones."""

    about: Names = ()
    """Columns about the project itself, which may hold places and addresses of pages."""

    def inspected(self, columns: Set[str]) -> tuple[str, ...]:
        """The columns that may be about people."""
        own = {*self.id, *self.title, *self.votes, *self.cost, *self.selected, *self.about}
        return tuple(sorted(name for name in columns if name.partition("/")[0] not in own))

    def fits(self, columns: Set[str]) -> bool:
        """Whether a file with these columns is such a list."""
        return (
            all(any(has(columns, name) for name in names) for names in self.needs)
            and not any(has(columns, name) for name in self.lacks)
            and any(has(columns, name) for name in self.votes)
        )


_YES = frozenset({"tak", "yes", "true", "1", "sí", "si"})
_NO = frozenset({"nie", "no", "false", "0", "-", ""})


@dataclass(frozen=True, slots=True)
class VoteListFormat:
    """A format that reads one kind of list."""

    name: str
    why: str
    """Catalogue key of the reason for recognising it."""
    columns: VoteList
    makes: frozenset[str] = frozenset({"totals"})
    keys: frozenset[str] = frozenset({"channel", "contest", "choices", "sheet"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By its columns, on the first row or below a title."""
        rows = [json_keys(head), *(frozenset(row) for row in header_candidates(head))]
        found = any(self.columns.fits(row) for row in rows)
        return Recognition(self.name, self.why) if found else None

    def read(self, reading: Reading) -> Export:
        """The votes as the platform has them; options and the selection come back as well."""
        findings = Findings(reading.file.path)
        lists = open_records(reading.file, findings, self.columns.fits, reading.entry.layout)
        if not lists and not findings.all():
            findings.add(error("vote-list-columns", Span(reading.file.path)))
        if len(lists) > 1:
            findings.add(error("vote-list-sheets", reading.entry.span, file=reading.file.path))
        if len(lists) != 1:
            return Export(findings.all())
        taking = _Taking(self.columns, reading, findings)
        taking.wanted()
        inspected = self.columns.inspected(lists[0].columns)
        reading.inspect.columns(inspected, Span(reading.file.path))
        for record in lists[0].rows:
            cells = [record.cells.get(name, "") for name in inspected]
            reading.inspect.row(cells, record.span.line or record.row)
            taking.take(record)
        return Export(
            findings.all(),
            lists[0].provenance(
                self.name, reading.recognised_by, reading.entry.channel, taking.rows
            ),
            taking.totals(),
            tuple(taking.options.values()),
            declared=Declared(tuple(taking.statuses.items())) if taking.statuses else None,
        )


@dataclass(slots=True)
class _Taking:
    """A list while it is read."""

    columns: VoteList
    reading: Reading
    findings: Findings
    rows: int = 0
    options: dict[tuple[str, str], Option] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    _votes: dict[str, dict[str, int]] = field(default_factory=dict)
    _groups: dict[str, str] = field(default_factory=dict)
    """Folded name of a group and its contest."""
    _met: set[str] = field(default_factory=set)
    _told: set[str] = field(default_factory=set)

    def wanted(self) -> None:
        """The contests an editor names by their groups."""
        for contest, name in self.reading.entry.choices:
            self._groups[tidy(name).casefold()] = contest

    def take(self, record: Record) -> None:
        """One project."""
        contest = self._contest(record)
        if contest is None:
            return
        self.rows += 1
        id, title = record.line(*self.columns.id), _text(record, self.columns.title)
        votes = parse_count(_text(record, self.columns.votes))
        if not id:
            self.findings.add(error("option-without-id", record.span))
        elif (contest, id) in self.options:
            self.findings.add(error("option-twice", record.span, id=id))
        elif votes is None:
            code = "count-unreadable" if _text(record, self.columns.votes) else "votes-hidden"
            self.findings.add(error(code, record.span, id=id))
        else:
            cost = self._cost(record, id)
            self.options[contest, id] = Option(id, title, contest, cost)
            self._votes.setdefault(contest, {})[id] = votes
            self._status(record, id)
            if parse_count(record.line(*self.columns.apart)) not in (0, None):
                self._once(error("votes-apart", record.span, column=self._apart(record)))

    def _apart(self, record: Record) -> str:
        return next(name for name in self.columns.apart if record.line(name))

    def _once(self, found: Diagnostic) -> None:
        """A problem of the whole list, told at its first row."""
        if found.code not in self._told:
            self._told.add(found.code)
            self.findings.add(found)

    def _contest(self, record: Record) -> str | None:
        """The contest of a row; None when it belongs to one that is not asked for."""
        names = {_text(record, (name,)) for name in self.columns.group} - {""}
        if self._groups:
            return next(
                (c for n in names if (c := self._groups.get(n.casefold())) is not None), None
            )
        self._met.add(_text(record, self.columns.group))
        if len(self._met) > 1:
            known = "; ".join(sorted(self._met - {""}))
            self._once(error("vote-list-several", self.reading.entry.span, known=known))
        return self.reading.entry.contest

    def _cost(self, record: Record, id: str) -> Decimal | None:
        text = record.line(*self.columns.cost)
        cost = parse_amount(text) if text else None
        if text and cost is None:
            self.findings.add(error("amount-unreadable", record.span, id=id))
        elif cost is not None and cost < 0:
            self.findings.add(error("cost-negative", record.span, id=id))
            return None
        return cost

    def _status(self, record: Record, id: str) -> None:
        if not self.columns.selected or not any(
            name in record.cells for name in self.columns.selected
        ):
            return
        word = record.line(*self.columns.selected).casefold()
        if self.columns.selected_by_date or word in _YES | _NO:
            chosen = bool(word) if self.columns.selected_by_date else word in _YES
            self.statuses[id] = "selected" if chosen else "not-selected"
        else:
            self.findings.add(error("declared-unreadable", record.span, id=id))

    def totals(self) -> tuple[Totals, ...]:
        """The votes of each contest. How many ballots there were, such a list does not say."""
        channel = self.reading.entry.channel
        return tuple(
            Totals(contest, channel, tuple(votes.items())) for contest, votes in self._votes.items()
        )


def _text(record: Record, names: Sequence[str]) -> str:
    """The first of these cells, or of the texts by language, that is not empty."""
    for name in names:
        for text in (record.cells.get(name, ""), *record.texts(name).values()):
            if tidy(text):
                return tidy(text)
    return ""
