"""Days and times as platforms write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from civicsite.exports.arrival import parse_arrival
from civicsite.exports.text_tables import tidy

__all__ = ["parse_day", "parse_moment"]

_DAY_FIRST = re.compile(r"(\d{1,2})(?:-(\d{1,2})-|/(\d{1,2})/)(\d{4}):? (\d{1,2}:\d{2}(?::\d{2})?)")
"""``14-06-2026 19:58:03`` (Warsaw) and ``14/06/2026: 19:58`` (Gdynia): both platforms put the day
first. With slashes and without the colon it would be nobody's certain date."""
_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[.-](?P<m>\d{1,2})[.-](?P<y>\d{4})"),
)


def parse_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A time in ``zone``: ``2020-05-26 22:39:50 UTC``, ISO 8601, ``26.05.2020 22:39``,
    ``26-05-2020 22:39:50`` or ``26/05/2020: 22:39``. None for anything else."""
    text = tidy(text)
    match = _DAY_FIRST.fullmatch(text)
    if match and (match[2] or ": " in text):
        text = f"{match[4]}-{match[2] or match[3]}-{match[1]} {match[5]}"
    elif match:
        return None
    found = parse_arrival(text, zone)
    return None if found is None else found.astimezone(zone)


def parse_day(text: str, zone: ZoneInfo) -> date | None:
    """A day, or the day of a time, in ``zone``."""
    text = tidy(text)
    for pattern in _DAYS:
        if match := pattern.fullmatch(text):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
    found = parse_moment(text, zone)
    return None if found is None else found.date()
