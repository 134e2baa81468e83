"""YAML without guesses: every value stays what was written, and knows where it was written."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from civicsite.reading.yaml_nodes import Mapping, Scalar, Sequence, parse_yaml
from tests.reading.yaml_reading import PATH, Plain, place, places, plain

# Values


@pytest.mark.parametrize(
    "text",
    [
        "12:30", "22:22:22", "no", "yes", "on", "off", "n", "No", "TRUE", "010", "0o14", "0x1F",
        "1e3", "1_000", ".5", ".inf", ".nan", "-0", "+1", "=", "2026-02-30", "2026-03-01T12:30",
        "0:0", "1.10", "007", "NULL", "Null", "190:20:30",
    ],
)  # fmt: skip
def test_a_value_is_the_text_that_was_written(text: str) -> None:
    read = parse_yaml(PATH, f"title: {text}\nlist:\n  - {text}\nbraces: {{a: {text}}}\n")
    assert read.diagnostics == ()
    assert plain(read.root) == {"title": text, "list": [text], "braces": {"a": text}}


def test_words_that_yaml_takes_for_truth_are_names_of_fields() -> None:
    read = parse_yaml(PATH, "on: 2026-03-01\nno: nie\ny: 1\nnull: 2\n010: 3\n")
    assert read.diagnostics == ()
    assert plain(read.root) == {"on": "2026-03-01", "no": "nie", "y": "1", "null": "2", "010": "3"}


@pytest.mark.parametrize("nothing", ["", " ", " ~", " null", "  # nic"])
def test_nothing_is_null(nothing: str) -> None:
    value = value_of(f"title:{nothing}\n")
    assert isinstance(value, Scalar)
    assert value.null
    assert not value.quoted


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('""', ""),
        ("''", ""),
        ('"~"', "~"),
        ("'null'", "null"),
        ("'it''s'", "it's"),
        ('"a\\tb\\u0105"', "a\tbą"),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n\n  c\n", "a b\nc"),
        ('"a\n  b"', "a b"),
    ],
)
def test_quotes_and_blocks_make_a_text(written: str, text: str) -> None:
    value = value_of(f"title: {written}\n")
    assert isinstance(value, Scalar)
    assert (value.text, value.quoted, value.null) == (text, True, False)


def test_an_empty_text_has_no_fields_and_no_mistakes() -> None:
    for text in ("", "\n\n", "# nic\n", "---\n"):
        read = parse_yaml(PATH, text)
        assert read.root is not None
        assert (read.root.entries, read.diagnostics) == ((), ())


def test_a_value_is_found_by_its_name() -> None:
    root = parse_yaml(PATH, "a: 1\nb: {c: 2}\n").root
    assert root is not None
    assert plain(root.get("b")) == {"c": "2"}
    assert root.get("c") is None


# Places


def test_everything_knows_its_place() -> None:
    text = "title: Park nad rzeką\nphases:\n  - {id: a, from: 2026-02-30}\n  - id: 'b'\n"
    root = parse_yaml(PATH, text, first_line=2).root
    assert root is not None
    assert spans(root) == [
        (2, 1, 5, "title"),
        (2, 8, 14, "Park nad rzeką"),
        (3, 1, 6, "phases"),
        (4, 6, 2, "id"),
        (4, 10, 1, "a"),
        (4, 13, 4, "from"),
        (4, 19, 10, "2026-02-30"),
        (5, 5, 2, "id"),
        (5, 9, 3, "b"),
    ]
    date = root.get("phases")
    assert isinstance(date, Sequence)
    assert date.span.path == PATH
    assert (date.span.line, date.span.column) == (4, 3)
    assert date.items[0].span.excerpt == "  - {id: a, from: 2026-02-30}"


def test_a_missing_value_stands_behind_its_colon() -> None:
    value = value_of("title:\nkind: vote\n")
    assert (value.span.line, value.span.column) == (1, 7)


def test_a_longer_text_is_underlined_to_the_end_of_its_first_line() -> None:
    value = value_of("title: Park\n  nad rzeką\n")
    assert isinstance(value, Scalar)
    assert value.text == "Park nad rzeką"
    assert (value.span.line, value.span.column, value.span.length) == (1, 8, 4)


def spans(node: Any) -> list[tuple[int, int, int, str]]:
    """Line, column, length and text of every key and scalar."""
    if isinstance(node, Scalar):
        return [(node.span.line, node.span.column, node.span.length, node.text)]
    if isinstance(node, Mapping):
        return [s for e in node.entries for s in (*spans(e.key), *spans(e.value))]
    return [s for item in node.items for s in spans(item)]


def value_of(text: str) -> Any:
    read = parse_yaml(PATH, text)
    assert read.diagnostics == ()
    assert read.root is not None
    return read.root.entries[0].value


# What YAML has and content files do not


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1: key-twice"),
        ("b: {a: 1, a: 3}\n", "1:11: key-twice"),
        ("a: &x 1\n", "1:4: yaml-anchor"),
        ("a: !!int 1\n", "1:4: yaml-tag"),
        ("<<: {a: 1}\n", "1:1: yaml-merge"),
        ("a: 1\n---\nb: 2\n", "2:1: yaml-second-document"),
        ("a: 1\n...\n", "2:1: yaml-document-end"),
        ("%YAML 1.2\n---\na: 1\n", "1:1: yaml-directive"),
        ("? a\n: 1\n", "1:1: yaml-explicit-key"),
        ("[a]: 1\n", "1:1: yaml-key-not-a-word"),
        ("{a: 1}: {b: {c: 1}}\n", "1:1: yaml-key-not-a-word"),
        (": 1\n", "1:1: key-empty"),
        ("- a\n- b\n", "1:1: yaml-fields-expected"),
        ("Park nad rzeką\n", "1:1: yaml-fields-expected"),
        ("a: b\x07c\n", "1:5: yaml-control-character"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "1:53: yaml-too-deep"),
        ("a: " + "x" * 5_000_000, "1:1: yaml-too-long"),
    ],
)
def test_what_is_refused_is_named(text: str, said: str) -> None:
    assert places(text) == [said]


def test_of_two_fields_the_first_one_counts() -> None:
    read = parse_yaml(PATH, "a: 1\na: 2\nb: 3\n")
    assert plain(read.root) == {"a": "1", "b": "3"}
    assert dict(read.diagnostics[0].values) == {"key": "a", "line": 1}


def test_the_line_of_the_first_field_is_its_line_in_the_file() -> None:
    read = parse_yaml(PATH, "a: 1\na: 2\n", first_line=11)
    assert place(read.diagnostics[0]) == "12:1: key-twice"
    assert dict(read.diagnostics[0].values)["line"] == 11


@pytest.mark.parametrize("text", ["a: *x\n" * 3, "x: &x [1]\ny: &y [*x, *x]\nz: [*y, *y]\n"])
def test_references_are_never_followed(text: str) -> None:
    read = parse_yaml(PATH, text)
    assert any(found.severity == "error" for found in read.diagnostics)


def test_hostile_nesting_ends_soon() -> None:
    for opening in ("[", "{", "- ", "? "):
        assert places(f"a: {opening * 100_000}\n") or places(opening * 100_000)


# Laws

_INVISIBLE = "\x85\u200b\u2060\ufeff"
WORDS = st.from_regex(r"[a-ząćęłńóśźż_][a-ząćęłńóśźż0-9_-]{0,8}", fullmatch=True)
# Left out: what PyYAML reads as line breaks and editors do not, and spaces other than U+0020, which
# are a mistake at the beginning of a value.
LETTERS = st.one_of(
    st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp"], exclude_characters=_INVISIBLE),
    st.just(" "),
)
SIGNS = st.sampled_from([*"-:#?[]{},&*!|>'\"%@` \n\tabąż0.~=<", ": ", " #", "- ", "no", "„", "”"])
TEXTS = st.one_of(st.text(LETTERS, max_size=30), st.lists(SIGNS, max_size=12).map("".join))
LEAVES = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.dates())
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)
BLOCKS = st.dictionaries(WORDS, VALUES, max_size=5)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_text(value: Any) -> Plain:
    """What YAML writes for a value."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return str(value)


