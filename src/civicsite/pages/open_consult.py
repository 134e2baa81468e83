"""The processes as OpenConsult tells them: four CSV files below ``openconsult/``.

The form is the core, public events, documents and status changes datasets of the government of
British Columbia (github.com/bcgov/openconsult, ``*-dataset-requirements.md``), with commas and in
UTF-8, in the site's main language. ``ConsultationId`` is the id of the process. Its dates are days
without more: what has no day (``2027-Q1``) is left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from civicsite.clock import When
from civicsite.exports.reduction import guarded
from civicsite.model.site import Event, PhaseState, Process, phase_state, process_state
from civicsite.pages import parts
from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.happenings import of_event
from civicsite.pages.phases import phase_title, written_end
from civicsite.pages.views import Head
from civicsite.terms import EventStatus, Intervention, State

__all__ = ["PAGES"]

Row = dict[str, str]

CORE = (
    *("ConsultationId", "Title", "StatusCurrent", "StatusCurrentMapped", "Description"),
    *("OrganizationName", "GeographicScope", "GeographicScopeObject"),
)
EVENTS = (
    *("ConsultationId", "PublicEventTitle", "PublicEventStartDate", "PublicEventEndDate"),
    *("PublicEventStartTime", "PublicEventEndTime", "PublicEventDescription"),
    *("PublicEventAddress1", "PublicEventLink"),
)
DOCUMENTS = ("ConsultationId", "DocumentName", "DocumentLink")
STATUS_CHANGES = ("ConsultationId", "StatusDate", "Status", "StatusMapped", "StatusDescription")

_MAPPED = {
    State.UPCOMING: "Planned",
    State.FINISHED: "Completed",
    State.CANCELLED: "Completed",
    State.ANNULLED: "Completed",
}
"""The standardised words; everything else is ``Active``."""
_HAPPENED = {
    Intervention.CANCELLED: "Completed",
    Intervention.ANNULLED: "Completed",
    Intervention.RESUMED: "Re-opened",
    Intervention.REPEATED: "Re-opened",
}


class _OpenConsult(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        known = desk.build.processes()
        if not known:
            return
        address = desk.urls.open_consult
        yield address("consultations"), _table(CORE, (_core(desk, item) for item in known))
        yield address("events"), _table(EVENTS, (r for p in known for r in _events(desk, p)))
        rows = (row for process in known for row in _documents(desk, process))
        yield address("documents"), _table(DOCUMENTS, rows)
        rows = (row for process in known for row in _changes(desk, process))
        yield address("status-changes"), _table(STATUS_CHANGES, rows)


PAGES = _OpenConsult()


def _table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """RFC 4180. Columns that nothing stands in stay, so that the form is the same every time."""
    text = io.StringIO()
    lines = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    lines.writeheader()
    lines.writerows({name: guarded(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _core(desk: Desk, process: Process) -> Row:
    fields = process.texts.in_(desk.code).fields
    town = desk.build.site.municipalities[process.municipality]
    state = process_state(process, desk.clock)
    row = {
        "ConsultationId": process.id,
        "Title": str(fields.title),
        "StatusCurrent": desk.word(f"state.{state}"),
        "StatusCurrentMapped": _MAPPED.get(state, "Active"),
        "Description": str(fields.summary or ""),
        "OrganizationName": str(town.texts.in_(desk.code).fields.name),
        "GeographicScope": str(fields.area or town.texts.in_(desk.code).fields.name),
    }
    seat = town.texts.fields.position
    if seat:  # GeoJSON has the longitude first (RFC 7946, section 3.1.1)
        row["GeographicScopeObject"] = f'{{"type":"Point","coordinates":[{seat.lon},{seat.lat}]}}'
    return row


# --- events -------------------------------------------------------------------------------------


def _events(desk: Desk, process: Process) -> Iterator[Row]:
    for event in desk.build.events(process):
        yield _event(desk, process, event)


def _event(desk: Desk, process: Process, event: Event) -> Row:
    told = of_event(desk, process, event)
    fields = event.texts.in_(desk.code).fields
    status = fields.status.what if fields.status else None
    title = str(fields.title)
    if status is EventStatus.CANCELLED:  # no column says so
        title = desk.word("calendar.cancelled", title=title)
    return {
        "ConsultationId": process.id,
        "PublicEventTitle": title,
        "PublicEventStartDate": _day(desk, told.starts),
        "PublicEventStartTime": _time(desk, told.starts),
        "PublicEventEndDate": _day(desk, _last(told.ends)),
        "PublicEventEndTime": _time(desk, told.ends),
        "PublicEventDescription": told.text,
        "PublicEventAddress1": told.place,
        "PublicEventLink": desk.canonical(told.path),
    }


def _last(end: datetime | date | None) -> datetime | date | None:
    """The last day of something, where a calendar names the first one after it."""
    if end is None or isinstance(end, datetime):
        return end
    return end - timedelta(days=1)


def _day(desk: Desk, value: datetime | date | None) -> str:
    if isinstance(value, datetime):
        return value.astimezone(desk.build.site.zone).date().isoformat()
    return value.isoformat() if value else ""


def _time(desk: Desk, value: datetime | date | None) -> str:
    """Local time with its offset, ``18:00+02:00``."""
    if not isinstance(value, datetime):
        return ""
    local = value.astimezone(desk.build.site.zone).isoformat(timespec="minutes")
    return local.partition("T")[2]


# --- documents and status -----------------------------------------------------------------------


def _documents(desk: Desk, process: Process) -> Iterator[Row]:
    for view in parts.documents(desk, process):
        link = desk.canonical(view.link.path)
        yield dict(zip(DOCUMENTS, (process.id, str(view.title), link), strict=True))


def _changes(desk: Desk, process: Process) -> Iterator[Row]:
    """Phases as they begin, what happened to the process, and its end, in the order of their
    dates; dates ahead are plans."""
    told = [*_phases(desk, process), *_interventions(desk, process), *_end(desk, process)]
    for moment, status, mapped, text in sorted(told, key=lambda change: change[0]):
        yield dict(
            zip(
                STATUS_CHANGES,
                (process.id, _day(desk, moment), status, mapped, text),
                strict=True,
            )
        )


Change = tuple[datetime, str, str, str]


def _phases(desk: Desk, process: Process) -> Iterator[Change]:
    texts = {phase.id: phase.text for phase in process.texts.in_(desk.code).fields.phases}
    for phase in process.phases:
        moment = _exact(phase.starts)
        if moment and phase_state(phase, desk.clock) != PhaseState.CANCELLED:
            name = str(phase_title(desk, process, phase.id))
            yield moment, name, "Active", str(texts.get(phase.id) or "")


def _interventions(desk: Desk, process: Process) -> Iterator[Change]:
    for item in process.texts.in_(desk.code).fields.interventions:
        moment = _exact(item.on)
        if moment:
            # What ends one phase does not end the process.
            whole = item.phase is None or _HAPPENED.get(item.what) == "Re-opened"
            mapped = _HAPPENED.get(item.what, "Active") if whole else "Active"
            status = desk.word(f"intervention.{item.what}")
            if item.phase:
                status += f" ({phase_title(desk, process, item.phase)})"
            yield moment, status, mapped, str(item.reason)


def _end(desk: Desk, process: Process) -> Iterator[Change]:
    """The end of the last phase, on the day after its last one."""
    ends = [written_end(process, phase, desk.clock) for phase in process.phases]
    known = [end.end for end in ends if end and end.exact and end.end]
    state = process_state(process, desk.clock)
    stopped = state in (State.CANCELLED, State.ANNULLED)
    if known and len(known) == len(ends) and not stopped:
        yield max(known), desk.word("state.finished"), "Completed", ""


def _exact(when: When) -> datetime | None:
    return when.start if when.exact else None
