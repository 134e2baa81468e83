from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import (
    AskedQuestion,
    CountedFile,
    Export,
    ExportFile,
    Reading,
    Response,
)
from civicsite.exports.formats.polis import FORMATS
from civicsite.exports.gate import Gate
from civicsite.exports.statements import StatementCount, StatementVotes
from tests.exports.files import SAMPLES, in_memory, places, words
from tests.results.counting import RESULTS

(POLIS,) = FORMATS
SAMPLE = {path.name: path.read_bytes() for path in sorted((SAMPLES / "polis").iterdir())}


def conversation(
    files: Mapping[str, bytes], *columns: str, named: str = "votes.csv"
) -> tuple[Export, list[Response]]:
    """What is read from a folder, with a question for each of ``columns``."""

    def opened(name: str) -> ExportFile:
        data = files[name]
        return ExportFile(
            f"data/{name}",
            lambda: io.BytesIO(data),
            lambda other: opened(other) if other in files else None,
        )

    responses: list[Response] = []
    questions = tuple(AskedQuestion(f"q{n}", c, span=RESULTS) for n, c in enumerate(columns))
    entry = CountedFile(f"data/{named}", span=RESULTS)
    reading = Reading(
        opened(named), entry, "recognised-polis", {}, lambda ballot: None, Gate("data"), questions,
        responses.append,
    )  # fmt: skip
    return POLIS.read(reading), responses


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    text = SAMPLE[name].decode()
    assert text.count(old) == 1, old
    return SAMPLE | {name: text.replace(old, new).encode()}


def test_statements_are_counted_in_both_ways_and_rejected_ones_never_come_out() -> None:
    export, _ = conversation(SAMPLE)
    assert export.diagnostics == ()
    assert export.statements == (
        StatementCount(
            "0", "Park potrzebuje ławek, i to z oparciem.", True,
            StatementVotes(1, 1, 1), StatementVotes(2, 1, 1),
        ),
        StatementCount(
            "2", "Staw ma zostać dziki.", True, StatementVotes(1, 0, 0), StatementVotes(1, 0, 0)
        ),
        StatementCount(
            "3", "Parking zamiast trawnika", False, StatementVotes(1, 0, 0), StatementVotes(1, 0, 0)
        ),
    )  # fmt: skip
    assert "odrzucony" not in repr(export)
    assert export.facts is not None
    assert export.facts.title == "Park nad Stawem w Lipowcu"
    assert export.provenance is not None
    assert export.provenance.rows_read == 7


def test_a_person_answers_each_statement_once_with_the_last_vote() -> None:
    _, responses = conversation(SAMPLE, "0", "Staw ma zostać dziki.")
    assert [response.answers for response in responses] == [
        {("q0", ""): ("agree",), ("q1", ""): ("agree",)},
        {("q0", ""): ("disagree",), ("q1", ""): None},
        {("q0", ""): ("pass",), ("q1", ""): None},
    ]
    assert responses[1].received == datetime(2026, 6, 1, 8, 10, tzinfo=UTC)


def test_the_order_of_rows_changes_nothing() -> None:
    head, *rows = SAMPLE["votes.csv"].decode().splitlines(keepends=True)
    turned = SAMPLE | {"votes.csv": (head + "".join(rows[::-1])).encode()}
    assert conversation(turned)[0].statements == conversation(SAMPLE)[0].statements


def test_a_zip_of_the_folder_gives_the_same() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in SAMPLE.items():
            archive.writestr(f"3park/{name}", data)
    files = {"park.zip": packed.getvalue()}
    export, responses = conversation(files, "0", named="park.zip")
    assert export.statements == conversation(SAMPLE)[0].statements
    assert responses == conversation(SAMPLE, "0")[1]


