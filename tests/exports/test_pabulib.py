from __future__ import annotations

import gzip
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Severity
from civicsite.exports.dataset import Ballot, CountedFile, Export, Facts, Option
from civicsite.exports.formats.pabulib import FORMATS
from tests.exports.files import places, read, sample, words

(PABULIB,) = FORMATS
ENTRY = CountedFile("data/park.pb", contest="park")
PARK = sample("park.pb").decode()


def changed(old: str, new: str) -> tuple[Export, list[Ballot]]:
    """The sample with one place changed."""
    assert PARK.count(old) == 1, old
    return read(PABULIB, PARK.replace(old, new), ENTRY)


# What is read


def test_the_sample_is_read_whole() -> None:
    export, ballots = read(PABULIB, PARK, ENTRY)
    assert export.facts == Facts(
        "Budżet obywatelski w Lipowcu 2026",
        Decimal("100000.50"),
        "PLN",
        "greedy",
        "approval",
        (1, 3),
        None,
        "2026-06-01",
        "2026-06-14",
        '#1: The project "4" was funded from the reserve; see the minutes.',
        more=(("country", "Poland"), ("unit", "Lipowiec"), ("instance", "2026")),
    )
    assert export.options[0] == Option(
        "1",
        'Plac zabaw; "Pod Lipami"',
        "park",
        Decimal(60000),
        recorded_votes=5,
        category=("sport", "education"),
        beneficiaries=("children", "adults"),
        latitude=Decimal("52.1"),
        longitude=Decimal("21.25"),
    )
    assert [option.cost for option in export.options[1:]] == [
        Decimal("30000.5"), Decimal(50000), Decimal(20000), None,
    ]  # fmt: skip
    assert ballots[0] == Ballot("park", ("1", "2"), "online", voter="1")
    assert ballots[-1] == Ballot("park", (), "paper", voter="8")
    assert ballots[-1].line == 34


def test_selected_two_and_three_are_special_and_come_with_the_comment() -> None:
    export, _ = read(PABULIB, PARK, ENTRY)
    assert export.declared is not None
    assert export.declared.statuses == (
        ("1", "selected"), ("2", "selected"), ("3", "not-selected"), ("4", "special"),
        ("5", "special"),
    )  # fmt: skip
    assert export.declared.selected == ("1", "2")
    assert "funded from the reserve" in export.declared.note


def test_the_sentinel_cost_is_a_withdrawn_project_and_is_told() -> None:
    export, _ = read(PABULIB, PARK, ENTRY)
    assert [(option.id, option.cost) for option in export.options if option.withdrawn] == [
        ("5", None)
    ]
    assert places(export.diagnostics) == ["data/park.pb:24:3: pb-project-withdrawn"]
    assert export.diagnostics[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    "variant",
    [
        PARK.replace("\n", "\r\n"),
        PARK.replace("VOTES\n", "\r\n\r\nVOTES\r\n"),
        "\n".join(line if '"' in line else line.replace(";", "; ") for line in PARK.split("\n")),
        "\ufeff" + PARK,
        PARK.replace("META\n", "meta\n").replace("VOTES\n", "Votes\n"),
        PARK.replace("META\n", "META;;;;\n"),
        PARK.replace("target", "beneficiaries"),
        PARK + "\n\n",
    ],
)
def test_variants_that_occur_are_read_alike(variant: str) -> None:
    export, ballots = read(PABULIB, variant, ENTRY)
    expected, expected_ballots = read(PABULIB, PARK, ENTRY)
    assert (export.options, export.facts, export.declared) == (
        expected.options,
        expected.facts,
        expected.declared,
    )
    assert ballots == expected_ballots


def test_a_compressed_file_is_the_same_election() -> None:
    export, ballots = read(PABULIB, gzip.compress(PARK.encode()), ENTRY)
    plain, plain_ballots = read(PABULIB, PARK, ENTRY)
    assert (export.options, ballots) == (plain.options, plain_ballots)
    assert export.provenance is not None
    assert export.provenance.rows_read == 8


def test_it_is_recognised_by_its_first_section() -> None:
    for head in (
        PARK.encode(),
        gzip.compress(PARK.encode())[:300],
        b"\xef\xbb\xbf\n meta\nkey; value",
    ):
        found = PABULIB.recognise(head, "anything")
        assert found is not None
        assert (found.format, found.by) == ("pabulib", "recognised-pabulib")
    for head in (b"Nr;Projekty\n1;1\n", b"META\nNr;Tytul\n", b"", b"PK\x03\x04"):
        assert PABULIB.recognise(head, "x.pb") is None


