"""What residents read: dates, numbers, money, lists, plural forms, alphabetical order, slugs."""

from __future__ import annotations

import os
import pickle
import random
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.clock import parse_when
from civicsite.language import (
    Catalogue,
    CatalogueProblem,
    Language,
    MissingMessage,
    MissingValue,
    Text,
    UnknownLanguage,
    is_language_code,
    packaged_catalogue,
    packaged_languages,
    slug,
)

WARSAW = ZoneInfo("Europe/Warsaw")
LANGUAGES = {code: Language(code, packaged_catalogue(code)) for code in ("pl", "en", "uk")}
POLISH, ENGLISH, UKRAINIAN = LANGUAGES.values()
NBSP = "\N{NO-BREAK SPACE}"
# CLDR puts a narrow no-break space into Ukrainian dates, before "р."; the texts below contain it.


def po(body: str, rule: str = "nplurals=2; plural=(n != 1);") -> bytes:
    header = f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule}\\n"\n'
    return f'msgid ""\nmsgstr ""\n{header}\n{body}'.encode()


def catalogue(code: str, **messages: str) -> Catalogue:
    body = "\n".join(f'msgid "{key}"\nmsgstr "{text}"\n' for key, text in messages.items())
    return Catalogue.from_po(po(body), code)


# Text


def test_text_in_another_language_is_marked_for_screen_readers() -> None:
    assert Text("Ліс & поле", "uk").__html__() == '<span lang="uk">Ліс &amp; поле</span>'


def test_text_in_the_language_of_the_page_is_only_escaped() -> None:
    assert Text("<b>„Park” & 'las' \"x\"</b>").__html__() == (
        "&lt;b&gt;„Park” &amp; &#39;las&#39; &#34;x&#34;&lt;/b&gt;"
    )


def test_a_language_code_cannot_break_out_of_its_attribute() -> None:
    assert Text("x", '"><script>').__html__() == '<span lang="&#34;&gt;&lt;script&gt;">x</span>'


def test_empty_text_is_false_and_str_gives_the_text() -> None:
    assert not Text("", "uk")
    assert Text("0")
    assert str(Text("Park", "pl")) == "Park"


# Catalogues


def test_placeholders_are_replaced_once_and_values_may_contain_braces() -> None:
    one = catalogue("en", greeting="{a} and {b} but not {is: true} nor {}")
    assert one.text("greeting", a="{b}", b="{0.__class__}") == (
        "{b} and {0.__class__} but not {is: true} nor {}"
    )


def test_integers_are_written_as_plain_digits() -> None:
    assert catalogue("pl", line="wiersz {line}").text("line", line=12345) == "wiersz 12345"


def test_a_missing_key_and_a_missing_value_are_mistakes_of_the_program() -> None:
    one = catalogue("en", greeting="Hello {name}")
    with pytest.raises(MissingMessage, match="farewell"):
        one.text("farewell")
    with pytest.raises(MissingValue, match="greeting: name"):
        one.text("greeting", nam="x")


VOTES = """msgid "votes"
msgid_plural "votes"
msgstr[0] "{count} głos"
msgstr[1] "{count} głosy"
msgstr[2] "{count} głosów"
"""
POLISH_RULE = (
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 głosów"),
        (1, "1 głos"),
        (2, "2 głosy"),
        (5, "5 głosów"),
        (12, "12 głosów"),
        (22, "22 głosy"),
        (101, "101 głosów"),
        (104, "104 głosy"),
        (112, "112 głosów"),
    ],
)
def test_polish_counts(count: int, words: str) -> None:
    votes = Catalogue.from_po(po(VOTES, POLISH_RULE), "pl")
    assert votes.text("votes", count=count) == words


def test_a_plural_form_needs_a_count() -> None:
    votes = Catalogue.from_po(po(VOTES, POLISH_RULE), "pl")
    with pytest.raises(MissingValue, match="votes: count"):
        votes.text("votes", count="5")


