"""``civicsite recount``: the published downloads alone, counted again by the same rules.

What can be derived is derived and compared: votes from the ballots and protocols, the outcome from
the votes, sums from their parts, digests from the files. Invalid ballots, the electorate and what a
commission declared cannot be derived by anybody outside; the digest of ``results.json`` in
``datapackage.json`` still shows when somebody changed them later.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from civicsite.diagnostics import Diagnostic, Report, Severity, Span, error, warning
from civicsite.exports.dataset import CountedFile, ExportFile, Format, Option, Reduced, Totals
from civicsite.exports.reduction import FORMAT, header_line
from civicsite.exports.validity import Validity
from civicsite.results import record, record_package, record_table
from civicsite.results.counts import CountRequest, Tally
from civicsite.results.record import ContestRecord, Record
from civicsite.results.reducing import Blind
from civicsite.results.rules.base import Rule
from civicsite.results.tally import Counting

__all__ = ["ContestCheck", "Recount", "recount"]

Open = Callable[[str], ExportFile | None]
"""A file of the folder by its name; None when it is not there."""

_NO_BALLOTS = "no-ballots.csv"


@dataclass(frozen=True, slots=True)
class ContestCheck:
    """How far one contest could be counted again."""

    contest: str
    title: str
    level: str
    """``ballots``, ``protocols``, ``outcome`` (from the published votes only) or ``nothing``."""
    number: int
    """Ballots counted again."""


@dataclass(slots=True)
class Recount:
    """What came of it."""

    record: Record | None = None
    checks: list[ContestCheck] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    """Differences are errors; files that are not there are warnings."""

    @property
    def same(self) -> bool:
        """True when nothing differs."""
        return self.record is not None and not self.report.has_errors


def recount(opened: Open, formats: Mapping[str, Format], rules: Mapping[str, Rule]) -> Recount:
    """Count a record again. Never raises for what the files hold."""
    done = Recount()
    file = opened(record.NAME)
    if file is None:
        done.report.add(error("recount-no-results", Span(record.NAME)))
        return done
    try:
        with file.stream() as stream:
            done.record = Record.from_json(stream.read())
    except ValueError as problem:
        done.report.add(error("recount-unreadable", Span(record.NAME), detail=str(problem)))
        return done
    digests = _files(done.record, opened, done.report)
    _package(opened, digests, done.report)
    _table(done.record, opened, digests, done.report)
    for contest in done.record.contests:
        done.report.extend(_sums(contest.count))
    _count(done, opened, formats, rules)
    return done


# --- the files ----------------------------------------------------------------------------------


def _sha256(file: ExportFile) -> str:
    state = hashlib.sha256()
    with file.stream() as stream:
        while chunk := stream.read(1 << 20):
            state.update(chunk)
    return state.hexdigest()


def _files(told: Record, opened: Open, report: Report) -> dict[str, str]:
    """Digests of the files that are there, by name."""
    digests: dict[str, str] = {}
    for name, sha256 in ((record.NAME, ""), *told.files):
        file = opened(name)
        if file is None:
            report.add(warning("recount-file-missing", Span(name), file=name))
            continue
        digests[name] = _sha256(file)
        if sha256 and digests[name] != sha256:
            report.add(error("recount-file-differs", Span(name), file=name))
    return digests


def _package(opened: Open, digests: Mapping[str, str], report: Report) -> None:
    name = record_package.NAME
    file = opened(name)
    if file is None:
        report.add(warning("recount-file-missing", Span(name), file=name))
        return
    try:
        with file.stream() as stream:
            stated = _hashes(json.loads(stream.read()))
    except (ValueError, RecursionError):
        report.add(error("recount-package-unreadable", Span(name)))
        return
    for path, sha256 in digests.items():
        if stated.get(path) != f"sha256:{sha256}":
            report.add(error("recount-package-differs", Span(name), file=path))


def _hashes(package: object) -> dict[str, str]:
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        raise ValueError("no resources")
    return {
        str(item.get("path")): str(item.get("hash")) for item in resources if isinstance(item, dict)
    }


def _table(told: Record, opened: Open, digests: Mapping[str, str], report: Report) -> None:
    """The first row of the table that does not follow from the record."""
    name = record_table.NAME
    file = opened(name) if name in digests else None
    expected = record_table.results_table(told)
    if file is None or digests[name] == hashlib.sha256(expected).hexdigest():
        return
    with file.stream() as stream:
        found = stream.read(len(expected) + 1).split(b"\n")
    for line, (one, other) in enumerate(zip(found, expected.split(b"\n"), strict=False), 1):
        if one != other:
            report.add(error("recount-table-differs", Span(name, line), file=name, line=line))
            return
    report.add(error("recount-table-differs", Span(name, len(found)), file=name, line=len(found)))


# --- the sums -----------------------------------------------------------------------------------


def _sums(tally: Tally) -> Iterator[Diagnostic]:
    """Numbers that are sums of others beside them."""
    if tally.held != "voted":
        return
    invalid = sum(number for _, number in tally.invalid)
    if tally.ballots_known and tally.cast != tally.valid + invalid:
        values = {"cast": tally.cast, "valid": tally.valid, "invalid": invalid}
        yield _differs("recount-cast", tally, **values)
    for name, total in (("cast", tally.cast), ("valid", tally.valid)):
        parts = [getattr(channel, name) for channel in tally.channels]
        if tally.ballots_known and None not in parts and sum(parts) != total:
            yield _differs("recount-channels", tally, sum=sum(parts), total=total)
    for item in tally.options:
        told = len(item.by_channel) == len(tally.channels)
        if told and tally.channels and sum(item.by_channel) != item.votes:
            sums = {"sum": sum(item.by_channel), "total": item.votes}
            yield _differs("recount-option-channels", tally, id=item.option.id, **sums)
    yield from _declared_channels(tally)


def _declared_channels(tally: Tally) -> Iterator[Diagnostic]:
    """Votes of a channel of protocols against the protocols."""
    if not tally.protocols or any(len(i.by_channel) != len(tally.channels) for i in tally.options):
        return
    votes: dict[str, Counter[str]] = {}
    for totals in tally.protocols:
        votes.setdefault(totals.channel, Counter()).update(dict(totals.votes))
    for place, channel in enumerate(tally.channels):
        if not channel.declared or channel.channel not in votes:
            continue
        for item in tally.options:
            counted = votes[channel.channel][item.option.id]
            if counted != item.by_channel[place]:
                values = {"published": item.by_channel[place], "counted": counted}
                yield _differs("recount-protocol", tally, id=item.option.id, **values)


def _differs(code: str, tally: Tally, **values: str | int) -> Diagnostic:
    return error(code, Span(record.NAME), contest=tally.contest or "–", **values)


# --- the count ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """How one contest is counted again."""

    contest: ContestRecord
    level: str
    ballots: ExportFile | None
    totals: tuple[Totals, ...]


def _way(contest: ContestRecord, opened: Open, rules: Mapping[str, Rule]) -> _Way:
    tally = contest.count
    file = opened(contest.ballots.file) if contest.ballots else None
    declared = any(channel.declared for channel in tally.channels)
    own = any(not channel.declared for channel in tally.channels)
    complete = (file is not None or not own) and (bool(tally.protocols) or not declared)
    if tally.held != "voted":
        return _Way(contest, "nothing", None, ())
    if complete:
        return _Way(contest, "protocols" if declared else "ballots", file, tally.protocols)
    rule = rules.get(tally.rule)
    if rule is None or rule.needs_ballots or any(i.score is not None for i in tally.options):
        return _Way(contest, "nothing", None, ())
    votes = tuple((item.option.id, item.votes) for item in tally.options)
    return _Way(contest, "outcome", None, (Totals(tally.contest, "", votes, None, tally.valid),))


def _count(
    done: Recount, opened: Open, formats: Mapping[str, Format], rules: Mapping[str, Rule]
) -> None:
    assert done.record
    ways = [_way(contest, opened, rules) for contest in done.record.contests]
    files = {way.ballots.path: way.ballots for way in ways if way.ballots}
    request = CountRequest(
        tuple(way.contest.rules for way in ways),
        tuple(entry for way in ways for entry in _entries(way)),
        Validity(as_declared=True),
        Span(record.NAME),
        options=tuple(option for way in ways for option in _options(way.contest.count)),
        leftovers=_leftovers(done.record),
    )
    empty = ExportFile(_NO_BALLOTS, lambda: io.BytesIO(header_line()))
    counting = Counting(
        request, lambda path: files.get(path, empty), formats, rules, None, lambda path: Blind()
    )
    counting.read_options()
    for entry in request.files:
        counting.read(entry)
    tallies = {tally.contest: tally for tally in counting.tallies()}
    # What the count itself warns of was true at the first count as well.
    done.report.extend(p for p in counting.report if p.severity is Severity.ERROR)
    for way in ways:
        published = way.contest.count
        counted = tallies[published.contest]
        title = next((name for name in way.contest.rules.names if name), "")
        number = counted.valid if way.level in ("ballots", "protocols") else 0
        done.checks.append(ContestCheck(published.contest, title, way.level, number))
        if way.level in ("ballots", "protocols"):
            done.report.extend(_votes(published, counted))
        if way.level != "nothing":
            done.report.extend(_outcome(published, counted))


def _leftovers(told: Record) -> tuple[tuple[str, str], ...]:
    """Between which contests money moves; none where the record tells of a circle, or of contests
    that it does not hold."""
    ids = {contest.count.contest for contest in told.contests}
    pairs = [(c.count.contest, c.count.moves_to) for c in told.contests if c.count.moves_to]
    gets: dict[str, list[str]] = {}
    for source, target in pairs:
        gets.setdefault(target, []).append(source)
    try:
        TopologicalSorter(gets).prepare()
    except CycleError:
        return ()
    return tuple(pairs) if gets.keys() <= ids else ()


def _entries(way: _Way) -> Iterator[CountedFile]:
    tally = way.contest.count
    if way.level == "nothing":
        return
    if way.ballots:
        yield CountedFile(way.ballots.path, FORMAT, Span(record.NAME), tally.contest)
    said = Reduced(
        tally.contest,
        hashlib.sha256(header_line()).hexdigest(),
        (),
        tally.sources,
        way.totals,
        (),
        tally.facts,
        tally.declared,
    )
    yield CountedFile(_NO_BALLOTS, FORMAT, Span(record.NAME), tally.contest, reduced=said)


def _options(tally: Tally) -> Iterator[Option]:
    for item in tally.options:
        yield replace(item.option, contest=tally.contest)


def _votes(published: Tally, counted: Tally) -> Iterator[Diagnostic]:
    if published.ballots_known and published.valid != counted.valid:
        values = {"published": published.valid, "counted": counted.valid}
        yield _differs("recount-valid", published, **values)
    found = {item.option.id: item for item in counted.options}
    for item in published.options:
        again = found[item.option.id]
        if item.votes != again.votes:
            values = {"published": item.votes, "counted": again.votes}
            yield _differs("recount-votes", published, id=item.option.id, **values)
        if item.score != again.score:
            shown = {"published": str(item.score), "counted": str(again.score)}
            yield _differs("recount-points", published, id=item.option.id, **shown)


def _outcome(published: Tally, counted: Tally) -> Iterator[Diagnostic]:
    one, other = published.outcome, counted.outcome
    if one is None or other is None:
        if one != other or published.not_recounted != counted.not_recounted:
            yield _differs("recount-decision", published)
        return
    chosen, again = set(one.selected), set(other.selected)
    for id in (*(i for i in one.selected if i not in again), *(again - chosen)):
        code = "recount-not-selected" if id in chosen else "recount-selected"
        yield _differs(code, published, id=id)
    if chosen == again and one != other:
        yield _differs("recount-course", published)
    if published.differences != counted.differences:
        yield _differs("recount-declared", published)
