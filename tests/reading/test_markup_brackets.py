"""Brackets of links, paired once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor

from civicsite.reading.markup_brackets import Brackets
from civicsite.reading.markup_engine import to_html


@given(st.lists(st.sampled_from(["[", "]", "a", "[[[", "]]]", "[" * 70, "]" * 70])).map("".join))
def test_the_same_bracket_closes_as_for_python_markdown(text: str) -> None:
    theirs, ours = LinkInlineProcessor(LINK_RE, Markdown()), Brackets()
    for place, sign in enumerate(text, 1):
        if sign == "[":
            words, end, found = theirs.getText(text, place)
            closing = ours.closing(text, place)
            assert (closing is not None) == found
            if closing is not None:
                assert (text[place:closing], closing + 1) == (words, end)


@pytest.mark.parametrize("text", ["[" * 20_000, "[" * 10_000 + "]" * 10_000, "[" * 20_000 + "]"])
def test_the_work_grows_with_the_brackets_and_not_with_their_square(text: str) -> None:
    brackets = Brackets()
    for place in range(1, text.count("[") + 1):
        brackets.closing(text, place)
    assert brackets.passed < 2 * len(text)


@pytest.mark.parametrize("text", ["[" * 20_000, "![" * 20_000, "[](" * 20_000])
def test_what_is_never_closed_stays_text(text: str) -> None:
    assert to_html(text) == f"<p>{text}</p>"


def test_links_after_many_unclosed_brackets_are_links() -> None:
    text = "[" * 100 + " [a](b.html) ![c](d.png) [e][f] [f]\n\n[f]: g.html"
    assert to_html(text) == (
        f'<p>{"[" * 100} <a href="b.html">a</a> <img alt="c" src="d.png"> '
        '<a href="g.html">e</a> <a href="g.html">f</a></p>'
    )
