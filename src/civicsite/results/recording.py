"""A released count -> its record: the counts as they may be told, and the ballots as they may be
published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from babel import Locale
from babel.core import get_global

from civicsite.diagnostics import Diagnostic
from civicsite.exports.dataset import Ballot, Score, Totals
from civicsite.exports.reduction import (
    Lines,
    ballot_line,
    grouped,
    header_line,
    table_rows,
)
from civicsite.model.site import Process, Site
from civicsite.results.anonymous import PublishedBallots, Terms, anonymise, refused
from civicsite.results.counts import ContestRequest, CountRequest, Tally
from civicsite.results.disclosure import Disclosure, disclosed
from civicsite.results.record import (
    FORMAT,
    VERSION,
    BallotsRecord,
    ContestRecord,
    Record,
    Stream,
)
from civicsite.results.record_files import ballots_name
from civicsite.results.rules.base import Rule
from civicsite.results.survey_counts import SurveyTally
from civicsite.results.tally import order_matters
from civicsite.terms import Does

__all__ = [
    "Release",
    "Spool",
    "Tables",
    "published",
    "record_head",
    "release_of",
    "spools_for",
    "told_protocols",
]


_MOST_COMMON = 4096
"""Different ballots of which only the number is kept."""
_Key = tuple[tuple[str, ...], tuple[Score, ...], tuple[tuple[str, str], ...]]
"""Marks, points and attributes."""


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
    _common: dict[_Key, list[int]] = field(default_factory=dict)
    """Ballots met early, and how many there are of each: in a vote with one mark, all of them."""

    def __post_init__(self) -> None:
        self.lines = self.make()

    def add(self, ballot: Ballot) -> None:
        """One ballot that counts: of it only marks, points and what was asked for are kept."""
        self.number += ballot.count
        key = (ballot.marks, ballot.points, ballot.attributes)
        known = self._common.get(key)
        if known:
            known[0] += ballot.count
            return
        self.refusal = self.refusal or refused(ballot.marks, ballot.points, self.terms)
        if len(self._common) < _MOST_COMMON:
            self._common[key] = [ballot.count]
        else:
            self._line(ballot.marks, ballot.points, ballot.attributes, ballot.count)

    def _line(
        self,
        marks: tuple[str, ...],
        points: tuple[Score, ...],
        attributes: tuple[tuple[str, str], ...],
        count: int,
    ) -> None:
        named = dict(attributes)
        values = tuple(named.get(name, "").strip() for name in self.terms.attributes)
        kept = Ballot("", marks, "", points, count=count)
        self.lines.add(ballot_line(kept, self.terms.ranked, values))

    def sorted(self) -> Lines:
        """All ballots so far."""
        for (marks, points, attributes), (count,) in self._common.items():
            self._line(marks, points, attributes, count)
        self._common.clear()
        return self.lines


def published(
    spool: Spool, contest: str, options: Sequence[str]
) -> tuple[tuple[BallotsRecord, Stream] | None, tuple[Diagnostic, ...]]:
    """The table of a contest's ballots, and what is said about it; None with an error."""
    if spool.refusal:
        return None, (spool.refusal,)
    name = ballots_name(contest)
    about = BallotsRecord(name, spool.number, ordered=spool.terms.ranked)
    if not spool.terms.attributes:
        return (about, _table(spool.sorted(), ())), ()
    safe, problems = anonymise(_ballots(spool), options, spool.terms)
    if safe is None:
        return None, problems
    about = replace(about, attributes=safe.attributes, dropped=safe.dropped, blanked=safe.blanked)
    return (about, _table(_sorted(safe, spool), safe.attributes)), problems


def _ballots(spool: Spool) -> Iterator[Ballot]:
    names = spool.terms.attributes
    rows = (header_line(names), *grouped(spool.sorted()))
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


# --- the whole record ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Release:
    """A result as it leaves the program: the record, and the tables of ballots by contest."""

    record: Record
    ballots: Mapping[str, Stream] = field(default_factory=dict)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The counts of the contests."""
        return tuple(contest.count for contest in self.record.contests)


Tables = Mapping[str, tuple[BallotsRecord, Stream]]
"""The published ballots by contest, and what is said about them."""


def spools_for(
    request: CountRequest,
    allowed: Disclosure,
    rules: Mapping[str, Rule],
    make: Callable[[], Lines],
) -> dict[str, Spool]:
    """Where ballots go while they are counted; nowhere unless they may be published."""
    if not allowed.ballots:
        return {}
    return {
        asked.id: Spool(replace(allowed.terms, ranked=_ranked(asked, rules)), make)
        for asked in request.contests
        if asked.held == "voted"
    }


def _ranked(asked: ContestRequest, rules: Mapping[str, Rule]) -> bool:
    """Without a rule that is known nothing follows from the order of marks, so it is not told."""
    return asked.rule in rules and order_matters(asked, rules)


def release_of(
    process: Process,
    site: Site,
    request: CountRequest | None,
    tallies: Sequence[Tally],
    survey: SurveyTally | None,
    tables: Tables,
    allowed: Disclosure,
) -> Release:
    """The release of what was counted. ``tallies`` are as the count gave them: here they become
    what may be told."""
    contests = []
    asked = {contest.id: contest for contest in request.contests} if request else {}
    for tally in tallies:
        told = disclosed(tally, allowed)
        told = replace(told, protocols=told_protocols(told, allowed.min_cell))
        rules = replace(asked[tally.contest], declared=None, declared_options=())
        about = tables[tally.contest][0] if tally.contest in tables else None
        contests.append(ContestRecord(rules, told, about))
    head = record_head(process, site)
    ballots = {id: stream for id, (_, stream) in tables.items()}
    return Release(replace(head, contests=tuple(contests), survey=survey), ballots)


def record_head(process: Process, site: Site) -> Record:
    """The record of a process without any number."""
    assert process.results
    fields = process.results.main.value
    town = site.municipalities[process.municipality].texts.fields
    voting = next((phase for phase in process.phases if phase.does is Does.VOTE), None)
    return Record(
        FORMAT,
        VERSION,
        process.id,
        str(process.texts.fields.title),
        str(town.name),
        site.main_language,
        site.fields.currency,
        str(fields.status),
        fields.publish_at.text if fields.publish_at else "",
        _day(voting.starts.start, site) if voting else "",
        _day(voting.ends.end, site, last=True) if voting and voting.ends else "",
        country_of(site.fields.time_zone),
        tuple(item.id for item in fields.corrections),
    )


def _day(moment: datetime | None, site: Site, *, last: bool = False) -> str:
    """The day of a moment in the site's zone; with ``last`` that of the instant before it."""
    if moment is None:
        return ""
    instant = moment - timedelta(microseconds=1) if last else moment
    return instant.astimezone(site.zone).date().isoformat()


def country_of(zone: str) -> str:
    """The country of a time zone, as the zone database and CLDR have it; empty for zones of none,
    such as UTC."""
    code = get_global("zone_territories").get(zone, "")
    return str(Locale("en").territories.get(code, "")) if code not in ("", "001", "ZZ") else ""
