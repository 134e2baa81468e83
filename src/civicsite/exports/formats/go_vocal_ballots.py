"""Go Vocal (CitizenLab): the ballots of a voting phase.

One row is one submitted basket: the registration questions, then a column for each input with its
title, then the time. A number in it is votes, or, where a budget is spent, the cost of the input;
nothing in the file says which. So the numbers are compared with the costs, and where they fit
neither reading nobody guesses. The file has no headings of its own and has to be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civicsite.diagnostics import error
from civicsite.exports.arrival import parse_arrival
from civicsite.exports.choices import Chooser
from civicsite.exports.dataset import (
    Ballot,
    Export,
    Findings,
    Format,
    Option,
    Reading,
    Recognition,
)
from civicsite.exports.tables import Table, open_table
from civicsite.exports.text_tables import Row, parse_count, tidy

__all__ = ["FORMATS"]

_TIME = ("Submitted at", "Zgłoszony pod adresem", "Zgłoszone", "submitted_at")


class GoVocalBallots:
    """The baskets of one phase."""

    name = "go-vocal-ballots"
    makes = frozenset({"ballots"})
    keys = frozenset({"contest", "channel", "sheet"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """Never: its columns are whatever people put forward."""
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver a ballot for each basket."""
        findings, entry = Findings(reading.file.path), reading.entry
        options = reading.options.get(entry.contest, ())
        if not options:
            findings.add(error("ballots-without-options", entry.span, contest=entry.contest))
            return Export(findings.all())
        table = open_table(reading.file, findings, _has_time, entry.layout, entry.span)
        baskets = None if table is None else _Baskets.of(table, options, reading)
        if table is None or baskets is None:
            return Export(findings.all())
        others = [name for n, name in enumerate(table.header) if n not in baskets.indexes]
        reading.inspect.columns(others, table.header_span())
        for row in table:
            cells = [cell for n, cell in enumerate(row.cells) if n not in baskets.indexes]
            reading.inspect.row(cells, row.line)
            reading.deliver(baskets.ballot(row, reading))
        provenance = table.provenance(self.name, reading.recognised_by, entry.channel)
        return Export(findings.all(), provenance)


FORMATS: tuple[Format, ...] = (GoVocalBallots(),)


def _has_time(header: Sequence[str]) -> bool:
    return any(name in header for name in _TIME)


@dataclass(frozen=True, slots=True)
class _Baskets:
    """The columns of the inputs, and what their numbers are."""

    table: Table
    columns: tuple[tuple[str, int], ...]
    """Option and its column."""
    with_points: bool
    time: int | None

    @property
    def indexes(self) -> frozenset[int]:
        """Columns that hold no words of a person."""
        return frozenset(index for _, index in self.columns)

    @classmethod
    def of(cls, table: Table, options: Sequence[Option], reading: Reading) -> _Baskets | None:
        """The columns; None, with diagnostics, when they are not clear."""
        chooser, span = Chooser(options), reading.entry.span
        named = [(chooser.one(name), index) for index, name in enumerate(table.header)]
        columns = tuple((id, index) for id, index in named if id is not None)
        found = [id for id, _ in columns]
        for option in options:
            if found.count(option.id) != 1 and not option.withdrawn:
                code = "basket-column-twice" if option.id in found else "basket-column-missing"
                table.findings.add(error(code, span, id=option.id, file=table.path))
                return None
        with_points = _are_points(table, columns, options)
        if with_points is None:
            table.findings.add(error("basket-numbers-unclear", span, file=table.path))
            return None
        time = next((table.header.index(name) for name in _TIME if name in table.header), None)
        return cls(table, columns, with_points, time)

    def ballot(self, row: Row, reading: Reading) -> Ballot:
        """What one basket holds."""
        given: dict[str, int] = {}
        for id, index in self.columns:
            cell = tidy(row.cells[index])
            number = parse_count(cell) if cell else 0
            if number is None:
                self.table.findings.add(error("basket-number", self.table.span(row, index)))
            elif number:
                given[id] = number
        points = tuple(given.values()) if self.with_points else ()
        return Ballot(
            reading.entry.contest, tuple(given), reading.entry.channel, points,
            received=self._received(row, reading), line=row.line,
        )  # fmt: skip

    def _received(self, row: Row, reading: Reading) -> datetime | None:
        if self.time is None or reading.entry.zone is None:
            return None
        return parse_arrival(row.cells[self.time], reading.entry.zone)


def _are_points(
    table: Table, columns: Sequence[tuple[str, int]], options: Sequence[Option]
) -> bool | None:
    """True where the numbers are votes of which an input may get several, False where they are
    ones or money; None where that cannot be told."""
    costs = {option.id: option.cost for option in options}
    met = {
        id: {n for cell in table.cells_of(index) if (n := parse_count(cell))}
        for id, index in columns
    }
    filled = {id: numbers for id, numbers in met.items() if numbers}
    if all(numbers == {1} for numbers in filled.values()):
        return False
    money = [numbers == {costs.get(id)} for id, numbers in filled.items()]
    if all(money):
        return False
    several = any(len(numbers) > 1 for numbers in filled.values())
    known = all(costs.get(id) is not None for id in filled)
    return True if not any(money) and (several or known) else None
