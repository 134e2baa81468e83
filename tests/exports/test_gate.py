from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Severity, Span
from civicsite.exports import gate as gate_module
from civicsite.exports import personal_headings
from civicsite.exports.gate import check_columns, check_text, mask
from civicsite.exports.personal_values import is_iban, is_nip, is_pesel
from tests.exports.files import places, words

HERE = Span("content/lipowiec/park/results.yaml", 3, 5)
# Numbers that are published as examples of the check digits; they belong to nobody.
PESEL = "44051401458"
NIP = "1234563218"
IBAN = "PL61 1090 1014 0000 0712 1981 2874"


def pesel(born: date, serial: int) -> str:
    """A number with the right check digit, written down from its definition."""
    month = born.month + (20 if born.year >= 2000 else 0)
    digits = f"{born.year % 100:02}{month:02}{born.day:02}{serial:04}"
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    control = 10 - sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10
    return f"{digits}{control % 10}"


# Check digits


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 9999), st.integers(1, 9))
def test_a_pesel_has_one_check_digit(born: date, serial: int, other: int) -> None:
    number = pesel(born, serial)
    assert is_pesel(number)
    assert not is_pesel(number[:-1] + str((int(number[-1]) + other) % 10))


@pytest.mark.parametrize("number", ["44051401458", "44051401359"])
def test_known_pesel_numbers(number: str) -> None:
    assert is_pesel(number)


def test_a_pesel_without_a_day_of_birth_is_none() -> None:
    assert not is_pesel("99023100008")  # 31 February with the right check digit


@given(st.integers(0, 10**9 - 1))
def test_of_ten_numbers_that_differ_in_the_last_digit_at_most_one_is_a_nip(number: int) -> None:
    weights = (6, 5, 7, 2, 3, 4, 5, 6, 7)
    control = sum(int(d) * w for d, w in zip(f"{number:09}", weights, strict=True)) % 11
    expected = [control] if control < 10 else []
    assert [last for last in range(10) if is_nip(f"{number:09}{last}")] == expected


def test_known_nip_and_iban() -> None:
    assert is_nip(NIP)
    assert is_iban(IBAN)
    assert is_iban("DE89370400440532013000")
    assert not is_iban("PL62 1090 1014 0000 0712 1981 2874")


# Texts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pytania: jan.nowak@example.org", "personal-text-email"),
        ("tel. 600 700 811", "personal-text-phone"),
        ("tel. 600-700-811", "personal-text-phone"),
        ("+48 600 700 811", "personal-text-phone"),
        ("0048600700811", "personal-text-phone"),
        ("+380 44 123 4567", "personal-text-phone"),
        (f"PESEL {PESEL}", "personal-text-pesel"),
        (f"konto {IBAN}", "personal-text-iban"),
        ("z adresu 192.0.2.17", "personal-text-ip"),
        ("z adresu 2001:db8::17", "personal-text-ip"),
    ],
)
def test_identifiers_are_found_in_texts(text: str, code: str) -> None:
    assert places(check_text(HERE, text)) == [f"{HERE}: {code}"]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Nowak, ul. Lipowa 1, 12-345 Lipowiec",
        "Budżet 500 000 000 zł",
        "Koszt 123 456 789 zł",
        "Koszt 123 456 789,50 zł",
        "§ 1.2.3.4 regulaminu",
        "14.06.2026 o 20:00:00",
        "Numer 12345678901",
        "ISBN 978-83-01-00000-0",
        "Dom 12a/3 @ ratusz",
        "Wersja 3.11.7",
        "szer. 52.2297700, dł. 21.0117800",
        "",
    ],
)
def test_names_places_sums_of_money_and_paragraphs_may_be_published(text: str) -> None:
    assert check_text(HERE, text) == ()


@given(st.emails())
def test_no_character_of_a_value_reaches_the_message(address: str) -> None:
    found = check_text(HERE, address)
    assume(found)
    example = dict(found[0].values)["example"]
    assert re.fullmatch(r"[a0\W_]*", str(example))
    assert mask("Łucja-17") == "aaaaa-00"


