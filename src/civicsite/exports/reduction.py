"""The neutral form of a contest's ballots: what may stand in ``data/``, and later on the site.

One table per contest with the ballots that count, equal ones once with their number, sorted by
content, so that nothing of the order of entry is left: the marks, points where ballots give them,
the channel. No identifier, no time.
Beside it stands a sidecar with everything else that was known: which exports, what was left out
and why, and digests of the settings, so that a reduction that no longer fits is noticed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from civicsite.exports.dataset import Answer, Ballot, CountedFile, Option, Reduced, Score
from civicsite.exports.validity import Validity
from civicsite.plain import from_data, to_data

__all__ = [
    "FORMAT",
    "RESPONSES_FORMAT",
    "BallotsRow",
    "Lines",
    "Sidecar",
    "answer_cell",
    "answer_of_cell",
    "ballot_line",
    "cells_line",
    "file_names",
    "grouped",
    "guarded",
    "header_line",
    "heading_of_response",
    "joined",
    "parse_score",
    "response_heading",
    "response_line",
    "responses_header",
    "score_text",
    "settings_digest",
    "split",
    "table_rows",
    "unguarded",
    "validity_digest",
    "wordings_digest",
]

FORMAT = "reduced"
"""Name of the format that reads these tables."""
MADE_BY = "civicsite reduce 1"
"""Stands in every sidecar: without it nobody may replace the file. The number is the form's."""
BALLOTS, MARKS, POINTS, CHANNEL = "ballots", "marks", "points", "channel"
"""Names of the columns."""


class Lines(Protocol):
    """Lines that are given back sorted, as often as asked, in little memory."""

    def add(self, line: bytes) -> None:
        """One more line."""

    def __iter__(self) -> Iterator[bytes]:
        """All lines, by their bytes."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The JSON file beside a reduced table."""

    made_by: str
    validity: str
    """Digest of ``validity:``."""
    settings: str
    """Digest of the entries of ``ballots:`` and of the numbers of marks allowed."""
    wordings: str
    """Digest of the options and of how ballots name them."""
    reduced: Reduced
    received: tuple[tuple[str, str], ...] = ()
    """Export and the day on which it was received, as ``received_on:`` said."""

    def to_json(self) -> bytes:
        """The file's bytes."""
        text = json.dumps(to_data(self), ensure_ascii=False, indent=1)
        return f"{text}\n".encode()

    @classmethod
    def from_json(cls, data: bytes) -> Sidecar:
        """Raises ValueError for what is not a sidecar of this form."""
        try:
            sidecar = from_data(cls, json.loads(data))
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if sidecar.made_by != MADE_BY:
            raise ValueError("made by another program")
        return sidecar


def file_names(contest: str) -> tuple[str, str]:
    """The table and the sidecar of a contest, below ``data/``."""
    stem = f"reduced-{contest}" if contest else "reduced"
    return f"{stem}.csv", f"{stem}.json"


# --- one row ------------------------------------------------------------------------------------

_GUARDED = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r'[;,"\t\r\n]|^\s|\s$')


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe in front of the characters that
    begin one. Readers of this project take it off again, one of several, so that every text comes
    back as it was."""
    return f"'{text}" if _GUARDED.match(text) else text


_GUARD = re.compile(r"'+[=+\-@\t\r]")


def unguarded(cell: str) -> str:
    """The text that ``guarded`` made the cell of."""
    return cell[1:] if _GUARD.match(cell) else cell


def cells_line(cells: Iterable[str]) -> bytes:
    """One row of a table with semicolons, quoted as in RFC 4180."""
    quoted = ['"' + c.replace('"', '""') + '"' if _QUOTED.search(c) else c for c in cells]
    return ";".join(quoted).encode() + b"\n"


def joined(ids: Iterable[str]) -> str:
    """Ids in one cell, with commas between them; a comma or backslash inside an id is escaped."""
    return ",".join(id.replace("\\", "\\\\").replace(",", "\\,") for id in ids)


def split(cell: str) -> tuple[str, ...]:
    """The ids of a cell that ``joined`` made."""
    if not cell:
        return ()
    parts, part, escaped = [], "", False
    for char in cell:
        if escaped or char not in "\\,":
            part, escaped = part + char, False
        elif char == "\\":
            escaped = True
        else:
            parts.append(part)
            part = ""
    return (*parts, part)


def score_text(score: Score) -> str:
    """Points, exactly."""
    return str(score) if isinstance(score, int) else format(score, "f")


_SCORE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def parse_score(text: str) -> Score | None:
    """The points that ``score_text`` wrote; None for anything else."""
    match = _SCORE.fullmatch(text)
    if not match:
        return None
    return Decimal(text) if match[1] else int(text)


def header_line(attributes: tuple[str, ...] = ()) -> bytes:
    """The first row."""
    return cells_line((BALLOTS, MARKS, POINTS, CHANNEL, *map(guarded, attributes)))


def ballot_line(ballot: Ballot, ordered: bool, attributes: tuple[str, ...] = ()) -> bytes:
    """A ballot to be sorted among the others; ``grouped`` makes the rows.

    Where the order of marks means nothing (``ordered`` is False) they are sorted, since people mark
    in their own order and such a habit can be told again.
    """
    pairs = list(zip(ballot.marks, ballot.points or (None,) * len(ballot.marks), strict=True))
    if not ordered:
        pairs.sort(key=lambda pair: pair[0])
    marks = guarded(joined(id for id, _ in pairs))
    points = ",".join(score_text(given) for _, given in pairs if given is not None)
    # The number goes last, behind the row's line break, so that equal ballots lie side by side.
    row = cells_line((marks, points, ballot.channel, *map(guarded, attributes)))
    return row + str(ballot.count).encode()


def grouped(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sorted lines of ``ballot_line`` -> rows that begin with their number of ballots."""
    before, number = b"", 0
    for line in lines:
        row, _, count = line.rpartition(b"\n")
        if row != before and number:
            yield b"%d;%s\n" % (number, before)
            number = 0
        before, number = row, number + int(count)
    if number:
        yield b"%d;%s\n" % (number, before)


