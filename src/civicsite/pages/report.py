"""The report on a process: a page and a printed document from everything its folder says.

What a report on a consultation holds follows the rules Polish councils adopt under art. 5a ust. 2
of the act on municipal self-government, art. 6 ust. 6 of the revitalisation act and art. 8k of the
planning act: legal basis, dates, forms used, participants, every remark with its answer and the
reason, what was changed. A participatory budget adds its calendar, the pool, the requirements, the
evaluation of each project and appeals (art. 5a ust. 5 and 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from civicsite.language import Text
from civicsite.model.site import Process
from civicsite.pages import cards, contributions, parts, phases, process_parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.contributions import contribution_anchor, remark_anchor
from civicsite.pages.frame import head, trail
from civicsite.pages.views import (
    ChangeView,
    ConsultationReportView,
    EvaluationRow,
    FollowUpView,
    Link,
    MeetingRow,
    SetView,
    SiteView,
)
from civicsite.reading.schema import ConsultationReport, FollowUp, ReportChange
from civicsite.terms import EventStatus

__all__ = ["PAGES", "report_view"]


class _Reports(PageKind):
    template = "report"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            report = process.texts.fields.report
            known = desk.code in desk.urls.languages(process.texts)
            if report and known and desk.build.released(report.publish_at):
                view = report_view(desk, site, process)
                yield Made(view, process.texts.source, process.municipality)


PAGES = _Reports()


def report_view(desk: Desk, site: SiteView, process: Process) -> ConsultationReportView:
    """The report on one process, which must have one."""
    localised = process.texts.in_(desk.code)
    fields, report = localised.fields, localised.fields.report
    assert report is not None
    town = desk.build.site.municipalities[process.municipality]
    link = desk.report_link(process)
    assert link is not None
    said = desk.word("report-of", report=str(link.title), process=str(fields.title))
    title = Text(said, None)
    paths = {code: desk.urls.report(process, code) for code in desk.urls.languages(process.texts)}
    meetings = _meetings(desk, process)
    changes = _changes(desk, process, report)
    return ConsultationReportView(
        head(
            desk,
            "report",
            paths[desk.code],
            title,
            str(report.summary or fields.summary or title),
            paths,
            trail(desk, town, process),
            localised=localised,
        ),
        site,
        title=title,
        kind=desk.kind(process),
        process=desk.process_link(process),
        summary=report.summary,
        published_on=desk.date(report.published_on),
        prepared_by=report.prepared_by,
        document=desk.file_link(process, report.document),
        outcome=process_parts.outcome(desk, process, fields),
        facts=process_parts.facts(desk, process, fields),
        phases=phases.phases(desk, process),
        forms=_forms(desk, process, meetings),
        meetings=meetings,
        attendees=_attendees(desk, process),
        announced=process_parts.announced(desk, process, fields),
        sets=_sets(desk, process, changes),
        changes=changes,
        evaluation=_evaluation(desk, process),
        item_word=process.kind.item,
        results=desk.results_link(process),
        decisions=parts.decisions(desk, process),
        follow_up=_follow_up(desk, process, report),
        documents=parts.documents(desk, process),
        official=process_parts.official(desk, fields),
        contact=parts.contact(fields.contact or town.texts.in_(desk.code).fields.contact),
    )


# --- who took part, and how ---------------------------------------------------------------------


def _meetings(desk: Desk, process: Process) -> tuple[MeetingRow, ...]:
    """The events that took place, in the order of their dates."""
    rows = []
    for event in desk.build.events(process):
        fields = event.texts.in_(desk.code).fields
        held = fields.status is None or fields.status.what is not EventStatus.CANCELLED
        if not held or not desk.clock.reached(event.starts):
            continue
        told = fields.report
        if told and not desk.build.released(told.publish_at):
            told = None
        number = desk.language.number
        rows.append(
            MeetingRow(
                cards.event_card(desk, event, with_process=False),
                number(told.attendees.count) if told and told.attendees else None,
                told.attendees.how if told and told.attendees else None,
                number(told.contributions) if told and told.contributions is not None else None,
                told.organisations if told else (),
            )
        )
    return tuple(rows)


def _attendees(desk: Desk, process: Process) -> str | None:
    """How many people were counted at all meetings together, where there were several."""
    counts = [
        told.attendees.count
        for event in desk.build.events(process)
        if desk.clock.reached(event.starts)
        and (told := event.texts.fields.report)
        and told.attendees
        and desk.build.released(told.publish_at)
    ]
    return desk.language.number(sum(counts)) if len(counts) > 1 else None


def _forms(desk: Desk, process: Process, meetings: tuple[MeetingRow, ...]) -> tuple[Text, ...]:
    """What residents could use: the ways, then each kind of meeting with how many there were."""
    ways = [way.title for way in phases.ways(desk, process)]
    kinds: dict[str, int] = {}
    for row in meetings:
        kinds[row.event.kind] = kinds.get(row.event.kind, 0) + 1
    held = [
        Text(desk.word("form-times", form=desk.word(f"event-kind.{kind}"), count=count), None)
        for kind, count in kinds.items()
    ]
    return (*ways, *held)


# --- remarks, changes, follow-up ----------------------------------------------------------------


def _sets(desk: Desk, process: Process, changes: tuple[ChangeView, ...]) -> tuple[SetView, ...]:
    """The published contributions, each leading to its place on the page of the process and to what
    was changed because of it."""
    page = desk.process_link(process)
    led: dict[str, list[Link]] = {}
    for change in changes:
        for remark in change.remarks:
            here = Link(change.text, desk.urls.report(process, desk.code), f"change_{change.id}")
            led.setdefault(remark.anchor, []).append(here)
    found = []
    for kept in contributions.sets(desk, process):
        items = tuple(
            replace(
                item,
                report=None,
                source=replace(page, anchor=contribution_anchor(kept.id, item.number)),
                changes=tuple(led.get(remark_anchor(kept.id, item.number), ())),
            )
            for item in kept.items
        )
        found.append(replace(kept, items=items))
    return tuple(found)


def _changes(desk: Desk, process: Process, report: ConsultationReport) -> tuple[ChangeView, ...]:
    """What was changed. Remarks that are not published are not named."""
    here = desk.urls.report(process, desk.code)
    shown: Mapping[str, frozenset[str]] = {
        kept.id: frozenset(item.number for item in kept.items)
        for kept in contributions.sets(desk, process)
    }
    steps = {step.id: step for step in process.texts.in_(desk.code).fields.follow_up if step.id}
    views = []
    for change in report.changes:
        of = set_of(change, list(shown))
        step = steps.get(change.follow_up) if change.follow_up else None
        done = (
            Link(Text(desk.known_date(step.date).text, None), here, f"done_{step.id}")
            if step
            else None
        )
        views.append(
            ChangeView(
                change.id,
                change.text,
                tuple(
                    Link(
                        Text(desk.word("contribution-number", number=number), None),
                        here,
                        remark_anchor(of, number),
                    )
                    for number in change.remarks
                    if number in shown.get(of, ())
                ),
                done,
                desk.file_link(process, change.document),
            )
        )
    return tuple(views)


def _step_link(desk: Desk, here: str, step: FollowUp) -> Link:
    return Link(Text(desk.known_date(step.date).text, None), here, f"done_{step.id}")


def set_of(change: ReportChange, sets: list[str]) -> str:
    """The set a change's remarks belong to: the one it names, or the only one."""
    return change.set or (sets[0] if len(sets) == 1 else "")


def _follow_up(
    desk: Desk, process: Process, report: ConsultationReport
) -> tuple[FollowUpView, ...]:
    """What has been done since, each step leading back to the changes it carries out."""
    here = desk.urls.report(process, desk.code)
    fields = process.texts.in_(desk.code).fields
    span = process.texts.main.bound.span("follow_up")
    return tuple(
        replace(
            step,
            changes=tuple(
                Link(change.text, here, f"change_{change.id}")
                for change in report.changes
                if step.id and change.follow_up == step.id
            ),
        )
        for step in parts.follow_ups(desk, process, fields.follow_up, span)
    )


def _evaluation(desk: Desk, process: Process) -> tuple[EvaluationRow, ...]:
    """Projects with the checks and appeals they went through."""
    rows = []
    for item in desk.build.proposals(process):
        checks = parts.checks(desk, process, item.texts.in_(desk.code).fields)
        if checks:
            rows.append(EvaluationRow(cards.proposal_card(desk, process, item), checks))
    return tuple(rows)
