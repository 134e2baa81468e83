from __future__ import annotations

from hypothesis import given

from civicsite.results.rules.base import Question, Tie
from civicsite.results.rules.most_votes import RULES
from tests.results.questions import FILE_ORDER, elected_by_hand, orders, question, questions

MOST_VOTES, APPROVAL, SINGLE, _ = RULES


def test_the_options_with_most_votes_fill_the_seats() -> None:
    outcome = MOST_VOTES.count(
        question(("a", 3, None), ("b", 9, None), ("c", 5, None), ("d", 0, None), seats=2)
    )
    assert outcome.selected == ("b", "c")
    assert [(step.id, step.decision) for step in outcome.steps] == [
        ("b", "elected"), ("c", "elected"), ("a", "not-elected"), ("d", "no-votes"),
    ]  # fmt: skip


def test_a_tie_above_the_edge_is_none() -> None:
    outcome = MOST_VOTES.count(question(("a", 5, None), ("b", 5, None), ("c", 1, None), seats=2))
    assert (outcome.selected, outcome.ties) == (("a", "b"), ())


def test_a_tie_at_the_edge_stops_and_shows_who_could_be_elected() -> None:
    asked = question(("a", 9, None), ("b", 5, None), ("c", 5, None), ("d", 1, None), seats=2)
    outcome = MOST_VOTES.count(asked)
    assert outcome.selected == ("a",)
    assert outcome.ties == (Tie(("b", "c"), (("b",), ("c",))),)
    assert [step.decision for step in outcome.steps] == ["elected", "tied", "tied", "not-elected"]
    assert not outcome.complete


def test_nobody_is_elected_without_a_vote_or_below_the_threshold() -> None:
    asked = question(("a", 0, None), ("b", 4, None), ("c", 5, None), seats=3, threshold=5)
    outcome = MOST_VOTES.count(asked)
    assert outcome.selected == ("c",)
    assert {step.id: step.decision for step in outcome.steps} == {
        "a": "no-votes", "b": "below-threshold", "c": "elected",
    }  # fmt: skip


def test_a_single_choice_allows_one_mark_and_the_others_any_number() -> None:
    assert [rule.most_marks(3) for rule in RULES] == [None, None, 1, 3]


@given(questions(FILE_ORDER))
def test_in_file_order_it_is_the_rule_by_hand(asked: Question) -> None:
    order = sorted(asked.options, key=lambda option: -asked.score(option))
    for rule in RULES:
        assert list(rule.count(asked).selected) == elected_by_hand(asked, order)


@given(questions())
def test_a_tie_stops_exactly_when_it_decides_who_is_elected(asked: Question) -> None:
    possible = {frozenset(elected_by_hand(asked, order)) for order in orders(asked)}
    outcome = APPROVAL.count(asked)
    assert outcome.complete == (len(possible) == 1)
    if outcome.complete:
        assert frozenset(outcome.selected) in possible
    else:
        (tie,) = outcome.ties
        among = {chosen & set(tie.ids) for chosen in possible}
        assert {frozenset(chosen) for chosen in tie.outcomes} == among