def test_points_follow_the_projects_of_the_ballot() -> None:
    content = (
        PARK.replace("vote_type;approval", "vote_type;cumulative")
        .replace("voter_id;vote;voting_method", "voter_id;vote;points")
        .split("VOTES\n")[0]
        + "VOTES\nvoter_id;vote;points\n1;1,2;3,0.5\n2;;\n"
    )
    _, ballots = read(PABULIB, content, ENTRY)
    assert ballots == [
        Ballot("park", ("1", "2"), "", (3, Decimal("0.5")), "1"),
        Ballot("park", (), "", (), "2"),
    ]


@pytest.mark.parametrize(("longest", "points"), [("max_length;3", (3, 2)), ("edition;3", (5, 4))])
def test_places_give_points_from_the_greatest_length_downwards(
    longest: str, points: tuple[int, ...]
) -> None:
    content = PARK.replace("vote_type;approval", "vote_type;ordinal").replace(
        "max_length;3", longest
    )
    _, ballots = read(PABULIB, content, ENTRY)
    assert ballots[0].points == points


# What is wrong


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("budget;100000.50", "budget;100000,50", ":9:8: pb-number-comma"),
        ("budget;100000.50", "budget;dużo", ":9:8: pb-number-unreadable"),
        ("budget;100000.50", "budget;-5", ":9:8: pb-number-negative"),
        ("budget;100000.50\n", "", ": pb-key-missing"),
        ("rule;greedy\n", "rule;greedy\nrule;x\n", ":12:1: pb-key-twice"),
        ("num_votes;8", "num_votes;9", ":8:11: pb-count-differs"),
        ("num_projects;5", "num_projects;6", ":7:14: pb-count-differs"),
        ("date_begin;01.06.2026", "date_begin;2026-13-01", ":12:12: pb-date-unreadable"),
        ("date_begin;01.06.2026", "date_begin;01.07.2026", ":12:12: pb-dates-swapped"),
        ("vote_type;approval", "vote_type;hand", ":10:11: pb-vote-type-unknown"),
        ("max_length;3", "max_length;2.5", ":15:12: pb-number-unreadable"),
        ("project_id;cost;", "project_id;price;", ":19: pb-column-missing"),
        ("3;50000;3;", "3;-50000;3;", ":22:3: cost-negative"),
        ("3;50000;3;", "3;50 000;3;", ":22:3: pb-number-unreadable"),
        ("3;50000;3;", "3;;3;", ":22:3: pb-cost-missing"),
        ("3;50000;3;", "2;50000;3;", ":22:1: option-twice"),
        ("3;50000;3;", ";50000;3;", ":22:1: option-without-id"),
        ("3;50000;3;", "3;50000;2.5;", ":22:9: pb-number-unreadable"),
        ("Parking;;;0;;", "Parking;;;9;;", ":22:21: pb-selected-unknown"),
        ("Parking;;;0;;", "Parking;;;0;north;", ":22:23: pb-coordinate-unreadable"),
        ("Parking;;;0;;", "Parking;;0;;", ":22: row-ragged"),
        ("2;1;internet\n", "2;1\n", ":28: row-ragged"),
        ("2;1;internet\n", ";1;internet\n", ":28:1: ballot-without-voter"),
        ("2;1;internet\n", "2;1,1;internet\n", ":28:3: pb-mark-twice"),
        ("2;1;internet\n", "2;1;pigeon\n", ":28:5: pb-voting-method-unknown"),
        ("2;1;internet\n", "1;1;internet\n", ": pb-voter-twice"),
        ("PROJECTS\n", "META\n", ":18: pb-section-twice"),
        ("VOTES\n", "", ": pb-section-missing"),
        ("META\n", "x;y\nMETA\n", ":1: pb-before-sections"),
        ("voter_id;vote;voting_method", "voter;vote;voting_method", ":26: pb-column-missing"),
        ("vote_type;approval", "vote_type;cumulative", ":26: pb-points-missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(old: str, new: str, place: str) -> None:
    export, _ = changed(old, new)
    assert f"data/park.pb{place}" in places(export.diagnostics)
    for language in ("en", "pl"):
        assert all(not said.startswith("pb-") for said in words(export.diagnostics, language))


def test_a_stated_number_that_is_wrong_is_a_warning_with_both_numbers() -> None:
    export, ballots = changed("num_votes;8", "num_votes;9")
    assert len(ballots) == 8
    (found,) = [d for d in export.diagnostics if d.code == "pb-count-differs"]
    assert found.severity is Severity.WARNING
    assert words([found]) == [
        "num_votes is 9, but the file holds 8; what is counted holds."
        " Ask the publisher of the file whether part of it is missing."
    ]


def test_sections_in_the_wrong_order_are_told_once() -> None:
    head, rest = PARK.split("PROJECTS\n")
    projects, votes = rest.split("VOTES\n")
    export, _ = read(PABULIB, f"{head}VOTES\n{votes}PROJECTS\n{projects}", ENTRY)
    sections = [found for found in export.diagnostics if found.code.startswith("pb-section")]
    assert words(sections)[0].startswith("the section VOTES stands where PROJECTS belongs.")
    assert len(sections) == 1


def test_unequal_numbers_of_projects_and_points_are_told() -> None:
    content = (
        PARK.replace("vote_type;approval", "vote_type;cumulative").split("VOTES\n")[0]
        + "VOTES\nvoter_id;vote;points\n1;1,2;3\n2;1;x\n"
    )
    export, _ = read(PABULIB, content, ENTRY)
    assert "data/park.pb:27:7: pb-points-differ" in places(export.diagnostics)
    assert "data/park.pb:28:5: pb-number-unreadable" in places(export.diagnostics)


def test_a_mark_for_something_that_is_no_project_is_counted_as_unknown() -> None:
    _, ballots = changed("2;1;internet\n", "2;1,77;internet\n")
    assert (ballots[1].marks, ballots[1].unknown, ballots[1].column) == (("1",), 1, 3)


def test_a_windows_file_is_read_and_told() -> None:
    export, _ = read(PABULIB, PARK.encode("cp1250"), ENTRY)
    assert "data/park.pb: pb-not-utf8" in places(export.diagnostics)
    assert export.options[1].title == "Ławki w parku"


def test_the_names_of_proposers_are_not_taken() -> None:
    export, _ = changed("project_id;cost;votes;name;", "project_id;cost;votes;proposer;")
    assert all(option.title == "" for option in export.options)
    assert "Lipami" not in repr(export.options)


@given(st.text('METAPROJCSV\nkey;value,1"2.#', max_size=80), st.integers(0, 600))
def test_no_content_makes_it_raise(noise: str, at: int) -> None:
    content = PARK[:at] + noise + PARK[at:]
    export, ballots = read(PABULIB, content, ENTRY)
    known = {option.id for option in export.options}
    assert all(set(ballot.marks) <= known for ballot in ballots)
    assert all(len(b.points) in (0, len(b.marks)) for b in ballots)


@given(st.binary(max_size=60), st.integers(0, 600))
def test_no_bytes_make_it_raise(noise: bytes, at: int) -> None:
    content = PARK.encode()
    export, _ = read(PABULIB, content[:at] + noise + content[at:], ENTRY)
    assert export.provenance is not None or export.diagnostics


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("equalshares", "equal-shares"),
        ("equalshares/add1", "equal-shares-add1"),
        ("equalshares/add1-comparison", "equal-shares-add1-comparison"),
        ("greedy-custom", "greedy-custom"),
    ],
)
def test_rules_have_the_names_they_have_here(stated: str, name: str) -> None:
    export, _ = changed("rule;greedy\n", f"rule;{stated}\n")
    assert export.facts is not None
    assert export.facts.rule == name


