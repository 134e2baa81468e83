"""Ballots that give points: what they may give, and what follows."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import CountedFile, Option
from civicsite.exports.validity import Validity
from tests.exports.files import places, words
from tests.results.counting import AS_DECLARED, RESULTS, ballots, counted, one, request, totals

OPTIONS = (Option("1", "Plac"), Option("2", "Ławki"), Option("3", "Kosze"))


def pb(rows: list[str], kind: str = "cumulative") -> str:
    """A file of ballots ``marks;points``."""
    return "\n".join(
        [
            "META", "key;value", "description;x", "country;x", "unit;x", "instance;x",
            "num_projects;3", f"num_votes;{len(rows)}", "budget;9", f"vote_type;{kind}",
            "rule;greedy", "date_begin;2026", "date_end;2026", "max_length;3", "PROJECTS",
            "project_id;cost", "1;6", "2;3", "3;5", "VOTES", "voter_id;vote;points",
            *(f"{number};{row}" for number, row in enumerate(rows)),
        ]
    )  # fmt: skip


def asked(**more: object) -> object:
    return request(CountedFile("data/a.pb", "pabulib", RESULTS), options=(), **more)  # type: ignore[arg-type]


def test_most_points_win() -> None:
    tally = one(
        asked(rule="cumulative", validity=AS_DECLARED),  # type: ignore[arg-type]
        {"data/a.pb": pb(["1,2;3,2", "2,3;4,1", "1;5"])},
    )
    assert {item.option.id: item.score for item in tally.options} == {"1": 8, "2": 6, "3": 1}
    assert tally.outcome is not None
    assert tally.outcome.selected == ("1",)


def test_what_a_ballot_may_give_is_checked_and_counted_by_reason() -> None:
    validity = Validity(
        too_many_points="invalid", too_few_points="invalid", points_off_scale="invalid"
    )
    tally = one(
        asked(rule="cumulative", validity=validity, points=(2, 5), points_each=(1, 3)),  # type: ignore[arg-type]
        {"data/a.pb": pb(["1,2;3,2", "1,2;3,3", "1;1", "1;4", "1,2;0,2"])},
    )
    assert tally.valid == 1
    assert dict(tally.invalid) == {
        "too-many-points": 1, "too-few-points": 1, "points-off-scale": 2,
    }  # fmt: skip


def test_too_few_points_may_be_valid() -> None:
    validity = Validity(too_few_points="valid")
    tally = one(
        asked(rule="cumulative", validity=validity, points=(5, 5)),  # type: ignore[arg-type]
        {"data/a.pb": pb(["1;2"])},
    )
    assert (tally.valid, tally.options[0].score) == (1, 2)


def test_undecided_points_are_errors_that_name_the_key() -> None:
    for row, limits, code in (
        ("1;9", {"points": (1, 5)}, "undecided-too-many-points"),
        ("1;1", {"points": (2, 5)}, "undecided-too-few-points"),
        ("1;9", {"points_each": (0, 5)}, "undecided-points-off-scale"),
    ):
        tallies, problems = counted(
            asked(rule="cumulative", validity=Validity(), **limits),  # type: ignore[arg-type]
            {"data/a.pb": pb([row])},
        )
        assert tallies == ()
        assert places(problems) == [f"content/lipowiec/park/results.yaml:1:1: {code}"]
    assert words(problems) == [
        "1 ballot gives one option more or fewer points than points_each: allows, and validity:"
        " does not say what that means (at data/a.pb:22). Check the rules of the vote and add"
        " points_off_scale: with the word “invalid”."
    ]


def test_a_rule_that_counts_marks_refuses_points_and_the_other_way_round() -> None:
    _, problems = counted(
        asked(rule="approval", validity=AS_DECLARED),  # type: ignore[arg-type]
        {"data/a.pb": pb(["1;3"])},
    )
    assert [problem.code for problem in problems] == ["rule-refuses-points"]
    _, problems = counted(
        request(ballots(), options=OPTIONS, rule="scored"),
        {"data/glosy.csv": "Nr;Projekty\n1;Plac\n"},
    )
    assert [problem.code for problem in problems] == ["rule-needs-points"]


def test_borda_gives_the_first_place_as_many_points_as_there_are_places() -> None:
    table = "Nr;Projekty\n1;Plac, Kosze\n2;Ławki\n3;Kosze, Ławki, Plac\n"
    tally = one(request(ballots(), options=OPTIONS, rule="borda"), {"data/glosy.csv": table})
    assert {item.option.id: item.score for item in tally.options} == {"1": 4, "2": 5, "3": 5}
    assert tally.outcome is not None
    assert tally.outcome.ties[0].outcomes == (("2",), ("3",))


def test_places_of_a_ballot_with_fewer_places_give_fewer_points() -> None:
    table = "Nr;Projekty\n1;Plac, Kosze\n"
    tally = one(
        request(ballots(), options=OPTIONS, rule="borda", marks=(1, 2)), {"data/glosy.csv": table}
    )
    assert {item.option.id: item.score for item in tally.options} == {"1": 2, "2": 0, "3": 1}


def test_a_scale_of_places_holds_under_a_budget_too() -> None:
    table = "Nr;Projekty\n1;Plac, Kosze\n2;Kosze, Plac, Ławki\n"
    options = tuple(Option(o.id, o.title, cost=Decimal(5)) for o in OPTIONS)
    tally = one(
        request(
            ballots(), options=options, rule="greedy", budget=Decimal(9), points_by_place=(5, 1)
        ),
        {"data/glosy.csv": table},
    )
    assert {item.option.id: item.score for item in tally.options} == {"1": 6, "2": 0, "3": 6}


def test_points_and_totals_of_a_protocol_do_not_go_together() -> None:
    tally = one(
        request(ballots(), totals("data/p.csv", valid=9), options=OPTIONS, rule="borda"),
        {"data/glosy.csv": "Nr;Projekty\n1;Plac\n", "data/p.csv": "Nr;Głosy\n1;7\n2;1\n3;1\n"},
    )
    assert (tally.outcome, tally.not_recounted) == (None, "rule-needs-ballots")


@given(st.lists(st.lists(st.sampled_from("123"), min_size=1, unique=True), min_size=1, max_size=8))
def test_borda_is_what_a_clerk_adds_up(rankings: list[list[str]]) -> None:
    table = "\n".join(["Nr;Projekty", *(f"x;{','.join(ranking)}" for ranking in rankings)])
    tally = one(request(ballots(), options=OPTIONS, rule="borda"), {"data/glosy.csv": table})
    by_hand = {
        id: sum(3 - ranking.index(id) for ranking in rankings if id in ranking) for id in "123"
    }
    assert {item.option.id: item.score for item in tally.options} == by_hand
