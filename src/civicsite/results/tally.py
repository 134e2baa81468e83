"""Counts per contest: votes by channel, turnout, outcome, and what was declared beside it.

Files of ballots are read once, one after another; with additive rules memory does not grow with
the number of ballots. Totals of protocols are added to the ballots of their contest and shown
apart by channel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.exports.dataset import (
    Ballot,
    CountedFile,
    Declared,
    Export,
    ExportFile,
    Facts,
    Format,
    Option,
    Provenance,
    Reading,
    Score,
    Totals,
)
from civicsite.exports.gate import Gate, check_text
from civicsite.exports.option_lists import DeclaredTable, read_declared, read_options
from civicsite.exports.recognising import choose_format
from civicsite.exports.validity import Sorter
from civicsite.results.comparing import (
    add_up,
    compared,
    differences,
    draws,
    mismatches,
    score_mismatches,
)
from civicsite.results.counts import (
    ChannelCount,
    ContestRequest,
    CountRequest,
    Difference,
    OptionTally,
    Tally,
)
from civicsite.results.rules.base import Outcome, Question, Rule

__all__ = [
    "ChannelCount",
    "ContestRequest",
    "CountRequest",
    "Difference",
    "OptionTally",
    "Tally",
    "count",
]

_WANTED = frozenset({"ballots", "totals"})


# --- counting -----------------------------------------------------------------------------------


def count(
    request: CountRequest,
    open_file: Callable[[str], ExportFile],
    formats: Mapping[str, Format],
    rules: Mapping[str, Rule],
) -> tuple[tuple[Tally, ...], tuple[Diagnostic, ...]]:
    """Count every contest of a process. With an error among the diagnostics there is no tally."""
    counting = _Counting(request, open_file, formats, rules)
    counting.read_options()
    for entry in request.files:
        counting.read(entry)
    tallies = counting.tallies()
    found = tuple(counting.report)
    return (() if counting.report.has_errors else tallies), found


@dataclass(slots=True)
class _Contest:
    """What is gathered for one contest."""

    request: ContestRequest
    sorter: Sorter
    points: dict[str, Score] = field(default_factory=dict)
    has_points: bool = False
    totals: list[Totals] = field(default_factory=list)
    options: dict[str, Option] = field(default_factory=dict)
    sources: list[Provenance] = field(default_factory=list)
    declared: Declared | None = None
    facts: Facts | None = None

    def add(self, ballot: Ballot) -> None:
        """A ballot that counts."""
        if ballot.points:
            self.has_points = True
            for mark, given in zip(ballot.marks, ballot.points, strict=True):
                self.points[mark] = self.points.get(mark, 0) + given * ballot.count

    @property
    def budget(self) -> Decimal | None:
        """As ``results.yaml`` has it, else as the export does."""
        if self.request.budget is not None:
            return self.request.budget
        return self.facts.budget if self.facts else None

    @property
    def threshold(self) -> Score | None:
        """As ``results.yaml`` has it, else as the export does."""
        if self.request.threshold is not None:
            return self.request.threshold
        return self.facts.threshold if self.facts else None

    @property
    def seats(self) -> int | None:
        """As ``results.yaml`` has them, else as the export does."""
        if self.request.seats is not None:
            return self.request.seats
        return self.facts.seats if self.facts else None

    @property
    def level(self) -> str:
        """Who can check the count."""
        if not self.sources:
            return "office"
        return "protocols" if self.totals else "ballots"


class _Counting:
    def __init__(
        self,
        request: CountRequest,
        open_file: Callable[[str], ExportFile],
        formats: Mapping[str, Format],
        rules: Mapping[str, Rule],
    ) -> None:
        self.request, self.open_file = request, open_file
        self.formats, self.rules = formats, rules
        self.report = Report()
        self.contests: dict[str, _Contest] = {}
        self._tables: dict[DeclaredTable, tuple[tuple[str, str], ...]] = {}
        for asked in request.contests:
            sorter = Sorter(request.validity, _marks(asked, rules), self._add)
            self.contests[asked.id] = _Contest(asked, sorter)

    def _add(self, ballot: Ballot) -> None:
        self.contests[ballot.contest].add(ballot)

    # --- reading ---

    def read_options(self) -> None:
        """Options from the table, else from the proposals."""
        options, table = self.request.options, self.request.table
        if table:
            names = {
                name.casefold(): asked.id
                for asked in self.request.contests
                for name in (asked.id, *asked.names)
            }
            file = self.open_file(table.path)
            gate = Gate(file.path, _public(table.id, table.title, table.label))
            options, _, problems = read_options(file, table, names, gate)
            self.report.extend(problems)
            self.report.extend(gate.diagnostics())
        for option in options:
            contest = self.contests.get(option.contest)
            if contest:
                contest.options[option.id] = option

    def read(self, entry: CountedFile) -> None:
        """One file of ballots or totals."""
        file = self.open_file(entry.path)
        chosen = choose_format(entry, file, self.formats, _WANTED)
        if isinstance(chosen, Diagnostic):
            self.report.add(chosen)
            return
        format_, why = chosen
        gate = Gate(file.path, _public(entry.option))
        known = {id: tuple(c.options.values()) for id, c in self.contests.items() if c.options}

        def deliver(ballot: Ballot) -> None:
            contest = self.contests.get(ballot.contest)
            if contest:
                contest.sorter.take(ballot, entry.path)

        export = format_.read(Reading(file, entry, why, known, deliver, gate))
        self.report.extend(export.diagnostics)
        self.report.extend(gate.diagnostics())
        self._take(entry, export)

    def _take(self, entry: CountedFile, export: Export) -> None:
        touched = [c for c, _ in entry.choices] or [entry.contest]
        for totals in export.totals:
            contest = self.contests.get(totals.contest)
            if contest:
                contest.totals.append(totals)
                self.report.extend(add_up(entry, totals, _marks(contest.request, self.rules)))
        for name in touched:
            contest = self.contests.get(name)
            if contest is None:
                continue
            if export.provenance:
                contest.sources.append(export.provenance)
            for option in export.options:
                contest.options.setdefault(option.id, option)
                self.report.extend(check_text(Span(entry.path), option.title))
            contest.declared = export.declared or contest.declared
            contest.facts = export.facts or contest.facts

    # --- the end ---

    def tallies(self) -> tuple[Tally, ...]:
        """One tally for each contest, in the order of the request."""
        for contest in self.contests.values():
            self.report.extend(contest.sorter.finish(self.request.validity_span))
        return tuple(self._tally(contest) for contest in self.contests.values())

    def _tally(self, contest: _Contest) -> Tally:
        asked = contest.request
        if asked.held != "voted":
            return self._not_voted(contest)
        channels, by_channel = _channels(contest)
        options = tuple(
            OptionTally(
                option,
                sum(votes[option.id] for votes in by_channel),
                tuple(votes[option.id] for votes in by_channel),
                contest.points.get(option.id, 0) if contest.has_points else None,
            )
            for option in contest.options.values()
        )
        outcome, reason = self._outcome(contest, options)
        declared = self._declared(contest)
        invalid, left_out = _not_counted(contest)
        tally = Tally(
            asked.id,
            asked.held,
            options,
            channels,
            sum(channel.cast or 0 for channel in channels),
            sum(channel.valid or 0 for channel in channels),
            all(channel.cast is not None for channel in channels),
            invalid=invalid,
            left_out=left_out,
            dropped_marks=sum(sheet.dropped_marks for sheet in contest.sorter.sheets.values()),
            electorate=asked.electorate,
            rule=asked.rule,
            threshold=contest.threshold,
            budget=contest.budget,
            outcome=outcome,
            not_recounted=reason,
            declared=declared,
            differences=differences(asked, outcome, declared),
            mismatches=mismatches(options),
            score_mismatches=score_mismatches(options),
            level=contest.level,
            quorum=asked.quorum,
            sources=tuple(contest.sources),
            facts=contest.facts,
        )
        source = Span(contest.sources[-1].path) if contest.sources else asked.span
        self.report.extend(compared(asked, tally, source))
        return tally

    def _not_voted(self, contest: _Contest) -> Tally:
        """A contest nobody had to vote in: nothing is counted."""
        asked = contest.request
        options = tuple(OptionTally(option, 0, ()) for option in contest.options.values())
        seats = 1 if asked.seats is None else asked.seats
        if asked.held == "unopposed" and len(options) > seats:
            values = {"count": len(options), "seats": seats}
            self.report.add(error("unopposed-but-too-many", asked.span, **values))
        return Tally(asked.id, asked.held, options, electorate=asked.electorate)

    def _outcome(
        self, contest: _Contest, options: Sequence[OptionTally]
    ) -> tuple[Outcome | None, str]:
        asked = contest.request
        if not asked.rule or not contest.sources:
            return None, "no-rule"
        rule = self.rules.get(asked.rule)
        if rule is None:
            return None, "rule-unknown"
        if contest.totals and (rule.needs_ballots or contest.has_points):
            return None, "rule-needs-ballots"
        scores = {t.option.id: t.votes if t.score is None else t.score for t in options}
        question = Question(
            tuple(t.option for t in options),
            scores,
            contest.budget,
            contest.seats,
            contest.threshold,
            asked.ties,
        )
        missing = rule.missing(question)
        if missing:
            found = error("rule-needs-field", asked.span, rule=rule.name, field=missing)
            self.report.add(found)
            return None, "no-rule"
        outcome = rule.count(question)
        self.report.extend(draws(asked, contest.options.keys(), outcome))
        return outcome, ""

    def _declared(self, contest: _Contest) -> Declared | None:
        asked = contest.request
        if asked.declared:
            statuses = self._table(asked.declared)
            own = tuple((id, word) for id, word in statuses if id in contest.options)
            return Declared(own) if own else None
        if asked.declared_options:
            chosen = set(asked.declared_options)
            everywhere = {id for c in self.contests.values() for id in c.options}
            for id in sorted(chosen - everywhere):
                self.report.add(warning("declared-not-an-option", asked.span, id=id))
            return Declared(
                tuple(
                    (id, "selected" if id in chosen else "not-selected") for id in contest.options
                )
            )
        return contest.declared

    def _table(self, table: DeclaredTable) -> tuple[tuple[str, str], ...]:
        """The commission's list; one list may cover several contests and is read once."""
        if table not in self._tables:
            file = self.open_file(table.path)
            gate = Gate(file.path, _public(table.id))
            options = tuple(o for c in self.contests.values() for o in c.options.values())
            declared, _, problems = read_declared(file, table, options, gate)
            self.report.extend(problems)
            self.report.extend(gate.diagnostics())
            self._tables[table] = declared.statuses if declared else ()
        return self._tables[table]


