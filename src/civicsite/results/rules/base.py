"""What a counting rule is: from votes to an outcome, exactly; no tie is broken silently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, permutations, product
from typing import Protocol

from civicsite.exports.dataset import Option, Score

__all__ = [
    "NO_TIE_BREAK",
    "Draw",
    "Outcome",
    "Profile",
    "Question",
    "Round",
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
    """The same ids, the first drawn first."""


@dataclass(frozen=True, slots=True)
class TieBreak:
    """How ties are settled: methods tried in turn, and the draws that took place."""

    by: tuple[str, ...] = ()
    """``lower-cost``, ``file-order`` and ``draw``."""
    draws: tuple[Draw, ...] = ()


NO_TIE_BREAK = TieBreak()
"""Nothing is settled: a tie that matters stops the rule."""


Profile = Mapping[tuple[tuple[str, ...], tuple[Score, ...]], int]
"""How many valid ballots hold exactly these marks, in this order, with these points (none where
ballots give none). The order in which ballots came plays no part."""


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
    ballots: Profile | None = None
    """The single ballots, for a rule that ``needs_ballots``; None for every other."""

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

    @property
    def most_marks(self) -> int | None:
        """The greatest number of marks on a ballot that the rule itself allows, where the contest
        does not say it; None for any number."""

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
Pieces = list[list[Option]]
"""Level options taken apart as far as the methods go: the order of the pieces is settled, the
order inside each is not."""


def settle(
    question: Question, group: Sequence[Option], decide: Decide
) -> tuple[list[Option], Tie | None]:
    """Order a group of level options.

    Where the order changes nothing, file order stands and there is no tie. Otherwise the methods
    of ``question.ties`` are tried in turn, each on what the ones before it left level, until the
    rest of the order changes nothing; a tie that none of them settles comes back with its
    outcomes.
    """
    pieces: Pieces = [list(group)]
    if not _matters(pieces, decide):
        return list(group), None
    ids = tuple(option.id for option in group)
    for method in question.ties.by:
        pieces = [
            part
            for place, piece in enumerate(pieces)
            for part in _split(method, question, piece, _around(pieces, place, decide))
        ]
        if not _matters(pieces, decide):
            return _flat(pieces), Tie(ids, settled_by=method)
    return list(group), Tie(ids, _outcomes(pieces, decide))


def _flat(pieces: Iterable[Sequence[Option]]) -> list[Option]:
    return [option for piece in pieces for option in piece]


def _around(pieces: Pieces, place: int, decide: Decide) -> Decide:
    """Decides about an order of one piece while the others stay as they are."""
    before, after = _flat(pieces[:place]), _flat(pieces[place + 1 :])
    return lambda order: decide([*before, *order, *after])


def _comparable(decided: tuple[tuple[str, ...], object]) -> tuple[object, ...]:
    return (frozenset(decided[0]), decided[1])


def _turns(piece: Sequence[Option]) -> list[list[Option]]:
    """Every option once in the first and once in the last place: enough to see whether order
    matters, since a rule looks at one option at a time."""
    items = list(piece)
    return [*(items[n:] + items[:n] for n in range(len(items))), items[::-1]]


def _matters(pieces: Pieces, decide: Decide) -> bool:
    """Whether the order inside any piece changes the outcome."""
    expected = _comparable(decide(_flat(pieces)))
    return any(
        _comparable(_around(pieces, place, decide)(turn)) != expected
        for place, piece in enumerate(pieces)
        if len(piece) > 1
        for turn in _turns(piece)
    )


def _split(method: str, question: Question, piece: list[Option], decide: Decide) -> Pieces:
    """A piece as one method takes it apart; the piece itself where the method says nothing."""
    if len(piece) == 1:
        return [piece]
    if method == "file-order":
        return [[option] for option in piece]
    if method == "lower-cost":
        costs: dict[Decimal | None, list[Option]] = {}
        for option in piece:
            costs.setdefault(option.cost, []).append(option)
        known = sorted(cost for cost in costs if cost is not None)
        return [costs[cost] for cost in (*known, *([None] if None in costs else []))]
    if method == "draw":
        return _drawn(question.ties.draws, piece, decide)
    return [piece]


def _drawn(draws: Sequence[Draw], piece: list[Option], decide: Decide) -> Pieces:
    """A draw among all of the piece, or more; or among those of it whose order matters."""
    by_id = {option.id: option for option in piece}
    for draw in draws:
        if by_id.keys() <= set(draw.order):
            return [[by_id[id]] for id in draw.order if id in by_id]
    for draw in draws:
        drawn = [by_id[id] for id in draw.order if id in by_id]
        rest = [option for option in piece if option.id not in draw.order]
        if len(drawn) < len(draw.order) or len(drawn) < 2:
            continue
        orders = [[*drawn, *turn] for turn in _turns(rest)]
        orders += [[*turn, *drawn] for turn in _turns(rest)]
        if len({_comparable(decide(order)) for order in orders}) == 1:
            return [*([option] for option in drawn), *([option] for option in rest)]
    return [piece]


_MOST_ORDERS = 5040
"""Orders of seven options. Of more options not every outcome is listed, but each option comes
first in one of those that are."""


def _outcomes(pieces: Pieces, decide: Decide) -> tuple[tuple[str, ...], ...]:
    """The selections that the order of level options allows, each in the order of the group."""
    group = _flat(pieces)
    orders: Iterable[Iterable[Sequence[Option]]]
    if sum(len(piece) for piece in pieces if len(piece) > 1) <= 7:
        orders = islice(product(*(permutations(piece) for piece in pieces)), _MOST_ORDERS)
    else:
        orders = product(*(_turns(piece) if len(piece) > 1 else [piece] for piece in pieces))
        orders = islice(orders, _MOST_ORDERS)
    found: dict[tuple[object, ...], tuple[str, ...]] = {}
    for order in orders:
        decided = decide(_flat(order))
        chosen = tuple(option.id for option in group if option.id in decided[0])
        found.setdefault(_comparable(decided), chosen)
    return tuple(dict.fromkeys(found.values()))
