"""What personal data look like, one by one: patterns, check digits, birth dates.

Some kinds prove themselves (an e-mail address, an account number with its check digits). Others are
numbers that anything may be, and chance alone makes many of them pass a check digit; they count by
their share of a column (``gate``).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

__all__ = [
    "LENGTHS",
    "NUMBERS",
    "WORTH_A_LOOK",
    "born",
    "coordinates",
    "find_identifier",
    "find_pesel",
    "is_iban",
    "is_identity_card",
    "is_land_register",
    "is_nip",
    "is_pesel",
    "is_regon",
    "mask",
    "plain",
    "proven",
]

WORTH_A_LOOK = re.compile(
    r"[@:]|[0-9](?:[ .\-/]?[0-9]){5}|[0-9]\.[0-9]|[(\[ ](?:at|AT|małpa)[)\] ]"
)
"""Cheap first look: nothing below matches a text without one of these."""

LENGTHS = frozenset({9, 10, 11, 14, 26})
"""Digits of a cell of nothing but digits that may be any of the numbers below."""

_EMAIL = re.compile(
    r"[\w.%+\-]+(?:@|\s?[(\[](?:at|małpa)[)\]]\s?)[\w\-]+(?:(?:\.|\s?[(\[](?:dot|kropka)[)\]]\s?)"
    r"[\w\-]+)+",
    re.IGNORECASE,
)
_MOBILE = r"(?:45|50|51|53|57|60|66|69|72|73|78|79|88)"
"""Beginnings of Polish mobile numbers (national numbering plan for public networks)."""
_GROUPED = re.compile(
    r"(?<![\w.,\-])(?:[0-9]{3}([ \-])(?!000)[0-9]{3}\1(?!000)[0-9]{3})"
    r"(?![\w\-]|[.,][0-9]| ?(?:zł|PLN|EUR|€))"
)
"""Nine digits in threes. Sums of money are grouped in threes as well, so that a currency, three
zeros in a row and the heading of the column speak against it."""
_PHONE = re.compile(
    r"(?<![\w.,\-])(?:"
    r"(?:\+|00)48[ \-]?(?:[0-9]{3}[ \-]?[0-9]{3}[ \-]?[0-9]{3})"
    r"|\+[1-9][0-9]{1,2}[ \-]?[0-9]{2,4}(?:[ \-]?[0-9]{2,4}){2,3}"
    rf"|{_MOBILE}[0-9]([ \-./])[0-9]{{2}}\1[0-9]{{2}}\1[0-9]{{2}}"
    rf"|{_MOBILE}[0-9]([./])[0-9]{{3}}\2[0-9]{{3}}"
    r"|\(?[1-9][0-9]\)?[ \-][0-9]{3}[ \-][0-9]{2}[ \-][0-9]{2}"
    r"|\([1-9][0-9]\)[ \-]?[0-9]{3}[ \-]?[0-9]{4}"
    r")(?![\w\-]|[.,/][0-9]| ?(?:zł|PLN|EUR|€))"
)
"""Polish numbers as they are written, and international ones; nine bare digits may be anything."""
_NAMED_PHONE = re.compile(
    r"(?:\btel|\btelefon|\bkom|\bkomórka|\bphone|\bmobile|\bтел)\w*[.:]?\s*(?:nr|no)?[.:]?\s*"
    r"((?:\+?[0-9]{2}[ \-]?)?[0-9]{3}[ \-]?[0-9]{3}[ \-]?[0-9]{3})(?![0-9])",
    re.IGNORECASE,
)
_IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w]|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_ACCOUNT = re.compile(r"(?<!\w)[0-9]{2}(?:[ \-]?[0-9]{4}){6}(?!\w)")
"""A Polish account number without its country."""
_LAND_REGISTER = re.compile(
    r"(?<!\w)[A-Z]{2}[0-9][A-Z]\s?/\s?[0-9]{8}\s?/\s?[0-9](?!\w)", re.IGNORECASE
)
_PAPERS = re.compile(
    r"(?:dow(?:ód|odu|\.)|identity card|id card|personalausweis)[^0-9A-Z]{0,3}[^0-9]{0,25}?"
    r"\b[A-Z]{3}\s?[0-9]{6}(?!\w)"
    r"|(?:paszport\w*|passport|reisepass)[^0-9]{0,20}?\b[A-Z]{2}\s?[0-9]{7}(?!\w)",
    re.IGNORECASE,
)
"""A number of an identity card or a passport with the word for it before."""

_PESEL = re.compile(r"(?<![\w+])[0-9]{6}[ \-]?[0-9]{5}(?:\.0)?(?!\w)")
_SHORT_PESEL = re.compile(r"[0-9]{10}(?:\.0)?")
"""A PESEL of somebody born in a year that ends in 00 to 09, from which a spreadsheet dropped the
zero in front; only a cell that holds nothing else."""
_NIP = re.compile(
    r"(?<!\w)(?:[0-9]{10}|[0-9]{3}(?:-[0-9]{3}(?:-[0-9]{2}){2}|(?:-[0-9]{2}){2}-[0-9]{3}))(?!\w)"
)
_REGON = re.compile(r"(?<![\w.,])(?:[0-9]{14}|[0-9]{9})(?![\w]|[.,][0-9])")
_CARD = re.compile(r"(?<!\w)[A-Z]{3} ?[0-9]{6}(?!\w)", re.IGNORECASE)
_BARE_PHONE = re.compile(rf"{_MOBILE}[0-9]{{7}}(?:\.0)?")


def _digits_sum(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text.removesuffix(".0"))


def born(pesel: str) -> date | None:
    """The date of birth in a PESEL; None when there is no such day. The century is in the month:
    80 is added in the years 1800, 0 in 1900, 20 in 2000, 40 in 2100 and 60 in 2200."""
    year, month, day = int(pesel[:2]), int(pesel[2:4]), int(pesel[4:6])
    century = {0: 1900, 1: 2000, 2: 2100, 3: 2200, 4: 1800}[month // 20]
    try:
        return date(century + year, month % 20, day)
    except ValueError:
        return None


def is_pesel(digits: str) -> bool:
    """Check digit and date of birth of a PESEL (Polish register number)."""
    check = -_digits_sum(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10
    return check == int(digits[10]) and born(digits) is not None


def is_nip(digits: str) -> bool:
    """Check digit of a NIP (Polish tax number)."""
    return _digits_sum(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(digits[9])


def is_regon(digits: str) -> bool:
    """Check digits of a REGON (Polish register of businesses, sole traders among them)."""
    if _digits_sum(digits, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 != int(digits[8]):
        return False
    if len(digits) == 9:
        return True
    long = _digits_sum(digits, (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8))
    return long % 11 % 10 == int(digits[13])


def is_identity_card(text: str) -> bool:
    """Check digit of a Polish identity card: three letters, then six digits of which the first
    checks the others. The specimen card is ABA300000."""
    compact = text.replace(" ", "").upper()
    values = [int(char, 36) for char in compact]
    weights = (7, 3, 1, 9, 7, 3, 1, 7, 3)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) % 10 == 0


_COURT = "0123456789XABCDEFGHIJKLMNOPRSTUWYZ"
"""Values of the letters in a land register number: their place here (no Q and no V)."""


def is_land_register(text: str) -> bool:
    """Check digit of a Polish land register number, such as KA1S/00012345/6: weights 1, 3, 7 over
    the code of the court and the number."""
    compact = re.sub(r"[\s/]", "", text).upper()
    if any(char not in _COURT for char in compact):
        return False
    values = [_COURT.index(char) for char in compact[:12]]
    return sum(v * w for v, w in zip(values, (1, 3, 7) * 4, strict=True)) % 10 == int(compact[12])


def is_iban(text: str) -> bool:
    """Check digits of a bank account number (ISO 13616)."""
    compact = text.replace(" ", "")
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _is_account(text: str) -> bool:
    return is_iban(f"PL{_digits(text)}")


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
    ("iban", _ACCOUNT, _is_account),
    ("land-register", _LAND_REGISTER, is_land_register),
    ("papers", _PAPERS, _always),
    ("ip-address", _IPV4, _is_ipv4),
    ("ip-address", _IPV6, _is_ipv6),
    ("phone", _NAMED_PHONE, _always),
    ("phone", _PHONE, _always),
)
"""One such value is enough."""


def proven(text: str, *, sums: bool = False) -> tuple[str, str] | None:
    """Kind and value of the first personal data that prove themselves. ``sums``: the text is known
    to hold sums of money, whose digits are grouped as those of a telephone number are."""
    for kind, pattern, holds in _PROVING:
        for match in pattern.finditer(text):
            if holds(match[0]):
                return kind, match[0]
    grouped = None if sums else _GROUPED.search(text)
    return ("phone", grouped[0]) if grouped else None


NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool], int], ...] = (
    ("pesel", _PESEL, lambda text: is_pesel(_digits(text)), 20),
    ("pesel", _SHORT_PESEL, lambda text: is_pesel("0" + _digits(text)), 20),
    ("nip", _NIP, lambda text: is_nip(_digits(text)), 20),
    ("regon", _REGON, lambda text: is_regon(_digits(text)), 50),
    ("identity-card", _CARD, is_identity_card, 50),
    ("phone", _BARE_PHONE, _always, 60),
)
"""Kind, shape, proof and the share of a column, in per cent, above which chance explains nothing:
of random numbers under 2 % pass as PESEL, 9 % as NIP or REGON, 10 % as the number of an identity
card, and 13 % of those with nine digits begin as a mobile number does. A PESEL counts by its share
of the numbers of its length, the others by their share of the cells."""


def find_pesel(text: str) -> str:
    """The first PESEL of somebody who may be alive, in a text; else empty."""
    for match in _PESEL.finditer(text):
        digits = _digits(match[0])
        birth = born(digits) if is_pesel(digits) else None
        if birth and 1900 <= birth.year < 2100:
            return match[0]
    return ""


def find_identifier(text: str) -> tuple[str, str, int] | None:
    """Kind, value and place of the first PESEL, identity card or passport in a text."""
    if match := _PAPERS.search(text):
        return "papers", match[0], match.start()
    if pesel := find_pesel(text):
        return "pesel", pesel, text.index(pesel)
    return None


_PAIR = re.compile(r"(-?[0-9]{1,2}\.[0-9]{4,})[,; ]\s?(-?[0-9]{1,3}\.[0-9]{4,})(?: .*)?")
_DEGREES = re.compile(r"-?[0-9]{1,3}[.,][0-9]{5,}")


def coordinates(cell: str) -> str:
    """``pair`` for a cell with latitude and longitude, exact to about ten metres; ``lat`` or
    ``lon`` for a number that may be one of them in Europe, exact to a metre; else empty."""
    if match := _PAIR.fullmatch(cell.strip("() ")):
        return "pair" if abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180 else ""
    if not _DEGREES.fullmatch(cell):
        return ""
    value = float(cell.replace(",", "."))
    if 35 <= value <= 71:
        return "lat"
    return "lon" if -10 <= value <= 32 else ""


def plain(text: str) -> str:
    """The text without what hides its characters from a pattern: other forms of digits and letters,
    invisible characters, unusual spaces and hyphens."""
    if text.isascii():
        return text
    normal = unicodedata.normalize("NFKC", text)
    kept = []
    for char in normal:
        category = unicodedata.category(char)
        if category == "Nd":
            kept.append(str(unicodedata.digit(char)))
        elif category == "Pd":
            kept.append("-")
        elif category == "Zs":
            kept.append(" ")
        elif category != "Cf":
            kept.append(char)
    return "".join(kept)


def mask(value: str) -> str:
    """The shape of a value: ``a`` for letters, ``0`` for digits."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "0", value))[:40]
