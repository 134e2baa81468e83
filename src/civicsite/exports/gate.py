"""Keeps personal data from getting out through an export.

Two kinds of evidence: what a column calls itself, and what its cells look like. A number alone
proves little (one random number of eleven digits in ten has a valid PESEL check digit), so numbers
count by their share of a column, and a PESEL needs a real date of birth as well; an e-mail address
proves itself. Messages name the column and show the *shape* of a value, never the value: they end
in the logs of pipelines.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from civicsite.diagnostics import Diagnostic, Span, error, warning

__all__ = ["Gate", "check_columns", "check_text", "mask"]

# --- what columns call themselves ---------------------------------------------------------------

_DIRECT = {
    "name": (
        "imie", "imiona", "nazwisko", "nazwiska", "imie i nazwisko", "nazwisko i imie", "autor",
        "podpis", "opiekun", "nazwa uzytkownika", "uzytkownik", "nik",
        "name", "first name", "last name", "firstname", "lastname", "full name", "surname",
        "username", "user name", "user display name", "author", "signature",
        "vorname", "nachname", "familienname", "benutzername", "unterschrift",
    ),
    "contact": (
        "email", "e mail", "mail", "adres email", "adres e mail", "email address", "e mail address",
        "e mail adresse", "email adresse", "telefon", "tel", "nr telefonu", "numer telefonu",
        "komorka", "phone", "phonenumber", "phone number", "mobile", "telefonnummer", "handy",
        "facebook",
    ),
    "address": (
        "adres", "ulica", "nr domu", "nr lokalu", "adres zamieszkania", "address", "street",
        "adresse", "strasse", "anschrift",
    ),
    "identifier": (
        "pesel", "data urodzenia", "birthdate", "date of birth", "geburtsdatum", "nr dowodu",
        "dowod", "numer dowodu", "konto", "nr konta", "iban", "nip", "user id", "userid", "uuid",
        "submitted by", "recipient id", "contact id", "access code",
    ),
    "device": (
        "ip", "ip address", "ipaddr", "ip addr", "adres ip", "ip adresse", "ip hash",
        "standard ip", "network id", "token", "refurl", "referrer url", "session", "session id",
        "sessionid", "session token", "user agent", "cookie", "deviceid", "device id", "seed",
    ),
    "coordinates": (
        "latitude", "longitude", "lat", "lng", "long", "standard lat", "standard long",
        "szerokosc geograficzna", "dlugosc geograficzna",
    ),
    "sensitive": (
        "niepelnosprawnosc", "wyznanie", "zdrowie", "stan zdrowia", "disability", "religion",
        "health", "behinderung",
    ),
}  # fmt: skip
"""Normalised headings of personal data, in Polish, English and German, by kind."""
_ANYWHERE = {
    "pesel": "identifier", "nazwisko": "name", "e mail": "contact", "email": "contact",
    "telefonu": "contact", "telefon": "contact", "phone number": "contact", "surname": "name",
    "nachname": "name", "ip address": "device", "adres ip": "device", "data urodzenia":
    "identifier", "adres zamieszkania": "address",
}  # fmt: skip
"""Words that mark a column inside a longer heading too, such as a question of a form."""
_QUASI = frozenset({
    "wiek", "rok urodzenia", "plec", "kod pocztowy", "miejscowosc", "szkola", "klasa", "age",
    "sex", "gender", "birth year", "year of birth", "postcode", "zip", "zip code", "alter",
    "geschlecht", "plz", "postleitzahl", "sygnatura czasowa", "timestamp", "submitdate",
    "startdate", "datestamp", "start time", "completion time", "submission time",
})  # fmt: skip
"""Headings of what tells people apart only in combination."""
_HEADINGS = {word: kind for kind, words in _DIRECT.items() for word in words}
_PUBLIC_KINDS = frozenset({"name", "address", "coordinates"})
"""Kinds that a candidate or a place may show (``public_as``); identifiers never are."""


def _normal(heading: str) -> str:
    """Without accents, case and punctuation, words apart by single spaces."""
    plain = unicodedata.normalize("NFKD", heading.casefold().replace("ł", "l").replace("ß", "ss"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def _heading_kind(heading: str) -> str:
    """The kind of personal data a heading announces, ``quasi``, or empty."""
    normal = _normal(heading)
    if kind := _HEADINGS.get(normal):
        return kind
    padded = f" {normal} "
    for words, kind in _ANYWHERE.items():
        if f" {words} " in padded:
            return kind
    return "quasi" if normal in _QUASI else ""


# --- what values look like ----------------------------------------------------------------------

_WORTH_A_LOOK = re.compile(r"[@:]|[0-9](?:[ .\-]?[0-9]){6}|[0-9]\.[0-9]")
"""Cheap first look: nothing below matches a text without one of these."""
_EMAIL = re.compile(r"[\w.%+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(
    r"(?<![\w.,\-])(?:(?:\+|00)48[ \-]?[0-9]{3}[ \-]?[0-9]{3}[ \-]?[0-9]{3}"
    r"|[0-9]{3}([ \-])[0-9]{3}\1(?!000)[0-9]{3}"
    r"|\+[1-9][0-9]{1,2}[ \-]?[0-9]{2,4}(?:[ \-]?[0-9]{2,4}){2,3})"
    r"(?![\w\-]|[.,][0-9]| ?(?:zł|PLN|EUR|€))"
)
"""Polish numbers in threes, or international ones; nine bare digits may be any number. Sums of
money are grouped in threes as well, so that a currency or three zeros at the end speak against."""
_IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w]|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_PESEL = re.compile(r"(?<![\w+])[0-9]{11}(?!\w)")
_NIP = re.compile(
    r"(?<!\w)(?:[0-9]{10}|[0-9]{3}(?:-[0-9]{3}(?:-[0-9]{2}){2}|(?:-[0-9]{2}){2}-[0-9]{3}))(?!\w)"
)


def _digits_sum(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def is_pesel(digits: str) -> bool:
    """Check digit and date of birth of a PESEL (Polish register number), years 1900 to 2099."""
    check = -_digits_sum(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    century = 2000 if month > 20 else 1900
    try:
        date(century + year, month - (20 if month > 20 else 0), day)
    except ValueError:
        return False
    return check == int(digits[10])


def is_nip(digits: str) -> bool:
    """Check digit of a NIP (Polish tax number)."""
    return _digits_sum(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(digits[9])


def is_iban(text: str) -> bool:
    """Check digits of a bank account number (ISO 13616)."""
    compact = text.replace(" ", "")
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _is_ipv4(text: str) -> bool:
    """Addresses, and not paragraphs such as 1.2.3.4 or dates."""
    octets = [int(octet) for octet in text.split(".")]
    return max(octets) >= 10 and all(octet <= 255 for octet in octets)


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return len(text) > 4


def _always(text: str) -> bool:
    return True


_PROVING: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", _EMAIL, _always),
    ("iban", _IBAN, is_iban),
    ("ip-address", _IPV4, _is_ipv4),
    ("ip-address", _IPV6, _is_ipv6),
    ("phone", _PHONE, _always),
)
"""One such value is enough."""


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def mask(value: str) -> str:
    """The shape of a value: ``a`` for letters, ``0`` for digits."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "0", value))[:40]


