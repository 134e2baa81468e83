"""Poznań's rule: greedy without skipping, and one project more where most of its cost is left."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from civicsite.results.rules.base import Question, TieBreak
from civicsite.results.rules.greedy import RULES as GREEDY_RULES
from civicsite.results.rules.greedy_partial import RULES, PartialSettings
from tests.results.questions import FILE_ORDER, question, questions

(PARTIAL,) = RULES
NO_SKIP = GREEDY_RULES[1]


def with_share(asked: Question, share: int, ties: TieBreak = FILE_ORDER) -> Question:
    settings = PartialSettings(name="greedy-partial", share=share)
    return replace(asked, ties=ties, settings=settings)


def decisions(asked: Question) -> dict[str, str]:
    return {step.id: step.decision for step in PARTIAL.count(asked).steps}


def test_the_first_that_does_not_fit_is_funded_where_enough_is_left() -> None:
    asked = question(("a", 9, 60), ("b", 5, 50), ("c", 4, 1), budget=100)
    assert decisions(with_share(asked, 80)) == {
        "a": "funded", "b": "funded-in-part", "c": "stopped",
    }  # fmt: skip
    assert decisions(with_share(asked, 81)) == {
        "a": "funded", "b": "does-not-fit", "c": "stopped",
    }  # fmt: skip


def test_what_is_left_goes_into_it() -> None:
    outcome = PARTIAL.count(with_share(question(("a", 9, 60), ("b", 5, 50), budget=100), 80))
    assert (outcome.selected, outcome.left) == (("a", "b"), Decimal(0))


def test_without_a_share_the_rule_asks_for_it() -> None:
    assert PARTIAL.missing(question(("a", 9, 60), budget=100)) == "share"
    assert PARTIAL.missing(with_share(question(("a", 9, 60)), 80)) == "budget"


def test_a_tie_about_who_is_paid_in_part_stops() -> None:
    asked = question(("a", 9, 60), ("b", 5, 50), ("c", 5, 45), budget=100)
    outcome = PARTIAL.count(with_share(asked, 80, TieBreak()))
    assert outcome.ties[0].outcomes == (("b",), ("c",))
    assert not outcome.complete


@given(questions(FILE_ORDER), st.integers(1, 100))
def test_it_is_the_plain_rule_and_at_most_one_project_more(asked: Question, share: int) -> None:
    plain = NO_SKIP.count(asked)
    partial = PARTIAL.count(with_share(asked, share))
    more = set(partial.selected) - set(plain.selected)
    assert set(plain.selected) <= set(partial.selected)
    assert len(more) <= 1
    for id in more:
        cost = next(option.cost for option in asked.options if option.id == id)
        assert plain.left is not None
        assert cost is not None
        assert plain.left < cost
        assert plain.left * 100 >= share * cost
