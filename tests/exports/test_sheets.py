from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Diagnostic, Span
from civicsite.exports import sheets as limits
from civicsite.exports.dataset import AS_FOUND, Findings, Layout
from civicsite.exports.sheets import Workbook, examine_workbook
from civicsite.exports.tables import Table, open_table, with_columns
from civicsite.exports.text_tables import tidy
from tests.exports.files import in_memory, places, words
from tests.exports.sheets import ods, ods_row, ole, with_member, xls, xlsx, zipped


def rows_of(content: bytes, path: str = "data/a.xlsx") -> list[list[str]]:
    book = examine_workbook(in_memory(path, content))
    assert isinstance(book, Workbook), book
    return [row.cells for row in book.sheets[0].rows()]


def refusal(content: bytes, path: str = "data/a.xlsx") -> Diagnostic:
    book = examine_workbook(in_memory(path, content))
    assert isinstance(book, Diagnostic)
    assert all(words([book], language)[0].strip() for language in ("en", "pl"))
    return book


def table_in(
    content: bytes, *columns: str, layout: Layout = AS_FOUND, path: str = "data/a.xlsx"
) -> tuple[Table | None, Findings]:
    findings = Findings(path)
    at = Span("results.yaml", 4, 11)
    return open_table(
        in_memory(path, content), findings, with_columns(*columns), layout, at
    ), findings


# Cells


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (23.0, "23"),
        (12.25, "12.25"),
        (0.1 + 0.2, "0.3"),
        (12.5, "12.5"),
        (0.125, "0.1250"),  # a point before three digits never separates thousands
        (-3, "-3"),
        (44051401458, "44051401458"),
        (1e20, "100000000000000000000"),
        ("007", "007"),
        ("'=1+1", "'=1+1"),
        ("zażółć\ngęślą", "zażółć\ngęślą"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 6, 14), "2026-06-14"),
        (datetime(2026, 6, 14, 19, 58, 3), "2026-06-14 19:58:03"),
        (time(10, 20), "10:20:00"),
        (timedelta(hours=26, minutes=3), "26:03:00"),
    ],
)
def test_a_cell_becomes_the_text_that_csv_would_have(cell: object, text: str) -> None:
    assert rows_of(xlsx([["Nr", cell]])) == [["Nr", text]]


def test_a_row_is_a_line_and_a_cell_is_a_column() -> None:
    content = xlsx([[], [], [None, "Nr", "Głosy"], [], [None, 1, 2]])
    table, findings = table_in(content, "Nr")
    assert table is not None
    assert (table.header, table.header_line) == (("", "Nr", "Głosy"), 3)
    (row,) = table
    assert (row.cells, table.span(row, 2)) == (["", "1", "2"], Span("data/a.xlsx", 5, 3))
    assert findings.all() == ()


@pytest.mark.parametrize(
    ("content", "path", "kind"),
    [
        (xlsx([["Nr", "Tytuł"], [1, "łąka"]]), "data/a.xlsm", "XLSX"),
        (ods({"Lista": ods_row("Nr", "Tytuł") + ods_row("1", "łąka")}), "data/a.ods", "ODS"),
        (xls([["Nr", "Tytuł"], [1.0, "łąka"]]), "data/a.xls", "XLS"),
        (xlsx([["Nr", "Tytuł"], [1, "łąka"]]), "data/renamed.csv", "XLSX"),
    ],
)
def test_every_kind_of_spreadsheet_gives_the_same_table(
    content: bytes, path: str, kind: str
) -> None:
    table, findings = table_in(content, "Nr", path=path)
    assert table is not None
    assert [row.cells for row in table] == [["1", "łąka"]]
    assert findings.all() == ()
    provenance = table.provenance("table", "recognised-stated")
    assert (provenance.encoding, provenance.delimiter, provenance.size) == (kind, "", len(content))
    assert provenance.sheet in ("Arkusz1", "Lista")


