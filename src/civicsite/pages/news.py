"""What has happened in a process, for feeds and wherever a page says when something last changed.

Every date is one that stands in the content and lies in the past of the build (decision 2): never
the time of a file. What a page does not show yet has not happened here either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from civicsite.clock import Clock, When
from civicsite.language import Text
from civicsite.model.site import Event, Phase, PhaseState, Process, phase_state, stopped
from civicsite.pages.context import Desk
from civicsite.pages.phases import phase_title, written_end
from civicsite.reading.schema import FollowUp, ResultsFile, Update
from civicsite.terms import EventStatus

__all__ = ["News", "event_changed", "newest", "news_of"]


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened."""

    at: datetime
    """When, in UTC."""
    changed: datetime
    """When it last changed; ``at`` unless something was added since."""
    id: str
    """Its name on its page, the same in every build."""
    title: str
    path: str
    """Output path of the page that tells it."""
    anchor: str = ""
    text: str = ""


def news_of(desk: Desk, processes: Iterable[Process]) -> Iterator[News]:
    """What happened in some processes, process by process. Two things of one page and one name get
    numbers, in the editor's order."""
    for process in processes:
        yield from desk.build.once("news", desk.code, process.id, partial(_news, desk, process))


def _news(desk: Desk, process: Process) -> tuple[News, ...]:
    seen: dict[tuple[str, str], int] = {}
    found = []
    for item in _Telling(desk, process).everything():
        again = seen[item.path, item.id] = seen.get((item.path, item.id), 0) + 1
        found.append(item if again == 1 else replace(item, id=f"{item.id}-{again}"))
    return tuple(found)


def newest(items: Iterable[News]) -> datetime | None:
    """When something last changed; None when nothing has happened."""
    return max((item.changed for item in items), default=None)


def event_changed(desk: Desk, process: Process, event: Event) -> datetime | None:
    """When what is known of an event last changed: its announcement or its newest update."""
    known = _announcement(desk, process, event)
    updates = [_past(desk, item.on) for item in event.texts.fields.updated]
    return max((moment for moment in (known, *updates) if moment), default=None)


def _past(desk: Desk, *dates: When | None) -> datetime | None:
    """The latest of some dates; None when none is known or one of them is still to come."""
    known = [when.start for when in dates if when and when.exact and when.start]
    reached = [moment for moment in known if desk.clock.reached(moment)]
    return max(reached) if known and len(reached) == len(known) else None


def _known_since(desk: Desk, process: Process) -> datetime | None:
    """When a process became known: the date of its page, its first announcement, or else the day
    on which its first phase began."""
    fields = process.texts.fields
    if fields.publish_at:
        return _past(desk, fields.publish_at)
    dates = [item.on for item in fields.announced] or [phase.starts for phase in process.phases]
    first = min(dates, key=lambda when: when.order, default=None)
    return _past(desk, first)


def _announcement(desk: Desk, process: Process, event: Event) -> datetime | None:
    """When an event became known: the date of its own page, or else with its process."""
    own = event.texts.fields.publish_at
    return _past(desk, own) if own else _known_since(desk, process)


