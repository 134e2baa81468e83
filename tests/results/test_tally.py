from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from civicsite.diagnostics import Severity, Span
from civicsite.exports.dataset import CountedFile, Option
from civicsite.exports.option_lists import DeclaredTable, OptionsTable
from civicsite.exports.validity import Validity
from civicsite.results.rules.base import Draw, TieBreak
from civicsite.results.tally import (
    ChannelCount,
    ContestRequest,
    CountRequest,
    Difference,
)
from tests.exports.files import places, sample, words
from tests.results.counting import (
    AS_DECLARED,
    FILE_ORDER,
    RESULTS,
    STRICT,
    ballots,
    counted,
    one,
    request,
    totals,
)

PARK = (
    Option("1", "Plac zabaw", cost=Decimal(60)),
    Option("2", "Ławki", cost=Decimal(30)),
    Option("3", "Parking", cost=Decimal(50)),
)
GLOSY = "Nr;Projekty\n1;1, 2\n2;Plac zabaw\n3;2\n4;\n5;1, 2, 3\n"
PROTOCOL = "Nr;Głosy\n1;10\n2;4\n3;12\n"
BUDGET: dict[str, Any] = {"budget": Decimal(100), "rule": "greedy", "marks": (1, 2)}


# Ballots


def test_ballots_give_votes_shares_and_an_outcome() -> None:
    tally = one(
        request(ballots(channel="online"), options=PARK, electorate=50, **BUDGET),
        {"data/glosy.csv": GLOSY},
    )
    assert [(item.option.id, item.votes) for item in tally.options] == [
        ("1", 2),
        ("2", 2),
        ("3", 0),
    ]
    assert (tally.cast, tally.valid) == (5, 3)
    assert tally.invalid == (("blank", 1), ("too-many-marks", 1))
    assert tally.turnout == Fraction(5, 50)
    assert tally.outcome is not None
    assert tally.outcome.selected == ("1", "2")
    assert tally.outcome.left == 10
    assert tally.level == "ballots"
    assert tally.official == {"1": True, "2": True, "3": False}


def test_the_sources_are_named_with_their_digest() -> None:
    tally = one(request(ballots(), options=PARK, **BUDGET), {"data/glosy.csv": GLOSY})
    (source,) = tally.sources
    assert (source.path, source.rows_read, len(source.sha256)) == ("data/glosy.csv", 5, 64)


def test_two_contests_on_one_ballot_are_judged_apart() -> None:
    content = "Nr;Park;Ogólne\n1;1;7\n2;1, 2;7\n3;;7, 8\n"
    asked = CountRequest(
        (
            ContestRequest("park", marks=(1, 1), rule="single-choice", seats=1),
            ContestRequest("general", marks=(1, 2), rule="approval", seats=1),
        ),
        (CountedFile("data/g.csv", "table", choices=(("park", "Park"), ("general", "Ogólne"))),),
        STRICT,
        options=(
            Option("1", contest="park"), Option("2", contest="park"),
            Option("7", contest="general"), Option("8", contest="general"),
        ),
    )  # fmt: skip
    (park, general), problems = counted(asked, {"data/g.csv": content})
    assert problems == ()
    assert (park.valid, park.invalid) == (1, (("blank", 1), ("too-many-marks", 1)))
    assert (general.valid, general.invalid) == (3, ())
    assert park.outcome is not None
    assert general.outcome is not None
    assert (park.outcome.selected, general.outcome.selected) == (("1",), ("7",))


def test_a_single_choice_allows_one_mark_without_being_told() -> None:
    tally = one(
        request(ballots(), options=PARK, rule="single-choice", seats=1),
        {"data/glosy.csv": "Nr;Projekty\n1;1\n2;2, 3\n"},
    )
    assert (tally.valid, tally.invalid) == (1, (("too-many-marks", 1),))


def test_an_undecided_case_leaves_no_tally() -> None:
    asked = request(ballots(), options=PARK, validity=Validity(), **BUDGET)
    tallies, problems = counted(asked, {"data/glosy.csv": GLOSY})
    assert tallies == ()
    assert places(problems) == [f"{RESULTS}: undecided-too-many-marks"]


