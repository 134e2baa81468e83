from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from civicsite.diagnostics import Span
from civicsite.exports.dataset import Ballot, CountedFile, Option
from civicsite.exports.formats.table import FORMATS
from tests.exports.files import places, read, words

(TABLE,) = FORMATS
PARK = (Option("1", "Plac zabaw"), Option("2", "Ławki, kosze"), Option("3", "Parking"))
ENTRY = CountedFile(
    "data/glosy.csv", span=Span("results.yaml", 5, 11), choices=(("park", "Projekty"),)
)


def entry(**changes: object) -> CountedFile:
    values = {"path": ENTRY.path, "span": ENTRY.span, "choices": ENTRY.choices, **changes}
    return CountedFile(**values)  # type: ignore[arg-type]


def test_one_row_is_one_ballot_in_each_contest() -> None:
    content = "Nr;Park;Ogólne\n1;Plac zabaw, Parking;7\n2;;7, 8\n"
    general = (Option("7", "Most"), Option("8", "Kładka"))
    asked = entry(choices=(("park", "Park"), ("general", "Ogólne")), channel="online")
    export, ballots = read(TABLE, content, asked, {"park": PARK, "general": general})
    assert export.diagnostics == ()
    assert ballots == [
        Ballot("park", ("1", "3"), "online"),
        Ballot("general", ("7",), "online"),
        Ballot("park", (), "online"),
        Ballot("general", ("7", "8"), "online"),
    ]
    assert [ballot.line for ballot in ballots] == [2, 2, 3, 3]


def test_provenance_says_how_the_file_was_read() -> None:
    content = "Nr;Projekty\n1;1\n;\n".encode("cp1250") + "2;Ławki, kosze\n;\n".encode("cp1250")
    export, ballots = read(TABLE, content, ENTRY, {"park": PARK})
    assert export.provenance is not None
    assert export.provenance.encoding == "Windows-1250"
    assert export.provenance.delimiter == ";"
    assert export.provenance.format == "table"
    assert (export.provenance.rows_read, export.provenance.rows_left_out) == (
        2,
        (("empty-row", 2),),
    )
    assert [ballot.marks for ballot in ballots] == [("1",), ("2",)]


def test_unknown_options_are_counted_and_placed_and_not_judged() -> None:
    export, ballots = read(TABLE, "Nr;Projekty\n1;Plac zabaw;\n2;most\n", ENTRY, {"park": PARK})
    assert [(ballot.marks, ballot.unknown) for ballot in ballots] == [(("1",), 0), ((), 1)]
    assert (ballots[1].line, ballots[1].column) == (3, 3)
    assert export.diagnostics == ()


def test_an_ambiguous_cell_is_an_error_at_its_place() -> None:
    twins = (Option("1", "Park"), Option("2", "Park"))
    export, _ = read(TABLE, "Nr;Projekty\n17;Park\n", ENTRY, {"park": twins})
    assert places(export.diagnostics) == ["data/glosy.csv:2:4: choice-ambiguous"]


def test_channel_voter_and_time_come_from_columns() -> None:
    content = "Karta,Jak,Kiedy,Projekty\n7,PAPER,2026-06-14 10:00,1\n8,www,2026-06-14 11:00,2\n"
    asked = entry(
        voter="Karta",
        channel_column="Jak",
        channels=(("WWW", "online"),),
        received="Kiedy",
        zone=ZoneInfo("Europe/Warsaw"),
    )
    export, ballots = read(TABLE, content, asked, {"park": PARK})
    assert export.diagnostics == ()
    assert [(b.voter, b.channel, b.received) for b in ballots] == [
        ("7", "paper", datetime(2026, 6, 14, 8, tzinfo=UTC)),
        ("8", "online", datetime(2026, 6, 14, 9, tzinfo=UTC)),
    ]


def test_cells_that_cannot_be_understood_are_reported_at_their_place() -> None:
    content = "Karta,Jak,Kiedy,Projekty\n,gołąb,jutro,1\n"
    asked = entry(voter="Karta", channel_column="Jak", received="Kiedy")
    export, _ = read(TABLE, content, asked, {"park": PARK})
    assert sorted(places(export.diagnostics)) == [
        "data/glosy.csv:2:1: ballot-without-voter",
        "data/glosy.csv:2:2: channel-unknown",
        "data/glosy.csv:2:8: received-unreadable",
    ]
    assert "gołąb" not in "".join(words(export.diagnostics))


@pytest.mark.parametrize(
    ("asked", "options", "code"),
    [
        (entry(choices=()), {"park": PARK}, "ballots-without-choices"),
        (ENTRY, {}, "ballots-without-options"),
        (entry(choices=(("park", "Projekt"),)), {"park": PARK}, "column-not-found"),
        (entry(voter="Karta"), {"park": PARK}, "column-not-found"),
    ],
)
def test_what_the_editor_did_not_say_is_asked_at_the_entry(
    asked: CountedFile, options: dict[str, tuple[Option, ...]], code: str
) -> None:
    export, ballots = read(TABLE, "Nr;Projekty\n1;1\n", asked, options)
    assert places(export.diagnostics) == [f"results.yaml:5:11: {code}"]
    assert ballots == []
    assert export.provenance is None


def test_in_a_table_of_marks_alone_an_empty_row_is_a_blank_ballot() -> None:
    export, ballots = read(TABLE, 'Projekty;Inne\n1;1\n;\n2;2\n', entry(
        choices=(("park", "Projekty"), ("other", "Inne"))
    ), {"park": PARK, "other": PARK})  # fmt: skip
    assert [ballot.marks for ballot in ballots if ballot.contest == "park"] == [
        ("1",),
        (),
        ("2",),
    ]
    assert export.diagnostics == ()


def test_empty_rows_at_the_end_of_such_a_table_are_left_out_and_told() -> None:
    asked = entry(choices=(("park", "Projekty"), ("other", "Inne")))
    export, ballots = read(
        TABLE, "Projekty;Inne\n1;1\n;\n;\n", asked, {"park": PARK, "other": PARK}
    )
    assert len(ballots) == 2
    assert words(export.diagnostics) == [
        "the table ends with 2 empty rows, which are not counted as ballots. If these were blank"
        " ballots, add a column with the number of each ballot; otherwise delete the empty rows."
    ]


def test_no_table_is_recognised_by_itself() -> None:
    assert TABLE.recognise(b"Nr;Projekty\n1;1\n", "glosy.csv") is None


def test_a_broken_spreadsheet_gives_its_diagnostic_and_no_ballots() -> None:
    export, ballots = read(TABLE, b"PK\x03\x04", entry(path="data/g.xlsx"), {"park": PARK})
    assert (places(export.diagnostics), ballots) == (["data/g.xlsx: sheet-broken"], [])
