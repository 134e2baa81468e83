"""Pabulib ``.pb`` files: one participatory-budget election with its projects and ballots.

Format of the participatory budgeting library (pabulib.org), as 1,746 of its files have it: three
sections ``META``, ``PROJECTS`` and ``VOTES``, each with a title line and a header line, cells
separated by semicolons and quoted as in CSV. The format's own example has spaces after semicolons
and blank lines between sections, so both are read.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from decimal import Decimal

from civicsite.diagnostics import Span, error, warning
from civicsite.exports.dataset import (
    Ballot,
    Declared,
    Export,
    Facts,
    Findings,
    Format,
    Option,
    Provenance,
    Reading,
    Recognition,
    Score,
)
from civicsite.exports.repeated import Repeated
from civicsite.exports.text_tables import Row, TextFile, examine, plain_head, read_rows, tidy

__all__ = ["FORMATS"]

_DELIMITER = ";"
_WITHDRAWN_COST = 999999999
"""The cost by which the library marks a project that was withdrawn after the vote."""
_TITLES = ("META", "PROJECTS", "VOTES")
_REQUIRED_META = (
    "description", "country", "unit", "instance", "num_projects", "num_votes", "budget",
    "vote_type", "rule", "date_begin", "date_end",
)  # fmt: skip
_STATUSES = {"1": "selected", "0": "not-selected", "2": "special", "3": "special"}
"""Column ``selected``; 2 and 3 are paid from other money or withdrawn, as ``comment`` explains."""
_RULES = {
    "equalshares": "equal-shares",
    "equalshares/add1": "equal-shares-add1",
    "equalshares-comparison": "equal-shares-comparison",
    "equalshares/add1-comparison": "equal-shares-add1-comparison",
}
"""Rules that have another name here. The library's ``greedy-custom`` and ``greedy-exclusive`` stand
for several rules, which only the comment of a file tells apart."""
_CHANNELS = {"internet": "online", "paper": "paper"}
_WITH_POINTS = frozenset({"cumulative", "scoring"})
_MOST_REMEMBERED = 4096
"""Distinct ballots kept, so that a common one is taken apart once."""
_BALLOT_TYPES = frozenset({"approval", "choose-1", "cumulative", "ordinal", "scoring"})


class Pabulib:
    """One election of the participatory budgeting library."""

    name = "pabulib"
    makes = frozenset({"ballots"})
    keys = frozenset({"contest", "channel"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By the title of the first section and its header."""
        lines = [line.strip() for line in plain_head(head).splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].upper() == "META" and _header(lines[1]) == "key;value":
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
        meta = _Meta(findings)
        projects = _Projects(findings, reading.entry.contest)
        votes = _Votes(findings, reading, meta, projects)
        _read_sections(text, findings, {part.title: part for part in (meta, projects, votes)})
        options = tuple(projects.options.values())
        facts = meta.facts()
        meta.compare("num_projects", len(options))
        meta.compare("num_votes", votes.rows)
        votes.report_twice()
        provenance = Provenance(
            text.file.path, text.sha256, text.size, self.name, reading.recognised_by,
            text.encoding, _DELIMITER, votes.rows, (), reading.entry.channel,
        )  # fmt: skip
        declared = None
        if projects.statuses:
            declared = Declared(tuple(projects.statuses.items()), facts.note)
        return Export(findings.all(), provenance, (), options, facts, declared)


FORMATS: tuple[Format, ...] = (Pabulib(),)


def _header(line: str) -> str:
    return line.replace(" ", "").replace('"', "").lower()


def _read_sections(text: TextFile, findings: Findings, parts: dict[str, _Part]) -> None:
    path, waiting = text.file.path, list(_TITLES)
    part: _Part | None = None
    for row in read_rows(text, findings, _DELIMITER, skip_spaces=True):
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


class _Part(ABC):
    """One section: its columns and cells."""

    title = ""
    required: tuple[str, ...] = ()

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.columns: dict[str, int] = {}
        self.begun = False

    def header(self, row: Row) -> None:
        """Take the names of the columns."""
        self.begun = True
        self.columns = {_header(tidy(cell)): index for index, cell in enumerate(row.cells)}
        for name in self.required:
            if name not in self.columns:
                span = Span(self.findings.path, row.line)
                self.findings.add(error("pb-column-missing", span, section=self.title, column=name))

    @abstractmethod
    def take(self, row: Row) -> None:
        """Take one data row."""

    def fits(self, row: Row) -> bool:
        """True when the row has a cell for every column; otherwise a diagnostic."""
        width, cells = len(self.columns), row.cells
        if len(cells) == width or (len(cells) > width and not any(cells[width:])):
            return True
        span = Span(self.findings.path, row.line)
        self.findings.add(error("row-ragged", span, cells=len(cells), columns=width))
        return False

    def cell(self, row: Row, name: str) -> str:
        """The text of a cell; empty when the section has no such column."""
        index = self.columns.get(name)
        return "" if index is None else row.cells[index].strip()

    def span(self, row: Row, name: str) -> Span:
        """The place of a cell."""
        return row.span(self.findings.path, _DELIMITER, self.columns.get(name, 0))

    def number(self, row: Row, name: str, label: str = "") -> Score | None:
        """The number in a cell; None when it is empty, or, with a diagnostic, no number."""
        text = self.cell(row, name)
        if not text:
            return None
        number = _number(text)
        if number is None:
            code = "pb-number-comma" if _number(text.replace(",", ".")) else "pb-number-unreadable"
            self.findings.add(error(code, self.span(row, name), column=label or name))
        return number


