"""The parts as values: stored, told with their file, put together."""

from __future__ import annotations

import json

import pytest

from civicsite.diagnostics import Severity, Span, error, warning
from civicsite.reading.markup import render
from civicsite.reading.markup_parts import (
    Fragment,
    Heading,
    HeadingPart,
    HtmlPart,
    ImagePart,
    LinkPart,
    Problem,
    WayPart,
    as_html,
    image_html,
    link_html,
    start_tag,
)

LINK = LinkPart("a.md", "b", (("title", 'x "y" <z>'),), 1, 2, 3)
FRAGMENT = Fragment(
    parts=(
        HtmlPart("<p>"),
        LINK,
        HtmlPart("a</a> "),
        ImagePart("b.png", "Łąka", "t", (("class", "c"),), 2, 3, 4),
        HtmlPart("</p>"),
        HeadingPart(2, "h", "H l", (HtmlPart("H "), LINK, HtmlPart("l</a>")), (("lang", "pl"),)),
        WayPart("karta", 5, 9, 5),
    ),
    headings=(Heading(2, "h", "H l"),),
    ids=("h",),
    text="Łąka\na",
    problems=(Problem("link-absolute", Severity.ERROR, 3, 4, 2, (("count", 2), ("target", "/r"))),),
)


def test_a_fragment_comes_back_from_the_store_as_it_was() -> None:
    assert Fragment.from_json(FRAGMENT.to_json()) == FRAGMENT
    assert Fragment.from_json(FRAGMENT.to_json().encode()) == FRAGMENT
    assert Fragment.from_json(Fragment().to_json()) == Fragment()


def test_equal_fragments_are_stored_alike() -> None:
    text = "## A\n\n[a b](c.md) ![d](e.png)\n\n::: way f\n\n<font>g</font>"
    assert render(text).to_json() == render(text).to_json()
    assert " " not in json.dumps(json.loads(Fragment().to_json()), separators=(",", ":"))
    assert "Łąka" in FRAGMENT.to_json()


@pytest.mark.parametrize(
    "stored",
    ["", "{}", "[]", "null", "[[],[],[],1]", '[[["odd",1]],[],[],"",[]]', '[[[]],[],[],"",[]]'],
)
def test_what_is_no_fragment_is_refused(stored: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json has a message of its own
        Fragment.from_json(stored)


def test_problems_are_placed_in_their_file() -> None:
    file = "---\ntitle: A\n---\nRaz\n\n<font>b</font> [c d](/e)\n"
    fragment = render("Raz\n\n<font>b</font> [c d](/e)")
    row = "<font>b</font> [c d](/e)"
    assert fragment.diagnostics("content/process.md", 4, file.split("\n")) == (
        warning("html-removed", Span("content/process.md", 6, 1, 6, row), tag="font"),
        error("link-absolute", Span("content/process.md", 6, 22, 2, row), target="/e"),
    )


def test_a_problem_without_a_place_belongs_to_the_file() -> None:
    fragment = Fragment(problems=(Problem("x", Severity.ERROR, 0),))
    assert [d.span for d in fragment.diagnostics("a.md", 3, ["b"])] == [Span("a.md")]


def test_a_problem_beyond_the_lines_given_has_no_excerpt() -> None:
    fragment = Fragment(problems=(Problem("x", Severity.ERROR, 2, 1),))
    assert [d.span for d in fragment.diagnostics("a.md", 3, [])] == [Span("a.md", 4, 1)]


def test_all_parts_in_one_text() -> None:
    assert as_html(
        FRAGMENT,
        lambda part: link_html(part, f"../{part.path}?a&b#{part.anchor}"),
        lambda part: image_html(part, part.path, [("width", "4"), ("class", "d")]),
        lambda part: f"<div>{part.id}</div>",
    ) == (
        '<p><a href="../a.md?a&amp;b#b" title="x &quot;y&quot; &lt;z&gt;">a</a> '
        '<img src="b.png" alt="Łąka" title="t" class="d" width="4"></p>'
        '<h2 id="h" lang="pl">H <a href="../a.md?a&amp;b#b"'
        ' title="x &quot;y&quot; &lt;z&gt;">l</a></h2>'
        "<div>karta</div>"
    )


def test_values_of_attributes_are_escaped() -> None:
    assert start_tag("p", [("title", "\"'<&>")]) == '<p title="&quot;&#x27;&lt;&amp;&gt;">'


def test_the_plain_text_has_one_line_for_each_block() -> None:
    text = (
        "# Tytuł\n\nRaz **dwa**[^1]  \ntrzy\n\n[TOC]\n\n- [x] a\n- b `c`\n\n| D |\n|---|\n| e |\n\n"
        "::: way f\n\n![Obraz](g.png)\n\n[^1]: nota"
    )
    assert render(text).text == "Raz dwa\ntrzy\ndone: a\nb c\nD\ne"


def test_a_summary_ends_with_a_word() -> None:
    assert render("Raz dwa.\n\n- trzy").summary() == "Raz dwa. trzy"
    assert render("Raz dwa, trzy cztery").summary(12) == "Raz dwa…"
    assert render("Raz dwa trzy").summary(12) == "Raz dwa trzy"
    assert render("Konstantynopolitańczykowianeczka").summary(10) == "Konstanty…"
    assert len(render("słowo " * 100).summary()) <= 160
    assert render("").summary() == ""
