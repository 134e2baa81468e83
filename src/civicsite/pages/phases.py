"""Phases, ways of taking part and what to do now."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from civicsite.clock import Clock, Precision, When
from civicsite.diagnostics import Diagnostic, Span
from civicsite.language import Text
from civicsite.model.site import (
    Phase,
    PhaseState,
    Process,
    phase_state,
    process_state,
    stopped,
)
from civicsite.pages import parts
from civicsite.pages.context import Desk, instant
from civicsite.pages.views import (
    EventCard,
    FormView,
    InterventionView,
    NowView,
    PhaseView,
    WayView,
)
from civicsite.reading.schema import WayFields
from civicsite.terms import Does

__all__ = [
    "form",
    "interventions",
    "now",
    "phase_title",
    "phases",
    "ways",
    "written_end",
]


# --- the time line ------------------------------------------------------------------------------


def phases(desk: Desk, process: Process) -> tuple[PhaseView, ...]:
    """The phases of a process, in the editor's order."""
    return desk.build.once("phases", desk.code, process.id, partial(_phases, desk, process))


def _phases(desk: Desk, process: Process) -> tuple[PhaseView, ...]:
    return tuple(_phase(desk, process, phase) for phase in process.phases)


def _phase(desk: Desk, process: Process, phase: Phase) -> PhaseView:
    fields = next(
        item for item in process.texts.in_(desk.code).fields.phases if item.id == phase.id
    )
    end, written = phase.end_at(desk.clock), written_end(process, phase, desk.clock)
    extended = phase.ends if end is not phase.ends else None
    return PhaseView(
        phase.id,
        phase_title(desk, process, phase.id),
        phase.does,
        phase_state(phase, desk.clock),
        desk.known_date(phase.starts),
        desk.ending(written) if written else None,
        _span(desk, phase.starts, written),
        fields.text,
        phase.invites,
        desk.ending(extended) if extended else None,
        desk.date(fields.results_by),
    )


def phase_title(desk: Desk, process: Process, phase: str) -> Text:
    """What a phase is called: by its editor, or as its kind usually calls it."""
    fields = next(item for item in process.texts.in_(desk.code).fields.phases if item.id == phase)
    return fields.title or Text(desk.kind_word(process, f"phase.{fields.does}"), None)


def written_end(process: Process, phase: Phase, clock: Clock) -> When | None:
    """The end somebody wrote, extensions included; None where the next phase merely follows."""
    fields = next(item for item in process.texts.fields.phases if item.id == phase.id)
    end = phase.end_at(clock)
    return end if fields.to is not None or end is not phase.ends else None


def _span(desk: Desk, start: When, end: When | None) -> str:
    """Both dates in words; the days of one month are told together."""
    zone = desk.build.site.zone
    if end is None:
        return desk.word("span-from", date=desk.known_date(start).text)
    days = Precision.DAY in (start.precision,) and end.precision is Precision.DAY
    if days and start.start and end.start and start.start <= end.start:
        first, last = start.start.astimezone(zone).date(), end.start.astimezone(zone).date()
        return desk.language.day_range(first, last)
    if start.text == end.text:
        return desk.known_date(start).text
    return desk.word("span", start=desk.known_date(start).text, end=desk.ending(end).text)


def interventions(desk: Desk, process: Process) -> tuple[InterventionView, ...]:
    """What happened to the process, newest first; what is dated ahead is announced too."""
    fields = process.texts.in_(desk.code).fields
    titles = {view.id: view.title for view in phases(desk, process)}
    newest = sorted(fields.interventions, key=lambda item: item.on.order, reverse=True)
    return tuple(
        InterventionView(
            item.id,
            item.what,
            desk.known_date(item.on),
            item.reason,
            titles.get(item.phase) if item.phase else None,
            desk.ending(item.was) if item.was else None,
            desk.ending(item.now) if item.now else None,
            desk.file_link(process, item.document),
        )
        for item in newest
    )


# --- ways of taking part ------------------------------------------------------------------------


def ways(desk: Desk, process: Process) -> tuple[WayView, ...]:
    """Every way of taking part, with when it is open."""
    fields = process.texts.in_(desk.code).fields
    return tuple(_way(desk, process, name, way) for name, way in fields.ways.items())


