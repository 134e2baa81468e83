"""The rules that cross files: names that must exist, dates that must follow each other, what a
kind of process requires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from civicsite.clock import When
from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.model.declaration import declaration_problems
from civicsite.model.names import Names, blocks, doubles, names_of, refer
from civicsite.model.site import Event, Municipality, Phase, Process, Proposal, Site, Texts
from civicsite.model.statutes import procedure_problems, statute_problems
from civicsite.reading.binding import Bound
from civicsite.reading.field_types import closest
from civicsite.reading.markup_parts import WayPart
from civicsite.reading.schema import ContributionFields, ProcessFields, Publishable
from civicsite.terms import INVITING, Does, EvaluationResult, Intervention, PointDecision

__all__ = ["Model", "Published", "across", "required"]

Model = TypeVar("Model", bound=BaseModel)
Published = TypeVar("Published", bound=Publishable)


def across(site: Site, unread: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Everything wrong between the files of a site. ``unread`` are the paths of files with errors:
    a name that one of them may declare is not told to be unknown."""
    yield from doubles(site.settings.main)
    yield from _hosts_twice(site)
    yield from _kinds_require(site)
    for town in site.municipalities.values():
        yield from doubles(town.texts.main.bound)
        if town.places:
            yield from doubles(town.places.main)
        for page in town.pages:
            yield from doubles(page.texts.main.bound)
    for process in site.processes.values():
        town_or_none = site.municipalities.get(process.municipality)
        names = names_of(process, town_or_none, unread)
        yield from _process(process, names)
        yield from _documents_named(process)
        yield from _documents_alone(process)
        for event in process.events:
            yield from _event(event, names)
        for proposal in process.proposals:
            yield from _proposal(proposal, process, names)
        yield from _contributions(process, names)
        yield from _report(process)
        if town_or_none:
            yield from procedure_problems(process, town_or_none)
        yield from _results(process, names)


def _hosts_twice(site: Site) -> Iterator[Diagnostic]:
    bound = site.settings.main
    seen: dict[str, int] = {}
    for index, host in enumerate(bound.value.hosts):
        first = seen.setdefault(host.host.lower(), index)
        if first != index:
            line = bound.span("hosts", first, "host").line
            yield error("id-twice", bound.span("hosts", index, "host"), id=host.host, line=line)


def _kinds_require(site: Site) -> Iterator[Diagnostic]:
    """A kind can require only what a process may have."""
    bound = site.settings.main
    known = list(ProcessFields.model_fields)
    for index, kind in enumerate(bound.value.kinds):
        for n, name in enumerate(kind.required):
            yield from _field(bound.span("kinds", index, "required", n), name, known)


def _field(span: Span, name: str, known: list[str]) -> Iterator[Diagnostic]:
    if name not in known:
        near = closest(name, known)
        values = {"suggestion": near} if near else {}
        yield error("field-unknown", span, field=name, known=", ".join(known), **values)


# --- process.md ---------------------------------------------------------------------------------


def _process(process: Process, names: Names) -> Iterator[Diagnostic]:
    bound, fields = process.texts.main.bound, process.texts.fields
    phases = [phase.id for phase in fields.phases]
    yield from doubles(bound)
    yield from _phases(process)
    for index, happened in enumerate(fields.interventions):
        span = bound.span("interventions", index)
        if happened.phase:
            at = bound.span("interventions", index, "phase")
            yield from refer(at, "phase-unknown", happened.phase, phases)
        if happened.what is Intervention.EXTENDED and not (happened.phase and happened.now):
            yield error("extension-incomplete", span)
    for index, duty in enumerate(fields.duties):
        if duty.within:
            at = bound.span("duties", index, "within", "after")
            yield from refer(at, "phase-unknown", duty.within.after, phases)
    for name, way in fields.ways.items():
        for index, place in enumerate(way.places):
            at = bound.span("ways", name, "places", index)
            yield from refer(at, "place-unknown", place, names.places)
    items = None
    if names.contests is not None and names.proposals is not None:
        items = (*names.contests, *names.proposals)
    for index, decision in enumerate(fields.decisions):
        for n, covered in enumerate(decision.covers):
            # Where nothing is told apart, the words are the editor's own.
            at = bound.span("decisions", index, "covers", n)
            yield from refer(at, "contest-unknown", covered, items or None)
    yield from _ways_in_text(process, process.texts)
    yield from _contest_pages(process, names)
    if process.easy:
        yield from _ways_in_text(process, process.easy)


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
            yield from refer(at, "way-unknown", way, list(fields.ways))


