"""Time as an input.

A build has one instant and one time zone, both given. Every comparison with "now" goes through
:class:`Clock`, which therefore knows when the site will next change by itself.

Dates an editor writes become :class:`When`. Intervals are half-open: a date that ends something
stands for the midnight after it. A vague date (``2027-Q1``) orders phases and never opens one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

__all__ = ["Clock", "DateProblem", "Precision", "When", "parse_when"]


class Precision(StrEnum):
    """How exactly a date is known."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    UNSET = "to-be-set"


@dataclass(frozen=True, slots=True)
class When:
    """A date as an editor wrote it, and the half-open span of time it stands for."""

    text: str
    """The date as written, for example ``2026-06-14T20:00`` or ``2027-Q1``."""
    precision: Precision
    start: datetime | None
    """First instant of the span, in UTC; None for ``to-be-set``."""
    end: datetime | None
    """First instant after the span; equal to ``start`` for an instant; None for ``to-be-set``."""

    @property
    def exact(self) -> bool:
        """True for a day or an instant: only these may open or close anything."""
        return self.precision in (Precision.INSTANT, Precision.DAY)

    @property
    def order(self) -> tuple[bool, datetime]:
        """Sort key; what is not set yet comes last."""
        return (self.start is None, self.start or datetime.max.replace(tzinfo=UTC))


class DateProblem(ValueError):
    """A text is not a date this project accepts. ``code`` names the catalogue entry.

    Caught by ``reading.binding``, which knows the place in the file.
    """

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?")
_POLISH_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


def parse_when(text: str, zone: ZoneInfo) -> When:
    """Read a date: ``2026-06-14``, ``2026-06-14T20:00``, ``2026-06``, ``2027-Q1``, ``2027`` or
    ``to-be-set``. Clock times are local to ``zone`` unless they carry an offset.

    Raises :class:`DateProblem` for a day that does not exist, a local time that the change to
    summer time skips, a local time that occurs twice, and anything else.
    """
    text = text.strip()
    if text == Precision.UNSET:
        return When(text, Precision.UNSET, None, None)
    if match := _DAY.fullmatch(text):
        day = _day(text, *match.groups())
        return When(text, Precision.DAY, _midnight(day, zone), _midnight(_next_day(day), zone))
    if match := _INSTANT.fullmatch(text):
        try:
            moment = _instant(text, match, zone)
        except OverflowError:  # at an end of the calendar, and beyond it in UTC
            raise DateProblem("date-does-not-exist", text=text) from None
        return When(text, Precision.INSTANT, moment, moment)
    if match := _QUARTER.fullmatch(text):
        year, first = int(match[1]), 3 * int(match[2]) - 2
        return _months(text, Precision.QUARTER, year, first, 3, zone)
    if match := _MONTH.fullmatch(text):
        if not 1 <= int(match[2]) <= 12:
            raise DateProblem("date-does-not-exist", text=text)
        return _months(text, Precision.MONTH, int(match[1]), int(match[2]), 1, zone)
    if _YEAR.fullmatch(text):
        return _months(text, Precision.YEAR, int(text), 1, 12, zone)
    if match := _POLISH_DAY.fullmatch(text):
        day = _day(text, match[3], match[2], match[1])
        raise DateProblem("date-format", text=text, suggestion=day.isoformat())
    raise DateProblem("date-format", text=text)


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise DateProblem("date-does-not-exist", text=text) from None


def _next_day(day: date) -> date:
    if day == date.max:
        raise DateProblem("date-does-not-exist", text=day.isoformat())
    return day + timedelta(days=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:  # the first day of the calendar begins before it in UTC
        raise DateProblem("date-does-not-exist", text=day.isoformat()) from None


def _months(
    text: str, precision: Precision, year: int, month: int, count: int, zone: ZoneInfo
) -> When:
    last = month - 1 + count
    try:
        start = date(year, month, 1)
        end = date(year + last // 12, last % 12 + 1, 1)
    except ValueError:
        raise DateProblem("date-does-not-exist", text=text) from None
    return When(text, precision, _midnight(start, zone), _midnight(end, zone))


def _instant(text: str, match: re.Match[str], zone: ZoneInfo) -> datetime:
    day = _day(text, *match[1].split("-"))
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if (hour, minute, second) == (24, 0, 0):
        return _midnight(_next_day(day), zone)
    try:
        clock_time = time(hour, minute, second)
    except ValueError:
        raise DateProblem("time-does-not-exist", text=text) from None
    naive = datetime.combine(day, clock_time)
    if match[5]:
        return datetime.fromisoformat(naive.isoformat() + match[5]).astimezone(UTC)
    early, late = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise DateProblem("local-time-skipped", text=text, zone=zone.key)
    if early.utcoffset() != late.utcoffset():
        suggestion = early.isoformat(timespec="minutes")
        raise DateProblem("local-time-twice", text=text, zone=zone.key, suggestion=suggestion)
    return early.astimezone(UTC)


@dataclass(slots=True)
class Clock:
    """The build's one instant and time zone.

    Instants are compared in UTC: Python compares two values of one zone by their wall-clock
    digits, which is wrong in the hour that occurs twice.
    """

    instant: datetime
    """The moment the build stands for, in UTC."""
    zone: ZoneInfo
    """The zone in which the site's dates are meant."""
    _next: datetime | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.instant = self.instant.astimezone(UTC)

    def reached(self, moment: datetime) -> bool:
        """True when ``moment`` is now or past; a moment still ahead is remembered as a boundary."""
        if moment <= self.instant:
            return True
        if self._next is None or moment < self._next:
            self._next = moment
        return False

    @property
    def next_change(self) -> datetime | None:
        """The first moment ahead that anything asked about, in the site's zone."""
        return self._next.astimezone(self.zone) if self._next else None
