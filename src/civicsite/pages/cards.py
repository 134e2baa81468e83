"""Processes, events and proposals as they appear in lists."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from civicsite.language import Text
from civicsite.model.site import Event, Process, Proposal, process_state
from civicsite.pages import parts, phases
from civicsite.pages.context import Desk, instant
from civicsite.pages.views import CardView, DateView, EventCard, PhaseView, ProposalCard
from civicsite.terms import EvaluationResult, EventStatus, State, StateChange

__all__ = ["Grouped", "event_card", "event_cards", "grouped", "process_card", "proposal_card"]


def process_card(desk: Desk, process: Process) -> CardView:
    """A process in a list."""
    return desk.build.once("card", desk.code, process.id, partial(_process_card, desk, process))


def _process_card(desk: Desk, process: Process) -> CardView:
    town = desk.build.site.municipalities[process.municipality]
    timeline = phases.phases(desk, process)
    state = process_state(process, desk.clock)
    inviting = [p for p in timeline if p.state == "current" and p.invites]
    current = [p for p in timeline if p.state == "current"]
    ahead = [p for p in timeline if p.state == "upcoming"]
    relevant = [*inviting, *current, *ahead] if state != State.FINISHED else []
    shown = relevant[0] if relevant else None
    fields = process.texts.in_(desk.code).fields
    results = desk.results_link(process)
    return CardView(
        desk.process_link(process),
        desk.kind(process),
        desk.said(town.texts.in_(desk.code).fields.name, town.texts),
        state,
        desk.said(fields.summary, process.texts),
        desk.said(shown.title, process.texts)
        if shown and _own_title(process, shown.id)
        else _title(shown),
        inviting[0].ends if inviting and state == State.OPEN else None,
        ahead[0].starts if ahead and state in (State.UPCOMING, State.UNDERWAY) else None,
        results,
        _since(desk, process) if results else None,
        closes_at=_closing(desk, process) if state == State.OPEN else None,
    )


def _own_title(process: Process, phase: str) -> bool:
    """Whether the editor named the phase; the kind's usual name is in the page's language."""
    return any(item.id == phase and item.title for item in process.texts.fields.phases)


def _title(phase: PhaseView | None) -> Text | None:
    return phase.title if phase else None


def _closing(desk: Desk, process: Process) -> str | None:
    for phase in process.phases:
        end = phase.end_at(desk.clock)
        starts = phase.starts.start
        if not (phase.invites and starts and end and end.end):
            continue
        if desk.clock.reached(starts) and not desk.clock.reached(end.end):
            return instant(end.end)
    return None


def _since(desk: Desk, process: Process) -> DateView | None:
    assert process.results
    return desk.date(process.results.main.value.publish_at)


class Grouped:
    """The processes of a list by where they stand."""

    def __init__(self, desk: Desk, processes: list[Process]) -> None:
        known: dict[str, list[tuple[datetime, CardView]]] = {}
        for process in processes:
            card = process_card(desk, process)
            known.setdefault(card.state, []).append((_moment(desk, process, card.state), card))
        self._known = known
        self._desk = desk
        self._processes = processes

    def _cards(self, *states: State, newest_first: bool = False) -> tuple[CardView, ...]:
        found = [pair for state in states for pair in self._known.get(state, [])]
        found.sort(key=lambda pair: (pair[0], pair[1].link.path), reverse=newest_first)
        return tuple(card for _, card in found)

    @property
    def open(self) -> tuple[CardView, ...]:
        """Open now; what closes first comes first."""
        return self._cards(State.OPEN)

    @property
    def soon(self) -> tuple[CardView, ...]:
        """Not begun; what opens first comes first."""
        return self._cards(State.UPCOMING)

    @property
    def underway(self) -> tuple[CardView, ...]:
        """Begun, without a phase that invites residents now."""
        return self._cards(State.UNDERWAY, State.SUSPENDED)

    @property
    def finished(self) -> tuple[CardView, ...]:
        """Over or stopped; the newest first."""
        return self._cards(State.FINISHED, State.CANCELLED, State.ANNULLED, newest_first=True)

    @property
    def results(self) -> tuple[CardView, ...]:
        """With published results; the newest first."""
        found = []
        for cards in self._known.values():
            found += [card for _, card in cards if card.results]
        return tuple(
            sorted(found, key=lambda c: (c.since.iso if c.since else "", c.link.path), reverse=True)
        )


def grouped(desk: Desk, processes: list[Process]) -> Grouped:
    """The processes of a list by where they stand."""
    return Grouped(desk, processes)


def _moment(desk: Desk, process: Process, state: str) -> datetime:
    """What a list is ordered by: the next closing, the first opening, or the last end."""
    far = datetime.max.replace(tzinfo=UTC)
    if state == State.OPEN:
        ends = [
            end.end
            for phase in process.phases
            if phase.invites and (end := phase.end_at(desk.clock)) and end.end
            if end.end > desk.clock.instant
        ]
        return min(ends, default=far)
    starts = [phase.starts.start for phase in process.phases if phase.starts.start]
    if state == State.UPCOMING:
        return min(starts, default=far)
    return max(starts, default=datetime.min.replace(tzinfo=UTC))


# --- events -------------------------------------------------------------------------------------


def event_card(desk: Desk, event: Event, *, with_process: bool) -> EventCard:
    """An event in a list."""
    process = desk.build.site.processes[event.process]
    town = desk.build.site.municipalities[process.municipality]
    fields = event.texts.in_(desk.code).fields
    known, words = parts.place_named(desk, town, fields.place)
    moved_to = fields.status.to if fields.status and fields.status.to else None
    return EventCard(
        desk.event_link(event),
        fields.kind,
        desk.known_date(moved_to or fields.from_),
        desk.said(known.title if known else words, town.texts),
        fields.mode,
        desk.clock.reached(event.ends),
        fields.status.what if fields.status else None,
        _reported(desk, event),
        desk.process_link(process) if with_process else None,
    )


def _reported(desk: Desk, event: Event) -> bool:
    """Whether the event's page holds its report."""
    report = event.texts.fields.report
    begun = desk.clock.reached(event.starts)
    return begun and report is not None and desk.build.released(report.publish_at)