@dataclass(frozen=True, slots=True)
class BallotsRow:
    """Equal ballots in a table of this form."""

    number: int
    marks: tuple[str, ...]
    points: tuple[Score, ...]
    channel: str = ""
    attributes: tuple[str, ...] = ()


def table_rows(lines: Iterable[bytes]) -> Iterator[BallotsRow]:
    """The rows of a table that this project wrote, lines in, without its heading. Raises
    ValueError for anything else; what editors name goes through ``formats/neutral`` instead, which
    says where the mistake is."""
    rows = csv.reader((line.decode() for line in lines), delimiter=";", strict=True)
    try:
        next(rows, None)
        for number, marks, points, channel, *attributes in rows:
            scores = [parse_score(word) for word in points.split(",")] if points else []
            yield BallotsRow(
                int(number),
                split(unguarded(marks)),
                tuple(score for score in scores if score is not None),
                channel,
                tuple(map(unguarded, attributes)),
            )
    except csv.Error as problem:
        raise ValueError(str(problem)) from None


# --- filled-in forms -----------------------------------------------------------------------------

RESPONSES_FORMAT = "reduced-responses"
"""Name of the format that reads reduced answers."""
COMPLETE = "complete"
_NOT_ASKED = "\\-"
"""Stands for a question that was not put; no list of wordings is written so."""


def response_heading(id: str, row: str) -> str:
    """The column of a question, or of one row of a matrix."""
    return f"{id}[{row}]" if row else id


def heading_of_response(heading: str) -> tuple[str, str]:
    """The question and row of a column."""
    id, bracket, row = heading.partition("[")
    return (id, row.removesuffix("]")) if bracket else (id, "")


def answer_cell(answer: Answer) -> str:
    """An answer in one cell: the wordings in their order."""
    return _NOT_ASKED if answer is None else guarded(joined(answer))


def answer_of_cell(cell: str) -> Answer:
    """The answer that ``answer_cell`` wrote."""
    return None if cell == _NOT_ASKED else split(unguarded(cell))


def responses_header(columns: Iterable[str]) -> bytes:
    """The first row of reduced answers."""
    return cells_line((BALLOTS, COMPLETE, *map(guarded, columns)))


def response_line(cells: Sequence[str], complete: bool) -> bytes:
    """A form to be sorted among the others; ``grouped`` makes the rows."""
    return cells_line(("1" if complete else "0", *cells)) + b"1"


# --- digests of the settings --------------------------------------------------------------------


def _digest(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def validity_digest(validity: Validity) -> str:
    """Changes when ``validity:`` does."""
    return _digest(to_data(validity))


def settings_digest(
    entries: Iterable[CountedFile],
    limits: Iterable[tuple[str, tuple[tuple[int | None, int | None], ...], bool]],
    folder: str,
) -> str:
    """Changes when an entry of ``ballots:`` does, or for a contest what a ballot may hold (least
    and greatest number of marks, of points, of points for one option), or whether the order of
    marks is kept. Paths count from the process's ``folder``, which may be renamed."""
    plain = []
    for entry in entries:
        path = entry.path.removeprefix(f"{folder}/")
        zone = str(entry.zone) if entry.received else ""
        plain.append([to_data(replace(entry, path=path, zone=None)), zone])
    return _digest([plain, [list(item) for item in sorted(limits)]])


def wordings_digest(options: Iterable[Option], table: str) -> str:
    """Changes when an option does, or the way ballots name it. ``table`` is the digest of the
    options' table, empty where they are proposals."""
    plain = [[o.contest, o.id, o.title, list(o.labels), o.withdrawn] for o in options]
    return _digest([plain, table])
