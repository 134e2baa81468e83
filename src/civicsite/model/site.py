"""The participation terms as values.

Relations are ids, never pointers: a process names its municipality, a phase its ways.
What depends on the moment (is it open?) is a function that takes the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from civicsite.clock import Clock, When
from civicsite.diagnostics import Span
from civicsite.reading.binding import Bound
from civicsite.reading.markup_parts import Fragment
from civicsite.reading.schema import (
    ContestPageFields,
    ContributionsFile,
    EasyFields,
    EventFields,
    InterventionFields,
    MunicipalityFields,
    PageFields,
    PlaceFields,
    PlacesFile,
    ProcessFields,
    ProposalFields,
    ResultsFile,
    SiteFields,
)
from civicsite.terms import INVITING, Does, Intervention, Kind, State

__all__ = [
    "ContestPage",
    "DataFile",
    "Document",
    "Event",
    "Localised",
    "Municipality",
    "Page",
    "Phase",
    "PhaseState",
    "Process",
    "Proposal",
    "Site",
    "Texts",
    "phase_state",
    "process_state",
    "stopped",
    "visible",
]

_Fields = TypeVar("_Fields", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Localised(Generic[_Fields]):
    """A file in one language: the main file, or the main file with a translation laid over it."""

    bound: Bound[_Fields]
    source: str
    """Path of the file the body stands in."""
    body: Fragment
    body_line: int
    """Line of that file on which the body begins."""
    lines: tuple[str, ...]
    """Lines of that file, for messages about the body."""
    body_lang: str | None = None
    """Language of the body where the translation has none of its own."""
    untranslated: int = 0
    """How many texts had to stay in the main language."""

    @property
    def fields(self) -> _Fields:
        """The values an editor wrote."""
        return self.bound.value

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """The place in the file of a place in the body."""
        at = self.body_line + line - 1
        excerpt = self.lines[at - 1] if 0 < at <= len(self.lines) else ""
        return Span(self.source, at, column, length, excerpt)


@dataclass(frozen=True, slots=True)
class Texts(Generic[_Fields]):
    """One item in every language it is written in."""

    source: str
    """Path of the main file."""
    main: Localised[_Fields]
    translations: Mapping[str, Localised[_Fields]]
    """By language code, without the main language."""

    def in_(self, language: str) -> Localised[_Fields]:
        """The item in ``language``, or in the main language where there is no translation."""
        return self.translations.get(language, self.main)

    @property
    def fields(self) -> _Fields:
        """The values of the main file: dates, numbers and addresses are the same in all."""
        return self.main.fields


@dataclass(frozen=True, slots=True)
class DataFile(Generic[_Fields]):
    """A YAML file of data, such as ``results.yaml``, in every language it is written in."""

    source: str
    main: Bound[_Fields]
    translations: Mapping[str, Bound[_Fields]]

    def in_(self, language: str) -> _Fields:
        """The data in ``language``, or in the main language."""
        return self.translations.get(language, self.main).value


@dataclass(frozen=True, slots=True)
class Page:
    """A free page of a municipality."""

    id: str
    municipality: str
    texts: Texts[PageFields]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, a walk, a workshop."""

    id: str
    process: str
    texts: Texts[EventFields]

    @property
    def starts(self) -> datetime:
        """When it begins, after a move; in UTC."""
        fields = self.texts.fields
        moved = fields.status and fields.status.to
        start = (moved or fields.from_).start
        assert start is not None, "the schema admits exact dates only"
        return start

    @property
    def ends(self) -> datetime:
        """When it is over: its end, or the end of its day; in UTC."""
        fields = self.texts.fields
        first, last = fields.from_, fields.to or fields.from_
        assert first.start is not None, "the schema admits exact dates only"
        assert last.end is not None
        usual = timedelta(hours=2)
        moved = fields.status.to if fields.status else None
        if moved and moved.start and moved.end:
            length = last.end - first.start if fields.to else usual
            return max(moved.end, moved.start + length)
        if fields.to or first.start != last.end:
            return last.end
        return first.start + usual


@dataclass(frozen=True, slots=True)
class Proposal:
    """An idea put forward, a costed project, a candidate or a design."""

    id: str
    process: str
    number: str
    """The number the count knows it by."""
    contest: str | None
    texts: Texts[ProposalFields]


@dataclass(frozen=True, slots=True)
class ContestPage:
    """The page of a contest, where it has one of its own."""

    id: str
    """The contest's id in ``results.yaml``."""
    process: str
    texts: Texts[ContestPageFields]


@dataclass(frozen=True, slots=True)
class Document:
    """A published file of a process."""

    id: str
    path: str
    """Project-relative path of the file."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A dated part of a process."""

    id: str
    does: Does
    starts: When
    ends: When | None
    interventions: tuple[InterventionFields, ...]
    """What happened to this phase or to the whole process, in the order of their dates."""

    @property
    def invites(self) -> bool:
        """True when residents act in it and its dates are exact enough to open it."""
        return self.does in INVITING and self.starts.exact

    def end_at(self, clock: Clock) -> When | None:
        """The end that holds at the build's instant, extensions included."""
        end = self.ends
        for happened in self.interventions:
            if (
                happened.what is Intervention.EXTENDED
                and happened.now
                and happened.phase == self.id
                and _reached(clock, happened.on.start)
            ):
                end = happened.now
        return end


