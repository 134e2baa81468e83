"""Parts that several page kinds show: contacts, places, pictures, documents, decisions, duties."""

from __future__ import annotations

import re
from datetime import timedelta

from civicsite.clock import When, parse_when
from civicsite.diagnostics import Span, warning
from civicsite.language import Text
from civicsite.model.site import Municipality, Process
from civicsite.pages.context import Desk
from civicsite.pages.views import (
    Check,
    ContactView,
    DateView,
    DecisionView,
    DocumentView,
    DutyView,
    External,
    Fact,
    FollowUpView,
    ImageView,
    PlaceView,
)
from civicsite.reading.schema import (
    Contact,
    DataProtection,
    DutyFields,
    FollowUp,
    ImageFields,
    PlaceFields,
    Position,
    ProposalFields,
    Update,
)
from civicsite.terms import FollowUpStatus

__all__ = [
    "checks",
    "contact",
    "data_protection",
    "decisions",
    "documents",
    "duties",
    "fact",
    "follow_ups",
    "image",
    "map_fact",
    "place",
    "place_named",
    "updates",
]

SILENCE = timedelta(days=180)
"""Time without news of an unfinished work after which the editor is warned."""


def fact(name: str, text: Text | str | None) -> tuple[Fact, ...]:
    """One fact, or nothing when there is nothing to say."""
    if not text:
        return ()
    return (Fact(name, text if isinstance(text, Text) else Text(text, None)),)


def phone_link(phone: str) -> str:
    """The digits of a telephone number, for a ``tel:`` link; extensions are left out."""
    number = re.split(r"\bw(?:ew)?\.|\bext", phone)[0]
    digits = re.sub(r"[^\d+]", "", number)
    return digits if digits.startswith("+") or len(digits) != 9 else f"+48{digits}"


def contact(fields: Contact | None) -> ContactView | None:
    """Who answers questions."""
    if fields is None:
        return None
    return ContactView(
        fields.unit,
        fields.person,
        fields.email,
        fields.phone,
        phone_link(fields.phone) if fields.phone else None,
        fields.hours,
        fields.address,
    )


def place(fields: PlaceFields) -> PlaceView:
    """A venue or polling place."""
    return PlaceView(
        fields.id,
        fields.title,
        fields.address,
        fields.hours,
        fields.step_free,
        fields.toilet,
        fields.help,
        map_url(fields.position),
    )


def map_url(position: Position | None) -> str | None:
    """The ``geo:`` address of a position (RFC 5870), which opens in the reader's own map."""
    return f"geo:{position.lat},{position.lon}" if position else None


def map_fact(desk: Desk, position: Position | None) -> tuple[Fact, ...]:
    """A position as a fact."""
    address = map_url(position)
    if address is None:
        return ()
    return (Fact("map", link=External(Text(desk.word("open-in-maps"), None), address)),)


def place_named(
    desk: Desk, town: Municipality, name: str | None
) -> tuple[PlaceView | None, Text | None]:
    """A place of ``places.yaml``, or the words an editor wrote instead."""
    if name is None:
        return None, None
    known = town.place(name, desk.code)
    return (place(known), None) if known else (None, Text(name, None))


def image(desk: Desk, folder: str, fields: ImageFields | None, span: Span) -> ImageView | None:
    """A picture of a content folder."""
    if fields is None:
        return None
    found = desk.picture(folder, fields.file, span)
    if found is None:
        return None
    path, facts = found
    return ImageView(path, fields.alt, fields.credit, facts.width, facts.height)


def data_protection(desk: Desk, fields: DataProtection | None) -> tuple[Fact, ...]:
    """The notice of a form or paper card."""
    if fields is None:
        return ()
    facts = [
        *fact("controller", fields.controller),
        *fact("dpo", fields.dpo),
        *fact("purpose", fields.purpose),
        *fact("basis", fields.basis),
        *fact("recipients", fields.recipients),
    ]
    if fields.retention:
        facts.append(Fact("retention", date=desk.ending(fields.retention)))
    if fields.rights_url:
        url = fields.rights_url
        facts.append(Fact("rights", link=External(Text(url, None), url)))
    return tuple(facts)


def updates(desk: Desk, items: tuple[Update, ...]) -> tuple[tuple[DateView, Text], ...]:
    """What changed on a page, in the editor's order."""
    return tuple((desk.known_date(item.on), item.what) for item in items)


def follow_ups(
    desk: Desk, process: Process, items: tuple[FollowUp, ...], span: Span
) -> tuple[FollowUpView, ...]:
    """What has been done since, newest first; a long silence is pointed out to the editor."""
    newest = sorted(items, key=lambda item: item.date.order, reverse=True)
    if newest:
        last = newest[0]
        assert last.date.end
        ended = last.status in (FollowUpStatus.DONE, FollowUpStatus.NOT_POSSIBLE)
        if not ended and desk.clock.reached(last.date.end + SILENCE):
            found = warning("follow-up-silent", span, date=last.date.text, count=SILENCE.days)
            desk.build.report.add(found)
    return tuple(
        FollowUpView(
            desk.known_date(item.date),
            item.status,
            item.progress,
            desk.money(item.cost),
            item.text,
            desk.file_link(process, item.document),
            item.id or "",
        )
        for item in newest
    )


