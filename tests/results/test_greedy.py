from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import Question, Rule
from civicsite.results.rules.greedy import RULES
from tests.results.questions import (
    FILE_ORDER,
    greedy_by_hand,
    orders,
    question,
    questions,
)

GREEDY, NO_SKIP, THRESHOLD = RULES
BOTH = pytest.mark.parametrize(("rule", "skips"), [(GREEDY, True), (NO_SKIP, False)])


def test_the_three_rules_by_name() -> None:
    assert [rule.name for rule in RULES] == ["greedy", "greedy-no-skip", "greedy-threshold"]
    assert not any(rule.needs_ballots for rule in RULES)


def test_what_does_not_fit_is_skipped_or_stops_the_rule() -> None:
    asked = question(("a", 9, 60), ("b", 8, 50), ("c", 7, 40), ("d", 6, 1), budget=100)
    skipping, stopping = GREEDY.count(asked), NO_SKIP.count(asked)
    assert (skipping.selected, skipping.left) == (("a", "c"), Decimal(0))
    assert (stopping.selected, stopping.left) == (("a",), Decimal(40))
    assert [step.decision for step in skipping.steps] == [
        "funded", "does-not-fit", "funded", "does-not-fit",
    ]  # fmt: skip
    assert [step.decision for step in stopping.steps] == [
        "funded", "does-not-fit", "stopped", "stopped",
    ]  # fmt: skip


def test_each_step_tells_what_was_left_before_and_after() -> None:
    steps = GREEDY.count(question(("a", 9, 60), ("b", 8, 50), budget=100)).steps
    assert [(step.id, step.score, step.left_before, step.left_after) for step in steps] == [
        ("a", 9, Decimal(100), Decimal(40)),
        ("b", 8, Decimal(40), Decimal(40)),
    ]


def test_a_project_below_the_threshold_neither_gets_money_nor_stops_anything() -> None:
    asked = question(("a", 9, 60), ("b", 4, 90), ("c", 5, 40), budget=100, threshold=5)
    for rule in RULES:
        outcome = rule.count(asked)
        assert outcome.selected == ("a", "c")
        assert outcome.steps[-1].decision == "below-threshold"


def test_the_threshold_itself_is_enough() -> None:
    assert THRESHOLD.count(question(("a", 5, 1), budget=9, threshold=5)).selected == ("a",)


def test_what_a_rule_needs_is_named() -> None:
    assert GREEDY.missing(question(("a", 1, 1))) == "budget"
    assert GREEDY.missing(question(("a", 1, 1), budget=0)) is None
    assert THRESHOLD.missing(question(("a", 1, 1), budget=9)) == "threshold"
    assert THRESHOLD.missing(question(("a", 1, 1), budget=9, threshold=0)) is None


def test_a_project_without_a_cost_is_shown_and_passed_over() -> None:
    outcome = NO_SKIP.count(question(("a", 9, None), ("b", 8, 50), budget=100))
    assert outcome.selected == ("b",)
    assert outcome.steps[-1].decision == "without-cost"


def test_points_may_have_decimals_and_compare_exactly() -> None:
    asked = Question(
        (Option("a", cost=Decimal("0.1")), Option("b", cost=Decimal("0.2"))),
        {"a": Decimal("0.3"), "b": Decimal("0.1") + Decimal("0.2")},
        Decimal("0.3"),
    )
    assert GREEDY.count(asked).left == 0


@BOTH
@given(asked=questions(FILE_ORDER))
def test_with_ties_in_file_order_it_is_the_rule_by_hand(
    rule: Rule, skips: bool, asked: Question
) -> None:
    order = sorted(asked.options, key=lambda option: -asked.score(option))
    outcome = rule.count(asked)
    assert list(outcome.selected) == greedy_by_hand(asked, order, skips)
    assert outcome.complete


@BOTH
@given(asked=questions())
def test_a_tie_stops_the_rule_exactly_when_the_order_changes_the_outcome(
    rule: Rule, skips: bool, asked: Question
) -> None:
    possible = {frozenset(greedy_by_hand(asked, order, skips)) for order in orders(asked)}
    outcome = rule.count(asked)
    assert outcome.complete == (len(possible) == 1)
    if outcome.complete:
        assert frozenset(outcome.selected) == next(iter(possible))
        assert outcome.ties == ()
    else:
        (tie,) = outcome.ties
        among = {chosen & set(tie.ids) for chosen in possible}
        assert {frozenset(chosen) for chosen in tie.outcomes} == among
        assert len(tie.outcomes) == len(among) > 1
        assert all(set(outcome.selected) <= chosen for chosen in possible)


@BOTH
@given(asked=questions(FILE_ORDER))
def test_no_more_than_the_budget_is_spent_and_the_steps_add_up(
    rule: Rule, skips: bool, asked: Question
) -> None:
    outcome = rule.count(asked)
    costs = {option.id: option.cost or Decimal(0) for option in asked.options}
    spent = sum((costs[id] for id in outcome.selected), Decimal(0))
    assert asked.budget is not None
    assert outcome.left == asked.budget - spent >= 0
    assert sorted(step.id for step in outcome.steps) == sorted(costs)


@pytest.mark.parametrize("rule", [GREEDY, NO_SKIP])
@given(asked=questions(FILE_ORDER), data=st.data())
def test_a_further_vote_never_unselects_a_project(
    rule: Rule, asked: Question, data: st.DataObject
) -> None:
    selected = rule.count(asked).selected
    for id in selected:
        more = dict(asked.scores) | {id: asked.scores[id] + data.draw(st.integers(1, 3))}
        assert id in rule.count(replace(asked, scores=more)).selected


@BOTH
@given(asked=questions(FILE_ORDER))
def test_names_of_projects_play_no_part(rule: Rule, skips: bool, asked: Question) -> None:
    new = {option.id: f"{9 - n}-{option.id}" for n, option in enumerate(asked.options)}
    renamed = replace(
        asked,
        options=tuple(replace(option, id=new[option.id]) for option in asked.options),
        scores={new[id]: score for id, score in asked.scores.items()},
    )
    assert rule.count(renamed).selected == tuple(new[id] for id in rule.count(asked).selected)
