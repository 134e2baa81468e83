"""What a rule of a statute is, and the questions that rules of several countries ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from civicsite.diagnostics import Diagnostic, Severity, Span
from civicsite.model.site import Municipality, Phase, Process
from civicsite.reading.schema import ProcessFields
from civicsite.terms import INVITING, AnnouncedIn, Does, DutyKind, EventKind, EventStatus

__all__ = [
    "Case",
    "Flaw",
    "Look",
    "Rule",
    "Statute",
    "announced_in",
    "announced_late",
    "comments_in_writing",
    "comments_too_short",
    "field_missing",
    "has_phase",
    "held",
    "report_missing",
    "spoken",
]


@dataclass(frozen=True, slots=True)
class Case:
    """A process and the municipality that runs it."""

    process: Process
    town: Municipality

    @property
    def fields(self) -> ProcessFields:
        """What the editor wrote in ``process.md``."""
        return self.process.texts.fields

    def span(self, *place: str | int) -> Span:
        """A place in ``process.md``; for what is missing, the kind."""
        return self.process.texts.main.bound.span(*(place or ("kind",)))


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is missing or wrong, and where."""

    span: Span
    values: tuple[tuple[str, str | int], ...] = ()
    """What the sentence needs, by name."""


Look = Callable[[Case], Iterator[Flaw]]
"""Looks for what breaks a rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a statute asks for."""

    code: str
    """The diagnostic; its sentence names the source."""
    source: str
    """Act and article, in the words of the country."""
    look: Look
    severity: Severity = Severity.ERROR

    def problems(self, case: Case) -> Iterator[Diagnostic]:
        """What breaks it, as diagnostics with the source among their values."""
        for flaw in self.look(case):
            values = tuple(sorted((*flaw.values, ("source", self.source))))
            yield Diagnostic(self.code, self.severity, flaw.span, values)


@dataclass(frozen=True, slots=True)
class Statute:
    """The rules for some processes of a country."""

    rules: tuple[Rule, ...]
    kinds: tuple[str, ...] = ()
    """Kinds of process they hold for."""
    procedure: str = ""
    """The word of ``procedure:`` they hold for."""

    def covers(self, case: Case) -> bool:
        """Whether the rules hold for a process."""
        if self.procedure:
            return case.fields.procedure == self.procedure
        return case.process.kind.id in self.kinds


# --- questions ----------------------------------------------------------------------------------


def field_missing(*path: str) -> Look:
    """A field of ``process.md`` that must be written, by its path."""

    def look(case: Case) -> Iterator[Flaw]:
        found: object = case.fields
        for name in path:
            found = getattr(found, name, None)
        if not found:
            yield Flaw(case.span(), (("field", ".".join(path)),))

    return look


def has_phase(case: Case, *does: Does) -> bool:
    """Whether a process has a phase in which somebody acts so."""
    return any(phase.does in does for phase in case.process.phases)


def _begins(case: Case) -> Phase | None:
    inviting = [p for p in case.process.phases if p.does in INVITING and p.starts.exact]
    return min(inviting, key=lambda phase: phase.starts.order, default=None)


def announced_in(*media: AnnouncedIn) -> Look:
    """Media in which a process must be announced."""

    def look(case: Case) -> Iterator[Flaw]:
        told = {item.where for item in case.fields.announced}
        for where in media:
            if where not in told:
                yield Flaw(case.span(), (("where", where.value),))

    return look


def announced_late(case: Case) -> Iterator[Flaw]:
    """Announcements made after the day on which residents can first take part."""
    first = _begins(case)
    for index, item in enumerate(case.fields.announced):
        if first and item.on.start and first.starts.end and item.on.start >= first.starts.end:
            yield Flaw(
                case.span("announced", index, "on"),
                (("begins", first.starts.text), ("on", item.on.text)),
            )


def comments_in_writing(case: Case) -> Iterator[Flaw]:
    """No phase for comments, or no way to send them in writing."""
    ways = case.fields.ways.values()
    written = any(way.form or way.email or way.post or way.places for way in ways)
    if not (written and has_phase(case, Does.COMMENT)):
        yield Flaw(case.span())


def comments_too_short(days: int) -> Look:
    """A phase for comments of fewer days than so many; the first and the last one count."""

    def look(case: Case) -> Iterator[Flaw]:
        for index, phase in enumerate(case.process.phases):
            start, end = phase.starts, phase.ends
            if phase.does is not Does.COMMENT or not start.exact or not start.start:
                continue
            if end and end.exact and end.end:
                # An hour more or less at the change to summer time is no day.
                lasts = (end.end - start.start + timedelta(hours=2)).days
                if lasts < days:
                    yield Flaw(case.span("phases", index, "to"), (("days", lasts), ("least", days)))

    return look


def held(case: Case, kinds: Collection[EventKind]) -> int:
    """How many of these kinds of meeting a process has, cancelled ones aside."""
    found = set()
    for event in case.process.events:
        fields = event.texts.fields
        cancelled = fields.status and fields.status.what is EventStatus.CANCELLED
        if fields.kind in kinds and not cancelled:
            found.add(fields.kind)
    return len(found)


def spoken(case: Case) -> bool:
    """Whether comments may be made by word of mouth."""
    return any(way.oral for way in case.fields.ways.values())


def report_missing(case: Case) -> Iterator[Flaw]:
    """Neither a report nor a duty to make one."""
    owed = any(duty.what is DutyKind.REPORT for duty in case.fields.duties)
    if not case.fields.report and not owed:
        yield Flaw(case.span())
