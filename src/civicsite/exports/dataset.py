"""What an export says, in neutral terms, with where it came from.

A format reads a file and *delivers* it: ballots one by one, so that a vote of any size is counted
in constant memory, and everything else as one :class:`Export` at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, Span, warning
from civicsite.exports.statements import StatementCount

__all__ = [
    "AS_FOUND",
    "RESULTS_FILE",
    "Answer",
    "AskedQuestion",
    "Ballot",
    "CountedFile",
    "Declared",
    "Export",
    "ExportFile",
    "Facts",
    "Findings",
    "Format",
    "Inspector",
    "Judged",
    "Layout",
    "Option",
    "Provenance",
    "Reading",
    "Recognition",
    "Reduced",
    "Response",
    "Score",
    "Totals",
]

RESULTS_FILE = Span("results.yaml")
"""Where the entries of a count stand when nobody says it more exactly."""

Score = int | Decimal
"""Votes or points; exact, never a binary fraction."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file to read, and the way to its bytes."""

    path: str
    """Relative to the project root, with forward slashes; for messages and provenance."""
    stream: Callable[[], BinaryIO]
    """Gives the file from its first byte; a reader may ask twice, and closes what it gets."""
    beside: Callable[[str], ExportFile | None] = lambda name: None
    """Another file of the same folder by its name, for exports that are several files; None when it
    is not there."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Why a file is taken for a format."""

    format: str
    """Name of the format."""
    by: str
    """Catalogue key of the reason, for example ``recognised-pabulib``."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which bytes a number comes from, and how they were read."""

    path: str
    """Relative to the project root."""
    sha256: str
    """Digest of the bytes as they lie there; of a compressed file, of its compressed bytes."""
    size: int
    """Bytes, as they lie there."""
    format: str
    """Name of the format, for example ``pabulib``."""
    recognised_by: str
    """Catalogue key that says why it was read as this format."""
    encoding: str
    """Character encoding, for example ``UTF-8`` or ``Windows-1250``; ``XLSX``, ``ODS`` or ``XLS``
    for a spreadsheet."""
    delimiter: str
    """What separates the cells; empty for a spreadsheet."""
    rows_read: int
    """Rows that were taken: ballots, or lines of a protocol."""
    rows_left_out: tuple[tuple[str, int], ...] = ()
    """Reason (catalogue ``reason-<word>``) and number, for rows that are neither."""
    channel: str = ""
    """How these ballots arrived; empty where each ballot says it itself, or nobody does."""
    sheet: str = ""
    """Name of the sheet, in a spreadsheet."""


@dataclass(slots=True, unsafe_hash=True)
class Ballot:
    """One person's marks in one contest, as the file has them; nothing is judged yet.

    A value like the others, and never changed. It is not declared frozen because one is made for
    each row of a vote, and the checks of a frozen one take four times as long.
    """

    contest: str
    marks: tuple[str, ...]
    """Ids of the options, each once, in the order of the file; on a ranked ballot that is the
    order of preference, the first choice first."""
    channel: str = ""
    """``online``, ``paper``, ``on-site``; empty when unknown."""
    points: tuple[Score, ...] = ()
    """One for each mark where the ballot gives points; otherwise empty."""
    voter: str = ""
    """Equal for ballots of one voter; empty when unknown."""
    received: datetime | None = None
    """When it arrived, in UTC."""
    unknown: int = 0
    """Marks that name none of the options."""
    line: int = field(default=0, compare=False)
    """Line of its row."""
    column: int = field(default=0, compare=False)
    """Column of an unknown mark; 0 when there is none."""
    count: int = 1
    """How many ballots with exactly these marks the row stands for, as ranked-ballot files sum them
    up. More than one only without a voter, since these are ballots of different people."""
    overvoted: int | None = None
    """On a ranked ballot with a rank that names several options, how many marks stand before the
    first such rank; what is on such ranks is in no mark. None where there is no such rank."""
    attributes: tuple[tuple[str, str], ...] = ()
    """What the editor asked for of the person, such as ``("district", "Zachód")``; an unknown one
    is missing or empty. Never published but through ``results/anonymous`` and
    ``results/suppression``."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a survey that is wanted from an export, and where it stands there."""

    id: str
    column: str
    """The question as its heading has it; where an export makes several columns of one question,
    the part that they share."""
    type: str = "single"
    """``single``, ``multiple``, ``scale``, ``number``, ``matrix``, ``ranking`` or ``text``."""
    options: tuple[str, ...] = ()
    """Wordings that may be chosen, where the editor lists them: they tell a comma inside an answer
    from one between two."""
    span: Span = RESULTS_FILE
    """Where the editor wrote the column."""