def test_voters_are_recognised_across_files_and_channels() -> None:
    files = {
        "data/www.csv": "Karta;Projekty\n17;1\n18;2\n",
        "data/papier.csv": "Karta;Projekty\n18;3\n19;1\n",
    }
    asked = request(
        ballots("data/www.csv", "online", voter="Karta"),
        ballots("data/papier.csv", "paper", voter="Karta"),
        options=PARK,
        validity=Validity(both_channels="paper"),
        **BUDGET,
    )
    tally = one(asked, files)
    assert tally.channels == (
        ChannelCount("online", 1, 1, False),
        ChannelCount("paper", 2, 2, False),
    )
    assert tally.left_out == (("other-channel", 1),)
    assert {item.option.id: item.by_channel for item in tally.options} == {
        "1": (1, 1),
        "2": (0, 0),
        "3": (0, 1),
    }


# Protocols


def test_ballots_and_protocols_of_one_contest_add_up_and_stay_apart() -> None:
    protocol = totals("data/p.csv", cast=24, valid=20, invalid=(("too-many-marks", 4),))
    asked = request(ballots(channel="online"), protocol, options=PARK, electorate=58, **BUDGET)
    tally = one(asked, {"data/glosy.csv": GLOSY, "data/p.csv": PROTOCOL})
    assert tally.channels == (
        ChannelCount("online", 5, 3, False),
        ChannelCount("paper", 24, 20, True),
    )
    assert [(item.votes, item.by_channel) for item in tally.options] == [
        (12, (2, 10)),
        (6, (2, 4)),
        (12, (0, 12)),
    ]
    assert tally.invalid == (("blank", 1), ("too-many-marks", 5))
    assert (tally.cast, tally.valid, tally.turnout) == (29, 23, Fraction(1, 2))
    assert tally.level == "protocols"


def test_several_protocols_of_one_channel_are_added_up() -> None:
    asked = request(
        totals("data/a.csv", cast=13, valid=13),
        totals("data/b.csv", valid=13, invalid=(("blank", 1),)),
        options=PARK,
        **BUDGET,
    )
    files = {"data/a.csv": PROTOCOL, "data/b.csv": PROTOCOL}
    tally = one(asked, files)
    assert tally.channels == (ChannelCount("paper", 27, 26, True),)
    assert [item.votes for item in tally.options] == [20, 8, 24]


def test_a_protocol_without_ballots_gives_votes_and_no_turnout() -> None:
    asked = request(totals("data/p.csv"), options=PARK, electorate=50, **BUDGET)
    (tally,), problems = counted(asked, {"data/p.csv": PROTOCOL})
    assert words(problems) == [
        "a protocol gives votes but says nothing about ballots, so turnout and shares cannot be"
        " shown. Add cast: and valid: from the protocol to its entry under ballots:."
    ]
    assert (tally.ballots_known, tally.turnout) == (False, None)
    assert tally.channels == (ChannelCount("paper", None, None, True),)


@pytest.mark.parametrize(("valid", "marks"), [(12, (1, 2)), (27, (1, 1))])
def test_votes_that_valid_ballots_cannot_give_are_an_error(
    valid: int, marks: tuple[int, int]
) -> None:
    asked = request(
        totals("data/p.csv", cast=valid, valid=valid), options=PARK, **(BUDGET | {"marks": marks})
    )
    _, problems = counted(asked, {"data/p.csv": PROTOCOL})
    assert [problem.code for problem in problems] == ["totals-votes-differ"]
    assert f"26 votes, which {valid} valid ballots" in words(problems)[0]


# Outcomes


def test_a_rule_that_is_not_known_is_never_guessed() -> None:
    tally = one(
        request(ballots(), options=PARK, **(BUDGET | {"rule": "equalshares"})),
        {"data/glosy.csv": GLOSY},
    )
    assert (tally.outcome, tally.not_recounted) == (None, "rule-unknown")
    assert tally.official == {}


def test_without_a_rule_votes_are_counted_and_nothing_is_decided() -> None:
    tally = one(request(ballots(), options=PARK, marks=(1, 2)), {"data/glosy.csv": GLOSY})
    assert (tally.outcome, tally.not_recounted) == (None, "no-rule")
    assert [item.votes for item in tally.options] == [2, 2, 0]


def test_what_a_rule_needs_is_asked_for() -> None:
    asked = request(ballots(), options=PARK, rule="greedy", marks=(1, 2))
    _, problems = counted(asked, {"data/glosy.csv": GLOSY})
    assert words(problems) == [
        "the rule “greedy” cannot be applied without budget:. Add budget: to the contest, or to"
        " the top of results.yaml if there is one contest."
    ]


