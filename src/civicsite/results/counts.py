"""What to count, and what is known in the end: plain values between the loader and the pages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from civicsite.diagnostics import Span
from civicsite.exports.dataset import (
    RESULTS_FILE,
    CountedFile,
    Declared,
    Facts,
    Option,
    Provenance,
    Score,
    Totals,
)
from civicsite.exports.option_lists import DeclaredTable, OptionsTable
from civicsite.exports.validity import Range, Validity
from civicsite.results.rules.base import NO_TIE_BREAK, Outcome, TieBreak
from civicsite.results.suppression import Protected, Withheld
from civicsite.results.vote_splits import SplitRequest

__all__ = [
    "ChannelCount",
    "ContestRequest",
    "CountRequest",
    "Difference",
    "DistrictCount",
    "OptionTally",
    "Tally",
]

# --- what is asked ------------------------------------------------------------------------------

Setting = bool | int | str | tuple[str, ...] | tuple[tuple[str, ...], ...]
"""A value that an editor wrote for a rule."""


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
    marks: Range = (None, None)
    points: Range = (None, None)
    """Least and greatest sum of points on a ballot."""
    points_each: Range = (None, None)
    """Least and greatest number of points for one option."""
    points_by_place: tuple[int, ...] = ()
    """Points for the places on a ballot that puts options in order, the first place first."""
    electorate: int | None = None
    districts: tuple[tuple[str, int], ...] = ()
    """The electorate by district, where ballots are counted by district too."""
    rule: str = ""
    """Empty: votes are counted and nothing is decided."""
    settings: tuple[tuple[str, Setting], ...] = ()
    """What else was written for the rule, by field."""
    quorum: int | None = None
    """Least number of valid ballots."""
    quorum_share: int | None = None
    """Least turnout in per cent."""
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
    leftovers: tuple[tuple[str, str], ...] = ()
    """Pairs of contests: the money left in the first is added to the second. No contest reaches
    itself on such ways."""
    splits: SplitRequest | None = None
    """What to split the votes by, where anything."""


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
class DistrictCount:
    """Ballots of one district."""

    district: str
    """Empty for ballots that do not say theirs."""
    electorate: int | None
    cast: int
    valid: int

    @property
    def turnout(self) -> Fraction | None:
        """Ballots cast per person entitled."""
        return Fraction(self.cast, self.electorate) if self.electorate else None


@dataclass(frozen=True, slots=True)
class OptionTally:
    """What one option got."""

    option: Option
    votes: int
    """Ballots that name it; under a rule that ranks, ballots that put it first."""
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
    """Ballots cast, as far as they are known."""
    valid: int = 0
    """Valid ballots, as far as they are known."""
    ballots_known: bool = True
    """False when a protocol gives votes and no ballots: then ``cast`` and ``valid`` are too
    small, and neither they nor turnout and shares may be shown."""
    invalid: tuple[tuple[str, int], ...] = ()
    """Reason and number."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Ballots that were never cast in this vote: late or replaced ones."""
    dropped_marks: int = 0
    electorate: int | None = None
    districts: tuple[DistrictCount, ...] = ()
    """By district, in the order of the electorate; where only some ballots say theirs, one
    more."""
    splits: tuple[Protected | Withheld, ...] = ()
    """Votes by attributes of the voters, as far as they may be told."""
    ranked: bool = False
    """True when votes are first preferences."""
    rule: str = ""
    threshold: Score | None = None
    budget: Decimal | None = None
    """The contest's own money."""
    moved_in: tuple[tuple[str, Decimal], ...] = ()
    """Money left in other contests that was added to it, by contest."""
    moves_to: str = ""
    """The contest that gets what is left."""
    outcome: Outcome | None = None
    not_recounted: str = ""
    """Why there is no recount: ``no-rule``, ``rule-unknown``, ``rule-needs-ballots``,
    ``rule-gave-up``, or ``leftover-open`` while it is not known what other contests leave."""
    declared: Declared | None = None
    differences: tuple[Difference, ...] = ()
    mismatches: tuple[tuple[str, int, int], ...] = ()
    """Option, recorded votes, counted votes; where they differ."""
    score_mismatches: tuple[tuple[str, Score, Score], ...] = ()
    """Option, recorded points, counted points; where they differ."""
    level: str = "ballots"
    """Who can check it: anyone from the ``ballots``, anyone from the ``protocols``, or only at
    the ``office``, where nothing but the outcome was declared."""
    quorum: int | None = None
    """Least number of valid ballots."""
    quorum_share: int | None = None
    """Least turnout in per cent."""
    sources: tuple[Provenance, ...] = ()
    facts: Facts | None = None
    """What the export says about itself."""
    protocols: tuple[Totals, ...] = ()
    """What the commissions' protocols say, one by one, as far as it may be told."""

    @property
    def turnout(self) -> Fraction | None:
        """Ballots cast per person entitled."""
        if not self.electorate or not self.ballots_known:
            return None
        return Fraction(self.cast, self.electorate)

    def turnout_by(self, channel: ChannelCount) -> Fraction | None:
        """Ballots cast in one channel per person entitled."""
        if not self.electorate or channel.cast is None:
            return None
        return Fraction(channel.cast, self.electorate)

    @property
    def quorum_met(self) -> bool | None:
        """Whether enough people took part; None without a quorum, or while it is not known."""
        if not self.ballots_known or (self.quorum is None and self.quorum_share is None):
            return None
        if self.quorum is not None and self.valid < self.quorum:
            return False
        if self.quorum_share is None:
            return True
        return None if self.turnout is None else self.turnout * 100 >= self.quorum_share

    @property
    def official(self) -> dict[str, bool]:
        """Whether each option is selected: as declared, else as recounted."""
        if self.declared:
            return {id: status in ("selected", "special") for id, status in self.declared.statuses}
        if self.outcome and self.outcome.complete:
            return {step.id: step.chosen for step in self.outcome.steps}
        return {}