def event_cards(
    desk: Desk, processes: list[Process], *, with_process: bool, ahead_only: bool = False
) -> tuple[EventCard, ...]:
    """Events of several processes, in the order of their dates."""
    events = [event for process in processes for event in desk.build.events(process)]
    events.sort(key=lambda event: (event.starts, event.process, event.id))
    cards = [event_card(desk, event, with_process=with_process) for event in events]
    if ahead_only:
        cards = [c for c in cards if not c.past and c.status != EventStatus.CANCELLED]
    return tuple(cards)


# --- proposals ----------------------------------------------------------------------------------


def standing(desk: Desk, process: Process, proposal: Proposal) -> str | None:
    """Where a proposal stands: by the published result, else by its evaluation."""
    fields = proposal.texts.fields
    changes = {change.what for change in fields.state_changes}
    for word in (StateChange.WITHDRAWN, StateChange.MERGED):
        if word in changes:
            return word
    selected = desk.build.selected(process, proposal.number)
    if selected is not None:
        return "selected" if selected else "not-selected"
    verdict = fields.evaluation[-1].result if fields.evaluation else None
    if fields.appeal and fields.appeal.result:
        verdict = fields.appeal.result
    if verdict is EvaluationResult.NEGATIVE:
        return "rejected"
    if verdict is EvaluationResult.POSITIVE:
        return "admitted"
    return "in-evaluation" if fields.evaluation else None


def proposal_card(desk: Desk, process: Process, proposal: Proposal) -> ProposalCard:
    """A proposal in a list."""
    town = desk.build.site.municipalities[process.municipality]
    localised = proposal.texts.in_(desk.code)
    fields = localised.fields
    known, words = parts.place_named(desk, town, fields.place)
    steps = [step for step in fields.follow_up if step.progress is not None]
    votes = desk.build.votes(process, proposal.number)
    latest = max(steps, key=lambda step: step.date.order, default=None)
    return ProposalCard(
        desk.proposal_link(proposal),
        fields.title,
        fields.ballot_number or fields.number,
        proposal.contest,
        fields.summary,
        desk.money(fields.cost if fields.cost is not None else fields.cost_submitted),
        known.title if known else words,
        parts.image(desk, process.folder, fields.image, localised.bound.span("image", "file")),
        standing(desk, process, proposal),
        desk.language.number(votes) if votes is not None else None,
        latest.progress if latest else None,
    )
