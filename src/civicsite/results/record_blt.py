"""The published ballots of a ranked contest as a BLT file, which counting programs read.

Layout after B. A. Wichmann (*Voting matters*, 1994): candidates and seats, withdrawn candidates as
negative numbers, a line for each different ballot with its weight, a ``0``, the names in quotes and
the title. The format has no way to write a quote inside a name, so that it becomes an apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterator

from civicsite.exports.reduction import table_rows
from civicsite.results.record import Chunks, ContestRecord, Record, Stream

__all__ = ["blt"]


def blt(record: Record, contest: ContestRecord, ballots: Stream) -> Chunks | None:
    """The file; None for a contest whose ballots are no order of preference, or that counts more
    than its ballots."""
    if contest.ballots is None or not contest.ballots.ordered or contest.count.protocols:
        return None
    return lambda: _lines(record, contest, ballots.chunks)


def _lines(record: Record, contest: ContestRecord, chunks: Chunks) -> Iterator[bytes]:
    options = [item.option for item in contest.count.options]
    places = {option.id: place for place, option in enumerate(options, 1)}
    seats = 1 if contest.rules.seats is None else contest.rules.seats
    yield f"{len(options)} {seats}\n".encode()
    withdrawn = [f"-{places[option.id]}" for option in options if option.withdrawn]
    if withdrawn:
        yield f"{' '.join(withdrawn)}\n".encode()
    for row in table_rows(chunks()):
        marks = "".join(f"{places[mark]} " for mark in row.marks)
        yield f"{row.number} {marks}0\n".encode()
    yield b"0\n"
    for option in options:
        yield _quoted(option.title or option.id)
    title = next((name for name in contest.rules.names if name), "")
    yield _quoted(f"{record.title}: {title}" if title else record.title)


def _quoted(text: str) -> bytes:
    plain = " ".join(text.replace('"', "'").split())
    return f'"{plain}"\n'.encode()
