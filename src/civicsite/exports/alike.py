"""Rows that say the same, told once with their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from civicsite.exports.dataset import Ballot

__all__ = ["Alike"]

_MOST_ALIKE = 2048
"""Different rows that wait to be told with their number."""


@dataclass(slots=True)
class Alike:
    """Passes ballots on, equal ones together: in a vote with one mark nearly all are.

    Only where nothing tells their voters apart, and only as long as it pays: where few rows are
    alike, each is passed on at once.
    """

    deliver: Callable[[Ballot], None]
    key: Callable[[list[str]], Any] | None
    """Gives the cells of a row that matter; None where each row is told by itself."""
    _waiting: dict[Any, tuple[list[int], Sequence[Ballot]]] = field(default_factory=dict)
    _met: int = 0

    @classmethod
    def by(cls, deliver: Callable[[Ballot], None], places: Sequence[int]) -> Alike:
        """Rows are alike that have the same cells in these places; without places none are."""
        return cls(deliver, itemgetter(*places) if places else None)

    def has(self, cells: list[str]) -> bool:
        """Whether such a row waits already; then this one is counted with it."""
        if self.key is None or (found := self._waiting.get(self.key(cells))) is None:
            return False
        found[0][0] += 1
        self._met += 1
        return True

    def take(self, cells: list[str], ballots: Sequence[Ballot]) -> None:
        """The ballots of a row in which nothing is doubtful."""
        if self.key is None:
            self.tell(ballots)
            return
        self._waiting[self.key(cells)] = ([1], ballots)
        if len(self._waiting) == _MOST_ALIKE:
            pays = self._met > _MOST_ALIKE
            self.finish()
            if not pays:
                self.key = None

    def tell(self, ballots: Sequence[Ballot]) -> None:
        """Pass ballots on at once."""
        for ballot in ballots:
            self.deliver(ballot)

    def finish(self) -> None:
        """Pass on what waits."""
        for (number,), ballots in self._waiting.values():
            if number == 1:
                self.tell(ballots)
            else:
                self.tell([replace(ballot, count=number) for ballot in ballots])
        self._waiting.clear()
        self._met = 0