class _Telling:
    """The news of one process, in the language of a desk."""

    def __init__(self, desk: Desk, process: Process) -> None:
        self.desk = desk
        self.process = process
        self.fields = process.texts.in_(desk.code).fields
        self.page = desk.process_link(process).path

    def everything(self) -> Iterator[News]:
        """Part by part, in no order of time."""
        yield from self._announced()
        for phase in self.process.phases:
            yield from self._phase(phase)
        yield from self._interventions()
        yield from self._updates(self.page, self.fields.updated)
        for event in self.desk.build.events(self.process):
            yield from self._event(event)
        yield from self._contributions()
        yield from self._results()
        yield from self._outcome()
        yield from self._report()
        yield from self._decisions()
        yield from self._works()

    def _tell(
        self,
        at: datetime | None,
        id: str,
        key: str,
        text: Text | str | None = None,
        *,
        page: str = "",
        anchor: str = "",
        changed: datetime | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Iterator[News]:
        """One item, or nothing where there is no date for it; ``key`` names its title."""
        if at is not None:
            title = self.desk.word(key, process=str(self.fields.title), **(values or {}))
            last = max(at, changed or at)
            yield News(at, last, id, title, page or self.page, anchor, str(text or ""))

    # --- the process itself ---

    def _announced(self) -> Iterator[News]:
        if self.process.texts.fields.publish_at or self.process.texts.fields.announced:
            since = _known_since(self.desk, self.process)
            yield from self._tell(since, "announced", "news.announced", self.fields.summary)

    def _ran(self, phase: Phase, moment: datetime) -> bool:
        """Whether a phase ran at a moment, by what had happened to it until then."""
        clock = Clock(moment, self.desk.build.site.zone)
        current = phase_state(phase, clock) == PhaseState.CURRENT
        return current and stopped(self.process, clock) is None

    def _phase(self, phase: Phase) -> Iterator[News]:
        name = str(phase_title(self.desk, self.process, phase.id))
        start = _past(self.desk, phase.starts)
        if start and self._ran(phase, start):
            end = written_end(self.process, phase, Clock(start, self.desk.build.site.zone))
            until = self.desk.word("open-until", date=self.desk.ending(end).text) if end else ""
            key = "news.opened" if phase.invites else "news.began"
            yield from self._tell(
                start, f"opened-{phase.id}", key, until, anchor="phases", values={"phase": name}
            )
        last = written_end(self.process, phase, self.desk.clock)
        end_at = last.end if last and last.exact else None
        if not (phase.invites and end_at and self.desk.clock.reached(end_at)):
            return
        if self._ran(phase, end_at - timedelta(microseconds=1)):
            yield from self._tell(
                end_at, f"closed-{phase.id}", "news.closed", anchor="phases", values={"phase": name}
            )

    def _interventions(self) -> Iterator[News]:
        known = {phase.id for phase in self.process.phases}
        for item in self.fields.interventions:
            values = {"what": self.desk.word(f"intervention.{item.what}")}
            key = "news.intervention"
            if item.phase and item.phase in known:
                key = "news.intervention-phase"
                values["phase"] = str(phase_title(self.desk, self.process, item.phase))
            at, name = _past(self.desk, item.on), f"intervention-{item.id}"
            yield from self._tell(at, name, key, item.reason, values=values)

    def _updates(self, page: str, items: tuple[Update, ...]) -> Iterator[News]:
        for item in items:
            at, name = _past(self.desk, item.on), f"updated-{item.id or item.on.text}"
            yield from self._tell(at, name, "news.updated", item.what, page=page, anchor="updated")

    # --- events ---

    def _event(self, event: Event) -> Iterator[News]:
        fields = event.texts.in_(self.desk.code).fields
        page, title = self.desk.event_link(event).path, str(fields.title)
        known = _announcement(self.desk, self.process, event)
        if known and known <= event.starts:
            status = fields.status
            key = f"news.event-{status.what}" if status else "news.event"
            when = status.to if status and status.to else fields.from_
            lines = [self.desk.known_date(when).text]
            lines += [str(part) for part in (status and status.reason, fields.summary) if part]
            changed = event_changed(self.desk, self.process, event)
            text = "\n".join(lines)
            yield from self._tell(
                known, "event", key, text, page=page, changed=changed, values={"event": title}
            )
        yield from self._updates(page, fields.updated)
        report, desk = fields.report, self.desk
        held = not (fields.status and fields.status.what is EventStatus.CANCELLED)
        if report and held and desk.clock.reached(event.starts):
            at = _past(desk, report.published_on, report.publish_at)
            if at is None and not (report.published_on or report.publish_at):
                at = event.ends if desk.clock.reached(event.ends) else None
            yield from self._tell(
                at,
                "report",
                "news.report",
                report.summary,
                page=page,
                anchor="report",
                values={"event": title},
            )

    # --- what came of it ---

    def _contributions(self) -> Iterator[News]:
        found = self.process.contributions
        for item in found.in_(self.desk.code).sets if found else ():
            at, anchor = _past(self.desk, item.publish_at), f"set_{item.id}"
            name = str(item.title or self.desk.word(f"contribution-kind.{item.kind}"))
            yield from self._tell(
                at, f"set-{item.id}", "news.set", anchor=anchor, values={"set": name}
            )

    def _results(self) -> Iterator[News]:
        link = self.desk.results_link(self.process)
        if link is None or self.process.results is None:
            return
        fields, page = self.process.results.in_(self.desk.code), link.path
        since = self._results_since(fields)
        final = _past(self.desk, fields.final_on)
        yield from self._tell(since, "results", "news.results", fields.text, page=page)
        yield from self._tell(final, "final", "news.final", page=page)
        for item in fields.corrections:
            at, text = _past(self.desk, item.on), f"{item.what}\n{item.why}"
            yield from self._tell(
                at,
                f"correction-{item.id}",
                "news.correction",
                text,
                page=page,
                anchor="corrections",
            )

    def _results_since(self, fields: ResultsFile) -> datetime | None:
        """The date of publication; without one the day the newest export came, or else the end of
        the last phase that invited residents: there was no result before."""
        if fields.publish_at:
            return _past(self.desk, fields.publish_at)
        dates = [item.received_on for item in fields.ballots]
        dates += [item.received_on for item in (fields.responses.files if fields.responses else ())]
        came = [moment for when in dates if (moment := _past(self.desk, when))]
        ends = [phase.end_at(self.desk.clock) for phase in self.process.phases if phase.invites]
        over = [
            end.end
            for end in ends
            if end and end.exact and end.end and self.desk.clock.reached(end.end)
        ]
        return max(came or over, default=None)

    def _outcome(self) -> Iterator[News]:
        outcome = self.fields.outcome
        if outcome:
            at = _past(self.desk, outcome.published_on, outcome.publish_at)
            yield from self._tell(at, "outcome", "news.outcome", outcome.text, anchor="outcome")

    def _report(self) -> Iterator[News]:
        report, link = self.fields.report, self.desk.report_link(self.process)
        if report and link:
            at = _past(self.desk, report.published_on, report.publish_at)
            yield from self._tell(
                at, "whole-report", "news.whole-report", report.summary, page=link.path
            )

    def _decisions(self) -> Iterator[News]:
        for item in self.fields.decisions:
            if not item.on.exact:
                continue
            at, by = _past(self.desk, item.on, item.publish_at), str(item.by)
            status = self.desk.word(f"decision-status.{item.status}")
            lines = [line for line in (item.number, status, item.text) if line]
            text = "\n".join(map(str, lines))
            yield from self._tell(
                at,
                f"decision-{item.id}",
                "news.decision",
                text,
                anchor="decisions",
                values={"by": by},
            )

    def _works(self) -> Iterator[News]:
        yield from self._steps(self.page, self.fields.follow_up, "news.follow-up")
        for proposal in self.desk.build.proposals(self.process):
            fields = proposal.texts.in_(self.desk.code).fields
            page, title = self.desk.proposal_link(proposal).path, str(fields.title)
            yield from self._steps(page, fields.follow_up, "news.follow-up-of", item=title)

    def _steps(
        self, page: str, steps: tuple[FollowUp, ...], key: str, **values: str
    ) -> Iterator[News]:
        for step in steps:
            at, name = _past(self.desk, step.date), f"follow-up-{step.id or step.date.text}"
            status = self.desk.word(f"follow-up.{step.status}")
            anchor = "follow-up" if page == self.page else ""
            yield from self._tell(
                at,
                name,
                key,
                step.text,
                page=page,
                anchor=anchor,
                values={**values, "status": status},
            )
