"""A released count -> its record: the counts as they may be told, and the ballots as they may be
published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from civicsite.diagnostics import Diagnostic
from civicsite.exports.dataset import Ballot, Totals
from civicsite.exports.reduction import (
    Lines,
    ballot_line,
    grouped,
    header_line,
    table_rows,
)
from civicsite.results.anonymous import PublishedBallots, Terms, anonymise, refused
from civicsite.results.counts import ContestRequest, Tally
from civicsite.results.record import BallotsRecord, ContestRecord, Stream
from civicsite.results.record_files import ballots_name

__all__ = ["Spool", "contest_record", "told_protocols"]


@dataclass(slots=True)
class Spool:
    """The ballots of one contest on their way to publication; sorted, on disk where they are many.

    Without attributes nothing has to be compared, and any number of ballots takes the same memory.
    """

    terms: Terms
    make: Callable[[], Lines]
    lines: Lines = field(init=False)
    number: int = 0
    refusal: Diagnostic | None = None

    def __post_init__(self) -> None:
        self.lines = self.make()

    def add(self, ballot: Ballot) -> None:
        """One ballot that counts: of it only marks, points and what was asked for are kept."""
        self.refusal = self.refusal or refused(ballot.marks, ballot.points, self.terms)
        known = dict(ballot.attributes)
        values = tuple(known.get(name, "").strip() for name in self.terms.attributes)
        self.number += ballot.count
        kept = Ballot("", ballot.marks, "", ballot.points, count=ballot.count)
        self.lines.add(ballot_line(kept, self.terms.ranked, values))


def published(
    spool: Spool, contest: str, options: Sequence[str]
) -> tuple[tuple[BallotsRecord, Stream] | None, tuple[Diagnostic, ...]]:
    """The table of a contest's ballots, and what is said about it; None with an error."""
    if spool.refusal:
        return None, (spool.refusal,)
    name = ballots_name(contest)
    about = BallotsRecord(name, spool.number, ordered=spool.terms.ranked)
    if not spool.terms.attributes:
        return (about, _table(spool.lines, ())), ()
    safe, problems = anonymise(_ballots(spool), options, spool.terms)
    if safe is None:
        return None, problems
    about = replace(about, attributes=safe.attributes, dropped=safe.dropped, blanked=safe.blanked)
    return (about, _table(_sorted(safe, spool), safe.attributes)), problems


def _ballots(spool: Spool) -> Iterator[Ballot]:
    names = spool.terms.attributes
    rows = (header_line(names), *grouped(spool.lines))
    for row in table_rows(rows):
        values = tuple(zip(names, row.attributes, strict=True))
        for _ in range(row.number):
            yield Ballot("", row.marks, "", row.points, attributes=values)


def _sorted(safe: PublishedBallots, spool: Spool) -> Lines:
    lines = spool.make()
    for row in safe.rows:
        ballot = Ballot("", row.marks, "", row.points, count=row.number)
        lines.add(ballot_line(ballot, spool.terms.ranked, row.attributes))
    return lines


def _table(lines: Lines, attributes: tuple[str, ...]) -> Stream:
    def chunks() -> Iterator[bytes]:
        yield header_line(attributes)
        yield from grouped(lines)

    return Stream.of(chunks)


# --- protocols ----------------------------------------------------------------------------------


def told_protocols(tally: Tally, least: int) -> tuple[Totals, ...]:
    """The protocols of a count as they may be told: none where the channels are not, and added up
    where one of them stands for fewer than ``least`` ballots."""
    if any(len(item.by_channel) != len(tally.channels) for item in tally.options):
        return ()
    if all((_ballots_of(totals) or least) >= least for totals in tally.protocols):
        return tally.protocols
    merged: dict[str, Totals] = {}
    for totals in tally.protocols:
        before = merged.get(totals.channel)
        merged[totals.channel] = _added(before, totals) if before else totals
    return tuple(merged.values())


def _ballots_of(totals: Totals) -> int | None:
    return totals.valid if totals.valid is not None else totals.cast


def _added(one: Totals, other: Totals) -> Totals:
    return Totals(
        one.contest,
        one.channel,
        _sums(one.votes, other.votes),
        _sum(one.cast, other.cast),
        _sum(one.valid, other.valid),
        _sums(one.invalid, other.invalid),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _sums(
    one: tuple[tuple[str, int], ...], other: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, int], ...]:
    sums = dict(one)
    for key, number in other:
        sums[key] = sums.get(key, 0) + number
    return tuple(sums.items())


# --- one contest --------------------------------------------------------------------------------


def contest_record(
    asked: ContestRequest, tally: Tally, spool: Spool | None
) -> tuple[ContestRecord, Stream | None, tuple[Diagnostic, ...]]:
    """What is recorded of a contest, and its published ballots."""
    rules = replace(asked, declared=None, declared_options=())
    if spool is None or tally.held != "voted":
        return ContestRecord(rules, tally), None, ()
    options = [item.option.id for item in tally.options]
    found, problems = published(spool, tally.contest, options)
    if found is None:
        return ContestRecord(rules, tally), None, problems
    return ContestRecord(rules, tally, found[0]), found[1], problems