Answer = tuple[str, ...] | None
"""Wordings in the order of the answer (of a ranking: the first first); ``()`` when the question was
left unanswered, None when it was not asked or not shown."""


@dataclass(frozen=True, slots=True)
class Response:
    """One filled-in form, as the file has it; nothing is judged yet."""

    answers: Mapping[tuple[str, str], Answer]
    """By id of the question and row of a matrix; the row is empty elsewhere."""
    complete: bool = True
    """False when the service says that the form was left before its end."""
    received: datetime | None = None
    """When it arrived, in UTC."""
    line: int = field(default=0, compare=False)
    """Line of its row."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a commission counted in one channel of one contest. Every number is declared."""

    contest: str
    channel: str
    votes: tuple[tuple[str, int], ...]
    """Id of the option and its votes."""
    cast: int | None = None
    """Ballots cast; None when the protocol does not say."""
    valid: int | None = None
    """Valid ballots; None when the protocol does not say."""
    invalid: tuple[tuple[str, int], ...] = ()
    """Reason and number of invalid ballots."""


@dataclass(frozen=True, slots=True)
class Option:
    """What can be voted for: a project, a candidate, a design."""

    id: str
    title: str = ""
    contest: str = ""
    """Id of its contest; empty where there is one."""
    cost: Decimal | None = None
    """In the currency of the contest; None when unknown."""
    labels: tuple[str, ...] = ()
    """Further wordings under which ballots name it, besides id and title."""
    recorded_votes: int | None = None
    """Votes as the export records them."""
    recorded_score: Score | None = None
    """Points as the export records them."""
    category: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    """Whom it is for."""
    place: str = ""
    """District or neighbourhood, as written."""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    withdrawn: bool = False
    """Taken back after the vote: its votes are shown and it cannot be selected."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the commission declared."""

    statuses: tuple[tuple[str, str], ...]
    """Option id and ``selected``, ``not-selected`` or ``special`` (chosen or dropped outside the
    rule, as the note explains), in the order of the source."""
    note: str = ""
    """The source's own comment."""

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of the options selected by the rule."""
        return tuple(id for id, status in self.statuses if status == "selected")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an export says about its contest; an importer writes it down, a count compares it."""

    title: str = ""
    budget: Decimal | None = None
    currency: str = ""
    rule: str = ""
    """Counting rule, by this project's name where there is one."""
    ballot_type: str = ""
    """``approval``, ``choose-1``, ``cumulative``, ``ordinal`` or ``scoring``."""
    marks: tuple[int | None, int | None] = (None, None)
    """Least and greatest number of marks."""
    threshold: Score | None = None
    """Least score that may be selected."""
    begins: str = ""
    """First day of the vote, ``2026-06-01`` or a year."""
    ends: str = ""
    """Last day of the vote."""
    note: str = ""
    seats: int | None = None
    """How many are chosen."""
    more: tuple[tuple[str, str], ...] = ()
    """Everything else the export says, by its own names and as it is written there."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table stands in its file, as far as an editor says it."""

    header_row: int = 0
    """Row of the header, as a spreadsheet or an editor of text counts them from 1; 0: found."""
    header_rows: int = 1
    """Rows that the header has."""
    sheet: str = ""
    """Name of the sheet; empty: the one with the columns that are asked for."""


AS_FOUND = Layout()
"""Nothing is said: the header is found."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What ``validity:`` made of the ballots of one channel before they were written down."""

    channel: str
    valid: int
    invalid: tuple[tuple[str, int], ...] = ()
    """Reason and number."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Reason and number of ballots that were never cast in this vote."""
    dropped_marks: int = 0
    districts: tuple[tuple[str, tuple[int, int]], ...] = ()
    """Ballots cast and valid ones by district, where the electorate is split by it."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """What the exports of one contest say, without the ballots themselves: those stand, without
    anybody's data, in the file beside."""

    contest: str
    sha256: str
    """Digest of the file of ballots."""
    judged: tuple[Judged, ...]
    """By channel."""
    sources: tuple[Provenance, ...]
    """The exports as the platforms gave them."""
    totals: tuple[Totals, ...] = ()
    options: tuple[Option, ...] = ()
    """Options that an export itself lists."""
    facts: Facts | None = None
    declared: Declared | None = None

    @property
    def ballots(self) -> int:
        """Ballots that count: the rows of the file."""
        return sum(channel.valid for channel in self.judged)