# Columns


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("E-mail", "personal-column-contact"),
        ("Adres e-mail", "personal-column-contact"),
        ("Podaj swój adres e-mail:", "personal-column-contact"),
        ("Imię i nazwisko", "personal-column-name"),
        ("IMIĘ", "personal-column-name"),
        ("Vorname", "personal-column-name"),
        ("first_name", "personal-column-name"),
        ("Numer PESEL", "personal-column-identifier"),
        ("Nr telefonu", "personal-column-contact"),
        ("ul. / Ulica", None),
        ("Ulica", "personal-column-address"),
        ("ip_address", "personal-column-device"),
        ("ipaddr", "personal-column-device"),
        ("token", "personal-column-device"),
        ("latitude", "personal-column-coordinates"),
        ("Niepełnosprawność", "personal-column-sensitive"),
        ("voter_id", None),
        ("Projekty dzielnicowe", None),
        ("Nr karty", None),
        ("Imiona patronów ulic", None),
    ],
)
def test_headings_in_three_languages(heading: str, code: str | None) -> None:
    found = check_columns("data/g.csv", (heading,), [("x",)])
    assert places(found) == ([f"data/g.csv:1: {code}"] if code else [])


def test_a_column_without_a_single_value_is_no_danger() -> None:
    assert check_columns("data/g.csv", ("Nr", "E-mail"), [("1", ""), ("2", "")]) == ()


def test_values_are_found_whatever_the_heading_says_and_shown_by_their_form() -> None:
    rows = [("1", "-"), ("2", "ola@example.org"), ("3", "pisz na jan@example.org")]
    found = check_columns("data/g.csv", ("Nr", "Uwagi"), rows)
    assert places(found) == ["data/g.csv:3: personal-values-email"]
    assert words(found) == [
        "2 cells of the column “Uwagi” hold an e-mail address, the first of the form"
        " aaa@aaaaaaa.aaa. Delete these values, or the column; letters are shown as a and digits"
        " as 0, so that nothing leaks here."
    ]
    assert words(found, "pl")[0].startswith(
        "2 komórki kolumny „Uwagi” zawierają adres e-mail, pierwsza w postaci aaa@aaaaaaa.aaa."
    )


def test_a_column_of_pesel_numbers_is_found_and_one_of_random_numbers_is_not() -> None:
    born = [date(1950 + n, 1 + n % 12, 1 + n % 28) for n in range(40)]
    real = [(pesel(day, 17 * n),) for n, day in enumerate(born)]
    found = check_columns("data/g.csv", ("Nr karty",), real)
    assert [problem.code for problem in found] == ["personal-values-pesel"]
    random = [(f"{14368855578 + 987654321 * n % 10**10:011}",) for n in range(200)]
    assert check_columns("data/g.csv", ("voter_id",), random) == ()


def test_one_pesel_in_a_column_of_remarks_is_enough() -> None:
    rows = [("nic",), ("bez uwag",), (f"mój numer to {PESEL}",)] * 1 + [("ok",)] * 50
    found = check_columns("data/g.csv", ("Uwagi",), rows)
    assert places(found) == ["data/g.csv:4: personal-values-pesel"]


def test_tax_numbers_count_by_their_share() -> None:
    assert [p.code for p in check_columns("d.csv", ("Nr",), [(NIP,)] * 3)] == [
        "personal-values-nip"
    ]
    mixed = [(f"{1234567000 + n * 7}",) for n in range(99)] + [(NIP,)]
    assert check_columns("d.csv", ("Nr",), mixed) == ()


def test_zero_padded_ids_are_no_telephone_numbers() -> None:
    rows = [(f"{n:013}",) for n in range(600700800, 600700900)]
    assert check_columns("data/g.csv", ("voter_id",), rows) == ()


def test_candidates_and_places_have_public_names_and_no_public_identifiers() -> None:
    header = ("Imię i nazwisko", "Adres")
    rows = [("Ala Lipowa", "ul. Polna 1"), ("Olek Dąb", "olek@example.org")]
    public = {"Imię i nazwisko": "candidate", "Adres": "place"}
    assert [p.code for p in check_columns("k.csv", header, rows)] == [
        "personal-column-name",
        "personal-column-address",
        "personal-values-email",
    ]
    assert places(check_columns("k.csv", header, rows, public)) == [
        "k.csv:3: personal-values-email"
    ]


def test_a_contact_column_never_becomes_public() -> None:
    found = check_columns("k.csv", ("Telefon",), [("x",)], {"Telefon": "candidate"})
    assert [problem.code for problem in found] == ["personal-column-contact"]


def test_what_tells_apart_in_combination_is_a_warning_where_it_is_asked_for() -> None:
    header, rows = ("Wiek", "Projekt"), [("17", "Park")]
    assert check_columns("g.csv", header, rows) == ()
    (found,) = check_columns("g.csv", header, rows, quasi=True)
    assert (found.code, found.severity) == ("personal-quasi", Severity.WARNING)


