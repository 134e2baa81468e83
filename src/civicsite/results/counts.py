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
)
from civicsite.exports.option_lists import DeclaredTable, OptionsTable
from civicsite.exports.validity import Validity
from civicsite.results.rules.base import NO_TIE_BREAK, Outcome, TieBreak

__all__ = [
    "ChannelCount",
    "ContestRequest",
    "CountRequest",
    "Difference",
    "OptionTally",
    "Tally",
]

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
    score_mismatches: tuple[tuple[str, Score, Score], ...] = ()
    """Option, recorded points, counted points; where they differ."""
    level: str = "ballots"
    """Who can check it: anyone from the ``ballots``, anyone from the ``protocols``, or only at
    the ``office``, where nothing but the outcome was declared."""
    quorum: int | None = None
    sources: tuple[Provenance, ...] = ()
    facts: Facts | None = None
    """What the export says about itself."""

    @property
    def turnout(self) -> Fraction | None:
        """Ballots cast per person entitled."""
        if not self.electorate or not self.ballots_known:
            return None
        return Fraction(self.cast, self.electorate)

    @property
    def official(self) -> dict[str, bool]:
        """Whether each option is selected: as declared, else as recounted."""
        if self.declared:
            return {id: status in ("selected", "special") for id, status in self.declared.statuses}
        if self.outcome and self.outcome.complete:
            return {step.id: step.chosen for step in self.outcome.steps}
        return {}
