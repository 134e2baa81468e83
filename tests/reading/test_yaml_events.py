"""One judge of validity: the fast parser may only say what the slow one says."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from civicsite.reading import yaml_events
from civicsite.reading.yaml_events import judge

PIECES = st.lists(
    st.sampled_from(
        (
            *"-:#?[]{},&*!|>'\"%@` \n\t\\~=<ą", "a", "b c", "\n  ", "\n    ", "\n- ", ": ", " #", "#",
            "---\n", "--- ", "...\n", "<<", "|\n", "|#", ">-", ">2", "!!str ", "!<x> ", "&a ", "*a ",
            "'a'", '"b"', '"\\u0105"', '"\\ud800"', '"\\U00110000"', "{a: b}", "[a, b]", "? ",
            "%YAML 1.1\n", "%TAG ! x\n", "-\t", ":\t", "\t#", "\u2029", "\x85",
        )
    ),
    max_size=30,
).map("".join)  # fmt: skip

# How a scalar is written where both ways mean the same is no matter of validity.
Told = tuple[str, object, object, object, object]


def told(events: Iterable[yaml.Event]) -> list[Told]:
    """What of each event is used."""
    return [
        (
            type(event).__name__,
            getattr(event, "value", None),
            bool(getattr(event, "style", None)),
            getattr(event, "anchor", None),
            (event.start_mark.line, event.start_mark.column),
        )
        for event in events
    ]


def slow(lines: list[str]) -> list[Told] | None:
    try:
        return told(yaml_events._slow_events("\n".join(lines) + "\n", lines))
    except yaml_events._Stopped:
        return None


@given(PIECES)
def test_the_fast_parser_accepts_only_what_the_other_one_reads_the_same(text: str) -> None:
    lines = text.translate(str.maketrans("\x85\u2028\u2029", "   ")).split("\n")
    judged = judge(lines)
    assert (None if judged.failure else told(judged.events)) == slow(lines)


@given(PIECES)
def test_a_failure_lies_in_the_lines_and_is_there_exactly_when_reading_stops(text: str) -> None:
    lines = text.translate(str.maketrans("\x85\u2028\u2029", "   ")).split("\n")
    failure = judge(lines).failure
    assert (failure is None) == (slow(lines) is not None)
    if failure is not None:
        for line, column in (failure.where, (failure.line, failure.column)):
            assert 0 <= line < len(lines)
            assert 0 <= column <= len(lines[line])


@pytest.mark.parametrize(
    "text",
    [
        "a: b\tc",  # the fast one takes a tab for a part of the text
        "a:\tb",
        "a: [?b]",
        "a: |#\n  b",
        "a: - b",
        "a: 'b' c",
        "a: b: c",
        "%YAML 1.1",
        'a: "\\ud800"',
    ],
)
def test_what_one_of_the_two_refuses_is_refused(text: str) -> None:
    lines = text.split("\n")
    assert (judge(lines).failure is None) == (slow(lines) is not None)


def test_without_the_fast_parser_everything_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["a: b\n", "a: [b\n", "- a\n", "a: 1\n---\nb: 2\n", "a: &x b\n", 'a: "\\x41"\n']
    with_it = [judge(text.split("\n")).failure for text in texts]
    monkeypatch.setattr(yaml_events, "_FAST", yaml_events._SLOW)
    assert [judge(text.split("\n")).failure for text in texts] == with_it


ITEM = """\
      - number: "1"
        channel: online
        points:
          - n: "1"
            summary: Ławki
            text: |
              Więcej
              ławek.
"""


@pytest.mark.parametrize(
    "slip",
    [
        "        event: a: b\n",
        "       event: a\n",
        "        event\n",
        '        event: "a" b\n',
        '        event: "a\n',
        "        event: [a\n",
        "        event: [a: {b\n",
        "        event: @a\n",
        "\tevent: a\n",
        "- event: a\n",
        "        - event: a\n",
        "        event: *a b\n",
        "---\n",
    ],
)
@pytest.mark.parametrize("head", ["sets:\n  - id: a\n    items:\n", "sets:\n- id: a\n  items:\n"])
def test_in_a_long_text_the_failure_is_the_same_as_when_all_of_it_is_read(
    slip: str, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (head + ITEM * 200 + slip + ITEM * 200).split("\n")
    judged = judge(lines)
    monkeypatch.setattr(yaml_events, "_LARGE", 10**9)
    assert judged.failure == judge(lines).failure
