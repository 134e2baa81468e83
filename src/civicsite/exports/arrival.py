"""Times of arrival, as form services write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from civicsite.exports.text_tables import tidy

__all__ = ["parse_arrival"]

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?"
    r"(?: ?(AM|PM))?(?: ?(Z|[A-Z]{3,4}|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?))?",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?()()"
)  # the empty groups keep the numbering of _ISO
_OFFSETS = {"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2,
            "EEST": 3}  # fmt: skip
"""Hours; the abbreviations that European services write. Others are ambiguous worldwide."""


def parse_arrival(text: str, zone: ZoneInfo | None) -> datetime | None:
    """Read ``2026-06-14 19:58:03``, ``2026/06/14 7:58:03 PM CEST`` (Google Forms) or
    ``14.06.2026 19:58``; in UTC. None for anything else, among it ``6/9/2026``, which is a day in
    June or in September.

    Without an offset the text is local time of ``zone``. In the hour that occurs twice it is taken
    as the first, for the benefit of whoever voted.
    """
    text = tidy(text)
    if match := _ISO.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    elif match := _DOTTED.fullmatch(text):
        year, month, day = match[3], match[2], match[1]
    else:
        return None
    hour = int(match[4])
    if match[7]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[7].upper() == "PM" else 0)
    offset = _offset(match[8]) if match[8] else zone
    try:
        local = datetime(
            int(year), int(month), int(day), hour, int(match[5]), int(match[6] or 0), tzinfo=offset
        )
        return local.astimezone(UTC) if offset else None
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