def _marks(asked: ContestRequest, rules: Mapping[str, Rule]) -> tuple[int | None, int | None]:
    """Least and greatest number of marks: the contest's, else the rule's."""
    least, most = asked.marks
    rule = rules.get(asked.rule)
    return least, rule.most_marks if most is None and rule else most


def _public(*columns: str) -> dict[str, str]:
    """Columns of what is voted for: candidates and places have public names."""
    return {column: "candidate" for column in columns if column}


_CHANNELS = ("online", "paper", "on-site", "")


def _place(channel: str) -> int:
    return _CHANNELS.index(channel) if channel in _CHANNELS else len(_CHANNELS)


def _channels(contest: _Contest) -> tuple[tuple[ChannelCount, ...], list[Counter[str]]]:
    """The channels with their ballots, and the votes of each."""
    counts: list[ChannelCount] = []
    votes: list[Counter[str]] = []
    for channel, sheet in sorted(contest.sorter.sheets.items(), key=lambda item: _place(item[0])):
        counts.append(ChannelCount(channel, sheet.cast, sheet.valid, False))
        votes.append(sheet.votes)
    merged: dict[str, list[Totals]] = {}
    for totals in contest.totals:
        merged.setdefault(totals.channel, []).append(totals)
    for channel, group in sorted(merged.items(), key=lambda item: _place(item[0])):
        counted: Counter[str] = Counter()
        cast = valid = 0
        known = True
        for totals in group:
            counted.update(dict(totals.votes))
            invalid = sum(number for _, number in totals.invalid)
            known = known and (totals.cast is not None or totals.valid is not None)
            valid += totals.valid if totals.valid is not None else (totals.cast or 0) - invalid
            cast += totals.cast if totals.cast is not None else (totals.valid or 0) + invalid
        counts.append(
            ChannelCount(channel, cast if known else None, valid if known else None, True)
        )
        votes.append(counted)
    return tuple(counts), votes


def _not_counted(
    contest: _Contest,
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Invalid ballots and those left out, by reason."""
    invalid: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for sheet in contest.sorter.sheets.values():
        invalid.update(sheet.invalid)
        left_out.update(sheet.left_out)
    for totals in contest.totals:
        invalid.update(dict(totals.invalid))
    return tuple(sorted(invalid.items())), tuple(sorted(left_out.items()))
