"""Counts per contest: votes by channel, turnout, outcome, and what was declared beside it.

Files of ballots are read once, one after another; with additive rules memory does not grow with
the number of ballots. Totals of protocols are added to the ballots of their contest and shown
apart by channel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from graphlib import TopologicalSorter

from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.exports.dataset import (
    Ballot,
    CountedFile,
    Declared,
    Export,
    ExportFile,
    Format,
    Inspector,
    Reading,
)
from civicsite.exports.gate import Gate, check_text
from civicsite.exports.option_lists import DeclaredTable, read_declared, read_options
from civicsite.exports.recognising import choose_format
from civicsite.exports.validity import Limits, Sorter
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
    DistrictCount,
    OptionTally,
    Tally,
)
from civicsite.results.deciding import Counted, decide, unknown_in_conflicts
from civicsite.results.gathering import Gathered, channels, districts, not_counted
from civicsite.results.rules.base import Outcome, Question, Rule
from civicsite.results.vote_splits import VoteSplits

__all__ = [
    "ChannelCount",
    "ContestRequest",
    "CountRequest",
    "Counting",
    "Difference",
    "DistrictCount",
    "OptionTally",
    "Tally",
    "count",
    "marks_allowed",
    "order_matters",
]

_WANTED = frozenset({"ballots", "totals"})


# --- counting -----------------------------------------------------------------------------------


def count(
    request: CountRequest,
    open_file: Callable[[str], ExportFile],
    formats: Mapping[str, Format],
    rules: Mapping[str, Rule],
    keep: Callable[[Ballot], None] | None = None,
) -> tuple[tuple[Tally, ...], tuple[Diagnostic, ...]]:
    """Count every contest of a process. With an error among the diagnostics there is no tally.

    ``keep`` is given every ballot that counts.
    """
    counting = Counting(request, open_file, formats, rules, keep)
    counting.read_options()
    for entry in request.files:
        counting.read(entry)
    tallies = counting.tallies()
    found = tuple(counting.report)
    return (() if counting.report.has_errors else tallies), found


class Counting:
    """One count, file by file; ``count`` is the usual way to it."""

    def __init__(
        self,
        request: CountRequest,
        open_file: Callable[[str], ExportFile],
        formats: Mapping[str, Format],
        rules: Mapping[str, Rule],
        keep: Callable[[Ballot], None] | None = None,
        inspect: Callable[[str], Inspector] | None = None,
    ) -> None:
        """``inspect`` gives what looks at a file's rows instead of the gate."""
        self.request, self.open_file = request, open_file
        self.formats, self.rules = formats, rules
        self.keep, self.inspect = keep, inspect
        self.report = Report()
        self.contests: dict[str, Gathered] = {}
        self._tables: dict[DeclaredTable, tuple[tuple[str, str], ...]] = {}
        for asked in request.contests:
            rule = rules.get(asked.rule)
            gathers = order_matters(asked, rules) or (rule is not None and rule.needs_ballots)
            gathers = gathers or request.splits is not None
            sorter = Sorter(
                request.validity,
                Limits(marks_allowed(asked, rules), asked.points, asked.points_each),
                self._add,
                first_only=rule is not None and rule.ranks,
                districts=bool(asked.districts),
                only_points=keep is None and not gathers,
            )
            gathered = Gathered(asked, sorter, rule=rule)
            if request.splits and asked.held == "voted":
                gathered.splits = VoteSplits(request.splits, rule is not None and rule.ranks)
            self.contests[asked.id] = gathered

    def _add(self, ballot: Ballot) -> None:
        self.contests[ballot.contest].add(ballot)
        if self.keep:
            self.keep(ballot)

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
            public = _public(table.id, table.title, table.label) | dict(table.public_as)
            gate = Gate(file.path, public)
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
        gate = Gate(file.path, _public(entry.option, *(column for _, column in entry.choices)))
        known = {id: tuple(c.options.values()) for id, c in self.contests.items() if c.options}

        deliver = self._deliver(entry)
        inspect = self.inspect(file.path) if self.inspect else gate
        export = format_.read(Reading(file, entry, why, known, deliver, inspect))
        self.report.extend(export.diagnostics)
        self.report.extend(gate.diagnostics())
        self._take(entry, export)

    def _deliver(self, entry: CountedFile) -> Callable[[Ballot], None]:
        """Where the ballots of a file go: each contest's sorter, or nowhere for a contest that
        nobody asked about."""
        path, takes = entry.path, {id: c.sorter.take for id, c in self.contests.items()}
        district = (("district", entry.district),) if entry.district else ()

        def deliver(ballot: Ballot) -> None:
            if district:
                ballot = replace(ballot, attributes=(*district, *ballot.attributes))
            if take := takes.get(ballot.contest):
                take(ballot, path)

        def accept(ballot: Ballot) -> None:
            if contest := self.contests.get(ballot.contest):
                contest.sorter.accept(ballot)

        return accept if entry.reduced else deliver

    def _take(self, entry: CountedFile, export: Export) -> None:
        touched = [c for c, _ in entry.choices] or [entry.contest]
        for totals in export.totals:
            contest = self.contests.get(totals.contest)
            if contest:
                contest.totals.append(totals)
                contest.add_district(entry.district, totals)
                self.report.extend(
                    add_up(entry, totals, marks_allowed(contest.request, self.rules))
                )
        for name in touched:
            contest = self.contests.get(name)
            if contest is None:
                continue
            if export.provenance:
                contest.sources.append(export.provenance)
            if entry.reduced:
                contest.sources.extend(entry.reduced.sources)
                for judged in entry.reduced.judged:
                    contest.sorter.add_judged(judged)
            for option in export.options:
                contest.options.setdefault(option.id, option)
                contest.listed.setdefault(option.id, option)
                self.report.extend(check_text(Span(entry.path), option.title))
            contest.declared = export.declared or contest.declared
            contest.facts = export.facts or contest.facts

    # --- the end ---

    def tallies(self) -> tuple[Tally, ...]:
        """One tally for each contest, in the order of the request. A contest that gets money left
        in others is decided after them."""
        everywhere = {id for contest in self.contests.values() for id in contest.options}
        for contest in self.contests.values():
            self.report.extend(contest.sorter.finish(self.request.validity_span))
            contest.add_places()
            here = contest.options.keys()
            self.report.extend(unknown_in_conflicts(contest.request, here, everywhere))
        gets: dict[str, list[str]] = {id: [] for id in self.contests}
        for source, target in self.request.leftovers:
            gets[target].append(source)
        done: dict[str, Tally] = {}
        for id in TopologicalSorter(gets).static_order():
            done[id] = self._tally(self.contests[id], [done[source] for source in gets[id]])
        return tuple(done[id] for id in self.contests)

    def _tally(self, contest: Gathered, sources: Sequence[Tally]) -> Tally:
        """``sources``: the contests whose money left is added to this one."""
        asked = contest.request
        if asked.held != "voted":
            return self._not_voted(contest)
        by_way, by_channel = channels(contest)
        options = tuple(
            OptionTally(
                option,
                sum(votes[option.id] for votes in by_channel),
                tuple(votes[option.id] for votes in by_channel),
                contest.points.get(option.id, 0) if contest.has_points else None,
            )
            for option in contest.options.values()
        )
        moved = tuple((source.contest, left) for source in sources if (left := _left(source)))
        outcome, reason = None, "leftover-open"
        if all(_left(source) is not None for source in sources):
            extra = sum((amount for _, amount in moved), Decimal(0))
            outcome, reason = self._outcome(contest, options, extra)
        declared = self._declared(contest)
        invalid, left_out = not_counted(contest)
        tally = Tally(
            asked.id,
            asked.held,
            options,
            by_way,
            sum(channel.cast or 0 for channel in by_way),
            sum(channel.valid or 0 for channel in by_way),
            all(channel.cast is not None for channel in by_way),
            invalid=invalid,
            left_out=left_out,
            dropped_marks=sum(sheet.dropped_marks for sheet in contest.sorter.sheets.values()),
            electorate=asked.electorate,
            districts=districts(contest),
            splits=contest.splits.told(tuple(contest.options)) if contest.splits else (),
            ranked=contest.rule is not None and contest.rule.ranks,
            rule=asked.rule,
            threshold=contest.threshold,
            budget=contest.budget,
            moved_in=moved,
            moves_to=dict(self.request.leftovers).get(asked.id, ""),
            outcome=outcome,
            not_recounted=reason,
            declared=declared,
            differences=differences(asked, outcome, declared),
            mismatches=() if contest.rule and contest.rule.ranks else mismatches(options),
            score_mismatches=score_mismatches(options),
            level=contest.level,
            quorum=asked.quorum,
            quorum_share=asked.quorum_share,
            sources=tuple(contest.sources),
            facts=contest.facts,
            protocols=tuple(contest.totals),
        )
        source = Span(contest.sources[-1].path) if contest.sources else asked.span
        self.report.extend(compared(asked, tally, source))
        return tally

    def _not_voted(self, contest: Gathered) -> Tally:
        """A contest nobody had to vote in: nothing is counted, and those who got the seats are
        those declared."""
        asked = contest.request
        options = tuple(OptionTally(option, 0, ()) for option in contest.options.values())
        seats = 1 if asked.seats is None else asked.seats
        if asked.held == "unopposed" and len(options) > seats:
            values = {"count": len(options), "seats": seats}
            self.report.add(error("unopposed-but-too-many", asked.span, **values))
        return Tally(
            asked.id,
            asked.held,
            options,
            electorate=asked.electorate,
            budget=asked.budget,
            declared=self._declared(contest),
        )

    def _outcome(
        self, contest: Gathered, options: Sequence[OptionTally], extra: Decimal
    ) -> tuple[Outcome | None, str]:
        """``extra``: money from other contests."""
        asked = contest.request
        question = Question(
            tuple(t.option for t in options),
            {t.option.id: t.votes if t.score is None else t.score for t in options},
            None if contest.budget is None else contest.budget + extra,
            contest.seats,
            contest.threshold,
            asked.ties,
            contest.profile if contest.rule and contest.rule.needs_ballots else None,
        )
        counted = Counted(
            bool(contest.sources),
            bool(contest.totals),
            contest.has_points,
            any(sheet.valid for sheet in contest.sorter.sheets.values()),
        )
        outcome, reason, problems = decide(asked, question, counted, self.rules)
        self.report.extend(problems)
        if outcome:
            self.report.extend(draws(asked, contest.options.keys(), outcome))
        return outcome, reason

    def _declared(self, contest: Gathered) -> Declared | None:
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


def order_matters(asked: ContestRequest, rules: Mapping[str, Rule]) -> bool:
    """Whether the order of the marks on a ballot may mean something: unless it is known that marks
    are only added up, it may."""
    rule = rules.get(asked.rule)
    if rule is None or rule.ranks or rule.points == "by-place":
        return True
    return bool(asked.points_by_place)


def marks_allowed(
    asked: ContestRequest, rules: Mapping[str, Rule]
) -> tuple[int | None, int | None]:
    """Least and greatest number of marks: the contest's, else the rule's."""
    least, most = asked.marks
    rule = rules.get(asked.rule)
    return least, rule.most_marks(asked.seats) if most is None and rule else most


def _left(tally: Tally) -> Decimal | None:
    """What a contest leaves to others: nothing where nobody could vote; None while it is not known
    because its outcome is open, or because nobody counted it."""
    if tally.held != "voted":
        return Decimal(0) if tally.budget is None else tally.budget
    return tally.outcome.left if tally.outcome and tally.outcome.complete else None


def _public(*columns: str) -> dict[str, str]:
    """Columns of what is voted for: candidates and places have public names."""
    return {column: "place" for column in columns if column}
