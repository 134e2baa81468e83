"""Questions for rules, and oracles that try every order of level options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations, product

from hypothesis import strategies as st

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import Question, TieBreak

FILE_ORDER = TieBreak(("file-order",))


def question(
    *options: tuple[str, int, int | None],
    budget: int | None = None,
    seats: int | None = None,
    threshold: int | None = None,
    ties: TieBreak = TieBreak(),  # noqa: B008 - frozen
) -> Question:
    """Options as id, score and cost, in the order of the file."""
    return Question(
        tuple(
            Option(id, id.upper(), cost=None if cost is None else Decimal(cost))
            for id, _, cost in options
        ),
        {id: score for id, score, _ in options},
        None if budget is None else Decimal(budget),
        seats,
        threshold,
        ties,
    )


def questions(ties: TieBreak = TieBreak()) -> st.SearchStrategy[Question]:  # noqa: B008
    """Up to six projects, with few scores and costs so that ties are common."""
    project = st.tuples(st.integers(0, 3), st.integers(0, 6))
    return st.builds(
        lambda found, budget, seats, threshold: question(
            *((f"p{n}", score, cost) for n, (score, cost) in enumerate(found)),
            budget=budget,
            seats=seats,
            threshold=threshold,
            ties=ties,
        ),
        st.lists(project, max_size=6),
        st.integers(0, 15),
        st.integers(1, 4),
        st.none() | st.integers(0, 3),
    )


def orders(asked: Question) -> Iterator[list[Option]]:
    """Every order of the options by falling score."""
    scores = sorted({asked.score(option) for option in asked.options}, reverse=True)
    groups = [[o for o in asked.options if asked.score(o) == score] for score in scores]
    for order in product(*(permutations(group) for group in groups)):
        yield [option for part in order for option in part]


def greedy_by_hand(asked: Question, order: Sequence[Option], skips: bool) -> list[str]:
    """What the greedy rules select in one order, straight from their description."""
    left, chosen = asked.budget, []
    assert left is not None
    for option in order:
        if asked.threshold is not None and asked.score(option) < asked.threshold:
            continue
        assert option.cost is not None
        if option.cost <= left:
            chosen.append(option.id)
            left -= option.cost
        elif not skips:
            break
    return chosen


def elected_by_hand(asked: Question, order: Sequence[Option]) -> list[str]:
    """Who is elected in one order."""
    least = max(1, asked.threshold or 0)
    assert asked.seats is not None
    return [option.id for option in order if asked.score(option) >= least][: asked.seats]
