"""The rules that cross files: names that must exist, dates that must follow each other, what a
kind of process requires."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from civicsite.clock import When
from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.model.site import Event, Municipality, Process, Proposal, Site, Texts
from civicsite.reading.binding import Bound
from civicsite.reading.field_types import closest
from civicsite.reading.markup_parts import WayPart
from civicsite.reading.schema import ContributionFields, Publishable
from civicsite.terms import INVITING, Does, EvaluationResult, Intervention

__all__ = ["Model", "Published", "across", "contest_ids", "required"]

Model = TypeVar("Model", bound=BaseModel)
Published = TypeVar("Published", bound=Publishable)


def across(site: Site) -> Iterator[Diagnostic]:
    """Everything wrong between the files of a site."""
    yield from _twice(site.settings.main, "hosts")
    yield from _twice(site.settings.main, "hosts", name="host")
    yield from _twice(site.settings.main, "kinds")
    for town in site.municipalities.values():
        if town.places:
            yield from _twice(town.places.main, "places")
    for process in site.processes.values():
        town_or_none = site.municipalities.get(process.municipality)
        yield from _process(process, town_or_none)
        for event in process.events:
            yield from _event(event, town_or_none)
        for proposal in process.proposals:
            yield from _proposal(proposal, process)
        yield from _contributions(process)
        yield from _results(process)


def _refer(span: Span, code: str, name: str, known: Collection[str]) -> Iterator[Diagnostic]:
    if name in known:
        return
    values = {"text": name, "known": ", ".join(known) or "–"}
    suggestion = closest(name, list(known))
    if suggestion:
        values["suggestion"] = suggestion
    yield error(code, span, **values)


def _twice(bound: Bound[Any], *place: str | int, name: str = "id") -> Iterator[Diagnostic]:
    """List items that share an id."""
    items: Any = bound.value
    for part in place:
        items = items[part] if isinstance(part, int) else getattr(items, part)
    seen: dict[str, int] = {}
    for index, item in enumerate(items):
        identifier = getattr(item, name)
        if identifier is None:
            continue
        if identifier in seen:
            first = bound.span(*place, seen[identifier], name)
            span = bound.span(*place, index, name)
            yield error("id-twice", span, id=identifier, line=first.line)
        seen.setdefault(identifier, index)


# --- process.md ---------------------------------------------------------------------------------


def contest_ids(process: Process) -> list[str]:
    """Ids of the contests of a process; empty where there is one contest."""
    return (
        [contest.id for contest in process.results.main.value.contests] if process.results else []
    )


def _process(process: Process, town: Municipality | None) -> Iterator[Diagnostic]:
    bound, fields = process.texts.main.bound, process.texts.fields
    for name in ("phases", "interventions", "decisions", "duties", "documents"):
        yield from _twice(bound, name)
    phases = [phase.id for phase in fields.phases]
    yield from _phases(process)
    for index, happened in enumerate(fields.interventions):
        span = bound.span("interventions", index)
        if happened.phase:
            at = bound.span("interventions", index, "phase")
            yield from _refer(at, "phase-unknown", happened.phase, phases)
        if happened.what is Intervention.EXTENDED and not (happened.phase and happened.now):
            yield error("extension-incomplete", span)
    for index, duty in enumerate(fields.duties):
        if duty.within:
            at = bound.span("duties", index, "within", "after")
            yield from _refer(at, "phase-unknown", duty.within.after, phases)
    places = [p.id for p in town.places.main.value.places] if town and town.places else []
    for name, way in fields.ways.items():
        for index, place in enumerate(way.places):
            at = bound.span("ways", name, "places", index)
            yield from _refer(at, "place-unknown", place, places)
    known = [*contest_ids(process), *(item.number for item in process.proposals)]
    for index, decision in enumerate(fields.decisions):
        for n, covered in enumerate(decision.covers):
            if known:
                at = bound.span("decisions", index, "covers", n)
                yield from _refer(at, "contest-unknown", covered, known)
    yield from _ways_in_text(process, process.texts)
    yield from _contest_pages(process)
    yield from _files(process)


def _phases(process: Process) -> Iterator[Diagnostic]:
    bound, fields = process.texts.main.bound, process.texts.fields
    previous: When | None = None
    for index, phase in enumerate(fields.phases):
        start, end = phase.from_, phase.to
        span = bound.span("phases", index, "from")
        title = str(phase.title or phase.id)
        if end and start.start and end.end and end.end <= start.start:
            at = bound.span("phases", index, "to")
            yield error(
                "phase-ends-before-start", at, title=title, starts=start.text, ends=end.text
            )
        if phase.does in INVITING:
            if not start.exact or (end and not end.exact):
                # A vague date is a plan: it may stand until the phase comes near.
                at = span if not start.exact else bound.span("phases", index, "to")
                yield warning("phase-without-exact-dates", at, title=title)
            elif end is None:
                yield error("phase-without-end", bound.span("phases", index), title=title)
        if previous and previous.order > start.order:
            yield warning("phase-out-of-order", span, title=title)
        previous = start
        for n, way in enumerate(phase.ways):
            at = bound.span("phases", index, "ways", n)
            yield from _refer(at, "way-unknown", way, list(fields.ways))


def _contest_pages(process: Process) -> Iterator[Diagnostic]:
    """A page of a contest belongs to a contest."""
    for page in process.contest_pages:
        span = page.texts.main.bound.span("id")
        yield from _refer(span, "contest-unknown", page.id, contest_ids(process))
        yield from _ways_in_text(process, page.texts)


def _ways_in_text(process: Process, texts: Texts[Any]) -> Iterator[Diagnostic]:
    """``::: way karta`` in the text must name a way."""
    known = list(process.texts.fields.ways)
    for localised in (texts.main, *texts.translations.values()):
        if localised.body_lang is not None:
            continue
        for part in localised.body.parts:
            if isinstance(part, WayPart) and part.id not in known:
                values = {"text": part.id, "known": ", ".join(known) or "–"}
                suggestion = closest(part.id, known)
                if suggestion:
                    values["suggestion"] = suggestion
                span = localised.span(part.line, part.column, len(part.id))
                yield error("way-unknown", span, **values)


def _files(process: Process) -> Iterator[Diagnostic]:
    """Files a process names must be among its documents: nothing else is ever copied."""
    bound, fields = process.texts.main.bound, process.texts.fields
    listed = {document.file for document in fields.documents}
    named: list[tuple[Span, str | None]] = [
        (bound.span("outcome", "report"), fields.outcome.report if fields.outcome else None)
    ]
    for name, attribute in (
        ("announced", "proof"),
        ("interventions", "document"),
        ("decisions", "document"),
        ("duties", "document"),
        ("follow_up", "document"),
    ):
        for index, item in enumerate(getattr(fields, name)):
            named.append((bound.span(name, index, attribute), getattr(item, attribute)))
    if fields.selection and fields.selection.draw:
        named.append((bound.span("selection", "draw", "protocol"), fields.selection.draw.protocol))
    for span, file in named:
        if file is not None:
            yield from _listed(span, file, listed)


def _listed(span: Span, file: str, listed: Collection[str]) -> Iterator[Diagnostic]:
    if file in listed:
        return
    suggestion = closest(file, list(listed))
    values = {"suggestion": suggestion} if suggestion else {}
    yield error("file-not-listed", span, file=file, **values)


# --- events, proposals, contributions, results --------------------------------------------------


def _event(event: Event, town: Municipality | None) -> Iterator[Diagnostic]:
    bound, fields = event.texts.main.bound, event.texts.fields
    yield from _twice(bound, "route")
    yield from _twice(bound, "programme")
    if fields.photos:
        yield from _twice(bound, "photos", "images")
    start, end = fields.from_.start, fields.to.end if fields.to else None
    if start and end and end <= start:
        yield error(
            "event-ends-before-start",
            bound.span("to"),
            starts=fields.from_.text,
            ends=fields.to.text if fields.to else "",
        )
    if fields.place and town and town.places:
        known = [place.id for place in town.places.main.value.places]
        near = closest(fields.place, known)
        if fields.place not in known and near and " " not in fields.place:
            yield warning(
                "place-near-miss", bound.span("place"), text=fields.place, suggestion=near
            )


def _proposal(proposal: Proposal, process: Process) -> Iterator[Diagnostic]:
    bound, fields = proposal.texts.main.bound, proposal.texts.fields
    contests = contest_ids(process)
    if fields.contest:
        yield from _refer(bound.span("contest"), "contest-unknown", fields.contest, contests)
    for index, evaluation in enumerate(fields.evaluation):
        if evaluation.result is EvaluationResult.NEGATIVE and not evaluation.reason:
            yield error("reason-missing", bound.span("evaluation", index, "result"))
    appeal = fields.appeal
    if appeal and appeal.result is EvaluationResult.NEGATIVE and not appeal.reason:
        yield error("reason-missing", bound.span("appeal", "result"))
    numbers = [item.number for item in process.proposals]
    for index, change in enumerate(fields.state_changes):
        if change.into:
            at = bound.span("state_changes", index, "into")
            yield from _refer(at, "proposal-unknown", change.into, numbers)
    if numbers.count(proposal.number) > 1:
        yield error("proposal-number-twice", bound.span("number"), number=proposal.number)
    listed = {document.file for document in process.texts.fields.documents}
    for index, step in enumerate(fields.follow_up):
        if step.document:
            yield from _listed(bound.span("follow_up", index, "document"), step.document, listed)


_PUBLISHED = tuple(name for name in ContributionFields.model_fields if name != "id")
"""What ``publish:`` of a set may name."""


def _contributions(process: Process) -> Iterator[Diagnostic]:
    if process.contributions is None:
        return
    bound = process.contributions.main
    events = [event.id for event in process.events]
    yield from _twice(bound, "sets")
    for s, kept in enumerate(bound.value.sets):
        for n, name in enumerate(kept.publish):
            if name not in _PUBLISHED:
                near = closest(name, list(_PUBLISHED))
                values = {"suggestion": near} if near else {}
                at = bound.span("sets", s, "publish", n)
                known = ", ".join(_PUBLISHED)
                yield error("field-unknown", at, field=name, known=known, **values)
        yield from _twice(bound, "sets", s, "items", name="number")
        numbers = [item.number for item in kept.items]
        for i, item in enumerate(kept.items):
            place = ("sets", s, "items", i)
            if item.event:
                yield from _refer(bound.span(*place, "event"), "event-unknown", item.event, events)
            for name in ("replaces", "same_as"):
                other = getattr(item, name)
                if other:
                    yield from _refer(
                        bound.span(*place, name), "contribution-unknown", other, numbers
                    )


def _results(process: Process) -> Iterator[Diagnostic]:
    if process.results is None:
        return
    bound, fields = process.results.main, process.results.main.value
    contests = contest_ids(process)
    for name in ("contests", "protests", "corrections"):
        yield from _twice(bound, name)
    for index, ballots in enumerate(fields.ballots):
        if ballots.contest:
            at = bound.span("ballots", index, "contest")
            yield from _refer(at, "contest-unknown", ballots.contest, contests)
        for contest in ballots.choices:
            at = bound.span("ballots", index, "choices", contest)
            yield from _refer(at, "contest-unknown", contest, contests)
    votes = [phase for phase in process.phases if phase.does is Does.VOTE and phase.ends]
    for phase in votes:
        end = phase.ends.end if phase.ends else None
        if fields.publish_at and fields.publish_at.start and end and end > fields.publish_at.start:
            yield error(
                "results-before-vote-ends",
                bound.span("publish_at"),
                publish_at=fields.publish_at.text,
                ends=phase.ends.text if phase.ends else "",
            )


# --- what check and publish require -------------------------------------------------------------


def required(site: Site) -> Iterator[Diagnostic]:
    """Fields that the kind of process requires, and the notice a form must carry."""
    for process in site.processes.values():
        if process.texts.fields.draft:
            continue
        yield from _kind_fields(process)
        yield from _notice(process, site.municipalities.get(process.municipality))


def _kind_fields(process: Process) -> Iterator[Diagnostic]:
    fields = process.texts.fields
    span = process.texts.main.bound.span("kind")
    for name in process.kind.required:
        if not getattr(fields, name, None):
            yield error("kind-requires-field", span, field=name, kind=process.kind.id)


def _notice(process: Process, town: Municipality | None) -> Iterator[Diagnostic]:
    fields = process.texts.fields
    collecting = [
        name for name, way in fields.ways.items() if way.form or way.places or way.post or way.email
    ]
    covered = fields.data_protection or (town and town.texts.fields.data_protection)
    if collecting and not covered:
        span = process.texts.main.bound.span("ways", collecting[0])
        yield error("data-protection-missing", span, way=collecting[0])
