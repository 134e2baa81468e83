from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from civicsite.results.rules.base import Draw, Question, Tie, TieBreak
from civicsite.results.rules.greedy import RULES as GREEDY_RULES
from civicsite.results.rules.most_votes import RULES as MOST_VOTES_RULES
from tests.results.questions import greedy_by_hand, orders, question, questions

GREEDY, NO_SKIP, _ = GREEDY_RULES
MOST_VOTES = MOST_VOTES_RULES[0]
THREE = question(("a", 5, 60), ("b", 5, 50), ("c", 5, 50), ("d", 4, 10), budget=100)


def broken(asked: Question, *by: str, draws: tuple[Draw, ...] = ()) -> Question:
    return replace(asked, ties=TieBreak(by, draws))


def drawn(*order: str) -> Draw:
    return Draw(tuple(sorted(order)), order)


def test_level_projects_that_all_fit_are_no_tie() -> None:
    outcome = GREEDY.count(question(("a", 5, 60), ("b", 5, 40), budget=100))
    assert (outcome.selected, outcome.ties, outcome.complete) == (("a", "b"), (), True)


def test_a_tie_that_matters_stops_and_shows_every_outcome() -> None:
    outcome = GREEDY.count(THREE)
    assert outcome.ties == (Tie(("a", "b", "c"), (("a",), ("b", "c"))),)
    assert outcome.selected == ()
    assert [(step.id, step.decision) for step in outcome.steps] == [
        ("a", "tied"), ("b", "tied"), ("c", "tied"), ("d", "open"),
    ]  # fmt: skip
    assert not outcome.complete


def test_what_was_funded_before_the_tie_stays_funded() -> None:
    outcome = GREEDY.count(question(("z", 9, 5), ("a", 5, 60), ("b", 5, 50), budget=100))
    assert outcome.selected == ("z",)
    assert [step.decision for step in outcome.steps] == ["funded", "tied", "tied"]


def test_where_the_rule_skips_a_project_beyond_the_money_left_is_no_part_of_the_doubt() -> None:
    asked = question(("a", 5, 60), ("b", 5, 500), ("c", 5, 50), budget=100)
    decisions = {step.id: step.decision for step in GREEDY.count(asked).steps}
    assert decisions == {"a": "tied", "b": "does-not-fit", "c": "tied"}
    stopping = {step.id: step.decision for step in NO_SKIP.count(asked).steps}
    assert stopping == {"a": "tied", "b": "tied", "c": "tied"}


def test_the_cheaper_first() -> None:
    outcome = GREEDY.count(broken(THREE, "lower-cost"))
    assert outcome.selected == ("b", "c")
    assert outcome.ties == (Tie(("a", "b", "c"), settled_by="lower-cost"),)


def test_a_method_that_leaves_nothing_of_weight_open_is_enough() -> None:
    # b and c stay level, and both fit: their order changes nothing.
    assert GREEDY.count(broken(THREE, "lower-cost", "draw")).ties[0].settled_by == "lower-cost"


def test_a_method_works_on_what_the_one_before_left_level() -> None:
    asked = question(("a", 5, 60), ("b", 5, 50), ("c", 5, 50), budget=60)
    by = ("lower-cost", "draw")
    assert GREEDY.count(broken(asked, *by)).ties == (Tie(("a", "b", "c"), (("b",), ("c",))),)
    outcome = GREEDY.count(broken(asked, *by, draws=(drawn("c", "b"),)))
    assert outcome.selected == ("c",)
    assert outcome.ties == (Tie(("a", "b", "c"), settled_by="draw"),)


def test_a_draw_never_overrules_the_method_before_it() -> None:
    asked = question(("a", 5, 60), ("b", 5, 50), ("c", 5, 50), budget=60)
    outcome = GREEDY.count(broken(asked, "lower-cost", "draw", draws=(drawn("a", "c", "b"),)))
    assert outcome.selected == ("c",)


def test_a_draw_may_cover_more_than_the_tie() -> None:
    asked = question(("a", 5, 60), ("b", 5, 50), ("x", 4, 1), budget=60)
    outcome = GREEDY.count(broken(asked, "draw", draws=(drawn("x", "b", "a"),)))
    assert outcome.selected[0] == "b"


def test_a_draw_among_those_whose_order_matters_is_enough() -> None:
    asked = question(("a", 5, 60), ("b", 5, 500), ("c", 5, 50), budget=100)
    outcome = GREEDY.count(broken(asked, "draw", draws=(drawn("c", "a"),)))
    assert (outcome.selected, outcome.complete) == (("c",), True)


def test_a_draw_that_leaves_out_somebody_whose_place_matters_settles_nothing() -> None:
    # Without skipping, b in the first place would stop the rule at once.
    asked = question(("a", 5, 60), ("b", 5, 500), ("c", 5, 50), budget=100)
    outcome = NO_SKIP.count(broken(asked, "draw", draws=(drawn("c", "a"),)))
    assert not outcome.complete


def test_a_draw_counts_only_where_ties_are_settled_by_draw() -> None:
    assert not GREEDY.count(broken(THREE, draws=(drawn("a", "b", "c"),))).complete


@pytest.mark.parametrize("method", ["file-order", "draw"])
def test_an_election_is_settled_by_the_same_methods(method: str) -> None:
    asked = question(("a", 9, None), ("b", 5, None), ("c", 5, None), seats=2)
    assert not MOST_VOTES.count(asked).complete
    outcome = MOST_VOTES.count(broken(asked, method, draws=(drawn("c", "b"),)))
    assert outcome.selected == ("a", "b" if method == "file-order" else "c")


def test_of_many_level_projects_every_one_comes_first_in_some_outcome() -> None:
    many = question(*((f"p{n}", 5, 10) for n in range(12)), budget=10)
    (tie,) = GREEDY.count(many).ties
    assert sorted(tie.outcomes) == sorted((f"p{n}",) for n in range(12))


@given(questions())
def test_whatever_settles_a_tie_gives_an_outcome_that_was_possible(asked: Question) -> None:
    ids = [option.id for option in asked.options]
    draw = Draw(tuple(ids), tuple(reversed(ids)))
    for by in (("file-order",), ("lower-cost", "file-order"), ("draw",), ("lower-cost", "draw")):
        for rule, skips in ((GREEDY, True), (NO_SKIP, False)):
            outcome = rule.count(broken(asked, *by, draws=(draw,)))
            possible = {frozenset(greedy_by_hand(asked, o, skips)) for o in orders(asked)}
            assert outcome.complete
            assert frozenset(outcome.selected) in possible
