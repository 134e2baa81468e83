from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Ballot, CountedFile, Option
from civicsite.exports.formats.go_vocal_ballots import FORMATS
from tests.exports.files import places, read, words
from tests.results.counting import RESULTS

(BALLOTS,) = FORMATS
ENTRY = CountedFile("data/b.csv", "go-vocal-ballots", RESULTS, "park")
IDEAS = (Option("1", "Ławka, z oparciem"), Option("2", "Kosz"))
COSTED = (
    Option("1", "Ławka, z oparciem", cost=Decimal(300)),
    Option("2", "Kosz", cost=Decimal(50)),
)
HEAD = 'Płeć,"Ławka, z oparciem",Kosz,Zgłoszony pod adresem\n'


def marks(
    rows: str, options: tuple[Option, ...] = IDEAS
) -> tuple[list[tuple[tuple[str, ...], tuple[object, ...]]], list[str]]:
    export, ballots = read(BALLOTS, HEAD + rows, ENTRY, {"park": options})
    return [(b.marks, b.points) for b in ballots], [d.code for d in export.diagnostics]


def test_one_vote_each_is_an_approval() -> None:
    export, ballots = read(
        BALLOTS, HEAD + "kobieta,1,0,2026-06-01 10:00\n,0,0,2026-06-01 11:00\n", ENTRY,
        {"park": IDEAS},
    )  # fmt: skip
    assert export.diagnostics == ()
    assert ballots == [Ballot("park", ("1",)), Ballot("park", ())]


def test_several_votes_on_one_input_are_points() -> None:
    assert marks("k,3,2,\nk,1,0,\n") == (
        [(("1", "2"), (3, 2)), (("1",), (1,))],
        [],
    )


def test_the_costs_of_the_inputs_are_money_and_no_votes() -> None:
    assert marks("k,300,50,\nk,300,0,\n", COSTED) == ([(("1", "2"), ()), (("1",), ())], [])


def test_votes_beside_costs_are_points() -> None:
    assert marks("k,3,0,\nk,3,2,\n", COSTED) == ([(("1",), (3,)), (("1", "2"), (3, 2))], [])


@pytest.mark.parametrize(
    ("rows", "options"),
    [("k,300,50,\n", IDEAS), ("k,300,2,\n", COSTED)],
    ids=["no costs", "a cost and something else"],
)
def test_what_may_be_votes_or_money_is_not_guessed(rows: str, options: tuple[Option, ...]) -> None:
    assert marks(rows, options) == ([], ["basket-numbers-unclear"])


def test_missing_columns_and_strange_cells_are_told() -> None:
    export, _ = read(BALLOTS, "Kosz,Submitted at\n1,\n", ENTRY, {"park": IDEAS})
    assert words(export.diagnostics) == [
        "“data/b.csv” has no column for 1: no heading is its title. Write the title as the platform"
        " has it, in options: or in the proposal’s file."
    ]
    export, _ = read(BALLOTS, HEAD + "k,1,x,\n", ENTRY, {"park": IDEAS})
    assert places(export.diagnostics) == ["data/b.csv:2:5: basket-number"]
    export, _ = read(BALLOTS, HEAD, ENTRY)
    assert [d.code for d in export.diagnostics] == ["ballots-without-options"]


@given(st.binary(max_size=200))
def test_any_bytes_give_diagnostics_and_no_exception(noise: bytes) -> None:
    for content in (noise, HEAD.encode() + noise):
        read(BALLOTS, content, ENTRY, {"park": COSTED})
