"""What a platform published besides votes: proposals, remarks, meetings, what was done since.

Neutral values with where they come from. Texts are as the platform has them, HTML or plain;
whoever writes them down cleans them. Authors are never read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Protocol
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Span, warning
from civicsite.exports.dataset import Findings
from civicsite.exports.moments import parse_day, parse_moment
from civicsite.exports.records import Record
from civicsite.exports.text_tables import parse_amount

__all__ = [
    "ContentFormat",
    "ContentKind",
    "Contents",
    "ExportedContribution",
    "ExportedEvent",
    "ExportedFollowUp",
    "ExportedProposal",
    "Texts",
    "cost_of",
    "day_of",
    "degrees_of",
    "moment_of",
]

Texts = Mapping[str, str]
"""A text by language code; under ``""`` where the export does not say the language."""


@dataclass(frozen=True, slots=True)
class ExportedFollowUp:
    """What was done about something: an entry of accountability."""

    source: Span
    """Where its row stands."""
    on: date | None
    """The day this became known."""
    progress: Decimal | None = None
    """Share of the work done, in per cent."""
    status: Texts = field(default_factory=dict)
    """The platform's own word for how far the work is."""
    number: str = ""
    title: Texts = field(default_factory=dict)
    body: Texts = field(default_factory=dict)
    proposals: tuple[str, ...] = ()
    """What the proposals it carries out are named by, see ``ExportedProposal.address``."""
    state: str = ""
    """A word of ``FollowUpStatus``, where the platform says more than the progress."""
    cost: Decimal | None = None
    """Money spent."""


@dataclass(frozen=True, slots=True)
class ExportedProposal:
    """An idea or a project."""

    source: Span
    number: str
    title: Texts
    body: Texts = field(default_factory=dict)
    address: str = ""
    """Its page on the platform, or whatever else results and remarks name it by."""
    cost: Decimal | None = None
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    state: str = ""
    """``accepted``, ``rejected`` or ``withdrawn``; empty while nothing was decided."""
    answer: Texts = field(default_factory=dict)
    """The authority's answer."""
    answered_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExportedContribution:
    """A remark on something."""

    source: Span
    number: str
    text: str
    received_on: date | None = None
    about: str = ""
    """Title or address of what it is about."""
    reply_to: str = ""
    """Number of the remark it answers."""


@dataclass(frozen=True, slots=True)
class ExportedEvent:
    """A meeting."""

    source: Span
    number: str
    title: Texts
    starts: datetime
    """In the site's zone."""
    ends: datetime | None = None
    body: Texts = field(default_factory=dict)
    place: Texts = field(default_factory=dict)
    address: str = ""
    attendees: int | None = None
    contributions: int | None = None
    organisations: str = ""
    withdrawn: bool = False
    published: bool = True


@dataclass(slots=True)
class Contents:
    """What has been read so far, from one file or several."""

    zone: ZoneInfo
    """The site's zone, in which days are meant."""
    findings: Findings
    proposals: list[ExportedProposal] = field(default_factory=list)
    contributions: list[ExportedContribution] = field(default_factory=list)
    events: list[ExportedEvent] = field(default_factory=list)
    follow_ups: list[ExportedFollowUp] = field(default_factory=list)


class ContentFormat(Protocol):
    """One kind of export that becomes pages; a file in ``formats/`` has its objects in
    ``CONTENTS``."""

    @property
    def platform(self) -> str:
        """What an editor writes after ``import``: ``decidim``, ``go-vocal``, …"""

    @property
    def name(self) -> str:
        """What the rows are: ``proposals``, ``comments``, …"""

    def fits(self, columns: Set[str]) -> bool:
        """Whether a file with these columns is of this kind."""

    def take(self, record: Record, contents: Contents) -> None:
        """Add what a row says. Never raises for its content."""


@dataclass(frozen=True, slots=True)
class ContentKind:
    """A ``ContentFormat`` of two functions."""

    platform: str
    name: str
    fits: Callable[[Set[str]], bool]
    take: Callable[[Record, Contents], None]


def day_of(record: Record, contents: Contents, *names: str) -> date | None:
    """The day in a cell; None when it is empty or, with a warning, no date."""
    text = record.line(*names)
    day = parse_day(text, contents.zone) if text else None
    if text and day is None:
        contents.findings.add(warning("import-date-unreadable", record.span, column=names[0]))
    return day


def moment_of(record: Record, contents: Contents, *names: str) -> datetime | None:
    """The time in a cell; None when it is empty or, with a warning, no time."""
    text = record.line(*names)
    moment = parse_moment(text, contents.zone) if text else None
    if text and moment is None:
        contents.findings.add(warning("import-date-unreadable", record.span, column=names[0]))
    return moment


def cost_of(record: Record, contents: Contents, *names: str) -> Decimal | None:
    """The amount in a cell; None when it is empty or, with a warning, no amount."""
    text = record.line(*names)
    cost = parse_amount(text) if text else None
    if text and (cost is None or cost < 0):
        contents.findings.add(warning("import-cost-unreadable", record.span, column=names[0]))
        return None
    return cost


def degrees_of(record: Record, most: int, *names: str) -> Decimal | None:
    """The latitude (``most`` 90) or longitude (180) in a cell; None when there is none."""
    try:
        number = Decimal(record.line(*names) or "NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= most else None
