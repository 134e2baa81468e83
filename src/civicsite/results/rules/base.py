"""What a counting rule is: from votes to an outcome, exactly; no tie is broken silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

from pydantic import ConfigDict

from civicsite.exports.dataset import Option, Score
from civicsite.reading.field_types import Whole
from civicsite.reading.schema import RuleFields

__all__ = [
    "NO_TIE_BREAK",
    "Draw",
    "Outcome",
    "Points",
    "Profile",
    "Question",
    "RankingSettings",
    "Round",
    "Rule",
    "RuleGaveUp",
    "Settings",
    "Step",
    "ThresholdSettings",
    "Tie",
    "TieBreak",
]


# --- what an editor decides ---------------------------------------------------------------------


class Settings(RuleFields):
    """How the outcome follows from the votes."""

    model_config = ConfigDict(extra="forbid")


class ThresholdSettings(Settings):
    """A rule under which an option may need a least number of votes or points."""

    threshold: Whole | None = None
    """Least number of votes, or of points where ballots give points."""


class RankingSettings(ThresholdSettings):
    """A rule that takes the options in the order of what they got."""

    reserve: Whole = 0
    """How many options stand on the reserve list, in the order in which they follow the selected
    ones."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw that took place."""

    among: tuple[str, ...]
    order: tuple[str, ...]
    """The same ids, the first drawn first: it goes before the others, or stays longest."""


@dataclass(frozen=True, slots=True)
class TieBreak:
    """How ties are settled: methods tried in turn, and the draws that took place."""

    by: tuple[str, ...] = ()
    """Words of :class:`civicsite.terms.TieMethod`."""
    draws: tuple[Draw, ...] = ()


NO_TIE_BREAK = TieBreak()
"""Nothing is settled: a tie that matters stops the rule."""


# --- the question -------------------------------------------------------------------------------

Profile = Mapping[tuple[tuple[str, ...], tuple[Score, ...]], int]
"""How many valid ballots hold exactly these marks, in this order, with these points (none where
ballots give none). The order in which ballots came plays no part."""

_Settings = TypeVar("_Settings", bound=Settings)


@dataclass(frozen=True, slots=True)
class Question:
    """What a rule decides about."""

    options: tuple[Option, ...]
    """In the order of the ballot or the file."""
    scores: Mapping[str, Score]
    """Votes, or points where the ballots give points, by option."""
    budget: Decimal | None = None
    seats: int | None = None
    threshold: Score | None = None
    """From the rule's settings, else from the export."""
    ties: TieBreak = NO_TIE_BREAK
    ballots: Profile | None = None
    """The single ballots, for a rule that ``needs_ballots``; None for every other."""
    settings: Settings | None = None
    """What else the editor wrote for the rule."""

    def score(self, option: Option) -> Score:
        """What an option got."""
        return self.scores.get(option.id, 0)

    def setting(self, kind: type[_Settings]) -> _Settings | None:
        """The settings, where they are of this kind."""
        return self.settings if isinstance(self.settings, kind) else None


# --- the outcome --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What the rule did with one option."""

    id: str
    score: Score
    decision: str
    """``funded``, ``funded-in-part``, ``does-not-fit``, ``in-conflict``, ``out-of-reach`` (those
    who want it cannot pay for it), ``below-threshold``, ``stopped``, ``no-votes``,
    ``without-cost``, ``elected``, ``not-elected``, ``tied`` or ``open`` (after an unsettled
    tie)."""
    left_before: Decimal | None = None
    """Money left when the option's turn came."""
    left_after: Decimal | None = None
    because_of: str = ""
    """The option that stands in the way of one that is ``in-conflict``."""

    @property
    def chosen(self) -> bool:
        """Whether the option is selected."""
        return self.decision in ("funded", "funded-in-part", "elected")


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that are level where their order decides the outcome."""

    ids: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...] = ()
    """The different selections that the tied options allow; empty once settled."""
    settled_by: str = ""
    """The method that settled it, for example ``draw``."""
    in_reserve: bool = False
    """True when only the order of the reserve list depends on it."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a count in rounds."""

    votes: tuple[tuple[str, Score], ...]
    """Votes of every option still in the count or elected, at the end of the round's transfer."""
    elected: tuple[str, ...] = ()
    """Elected in this round."""
    excluded: tuple[str, ...] = ()
    """Excluded in this round."""
    exhausted: Score = 0
    """Votes that name no further option, all rounds together; rounding losses included."""
    transferred_from: str = ""
    """The option whose votes were passed on to make this round; empty in the first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the votes by the rule."""

    steps: tuple[Step, ...]
    """In the order in which the rule took the options."""
    left: Decimal | None = None
    """Money left in the end."""
    ties: tuple[Tie, ...] = ()
    rounds: tuple[Round, ...] = ()
    """Where the rule counts in rounds, all of them."""
    quota: Score | None = None
    """Votes that elect, where the rule has such a number."""
    reserve: tuple[str, ...] = ()
    """Who or what comes next when something selected falls away, the first first."""
    preferred: tuple[int, int] | None = None
    """Where the rule compares its selection with that of the greedy rule: how many voters get more
    from its own, and how many from the other; the one that more of them prefer stands."""

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of the selected options, in the rule's order."""
        return tuple(step.id for step in self.steps if step.chosen)

    @property
    def complete(self) -> bool:
        """False when a tie stopped the rule."""
        return not any(step.decision in ("tied", "open") for step in self.steps)


# --- the rule -----------------------------------------------------------------------------------

Points = Literal["any", "needed", "by-place", "none"]
"""What a rule makes of points on ballots: it counts them where there are ``any``, they are
``needed``, they follow from the place on the ballot where it gives none (``by-place``), or the rule
counts marks and refuses points (``none``)."""


class Rule(Protocol):
    """One counting rule; a file in ``rules/`` exports its objects as ``RULES``."""

    @property
    def name(self) -> str:
        """What an editor writes after ``name:``."""

    @property
    def settings(self) -> type[Settings]:
        """The fields an editor may write beside ``name:``; they join the schema."""

    @property
    def needs_ballots(self) -> bool:
        """True when totals of a protocol are not enough."""

    @property
    def ranks(self) -> bool:
        """True when the order of the marks is an order of preference. What an option got in votes
        is then the number of ballots that put it first."""

    @property
    def points(self) -> Points:
        """What it makes of points."""

    def most_marks(self, seats: int | None) -> int | None:
        """The greatest number of marks on a ballot that the rule itself allows, where the contest
        does not say it; None for any number."""

    @property
    def most_seats(self) -> int | None:
        """The greatest number of seats it can fill; None for any number."""

    def missing(self, question: Question) -> str | None:
        """The field of the contest that the rule needs and does not have."""

    def count(self, question: Question) -> Outcome:
        """The outcome. Deterministic: the order of ballots plays no part. Raises ``RuleGaveUp``
        when there is no end in sight."""


class RuleGaveUp(Exception):
    """A count would take unreasonably many steps; whoever calls a rule says so to the editor."""