@pytest.mark.parametrize("language", ["en", "pl", "uk"])
def test_every_kind_of_data_has_its_own_words(language: str) -> None:
    catalogue = packaged_catalogue(language)
    for codes in (gate_module._COLUMNS, gate_module._VALUES, gate_module._TEXTS):
        for code in codes.values():
            assert catalogue.has(code)
            assert catalogue.has(f"{code}.next")
    assert set(personal_headings._HEADINGS.values()) == set(gate_module._COLUMNS)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3), st.text(max_size=40))
def test_no_text_makes_it_raise(header: list[str], cell: str) -> None:
    check_columns("g.csv", header, [[cell] * len(header)])
    check_text(HERE, cell)


# Columns by their share


def codes(heading: str, *cells: str, public: str = "") -> list[str]:
    rows = [(cell,) for cell in cells]
    found = check_columns("d.csv", (heading,), rows, {heading: public} if public else None)
    return [problem.code for problem in found]


def test_names_of_people_are_found_under_any_heading() -> None:
    assert codes("Kolumna 4", "Anna Nowak", "Piotr Zieliński", "-", "nie wiem") == [
        "personal-values-names"
    ]
    assert codes("K", "NOWAK ANNA", "ZIELIŃSKI PIOTR") == ["personal-values-names"]
    assert codes("K", "Nowak, Anna", "Zieliński, Piotr") == ["personal-values-names"]
    assert codes("K", "Олена Коваленко", "Андрій Шевченко") == ["personal-values-names"]


def test_given_names_beside_surnames_are_found_in_both_columns() -> None:
    rows = [("Anna", "Wolska-Lipowska"), ("Piotr", "Zieliński"), ("Ewa", "Kowalski")]
    found = check_columns("d.csv", ("A", "B"), rows)
    assert places(found) == [
        "d.csv:2: personal-values-names",
        "d.csv:3: personal-values-names",
    ]


def test_titles_of_projects_are_not_people() -> None:
    titles = (
        "Park Leonarda da Vinci",
        "Pomnik Adama Mickiewicza",
        "Plac Jana Pawła II",
        "Skwer Róż",
        "Boisko przy Krakowskiej",
        "Pola nad Rzeką",
        "Nowy plac zabaw",
        "Zielona Łąka",
        "Anna Jagiellonka – mural",
        "Remont ulicy Krakowskiej",
    )
    assert codes("Tytuł projektu", *titles) == []


def test_streets_districts_and_answers_are_not_people() -> None:
    assert codes("Osiedle", "Krakowska", "Lubelska", "Warszawska", "Polna") == []
    assert codes("Odpowiedź", "Tak", "Nie", "Raczej tak", "Trudno powiedzieć") == []
    assert codes("Odpowiedź", "Zdecydowanie Tak", "Zdecydowanie Nie") == []


def test_few_names_among_many_titles_pass() -> None:
    titles = [f"Remont chodnika {n}" for n in range(20)]
    assert codes("Tytuł", *titles, "Adam Mickiewicz") == []


def test_candidates_pass_as_candidates_and_only_in_their_column() -> None:
    assert codes("Kandydat", "Anna Nowak", "Piotr Zieliński", public="candidate") == []
    assert codes("Kandydat", "Anna Nowak", "Piotr Zieliński") == ["personal-values-names"]
    assert codes("Kandydat", "Anna Nowak, tel. 600700811", public="candidate") == [
        "personal-values-phone"
    ]


def test_a_candidate_has_no_public_home_and_no_public_position() -> None:
    assert codes("Adres", "ul. Polna 1", public="candidate") == ["personal-column-address"]
    assert codes("Punkt", "52.22977, 21.01178", public="candidate") == [
        "personal-values-coordinates"
    ]


def test_an_official_may_be_called_at_the_office() -> None:
    assert codes("Kontakt", "Anna Nowak, tel. 12 345 67 89", public="official") == []
    assert codes("Kontakt", f"konto {IBAN}", public="official") == ["personal-values-iban"]


def test_places_have_positions() -> None:
    assert codes("Punkt", "52.22977, 21.01178", public="place") == []
    assert codes("lat", "52.2297712", public="place") == []


