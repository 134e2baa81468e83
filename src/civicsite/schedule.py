"""An instant in the words of the programs that wake others up, and whether it has passed.

Pure text; it imports next to nothing, because ``civicsite due`` is asked every few minutes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

__all__ = ["NEVER", "Form", "Standing", "announced", "standing", "written"]

NEVER = "never"
"""What a manifest says of a site that does not change by itself any more."""

_FACTS = '{"built":'
"""How every manifest of civicsite begins: its keys stand in alphabetical order."""


class Form(StrEnum):
    """Who is to be woken up."""

    ISO = "iso"
    CRON = "cron"
    GITHUB = "github"
    SYSTEMD = "systemd"
    WINDOWS = "windows"


def written(moment: datetime, form: Form, zone: ZoneInfo) -> str:
    """``moment`` as ``form`` writes it. ``zone`` is that of the computer on which cron runs.

    ISO: ISO 8601 with the offset of the moment. cron: minute, hour, day, month, any weekday
    (POSIX crontab), which has no year and no seconds. GitHub: the same in UTC, as an item below
    ``on.schedule`` of a workflow. systemd: ``OnCalendar=`` in UTC (systemd.time(7)). Windows: the
    ``StartBoundary`` of a task's trigger (Task Scheduler schema), in UTC.

    Nothing is woken early: a part of a minute becomes the next minute where seconds cannot be said.
    """
    utc = moment.astimezone(UTC)
    if form is Form.ISO:
        return moment.isoformat()
    if form is Form.SYSTEMD:
        return f"OnCalendar={_second(utc):%Y-%m-%d %H:%M:%S} UTC"
    if form is Form.WINDOWS:
        return f"<StartBoundary>{_second(utc):%Y-%m-%dT%H:%M:%S}Z</StartBoundary>"
    if form is Form.GITHUB:
        return f'- cron: "{_five(_minute(utc))}"'
    return _five(_unambiguous(_minute(utc), zone))


def _second(moment: datetime) -> datetime:
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + timedelta(seconds=1)


def _minute(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _unambiguous(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first minute from ``moment`` on whose clock time comes once that day. cron would take
    the second 02:30 of the night in autumn for the first one, and wake an hour too early."""
    local = moment.astimezone(zone)
    while local.fold:
        moment += timedelta(minutes=1)
        local = moment.astimezone(zone)
    return local


def _five(moment: datetime) -> str:
    return f"{moment.minute} {moment.hour} {moment.day} {moment.month} *"


def announced(moment: datetime | None) -> str:
    """What a manifest keeps of the next change."""
    return moment.isoformat() if moment else NEVER


class Standing(StrEnum):
    """How a built site stands to the time."""

    DUE = "due"
    NOT_YET = "not-yet"
    NEVER = "never"
    UNKNOWN = "unknown"


def standing(head: bytes, now: datetime) -> tuple[Standing, datetime | None]:
    """What a manifest says of ``now``, by its first bytes; the local one and the published one
    begin alike. UNKNOWN for anything else. The second value is the next change, if one is told.
    """
    try:
        text = head.decode("utf-8", errors="ignore")
        if not text.startswith(_FACTS):
            return Standing.UNKNOWN, None
        facts, _ = json.JSONDecoder().raw_decode(text, len(_FACTS))
        told = facts["next_change"]
        if told == NEVER:
            return Standing.NEVER, None
        moment = datetime.fromisoformat(told)
        if moment.tzinfo is None:
            return Standing.UNKNOWN, None
    except (ValueError, TypeError, KeyError, RecursionError):
        return Standing.UNKNOWN, None
    return (Standing.DUE if moment <= now else Standing.NOT_YET), moment
