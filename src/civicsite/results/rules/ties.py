"""Level options: what orders them, and whether their order matters at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import islice, permutations, product

from civicsite.exports.dataset import Option, Score
from civicsite.results.rules.base import Draw, Question, Tie

__all__ = ["Decide", "ranked", "reserve_list", "settle", "split_level"]


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
            for part in split_level(method, question, piece, _around(pieces, place, decide))
        ]
        if not _matters(pieces, decide):
            return _flat(pieces), Tie(ids, settled_by=method)
    return list(group), Tie(ids, _outcomes(pieces, decide))


def reserve_list(
    question: Question, waiting: Sequence[Option], places: int
) -> tuple[tuple[str, ...], tuple[Tie, ...]]:
    """The first ``places`` of the options that were not selected, by falling score. The list ends
    before a tie that nothing settles: here the order is everything."""
    listed: list[Option] = []
    ties: list[Tie] = []
    for group in ranked(question, waiting):
        free = places - len(listed)
        if free <= 0:
            break

        def decide(order: Sequence[Option], free: int = free) -> tuple[tuple[str, ...], object]:
            return (), tuple(option.id for option in order[:free])

        ordered, tie = settle(question, group, decide)
        if tie:
            ties.append(Tie(tie.ids, (), tie.settled_by, in_reserve=True))
        if tie and not tie.settled_by:
            break
        listed += ordered[:free]
    return tuple(option.id for option in listed), tuple(ties)


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


def split_level(method: str, question: Question, piece: list[Option], decide: Decide) -> Pieces:
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
