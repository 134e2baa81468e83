"""The accessibility declaration: one table from which the page is made and checked.

Poland: technical conditions for publishing the declaration, version 2.0 of 31 July 2024, issued
under art. 12 pt 7 of the act of 4 April 2019 on digital accessibility (Dz.U. 2023 poz. 1440): the
headings in their order, the ``id`` of everything that programs look for, dates in ``<time>``.
Elsewhere in the European Union: the model statement in the annex of Decision (EU) 2018/1523.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, error
from civicsite.model.site import Municipality
from civicsite.reading.schema import AccessibilityFields
from civicsite.terms import Conformance

__all__ = [
    "EUROPE",
    "POLAND",
    "POLISH",
    "STATUS",
    "Listing",
    "Mark",
    "Part",
    "Review",
    "Sentence",
    "Shape",
    "declaration_problems",
    "holds",
    "next_review",
    "table_of",
    "value",
]

POLISH = "PL"
"""The country whose technical conditions hold, by its ISO 3166-1 code."""
STATUS = "status"
"""The sentence that has one wording for each state of conformance."""


class Shape(StrEnum):
    """What a program finds at an ``id``."""

    TEXT = "text"
    DATE = "date"
    """``<time datetime="2026-03-14">``."""
    LINK = "link"
    MAIL = "mail"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in a sentence that programs look for."""

    name: str
    """The placeholder it fills in the sentence."""
    id: str
    """Its ``id`` in the page; empty where the conditions name none."""
    shape: Shape
    field: str = ""
    """The field below ``accessibility:`` it comes from; empty where the site knows it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph."""

    word: str
    """Catalogue key ``declaration.<word>``, or ``eu-declaration.<word>``."""
    marks: tuple[Mark, ...] = ()
    id: str = ""
    when: str = ""
    """The condition under which it stands; see :func:`holds`."""
    needed: bool = True
    """False where ``check`` does not ask for its fields."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The texts of a field, one below the other."""

    field: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it."""

    level: int
    word: str
    """Catalogue key of the heading."""
    body: tuple[Sentence | Listing, ...] = ()
    id: str = ""
    """The ``id`` of the part; of the first one, of the heading."""
    when: str = ""


_NOT_FULL = "not-full"
_URL = Mark("url", "a11y-url", Shape.LINK)
_CONTACT = Mark("contact", "a11y-kontakt", Shape.TEXT, "contact")

POLAND: tuple[Part, ...] = (
    Part(
        1,
        "title",
        (
            Sentence(
                "opening",
                (
                    Mark("body", "a11y-podmiot", Shape.TEXT),
                    Mark("extent", "a11y-zakres", Shape.TEXT),
                    _URL,
                ),
                "a11y-wstep",
            ),
            Sentence(
                "published",
                (Mark("date", "a11y-data-publikacja", Shape.DATE, "published_on"),),
            ),
            Sentence(
                "updated", (Mark("date", "a11y-data-aktualizacja", Shape.DATE, "updated_on"),)
            ),
        ),
        "a11y-deklaracja",
    ),
    Part(2, "state", (Sentence(STATUS, (), "a11y-status"),)),
    Part(2, "inaccessible", (), when=_NOT_FULL),
    Part(3, "non-compliant", (Listing("inaccessible"),), when="inaccessible"),
    Part(3, "exempt", (Listing("exempt"),), when="exempt"),
    Part(
        3,
        "costs",
        (
            Listing("disproportionate"),
            Sentence("assessment", (Mark("link", "a11y-ocena", Shape.LINK, "assessment_url"),)),
        ),
        when="disproportionate",
    ),
    Part(
        2,
        "preparation",
        (
            Sentence(
                "prepared", (Mark("date", "a11y-data-sporzadzenie", Shape.DATE, "prepared_on"),)
            ),
            Sentence(
                "reviewed",
                (Mark("date", "a11y-data-przeglad", Shape.DATE, "reviewed_on"),),
                when="reviewed_on",
            ),
            Sentence("by-itself", when="no-assessor"),
            Sentence("by-others", (Mark("assessor", "", Shape.TEXT, "assessor"),), when="assessor"),
        ),
    ),
    Part(2, "features", (Listing("features"),), when="features"),
    Part(2, "shortcuts", (Listing("shortcuts"),), when="shortcuts"),
    Part(
        2,
        "feedback",
        (
            Sentence("feedback-contact", (_CONTACT,)),
            Sentence("email", (Mark("email", "a11y-email", Shape.MAIL, "contact.email"),)),
            Sentence("phone", (Mark("phone", "a11y-telefon", Shape.PHONE, "contact.phone"),)),
        ),
    ),
    Part(
        2,
        "procedure",
        (
            Sentence("procedure-right"),
            Sentence("procedure-demand"),
            Sentence("procedure-term"),
            Sentence("procedure-other-way"),
            Sentence("procedure-complaint"),
            Sentence("procedure-ombudsman", (Mark("ombudsman", "", Shape.LINK),)),
        ),
        "a11y-procedura",
    ),
    Part(2, "other"),
    Part(3, "apps", (Listing("apps"),), "a11y-aplikacje", "apps"),
    Part(
        3,
        "architecture",
        (
            Sentence("architecture-text", (Mark("text", "", Shape.TEXT, "architecture"),)),
            Sentence(
                "architecture-more",
                (Mark("link", "a11y-architektura-url", Shape.LINK, "architecture_url"),),
                when="architecture_url",
            ),
        ),
        "a11y-architektura",
    ),
    Part(
        3,
        "communication",
        (Sentence("communication-text", (Mark("text", "", Shape.TEXT, "communication"),)),),
        "a11y-komunikacja",
    ),
)
"""Version 2.0, part by part. ``a11y-deklaracja`` is of version 1 and still looked for by some."""

EUROPE: tuple[Part, ...] = (
    Part(
        1,
        "title",
        (
            Sentence(
                "opening",
                (
                    Mark("body", "statement-body", Shape.TEXT),
                    Mark("law", "statement-law", Shape.TEXT, "law"),
                ),
            ),
            Sentence("extent", (Mark("url", "statement-url", Shape.LINK),)),
        ),
    ),
    Part(2, "state", (Sentence(STATUS, (), "statement-status"),)),
    Part(2, "inaccessible", (Sentence("inaccessible-lead"),), when=_NOT_FULL),
    Part(3, "non-compliant", (Listing("inaccessible"),), when="inaccessible"),
    Part(
        3,
        "costs",
        (
            Listing("disproportionate"),
            Sentence(
                "assessment",
                (Mark("link", "statement-assessment", Shape.LINK, "assessment_url"),),
                needed=False,
            ),
        ),
        when="disproportionate",
    ),
    Part(3, "exempt", (Listing("exempt"),), when="exempt"),
    Part(
        2,
        "preparation",
        (
            Sentence("prepared", (Mark("date", "statement-prepared", Shape.DATE, "prepared_on"),)),
            Sentence("by-itself", when="no-assessor"),
            Sentence("by-others", (Mark("assessor", "", Shape.TEXT, "assessor"),), when="assessor"),
            Sentence(
                "reviewed",
                (Mark("date", "statement-reviewed", Shape.DATE, "reviewed_on"),),
                when="reviewed_on",
            ),
        ),
    ),
    Part(
        2,
        "feedback",
        (
            Sentence(
                "feedback-contact", (Mark("contact", "statement-contact", Shape.TEXT, "contact"),)
            ),
            Sentence("email", (Mark("email", "statement-email", Shape.MAIL, "contact.email"),)),
            Sentence(
                "phone",
                (Mark("phone", "statement-phone", Shape.PHONE, "contact.phone"),),
                when="contact.phone",
            ),
        ),
    ),
    Part(
        2,
        "enforcement",
        (
            Sentence(
                "enforcement-text",
                (Mark("body", "statement-enforcement", Shape.TEXT, "enforcement"),),
            ),
            Sentence(
                "enforcement-link",
                (Mark("link", "", Shape.LINK, "enforcement.url"),),
                when="enforcement.url",
            ),
        ),
    ),
    Part(2, "features", (Listing("features"),), when="features"),
    Part(2, "shortcuts", (Listing("shortcuts"),), when="shortcuts"),
    Part(
        2,
        "architecture",
        (Sentence("architecture-text", (Mark("text", "", Shape.TEXT, "architecture"),)),),
        when="architecture",
    ),
    Part(
        2,
        "communication",
        (Sentence("communication-text", (Mark("text", "", Shape.TEXT, "communication"),)),),
        when="communication",
    ),
    Part(2, "apps", (Listing("apps"),), when="apps"),
    Part(
        2,
        "dates",
        (
            Sentence(
                "published",
                (Mark("date", "statement-published", Shape.DATE, "published_on"),),
                when="published_on",
            ),
            Sentence(
                "updated",
                (Mark("date", "statement-updated", Shape.DATE, "updated_on"),),
                when="updated_on",
            ),
        ),
        when="dates",
    ),
)
"""The model statement: its mandatory sections, then what it recommends to add."""


def table_of(town: Municipality) -> tuple[Part, ...]:
    """The table of the country a municipality lies in."""
    return POLAND if town.texts.fields.country == POLISH else EUROPE


def value(fields: AccessibilityFields, path: str) -> object:
    """What an editor wrote in a field, such as ``contact.email``; None for nothing."""
    found: object = fields
    for name in path.split("."):
        found = getattr(found, name, None)
    return found


def holds(fields: AccessibilityFields, when: str) -> bool:
    """Whether a part or sentence stands in the declaration: always; where the site does not conform
    in full; where the site was assessed by the office itself; else where a field is written."""
    if not when:
        return True
    if when == _NOT_FULL:
        return fields.status is not Conformance.FULL
    if when == "no-assessor":
        return fields.assessor is None
    if when == "dates":
        return bool(fields.published_on or fields.updated_on)
    if when in ("inaccessible", "exempt", "disproportionate") and not holds(fields, _NOT_FULL):
        return False
    return bool(value(fields, when))


# --- what is missing ----------------------------------------------------------------------------


def declaration_problems(town: Municipality) -> Iterator[Diagnostic]:
    """What the declaration still misses, for ``check`` and ``publish``."""
    bound = town.texts.main.bound
    fields = town.texts.fields.accessibility
    if not _COUNTRY.fullmatch(town.texts.fields.country):
        yield error("country-malformed", bound.span("country"), text=town.texts.fields.country)
    if fields is None:
        yield error("declaration-missing", bound.span("name"))
        return
    at = bound.span("accessibility")
    for name, id in _needed(fields, table_of(town)):
        if not value(fields, name):
            code = "declaration-field-missing" if id else "declaration-text-missing"
            given = {"id": id} if id else {}
            yield error(code, at, field=f"accessibility.{name}", **given)
    contact = fields.contact
    if contact and not (contact.unit or contact.person):
        yield error("declaration-contact-nameless", bound.span("accessibility", "contact"))
    named = fields.inaccessible or fields.exempt or fields.disproportionate
    status = bound.span("accessibility", "status")
    if holds(fields, _NOT_FULL) and not named:
        yield error("declaration-reasons-missing", status)
    if not holds(fields, _NOT_FULL) and named:
        yield error("declaration-reasons-against-status", status)
    prepared, reviewed = fields.prepared_on, fields.reviewed_on
    if prepared and reviewed and reviewed.order < prepared.order:
        span = bound.span("accessibility", "reviewed_on")
        yield error(
            "declaration-review-too-early", span, reviewed=reviewed.text, prepared=prepared.text
        )


_COUNTRY = re.compile("[A-Z]{2}")
"""ISO 3166-1 alpha-2."""


def _needed(fields: AccessibilityFields, table: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    """Each field the declaration cannot do without, with the ``id`` it fills."""
    for part in table:
        if not holds(fields, part.when):
            continue
        for row in part.body:
            if isinstance(row, Sentence) and row.needed and holds(fields, row.when):
                yield from ((mark.field, mark.id or part.id) for mark in row.marks if mark.field)


# --- the yearly review --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Review:
    """When the declaration has to be looked at again."""

    last: date
    """The last day on which it may be done."""
    due: datetime
    """From when an editor is reminded, in UTC."""
    past: datetime
    """The moment after the last day, in UTC."""


def next_review(town: Municipality, zone: ZoneInfo) -> Review | None:
    """The next review: in Poland by 31 March of the year after the last one (art. 11 of the act on
    digital accessibility), elsewhere within a year (art. 1 of Decision (EU) 2018/1523). None while
    no day of a review or of drawing up is known."""
    fields = town.texts.fields.accessibility
    latest = fields and (fields.reviewed_on or fields.prepared_on)
    if not latest or latest.start is None:
        return None
    day = latest.start.astimezone(zone).date()
    if day.year >= date.max.year - 1:
        return None
    if town.texts.fields.country == POLISH:
        last, reminded = date(day.year + 1, 3, 31), date(day.year + 1, 3, 1)
    else:
        last = day + timedelta(days=365)
        reminded = last - timedelta(days=30)
    return Review(last, _midnight(reminded, zone), _midnight(last + timedelta(days=1), zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