def test_each_sentence_keeps_the_plural_rule_of_its_own_language() -> None:
    english = Catalogue.from_po(
        po('msgid "v"\nmsgid_plural "v"\nmsgstr[0] "{count} vote"\nmsgstr[1] "{count} votes"\n'),
        "en",
    )
    both = Catalogue.from_po(po(VOTES, POLISH_RULE), "pl").merged(english)
    assert both.text("v", count=22) == "22 votes"
    assert both.text("votes", count=22) == "22 głosy"


def test_without_a_header_the_plural_rule_of_the_language_serves() -> None:
    votes = Catalogue.from_po(VOTES.encode(), "pl-PL")
    assert votes.text("votes", count=3) == "3 głosy"


def test_empty_and_fuzzy_entries_count_as_missing() -> None:
    body = '#, fuzzy\nmsgid "a"\nmsgstr "x"\n\nmsgid "b"\nmsgstr ""\n\nmsgid "c"\nmsgstr "z"\n'
    assert Catalogue.from_po(po(body), "en").keys() == ("c",)


def test_a_file_saved_by_notepad_with_a_byte_order_mark_is_read() -> None:
    assert Catalogue.from_po(b"\xef\xbb\xbf" + po('msgid "a"\nmsgstr "x"\n'), "en").has("a")


def test_a_broken_file_is_reported_with_its_line() -> None:
    with pytest.raises(CatalogueProblem) as caught:
        Catalogue.from_po(po('msgid "a"\nmsgstr "x"\nmsgstrr "y"\n'), "en")
    assert caught.value.code == "catalogue-unreadable"
    assert caught.value.line == 8
    assert caught.value.values == {"detail": 'msgstrr "y"'}


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        po("", rule="nplurals=many; plural=n;"),
        po("", rule="nplurals=2; plural=n;"),
        po("", rule="nplurals=2; plural=__import__('os');"),
        po("", rule="nplurals=2; plural=n%0;"),
        po("", rule=f"nplurals=2; plural={'(' * 3000}n{')' * 3000};"),
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\nmsgid "a"\nmsgstr "b"\n',
    ],
)
def test_an_unusable_file_is_a_problem_and_not_a_crash(content: bytes) -> None:
    with pytest.raises(CatalogueProblem):
        Catalogue.from_po(content, "en")


PO_WORDS = st.sampled_from(
    ['msgid "a"', 'msgstr "b"', 'msgid_plural "a"', 'msgstr[1] "c"', "msgstr[x]", '""', "#, fuzzy",
     'msgctxt "q"', '"Plural-Forms: nplurals=3; plural=n;\\n"', "#~ msgid", '"\\', "", "#: x y"]
)  # fmt: skip


@given(st.lists(PO_WORDS | st.text(max_size=8)).map("\n".join).map(str.encode) | st.binary())
def test_any_file_gives_a_catalogue_or_a_problem(content: bytes) -> None:
    try:
        read = Catalogue.from_po(content, "pl")
    except CatalogueProblem:
        return
    for key in read.messages:
        values = dict.fromkeys(read.messages[key].placeholders, 7)
        assert read.text(key, **(values | {"count": 7}))


def test_the_overlay_wins_and_leaves_the_rest() -> None:
    base, site = catalogue("pl", a="stare", b="zostaje"), catalogue("pl", a="nowe", c="dodane")
    merged = base.merged(site)
    assert [merged.text(key) for key in ("a", "b", "c")] == ["nowe", "zostaje", "dodane"]


def test_english_of_a_theme_does_not_hide_ukrainian_of_the_program() -> None:
    base = catalogue("uk", a="своє").merged(catalogue("en", b="default"))
    merged = base.merged(catalogue("en", a="theme", b="theme"))
    assert merged.marked("a") == Text("своє")
    assert merged.marked("b") == Text("theme", "en")


def test_an_overlay_can_be_compared_with_its_base() -> None:
    base = catalogue("en", a="{x} {y}", b="b")
    assert catalogue("pl", a="{y}", b="{z}", c="c").strangers(base) == ("b", "c")
    assert catalogue("pl", a="{y}").missing(base) == ("b",)
    assert catalogue("pl", a="{y}").merged(base).missing(base) == ("b",)


