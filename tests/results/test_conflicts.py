"""Projects that rule each other out, and reserve lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import Draw, Question, RankingSettings, Tie, TieBreak
from civicsite.results.rules.greedy import RULES as GREEDY_RULES
from civicsite.results.rules.most_votes import RULES as MOST_VOTES_RULES
from civicsite.results.rules.taking import FundingSettings
from tests.results.questions import FILE_ORDER, orders, question, questions

GREEDY, NO_SKIP, _ = GREEDY_RULES
MOST_VOTES = MOST_VOTES_RULES[0]
Sets = tuple[tuple[str, ...], ...]
SETS: st.SearchStrategy[Sets] = st.lists(
    st.lists(st.sampled_from([f"p{n}" for n in range(6)]), min_size=2, max_size=3, unique=True).map(
        tuple
    ),
    max_size=2,
).map(tuple)


def at_odds(asked: Question, conflicts: Sets, reserve: int = 0) -> Question:
    settings = FundingSettings(name="greedy", conflicts=conflicts, reserve=reserve)
    return replace(asked, settings=settings)


def by_hand(asked: Question, order: Sequence[Option], conflicts: Sets, skips: bool) -> list[str]:
    left, chosen = asked.budget, []
    assert left is not None
    for option in order:
        if asked.threshold is not None and asked.score(option) < asked.threshold:
            continue
        if any(option.id in group and set(group) & set(chosen) for group in conflicts):
            continue
        assert option.cost is not None
        if option.cost <= left:
            chosen.append(option.id)
            left -= option.cost
        elif not skips:
            break
    return chosen


def test_of_a_set_only_the_one_with_most_votes_is_funded_and_the_rule_goes_on() -> None:
    asked = question(("a", 9, 10), ("b", 8, 10), ("c", 7, 10), budget=100)
    for rule in (GREEDY, NO_SKIP):
        outcome = rule.count(at_odds(asked, (("a", "b"),)))
        assert outcome.selected == ("a", "c")
        assert [(s.decision, s.because_of) for s in outcome.steps] == [
            ("funded", ""), ("in-conflict", "a"), ("funded", ""),
        ]  # fmt: skip


def test_what_rules_each_other_out_on_a_level_is_a_tie() -> None:
    asked = at_odds(question(("a", 9, 10), ("b", 9, 10), budget=100), (("a", "b"),))
    assert GREEDY.count(asked).ties == (Tie(("a", "b"), (("a",), ("b",))),)
    drawn = replace(asked, ties=TieBreak(("draw",), (Draw(("a", "b"), ("b", "a")),)))
    assert GREEDY.count(drawn).selected == ("b",)


@given(questions(FILE_ORDER), SETS)
def test_conflicts_as_a_clerk_applies_them(asked: Question, conflicts: Sets) -> None:
    order = [o for group in _groups(asked) for o in group]
    for rule, skips in ((GREEDY, True), (NO_SKIP, False)):
        outcome = rule.count(at_odds(asked, conflicts))
        assert list(outcome.selected) == by_hand(asked, order, conflicts, skips)
        for group in conflicts:
            assert len(set(group) & set(outcome.selected)) <= 1


def _groups(asked: Question) -> list[list[Option]]:
    scores = sorted({asked.score(option) for option in asked.options}, reverse=True)
    return [[o for o in asked.options if asked.score(o) == score] for score in scores]


@given(questions(), SETS)
def test_no_tie_is_broken_silently_among_conflicts(asked: Question, conflicts: Sets) -> None:
    for rule, skips in ((GREEDY, True), (NO_SKIP, False)):
        outcome = rule.count(at_odds(asked, conflicts))
        possible = {frozenset(by_hand(asked, order, conflicts, skips)) for order in orders(asked)}
        if outcome.complete:
            assert possible == {frozenset(outcome.selected)}


# --- the reserve list ---------------------------------------------------------------------------


def test_the_reserve_list_holds_the_next_ones() -> None:
    settings = RankingSettings(name="most-votes", reserve=2)
    rows = [(id, votes, None) for id, votes in zip("abcde", (9, 7, 5, 3, 0), strict=True)]
    outcome = MOST_VOTES.count(replace(question(*rows, seats=1), settings=settings))
    assert (outcome.selected, outcome.reserve) == (("a",), ("b", "c"))


def test_nobody_without_a_vote_or_below_the_threshold_is_on_it() -> None:
    settings = RankingSettings(name="most-votes", reserve=9)
    rows = [(id, votes, None) for id, votes in zip("abcd", (9, 7, 5, 0), strict=True)]
    outcome = MOST_VOTES.count(replace(question(*rows, seats=1, threshold=6), settings=settings))
    assert outcome.reserve == ("b",)


def test_a_tie_on_the_reserve_list_leaves_the_outcome_complete() -> None:
    settings = RankingSettings(name="most-votes", reserve=3)
    rows = [("a", 9, None), ("b", 7, None), ("c", 5, None), ("d", 5, None)]
    asked = replace(question(*rows, seats=1), settings=settings)
    outcome = MOST_VOTES.count(asked)
    assert outcome.complete
    assert outcome.reserve == ("b",)
    assert outcome.ties == (Tie(("c", "d"), in_reserve=True),)
    drawn = replace(asked, ties=TieBreak(("draw",), (Draw(("c", "d"), ("d", "c")),)))
    assert MOST_VOTES.count(drawn).reserve == ("b", "d", "c")


def test_projects_that_did_not_fit_wait_on_the_reserve_list() -> None:
    asked = question(("a", 9, 60), ("b", 8, 50), ("c", 7, 40), ("d", 1, 90), budget=100)
    outcome = GREEDY.count(at_odds(asked, (("a", "d"),), reserve=5))
    assert (outcome.selected, outcome.reserve) == (("a", "c"), ("b",))


@given(questions(FILE_ORDER), st.integers(0, 4))
def test_a_reserve_list_never_changes_the_outcome(asked: Question, reserve: int) -> None:
    plain, longer = GREEDY.count(asked), GREEDY.count(at_odds(asked, (), reserve))
    assert plain.steps == longer.steps
    assert len(longer.reserve) <= reserve
    assert not set(longer.reserve) & set(longer.selected)


@pytest.mark.parametrize("pair", list(combinations("abc", 2)))
def test_a_further_vote_never_unselects_despite_conflicts(pair: tuple[str, str]) -> None:
    rows = [("a", 5, 40), ("b", 4, 40), ("c", 3, 40)]
    before = GREEDY.count(at_odds(question(*rows, budget=100, ties=FILE_ORDER), (pair,)))
    for lucky in before.selected:
        more = [(id, votes + (id == lucky), cost) for id, votes, cost in rows]
        after = GREEDY.count(at_odds(question(*more, budget=100, ties=FILE_ORDER), (pair,)))
        assert lucky in after.selected
