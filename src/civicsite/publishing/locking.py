"""One publisher at a time.

A mark that only one can make says that somebody is at work, a note beside it who, and until when
that holds without a sign of life. A lock that was left behind is taken over: at once when its
process ran on this computer and is dead, else when its time is over. Whoever lost the lock that
way notices at the next piece of the journal and stops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from civicsite.publishing.connection import Connection, PublishProblem
from civicsite.publishing.record import FOLDER, LockInfo

__all__ = ["Lock", "Me"]

HOLD = 15 * 60
"""Seconds for which a lock holds without a sign of life."""
_MARK = f"{FOLDER}/lock"
_NOTE = f"{FOLDER}/lock.json"


@dataclass(frozen=True, slots=True)
class Me:
    """Who publishes."""

    run: str
    """A word nobody else has."""
    computer: str
    """A digest of its name."""
    process: int
    alive: Callable[[int], bool]
    """Whether a process of this computer still runs."""


class Lock:
    """The lock of one place."""

    def __init__(self, connection: Connection, me: Me) -> None:
        self.me = me
        self._connection = connection

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other publishers out. Raises :class:`PublishProblem` when one is at work."""
        connection = self._connection
        if connection.traits().transactional:  # the server itself refuses the second of two
            yield
            return
        if not connection.call(lambda transport: transport.claim(_MARK)):
            self._take_over()
        self.renew()
        try:
            yield
        finally:
            with suppress(PublishProblem):
                if self._owner() == self.me.run:
                    connection.delete(_NOTE)
                    connection.call(lambda transport: transport.release(_MARK))
                    connection.flush()

    def renew(self) -> None:
        """Give a sign of life. Raises when somebody took the lock over: two must not write."""
        if self._connection.traits().transactional:
            return
        me = self.me
        owner = self._owner()
        if owner not in ("", me.run) and self._renewed:
            raise self._connection.refused("publish-lock-lost")
        until = self._connection.clockwork.now() + HOLD
        note = LockInfo(me.run, me.computer, me.process, until).to_json()
        self._connection.write(_NOTE, note)
        self._connection.flush()
        if self._owner() != me.run:
            raise self._connection.refused("publish-lock-lost")
        self._renewed = True

    _renewed = False

    def _take_over(self) -> None:
        """A lock that was left behind; else refuse."""
        clockwork = self._connection.clockwork
        note = self._note()
        if note is None:  # between mark and note, or died there
            clockwork.wait(2.0)
            note = self._note()
        if note is None or note.run == self.me.run:
            return
        dead = note.computer == self.me.computer and not self.me.alive(note.process)
        left = note.until - clockwork.now()
        if not dead and left > 0:
            raise self._connection.refused("publish-locked", count=max(1, (left + 59) // 60))

    def _note(self) -> LockInfo | None:
        return LockInfo.from_json(self._connection.read(_NOTE))

    def _owner(self) -> str:
        note = self._note()
        return note.run if note else ""
