"""What is read many at a time gives what one at a time gives."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Span
from civicsite.exports import alike, text_rows
from civicsite.exports import gate as gates
from civicsite.exports.choices import Chooser
from civicsite.exports.dataset import Ballot, CountedFile, Findings, Option
from civicsite.exports.formats.table import FORMATS
from civicsite.exports.gate import Gate, _Column
from civicsite.exports.text_tables import TextFile, examine, read_rows
from tests.exports.files import in_memory, read

CELLS = st.text(st.sampled_from('ab"; \n\r'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=12), st.integers(1, 40))
def test_the_size_of_a_block_changes_no_record(rows: list[list[str]], size: int) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(rows)
    assert_same(written.getvalue(), size)


@given(st.text(st.sampled_from('a"; \n\r'), max_size=40), st.integers(1, 12))
def test_the_size_of_a_block_changes_nothing_in_noise(noise: str, size: int) -> None:
    assert_same(f"x;y\n{noise}", size)


def assert_same(content: str, size: int) -> None:
    text = examine(in_memory("data/a.csv", content))
    if not isinstance(text, TextFile):
        return
    text = replace(text, delimiter=";")
    whole, parts = Findings("data/a.csv"), Findings("data/a.csv")
    expected = list(read_rows(text, whole))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_rows, "_BLOCK", size)
        assert list(read_rows(text, parts)) == expected
    assert parts.all() == whole.all()
    assert [row.cells for row in expected] == list(
        csv.reader(io.StringIO(content, newline=""), delimiter=";")
    )
    if not whole.all():
        assert "".join(row.source for row in expected) == content


WORDINGS = st.text(st.sampled_from("aAb,; \u00a0\n"), min_size=1, max_size=6)


@given(st.lists(WORDINGS, min_size=1, max_size=4, unique=True), st.lists(WORDINGS, max_size=4))
def test_a_cell_is_read_alike_whether_or_not_its_parts_were_seen(
    titles: list[str], cells: list[str]
) -> None:
    options = [Option(str(number), title) for number, title in enumerate(titles)]
    quick, slow = Chooser(options), Chooser(options)
    for cell in (*cells, ",".join(cells), ", ".join(titles), *titles):
        one, other = quick.read(cell), slow._read(cell)
        assert (one, one.words) == (other, other.words)


VALUES = st.sampled_from(
    ["", "7", "123456", "12345678901", "Anna", "Anna Kowalska", "ala@example.org", "4,12,7",
     "52.1, 21.0", "Plac", "Ławki", "1984-05-06", "44051401359", " ", "501 234 567"]
)  # fmt: skip


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=40), st.integers(1, 9))
def test_the_gate_sees_the_same_in_many_rows_as_in_one(
    rows: list[tuple[str, str]], at_once: int
) -> None:
    gate, columns = Gate("data/a.csv"), [_Column(), _Column()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gates, "_AT_ONCE", at_once)
        patch.setattr(gates, "_LOOKED_AT", 5)
        gate.columns(("A", "B"), Span("data/a.csv", 1))
        for line, row in enumerate(rows, 2):
            gate.row(row, line)
            for column, cell in zip(columns, row, strict=True):
                if cell:
                    column.see(cell, line)
        gate.diagnostics()
    assert gate._columns == columns


OPTIONS = {"": (Option("1", "Plac"), Option("2", "Ławki"), Option("3", "Kosze, ławki"))}
MARKS = st.sampled_from(["1", "2", "1,2", "", "9", "Kosze, ławki", "1,9"])


@given(st.lists(st.tuples(MARKS, st.sampled_from(["online", "paper", "?"])), max_size=30))
def test_equal_rows_are_one_ballot_with_a_number(rows: list[tuple[str, str]]) -> None:
    content = "\n".join(["Nr;Co;Jak", *(f"x;{marks};{how}" for marks, how in rows)])
    entry = CountedFile("data/a.csv", choices=(("", "Co"),), channel_column="Jak")
    (format_,) = FORMATS

    def found(most: int) -> tuple[Counter[Ballot], object]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(alike, "_MOST_ALIKE", most)
            export, ballots = read(format_, content, entry, OPTIONS)
        together: Counter[Ballot] = Counter()
        for ballot in ballots:
            together[replace(ballot, count=1)] += ballot.count
        return together, export

    one, many = found(1), found(2048)
    assert one == many
    assert sum(one[0].values()) == len(rows)
