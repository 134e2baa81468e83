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
from fractions import Fraction

from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.exports.dataset import (
    RESULTS_FILE,
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
from civicsite.exports.option_lists import DeclaredTable, OptionsTable, read_declared, read_options
from civicsite.exports.validity import Sorter, Validity
from civicsite.results.rules.base import NO_TIE_BREAK, Outcome, Question, Rule, TieBreak

__all__ = [
    "ChannelCount",
    "ContestRequest",
    "CountRequest",
    "Difference",
    "OptionTally",
    "Tally",
    "count",
]

_HEAD = 65536


# --- what is asked ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContestRequest:
    """One contest and the rules it is decided by."""

    id: str
    """Empty where there is one contest."""
    span: Span = RESULTS_FILE
    names: tuple[str, ...] = ()
    """Wordings of the contest in tables."""
    held: str = "voted"
    budget: Decimal | None = None
    seats: int | None = None
    marks: tuple[int | None, int | None] = (None, None)
    electorate: int | None = None
    rule: str = ""
    """Empty: votes are counted and nothing is decided."""
    threshold: int | None = None
    quorum: int | None = None
    ties: TieBreak = NO_TIE_BREAK
    declared: DeclaredTable | None = None
    declared_options: tuple[str, ...] = ()
    """Ids of the selected options, where there is no table."""
    explained: tuple[str, ...] = ()
    """Ids of the options on which a difference is explained."""


@dataclass(frozen=True, slots=True)
class CountRequest:
    """Everything to count for one process."""

    contests: tuple[ContestRequest, ...]
    files: tuple[CountedFile, ...]
    validity: Validity
    validity_span: Span = RESULTS_FILE
    table: OptionsTable | None = None
    options: tuple[Option, ...] = ()
    """Options known from proposals, where there is no table."""


# --- what is known in the end -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """Ballots of one channel."""

    channel: str
    cast: int | None
    valid: int | None
    declared: bool
    """True when the numbers are those of a protocol."""


@dataclass(frozen=True, slots=True)
class OptionTally:
    """What one option got."""

    option: Option
    votes: int
    by_channel: tuple[int, ...]
    """In the order of the tally's ``channels``."""
    score: Score | None = None
    """Points, where ballots give points."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An option that was declared otherwise than the rule says."""

    id: str
    declared: bool
    recounted: bool
    explained: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of one contest."""

    contest: str
    held: str
    options: tuple[OptionTally, ...] = ()
    """In the order of the ballot or the file."""
    channels: tuple[ChannelCount, ...] = ()
    cast: int = 0
    valid: int = 0
    invalid: tuple[tuple[str, int], ...] = ()
    """Reason and number."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Ballots that were never cast in this vote: late or replaced ones."""
    dropped_marks: int = 0
    electorate: int | None = None
    rule: str = ""
    threshold: Score | None = None
    budget: Decimal | None = None
    outcome: Outcome | None = None
    not_recounted: str = ""
    """Why there is no recount: ``no-rule``, ``rule-unknown``, ``rule-needs-ballots``."""
    declared: Declared | None = None
    differences: tuple[Difference, ...] = ()
    mismatches: tuple[tuple[str, int, int], ...] = ()
    """Option, recorded votes, counted votes; where they differ."""
    level: str = "ballots"
    """Who can check it: ``ballots`` or ``protocols``."""
    quorum: int | None = None
    sources: tuple[Provenance, ...] = ()
    facts: Facts | None = None
    """What the export says about itself."""

    @property
    def turnout(self) -> Fraction | None:
        """Ballots cast per person entitled."""
        return Fraction(self.cast, self.electorate) if self.electorate else None

    @property
    def official(self) -> dict[str, bool]:
        """Whether each option is selected: as declared, else as recounted."""
        if self.declared:
            return {id: status in ("selected", "special") for id, status in self.declared.statuses}
        if self.outcome and self.outcome.complete:
            return {step.id: step.chosen for step in self.outcome.steps}
        return {}


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
                self.points[mark] = self.points.get(mark, 0) + given


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
            sorter = Sorter(request.validity, asked.marks, self._add)
            self.contests[asked.id] = _Contest(asked, sorter)

    def _add(self, ballot: Ballot) -> None:
        self.contests[ballot.contest].add(ballot)

    # --- reading ---

    def read_options(self) -> None:
        """Options from the table, else from the proposals."""
        options = self.request.options
        if self.request.table:
            names = {
                name.casefold(): asked.id
                for asked in self.request.contests
                for name in (asked.id, *asked.names)
            }
            file = self.open_file(self.request.table.path)
            gate = Gate(file.path)
            options, _, problems = read_options(file, self.request.table, names, gate)
            self.report.extend(problems)
            self.report.extend(gate.diagnostics())
        for option in options:
            contest = self.contests.get(option.contest)
            if contest:
                contest.options[option.id] = option

    def read(self, entry: CountedFile) -> None:
        """One file of ballots or totals."""
        file = self.open_file(entry.path)
        chosen = self._format(entry, file)
        if chosen is None:
            return
        format_, why = chosen
        gate = Gate(file.path)
        known = {id: tuple(c.options.values()) for id, c in self.contests.items() if c.options}

        def deliver(ballot: Ballot) -> None:
            contest = self.contests.get(ballot.contest)
            if contest:
                contest.sorter.take(ballot, entry.path)

        export = format_.read(Reading(file, entry, why, known, deliver, gate))
        self.report.extend(export.diagnostics)
        self.report.extend(gate.diagnostics())
        self._take(entry, export)

    def _format(self, entry: CountedFile, file: ExportFile) -> tuple[Format, str] | None:
        if entry.format:
            named = self.formats.get(entry.format)
            if named is None:
                values = {"format": entry.format, "known": ", ".join(sorted(self.formats))}
                self.report.add(error("format-unknown", entry.span, **values))
                return None
            return named, "recognised-stated"
        with file.stream() as stream:
            head = stream.read(_HEAD)
        found = [(f, r) for f in self.formats.values() if (r := f.recognise(head, file.path))]
        if len(found) == 1:
            return found[0][0], found[0][1].by
        if entry.option and entry.votes:
            return self.formats["totals"], "recognised-stated"
        if entry.choices:
            return self.formats["table"], "recognised-stated"
        values = {"known": ", ".join(sorted(self.formats))}
        self.report.add(error("format-not-recognised", entry.span, **values))
        return None

    def _take(self, entry: CountedFile, export: Export) -> None:
        touched = [c for c, _ in entry.choices] or [entry.contest]
        for totals in export.totals:
            contest = self.contests.get(totals.contest)
            if contest:
                contest.totals.append(totals)
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
            options = tuple(OptionTally(option, 0, ()) for option in contest.options.values())
            return Tally(asked.id, asked.held, options, electorate=asked.electorate)
        channels, by_channel = self._channels(contest)
        options = tuple(
            OptionTally(
                option,
                sum(votes[option.id] for votes in by_channel),
                tuple(votes[option.id] for votes in by_channel),
                contest.points.get(option.id, 0) if contest.has_points else None,
            )
            for option in contest.options.values()
        )
        outcome, reason, threshold = self._outcome(contest, options)
        declared = self._declared(contest)
        invalid: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        for sheet in contest.sorter.sheets.values():
            invalid.update(sheet.invalid)
            left_out.update(sheet.left_out)
        for totals in contest.totals:
            invalid.update(dict(totals.invalid))
        return Tally(
            asked.id,
            asked.held,
            options,
            channels,
            sum(channel.cast or 0 for channel in channels),
            sum(channel.valid or 0 for channel in channels),
            tuple(sorted(invalid.items())),
            tuple(sorted(left_out.items())),
            sum(sheet.dropped_marks for sheet in contest.sorter.sheets.values()),
            asked.electorate,
            asked.rule,
            threshold,
            self._budget(contest),
            outcome,
            reason,
            declared,
            _differences(asked, outcome, declared),
            self._mismatches(options),
            "protocols" if contest.totals else "ballots",
            asked.quorum,
            tuple(contest.sources),
            contest.facts,
        )

    def _channels(self, contest: _Contest) -> tuple[tuple[ChannelCount, ...], list[Counter[str]]]:
        counts: list[ChannelCount] = []
        votes: list[Counter[str]] = []
        for channel, sheet in sorted(
            contest.sorter.sheets.items(), key=lambda item: _place(item[0])
        ):
            counts.append(ChannelCount(channel, sheet.cast, sheet.valid, False))
            votes.append(sheet.votes)
        merged: dict[str, list[Totals]] = {}
        for totals in contest.totals:
            merged.setdefault(totals.channel, []).append(totals)
        for channel, group in sorted(merged.items(), key=lambda item: _place(item[0])):
            counted: Counter[str] = Counter()
            for totals in group:
                counted.update(dict(totals.votes))
            cast = sum(t.cast or t.valid or 0 for t in group)
            valid = sum(t.valid if t.valid is not None else (t.cast or 0) for t in group)
            counts.append(ChannelCount(channel, cast, valid, True))
            votes.append(counted)
        return tuple(counts), votes

    def _budget(self, contest: _Contest) -> Decimal | None:
        if contest.request.budget is not None:
            return contest.request.budget
        return contest.facts.budget if contest.facts else None

    def _outcome(
        self, contest: _Contest, options: Sequence[OptionTally]
    ) -> tuple[Outcome | None, str, Score | None]:
        asked = contest.request
        threshold: Score | None = asked.threshold
        if threshold is None and contest.facts:
            threshold = contest.facts.threshold
        if not asked.rule:
            return None, "no-rule", threshold
        rule = self.rules.get(asked.rule)
        if rule is None:
            return None, "rule-unknown", threshold
        if rule.needs_ballots and contest.totals:
            return None, "rule-needs-ballots", threshold
        scores = {t.option.id: t.votes if t.score is None else t.score for t in options}
        question = Question(
            tuple(t.option for t in options),
            scores,
            self._budget(contest),
            asked.seats,
            threshold,
            asked.ties,
        )
        missing = rule.missing(question)
        if missing:
            found = error("rule-needs-field", asked.span, rule=rule.name, field=missing)
            self.report.add(found)
            return None, "no-rule", threshold
        return rule.count(question), "", threshold

    def _declared(self, contest: _Contest) -> Declared | None:
        asked = contest.request
        if asked.declared:
            statuses = self._table(asked.declared)
            own = tuple((id, word) for id, word in statuses if id in contest.options)
            return Declared(own) if own else None
        if asked.declared_options:
            chosen = set(asked.declared_options)
            for id in sorted(chosen - set(contest.options)):
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
            gate = Gate(file.path)
            options = tuple(o for c in self.contests.values() for o in c.options.values())
            declared, _, problems = read_declared(file, table, options, gate)
            self.report.extend(problems)
            self.report.extend(gate.diagnostics())
            self._tables[table] = declared.statuses if declared else ()
        return self._tables[table]

    @staticmethod
    def _mismatches(options: Sequence[OptionTally]) -> tuple[tuple[str, int, int], ...]:
        return tuple(
            (t.option.id, t.option.recorded_votes, t.votes)
            for t in options
            if t.option.recorded_votes is not None and t.option.recorded_votes != t.votes
        )


_CHANNELS = ("online", "paper", "on-site", "")


def _place(channel: str) -> int:
    return _CHANNELS.index(channel) if channel in _CHANNELS else len(_CHANNELS)


def _differences(
    asked: ContestRequest, outcome: Outcome | None, declared: Declared | None
) -> tuple[Difference, ...]:
    """Where the commission and the rule differ. What is chosen or dropped outside the rule
    (``special``) was not selected by the rule."""
    if outcome is None or declared is None or not outcome.complete:
        return ()
    statuses, chosen = dict(declared.statuses), set(outcome.selected)
    return tuple(
        Difference(
            step.id,
            statuses[step.id] == "selected",
            step.id in chosen,
            step.id in asked.explained,
        )
        for step in outcome.steps
        if step.id in statuses and (statuses[step.id] == "selected") != (step.id in chosen)
    )
