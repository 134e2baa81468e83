from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Span
from civicsite.exports.dataset import AS_FOUND, Findings, Layout
from civicsite.exports.tables import Table, open_table, with_columns
from tests.exports.files import in_memory, places, words


def table_of(
    content: str | bytes, *columns: str, layout: Layout = AS_FOUND, most: int = 20
) -> tuple[Table, Findings]:
    findings = Findings("data/a.csv", most=most)
    file = in_memory("data/a.csv", content)
    table = open_table(file, findings, with_columns(*columns), layout)
    assert table is not None
    return table, findings


# Headers and rows


def test_equal_headings_are_told_apart() -> None:
    table, findings = table_of("Nr;Projekt;Projekt;Projekt (2);\n1;a;b;c;\n")
    assert table.header == ("Nr", "Projekt", "Projekt (3)", "Projekt (2)", "")
    assert table.column("Projekt", Span("results.yaml", 7)) == 1
    assert words(findings.all()) == [
        "“data/a.csv” has more than one column “Projekt”; the first one is read."
        " If you mean the second one, write “Projekt (2)”."
    ]


def test_a_heading_is_found_whatever_spaces_and_line_breaks_a_form_put_into_it() -> None:
    table, findings = table_of('"Na który\nprojekt  głosujesz?\u00a0"\nx\n')
    assert table.column("Na który projekt głosujesz?", Span("results.yaml")) == 0
    assert findings.all() == ()


def test_a_heading_that_is_missing_is_an_error_at_the_place_that_names_it() -> None:
    table, findings = table_of("Nr;Głosy\n1;2\n")
    assert table.column("Glosy", Span("results.yaml", 7, 12)) is None
    assert places(findings.all()) == ["results.yaml:7:12: column-not-found"]
    assert words(findings.all()) == [
        "“data/a.csv” has no column “Glosy”. It has: Nr; Głosy. Did you mean “Głosy”?"
    ]
    assert words(findings.all(), "pl") == [
        "w pliku „data/a.csv” nie ma kolumny „Glosy”. Są: Nr; Głosy. Czy chodziło o „Głosy”?"
    ]


def test_rows_with_shifted_cells_are_reported_and_left_out() -> None:
    table, findings = table_of("a;b\n1;2\n1;2;3\n1\n1;2;;\n")
    assert [row.cells for row in table] == [["1", "2"], ["1", "2"]]
    assert places(findings.all()) == ["data/a.csv:3: row-ragged", "data/a.csv:4: row-ragged"]


def test_empty_rows_are_counted_and_left_out() -> None:
    table, _ = table_of("a;b\n;\n1;2\n\n; \n;\n")
    assert [row.line for row in table] == [3]
    assert (table.rows_read, table.empty_rows) == (1, 3)


def test_where_an_empty_row_can_be_a_blank_ballot_only_those_at_the_end_are_left_out() -> None:
    table, _ = table_of("a;b\n;\n1;2\n;\n;\n")
    assert [(row.line, row.cells) for row in table.with_empty_rows()] == [
        (2, ["", ""]),
        (3, ["1", "2"]),
    ]
    assert (table.rows_read, table.empty_rows) == (2, 2)


@pytest.mark.parametrize(
    ("cell", "read"),
    [("'=1+1", "=1+1"), ("''=1", "'=1"), ("'-5", "-5"), ("'nie", "'nie"), ("'", "'"), ("-5", "-5")],
)
def test_the_apostrophe_before_a_formula_is_taken_off_once(cell: str, read: str) -> None:
    table, _ = table_of(f"a;b\n{cell};x\n")
    assert [row.cells[0] for row in table] == [read]


def test_a_file_that_is_wrong_in_every_row_gives_some_places_and_a_number() -> None:
    table, findings = table_of("a;b\n" + "1\n" * 7, most=2)
    assert list(table) == []
    assert places(findings.all()) == [
        "data/a.csv:2: row-ragged",
        "data/a.csv:3: row-ragged",
        "data/a.csv: export-more-problems",
    ]
    assert words(findings.all())[-1].startswith("there are 5 more problems of the kind row-ragged")


# Where a table begins and ends


def test_the_header_is_the_row_that_has_the_named_columns() -> None:
    content = "Gmina Lipowiec;;\nPOMYSŁY PODDANE POD GŁOSOWANIE;;\n;;\nNr;Tytuł;Koszt\n1;Park;5\n"
    table, findings = table_of(content, "Nr", "Tytuł")
    assert (table.header, table.header_line) == (("Nr", "Tytuł", "Koszt"), 4)
    assert [row.cells for row in table] == [["1", "Park", "5"]]
    assert findings.all() == ()
    assert table.provenance("table", "recognised-stated").rows_left_out == (("title-row", 2),)


def test_without_the_named_columns_the_first_row_with_two_words_lists_what_there_is() -> None:
    table, findings = table_of("Karty do głosowania\nNr;Tytuł\n1;Park\n", "Numer")
    assert table.header == ("Nr", "Tytuł")
    assert table.column("Numer", Span("results.yaml", 3)) is None
    assert "It has: Nr; Tytuł." in words(findings.all())[0]


def test_a_row_of_the_table_with_the_same_word_is_no_header() -> None:
    table, findings = table_of("Nr;Projekty\n1;Park\n2;Plac\n", "Park")
    assert table.header == ("Nr", "Projekty")
    assert table.column("Park", Span("results.yaml", 3)) is None
    assert [found.code for found in findings.all()] == ["column-not-found"]
    assert len(list(table)) == 2


