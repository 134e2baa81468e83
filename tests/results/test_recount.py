"""Published files alone give the same result again, and whatever was changed in them is told."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import CountedFile, Option
from civicsite.results.counts import CountRequest
from civicsite.results.rules.base import TieBreak
from tests.results.counting import AS_DECLARED, REGISTRY, ballots, request, totals
from tests.results.published import PROJECTS, codes, recounted, released

MARKS = st.lists(st.sampled_from("123"), min_size=1, max_size=3, unique=True)
COSTED = tuple(Option(o.id, o.title, cost=Decimal(n * 100)) for n, o in enumerate(PROJECTS, 2))
ORDER = TieBreak(("file-order",))


def table(rows: list[list[str]]) -> str:
    return "Projekty;Kanał\n" + "".join(f"{', '.join(row)};online\n" for row in rows)


def budget(rule: str = "greedy", **more: object) -> CountRequest:
    asked = {"budget": Decimal(500), "rule": rule, "ties": ORDER, **more}
    return request(ballots(), options=COSTED, validity=AS_DECLARED, **asked)


@given(st.lists(MARKS, min_size=1, max_size=12))
def test_what_was_published_counts_to_the_same(rows: list[list[str]]) -> None:
    files = released(budget(), {"data/glosy.csv": table(rows)})
    assert set(files) == {"results.json", "datapackage.json", "results.csv", "ballots.csv", "ballots.pb"}  # fmt: skip
    done = recounted(files)
    assert (done.same, [check.level for check in done.checks]) == (True, ["ballots"])
    assert list(done.report) == []


SETTINGS = {"greedy-threshold": (("threshold", 1),), "greedy-partial": (("share", 80),)}
WITHOUT_POINTS = sorted(name for name, rule in REGISTRY.rules.items() if rule.points != "needed")


@pytest.mark.parametrize("rule", WITHOUT_POINTS)
def test_every_rule_that_is_installed_counts_to_the_same(rule: str) -> None:
    rows = [["1", "2"], ["2"], ["1", "3"], ["3", "2", "1"], ["1"]]
    seats = min(2, REGISTRY.rules[rule].most_seats or 2)
    rows = [row[: REGISTRY.rules[rule].most_marks(seats) or 3] for row in rows]
    settings = SETTINGS.get(rule, ())
    asked = budget(rule, seats=seats, settings=settings)
    files = released(asked, {"data/glosy.csv": table(rows)})
    assert list(recounted(files).report) == []


@given(st.lists(MARKS, min_size=1, max_size=12), st.data())
def test_any_change_of_a_byte_is_told(rows: list[list[str]], data: st.DataObject) -> None:
    files = released(budget(), {"data/glosy.csv": table(rows)})
    name = data.draw(st.sampled_from(sorted(files.keys() - {"datapackage.json"})))
    place = data.draw(st.integers(0, len(files[name]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != files[name][place]))
    files[name] = files[name][:place] + bytes([byte]) + files[name][place + 1 :]
    done = recounted(files)
    assert not done.same
    assert any(name in str(problem.span) or name in str(problem.values) for problem in done.report)


@given(st.lists(MARKS, min_size=1, max_size=12), st.data())
def test_a_changed_ballot_is_counted_even_where_all_digests_were_made_to_fit(
    rows: list[list[str]], data: st.DataObject
) -> None:
    files = released(budget(), {"data/glosy.csv": table(rows)})
    lines = files["ballots.csv"].splitlines()
    place = data.draw(st.integers(1, len(lines) - 1))
    number, rest = lines[place].split(b";", 1)
    lines[place] = b"%d;%s" % (int(number) + 1, rest)
    files["ballots.csv"] = b"\n".join(lines) + b"\n"
    assert {"recount-valid", "recount-votes"} <= codes(recounted(resealed(files)))


def resealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with their digests corrected, as somebody would who wants to deceive."""
    results = json.loads(files["results.json"])
    for name in results["files"]:
        results["files"][name] = hashlib.sha256(files[name]).hexdigest()
    files = {**files, "results.json": json.dumps(results).encode()}
    package = json.loads(files["datapackage.json"])
    for item in package["resources"]:
        item["hash"] = f"sha256:{hashlib.sha256(files[item['path']]).hexdigest()}"
    return {**files, "datapackage.json": json.dumps(package).encode()}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("options", 0, "votes"), 7, "recount-votes"),
        (("valid",), 9, "recount-valid"),
        (("cast",), 9, "recount-cast"),
        (("channels", 0, "valid"), 9, "recount-channels"),
        (("options", 0, "by_channel"), [9], "recount-option-channels"),
        (("outcome", "steps", 0, "decision"), "does-not-fit", "recount-selected"),
        (("outcome", "steps", 2, "decision"), "funded", "recount-not-selected"),
        (("outcome", "left"), "1", "recount-course"),
        (("budget",), "100", "recount-not-selected"),
        (("outcome",), None, "recount-decision"),
    ],
)
def test_a_number_made_to_fit_is_named(
    path: tuple[str | int, ...], value: object, code: str
) -> None:
    rows = [["1"], ["1"], ["2"]]
    files = released(budget(), {"data/glosy.csv": table(rows)})
    results = json.loads(files["results.json"])
    part = results["contests"][0]["count"]
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    if path == ("budget",):
        results["contests"][0]["rules"]["budget"] = value
    files["results.json"] = json.dumps(results).encode()
    assert code in codes(recounted(resealed(files)))


