"""What stands beside results.json: read back by the readers of its formats, and by spreadsheets."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Ballot, CountedFile, Option, Totals
from civicsite.output.sorting import SortedLines
from civicsite.results.anonymous import Terms
from civicsite.results.counts import ChannelCount, OptionTally, Tally
from civicsite.results.record import Record
from civicsite.results.recording import Spool, country_of, published, told_protocols
from civicsite.results.rules.base import TieBreak
from tests.exports.files import read
from tests.results.counting import AS_DECLARED, REGISTRY, ballots, request
from tests.results.published import codes, recounted, released

TITLES = st.text(st.sampled_from("a;\"',=+-@\n ąż"), max_size=6)
IDS = ("1", "2", "3")


def projects(titles: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(id, title, cost=Decimal(int(id) * 100))
        for id, title in zip(IDS, titles, strict=True)
    )


def election(
    titles: tuple[str, ...], rows: list[list[str]], rule: str, **more: object
) -> dict[str, bytes]:
    asked = request(
        ballots(), options=projects(titles), validity=AS_DECLARED, rule=rule,
        ties=TieBreak(("file-order",)), **more,
    )  # fmt: skip
    table = "Projekty\tKanał\n" + "".join(f"{','.join(row)}\tonline\n" for row in rows)
    return released(asked, {"data/glosy.csv": table})


MARKS = st.lists(st.sampled_from(IDS), min_size=1, unique=True)


@given(st.tuples(TITLES, TITLES, TITLES), st.lists(MARKS, min_size=1, max_size=8))
def test_the_pabulib_file_is_read_back_with_its_titles_and_ballots(
    titles: tuple[str, ...], rows: list[list[str]]
) -> None:
    plain = tuple(f"T{n} {title}" for n, title in enumerate(titles))
    files = election(plain, rows, "greedy", budget=Decimal(300), marks=(1, 3))
    entry = CountedFile("x.pb", "pabulib")
    export, found = read(REGISTRY.formats["pabulib"], files["ballots.pb"], entry)
    assert [problem for problem in export.diagnostics if problem.severity == "error"] == []
    assert [(o.id, o.title, o.cost) for o in export.options] == [
        (o.id, " ".join(o.title.split()), o.cost) for o in projects(plain)
    ]
    counted = Counter(mark for row in rows for mark in row)
    assert {o.id: o.recorded_votes for o in export.options} == {id: counted[id] for id in IDS}
    assert Counter(b.marks for b in found) == Counter(tuple(sorted(row)) for row in rows)
    assert export.facts is not None
    assert (export.facts.budget, export.facts.rule, export.facts.begins) == (300, "greedy", "2026-06-01")  # fmt: skip


@given(st.lists(MARKS, min_size=1, max_size=8))
def test_the_blt_file_is_read_back_with_its_rankings(rows: list[list[str]]) -> None:
    files = election(("Ala", 'Ola "Mała"', "Ela"), rows, "instant-runoff", seats=1)
    entry = CountedFile("x.blt", "blt")
    export, found = read(REGISTRY.formats["blt"], files["ballots.blt"], entry)
    assert [problem for problem in export.diagnostics if problem.severity == "error"] == []
    assert export.facts is not None
    assert (export.facts.seats, export.facts.title) == (1, "Park; nad rzeką")
    expected: Counter[tuple[str, ...]] = Counter(tuple(row) for row in rows)
    counted: Counter[tuple[str, ...]] = Counter()
    for ballot in found:
        counted[ballot.marks] += ballot.count
    assert counted == expected


@given(st.tuples(TITLES, TITLES, TITLES))
def test_the_table_of_results_starts_no_formula_and_says_the_same(titles: tuple[str, ...]) -> None:
    files = election(titles, [["1"], ["2", "1"]], "greedy", budget=Decimal(300))
    header, *rows = csv.reader(io.StringIO(files["results.csv"].decode()), delimiter=";")
    for row in rows:
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    named = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["id"], row["votes"], row["cost"]) for row in named] == [
        ("1", "2", "100"), ("2", "1", "200"), ("3", "0", "300"),
    ]  # fmt: skip
    assert [row["recounted"] for row in named] == ["selected", "selected", "not-selected"]


def test_the_package_names_every_file_with_its_digest_and_its_columns() -> None:
    files = election(("A", "B", "C"), [["1"]], "greedy", budget=Decimal(300))
    package = json.loads(files["datapackage.json"])
    described = {item["path"]: item for item in package["resources"]}
    assert described.keys() == files.keys() - {"datapackage.json"}
    for name, item in described.items():
        assert item["hash"] == f"sha256:{hashlib.sha256(files[name]).hexdigest()}"
        if name.endswith(".csv"):
            header = files[name].split(b"\n", 1)[0].decode().split(";")
            assert [field["name"] for field in item["schema"]["fields"]] == header
            assert all(field["description"] for field in item["schema"]["fields"])


@given(st.lists(MARKS, min_size=1, max_size=6))
def test_a_record_that_is_read_is_the_record_that_was_written(rows: list[list[str]]) -> None:
    content = election(("A", "=B", "C"), rows, "scottish-stv", seats=2)["results.json"]
    assert Record.from_json(content).to_json() == content


def test_nothing_of_the_order_of_entry_is_left_in_the_published_ballots() -> None:
    rows = [["3", "1"], ["2"], ["1", "3"], ["2"]]
    files = election(("A", "B", "C"), rows, "approval", seats=1)
    assert files["ballots.csv"] == b'ballots;marks;points;channel\n2;"1,3";;\n2;2;;\n'
    assert election(("A", "B", "C"), rows[::-1], "approval", seats=1)["ballots.csv"] == files["ballots.csv"]  # fmt: skip


def test_rankings_are_not_published_without_somebody_who_answers_for_it() -> None:
    spool = Spool(Terms(ranked=True), SortedLines)
    spool.add(Ballot("", ("1", "2")))
    spool.add(Ballot("", ("1",)))
    found, (problem,) = published(spool, "", IDS)
    assert (found, problem.code) == (None, "pattern-risk-not-accepted")


def test_the_memory_of_a_table_of_ballots_does_not_grow_with_their_number() -> None:
    def peak(number: int) -> int:
        spool = Spool(Terms(), lambda: SortedLines(150_000))
        tracemalloc.start()
        for n in range(number):
            spool.add(Ballot("", (str(n % 97), str(100 + n % 89)), "online"))
        found, _ = published(spool, "", ())
        assert found
        for _ in found[1].chunks():
            pass
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    small, large = peak(30_000), peak(120_000)
    assert large < small * 1.5


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Warsaw", "Poland"), ("Europe/Kyiv", "Ukraine"), ("UTC", "")]
)
def test_the_country_follows_from_the_time_zone(zone: str, country: str) -> None:
    assert country_of(zone) == country


def tally(*protocols: Totals, by_channel: tuple[int, ...] = (9,)) -> Tally:
    return Tally(
        "", "voted", (OptionTally(Option("1"), 9, by_channel),),
        (ChannelCount("paper", 9, 9, True),), protocols=protocols,
    )  # fmt: skip


def test_a_protocol_of_few_ballots_is_told_only_within_the_sum() -> None:
    big = Totals("", "paper", (("1", 6),), 7, 6, (("blank", 1),))
    few = Totals("", "paper", (("1", 3),), 3, 3)
    assert told_protocols(tally(big, big), 5) == (big, big)
    assert told_protocols(tally(big, few), 5) == (
        Totals("", "paper", (("1", 9),), 10, 9, (("blank", 1),)),
    )
    assert told_protocols(tally(big, few, by_channel=()), 5) == ()


def test_ids_with_commas_and_formulas_count_again() -> None:
    options = (Option("=1,2", "A"), Option("-3", "B"))
    asked = request(ballots(), options=options, validity=AS_DECLARED, rule="most-votes", seats=1)
    files = released(asked, {"data/glosy.csv": "Projekty\tX\nA\tx\nA\tx\nB\tx\n"})
    assert files["ballots.csv"].startswith(b"ballots;marks;points;channel\n")
    done = recounted(files)
    assert (codes(done), done.checks[0].level, done.checks[0].number) == (set(), "ballots", 3)
