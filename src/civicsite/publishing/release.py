"""How a release reaches a server without a moment at which the site is broken.

The order of a run, under the lock: a journal with everything that is intended; the files, each as
a part that takes its place by a rename; pieces of the journal while it goes on; the new manifest;
removals; the mark that all is done; the journal away. Stopped anywhere, the records say at most
what is there, and the next run does the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from civicsite.publishing.base import Fault, Transport, TransportProblem
from civicsite.publishing.connection import Connection
from civicsite.publishing.locking import Lock
from civicsite.publishing.planning import Plan, rank
from civicsite.publishing.record import (
    FOLDER,
    File,
    Head,
    Journal,
    Piece,
    away_of,
    digest,
    listing_path,
    part_of,
    piece_path,
)
from civicsite.publishing.survey import CHECKPOINT, MANIFEST, MANIFEST_PART, Advance, State

__all__ = ["Content", "Release", "Told", "puts_over"]

_LONG = 1 << 20
"""Bytes from which a file that was cut is continued rather than begun anew."""
_PROBES = (f"{FOLDER}/probe-a", f"{FOLDER}/probe-b")

Content = Callable[[str], bytes]
"""The bytes of a file of the release, checked."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run did."""

    uploaded: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    sent: int = 0
    """Bytes of the site's files."""


def puts_over(connection: Connection, state: State) -> bool:
    """Whether the server puts a file over another: as the manifest says, or tried on two files of
    ours."""
    if state.head.generation or connection.traits().whole:
        return state.head.replaces
    for path in _PROBES:
        connection.write(path, b"civicsite\n")

    def attempt(transport: Transport) -> bool:
        try:
            transport.rename(*_PROBES)
        except TransportProblem as problem:
            if problem.fault in (Fault.REFUSED, Fault.DENIED):
                return False
            raise
        return True

    answer = connection.call(attempt)
    for path in _PROBES:
        connection.delete(path)
    return answer


class Release:
    """One release on its way."""

    def __init__(
        self, connection: Connection, lock: Lock, state: State, plan: Plan, head: Head
    ) -> None:
        """``head``: what the release says of itself; generation, run and listing are filled in."""
        self._connection = connection
        self._lock = lock
        self._state = state
        self._plan = plan
        self._traits = connection.traits()
        self._pieces = 0
        self._pending: list[int] = []
        self._journal = Journal(
            state.sequence + 1,
            lock.me.run,
            state.head.run,
            tuple((path, plan.listing.files[path]) for path in plan.uploads),
            state.have,
            state.unknown,
        )
        self._listing = plan.listing.to_bytes()
        self._head = replace(
            head,
            generation=state.head.generation + 1,
            run=lock.me.run,
            listing_sha256=digest(self._listing),
            settled=not plan.gone or self._traits.transactional,
        )

    @property
    def head(self) -> Head:
        """As it stands on the server in the end."""
        return replace(self._head, settled=True)

    def publish(self, content: Content, advance: Advance) -> Told:
        """Carry the plan out. Raises :class:`PublishProblem`."""
        if not self._traits.transactional:
            self._open_journal()
        for path in self._plan.blocking:
            self._connection.delete(path)
        self._upload(content, advance)
        self._connection.write_proved(listing_path(self._head.run), self._listing)
        self._lock.renew()
        self._put_manifest(self._head)
        for path in self._plan.gone:
            self._connection.delete(path)
        if not self._head.settled:
            self._connection.flush()
            self._put_manifest(self.head)
        if self._state.head.run:
            self._connection.delete(listing_path(self._state.head.run))
        self._clear()
        self._connection.flush(last=True)
        return Told(self._plan.uploads, self._plan.gone, self._plan.size)

    # --- the files ------------------------------------------------------------------------------

    def _upload(self, content: Content, advance: Advance) -> None:
        files, total, sent = self._journal.intent, self._plan.size, 0
        stage = rank(files[0][0]) if files else 0
        for number, (path, file) in enumerate(files):
            advance(number, len(files), sent, total)
            if rank(path) != stage or (not self._traits.buffered and self._due):
                stage = rank(path)
                self._settle()
            self._put(path, content(path), file, number)
            self._pending.append(number)
            sent += file.size
        self._settle()
        advance(len(files), len(files), sent, total)

    @property
    def _due(self) -> bool:
        return len(self._pending) >= CHECKPOINT

    def _put(self, path: str, data: bytes, file: File, number: int | None) -> None:
        """One file, whole at every moment. ``number``: its place in the journal."""
        begun = False

        def send(transport: Transport) -> None:
            nonlocal begun
            if transport.whole:
                transport.write(path, data)
                if not transport.confirms:
                    _agree(transport, path, file)
                return
            part = MANIFEST_PART if path == MANIFEST else part_of(file)
            offset = 0
            if begun and transport.resumes and file.size >= _LONG:
                offset = min(transport.size(part) or 0, file.size)
            begun = True
            transport.write(part, data[offset:], offset)
            _agree(transport, part, file)
            if self._head.replaces:
                transport.rename(part, path)
            else:
                self._step_aside(transport, part, path, number)
            if transport.size(part) is not None:
                raise TransportProblem(Fault.UNTRUE, path)
            _agree(transport, path, file)

        self._connection.call(send)

    def _step_aside(self, transport: Transport, part: str, path: str, number: int | None) -> None:
        """The server does not put a file over another: two commands next to each other, and the
        journal knows of them first (decision 22). The former file is kept until the new one
        stands."""
        away = away_of(path)
        if transport.size(path) is not None:
            if number is not None:
                transport.write(*self._piece(Piece(self._journal.run, (), number)))
            transport.delete(away)
            transport.rename(path, away)
        transport.rename(part, path)
        transport.delete(away)

    # --- the records ----------------------------------------------------------------------------

    def _open_journal(self) -> None:
        """The new one stands before the one before goes."""
        self._connection.write_proved(self._journal.slot, self._journal.to_bytes())
        if self._state.journal is not None:
            self._drop(self._state.journal, self._state.pieces)
        for path in self._state.leftovers:
            self._connection.delete(path)

    def _drop(self, journal: Journal, pieces: int) -> None:
        self._connection.delete(journal.slot)
        for number in range(pieces):
            self._connection.delete(piece_path(journal.sequence, number))

    def _settle(self) -> None:
        """Write down what is done since the last piece."""
        if self._traits.buffered:
            self._connection.flush()
        if self._pending and not self._traits.transactional:
            piece = Piece(self._journal.run, tuple(self._pending))
            self._connection.write_proved(*self._piece(piece))
            self._lock.renew()
        self._pending = []

    def _piece(self, piece: Piece) -> tuple[str, bytes]:
        path = piece_path(self._journal.sequence, self._pieces)
        self._pieces += 1
        return path, piece.to_json()

    def _put_manifest(self, head: Head) -> None:
        data = head.to_json()
        self._put(MANIFEST, data, File(digest(data), len(data)), None)
        self._connection.prove(MANIFEST, data)

    def _clear(self) -> None:
        """Take the journal away; the manifest says everything now."""
        if not self._traits.transactional:
            self._drop(self._journal, self._pieces)


def _agree(transport: Transport, path: str, file: File) -> None:
    """Believe no server that says it is done."""
    if transport.size(path) != file.size:
        raise TransportProblem(Fault.UNTRUE, path)
