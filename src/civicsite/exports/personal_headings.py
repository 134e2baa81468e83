"""What columns of personal data call themselves, in Polish, English, German, Catalan and Ukrainian.

Sources of the words: the exports of form services and platforms this project reads, and the
headings they give in their own translations. A heading is compared without accents, case and
punctuation. Words that are everyday words in another of these languages (Catalan ``DNI``, Polish
*dni*) are left out: what the column holds decides there.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["announces_money", "heading_kind", "normal_heading"]

_DIRECT = {
    "name": """
        imię / imiona / nazwisko / nazwiska / imię i nazwisko / nazwisko i imię / imiona i nazwisko
        autor / autorka / autorzy / autor projektu / wnioskodawca / wnioskodawczyni / zgłaszający
        podpis / podpis czytelny / opiekun / opiekun prawny / rodzic / nazwa użytkownika
        użytkownik / nik / nick / pseudonim / dane osobowe / imię i nazwisko rodzica
        imię rodzica
        name / first name / last name / firstname / lastname / full name / fullname / surname
        given name / family name / middle name / username / user name / user display name
        author / author name / signature / nickname / respondent name / voter name / submitter
        owner name
        vorname / nachname / familienname / vor und nachname / benutzername / unterschrift
        verfasser / verfasserin / absender
        nom / cognom / cognoms / nom i cognoms / nom complet / nom d usuari / usuari / autoria
        autora / signatura / sobrenom
        ім'я / прізвище / по батькові / піб / прізвище та ім'я / ім'я та прізвище / автор
        ім'я користувача / підпис / заявник
    """,
    "contact": """
        email / e-mail / mail / adres email / adres e-mail / adres poczty elektronicznej
        poczta elektroniczna / telefon / tel / nr telefonu / numer telefonu / telefon kontaktowy
        komórka / telefon komórkowy / kontakt / dane kontaktowe / facebook / instagram / messenger
        whatsapp / profil
        email address / e-mail address / phone / phonenumber / phone number / mobile
        mobile phone / mobile number / telephone / contact / contact details / user email
        e-mail-adresse / email-adresse / telefonnummer / handy / handynummer / mobilnummer
        correu / correu electrònic / adreça electrònica / telèfon / mòbil / telèfon mòbil
        електронна пошта / пошта / ел пошта / е-пошта / телефон / номер телефону
        мобільний телефон
    """,
    "address": """
        adres / ulica / nr domu / numer domu / nr lokalu / numer lokalu / nr mieszkania
        numer mieszkania / adres zamieszkania / adres zameldowania / adres korespondencyjny
        miejsce zamieszkania
        address / street / street address / home address / house number / flat number / address 1
        adresse / straße / hausnummer / anschrift / wohnort / postanschrift / wohnadresse
        adreça / carrer / número de casa / domicili / adreça postal
        адреса / вулиця / номер будинку / номер квартири / адреса проживання
    """,
    "identifier": """
        pesel / numer pesel / nr pesel / data urodzenia / nr dowodu / dowód / numer dowodu
        seria i numer dowodu / dowód osobisty / nr dowodu osobistego / paszport / nr paszportu
        numer paszportu / konto / nr konta / numer konta / rachunek bankowy / nr rachunku
        numer rachunku bankowego / iban / nip / regon / księga wieczysta / nr kw
        numer księgi wieczystej / nr księgi wieczystej / nr legitymacji / numer legitymacji
        nr albumu / nr rejestracyjny / numer rejestracyjny
        birthdate / date of birth / birth date / birthday / dob / passport / passport number
        id card / id number / national id / identity card / bank account / account number / tax id
        social security number / ssn / user id / userid / uuid / submitted by / recipient id
        contact id / access code / _submitted_by / instanceid / meta instanceid
        geburtsdatum / geburtstag / personalausweis / ausweisnummer / personalausweisnummer
        reisepass / steuernummer / steuer id / kontonummer / bankverbindung
        data de naixement / nif / document d identitat / passaport / compte bancari
        дата народження / паспорт / номер паспорта / іпн / рнокпп / номер рахунку
    """,
    "device": """
        ip / ip address / ipaddr / ip addr / adres ip / ip-adresse / ip hash / adreça ip / ip адреса
        standard ip / network id / token / refurl / referrer url / session / session id
        sessionid / session token / user agent / useragent / cookie / deviceid / device id / seed
        collector id / browser / przeglądarka / simserial / subscriberid / imei
    """,
    "coordinates": """
        latitude / longitude / lat / lng / lon / long / standard lat / standard long / geopoint
        gps / gps coordinates / _geolocation / szerokość geograficzna / długość geograficzna
        współrzędne / współrzędne gps / koordinaten / breitengrad / längengrad / latitud / longitud
        coordenades / широта / довгота / координати
    """,
    "sensitive": """
        niepełnosprawność / orzeczenie o niepełnosprawności / wyznanie / religia / zdrowie
        stan zdrowia / poglądy polityczne / orientacja seksualna / pochodzenie etniczne / narodowość
        karalność / disability / religion / health / ethnicity / sexual orientation
        political views / trade union / nationality / behinderung / gesundheit / konfession
        herkunft / discapacitat / religió / salut / origen ètnic / інвалідність / релігія
        стан здоров'я / національність
    """,
}
"""Headings of personal data, by kind; a slash or a line end stands between two."""

_ANYWHERE = {
    "pesel": "identifier", "nazwisko": "name", "e mail": "contact", "email": "contact",
    "telefonu": "contact", "telefon": "contact", "phone number": "contact", "surname": "name",
    "nachname": "name", "ip address": "device", "adres ip": "device",
    "data urodzenia": "identifier", "date of birth": "identifier", "geburtsdatum": "identifier",
    "data de naixement": "identifier", "дата народження": "identifier",
    "adres zamieszkania": "address", "home address": "address", "cognoms": "name",
    "прізвище": "name", "електронна пошта": "contact", "номер телефону": "contact",
    "correu electronic": "contact", "numer dowodu": "identifier", "nr dowodu": "identifier",
    "numer konta": "identifier", "numer rachunku": "identifier", "last name": "name",
    "ksiegi wieczystej": "identifier", "telefonnummer": "contact", "iban": "identifier",
}  # fmt: skip
"""Words that mark a column inside a longer heading too, such as a question of a form."""

_QUASI = """
    wiek / rok urodzenia / płeć / kod pocztowy / miejscowość / szkoła / klasa / zawód
    wykształcenie / osiedle / sygnatura czasowa / data wypełnienia / data i godzina
    age / sex / gender / birth year / year of birth / postcode / zip / zip code / postal code
    occupation / education / school / timestamp / submitdate / startdate / datestamp / start time
    completion time / submission time / start date / date submitted / time
    alter / geschlecht / geburtsjahr / plz / postleitzahl / beruf / zeitstempel / schule / klasse
    edat / gènere / any de naixement / codi postal / escola / marca de temps
    вік / стать / рік народження / поштовий індекс / школа / клас / позначка часу
