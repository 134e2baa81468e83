from __future__ import annotations

from decimal import Decimal

import pytest

from civicsite.diagnostics import Span
from civicsite.exports.dataset import Declared, Option
from civicsite.exports.gate import Gate
from civicsite.exports.option_lists import (
    DeclaredTable,
    OptionsTable,
    read_declared,
    read_options,
)
from tests.exports.files import in_memory, places, words

AT = Span("results.yaml", 20, 9)
OPTIONS = OptionsTable("data/projekty.csv", "Nr", "Tytuł", "Koszt", "Pula", "Na karcie", AT)
POOLS = {"zachod": "zachod", "pula zachód": "zachod", "wschod": "wschod"}
DECLARED = DeclaredTable("data/protokol.csv", "Nr", "Na liście", AT)
PARK = (Option("1", "Park"), Option("2", "Most"), Option("3", "Plac"))


def options(content: str, ask: OptionsTable = OPTIONS) -> tuple[tuple[Option, ...], list[str]]:
    found, _, problems = read_options(in_memory(ask.path, content), ask, POOLS, Gate(ask.path))
    return found, places(problems)


def test_options_with_cost_contest_and_the_wording_on_the_ballot() -> None:
    found, problems = options(
        "Nr;Tytuł;Koszt;Pula;Na karcie\n"
        "4;Ławki  w parku;12 500,00 zł;Pula Zachód;Ławki\n"
        "5;Most;;wschod;\n"
    )
    assert problems == []
    assert found == (
        Option("4", "Ławki w parku", "zachod", Decimal("12500.00"), ("Ławki",)),
        Option("5", "Most", "wschod"),
    )


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (";Most;1;zachod;", "data/projekty.csv:2:1: option-without-id"),
        ("4;Most;1;poludnie;", "data/projekty.csv:2:10: option-contest-unknown"),
        ("4;Most;1.000;zachod;", "data/projekty.csv:2:8: amount-unreadable"),
        ("4;Most;-5;zachod;", "data/projekty.csv:2:8: cost-negative"),
        ("4;Most;5;zachod;\n4;Tor;6;zachod;", "data/projekty.csv:3:1: option-twice"),
    ],
)
def test_what_is_wrong_in_a_list_of_options(row: str, place: str) -> None:
    assert options(f"Nr;Tytuł;Koszt;Pula;Na karcie\n{row}\n")[1] == [place]


def test_the_same_number_may_stand_in_two_contests() -> None:
    found, problems = options("Nr;Tytuł;Koszt;Pula;Na karcie\n1;Ala;;zachod;\n1;Ola;;wschod;\n")
    assert problems == []
    assert [(option.contest, option.title) for option in found] == [
        ("zachod", "Ala"),
        ("wschod", "Ola"),
    ]


def test_a_column_that_is_missing_is_told_at_its_name() -> None:
    assert options("Nr;Tytul;Koszt;Pula;Na karcie\n1;x;1;zachod;\n") == (
        (),
        ["results.yaml:20:9: column-not-found"],
    )


def declared(content: str) -> tuple[Declared | None, list[str], list[str]]:
    found, _, problems = read_declared(
        in_memory(DECLARED.path, content), DECLARED, PARK, Gate(DECLARED.path)
    )
    return found, places(problems), words(problems, "pl")


def test_a_declared_list_in_the_words_a_town_hall_uses() -> None:
    found, problems, _ = declared("Nr;Na liście\nMost;TAK\n1;nie\n3;x\n")
    assert problems == []
    assert found is not None
    assert found.statuses == (("2", "selected"), ("1", "not-selected"), ("3", "selected"))
    assert found.selected == ("2", "3")


def test_what_is_wrong_in_a_declared_list() -> None:
    found, problems, said = declared("Nr;Na liście\nMosst;tak\n1;może\n2;tak\n2;nie\n")
    assert found == Declared((("2", "selected"),))
    assert problems == [
        "data/protokol.csv:2:1: declared-option-unknown",
        "data/protokol.csv:3:3: declared-unreadable",
        "data/protokol.csv:5:1: declared-twice",
    ]
    assert said[0] == (
        "ogłoszony wynik wymienia coś, na co nie można było głosować. Czy chodziło o „Most”?"
    )
