"""Whole files: tables, sheets, archives and texts that are published or tracked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.inspection import inspect_file, inspect_text
from tests.exports.files import in_memory, places, words
from tests.exports.sheets import xlsx

PESEL = "44051401458"
DOCS = "content/lipowiec/park/documents"


def look(name: str, content: str | bytes, public: Mapping[str, str] | None = None) -> list[str]:
    found = inspect_file(in_memory(f"{DOCS}/{name}", content), public)
    return [place.removeprefix(f"{DOCS}/") for place in places(found)]


def archive(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_a_table_is_looked_at_column_by_column() -> None:
    table = "Nr;E-mail\n1;ola@example.org\n2;jan@example.org\n"
    assert look("lista.csv", table) == [
        "lista.csv:1: personal-column-contact",
        "lista.csv:2: personal-values-email",
    ]


def test_a_header_is_found_below_titles() -> None:
    table = "Lista obecności;;\n;;\nLp.;Imię i nazwisko;Podpis\n1;Anna Nowak;x\n"
    assert look("lista.csv", table) == [
        "lista.csv:3: personal-column-name",
        "lista.csv:4: personal-values-names",
        "lista.csv:3: personal-column-name",
    ]


def test_a_table_without_a_header_hides_nothing_and_its_first_row_is_not_quoted() -> None:
    found = inspect_file(in_memory("d.csv", "ola@example.org;7\njan@example.org;8\n"))
    assert places(found) == ["d.csv:1: personal-values-email"]
    assert "ola" not in " ".join(words(found))
    assert "aaa@aaaaaaa.aaa" in " ".join(words(found))


@pytest.mark.parametrize("first", ["Anna Nowak", PESEL, "+48 600 700 811"])
def test_no_value_is_quoted_as_the_name_of_a_column(first: str) -> None:
    rows = "\n".join([first, *["Piotr Zieliński", "jan@example.org"] * 3])
    found = inspect_file(in_memory("d.csv", f"{rows}\n"))
    assert found
    assert first not in " ".join(words(found))


def test_every_sheet_is_looked_at() -> None:
    book = xlsx([["Nr", "Tytuł"], [1, "Park"]], Ukryty=[["Nr", "PESEL"], [1, PESEL]])
    assert look("plan.xlsx", book) == [
        "plan.xlsx:1: personal-column-identifier",
        "plan.xlsx:2: personal-values-pesel",
    ]
    assert look("plan.xlsx", b"PK\x03\x04broken") == ["plan.xlsx: sheet-broken"]


def test_public_columns_pass() -> None:
    table = "Kandydat;Telefon\nAnna Nowak;\n"
    assert look("k.csv", table) == ["k.csv:2: personal-values-names"]
    assert look("k.csv", table, {"Kandydat": "candidate"}) == []


def test_archives_are_taken_apart() -> None:
    packed = archive({"dane/lista.csv": "Nr;E-mail\n1;ola@example.org\n", "opis.txt": "Nic."})
    assert look("dane.zip", packed) == [
        "dane.zip/dane/lista.csv:1: personal-column-contact",
        "dane.zip/dane/lista.csv:2: personal-values-email",
    ]
    assert look("dane.zip", archive({"w.zip": archive({"a.csv": "x"})})) == [
        "dane.zip/w.zip: archive-in-archive"
    ]
    assert look("dane.zip", b"to nie archiwum") == ["dane.zip: archive-broken"]


def test_office_documents_are_read_as_texts() -> None:
    body = "<w:p><w:r><w:t>PESEL 4405140</w:t></w:r><w:r><w:t>1458</w:t></w:r></w:p>"
    assert look("pismo.docx", archive({"word/document.xml": body})) == [
        "pismo.docx/word/document.xml:1:7: personal-text-pesel"
    ]


def test_texts_are_read_for_numbers_that_only_a_person_has() -> None:
    text = f"Zebranie.\nPESEL: {PESEL}, tel. 12 345 67 89, urzad@example.org\nKoniec.\n"
    assert look("notatka.txt", text) == ["notatka.txt:2:8: personal-text-pesel"]
    assert look("dowod.md", "Okazano dowód osobisty ABC 123456.\n") == [
        "dowod.md:1:9: personal-text-papers"
    ]


def test_ids_in_json_are_no_people() -> None:
    ids = ", ".join(str(14368855578 + 987654321 * n % 10**10) for n in range(400))
    assert look("dane.json", f'{{"ids": [\n{ids}\n]}}') == []
    assert look("dane.json", f'{{"pesel": "{PESEL}"}}') == ["dane.json:1:12: personal-text-pesel"]


def test_pictures_and_pdf_are_left_alone() -> None:
    assert look("mapa.pdf", b"%PDF-1.7 \x00\xff") == []
    assert look("pusta.csv", "") == []


@given(st.binary(max_size=60), st.sampled_from(["a.csv", "a.xlsx", "a.zip", "a.json", "a.docx"]))
def test_no_bytes_make_it_raise(content: bytes, name: str) -> None:
    inspect_file(in_memory(name, content))


@given(st.text(max_size=80))
def test_no_text_makes_it_raise(text: str) -> None:
    inspect_text("a.md", text)
