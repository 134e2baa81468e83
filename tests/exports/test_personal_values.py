"""Single kinds of personal data, against an independent library and by their definitions."""

from __future__ import annotations

from datetime import date

import pytest
import stdnum.iban
import stdnum.pl.nip
import stdnum.pl.pesel
import stdnum.pl.regon
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Span
from civicsite.exports.gate import check_text
from civicsite.exports.personal_values import (
    born,
    coordinates,
    find_pesel,
    is_iban,
    is_identity_card,
    is_land_register,
    is_nip,
    is_pesel,
    is_regon,
    plain,
    proven,
)

HERE = Span("content/lipowiec/park/results.yaml", 3, 5)
CENTURIES = {1800: 80, 1900: 0, 2000: 20, 2100: 40, 2200: 60}
# Numbers from descriptions of the check digits; they belong to nobody.
CARD = "ABA300000"
LAND = "KA1S/00012345/6"


def pesel(day: date, serial: int) -> str:
    month = day.month + CENTURIES[day.year // 100 * 100]
    return complete(f"{day.year % 100:02}{month:02}{day.day:02}{serial:04}")


def complete(ten: str) -> str:
    return ten + str(stdnum.pl.pesel.calc_check_digit(ten))


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


# Against python-stdnum


@given(digits(10), digits(1))
def test_pesel_like_the_library_but_for_the_future(ten: str, last: str) -> None:
    for number in (ten + last, complete(ten)):
        day = born(number)
        if day is None or day <= date(2020, 1, 1):  # the library refuses births to come
            assert is_pesel(number) == stdnum.pl.pesel.is_valid(number)
        else:
            assert is_pesel(number) == (stdnum.pl.pesel.calc_check_digit(number[:10]) == number[10])


@given(st.dates(date(1800, 1, 1), date(2299, 12, 31)), st.integers(0, 9999))
def test_a_pesel_of_any_century_is_found(day: date, serial: int) -> None:
    number = pesel(day, serial)
    assert is_pesel(number)
    assert born(number) == day


@given(digits(9), digits(1))
def test_nip_like_the_library(nine: str, last: str) -> None:
    assert is_nip(nine + last) == stdnum.pl.nip.is_valid(nine + last)


@given(digits(9), digits(14))
def test_regon_like_the_library(short: str, long: str) -> None:
    for number in (short, long):
        assert is_regon(number) == stdnum.pl.regon.is_valid(number)


@given(digits(8))
def test_a_completed_regon_passes(eight: str) -> None:
    number = eight + stdnum.pl.regon.calc_check_digit(eight)
    assert is_regon(number)
    thirteen = number + "0001"
    assert is_regon(thirteen + stdnum.pl.regon.calc_check_digit(thirteen))


@given(digits(24))
def test_iban_like_the_library(account: str) -> None:
    number = "PL00" + account
    right = f"PL{stdnum.iban.calc_check_digits(number)}{account}"
    assert is_iban(right)
    assert stdnum.iban.is_valid(right, check_country=False)
    assert is_iban(number) == stdnum.iban.is_valid(number, check_country=False)


# By their definitions


def test_the_specimen_of_the_identity_card_and_none_beside_it() -> None:
    assert is_identity_card(CARD)
    assert [n for n in range(10) if is_identity_card(f"ABA{n}00000")] == [3]


def test_the_example_of_the_land_register_and_none_beside_it() -> None:
    assert is_land_register(LAND)
    assert [n for n in range(10) if is_land_register(f"KA1S/00012345/{n}")] == [6]
    assert is_land_register("LU1B/00012345/8")
    assert not is_land_register("QV1S/00012345/6")


# What a text may not hold


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jan.nowak (at) example.org", "email"),
        ("jan.nowak[małpa]example[kropka]org", "email"),
        ("jan.nowak＠example．org", "email"),
        ("jan.nowak\u200b@\u200bexample.org", "email"),
        ("tel. 600700811", "phone"),
        ("telefon: 600 700 811", "phone"),
        ("tel kom. 600700811", "phone"),
        ("(12) 345-67-89", "phone"),
        ("12 345 67 89", "phone"),
        ("600.700.811", "phone"),
        ("600 70 08 11", "phone"),
        ("600\u00a0700\u00a0811", "phone"),
        ("600–700–811", "phone"),
        ("+48\u202f600\u202f700\u202f811", "phone"),
        ("PESEL 440514-01458", "pesel"),
        ("PESEL ４４０５１４０１４５８", "pesel"),
        ("PESEL ٤٤٠٥١٤٠١٤٥٨", "pesel"),
        ("PESEL 4405\u200b1401458", "pesel"),
        ("konto 61 1090 1014 0000 0712 1981 2874", "iban"),
        ("konto 61109010140000071219812874", "iban"),
        (f"działka z księgi {LAND}", "land-register"),
        (f"KW {LAND.lower()}", "land-register"),
        ("KW KA1S / 00012345 / 6", "land-register"),
        ("dowód osobisty ABC 123456", "papers"),
        ("nr dowodu: ABC123456", "papers"),
        ("paszport nr AB1234567", "papers"),
    ],
)
def test_hidden_and_unusual_ways_to_write_what_may_not_stand_there(text: str, code: str) -> None:
    assert [found.code for found in check_text(HERE, text)] == [f"personal-text-{code}"]


@pytest.mark.parametrize(
    "text",
    [
        "Park Leonarda da Vinci",
        "Ścieżka im. Jana Kowalskiego",
        "Kwota 600 700 800",
        "wartość: 600 700 811 zł",
        "600.700.811 PLN",
        "Projekt nr 2026/000123",
        "BO-2026-0001234",
        "kod 00-950, 12-345 Lipowiec",
        "uchwała nr XII/98/2025 z 20.11.2025",
        "działka nr 123/45 obręb 12-34-56",
        "ul. Lipowa 12 m. 34, tel. w urzędzie",
        "14.06.2026 20:00, pok. 12",
        "ISBN 978-83-01-00000-0",
        "spotkanie (at the library)",
        "Zapraszamy @ratusz",
        "Dowód: protokół nr 123456",
        "1 234 567,89",
        "100 000 200",
    ],
)
def test_titles_sums_and_numbers_of_the_office_pass(text: str) -> None:
    assert check_text(HERE, text) == ()


@given(st.integers(10**10, 10**11 - 1))
def test_a_number_with_eleven_digits_is_only_a_pesel_when_it_is_one(number: int) -> None:
    found = find_pesel(f"nr {number}")
    assert bool(found) == (is_pesel(str(number)) and 1900 <= born(str(number)).year < 2100)  # type: ignore[union-attr]


def test_coordinates_are_exact_ones() -> None:
    assert coordinates("52.22977, 21.01178") == "pair"
    assert coordinates("52.22977 21.01178 100 4.5") == "pair"
    assert coordinates("(52.22977; 21.01178)") == "pair"
    assert coordinates("52.2297712") == "lat"
    assert coordinates("21,0117812") == "lon"
    assert coordinates("52.23, 21.01") == ""
    assert coordinates("152.2297712") == ""
    assert coordinates("3.14159") == "lon"


@given(st.text(max_size=30))
def test_plain_text_is_never_longer_in_meaning(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    proven(text)