def test_the_digest_changes_with_what_is_said_and_only_with_that() -> None:
    one = catalogue("pl", a="x", b="y")
    assert one.digest == catalogue("pl", b="y", a="x").digest
    others = [
        catalogue("en", a="x", b="y"),
        catalogue("pl", a="x", b="z"),
        catalogue("pl", a="x", c="y"),
        catalogue("pl", a="x"),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 5
    assert re.fullmatch("[0-9a-f]{64}", one.digest)


def test_packaged_ukrainian_falls_back_to_english_and_says_so() -> None:
    packaged = packaged_catalogue("uk")
    assert packaged_catalogue("en").keys() == packaged.keys()
    for key in packaged.missing(packaged_catalogue("en")):
        assert packaged.messages[key] == packaged_catalogue("en").messages[key]
    assert packaged.marked("list-last", list="a", last="b") == Text("a та b")


def test_a_language_that_is_not_shipped_speaks_english() -> None:
    packaged = packaged_catalogue("de")
    assert packaged.marked("when-to-be-set") == Text("date to be announced", "en")


def test_a_regional_code_uses_the_catalogue_of_its_language() -> None:
    assert packaged_catalogue("pl-x-easy").marked("when-to-be-set") == Text(
        "termin zostanie podany"
    )


def test_the_shipped_languages() -> None:
    assert {"en", "pl", "uk"} <= set(packaged_languages())


def test_worker_processes_can_be_sent_a_language() -> None:
    sent = pickle.loads(pickle.dumps(POLISH))
    assert sent.catalogue.digest == LANGUAGES["pl"].catalogue.digest
    assert sent.date(date(2026, 3, 1)) == "1 marca 2026"


# Dates


@pytest.mark.parametrize(
    ("code", "words"),
    [("pl", "1 marca 2026"), ("en", "1 March 2026"), ("uk", "1 березня 2026 р.")],
)
def test_date(code: str, words: str) -> None:
    assert LANGUAGES[code].date(date(2026, 3, 1)) == words


def test_weekday() -> None:
    day = date(2026, 3, 1)
    assert [language.weekday(day) for language in LANGUAGES.values()] == [
        "niedziela",
        "Sunday",
        "неділя",
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("pl", "14 czerwca 2026, godz. 20:00"),
        ("en", "14 June 2026, 20:00"),
        ("uk", "14 червня 2026 р., 20:00"),
    ],
)
def test_moment_is_told_in_the_zone_of_the_site(code: str, words: str) -> None:
    assert LANGUAGES[code].moment(datetime(2026, 6, 14, 18, tzinfo=UTC), WARSAW) == words


def test_seconds_appear_only_when_there_are_any() -> None:
    moment = datetime(2026, 6, 14, 21, 59, 59, tzinfo=UTC)
    assert LANGUAGES["pl"].moment(moment, WARSAW) == "14 czerwca 2026, godz. 23:59:59"


def test_the_hour_that_occurs_twice_names_its_offset() -> None:
    early, late = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert LANGUAGES["pl"].moment(early, WARSAW) == "25 października 2026, godz. 02:30 (UTC+02:00)"
    assert LANGUAGES["pl"].moment(late, WARSAW) == "25 października 2026, godz. 02:30 (UTC+01:00)"


@pytest.mark.parametrize(
    ("last", "polish", "english", "ukrainian"),
    [
        ((2026, 6, 1), "1 czerwca 2026", "1 June 2026", "1 червня 2026 р."),
        ((2026, 6, 14), "1–14 czerwca 2026", "1–14 June 2026", "1–14 червня 2026 р."),
        (
            (2026, 7, 2),
            "1 czerwca – 2 lipca 2026",
            "1 June – 2 July 2026",
            "1 червня – 2 липня 2026 р.",
        ),
        (
            (2027, 6, 2),
            "1 czerwca 2026 – 2 czerwca 2027",
            "1 June 2026 – 2 June 2027",
            "1 червня 2026 р. – 2 червня 2027 р.",
        ),
    ],
)
def test_day_range(last: tuple[int, int, int], polish: str, english: str, ukrainian: str) -> None:
    words = [language.day_range(date(2026, 6, 1), date(*last)) for language in LANGUAGES.values()]
    assert words == [polish, english, ukrainian]


