"""The exact line and column of what is wrong, whatever stands around it and however often."""

from __future__ import annotations

import pytest

from civicsite.reading.markup import render
from civicsite.reading.markup_parts import LinkPart
from civicsite.reading.markup_source import Spot, marked
from tests.reading.markup_html import parts, places


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{}\n\n{}",
        "Raz {} dwa {} trzy",
        "- {}\n- dwa {}\n    - {}\n\n        {}\n",
        "1. raz\n\n    dwa {}\n2. {}",
        "> {}\n> {}\n>\n> > {}\n>\n> - {}",
        "| A | {} |\n|---|---|\n| {} | {} |\n| x | {} |",
        "A {} | B\n--- | ---\n{} | c",
        "Raz\n:   {}\n\n    {}\n\nDwa {}\n:   b",
        "a[^1]\n\n[^1]: nota {}\n\n    {}\n\n    - {}",
        "a[^1] b[^2]\n\n[^1]: raz {}\n[^2]: dwa {}",
        '!!! note "A"\n    {}\n\n    - {}',
        "## {}\n\n{}\n---\n\n### Raz {} {{: .b }}",
        "<div>a</div>\n{}\n\n<p>b</p> {}",
        "**{}** _{}_ <b>{}</b>",
        "a  \n{}  \n{}",
        "*[BIP]: b\n\nBIP {} BIP",
        "Raz {}[^1] [x] {}{{: .a }}\n\n[^1]: n",
        "- b\n\n\t{}\n\n\t> {}",
    ],
)
def test_every_mistake_is_told_where_it_stands(text: str) -> None:
    count = text.count("{}")
    same = text.format(*["[regulamin](/r)"] * count)
    rows = [
        number for number, row in enumerate(text.split("\n"), 1) for _ in range(row.count("{}"))
    ]
    assert places(same) == [("link-absolute", row, "/r") for row in rows]
    different = text.format(*[f"[regulamin](/r{n})" for n in range(count)])
    assert places(different) == [("link-absolute", row, f"/r{n}") for n, row in enumerate(rows)]


def test_what_looks_like_a_mistake_in_code_or_comments_is_none() -> None:
    bad = "[regulamin](/r)"
    text = f"```\n{bad}\n```\n\n    {bad}\n\n<!-- {bad} -->\n\n`{bad}` {bad}"
    assert places(text) == [("link-absolute", 9, "/r")]


def test_a_link_over_two_lines_is_told_at_its_address() -> None:
    assert places("Raz [dwa\ntrzy](/r) cztery") == [("link-absolute", 2, "/r")]
    assert places("Raz [kliknij\ntutaj](r.md)") == [("link-text-unclear", 1, "kliknij")]


def test_a_link_by_reference_is_told_at_the_definition_and_its_text_where_it_is_used() -> None:
    text = "> Raz [zasady][r] i [zasady][r]\n\nTu [regulamin][r], [r]\n\n- [r]: /r"
    assert places(text) == [("link-absolute", 5, "/r")]
    assert places("Raz [tutaj][r],\n[tutaj] [r]\n\n[r]: a.md") == [
        ("link-text-unclear", 1, "tutaj"),
        ("link-text-unclear", 2, "tutaj"),
    ]


def test_html_is_told_at_its_tag() -> None:
    text = (
        "a <font>b</font>\n<font>c</font>\n\n<div>\n<p><font>d</font></p></div>\n- <font>e</font>"
    )
    assert [line for _, line, tag in places(text) if tag == "<font>"] == [1, 2, 5, 6]


def test_headings_that_read_alike_are_told_apart() -> None:
    text = "## A\n\n#### B\n\n## A\n\n> #### B {: .c }\n\n- x\n\n    #### B\n\n## A\n\n#### `B` ##"
    assert places(text) == [
        ("heading-skipped", 3, "B"),
        ("heading-skipped", 7, "B"),
        ("heading-skipped", 11, "B"),
        ("heading-skipped", 15, "`B`"),
    ]


def test_tables_that_look_alike_are_told_apart() -> None:
    table = "|  |  |\n|--|--|\n| a | b |"
    text = f"{table}\n\n> {table.replace(chr(10), chr(10) + '> ')}\n\n{table}"
    assert [line for _, line, _ in places(text)] == [1, 5, 9]


def test_columns_count_characters_as_written() -> None:
    assert places("Zażółć 🐝 gęślą [a b](/r)") == [("link-absolute", 1, "/r")]
    assert places("a\tb\t[a b](/r)") == [("link-absolute", 1, "/r")]
    assert places("\0\x01[a b](/r)\0[c d](/s)") == [
        ("link-absolute", 1, "/r"),
        ("link-absolute", 1, "/s"),
    ]
    assert places("-\t[a b](/r)\n\n\t[c d](/s)") == [
        ("link-absolute", 1, "/r"),
        ("link-absolute", 3, "/s"),
    ]


def test_a_byte_order_mark_counts_for_nothing() -> None:
    (problem,) = render("\ufeff[a b](/r)").problems
    assert (problem.line, problem.column) == (1, 7)


def test_parts_know_their_place() -> None:
    text = "[a b](x.md)\n\n> [c d](<y z.md>)\n\n[e f][g]\n\n[g]:   z.md"
    assert [
        (p.line, p.column, p.length) for p in parts(text, LinkPart) if isinstance(p, LinkPart)
    ] == [
        (1, 7, 4),
        (3, 10, 6),
        (7, 8, 4),
    ]


def test_words_are_found_when_they_stand_once() -> None:
    source = marked("raz dwa\n\ttrzy dwa")
    assert source.find("trzy") == Spot(2, 2, 4)
    assert source.find("dwa") is None
    assert source.find("cztery") is None
    assert source.find("") is None
