"""One slip in a file that was right: something is said about that line, little besides, and the
fields far from it are read as if nothing had happened."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import assume, example, given
from hypothesis import strategies as st

from civicsite.diagnostics import Severity
from civicsite.reading.yaml_nodes import parse_yaml
from tests.reading.yaml_reading import PATH, place, plain

VALID = """\
title: Budżet obywatelski 2026
kind: participatory-budget
summary: Mieszkańcy decydują, na co gmina wyda 500 000 zł.
legal_basis:
  title: Uchwała nr XII/98/2025
  date: 2025-11-20
announced:
  - where: bip
    on: 2026-02-20
  - where: press
    on: 2026-02-21
phases:
  - id: pomysly
    title: Zgłaszanie pomysłów
    does: submit
    from: 2026-03-01
    to: 2026-03-31
  - id: glosowanie
    title: Głosowanie
    does: vote
    from: 2026-06-01
    to: 2026-06-14T20:00
    ways:
      - karta
      - urny
  - id: realizacja
    does: implement
    from: 2027-Q1
ways:
  karta:
    title: Karta do głosowania
    form: https://formularz.example/a
  urny:
    places:
      - ratusz
      - biblioteka
    title: Urny w ratuszu
official:
  bip_url: https://bip.lipowiec.example/
  text: Wiążąca jest publikacja w BIP.
scope: |
  Cały budżet.
  Bez wyjątków.
contact:
  unit: Referat Promocji
  phone: 55 555 01 20
"""
LINES = VALID.rstrip("\n").split("\n")
FIELD = re.compile(r"(\s*(?:- )?)([a-z_]+): (?!\|)(.+)")

Slip = Callable[[str], str]


def in_value(before: str, after: str = "") -> Slip:
    """Something that does not belong there, around a value."""
    return lambda line: FIELD.sub(rf"\1\2: {before}\3{after}", line)


SLIPS: dict[str, Slip] = {
    "no space after the colon": lambda line: FIELD.sub(r"\1\2:\3", line),
    "no colon": lambda line: FIELD.sub(r"\1\2 \3", line),
    "equals sign": lambda line: FIELD.sub(r"\1\2 = \3", line),
    "two colons": in_value("Uwaga: "),
    "opened quotes": in_value('"'),
    "opened single quotes": in_value("'"),
    "quotes that close too early": in_value('"Uwaga" '),
    "printed quotes": in_value("„Uwaga: ", "”"),
    "quotes of two kinds": in_value('"', "”"),
    "opened bracket": in_value("["),
    "opened brace": in_value("{uwaga: "),
    "bracket too many": in_value("[a]", "]"),
    "tab in the indentation": lambda line: re.sub(r"^ +", "\t", line),
    "tab after the colon": lambda line: FIELD.sub("\\1\\2:\t\\3", line),
    "no-break space in the indentation": lambda line: re.sub(r"^ ", "\u00a0", line),
    "no-break space in front": lambda line: f"\u00a0{line}",
    "no-break space after the colon": lambda line: FIELD.sub("\\1\\2:\u00a0\\3", line),
    "comma at the end": lambda line: f"{line},",
    "a line of three hyphens": lambda line: f"{line}\n---",
    "no space after the dash": lambda line: re.sub(r"^( *)- ", r"\1-", line),
    "cut at a number sign": in_value("", " #3"),
    **{f"begins with {sign}": in_value(sign) for sign in "@`%*&!"},
}
SLIP = st.sampled_from(sorted(SLIPS))
NUMBER = st.integers(0, len(LINES) - 1)


def test_the_file_is_right() -> None:
    assert parse_yaml(PATH, VALID).diagnostics == ()


@given(SLIP, NUMBER)
@example("no space after the dash", 23)
@example("comma at the end", 22)
def test_a_slip_is_told_in_its_place(name: str, number: int) -> None:
    slipped = SLIPS[name](LINES[number])
    assume(slipped != LINES[number])
    assume(not LINES[number].startswith(("  Cały", "  Bez")))  # any text may stand there
    read = parse_yaml(PATH, "\n".join((*LINES[:number], slipped, *LINES[number + 1 :])))
    assert read.diagnostics, (name, slipped)
    assert all(abs(found.span.line - (number + 1)) <= 1 for found in read.diagnostics), (
        name,
        [place(found) for found in read.diagnostics],
    )
    assert len(read.diagnostics) <= 2


@given(SLIP, NUMBER)
def test_a_slip_leaves_the_other_fields_as_they_are(name: str, number: int) -> None:
    slipped = SLIPS[name](LINES[number])
    assume(slipped != LINES[number] and not slipped.endswith("---"))
    read = parse_yaml(PATH, "\n".join((*LINES[:number], slipped, *LINES[number + 1 :])))
    expected, found = plain(parse_yaml(PATH, VALID).root), plain(read.root)
    assert isinstance(expected, dict)
    assert isinstance(found, dict)
    own = next(LINES[i].split(":")[0] for i in range(number, -1, -1) if LINES[i][0] not in " -")
    assert {k: v for k, v in found.items() if k != own} == {
        k: v for k, v in expected.items() if k != own
    }


@given(SLIP, SLIP, NUMBER, NUMBER)
def test_two_slips_far_from_each_other_are_both_told(
    one: str, other: str, first: int, second: int
) -> None:
    assume(abs(first - second) > 3)
    lines = list(LINES)
    for name, number in ((one, first), (other, second)):
        slipped = SLIPS[name](lines[number])
        assume(slipped != lines[number] and not slipped.endswith("---"))
        assume(not lines[number].startswith(("  Cały", "  Bez")))
        lines[number] = slipped
    found = parse_yaml(PATH, "\n".join(lines)).diagnostics
    for number in (first, second):
        assert any(abs(each.span.line - (number + 1)) <= 1 for each in found), (
            lines[number],
            [place(each) for each in found],
        )
    assert len(found) <= 5


@given(st.lists(st.tuples(SLIP, NUMBER), max_size=12))
def test_many_slips_end_with_an_answer(slips: list[tuple[str, int]]) -> None:
    lines = list(LINES)
    for name, number in slips:
        assume(not lines[number].startswith(("  Cały", "  Bez")))
        lines[number] = SLIPS[name](lines[number])
    read = parse_yaml(PATH, "\n".join(lines))
    errors = [found for found in read.diagnostics if found.severity is Severity.ERROR]
    assert read.root is not None or errors
