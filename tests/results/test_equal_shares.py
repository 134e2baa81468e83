"""Equal shares against the method as its paper describes it, and against a town that used it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import Draw, Question, RuleGaveUp, Tie, TieBreak
from civicsite.results.rules.equal_shares import RULES
from tests.results.counting import ballots, counted, one, request
from tests.results.questions import FILE_ORDER

PLAIN, ADD1, COMPARISON, ADD1_COMPARISON = RULES
Ballots = Sequence[tuple[str, int]]
"""Marks as letters, and how many ballots hold them."""


def question(
    costs: Mapping[str, int | Decimal],
    votes: Ballots,
    budget: int | Decimal,
    ties: TieBreak = FILE_ORDER,
    threshold: int | None = None,
) -> Question:
    profile: Counter[tuple[tuple[str, ...], tuple[int, ...]]] = Counter()
    scores: Counter[str] = Counter()
    for marks, number in votes:
        profile[tuple(marks), ()] += number
        for mark in marks:
            scores[mark] += number
    options = tuple(Option(id, cost=Decimal(cost)) for id, cost in costs.items())
    return Question(
        options, scores, Decimal(budget), threshold=threshold, ties=ties, ballots=profile
    )


def purchase(asked: Question, share: Fraction) -> list[str]:
    """Voter by voter, every price anew; level projects in file order."""
    assert asked.ballots is not None
    voters = [set(marks) for (marks, _), number in asked.ballots.items() for _ in range(number)]
    left = [share] * len(voters)
    bought: list[str] = []
    while True:
        best: tuple[Fraction, Fraction, str] | None = None
        for option in asked.options:
            supporters = sorted((left[n] for n, v in enumerate(voters) if option.id in v))
            cost = Fraction(option.cost or 0)
            if option.id in bought or sum(supporters) < cost or not supporters:
                continue
            owed, people = cost, len(supporters)
            for purse in supporters:
                if purse >= owed / people:
                    break
                owed, people = owed - purse, people - 1
            each = owed / people if people else Fraction(0)
            if best is None or each / cost < best[0]:
                best = (each / cost, each, option.id)
        if best is None:
            return bought
        for number, marked in enumerate(voters):
            if best[2] in marked:
                left[number] = max(Fraction(0), left[number] - best[1])
        bought.append(best[2])


def step_by_step(asked: Question) -> set[str]:
    """One unit more for everybody, again and again."""
    assert asked.ballots is not None
    assert asked.budget is not None
    number = sum(asked.ballots.values())
    costs = {o.id: o.cost or Decimal(0) for o in asked.options}
    supported = {o.id for o in asked.options if asked.scores.get(o.id)}
    share = Fraction(asked.budget) / number
    found = purchase(asked, share)
    while set(found) != supported:
        share += 1
        more = purchase(asked, share)
        if sum(costs[id] for id in more) > asked.budget:
            break
        found = more
    return set(found)


def elections(most: int) -> st.SearchStrategy[Question]:
    """Few voters, so that level prices are common, and costs up to ``most``."""
    costs = st.lists(st.integers(1, most), min_size=1, max_size=5)
    marks = st.lists(st.sampled_from("abcde"), max_size=4, unique=True).map("".join)
    votes = st.lists(st.tuples(marks, st.integers(1, 4)), min_size=1, max_size=5)
    return st.builds(
        lambda found, cast, budget: question(
            dict(zip("abcde", found, strict=False)),
            [("".join(m for m in marks if m in "abcde"[: len(found)]), n) for marks, n in cast],
            budget,
        ),
        costs,
        votes,
        st.integers(1, 2 * most),
    )


@given(elections(40))
def test_a_purchase_is_that_of_single_voters(asked: Question) -> None:
    assert asked.ballots is not None
    assert asked.budget is not None
    share = Fraction(asked.budget) / sum(asked.ballots.values())
    assert list(PLAIN.count(asked).selected) == purchase(asked, share)


@given(elections(40))
def test_shares_grow_step_by_step(asked: Question) -> None:
    assert set(ADD1.count(asked).selected) == step_by_step(asked)


@given(elections(600))
def test_skipping_equal_purchases_changes_nothing(asked: Question) -> None:
    assert set(ADD1.count(asked).selected) == step_by_step(asked)


@given(elections(40))
def test_the_budget_is_never_exceeded(asked: Question) -> None:
    for rule in RULES:
        outcome = rule.count(asked)
        spent = sum(o.cost or 0 for o in asked.options if o.id in outcome.selected)
        assert asked.budget is not None
        assert spent <= asked.budget
        if outcome.complete:
            assert outcome.left == asked.budget - spent


@given(elections(40), st.permutations("abcde"))
def test_new_names_change_nothing_but_themselves(asked: Question, new: list[str]) -> None:
    names = dict(zip("abcde", new, strict=True))
    renamed = replace(
        asked,
        options=tuple(replace(option, id=names[option.id]) for option in asked.options),
        scores={names[id]: score for id, score in asked.scores.items()},
        ballots={
            (tuple(names[id] for id in marks), points): number
            for (marks, points), number in (asked.ballots or {}).items()
        },
    )
    expected = [names[id] for id in ADD1.count(asked).selected]
    assert list(ADD1.count(renamed).selected) == expected


def test_a_minority_gets_its_share() -> None:
    """Six voters want a, b and c, four want d: by votes alone d never comes."""
    asked = question({"a": 30, "b": 30, "c": 30, "d": 40}, [("abc", 6), ("d", 4)], 100)
    outcome = PLAIN.count(asked)
    assert set(outcome.selected) == {"a", "b", "d"}
    assert {step.id: step.decision for step in outcome.steps}["c"] == "out-of-reach"
    assert outcome.left == Decimal(0)


def test_the_selection_more_voters_get_more_from_stands() -> None:
    costs = {"big": 100, "one": 10, "two": 10, "six": 10}
    cast = [("big", 1)] * 11 + [("one", 3), ("two", 3), ("six", 3)]
    asked = question(costs, [], 100)
    profile: Counter[tuple[tuple[str, ...], tuple[int, ...]]] = Counter()
    for mark, number in cast:
        profile[(mark,), ()] += number
    scores = {"big": 11, "one": 3, "two": 3, "six": 3}
    asked = replace(asked, ballots=profile, scores=scores)
    assert set(PLAIN.count(asked).selected) == {"one", "two", "six"}
    compared = COMPARISON.count(asked)
    assert compared.selected == ("big",)
    assert compared.preferred == (9, 11)


def test_level_prices_that_change_the_selection_stop_the_purchase() -> None:
    asked = question({"a": 60, "b": 60}, [("ab", 2)], 100, TieBreak())
    outcome = PLAIN.count(asked)
    assert outcome.ties == (Tie(("a", "b"), (("a",), ("b",))),)
    assert outcome.selected == ()
    assert not outcome.complete
    drawn = TieBreak(("draw",), (Draw(("a", "b"), ("b", "a")),))
    settled = PLAIN.count(replace(asked, ties=drawn))
    assert settled.selected == ("b",)
    assert settled.ties == (Tie(("a", "b"), settled_by="draw"),)


def test_level_prices_that_change_nothing_are_no_tie() -> None:
    for rule in (PLAIN, ADD1):
        outcome = rule.count(question({"a": 50, "b": 50}, [("ab", 2)], 100, TieBreak()))
        assert set(outcome.selected) == {"a", "b"}
        assert outcome.ties == ()


def test_what_costs_nothing_is_bought_where_somebody_wants_it() -> None:
    outcome = PLAIN.count(question({"a": 0, "b": 0, "c": 5}, [("ac", 1)], 5))
    assert set(outcome.selected) == {"a", "c"}


def test_cents_are_exact() -> None:
    costs = {"a": Decimal("33.34"), "b": Decimal("33.33"), "c": Decimal("33.33")}
    outcome = ADD1.count(question(costs, [("a", 1), ("b", 1), ("c", 1)], Decimal("100.00")))
    assert set(outcome.selected) == {"a", "b", "c"}
    assert outcome.left == 0


def test_a_threshold_holds() -> None:
    asked = question({"a": 10, "b": 10}, [("a", 5), ("b", 1)], 100, threshold=2)
    outcome = ADD1.count(asked)
    assert {step.id: step.decision for step in outcome.steps} == {
        "a": "funded", "b": "below-threshold",
    }  # fmt: skip


def test_nobody_voted() -> None:
    for rule in RULES:
        assert rule.count(question({"a": 10}, [], 100)).selected == ()


def test_large_amounts_need_few_purchases() -> None:
    costs = {"a": 900_000_000, "b": 800_000_000, "c": 1}
    outcome = ADD1.count(question(costs, [("a", 1), ("b", 1), ("c", 1)], 1_000_000_000))
    assert set(outcome.selected) == {"b", "c"}


def test_points_and_totals_are_refused() -> None:
    options = (Option("1", "Plac", cost=Decimal(5)), Option("2", "Ławki", cost=Decimal(5)))
    asked = request(ballots(), options=options, rule="equal-shares", budget=Decimal(9))
    tally = one(asked, {"data/glosy.csv": "Nr;Projekty\n1;Plac\n2;Plac, Ławki\n"})
    assert tally.outcome is not None
    assert tally.outcome.selected == ("1",)
    asked = replace(asked, contests=(replace(asked.contests[0], points_by_place=(2, 1)),))
    _, problems = counted(asked, {"data/glosy.csv": "Nr;Projekty\n1;Plac\n"})
    assert [problem.code for problem in problems] == ["rule-refuses-points"]


def test_a_count_without_an_end_in_sight_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from civicsite.results.rules import equal_shares

    monkeypatch.setattr(equal_shares, "_MOST_PURCHASES", 1)
    asked = question({"a": 60, "b": 70}, [("a", 1), ("b", 1)], 100)
    with pytest.raises(RuleGaveUp):
        ADD1.count(asked)
    options = (Option("1", "Plac", cost=Decimal(60)), Option("2", "Ławki", cost=Decimal(70)))
    wanted = request(ballots(), options=options, rule="equal-shares-add1", budget=Decimal(100))
    (tally,), problems = counted(wanted, {"data/glosy.csv": "Nr;Projekty\n1;Plac\n2;Ławki\n"})
    assert [problem.code for problem in problems] == ["rule-gave-up"]
    assert (tally.outcome, tally.not_recounted) == (None, "rule-gave-up")
