from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Ballot, CountedFile, Export, Facts, Option
from civicsite.exports.formats.blt import FORMATS
from civicsite.exports.validity import Validity
from tests.exports.files import places, read, sample, words
from tests.results.counting import AS_DECLARED, RESULTS, counted, one, request

(BLT,) = FORMATS
ENTRY = CountedFile("data/rada.blt", span=RESULTS, contest="rada")


def told(content: str) -> tuple[list[str], list[str]]:
    """Where something is wrong, and the sentences about it."""
    export, _ = read(BLT, content, ENTRY)
    return places(export.diagnostics), words(export.diagnostics)


def test_the_sample_is_read_whole() -> None:
    export, ballots = read(BLT, sample("rada-osiedla.blt"), ENTRY)
    assert export.diagnostics == ()
    assert export.facts == Facts(title="Rada osiedla Podlesie", ballot_type="ordinal", seats=2)
    assert export.options == (
        Option("1", "Dąb #1", "rada"),
        Option("2", "Klon; Polny", "rada", category=("Zielone Podwórka",)),
        Option("3", "Lipa Drobnolistna", "rada"),
        Option("4", "Jesion", "rada", withdrawn=True),
    )
    assert ballots == [
        Ballot("rada", ("1", "2"), count=3),
        Ballot("rada", ("2", "3"), count=2),
        Ballot("rada", ("2",), overvoted=0),
        Ballot("rada", ("2", "4", "1"), overvoted=2),
        Ballot("rada", ()),
    ]
    assert [ballot.line for ballot in ballots] == [4, 5, 6, 7, 8]
    assert export.provenance is not None
    assert (export.provenance.rows_read, export.provenance.encoding) == (5, "UTF-8")


def test_it_is_recognised_by_its_first_lines() -> None:
    for content in (sample("rada-osiedla.blt"), b"2 1\n1 1 0\n0\n", b"\xef\xbb\xbf2 1  \r\n0\r\n"):
        found = BLT.recognise(content, "x.txt")
        assert found is not None
        assert (found.format, found.by) == ("blt", "recognised-blt")
    for content in (b"", b"2 1\n", b"2 1\n3 4\n", b"a;b\n1 1 0\n", b"5 3\n2026-06-01;4\n"):
        assert BLT.recognise(content, "x.blt") is None


@pytest.mark.parametrize(
    ("content", "place", "sentence"),
    [
        (
            "2 1\n1 3 0\n0\na\nb\nt\n",
            "data/rada.blt:2:1: blt-candidate-unknown",
            "this line names candidate 3, and there are only 2 candidates. Compare the line and the"
            " number of candidates at the top with the original file.",
        ),
        (
            "2 1\n1 1 2\n0\na\nb\nt\n",
            "data/rada.blt:2:1: blt-ballot-not-closed",
            "this ballot does not end with 0, so it may be cut off. Compare the line with the"
            " original file and end it with “ 0”.",
        ),
        (
            '2 1\n1 1 0\n"a"\n"b"\n',
            "data/rada.blt:3:1: blt-ballots-not-closed",
            "the ballots do not end with a line that holds only 0, so some of them may be missing."
            " Compare the file with the original, and put a line “0” between the last ballot and"
            " the first name.",
        ),
        (
            "2 1\n1 1 0\n",
            "data/rada.blt: blt-ballots-not-closed",
            "the ballots do not end with a line that holds only 0, so some of them may be missing."
            " Compare the file with the original, and put a line “0” between the last ballot and"
            " the first name.",
        ),
        (
            "two 1\n1 1 0\n0\n",
            "data/rada.blt:1:1: blt-first-line",
            "the first line of a BLT file gives two numbers, of candidates and of seats, and this"
            " one does not. Correct the first line, for example to “5 3” for five candidates and"
            " three seats.",
        ),
        (
            "2 1\n0.5 1 0\n0\na\nb\n",
            "data/rada.blt:2:1: blt-weight",
            "this line does not begin with the number of ballots it stands for. Begin it with a"
            " whole number, such as 1.",
        ),
        (
            "2 1\n1 x 0\n0\na\nb\n",
            "data/rada.blt:2:1: blt-not-a-number",
            "a ballot names candidates by their numbers, and this line holds something else."
            " Compare the line with the original file.",
        ),
        (
            "2 1\n1 1 0\n0\na\n",
            "data/rada.blt: blt-names-missing",
            "the file has 2 candidates and 1 names. Add the missing names below the ballots, each"
            " on a line of its own and in quotes.",
        ),
        (
            "2 1\n1 1 1 0\n0\na\nb\n",
            "data/rada.blt:2:1: blt-candidate-twice",
            "this ballot names candidate 1 twice; the first place counts. Nothing has to be done if"
            " the ballot really says so.",
        ),
        (
            "1 1\n1 1 0\n0\na\nt\nu\n",
            "data/rada.blt:6:1: blt-after-title",
            "something follows the title, and it is not read. Look whether there is a name too"
            " many, or two files were put together.",
        ),
    ],
)
def test_what_is_wrong_is_told(content: str, place: str, sentence: str) -> None:
    assert told(content) == ([place], [sentence])


def test_a_line_without_end_is_not_kept_in_memory() -> None:
    assert told("2 1\n" + "1 " * 600_000 + "0\n0\na\nb\n")[0][0] == (
        "data/rada.blt:2: line-too-long"
    )