"""
"""Headings of what tells people apart only in combination."""

_MONEY = """
    koszt / koszty / kwota / kwoty / wartość / budżet / cena / cost / costs / budget / amount /
    price / value / kosten / betrag / preis / import / pressupost / вартість / сума / бюджет
"""
"""Words of headings above sums, whose digits are grouped as those of a telephone number are."""


def normal_heading(heading: str) -> str:
    """Without accents, case and punctuation, words apart by single spaces. Letters of every script
    stay, so that a heading in Cyrillic is not an empty one."""
    folded = heading.casefold().replace("ł", "l").replace("ß", "ss").replace("'", "")
    plain = unicodedata.normalize("NFKD", folded.replace("’", "").replace("ʼ", ""))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _listed(text: str) -> list[str]:
    return [normal for word in re.split(r"[/\n]", text) if (normal := normal_heading(word))]


_HEADINGS = {word: kind for kind, words in _DIRECT.items() for word in _listed(words)}
_INSIDE = {normal_heading(word): kind for word, kind in _ANYWHERE.items()}
_COMBINED = frozenset(_listed(_QUASI))
_SUMS = frozenset(_listed(_MONEY))


def heading_kind(heading: str) -> str:
    """The kind of personal data a heading announces: ``name``, ``contact``, ``address``,
    ``identifier``, ``device``, ``coordinates``, ``sensitive``; ``quasi`` for what tells people
    apart only in combination; else empty."""
    normal = normal_heading(heading)
    if kind := _HEADINGS.get(normal):
        return kind
    padded = f" {normal} "
    for words, kind in _INSIDE.items():
        if f" {words} " in padded:
            return kind
    return "quasi" if normal in _COMBINED else ""


def announces_money(heading: str) -> bool:
    """True for a heading above sums of money."""
    return not _SUMS.isdisjoint(normal_heading(heading).split())