def test_day_range_where_the_year_comes_first_or_the_day_has_a_dot() -> None:
    days = date(2026, 6, 1), date(2026, 6, 14)
    german, american = (Language(code, packaged_catalogue(code)) for code in ("de", "en-US"))
    assert german.day_range(*days) == "1.–14. Juni 2026"
    assert american.day_range(*days) == "June 1, 2026 – June 14, 2026"


def test_a_range_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="2026-06-01 is before 2026-06-02"):
        LANGUAGES["pl"].day_range(date(2026, 6, 2), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("text", "polish", "english", "ukrainian"),
    [
        ("2026-06-14", "14 czerwca 2026", "14 June 2026", "14 червня 2026 р."),
        (
            "2026-06-14T20:00",
            "14 czerwca 2026, godz. 20:00",
            "14 June 2026, 20:00",
            "14 червня 2026 р., 20:00",
        ),
        ("2027-03", "marzec 2027", "March 2027", "березень 2027 р."),
        ("2027-Q1", "pierwszy kwartał 2027", "first quarter of 2027", "перший квартал 2027 р."),
        ("2027-Q2", "drugi kwartał 2027", "second quarter of 2027", "другий квартал 2027 р."),
        ("2027-Q3", "trzeci kwartał 2027", "third quarter of 2027", "третій квартал 2027 р."),
        ("2027-Q4", "czwarty kwartał 2027", "fourth quarter of 2027", "четвертий квартал 2027 р."),
        ("2027", "2027", "2027", "2027"),
        ("to-be-set", "termin zostanie podany", "date to be announced", "дату буде повідомлено"),
    ],
)
@pytest.mark.parametrize("ending", [False, True])
def test_every_precision_in_words(
    text: str, polish: str, english: str, ukrainian: str, ending: bool
) -> None:
    when = parse_when(text, WARSAW)
    words = [language.when(when, WARSAW, ending=ending) for language in LANGUAGES.values()]
    assert words == [polish, english, ukrainian]


def test_a_deadline_at_midnight_is_told_as_the_end_of_its_day() -> None:
    when = parse_when("2026-06-14T24:00", WARSAW)
    assert LANGUAGES["pl"].when(when, WARSAW, ending=True) == "14 czerwca 2026, godz. 24:00"
    assert LANGUAGES["pl"].when(when, WARSAW) == "15 czerwca 2026, godz. 00:00"


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Warsaw", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu"]),
)
def test_no_two_moments_a_minute_apart_are_told_alike(moment: datetime, zone: str) -> None:
    later = datetime.fromtimestamp(moment.timestamp() + 60, UTC)
    words = {
        LANGUAGES["pl"].moment(at, ZoneInfo(zone)) for at in (moment.replace(microsecond=0), later)
    }
    assert len(words) == 2


# Numbers


def test_numbers_keep_all_their_digits() -> None:
    assert LANGUAGES["pl"].number(1234567) == f"1{NBSP}234{NBSP}567"
    assert LANGUAGES["pl"].number(Decimal("1234.123456")) == f"1{NBSP}234,123456"
    assert ENGLISH.number(Decimal("1234.5")) == "1,234.5"


