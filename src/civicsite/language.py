"""How a page speaks: dates, numbers, money and alphabetical order of one language.

Everything here depends on its arguments alone, never on the locale, the environment or the time
zone of the process. Date and number formats come from Unicode CLDR through Babel; words that CLDR
lacks stand in the catalogue domain ``common``. Catalogues and slugs may be imported from here too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_decimal,
    format_percent,
    get_currency_precision,
    get_currency_symbol,
)

from civicsite.catalogues import (
    Catalogue,
    CatalogueProblem,
    MissingMessage,
    MissingValue,
    Text,
    packaged_catalogue,
    packaged_languages,
)
from civicsite.clock import Precision, When
from civicsite.letters import SortKey, alphabetical, slug

__all__ = [
    "Catalogue",
    "CatalogueProblem",
    "Language",
    "MissingMessage",
    "MissingValue",
    "SortKey",
    "Text",
    "UnknownLanguage",
    "is_language_code",
    "packaged_catalogue",
    "packaged_languages",
    "slug",
]

_DASH = "\N{EN DASH}"
_NBSP = "\N{NO-BREAK SPACE}"

# RFC 5646, section 2.1, without the forms an editor has no use for: languages of four letters and
# more (none is registered that is not a variant of one here), grandfathered and private tags.
_LANGUAGE_CODE = re.compile(
    r"(?P<language>[a-z]{2,3})(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?"
    r"(-([a-z\d]{5,8}|\d[a-z\d]{3}))*(-[a-wyz\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


class UnknownLanguage(LookupError):
    """CLDR has no dates and numbers for a language; :meth:`Language.supports` asks beforehand."""


def is_language_code(text: str) -> bool:
    """True for a well-formed BCP 47 code such as ``pl``, ``en-GB`` or ``pl-x-easy``.

    Two letters must be a language that CLDR names, so that the country code ``ua``, often written
    for ``uk``, is refused.
    """
    match = _LANGUAGE_CODE.fullmatch(text)
    if match is None:
        return False
    language = match["language"].lower()
    return len(language) == 3 or language in _locale("en").languages


@cache
def _locale(code: str) -> Locale:
    """CLDR data for a BCP 47 code; plain ``en`` means British conventions.

    Subtags that CLDR does not know, as in ``pl-x-easy``, fall away from the right.
    """
    subtags = code.lower().split("-x-")[0].split("-")
    if subtags == ["en"]:
        subtags = ["en", "gb"]
    while subtags:
        try:
            return Locale.parse("-".join(subtags), sep="-")
        except (UnknownLocaleError, ValueError):
            subtags.pop()
    raise UnknownLanguage(code)


@lru_cache(maxsize=1 << 12)
def _long_date(code: str, day: dt.date) -> str:
    """One day stands on many pages: on its own, on those of the town, in feeds and calendars."""
    return format_date(day, "long", locale=_locale(code))


@dataclass(frozen=True, slots=True)
class Language:
    """One language with its catalogue and the conventions of its dates, numbers and alphabet."""

    code: str
    """BCP 47, for example ``pl``; goes into ``lang`` attributes as it stands."""
    catalogue: Catalogue

    @staticmethod
    def supports(code: str) -> bool:
        """True when CLDR has dates and numbers for the language.

        For others :attr:`_cldr` and all that formats raise :class:`UnknownLanguage`.
        """
        try:
            return bool(_locale(code))
        except UnknownLanguage:
            return False

    @property
    def _cldr(self) -> Locale:
        return _locale(self.code)

    def date(self, day: dt.date) -> str:
        """``1 marca 2026``."""
        return _long_date(self.code, day)

    def weekday(self, day: dt.date) -> str:
        """``niedziela``, as it stands alone."""
        return format_date(day, "cccc", locale=self._cldr)

    def month(self, year: int, month: int) -> str:
        """``marzec 2027``, as it stands alone; ``month`` counts from 1."""
        return format_skeleton("yMMMM", dt.date(year, month, 1), locale=self._cldr)

    def quarter(self, year: int, quarter: int) -> str:
        """``pierwszy kwartał 2027``; ``quarter`` counts from 1."""
        return self.catalogue.text(f"when-quarter-{quarter}", year=year)

    def moment(self, moment: dt.datetime, zone: ZoneInfo, *, ending: bool = False) -> str:
        """``14 czerwca 2026, godz. 20:00``: a moment in UTC, told in ``zone``.

        With ``ending``, midnight is told as 24:00 of the day it ends. Seconds appear when there
        are any; in the hour that occurs twice the offset from UTC is added.
        """
        local = moment.astimezone(zone)
        day, clock_time = local.date(), f"{local:%H:%M:%S}".removesuffix(":00")
        if ending and clock_time == "00:00" and day > dt.date.min:
            day, clock_time = dt.date.fromordinal(day.toordinal() - 1), "24:00"
        if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
            offset = f"{local:%z}"
            clock_time += f" (UTC{offset[:3]}:{offset[3:5]})"
        return self.catalogue.text("moment", date=self.date(day), time=clock_time)

    def day_range(self, first: dt.date, last: dt.date) -> str:
        """``1–14 czerwca 2026``; both days belong to it. Month and year are told once if shared.

        Raises ValueError when ``last`` stands before ``first``.
        """
        if last < first:
            raise ValueError(f"{last} is before {first}")
        if first == last:
            return self.date(first)
        # Only formats that begin with the day can share what follows: "d MMMM y", "d. MMMM y".
        shared = re.match(r"((d+\.?) ?M+)\b", self._cldr.date_formats["long"].pattern)
        if shared is None or first.year != last.year:
            return f"{self.date(first)} {_DASH} {self.date(last)}"
        if first.month == last.month:
            return format_date(first, shared[2], locale=self._cldr) + _DASH + self.date(last)
        return f"{format_date(first, shared[1], locale=self._cldr)} {_DASH} {self.date(last)}"

    def when(self, when: When, zone: ZoneInfo, *, ending: bool = False) -> str:
        """A date as an editor knows it, in the nominative: ``marzec 2027`` stands after a colon.

        ``ending`` says that the date closes something: a day stays that day (its span ends at
        the midnight after it), and midnight becomes 24:00 of the day before.
        """
        if when.start is None:
            return self.catalogue.text("when-to-be-set")
        if when.precision is Precision.INSTANT:
            return self.moment(when.start, zone, ending=ending)
        day = when.start.astimezone(zone).date()
        if when.precision is Precision.DAY:
            return self.date(day)
        if when.precision is Precision.MONTH:
            return self.month(day.year, day.month)
        if when.precision is Precision.QUARTER:
            return self.quarter(day.year, (day.month + 2) // 3)
        return str(day.year)

    def number(self, value: int | Decimal, places: int | None = None) -> str:
        """``12 345,5`` with all the digits there are, grouped with no-break spaces in Polish; with
        ``places`` exactly so many decimals, half rounded away from zero."""
        if places is None:
            return format_decimal(value, locale=self._cldr, decimal_quantization=False)
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return format_decimal(rounded, "#,##0." + "0" * places if places else "#,##0", self._cldr)

    def percent(self, ratio: Fraction | Decimal | int, places: int = 1) -> str:
        """``62,5%`` for 5/8: exact arithmetic, half rounded away from zero, ``places`` decimals."""
        scaled = Fraction(ratio) * 100 * 10**places
        rounded = int(abs(scaled) + Fraction(1, 2)) * (-1 if scaled < 0 else 1)
        pattern = self._cldr.percent_formats[None].pattern
        digits = "0." + "0" * places if places else "0"
        return format_percent(
            Decimal(rounded).scaleb(-places - 2), pattern.replace("0", digits), self._cldr
        )

    def money(self, amount: Decimal | int, currency: str) -> str:
        """``500 000 zł`` for an amount and an ISO 4217 code; decimals only when it is not whole."""
        places = get_currency_precision(currency)
        rounded = Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        whole = rounded == rounded.to_integral_value()
        digits = "#,##0" if whole or not places else "#,##0." + "0" * places
        number = format_decimal(rounded, digits, self._cldr)
        symbol = get_currency_symbol(currency, self._cldr)
        if not self._cldr.currency_formats["standard"].pattern.startswith("¤"):
            return number + _NBSP + symbol
        gap = _NBSP if symbol[-1].isalpha() else ""
        return f"-{symbol}{gap}{number[1:]}" if rounded < 0 else symbol + gap + number

    def join(self, items: Iterable[str]) -> str:
        """``a, b i c``; empty for nothing."""
        *head, last = [*items] or [""]
        return self.catalogue.text("list-last", list=", ".join(head), last=last) if head else last

    def sort_key(self, text: str) -> SortKey:
        """Alphabetical order of the language: Ł after L, Projekt 2 before Projekt 10."""
        return alphabetical(text, self.catalogue.text("alphabet"))