def _way(desk: Desk, process: Process, name: str, fields: WayFields) -> WayView:
    town = desk.build.site.municipalities[process.municipality]
    places = [town.place(place, desk.code) for place in fields.places]
    bound = process.texts.main.bound
    view = WayView(
        name,
        fields.title or Text(desk.word(f"way.{_nature(fields)}"), None),
        fields.text,
        form(desk, fields.form, bound.span("ways", name, "form"), fields.title),
        _shown(desk, fields.video, bound.span("ways", name, "video"), fields.title),
        _shown(desk, fields.map, bound.span("ways", name, "map"), fields.title),
        tuple(parts.place(place) for place in places if place),
        fields.post,
        fields.counts,
        fields.email,
        fields.phone,
        parts.phone_link(fields.phone) if fields.phone else None,
        fields.oral,
        online=bool(fields.form) and not fields.places,
    )
    return _opening(desk, process, view)


def _shown(desk: Desk, address: str | None, span: Span, title: Text | None) -> FormView | None:
    """A video or a map, which is the same in every language."""
    return form(desk, {"": address} if address else None, span, title)


def _nature(fields: WayFields) -> str:
    """What a way without a title is called by."""
    for name in ("form", "places", "post", "email", "phone", "oral", "video", "map"):
        if getattr(fields, name):
            return name
    return "other"


def _opening(desk: Desk, process: Process, view: WayView) -> WayView:
    """When the way is open: in the phases that invite residents and name it."""
    halted = stopped(process, desk.clock)
    open_now, opens, closes = False, None, None
    cancelled = False
    for phase, fields in zip(process.phases, process.texts.fields.phases, strict=True):
        if not phase.invites or (fields.ways and view.id not in fields.ways):
            continue
        state, end = phase_state(phase, desk.clock), phase.end_at(desk.clock)
        if state == PhaseState.CURRENT:
            open_now, closes = halted is None, end
            break
        if state == PhaseState.UPCOMING and opens is None:
            opens, closes = phase.starts, end
            break
        cancelled = cancelled or state == PhaseState.CANCELLED
        closes = end
    if halted:
        opens = None
    begins = instant(opens.start) if opens and opens.exact and opens.start else None
    ahead = open_now or begins is not None
    return replace(
        view,
        is_open=open_now,
        opens=desk.date(opens),
        closes=desk.ending(closes) if closes else None,
        stopped=halted or ("cancelled" if cancelled and not open_now and not opens else None),
        opens_at=begins,
        closes_at=instant(closes.end) if closes and ahead else None,
    )


def form(
    desk: Desk, addresses: dict[str, str] | None, span: Span, title: Text | None
) -> FormView | None:
    """An external form or video; an address nobody knows is reported."""
    if not addresses:
        return None
    address = addresses.get(desk.code) or next(iter(addresses.values()))
    found = desk.build.recognise(address, span, desk.code)
    if isinstance(found, Diagnostic):
        desk.build.report.add(found)
        return None
    return FormView(
        title or Text(found.name, None),
        found.address,
        found.host,
        found.name,
        found.kind,
        found.data_note_key,
        found.privacy,
        found.frame,
        found.frame_host,
        ratio=f"{found.size[0]}:{found.size[1]}" if isinstance(found.size, tuple) else None,
        height_phone=900 if isinstance(found.size, tuple) else found.size.phone,
        height_desktop=800 if isinstance(found.size, tuple) else found.size.desktop,
        sandbox=found.sandbox,
        allow=found.allow,
        referrer_policy=found.referrer_policy,
        notice=found.notice or None,
        resize=found.resize or None,
    )


# --- what to do now -----------------------------------------------------------------------------


def now(
    desk: Desk,
    process: Process,
    all_phases: tuple[PhaseView, ...],
    all_ways: tuple[WayView, ...],
    events: tuple[EventCard, ...],
) -> NowView:
    """What a resident can do at the build's instant; between phases, the last and the next one."""
    state = process_state(process, desk.clock)
    current = tuple(p for p in all_phases if p.state == PhaseState.CURRENT)
    inviting = tuple(p for p in current if p.invites) if state == "open" else ()
    open_ways = tuple(way for way in all_ways if way.is_open)
    offline = tuple(way.title for way in open_ways if not way.online)
    upcoming_events = [event for event in events if not event.past and event.status != "cancelled"]
    past = [p for p in all_phases if p.state == PhaseState.PAST]
    ahead = [p for p in all_phases if p.state == PhaseState.UPCOMING]
    voted = [p for p in past if p.does == Does.VOTE]
    counting = bool(voted) and not desk.build.has_results(process) and state == "underway"
    halted = state in ("cancelled", "annulled", "suspended")
    own_work = next((p for p in current if not p.invites), None)
    return NowView(
        state,
        inviting,
        open_ways,
        offline,
        None if inviting or halted else own_work or (past[-1] if past else None),
        None if inviting or halted or not ahead else ahead[0],
        counting,
        voted[-1].results_by if counting else None,
        upcoming_events[0] if upcoming_events else None,
    )
