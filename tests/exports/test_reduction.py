"""The neutral table: what is written comes back, and nothing else is believed."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Ballot, CountedFile, Judged, Option, Reduced
from civicsite.exports.formats.neutral import FORMATS
from civicsite.exports.reduction import ballot_line, grouped, guarded, header_line, joined, split
from tests.exports.files import places, read

(NEUTRAL,) = FORMATS
PATH = "content/lipowiec/park/data/reduced.csv"
WORDS = st.text(st.sampled_from("ab,;\"'\\=+-@ \n|1"), min_size=1, max_size=4).filter(str.strip)
SCORES = st.integers(-9, 9) | st.decimals(-9, 9, places=2)


def entry(reduced: Reduced | None = None) -> CountedFile:
    return CountedFile(PATH, "reduced", reduced=reduced)


def ballots() -> st.SearchStrategy[list[Ballot]]:
    marks = st.lists(WORDS, min_size=1, max_size=4, unique=True).map(tuple)
    channel = st.sampled_from(["", "online", "paper", "on-site"])
    number = st.integers(1, 3)
    plain = st.builds(Ballot, st.just(""), marks, channel, count=number)
    scored = marks.flatmap(
        lambda m: st.builds(
            Ballot, st.just(""), st.just(m), channel,
            st.tuples(*(SCORES for _ in m)),
        )
    )  # fmt: skip
    return st.lists(plain | scored, min_size=1, max_size=8, unique_by=lambda b: b.marks)


@given(ballots())
def test_every_ballot_is_read_back_exactly(written: list[Ballot]) -> None:
    content = header_line() + b"".join(grouped(ballot_line(b, True) for b in written))
    options = {"": tuple(Option(id) for ballot in written for id in ballot.marks)}
    number = sum(ballot.count for ballot in written)
    said = Reduced("", hashlib.sha256(content).hexdigest(), (Judged("", number),), ())
    export, found = read(NEUTRAL, content, entry(said), options)
    assert export.diagnostics == ()
    assert found == written


@given(ballots())
def test_equal_ballots_become_one_row_in_the_order_of_their_content(written: list[Ballot]) -> None:
    rows = list(grouped(sorted(ballot_line(ballot, True) for ballot in written)))
    assert [row.partition(b";")[2] for row in rows] == sorted(
        {ballot_line(ballot, True).rpartition(b"\n")[0] + b"\n" for ballot in written}
    )
    assert sum(int(row.partition(b";")[0]) for row in rows) == sum(b.count for b in written)


@given(st.lists(st.text(st.sampled_from("a,\\;'"))))
def test_ids_are_taken_apart_as_they_were_joined(ids: list[str]) -> None:
    assert split(joined(ids)) == (tuple(ids) if ids != [""] else ())


@given(st.text(st.sampled_from("=+-@'\t\ra")))
def test_no_text_begins_a_formula(text: str) -> None:
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_marks_whose_order_means_nothing_are_sorted_with_their_points() -> None:
    ballot = Ballot("", ("b", "a"), "paper", (1, Decimal("2.50")))
    assert ballot_line(ballot, False) == b'"a,b";"2.50,1";paper\n1'
    assert ballot_line(ballot, True) == b'"b,a";"1,2.50";paper\n1'


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("1;x;;online", f"{PATH}:2:3: reduced-option"),
        ('1;"a,a";;online', f"{PATH}:2:3: reduced-option"),
        ("1;a;zwei;online", f"{PATH}:2:5: reduced-points"),
        ('1;a;"1,2";online', f"{PATH}:2:5: reduced-points"),
        ("1;a;;pigeon", f"{PATH}:2:6: reduced-channel"),
        ("0;a;;online", f"{PATH}:2:1: reduced-number"),
        ("-1;a;;online", f"{PATH}:2:1: reduced-number"),
    ],
)
def test_what_was_not_written_so_is_an_error_at_its_cell(row: str, place: str) -> None:
    export, found = read(
        NEUTRAL, f"ballots;marks;points;channel\n{row}\n", entry(), {"": (Option("a"), Option("b"))}
    )
    assert (places(export.diagnostics), found) == ([place], [])


def test_a_published_table_is_recognised() -> None:
    assert (
        NEUTRAL.recognise(b"ballots;marks;points;channel;district\n2;1;;;A\n", "x.csv") is not None
    )
    assert NEUTRAL.recognise(b"marks;points\n", "x.csv") is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    read(NEUTRAL, b"ballots;marks;points;channel\n" + content, entry(), {"": (Option("a"),)})