def test_a_rank_with_several_candidates_wants_a_decision() -> None:
    asked = request(CountedFile("data/x", span=RESULTS), options=(), validity=AS_DECLARED)
    _, problems = counted(asked, {"data/x": "2 1\n3 1=2 1 0\n1 2 0\n0\na\nb\n"})
    assert words(problems) == [
        "3 ranked ballots name several options on the same rank, and validity: does not say what"
        " that means (the first at data/x:2). Look it up in the rules of the election and add"
        " overvote: with “next-choice” (the rank is passed over), “end” (the ballot ends before it)"
        " or “invalid”."
    ]


@pytest.mark.parametrize(
    ("decision", "votes", "invalid"),
    [
        ("next-choice", {"1": 3, "2": 3}, ()),
        ("end", {"1": 0, "2": 3}, (("overvote", 3),)),
        ("invalid", {"1": 0, "2": 1}, (("overvote", 5),)),
    ],
)
def test_an_overvoted_rank_is_passed_over_or_ends_the_ballot_or_makes_it_void(
    decision: str, votes: dict[str, int], invalid: tuple[tuple[str, int], ...]
) -> None:
    validity = Validity(as_declared=True, overvote=decision)
    asked = request(CountedFile("data/x", span=RESULTS), options=(), validity=validity)
    tally = one(asked, {"data/x": "2 1\n3 1=2 1 0\n2 2 1=2 0\n1 2 0\n0\na\nb\n"})
    assert {item.option.id: item.votes for item in tally.options} == votes
    assert tally.invalid == invalid
    assert tally.cast == 6


def test_seats_come_from_the_file_and_a_difference_is_told() -> None:
    content = "2 1\n1 1 0\n0\na\nb\n"
    asked = request(CountedFile("data/x", span=RESULTS), options=(), validity=AS_DECLARED, seats=2)
    _, problems = counted(asked, {"data/x": content})
    assert [problem.code for problem in problems] == ["seats-differ"]


Rank = frozenset[int]


@st.composite
def elections(draw: st.DrawFn) -> tuple[int, list[tuple[int, list[Rank]]]]:
    candidates = draw(st.integers(1, 6))
    numbers = st.permutations(range(1, candidates + 1))
    rows = []
    for _ in range(draw(st.integers(0, 6))):
        order, ranks = list(draw(numbers)), []
        while order and draw(st.booleans()):
            size = draw(st.sampled_from([0, 1, 1, 1, 2]))
            ranks.append(frozenset(order[:size]))
            order = order[size:]
        rows.append((draw(st.integers(1, 10**6)), ranks))
    return candidates, rows


NAMES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters='"'), min_size=1
).filter(lambda name: name.strip())


def written(
    candidates: int, rows: list[tuple[int, list[Rank]]], names: list[str], noise: str
) -> str:
    lines = [f"{candidates} 1"]
    for weight, ranks in rows:
        marks = ["=".join(map(str, sorted(rank))) or "-" for rank in ranks]
        lines.append(" ".join([str(weight), *marks, "0"]))
    return f"{noise}\n".join([*lines, "0", *(f'"{name}"' for name in names)]) + "\n"


@given(elections(), st.data(), st.sampled_from(["", "   ", " # comment", "\n\n"]))
def test_what_is_written_is_read_back(
    election: tuple[int, list[tuple[int, list[Rank]]]], data: st.DataObject, noise: str
) -> None:
    candidates, rows = election
    names = data.draw(st.lists(NAMES, min_size=candidates + 1, max_size=candidates + 1))
    export, ballots = read(BLT, written(candidates, rows, names, noise), ENTRY)
    assert export.diagnostics == ()
    assert [ballot.count for ballot in ballots] == [weight for weight, _ in rows]
    for ballot, (_, ranks) in zip(ballots, rows, strict=True):
        assert ballot.marks == tuple(str(n) for rank in ranks if len(rank) == 1 for n in rank)
        first = next((n for n, rank in enumerate(ranks) if len(rank) > 1), None)
        before = None if first is None else sum(len(rank) == 1 for rank in ranks[:first])
        assert ballot.overvoted == before
    assert [option.title for option in export.options] == [
        " ".join(name.split()) or name for name in names[:candidates]
    ]


@given(st.binary(max_size=300))
def test_any_bytes_give_diagnostics_and_no_exception(noise: bytes) -> None:
    for content in (noise, b"3 1\n" + noise, gzip.compress(noise)[:-3]):
        BLT.recognise(content, "x.blt")
        export, _ = read(BLT, content, ENTRY)
        assert isinstance(export, Export)


@pytest.mark.shared_data
def test_every_scottish_election_has_its_ballots(shared_data: Path) -> None:
    folder = shared_data / "elections"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))["elections"]
    checked = 0
    for name, election in expected.items():
        if not election["file"].endswith(".blt"):
            continue
        content = (folder / election["file"]).read_bytes()
        assert BLT.recognise(content[:65536], election["file"])
        export, ballots = read(BLT, content, CountedFile(election["file"]))
        assert export.diagnostics == (), name
        assert sum(ballot.count for ballot in ballots) == election["ballots_in_file"], name
        assert export.facts is not None
        assert export.facts.seats == election["seats"]
        names = [" ".join(word.strip('"').split()) for word in election["candidates"]]
        assert [option.title for option in export.options] == names
        checked += 1
    assert checked == 5
