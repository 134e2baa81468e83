"""Remarks that a set reads from a table of the office."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.model.site import Process
from civicsite.reading.schema import ContributionFields
from tests.exports.sheets import xlsx
from tests.model.content import CONTENT, CONTRIBUTIONS, FOLDER, loaded, process, site, told
from tests.reading.yaml_reading import said

TABLE = f"{FOLDER}/data/uwagi.csv"
COLUMNS = {
    "number": "Nr",
    "received_on": "Data wpływu",
    "channel": "Sposób złożenia",
    "author_kind": "Kto",
    "summary": "Treść uwagi (streszczenie)",
    "decision": "Rozstrzygnięcie",
    "reason": "Uzasadnienie",
}
SET: Mapping[str, Any] = {
    "id": "uwagi",
    "kind": "remarks",
    "file": "data/uwagi.csv",
    "columns": COLUMNS,
    "decisions": {"Uwzględniono": "accepted", "Nie uwzględniono": "rejected"},
    "channels": {"formularz": "online"},
    "author_kinds": {"mieszkaniec": "resident"},
}
HEADER = "Nr;Data wpływu;Sposób złożenia;Kto;Treść uwagi (streszczenie);Rozstrzygnięcie;Uzasadnienie;Notatka"
ROWS = (
    "1;05.03.2026;formularz;mieszkaniec;Więcej ławek.;Uwzględniono;Tak.;n1",
    "2;2026-03-06;paper;;Mniej ławek.;nie  uwzględniono;Są potrzebne.;n2",
    "1;;;;Więcej cienia.;;;n3",
)


def files(
    rows: Sequence[str] = ROWS, header: str = HEADER, **changes: Any
) -> dict[str, str | bytes]:
    """The content with a set that reads its remarks from a table."""
    kept = {name: value for name, value in {**SET, **changes}.items() if value is not None}
    return {
        **CONTENT,
        CONTRIBUTIONS: json.dumps({"sets": [kept]}, ensure_ascii=False),
        TABLE: "".join(f"{row}\n" for row in (header, *rows)),
    }


def items(found: Process) -> tuple[ContributionFields, ...]:
    """The contributions of its one set."""
    assert found.contributions is not None
    return found.contributions.main.value.sets[0].items


# What is read


def test_rows_with_one_number_are_points_of_one_contribution() -> None:
    first, second = items(process(files()))
    assert (first.number, [point.n for point in first.points]) == ("1", ["1", "2"])
    assert [str(point.summary) for point in first.points] == ["Więcej ławek.", "Więcej cienia."]
    assert first.received_on is not None
    assert first.received_on.text == "2026-03-05"
    assert (first.channel, first.author_kind) == ("online", "resident")
    assert [point.decision for point in first.points] == ["accepted", None]
    assert (second.number, second.channel, second.points[0].decision) == ("2", "paper", "rejected")


def test_a_column_that_is_not_named_is_read_into_nothing() -> None:
    columns = {"number": "Nr", "summary": COLUMNS["summary"]}
    found = site(files(columns=columns, decisions=None, channels=None, author_kinds=None))
    for word in ("n1", "formularz", "2026-03-06", "Są potrzebne"):
        assert word not in repr(found.processes)


def test_personal_data_in_a_column_that_is_not_named_stop_nothing_here() -> None:
    rows = [row.replace("n1", "ola@example.org") for row in ROWS]
    assert told(files(rows)) == []


def test_items_in_yaml_stand_before_those_of_the_table() -> None:
    written = [{"number": "0", "points": [{"n": "1", "summary": "Pierwsza."}]}]
    found = items(process(files(items=written)))
    assert [item.number for item in found] == ["0", "1", "2"]


def test_yaml_may_refer_to_a_number_of_the_table() -> None:
    assert told(files(items=[{"number": "9", "same_as": "2"}])) == []
    (found,) = loaded(files(items=[{"number": "9", "same_as": "3"}])).diagnostics
    assert (found.code, dict(found.values)["known"]) == ("contribution-unknown", "9, 1, 2")


def test_a_spreadsheet_is_read_like_text() -> None:
    header = HEADER.split(";")
    cells = [row.split(";") for row in ROWS]
    book = xlsx([["Zestawienie uwag"], [], header, *cells], "Uwagi", Inne=[["a", "b"], ["c", "d"]])
    made = files(file="data/uwagi.xlsx", sheet="Uwagi", header_row=3)
    found = process({**made, f"{FOLDER}/data/uwagi.xlsx": book})
    assert items(found) == items(process(files()))


def test_a_translation_finds_what_the_table_holds_by_its_numbers() -> None:
    english = 'sets:\n  - id: uwagi\n    items:\n      - number: "2"\n        points:\n          - n: "1"\n            summary: Fewer benches.\n'
    made = {**files(), CONTRIBUTIONS.replace(".yaml", ".en.yaml"): english}
    found = process(made)
    assert found.contributions is not None
    first, second = found.contributions.in_("en").sets[0].items
    assert str(second.points[0].summary) == "Fewer benches."
    assert first.points[0].summary.lang == "pl"


# What is wrong with a table


def row(number: str = "3", **cells: str) -> str:
    """One row of a table."""
    given = {"number": number, "summary": "Więcej drzew.", **cells}
    return ";".join([*(given.get(name, "") for name in COLUMNS), "n"])


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (row(""), "uwagi.csv:5:1: remark-cell-empty"),
        (row(summary=" "), "uwagi.csv:5:6: remark-cell-empty"),
        (row(received_on="wiosna"), "uwagi.csv:5:3: remark-day-unreadable"),
        (row(received_on="30.02.2026"), "uwagi.csv:5:3: remark-day-unreadable"),
        (row(channel="gołąb"), "uwagi.csv:5:4: remark-word-unknown"),
        (row(decision="Uwzgledniono"), "uwagi.csv:5:20: remark-word-unknown"),
        (row(decision="Nie uwzględniono"), "uwagi.csv:5:20: reason-missing"),
        (row(decision="out-of-scope"), "uwagi.csv:5:20: reason-missing"),
        (row("1", channel="paper"), "uwagi.csv:5:4: remark-rows-differ"),
        (row() + ";x;y", "uwagi.csv:5:0: row-ragged"),
        (row(PESEL := "44051401458"), "uwagi.csv:5:1: personal-text-pesel"),
        (row(summary="Proszę pisać: ola@example.org"), "uwagi.csv:5:0: personal-values-email"),
        (row(reason="tel. 600 700 811"), "uwagi.csv:5:0: personal-values-phone"),
    ],
)
def test_a_row_that_is_wrong_is_told_at_its_line(last: str, expected: str) -> None:
    found = loaded(files((*ROWS, last))).diagnostics
    assert expected in told(files((*ROWS, last)))
    for each in found:
        for value in ("44051401458", "ola@example.org", "600 700 811", "gołąb", "wiosna"):
            assert value not in f"{each}{said(each, 'pl')}", "no message repeats a cell"


def test_personal_data_are_told_alone() -> None:
    broken = row("5", channel="gołąb", summary="ola@example.org")
    assert told(files((*ROWS, broken))) == ["uwagi.csv:5:0: personal-values-email"]


def test_a_column_of_names_is_refused_by_its_heading() -> None:
    header = HEADER.replace("Kto", "Imię i nazwisko")
    columns = {**COLUMNS, "author_kind": "Imię i nazwisko"}
    assert "personal-column-name" in told(files(header=header, columns=columns))[0]


def test_an_official_who_answered_may_be_named() -> None:
    columns = {**COLUMNS, "decided_by": "Notatka"}
    rows = [row(decision="accepted")[:-1] + "Anna Nowak", row("4")[:-1] + "Piotr Zieliński"]
    assert told(files(rows, columns=columns)) == []
    assert told(files(rows, columns={**COLUMNS, "changed_in": "Notatka"})) == [
        "uwagi.csv:2:0: personal-values-names"
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"file": "raw/uwagi.csv"}, "export-in-raw"),
        ({"file": "data/uwag.csv"}, "export-missing"),
        ({"columns": None}, "field-missing"),
        ({"file": None}, "remark-table-missing"),
        ({"columns": {**COLUMNS, "reason": "Uzasadnienia"}}, "column-not-found"),
        ({"columns": {**COLUMNS, "concerns": "Nr"}}, "remark-column-twice"),
        ({"columns": {**COLUMNS, "reasons": "Uzasadnienie"}}, "field-unknown"),
        ({"columns": {"number": "Nr"}}, "field-missing"),
        ({"decisions": {"Uwzględniono": "acepted"}}, "word-unknown"),
        ({"channels": {"formularz": "online", " Formularz": "paper"}}, "remark-wording-twice"),
        ({"sheet": "Uwagi"}, "sheet-in-text"),
        ({"header_row": "90"}, "header-row-missing"),
    ],
)
def test_what_is_said_of_the_table_is_checked(changes: dict[str, Any], code: str) -> None:
    (found,) = loaded(files(**changes)).diagnostics
    assert found.code == code
    assert found.span.path == CONTRIBUTIONS
    assert found.span.column > 1


def test_a_missing_column_is_told_with_those_there_are() -> None:
    (found,) = loaded(files(columns={**COLUMNS, "reason": "Uzasadnienia"})).diagnostics
    values = dict(found.values)
    assert values["suggestion"] == "Uzasadnienie"
    assert str(values["columns"]).startswith("Nr; Data wpływu; ")


def test_a_wording_is_told_with_the_likely_one() -> None:
    (found,) = loaded(files((*ROWS, row(decision="Uwzgledniono")))).diagnostics
    assert said(found, "en") == (
        "in the column “Rozstrzygnięcie” this cell holds a wording whose meaning is not known;"
        " known: uwzględniono, nie uwzględniono, accepted, partly, rejected, out-of-scope.",
        "Did you mean “uwzględniono”?",
    )


def test_sums_and_notes_below_the_table_are_no_remarks() -> None:
    filled = [row("1"), row("2")]
    assert told(files((*filled, "Razem;;;;;;;"))) == []
    assert told(files((*filled, ";;;;;;;", ";Sporządzono 5 maja 2026;;;;;;"))) == [
        "uwagi.csv:5:0: rows-below-table"
    ]
    assert told(files((*filled, ";;;;;;;", ";;;;Uwaga bez numeru.;;;"))) == [
        "uwagi.csv:5:1: remark-cell-empty"
    ], "a remark is never left out"


@pytest.mark.parametrize("day", ["0001-01-01", "01.01.0001", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_told(day: str) -> None:
    assert told(files((row(received_on=day),))) == ["uwagi.csv:2:3: date-does-not-exist"]


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T00:00", "9999-12-31T23:59-05:00"])
def test_so_is_one_in_yaml(text: str) -> None:
    (found,) = loaded(files(items=[{"number": "9", "received_on": text}])).diagnostics
    assert (found.code, found.span.path) == ("date-does-not-exist", CONTRIBUTIONS)


def test_a_number_may_not_stand_in_yaml_and_in_the_table() -> None:
    written = [{"number": "1", "points": [{"n": "1", "summary": "Pierwsza."}]}]
    assert told(files(items=written)) == ["uwagi.csv:2:1: remark-also-in-yaml"]


def test_points_may_bear_numbers_of_the_office() -> None:
    columns = {"number": "Nr", "n": "Pkt", "summary": "Treść"}
    none = {"decisions": None, "channels": None, "author_kinds": None}

    def made(*rows: str) -> dict[str, str | bytes]:
        return files(rows, "Nr;Pkt;Treść", columns=columns, **none)

    (first,) = items(process(made("1;b;Ławki", "1;a;Drzewa")))
    assert [point.n for point in first.points] == ["b", "a"]
    assert told(made("1;a;Ławki", "1;a;Drzewa")) == ["uwagi.csv:3:3: remark-point-twice"]
    assert told(made("1;a;Ławki", "1;;Drzewa")) == ["uwagi.csv:3:3: remark-cell-empty"]


def test_a_reason_is_required_in_yaml_as_well() -> None:
    point = {"n": "1", "summary": "Ławki", "decision": "rejected"}
    (found,) = loaded(
        files(
            items=[
                {"number": "9", "points": [point]},
                {"number": "8", "points": [{**point, "reason": "Nie."}]},
            ]
        )
    ).diagnostics
    assert (found.code, found.span.path) == ("reason-missing", CONTRIBUTIONS)
    answer = {"number": "9", "response": {"decision": "out-of-scope"}}
    (found,) = loaded(files(items=[answer])).diagnostics
    assert (found.code, found.span.path) == ("reason-missing", CONTRIBUTIONS)


@pytest.mark.parametrize(
    "table", [b"", b"\n\n", b"\xff\xfe\x00", b"Nr\n", b"PK\x03\x04", b"a;b\n" * 9]
)
def test_a_table_that_is_none_is_told(table: bytes) -> None:
    result = loaded({**files(), TABLE: table})
    assert result.diagnostics
    assert all(
        process.contributions is None for process in result.site.processes.values() if result.site
    )


# The same in YAML and in a table

WORDS = st.sampled_from(
    [
        "Ławki",
        "ciąg dalszy;",
        '"w cudzysłowie"',
        "- myślnik",
        "# kratka",
        "=1+1",
        "'",
        "1:2",
        "no",
        "010",
        "0,5",
        "tak\ni nie",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: f"Uwaga {' '.join(words)}")
POINTS = st.fixed_dictionaries(
    {"summary": TEXTS},
    optional={
        "decision": st.sampled_from(["accepted", "partly"]),
        "reason": TEXTS,
        # Within one term of office: dates a generation apart are taken for birthdays (gate.py).
        "decided_on": st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(str),
        "follow_up": TEXTS,
    },
)
ITEMS = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {},
            optional={
                "received_on": st.sampled_from(["2026-03-01", "2026-04-30"]),
                "channel": st.sampled_from(["online", "paper", "on-site"]),
                "concerns": TEXTS,
                "author_kind": st.sampled_from(["resident", "organisation"]),
            },
        ),
        st.lists(POINTS, min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=5,
)
FIELDS = (
    "number",
    "received_on",
    "channel",
    "concerns",
    "author_kind",
    "summary",
    "decision",
    "reason",
    "decided_on",
    "follow_up",
)


@given(ITEMS)
def test_the_same_contributions_are_equal_from_yaml_and_from_a_table(
    made: list[tuple[dict[str, str], list[dict[str, str]]]],
) -> None:
    written = [
        {
            "number": f"{n}",
            **whole,
            "points": [{"n": f"{p}", **point} for p, point in enumerate(points, 1)],
        }
        for n, (whole, points) in enumerate(made, 1)
    ]
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, FIELDS, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for n, (whole, points) in enumerate(made, 1):
        for point in points:
            writer.writerow({"number": n, **whole, **point})
    columns = {name: name for name in FIELDS}
    plain = files(
        file=None, columns=None, decisions=None, channels=None, author_kinds=None, items=written
    )
    tabled = {**files(columns=columns), TABLE: table.getvalue()}
    assert items(process(tabled)) == items(process(plain))
