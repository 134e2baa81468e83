"""An engine that has finished a text begins the next one as a new engine would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.reading import markup_engine
from civicsite.reading.markup_engine import to_html

PIECES = st.sampled_from(
    [
        "[^1]", "[^1]: przypis\n", "[^nota]", "\n[^nota]: uwaga\n    dalszy ciąg\n", "*[RP]: Rada Parku\n",
        "RP", "[adres]", "\n[adres]: https://a.example\n", "| a | b |\n| - | - |\n| 1 | 2 |\n", "```\nkod\n```\n",
        "<b>", "</b>", "<div>\n", "**", "_x_", "{.klasa}", "{#id}", "\n\n", "- punkt\n", "1. raz\n", ":   opis\n",
        "!!! note\n    tekst\n", "\n", " ", "słowo", "# ", "\n===\n", "&amp;", "`", "https://b.example",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_what_came_before_leaves_no_trace(texts: list[str]) -> None:
    alone = []
    for text in texts:
        markup_engine._idle.clear()
        alone.append(to_html(text))
    markup_engine._idle.clear()
    assert [to_html(text) for text in texts] == alone
    assert len(markup_engine._idle) == 1


def test_an_engine_that_failed_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    to_html("raz")
    engine = markup_engine._idle[-1]
    monkeypatch.setattr(engine.parser, "parseDocument", lambda lines: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        to_html("dwa")
    assert engine not in markup_engine._idle
    assert "trzy" in to_html("trzy")