def _proven(text: str) -> tuple[str, str] | None:
    for kind, pattern, holds in _PROVING:
        for match in pattern.finditer(text):
            if holds(match[0]):
                return kind, match[0]
    return None


# --- the gate -----------------------------------------------------------------------------------

_COLUMNS = {
    "name": "personal-column-name",
    "contact": "personal-column-contact",
    "address": "personal-column-address",
    "identifier": "personal-column-identifier",
    "device": "personal-column-device",
    "coordinates": "personal-column-coordinates",
    "sensitive": "personal-column-sensitive",
}
_VALUES = {
    "email": "personal-values-email",
    "phone": "personal-values-phone",
    "pesel": "personal-values-pesel",
    "nip": "personal-values-nip",
    "iban": "personal-values-iban",
    "ip-address": "personal-values-ip",
}
_TEXTS = {
    "email": "personal-text-email",
    "phone": "personal-text-phone",
    "pesel": "personal-text-pesel",
    "iban": "personal-text-iban",
    "ip-address": "personal-text-ip",
}
"""Diagnostics by kind of data: each says in its own words what was found."""


@dataclass(slots=True)
class _Column:
    """Evidence found in one column."""

    filled: int = 0
    proofs: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Kind -> number of cells, first line, shape of the first value."""
    numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    """``pesel`` or ``nip`` -> cells of that length, and those that pass."""
    first: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Kind of number -> line and shape of the first that passes."""

    def see(self, cell: str, line: int) -> None:
        """Take one cell."""
        self.filled += 1
        if len(cell) < 5 or not _WORTH_A_LOOK.search(cell):
            return
        if proof := _proven(cell):
            count, first, shape = self.proofs.get(proof[0], (0, line, mask(proof[1])))
            self.proofs[proof[0]] = (count + 1, first, shape)
        for kind, pattern, holds in (("pesel", _PESEL, is_pesel), ("nip", _NIP, is_nip)):
            for match in pattern.finditer(cell):
                passes = holds(_digits(match[0]))
                seen, passed = self.numbers.get(kind, (0, 0))
                self.numbers[kind] = (seen + 1, passed + passes)
                if passes:
                    self.first.setdefault(kind, (line, mask(match[0])))

    def verdicts(self) -> Iterable[tuple[str, int, int, str]]:
        """Kind, number of cells, line and shape. Of random numbers with eleven digits about 0.7 %
        pass as PESEL, of those with ten about 9 % as NIP; a fifth of them is no accident."""
        for kind, (count, line, shape) in self.proofs.items():
            yield kind, count, line, shape
        for kind, (seen, passed) in self.numbers.items():
            if passed * 5 >= seen and (kind == "pesel" or passed * 5 >= self.filled):
                yield kind, passed, *self.first[kind]


