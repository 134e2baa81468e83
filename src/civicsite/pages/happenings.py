"""What stands in a calendar: events, and when residents can begin and must end taking part.

Vague dates (a quarter, a month) never become days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from civicsite.clock import Precision, When
from civicsite.model.site import (
    Event,
    Phase,
    PhaseState,
    Process,
    phase_state,
    stopped,
)
from civicsite.pages.context import Desk
from civicsite.pages.news import event_changed, newest, news_of
from civicsite.pages.phases import phase_title, written_end
from civicsite.reading.schema import Position
from civicsite.terms import EventStatus, State

__all__ = ["Happening", "happenings", "of_event"]


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a calendar."""

    id: str
    """Its name on the page, the same in every build."""
    title: str
    path: str
    """Output path of the page that tells it."""
    starts: datetime | date
    """A moment in UTC, or a day."""
    ends: datetime | date | None
    """The first moment, or day, after it; None where nobody said."""
    status: str
    """``confirmed``, ``tentative`` or ``cancelled``."""
    changed: datetime | None
    """When what is known of it last changed, in UTC; None where no date says so."""
    text: str = ""
    place: str = ""
    position: Position | None = None
    busy: bool = True
    """False for a date that takes up nobody's time, such as a deadline."""


def happenings(desk: Desk, processes: Iterable[Process]) -> Iterator[Happening]:
    """What stands in the calendar of some processes."""
    for process in processes:
        made = partial(_of_process, desk, process)
        yield from desk.build.once("happenings", desk.code, process.id, made)


def _of_process(desk: Desk, process: Process) -> tuple[Happening, ...]:
    found = [of_event(desk, process, event) for event in desk.build.events(process)]
    changed = newest(news_of(desk, [process]))
    for phase in process.phases:
        if phase.invites:
            found += _of_phase(desk, process, phase, changed)
    return tuple(found)


# --- events -------------------------------------------------------------------------------------


def of_event(desk: Desk, process: Process, event: Event) -> Happening:
    """An event at its time, after a move; that it was cancelled or moved is said in its title, too,
    since many programs do not show a status."""
    town = desk.build.site.municipalities[process.municipality]
    fields = event.texts.in_(desk.code).fields
    status = fields.status
    known = town.place(fields.place, desk.code) if fields.place else None
    words = f"{known.title}, {known.address}" if known else fields.place or ""
    title = f"{fields.title} ({process.texts.in_(desk.code).fields.title})"
    lines = [status.reason if status else None, fields.summary]
    if status:
        title = desk.word(f"calendar.{status.what}", title=title)
    starts, ends = _times(desk, event)
    return Happening(
        "event",
        title,
        desk.event_link(event).path,
        starts,
        ends,
        "cancelled" if status and status.what is EventStatus.CANCELLED else "confirmed",
        event_changed(desk, process, event),
        "\n".join(str(line) for line in lines if line),
        words or (desk.word("mode.online") if fields.mode == "online" else ""),
        known.position if known else None,
    )


def _times(desk: Desk, event: Event) -> tuple[datetime | date, datetime | date | None]:
    """Begin and end; days where the begin is a day, and no end where none is written."""
    fields = event.texts.fields
    begin = (fields.status and fields.status.to) or fields.from_
    if begin.precision is Precision.INSTANT:
        ends = event.ends if fields.to and event.ends > event.starts else None
        return event.starts, ends
    first = _day(desk, event.starts)
    # In days, not in hours: between two days there may be a change to summer time.
    last = _last_day(desk, fields.to) if fields.to else _last_day(desk, fields.from_)
    assert fields.from_.start
    length = last - _day(desk, fields.from_.start)
    return first, first + length + timedelta(days=1)


def _last_day(desk: Desk, when: When) -> date:
    assert when.start
    assert when.end
    last = when.end - timedelta(microseconds=1) if when.end > when.start else when.start
    return _day(desk, last)


def _day(desk: Desk, moment: datetime) -> date:
    return moment.astimezone(desk.build.site.zone).date()


# --- phases -------------------------------------------------------------------------------------


def _of_phase(
    desk: Desk, process: Process, phase: Phase, changed: datetime | None
) -> Iterator[Happening]:
    """The opening and the deadline of a phase that invites residents."""
    name = str(phase_title(desk, process, phase.id))
    link, title = desk.process_link(process), str(process.texts.in_(desk.code).fields.title)
    status = _status(desk, process, phase)
    end = written_end(process, phase, desk.clock)
    for id, key, when in (
        (f"opens-{phase.id}", "calendar.opens", phase.starts),
        (f"closes-{phase.id}", "calendar.closes", end),
    ):
        if when is None or not when.exact or when.start is None:
            continue
        said = desk.word(key, phase=name, process=title)
        if status == "cancelled":
            said = desk.word("calendar.cancelled", title=said)
        starts, ends = _span(desk, when)
        yield Happening(id, said, link.path, starts, ends, status, changed, busy=False)


def _span(desk: Desk, when: When) -> tuple[datetime | date, datetime | date | None]:
    """A moment, or a whole day: what ends on a day has that day as its last one."""
    assert when.start
    if when.precision is Precision.INSTANT:
        return when.start, None
    day = _day(desk, when.start)
    return day, day + timedelta(days=1)


def _status(desk: Desk, process: Process, phase: Phase) -> str:
    """Dates of a process that was stopped do not hold; those that had passed before still did."""
    halted, state = stopped(process, desk.clock), phase_state(phase, desk.clock)
    if state == PhaseState.CANCELLED:
        return "cancelled"
    if halted is None or state == PhaseState.PAST:
        return "confirmed"
    return "tentative" if halted is State.SUSPENDED else "cancelled"