# Every field of the format page


META_FIELDS = (
    "acknowledgments;Thanks; all", "budget_per_category;sport: 3", "budget_per_neighborhood;A: 1",
    "categories;sport,education", "default_score;0", "district;Podlesie", "edition;4",
    "experimental;1", "fully_funded;1", "language;pl", "leftover_budget;to the next edition",
    "max_length_per_category;sport: 2", "max_points;5", "max_project_cost;70000",
    "max_sum_cost;200000", "max_sum_cost_per_category;sport: 9", "max_sum_points;10",
    "min_length_per_category;sport: 1", "min_points;0", "min_project_cost;1", "min_sum_cost;0",
    "min_sum_points;0", "neighborhoods;A,B", "scoring_fn;Borda", "subdistricts;C,D", "subunit;Las",
)  # fmt: skip


def test_every_field_of_the_format_page_is_read_or_kept() -> None:
    lines = "".join(
        f'{key};"{value}"\n' for key, _, value in (line.partition(";") for line in META_FIELDS)
    )
    export, _ = changed("PROJECTS\n", f"{lines}PROJECTS\n")
    assert [d.code for d in export.diagnostics] == ["pb-project-withdrawn"]
    assert export.facts is not None
    assert export.facts.more[3:] == tuple(
        (key, value) for key, _, value in (line.partition(";") for line in META_FIELDS)
    )