def test_positions_are_found_in_one_column_and_in_two() -> None:
    assert codes("Gdzie?", "52.22977 21.01178 0 0", "-") == ["personal-values-coordinates"]
    rows = [("52.2297712", "21.0117812"), ("52.2297713", "21.0117819")]
    found = check_columns("d.csv", ("x", "y"), rows)
    assert places(found) == [
        "d.csv:2: personal-values-coordinates",
        "d.csv:2: personal-values-coordinates",
    ]
    assert check_columns("d.csv", ("wynik",), [("52.2297712",)]) == ()


def test_a_pesel_that_a_spreadsheet_cut_short_is_found() -> None:
    born = [date(2001 + n % 9, 1 + n % 12, 1 + n % 28) for n in range(20)]
    numbers = [pesel(day, 31 * n) for n, day in enumerate(born)]
    assert all(number.startswith("0") for number in numbers)
    assert codes("Nr", *(number[1:] for number in numbers)) == ["personal-values-pesel"]
    assert codes("Nr", *(f"{number[1:]}.0" for number in numbers)) == ["personal-values-pesel"]


def test_nine_bare_digits_are_telephone_numbers_when_all_of_them_look_so() -> None:
    assert codes("Numer", "600700811", "501502503", "721722723") == ["personal-values-phone"]
    assert codes("Numer", *(f"{100200300 + 7 * n}" for n in range(50))) == []


def test_sums_of_money_are_no_telephone_numbers() -> None:
    sums = ("600 700 811", "501 502 503", "123 456 789")
    assert codes("Koszt projektu", *sums) == []
    assert codes("Numer", *sums) == ["personal-values-phone"]
    assert codes("Kwota", "+48 600 700 811") == ["personal-values-phone"]


def test_identity_cards_and_businesses_count_by_their_share() -> None:
    assert codes("Nr", "ABA300000", "ABA300000") == ["personal-values-papers"]
    assert codes("Kod", *(f"BOL{100000 + 7 * n}" for n in range(60))) == []
    assert codes("Nr", *(f"{100000 + n}" for n in range(60))) == []
    assert codes("Nr", "123456785", "123456785") == ["personal-values-regon"]


def test_dates_that_reach_back_a_generation_are_birthdays() -> None:
    birthdays = [f"{1950 + 3 * n}-0{1 + n % 9}-11" for n in range(15)]
    assert codes("Data", *birthdays) == ["personal-values-birth-date"]
    assert codes("Data", *(f"11.0{1 + n % 9}.{1950 + 3 * n}" for n in range(15))) == [
        "personal-values-birth-date"
    ]
    assert codes("Data", *(f"2026-06-{10 + n} 12:00" for n in range(15))) == []


def test_a_name_after_two_thousand_rows_of_names_is_still_counted() -> None:
    many = ["Anna Nowak"] * 5000
    (found,) = check_columns("d.csv", ("K",), [(name,) for name in many])
    values = dict(found.values)
    assert found.code == "personal-values-names"
    assert values["count"] == 2000 + 5000 // 16 - 2000 // 16
    assert values["example"] == "aaaa aaaaa"


@pytest.mark.parametrize(
    "heading",
    [
        "Cognoms", "Correu electrònic", "Telèfon", "Adreça", "Data de naixement", "Adreça IP",
        "Geburtsdatum", "Straße", "Personalausweis", "Прізвище", "Електронна пошта",
        "Дата народження", "Nr księgi wieczystej", "Numer paszportu", "Poglądy polityczne",
    ],
)  # fmt: skip
def test_headings_in_further_languages(heading: str) -> None:
    assert [found.code for found in check_columns("d.csv", (heading,), [("x",)])]


@pytest.mark.parametrize("heading", ["Nie", "Dni", "Tak", "Ім", "Pytanie 1", "Długość trasy"])
def test_everyday_words_are_no_headings_of_personal_data(heading: str) -> None:
    assert check_columns("d.csv", (heading,), [("x",)]) == ()


@pytest.mark.shared_data
def test_no_title_of_a_real_project_is_taken_for_personal_data(shared_data: Path) -> None:
    for path in sorted((shared_data / "pb").glob("*.pb")):
        section, name, titles = "", -1, []
        for row in csv.reader(path.read_text("utf-8").splitlines(), delimiter=";"):
            if len(row) == 1:
                section, name = row[0].strip(), -1
            elif section == "PROJECTS" and name < 0 and "name" in row:
                name = row.index("name")
            elif section == "PROJECTS" and name >= 0 and len(row) > name:
                titles.append((row[name],))
        assert check_columns(path.name, ("Tytuł",), titles) == (), path.name
