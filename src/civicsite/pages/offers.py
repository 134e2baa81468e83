"""What a page offers to other programs: where its feed, its calendar and its data lie.

A page links only what exists: a feed has at least one entry (RFC 4287 wants a date of change), a
calendar at least one component (RFC 5545, section 3.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from civicsite.model.site import Event, Municipality, Process
from civicsite.pages.context import Desk
from civicsite.pages.happenings import happenings
from civicsite.pages.news import news_of
from civicsite.pages.views import Offer

__all__ = ["ATOM", "CALENDAR", "JSON", "calendar", "feed", "of_event", "of_home"]
__all__ += ["of_municipality", "of_process"]

ATOM, CALENDAR = "application/atom+xml", "text/calendar"
JSON, LINKED = "application/json", "application/ld+json"


def feed(desk: Desk, page: str, processes: Sequence[Process]) -> Iterator[Offer]:
    """The feed of some processes, beside a page."""
    if any(True for _ in news_of(desk, processes)):
        yield Offer("feed", desk.urls.beside(page, "atom"), ATOM)


def calendar(desk: Desk, page: str, processes: Sequence[Process]) -> Iterator[Offer]:
    """The calendar of some processes, beside a page."""
    if any(True for _ in happenings(desk, processes)):
        yield Offer("calendar", desk.urls.beside(page, "ics"), CALENDAR)


def of_home(desk: Desk) -> tuple[Offer, ...]:
    """The first page of the site."""
    found = feed(desk, desk.urls.home(desk.code), desk.build.processes())
    return (*found, *_whole_site(desk))


def _whole_site(desk: Desk) -> Iterator[Offer]:
    """All processes and, once there is a result, the catalogue of data."""
    yield Offer("data", desk.urls.all_processes, JSON)
    if any(desk.build.downloads.get(process.id) for process in desk.build.processes()):
        yield Offer("catalogue", desk.urls.catalogue, LINKED)


def of_municipality(desk: Desk, town: Municipality) -> tuple[Offer, ...]:
    """A municipality."""
    page, processes = desk.urls.municipality(town, desk.code), desk.build.processes(town)
    found = (*calendar(desk, page, processes), *feed(desk, page, processes))
    home = desk.build.site.fields.home == town.id
    return (*found, *_whole_site(desk)) if home else found


def of_process(desk: Desk, process: Process) -> tuple[Offer, ...]:
    """A process."""
    return desk.build.once("offers", desk.code, process.id, partial(_of_process, desk, process))


def _of_process(desk: Desk, process: Process) -> tuple[Offer, ...]:
    page = desk.urls.process(process, desk.code)
    data = Offer("data", desk.urls.beside(page, "json"), JSON)
    return (*calendar(desk, page, [process]), *feed(desk, page, [process]), data)


def of_event(desk: Desk, process: Process, event: Event) -> tuple[Offer, ...]:
    """An event: by itself for a calendar until it is over, and the feed of its process in the
    language of the event."""
    page = desk.urls.event(event, desk.code)
    lang = desk.urls.language_of(process.texts, desk.code)
    ahead = not desk.clock.reached(event.ends)
    alone = (Offer("calendar-event", desk.urls.beside(page, "ics"), CALENDAR),) if ahead else ()
    of_its_process = feed(Desk(desk.build, lang), desk.urls.process(process, lang), [process])
    return (*alone, *of_its_process)
