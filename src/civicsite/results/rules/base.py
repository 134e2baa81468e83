"""What a counting rule is: from votes to an outcome, exactly; no tie is broken silently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, permutations
from typing import Protocol

from civicsite.exports.dataset import Option, Score

__all__ = [
    "NO_TIE_BREAK",
    "Draw",
    "Outcome",
    "Question",
    "Rule",
    "Step",
    "Tie",
    "TieBreak",
    "ranked",
    "settle",
]


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw that took place."""

    among: tuple[str, ...]
    order: tuple[str, ...]
    """Ids, the first drawn first."""


@dataclass(frozen=True, slots=True)
class TieBreak:
    """How ties are settled: methods tried in turn, and the draws that took place."""

    by: tuple[str, ...] = ()
    """``lower-cost``, ``file-order`` and ``draw``."""
    draws: tuple[Draw, ...] = ()


NO_TIE_BREAK = TieBreak()
"""Nothing is settled: a tie that matters stops the rule."""


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
    ties: TieBreak = NO_TIE_BREAK

    def score(self, option: Option) -> Score:
        """What an option got."""
        return self.scores.get(option.id, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """What the rule did with one option."""

    id: str
    score: Score
    decision: str
    """``funded``, ``does-not-fit``, ``below-threshold``, ``stopped``, ``no-votes``,
    ``without-cost``, ``elected``, ``not-elected``, ``tied`` or ``open`` (after an unsettled
    tie)."""
    left_before: Decimal | None = None
    """Money left when the option's turn came."""
    left_after: Decimal | None = None

    @property
    def chosen(self) -> bool:
        """Whether the option is selected."""
        return self.decision in ("funded", "elected")


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that are level where their order decides the outcome."""

    ids: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...] = ()
    """The different selections that the tied options allow; empty once settled."""
    settled_by: str = ""
    """The method that settled it, for example ``draw``."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the votes by the rule."""

    steps: tuple[Step, ...]
    """In the order in which the rule took the options."""
    left: Decimal | None = None
    """Money left in the end."""
    ties: tuple[Tie, ...] = ()

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of the selected options, in the rule's order."""
        return tuple(step.id for step in self.steps if step.chosen)

    @property
    def complete(self) -> bool:
        """False when a tie stopped the rule."""
        return not any(step.decision in ("tied", "open") for step in self.steps)


class Rule(Protocol):
    """One counting rule; a file in ``rules/`` exports its objects as ``RULES``."""

    @property
    def name(self) -> str:
        """What an editor writes after ``name:``."""

    @property
    def needs_ballots(self) -> bool:
        """True when totals of a protocol are not enough."""

    def missing(self, question: Question) -> str | None:
        """The field of the contest that the rule needs and does not have."""

    def count(self, question: Question) -> Outcome:
        """The outcome. Deterministic: the order of ballots plays no part."""


def ranked(question: Question, options: Sequence[Option]) -> list[list[Option]]:
    """The options by falling score; those that are level stand in one group, in file order."""
    groups: dict[Score, list[Option]] = {}
    for option in options:
        groups.setdefault(question.score(option), []).append(option)
    return [groups[score] for score in sorted(groups, reverse=True)]


Decide = Callable[[Sequence[Option]], tuple[tuple[str, ...], object]]
"""What would be selected, and the state after it, if the options came in this order."""


def settle(
    question: Question, group: Sequence[Option], decide: Decide
) -> tuple[list[Option], Tie | None]:
    """Order a group of level options.

    Where the order changes nothing, file order stands and there is no tie. Otherwise the methods
    of ``question.ties`` are tried; a tie that none of them settles comes back with its outcomes.
    """
    if len(group) == 1:
        return list(group), None
    outcomes = _outcomes(group, decide)
    if len(outcomes) == 1:
        return list(group), None
    ids = tuple(option.id for option in group)
    ordered = list(group)
    for method in question.ties.by:
        if method == "lower-cost":
            ordered.sort(key=lambda option: (option.cost is None, option.cost or 0))
            pieces = _level(ordered, lambda option: option.cost)
            if len(pieces) == len(ordered) or _same_outcome(pieces, decide):
                return ordered, Tie(ids, settled_by=method)
        elif method == "file-order":
            return ordered, Tie(ids, settled_by=method)
        elif method == "draw":
            drawn = _drawn(question.ties.draws, ids)
            if drawn:
                return [_by_id(group, name) for name in drawn], Tie(ids, settled_by=method)
    return ordered, Tie(ids, outcomes)


_MOST_ORDERS = 5040
"""Orders of seven options; beyond it the extremes alone are compared."""


def _outcomes(group: Sequence[Option], decide: Decide) -> tuple[tuple[str, ...], ...]:
    found: dict[tuple[object, ...], tuple[str, ...]] = {}
    orders: Iterable[Sequence[Option]] = _turns(group)
    if len(group) < 8:
        orders = islice(permutations(group), _MOST_ORDERS)
    for order in orders:
        chosen, state = decide(order)
        found.setdefault((frozenset(chosen), state), tuple(sorted(chosen)))
    return tuple(found.values())


def _turns(group: Sequence[Option]) -> list[Sequence[Option]]:
    """Every option once in the first and once in the last place: enough to see whether order
    matters, since a rule looks at one option at a time."""
    items = list(group)
    turns: list[Sequence[Option]] = [items[n:] + items[:n] for n in range(len(items))]
    return [*turns, items[::-1]]


def _level(ordered: Sequence[Option], key: Callable[[Option], object]) -> list[list[Option]]:
    pieces: list[list[Option]] = []
    for option in ordered:
        if pieces and key(pieces[-1][0]) == key(option):
            pieces[-1].append(option)
        else:
            pieces.append([option])
    return pieces


def _same_outcome(pieces: list[list[Option]], decide: Decide) -> bool:
    """Whether the order inside each piece changes nothing, the pieces staying in their order."""
    forward = [option for piece in pieces for option in piece]
    expected = _comparable(decide(forward))
    for number, piece in enumerate(pieces):
        for turn in _turns(piece):
            order = [*pieces[:number], list(turn), *pieces[number + 1 :]]
            flat = [option for part in order for option in part]
            if _comparable(decide(flat)) != expected:
                return False
    return True


def _comparable(decided: tuple[tuple[str, ...], object]) -> tuple[object, ...]:
    return (frozenset(decided[0]), decided[1])


def _drawn(draws: Sequence[Draw], ids: Sequence[str]) -> list[str] | None:
    for draw in draws:
        if set(ids) <= set(draw.order):
            return [name for name in draw.order if name in ids]
    return None


def _by_id(group: Sequence[Option], name: str) -> Option:
    return next(option for option in group if option.id == name)
