"""Pabulib ``.pb`` files: one participatory-budget election with its projects and ballots.

Format of the participatory budgeting library (pabulib.org), as 1,746 of its files have it: three
sections ``META``, ``PROJECTS`` and ``VOTES``, each with a title line and a header line, cells
separated by semicolons and quoted as in CSV. The format's own example has spaces after semicolons
and blank lines between sections, so both are read.
"""

from __future__ import annotations

import re
from decimal import Decimal

from civicsite.diagnostics import Span, error, warning
from civicsite.exports.dataset import (
    Ballot,
    Declared,
    Export,
    Findings,
    Format,
    Option,
    Provenance,
    Reading,
    Recognition,
    Score,
)
from civicsite.exports.pabulib_parts import DELIMITER, Limits, Meta, Part, column_name, exact
from civicsite.exports.repeated import Repeated
from civicsite.exports.text_tables import Row, TextFile, examine, plain_head, read_rows, tidy

__all__ = ["FORMATS"]

_WITHDRAWN_COST = 999999999
"""The cost by which the library marks a project that was withdrawn after the vote."""
_TITLES = ("META", "PROJECTS", "VOTES")
_STATUSES = {"1": "selected", "0": "not-selected", "2": "special", "3": "special"}
"""Column ``selected``; 2 and 3 are paid from other money or withdrawn, as ``comment`` explains."""
_CHANNELS = {"internet": "online", "paper": "paper"}
_WITH_POINTS = frozenset({"cumulative", "scoring"})
_COORDINATE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
_MOST_REMEMBERED = 4096
"""Distinct ballots kept, so that a common one is taken apart once."""


