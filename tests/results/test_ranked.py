"""Ranked ballots: instant run-off and the Scottish single transferable vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pyrankvote
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from civicsite.exports.dataset import Option
from civicsite.plain import from_data, to_data
from civicsite.results.counts import Tally
from civicsite.results.rules.base import Draw, Outcome, Question, Tie, TieBreak
from civicsite.results.rules.instant_runoff import RULES as RUNOFF_RULES
from civicsite.results.rules.scottish_stv import RULES as STV_RULES
from tests.results.counting import ballots, counted, one, request, totals

(RUNOFF,), (STV,) = RUNOFF_RULES, STV_RULES
Papers = Sequence[tuple[str, int]]
"""Rankings as letters, and how many ballots hold them."""


def question(papers: Papers, seats: int | None = None, ties: TieBreak = TieBreak()) -> Question:  # noqa: B008
    names = sorted({name for ranking, _ in papers for name in ranking})
    return asking([(tuple(ranking), number) for ranking, number in papers], names, seats, ties)


def asking(
    papers: Sequence[tuple[tuple[str, ...], int]],
    names: Sequence[str],
    seats: int | None = None,
    ties: TieBreak = TieBreak(),  # noqa: B008
) -> Question:
    profile: Counter[tuple[tuple[str, ...], tuple[int, ...]]] = Counter()
    for ranking, number in papers:
        profile[ranking, ()] += number
    options = tuple(Option(name) for name in names)
    return Question(options, {}, seats=seats, ties=ties, ballots=profile)


NAMES = "abcde"
RANKINGS = st.lists(
    st.tuples(
        st.permutations(NAMES).flatmap(
            lambda order: st.integers(1, 5).map(lambda length: tuple(order[:length]))
        ),
        st.integers(1, 30),
    ),
    min_size=1,
    max_size=12,
)


# --- instant run-off ----------------------------------------------------------------------------


def test_more_than_half_of_the_first_choices_wins_in_one_round() -> None:
    outcome = RUNOFF.count(question([("ab", 6), ("b", 3), ("c", 2)]))
    assert outcome.selected == ("a",)
    assert len(outcome.rounds) == 1
    assert outcome.rounds[0].elected == ("a",)


def test_half_is_not_enough_and_the_last_one_passes_its_votes_on() -> None:
    outcome = RUNOFF.count(question([("a", 5), ("b", 3), ("cb", 2)]))
    assert [(r.transferred_from, dict(r.votes), r.excluded) for r in outcome.rounds[:2]] == [
        ("", {"a": 5, "b": 3, "c": 2}, ("c",)),
        ("c", {"a": 5, "b": 5}, ()),
    ]
    assert outcome.ties == (Tie(("a", "b"), (("a",), ("b",))),)
    assert [step.decision for step in outcome.steps] == ["tied", "tied", "not-elected"]
    assert not outcome.complete


def test_a_ballot_that_names_nobody_else_is_exhausted() -> None:
    outcome = RUNOFF.count(question([("a", 5), ("b", 4), ("c", 2)]))
    assert [r.exhausted for r in outcome.rounds] == [0, 2]
    assert outcome.selected == ("a",)


def test_the_draw_names_first_the_one_who_stays() -> None:
    drawn = TieBreak(("draw",), (Draw(("a", "b"), ("b", "a")),))
    outcome = RUNOFF.count(question([("a", 5), ("b", 5)], ties=drawn))
    assert outcome.selected == ("b",)
    assert outcome.ties == (Tie(("a", "b"), settled_by="draw"),)


def test_earlier_rounds_settle_a_tie_only_where_the_rules_say_so() -> None:
    papers = [("a", 7), ("bc", 5), ("cb", 4), ("dc", 1)]
    assert RUNOFF.count(question(papers)).ties[0].outcomes == (("b",), ("c",))
    remembered = RUNOFF.count(question(papers, ties=TieBreak(("earlier-rounds",))))
    assert remembered.selected == ("b",)
    assert remembered.rounds[1].excluded == ("c",)


def test_many_without_a_vote_are_no_tie() -> None:
    names = [f"n{number:02}" for number in range(40)]
    outcome = RUNOFF.count(asking([(("n00",), 3), (("n01",), 2), (("n02",), 2)], names))
    assert outcome.ties == ()
    assert outcome.selected == ("n00",)
    assert len(outcome.rounds) == 39


def test_too_many_ties_to_follow_stop_the_count() -> None:
    names = [f"n{number:02}" for number in range(14)]
    circle = [((name, names[(place + 5) % 14]), 3) for place, name in enumerate(names)]
    outcome = RUNOFF.count(asking(circle, names))
    assert not outcome.complete
    assert len(outcome.ties[0].ids) == 14


def test_nobody_wins_without_ballots() -> None:
    for rule in (RUNOFF, STV):
        outcome = rule.count(asking([], NAMES, 2))
        assert (outcome.selected, outcome.rounds) == ((), ())
        assert {step.decision for step in outcome.steps} == {"no-votes"}


def test_who_withdrew_is_passed_over() -> None:
    asked = question([("ab", 5), ("b", 2), ("c", 6)])
    gone = tuple(replace(o, withdrawn=o.id == "a") for o in asked.options)
    assert RUNOFF.count(replace(asked, options=gone)).selected == ("b",)


# --- the single transferable vote ---------------------------------------------------------------


def test_a_surplus_passes_on_at_a_part_of_its_value() -> None:
    """Twelve ballots for two seats: the quota is 5. The surplus of 4 passes on by nine papers, each
    at 4/9 = 0.44444; what rounding loses is exhausted."""
    outcome = STV.count(question([("ab", 6), ("ac", 3), ("b", 1), ("c", 2)], 2))
    assert outcome.quota == 5
    first, second, third = outcome.rounds[:3]
    assert (first.elected, dict(first.votes)) == (("a",), {"a": 9, "b": 1, "c": 2})
    assert second.transferred_from == "a"
    assert dict(second.votes) == {"a": 5, "b": Decimal("3.66664"), "c": Decimal("3.33332")}
    assert (second.exhausted, second.excluded) == (Decimal("0.00004"), ("c",))
    assert third.elected == ("b",)
    assert outcome.selected == ("a", "b")


def test_papers_keep_their_value_when_they_pass_on_again() -> None:
    papers = [("acb", 9), ("b", 4), ("cb", 2), ("d", 5)]
    outcome = STV.count(question(papers, 2))
    # quota 7; surplus 2 of 9: 0.22222 each; c has 2 + 9 x 0.22222 and is excluded
    assert [dict(r.votes) for r in outcome.rounds[1:3]] == [
        {"a": 7, "b": 4, "c": Decimal("3.99998"), "d": 5},
        {"a": 7, "b": Decimal("7.99998"), "d": 5},
    ]
    assert outcome.selected == ("a", "b")


def test_when_as_many_are_left_as_vacancies_all_are_elected() -> None:
    outcome = STV.count(question([("a", 9), ("b", 1), ("c", 0)], 3))
    assert set(outcome.selected) == {"a", "b", "c"}
    assert len(outcome.rounds) == 1


def test_the_most_recent_stage_tells_the_level_apart() -> None:
    # After e passes on, c and d have 5 each; before, c had 4 and d had 5: c falls out.
    outcome = STV.count(question([("a", 9), ("b", 8), ("c", 4), ("d", 5), ("ec", 1)], 2))
    assert [r.excluded for r in outcome.rounds[:2]] == [("e",), ("c",)]


def test_a_tie_at_all_stages_waits_for_the_draw() -> None:
    papers = [("a", 5), ("b", 4), ("c", 4)]
    outcome = STV.count(question(papers, 2))
    assert outcome.ties == (Tie(("b", "c"), (("a", "b"), ("a", "c"))),)
    assert outcome.selected == ("a",)
    assert [step.decision for step in outcome.steps] == ["elected", "tied", "tied"]
    drawn = TieBreak(("draw",), (Draw(("b", "c"), ("c", "b")),))
    assert STV.count(question(papers, 2, drawn)).selected == ("a", "c")


def test_the_seats_must_be_known() -> None:
    assert STV.missing(question([("a", 1)])) == "seats"
    assert STV.missing(question([("a", 1)], 1)) is None


@given(RANKINGS, st.integers(1, 5))
def test_no_vote_appears_or_is_lost(papers: list[tuple[tuple[str, ...], int]], seats: int) -> None:
    together = sum(number for _, number in papers)
    for rule, places in ((STV, seats), (RUNOFF, None)):
        outcome = rule.count(asking(papers, NAMES, places))
        for made in outcome.rounds:
            assert sum(votes for _, votes in made.votes) + made.exhausted == together
        exhausted = [made.exhausted for made in outcome.rounds]
        assert exhausted == sorted(exhausted)
        if outcome.complete:
            assert len(outcome.selected) == (places or 1)


@given(RANKINGS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_the_names_of_candidates_change_nothing(
    papers: list[tuple[tuple[str, ...], int]], seats: int, chance: Random
) -> None:
    shuffled = list(papers)
    chance.shuffle(shuffled)
    names = dict(zip(NAMES, "zyxwv", strict=True))
    renamed = [(tuple(names[id] for id in ranking), number) for ranking, number in papers]
    for rule in (STV, RUNOFF):
        outcome = rule.count(asking(papers, NAMES, seats))
        assert rule.count(asking(shuffled, NAMES, seats)) == outcome
        again = rule.count(asking(renamed, [names[id] for id in NAMES], seats))
        assert again.selected == tuple(names[id] for id in outcome.selected)
        assert [r.exhausted for r in again.rounds] == [r.exhausted for r in outcome.rounds]


def paper_by_paper(papers: Sequence[tuple[tuple[str, ...], int]], seats: int) -> set[str] | None:
    """The Order read again, one paper after another, in hundred-thousandths; None at a tie."""
    piles: dict[str, list[list[object]]] = {name: [] for name in NAMES}
    hopeful, elected, pending = set(NAMES), set[str](), set[str]()
    for ranking, number in papers:
        for _ in range(number):
            piles[ranking[0]].append([ranking, 100_000])
    total = sum(number for _, number in papers)
    quota = (total // (seats + 1) + 1) * 100_000
    kept = dict.fromkeys(NAMES, 0)
    while True:
        votes = {n: kept[n] or sum(p[1] for p in pile) for n, pile in piles.items()}  # type: ignore[misc]
        over = {n for n in hopeful if votes[n] >= quota}
        hopeful -= over
        elected |= over
        pending |= {n for n in over if votes[n] > quota}
        if len(elected) >= seats or len(hopeful) + len(elected) <= seats:
            return elected | (hopeful if len(hopeful) + len(elected) <= seats else set())
        among = pending or hopeful
        best = (max if pending else min)(votes[n] for n in among)
        level = [n for n in among if votes[n] == best]
        if len(level) > 1:
            return None
        (name,) = level
        for ranking, value in piles[name]:
            after = ranking[ranking.index(name) + 1 :]  # type: ignore[attr-defined]
            heir = next((other for other in after if other in hopeful - {name}), None)
            if pending:
                value = value * (best - quota) // best  # type: ignore[operator]
            if heir:
                piles[heir].append([ranking, value])
        piles[name] = []
        if pending:
            kept[name] = quota
        pending.discard(name)
        hopeful.discard(name)


@given(RANKINGS, st.integers(1, 4))
def test_the_piles_give_what_single_papers_give(
    papers: list[tuple[tuple[str, ...], int]], seats: int
) -> None:
    expected = paper_by_paper(papers, seats)
    if expected is not None:
        outcome = STV.count(asking(papers, NAMES, seats))
        assert set(outcome.selected) == expected


def _random_election(seed: int) -> tuple[list[str], list[tuple[tuple[str, ...], int]], int]:
    """Two choices at most: with longer ballots the library weighs papers of mixed value in another
    way (each an equal part of the surplus)."""
    chance = Random(seed)
    names = list("abcdefg"[: chance.randint(2, 7)])
    strength = {name: 0.05 + chance.random() ** 2 for name in names}
    rankings: Counter[tuple[str, ...]] = Counter()
    for _ in range(chance.randint(300, 900)):
        order = sorted(names, key=lambda name: -(chance.random() ** (1 / strength[name])))
        rankings[tuple(order[: chance.randint(1, 2)])] += 1
    return names, list(rankings.items()), chance.randint(1, min(4, len(names)))


def _elsewhere(
    names: Sequence[str], papers: Sequence[tuple[tuple[str, ...], int]], seats: int | None
) -> set[str] | None:
    """The winners by another library; None where it gives up."""
    people = {name: pyrankvote.Candidate(name) for name in names}
    cast = [
        pyrankvote.Ballot([people[name] for name in ranking])
        for ranking, number in papers
        for _ in range(number)
    ]
    try:
        if seats is None:
            found = pyrankvote.instant_runoff_voting(list(people.values()), cast)
        else:
            found = pyrankvote.single_transferable_vote(list(people.values()), cast, seats)
    except RuntimeError:  # "Illegal state": it rounds binary fractions
        return None
    return {winner.name for winner in found.get_winners()}


def test_another_library_elects_the_same_people() -> None:
    compared = 0
    for seed in range(60):
        names, papers, seats = _random_election(seed)
        for rule, places in ((STV, seats), (RUNOFF, None)):
            outcome = rule.count(asking(papers, names, places))
            expected = _elsewhere(names, papers, places)
            if outcome.ties or expected is None:
                continue
            compared += 1
            assert set(outcome.selected) == expected, (seed, rule.name)
    assert compared > 90


# --- through the count --------------------------------------------------------------------------

OPTIONS = (Option("1", "Plac"), Option("2", "Ławki"), Option("3", "Kosze"))
TABLE = "Nr;Projekty\n1;Plac, Kosze\n2;Ławki\n3;Ławki\n4;Kosze, Plac\n5;Plac\n6;\n"


def outcome_of(rule: str, **more: object) -> Outcome:
    asked = request(ballots(), options=OPTIONS, rule=rule, **more)
    tally = one(asked, {"data/glosy.csv": TABLE})
    assert tally.outcome is not None
    return tally.outcome


def test_the_votes_of_a_ranked_ballot_are_its_first_choice() -> None:
    asked = request(ballots(), options=OPTIONS, rule="instant-runoff")
    tally = one(asked, {"data/glosy.csv": TABLE})
    assert tally.ranked
    assert {item.option.id: item.votes for item in tally.options} == {"1": 2, "2": 2, "3": 1}
    assert (tally.valid, dict(tally.invalid)) == (5, {"blank": 1})
    assert outcome_of("instant-runoff").selected == ("1",)
    assert outcome_of("scottish-stv", seats=2).selected == ("1", "2")


def test_totals_cannot_be_counted_in_rounds() -> None:
    files = {"data/glosy.csv": TABLE, "data/p.csv": "Nr;Głosy\n1;7\n2;1\n3;1\n"}
    asked = request(
        ballots(), totals("data/p.csv", valid=9), options=OPTIONS, rule="scottish-stv", seats=1
    )
    tally = one(asked, files)
    assert (tally.outcome, tally.not_recounted) == (None, "rule-needs-ballots")


@pytest.mark.parametrize("seats", [2, 3])
def test_a_run_off_has_one_winner(seats: int) -> None:
    asked = request(ballots(), options=OPTIONS, rule="instant-runoff", seats=seats)
    _, problems = counted(asked, {"data/glosy.csv": TABLE})
    assert [problem.code for problem in problems] == ["rule-has-fewer-seats"]


def test_a_count_in_rounds_survives_being_recorded_and_remembered() -> None:
    table = "Nr;Projekty\n" + "1;Plac, Kosze\n" * 6 + "1;Plac, Ławki\n" * 3 + "1;Ławki\n1;Kosze\n"
    asked = request(ballots(), options=OPTIONS, rule="scottish-stv", seats=2)
    tally = one(asked, {"data/glosy.csv": table})
    assert tally.outcome is not None
    assert any(isinstance(votes, Decimal) for _, votes in tally.outcome.rounds[1].votes)
    assert from_data(Tally, to_data(tally)) == tally
    adapter = TypeAdapter(Tally)
    assert adapter.validate_json(adapter.dump_json(tally)) == tally