_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_COORDINATE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")


def _number(text: str) -> Score | None:
    """Exact, and short enough that sums of millions stay exact in 28 digits."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    return Decimal(text) if match[1] else int(text)


class _Meta(_Part):
    """The section of facts about the election."""

    title = "META"
    required = ("key", "value")

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings)
        self._rows: dict[str, Row] = {}

    def take(self, row: Row) -> None:
        """One key and its value."""
        key = self.cell(row, "key").lower()
        if key in self._rows:
            self.findings.add(error("pb-key-twice", self.span(row, "key"), key=key))
        self._rows.setdefault(key, row)

    def text(self, key: str) -> str:
        """The value of a key; empty when there is none."""
        row = self._rows.get(key)
        return "" if row is None else self.cell(row, "value")

    def amount(self, key: str) -> Score | None:
        """The value of a key as a number that is not negative."""
        row = self._rows.get(key)
        number = None if row is None else self.number(row, "value", key)
        if row is not None and number is not None and number < 0:
            self.findings.add(error("pb-number-negative", self.span(row, "value"), column=key))
            return None
        return number

    def whole(self, key: str) -> int | None:
        """The value of a key as a whole number."""
        number = self.amount(key)
        if number is not None and number != int(number):
            span = self.span(self._rows[key], "value")
            self.findings.add(error("pb-number-unreadable", span, column=key))
            return None
        return None if number is None else int(number)

    def compare(self, key: str, counted: int) -> None:
        """Warn when the file states another number than it holds; the counted one is used."""
        row = self._rows.get(key)
        stated = None if row is None else _number(self.cell(row, "value"))
        if row is not None and stated is not None and stated != counted:
            span = self.span(row, "value")
            self.findings.add(
                warning("pb-count-differs", span, key=key, stated=str(stated), counted=counted)
            )

    def facts(self) -> Facts:
        """What the section says, once it has been read."""
        for key in _REQUIRED_META:
            if self.begun and not self.text(key):
                self.findings.add(error("pb-key-missing", Span(self.findings.path), key=key))
        ballot_type = self.text("vote_type")
        if ballot_type and ballot_type not in _BALLOT_TYPES:
            span = self.span(self._rows["vote_type"], "value")
            self.findings.add(warning("pb-vote-type-unknown", span))
        begins, ends = self._date("date_begin"), self._date("date_end")
        if len(begins) == len(ends) and begins > ends:
            span = self.span(self._rows["date_begin"], "value")
            self.findings.add(warning("pb-dates-swapped", span, begins=begins, ends=ends))
        budget = self.amount("budget")
        return Facts(
            self.text("description"),
            None if budget is None else Decimal(budget),
            self.text("currency"),
            _RULES.get(self.text("rule"), self.text("rule")),
            ballot_type,
            (self.whole("min_length"), self.whole("max_length")),
            self.amount("min_project_score_threshold"),
            begins,
            ends,
            self.text("comment"),
        )

    def _date(self, key: str) -> str:
        """``18.09.2023`` as ``2023-09-18``, a year as it stands; otherwise a diagnostic."""
        text = self.text(key)
        match = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", text)
        if match and 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
            return f"{match[3]}-{match[2]}-{match[1]}"
        if text and not re.fullmatch(r"\d{4}", text):
            span = self.span(self._rows[key], "value")
            self.findings.add(error("pb-date-unreadable", span, key=key))
            return ""
        return text


class _Projects(_Part):
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


class _Votes(_Part):
    """The section of ballots."""

    title = "VOTES"
    required = ("voter_id", "vote")

    def __init__(
        self, findings: Findings, reading: Reading, meta: _Meta, projects: _Projects
    ) -> None:
        super().__init__(findings)
        self._reading, self._meta, self._projects = reading, meta, projects
        self._voters = Repeated()
        self._known: dict[str, tuple[list[str], tuple[str, ...]]] = {}
        self._type = ""
        self._longest = 0
        self.rows = 0

    def header(self, row: Row) -> None:
        """Take the columns, and what the ballots mean."""
        super().header(row)
        self._reading.inspect.columns(tuple(self.columns), Span(self.findings.path, row.line))
        self._type = self._meta.text("vote_type")
        longest = _number(self._meta.text("max_length"))
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
        self._reading.deliver(
            Ballot(
                self._reading.entry.contest,
                marks,
                self._channel(row),
                self._points(row, named, marks),
                voter,
                None,
                unknown,
                row.line,
                self.span(row, "vote").column if unknown else 0,
            )
        )

    def report_twice(self) -> None:
        """Warn about voter ids that occur more than once."""
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
            number = _number(word)
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
