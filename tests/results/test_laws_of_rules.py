"""What holds under every rule that is installed, whatever the ballots."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Option
from civicsite.results.counts import Setting, Tally
from tests.results.counting import AS_DECLARED, REGISTRY, ballots, one, request

OPTIONS = tuple(
    Option(id, f"Projekt {id}", cost=Decimal(cost))
    for id, cost in (("k1", 6), ("k2", 3), ("k3", 5), ("k4", 2))
)
COUNTABLE = sorted(n for n, rule in REGISTRY.rules.items() if rule.points != "needed")
"""Rules that count ballots without points; the others count as these do, see ``test_points``."""
SETTINGS: dict[str, tuple[tuple[str, Setting], ...]] = {
    "greedy-partial": (("share", 80),),
    "greedy-threshold": (("threshold", 1),),
}
ROWS = st.lists(
    st.permutations(["k1", "k2", "k3", "k4"]).flatmap(
        lambda order: st.integers(1, 3).map(lambda most: ", ".join(order[:most]))
    ),
    min_size=1,
    max_size=9,
)


def tally(rule: str, *parts: list[str], options: tuple[Option, ...] = OPTIONS) -> Tally:
    names = [f"data/{number}.csv" for number in range(len(parts))]
    seats = min(2, REGISTRY.rules[rule].most_seats or 2)
    asked = request(
        *(ballots(name) for name in names),
        options=options,
        validity=AS_DECLARED,
        rule=rule,
        settings=SETTINGS.get(rule, ()),
        budget=Decimal(9),
        seats=seats,
    )
    tables = {
        name: "\n".join(["Nr;Projekty", *(f"x;{row}" for row in rows)])
        for name, rows in zip(names, parts, strict=True)
    }
    return replace(one(asked, tables), sources=())


@pytest.mark.parametrize("rule", COUNTABLE)
@given(rows=ROWS, chance=st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(rule: str, rows: list[str], chance: Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert tally(rule, shuffled) == tally(rule, rows)


@pytest.mark.parametrize("rule", COUNTABLE)
@given(rows=ROWS, at=st.integers(0, 9))
def test_the_files_they_lie_in_change_nothing(rule: str, rows: list[str], at: int) -> None:
    assert tally(rule, rows[:at], rows[at:]) == tally(rule, rows)


@pytest.mark.parametrize("rule", COUNTABLE)
@given(rows=ROWS)
def test_new_numbers_of_options_change_nothing_but_themselves(rule: str, rows: list[str]) -> None:
    new = {"k1": "z9", "k2": "b5", "k3": "m7", "k4": "a1"}
    options = tuple(replace(o, id=new[o.id], title=f"Inny {new[o.id]}") for o in OPTIONS)
    renamed = [", ".join(new[id] for id in row.split(", ")) for row in rows]
    before, after = tally(rule, rows).outcome, tally(rule, renamed, options=options).outcome
    assert before is not None
    assert after is not None
    assert tuple(new[id] for id in before.selected) == after.selected
    assert [step.decision for step in before.steps] == [step.decision for step in after.steps]
    assert before.left == after.left


@pytest.mark.parametrize("rule", COUNTABLE)
@given(rows=ROWS)
def test_every_option_has_its_decision_and_a_tie_its_outcomes(rule: str, rows: list[str]) -> None:
    outcome = tally(rule, rows).outcome
    assert outcome is not None
    assert sorted(step.id for step in outcome.steps) == sorted(o.id for o in OPTIONS)
    open_ties = [tie for tie in outcome.ties if not tie.settled_by and not tie.in_reserve]
    assert bool(open_ties) == (not outcome.complete)
    assert all(len(set(tie.outcomes)) > 1 for tie in open_ties)


@pytest.mark.parametrize("rule", COUNTABLE)
@given(rows=ROWS)
def test_no_more_is_spent_or_elected_than_there_is(rule: str, rows: list[str]) -> None:
    outcome = tally(rule, rows).outcome
    assert outcome is not None
    costs = {option.id: option.cost or Decimal(0) for option in OPTIONS}
    funded = [step.id for step in outcome.steps if step.decision == "funded"]
    assert sum(costs[id] for id in funded) <= 9
    assert sum(step.decision == "elected" for step in outcome.steps) <= 2