def test_a_stated_row_is_the_header() -> None:
    content = "Nr;Tytuł\nNr;Nazwa\n1;Park\n"
    table, _ = table_of(content, "Tytuł", layout=Layout(header_row=2))
    assert table.header == ("Nr", "Nazwa")
    assert table.title_rows == 1


@pytest.mark.parametrize("row", [2, 3, 99])
def test_a_stated_row_without_headings_is_an_error_at_the_entry(row: int) -> None:
    findings = Findings("data/a.csv")
    at = Span("results.yaml", 9, 3)
    layout = Layout(header_row=row)
    file = in_memory("data/a.csv", 'a;"b\nb"\n;\n')
    assert open_table(file, findings, with_columns("a"), layout, at) is None
    assert words(findings.all()) == [
        f"“data/a.csv” has no headings in row {row}. Count the rows as the spreadsheet numbers them"
        " and correct header_row:, or take it out."
    ]
    assert places(findings.all()) == ["results.yaml:9:3: header-row-missing"]


def test_a_header_of_two_rows_gives_each_column_both_names() -> None:
    content = "Nr;Projekty;;;Uwagi\n;Park;Plac;;\n1;X;;;dobre\n"
    table, _ = table_of(content, "Projekty", layout=Layout(header_rows=2))
    assert table.header == ("Nr", "Projekty [Park]", "Projekty [Plac]", "", "Uwagi")
    assert [row.line for row in table] == [3]


def test_more_header_rows_than_rows_is_an_error_at_the_entry() -> None:
    findings = Findings("data/a.csv")
    layout, at = Layout(header_rows=3), Span("results.yaml", 9, 3)
    file = in_memory("data/a.csv", "Nr;P\n1;2\n")
    assert open_table(file, findings, with_columns("P"), layout, at) is None
    assert words(findings.all()) == [
        "“data/a.csv” has fewer than 3 rows, so they cannot all be headings."
        " Correct header_rows:, or export the table once more."
    ]


def test_leading_empty_columns_and_spacers_have_no_name() -> None:
    table, findings = table_of(";;Płeć;;Wiek\n;;kobieta;;34\n", "Płeć")
    assert table.header == ("", "", "Płeć", "", "Wiek")
    assert [row.cells[2] for row in table] == ["kobieta"]
    assert findings.all() == ()


def test_sums_at_the_end_are_left_out_and_counted() -> None:
    table, findings = table_of("Nr;Tytuł;Koszt\n1;Park;5\n2;Plac;7\nRazem:;;12\n", "Nr")
    assert [row.cells[0] for row in table] == ["1", "2"]
    assert findings.all() == ()
    assert table.provenance("table", "recognised-stated").rows_left_out == (("sum-row", 1),)


@pytest.mark.parametrize(
    "rows",
    [
        "1;Park;5\nRazem;;12\n2;Plac;7\n",  # not at the end
        "Park;5;x\nRazem;34;y\n",  # a list of candidates called Razem
    ],
)
def test_a_row_that_only_looks_like_a_sum_is_a_row(rows: str) -> None:
    table, _ = table_of("a;b;c\n" + rows, "a")
    assert len(list(table)) == rows.count("\n")
    assert table.sum_rows == 0


def test_what_stands_below_the_table_is_left_out_and_told() -> None:
    content = (
        "Nr;ESOG;Nazwa;Koszt\n1;7;Park;5\n2;8;Plac;7\n;;;\n"
        ";;Koszt wybranych pomysłów;12\n;;Liczba kart ważnych;400\n"
    )
    table, findings = table_of(content, "Nr", "Nazwa")
    assert [row.cells[2] for row in table] == ["Park", "Plac"]
    assert table.provenance("table", "x").rows_left_out == (("empty-row", 1), ("row-below", 2))
    assert places(findings.all()) == ["data/a.csv:5: rows-below-table"]
    assert words(findings.all(), "pl") == [
        "pod tabelą, po pustym wierszu, są 2 wiersze, które do niej nie należą i nie są liczone."
        " Obejrzyj je; jeśli są wierszami tabeli, usuń pusty wiersz nad nimi i wypełnij ich"
        " pierwszą komórkę."
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "1;Park\n\n2;Plac\n",
        "1;Park\n;\n;Plac\n3;Most\n",  # not at the end
        "1;Park\n;\n2;\n",  # says who it is
    ],
)
def test_rows_after_a_gap_that_belong_to_the_table_stay(rows: str) -> None:
    table, findings = table_of("Nr;Projekt\n" + rows, "Nr")
    assert len(list(table)) == sum(any(c not in ";" for c in line) for line in rows.splitlines())
    assert findings.all() == ()


def test_the_first_row_of_a_table_that_is_all_gaps_is_no_foot() -> None:
    table, _ = table_of("a;b\n\n;x\n\n;y\n", "a")
    assert [row.cells for row in table] == [["", "x"], ["", "y"]]


@given(st.lists(st.lists(st.text("ab \n", max_size=3), min_size=2, max_size=2), max_size=12))
def test_every_row_is_either_given_or_counted(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [["Nr", "Projekt"], *rows]
    )
    table, findings = table_of(buffer.getvalue(), "Nr")
    given_rows = list(table)
    left_out = sum(n for _, n in table.provenance("table", "x").rows_left_out)
    assert len(given_rows) + left_out == len(rows)
    assert table.rows_read == len(given_rows)
    assert not [found for found in findings.all() if found.code != "rows-below-table"]
