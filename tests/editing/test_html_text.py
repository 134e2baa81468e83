from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.editing.block_style import plain, quoted
from civicsite.editing.html_text import to_line, to_markdown
from civicsite.reading.markup import render
from civicsite.reading.yaml_nodes import Scalar, parse_yaml
from tests.reading.markup_html import whole


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Jeden</p><p>Dwa</p>", "Jeden\n\nDwa"),
        ("Jeden\nwiersz\n\nDwa", "Jeden  \nwiersz\n\nDwa"),
        ("<h3>Po co?</h3>Bo <b>tak</b>.", "## Po co?\n\nBo tak."),
        ("<ul><li>ławka</li><li><p>kosz</p></li></ul>", "- ławka\n- kosz"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n    - b\n1. c"),
        (
            '<p>Zob. <a href="https://lipowiec.example/a">uchwałę</a>.</p>',
            "Zob. [uchwałę](<https://lipowiec.example/a>).",
        ),
        ('<a href="/processes/park">tutaj</a>', "tutaj"),
        ('<a href="javascript:alert(1)">tutaj</a>', "tutaj"),
        ("Linia<br>druga", "Linia  \ndruga"),
        ("<script>alert(1)</script><p>tekst</p>", "tekst"),
        ("a & b < c", "a & b &lt; c"),
        ("&amp;lt;b>", "&amp;lt;b&gt;"),
        ("::: way karta", "&#58;:: way karta"),
        ("1. maja", "1\\. maja"),
        ("- punkt", "\\- punkt"),
        ("[TOC] *a* {: .x}", "\\[TOC\\] \\*a\\* \\{: .x\\}"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html).text == markdown


def test_pictures_are_left_out_and_counted() -> None:
    found = to_markdown('<p>a<img src="https://x.example/a.png"><iframe src="b"></iframe></p>')
    assert (found.text, found.pictures) == ("a", 2)


WORDS = st.text(
    st.one_of(
        st.sampled_from("#*_`~[](){}<>!|\\:=+-.&;\"'/1 2\n\tałż"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=60,
)


def shown(html: str) -> str:
    """The words of HTML, on one line."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


@given(WORDS)
def test_a_plain_text_is_shown_as_it_is_whatever_it_holds(text: str) -> None:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    fragment = render(to_markdown(safe).text)
    assert [problem.code for problem in fragment.problems] == []
    html = whole(fragment)
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "br"}
    assert shown(html) == plain(text)


@given(st.lists(WORDS, max_size=4), st.sampled_from(["li", "h2", "p", "blockquote", "td", "b"]))
def test_words_in_any_element_do_not_become_markup(texts: list[str], tag: str) -> None:
    safe = [text.replace("&", "&amp;").replace("<", "&lt;") for text in texts]
    inner = "".join(f"<{tag}>{text}</{tag}>" for text in safe)
    html = {"li": f"<ul>{inner}</ul>", "td": f"<table><tr>{inner}</tr></table>"}.get(tag, inner)
    fragment = render(to_markdown(html).text)
    assert [problem.code for problem in fragment.problems] == []
    allowed = {"p", "br", "ul", "li", "h2"}
    assert set(re.findall(r"<(\w+)", whole(fragment))) <= allowed
    assert shown(whole(fragment)).replace(" ", "") == "".join(map(plain, texts)).replace(" ", "")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_html_gives_markdown_without_active_content(html: str) -> None:
    rendered = whole(render(to_markdown(html).text))
    assert not re.search(r"<(script|iframe|img|form|style)|javascript:|\son\w+=", rendered)


@given(st.text(max_size=80))
def test_a_quoted_value_of_yaml_is_the_plain_text_and_nothing_else(text: str) -> None:
    parsed = parse_yaml("x.yaml", f"title: {quoted(text)}\nother: 1\n")
    assert parsed.diagnostics == ()
    assert parsed.root is not None
    value = parsed.root.get("title")
    assert isinstance(value, Scalar)
    assert value.text == plain(text)
    assert len(parsed.root.entries) == 2


def test_marks_that_turn_the_direction_of_a_text_go() -> None:
    assert plain("a\u202eb\u2066c\x00d\u2028e") == "abc d e"


def test_a_line_has_no_markup() -> None:
    assert to_line("<p>Plac &amp; zabaw</p>\n<p>[x]</p>") == "Plac & zabaw [x]"