@given(BLOCKS, st.sampled_from([None, True, False]), st.booleans(), st.sampled_from([20, 80, 999]))
def test_nodes_equal_the_values_that_were_written(
    values: dict[str, Any], flow: bool | None, unicode: bool, width: int
) -> None:
    text = yaml.dump(
        values, Dumper=_Dumper, default_flow_style=flow, allow_unicode=unicode, width=width
    )
    read = parse_yaml(PATH, text)
    assert [found for found in read.diagnostics if found.severity == "error"] == []
    assert plain(read.root) == as_text(values)


_PIECES = ("title", "kind: vote", "\n  ", "\n    ", "\n- ", ": ", " #", "---\n", "...\n", "<<")
YAMLISH = st.lists(
    st.sampled_from((*"-:#?[]{},&*!|>'\"%@` \n\t\\„”ą\x07\x85\u00a0\u2028\ufeff", *_PIECES)),
    max_size=40,
).map("".join)


@given(st.one_of(YAMLISH, st.text(max_size=60)), st.integers(1, 9))
def test_any_text_is_read_without_failing_and_every_place_lies_in_it(text: str, first: int) -> None:
    read = parse_yaml(PATH, text, first)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for found in read.diagnostics:
        span = found.span
        assert first <= span.line < first + len(lines)
        line = lines[span.line - first]
        assert 1 <= span.column <= len(line) + 1
        assert 1 <= span.length <= max(1, len(line) + 1 - span.column)
    assert read.root is not None or any(f.severity == "error" for f in read.diagnostics)


@given(YAMLISH)
def test_line_breaks_of_windows_and_of_old_macs_change_nothing(text: str) -> None:
    unix = parse_yaml(PATH, text)
    assert parse_yaml(PATH, text.replace("\n", "\r\n")) == unix
    assert parse_yaml(PATH, text.replace("\n", "\r")) == unix


@given(YAMLISH)
def test_what_is_read_without_a_mistake_is_what_yaml_says(text: str) -> None:
    """No second opinion about validity: PyYAML's own parser has to agree."""
    read = parse_yaml(PATH, text)
    if not read.diagnostics:
        clean = text.replace("\x85", " ").replace("\u2028", " ")
        loaded = yaml.load(clean, Loader=yaml.BaseLoader) or {}
        assert without_null(plain(read.root)) == without_null(loaded)


def without_null(value: Any) -> Any:
    """PyYAML's loader of texts knows no null: it has the empty text, ``~`` and ``null``."""
    if isinstance(value, dict):
        return {key: without_null(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_null(inner) for inner in value]
    return None if value in ("", "~", "null") else value
