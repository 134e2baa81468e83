"""The page of an event: before it the invitation, after it the closing report."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.language import Text
from civicsite.model.site import Event
from civicsite.pages import parts, phases
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import framed, head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import (
    EventView,
    External,
    Fact,
    ImageView,
    SiteView,
    Stop,
)
from civicsite.reading.schema import EventAccess, EventFields, ReportFields

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
    fields, bound = localised.fields, localised.bound
    known, words = parts.place_named(desk, town, fields.place)
    registration, status, join = fields.registration, fields.status, fields.join
    form = (
        phases.form(desk, registration.form, bound.span("registration", "form"), None)
        if registration
        else None
    )
    report = fields.report
    if report and not desk.build.released(report.publish_at):
        report = None
    state = _state(desk, event)
    paths = {code: desk.urls.event(event, code) for code in desk.urls.languages(event.texts)}
    moved = bool(status and status.to)
    return EventView(
        head(
            desk,
            "event",
            paths[desk.code],
            fields.title,
            summary_of(fields.summary, localised),
            paths,
            trail(desk, town, process),
            framed((), form),
            localised,
        ),
        site,
        title=fields.title,
        kind=fields.kind,
        state=state,
        status=status.what if status else None,
        status_reason=status.reason if status else None,
        moved_from=desk.date(fields.from_) if moved else None,
        when=desk.known_date(status.to if status and status.to else fields.from_),
        ends=desk.ending(fields.to) if fields.to and not moved else None,
        mode=fields.mode,
        summary=fields.summary,
        place=known,
        place_text=words,
        join_url=join.url if join and join.public and state != "past" else None,
        join_text=join.text if join else None,
        join_private=bool(join and join.url and not join.public),
        registration=form,
        registration_text=registration.text if registration else None,
        registration_limit=registration.limit if registration else None,
        registration_until=desk.ending(registration.until)
        if registration and registration.until
        else None,
        registration_open=_registration_open(desk, event),
        access=_access(desk, fields.access),
        route=tuple(Stop(stop.place, stop.text) for stop in fields.route),
        programme=tuple(Stop(item.title, item.text, item.at) for item in fields.programme),
        text=prose(desk, localised, {}),
        report=_report(desk, report),
        report_summary=report.summary if report else None,
        minutes=desk.file_link(process, report.minutes) if report else None,
        recording=External(Text(desk.word("recording"), None), fields.recording.url)
        if fields.recording
        else None,
        recording_captions=fields.recording.captions if fields.recording else None,
        transcript=desk.file_link(process, fields.recording.transcript)
        if fields.recording
        else None,
        photos=_photos(desk, event, fields),
        photos_notice=fields.photos.consent_notice if fields.photos else None,
        process=desk.process_link(process),
    )


def _state(desk: Desk, event: Event) -> str:
    if desk.clock.reached(event.ends):
        return "past"
    return "now" if desk.clock.reached(event.starts) else "upcoming"


def _registration_open(desk: Desk, event: Event) -> bool:
    fields = event.texts.fields
    if fields.registration is None or (fields.status and fields.status.what == "cancelled"):
        return False
    until = fields.registration.until
    closes = until.end if until and until.end else event.starts
    return not desk.clock.reached(closes)


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


def _report(desk: Desk, report: ReportFields | None) -> tuple[Fact, ...]:
    if report is None:
        return ()
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
    return tuple(facts)


def _photos(desk: Desk, event: Event, fields: EventFields) -> tuple[ImageView, ...]:
    if fields.photos is None:
        return ()
    folder = desk.build.site.processes[event.process].folder
    bound = event.texts.main.bound
    found = [
        parts.image(desk, folder, photo, bound.span("photos", "images", index, "file"))
        for index, photo in enumerate(fields.photos.images)
    ]
    return tuple(view for view in found if view)