def documents(desk: Desk, process: Process) -> tuple[DocumentView, ...]:
    """The published files of a process."""
    views = []
    for fields in process.texts.in_(desk.code).fields.documents:
        known = process.documents.get(fields.id)
        link = desk.file_link(process, fields.file)
        if known is None or link is None:
            continue
        views.append(
            DocumentView(
                fields.id,
                fields.title,
                link,
                fields.file.rpartition(".")[2].upper(),
                _size(desk, known.size),
                desk.date(fields.date),
                fields.status,
                fields.accessible,
                fields.lang,
            )
        )
    return tuple(views)


def _size(desk: Desk, size: int) -> str:
    """Bytes in words: kilobytes of 1000 bytes, rounded up, as file managers show them."""
    if size < 1_000_000:
        return f"{desk.language.number(max(1, -(-size // 1000)))}\u00a0kB"
    tenths = -(-size // 100_000)
    return f"{desk.language.number(tenths // 10)}\u00a0MB"


def decisions(desk: Desk, process: Process) -> tuple[DecisionView, ...]:
    """What authorities resolved, oldest first."""
    names = _names(desk, process)
    views = []
    fields = process.texts.in_(desk.code).fields
    for item in sorted(fields.decisions, key=lambda decision: decision.on.order):
        if not desk.build.released(item.publish_at):
            continue
        views.append(
            DecisionView(
                item.id,
                item.by,
                desk.known_date(item.on),
                item.status,
                item.number,
                tuple(names.get(covered, Text(covered, None)) for covered in item.covers),
                item.text,
                desk.file_link(process, item.document),
                item.url,
            )
        )
    return tuple(views)


def _names(desk: Desk, process: Process) -> dict[str, Text]:
    """Titles of contests and proposals by the names that decisions use."""
    names = {item.number: item.texts.in_(desk.code).fields.title for item in process.proposals}
    if process.results:
        names |= {item.id: item.title for item in process.results.in_(desk.code).contests}
    return names


def duties(desk: Desk, process: Process) -> tuple[DutyView, ...]:
    """What is owed by when; what is past due and not done says so."""
    views = []
    for item in process.texts.in_(desk.code).fields.duties:
        due = item.by or _counted(desk, process, item)
        state = "due"
        if item.done_on:
            state = "done"
        elif due and due.end and desk.clock.reached(due.end):
            state = "overdue"
        views.append(
            DutyView(
                item.id,
                item.title,
                item.what,
                desk.ending(due) if due else None,
                state,
                desk.date(item.done_on),
                item.done,
                item.basis,
                desk.file_link(process, item.document),
            )
        )
    return tuple(views)


def _counted(desk: Desk, process: Process, duty: DutyFields) -> When | None:
    """The last day of a term counted from the end of a phase: the first day counted is the one
    after the phase's last day."""
    if duty.within is None:
        return None
    phase = next((item for item in process.phases if item.id == duty.within.after), None)
    end = phase.end_at(desk.clock) if phase else None
    if end is None or end.end is None or not end.exact:
        return None
    zone = desk.build.site.zone
    last_moment = (end.end - timedelta(microseconds=1)).astimezone(zone)
    day = last_moment.date() + timedelta(days=duty.within.days)
    return parse_when(day.isoformat(), zone)


def checks(desk: Desk, process: Process, fields: ProposalFields) -> tuple[Check, ...]:
    """The life of a proposal before the vote, in the order of dates."""
    found: list[tuple[tuple[object, ...], Check]] = []
    by_number = {item.number: item for item in desk.build.proposals(process)}
    for change in fields.state_changes:
        other = by_number.get(change.into) if change.into else None
        target = desk.proposal_link(other) if other else None
        reason = change.text or (Text(change.into, None) if change.into and not other else None)
        check = Check(change.what, desk.known_date(change.on), reason=reason, target=target)
        found.append(((change.on.order, 2), check))
    for step in fields.evaluation:
        check = Check(step.stage, desk.known_date(step.on), step.result, step.by, step.reason)
        found.append(((step.on.order, 0), check))
    appeal = fields.appeal
    if appeal:
        filed = Check("appeal-filed", desk.known_date(appeal.filed_on))
        found.append(((appeal.filed_on.order, 1), filed))
        if appeal.decided_on:
            decided = Check(
                "appeal",
                desk.known_date(appeal.decided_on),
                appeal.result,
                appeal.by,
                appeal.reason,
            )
            found.append(((appeal.decided_on.order, 1), decided))
    return tuple(check for _, check in sorted(found, key=lambda pair: pair[0]))