def _contest_pages(process: Process, names: Names) -> Iterator[Diagnostic]:
    """A page of a contest belongs to a contest."""
    for page in process.contest_pages:
        span = page.texts.main.bound.span("id")
        yield from doubles(page.texts.main.bound)
        yield from refer(span, "contest-unknown", page.id, names.contests)
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


_DOCUMENT_FIELDS = ("proof", "document", "report", "protocol", "minutes", "transcript")
"""Fields that name a document for residents; other files are read and never shown."""


def _documents_named(process: Process) -> Iterator[Diagnostic]:
    """Files a process names must be among its documents: nothing else is ever copied."""
    listed = {document.file for document in process.texts.fields.documents}
    pages: list[Texts[Any]] = [process.texts]
    pages += [event.texts for event in process.events]
    pages += [proposal.texts for proposal in process.proposals]
    files: list[Bound[Any]] = [texts.main.bound for texts in pages]
    files += [file.main for file in (process.contributions, process.results) if file]
    for bound in files:
        for place, block in blocks(bound.value):
            for name in _DOCUMENT_FIELDS:
                file = getattr(block, name, None)
                if isinstance(file, str):
                    yield from _listed(bound.span(*place, name), file, listed)


def _documents_alone(process: Process) -> Iterator[Diagnostic]:
    """PDF files that are marked as not accessible and have no other version of the same name."""
    fields, bound = process.texts.fields, process.texts.main.bound
    stems = Counter(document.file.rpartition(".")[0] for document in fields.documents)
    for index, document in enumerate(fields.documents):
        stem, _, ending = document.file.rpartition(".")
        if ending.lower() == "pdf" and document.accessible is False and stems[stem] == 1:
            span = bound.span("documents", index, "file")
            yield warning("document-only-carrier", span, title=str(document.title))


def _listed(span: Span, file: str, listed: Collection[str]) -> Iterator[Diagnostic]:
    if file in listed:
        return
    suggestion = closest(file, list(listed))
    values = {"suggestion": suggestion} if suggestion else {}
    yield error("file-not-listed", span, file=file, **values)


# --- events, proposals, contributions, results --------------------------------------------------


def _event(event: Event, names: Names) -> Iterator[Diagnostic]:
    bound, fields = event.texts.main.bound, event.texts.fields
    yield from doubles(bound)
    start, end = fields.from_.start, fields.to.end if fields.to else None
    if start and end and end <= start:
        yield error(
            "event-ends-before-start",
            bound.span("to"),
            starts=fields.from_.text,
            ends=fields.to.text if fields.to else "",
        )
    if fields.place and names.places and fields.place not in names.places:
        near = closest(fields.place, list(names.places))
        if near and " " not in fields.place:
            yield warning(
                "place-near-miss", bound.span("place"), text=fields.place, suggestion=near
            )


def _proposal(proposal: Proposal, process: Process, names: Names) -> Iterator[Diagnostic]:
    bound, fields = proposal.texts.main.bound, proposal.texts.fields
    yield from doubles(bound)
    if fields.contest:
        yield from refer(bound.span("contest"), "contest-unknown", fields.contest, names.contests)
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
            yield from refer(at, "proposal-unknown", change.into, names.proposals)
    if numbers.count(proposal.number) > 1:
        yield error("proposal-number-twice", bound.span("number"), number=proposal.number)


_PUBLISHED = [name for name in ContributionFields.model_fields if name != "id"]
"""What ``publish:`` of a set may name."""
_NEGATIVE = (PointDecision.REJECTED, PointDecision.OUT_OF_SCOPE)
"""Answers that need a reason."""


