"""Times of arrival, as form services write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from civicsite.exports.text_tables import tidy

__all__ = ["needs_order", "order_of", "parse_arrival"]

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?"
    r"(?: ?(AM|PM))?(?: ?(Z|[A-Z]{3,4}|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?))?",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?()()"
)  # the empty groups keep the numbering of _ISO
_SLASHED = re.compile(
    r"(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})(:?[ ,]+(?:- )?)"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?(AM|PM))?",
    re.IGNORECASE,
)
"""``6/9/2018 0:06:16`` (a Google Sheet, a CSV by Excel), ``14-06-2026 19:58:03`` (Warsaw),
``14/06/2026: 19:58`` (Gdynia), ``06/14/2026 - 19:58`` (Drupal): day and month in either order."""
_OFFSETS = {"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2,
            "EEST": 3}  # fmt: skip
"""Hours; the abbreviations that European services write. Others are ambiguous worldwide."""


def order_of(texts: Iterable[str]) -> str:
    """``day-first`` or ``month-first`` for a column whose times have slashes or hyphens, by the
    first number above twelve; empty where there is none, so that nobody can tell."""
    for text in texts:
        match = _SLASHED.fullmatch(tidy(text))
        if match and int(match[1]) > 12:
            return "day-first"
        if match and int(match[3]) > 12:
            return "month-first"
    return ""


def needs_order(text: str) -> bool:
    """True for a time that is one day in June or in September, as somebody has to say."""
    return _SLASHED.fullmatch(tidy(text)) is not None


def parse_arrival(text: str, zone: ZoneInfo | None, order: str = "") -> datetime | None:
    """Read ``2026-06-14 19:58:03``, ``2026/06/14 7:58:03 PM CEST`` (Google Forms) or
    ``14.06.2026 19:58``; in UTC. With ``order`` also ``6/9/2026 19:58``, which otherwise is a day
    in June or in September. None for anything else.

    Without an offset the text is local time of ``zone``. In the hour that occurs twice it is taken
    as the first, for the benefit of whoever voted.
    """
    text = tidy(text)
    if match := _ISO.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    elif match := _DOTTED.fullmatch(text):
        year, month, day = match[3], match[2], match[1]
    elif order and (match := _SLASHED.fullmatch(text)):
        day, month = (match[1], match[3]) if order == "day-first" else (match[3], match[1])
        year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
        return _moment((year, month, day), (match[6], match[7], match[8], match[9]), zone)
    else:
        return None
    offset = _offset(match[8]) if match[8] else zone
    return _moment((year, month, day), (match[4], match[5], match[6], match[7]), offset)


def _moment(
    day: tuple[str, str, str], clock: tuple[str, str, str | None, str | None], zone: tzinfo | None
) -> datetime | None:
    hour, half = int(clock[0]), clock[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    try:
        date = datetime(int(day[0]), int(day[1]), int(day[2]), tzinfo=zone)
        local = date.replace(hour=hour, minute=int(clock[1]), second=int(clock[2] or 0))
        return local.astimezone(UTC) if zone else None
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> timezone | None:
    text = text.upper()
    if text in _OFFSETS:
        return timezone(timedelta(hours=_OFFSETS[text]))
    match = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?", text)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