def test_points_and_protocols_cannot_be_added() -> None:
    content = sample("park.pb").decode().replace("vote_type;approval", "vote_type;cumulative")
    head = content.split("VOTES\n")[0].replace("num_votes;8", "num_votes;1")
    content = head + "VOTES\nvoter_id;vote;points\n1;1,2;3,1\n"
    content = content.replace("5;999999999;1", "5;999999999;0")
    rows = "".join(f"{n};0\n" for n in range(1, 6))
    asked = request(
        CountedFile("data/park.pb", "pabulib", RESULTS),
        totals("data/p.csv", cast=0, valid=0),
        options=(),
        rule="greedy",
    )
    (tally,), _ = counted(asked, {"data/park.pb": content, "data/p.csv": f"Nr;Głosy\n{rows}"})
    assert (tally.outcome, tally.not_recounted) == (None, "rule-needs-ballots")


@pytest.mark.parametrize(
    ("draw", "code", "complete"),
    [
        (Draw(("1", "3"), ("3", "1")), None, True),
        (Draw(("1", "3"), ("3",)), "draw-order-differs", False),
        (Draw(("1", "2"), ("2", "1")), "draw-not-used", False),
        (Draw(("1", "99"), ("99", "1")), None, False),
    ],
)
def test_draws_settle_ties_and_are_checked(draw: Draw, code: str | None, complete: bool) -> None:
    ties = TieBreak(("draw",), (draw,))
    asked = request(totals("data/p.csv", cast=50, valid=50), options=PARK, ties=ties, **BUDGET)
    level = {"data/p.csv": "Nr;Głosy\n1;12\n2;4\n3;12\n"}
    tallies, problems = counted(asked, level)
    assert [problem.code for problem in problems] == ([code] if code else [])
    if tallies:
        assert tallies[0].outcome is not None
        assert tallies[0].outcome.complete == complete


def test_an_open_tie_leaves_nothing_official() -> None:
    asked = request(totals("data/p.csv", cast=50, valid=50), options=PARK, **BUDGET)
    tally = one(asked, {"data/p.csv": "Nr;Głosy\n1;12\n2;4\n3;12\n"})
    assert tally.outcome is not None
    assert tally.outcome.ties[0].outcomes == (("1",), ("3",))
    assert tally.official == {}


# What was declared


def test_a_declared_list_stands_beside_the_recount_and_differences_are_listed() -> None:
    asked = request(
        ballots(),
        options=PARK,
        declared=DeclaredTable("data/d.csv", "Nr", "Tak"),
        explained=("3",),
        **BUDGET,
    )
    files = {"data/glosy.csv": GLOSY, "data/d.csv": "Nr;Tak\n1;tak\n2;nie\n3;tak\n"}
    (tally,), problems = counted(asked, files)
    assert tally.differences == (
        Difference("2", declared=False, recounted=True, explained=False),
        Difference("3", declared=True, recounted=False, explained=True),
    )
    assert tally.official == {"1": True, "2": False, "3": True}
    assert words(problems, "pl") == [
        "ogłoszony wynik różni się od wyniku według reguły w sprawie 2. Najpierw sprawdź liczenie;"
        " jeśli decyzja ma inną przyczynę, opisz ją w declared: pod explained:. Strona i tak pokaże"
        " różnicę."
    ]
    assert problems[0].severity is Severity.WARNING


def test_declared_numbers_may_stand_in_results_yaml() -> None:
    asked = request(ballots(), options=PARK, declared_options=("1", "2"), **BUDGET)
    assert one(asked, {"data/glosy.csv": GLOSY}).differences == ()
    asked = request(ballots(), options=PARK, declared_options=("1", "2", "8"), **BUDGET)
    assert [p.code for p in counted(asked, {"data/glosy.csv": GLOSY})[1]] == [
        "declared-not-an-option"
    ]


