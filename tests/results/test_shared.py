"""Real elections of the participatory budgeting library: the count against what they record."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from civicsite.exports.dataset import CountedFile
from civicsite.results.tally import Tally
from tests.conftest import SHARED_DATA
from tests.results.counting import AS_DECLARED, FILE_ORDER, RESULTS, counted, request

pytestmark = pytest.mark.shared_data

FOLDER = SHARED_DATA / "pb"
EXPECTED: dict[str, Any] = (
    json.loads((FOLDER / "expected.json").read_text("utf-8"))["instances"]
    if FOLDER.is_dir()
    else {}
)
PLAIN = ("greedy", "greedy-no-skip", "greedy-threshold")
UNEXPLAINED = ["Poland_Warszawa_2020_Targowek.pb"]
"""The declared selection follows from no rule anybody found."""


BY_OTHER_RULES = {
    "Poland_Swiecie_2023.pb": "equal-shares-add1",
    "Poland_Poznan_2024_8_-_Chartowo_Rataje_Zegrze__small.pb": "greedy-partial",
}
"""Rules that the library names by other words, or by none."""


@cache
def tally(name: str, rule: str = "") -> Tally:
    expected = EXPECTED[name]
    rule = rule or BY_OTHER_RULES.get(name, expected["rule"])
    path: Path = FOLDER / expected["file"]
    asked = request(
        CountedFile(path.name, span=RESULTS),
        options=(),
        validity=AS_DECLARED,
        rule=rule,
        settings=(("share", 80),) if rule == "greedy-partial" else (),
        ties=FILE_ORDER,
    )
    (found,), problems = counted(asked, {path.name: path.read_bytes()})
    assert {problem.code for problem in problems} <= {"declared-differs"}
    return found


def test_all_files_are_there(shared_data: Path) -> None:
    files = {path.name for path in (shared_data / "pb").glob("*.pb*")}
    assert files == {expected["file"] for expected in EXPECTED.values()}
    assert len(files) == 18


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_votes_of_every_project_equal_the_record(name: str) -> None:
    found, expected = tally(name), EXPECTED[name]
    assert {item.option.id: item.votes for item in found.options} == expected["votes"]
    assert found.mismatches == ()
    assert found.cast == expected["num_votes"] == sum(s.rows_read for s in found.sources)


@pytest.mark.parametrize("name", sorted(name for name in EXPECTED if "score" in EXPECTED[name]))
def test_points_of_every_project_equal_the_record(name: str) -> None:
    found = tally(name)
    assert {item.option.id: item.score for item in found.options} == EXPECTED[name]["score"]
    assert found.score_mismatches == ()


@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for name, expected in EXPECTED.items()
        if expected["rule"] in PLAIN and expected["selected"] and name not in UNEXPLAINED
    ),
)
def test_the_declared_selection_follows_from_the_plain_greedy_rules(name: str) -> None:
    found = tally(name)
    assert found.outcome is not None
    assert sorted(found.outcome.selected) == sorted(EXPECTED[name]["selected"])
    assert found.declared is not None
    assert sorted(found.declared.selected) == sorted(EXPECTED[name]["selected"])
    assert found.differences == ()


@pytest.mark.parametrize("name", UNEXPLAINED)
def test_a_selection_that_does_not_follow_is_listed_project_by_project(name: str) -> None:
    found, declared = tally(name), set(EXPECTED[name]["selected"])
    assert found.outcome is not None
    recounted = set(found.outcome.selected)
    assert recounted != declared
    assert {item.id for item in found.differences} == recounted ^ declared
    assert all(item.declared == (item.id in declared) for item in found.differences)


@pytest.mark.parametrize(
    "name",
    sorted(n for n, e in EXPECTED.items() if e["rule"] not in PLAIN and n not in BY_OTHER_RULES),
)
def test_other_rules_are_not_recounted(name: str) -> None:
    found = tally(name)
    assert (found.outcome, found.not_recounted) == (None, "rule-unknown")


@pytest.mark.parametrize("name", sorted(BY_OTHER_RULES))
def test_the_declared_selection_follows_from_the_rules_of_this_town(name: str) -> None:
    found = tally(name)
    assert found.outcome is not None
    assert found.outcome.complete
    assert sorted(found.outcome.selected) == sorted(EXPECTED[name]["selected"])
    assert found.differences == ()


def test_the_shares_of_swiecie_are_enough_without_comparing() -> None:
    """By the plain method without growing shares four projects fewer would have been funded."""
    plain = tally("Poland_Swiecie_2023.pb", "equal-shares")
    assert plain.outcome is not None
    declared = set(EXPECTED["Poland_Swiecie_2023.pb"]["selected"])
    assert set(plain.outcome.selected) < declared
    assert {item.id for item in plain.differences} == declared - set(plain.outcome.selected)


def test_a_tie_that_matters_is_told_as_settled_by_the_order_of_the_file() -> None:
    found = tally("Poland_Gdynia_2020_Babie_Doly__small.pb")
    assert found.outcome is not None
    (tie,) = found.outcome.ties
    assert (tie.ids, tie.settled_by) == (("1", "5"), "file-order")
