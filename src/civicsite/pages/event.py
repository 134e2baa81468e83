"""The page of an event: before it the invitation, after it the closing report."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.language import Text
from civicsite.model.site import Event, Localised, Process
from civicsite.pages import linked_data, maps, offers, parts, phases
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk, instant
from civicsite.pages.frame import framed, head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import (
    EventView,
    Fact,
    Head,
    JoinView,
    MapView,
    PhotosView,
    RecordingView,
    RegistrationView,
    ReportView,
    SiteView,
    Stop,
)
from civicsite.reading.schema import EventAccess, EventFields, Join, ReportFields
from civicsite.terms import EventStatus

__all__ = ["PAGES", "event_view"]


class _Events(PageKind):
    template = "event"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            for event in desk.build.events(process):
                if desk.code in desk.urls.languages(event.texts):
                    aliases = event.texts.fields.aliases
                    view = event_view(desk, site, event)
                    yield Made(view, event.texts.source, process.municipality, aliases)


PAGES = _Events()


def event_view(desk: Desk, site: SiteView, event: Event) -> EventView:
    """One event."""
    process = desk.build.site.processes[event.process]
    town = desk.build.site.municipalities[process.municipality]
    localised = event.texts.in_(desk.code)
    fields = localised.fields
    state = _state(desk, event)
    known, words = parts.place_named(desk, town, fields.place)
    registration = _registration(desk, event, localised) if state != "past" else None
    recording = _recording(desk, process, localised)
    mapped = maps.map_view(desk, maps.of_event(desk, event), desk.urls.event(event, desk.code))
    status = fields.status
    moved = bool(status and status.to)
    return EventView(
        _head(desk, process, event, registration, recording, mapped),
        site,
        title=fields.title,
        kind=fields.kind,
        state=state,
        over_at=instant(event.ends) if state != "past" else None,
        status=status.what if status else None,
        status_reason=status.reason if status else None,
        moved_from=desk.date(fields.from_) if moved else None,
        when=desk.known_date(status.to if status and status.to else fields.from_),
        ends=desk.ending(fields.to) if fields.to and not moved else None,
        mode=fields.mode,
        summary=fields.summary,
        place=known,
        place_text=words,
        join=_join(fields.join) if state != "past" else None,
        registration=registration,
        access=_access(desk, fields.access),
        route=tuple(Stop(stop.place, stop.text) for stop in fields.route),
        programme=tuple(Stop(item.title, item.text, item.at) for item in fields.programme),
        text=prose(desk, localised, {}),
        report=_report(desk, process, fields.report) if state != "upcoming" else None,
        recording=recording,
        photos=_photos(desk, process, localised),
        updated=parts.updates(desk, fields.updated),
        process=desk.process_link(process),
        map=mapped,
    )


def _head(
    desk: Desk,
    process: Process,
    event: Event,
    registration: RegistrationView | None,
    recording: RecordingView | None,
    mapped: MapView | None,
) -> Head:
    town = desk.build.site.municipalities[process.municipality]
    localised = event.texts.in_(desk.code)
    paths = {code: desk.urls.event(event, code) for code in desk.urls.languages(event.texts)}
    return head(
        desk,
        "event",
        paths[desk.code],
        localised.fields.title,
        summary_of(localised.fields.summary, localised),
        paths,
        trail(desk, town, process),
        framed(
            (),
            registration.form if registration else None,
            recording.video if recording else None,
        ),
        localised,
        mapped,
        offers.of_event(desk, process, event),
        linked_data.event(desk, process, event),
    )


def _state(desk: Desk, event: Event) -> str:
    if desk.clock.reached(event.ends):
        return "past"
    return "now" if desk.clock.reached(event.starts) else "upcoming"


def _join(join: Join | None) -> JoinView | None:
    if join is None:
        return None
    return JoinView(
        join.url if join.public else None, join.text, bool(join.url and not join.public)
    )


def _registration(
    desk: Desk, event: Event, localised: Localised[EventFields]
) -> RegistrationView | None:
    """How to register; without a date of its own until the event begins."""
    fields, status = localised.fields.registration, localised.fields.status
    if fields is None or (status and status.what is EventStatus.CANCELLED):
        return None
    closes = fields.until.end if fields.until and fields.until.end else event.starts
    is_open = not desk.clock.reached(closes)
    span = localised.bound.span("registration", "form")
    return RegistrationView(
        phases.form(desk, fields.form, span, Text(desk.word("registration-form"), None)),
        fields.text,
        fields.limit,
        desk.ending(fields.until) if fields.until else None,
        is_open,
        instant(closes) if is_open else None,
    )


def _access(desk: Desk, access: EventAccess | None) -> tuple[Fact, ...]:
    if access is None:
        return ()
    facts: list[Fact] = []
    if access.step_free:
        facts += parts.fact("step-free", desk.word(f"access.{access.step_free}"))
    for name in ("loop", "sign_language", "captions"):
        said = getattr(access, name)
        if said is not None:
            key = name.replace("_", "-")
            facts += parts.fact(key, desk.word("access.yes" if said else "access.no"))
    if access.request_by:
        facts.append(Fact("request-by", date=desk.ending(access.request_by)))
    facts += parts.fact("access-contact", access.contact)
    facts += parts.fact("access-text", access.text)
    return tuple(facts)


def _report(desk: Desk, process: Process, report: ReportFields | None) -> ReportView | None:
    if report is None or not desk.build.released(report.publish_at):
        return None
    facts = []
    if report.attendees:
        number = Text(desk.language.number(report.attendees.count), None)
        how = (report.attendees.how,) if report.attendees.how else ()
        facts.append(Fact("attendees", lines=(number, *how)))
    if report.contributions is not None:
        facts += parts.fact("contributions", desk.language.number(report.contributions))
    if report.organisations:
        facts.append(Fact("organisations", lines=report.organisations))
    if report.published_on:
        facts.append(Fact("published-on", date=desk.date(report.published_on)))
    return ReportView(tuple(facts), report.summary, desk.file_link(process, report.minutes))


def _recording(
    desk: Desk, process: Process, localised: Localised[EventFields]
) -> RecordingView | None:
    fields = localised.fields.recording
    if fields is None:
        return None
    span = localised.bound.span("recording", "url")
    video = phases.form(desk, {"": fields.url}, span, Text(desk.word("recording"), None))
    return RecordingView(video, fields.captions, desk.file_link(process, fields.transcript))


def _photos(desk: Desk, process: Process, localised: Localised[EventFields]) -> PhotosView | None:
    fields, bound = localised.fields.photos, localised.bound
    if fields is None:
        return None
    found = [
        parts.image(desk, process.folder, photo, bound.span("photos", "images", index, "file"))
        for index, photo in enumerate(fields.images)
    ]
    return PhotosView(fields.consent_notice, tuple(view for view in found if view))
