"""Counts that go on for many rounds and must choose between level options on the way.

Whether such a choice matters shows only at the end. So a count is run again with every other
choice, and where the selections differ it stops at that choice and shows all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from civicsite.exports.dataset import Option, Score
from civicsite.results.rules.base import Question, Tie
from civicsite.results.rules.ties import split_level

__all__ = ["Chooser", "Decided", "Run", "explore"]


class Run(Protocol):
    """What one run of a count gives."""

    @property
    def chosen(self) -> frozenset[str]:
        """What is selected."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A choice that was made in one run."""

    level: tuple[str, ...]
    picked: str
    method: str = ""
    """What settled it; empty while nothing does."""


@dataclass(slots=True)
class Chooser:
    """Chooses between level options in one run."""

    question: Question
    methods: tuple[str, ...]
    script: tuple[str, ...] = ()
    """What to pick where nothing settles it, choice by choice; afterwards the order of the file
    stands."""
    stops: bool = False
    """Whether to stop at the first choice after the script."""
    forced: Mapping[int, str] = field(default_factory=dict)
    """What to pick in spite of the methods, by the number of the choice."""
    points: list[_Point] = field(default_factory=list)
    stopped_at: tuple[str, ...] = ()
    _again: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Without rounds to look back to, the same options that are level again are the same tie."""

    def pick(
        self,
        level: Sequence[Option],
        history: Sequence[Mapping[str, Score]] = (),
        *,
        first: bool = True,
    ) -> Option | None:
        """The one of the level options that goes first, or with ``first=False`` that falls out.
        ``history`` holds the votes of the rounds so far. None where the run stops."""
        if len(level) == 1:
            return level[0]
        ids = tuple(option.id for option in level)
        if not history and ids in self._again:
            return next(option for option in level if option.id == self._again[ids])
        left, method = self._narrowed(list(level), history, first)
        number = len(self.points)
        if number in self.forced:
            return self._note(level, _Point(ids, self.forced[number], method or "forced"))
        if len(left) == 1:
            return self._note(level, _Point(ids, left[0].id, method))
        place = sum(not point.method for point in self.points)
        picked = (left[0] if first else left[-1]).id
        if place < len(self.script):
            picked = self.script[place]
        elif self.stops:
            self.stopped_at = tuple(option.id for option in left)
            return None
        return self._note(level, _Point(tuple(option.id for option in left), picked))

    def _note(self, level: Sequence[Option], point: _Point) -> Option:
        self.points.append(point)
        self._again[tuple(option.id for option in level)] = point.picked
        return next(option for option in level if option.id == point.picked)

    def _narrowed(
        self, level: list[Option], history: Sequence[Mapping[str, Score]], first: bool
    ) -> tuple[list[Option], str]:
        """What the methods leave level, and the last one that said anything."""
        said = ""
        for method in self.methods:
            if method == "earlier-rounds":
                left = _by_history(level, history, first)
            else:
                pieces = split_level(method, self.question, level, _by_order)
                left = pieces[0] if first else pieces[-1]
            if len(left) < len(level):
                level, said = left, method
            if len(level) == 1:
                break
        return level, said

    @property
    def open(self) -> list[_Point]:
        """The choices that nothing settled."""
        return [point for point in self.points if not point.method]


def _by_order(order: Sequence[Option]) -> tuple[tuple[str, ...], object]:
    """Decides that every order is another outcome."""
    return (), tuple(option.id for option in order)


def _by_history(
    level: list[Option], history: Sequence[Mapping[str, Score]], first: bool
) -> list[Option]:
    """By the most recent round in which they were not level, then by the ones before it."""
    for votes in reversed(history):
        numbers = {option.id: votes.get(option.id, 0) for option in level}
        wanted = max(numbers.values()) if first else min(numbers.values())
        level = [option for option in level if numbers[option.id] == wanted]
    return level


_Run = TypeVar("_Run", bound=Run)
_MOST_SETTLED = 20
"""Settled ties that are told."""


@dataclass(frozen=True, slots=True)
class Decided(Generic[_Run]):
    """A count with every choice settled, or stopped at the first one that matters."""

    run: _Run
    ties: tuple[Tie, ...]
    tied: tuple[str, ...] = ()
    """The options between which it stopped."""


def explore(
    question: Question,
    methods: Iterable[str],
    count: Callable[[Chooser], _Run],
    most_runs: int = 2000,
) -> Decided[_Run]:
    """Run ``count`` until every choice between level options is settled or changes nothing. A tie
    that cannot be followed to its end in ``most_runs`` stops the count, as if it mattered."""
    exploring = _Exploring(question, tuple(dict.fromkeys(methods)), count, most_runs)
    script: tuple[str, ...] = ()
    while True:
        run, chooser = exploring.run(script)
        made = chooser.open
        if len(made) == len(script):
            return Decided(run, exploring.settled(chooser, run, script))
        point = made[len(script)]
        try:
            ways = [exploring.possible((*script, id)) for id in point.level]
        except _TooManyRuns:
            ways = [exploring.seen]
            return exploring.stopped(script, ways)
        if any(way != ways[0] for way in ways):
            return exploring.stopped(script, ways)
        script = (*script, point.picked)


class _TooManyRuns(Exception):
    """The choices branch too often to follow all of them."""


class _Exploring(Generic[_Run]):
    def __init__(
        self,
        question: Question,
        methods: tuple[str, ...],
        count: Callable[[Chooser], _Run],
        most_runs: int,
    ) -> None:
        self._question, self._methods, self._count = question, methods, count
        self._runs, self._most_runs = 0, most_runs
        self._possible: dict[tuple[str, ...], frozenset[frozenset[str]]] = {}
        self.seen: frozenset[frozenset[str]] = frozenset()

    def run(self, script: tuple[str, ...]) -> tuple[_Run, Chooser]:
        chooser = Chooser(self._question, self._methods, script)
        return self._count(chooser), chooser

    def possible(self, script: tuple[str, ...]) -> frozenset[frozenset[str]]:
        """Every selection that choices after the script can lead to."""
        if script in self._possible:
            return self._possible[script]
        self._runs += 1
        if self._runs > self._most_runs:
            raise _TooManyRuns
        run, chooser = self.run(script)
        found = {run.chosen}
        self.seen |= found
        before = script
        for point in chooser.open[len(script) :]:
            for id in point.level:
                if id != point.picked:
                    found |= self.possible((*before, id))
            before = (*before, point.picked)
        self._possible[script] = frozenset(found)
        return self._possible[script]

    def stopped(
        self, script: tuple[str, ...], ways: Sequence[frozenset[frozenset[str]]]
    ) -> Decided[_Run]:
        """The count up to a choice that matters."""
        chooser = Chooser(self._question, self._methods, script, stops=True)
        run = self._count(chooser)
        order = [option.id for option in self._question.options]
        selections = {tuple(sorted(s, key=order.index)) for way in ways for s in way}
        outcomes = tuple(sorted(selections, key=lambda s: [order.index(id) for id in s]))
        tie = Tie(chooser.stopped_at, outcomes)
        return Decided(run, (tie,), chooser.stopped_at)

    def settled(self, chooser: Chooser, run: _Run, script: tuple[str, ...]) -> tuple[Tie, ...]:
        """The settled choices of a finished run that changed the selection."""
        ties: list[Tie] = []
        for number, point in enumerate(chooser.points):
            others = [id for id in point.level if point.method and id != point.picked]
            for id in others if len(ties) < _MOST_SETTLED else ():
                forced = Chooser(self._question, self._methods, script, forced={number: id})
                if self._count(forced).chosen != run.chosen:
                    ties.append(Tie(point.level, settled_by=point.method))
                    break
        return tuple(ties)
