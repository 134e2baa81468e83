"""Calendars (iCalendar, RFC 5545) of every municipality, of every process and of every event.

Moments are given in UTC, which needs no time zone definitions, days as days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.happenings import Happening, happenings, of_event
from civicsite.pages.views import Head

__all__ = ["PAGES", "icalendar"]


class _Calendars(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        for code in desk.build.site.languages:
            for page, title, items in _of_language(Desk(desk.build, code)):
                if items:
                    path = desk.urls.beside(page, "ics")
                    yield path, icalendar(Desk(desk.build, code), title, items)


PAGES = _Calendars()


def _of_language(desk: Desk) -> Iterator[tuple[str, str, list[Happening]]]:
    """Page, title and entries of every calendar in one language."""
    build, urls, code = desk.build, desk.urls, desk.code
    for town in build.site.municipalities.values():
        if code in urls.languages(town.texts):
            page, name = urls.municipality(town, code), town.texts.in_(code).fields.name
            yield page, str(name), list(happenings(desk, build.processes(town)))
        for process in build.processes(town):
            if code in urls.languages(process.texts):
                page, title = urls.process(process, code), process.texts.in_(code).fields.title
                yield page, str(title), list(happenings(desk, [process]))
            for event in build.events(process):
                if code in urls.languages(event.texts):
                    page, title = urls.event(event, code), event.texts.in_(code).fields.title
                    yield page, str(title), [of_event(desk, process, event)]


def icalendar(desk: Desk, title: str, items: Iterable[Happening]) -> bytes:
    """A calendar with at least one entry, in the order of the entries' dates."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//civicsite//civicsite//{desk.code.upper()}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(title)}",  # RFC 7986
        f"X-WR-CALNAME:{_text(title)}",  # what most programs read instead
    ]
    for item in sorted(items, key=lambda item: (_value(item.starts), item.path, item.id)):
        lines += _event(desk, item)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"]).encode()


def _event(desk: Desk, item: Happening) -> Iterator[str]:
    host = urlsplit(desk.build.site.fields.address).hostname or ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(f'{item.path}#{item.id}@{host}')}"
    yield f"DTSTAMP:{_value(item.changed) if item.changed else _UNKNOWN}"
    yield _dated("DTSTART", item.starts)
    if item.ends:
        yield _dated("DTEND", item.ends)
    yield f"SUMMARY:{_text(item.title)}"
    if item.text:
        yield f"DESCRIPTION:{_text(item.text)}"
    if item.place:
        yield f"LOCATION:{_text(item.place)}"
    if item.position:
        yield f"GEO:{item.position.lat};{item.position.lon}"
    yield f"URL:{desk.canonical(item.path)}"
    yield f"STATUS:{item.status.upper()}"
    if not item.busy:
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


_UNKNOWN = "19700101T000000Z"
"""The stamp, which every entry must have, where no date says when it last changed: before any
real one, so that a later stamp is always the newer."""


def _dated(name: str, value: datetime | date) -> str:
    kind = "" if isinstance(value, datetime) else ";VALUE=DATE"
    return f"{name}{kind}:{_value(value)}"


def _value(value: datetime | date) -> str:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).isoformat(timespec="seconds")
        return moment.removesuffix("+00:00").replace("-", "").replace(":", "") + "Z"
    return value.isoformat().replace("-", "")


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


def _text(words: str) -> str:
    """A value of the type TEXT (section 3.3.11); control characters may not stand in it."""
    lines = _CONTROL.sub(" ", words.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


_OCTETS = 75
"""The longest line, without its break (section 3.1)."""


def _folded(line: str) -> str:
    """A content line with its break, folded between characters and never within one."""
    if len(line.encode()) <= _OCTETS:
        return line + "\r\n"
    pieces, current, room = [], "", _OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(current)
            current, room = "", _OCTETS - 1  # the space that continues a line counts
        current += char
        room -= size
    return "\r\n ".join([*pieces, current]) + "\r\n"
