"""Counting rules against an oracle: exact, never over the budget, no tie broken silently."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Option
from civicsite.results.rules import greedy, most_votes
from civicsite.results.rules.base import NO_TIE_BREAK, Draw, Question, TieBreak

RULES = {rule.name: rule for module in (greedy, most_votes) for rule in module.RULES}
FILE_ORDER = TieBreak(("file-order",))
Rows = list[tuple[int, int]]


def question(rows: Rows, budget: int, ties: TieBreak = FILE_ORDER, **more: int) -> Question:
    """``rows``: cost and votes of projects named by their position from 1 on."""
    options = tuple(Option(str(n), cost=Decimal(cost)) for n, (cost, _) in enumerate(rows, 1))
    scores = {str(n): votes for n, (_, votes) in enumerate(rows, 1)}
    return Question(options, scores, Decimal(budget), ties=ties, **more)


def by_hand(rows: Rows, budget: int, *, skip: bool, threshold: int) -> set[str]:
    """The rule as a clerk applies it with pencil and paper."""
    chosen = set()
    numbered = [(votes, number, cost) for number, (cost, votes) in enumerate(rows, 1)]
    for votes, number, cost in sorted(numbered, key=lambda row: (-row[0], row[1])):
        if votes < threshold:
            continue
        if cost <= budget:
            chosen.add(str(number))
            budget -= cost
        elif not skip:
            break
    return chosen


ROWS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=9)


@given(ROWS, st.integers(0, 150), st.integers(0, 6))
def test_the_greedy_rules_do_what_a_clerk_does(rows: Rows, budget: int, least: int) -> None:
    for name, skip in (("greedy", True), ("greedy-no-skip", False), ("greedy-threshold", True)):
        asked = question(rows, budget, threshold=least)
        outcome = RULES[name].count(asked)
        assert set(outcome.selected) == by_hand(rows, budget, skip=skip, threshold=least)
        spent = sum(o.cost or 0 for o in asked.options if o.id in outcome.selected)
        assert spent <= budget
        assert outcome.left == budget - spent


@given(ROWS, st.integers(0, 150), st.data())
def test_a_further_vote_never_unselects(rows: Rows, budget: int, data: st.DataObject) -> None:
    for name in ("greedy", "greedy-no-skip", "greedy-threshold"):
        selected = RULES[name].count(question(rows, budget, threshold=2)).selected
        if selected:
            lucky = int(data.draw(st.sampled_from(selected))) - 1
            more = [(c, v + (n == lucky)) for n, (c, v) in enumerate(rows)]
            again = RULES[name].count(question(more, budget, threshold=2)).selected
            assert str(lucky + 1) in again


def test_a_tie_that_matters_stops_and_shows_both_outcomes() -> None:
    rows = [(60, 9), (30, 5), (35, 5), (5, 1)]
    outcome = RULES["greedy"].count(question(rows, 100, NO_TIE_BREAK))
    assert outcome.selected == ("1",)
    assert [tie.outcomes for tie in outcome.ties] == [(("2",), ("3",))]
    assert [step.decision for step in outcome.steps] == ["funded", "tied", "tied", "open"]
    assert not outcome.complete


def test_a_tie_that_does_not_matter_is_none() -> None:
    outcome = RULES["greedy"].count(question([(20, 5), (30, 5)], 100, NO_TIE_BREAK))
    assert outcome.ties == ()
    assert outcome.selected == ("1", "2")


def test_a_draw_settles_it() -> None:
    ties = TieBreak(("draw",), (Draw(("2", "3"), ("3", "2")),))
    outcome = RULES["greedy-no-skip"].count(question([(60, 9), (30, 5), (35, 5)], 100, ties))
    assert outcome.selected == ("1", "3")
    assert outcome.ties[0].settled_by == "draw"


def test_the_lower_cost_settles_it_only_where_costs_differ() -> None:
    cheap = TieBreak(("lower-cost",))
    assert RULES["greedy"].count(question([(35, 5), (30, 5)], 40, cheap)).selected == ("2",)
    assert not RULES["greedy"].count(question([(30, 5), (30, 5)], 40, cheap)).complete


def test_seats_go_to_most_votes_and_a_tie_at_the_edge_stops() -> None:
    rule, rows = RULES["most-votes"], [(0, 7), (0, 5), (0, 5), (0, 0)]
    outcome = rule.count(question(rows, 0, NO_TIE_BREAK, seats=2))
    assert outcome.selected == ("1",)
    assert outcome.ties[0].outcomes == (("2",), ("3",))
    three = rule.count(question(rows, 0, NO_TIE_BREAK, seats=3))
    assert three.selected == ("1", "2", "3")
    assert three.complete
