"""What holds for every text, also for one that no editor would write."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from civicsite.reading.markup import render
from civicsite.reading.markup_engine import to_html
from civicsite.reading.markup_marks import without_marks
from civicsite.reading.markup_parts import Fragment, HeadingPart, LinkPart
from civicsite.reading.markup_source import marked
from civicsite.reading.sanitising import TAGS, words
from tests.reading.markup_html import whole

VOID = {"br", "hr", "img", "wbr"}
ATTRIBUTES = words(
    """
    abbr alt aria-hidden aria-label class colspan dir height href hreflang id lang open rel reversed
    role rowspan scope src start tabindex title type value width
    """
)
MARKDOWN = """
a|Łąka |**|*|_|`|[|]|(|)|](x.md)|![Plan](y.png)|![|[id]|[^1]|[^1]: nota|[id]: z.md| > |> |    |
# |## |###|- |* |1. |+ |---|===|```|~~~|{: .x #i }|{.decorative}|<https://example.org>|<a@b.example>|
&amp;|&|\\|!!! note|    !!! note "T"|: |Termin|:   opis|*[BIP]: tytuł|BIP|[ ] |- [x] |[TOC]|"|'|$|
::: way karta|:::|[link](a/b.md "tytuł")|=|--|1|http://example.org|[a][id]|[a](/b)|[tutaj](c.md)
""".replace("\n", "").split("|")
HTML = """
<b>|</b>|<div>|</div>|<br/>|<!--|-->|<script>|</script>|<p|<i x=1>|javascript:|<?|<![CDATA[|]]>|
<a href="q.md">|<a href="javascript:x">|</a>|<img src='x.jpg' onerror=x>|<table><tr><th>|<style>|
<details><summary>|<h3>x</h3>|<svg><a>|<textarea>|<li>|<p style=a onclick=b id="c d">|<x y>|>|<|"|'
""".replace("\n", "").split("|")
TABLE = "\n\n| a | b |\n|---|---|\n| c | d |\n"
SPACES = [" ", "\n", "\n\n", "  \n", "\t", TABLE]

prose = st.lists(st.sampled_from(MARKDOWN + SPACES), max_size=30).map("".join)
anything = st.one_of(
    st.text(max_size=60),
    prose,
    st.lists(st.one_of(st.sampled_from(MARKDOWN + HTML + SPACES), st.text(max_size=3))).map(
        "".join
    ),
)


class Page(HTMLParser):
    """Checks the tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS | {"nav", "section"}
        assert {name for name, _ in attrs} <= ATTRIBUTES
        assert len({name for name, _ in attrs}) == len(attrs)
        values = {name: value or "" for name, value in attrs}
        for name in ("href", "src"):
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", values.get(name, ""), re.I)
            assert scheme is None or scheme[1].lower() in ("http", "https", "mailto", "tel")
        if "id" in values:
            self.ids.append(values["id"])
        if values.get("class", "").startswith("footnote-"):
            self.anchors.append(values["href"].removeprefix("#"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(anything)
def test_any_text_becomes_well_formed_html_of_allowed_tags(text: str) -> None:
    fragment = render(text)
    page = Page(whole(fragment))
    assert len(set(page.ids)) == len(page.ids)
    assert sorted(page.ids) == list(fragment.ids)
    assert set(page.anchors) <= set(page.ids)


@given(anything)
def test_no_mark_and_no_control_character_is_left(text: str) -> None:
    fragment = render(text)
    assert re.search("[\0-\x08\x0b-\x1f\x7f\ufdd0-\ufdef]", whole(fragment) + fragment.text) is None


@given(anything)
def test_problems_lie_in_the_text(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in render(text).problems:
        assert 0 <= problem.line <= len(lines)
        if problem.line:
            assert problem.column >= 1
            assert problem.column + problem.length - 1 <= len(lines[problem.line - 1]) + 1


@given(anything)
def test_the_same_text_makes_the_same_fragment_whatever_came_before(text: str) -> None:
    first = render(text)
    render("[^1] [id] BIP\n\n[^1]: n\n\n[id]: x.md\n\n*[BIP]: b\n\n## A")
    assert render(text) == first
    assert Fragment.from_json(first.to_json()) == first


@given(anything)
def test_no_heading_level_is_left_out(text: str) -> None:
    levels = [1, *(heading.level for heading in render(text).headings)]
    assert all(2 <= level <= above + 1 for above, level in pairwise(levels))


@given(anything, st.sampled_from(["", "a-"]))
def test_a_prefix_changes_nothing_but_ids(text: str, prefix: str) -> None:
    plain, prefixed = render(text), render(text, prefix=prefix)
    assert prefixed.ids == tuple(sorted(prefix + name for name in plain.ids))
    assert prefixed.problems == plain.problems
    assert prefixed.text == plain.text
    for one, other in zip(plain.parts, prefixed.parts, strict=True):
        if isinstance(one, LinkPart) and isinstance(other, LinkPart):
            assert other.anchor in (one.anchor, prefix + one.anchor)
            assert one.path == other.path
        if isinstance(one, HeadingPart) and isinstance(other, HeadingPart):
            assert other.id == prefix + one.id


@given(prose)
def test_marks_mean_nothing_to_markdown(text: str) -> None:
    def bare(html: str) -> str:
        # The blank a mark leaves at the start of a heading or a cell is taken out later.
        html = without_marks(html).replace(' data-civicsite-at=""', "")
        return re.sub(r"(<(?:h[1-6]|t[hd])[^>]*>)\s+", r"\1", html)

    source = marked(text.replace(":::", ""))
    assert bare(to_html(source.text)) == bare(to_html(source.plain))