@dataclass(frozen=True, slots=True)
class CountedFile:
    """One entry of ``ballots:`` in ``results.yaml``: a file, and what its columns mean."""

    path: str
    format: str = ""
    """Name of the format; empty: recognised by content."""
    span: Span = RESULTS_FILE
    """Where the entry stands."""
    contest: str = ""
    """The contest all of it belongs to."""
    choices: tuple[tuple[str, str], ...] = ()
    """Contest and the column of its marks."""
    channel: str = ""
    channel_column: str = ""
    channels: tuple[tuple[str, str], ...] = ()
    """Wording in that column and the channel it means, where the words differ."""
    voter: str = ""
    """Column that is equal for ballots of one voter."""
    received: str = ""
    """Column of the time of arrival."""
    zone: ZoneInfo | None = None
    """The zone in which that column is meant where it does not say."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Attribute of the voters, such as ``district``, and its column."""
    district: str = ""
    """The district all of it comes from."""
    option: str = ""
    """In totals: column that names the option."""
    votes: str = ""
    """In totals: column of its votes."""
    cast: int | None = None
    valid: int | None = None
    invalid: tuple[tuple[str, int], ...] = ()
    protocol: str = ""
    """The protocol as a document."""
    layout: Layout = AS_FOUND
    """Where the table stands in the file."""
    separator: str = ""
    """What stands between the choices in one cell; empty: as the service does it, or any of the
    usual characters."""
    dates: str = ""
    """``day-first`` or ``month-first``, where the file alone does not tell 6/9 from 9/6."""
    reduced: Reduced | None = None
    """What ``civicsite reduce`` wrote down about the exports that this file stands for; None for a
    file as a platform gave it."""


class Inspector(Protocol):
    """Sees every row of an export for personal data; ``gate`` has the one that is used."""

    def columns(self, names: Sequence[str], span: Span) -> None:
        """The header of the rows that follow."""

    def row(self, cells: Sequence[str], line: int) -> None:
        """One row under that header; shorter or longer rows are allowed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file to be read, and where what is found goes."""

    file: ExportFile
    entry: CountedFile
    recognised_by: str
    """Catalogue key for the provenance."""
    options: Mapping[str, tuple[Option, ...]]
    """Known options by contest; a contest is missing when only the file itself knows them."""
    deliver: Callable[[Ballot], None]
    inspect: Inspector
    questions: tuple[AskedQuestion, ...] = ()
    """Questions of a survey that are wanted, where responses are read instead of ballots."""
    respond: Callable[[Response], None] | None = None
    """Where responses go; None when ballots are wanted."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is known once a file has been read to its end."""

    diagnostics: tuple[Diagnostic, ...]
    provenance: Provenance | None = None
    """None when the file could not be read at all."""
    totals: tuple[Totals, ...] = ()
    options: tuple[Option, ...] = ()
    """Options that the file itself lists, in its order."""
    facts: Facts | None = None
    declared: Declared | None = None
    statements: tuple[StatementCount, ...] = ()
    """Statements that were voted on one by one, where the export has such."""


class Format(Protocol):
    """One export format: one file in ``formats/`` with its objects in ``FORMATS``."""

    @property
    def name(self) -> str:
        """What an editor writes after ``format:``."""

    @property
    def keys(self) -> frozenset[str]:
        """The fields of an entry of ``ballots:`` that this format reads, beside ``file``."""

    @property
    def makes(self) -> frozenset[str]:
        """``ballots``, ``totals``, ``responses``: what it can be read for."""

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """Tell a file by its first bytes (64 KiB are enough); None when it could be anything. Of a
        spreadsheet a sheet is shown, as the CSV of its first rows (``recognising.heads``)."""

    def read(self, reading: Reading) -> Export:
        """Read the whole file. Never raises for its content: what is wrong is a diagnostic."""


@dataclass(slots=True)
class Findings:
    """Problems of one file. A file that is wrong in every row gives a few places and a number."""

    path: str
    most: int = 20
    """Places shown per kind of problem; enough to see the pattern."""
    _kept: list[Diagnostic] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep one more problem, or only count it."""
        self._seen[diagnostic.code] += 1
        if self._seen[diagnostic.code] <= self.most:
            self._kept.append(diagnostic)

    def all(self) -> tuple[Diagnostic, ...]:
        """What was kept, and for each kind how many more there were."""
        more = [
            warning("export-more-problems", Span(self.path), count=n - self.most, kind=code)
            for code, n in sorted(self._seen.items())
            if n > self.most
        ]
        return (*self._kept, *more)