@pytest.mark.parametrize(
    ("ratio", "places", "words"),
    [
        (Fraction(5, 8), 1, "62,5%"),
        (Fraction(1, 2000), 1, "0,1%"),
        (Fraction(1, 2001), 1, "0,0%"),
        (Fraction(1, 3), 0, "33%"),
        (Fraction(1, 200), 0, "1%"),
        (Fraction(2, 3), 2, "66,67%"),
        (Decimal("0.285"), 0, "29%"),
        (Fraction(1), 1, "100,0%"),
        (Fraction(0), 1, "0,0%"),
        (Fraction(-1, 8), 0, "-13%"),
        (Fraction(1234), 0, f"123{NBSP}400%"),
    ],
)
def test_percentages_are_rounded_exactly_half_up(
    ratio: Fraction | Decimal, places: int, words: str
) -> None:
    assert LANGUAGES["pl"].percent(ratio, places) == words


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_percentage_is_never_further_off_than_half_of_its_last_digit(
    part: int, whole: int, places: int
) -> None:
    shown = Fraction(ENGLISH.percent(Fraction(part, whole), places)[:-1].replace(",", ""))
    off = Fraction(100 * part, whole) - shown
    assert -Fraction(1, 2 * 10**places) <= off < Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("amount", "currency", "polish", "english"),
    [
        ("500000", "PLN", "500 000 zł", "PLN 500,000"),
        ("500000.00", "PLN", "500 000 zł", "PLN 500,000"),
        ("1234.5", "PLN", "1 234,50 zł", "PLN 1,234.50"),
        ("0.995", "PLN", "1 zł", "PLN 1"),
        ("-3.5", "PLN", "-3,50 zł", "-PLN 3.50"),
        ("0", "PLN", "0 zł", "PLN 0"),
        ("12.5", "EUR", "12,50 €", "€12.50"),
    ],
)
def test_money(amount: str, currency: str, polish: str, english: str) -> None:
    assert LANGUAGES["pl"].money(Decimal(amount), currency).replace(NBSP, " ") == polish
    assert ENGLISH.money(Decimal(amount), currency).replace(NBSP, " ") == english


def test_an_amount_never_breaks_over_two_lines() -> None:
    assert " " not in LANGUAGES["pl"].money(Decimal("1234567.5"), "PLN")


@given(st.integers(0, 10**15).map(lambda n: Decimal(n).scaleb(-2)))
def test_no_grosz_is_lost(amount: Decimal) -> None:
    shown = ENGLISH.money(amount, "PLN").removeprefix(f"PLN{NBSP}").replace(",", "")
    assert Decimal(shown) == amount


# Lists and order


def test_join() -> None:
    assert [LANGUAGES["pl"].join(list(items)) for items in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a i b",
        "a, b i c",
    ]
    assert ENGLISH.join("abc") == "a, b and c"
    assert UKRAINIAN.join("abc") == "a, b та c"


@pytest.mark.parametrize(
    ("language", "order"),
    [
        (POLISH, "Azot Ąbecadło Bak Cały Ćma Lublin Ławka Łódź Nowak Ósmy Pas Sad Świt"),
        (POLISH, "Zak Źrebię Żak"),
        (POLISH, "lawa Lawa ława Ława"),
        (UKRAINIAN, "Галич Ґанок Дім Ера Єва Жук Зоря Ива Іва Їжак Йод Львів Яр"),
        (ENGLISH, "Laura Lawka Ławka Lear"),
    ],
)  # fmt: skip
def test_alphabetical_order(language: Language, order: str) -> None:
    words = order.split()
    shuffled = random.Random(7).sample(words, len(words))
    assert sorted(shuffled, key=language.sort_key) == words


@pytest.mark.parametrize(
    "order",
    [
        ["Projekt 2", "Projekt 02b", "Projekt 10", "Projekt 100"],
        ["Nowa Sól", "Nowak"],
        ["1 Maja", "2 Pułku", "Akacjowa"],
        ["Mostowa", "„Nasz park”", "Ogrodowa"],
        ["cafe", "café", "Café", "caff"],
        ["Zebra", "Київ"],
    ],
)
def test_numbers_count_by_value_words_come_first_quotation_marks_do_not_matter(
    order: list[str],
) -> None:
    shuffled = random.Random(7).sample(order, len(order))
    assert sorted(shuffled, key=LANGUAGES["pl"].sort_key) == order


