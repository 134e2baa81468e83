"""What is gathered for one contest while its files are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from civicsite.exports.dataset import Ballot, Declared, Facts, Option, Provenance, Score, Totals
from civicsite.exports.validity import Sorter
from civicsite.results.counts import ChannelCount, ContestRequest, DistrictCount
from civicsite.results.rules.base import Rule
from civicsite.results.vote_splits import VoteSplits

__all__ = ["Gathered", "channels", "districts", "not_counted"]


@dataclass(slots=True)
class Gathered:
    """What is gathered for one contest."""

    request: ContestRequest
    sorter: Sorter
    points: dict[str, Score] = field(default_factory=dict)
    has_points: bool = False
    rule: Rule | None = None
    places: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Ballots that name an option in a place, where the place gives the points."""
    profile: dict[tuple[tuple[str, ...], tuple[Score, ...]], int] = field(default_factory=dict)
    """The ballots themselves, equal ones once, where the rule needs them."""
    totals: list[Totals] = field(default_factory=list)
    by_protocol: dict[str, list[int]] = field(default_factory=dict)
    """Ballots cast and valid ones, by the district of the protocols."""
    options: dict[str, Option] = field(default_factory=dict)
    listed: dict[str, Option] = field(default_factory=dict)
    """Options that an export itself lists."""
    sources: list[Provenance] = field(default_factory=list)
    declared: Declared | None = None
    facts: Facts | None = None
    splits: VoteSplits | None = None

    _by_place: bool = field(init=False)
    """Whether places on a ballot give points."""
    _keeps: bool = field(init=False)
    """Whether the rule needs the ballots themselves."""

    def __post_init__(self) -> None:
        rule = self.rule
        by_rule = rule is not None and rule.points == "by-place"
        self._by_place = by_rule or bool(self.request.points_by_place)
        self._keeps = rule is not None and rule.needs_ballots

    def add(self, ballot: Ballot) -> None:
        """A ballot that counts."""
        if self.splits:
            self.splits.take(ballot)
        if ballot.points:
            self.has_points = True
            for mark, given in zip(ballot.marks, ballot.points, strict=True):
                self.points[mark] = self.points.get(mark, 0) + given * ballot.count
        elif self._by_place:
            for place, mark in enumerate(ballot.marks):
                self.places[mark, place] += ballot.count
        if self._keeps:
            key = (ballot.marks, ballot.points)
            self.profile[key] = self.profile.get(key, 0) + ballot.count

    def add_district(self, district: str, totals: Totals) -> None:
        """A protocol of one district, as far as it knows its ballots."""
        invalid = sum(number for _, number in totals.invalid)
        if totals.valid is None and totals.cast is None:
            return
        valid = totals.valid if totals.valid is not None else (totals.cast or 0) - invalid
        cast = totals.cast if totals.cast is not None else valid + invalid
        found = self.by_protocol.setdefault(district, [0, 0])
        found[0], found[1] = found[0] + cast, found[1] + valid

    def add_places(self) -> None:
        """Turn places into points: by the scale of the contest, else one less for each place
        (Borda), from as many as a ballot has places."""
        scale = self.request.points_by_place
        longest = self.request.marks[1] or len(self.options)
        for (mark, place), ballots in self.places.items():
            self.has_points = True
            if scale:
                given = scale[place] if place < len(scale) else 0
            else:
                given = max(0, longest - place)
            self.points[mark] = self.points.get(mark, 0) + given * ballots
        self.places.clear()

    @property
    def budget(self) -> Decimal | None:
        """As ``results.yaml`` has it, else as the export does."""
        if self.request.budget is not None:
            return self.request.budget
        return self.facts.budget if self.facts else None

    @property
    def threshold(self) -> Score | None:
        """As ``results.yaml`` has it, else as the export does."""
        written = dict(self.request.settings).get("threshold")
        if isinstance(written, int):
            return written
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


_CHANNELS = ("online", "paper", "on-site", "")


def _place(channel: str) -> int:
    return _CHANNELS.index(channel) if channel in _CHANNELS else len(_CHANNELS)


def channels(contest: Gathered) -> tuple[tuple[ChannelCount, ...], list[Counter[str]]]:
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


def districts(contest: Gathered) -> tuple[DistrictCount, ...]:
    """Ballots by district; districts of which no electorate is given come after the others, those
    that say none last."""
    if not contest.request.districts:
        return ()
    numbers = {district: [0, 0] for district, _ in contest.request.districts}
    found_in = [sheet.districts for sheet in contest.sorter.sheets.values()]
    for counted in (*found_in, contest.by_protocol):
        for district, (cast, valid) in sorted(counted.items(), key=lambda i: (not i[0], i)):
            found = numbers.setdefault(district, [0, 0])
            found[0] += cast
            found[1] += valid
    electorate = dict(contest.request.districts)
    return tuple(
        DistrictCount(district, electorate.get(district), cast, valid)
        for district, (cast, valid) in numbers.items()
    )


def not_counted(
    contest: Gathered,
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
