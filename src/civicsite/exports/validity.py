"""Which ballots count.

The editor decides by ``validity:`` and there are no defaults: a case that occurs and is not
decided is an error that names the key. The order of the checks is fixed, because it changes the
result: arrival, then several ballots of one voter, then the marks. So with ``duplicate_in_channel:
last`` a later ballot replaces an earlier one even when the later one turns out invalid.

A ballot that was never cast in this vote (late, replaced by another of the same voter) is *left
out*; one that was cast and does not count is *invalid*. Turnout is made of valid and invalid ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.exports.dataset import Ballot, Judged, Score

__all__ = ["ChannelSheet", "Limits", "Range", "Sorter", "Validity"]

Range = tuple[int | None, int | None]
"""Least and greatest; None where there is no such limit."""


@dataclass(frozen=True, slots=True)
class Validity:
    """``validity:`` in ``results.yaml``. An empty text: not decided."""

    as_declared: bool = False
    """True when the export holds only ballots that were checked elsewhere: all of them count."""
    too_many_marks: str = ""
    """``invalid``."""
    too_few_marks: str = ""
    """``invalid`` or ``valid``."""
    too_many_points: str = ""
    """``invalid``."""
    too_few_points: str = ""
    """``invalid`` or ``valid``."""
    points_off_scale: str = ""
    """``invalid``."""
    unknown_option: str = ""
    """``drop-mark`` or ``invalid``."""
    overvote: str = ""
    """What a rank means that names several options: ``next-choice`` (the rank is passed over),
    ``end`` (the ballot ends before it) or ``invalid``."""
    duplicate_in_channel: str = ""
    """``first``, ``last`` or ``all-invalid``."""
    both_channels: str = ""
    """``all-invalid``, or the channel whose ballot counts."""
    blank: str = "invalid"
    """``invalid``: a ballot without marks was cast and does not count; ``not-cast``: it stands for
    somebody who did not vote in this contest, as in a form that branches by district."""
    received_until: tuple[tuple[str, datetime], ...] = ()
    """Channel and the first moment that is too late, in UTC."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a ballot of one contest may hold."""

    marks: Range = (None, None)
    points: Range = (None, None)
    """The sum of its points."""
    points_each: Range = (None, None)
    """The points for one option."""


UNDECIDED = {
    "too_many_marks": "undecided-too-many-marks",
    "too_few_marks": "undecided-too-few-marks",
    "too_many_points": "undecided-too-many-points",
    "too_few_points": "undecided-too-few-points",
    "points_off_scale": "undecided-points-off-scale",
    "unknown_option": "undecided-unknown-option",
    "overvote": "undecided-overvote",
    "duplicate_in_channel": "undecided-duplicate",
    "both_channels": "undecided-both-channels",
}
"""The key of ``validity:`` and the diagnostic for a case that occurs while it is missing."""


@dataclass(slots=True)
class ChannelSheet:
    """The counting sheet of one channel."""

    valid: int = 0
    invalid: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    dropped_marks: int = 0
    """Marks for unknown options on ballots that count otherwise."""
    votes: Counter[str] = field(default_factory=Counter)
    districts: dict[str, list[int]] = field(default_factory=dict)
    """Ballots cast and valid ones, by district; the empty one holds those that say none."""

    @property
    def cast(self) -> int:
        """Valid and invalid ballots."""
        return self.valid + self.invalid.total()


@dataclass(slots=True)
class _Case:
    """How often something undecided occurred, and where first."""

    count: int
    span: Span


@dataclass(slots=True)
class _Kept:
    """The ballot of one voter that stands in one channel, and how many there were."""

    ballot: Ballot
    path: str
    number: int = 1