@pytest.mark.parametrize(
    ("files", "columns", "place", "sentence"),
    [
        (
            {"votes.csv": SAMPLE["votes.csv"]},
            (),
            "data/votes.csv: polis-without-comments",
            "there is no comments.csv beside the votes, so nobody can tell which statements the"
            " moderators rejected. Put comments.csv from the same export into the same folder.",
        ),
        (
            changed("votes.csv", ",3,2,1\n", ",3,2,2\n"),
            (),
            "data/votes.csv:8:49: polis-vote-unknown",
            "a pol.is vote is 1, -1 or 0, and this one is not. Download the export again and"
            " compare this row.",
        ),
        (
            changed("votes.csv", "1780301040000", "1.78E+12"),
            (),
            "data/votes.csv:7:1: polis-time-unreadable",
            "the time of this vote is not a number of milliseconds, so it is not clear which vote"
            " was the last. Take the file as pol.is gave it: a spreadsheet may have shortened the"
            " number.",
        ),
        (
            SAMPLE,
            ("1",),
            "content/lipowiec/park/results.yaml:1:1: polis-statement-rejected",
            "the moderators of the conversation rejected statement 1, and what they rejected is not"
            " published. Take the question out.",
        ),
        (
            SAMPLE,
            ("Fontanna",),
            "content/lipowiec/park/results.yaml:1:1: polis-statement-missing",
            "the conversation has no statement “Fontanna”. Write the statement’s number from"
            " comments.csv after column:, or its exact words.",
        ),
        (
            changed("comments.csv", ",0,2,1,1,", ",0,9,1,1,"),
            (),
            "data/comments.csv:2: polis-sums-differ",
            "the sums that pol.is recorded for statement 0 are not those of the votes in votes.csv;"
            " the votes are counted. Check that both files come from the same export.",
        ),
        (
            changed("comments.csv", ",3,2,1,0,0,", ",0,2,1,0,0,"),
            (),
            "data/comments.csv:6:45: polis-statement-twice",
            "statement 0 stands in comments.csv twice. Download the export again; two conversations"
            " may have been put together.",
        ),
    ],
)
def test_what_is_wrong_is_told(
    files: dict[str, bytes], columns: tuple[str, ...], place: str, sentence: str
) -> None:
    export, _ = conversation(files, *columns)
    told = dict(zip(places(export.diagnostics), words(export.diagnostics), strict=True))
    assert told.get(place) == sentence


def test_a_vote_on_something_that_is_no_statement_is_told() -> None:
    export, _ = conversation(changed("votes.csv", ",3,2,1\n", ",7,2,1\n"))
    assert "data/votes.csv: polis-votes-without-statement" in places(export.diagnostics)


def test_columns_that_are_missing_are_named() -> None:
    export, _ = conversation(changed("comments.csv", ",moderated,", ",state,"))
    assert places(export.diagnostics) == ["data/comments.csv:1: polis-columns-missing"]
    assert "lacks the columns moderated." in words(export.diagnostics)[0]


def test_it_is_recognised_by_the_header_of_the_votes() -> None:
    assert POLIS.recognise(SAMPLE["votes.csv"], "x") is not None
    assert POLIS.recognise(SAMPLE["comments.csv"], "votes.csv") is None


@given(st.binary(max_size=200), st.sampled_from(sorted(SAMPLE)))
def test_any_bytes_give_diagnostics_and_no_exception(noise: bytes, name: str) -> None:
    conversation(SAMPLE | {name: noise}, "0")
    conversation(SAMPLE | {name: SAMPLE[name] + noise}, "0")
    conversation({"x.zip": b"PK\x03\x04" + noise}, named="x.zip")


@pytest.mark.shared_data
def test_both_countings_of_real_conversations_are_the_recorded_ones(shared_data: Path) -> None:
    """As recorded: the sums pol.is itself exports. By person: what participants-votes.csv, which
    the reader never opens, holds for each person."""
    expected = json.loads((shared_data / "polis" / "expected.json").read_text("utf-8"))
    for name, recorded in expected["conversations"].items():
        folder = shared_data / "polis" / name
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        export, responses = conversation(files, "36")
        assert export.diagnostics == (), name
        people = list(csv.DictReader(io.StringIO(files["participants-votes.csv"].decode())))
        by_person = {
            id: Counter(person[id] for person in people if id in person)
            for id in recorded["comments"]
        }
        shown = {count.id: count for count in export.statements}
        assert shown.keys() == {
            id for id, item in recorded["comments"].items() if item["moderated"] != -1
        }
        for id, count in shown.items():
            item = recorded["comments"][id]
            assert (count.as_recorded.agree, count.as_recorded.disagree) == (
                item["agrees"], item["disagrees"],
            ), (name, id)  # fmt: skip
            last = by_person[id]
            assert count.by_person == StatementVotes(last["1"], last["-1"], last["0"]), (name, id)
            assert count.accepted == (item["moderated"] == 1)
        assert len(responses) == recorded["rows"]["participants"]
        assert export.provenance is not None
        assert export.provenance.rows_read == recorded["rows"]["votes"]


def test_the_file_beside_is_never_needed_by_others() -> None:
    assert in_memory("data/x.csv", "a").beside("comments.csv") is None