def test_protocols_are_added_up_and_a_changed_one_is_named() -> None:
    asked = request(
        totals("data/a.csv", cast=12, valid=12),
        totals("data/b.csv", cast=9, valid=8, invalid=(("blank", 1),)),
        options=PROJECTS,
        seats=1,
        rule="most-votes",
    )
    sheets = {"data/a.csv": "Nr;Głosy\n1;7\n2;5\n3;0\n", "data/b.csv": "Nr;Głosy\n1;2\n2;6\n3;0\n"}
    files = released(asked, sheets)
    done = recounted(files)
    assert (done.same, done.checks[0].level, done.checks[0].number) == (True, "protocols", 20)
    results = json.loads(files["results.json"])
    results["contests"][0]["count"]["protocols"][1]["votes"]["2"] = 5
    files["results.json"] = json.dumps(results).encode()
    assert {"recount-votes", "recount-protocol"} <= codes(recounted(resealed(files)))


def test_without_ballots_the_outcome_is_still_derived_from_the_votes() -> None:
    files = released(budget(), {"data/glosy.csv": table([["1"], ["2"]])}, ballots=False)
    done = recounted(files)
    assert (done.same, done.checks[0].level) == (True, "outcome")
    results = json.loads(files["results.json"])
    results["contests"][0]["count"]["options"][2]["votes"] = 9
    results["contests"][0]["count"]["options"][2]["by_channel"] = [9]
    files["results.json"] = json.dumps(results).encode()
    assert "recount-selected" in codes(recounted(resealed(files)))


def test_files_that_are_not_there_are_named_and_do_not_make_a_difference() -> None:
    files = released(budget(), {"data/glosy.csv": table([["1"]])})
    done = recounted({"results.json": files["results.json"]})
    assert done.same
    assert {problem.code for problem in done.report} == {"recount-file-missing"}
    assert done.checks[0].level == "outcome"


@given(st.binary(max_size=300) | st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
).map(lambda found: json.dumps(found).encode()))  # fmt: skip
def test_nothing_that_stands_in_place_of_results_breaks_it(content: bytes) -> None:
    assert codes(recounted({"results.json": content})) == {"recount-unreadable"}


def test_nothing_at_all() -> None:
    assert codes(recounted({})) == {"recount-no-results"}


def test_a_record_of_a_later_version_is_not_guessed_at() -> None:
    files = released(budget(), {"data/glosy.csv": table([["1"]])})
    later = files["results.json"].replace(b'"version": 1', b'"version": 2')
    (problem,) = recounted({"results.json": later}).report
    assert (problem.code, dict(problem.values)["detail"]) == ("recount-unreadable", "version 2, not 1")  # fmt: skip


def test_contests_that_nobody_voted_in_are_left_as_declared() -> None:
    asked = request(CountedFile("data/glosy.csv"), options=PROJECTS[:1], held="unopposed", seats=1)
    files = released(CountRequest(asked.contests, (), AS_DECLARED, options=PROJECTS[:1]), {})
    done = recounted(files)
    assert (done.same, done.checks[0].level) == (True, "nothing")


@pytest.mark.shared_data
def test_real_elections_count_to_the_same(shared_data: Path) -> None:
    """Of every size that is quick, ballots of every kind: approval, cumulative, ordinal."""
    seen = 0
    for path in sorted((shared_data / "pb").glob("*.pb")):
        if path.stat().st_size > 120_000:
            continue
        entry = CountedFile("x.pb", "pabulib")
        asked = request(entry, options=(), validity=AS_DECLARED, rule="greedy", ties=ORDER)
        done = recounted(released(asked, {"x.pb": path.read_bytes()}))
        assert (list(done.report), done.checks[0].level) == ([], "ballots"), path.name
        seen += 1
    assert seen > 5