class Pabulib:
    """One election of the participatory budgeting library."""

    name = "pabulib"
    makes = frozenset({"ballots"})
    keys = frozenset({"contest", "channel"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By the title of the first section and its header."""
        lines = [line.strip() for line in plain_head(head).splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].upper() == "META" and column_name(lines[1]) == "key;value":
            return Recognition(self.name, "recognised-pabulib")
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver the ballots; projects, recorded numbers and the declared selection come back."""
        findings = Findings(reading.file.path)
        text = examine(reading.file)
        if not isinstance(text, TextFile):
            return Export((text,))
        if text.encoding != "UTF-8":
            findings.add(warning("pb-not-utf8", Span(text.file.path), encoding=text.encoding))
        meta = Meta(findings)
        projects = _Projects(findings, reading.entry.contest)
        votes = _Votes(findings, reading, meta, projects)
        _read_sections(text, findings, {part.title: part for part in (meta, projects, votes)})
        options = tuple(projects.options.values())
        facts = meta.facts()
        meta.compare("num_projects", len(options))
        meta.compare("num_votes", votes.rows)
        votes.report()
        provenance = Provenance(
            text.file.path, text.sha256, text.size, self.name, reading.recognised_by,
            text.encoding, DELIMITER, votes.rows, (), reading.entry.channel,
        )  # fmt: skip
        declared = None
        if projects.statuses:
            declared = Declared(tuple(projects.statuses.items()), facts.note)
        return Export(findings.all(), provenance, (), options, facts, declared)


FORMATS: tuple[Format, ...] = (Pabulib(),)


def _read_sections(text: TextFile, findings: Findings, parts: dict[str, Part]) -> None:
    path, waiting = text.file.path, list(_TITLES)
    part: Part | None = None
    for row in read_rows(text, findings, DELIMITER, skip_spaces=True):
        first, *others = row.cells or [""]
        title = first.strip().upper()
        if not title and not any(map(str.strip, others)):
            continue
        if title in parts and not any(map(str.strip, others)):
            if title not in waiting:
                findings.add(error("pb-section-twice", Span(path, row.line), section=title))
            elif title != waiting[0]:
                values = {"section": title, "expected": waiting[0]}
                findings.add(error("pb-section-order", Span(path, row.line), **values))
            waiting = [other for other in waiting if other != title]
            part = parts[title]
            part.columns = {}
        elif part is None:
            findings.add(error("pb-before-sections", Span(path, row.line)))
        elif not part.columns:
            part.header(row)
        elif part.fits(row):
            part.take(row)
    for title in _TITLES:
        if not parts[title].begun:
            findings.add(error("pb-section-missing", Span(path), section=title))


class _Projects(Part):
    """The section of projects."""

    title = "PROJECTS"
    required = ("project_id", "cost")

    def __init__(self, findings: Findings, contest: str) -> None:
        super().__init__(findings)
        self._contest = contest
        self.options: dict[str, Option] = {}
        self.statuses: dict[str, str] = {}

    def take(self, row: Row) -> None:
        """One project."""
        id = self.cell(row, "project_id")
        if not id:
            self.findings.add(error("option-without-id", self.span(row, "project_id")))
            return
        if id in self.options:
            self.findings.add(error("option-twice", self.span(row, "project_id"), id=id))
            return
        cost, withdrawn = self._cost(row, id)
        votes = self.number(row, "votes")
        if votes is not None and (votes < 0 or votes != int(votes)):
            span = self.span(row, "votes")
            self.findings.add(error("pb-number-unreadable", span, column="votes"))
            votes = None
        self.options[id] = Option(
            id,
            tidy(self.cell(row, "name")),
            self._contest,
            cost,
            (),
            None if votes is None else int(votes),
            self.number(row, "score"),
            self._list(row, "category"),
            # "target" until April 2026
            self._list(row, "beneficiaries") or self._list(row, "target"),
            self.cell(row, "district") or self.cell(row, "neighborhood"),
            self._coordinate(row, "latitude"),
            self._coordinate(row, "longitude"),
            withdrawn,
        )
        self._status(row, id)

    def _cost(self, row: Row, id: str) -> tuple[Decimal | None, bool]:
        cost = self.number(row, "cost")
        span = self.span(row, "cost")
        if not self.cell(row, "cost"):
            self.findings.add(error("pb-cost-missing", span, id=id))
        if cost is None:
            return None, False
        if cost < 0:
            self.findings.add(error("cost-negative", span, id=id))
            return None, False
        if cost == _WITHDRAWN_COST:
            self.findings.add(warning("pb-project-withdrawn", span, id=id))
            return None, True
        return Decimal(cost), False

    def _status(self, row: Row, id: str) -> None:
        word = self.cell(row, "selected")
        if word in _STATUSES:
            self.statuses[id] = _STATUSES[word]
        elif word or "selected" in self.columns:
            self.findings.add(error("pb-selected-unknown", self.span(row, "selected"), id=id))

    def _list(self, row: Row, name: str) -> tuple[str, ...]:
        return tuple(part for part in map(tidy, self.cell(row, name).split(",")) if part)

    def _coordinate(self, row: Row, name: str) -> Decimal | None:
        text = self.cell(row, name)
        if not text:
            return None
        if not _COORDINATE.fullmatch(text):
            self.findings.add(warning("pb-coordinate-unreadable", self.span(row, name)))
            return None
        return Decimal(text)


class _Votes(Part):
    """The section of ballots."""

    title = "VOTES"
    required = ("voter_id", "vote")

    def __init__(
        self, findings: Findings, reading: Reading, meta: Meta, projects: _Projects
    ) -> None:
        super().__init__(findings)
        self._reading, self._meta, self._projects = reading, meta, projects
        self._voters = Repeated()
        self._known: dict[str, tuple[list[str], tuple[str, ...]]] = {}
        self._type = ""
        self._limits: Limits | None = None
        self._longest = 0
        self.rows = 0

    def header(self, row: Row) -> None:
        """Take the columns, and what the ballots mean."""
        super().header(row)
        self._reading.inspect.columns(tuple(self.columns), Span(self.findings.path, row.line))
        self._type = self._meta.text("vote_type")
        self._limits = Limits(self._meta, self._projects.options)
        longest = exact(self._meta.text("max_length"))
        self._longest = len(self._projects.options) if longest is None else int(longest)
        if self._type in _WITH_POINTS and "points" not in self.columns:
            span = Span(self.findings.path, row.line)
            self.findings.add(error("pb-points-missing", span))

    def take(self, row: Row) -> None:
        """One ballot; an empty one is a blank ballot."""
        self.rows += 1
        self._reading.inspect.row(row.cells, row.line)
        voter = self.cell(row, "voter_id")
        if not voter:
            self.findings.add(error("ballot-without-voter", self.span(row, "voter_id")))
        self._voters.add(voter)
        named, marks = self._marks(self.cell(row, "vote"))
        unknown = 0
        if len(marks) < len(named):
            unknown = sum(id not in self._projects.options for id in named)
            if len(marks) + unknown < len(named):
                self.findings.add(warning("pb-mark-twice", self.span(row, "vote")))
        points = self._points(row, named, marks)
        if self._limits:
            self._limits.see(marks, () if self._type == "ordinal" else points, row.line)
        self._reading.deliver(
            Ballot(
                self._reading.entry.contest,
                marks,
                self._channel(row),
                points,
                voter,
                None,
                unknown,
                row.line,
                self.span(row, "vote").column if unknown else 0,
            )
        )

    def report(self) -> None:
        """Warn about voter ids that occur more than once, and about ballots over a limit."""
        if self._limits:
            self._limits.report(self.findings)
        if count := self._voters.count():
            self.findings.add(warning("pb-voter-twice", Span(self.findings.path), count=count))

    def _marks(self, cell: str) -> tuple[list[str], tuple[str, ...]]:
        """What a ballot names, and of it the known projects, each once."""
        known = self._known.get(cell)
        if known is None:
            named = [part.strip() for part in cell.split(",") if part.strip()]
            marks = tuple(dict.fromkeys(id for id in named if id in self._projects.options))
            known = (named, marks)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[cell] = known
        return known

    def _points(self, row: Row, named: list[str], marks: tuple[str, ...]) -> tuple[Score, ...]:
        if self._type == "ordinal":
            # First place gives max_length points, the next one less (Borda as the library has it).
            return tuple(max(0, self._longest - place) for place in range(len(marks)))
        if self._type not in _WITH_POINTS or "points" not in self.columns:
            return ()
        words = [part.strip() for part in self.cell(row, "points").split(",") if part.strip()]
        if len(words) != len(named):
            values = {"marks": len(named), "points": len(words)}
            self.findings.add(error("pb-points-differ", self.span(row, "points"), **values))
            return ()
        given: dict[str, Score] = {}
        for id, word in zip(named, words, strict=True):
            number = exact(word)
            if number is None:
                span = self.span(row, "points")
                self.findings.add(error("pb-number-unreadable", span, column="points"))
                return ()
            given.setdefault(id, number)
        return tuple(given[id] for id in marks)

    def _channel(self, row: Row) -> str:
        if "voting_method" not in self.columns:
            return self._reading.entry.channel
        word = self.cell(row, "voting_method").lower()
        if word and word not in _CHANNELS:
            span = self.span(row, "voting_method")
            self.findings.add(warning("pb-voting-method-unknown", span))
        return _CHANNELS.get(word, self._reading.entry.channel)
