"""The rows of an export of forms -> ballots or responses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Severity, Span, error, warning
from civicsite.exports.alike import Alike
from civicsite.exports.arrival import needs_order, order_of, parse_arrival
from civicsite.exports.choices import Choice, Chooser
from civicsite.exports.dataset import Answer, Ballot, Option, Provenance, Reading, Response
from civicsite.exports.form_answers import (
    SPACES,
    Encoding,
    Joining,
    QuestionColumns,
    is_marked,
    locate,
    parts_of,
    rank_of,
)
from civicsite.exports.form_services import FormService, first_of, folded
from civicsite.exports.tables import Table
from civicsite.exports.text_tables import Row, tidy
from civicsite.terms import Channel

__all__ = ["Forms", "open_forms"]

_UTC = ZoneInfo("UTC")


# --- opening ------------------------------------------------------------------------------------


def open_forms(table: Table, service: FormService, reading: Reading) -> Forms | None:
    """Find all columns; None, with diagnostics, when one is not there."""
    entry = reading.entry
    problems = len(table.findings.all())
    if reading.respond is None and not entry.choices:
        table.findings.add(error("ballots-without-choices", entry.span, file=entry.path))
    time = _time_column(table, service, reading)
    encoding = _encoding(table, service, reading, time)
    columns = {
        key: table.column(name, entry.span)
        for key, name in (("channel", entry.channel_column), ("voter", entry.voter))
        if name
    }
    attributes = [
        (name, index)
        for name, column in entry.attributes
        if not _is_personal(table, service, column, entry.span)
        and (index := table.column(column, entry.span)) is not None
    ]
    marks = _all_marks(table, service, reading, encoding)
    questions: list[tuple[str, QuestionColumns]] = []
    for asked in reading.questions if reading.respond else ():
        if not _is_personal(table, service, asked.column, asked.span):
            located = locate(table, asked, encoding)
            questions += [] if located is None else [(asked.id, located)]
    finished = [(index, pattern) for name, pattern in service.finished
                if (index := first_of(table.header, (name,))) is not None]  # fmt: skip
    if service.must_tell_finished and not finished:
        table.findings.add(error("finished-not-told", entry.span, file=entry.path))
    table.wanted = _wanted(table, reading, encoding)
    if any(found.severity is Severity.ERROR for found in table.findings.all()[problems:]):
        return None
    order = _order(table, service, reading, time)
    return Forms(
        table, service, reading, tuple(marks), tuple(questions), columns.get("channel"),
        columns.get("voter"), time, finished[0] if finished else None, order,
        tuple(attributes),
    )  # fmt: skip


def _wanted(table: Table, reading: Reading, encoding: Encoding) -> frozenset[int]:
    """The columns of all marks and questions."""
    names = {tidy(name) for _, name in reading.entry.choices}
    names |= {tidy(asked.column) for asked in reading.questions}
    found = {index for index, name in enumerate(table.names) if name in names}
    parts = (parts_of(table, name, encoding) for name in names)
    return frozenset(found | {index for own in parts for _, index in own})


def _is_personal(table: Table, service: FormService, name: str, span: Span) -> bool:
    if tidy(name).casefold() not in folded(service.personal):
        return False
    table.findings.add(error("question-is-personal", span, column=name))
    return True


def _time_column(table: Table, service: FormService, reading: Reading) -> int | None:
    if reading.entry.received:
        return table.column(reading.entry.received, reading.entry.span)
    return first_of(table.header, service.time)


def _encoding(table: Table, service: FormService, reading: Reading, time: int | None) -> Encoding:
    """How this file joins choices: as the editor says, else as its times show."""
    stated = reading.entry.separator
    if stated:
        pattern = rf"\s*{re.escape(stated.strip())}\s*" if stated.strip() else SPACES
        return replace(service.encoding, joining=Joining(pattern, True))
    if not service.joinings:
        return service.encoding
    cells = table.cells_of(time) if time is not None else iter(())
    first = next((text for cell in cells if (text := tidy(cell))), "")
    joining = next((j for pattern, j in service.joinings if re.fullmatch(pattern, first)), None)
    return service.encoding if joining is None else replace(service.encoding, joining=joining)


def _order(table: Table, service: FormService, reading: Reading, time: int | None) -> str:
    """Whether day or month comes first: as the editor says, the service does, or the column as a
    whole shows."""
    stated = reading.entry.dates or service.order
    if stated or time is None:
        return stated
    first = next((cell for cell in table.cells_of(time) if tidy(cell)), "")
    return order_of(table.cells_of(time)) if needs_order(first) else ""


@dataclass(frozen=True, slots=True)
class _Marks:
    """The columns of the marks of one contest."""

    contest: str
    chooser: Chooser
    columns: tuple[tuple[str, int], ...]
    """Of the one column the name is empty; else the options, or the ranks in their order."""


def _all_marks(
    table: Table, service: FormService, reading: Reading, encoding: Encoding
) -> list[_Marks]:
    """The columns of the marks of every contest, where ballots are wanted."""
    entry, marks = reading.entry, []
    for contest, name in entry.choices if reading.respond is None else ():
        if not reading.options.get(contest):
            table.findings.add(error("ballots-without-options", entry.span, contest=contest))
        elif not _is_personal(table, service, name, entry.span):
            found = _ballot_columns(table, name, reading.options[contest], encoding, entry.span)
            marks += [] if found is None else [_Marks(contest, *found)]
    return marks


def _ballot_columns(
    table: Table, name: str, options: Sequence[Option], encoding: Encoding, span: Span
) -> tuple[Chooser, tuple[tuple[str, int], ...]] | None:
    chooser = Chooser(options, encoding.joining.separator)
    parts = parts_of(table, name, encoding)
    beside = tidy(name) in table.names
    if beside and encoding.both and encoding.joining.separator != SPACES:
        parts = ()  # the joined column holds what names no option too
    if parts and (not beside or encoding.both):
        ranks = [(rank_of(about), index) for about, index in parts]
        if all(rank is not None for rank, _ in ranks) and not chooser.one(parts[0][0]):
            return chooser, tuple(("", index) for _, index in sorted((r or 0, i) for r, i in ranks))
        # “Projekty (max 3)” is another heading, and none for an option called “max 3”.
        if any(chooser.one(about) for about, _ in parts):
            return chooser, parts
    index = table.column(name, span)
    return None if index is None else (chooser, (("", index),))


# --- reading ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Forms:
    """The filled-in forms of one file."""

    table: Table
    service: FormService
    reading: Reading
    marks: tuple[_Marks, ...]
    questions: tuple[tuple[str, QuestionColumns], ...]
    channel: int | None
    voter: int | None
    time: int | None
    finished: tuple[int, str] | None
    order: str
    attributes: tuple[tuple[str, int], ...] = ()
    """Attribute of the voters and its column."""
    bare: tuple[str, int, Callable[[str], Choice]] | None = field(init=False)
    """Contest, column and reader, where a row is nothing but the marks of one contest."""
    doubts: int = 0
    """Errors in cells of ballots."""
    unfinished: int = 0
    ids_rows: int = 0
    unread_times: int = 0
    unordered_times: int = 0
    channels: dict[str, str] = field(init=False)
    personal: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        own = {word.casefold(): channel for word, channel in self.reading.entry.channels}
        self.channels = {channel.value: channel.value for channel in Channel} | own
        self.bare = None
        if len(self.marks) == 1 and self._places() == [self.marks[0].columns[0][1]]:
            (marks,) = self.marks
            (about, index), *_ = marks.columns
            if not about and not self.service.encoding.not_shown:
                self.bare = (marks.contest, index, marks.chooser.read)
        personal = folded(self.service.personal)
        self.personal = tuple(
            index for index, name in enumerate(self.table.header) if name.casefold() in personal
        )

    def provenance(self, format: str) -> Provenance:
        """Where the rows came from, once they have been read."""
        entry = self.reading.entry
        found = self.table.provenance(format, self.reading.recognised_by, entry.channel)
        apart = {"unfinished": self.unfinished, "row-of-names": self.ids_rows}
        return replace(
            found,
            rows_read=found.rows_read - sum(apart.values()),
            rows_left_out=(*found.rows_left_out, *((r, n) for r, n in apart.items() if n)),
        )

    def deliver(self) -> None:
        """Read all rows."""
        alike = Alike.by(self.reading.deliver, self._places())
        ids_row, inspect = self.service.ids_row, self.reading.inspect.row
        for row in self._rows():
            if ids_row and row.cells[0] == ids_row:
                self.ids_rows += 1
                continue
            inspect(self._without_nobody(row) if self.personal else row.cells, row.line)
            complete = self.finished is None or self._is_finished(row)
            if self.reading.respond:
                self._respond(row, complete)
            elif complete:
                self._vote(row, alike)
            else:
                self.unfinished += 1
        alike.finish()
        self._tell_times()

    def _places(self) -> list[int]:
        """The columns that make a ballot; none where something tells its voter from others."""
        if self.reading.respond or self.voter is not None or self.time is not None:
            return []
        places = [index for marks in self.marks for _, index in marks.columns]
        places += [index for _, index in self.attributes]
        return places if self.channel is None else [*places, self.channel]

    def _rows(self) -> Iterator[Row]:
        """The rows that are forms. Where every column holds marks, as in a reduced file, a row
        without a word is a blank ballot, unless it stands at the end of the table: there nobody can
        tell it from what a spreadsheet left."""
        marks = {index for marks in self.marks for _, index in marks.columns}
        if self.reading.respond or len(self.table.header) > len(marks):
            yield from self.table
            return
        yield from self.table.with_empty_rows()
        if self.table.empty_rows:
            span = Span(self.table.path)
            self.table.findings.add(
                warning("table-ends-with-empty-rows", span, count=self.table.empty_rows)
            )

    def _without_nobody(self, row: Row) -> list[str]:
        """The cells, without what stands for somebody unknown."""
        cells = row.cells
        for index in self.personal:
            if tidy(cells[index]) in self.service.nobody:
                cells = [*cells[:index], "", *cells[index + 1 :]]
        return cells

    def _is_finished(self, row: Row) -> bool:
        if self.finished is None:
            return True
        index, pattern = self.finished
        return re.fullmatch(pattern, tidy(row.cells[index]), re.IGNORECASE) is not None

    # --- responses ---

    def _respond(self, row: Row, complete: bool) -> None:
        answers: dict[tuple[str, str], Answer] = {}
        for id, columns in self.questions:
            for about, answer in columns.answers(row):
                answers[id, about] = answer
        assert self.reading.respond
        self.reading.respond(Response(answers, complete, self._received(row), row.line))

    # --- ballots ---

    def _vote(self, row: Row, alike: Alike) -> None:
        cells, doubts = row.cells, self.doubts
        if alike.key is not None and alike.has(cells):
            return
        if self.bare is not None:
            contest, index, read = self.bare
            choice = read(cells[index])
            if not choice.unknown and not choice.ambiguous:
                usual = self.reading.entry.channel
                ballot = Ballot(contest, choice.marks, usual, (), "", None, 0, row.line)
                if alike.key is None:
                    alike.deliver(ballot)
                else:
                    alike.take(cells, (ballot,))
                return
        ballots = self._ballots(row)
        if self.doubts == doubts:
            alike.take(cells, ballots)
        else:
            alike.tell(ballots)

    def _doubt(self, code: str, row: Row, index: int) -> None:
        """Something in a cell that must be told for every row in which it stands."""
        self.doubts += 1
        self.table.findings.add(error(code, self.table.span(row, index)))

    def _ballots(self, row: Row) -> list[Ballot]:
        channel = self._channel(row) or self.reading.entry.channel
        received = None if self.time is None else self._received(row)
        voter = "" if self.voter is None else tidy(row.cells[self.voter])
        if self.voter is not None and not voter:
            self._doubt("ballot-without-voter", row, self.voter)
        known: tuple[tuple[str, str], ...] = ()
        if self.attributes:
            known = tuple((name, tidy(row.cells[index])) for name, index in self.attributes)
        ballots = []
        for marks in self.marks:
            chosen: tuple[str, ...] = ()
            unknown = column = 0
            for about, index in marks.columns:
                ids, strange = self._marks_in(row, about, index, marks.chooser)
                chosen = tuple(dict.fromkeys((*chosen, *ids))) if chosen else ids
                if strange:
                    unknown += strange
                    column = column or self.table.span(row, index).column
            ballots.append(
                Ballot(
                    marks.contest, chosen, channel, (), voter, received, unknown, row.line, column,
                    attributes=known,
                )
            )  # fmt: skip
        return ballots

    def _marks_in(
        self, row: Row, about: str, index: int, chooser: Chooser
    ) -> tuple[tuple[str, ...], int]:
        """Ids of the options that a cell marks, and how many marks name none."""
        not_shown = self.service.encoding.not_shown
        if not_shown and tidy(row.cells[index]).casefold() in not_shown:
            return (), 0
        if not about:
            choice = chooser.read(row.cells[index])
            if choice.ambiguous:
                self._doubt("choice-ambiguous", row, index)
            return choice.marks, choice.unknown
        mark = is_marked(row.cells[index], about)
        if mark is None:
            self._doubt("mark-unreadable", row, index)
        if not mark:
            return (), 0
        id = chooser.one(about) if mark is True else None
        return (() if id is None else (id,)), int(id is None)

    def _channel(self, row: Row) -> str:
        if self.channel is None:
            return ""
        channel = self.channels.get(tidy(row.cells[self.channel]).casefold(), "")
        if not channel:
            self.doubts += 1
            listed = ", ".join(channel.value for channel in Channel)
            span = self.table.span(row, self.channel)
            self.table.findings.add(error("channel-unknown", span, channels=listed))
        return channel

    # --- times ---

    def _received(self, row: Row) -> datetime | None:
        if self.time is None:
            return None
        cell, entry = row.cells[self.time], self.reading.entry
        if self.service.undated and re.fullmatch(self.service.undated, tidy(cell)):
            return None
        received = parse_arrival(cell, _UTC if self.service.utc else entry.zone, self.order)
        unordered = not self.order and needs_order(cell)
        if received is None and entry.received:
            code = "received-order-unknown" if unordered else "received-unreadable"
            self.table.findings.add(error(code, self.table.span(row, self.time)))
        elif received is None and tidy(cell) and entry.zone:
            self.unordered_times += unordered
            self.unread_times += not unordered
        return received

    def _tell_times(self) -> None:
        """Warn of times that nobody asked for and that cannot be read."""
        counts = {
            "arrivals-not-ordered": self.unordered_times,
            "arrivals-not-read": self.unread_times,
        }
        for code, count in counts.items():
            if count:
                file, column = self.table.path, self.table.header[self.time or 0]
                span = self.reading.entry.span
                self.table.findings.add(warning(code, span, file=file, column=column, count=count))
