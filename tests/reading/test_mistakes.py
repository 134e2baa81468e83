"""The mistakes editors make in YAML, in all the shapes they come in: each is told in its place, and
none of them hides another."""

from __future__ import annotations

import pytest

from civicsite.reading.text_files import decode, split_front_matter
from civicsite.reading.yaml_nodes import parse_yaml
from tests.reading.yaml_reading import PATH, Plain, place, places, plain


@pytest.mark.parametrize(
    ("text", "expected", "read"),
    [
        # colons
        ("a: b: c\nd: e\n", ["1:5: colon-in-value"], {"a": "b: c", "d": "e"}),
        ("a: b:\nd: e\n", ["1:5: colon-in-value"], {"a": "b:", "d": "e"}),
        ("a:\n  - b: c: d\n", ["2:9: colon-in-value"], {"a": [{"b": "c: d"}]}),
        ('a: say: "hi"\n', ["1:7: colon-in-value"], {"a": 'say: "hi"'}),
        ("a: https://x.example/y:z\nb: 12:30\n", [], {"a": "https://x.example/y:z", "b": "12:30"}),
        ("a:b\nc: d\n", ["1:2: missing-space-after-colon"], {"a": "b", "c": "d"}),
        ("a: b\nc:d\ne: f\n", ["2:2: missing-space-after-colon"], {"a": "b", "c": "d", "e": "f"}),
        ("a: {b:c}\n", ["1:5: missing-space-after-colon"], {"a": {"b": "c"}}),
        ('a:\n  b:"c: d"\n', ["2:4: missing-space-after-colon"], {"a": {"b": "c: d"}}),
        ('a:\n  b "c: d"\n', ["2:4: missing-colon"], {"a": {"b": "c: d"}}),
        ("a: b\nc ; d\n", ["2:2: missing-colon"], {"a": "b", "c": "d"}),
        ("a:\n  b\n    - c\n", ["2:4: missing-colon"], {"a": {"b": ["c"]}}),
        (": b\nc: d\n", ["1:1: key-empty"], {"c": "d"}),
        # tabs and other blanks
        ("a:\n\tb: 1\n\tc: 2\n", ["2:1: tab-indentation"], {"a": {"b": "1", "c": "2"}}),
        ("a:\n  - b\n\t- c\n", ["3:1: tab-indentation"], {"a": ["b", "c"]}),
        ("a:\n  b: 1\n\tc: 2\n  d: 3\n", ["3:1: tab-indentation"], None),
        ("a: b\tc\n", ["1:5: tab-character"], {"a": "b c"}),
        ("a:\u00a0b\n", ["1:3: odd-space"], {"a": "b"}),
        ("a:\n  -\u00a0b\n", ["2:4: odd-space"], {"a": ["b"]}),
        ("\u00a0a: 1\nb: 2\n", ["1:1: odd-space"], {"a": "1", "b": "2"}),
        ("a: 10\u00a0000\n", [], {"a": "10\u00a0000"}),
        ("a: b\ufeffc\n", ["1:5: yaml-control-character"], None),
        # quotes
        ('a: "b\nc: d\n', ["1:4: unclosed-quote"], {"a": "b", "c": "d"}),
        ("a: 'b\nc: 'd'\n", ["1:4: unclosed-quote"], {"a": "b", "c": "d"}),
        ('a: "b\nc: "d"\ne: f\n', ["1:4: unclosed-quote"], {"a": "b", "c": "d", "e": "f"}),
        ("a: 'it's'\n", ["1:7: quote-inside-quotes"], {"a": "it's"}),
        ('a: "b"\n  c\nd: e\n', ["1:6: quote-inside-quotes"], {"a": "b c", "d": "e"}),
        ('a: [b "c"]\n', [], {"a": ['b "c"']}),
        ('a: "b" # c\n', [], {"a": "b"}),
        ('a: "C:\\Moje"\n', ["1:7: backslash-in-quotes"], {"a": "C:\\Moje"}),
        ("a: „b”\n", [], {"a": "„b”"}),
        ("„a”: b\n", ["1:1: curly-quotes-key"], {"a": "b"}),
        ("a: [„b, c”]\n", ["1:5: comma-in-braces"], None),
        # indentation
        ("a: 1\n  b: 2\n  c: 3\n", ["2:1: wrong-indentation"], {"a": "1", "b": "2", "c": "3"}),
        (" a: 1\nb: 2\n", ["1:1: wrong-indentation"], {"a": "1", "b": "2"}),
        ("a: 1\n b: 2\n", ["2:1: wrong-indentation"], {"a": "1", "b": "2"}),
        ("a:\n   b: 1\n  c: 2\n  d: 3\n", ["2:1: wrong-indentation"], None),
        ("a:\n  - b\n - c\n  - d\n", ["3:1: wrong-indentation"], {"a": ["b", "c", "d"]}),
        ("a:\n  - b\n   - c\n", ["3:1: wrong-indentation"], {"a": ["b", "c"]}),
        ("a:\n  - b: 1\n     c: 2\n", ["3:1: wrong-indentation"], {"a": [{"b": "1", "c": "2"}]}),
        (
            "a:\n   - b: 1\n    c: 2\n  - b: 3\n    c: 4\n",
            ["2:1: wrong-indentation"],
            {"a": [{"b": "1", "c": "2"}, {"b": "3", "c": "4"}]},
        ),
        (
            "a:\n  - b: 1\nc: 2\n    d: 3\n    e: 4\n  - b: 5\n",
            ["3:1: wrong-indentation"],
            {"a": [{"b": "1", "c": "2", "d": "3", "e": "4"}, {"b": "5"}]},
        ),
        ("a: |\n  b\n c\nd: e\n", ["3:2: text-not-indented"], {"a": "b\nc\n", "d": "e"}),
        # lists
        ("a:\n  -b\n  -c\n", [f"{n}:3: missing-space-after-dash" for n in (2, 3)], None),
        ("a:\n  -1\n  - 2\n", ["2:3: missing-space-after-dash"], {"a": ["1", "2"]}),
        ("a:\n  -3A\n", ["2:3: missing-space-after-dash"], {"a": ["3A"]}),
        ("a: -3\nb: -3.5\nc:\n  - -1\n", [], {"a": "-3", "b": "-3.5", "c": ["-1"]}),
        ("a: - b\n", ["1:4: list-on-key-line"], {"a": ["b"]}),
        ("a:\n  - b\n  c: d\n", ["3:3: list-and-fields-mixed"], None),
        (
            "a:\n    id: b\n    c: 1\n  - id: d\n    c: 2\n",
            ["2:5: missing-dash"],
            {"a": [{"id": "b", "c": "1"}, {"id": "d", "c": "2"}]},
        ),
        ("a:,\n  - b\n", ["1:3: trailing-comma"], {"a": ["b"]}),
        ("a: b,\n", ["1:5: trailing-comma"], {"a": "b,"}),
        # brackets
        ("a: [b, c\nd: e\n", ["1:4: unclosed-bracket"], {"a": ["b", "c"], "d": "e"}),
        ("a: {b: c\nd: e\n", ["1:4: unclosed-bracket"], {"a": {"b": "c"}, "d": "e"}),
        ("a: [b, {c: d]\ne: f\n", ["1:8: unclosed-bracket"], {"a": ["b", {"c": "d"}], "e": "f"}),
        ("a: [b\nc: {d: x\ne: f\n", ["1:4: unclosed-bracket", "2:4: unclosed-bracket"], None),
        ("a: [b]]\nc: d\n", ["1:7: extra-bracket"], {"a": ["b"], "c": "d"}),
        ("a: [b] c\nd: e\n", ["1:7: text-after-bracket"], {"a": "[b] c", "d": "e"}),
        ("a: [\n  b\n  c\n]\n", [], {"a": ["b c"]}),
        ("a: [\n  'b'\n  'c'\n]\n", ["2:6: missing-comma"], {"a": ["b", "c"]}),
        ("a: {b: co, kto?, d: e}\n", ["1:12: comma-in-braces"], {"a": {"b": "co, kto?", "d": "e"}}),
        # signs
        *[
            (f"a: {s}b\nc: d\n", ["1:4: value-starts-with-sign"], {"a": f"{s}b", "c": "d"})
            for s in "@`%*"
        ],
        ("a: -\nc: d\n", ["1:4: value-starts-with-sign"], {"a": "-", "c": "d"}),
        ("a: !b\n", ["1:4: value-starts-with-sign"], None),
        ("a: &b c\n", ["1:4: yaml-anchor"], {"a": "c"}),
        ("a: > b\n", ["1:4: block-sign-with-text"], {"a": "> b"}),
        ("a: #3\n", ["1:4: hash-starts-comment"], {"a": None}),
        ("a: b # c\n# d\ne: f#g\n", [], {"a": "b", "e": "f#g"}),
        ("a: [Sala #3, b]\n", ["1:10: hash-starts-comment"], {"a": ["Sala #3", "b"]}),
        # documents
        ("---\na: b\n", [], {"a": "b"}),
        ("a: b\n...\nc: d\n", ["2:1: yaml-document-end"], {"a": "b", "c": "d"}),
    ],
)
def test_a_mistake_is_found_in_its_place_and_the_rest_is_read(
    text: str, expected: list[str], read: Plain
) -> None:
    parsed = parse_yaml(PATH, text)
    assert [place(found) for found in parsed.diagnostics] == expected
    if read is not None:
        assert plain(parsed.root) == read


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = """\
title: Konsultacje: park
kind:consultation
summary: "Pytamy o park
phases:
  - id: uwagi
    does: comment
     from: 2026-03-01
  -id: decyzja
    does: @decide
\tfrom: 2026-04-01
ways:
  karta: {title: „Karta, biała”, form: https://ankiety.example/a?b=1}
  urna:
    places: [ratusz, szkola
title: Park
"""
    assert places(text) == [
        "1:19: colon-in-value",
        "2:5: missing-space-after-colon",
        "3:10: unclosed-quote",
        "7:1: wrong-indentation",
        "8:3: missing-space-after-dash",
        "9:11: value-starts-with-sign",
        "10:1: tab-indentation",
        "12:26: comma-in-braces",
        "12:65: question-mark-in-braces",
        "14:13: unclosed-bracket",
        "15:1: key-twice",
    ]