def _contributions(process: Process, names: Names) -> Iterator[Diagnostic]:
    if process.contributions is None:
        return
    bound = process.contributions.main
    yield from doubles(bound)
    for s, kept in enumerate(bound.value.sets):
        for n, name in enumerate(kept.publish):
            yield from _field(bound.span("sets", s, "publish", n), name, _PUBLISHED)
        numbers = [item.number for item in kept.items]
        for i, item in enumerate(kept.items):
            place = ("sets", s, "items", i)
            if item.event:
                at = bound.span(*place, "event")
                yield from refer(at, "event-unknown", item.event, names.events)
            for name in ("replaces", "same_as"):
                other = getattr(item, name)
                if other:
                    at = bound.span(*place, name)
                    yield from refer(at, "contribution-unknown", other, numbers)
            for p, point in enumerate(item.points):
                if point.decision in _NEGATIVE and not point.reason:
                    yield error("reason-missing", bound.span(*place, "points", p, "decision"))
            response = item.response
            if response and response.decision in _NEGATIVE and not response.reason:
                yield error("reason-missing", bound.span(*place, "response", "decision"))


def _report(process: Process) -> Iterator[Diagnostic]:
    """What a change names: remarks that led to it, and the step that carries it out."""
    bound, report = process.texts.main.bound, process.texts.fields.report
    sets = process.contributions.main.value.sets if process.contributions else ()
    known = {kept.id: [item.number for item in kept.items] for kept in sets}
    steps = [step.id for step in process.texts.fields.follow_up if step.id]
    for index, change in enumerate(report.changes if report else ()):
        place = ("report", "changes", index)
        if change.follow_up:
            at = bound.span(*place, "follow_up")
            yield from refer(at, "report-step-unknown", change.follow_up, steps)
        if change.set:
            at = bound.span(*place, "set")
            yield from refer(at, "report-set-unknown", change.set, list(known))
        elif change.remarks and len(known) > 1:
            at = bound.span(*place, "remarks")
            yield error("report-set-needed", at, known=", ".join(known))
            continue
        of = change.set or next(iter(known), "")
        if change.set and change.set not in known:
            continue
        for n, number in enumerate(change.remarks):
            at = bound.span(*place, "remarks", n)
            yield from refer(at, "contribution-unknown", number, known.get(of, []))


def _results(process: Process, names: Names) -> Iterator[Diagnostic]:
    if process.results is None:
        return
    bound, fields = process.results.main, process.results.main.value
    yield from doubles(bound)
    for index, ballots in enumerate(fields.ballots):
        if ballots.contest:
            at = bound.span("ballots", index, "contest")
            yield from refer(at, "contest-unknown", ballots.contest, names.contests)
        for contest in ballots.choices:
            at = bound.span("ballots", index, "choices", contest)
            yield from refer(at, "contest-unknown", contest, names.contests)
    embargo = fields.publish_at.start if fields.publish_at else None
    for phase in process.phases:
        ends = _final_end(phase)
        if phase.does is not Does.VOTE or embargo is None or not (ends and ends.exact and ends.end):
            continue
        if ends.end > embargo and fields.publish_at:
            at = bound.span("publish_at")
            published = fields.publish_at.text
            yield error("results-before-vote-ends", at, publish_at=published, ends=ends.text)


def _final_end(phase: Phase) -> When | None:
    """When a phase ends, extensions included."""
    extended = [h.now for h in phase.interventions if h.what is Intervention.EXTENDED and h.now]
    return extended[-1] if extended else phase.ends


# --- what check and publish require -------------------------------------------------------------


def required(site: Site) -> Iterator[Diagnostic]:
    """Fields that the kind of process requires, what its statute asks for, the notice a form must
    carry, and what the accessibility declaration needs."""
    for town in site.municipalities.values():
        yield from declaration_problems(town)
    for process in site.processes.values():
        if process.texts.fields.draft:
            continue
        town_or_none = site.municipalities.get(process.municipality)
        yield from _kind_fields(process)
        yield from _notice(process, town_or_none)
        if town_or_none:
            yield from statute_problems(process, town_or_none)


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
    if collecting and not covered and town:
        span = process.texts.main.bound.span("ways", collecting[0])
        yield error("data-protection-missing", span, way=collecting[0])
