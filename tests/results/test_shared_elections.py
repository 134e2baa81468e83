"""Real elections with ranked ballots: the winners and first rounds that were recorded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from civicsite.exports.dataset import CountedFile
from civicsite.exports.validity import Validity
from civicsite.results.tally import Tally
from tests.conftest import SHARED_DATA
from tests.results.counting import RESULTS, counted, request

pytestmark = pytest.mark.shared_data

FOLDER = SHARED_DATA / "elections"
EXPECTED: dict[str, Any] = (
    json.loads((FOLDER / "expected.json").read_text("utf-8"))["elections"]
    if FOLDER.is_dir()
    else {}
)
STV = sorted(name for name in EXPECTED if name.startswith("edinburgh"))
RUNOFF = sorted(name for name in EXPECTED if name.startswith("2013"))


def tally(name: str, rule: str, **more: object) -> Tally:
    path = FOLDER / EXPECTED[name]["file"]
    validity = Validity(as_declared=True, overvote="next-choice")
    asked = request(
        CountedFile(path.name, span=RESULTS), options=(), validity=validity, rule=rule, **more
    )
    (found,), problems = counted(asked, {path.name: path.read_bytes()})
    assert problems == ()
    return found


def elected(found: Tally) -> list[str]:
    assert found.outcome is not None
    assert found.outcome.ties == ()
    titles = {item.option.id: item.option.title for item in found.options}
    return sorted(titles[id] for id in found.outcome.selected)


@pytest.mark.parametrize("name", STV)
def test_edinburgh_elected_these_councillors(name: str) -> None:
    expected = EXPECTED[name]
    found = tally(name, "scottish-stv", seats=expected["seats"])
    assert elected(found) == sorted(" ".join(winner.split()) for winner in expected["winners"])
    assert found.cast == expected["ballots_in_file"]
    assert found.outcome is not None
    assert found.outcome.quota == found.valid // (expected["seats"] + 1) + 1
    for made in found.outcome.rounds:
        assert sum(votes for _, votes in made.votes) + made.exhausted == found.valid


@pytest.mark.parametrize("name", RUNOFF)
def test_minneapolis_elected_this_person_after_this_first_round(name: str) -> None:
    expected = EXPECTED[name]
    found = tally(name, "instant-runoff")
    assert elected(found) == [expected["winners"]]
    assert found.outcome is not None
    titles = {item.option.id: item.option.title for item in found.options}
    first = {titles[id].upper(): votes for id, votes in found.outcome.rounds[0].votes if votes}
    recorded = {name.upper(): votes for name, votes in expected["first_round"].items()}
    if "UWI" in first:
        first["UNDECLARED WRITE-INS"] = first.pop("UWI")
    assert first == recorded


def test_the_elections_are_there() -> None:
    assert (len(STV), len(RUNOFF)) == (5, 2)
