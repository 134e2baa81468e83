from __future__ import annotations

import pytest

from civicsite.diagnostics import Span
from civicsite.exports.dataset import CountedFile, Option, Totals
from civicsite.exports.formats.totals import FORMATS
from civicsite.exports.gate import Gate
from tests.exports.files import places, read, words

(TOTALS,) = FORMATS
SCHOOL = (Option("1", "Ala"), Option("2", "Olek"), Option("3", "Ewa", withdrawn=True))


def entry(**changes: object) -> CountedFile:
    values: dict[str, object] = {
        "path": "data/sp3.csv", "span": Span("results.yaml", 8, 11), "contest": "sp3",
        "channel": "paper", "option": "Nr", "votes": "Głosy",
    }  # fmt: skip
    return CountedFile(**{**values, **changes})  # type: ignore[arg-type]


def test_the_votes_of_a_protocol_with_what_it_says_about_ballots() -> None:
    asked = entry(cast=214, valid=209, invalid=(("too-many-marks", 5),))
    content = "Nr;Głosy\n1;120\nOlek;89\n"
    export, ballots = read(TOTALS, content, asked, {"sp3": SCHOOL})
    assert export.diagnostics == ()
    assert ballots == []
    assert export.totals == (
        Totals("sp3", "paper", (("1", 120), ("2", 89)), 214, 209, (("too-many-marks", 5),)),
    )


def test_the_row_with_the_sum_is_compared_and_left_out() -> None:
    export, _ = read(TOTALS, "Nr;Głosy\n1;120\n2;89\nRazem:;209\n", entry(), {"sp3": SCHOOL})
    assert export.diagnostics == ()
    assert export.provenance is not None
    assert (export.provenance.rows_read, export.provenance.rows_left_out) == (2, (("sum-row", 1),))


def test_a_sum_that_differs_names_both_numbers() -> None:
    export, _ = read(TOTALS, "Nr;Głosy\n1;120\n2;89\nRazem;219\n", entry(), {"sp3": SCHOOL})
    assert places(export.diagnostics) == ["data/sp3.csv:4:7: totals-sum-differs"]
    assert words(export.diagnostics, "pl") == [
        "suma w tym wierszu to 219, a wiersze powyżej dają 209."
        " Porównaj tabelę z protokołem i popraw błędną liczbę."
    ]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("1;120\n2;89\nOlekk;1\n", "data/sp3.csv:4:1: totals-option-unknown"),
        ("1;120\n2;89\n2;1\n", "data/sp3.csv:4:1: totals-option-twice"),
        ("1;120\n2;dużo\n", "data/sp3.csv:3:3: count-unreadable"),
        ("1;120\n2;-1\n", "data/sp3.csv:3:3: count-unreadable"),
        ("1;120\n", "results.yaml:8:11: totals-option-missing"),
    ],
)
def test_what_does_not_fit_the_list_is_an_error(rows: str, place: str) -> None:
    export, _ = read(TOTALS, f"Nr;Głosy\n{rows}", entry(), {"sp3": SCHOOL})
    assert place in places(export.diagnostics)


def test_ballots_that_do_not_add_up_are_an_error() -> None:
    asked = entry(cast=214, valid=209, invalid=(("blank", 4),))
    export, _ = read(TOTALS, "Nr;Głosy\n1;120\n2;89\n", asked, {"sp3": SCHOOL})
    assert words(export.diagnostics) == [
        "“data/sp3.csv”: 209 valid and 4 invalid ballots do not make 214 ballots cast."
        " Compare cast:, valid: and invalid: with the protocol."
    ]


def test_without_a_list_the_table_itself_says_what_could_be_voted_for() -> None:
    export, _ = read(TOTALS, "Kto;Ile\nAla;7\nOlek;5\nSuma;12\n", entry(option="Kto", votes="Ile"))
    assert export.diagnostics == ()
    assert [option.id for option in export.options] == ["Ala", "Olek"]
    assert export.totals[0].votes == (("Ala", 7), ("Olek", 5))


def test_both_columns_have_to_be_named() -> None:
    export, _ = read(TOTALS, "Nr;Głosy\n1;2\n", entry(option="", votes=""), {"sp3": SCHOOL})
    assert places(export.diagnostics) == ["results.yaml:8:11: totals-without-column"] * 2


def test_names_of_candidates_are_public_and_signatures_are_not() -> None:
    gate = Gate("data/sp3.csv", {"Imię i nazwisko": "candidate"})
    gate.columns(("Imię i nazwisko", "Głosy", "Podpis"), Span("data/sp3.csv", 1))
    gate.row(("Ala Lipowa", "7", "x"), 2)
    assert places(gate.diagnostics()) == ["data/sp3.csv:1: personal-column-name"]