@given(st.lists(st.text(max_size=12), max_size=6), st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_before(texts: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(texts, len(texts))
    assert sorted(texts, key=LANGUAGES["pl"].sort_key) == sorted(
        shuffled, key=LANGUAGES["pl"].sort_key
    )


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_in_titles_are_ordered_as_numbers(one: int, two: int) -> None:
    keys = [LANGUAGES["pl"].sort_key(f"Projekt {number}") for number in (one, two)]
    assert (keys[0] < keys[1]) == (one < two)


# Slugs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Budżet obywatelski 2026", "budzet-obywatelski-2026"),
        ("ŁÓDŹ: zażółć gęślą jaźń!", "lodz-zazolc-gesla-jazn"),
        ("Straße Ægir Øst", "strasse-aegir-ost"),
        ("Лісова пам’ять", "lisova-pamiat"),
        ("Згурський, Юлія, Єва, Їжакевич", "zghurskyi-yuliia-yeva-yizhakevych"),
        ("Щука і борщ", "shchuka-i-borshch"),
        ("don't", "dont"),
        ("CO₂ ½ ﬁ", "co2-1-2-fi"),
        ("a_b.c/d", "a-b-c-d"),
        ("", ""),
        ("— „” 日本", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_long_slug_ends_with_a_whole_word() -> None:
    assert slug("abcde " * 20) == "-".join(["abcde"] * 13)
    assert slug("x" * 80 + " y") == "x" * 80
    assert slug("x" * 90) == "x" * 80


@given(st.text() | st.text(st.characters(max_codepoint=0x52F)))
def test_a_slug_is_plain_and_its_own_slug(text: str) -> None:
    made = slug(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert len(made) <= 80
    assert slug(made) == made


@given(st.text())
def test_a_slug_is_the_same_however_the_accents_are_encoded(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert slug(composed) == slug(unicodedata.normalize("NFD", composed))


# Language codes


@pytest.mark.parametrize(
    "code", ["pl", "en-GB", "uk", "szl", "zh-Hant-TW", "es-419", "pl-x-easy", "sl-rozaj", "csb"]
)
def test_language_codes(code: str) -> None:
    assert is_language_code(code)


@pytest.mark.parametrize(
    "code", ["", "p", "ua", "cz", "polski", "pl_PL", "pl-", "-pl", "pl--PL", "pl PL", "pł", "x-pl"]
)
def test_what_is_no_language_code(code: str) -> None:
    assert not is_language_code(code)


def test_a_language_without_data_is_known_beforehand() -> None:
    assert Language.supports("szl")
    assert not Language.supports("csb")
    with pytest.raises(UnknownLanguage, match="csb"):
        Language("csb", packaged_catalogue("csb")).date(date(2026, 3, 1))


# Independence from the machine

SPEAK = """
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo
from civicsite.language import Language, packaged_catalogue
import sys
for code in ("en", "pl", "uk"):
    one = Language(code, packaged_catalogue(code))
    day, zone = date(2026, 3, 1), ZoneInfo("Europe/Warsaw")
    said = [one.date(day), one.weekday(day), one.month(2026, 3), one.number(Decimal("1234.5")),
            one.moment(datetime(2026, 6, 14, 22, 30, tzinfo=UTC), zone), one.quarter(2027, 1),
            one.day_range(day, date(2026, 4, 2)), one.percent(Fraction(1, 3)),
            one.money(Decimal("1234.5"), "PLN"), one.join("abc"), one.catalogue.digest,
            repr(one.sort_key("Łódź 12"))]
    sys.stdout.buffer.write("\\n".join(said).encode("utf-8"))
"""


def test_the_locale_and_the_zone_of_the_machine_change_nothing() -> None:
    source = str(Path(__file__).parents[1] / "src")
    base = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT")}
    spoken = {
        subprocess.run(
            [sys.executable, "-c", SPEAK],
            env=base | {"PYTHONPATH": source} | extra,
            capture_output=True,
            check=True,
        ).stdout
        for extra in (
            {"LANG": "C", "TZ": "UTC"},
            {"LANG": "pl_PL", "LC_ALL": "pl_PL", "LANGUAGE": "uk", "TZ": "Pacific/Auckland"},
            {"LC_TIME": "xx_YY@klingon", "TZ": "Nowhere/Never"},
        )
    }
    assert len(spoken) == 1
    assert b"1 marca 2026" in spoken.pop()


def test_a_number_can_keep_as_many_decimals_as_its_neighbours() -> None:
    assert LANGUAGES["pl"].number(Decimal("3.5"), 2) == "3,50"
    assert LANGUAGES["pl"].number(Decimal("2.345"), 2) == "2,35"
    assert LANGUAGES["pl"].number(1200, 0) == f"1{NBSP}200"