class Gate:
    """Looks at every row of one file; an ``Inspector`` for formats."""

    def __init__(self, path: str, public_as: Mapping[str, str] | None = None) -> None:
        """``public_as`` names columns that hold what is public: ``candidate``, ``place`` or
        ``official``. They may hold names and places; identifiers never."""
        self._path = path
        self._public = {_normal(name) for name in public_as or {}}
        self._names: tuple[str, ...] = ()
        self._span = Span(path)
        self._columns: list[_Column] = []

    def columns(self, names: Sequence[str], span: Span) -> None:
        """The header."""
        self._names, self._span = tuple(names), span
        self._columns = [_Column() for _ in names]

    def row(self, cells: Sequence[str], line: int) -> None:
        """One row."""
        for column, cell in zip(self._columns, cells, strict=False):
            if cell:
                column.see(cell, line)

    def diagnostics(self, quasi: bool = False) -> tuple[Diagnostic, ...]:
        """An error for each column of personal data that has anything in it; with ``quasi`` also a
        warning for those that tell people apart in combination."""
        found: list[Diagnostic] = []
        for name, column in zip(self._names, self._columns, strict=True):
            if not column.filled:
                continue
            kind = _heading_kind(name)
            if kind == "quasi":
                if quasi:
                    found.append(warning("personal-quasi", self._span, column=name))
            elif kind and not (kind in _PUBLIC_KINDS and _normal(name) in self._public):
                found.append(error(_COLUMNS[kind], self._span, column=name))
            for what, count, line, shape in column.verdicts():
                span = Span(self._path, line)
                values = {"column": name, "example": shape}
                found.append(error(_VALUES[what], span, count=count, **values))
        return tuple(found)


def check_columns(
    path: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    public_as: Mapping[str, str] | None = None,
    quasi: bool = False,
) -> tuple[Diagnostic, ...]:
    """Check a table that would be published or lies where git tracks it. The header is taken to
    stand on line 1 and the rows below it; a column without a single value is no danger."""
    gate = Gate(path, public_as)
    gate.columns(header, Span(path, 1))
    for line, row in enumerate(rows, 2):
        gate.row(row, line)
    return gate.diagnostics(quasi)


def check_text(span: Span, text: str) -> tuple[Diagnostic, ...]:
    """Check a text that would be published, such as the title of a project or the name of a
    candidate: names may stand there, identifiers may not."""
    if not _WORTH_A_LOOK.search(text):
        return ()
    if proof := _proven(text):
        return (error(_TEXTS[proof[0]], span, example=mask(proof[1])),)
    for match in _PESEL.finditer(text):
        if is_pesel(match[0]):
            return (error(_TEXTS["pesel"], span, example=mask(match[0])),)
    return ()
