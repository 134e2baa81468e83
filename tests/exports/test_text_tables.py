from __future__ import annotations

import csv
import gzip
import hashlib
import io
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Diagnostic, Span
from civicsite.exports import text_tables
from civicsite.exports.dataset import ExportFile, Findings
from civicsite.exports.text_tables import (
    Row,
    TextFile,
    examine,
    parse_amount,
    parse_count,
    plain_head,
    read_rows,
)
from tests.exports.files import in_memory, places, words


def text_of(content: str | bytes, path: str = "data/a.csv") -> TextFile:
    text = examine(in_memory(path, content))
    assert isinstance(text, TextFile), text
    return text


def refusal(content: bytes, path: str = "data/a.csv") -> Diagnostic:
    found = examine(in_memory(path, content))
    assert isinstance(found, Diagnostic)
    return found


# Bytes and letters


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("cp1250", "Windows-1250"),
        ("iso8859-2", "ISO-8859-2"),
    ],
)
def test_polish_letters_survive_every_encoding_a_town_hall_uses(codec: str, name: str) -> None:
    text = text_of("Tytuł;Głosy\nŁąka i źródło;7\n".encode(codec))
    rows = list(read_rows(text, Findings("data/a.csv")))
    assert text.encoding == name
    assert [row.cells for row in rows] == [["Tytuł", "Głosy"], ["Łąka i źródło", "7"]]


def test_windows_quotation_marks_decide_for_windows_even_among_latin_2_letters() -> None:
    assert text_of("„Łąka”;7".encode("cp1250")).encoding == "Windows-1250"


def test_one_pasted_windows_cell_after_much_utf8_is_noticed() -> None:
    content = "Tytuł\n".encode() * 20_000 + "łąka\n".encode("cp1250")
    assert text_of(content).encoding == "Windows-1250"


def test_digest_and_size_are_those_of_the_bytes_as_they_lie_there() -> None:
    packed = gzip.compress(b"a;b\n1;2\n")
    text = text_of(packed)
    assert (text.sha256, text.size) == (hashlib.sha256(packed).hexdigest(), len(packed))
    assert [row.cells for row in read_rows(text, Findings(""))] == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        (b"PK\x03\x04rest", "data/a.xlsx", "export-is-spreadsheet"),
        (b"PK\x03\x04rest", "data/a.ods", "export-is-spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "data/a.csv", "export-is-spreadsheet"),
        (b"PK\x03\x04rest", "data/a.zip", "export-is-archive"),
        (b"", "data/a.csv", "export-empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "data/a.csv", "export-empty"),
        (b"a;b\n\x00\x01\x02", "data/a.csv", "export-encoding-unknown"),
        (b"a;\x81\n", "data/a.csv", "export-encoding-unknown"),
        (gzip.compress(b"a;b\n" * 999)[:-20], "data/a.pb.gz", "export-archive-broken"),
    ],
)
def test_what_is_no_text_table_is_refused_in_words(content: bytes, path: str, code: str) -> None:
    found = refusal(content, path)
    assert found.code == code
    assert all(words([found], language)[0].strip() for language in ("en", "pl"))


def test_a_spreadsheet_is_told_how_to_become_readable() -> None:
    assert words([refusal(b"PK\x03\x04", "data/g.xlsx")]) == [
        "this file is a spreadsheet, whatever its name says. Open the file in your spreadsheet,"
        " choose “Save as”, type “CSV UTF-8”, and put the new file in its place."
    ]


# Delimiters, quotes, lines


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("a;b,c;d\n", ";"),
        ("a\tb\n", "\t"),
        ("a,b,c\n", ","),
        ('"x;y;z",b\n', ","),
        ('"first\nline;;;",b\n', ","),
        ("sep=,\na;b,c\n", ","),
        ("single\n", ","),
        ("single\n1;2\n3;4;5\n", ","),
        ("Karty do głosowania\nNr;Tytuł\n1;Park\n", ";"),
        ("Gmina Lipowiec, wyniki\nNr;Tytuł\n1;Park\n", ";"),
        ("Nr;Wiek, lata\n1;2,5\n2;3,5\n", ";"),
    ],
)
def test_the_delimiter_is_counted_outside_quotes_in_the_first_record(
    content: str, delimiter: str
) -> None:
    assert text_of(content).delimiter == delimiter


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    rows = list(read_rows(text_of("sep=;\na;b\n1;2\n"), Findings("")))
    assert [(row.line, row.cells) for row in rows] == [(2, ["a", "b"]), (3, ["1", "2"])]


def test_lines_are_counted_through_quoted_line_breaks_and_mixed_endings() -> None:
    rows = list(read_rows(text_of('a;b\r\n"1\n1";2\n3;4\r\n'), Findings("")))
    assert [(row.line, row.cells[0]) for row in rows] == [(1, "a"), (2, "1\n1"), (4, "3")]