def test_one_declared_list_may_cover_several_contests() -> None:
    table = DeclaredTable("data/d.csv", "Nr", "Tak")
    asked = CountRequest(
        (
            ContestRequest("a", rule="approval", seats=1, declared=table),
            ContestRequest("b", rule="approval", seats=1, declared=table),
        ),
        (CountedFile("data/g.csv", "table", choices=(("a", "A"), ("b", "B"))),),
        STRICT,
        options=(Option("1", contest="a"), Option("2", contest="b")),
    )
    files = {"data/g.csv": "Nr;A;B\n1;1;2\n", "data/d.csv": "Nr;Tak\n1;tak\n2;tak\n"}
    tallies, problems = counted(asked, files)
    assert problems == ()
    assert [tally.declared and tally.declared.statuses for tally in tallies] == [
        (("1", "selected"),),
        (("2", "selected"),),
    ]


def test_where_only_the_outcome_was_declared_the_count_is_checked_at_the_office() -> None:
    tally = one(request(options=PARK, declared_options=("1",), **BUDGET), {})
    assert (tally.level, tally.outcome, tally.not_recounted) == ("office", None, "no-rule")
    assert tally.official == {"1": True, "2": False, "3": False}


# Contests without a vote


def test_an_unopposed_contest_is_not_counted() -> None:
    tally = one(request(options=PARK, held="unopposed", seats=3, electorate=9), {})
    assert (tally.held, tally.outcome, len(tally.options)) == ("unopposed", None, 3)


def test_more_candidates_than_seats_are_not_unopposed() -> None:
    _, problems = counted(request(options=PARK, held="unopposed", seats=2), {})
    assert words(problems)[0].startswith(
        "the contest is held unopposed, but it has 3 candidates for 2 seats."
    )


def test_a_contest_without_candidates_is_not_counted() -> None:
    assert one(request(options=(), held="no-candidates"), {}).options == ()


# Options and formats


def test_options_come_from_a_table_with_the_names_of_candidates() -> None:
    asked = CountRequest(
        (
            ContestRequest("sp1", names=("Szkoła nr 1",), rule="most-votes", seats=1),
            ContestRequest("sp2", names=("Szkoła nr 2",), rule="most-votes", seats=1),
        ),
        (totals("data/p.csv", contest="sp1", cast=9, valid=9),),
        STRICT,
        table=OptionsTable("data/k.csv", "Nr", "Imię i nazwisko", contest="Okręg"),
    )
    files = {
        "data/k.csv": "Nr;Imię i nazwisko;Okręg\n1;Ala Lipowa;Szkoła nr 1\n1;Olek Dąb;sp2\n",
        "data/p.csv": "Nr;Głosy\nAla Lipowa;9\n",
    }
    (first, second), problems = counted(asked, files)
    assert problems == ()
    assert [(t.option.title, t.votes) for t in first.options] == [("Ala Lipowa", 9)]
    assert [(t.option.title, t.votes) for t in second.options] == [("Olek Dąb", 0)]


def test_personal_data_in_a_file_of_ballots_stops_the_count() -> None:
    content = "Adres e-mail;Projekty\nola@example.org;1\n"
    tallies, problems = counted(
        request(ballots(), options=PARK, **BUDGET), {"data/glosy.csv": content}
    )
    assert tallies == ()
    assert places(problems) == [
        "data/glosy.csv:1: personal-column-contact",
        "data/glosy.csv:2: personal-values-email",
    ]


def test_the_title_of_a_project_in_an_export_passes_the_gate() -> None:
    content = sample("park.pb").decode().replace("Parking", "Parking: ola@example.org")
    asked = request(
        CountedFile("data/park.pb", "", RESULTS), options=(), validity=AS_DECLARED, rule="greedy"
    )
    _, problems = counted(asked, {"data/park.pb": content})
    assert "data/park.pb: personal-text-email" in places(problems)


@pytest.mark.parametrize(
    ("entry", "content", "code"),
    [
        (CountedFile("data/x", "excel"), "", "format-unknown"),
        (CountedFile("data/x"), "Nr;Projekty\n1;1\n", "format-not-recognised"),
        (CountedFile("data/x", choices=(("", "Projekty"),)), "Nr;Projekty\n1;1\n", None),
        (CountedFile("data/x", option="Nr", votes="Głosy", cast=30, valid=30), PROTOCOL, None),
    ],
)
def test_a_format_is_named_or_follows_from_the_entry(
    entry: CountedFile, content: str, code: str | None
) -> None:
    asked = request(entry, options=PARK, **BUDGET)
    _, problems = counted(asked, {"data/x": content})
    assert [problem.code for problem in problems] == ([code] if code else [])