@pytest.mark.parametrize("key", ["max_sum_points", "min_points", "max_project_cost"])
@pytest.mark.parametrize(
    ("value", "code"),
    [("12,5", "pb-number-comma"), ("many", "pb-number-unreadable"), ("-1", "pb-number-negative")],
)
def test_numbers_among_them_are_checked(key: str, value: str, code: str) -> None:
    export, _ = changed("PROJECTS\n", f"{key};{value}\nPROJECTS\n")
    assert places(export.diagnostics)[-1] == f"data/park.pb:18:{len(key) + 2}: {code}"


@pytest.mark.parametrize(
    ("vote_type", "header", "row", "ballot"),
    [
        ("approval", "voter_id;vote", "1;2,1", Ballot("park", ("2", "1"), voter="1")),
        ("choose-1", "voter_id;vote", "1;2", Ballot("park", ("2",), voter="1")),
        (
            "cumulative",
            "voter_id;vote;points",
            "1;2,1;1,4",
            Ballot("park", ("2", "1"), points=(1, 4), voter="1"),
        ),
        (
            "scoring",
            "voter_id;vote;points",
            "1;2,1;-1,2.5",
            Ballot("park", ("2", "1"), points=(-1, Decimal("2.5")), voter="1"),
        ),
        (
            "ordinal",
            "voter_id;vote",
            "1;2,1",
            Ballot("park", ("2", "1"), points=(3, 2), voter="1"),
        ),
    ],
)
def test_every_vote_type_is_read(vote_type: str, header: str, row: str, ballot: Ballot) -> None:
    content = PARK.replace("vote_type;approval", f"vote_type;{vote_type}").split("VOTES\n")[0]
    _, ballots = read(PABULIB, f"{content}VOTES\n{header}\n{row}\n", ENTRY)
    assert ballots == [ballot]


def test_days_as_decidim_writes_them_are_read() -> None:
    export, _ = changed("date_begin;01.06.2026", "date_begin;2026-06-01")
    assert export.facts is not None
    assert export.facts.begins == "2026-06-01"


@pytest.mark.parametrize(
    ("vote_type", "line", "code"),
    [
        ("ordinal", "scoring_fn;Dowdall", "pb-scoring-function"),
        ("scoring", "default_score;1", "pb-default-score"),
    ],
)
def test_points_that_nobody_here_can_compute_are_refused(
    vote_type: str, line: str, code: str
) -> None:
    content = PARK.replace("vote_type;approval", f"vote_type;{vote_type}")
    content = content.replace("PROJECTS\n", f"{line}\nPROJECTS\n")
    export, _ = read(PABULIB, content, ENTRY)
    assert code in [d.code for d in export.diagnostics]
    assert code not in [d.code for d in changed("PROJECTS\n", f"{line}\nPROJECTS\n")[0].diagnostics]


def test_ballots_over_a_limit_are_counted_and_told() -> None:
    content = (
        PARK.replace("vote_type;approval", "vote_type;cumulative")
        .replace("PROJECTS\n", "max_sum_points;5\nmin_points;1\nmax_sum_cost;70000\nPROJECTS\n")
        .split("VOTES\n")[0]
        + "VOTES\nvoter_id;vote;points\n1;1,2;3,3\n2;2;0\n3;2;5\n4;;\n"
    )
    export, ballots = read(PABULIB, content, ENTRY)
    assert len(ballots) == 4
    assert words(d for d in export.diagnostics if d.code == "pb-over-limit") == [
        "1 ballot does not keep to max_sum_cost 70000; it is counted as the file has it. Compare"
        " with the rules of the vote: either the limit or the ballots are wrong.",
        "1 ballot does not keep to max_sum_points 5; it is counted as the file has it. Compare with"
        " the rules of the vote: either the limit or the ballots are wrong.",
        "1 ballot does not keep to min_points 1; it is counted as the file has it. Compare with the"
        " rules of the vote: either the limit or the ballots are wrong.",
    ]