@pytest.mark.parametrize("tail", ["", "x;y\n" * 50_000])
def test_a_quote_that_is_never_closed_is_reported_where_it_opens(tail: str) -> None:
    findings = Findings("data/a.csv")
    list(read_rows(text_of(f'a;b\n1;2\n3;"4\n{tail}'), findings))
    assert places(findings.all()) == ["data/a.csv:3: quote-not-closed"]


def test_an_inch_sign_is_no_open_quote() -> None:
    findings = Findings("data/a.csv")
    assert [row.cells for row in read_rows(text_of('a;b\n1;5" rura'), findings)][1] == [
        "1",
        '5" rura',
    ]
    assert findings.all() == ()


@given(
    st.lists(
        st.lists(st.text("ab;\"' \n,ł", max_size=6), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_what_csv_writes_is_read_back_and_every_cell_is_found_at_its_place(
    rows: list[list[str]],
) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    content = buffer.getvalue()
    findings = Findings("a.csv")
    found = list(read_rows(text_of(content, "a.csv"), findings, ";"))
    assert [row.cells for row in found] == rows
    assert findings.all() == ()
    lines = content.split("\n")
    for row in found:
        for index in range(len(row.cells)):
            span = row.span("a.csv", ";", index)
            assert lines[span.line - 1][span.column - 1] == '"'


def test_a_position_is_given_without_the_words_of_the_cell() -> None:
    row = Row(12, ["7", "jan@example.org"], "7;jan@example.org\n")
    assert row.span("data/a.csv", ";", 1) == Span("data/a.csv", 12, 3, 1, "")


# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12500", "12500"),
        ("12 500", "12500"),
        ("12\u00a0500,00 zł", "12500.00"),
        ("12500.5", "12500.5"),
        ("-3", "-3"),
        ("1 234 567,89 PLN", "1234567.89"),
        ("0", "0"),
    ],
)
def test_amounts_as_town_halls_write_them(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert str(amount) == value


@pytest.mark.parametrize(
    "text", ["", "12.500", "12,500", "1 2500", "1e6", "12 500,00,00", "około 5", "٣", "9" * 16]
)
def test_amounts_that_could_mean_two_things_are_not_guessed(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("1 204", 1204), ("-1", None), ("1.5", None), ("²", None)]
)
def test_votes_are_whole_numbers(text: str, value: int | None) -> None:
    assert parse_count(text) == value


def test_the_head_of_a_compressed_file_can_be_looked_at() -> None:
    packed = gzip.compress(b"META\nkey;value\n" * 9999)
    assert plain_head(packed[:200]).startswith("META\nkey;value\n")
    assert plain_head(b"\x1f\x8bnonsense") == ""
    assert plain_head("\ufeffMETA".encode()) == "META"


def test_a_cell_without_end_does_not_fill_the_memory() -> None:
    class Endless(io.RawIOBase):
        """A gigabyte of one letter after a header."""

        def __init__(self) -> None:
            self.left = 1 << 30

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            if self.left == 1 << 30:
                buffer[:4] = b"a;b\n"
                self.left -= 4
                return 4
            size = min(len(buffer), self.left)
            buffer[:size] = b"x" * size
            self.left -= size
            return size

    # The first pass takes the digest of all of it; the second must not keep it.
    text = text_of("a;b\n")
    text = replace(text, file=ExportFile("data/a.csv", lambda: io.BufferedReader(Endless())))
    findings = Findings("data/a.csv")
    tracemalloc.start()
    try:
        rows = list(read_rows(text, findings))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [row.cells for row in rows] == [["a", "b"]]
    assert places(findings.all()) == ["data/a.csv:2: cell-too-long"]
    assert peak < 120 << 20


@pytest.mark.parametrize("cell", ["x" * 200_000, '"' + "x" * 200_000 + '"'])
def test_a_cell_that_is_too_long_is_told_from_an_open_quote(cell: str) -> None:
    findings = Findings("data/a.csv")
    list(read_rows(text_of(f"a;b\n1;{cell}\n"), findings))
    assert places(findings.all()) == ["data/a.csv:2: cell-too-long"]


def test_a_compressed_file_that_unpacks_without_end_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text_tables, "MOST_PLAIN", 1 << 20)
    assert refusal(gzip.compress(b"a;b\n" * (1 << 19))).code == "export-unpacks-too-far"


@pytest.mark.parametrize("tail", [b"\x00", b"\x00\xd8", b"\x00\xd8a\x00"])
def test_broken_utf_16_is_refused(tail: bytes) -> None:
    assert refusal(b"\xff\xfea\x00\n\x00" + tail).code == "export-encoding-unknown"


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    text = examine(in_memory("data/a.csv", content))
    if isinstance(text, TextFile):
        list(read_rows(text, Findings("data/a.csv")))
