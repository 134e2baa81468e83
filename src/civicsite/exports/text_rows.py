"""The records of a text table, and where each of their cells stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from civicsite.diagnostics import Span, error
from civicsite.exports.dataset import Findings

__all__ = ["MOST_RECORD", "Row", "RowReader", "cell_starts"]

MOST_RECORD = 1 << 23
"""Characters of one record, so that a cell that never ends does not fill the memory."""


@dataclass(slots=True, unsafe_hash=True)
class Row:
    """One record. Never changed; like ``Ballot`` not declared frozen, since there are millions."""

    line: int
    """Line on which it starts, counted from 1."""
    cells: list[str]
    source: str
    """The record as it stands in the file, with its line breaks."""

    def span(self, path: str, delimiter: str, index: int) -> Span:
        """The place of a cell. Without the words: they may be a person's, and messages end in the
        logs of a pipeline."""
        starts, _ = cell_starts(self.source, delimiter)
        start = starts[min(index, len(starts) - 1)]
        before = self.source[:start]
        line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
        breaks = before.count("\n") + len(re.findall(r"\r(?!\n)", before))
        return Span(path, self.line + breaks, start - line_start + 1)


class _RecordTooLong(Exception):
    """One record is longer than any table of ballots has; ``RowReader`` catches it."""


class _Lines:
    """Lines of a file, with those of the current record kept for its position."""

    def __init__(self, head: str, stream: io.TextIOBase) -> None:
        """``head`` was read from the stream before; it does not end between the two characters of
        a line break."""
        self._head = io.StringIO(head, newline="")
        self._size = len(head)
        self._stream = stream
        self._kept: list[str] = []
        self._length = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._head.readline(MOST_RECORD + 1)
        if not line.endswith(("\n", "\r")) and len(line) <= MOST_RECORD:
            line += self._stream.readline(MOST_RECORD + 1 - len(line))
        if not line:
            raise StopIteration
        self._length += len(line)
        if self._length > MOST_RECORD:
            raise _RecordTooLong
        self._kept.append(line)
        return line

    @property
    def beyond(self) -> bool:
        """Whether all of the head was read, and the stream stands at the beginning of a line."""
        return self._head.tell() == self._size

    def take(self) -> str:
        """The lines since the last call, and forget them."""
        source = self._kept[0] if len(self._kept) == 1 else "".join(self._kept)
        self._kept.clear()
        self._length = 0
        return source


_BLOCK = 1 << 14
"""Characters that are taken apart at once."""


@dataclass(frozen=True, slots=True)
class RowReader:
    """How the records of one file are read."""

    path: str
    findings: Findings
    delimiter: str
    skip_spaces: bool

    def _reader(self, lines: Iterable[str]) -> Any:
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.skip_spaces)

    def by_blocks(self, stream: io.TextIOBase, line: int) -> Iterator[Row]:
        """Without a quotation mark every line is a record: many lines are read in one go. A block
        with a mark is read line by line."""
        rest = ""
        while True:
            chunk = stream.read(_BLOCK)
            if chunk.endswith("\r"):  # perhaps the first half of a line break
                chunk += stream.readline(MOST_RECORD)
            block = rest + chunk
            end = block.rfind("\n") + 1 if chunk else len(block)
            lines = list(io.StringIO(block[:end], newline="\n"))
            rest = block[end:]
            if (
                '"' in block
                or block.count("\r") != block.count("\r\n")
                or max(len(rest), *map(len, lines), 0) > MOST_RECORD
            ):
                after = yield from self.by_lines(_Lines(block, stream), line)
                if after is None:
                    return
                line, rest = after, ""
                continue
            try:
                for cells, source in zip(self._reader(lines), lines, strict=True):
                    yield Row(line, cells, source)
                    line += 1
            except csv.Error:  # a field longer than csv's limit
                self.findings.add(error("cell-too-long", Span(self.path, line)))
                return
            if not chunk:
                return

    def by_lines(self, lines: _Lines, line: int) -> Generator[Row, None, int | None]:
        """One record after another, each with as many lines as its quotation marks take, until the
        block is read. Returns the line of the next record; None where there is none."""
        before = line - 1
        reader = self._reader(lines)
        row = Row(0, [], "")
        try:
            for cells in reader:
                row = Row(line, cells, lines.take())
                line = reader.line_num + 1 + before
                yield row
                if lines.beyond and not self._is_open(row):
                    return line
        except csv.Error:
            # A field longer than csv's limit: one line of it is a cell without end, many lines
            # are what a quotation mark that is never closed swallows.
            one_line = reader.line_num + before <= line
            code = "cell-too-long" if one_line else "quote-not-closed"
            self.findings.add(error(code, Span(self.path, line)))
            return None
        except _RecordTooLong:
            self.findings.add(error("cell-too-long", Span(self.path, line)))
            return None
        if self._is_open(row):
            self.findings.add(error("quote-not-closed", Span(self.path, row.line)))
        return None

    def _is_open(self, row: Row) -> bool:
        """Whether a quotation mark is still open at the end of a row."""
        return row.source.count('"') % 2 == 1 and cell_starts(row.source, self.delimiter)[1]


def cell_starts(source: str, delimiter: str) -> tuple[list[int], bool]:
    """Offsets of the cells of a record, and whether a quote is still open at its end."""
    starts, quoted, fresh = [0], False, True
    for offset, char in enumerate(source):
        if char == '"' and (quoted or fresh):
            quoted, fresh = not quoted, True
        elif char == delimiter and not quoted:
            starts.append(offset + 1)
            fresh = True
        elif not (char == " " and fresh):
            fresh = False
    return starts, quoted