@dataclass(frozen=True, slots=True)
class Process:
    """One participatory process: everything its folder says."""

    id: str
    """``<municipality>/<id>``; without ``id:`` that is the folder."""
    municipality: str
    folder: str
    """Project-relative path of the folder."""
    kind: Kind
    texts: Texts[ProcessFields]
    phases: tuple[Phase, ...]
    events: tuple[Event, ...]
    """In the order of their dates."""
    proposals: tuple[Proposal, ...]
    contributions: DataFile[ContributionsFile] | None
    results: DataFile[ResultsFile] | None
    documents: Mapping[str, Document]
    """By id."""
    contest_pages: tuple[ContestPage, ...] = ()
    easy: Texts[EasyFields] | None = None
    """The same in a text that is easy to read."""

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Municipality:
    """A town or commune that runs processes."""

    id: str
    folder: str
    texts: Texts[MunicipalityFields]
    places: DataFile[PlacesFile] | None
    pages: tuple[Page, ...]
    processes: tuple[str, ...]
    """Ids of its processes."""

    def place(self, name: str, language: str) -> PlaceFields | None:
        """A place of ``places.yaml`` by its id."""
        places = self.places.in_(language).places if self.places else ()
        return next((place for place in places if place.id == name), None)


@dataclass(frozen=True, slots=True)
class Site:
    """The whole content, validated."""

    settings: DataFile[SiteFields]
    zone: ZoneInfo
    kinds: Mapping[str, Kind]
    municipalities: Mapping[str, Municipality]
    processes: Mapping[str, Process]

    @property
    def fields(self) -> SiteFields:
        """``civicsite.yaml`` in the main language."""
        return self.settings.main.value

    @property
    def main_language(self) -> str:
        """The language in which everything is written."""
        return self.fields.languages[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """All language codes, the main one first."""
        return self.fields.languages


# --- what depends on the moment -----------------------------------------------------------------


class PhaseState:
    """Words for where a phase stands."""

    UPCOMING = "upcoming"
    CURRENT = "current"
    PAST = "past"
    CANCELLED = "cancelled"


def _reached(clock: Clock, moment: datetime | None) -> bool:
    return moment is not None and clock.reached(moment)


def visible(draft: bool, publish_at: When | None, clock: Clock, *, drafts: bool = False) -> bool:
    """Whether an item with its own page may be shown: not a draft (unless ``drafts``) and its
    publication date reached."""
    if draft and not drafts:
        return False
    return publish_at is None or drafts or _reached(clock, publish_at.start)


def phase_state(phase: Phase, clock: Clock) -> str:
    """Where a phase stands. A vague date never opens a phase that invites residents; the span it
    stands for orders the others."""
    for happened in phase.interventions:
        if (
            happened.what is Intervention.CANCELLED
            and happened.phase in (phase.id, None)
            and _reached(clock, happened.on.start)
            and not _over_before(phase, happened, clock)
        ):
            return PhaseState.CANCELLED
    end = phase.end_at(clock)
    if end is not None and _reached(clock, end.end):
        return PhaseState.PAST
    if phase.starts.start is None or (phase.does in INVITING and not phase.starts.exact):
        return PhaseState.UPCOMING
    return PhaseState.CURRENT if clock.reached(phase.starts.start) else PhaseState.UPCOMING


def _over_before(phase: Phase, happened: InterventionFields, clock: Clock) -> bool:
    """A phase that had ended before the whole process was cancelled stays past."""
    end = phase.end_at(clock)
    if happened.phase is not None or end is None or end.end is None or happened.on.start is None:
        return False
    return end.end <= happened.on.start


def stopped(process: Process, clock: Clock) -> State | None:
    """``CANCELLED``, ``ANNULLED`` or ``SUSPENDED`` while the process is so, else None."""
    state: State | None = None
    for happened in sorted(process.texts.fields.interventions, key=lambda item: item.on.order):
        if happened.phase is not None or not _reached(clock, happened.on.start):
            continue
        if happened.what is Intervention.CANCELLED:
            state = State.CANCELLED
        elif happened.what is Intervention.ANNULLED:
            state = State.ANNULLED
        elif happened.what is Intervention.SUSPENDED:
            state = State.SUSPENDED
        elif happened.what is Intervention.RESUMED and state is State.SUSPENDED:
            state = None
    return state


def process_state(process: Process, clock: Clock) -> State:
    """Where a process stands: from phases, interventions and the clock, never typed in.

    A process is finished when every phase but its carrying out is over.
    """
    halted = stopped(process, clock)
    if halted:
        return halted
    states = [(phase, phase_state(phase, clock)) for phase in process.phases]
    if any(state == PhaseState.CURRENT and phase.invites for phase, state in states):
        return State.OPEN
    if not states:
        return State.UNDERWAY
    if all(state == PhaseState.UPCOMING for _, state in states):
        return State.UPCOMING
    working = [state for phase, state in states if phase.does is not Does.IMPLEMENT]
    if all(state in (PhaseState.PAST, PhaseState.CANCELLED) for state in working):
        return State.FINISHED
    return State.UNDERWAY