class Sorter:
    """Sorts the ballots of one contest, of all its files, and passes on those that count.

    Ballots without a voter are judged as they come, in constant memory. Those of known voters wait
    for the end, one per voter and channel.
    """

    def __init__(
        self,
        validity: Validity,
        limits: Limits,
        count: Callable[[Ballot], None],
        *,
        first_only: bool = False,
        districts: bool = False,
        only_points: bool = False,
    ) -> None:
        """``count`` is given every ballot that counts, with ``only_points`` those that give
        points. With ``first_only`` a ballot is one vote, for the option it puts first; with
        ``districts`` ballots are counted by district too."""
        self._validity = validity
        self._limits = limits
        self._count = count
        self._first_only = first_only
        self._districts = districts
        self._only_points = only_points
        least, most = (None, None) if validity.as_declared else limits.marks
        self._least = 1 if least is None else least
        self._most = sys.maxsize if most is None else most
        self._until = dict(validity.received_until)
        self._voters: dict[str, dict[str, _Kept]] = {}
        self._undecided: dict[str, _Case] = {}
        self._unchecked: dict[str, int] = {}
        self.sheets: dict[str, ChannelSheet] = {}

    def take(self, ballot: Ballot, path: str) -> None:
        """One ballot, from the file ``path``."""
        if self._validity.as_declared or not (ballot.voter or self._until):
            self._judge(ballot, path)
            return
        until = self._until.get(ballot.channel)
        if until is not None and ballot.received is None:
            self._unchecked[ballot.channel] = self._unchecked.get(ballot.channel, 0) + ballot.count
        if until is not None and ballot.received is not None and ballot.received >= until:
            self._sheet(ballot).left_out["late"] += ballot.count
        elif ballot.voter:
            self._keep(ballot, path)
        else:
            self._judge(ballot, path)

    def accept(self, ballot: Ballot) -> None:
        """A ballot that was found valid before, with its number in ``add_judged``."""
        votes = self._sheet(ballot).votes
        for mark in ballot.marks[:1] if self._first_only else ballot.marks:
            votes[mark] += ballot.count
        self._count(ballot)

    def add_judged(self, judged: Judged) -> None:
        """The numbers of a channel whose ballots were judged before."""
        sheet = self.sheets.setdefault(judged.channel, ChannelSheet())
        sheet.valid += judged.valid
        sheet.invalid.update(dict(judged.invalid))
        sheet.left_out.update(dict(judged.left_out))
        sheet.dropped_marks += judged.dropped_marks
        for district, numbers in judged.districts:
            found = sheet.districts.setdefault(district, [0, 0])
            found[0], found[1] = found[0] + numbers[0], found[1] + numbers[1]

    def finish(self, span: Span) -> list[Diagnostic]:
        """Judge what waited. Gives an error for each undecided case, and a warning for ballots
        that have a last moment of arrival and no time of it; ``span`` is the place of
        ``validity:``."""
        for voter in self._voters.values():
            self._settle(voter)
        self._voters.clear()
        undecided = [
            error(UNDECIDED[key], span, count=case.count, where=str(case.span))
            for key, case in sorted(self._undecided.items())
        ]
        unchecked = [
            warning("arrival-not-checked", span, channel=channel, count=count)
            for channel, count in sorted(self._unchecked.items())
        ]
        return undecided + unchecked

    def _sheet(self, ballot: Ballot) -> ChannelSheet:
        sheet = self.sheets.get(ballot.channel)
        if sheet is None:
            sheet = self.sheets[ballot.channel] = ChannelSheet()
        return sheet

    def _decision(self, key: str, ballot: Ballot, path: str) -> str:
        decision: str = getattr(self._validity, key)
        if not decision:
            self._undecided_case(key, ballot, path)
        return decision

    def _undecided_case(self, key: str, ballot: Ballot, path: str) -> None:
        span = Span(path, ballot.line, ballot.column)
        self._undecided.setdefault(key, _Case(0, span)).count += ballot.count

    def _keep(self, ballot: Ballot, path: str) -> None:
        voter = self._voters.setdefault(ballot.voter, {})
        kept = voter.get(ballot.channel)
        if kept is None:
            voter[ballot.channel] = _Kept(ballot, path)
            return
        kept.number += 1
        wants_first = self._decision("duplicate_in_channel", ballot, path) == "first"
        if wants_first != _arrived(kept.ballot, ballot):
            kept.ballot, kept.path = ballot, path

    def _settle(self, voter: dict[str, _Kept]) -> None:
        for kept in voter.values():
            sheet = self._sheet(kept.ballot)
            if kept.number > 1 and self._validity.duplicate_in_channel == "all-invalid":
                self._refuse(sheet, replace(kept.ballot, count=kept.number), "duplicate")
                continue
            if kept.number > 1:
                sheet.left_out["duplicate"] += kept.number - 1
            if len(voter) == 1 or self._wins(kept, voter):
                self._judge(kept.ballot, kept.path)

    def _wins(self, kept: _Kept, voter: dict[str, _Kept]) -> bool:
        """Whether this ballot of a voter with ballots in several channels is the one to judge."""
        decision = self._validity.both_channels
        if decision == "all-invalid":
            self._refuse(self._sheet(kept.ballot), kept.ballot, "both-channels")
            return False
        if decision not in voter:
            # Nothing is decided for this pair of channels, such as online and on site.
            self._undecided_case("both_channels", kept.ballot, kept.path)
            return False
        if kept.ballot.channel != decision:
            self._sheet(kept.ballot).left_out["other-channel"] += 1
            return False
        return True

    def _judge(self, ballot: Ballot, path: str) -> None:
        """Nearly all ballots have nothing about them that needs a decision."""
        if (
            self._least <= len(ballot.marks) <= self._most
            and not ballot.unknown
            and not ballot.points
            and ballot.overvoted is None
            and ballot.marks
        ):
            self._accept(ballot)
        else:
            self._judge_closely(ballot, path)

    def _judge_closely(self, ballot: Ballot, path: str) -> None:
        sheet = self._sheet(ballot)
        if ballot.overvoted is not None:
            decision = self._decision("overvote", ballot, path)
            marks = ballot.marks[: ballot.overvoted] if decision == "end" else ballot.marks
            ballot = replace(ballot, marks=marks, overvoted=None)
            if decision == "invalid" or not ballot.marks:
                self._refuse(sheet, ballot, "overvote")
                return
        if not ballot.marks and not ballot.unknown:
            if self._validity.blank == "not-cast":
                sheet.left_out["blank"] += ballot.count
            else:
                self._refuse(sheet, ballot, "blank")
            return
        if reason := self._fault(ballot, path):
            self._refuse(sheet, ballot, reason)
            return
        if ballot.unknown:
            sheet.dropped_marks += ballot.unknown * ballot.count
        self._accept(ballot)

    def _accept(self, ballot: Ballot) -> None:
        """A ballot that counts."""
        sheet, number = self.sheets.get(ballot.channel), ballot.count
        if sheet is None:
            sheet = self._sheet(ballot)
        sheet.valid += number
        if self._districts:
            _add_to(sheet.districts, ballot, 1)
        votes = sheet.votes
        for mark in ballot.marks[:1] if self._first_only else ballot.marks:
            votes[mark] += number
        if ballot.points or not self._only_points:
            self._count(ballot)

    def _refuse(self, sheet: ChannelSheet, ballot: Ballot, reason: str) -> None:
        """A ballot that was cast and does not count."""
        sheet.invalid[reason] += ballot.count
        if self._districts:
            _add_to(sheet.districts, ballot, 0)

    def _fault(self, ballot: Ballot, path: str) -> str:
        """The reason why a ballot with marks does not count; empty when it does."""
        if ballot.unknown and self._decision("unknown_option", ballot, path) != "drop-mark":
            return "unknown-option"
        if not ballot.marks:
            return "unknown-option"
        if self._validity.as_declared:
            return ""
        fault = _outside(self._limits.marks, len(ballot.marks), "marks")
        if fault and self._decision(fault, ballot, path) != "valid":
            return fault.replace("_", "-")
        if ballot.points:
            return self._fault_of_points(ballot, path)
        return ""

    def _fault_of_points(self, ballot: Ballot, path: str) -> str:
        """The same for the points of a ballot."""
        each = self._limits.points_each
        if any(_outside(each, given, "points") for given in ballot.points):
            self._decision("points_off_scale", ballot, path)
            return "points-off-scale"
        fault = _outside(self._limits.points, sum(ballot.points), "points")
        if fault and self._decision(fault, ballot, path) != "valid":
            return fault.replace("_", "-")
        return ""


def _outside(limits: Range, number: Score, what: str) -> str:
    """The key of ``validity:`` for a number outside its limits; empty for one within."""
    least, most = limits
    if most is not None and number > most:
        return f"too_many_{what}"
    if least is not None and number < least:
        return f"too_few_{what}"
    return ""


def _add_to(districts: dict[str, list[int]], ballot: Ballot, valid: int) -> None:
    district = next((value for name, value in ballot.attributes if name == "district"), "")
    numbers = districts.setdefault(district, [0, 0])
    numbers[0] += ballot.count
    numbers[1] += ballot.count * valid


def _arrived(first: Ballot, then: Ballot) -> bool:
    """True unless the times of arrival say that ``then`` came before ``first``."""
    if first.received is None or then.received is None:
        return True
    return then.received >= first.received