# Pabulib


def pabulib(**contest: object) -> CountRequest:
    values = {"rule": "greedy", "ties": FILE_ORDER, **contest}
    return request(
        CountedFile("data/park.pb", "", RESULTS), options=(), validity=AS_DECLARED, **values
    )


def test_a_pabulib_file_brings_projects_budget_and_the_declared_selection() -> None:
    content = sample("park.pb")
    (tally,), problems = counted(pabulib(), {"data/park.pb": content})
    assert [problem.code for problem in problems] == ["pb-project-withdrawn"]
    assert tally.budget == Decimal("100000.50")
    assert tally.outcome is not None
    assert tally.outcome.selected == ("1", "2")
    assert {step.id: step.decision for step in tally.outcome.steps} == {
        "1": "funded", "2": "funded", "3": "does-not-fit", "4": "does-not-fit",
        "5": "without-cost",
    }  # fmt: skip
    assert (tally.differences, tally.mismatches) == ((), ())
    # The fourth was funded outside the rule, so it is official and no difference.
    assert tally.official == {"1": True, "2": True, "3": False, "4": True, "5": True}
    assert tally.channels == (
        ChannelCount("online", 5, 5, False),
        ChannelCount("paper", 3, 2, False),
    )


def test_recorded_votes_that_differ_are_listed_and_not_taken() -> None:
    content = sample("park.pb").decode().replace("3;50000;3;", "3;50000;7;")
    (tally,), problems = counted(pabulib(), {"data/park.pb": content})
    assert tally.mismatches == (("3", 7, 3),)
    assert words(problems)[0] == (
        "the votes of 1 option as recorded in the file differ from the ballots in it. Ask who made"
        " the file which number is right; the ballots are counted, and the page shows both."
    )


def test_recorded_points_that_differ_are_listed_and_not_taken() -> None:
    content = (
        sample("park.pb")
        .decode()
        .replace("vote_type;approval", "vote_type;ordinal")
        .replace("project_id;cost;votes;name", "project_id;cost;votes;score;name")
        .replace("1;60000;5;", "1;60000;5;15;")
        .replace("2;30000.5;4;", "2;30000.5;4;10;")
        .replace("3;50000;3;", "3;50000;3;;")
        .replace("4;20000;2;", "4;20000;2;;")
        .replace("5;999999999;1;", "5;999999999;1;;")
    )
    (tally,), problems = counted(pabulib(), {"data/park.pb": content})
    assert [(t.option.id, t.score) for t in tally.options][:2] == [("1", 15), ("2", 9)]
    assert tally.score_mismatches == (("2", 10, 9),)
    assert [p.code for p in problems if p.code.startswith("recorded")] == ["recorded-scores-differ"]


def test_another_budget_in_results_yaml_holds_and_is_told() -> None:
    content = sample("park.pb")
    asked = pabulib(budget=Decimal(50000))
    (tally,), problems = counted(asked, {"data/park.pb": content})
    assert tally.outcome is not None
    assert tally.budget == 50000
    assert f"{RESULTS}: budget-differs" in places(problems)


def test_a_threshold_of_the_file_holds_where_results_yaml_has_none() -> None:
    content = (
        sample("park.pb")
        .decode()
        .replace("currency;PLN", "currency;PLN\nmin_project_score_threshold;5")
    )
    (tally,), _ = counted(pabulib(), {"data/park.pb": content})
    assert tally.threshold == 5
    assert tally.outcome is not None
    assert tally.outcome.selected == ("1",)


def test_a_position_in_a_diagnostic_is_that_of_the_export() -> None:
    content = sample("park.pb").decode().replace("2;1;internet", "2;77;internet")
    _, problems = counted(pabulib(), {"data/park.pb": content})
    (undecided,) = [p for p in problems if p.code == "undecided-unknown-option"]
    assert dict(undecided.values)["where"] == str(Span("data/park.pb", 28, 3))


def test_without_a_vote_those_declared_got_the_seats() -> None:
    options = (Option("1", "A"), Option("2", "B"))
    asked = request(options=options, held="unopposed", seats=2, declared_options=("1", "2"))
    tallies, problems = counted(asked, {})
    assert problems == ()
    assert tallies[0].official == {"1": True, "2": True}