def test_places_are_those_of_the_file_after_repairs_in_the_same_line() -> None:
    text = "a: @b: c\nd:e: f\n"
    for found in parse_yaml(PATH, text).diagnostics:
        assert found.span.excerpt == text.split("\n")[found.span.line - 1]
        assert found.span.column <= len(found.span.excerpt)


def test_a_file_full_of_mistakes_is_given_up_after_twenty() -> None:
    text = "".join(f"a{n}: @{n}\n" for n in range(500))
    read = parse_yaml(PATH, text)
    assert read.root is None
    assert len(read.diagnostics) == 20


# The file around the fields


def read_file(data: str | bytes) -> tuple[list[str], Plain, str]:
    """What is said about a Markdown file, its fields and its text."""
    decoded = decode(PATH, data if isinstance(data, bytes) else data.encode())
    front = split_front_matter(PATH, decoded)
    parsed = parse_yaml(PATH, front.yaml, front.yaml_line)
    found = (*decoded.diagnostics, *front.diagnostics, *parsed.diagnostics)
    return [place(each) for each in found], plain(parsed.root), front.body


FIELDS = {"title": "Łąka", "kind": "vote"}


@pytest.mark.parametrize(
    ("data", "expected", "fields"),
    [
        ("---\ntitle: Łąka\nkind: vote\n---\n\nTekst.\n", [], FIELDS),
        ("\ufeff---\ntitle: Łąka\nkind: vote\n---\n\nTekst.\n", [], FIELDS),
        ("---\r\ntitle: Łąka\r\nkind: vote\r\n---\r\n\r\nTekst.\r\n", [], FIELDS),
        (
            "---\ntitle: Łąka\nkind: vote\n\nTekst.\n",
            ["1:1: front-matter-not-closed"],
            FIELDS,
        ),
        ("title: Łąka\nkind: vote\n---\n\nTekst.\n", ["1:1: front-matter-not-opened"], FIELDS),
        ("---\ntitle: Łąka\nkind: vote\n–––\n\nTekst.\n", ["4:1: front-matter-fence"], FIELDS),
        ("---\ntitle: Łąka\nkind: vote\n----\n\nTekst.\n", ["4:1: front-matter-fence"], FIELDS),
        (
            "---\ntitle: Łąka\nkind: vote\n---\n\nTekst.\n".encode("cp1250"),
            ["2:8: file-not-utf8"],
            FIELDS,
        ),
        (
            "---\ntitle: Łąka\nkind: vote\n---\n\nTekst.\n".encode("utf-16"),
            ["1:1: file-utf16"],
            FIELDS,
        ),
        (
            "---\ntitle: Łąka: nowa\nkind:vote\n\nTekst.\n".encode("cp1250"),
            [
                "2:8: file-not-utf8",
                "1:1: front-matter-not-closed",
                "2:12: colon-in-value",
                "3:5: missing-space-after-colon",
            ],
            {"title": "Łąka: nowa", "kind": "vote"},
        ),
        ("", ["1:1: file-empty"], {}),
        ("\n \n", ["1:1: file-empty"], {}),
        ("Tekst.\n", ["1:1: front-matter-missing"], {}),
    ],
)
def test_a_mistake_around_the_fields_does_not_hide_them(
    data: str | bytes, expected: list[str], fields: Plain
) -> None:
    found, read, _ = read_file(data)
    assert found == expected
    assert read == fields
