"""What is on the server: read from the records there, and from the few files they cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from civicsite.publishing.connection import Connection, same
from civicsite.publishing.record import (
    FOLDER,
    File,
    Head,
    Journal,
    Listing,
    Piece,
    away_of,
    listing_path,
    part_of,
    piece_path,
)

__all__ = [
    "CHECKPOINT",
    "MANIFEST",
    "MANIFEST_PART",
    "Advance",
    "State",
    "differing",
    "strangers",
    "survey",
]

CHECKPOINT = 64
"""Files between two pieces of the journal. After a kill so many are looked at, not sent again."""
MANIFEST = f"{FOLDER}/manifest.json"
MANIFEST_PART = f"{FOLDER}/part-manifest"

Advance = Callable[[int, int, int, int], None]
"""Told: files done and all, bytes done and all."""


@dataclass(frozen=True, slots=True)
class State:
    """What is on the server."""

    head: Head = field(default_factory=Head)
    listing: Listing = field(default_factory=Listing)
    journal: Journal | None = None
    """Of a run that was stopped."""
    pieces: int = 0
    """Of that journal."""
    have: Mapping[str, File] = field(default_factory=dict)
    """Uploaded since the release, by runs that were stopped."""
    unknown: tuple[str, ...] = ()
    """Ours, and nobody knows what they hold."""
    sequence: int = 0
    """Of the newest journal."""
    leftovers: tuple[str, ...] = ()
    """Files of the stopped run beside its journal."""

    @property
    def known(self) -> frozenset[str]:
        """Everything that we may have put there."""
        files = (*self.listing.files, *self.listing.kept, *self.listing.leaving)
        return frozenset((*files, *self.have, *self.unknown))


def survey(connection: Connection, repair: bool) -> State:
    """Read the records. ``repair``: finish what a stopped run left between two commands; only
    under the lock. Raises :class:`PublishProblem` for records that are not whole."""
    data = connection.read(MANIFEST)
    if data is None:  # on servers that do not put a file over another it may stand aside
        data = connection.read(away_of(MANIFEST))
    head, listing = Head(), Listing()
    if data is not None:
        read = Head.from_json(data)
        if read is None:
            raise connection.refused("publish-records-unreadable")
        head, listing = read, _listing(connection, read)
    if connection.traits().transactional:
        return State(head, listing)
    slots = (connection.read(f"{FOLDER}/journal-{slot}") for slot in "ab")
    journals = [journal for journal in map(Journal.from_bytes, slots) if journal is not None]
    if not journals:
        return State(head, listing)
    newest = max(journals, key=lambda journal: journal.sequence)
    if newest.run == head.run:  # its release is complete; only the journal was left
        pieces = len(_pieces(connection, newest))
        leftovers = (MANIFEST_PART, *([listing_path(newest.base)] if newest.base else []))
        return State(
            head,
            listing,
            newest,
            pieces,
            sequence=newest.sequence,
            leftovers=leftovers,
        )
    return _stopped(connection, State(head, listing), newest, repair)


def _listing(connection: Connection, head: Head) -> Listing:
    data = connection.read(listing_path(head.run))
    listing = Listing.from_bytes(data)
    if listing is None or not same(data, head.listing_sha256):
        raise connection.refused("publish-records-unreadable")
    return replace(listing, leaving=()) if head.settled else listing


def _pieces(connection: Connection, journal: Journal) -> list[Piece | None]:
    found: list[Piece | None] = []
    while True:
        data = connection.read(piece_path(journal.sequence, len(found)))
        if data is None:
            return found
        found.append(Piece.from_json(data, journal))


def _stopped(connection: Connection, state: State, journal: Journal, repair: bool) -> State:
    """What a run that was stopped left behind."""
    pieces = _pieces(connection, journal)
    whole = [piece for piece in pieces if piece is not None]
    done = {number for piece in whole for number in piece.done}
    for piece in whole:
        if repair and piece.window is not None and piece.window not in done:
            _repair(connection, *journal.intent[piece.window])
    ours = state.known | journal.have.keys() | set(journal.unknown)
    have = dict(journal.have)
    unknown = set(journal.unknown)
    for number in sorted(done):
        path, file = journal.intent[number]
        have[path] = file
        unknown.discard(path)
    undone = [pair for number, pair in enumerate(journal.intent) if number not in done]
    if connection.traits().buffered:  # nobody knows how far its program came
        unknown.update(path for path, _ in undone)
        undone = []
    leftovers = [MANIFEST_PART, listing_path(journal.run)]
    for path, file in undone[:CHECKPOINT]:  # those behind were not begun: the order is fixed
        there = connection.read(path) if connection.size(path) == file.size else None
        if same(there, file.sha256):
            have[path] = file
            unknown.discard(path)
            continue
        if len(leftovers) < 3:  # the one that was on its way
            leftovers.append(part_of(file))
        if path in ours:
            unknown.add(path)
    for path in unknown:
        have.pop(path, None)
    return replace(
        state,
        journal=journal,
        pieces=len(pieces),
        have=have,
        unknown=tuple(sorted(unknown)),
        sequence=journal.sequence,
        leftovers=tuple(leftovers),
    )


def _repair(connection: Connection, path: str, file: File) -> None:
    """A run was stopped between the two steps of putting a file over another (decision 22)."""
    if connection.size(path) is not None:
        return
    if connection.size(part_of(file)) == file.size:
        connection.rename(part_of(file), path)
    elif connection.size(away_of(path)) is not None:
        connection.rename(away_of(path), path)


def differing(
    connection: Connection, files: Mapping[str, File], advance: Advance
) -> tuple[str, ...]:
    """Read files on the server, every byte; gives the paths that are missing or differ."""
    wrong: list[str] = []
    total, read = sum(file.size for file in files.values()), 0
    for number, (path, file) in enumerate(sorted(files.items())):
        advance(number, len(files), read, total)
        if not same(connection.read(path), file.sha256):
            wrong.append(path)
        read += file.size
    return tuple(wrong)


def strangers(connection: Connection, state: State, paths: Iterable[str]) -> tuple[str, ...]:
    """Files at the top of the site that are there and that civicsite did not put there. Only at
    the top: to look at each of ten thousand would take longer than to send them, and a folder that
    holds another site has its home page or its settings there."""
    unknown = [path for path in paths if "/" not in path and path not in state.known]
    return tuple(path for path in unknown if connection.size(path) is not None)
