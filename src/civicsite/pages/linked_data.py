"""What search engines and other programs read in the head of a page: schema.org as JSON-LD.

An element ``<script type="application/ld+json">`` holds data, which browsers never run: a policy
without inline scripts lets it stand (HTML, "prepare the script element", decides on the type before
it asks the policy). The format wants whole addresses.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from civicsite.model.site import Event, Municipality, Process
from civicsite.pages.context import Desk, instant
from civicsite.pages.happenings import Happening, of_event
from civicsite.pages.views import Html
from civicsite.reading.schema import EventFields
from civicsite.terms import EventStatus, Mode

__all__ = ["dataset", "event", "service"]

_SCHEMA = "https://schema.org/"
_MODES = {
    Mode.ON_SITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
_STATUSES = {
    None: "EventScheduled",
    EventStatus.CANCELLED: "EventCancelled",
    EventStatus.MOVED: "EventRescheduled",
}
_TYPES = {"json": "application/json", "csv": "text/csv"}


def event(desk: Desk, process: Process, held: Event) -> Html:
    """An event: schema.org ``Event``. The address of a meeting online is never told here: it may
    not be public; the page says how to join."""
    town = desk.build.site.municipalities[process.municipality]
    fields = held.texts.in_(desk.code).fields
    status, told = fields.status, of_event(desk, process, held)
    moved = status is not None and status.to is not None
    return _data(
        "Event",
        name=str(fields.title),
        description=str(fields.summary or ""),
        url=desk.canonical(desk.urls.event(held, desk.code)),
        inLanguage=desk.code,
        startDate=_moment(told.starts),
        endDate=_last(told.ends),
        previousStartDate=desk.known_date(fields.from_).iso if moved else None,
        eventStatus=_SCHEMA + _STATUSES[status.what if status else None],
        eventAttendanceMode=_SCHEMA + _MODES[fields.mode],
        location=_location(desk, held, fields, told),
        organizer=_organisation(desk, town),
    )


def service(desk: Desk, process: Process) -> Html:
    """A process: schema.org ``GovernmentService``."""
    town = desk.build.site.municipalities[process.municipality]
    fields = process.texts.in_(desk.code).fields
    page = desk.canonical(desk.urls.process(process, desk.code))
    return _data(
        "GovernmentService",
        name=str(fields.title),
        description=str(fields.summary or ""),
        url=page,
        serviceType=str(desk.kind(process)),
        provider=_organisation(desk, town),
        areaServed=_thing("AdministrativeArea", name=str(town.texts.in_(desk.code).fields.name)),
        availableChannel=_thing(
            "ServiceChannel",
            serviceUrl=page,
            availableLanguage=list(desk.urls.languages(process.texts)),
        ),
    )


def dataset(desk: Desk, process: Process, title: str, description: str) -> Html:
    """The published record of a result: schema.org ``Dataset`` with its files."""
    assert process.results
    town = desk.build.site.municipalities[process.municipality]
    published = process.results.main.value.publish_at
    return _data(
        "Dataset",
        name=title,
        description=description,
        url=desk.canonical(desk.urls.results(process, desk.code)),
        inLanguage=desk.code,
        creator=_organisation(desk, town),
        datePublished=desk.known_date(published).iso if published else None,
        isAccessibleForFree=True,
        distribution=[
            _thing(
                "DataDownload",
                name=file.name,
                contentUrl=desk.canonical(desk.urls.download(process, file.name)),
                encodingFormat=_TYPES.get(file.name.rpartition(".")[2], "text/plain"),
            )
            for file in desk.build.downloads.get(process.id, ())
        ],
    )


def _thing(type: str, **values: Any) -> dict[str, Any]:
    """A thing with what is known of it."""
    known = {name: value for name, value in values.items() if value not in (None, "", [])}
    return {"@type": type, **known}


def _data(type: str, **values: Any) -> Html:
    """A thing as the content of a ``script`` element. Escaped in JSON's own way, no text of it can
    end the element or begin a comment."""
    told = {"@context": _SCHEMA.rstrip("/"), **_thing(type, **values)}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Html(text, "json")


def _organisation(desk: Desk, town: Municipality) -> dict[str, Any]:
    link = desk.municipality_link(town)
    return _thing("GovernmentOrganization", name=str(link.title), url=desk.canonical(link.path))


def _location(desk: Desk, held: Event, fields: EventFields, told: Happening) -> Any:
    """Where it takes place: a place, a page that says how to join, or both. While no place is known
    it is the municipality, since an event must have one."""
    found = []
    if fields.mode is not Mode.ONLINE and told.place:
        geo = told.position and _thing(
            "GeoCoordinates", latitude=str(told.position.lat), longitude=str(told.position.lon)
        )
        found.append(_thing("Place", name=told.place, address=told.place, geo=geo))
    if fields.mode is not Mode.ON_SITE:
        page = desk.canonical(desk.urls.event(held, desk.code))
        found.append(_thing("VirtualLocation", url=page))
    if not found:
        home = desk.build.site.processes[held.process].municipality
        name = str(desk.municipality_link(desk.build.site.municipalities[home]).title)
        found.append(_thing("Place", name=name, address=name))
    return found[0] if len(found) == 1 else found


def _moment(value: datetime | date) -> str:
    return (instant(value) or "") if isinstance(value, datetime) else value.isoformat()


def _last(value: datetime | date | None) -> str | None:
    """The end of an event; of days, the last one."""
    if value is None or isinstance(value, datetime):
        return instant(value)
    return (value - timedelta(days=1)).isoformat()