@given(
    st.lists(
        st.lists(st.text("ab;\"' ,ł–=+", max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_a_table_written_as_csv_and_as_xlsx_reads_the_same(rows: list[list[str]]) -> None:
    header = ["Nr", "Tytuł", "Koszt"]
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    # A cell of a sheet that begins like a formula would be one, so it gets its guard.
    guarded = [[f"'{cell}" if cell[:1] in ("=", "+") else cell for cell in row] for row in rows]
    plain, _ = table_in(text.getvalue().encode(), "Nr", path="data/a.csv")
    sheet, _ = table_in(xlsx([header, *guarded]), "Nr")
    assert plain is not None
    assert sheet is not None
    # Spaces around a text are lost on the way into the sheet.
    assert [list(map(tidy, row.cells)) for row in plain] == [
        list(map(tidy, row.cells)) for row in sheet
    ]


def test_cells_with_errors_and_formulas_never_calculated_are_reported_at_their_place() -> None:
    content = with_member(
        xlsx([["Nr", "Koszt"], [1, 2], [3, 4], [5, 6]]),
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Nr</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>Koszt</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        b"<row><c><v>3</v></c><c><f>A2+1</f></c></row>"
        b'<row r="4"><c r="A4"><v>5</v></c><c r="B4" s="3"/></row></sheetData></worksheet>',
    )
    table, findings = table_in(content, "Nr")
    assert table is not None
    assert [row.cells[0] for row in table] == ["1", "3", "5"]
    assert places(findings.all()) == [
        "data/a.xlsx:2:2: cell-without-value",
        "data/a.xlsx:3:2: cell-without-value",
    ]


def test_errors_of_an_opendocument_sheet_are_reported_too() -> None:
    bad = '<table:table-row><table:table-cell office:value-type="string"><text:p>1</text:p>'
    bad += (
        '</table:table-cell><table:table-cell table:formula="of:=1/0" calcext:value-type="error">'
    )
    bad += "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    table, findings = table_in(ods({"a": ods_row("Nr", "Koszt") + bad}), "Nr", path="data/a.ods")
    assert table is not None
    assert len(list(table)) == 1
    assert places(findings.all()) == ["data/a.ods:2:2: cell-without-value"]


# Which sheet


TWO = xlsx([["Czyszczenie"], ["usunięto puste"]], "Opis", Dane=[["Nr", "Tytuł"], [1, "Park"]])


def test_the_sheet_with_the_named_columns_is_read() -> None:
    table, _ = table_in(TWO, "Nr", "Tytuł")
    assert table is not None
    assert table.provenance("table", "x").sheet == "Dane"


def test_where_several_sheets_could_be_meant_nobody_guesses() -> None:
    content = xlsx([["Nr"], [1]], "2025", **{"2026": [["Nr"], [2]]})
    table, findings = table_in(content, "Nr")
    assert table is None
    assert words(findings.all()) == [
        "“data/a.xlsx” has several sheets that could be meant: 2025; 2026."
        " Add sheet: with the name of the right one."
    ]
    table, _ = table_in(content, "Nr", layout=Layout(sheet="2026"))
    assert table is not None
    assert [row.cells for row in table] == [["2"]]


def test_a_sheet_that_is_not_there_is_an_error_with_the_nearest_name() -> None:
    table, findings = table_in(TWO, "Nr", layout=Layout(sheet="Dana"))
    assert table is None
    assert words(findings.all()) == [
        "“data/a.xlsx” has no sheet “Dana”. It has: Opis; Dane. Did you mean “Dane”?"
    ]


def test_a_text_has_no_sheets() -> None:
    table, findings = table_in(b"Nr\n1\n", "Nr", layout=Layout(sheet="x"), path="data/a.csv")
    assert (table, places(findings.all())) == (None, ["results.yaml:4:11: sheet-in-text"])


def test_hidden_sheets_are_read_only_when_named() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx([["Nr"], [1]], "Dane", Kopia=[["Nr"], [2]])))
    book["Kopia"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    table, _ = table_in(stream.getvalue(), "Nr")
    assert table is not None
    assert [row.cells for row in table] == [["1"]]
    table, _ = table_in(stream.getvalue(), "Nr", layout=Layout(sheet="Kopia"))
    assert table is not None
    assert [row.cells for row in table] == [["2"]]


# Files that are broken, locked or hostile


def test_a_truncated_workbook_is_an_error_in_words() -> None:
    whole = xlsx([["Nr", "Tytuł"], [1, "Park"]])
    for end in range(4, len(whole), 211):
        assert refusal(whole[:end]).code == "sheet-broken"
    assert words([refusal(whole[:-30])]) == [
        "the spreadsheet is damaged and cannot be opened. Download it again; if it opens in your"
        " spreadsheet, save it there as “Excel workbook (.xlsx)” and put the new file in its place."
    ]


@pytest.mark.parametrize(
    "content",
    [
        ole("EncryptedPackage", b"x" * 99),
        ods({"a": ods_row("x")}, "<m><manifest:encryption-data xmlns:manifest='m'/></m>"),
    ],
)
def test_a_workbook_with_a_password_is_told_from_a_broken_one(content: bytes) -> None:
    assert words([refusal(content)], "pl") == [
        "arkusz kalkulacyjny jest chroniony hasłem."
        " Otwórz go, podając hasło, usuń ochronę i zapisz pod tą samą nazwą."
    ]


def bomb(declared: int | None = None) -> bytes:
    """A part of 1 GiB of spaces in 1 MB, whose directory may say another size."""
    data = with_member(xlsx([["Nr"]]), "xl/worksheets/sheet1.xml", b" " * (600 << 20))
    if declared is None:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    real, false = info.file_size.to_bytes(4, "little"), declared.to_bytes(4, "little")
    assert data.count(real) == 2
    return data.replace(real, false)


@pytest.mark.parametrize("declared", [None, 1000])
def test_a_zip_bomb_is_not_unpacked_whatever_its_directory_says(declared: int | None) -> None:
    content = bomb(declared)
    tracemalloc.start()
    try:
        found = refusal(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.code == "export-unpacks-too-far"
    assert peak < 40 << 20


@pytest.mark.parametrize(
    ("content", "code"),
    [
        # one stray cell makes a rectangle of seventeen thousand million
        (xlsx([["Nr"]]).replace(b"", b""), None),
        (ods({"a": ods_row("Nr") + ods_row("", repeated=1_000_000) + ods_row("x")}), "sheet-too-long"),
        (ods({"a": ods_row("x", repeated=250_000)}), "sheet-too-long"),
        (ods({"a": ods_row(*[""] * 4000, "x") + ods_row("y", repeated=9_000)}), "sheet-too-wide"),
        (ods({"a": ods_row("x").replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="99999999999" ', 1)}), "sheet-too-wide"),
    ],
)  # fmt: skip
def test_a_sheet_that_would_fill_the_memory_is_refused(content: bytes, code: str | None) -> None:
    if code is None:
        sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        sheet += b'<row r="1"><c r="A1"><v>1</v></c></row><row r="190000"><c r="XFD190000"><v>1</v></c></row>'
        content = with_member(
            content, "xl/worksheets/sheet1.xml", sheet + b"</sheetData></worksheet>"
        )
        code = "sheet-too-wide"
    assert refusal(content).code == code


def test_empty_cells_that_only_have_a_colour_do_not_count() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet += (
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    content = with_member(
        xlsx([["Nr"]]), "xl/worksheets/sheet1.xml", sheet + b"</sheetData></worksheet>"
    )
    assert rows_of(content) == [["1"]]


def test_rows_and_bytes_have_a_limit_with_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx([["Nr"]] * 12)
    monkeypatch.setattr(limits, "MOST_ROWS", 10)
    assert words([refusal(content)]) == [
        "the sheet “Arkusz1” has 12 rows; a spreadsheet is read up to 10 rows. Save the table as"
        " “CSV UTF-8”: a CSV may have any number of rows. If the table is short, delete the empty"
        " rows below it."
    ]
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    assert refusal(content).code == "sheet-file-too-big"


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        (zipped({"a.csv": b"Nr\n1\n"}), "data/a.xlsx", "export-is-archive"),
        (ole("Zeszyt", b""), "data/a.xls", "sheet-broken"),
        (ole("Workbook", b"\x09\x08nonsense" * 99), "data/a.xls", "sheet-broken"),
        (xlsx([[]]), "data/a.xlsx", "export-empty"),
        (b"PK\x03\x04", "data/a.ods", "sheet-broken"),
    ],
)
def test_what_is_no_workbook_is_told(content: bytes, path: str, code: str) -> None:
    assert refusal(content, path).code == code


@pytest.mark.parametrize("place", ["A99999999", "a1", "A", "1", "AAAA1"])
def test_a_cell_at_a_place_that_no_sheet_has_is_refused(place: str) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet += f'<row r="1"><c r="{place}"><v>1</v></c></row></sheetData></worksheet>'
    content = with_member(xlsx([["Nr"]]), "xl/worksheets/sheet1.xml", sheet.encode())
    assert refusal(content).code == "sheet-broken"


def test_an_archive_with_entities_of_its_own_is_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert refusal(with_member(xlsx([["Nr"]]), "xl/workbook.xml", laughs)).code == "sheet-broken"


@given(
    kind=st.sampled_from(["xlsx", "ods", "xls"]),
    at=st.floats(0, 1),
    noise=st.binary(min_size=1, max_size=40),
)
def test_no_damage_makes_it_raise(kind: str, at: float, noise: bytes) -> None:
    whole = {
        "xlsx": xlsx([["Nr", "Tytuł"], [1, "Park"]]),
        "ods": ods({"a": ods_row("Nr", "Tytuł") + ods_row("1", "Park")}),
        "xls": xls([["Nr", "Tytuł"], [1.0, "Park"]]),
    }[kind]
    start = int(at * len(whole))
    damaged = whole[:start] + noise + whole[start + len(noise) :]
    table, _ = table_in(damaged, "Nr", path=f"data/a.{kind}")
    if table is not None:
        list(table)


@pytest.mark.parametrize(
    "page",
    [
        b"<html><table><tr><td>1</td></tr></table>",
        b"\xef\xbb\xbf <!DOCTYPE HTML>",
        b'<?xml version="1.0"?><Workbook/>',
    ],
)
def test_a_web_page_that_is_called_a_spreadsheet_is_told(page: bytes) -> None:
    table, findings = table_in(page, "Nr", path="data/a.xls")
    assert table is None
    assert words(findings.all()) == [
        "this file is a web page or an XML text, whatever its name says. Open it in your"
        " spreadsheet, choose “Save as”, type “Excel workbook (.xlsx)”, and put the new file in its"
        " place; if you see a page that asks you to log in, download the export again."
    ]
