from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Severity
from civicsite.exports.dataset import Ballot, CountedFile, Option
from civicsite.exports.formats.ranked_csv import FORMATS
from civicsite.exports.validity import Validity
from civicsite.results.rules.base import TieBreak
from tests.exports.files import places, read, sample, words
from tests.results.counting import RESULTS, counted, request

(RANKED,) = FORMATS
ENTRY = CountedFile("data/rada.csv", span=RESULTS)


def test_the_sample_is_read_whole() -> None:
    export, ballots = read(RANKED, sample("mlodziezowa-rada.csv"), ENTRY)
    assert export.diagnostics == ()
    assert ballots == [
        Ballot("", ("Ola Lipowa", "Jan Klonowy"), count=3),
        Ballot("", ("Ola Lipowa", "Jan Klonowy"), overvoted=0),
        Ballot("", ("Jan Klonowy",), count=2),
        Ballot("", (), count=4),
    ]
    assert [option.id for option in export.options] == ["Jan Klonowy", "Ola Lipowa"]


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("Precinct,1ST CHOICE MAYOR,2ND CHOICE MAYOR,COUNT", True),
        ("Cast Vote Record;For Mayor Choice 1 (45);For Mayor Choice 2 (50)", True),
        ("Choice 1,Choice 2", True),
        ("Rank 1\tRank 2\tRank 3", True),
        ("Lp.;Wybór 1;Wybór 2", True),
        ("1. preferencja,2. preferencja", True),
        ("Ranking [Rank 1],Ranking [Rank 2]", False),
        ("Choice 1,Remarks", False),
        ("Nr;Projekty", False),
    ],
)
def test_it_is_recognised_by_a_first_and_a_second_choice(header: str, known: bool) -> None:
    assert (RANKED.recognise(f"{header}\nx\n".encode(), "x.csv") is not None) == known


def test_with_listed_candidates_other_names_are_unknown_and_shown_nowhere() -> None:
    options = {"": (Option("1", "Ola Lipowa"),)}
    content = "Choice 1,Choice 2\nOla Lipowa,Ktoś Inny\n"
    export, ballots = read(RANKED, content, ENTRY, options)
    assert ballots == [Ballot("", ("1",), unknown=1)]
    assert (ballots[0].line, ballots[0].column) == (2, 12)
    assert export.options == ()


def test_several_contests_need_choices() -> None:
    content = "1ST CHOICE A,1ST CHOICE B,2ND CHOICE A,2ND CHOICE B\nx,p,y,overvote\n"
    export, ballots = read(RANKED, content, ENTRY)
    assert (ballots, words(export.diagnostics)) == (
        [],
        [
            "the file has the ballots of several contests: A; B. Say with choices: which of them"
            " belongs to which contest, by these words."
        ],
    )
    entry = CountedFile("data/rada.csv", choices=(("rada", "b"), ("wojt", "A")))
    export, ballots = read(RANKED, content, entry)
    assert ballots == [Ballot("rada", ("p",), overvoted=1), Ballot("wojt", ("x", "y"))]
    assert [(option.contest, option.id) for option in export.options] == [
        ("rada", "p"), ("wojt", "x"), ("wojt", "y"),
    ]  # fmt: skip


def test_a_contest_that_is_not_there_is_told_with_the_nearest_one() -> None:
    entry = CountedFile("data/rada.csv", span=RESULTS, choices=(("rada", "Mayer"),))
    content = "1ST CHOICE MAYOR,2ND CHOICE MAYOR\nx,y\n"
    export, _ = read(RANKED, content, entry)
    assert words(export.diagnostics) == [
        "the file has no column of a first choice for “Mayer”; it has: MAYOR. Did you mean “MAYOR”?"
    ]


def test_a_count_that_is_no_number_is_told() -> None:
    export, ballots = read(RANKED, "Choice 1,Choice 2,COUNT\nx,y,two\nx,y,0\n", ENTRY)
    assert ballots == []
    assert places(export.diagnostics) == ["data/rada.csv:2:5: ranked-count-unreadable"]


def test_names_that_voters_wrote_in_do_not_become_candidates() -> None:
    rows = "".join(f"Name {n},undervote\n" for n in range(300))
    export, _ = read(RANKED, f"Choice 1,Choice 2\n{rows}", ENTRY)
    assert export.options == ()
    assert places(export.diagnostics) == ["data/rada.csv: ranked-too-many-names"]


@given(st.binary(max_size=200))
def test_any_bytes_give_diagnostics_and_no_exception(noise: bytes) -> None:
    for content in (noise, b"Choice 1,Choice 2,COUNT\n" + noise):
        RANKED.recognise(content, "x.csv")
        read(RANKED, content, ENTRY)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["2013-ward-13", "2013-park-board-02"])
def test_the_recorded_first_round_is_reproduced(shared_data: Path, name: str) -> None:
    folder = shared_data / "elections"
    election = json.loads((folder / "expected.json").read_text("utf-8"))["elections"][name]
    content = (folder / election["file"]).read_bytes()
    assert RANKED.recognise(content[:65536], election["file"])
    export, ballots = read(RANKED, content, CountedFile(election["file"]))
    assert export.diagnostics == ()
    first: Counter[str] = Counter()
    for ballot in ballots:
        first[ballot.marks[0].title() if ballot.marks else ""] += ballot.count
    assert first.pop("") == election["undervotes"]
    first["Undeclared Write-Ins"] = first.pop("Uwi")
    recorded = {word.title(): votes for word, votes in election["first_round"].items()}
    assert first == recorded


@pytest.mark.shared_data
def test_a_spreadsheet_of_cast_vote_records_gives_the_recorded_rounds(shared_data: Path) -> None:
    """The sample of Portland: an overvote ends a ballot there, ties go by the candidates' order."""
    folder = shared_data / "elections"
    recorded = json.loads((folder / "expected.json").read_text("utf-8"))["elections"]
    election = recorded["2015_portland_mayor"]
    entry = CountedFile("data/portland.xlsx", span=RESULTS)
    asked = request(
        entry,
        options=(),
        validity=Validity(as_declared=True, overvote="end"),
        rule="instant-runoff",
        ties=TieBreak(("file-order",)),
    )
    files = {"data/portland.xlsx": (folder / election["file"]).read_bytes()}
    (tally,), problems = counted(asked, files)
    assert [d for d in problems if d.severity is Severity.ERROR] == []
    assert tally.sources[0].format == "ranked-csv"
    assert tally.outcome is not None
    first = {id: str(votes) for id, votes in tally.outcome.rounds[0].votes}
    tallied = {name: n for name, n in election["first_round_tally"].items() if n != "0"}
    assert first == tallied
    assert tally.outcome.selected == (election["winners"],)
    assert dict(tally.invalid)["overvote"] == 1
